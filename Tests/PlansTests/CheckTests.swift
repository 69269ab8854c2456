// SPDX-License-Identifier: MIT

import JSON
import StalwartSchema
import Testing

@testable import Plans

@Suite struct CheckTests {
  private func reasons(_ text: String) -> [PlanProblem.Reason] {
    Fixture.check(text).problems.map(\.reason)
  }

  @Test func takesWhatPeopleWrite() throws {
    let check = Fixture.check(
      ##"""
      {"@type":"upsert","object":"zone","value":{"z":{"name":"a","size":"5KB","serial":9}}}
      {"@type":"upsert","object":"host","value":{"#h":{"name":"h","domainId":"#z","zones":["#z"],"wait":"30m"}}}
      {"@type":"update","object":"Caps","value":{"max":"5","zoneId":"#z"}}
      """##
    )
    #expect(check.problems.isEmpty, "\(check.problems)")
    let bodies = check.plan.operations.map { $0.bodies[0] }
    #expect(bodies[0].properties == ["name": "a", "size": 5120])
    #expect(bodies[1].properties["zones"] == ["#z": true])
    #expect(bodies[1].properties["wait"] == 1_800_000)
    #expect(bodies[1].clientID == "h")
    #expect(bodies[2].properties["max"] == 5)
    #expect(check.plan.counts.upsertObjects == 2)
  }

  @Test func reportsEverythingAtOnce() {
    let found = reasons(
      ##"""
      {"@type":"update","object":"Nope","value":{}}
      {"@type":"upsert","object":"Caps","value":{"a":{"max":5}}}
      {"@type":"reconcile","object":"Node","value":{}}
      {"@type":"reconcile","object":"Zone"}
      {"@type":"update","object":"Zone","value":{"note":"x"}}
      {"@type":"update","object":"Zone","id":"b"}
      {"@type":"create","object":"Zone","value":{}}
      {"@type":"upsert","object":"Zone","matchOn":[],"value":{"a":{"name":"x"}}}
      {"@type":"upsert","object":"Zone","matchOn":"name","value":{"a":{"name":"x"}}}
      """##
    )
    #expect(found.count == 9)
    #expect(found[1] == .singleton)
    #expect(found[2] == .noMatchKey)
    #expect(found[3] == .missingBodies)
    #expect(found[4] == .missingID)
    #expect(found[5] == .missingPatch)
    #expect(found[6] == .emptyValue)
    #expect(found[7] == .emptyMatchOn)
    #expect(found[8] == .matchOnText("name"))
  }

  @Test func findsWhatBodiesCannotSay() {
    #expect(
      reasons(##"{"@type":"upsert","object":"Node","matchOn":["port"],"value":{"a":{"port":1}}}"##)
        == [.missingType(id: "a")]
    )
    #expect(
      reasons(##"{"@type":"upsert","object":"Zone","value":{"a":{"note":"x"}}}"##)
        == [.missingMatchProperty(id: "a", property: "name")]
    )
    #expect(
      reasons(##"{"@type":"upsert","object":"Zone","value":{"a":{"name":"x"},"b":{"name":"x"}}}"##)
        == [.sameMatchKey(id: "a", other: "b", properties: ["name"])]
    )
    #expect(
      reasons(##"{"@type":"upsert","object":"Zone","value":{"#a":{"name":"x"},"a":{"name":"y"}}}"##)
        == [.duplicateID("a")]
    )
    #expect(
      reasons(##"{"@type":"create","object":"Zone","value":{"a":5}}"##)
        == [.bodyNotAnObject(id: "a")]
    )
    #expect(
      reasons(##"{"@type":"create","object":"Zone","value":{"a":{"nmae":"x"}}}"##)
        == [
          .field(
            FieldError(path: "nmae", reason: .unknownField(owner: "Zone", suggestions: ["name"]))
          )
        ]
    )
    #expect(
      reasons(##"{"@type":"create","object":"Zone","value":{"a":{"name":"x","serial":1}}}"##)
        == [.field(FieldError(path: "serial", reason: .serverSet))]
    )
    #expect(
      reasons(##"{"@type":"update","object":"Host","id":"b","value":{"name":"x"}}"##)
        == [.field(FieldError(path: "name", reason: .immutable))]
    )
  }

  @Test func followsReferences() {
    let zone = ##"{"@type":"create","object":"Zone","value":{"z":{"name":"a"}}}"## + "\n"
    #expect(
      reasons(##"{"@type":"upsert","object":"Host","value":{"h":{"name":"h","domainId":"#z"}}}"##)
        == [.unresolvedReference("z", by: .property("domainId"), later: nil)]
    )
    #expect(
      reasons(
        ##"{"@type":"upsert","object":"Host","value":{"h":{"name":"h","domainId":"#z"}}}"## + "\n"
          + zone
      ) == [.unresolvedReference("z", by: .property("domainId"), later: 2)]
    )
    #expect(
      reasons(
        ##"{"@type":"upsert","object":"Host","matchOn":["name","domainId"],"value":{"h":{"name":"h","domainId":"#z"}}}"##
      ) == [.unresolvedReference("z", by: .matchProperty("domainId"), later: nil)]
    )
    #expect(
      reasons(##"{"@type":"update","object":"Zone","id":"#q","value":{"note":"x"}}"##)
        == [.unresolvedReference("q", by: .updateID, later: nil)]
    )
    #expect(
      reasons(zone + ##"{"@type":"update","object":"Host","id":"#z","value":{"wait":5}}"##)
        == [.referenceToOtherType("z", by: .updateID, expected: "Host", found: "Zone")]
    )
    #expect(
      reasons(
        ##"{"@type":"create","object":"Zone","value":{"a":{"name":"a","parent":"#b"},"b":{"name":"b","parent":"#a"}}}"##
      ) == [.circularReference(["a", "b"])]
    )
    // Text that only looks like a reference is text; an own key may be referred to in any order.
    #expect(
      reasons(
        ##"{"@type":"create","object":"Zone","value":{"a":{"name":"#x","parent":"#b"},"b":{"name":"b"}}}"##
      ).isEmpty
    )
  }

  @Test func checksScopes() {
    func scoped(_ scope: String, _ value: String = "{}") -> [PlanProblem.Reason] {
      reasons(##"{"@type":"reconcile","object":"Host","scope":\##(scope),"value":\##(value)}"##)
    }
    #expect(scoped("{}").isEmpty && scoped("null").isEmpty)
    #expect(scoped(##"{"name":null}"##) == [.nullScope("name")])
    #expect(scoped(##"{"nope":1}"##) == [.unknownScopeProperty("nope")])
    #expect(scoped(##"{"@type":"X"}"##) == [.scopeWithoutVariants])
    #expect(
      scoped(##"{"wait":5}"##, ##"{"a":{"name":"x","wait":6}}"##)
        == [.outsideScope(id: "a", property: "wait", value: "6", scope: "5")]
    )
    #expect(
      reasons(##"{"@type":"update","object":"Caps","scope":{"max":1},"value":{"max":1}}"##)
        == [.scopeWithoutMatching]
    )
  }

  @Test func followsReferencesBesideOtherMistakes() {
    let found = reasons(
      ##"""
      {"@type":"create","object":"Zone","value":{"z":{"nmae":"a"}}}
      {"@type":"nonsense"}
      {"@type":"upsert","object":"Host","value":{"h":{"name":"h","domainId":"#z"}}}
      {"@type":"upsert","object":"Host","value":{"i":{"name":"i","domainId":"#q"}}}
      """##
    )
    #expect(found.count == 3)
    #expect(found.last == .unresolvedReference("q", by: .property("domainId"), later: nil))
  }

  @Test func warnsOfMasksAndRefusesThemInNewObjects() {
    let body = ##""value":{"h":{"name":"h","domainId":"b","secret":"****"}}"##
    let upsert = Fixture.check(##"{"@type":"upsert","object":"Host",\##(body)}"##)
    #expect(upsert.problems.isEmpty)
    #expect(upsert.plan.warnings.count == 1)
    let create = Fixture.check(##"{"@type":"create","object":"Host",\##(body)}"##)
    #expect(create.problems.map(\.reason) == [.maskedSecret(id: "h", path: "secret")])
  }

  /// As many mistakes as bodies; each must not cost a look at all of them.
  @Test(.timeLimit(.minutes(1))) func findsManyMistakesInOneOperation() {
    let bodies = (0..<20_000).map { ##""h\##($0)":{"name":"n","wiat":1,"domainId":"#z\##($0)"}"## }
    let text = #"{"@type":"upsert","object":"Host","value":{\#(bodies.joined(separator: ","))}}"#
    #expect(Fixture.check(text).problems.count == 20_000)
    let references = text.split(separator: #""wiat":1,"#, omittingEmptySubsequences: false)
    let check = Fixture.check(references.joined())
    let unresolved = check.problems.filter { problem in
      if case .unresolvedReference = problem.reason { true } else { false }
    }
    #expect(unresolved.count == 20_000)
    #expect(Set(unresolved.map { $0.offset }).count == 20_000)
  }

  @Test func sortsLongChains() {
    let bodies = (0..<5000).map { place in
      place == 0
        ? #""z0":{"name":"z0"}"#
        : ##""z\##(place)":{"name":"z\##(place)","parent":"#z\##(place - 1)"}"##
    }
    let text =
      #"{"@type":"create","object":"Zone","value":{\#(bodies.reversed().joined(separator: ","))}}"#
    let check = Fixture.check(text)
    #expect(check.problems.isEmpty)
    #expect(Levels(check.plan.operations[0]).levels == (0..<5000).map { [4999 - $0] })
  }

  @Test func looksForWhatALeftOutPartMayDefine() {
    let check = Fixture.check(
      ##"""
      {"@type":"upsert","object":"Zone","value":{"a":{"nmae":"x"}}}
      {"@type":"upsert","object":"Host","value":{"h":{"name":"h","domainId":"#a"},"i":{"name":"i","domainId":"#b"}}}
      {"@type":"upsert" "value":{"c":{}}}
      {"@type":"update","object":"Caps","value":{"zoneId":"#c"}}
      """##
    )
    let missing = check.problems.compactMap { problem -> String? in
      guard case .unresolvedReference(let id, _, _) = problem.reason else { return nil }
      return id
    }
    #expect(missing == ["b"])
  }

  @Test func pointsAtTheValue() {
    let text =
      "\n" + ##"{"@type":"create","object":"Host","value":{"a":{"name":"x","wait":"soon"}}}"##
    let reading = PlanReading(Array(text.utf8))
    let check = PlanCheck(reading, against: Fixture.schema)
    #expect(check.problems.count == 1)
    let excerpt = reading.text.excerpt(at: check.problems[0].offset, showsValue: true)
    #expect(reading.text.line(of: check.problems[0].offset) == 2)
    #expect(String(Array(excerpt.text)[excerpt.caret...]).hasPrefix(#""soon""#))
  }
}
