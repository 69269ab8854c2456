// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// The built binaries, as people and scripts use them.
struct ScriptTests {
  @Test(arguments: Script.names)
  func holds(script name: String) throws {
    var run = try ScriptRun(Script(contentsOf: Script.directory.appending(path: name)))
    try run.run()
  }

  @Test func thereAreScripts() {
    #expect(!Script.names.isEmpty)
  }
}
