// SPDX-License-Identifier: MIT

import Foundation
import TestSupport

/// One recorded command line of the reference client.
struct ReferenceCase: Decodable, Sendable {
  let group: String
  let name: String
  let args: [String]
  let stdin: String?
  /// Variables to set, or with `null` to remove.
  let env: [String: String?]?
  let files: [String: String]?
  /// A plan of the recorded data, which stands in the working directory.
  let plan: String?
  let tty: Bool?
  let stdout: String?
  let stderr: String?
  /// Everything that it printed, where it ran on a terminal.
  let terminal: String?
  let exit: Int?
  /// Run, but not compared.
  let held: Bool?
  /// The reference itself prints the lines in random order.
  let unstable: Bool?

  var isHeld: Bool { held ?? false }
  var isUnstable: Bool { unstable ?? false }
  var hasTerminal: Bool { tty ?? (terminal != nil) }

  /// The directory of the recorded command lines.
  static let directory =
    ProcessInfo.processInfo.environment["STALWART_REFERENCE"].map { URL(filePath: $0) }
    ?? SharedData.directory.appending(path: "reference")

  /// The groups in a directory of groups, such as `plans/02`.
  static func groups(below name: String) -> [String] {
    let path = directory.appending(path: name).path
    let files = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return files.filter { $0.contains(".ndjson") }.sorted()
      .map { "\(name)/\($0.replacing(/\.ndjson(\.gz)?$/, with: ""))" }
  }

  /// Whether a directory of groups was recorded.
  static func isAvailable(_ name: String) -> Bool { !groups(below: name).isEmpty }

  private static func file(of group: String) -> URL? {
    ["\(group).ndjson.gz", "\(group).ndjson"].map { directory.appending(path: $0) }
      .first { FileManager.default.fileExists(atPath: $0.path) }
  }

  /// The cases of a group, in order.
  static func all(_ group: String) throws -> [ReferenceCase] {
    guard let file = file(of: group) else { return [] }
    let decoder = JSONDecoder()
    return try SharedData.contents(of: file).split(separator: UInt8(ascii: "\n"))
      .map { try decoder.decode(ReferenceCase.self, from: Data($0)) }
  }
}
