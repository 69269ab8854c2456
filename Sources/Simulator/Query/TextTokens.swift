// SPDX-License-Identifier: MIT

/// Words as the server's text index sees them.
enum TextTokens {
  /// The words of a text: runs of letters and digits longer than a byte, in small letters.
  static func of(_ text: String) -> [String] {
    var tokens: [String] = []
    var run = String.UnicodeScalarView()
    func flush(_ run: inout String.UnicodeScalarView) {
      if String(run).utf8.count > 1 { tokens.append(String(run).lowercased()) }
      run = String.UnicodeScalarView()
    }
    for scalar in text.unicodeScalars {
      if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
        run.append(scalar)
      } else {
        flush(&run)
      }
    }
    flush(&run)
    return tokens
  }
}
