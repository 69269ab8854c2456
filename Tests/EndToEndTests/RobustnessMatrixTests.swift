// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

/// Every command in every kind of trouble; see `RobustnessTable`.
struct RobustnessMatrixTests {
  @Test(arguments: RobustnessTable.rows)
  func commandsKeepTheirWord(_ row: RobustnessRow) throws {
    if case .tls = row.trouble, !TLSFixture.isAvailable {
      try Test.cancel("\(TLSFixture.requirement)")
    }
    let results = try RobustnessBench(row).run()
    var texts: [(commands: [String], text: String)] = []
    for command in RobustnessTable.columns {
      let result = try #require(results[command])
      let name = command.rawValue
      #expect(result.cell == row.cells[command], "\(name): \(result.outcome.errorText)")
      #expect(result.complaints.isEmpty, "\(name): \(result.outcome.errorText)")
      if let place = texts.firstIndex(where: { $0.text == result.errors }) {
        texts[place].commands.append(name)
      } else {
        texts.append(([name], result.errors))
      }
    }
    let golden = texts.map { "# \($0.commands.joined(separator: ", "))\n\($0.text)" }
    let file = row.name.replacingOccurrences(of: " ", with: "-")
    try Golden.check(golden.joined(separator: "\n"), named: "robustness/\(file).golden")
  }

  @Test func theTableIsWhole() {
    let rows = RobustnessTable.rows
    for row in rows {
      #expect(row.cells.count == RobustnessCommand.allCases.count, "\(row.name)")
      #expect(row.cells.values.allSatisfy { $0.status >= 0 && $0.requests >= 0 }, "\(row.name)")
    }
    #expect(Set(rows.map(\.name)).count == rows.count)
  }
}
