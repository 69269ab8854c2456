// SPDX-License-Identifier: MIT

import Testing
import Text

@Suite struct `A name is its bytes` {
  static let composed = "caf\u{E9}"
  static let decomposed = "cafe\u{301}"

  @Test func isNotAnotherThatLooksTheSame() {
    #expect(Self.composed == Self.decomposed)
    #expect(Name(Self.composed) != Name(Self.decomposed))
    #expect(Name("K") != Name("\u{212A}"))
    #expect(!Self.composed.hasSameBytes(as: Self.decomposed))
  }

  @Test func isOneOfASet() {
    let names: Set<Name> = [Name(Self.composed), Name(Self.decomposed), Name(Self.composed)]
    #expect(names.count == 2)
    #expect(names.contains(Self.composed))
    #expect(!names.contains("cafe"))
  }

  @Test func isTheKeyOfADictionary() {
    var values: [Name: Int] = [:]
    values[Self.composed] = 1
    values[Self.decomposed, default: 1] += 1
    #expect(values[Self.composed] == 1)
    #expect(values[Self.decomposed] == 2)
    values[Self.composed] = nil
    #expect(values.keys.map(\.text).map { Array($0.utf8) } == [Array(Self.decomposed.utf8)])
  }

  /// However a text is stored, its name is the same.
  @Test func doesNotDependOnStorage() {
    let long = String(repeating: "name", count: 10)
    let slice = (">" + long + "<").dropFirst().dropLast()
    #expect(Name(slice) == Name(long))
    #expect(Name(slice).hashValue == Name(long).hashValue)
    #expect("\(Name(slice))" == long)
    let literal: Name = "name"
    #expect(literal == Name(long.prefix(4)))
    #expect(Set([Name(""), "a", "b", "ab"]).count == 4)
  }

  @Test func hasTheOrderOfCodePoints() {
    #expect(Name(Self.decomposed) < Name(Self.composed))
    #expect(["b", "", "a", "ab"].map { Name($0) }.sorted() == ["", "a", "ab", "b"])
  }
}
