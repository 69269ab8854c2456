// SPDX-License-Identifier: MIT

import CommandLine
import HTTP
import Testing
import Text

@testable import StalwartCLI

@Suite struct CredentialsTests {
  private func resolve(
    _ options: [String: String],
    _ variables: [String: String] = [:],
    files: [String: String] = [:]
  ) throws -> String {
    func given(_ option: String, _ variable: String) -> ArgumentValue? {
      if let text = options[option] {
        return ArgumentValue(text, origin: .option(index: 0, spelling: "--\(option)"))
      }
      guard let text = variables[variable], !text.isEmpty else { return nil }
      return ArgumentValue(text, origin: .environment(variable: variable))
    }
    let credentials = Credentials(
      arguments: CredentialArguments(
        user: given("user", "STALWART_USER"),
        password: given("password", "STALWART_PASSWORD"),
        passwordFile: given("password-file", "STALWART_PASSWORD_FILE"),
        token: given("api-key", "STALWART_TOKEN"),
        tokenFile: given("api-key-file", "STALWART_TOKEN_FILE")
      ),
      read: { path throws(FileError) in
        guard let text = files[path] else { throw FileError(action: .read, path: path, code: 2) }
        return Array(text.utf8)
      },
      prompt: { user throws(Failure) in Secret("asked-\(user)") }
    )
    switch try credentials.resolve() {
    case .basic(let user, let password): return "\(user):\(password.revealed)"
    case .bearer(let token): return token.revealed
    }
  }

  @Test(
    arguments: [
      (["user": "u", "password": "p"], [:], "u:p"),
      (["api-key": "k\n"], [:], "k"),
      (["user": "u", "password": "p"], ["STALWART_TOKEN": "t"], "u:p"),
      (["api-key": "k"], ["STALWART_USER": "u", "STALWART_PASSWORD": "p"], "k"),
      ([:], ["STALWART_USER": "u", "STALWART_PASSWORD": "p", "STALWART_TOKEN": ""], "u:p"),
      ([:], ["STALWART_TOKEN": "t\r\n"], "t"),
      ([:], ["STALWART_TOKEN": "t", "STALWART_PASSWORD": "p"], "t"),
      (["user": "u"], ["STALWART_PASSWORD_FILE": "f"], "u:from file"),
      (["user": "u"], [:], "u:asked-u"),
      (["password-file": "f"], ["STALWART_USER": "u", "STALWART_TOKEN": "t"], "u:from file"),
      (["api-key-file": "f"], [:], "from file"),
      (["api-key": "k", "password": "p"], [:], "k"),
    ] as [([String: String], [String: String], String)]
  )
  func takes(options: [String: String], variables: [String: String], expected: String) throws {
    #expect(try resolve(options, variables, files: ["f": "from file\n"]) == expected)
  }

  @Test(
    arguments: [
      (["user": "u", "api-key": "k"], [:], "--user and --api-key exclude each other"),
      (
        [:], ["STALWART_USER": "u", "STALWART_TOKEN": "t"],
        "STALWART_USER and STALWART_TOKEN exclude each other"
      ),
      (
        [:], ["STALWART_TOKEN": "t", "STALWART_TOKEN_FILE": "f"],
        "STALWART_TOKEN and STALWART_TOKEN_FILE exclude each other"
      ),
      (["user": "u:p"], [:], "--user: a user name cannot contain a colon"),
      ([:], [:], "no credentials provided (use --user / --password or --api-key)"),
      (
        ["api-key-file": "none"], [:],
        "--api-key-file: cannot read 'none': no such file or directory"
      ),
      (["api-key-file": "empty"], [:], "--api-key-file: 'empty' is empty"),
    ] as [([String: String], [String: String], String)]
  )
  func refuses(options: [String: String], variables: [String: String], summary: String) {
    let failure = #expect(throws: Failure.self) {
      try resolve(options, variables, files: ["empty": "\n"])
    }
    #expect(failure?.summary == summary)
    #expect(failure?.exitCode == .usage)
  }
}

@Suite struct SHA256Tests {
  @Test(arguments: [
    ("", "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"),
    ("abc", "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0"),
    (String(repeating: "a", count: 1000), "Qe3s5C1j6Nm_UVqbppMuHCDLyfWl0TRkWttdsblzfqM"),
  ])
  func digests(text: String, expected: String) {
    #expect(Base64.encodeForURL(SHA256.digest(of: Array(text.utf8))) == expected)
  }
}
