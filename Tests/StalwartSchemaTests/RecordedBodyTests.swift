// SPDX-License-Identifier: MIT

import Foundation
import JSON
import StalwartSchema
import TestSupport
import Testing

/// What real plans and recorded command lines send must go through unchanged.
@Suite(.enabled(if: SharedData.isAvailable, "../shared is absent"))
struct RecordedBodyTests {
  /// The bodies of a plan, each with its type and kind of write.
  private func bodies(
    _ plan: [UInt8]
  ) throws -> [(object: String, operation: ValueOptions.Operation, body: JSONObject)] {
    var found: [(object: String, operation: ValueOptions.Operation, body: JSONObject)] = []
    for line in plan.split(separator: UInt8(ascii: "\n")) {
      guard let entry = try? JSONValue(parsing: Array(line)), let name = entry["object"]?.string,
        let value = entry["value"]?.object
      else { continue }
      switch entry["@type"]?.string {
      case "update": found.append((name, .update, value))
      case "create", "upsert", "reconcile":
        found += value.compactMap { member in member.value.object.map { (name, .create, $0) } }
      default: continue
      }
    }
    return found
  }

  private func check(_ plan: [UInt8], _ schema: Schema, _ name: String) throws -> Int {
    let bodies = try bodies(plan)
    for (object, operation, body) in bodies {
      let type = try schema.resolve(object: object)
      let (result, errors) = schema.normalise(
        body,
        as: type.shape,
        options: ValueOptions(operation, checksUpdate: false)
      )
      #expect(errors.isEmpty, "\(name) \(object): \(errors)")
      if body["accessKey"]?.string != nil {
        // One plan was written for an older server, which took a bare text here.
        #expect(result["accessKey"]?["@type"] == "Value")
        continue
      }
      #expect(JSONValue.object(result).serialized() == JSONValue.object(body).serialized())
    }
    return bodies.count
  }

  @Test(arguments: Miniature.shared)
  func leavesRealPlansAlone(name: String) throws {
    let schema = try Miniature.shared(name)
    let directory = SharedData.directory.appending(path: "plans")
    let files = try FileManager.default.contentsOfDirectory(atPath: directory.path)
    var count = 0
    for file in files where file.hasSuffix(".ndjson") {
      count += try check(SharedData.bytes("plans/\(file)"), schema, file)
    }
    #expect(count > 20)
  }

  @Test func leavesPlansOfTheReferenceAlone() throws {
    let schema = try Miniature.shared("schema.json.gz")
    var reader = JSONSequenceReader(try SharedData.bytes("reference/apply.ndjson.gz"))
    var count = 0
    while let (entry, _) = try reader.next() {
      guard entry["exit"]?.integer == 0, let text = entry["stdin"]?.string else { continue }
      count += try check(Array(text.utf8), schema, entry["name"]?.string ?? "")
    }
    #expect(count > 10)
  }

  @Test(arguments: ["create", "update"])
  func takesWhatTheReferenceSent(part: String) throws {
    let schema = try Miniature.shared("schema.json.gz")
    var reader = JSONSequenceReader(try SharedData.bytes("reference/\(part).ndjson.gz"))
    var count = 0
    while let (entry, _) = try reader.next() {
      let arguments = entry["args"]?.array?.compactMap(\.string) ?? []
      guard entry["exit"]?.integer == 0, arguments.first == part, arguments.count > 1 else {
        continue
      }
      let (object, variant) = try schema.resolve(objectAndVariant: arguments[1])
      let options = ValueOptions(part == "create" ? .create : .update)
      for (option, value) in zip(arguments, arguments.dropFirst()) {
        if option == "--json" {
          let body = try #require(try JSONValue(parsing: value).object)
          let (result, errors) = schema.normalise(
            body,
            as: object.shape,
            variant: variant,
            options: options
          )
          #expect(errors.isEmpty, "\(arguments): \(errors)")
          #expect(JSONValue.object(result).serialized() == JSONValue.object(body).serialized())
          count += 1
        } else if option == "--field", !value.hasPrefix("\""), let sign = value.firstIndex(of: "=")
        {
          let path = try schema.resolve(
            path: String(value[..<sign]),
            in: object.shape,
            variant: variant,
            options: options
          )
          let text = String(value[value.index(after: sign)...])
          _ = try schema.value(of: text, at: path, options: options)
          count += 1
        }
      }
    }
    #expect(count > 5)
  }
}
