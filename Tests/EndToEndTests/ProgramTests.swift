// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

/// What the linker put into the programs.
struct ProgramTests {
  /// Swift's runtime of tasks, with libdispatch below it, would make every start slower.
  @Test func theClientUsesNoTasks() throws {
    let program = try Data(contentsOf: BuiltProducts.client)
    #expect(program.range(of: Data("swift_retain".utf8)) != nil, "the names can be seen")
    #expect(program.range(of: Data("swift_task_create".utf8)) == nil)
  }
}
