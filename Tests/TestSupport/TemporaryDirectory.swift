// SPDX-License-Identifier: MIT

public import Foundation

/// A fresh directory that goes away with its owner.
public final class TemporaryDirectory: Sendable {
  /// Where it is.
  public let url: URL

  /// Makes an empty directory below the system's directory of temporary files.
  public init() throws {
    url = FileManager.default.temporaryDirectory
      .appending(path: "stalwart-cli-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  /// The path of an entry of this directory.
  public func path(_ name: String) -> String { url.appending(path: name).path }

  /// Makes a directory below this one.
  public func makeDirectory(_ name: String) throws -> URL {
    let directory = url.appending(path: name)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    return directory
  }

  /// Writes a file below this directory; directories on the way are made.
  public func write(_ contents: some Collection<UInt8>, to name: String) throws {
    let file = url.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(),
      withIntermediateDirectories: true
    )
    try Data(contents).write(to: file)
  }
}
