// SPDX-License-Identifier: MIT

import JSON
import StalwartSchema
import Testing
import Text

@testable import Plans

@Suite struct SnapshotExportTests {
  private func rules(_ objects: String) throws -> (lines: [String], findings: SnapshotFindings) {
    try SnapshotFixture.export(["Rule"], ["Rule": objects])
  }

  @Test func ordersObjectsByIDAndPropertiesBySchema() throws {
    let (lines, _) = try rules(
      ##"""
      [{"when":{"else":"1","match":{"b":"2","a":"1"}},"name":"y","id":"bb"},
       {"name":"x","when":{"match":{},"else":"0"},"id":"c"}]
      """##
    )
    #expect(
      lines == [
        ##"{"@type":"upsert","object":"Rule","matchOn":["name"],"value":{"##
          + ##""rule-c":{"name":"x","when":{"match":{},"else":"0"}},"##
          + ##""rule-bb":{"name":"y","when":{"match":{"a":"1","b":"2"},"else":"1"}}}}"##
      ]
    )
  }

  @Test func writesNoLineWithoutObjects() throws {
    #expect(try rules("[]").lines.isEmpty)
  }

  @Test func escapesWhatLooksLikeASubstitution() throws {
    let (lines, _) = try rules(
      ##"[{"name":"${env:A} $${file:b} ${x} $","when":{"match":{},"else":"1"},"id":"b"}]"##
    )
    #expect(lines[0].contains(##""name":"$${env:A} $$${file:b} ${x} $""##))
    var substitution = Substitution { _ in .failure("must not be asked") }
    let value = try JSONValue(parsing: Array(lines[0].utf8))
    let name = substitution.replacing(value, at: [])["value"]?["rule-b"]?["name"]
    #expect(name == "${env:A} $${file:b} ${x} $")
    #expect(substitution.failures.isEmpty)
  }

  @Test func leavesOutWhatWasNeverSet() throws {
    let (lines, findings) = try rules(##"[{"name":"a","when":{"match":{},"else":""},"id":"b"}]"##)
    #expect(lines[0].contains(##"{"rule-b":{"name":"a"}}"##))
    let caps = try SnapshotFixture.export(
      ["Caps"],
      ["Caps": ##"{"max":1,"zoneId":"p333333333333","banner":"","made":"now","id":"singleton"}"##],
      allowing: ["x:Zone"]
    )
    #expect(caps.lines == [##"{"@type":"update","object":"Caps","value":{"max":1}}"##])
    #expect(findings.dangling.isEmpty && caps.findings.dangling.isEmpty)
  }

  @Test func closesCirclesWithLaterUpdates() throws {
    let (lines, _) = try SnapshotFixture.export(
      ["Org", "Role"],
      [
        "Org":
          ##"[{"name":"o","roles":{"roleIds":{"c":true,"b":true}},"id":"b"},{"name":"p","roles":{"roleIds":{}},"id":"c"}]"##,
        "Role":
          ##"[{"title":"r","orgId":"b","roleIds":{"c":true},"id":"b"},{"title":"s","orgId":null,"roleIds":{"b":true},"id":"c"},{"title":"t","orgId":null,"roleIds":{"b":true},"id":"d"}]"##,
      ]
    )
    #expect(
      lines == [
        ##"{"@type":"upsert","object":"Org","matchOn":["name"],"value":{"org-b":{"name":"o"},"org-c":{"name":"p","roles":{"roleIds":{}}}}}"##,
        ##"{"@type":"upsert","object":"Role","matchOn":["title"],"value":{"role-b":{"title":"r","orgId":"#org-b"},"role-c":{"title":"s","orgId":null},"role-d":{"title":"t","orgId":null,"roleIds":{"#role-b":true}}}}"##,
        ##"{"@type":"update","object":"Org","id":"#org-b","value":{"roles":{"roleIds":{"#role-b":true,"#role-c":true}}}}"##,
        ##"{"@type":"update","object":"Role","id":"#role-b","value":{"roleIds":{"#role-c":true}}}"##,
        ##"{"@type":"update","object":"Role","id":"#role-c","value":{"roleIds":{"#role-b":true}}}"##,
      ]
    )
  }

  @Test func namesReferencesToNothing() throws {
    let (lines, findings) = try SnapshotFixture.export(
      ["Zone", "Key", "Org"],
      [
        "Zone": ##"[{"name":"z","note":null,"orgId":"b","keyId":null,"id":"b"}]"##,
        "Key": ##"[{"selector":"s","zoneId":"zz","secretKey":{"@type":"None"},"id":"b"}]"##,
      ],
      allowing: ["x:Role"]
    )
    #expect(lines[0].contains(##"{"zone-b":{"name":"z","note":null,"keyId":null}}"##))
    #expect(lines[1].contains(##"{"key-b":{"selector":"s","secretKey":{"@type":"None"}}}"##))
    #expect(findings.danglingCount == 2)
    #expect(findings.dangling.map(\.property) == ["orgId", "zoneId"])
    #expect(findings.dangling.map(\.isRequired) == [false, true])
  }

  @Test func dropsReferencesToAllowedTypes() throws {
    let (lines, findings) = try SnapshotFixture.export(
      ["Zone"],
      ["Zone": ##"[{"name":"z","note":"n","orgId":"b","keyId":"c","file":"long","id":"b"}]"##],
      allowing: ["x:Org", "x:Key"]
    )
    #expect(lines[0].contains(##"{"zone-b":{"name":"z","note":"n"}}"##))
    #expect(findings.danglingCount == 0)
  }

  @Test func addsReferencesToAKeyThatIsNotUnique() throws {
    let zones = ##"[{"name":"a","id":"b"},{"name":"b","id":"c"}]"##
    let (lines, findings) = try SnapshotFixture.export(
      ["Zone", "Key"],
      [
        "Zone": zones,
        "Key":
          ##"[{"selector":"s","zoneId":"b","secretKey":{"@type":"None"},"id":"b"},{"selector":"s","zoneId":"c","secretKey":{"@type":"None"},"id":"c"}]"##,
      ],
      allowing: ["x:Org"]
    )
    #expect(lines[1].contains(##""matchOn":["selector","zoneId"]"##))
    #expect(findings.twins.isEmpty)
  }

  @Test func leavesOutWhatNothingTellsApart() throws {
    let (lines, findings) = try rules(
      ##"[{"name":"a","when":{"match":{},"else":"1"},"id":"c"},{"name":"a","when":{"else":"1","match":{}},"id":"b"}]"##
    )
    #expect(lines[0].contains("rule-b") && !lines[0].contains("rule-c"))
    #expect(findings.twins == [SnapshotFindings.Twins(type: "Rule", id: "b", other: "c")])
  }

  @Test func statesNoKeyForTypesWithoutLabelUnlessValuesAreAlike() throws {
    let zones = ##"[{"name":"a","id":"b"},{"name":"b","id":"c"}]"##
    func hosts(_ name: String) throws -> String {
      let lines = try SnapshotFixture.export(
        ["Zone", "Host"],
        [
          "Zone": zones,
          "Host":
            ##"[{"@type":"Team","name":"a","zoneId":"b","id":"b"},{"@type":"Team","name":"\##(name)","zoneId":"c","id":"c"}]"##,
        ],
        allowing: ["x:Org", "x:Key"]
      ).lines
      return lines[1]
    }
    #expect(try hosts("b").contains(##""object":"Host","value""##))
    #expect(try hosts("a").contains(##""matchOn":["name","zoneId"]"##))
  }

  @Test func exportsWhatTheSchemaLacksAsItIs() throws {
    let (lines, findings) = try SnapshotFixture.export(
      ["Rule", "Host"],
      [
        "Rule": ##"[{"name":"a","when":{"match":{},"else":"1","more":2},"extra":[1],"id":"b"}]"##,
        "Host": ##"[{"@type":"Robot","arms":2,"id":"b"}]"##,
      ],
      allowing: ["x:Zone"]
    )
    #expect(lines[0].contains(##""when":{"match":{},"else":"1","more":2},"extra":[1]"##))
    #expect(
      lines[1]
        == ##"{"@type":"upsert","object":"Host","value":{"host-b":{"@type":"Robot","arms":2}}}"##
    )
    #expect(findings.unknownProperties.map(\.name) == ["Expression.more", "Rule.extra"])
    #expect(findings.unknownVariants.map(\.name) == ["Host/Robot"])
  }

  @Test func exportsWhatConditionsSelectButTellsAllApart() throws {
    var conditions = SnapshotConditions()
    conditions.names = ["c"]
    let (lines, _) = try SnapshotFixture.export(
      ["Zone", "Key"],
      [
        "Zone": ##"[{"name":"a","id":"b"},{"name":"b","id":"c"}]"##,
        "Key":
          ##"[{"selector":"s","zoneId":"b","id":"b"},{"selector":"s","zoneId":"c","id":"c"}]"##,
      ],
      allowing: ["x:Org"],
      conditions: ["Key": conditions]
    )
    #expect(lines[1].contains(##""matchOn":["selector","zoneId"],"value":{"key-c""##))
    #expect(!lines[1].contains("key-b"))
  }
}
