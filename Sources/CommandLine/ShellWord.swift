// SPDX-License-Identifier: MIT

/// Text that a POSIX shell reads as one word.
public enum ShellWord {
  /// `text` as it is where that is safe, else between single quotes.
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
    return "'"
      + text.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: #"'\''"#) + "'"
  }
}
