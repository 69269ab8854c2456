// SPDX-License-Identifier: MIT

import Foundation

/// Programs of others that documents use, where they are not installed.
public enum StandIns {
  /// Puts a `jq` and a `less` that hand on what they read into `bin`, unless there are real
  /// ones.
  ///
  /// The command lines before them are what the documents are about.
  public static func install(in directory: TemporaryDirectory) throws {
    for name in ["jq", "less"] {
      let isInstalled = ["/usr/bin", "/bin"].contains {
        FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
      }
      if !isInstalled {
        try directory.writeProgram("#!/bin/sh\nexec cat\n", to: "bin/\(name)")
      }
    }
  }
}
