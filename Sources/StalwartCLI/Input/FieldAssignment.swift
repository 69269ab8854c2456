// SPDX-License-Identifier: MIT

/// `KEY=VALUE`, as it is typed after `--field`.
struct FieldAssignment: Equatable {
  /// The property, or a path into it.
  let key: String
  /// Everything after the `=`; may be empty.
  let value: String

  /// Takes a text apart.
  ///
  /// A key that begins with a quote reaches to the next quote of its kind and
  /// may hold `=`; any other ends at the first `=`.
  ///
  /// - Parameters:
  ///   - text: What was typed.
  ///   - option: The option it was typed after, for messages.
  /// - Throws: ``Failure`` where there is no key or no `=`.
  init(_ text: String, option: String) throws(Failure) {
    if let quote = text.first, quote == "\"" || quote == "'" {
      let rest = text.dropFirst()
      guard let end = rest.firstIndex(of: quote) else {
        throw Self.failure(text, option, "the quote at the start of the key is not closed")
      }
      guard end != rest.startIndex else {
        throw Self.failure(text, option, "the key between the quotes is empty")
      }
      let after = rest.index(after: end)
      guard after != rest.endIndex, rest[after] == "=" else {
        throw Self.failure(text, option, "there is no '=' after the quoted key")
      }
      key = String(rest[..<end])
      value = String(rest[rest.index(after: after)...])
      return
    }
    guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
      throw Self.failure(text, option, "expected KEY=VALUE")
    }
    key = String(text[..<equals])
    value = String(text[text.index(after: equals)...])
  }

  private static func failure(_ text: String, _ option: String, _ reason: String) -> Failure {
    let shown = text.firstIndex(of: "=").map { text[..<$0] + "=…" } ?? text[...]  // No secrets.
    return .usage(
      "invalid \(option) `\(shown)`: \(reason)",
      hints: "write it as KEY=VALUE, such as \(option) description=test"
    )
  }
}
