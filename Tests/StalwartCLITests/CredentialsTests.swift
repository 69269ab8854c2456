// SPDX-License-Identifier: MIT

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
    let credentials = Credentials(
      options: { options[$0] },
      environment: Environment(variables),
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
      (["user": "u", "api-key": "k"], [:], "--user and --api-key are mutually exclusive"),
      (
        [:], ["STALWART_USER": "u", "STALWART_TOKEN": "t"],
        "STALWART_USER and STALWART_TOKEN are mutually exclusive"
      ),
      (
        [:], ["STALWART_TOKEN": "t", "STALWART_TOKEN_FILE": "f"],
        "STALWART_TOKEN and STALWART_TOKEN_FILE are mutually exclusive"
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
