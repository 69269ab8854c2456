// SPDX-License-Identifier: MIT

import JSON
import Testing

@testable import StalwartSchema

/// Random input of every kind: nothing may trap, and what is taken must stay taken.
@Suite struct RobustnessTests {
  /// A generator with a fixed seed, so that a failure comes again.
  private struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ state >> 31
    }
  }

  private static let pieces = [
    "name", "rate", "/", "count", "hosts", "0", "99999999999999999999999", "@type", "Value", "=",
    ">", "<=", "~1", "~", "\\", "\"", "{", "}", "[", "]", ",", ":", "null", "true", "-", "+", "1.5",
    "h", "MB", "1e999", "é", "🎉", "\u{0}", "\u{202E}", "#x", "*", " ", "x:", ".", "2026-01-01", "T",
    "secret", "quotas", "high", "labels", "levels", "warp", "headers", "weight", "due", "now",
  ]

  private func text(_ dice: inout Dice) -> String {
    (0..<Int.random(in: 0...6, using: &dice)).map { _ in
      Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &dice)]
    }.joined()
  }

  private func value(_ dice: inout Dice, depth: Int) -> JSONValue {
    switch Int.random(in: 0...(depth > 3 ? 4 : 6), using: &dice) {
    case 0: .null
    case 1: .bool(Bool.random(using: &dice))
    case 2: .number(JSONNumber(Int.random(in: -5...5, using: &dice)))
    case 3: JSONNumber(Double.random(in: -5...5, using: &dice)).map(JSONValue.number) ?? .null
    case 4: .string(text(&dice))
    case 5: .array((0..<3).map { _ in value(&dice, depth: depth + 1) })
    default: .object(JSONObject((0..<3).map { _ in (text(&dice), value(&dice, depth: depth + 1)) }))
    }
  }

  @Test func survivesTypedText() throws {
    let schema = try Miniature.schema()
    var dice = Dice(state: 1)
    let relay = try #require(schema.object(named: "x:Relay"))
    let node = try #require(schema.object(named: "x:Node"))
    for _ in 0..<3000 {
      let typed = text(&dice)
      _ = try? schema.resolve(object: typed)
      _ = try? schema.resolve(objectAndVariant: typed)
      _ = try? schema.resolve(description: typed).description(in: schema)
      _ = try? schema.filterTerm(parsing: typed, for: relay, now: 0)
      _ = try? schema.columns([typed], of: node)
      _ = DateText.wireForm(typed, now: .max)
      _ = DurationText.milliseconds(typed)
      _ = SizeText.bytes(typed)
      for operation in [ValueOptions.Operation.create, .update] {
        let options = ValueOptions(operation, now: 0, checksUpdate: false)
        guard let path = try? schema.resolve(path: typed, in: relay.shape, options: options) else {
          continue
        }
        _ = try? schema.value(of: text(&dice), at: path, options: options)
      }
    }
  }

  @Test func readsItsOwnFormAgain() throws {
    let schema = try Miniature.schema()
    var dice = Dice(state: 2)
    let relay = try #require(schema.shape(named: "x:Relay"))
    let names = schema.fields(of: relay).map(\.name)
    let options = ValueOptions(.update, now: 0, checksUpdate: false)
    var count = 0
    for _ in 0..<4000 {
      var body = JSONObject()
      for _ in 0..<2 {
        let name = names[Int.random(in: 0..<names.count, using: &dice)]
        body[name] = value(&dice, depth: 0)
      }
      let (once, errors) = schema.normalise(body, as: relay, options: options)
      _ = schema.secretPaths(in: body, as: relay)
      _ = schema.mapReferences(in: body, of: relay) { $0.id }
      _ = schema.fillingDefaults(body, of: relay)
      guard errors.isEmpty else { continue }
      count += 1
      let (twice, none) = schema.normalise(once, as: relay, options: options)
      #expect(none.isEmpty)
      #expect(JSONValue.object(twice).serialized() == JSONValue.object(once).serialized())
      let found = schema.differences(desired: once, actual: once, as: relay)
      #expect(found.allSatisfy { $0.isSecret || $0.path.first == "secret" }, "\(once) \(found)")
    }
    #expect(count > 200)
  }

  @Test func survivesDamagedDocuments() throws {
    var dice = Dice(state: 3)
    let bytes = Miniature.bytes
    for _ in 0..<300 {
      var damaged = bytes
      for _ in 0..<3 {
        let place = Int.random(in: 0..<damaged.count, using: &dice)
        damaged[place] = UInt8.random(in: 32...126, using: &dice)
      }
      guard let schema = try? Schema(document: damaged) else { continue }
      for object in schema.objects {
        _ = schema.description(of: .object(object))
        _ = schema.descriptionJSON(of: .object(object))
        _ = schema.sections(of: object.shape)
        _ = schema.defaultColumns(of: object)
        _ = schema.fillingDefaults([:], of: object.shape)
      }
    }
  }
}

extension DescriptionTarget {
  fileprivate func description(in schema: Schema) -> [DescriptionLine] {
    schema.description(of: self)
  }
}
