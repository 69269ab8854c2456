// SPDX-License-Identifier: MIT

/// The words of a command line for a POSIX shell.
public enum ShellWord {
  /// The text as a shell reads it as one word: as it is if that is safe, or else in single
  /// quotes.
  public static func quoted(_ text: String) -> String {
    let isSafe =
      !text.isEmpty
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "@%_+:,./-".utf8.contains(byte)
        }
      }
    guard !isSafe else { return text }
    var word = "'"
    // By code points: an apostrophe with a combining mark is another Character, but the shell
    // sees an apostrophe.
    for scalar in text.unicodeScalars {
      if scalar == "'" { word += #"'\''"# } else { word.unicodeScalars.append(scalar) }
    }
    return word + "'"
  }
}
