// SPDX-License-Identifier: MIT

internal import CommandLine
internal import Glibc

/// Covers secrets on the command line, which everybody who lists processes would read.
///
/// The arguments must have been copied before. What is listed while the process
/// starts is beyond reach: a file or a variable is still the better place.
enum ArgumentCover {
  /// Overwrites the values of options for secrets in the memory that the system lists.
  static func coverSecrets() {
    let options = Tool.spec.globalOptions.filter(\.isSecret).map(\.spelling)
    var coversNext = false
    // Never longer than what is there: the variables follow the arguments in memory.
    for index in 1..<max(1, Int(Swift.CommandLine.argc)) {
      guard let text = unsafe Swift.CommandLine.unsafeArgv[index] else { return }
      let argument = unsafe String(cString: text)
      if coversNext {
        unsafe cover(text, from: 0)
        coversNext = false
      } else if options.contains(argument) {
        coversNext = true
      } else if let option = options.first(where: { argument.hasPrefix($0 + "=") }) {
        unsafe cover(text, from: option.utf8.count + 1)
      }
    }
  }

  @unsafe private static func cover(_ text: UnsafeMutablePointer<CChar>, from start: Int) {
    for place in start..<max(start, unsafe strlen(text)) {
      unsafe text[place] = CChar(UInt8(ascii: "*"))
    }
  }
}
