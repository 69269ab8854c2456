// SPDX-License-Identifier: MIT

internal import CommandLine
internal import HTTP
internal import Terminal

extension Failure {
  /// Results that could not be written.
  init(output error: OutputError) {
    switch error {
    case .readerClosed: self = .closedOutput
    case .system(let code):
      let reason = FileError(action: .write, path: "", code: code).reason
      self.init(.refused, "cannot write to standard output: \(reason)")
    }
  }

  /// A question that was not answered.
  init(prompt error: PromptError) {
    switch error {
    case .noTerminal:
      self.init(.refused, "there is nobody to ask", hints: ["give --yes to answer beforehand"])
    case .endOfInput: self.init(.refused, "no answer was given")
    case .interrupted(let signal): self.init(endedBy: signal)
    case .invalidText: self.init(.refused, "the answer is not UTF-8")
    case .system(let code):
      let reason = FileError(action: .read, path: "", code: code).reason
      self.init(.refused, "cannot ask on the terminal: \(reason)")
    }
  }

  /// A file that could not be read or written.
  init(_ error: FileError) {
    self.init(.refused, "cannot \(error.action.rawValue) '\(error.path)': \(error.reason)")
  }
}

extension Failure {
  /// An address that cannot be used; never repeats one that holds credentials.
  init(_ error: BaseURLError, of value: ArgumentValue) {
    let name = value.origin.spelling
    let shown = value.text
    switch error {
    case .containsCredentials:
      self = .noServer(
        "\(name): the URL contains credentials",
        hints: "give them with --user and --password-file, or in variables"
      )
    case .empty:
      self = .noServer("\(name): the URL is empty", hints: "for example https://mail.example.org")
    case .unsupportedScheme(let scheme):
      self = .noServer(
        "URL '\(shown)' has the scheme '\(scheme)'; only https:// and http:// work (\(name))"
      )
    case .missingScheme:
      self = .noServer(
        "URL '\(shown)' is missing a scheme; prefix it with https:// or http:// (\(name))"
      )
    case .missingHost:
      self = .noServer(
        "URL '\(shown)' has no host (\(name))",
        hints: "for example https://mail.example.org"
      )
    case .invalidHost(let host):
      self = .noServer(
        "URL '\(shown)': '\(host)' is no host (\(name))",
        hints: "an IPv6 address stands in brackets: http://[::1]:8080"
      )
    case .invalidPort(let port):
      self = .noServer("URL '\(shown)': '\(port)' is no port from 1 to 65535 (\(name))")
    case .containsQuery:
      self = .noServer(
        "URL '\(shown)' has a query (\(name))",
        hints: "leave out everything from '?' on"
      )
    case .containsFragment:
      self = .noServer(
        "URL '\(shown)' has a fragment (\(name))",
        hints: "leave out everything from '#' on"
      )
    case .invalidPath:
      self = .noServer(
        "URL '\(shown)' has a blank or a backslash in its path (\(name))",
        hints: "a blank is written %20"
      )
    }
  }
}
