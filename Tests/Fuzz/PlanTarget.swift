// SPDX-License-Identifier: MIT

import JSON
import Plans
import StalwartSchema
import Terminal
import TestSupport

@testable import StalwartCLI

extension FuzzTarget {
  /// Plans: every place of a problem can be shown, and what is accepted is accepted
  /// again in the layouts that people use.
  static let plan = FuzzTarget(name: "plan") { bytes in
    guard bytes.count < 16_384 else { return }
    let schema = try FuzzSchema.shared.get()
    let reading = PlanReading(bytes)
    try require(reading.text.bytes.count == bytes.count, "offsets of the plan have moved")
    try checkPlaces(reading)
    let options = PlanCheckOptions(now: 1_800_000_000)
    let check = PlanCheck(reading, against: schema, options: options)
    try checkPlaces(check.problems, in: reading.text)
    if !check.problems.isEmpty {
      let failure = PlanProblemText(check.problems, in: reading.text).failure
      try require(!failure.lines.isEmpty, "the problems have no words")
      for (_, text) in failure.lines {
        if let found = Steering.found(in: Sanitizer.singleLine(text).utf8) {
          throw Finding(description: "a problem holds \(found)")
        }
      }
    }
    guard reading.problems.isEmpty else { return }
    let values = try reading.operations.map {
      try JSONSlice(reading.text.bytes, trusting: $0.range).value()
    }
    let layouts = [
      values.map { $0.serialized() + "\n" }.joined(),
      values.map { "# comment\n" + $0.serialized(.indented) }.joined(separator: "\n\n"),
      JSONValue.array(values).serialized(),
    ]
    for (index, layout) in layouts.enumerated() {
      let again = PlanReading(Array(layout.utf8))
      try require(again.problems.isEmpty, "layout \(index) is refused: \(again.problems)")
      try require(
        again.operations.map(\.kind) == reading.operations.map(\.kind)
          && again.operations.map(\.object) == reading.operations.map(\.object)
          && again.operations.map(\.value) == reading.operations.map(\.value),
        "layout \(index) is read otherwise"
      )
      let checkAgain = PlanCheck(again, against: schema, options: options)
      try require(
        checkAgain.problems.isEmpty == check.problems.isEmpty,
        "layout \(index) is judged otherwise: \(checkAgain.problems)"
      )
      try require(
        checkAgain.plan.operations.map { $0.bodies.map(\.properties) }
          == check.plan.operations.map { $0.bodies.map(\.properties) },
        "layout \(index) makes other bodies"
      )
    }
  }

  private static func checkPlaces(_ reading: PlanReading) throws {
    var end = 0
    for operation in reading.operations {
      try require(operation.range.lowerBound >= end, "operations overlap")
      try require(operation.line == reading.text.line(of: operation.range.lowerBound), "a line")
      end = operation.range.upperBound
    }
    try require(end <= reading.text.bytes.count, "an operation ends outside")
    try checkPlaces(reading.problems, in: reading.text)
  }

  private static func checkPlaces(_ problems: [PlanProblem], in text: PlanText) throws {
    for problem in problems {
      try require(
        problem.offset >= 0 && problem.offset <= text.bytes.count,
        "a problem stands outside"
      )
      let name = text.startOfName(ofValueAt: problem.offset)
      try require(name >= 0 && name <= problem.offset, "a name stands behind its value")
      for (place, showsValue) in [(problem.offset, false), (problem.offset, true), (name, false)] {
        let excerpt = text.excerpt(at: place, showsValue: showsValue)
        // A join of characters may shorten the text; it never grows.
        try require(excerpt.text.count <= 74, "an excerpt is long: \(excerpt.text.count)")
        try require(excerpt.caret >= 0 && excerpt.caret <= 74, "a caret stands outside")
        try require(
          !excerpt.text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F },
          "an excerpt holds a control character"
        )
      }
    }
  }
}
