// SPDX-License-Identifier: MIT

public import Foundation
import Synchronization

/// The directories that go away with the process.
private let kept = Mutex<[TemporaryDirectory]>([])

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

  /// Makes an empty directory that all tests of this process share: it goes away at its end.
  public static func untilExit() throws -> TemporaryDirectory {
    let directory = try TemporaryDirectory()
    let count = kept.withLock {
      $0.append(directory)
      return $0.count
    }
    if count == 1 {
      atexit { for directory in kept.withLock({ $0 }) { directory.remove() } }
    }
    return directory
  }

  deinit { remove() }

  private func remove() {
    try? FileManager.default.removeItem(at: url)
  }

  /// The path of an entry of this directory.
  public func path(_ name: String) -> String { url.appending(path: name).path }

  /// Makes a directory below this one.
  public func makeDirectory(_ name: String, mode: Int = 0o755) throws -> URL {
    let directory = url.appending(path: name)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: directory.path)
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

  /// Writes a program below this directory.
  ///
  /// The file is made by another process: were it ever open for writing in this one, a
  /// program that another test starts at that moment would inherit it, and as long
  /// as it is open nobody can run it.
  public func writeProgram(_ text: String, to name: String) throws {
    let source = ".program-\(UUID().uuidString)"
    try write(Array(text.utf8), to: source)
    let install = Launch(
      URL(filePath: "/usr/bin/install"),
      ["-D", "-m", "755", source, name],
      environment: ["PATH": "/usr/bin:/bin"],
      directory: url
    )
    guard try install.run().ending == .exited(0) else { throw CocoaError(.fileWriteUnknown) }
  }
}
