// SPDX-License-Identifier: MIT

import JSON
import StalwartSchema
import Testing

@testable import Plans

/// What a patch leaves, by the server's rules (RFC 8620, section 5.3, and its own).
@Suite struct PatchedObjectTests {
  private func patched(
    _ object: JSONObject,
    _ patch: JSONObject,
    _ type: String
  ) throws -> JSONObject {
    let shape = try Fixture.schema.resolve(object: type).shape
    var result = PatchedObject(object, as: shape, Fixture.schema)
    result.apply(patch)
    return result.properties
  }

  @Test func setsAndRemovesMembersOfSets() throws {
    let host: JSONObject = ["name": "h", "tags": ["a": true, "b": true]]
    #expect(
      try patched(host, ["tags/c": true, "tags/a": .null, "tags/x": false], "Host")["tags"]
        == ["b": true, "c": true]
    )
    #expect(try patched(host, ["tags": ["z": true, "y": false]], "Host")["tags"] == ["z": true])
  }

  @Test func keepsListsWithoutGaps() throws {
    let host: JSONObject = [
      "aliases": ["0": ["name": "a"], "1": ["name": "b"], "2": ["name": "c"]]
    ]
    #expect(
      try patched(host, ["aliases/0": .null, "aliases/1/name": "d"], "Host")["aliases"]
        == ["0": ["name": "b"], "1": ["name": "d"]]
    )
    #expect(
      try patched(host, ["aliases": ["5": ["name": "x"]]], "Host")["aliases"]
        == ["0": ["name": "x", "enabled": true]]
    )
  }

  @Test func makesAnotherVariantAnew() throws {
    let node: JSONObject = ["@type": "Edge", "id": "b", "port": 5, "on": true]
    #expect(
      try patched(node, ["@type": "Core", "port": 7], "Node")
        == ["@type": "Core", "port": 7, "id": "b"]
    )
    #expect(try patched(node, ["@type": "Edge", "port": 7], "Node")["on"] == true)
  }
}
