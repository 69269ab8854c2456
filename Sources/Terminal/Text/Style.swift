// SPDX-License-Identifier: MIT

/// How text is styled on a terminal (ECMA-48, section 8.3.117, SGR).
public struct Style: Hashable, Sendable {
  /// The parameters of the escape sequence, such as `1` or `38;2;255;0;0`.
  public let parameters: String

  private init(_ parameters: String) {
    self.parameters = parameters
  }

  /// Titles, labels and the heads of tables.
  public static let bold = Style("1")
  /// What matters less, such as `<none>`.
  public static let dim = Style("2")
  /// Failures.
  public static let red = Style("31")
  /// Success.
  public static let green = Style("32")
  /// Warnings.
  public static let yellow = Style("33")
  /// Enum values without a colour of their own.
  public static let blue = Style("34")
  /// Names and ids.
  public static let cyan = Style("36")

  /// The colour that a schema gives to an enum value.
  ///
  /// One of the eight names of ANSI colours in any case, `#rgb` or `#rrggbb`;
  /// everything else is blue.
  public init(schemaColor: String?) {
    self = schemaColor.flatMap { Style(name: $0) ?? Style(hexadecimal: $0) } ?? .blue
  }

  /// Both styles at once.
  public func and(_ other: Style) -> Style {
    Style(parameters + ";" + other.parameters)
  }

  private init?(name: String) {
    let names = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]
    guard let index = names.firstIndex(of: name.lowercased()) else { return nil }
    self.init(String(30 + index))
  }

  private init?(hexadecimal text: String) {
    guard text.hasPrefix("#") else { return nil }
    let digits = text.dropFirst().map { $0.isASCII ? $0.hexDigitValue : nil }
    let values = digits.compactMap(\.self)
    guard values.count == digits.count else { return nil }
    let channels: [Int]
    switch values.count {
    case 3: channels = values.map { $0 * 17 }
    case 6: channels = [0, 2, 4].map { values[$0] * 16 + values[$0 + 1] }
    default: return nil
    }
    self.init("38;2;" + channels.map(String.init).joined(separator: ";"))
  }
}

/// Turns styles into escape sequences, or drops them.
public struct Styler: Hashable, Sendable {
  /// Whether escape sequences are written.
  public var isEnabled: Bool

  /// Creates a styler; ``ColorChoice`` decides whether it is enabled.
  public init(isEnabled: Bool) {
    self.isEnabled = isEnabled
  }

  /// Text without escape sequences.
  public static let plain = Styler(isEnabled: false)

  /// `text` in `style`, reset behind it; empty text stays empty.
  public func apply(_ style: Style?, to text: String) -> String {
    guard isEnabled, let style, !text.isEmpty else { return text }
    return "\u{1B}[\(style.parameters)m\(text)\u{1B}[0m"
  }
}
