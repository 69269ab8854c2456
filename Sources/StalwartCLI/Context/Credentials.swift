// SPDX-License-Identifier: MIT

internal import CommandLine
internal import HTTP

/// Finds out as whom to talk to the server.
///
/// Options beat variables, whatever kind of credential they give; two kinds at
/// one level are an error that names both.
struct Credentials {
  /// What the person gave.
  let arguments: CredentialArguments
  /// Reads a file that holds a secret.
  let read: (_ path: String) throws(FileError) -> [UInt8]
  /// Asks on the terminal; throws where nobody can be asked.
  let prompt: (_ user: String) throws(Failure) -> Secret

  /// The credentials to send.
  func resolve() throws(Failure) -> Authorization {
    let variables = arguments.filtered { !$0.isCommandLine }
    if let authorization = try resolve(arguments.filtered(\.isCommandLine), before: variables) {
      return authorization
    }
    if let authorization = try resolve(variables, before: CredentialArguments()) {
      return authorization
    }
    throw .noCredential(
      "no credentials provided (use --user / --password or --api-key)",
      hints: "or set STALWART_USER and STALWART_PASSWORD, or STALWART_TOKEN"
    )
  }

  /// The credentials of one level; `rest` is the level behind it, which completes them.
  private func resolve(
    _ level: CredentialArguments,
    before rest: CredentialArguments
  ) throws(Failure) -> Authorization? {
    let token = try secret(level.token, file: level.tokenFile)
    if let token {
      guard let user = level.user else { return .bearer(token.secret) }
      throw Self.conflict(user, token.argument)
    }
    let typed = try secret(level.password, file: level.passwordFile)
    guard level.user != nil || typed != nil else { return nil }
    guard let user = level.user ?? rest.user else { return nil }
    try check(user)
    if let typed { return .basic(user: user.text, password: typed.secret) }
    if let password = try secret(rest.password, file: rest.passwordFile) {
      return .basic(user: user.text, password: password.secret)
    }
    return .basic(user: user.text, password: try prompt(user.text))
  }

  private func check(_ user: ArgumentValue) throws(Failure) {
    let name = user.origin.spelling
    guard !user.text.contains(":") else {
      throw .noCredential(
        "\(name): a user name cannot contain a colon",
        hints: "give the password with --password-file, STALWART_PASSWORD or at the prompt"
      )
    }
    guard !user.text.isEmpty else {
      throw .noCredential("\(name): the user name is empty")
    }
  }

  /// A secret that may be given itself or by the file that holds it.
  private func secret(
    _ text: ArgumentValue?,
    file: ArgumentValue?
  ) throws(Failure) -> (argument: ArgumentValue, secret: Secret)? {
    if let text {
      if let file { throw Self.conflict(text, file) }
      return (text, Secret(Self.withoutLineEnd(text.text)))
    }
    guard let file else { return nil }
    let name = file.origin.spelling
    let path = file.text
    let bytes: [UInt8]
    do { bytes = try read(path) } catch {
      throw .noCredential("\(name): cannot read '\(path)': \(error.reason)")
    }
    guard let content = String(validating: bytes, as: UTF8.self) else {
      throw .noCredential("\(name): '\(path)' is not UTF-8")
    }
    let line = Self.withoutLineEnd(content)
    guard !line.isEmpty else { throw .noCredential("\(name): '\(path)' is empty") }
    return (file, Secret(line))
  }

  private static func withoutLineEnd(_ text: String) -> String {
    var text = Substring(text)
    while let last = text.last, last.isNewline { text.removeLast() }
    return String(text)
  }

  /// In the words that the parser has for two options.
  private static func conflict(_ first: ArgumentValue, _ second: ArgumentValue) -> Failure {
    .noCredential(
      "\(first.origin.spelling) and \(second.origin.spelling) exclude each other",
      hints: "give only one of them"
    )
  }
}
