// SPDX-License-Identifier: MIT

internal import HTTP

/// Finds out as whom to talk to the server.
///
/// Options beat variables, whatever kind of credential they give; two kinds at
/// one level are an error that names both.
struct Credentials {
  /// What the person gave: options by long name, variables by name.
  let options: (_ name: String) -> String?
  /// The environment.
  let environment: Environment
  /// Reads a file that holds a secret.
  let read: (_ path: String) throws(FileError) -> [UInt8]
  /// Asks on the terminal; throws where nobody can be asked.
  let prompt: (_ user: String) throws(Failure) -> Secret

  /// The credentials to send.
  func resolve() throws(Failure) -> Authorization {
    if let authorization = try resolveOptions() { return authorization }
    return try resolveEnvironment()
  }

  private func resolveOptions() throws(Failure) -> Authorization? {
    let token = try secret(
      text: ("--api-key", options("api-key")),
      file: ("--api-key-file", options("api-key-file"))
    )
    let password = try secret(
      text: ("--password", options("password")),
      file: ("--password-file", options("password-file"))
    )
    if let user = options("user") {
      if let token { throw Self.conflict("--user", token.name) }
      return try basic(user, from: "--user", password: password)
    }
    if let token { return .bearer(token.secret) }
    guard password != nil, let user = environment["STALWART_USER"] else { return nil }
    return try basic(user, from: "STALWART_USER", password: password)
  }

  private func resolveEnvironment() throws(Failure) -> Authorization {
    let token = try secret(
      text: ("STALWART_TOKEN", environment["STALWART_TOKEN"]),
      file: ("STALWART_TOKEN_FILE", environment["STALWART_TOKEN_FILE"])
    )
    if let user = environment["STALWART_USER"] {
      if let token { throw Self.conflict("STALWART_USER", token.name) }
      return try basic(user, from: "STALWART_USER", password: nil)
    }
    if let token { return .bearer(token.secret) }
    throw .usage(
      "no credentials provided (use --user / --password or --api-key)",
      hints: "or set STALWART_USER and STALWART_PASSWORD, or STALWART_TOKEN"
    )
  }

  private func basic(
    _ user: String,
    from name: String,
    password: (name: String, secret: Secret)?
  ) throws(Failure) -> Authorization {
    guard !user.contains(":") else {
      throw .usage(
        "\(name): a user name cannot contain a colon",
        hints: "give the password with --password-file, STALWART_PASSWORD or at the prompt"
      )
    }
    guard !user.isEmpty else {
      throw .usage("\(name): the user name is empty")
    }
    if let password { return .basic(user: user, password: password.secret) }
    let fromEnvironment = try secret(
      text: ("STALWART_PASSWORD", environment["STALWART_PASSWORD"]),
      file: ("STALWART_PASSWORD_FILE", environment["STALWART_PASSWORD_FILE"])
    )
    if let password = fromEnvironment?.secret { return .basic(user: user, password: password) }
    return .basic(user: user, password: try prompt(user))
  }

  /// A secret that may be given itself or by the file that holds it.
  private func secret(
    text: (name: String, value: String?),
    file: (name: String, value: String?)
  ) throws(Failure) -> (name: String, secret: Secret)? {
    if text.value != nil, file.value != nil { throw Self.conflict(text.name, file.name) }
    if let value = text.value { return (text.name, Secret(Self.withoutLineEnd(value))) }
    guard let path = file.value else { return nil }
    let bytes: [UInt8]
    do { bytes = try read(path) } catch {
      throw .usage("\(file.name): cannot read '\(path)': \(error.reason)")
    }
    guard let content = String(validating: bytes, as: UTF8.self) else {
      throw .usage("\(file.name): '\(path)' is not UTF-8")
    }
    let line = Self.withoutLineEnd(content)
    guard !line.isEmpty else { throw .usage("\(file.name): '\(path)' is empty") }
    return (file.name, Secret(line))
  }

  private static func withoutLineEnd(_ text: String) -> String {
    var text = Substring(text)
    while let last = text.last, last.isNewline { text.removeLast() }
    return String(text)
  }

  private static func conflict(_ first: String, _ second: String) -> Failure {
    .usage("\(first) and \(second) are mutually exclusive", hints: "give only one of them")
  }
}
