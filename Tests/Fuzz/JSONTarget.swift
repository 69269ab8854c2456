// SPDX-License-Identifier: MIT

import JSON
import Terminal
import TestSupport

@testable import StalwartCLI

extension FuzzTarget {
  /// The readers of JSON: they agree with each other, and what is written reads back equal.
  static let json = FuzzTarget(name: "json") { bytes in
    let strict = JSONReadingOptions(duplicateMembers: .refuse)
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONValue(parsing: bytes)
    } catch {
      try require(error.offset >= 0 && error.offset <= bytes.count, "the place is outside")
      try require(error.line > 0 && error.column > 0, "the place has no line or column")
      try require(Steering.found(in: "\(error)".utf8) == nil, "the message steers the terminal")
      try require((try? JSONSlice(bytes)) == nil, "a slice takes what the tree refuses")
      try require(
        (try? JSONValue(parsing: bytes, options: strict)) == nil,
        "the strict reader takes what the other refuses"
      )
      try checkSequence(bytes)
      return
    }
    let compact = value.serialized()
    try require(try JSONValue(parsing: compact) == value, "compact text reads otherwise")
    try require(
      try JSONValue(parsing: compact).serialized() == compact,
      "compact text is written otherwise the second time"
    )
    let indented = value.serialized(.indented)
    try require(try JSONValue(parsing: indented) == value, "indented text reads otherwise")
    try require(compact.utf8.allSatisfy { $0 >= 0x20 }, "a control character is written raw")
    let slice = try JSONSlice(bytes)
    try require(try slice.value() == value, "the slice reads otherwise")
    try checkAgreement(slice, value)
    let isOutline = (try? JSONOutline(bytes)) != nil
    try require(isOutline == (value.kind == .object), "the outline is for objects")
    if let once = try? JSONValue(parsing: bytes, options: strict) {
      try require(once == value, "the strict reader reads otherwise")
    }
    try checkLine(slice, value)
    try checkSequence(bytes)
    if let text = value.string {
      let pointer = JSONPointer(patchKey: text)
      try require(JSONPointer(patchKey: pointer.patchKey) == pointer, "a pointer changes")
      let number = JSONNumber(text: text)
      let parsed = try? JSONValue(parsing: text).number
      if let number {
        try require(parsed == number, "a number that the parser reads otherwise")
        _ = (number.integer, number.unsigned, number.double)
      }
    }
  }

  /// A line of output is one line that means the same, and on a terminal it is inert.
  private static func checkLine(_ slice: JSONSlice, _ value: JSONValue) throws {
    for isTerminal in [false, true] {
      let line = isTerminal ? InertJSON.lines(JSONLine(slice).bytes) : JSONLine(slice).bytes
      try require(line.filter { $0 == 0x0A }.count == 1, "a line is not one line")
      try require(try JSONValue(parsing: line) == value, "a line means something else")
      guard isTerminal else { continue }
      if let found = Steering.found(in: line) {
        throw Finding(description: "a line holds \(found)")
      }
    }
  }

  /// What is read bit by bit is what is read at once.
  private static func checkAgreement(_ slice: JSONSlice, _ value: JSONValue) throws {
    try require(slice.kind == value.kind, "the kind is judged otherwise")
    switch value {
    case .object(let object):
      let members = try slice.members()
      try require(
        members.count >= object.count,
        "the slice has fewer members"
      )
      for member in object {
        let found = try slice.member(member.name)
        try require(try found?.value() == member.value, "the slice has another member")
      }
      for (name, _) in members {
        try require(object.contains(name), "the tree lacks a member")
      }
    case .array(let elements):
      let slices = try slice.elements()
      try require(slices.count == elements.count, "the slice has other elements")
      for (slice, element) in zip(slices, elements) { try checkAgreement(slice, element) }
    default: break
    }
  }

  /// Values one after another stand in ranges one after another, comments or not.
  private static func checkSequence(_ bytes: [UInt8]) throws {
    for allowsComments in [false, true] {
      var reader = JSONSequenceReader(
        bytes,
        options: JSONReadingOptions(allowsCommentLines: allowsComments)
      )
      var end = 0
      do {
        while let (value, range) = try reader.next() {
          try require(
            range.lowerBound >= end && !range.isEmpty && range.upperBound <= bytes.count,
            "a value of a sequence stands elsewhere"
          )
          end = range.upperBound
          guard !allowsComments else { continue }
          let alone = try JSONSlice(bytes, trusting: range).value()
          try require(alone == value, "a value of a sequence reads otherwise")
        }
      } catch is JSONError {}  // Most inputs end so.
    }
  }
}
