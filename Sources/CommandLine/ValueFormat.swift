// SPDX-License-Identifier: MIT

/// How the text of a value is read, and how help and messages describe what is accepted.
public struct ValueFormat<Value: Sendable>: Sendable {
  /// What the row of an option or variable says about its values.
  let rule: ValueRule
  /// What a shell offers as the value.
  let completion: CompletionKind
  /// Reads a text; `nil` if it is not accepted.
  let parse: @Sendable (String) -> Value?
  /// Writes a value as a person would type it, for the default in help.
  let text: @Sendable (Value) -> String

  init(
    _ rule: ValueRule,
    completion: CompletionKind = .none,
    parse: @escaping @Sendable (String) -> Value?,
    text: @escaping @Sendable (Value) -> String
  ) {
    self.rule = rule
    self.completion = completion
    self.parse = parse
    self.text = text
  }
}

extension ValueFormat where Value == String {
  /// Any text, the empty one too.
  public static var text: ValueFormat {
    ValueFormat(.anything, parse: { $0 }, text: { $0 })
  }

  /// The path of a file, which is not empty; shells offer the names of files.
  public static var path: ValueFormat {
    ValueFormat(
      ValueRule(expected: "a path", accepts: { !$0.isEmpty }),
      completion: .file,
      parse: { $0 },
      text: { $0 }
    )
  }

  /// A text that `accepts` takes; `expected` is a noun phrase such as `NAME:SECRET`.
  public static func text(
    _ expected: String,
    accepts: @escaping @Sendable (String) -> Bool
  ) -> ValueFormat {
    ValueFormat(ValueRule(expected: expected, accepts: accepts), parse: { $0 }, text: { $0 })
  }
}

extension ValueFormat where Value == Int {
  /// A whole number within bounds; an upper bound of `Int.max` is none.
  public static func number(in bounds: ClosedRange<Int>) -> ValueFormat {
    let range =
      bounds.upperBound == .max
      ? "\(bounds.lowerBound) or more" : "\(bounds.lowerBound) to \(bounds.upperBound)"
    let expected =
      bounds.upperBound == .max ? "a whole number, \(range)" : "a whole number from \(range)"
    let parse: @Sendable (String) -> Int? = { text in
      Int(text).flatMap { bounds.contains($0) ? $0 : nil }
    }
    return ValueFormat(
      ValueRule(expected: expected, bounds: range, accepts: { parse($0) != nil }),
      parse: parse,
      text: { String($0) }
    )
  }
}

extension ValueFormat where Value == Duration {
  /// The least that a number of seconds may be.
  public enum LeastSeconds: Sendable {
    /// 0 is accepted.
    case zero
    /// 0 is refused.
    case moreThanZero
  }

  /// A number of seconds, perhaps with a fraction, up to `most`; kept to the millisecond.
  public static func seconds(
    _ least: LeastSeconds = .moreThanZero,
    upTo most: Int = 86_400
  ) -> ValueFormat {
    let isZeroAccepted = least == .zero
    let range = isZeroAccepted ? "0 to \(most)" : "above 0 and up to \(most)"
    let expected = "a number of seconds" + (isZeroAccepted ? " from " : " ") + range
    let parse: @Sendable (String) -> Duration? = { text in
      guard let number = Double(text), number <= Double(most),
        isZeroAccepted ? number >= 0 : number > 0
      else { return nil }
      return .milliseconds(max(isZeroAccepted ? 0 : 1, Int(number * 1000)))
    }
    return ValueFormat(
      ValueRule(expected: expected, bounds: range, example: "30", accepts: { parse($0) != nil }),
      parse: parse,
      text: { duration in
        let (seconds, attoseconds) = duration.components
        let milliseconds = attoseconds / 1_000_000_000_000_000
        return milliseconds == 0
          ? "\(seconds)" : "\(Double(seconds) + Double(milliseconds) / 1000)"
      }
    )
  }
}

extension ValueFormat where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
  /// One of the raw values of an enumeration; shells offer them, and the parser refuses every
  /// other.
  ///
  /// `summary` says a few words about a choice to shells that show them; they may be empty.
  public static func choice(_ summary: (Value) -> String) -> ValueFormat {
    ValueFormat(
      .anything,
      completion: .choices(Value.allCases.map { Choice($0.rawValue, summary($0)) }),
      parse: { Value(rawValue: $0) },
      text: { $0.rawValue }
    )
  }
}

/// What the text of a value has to be, without the type that it is read into.
public struct ValueRule: Equatable, Sendable {
  /// What is accepted, as a noun phrase that completes "'x' is not …".
  public let expected: String
  /// The bounds as help shows them, such as `0 to 100`; `nil` without any.
  public let bounds: String?
  /// A value that is accepted, for hints.
  public let example: String?
  private let accepts: @Sendable (String) -> Bool

  init(
    expected: String,
    bounds: String? = nil,
    example: String? = nil,
    accepts: @escaping @Sendable (String) -> Bool
  ) {
    self.expected = expected
    self.bounds = bounds
    self.example = example
    self.accepts = accepts
  }

  /// Every text is accepted.
  static let anything = ValueRule(expected: "a text", accepts: { _ in true })

  /// Whether the text can be read.
  func isMet(by text: String) -> Bool { accepts(text) }

  /// Two rules are equal if help and messages describe them alike.
  public static func == (left: ValueRule, right: ValueRule) -> Bool {
    left.expected == right.expected && left.bounds == right.bounds
      && left.example == right.example
  }
}
