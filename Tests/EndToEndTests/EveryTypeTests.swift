// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

/// Every type that the real schema has, with a data set that has something of most.
@Suite(.enabled(if: SharedData.isAvailable, "the recorded data is not there"))
struct EveryTypeTests {
  private let simulator: RunningSimulator
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
    simulator = try RunningSimulator([
      "--data", SharedData.directory.appending(path: "seed.json").path,
      "--schema", SharedData.directory.appending(path: "schema.json.gz").path,
    ])
  }

  private func client(_ arguments: String...) throws -> Outcome {
    let world = ["PATH": "/usr/bin:/bin", "HOME": directory.url.path, "LANG": "C.UTF-8"]
    return try Launch(
      BuiltProducts.client,
      arguments,
      environment: world.merging(simulator.environment) { $1 },
      directory: directory.url
    ).run()
  }

  /// The texts of a value that are no words of the schema, which may be shown by their labels.
  private static func texts(of value: Any, except words: Set<String>) -> [String] {
    switch value {
    case let object as [String: Any]: object.flatMap { texts(of: $0.value, except: words) }
    case let array as [Any]: array.flatMap { texts(of: $0, except: words) }
    case let text as String:
      words.contains(text) || text.allSatisfy { $0.isLetter || $0.isNumber } ? [] : [text]
    default: []
    }
  }

  /// The names of all members of enumerations.
  private static func words() throws -> Set<String> {
    let bytes = try SharedData.bytes("schema.json.gz")
    let schema = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
    let enumerations = schema?["enums"] as? [String: [[String: Any]]] ?? [:]
    return Set(enumerations.values.joined().compactMap { $0["name"] as? String })
  }

  private static func onOneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test func showsEveryObjectWithNothingDropped() throws {
    let list = try client("describe").outputText.split(separator: "\n")
    #expect(list.count == 117)
    let words = try Self.words()
    #expect(words.count > 1000)
    var objects = 0
    for line in list {
      let type = String(line.prefix { $0 != " " })
      #expect(try client("describe", type).status == 0, "describe \(type)")
      let isSingleton = line.contains("[singleton]")
      let found = isSingleton ? nil : try client("query", type, "--json")
      // Some types need an account, an edition or a log that the data set does not have.
      if let found, found.status != 0 {
        #expect(found.errorText.hasPrefix("error: jmap error: "), "\(type): \(found.errorText)")
        continue
      }
      let lines = found?.outputText.split(separator: "\n").count ?? 0
      let ids =
        isSingleton
        ? ["singleton"]
        : try client("query", type, "--format", "id").outputText.split(separator: "\n").map(
          String.init
        )
      if !isSingleton {
        #expect(lines == ids.count, "\(type)")
        for format in ["table", "plain", "csv"] {
          #expect(try client("query", type, "--format", format).status == 0, "\(type) \(format)")
        }
      }
      for id in ids {
        let json = try client("get", type, id, "--json")
        guard json.status == 0 else {
          #expect(isSingleton && json.status == 5, "get \(type) \(id): \(json.errorText)")
          continue
        }
        objects += 1
        let view = Self.onOneLine(try client("get", type, id).outputText)
        let value = try JSONSerialization.jsonObject(with: Data(json.output))
        for text in Self.texts(of: value, except: words) {
          #expect(view.contains(Self.onOneLine(text)), "\(type) \(id) does not show '\(text)'")
        }
      }
    }
    #expect(objects > 150)
  }
}
