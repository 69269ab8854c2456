// SPDX-License-Identifier: MIT

import JSON
import Text

@testable import StalwartSchema

extension FuzzTarget {
  /// Schema documents and their indexes: the index finds what the tree holds, a kept
  /// index says the same, and a damaged one does no harm.
  ///
  /// A zero byte ends the document; what follows is taken for the entries of a kept index.
  static let schema = FuzzTarget(name: "schema") { bytes in
    let document = Array(bytes.prefix { $0 != 0 })
    let entries = Array(bytes.dropFirst(document.count + 1))
    let tree = try? JSONValue(parsing: document)
    let schema: Schema
    do { schema = try Schema(document: document) } catch {
      try require(
        tree?["objects"]?.object?.isEmpty != false || hasDuplicates(document),
        "a document with objects is refused"
      )
      return
    }
    guard let tree else { throw Finding(description: "a schema that is no JSON") }
    try walk(schema)
    if !hasDuplicates(document) {
      let names = (tree["objects"]?.object ?? [:]).names
      let folded = Set(names.map(\.lowercasedASCII))
      for name in names where name.hasPrefix("x:") && Set(names).count == folded.count {
        _ = schema.object(named: name)
        try require(
          schema.objectNames.contains { $0.equalsIgnoringASCIICase(name) } || name.contains("/")
            || schema.object(named: name) == nil,
          "\(name) is found but not listed"
        )
      }
    }
    let index = schema.serializedIndex
    let read: @Sendable (Range<Int>) -> [UInt8]? = { Array(document[$0]) }
    guard let again = Schema(index: index, documentLength: document.count, read: read) else {
      throw Finding(description: "its own index is refused")
    }
    try require(again.objectNames == schema.objectNames, "the kept index has other objects")
    try require(again.serializedIndex == index, "the kept index is written otherwise")
    let other = Schema(index: index, documentLength: document.count + 1, read: read)
    try require(other == nil, "the index of another document is trusted")
    for name in schema.objectNames {
      try require(again.object(named: name) == schema.object(named: name), "\(name) differs")
    }
    try checkDamage(index, entries, document)
  }

  /// A damaged index is refused; one with a true checksum and wrong places, which no accident
  /// makes, may find nothing but must not trap; so must one of a document that changed.
  private static func checkDamage(
    _ index: [UInt8],
    _ entries: [UInt8],
    _ document: [UInt8]
  ) throws {
    guard !entries.isEmpty else { return }
    let count = document.count
    var damaged = index
    var changed = document
    for (place, byte) in entries.enumerated().prefix(4) {
      damaged[(place * 37 + Int(byte)) % damaged.count] ^= byte | 1
      changed[(place * 41 + Int(byte) * 7) % count] ^= byte | 1
    }
    let trusted = Schema(index: damaged, documentLength: count) { Array(document[$0]) }
    try require(trusted == nil || damaged == index, "a damaged index is trusted")
    let moved = changed
    if let outdated = Schema(index: index, documentLength: count, read: { Array(moved[$0]) }) {
      try walk(outdated)
    }
    let header = 16 + 4 * SchemaIndex.Section.allCases.count
    var forged = index
    for (place, byte) in entries.enumerated() where header + place < forged.count - 8 {
      forged[header + place] = byte
    }
    let sum = SchemaIndex.checksum(forged.dropLast(8))
    for byte in 0..<8 {
      forged[forged.count - 8 + byte] = UInt8(truncatingIfNeeded: sum >> (8 * byte))
    }
    if let misled = Schema(index: forged, documentLength: count, read: { Array(document[$0]) }) {
      try walk(misled)
    }
  }

  /// Asks a schema everything that commands ask it.
  private static func walk(_ schema: Schema) throws {
    for object in schema.objects.prefix(8) {
      _ = schema.description(of: .object(object))
      _ = schema.descriptionJSON(of: .object(object))
      _ = schema.sections(of: object.shape)
      _ = schema.defaultColumns(of: object)
      _ = schema.fillingDefaults([:], of: object.shape)
      _ = schema.viewNames(of: object)
      _ = schema.filters(of: object)
      for field in schema.fields(of: object.shape) {
        _ = try? schema.filterTerm(parsing: field.name + "=1", for: object, now: 0)
        _ = schema.secretPaths(in: [field.name: "x"], as: object.shape)
      }
    }
    for name in schema.embeddedNames.prefix(8) { _ = schema.shape(named: name) }
    for name in schema.enumerationNames.prefix(8) { _ = schema.enumeration(named: name) }
    for name in ["x:Domain", "Domain/Edge", "é", ""] {
      _ = try? schema.resolve(objectAndVariant: name)
    }
  }

  /// Whether some object of the document has a name twice: then readers may differ.
  private static func hasDuplicates(_ document: [UInt8]) -> Bool {
    let options = JSONReadingOptions(duplicateMembers: .refuse)
    return (try? JSONValue(parsing: document, options: options)) == nil
  }
}
