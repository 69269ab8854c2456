// SPDX-License-Identifier: MIT

import StalwartSchema
import Testing
import Text

@testable import Plans

@Suite struct SnapshotGraphTests {
  @Test func writesTypesAfterThoseThatTheyNeed() throws {
    let graph = try SnapshotFixture.graph("Host", "Zone", "Org", "Role", "Key")
    #expect(
      graph.shards.map(\.displayName) == ["Org", "Zone", "Host/Team", "Host/User", "Role", "Key"]
    )
    #expect(graph.types.map(\.displayName) == ["Org", "Zone", "Host", "Role", "Key"])
  }

  @Test func keepsTheOrderOfIndependentTypes() throws {
    let graph = try SnapshotFixture.graph("Rule", "Org", allowing: ["x:Role"])
    #expect(graph.shards.map(\.displayName) == ["Rule", "Org"])
  }

  @Test func putsOffTheSetInACircle() throws {
    let graph = try SnapshotFixture.graph("Role", "Org")
    #expect(graph.shards.map(\.displayName) == ["Org", "Role"])
    #expect(graph.deferrals[0] == [Deferral(property: "roles", targets: ["x:Role"])])
    #expect(graph.deferrals[1].isEmpty)
    #expect(graph.selfReferences[1] == ["roleIds"])
  }

  @Test func putsOffWhatMayBeMissingRatherThanWhatMayNot() throws {
    let graph = try SnapshotFixture.graph("Key", "Zone", allowing: ["x:Org"])
    #expect(graph.shards.map(\.displayName) == ["Zone", "Key"])
    #expect(graph.deferrals[0] == [Deferral(property: "keyId", targets: ["x:Key"])])
  }

  @Test func namesAllMissingTypesAndWhatTheyNeed() {
    let expected = SnapshotError.missingTypes(
      [MissingReference(from: "Host", property: "zoneId", to: "Zone")],
      closure: ["Zone", "Org", "Key", "Role"]
    )
    #expect(throws: expected) { try SnapshotFixture.graph("Host") }
    let two = SnapshotError.missingTypes(
      [
        MissingReference(from: "Zone", property: "orgId", to: "Org"),
        MissingReference(from: "Zone", property: "keyId", to: "Key"),
      ],
      closure: ["Org", "Key", "Role"]
    )
    #expect(throws: two) { try SnapshotFixture.graph("Zone") }
  }

  @Test func countsSingletonsAmongWhatRefers() {
    let expected = SnapshotError.missingTypes(
      [MissingReference(from: "Caps", property: "zoneId", to: "Zone")],
      closure: ["Zone", "Org", "Key", "Role"]
    )
    #expect(throws: expected) { try SnapshotFixture.graph("Caps") }
  }

  @Test func refusesACircleOfImmutableProperties() {
    let expected = SnapshotError.immutableCycle(
      types: ["Left", "Right"],
      closedBy: "Left.rightId -> Right"
    )
    #expect(throws: expected) { try SnapshotFixture.graph("Right", "Left") }
  }

  @Test func findsCirclesOfAnyLength() {
    #expect(DirectedGraph([[1], [2], [0], [3], []]).circles() == [[0, 1, 2], [3]])
    let chain = DirectedGraph((0..<100_000).map { $0 < 99_999 ? [$0 + 1] : [] })
    #expect(chain.circles().isEmpty)
    let ring = DirectedGraph((0..<100_000).map { [($0 + 1) % 100_000] })
    #expect(ring.circles().count == 1)
  }
}
