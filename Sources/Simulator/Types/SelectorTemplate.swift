// SPDX-License-Identifier: MIT

internal import JSON

/// How the names of DKIM keys are made.
struct SelectorTemplate {
  let text: String

  init(_ text: String) { self.text = text }

  /// The name of a key.
  ///
  /// - Throws: ``SetError`` for an unknown variable; ``ConnectionDropped`` for
  ///   a date format that makes the server's formatter crash.
  func selector(algorithm: String, version: Int, seconds: Int) throws -> String {
    var result = ""
    var variable: String?
    for character in text {
      switch (character, variable) {
      case ("{", nil): variable = ""
      case ("}", let name?):
        result += try value(name, algorithm: algorithm, version: version, seconds: seconds)
        variable = nil
      case ("}", nil): continue
      case (_, let name?): variable = name + String(character)
      case (_, nil):
        let isPlain = character.isASCII && (character.isLetter || character.isNumber)
        if isPlain || character == "-" { result += character.lowercased() }
      }
    }
    guard !result.isEmpty else {
      throw SetError.invalidProperties("Selector cannot be empty", "selectorTemplate")
    }
    return result
  }

  private func value(
    _ name: String,
    algorithm: String,
    version: Int,
    seconds: Int
  ) throws -> String {
    switch name {
    case "algorithm": return algorithm
    case "hash": return "sha256"
    case "version": return String(version)
    case "epoch": return String(seconds)
    case "random":
      return String((0..<8).map { _ in "abcdefghijklmnopqrstuvwxyz".randomElement() ?? "a" })
    default: break
    }
    guard name.hasPrefix("date-") else {
      throw SetError.invalidProperties("unrecognized variable '{\(name)}'", "selectorTemplate")
    }
    return try date(String(name.dropFirst(5)), seconds)
  }

  /// A date by the codes of strftime.
  private func date(_ format: String, _ seconds: Int) throws -> String {
    let known = "aAbBcCdDeFgGhHIjklmMnpPqrRsStTuUvVwWxXyYzZ+:#.3f69%"
    let text = Timestamp(seconds: seconds).text
    var result = ""
    var isCode = false
    for character in format {
      guard isCode else {
        if character == "%" { isCode = true } else { result.append(character) }
        continue
      }
      isCode = false
      guard known.contains(character) else { throw ConnectionDropped() }
      if let (start, count) = Self.places[character] {
        result += text.dropFirst(start).prefix(count)
      } else {
        result.append(character)
      }
    }
    if isCode { throw ConnectionDropped() }
    return result
  }

  /// Where the digits of each code stand in the text of a time, and how many they are.
  private static let places: [Character: (Int, Int)] = [
    "Y": (0, 4), "y": (2, 2), "m": (5, 2), "d": (8, 2), "H": (11, 2), "M": (14, 2), "S": (17, 2),
  ]
}
