// SPDX-License-Identifier: MIT

public import Foundation

/// Expected texts in files beside the tests, in a directory named `Golden`.
///
/// `UPDATE_GOLDEN=1` writes what the tests produce into the files; such a run
/// fails and lists what it changed, so that no run can bless itself.
public enum Golden {
  /// Why a text did not pass.
  public enum Failure: Error, CustomStringConvertible {
    /// There is no file to compare with.
    case missing(path: String)
    /// The texts differ, first in this line.
    case different(path: String, line: Int, expected: String?, found: String?)
    /// The file was written because the run updates the goldens.
    case recorded(path: String)

    /// What happened, for the log of the tests.
    public var description: String {
      switch self {
      case .missing(let path):
        return "\(path) is missing; UPDATE_GOLDEN=1 swift test writes it"
      case .different(let path, let line, let expected, let found):
        let wanted = expected.map { "\"\($0)\"" } ?? "the end"
        let got = found.map { "\"\($0)\"" } ?? "the end"
        return "\(path):\(line): expected \(wanted), found \(got)"
      case .recorded(let path):
        return "\(path) was written: read the change, then run the tests again"
      }
    }
  }

  /// Whether this run writes goldens.
  public static let isUpdating =
    ProcessInfo.processInfo.environment["UPDATE_GOLDEN"].map { !$0.isEmpty && $0 != "0" } ?? false

  /// Compares a text with the golden of this name, byte for byte.
  ///
  /// - Parameters:
  ///   - text: What the code under test made.
  ///   - name: The path below the `Golden` directory, such as `help/get.80.golden`.
  ///   - testFile: The file of the test; its directory holds the `Golden` directory.
  /// - Throws: ``Failure`` unless they are the same.
  public static func check(
    _ text: String,
    named name: String,
    testFile: String = #filePath
  ) throws {
    let file = URL(filePath: testFile).deletingLastPathComponent()
      .appending(path: "Golden/\(name)")
    try check(Array(text.utf8), against: file)
  }

  /// Compares bytes with the contents of a file.
  ///
  /// - Throws: ``Failure`` unless they are the same.
  public static func check(_ bytes: [UInt8], against file: URL) throws {
    let expected = (try? Data(contentsOf: file)).map { Array($0) }
    guard expected != bytes else { return }
    if isUpdating {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(),
        withIntermediateDirectories: true
      )
      try Data(bytes).write(to: file)
      throw Failure.recorded(path: file.path)
    }
    guard let expected else { throw Failure.missing(path: file.path) }
    throw difference(
      at: file.path,
      expected: String(decoding: expected, as: UTF8.self),
      found: String(decoding: bytes, as: UTF8.self)
    )
  }

  /// The first line in which two texts differ.
  public static func difference(at path: String, expected: String, found: String) -> Failure {
    let wanted = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let got = found.split(separator: "\n", omittingEmptySubsequences: false)
    let same = zip(wanted, got).prefix { Array($0.utf8) == Array($1.utf8) }.count
    return .different(
      path: path,
      line: same + 1,
      expected: wanted.dropFirst(same).first.map(String.init),
      found: got.dropFirst(same).first.map(String.init)
    )
  }
}
