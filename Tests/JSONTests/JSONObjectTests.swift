// SPDX-License-Identifier: MIT

import Synchronization
import Testing
import Text

@testable import JSON

@Suite struct `Members of an object` {
  /// Texts that are canonically equivalent to each other: each letter is written as one code
  /// point or as two.
  static func equivalentNames(_ count: Int) -> [String] {
    (0..<count).map { number in
      (0..<16).map { number >> $0 & 1 == 0 ? "\u{E9}" : "e\u{301}" }.joined()
    }
  }

  @Test(arguments: [2, 16, 17, 40])
  func areTheirBytes(count: Int) {
    let names = Self.equivalentNames(count)
    var object = JSONObject(names.enumerated().map { ($1, JSONValue.number(JSONNumber($0))) })
    #expect(object.count == count)
    for (number, name) in names.enumerated() { #expect(object[name]?.integer == number) }
    #expect(object[Self.equivalentNames(count + 1)[count]] == nil)
    #expect(object.remove(names[0]) == 0)
    #expect(object[names[0]] == nil)
    #expect(object[names[1]] == 1)
    object.append(names[1], true)
    #expect(object.count == count - 1)
  }

  @Test func areEqualByBytes() {
    let composed = JSONObject([("\u{E9}", 1)])
    let decomposed = JSONObject([("e\u{301}", 1)])
    #expect(composed != decomposed)
    #expect(composed.members != decomposed.members)
    #expect(JSONPointer(tokens: ["\u{E9}"]) != JSONPointer(tokens: ["e\u{301}"]))
    #expect(Set([JSONPointer(tokens: ["\u{E9}"]), JSONPointer(tokens: ["e\u{301}"])]).count == 2)
  }

  /// 65,536 names, all canonically equivalent: 2,000,000,000 comparisons if each were
  /// compared with each.
  @Test func areReadInLinearTime() throws {
    let names = Self.equivalentNames(65_536)
    let text = "{" + names.map { "\"\($0)\":1" }.joined(separator: ",") + "}"
    #expect(try JSONValue(parsing: text).object?.count == 65_536)
  }
}

/// A key that counts how often it is compared.
private struct CountingKey: Hashable {
  static let comparisons = Mutex(0)
  let name: Name

  static func == (left: CountingKey, right: CountingKey) -> Bool {
    comparisons.withLock { $0 += 1 }
    return left.name == right.name
  }

  func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

@Suite(.serialized) struct `The table of positions` {
  /// The comparisons that it takes to append keys and then to find each.
  private static func comparisons(_ keys: [CountingKey]) -> Int {
    CountingKey.comparisons.withLock { $0 = 0 }
    var table = PositionTable<CountingKey>()
    var known: [CountingKey] = []
    for key in keys where table.position(of: key, in: known) == nil {
      known.append(key)
      table.noteLast(of: known)
    }
    #expect(known.count == keys.count)
    #expect(keys.indices.allSatisfy { table.position(of: keys[$0], in: known) == $0 })
    return CountingKey.comparisons.withLock { $0 }
  }

  /// A hash table compares a key with those of the same slot, about two in the mean; a table
  /// that took canonically equivalent names for one would compare each with each.
  @Test(arguments: [256, 4096, 65_536])
  func comparesLinearlyOften(count: Int) {
    let equivalent = `Members of an object`.equivalentNames(count)
    let plain = (0..<count).map { "name\($0)" }
    for names in [equivalent, plain] {
      let keys = names.map { CountingKey(name: Name($0)) }
      #expect(Self.comparisons(keys) < count * 8 + 400)
    }
  }

  @Test func findsWhatIsLeft() {
    var table = PositionTable<Name>()
    var keys = (0..<40).map { Name("name\($0)") }
    table.noteAll(keys)
    keys.removeFirst()
    table.noteAll(keys)
    #expect(table.position(of: "name0", in: keys) == nil)
    #expect(table.position(of: "name39", in: keys) == 38)
    keys.removeLast(30)
    table.noteAll(keys)
    #expect(table.position(of: "name9", in: keys) == 8)
    #expect(table.position(of: "name10", in: keys) == nil)
  }
}
