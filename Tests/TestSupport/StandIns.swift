// SPDX-License-Identifier: MIT

import Foundation

/// Programs of others that documents use, where they are not installed.
public enum StandIns {
  /// Puts a `jq` that hands on what it reads into `bin`, unless there is a real one.
  ///
  /// The command lines before it are what the documents are about.
  public static func install(in directory: TemporaryDirectory) throws {
    let isInstalled = ["/usr/bin/jq", "/bin/jq"].contains {
      FileManager.default.isExecutableFile(atPath: $0)
    }
    guard !isInstalled else { return }
    try directory.writeProgram("#!/bin/sh\nexec cat\n", to: "bin/jq")
  }
}
