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
  ///   - typed: The text, as it was typed.
  ///   - option: The option it was typed after, for messages.
  /// - Throws: ``Failure`` where there is no key or no `=`.
  init(_ typed: String, option: String) throws(Failure) {
    // By code points: a value may begin with a combining mark, which Swift joins to the '='.
    let text = typed.unicodeScalars
    if let quote = text.first, quote == "\"" || quote == "'" {
      let rest = text.dropFirst()
      guard let end = rest.firstIndex(of: quote) else {
        throw Self.failure(typed, option, "the quote at the start of the key is not closed")
      }
      guard end != rest.startIndex else {
        throw Self.failure(typed, option, "the key between the quotes is empty")
      }
      let after = rest.index(after: end)
      guard after != rest.endIndex, rest[after] == "=" else {
        throw Self.failure(typed, option, "there is no '=' after the quoted key")
      }
      key = String(rest[..<end])
      value = String(rest[rest.index(after: after)...])
      return
    }
    guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
      throw Self.failure(typed, option, "expected KEY=VALUE")
    }
    key = String(text[..<equals])
    value = String(text[text.index(after: equals)...])
  }

  private static func failure(_ text: String, _ option: String, _ reason: String) -> Failure {
    let scalars = text.unicodeScalars
    // No secrets.
    let shown = scalars.firstIndex(of: "=").map { String(scalars[..<$0]) + "=…" } ?? text
    return .usage(
      "invalid \(option) `\(shown)`: \(reason)",
      hints: "write it as KEY=VALUE, such as \(option) description=test"
    )
  }
}
