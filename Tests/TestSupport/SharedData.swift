// SPDX-License-Identifier: MIT

public import Foundation

/// The directory of recorded data beside the project, which may be absent.
public enum SharedData {
  /// The top of the project's checkout.
  public static let projectRoot = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// `../shared/data`, seen from the project.
  public static let directory = projectRoot.deletingLastPathComponent()
    .appending(path: "shared/data")

  /// Whether the recorded data is there; tests that need it are skipped otherwise.
  public static let isAvailable = FileManager.default.fileExists(atPath: directory.path)

  /// The bytes of a file below ``directory``; `.gz` files are unpacked.
  public static func bytes(_ path: String) throws -> [UInt8] {
    try contents(of: directory.appending(path: path))
  }

  /// The bytes of a file; a `.gz` file is unpacked.
  public static func contents(of file: URL) throws -> [UInt8] {
    guard file.pathExtension == "gz" else { return Array(try Data(contentsOf: file)) }
    let gzip = Process()
    gzip.executableURL = URL(filePath: "/usr/bin/env")
    gzip.arguments = ["gzip", "-dc", file.path]
    let pipe = Pipe()
    gzip.standardOutput = pipe
    try gzip.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    gzip.waitUntilExit()
    return Array(data)
  }
}
