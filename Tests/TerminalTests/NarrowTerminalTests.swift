// SPDX-License-Identifier: MIT

import Terminal
import Testing

/// Terminals that tell no width, or one that nothing fits into.
@Suite struct NarrowTerminalTests {
  @Test(arguments: [(nil, 80), (0, 80), (-1, 80), (1, 1), (3, 3)] as [(Int?, Int)])
  func haveAUsableWidth(told: Int?, expected: Int) {
    #expect(TerminalWidth.columns(terminal: told, environment: [:]) == expected)
    #expect(TerminalWidth.columns(terminal: told, environment: ["COLUMNS": "0"]) == expected)
  }

  @Test(arguments: [0, 1, 2])
  func cutCellsWithoutTrapping(cells: Int) {
    for text in ["", "a", "漢字", "e\u{301}", "👩‍👩‍👧", "a\tb"] {
      #expect(Line(text, .bold).truncated(to: cells, ellipsis: "").width <= cells)
    }
  }
}
