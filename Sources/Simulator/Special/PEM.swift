// SPDX-License-Identifier: MIT

/// Texts between `-----BEGIN` and `-----END` lines (RFC 7468).
enum PEM {
  /// The lines between the marks, joined; nil if the marks or the lines are missing.
  static func body(of text: String, label: String) -> String? {
    var lines: [Substring] = []
    var isInside = false
    for line in text.split(whereSeparator: \.isNewline) {
      if line.hasPrefix("-----BEGIN \(label)-----") {
        isInside = true
      } else if line.hasPrefix("-----END \(label)-----") {
        return lines.isEmpty ? nil : lines.joined()
      } else if isInside {
        lines.append(line)
      }
    }
    return nil
  }
}
