// SPDX-License-Identifier: MIT

internal import Glibc
internal import Terminal

/// Where a snapshot goes: a file that appears whole or not at all, a pipe, or standard output.
struct SnapshotOutput {
  private enum Destination {
    case file(PendingFile)
    case standardOutput
  }

  private let destination: Destination
  private let context: Context

  /// Opens a destination, before there is anything to write.
  ///
  /// What holds secrets is for its owner alone.
  init(_ path: String?, in context: Context, holdsSecrets: Bool) throws(Failure) {
    self.context = context
    guard let path, PendingFile.standardStream(path) != STDOUT_FILENO else {
      destination = .standardOutput
      return
    }
    do throws(FileError) {
      destination = .file(try PendingFile(path, holdsSecrets ? .owner : .kept))
    } catch { throw Self.failure(error) }
  }

  /// Writes bytes, perhaps later.
  func write(_ bytes: [UInt8]) throws(Failure) {
    switch destination {
    case .file(let file):
      do throws(FileError) { try file.write(bytes) } catch { throw Self.failure(error) }
    case .standardOutput:
      try context.console.write(json: bytes)
    }
  }

  /// Writes what was kept and gives a file its name.
  func commit() throws(Failure) {
    switch destination {
    case .file(let file):
      do throws(FileError) { try file.commit() } catch { throw Self.failure(error) }
    case .standardOutput: try context.console.flush()
    }
  }

  private static func failure(_ error: FileError) -> Failure {
    // Opening a pipe that nobody reads waits, and may be given up.
    if error.code == EINTR { return Failure.interrupted() }
    var failure = Failure(error)
    if error.action == .create, [EACCES, EPERM, EROFS].contains(error.code) {
      failure.hints = [
        "a snapshot is written beside the old file first: the directory must allow it"
      ]
    }
    return failure
  }
}
