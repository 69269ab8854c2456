// SPDX-License-Identifier: MIT

import HTTP
import JMAP
import JSON
import Registry
import Testing

@testable import Plans

@Suite struct ExecutionTests {
  private func upserts(_ count: Int, size: Int = 5) -> String {
    let bodies = (0..<count).map { #""z\#($0)":{"name":"n\#($0)","size":\#(size)}"# }
    return #"{"@type":"upsert","object":"Zone","value":{\#(bodies.joined(separator: ","))}}"#
  }

  @Test func convergesInFewRequests() throws {
    let server = MiniServer()
    let first = try server.apply(upserts(1000))
    #expect(first.totals.created == 1000 && first.failures.isEmpty)
    #expect(first.reads + first.writes <= 6)
    let second = try server.apply(upserts(1000))
    #expect(second.totals.unchanged == 1000 && second.totals.updated == 0)
    #expect(second.reads + second.writes <= 4)
    let third = try server.apply(upserts(1000, size: 6))
    #expect(third.totals.updated == 1000)
    #expect(third.reads + third.writes <= 6)
  }

  @Test func createsChainsInOneRequest() throws {
    let server = MiniServer()
    let plan = ##"""
      {"@type":"upsert","object":"Zone","value":{"b":{"name":"b","parent":"#a"},"a":{"name":"a"}}}
      {"@type":"upsert","object":"Host","value":{"h":{"name":"h","domainId":"#b","zones":["#a"]}}}
      {"@type":"update","object":"Caps","value":{"zoneId":"#b"}}
      """##
    server.objects["x:Caps"] = [("singleton", ["max": 5])]
    let result = try server.apply(plan, continues: true)
    #expect(result.failures.isEmpty, "\(result.failures)")
    #expect(result.totals.created == 3 && result.totals.updated == 1)
    #expect(result.reads == 1)
    let again = try server.apply(plan, continues: true)
    #expect(again.totals.unchanged == 4 && again.writes == 0)
  }

  @Test func keepsOperationsApartWithoutContinuing() throws {
    let server = MiniServer()
    let plan = """
      {"@type":"create","object":"Zone","value":{"a":{"name":"a"},"b":{"name":"b"}}}
      {"@type":"create","object":"Zone","value":{"c":{"name":"c"}}}
      """
    server.refuses = ["a"]
    let result = try server.apply(plan)
    #expect(result.totals.created == 1 && result.totals.failed == 1)
    #expect(server.objects["x:Zone"]?.map(\.value["name"]) == ["b"])
    server.refuses = ["a"]
    let continued = try MiniServer.with(refuses: ["a"]).apply(plan, continues: true)
    #expect(continued.totals.created == 2 && continued.totals.failed == 1)
    #expect(continued.writes == 1)
  }

  @Test func skipsWhatDependsOnAFailure() throws {
    let server = MiniServer.with(refuses: ["a"])
    let result = try server.apply(
      ##"""
      {"@type":"create","object":"Zone","value":{"a":{"name":"a"},"b":{"name":"b"}}}
      {"@type":"create","object":"Host","value":{"h":{"name":"h","domainId":"#a"},"i":{"name":"i","domainId":"#b"}}}
      {"@type":"update","object":"Zone","id":"#a","value":{"note":"x"}}
      """##,
      continues: true
    )
    #expect(result.totals.created == 2 && result.totals.failed == 3)
    #expect(server.objects["x:Host"]?.map(\.value["name"]) == ["i"])
    let causes = result.failures.map { failure in
      if case .skipped(let id, let operation) = failure.cause {
        "\(failure.id)<\(id)@\(operation)"
      } else {
        failure.id
      }
    }
    #expect(causes == ["a", "h<a@1", "#a<a@1"])
  }

  @Test func reconcilesOnlyWhatIsInScope() throws {
    let server = MiniServer()
    for (name, wait) in [("a", 1), ("b", 1), ("c", 2)] {
      _ = server.add("x:Host", ["name": .string(name), "wait": .number(JSONNumber(wait))])
    }
    let result = try server.apply(
      #"{"@type":"reconcile","object":"Host","scope":{"wait":1},"value":{"k":{"name":"a"},"n":{"name":"d"}}}"#
    )
    #expect(result.totals == Totals(created: 1, destroyed: 1, unchanged: 1))
    #expect(
      Set(server.objects["x:Host"]?.compactMap { $0.value["name"]?.string } ?? []) == [
        "a", "c", "d",
      ]
    )
  }

  @Test func destroysLastToFirstAndMatchesAgainAfterAFailure() throws {
    let server = MiniServer()
    let kept = server.add("x:Zone", ["name": "a"])
    _ = server.add("x:Zone", ["name": "b"])
    server.refuses = [kept]
    let result = try server.apply(
      """
      {"@type":"destroy","object":"Zone"}
      {"@type":"upsert","object":"Zone","value":{"x":{"name":"a","note":"n"},"y":{"name":"b"}}}
      """,
      continues: true
    )
    // The one that stayed is changed, not made a second time.
    #expect(result.totals == Totals(created: 1, updated: 1, destroyed: 1, failed: 1))
    #expect(server.objects["x:Zone"]?.count == 2)
  }

  @Test func findsWhatALostAnswerMade() throws {
    for fault in [MiniServer.Fault.lostAfter, .lostBefore] {
      let server = MiniServer()
      server.faults = [2: fault]
      let result = try server.apply(upserts(10))
      #expect(result.totals.created == 10 && result.failures.isEmpty)
      #expect(server.objects["x:Zone"]?.count == 10, "nothing is made twice")
    }
  }

  @Test func findsWhatALostAnswerChangedAndRemoved() throws {
    for fault in [MiniServer.Fault.lostAfter, .lostBefore] {
      let server = MiniServer()
      _ = try server.apply(upserts(3))
      server.faults = [server.requests.count + 2: fault]
      let changed = try server.apply(upserts(3, size: 9))
      #expect(changed.totals.updated == 3 && changed.failures.isEmpty)
      server.faults = [server.requests.count + 2: fault]
      let removed = try server.apply(#"{"@type":"destroy","object":"Zone"}"#)
      #expect(removed.totals.destroyed == 3 && removed.failures.isEmpty)
      #expect(server.objects["x:Zone"]?.isEmpty == true)
    }
  }

  @Test func looksAgainAfterAHalfDoneCall() throws {
    let server = MiniServer()
    server.faults = [2: .method(0, MethodError(method: "", type: "serverUnavailable"))]
    let result = try server.apply(upserts(4))
    #expect(result.totals.created == 4 && server.objects["x:Zone"]?.count == 4)
  }

  @Test func splitsWhatIsTooLarge() throws {
    let small = MiniServer()
    small.limits.maxObjectsInSet = 100
    small.limits.maxObjectsInGet = 100
    let result = try small.applyWithDefaultLimits(upserts(1000))
    #expect(result.totals.created == 1000 && result.failures.isEmpty)
    let tight = MiniServer()
    tight.faults = [2: .refused(RequestProblem(status: 400, limit: "maxSizeRequest"))]
    let split = try tight.apply(upserts(20))
    #expect(split.totals.created == 20 && split.failures.isEmpty)
    let fewCalls = MiniServer()
    fewCalls.limits.maxCallsInRequest = 2
    let calls = try fewCalls.applyWithDefaultLimits(
      upserts(2) + "\n" + #"{"@type":"upsert","object":"Host","value":{"h":{"name":"h"}}}"#,
      continues: true
    )
    #expect(calls.totals.created == 3)
  }

  @Test func writesSecretsAndNothingElseAgain() throws {
    let server = MiniServer()
    let plan =
      #"{"@type":"upsert","object":"Host","value":{"h":{"name":"h","wait":5,"secret":"top"}}}"#
    _ = try server.apply(plan)
    let again = try server.apply(plan)
    #expect(again.totals.updated == 1)
    let last = server.requests.last?.methodCalls[0].arguments["update"]?.object?.members[0].value
    #expect(last == ["secret": "top"])
    let skipped = try server.apply(plan, skipsSecrets: true)
    #expect(skipped.totals.unchanged == 1)
  }

  @Test func sendsOnCreateOnlyOnce() throws {
    let server = MiniServer()
    let plan =
      #"{"@type":"upsert","object":"Host","value":{"h":{"name":"h"}},"onCreate":{"h":{"secret":"first"}}}"#
    _ = try server.apply(plan)
    #expect(server.objects["x:Host"]?[0].value["secret"] == "first")
    #expect(try server.apply(plan).writes == 0)
  }

  @Test func refusesWhatFitsSeveral() throws {
    let server = MiniServer()
    _ = server.add("x:Zone", ["name": "a"])
    _ = server.add("x:Zone", ["name": "a"])
    let result = try server.apply(#"{"@type":"upsert","object":"Zone","value":{"z":{"name":"a"}}}"#)
    #expect(result.totals.failed == 1 && result.writes == 0)
    guard case .match(.ambiguous(_, ["name"], let matches))? = result.failures.first?.cause else {
      Issue.record("not ambiguous")
      return
    }
    #expect(matches.count == 2)
  }

  @Test func findsWhatItMadeInTheSameRun() throws {
    let server = MiniServer()
    let result = try server.apply(
      ##"""
      {"@type":"upsert","object":"Zone","value":{"z":{"name":"a"}}}
      {"@type":"upsert","object":"Host","matchOn":["domainId"],"value":{"h":{"name":"h","domainId":"#z"}}}
      {"@type":"upsert","object":"Host","matchOn":["domainId"],"value":{"k":{"name":"h","domainId":"#z","wait":7}}}
      """##
    )
    #expect(result.totals.created == 2 && result.totals.updated == 1 && result.failures.isEmpty)
    #expect(server.objects["x:Host"]?.count == 1)
  }

  @Test func comparesASecondUpdateWithWhatTheFirstMade() throws {
    let server = MiniServer()
    server.objects["x:Caps"] = [("singleton", ["max": 9])]
    let plan = """
      {"@type":"update","object":"Caps","value":{"max":5}}
      {"@type":"update","object":"Caps","value":{"max":9}}
      """
    let result = try server.apply(plan, continues: true)
    #expect(result.totals.updated == 2)
    #expect(server.objects["x:Caps"]?[0].value["max"] == 9)
  }

  @Test func knowsThatACreateResetsASingleton() throws {
    let server = MiniServer()
    server.objects["x:Caps"] = [("singleton", ["max": 9])]
    let result = try server.apply(
      """
      {"@type":"create","object":"Caps","value":{"c":{"max":5}}}
      {"@type":"update","object":"Caps","value":{"max":9}}
      """
    )
    // It was so before the plan, but is not any more.
    #expect(result.totals.updated == 1 && result.totals.unchanged == 0)
  }

  @Test func writesAgainWhatAPatchByPointerChanged() throws {
    let server = MiniServer()
    let id = server.add("x:Host", ["name": "h", "tags": ["a": true]])
    let result = try server.apply(
      """
      {"@type":"update","object":"Host","id":"\(id)","value":{"tags/b":true}}
      {"@type":"update","object":"Host","id":"\(id)","value":{"tags":["a"]}}
      {"@type":"update","object":"Host","id":"\(id)","value":{"tags/b":false}}
      """
    )
    #expect(result.totals.updated == 2 && result.totals.unchanged == 1)
  }

  @Test func stopsAfterTheRequestInFlight() throws {
    let server = MiniServer()
    let result = try server.apply(upserts(1200), stopAfterWrites: 1)
    #expect(result.totals.created == 500 && server.objects["x:Zone"]?.count == 500)
    #expect(result.totals.failed == 0)
  }

  @Test func tellsWhatFailedBeforeItWasStopped() throws {
    let server = MiniServer.with(refuses: ["z7"])
    let result = try server.apply(upserts(1200), stopAfterWrites: 1)
    #expect(result.totals.created == 499 && result.totals.failed == 1)
    #expect(result.failures.map(\.id) == ["z7"])
    // What was not tried is not told of.
    let skipped = try MiniServer().apply(
      """
      {"@type":"create","object":"Zone","value":{"a":{"name":"a"}}}
      {"@type":"upsert","object":"Host","matchOn":["wait"],"value":{"h":{"name":"h","wait":1}}}
      """,
      stopAfterWrites: 1
    )
    #expect(skipped.totals == Totals(created: 1))
  }

  @Test func findsWhatALostAnswerRemovedFromAList() throws {
    let list: JSONObject = [
      "0": ["name": "a", "enabled": true], "1": ["name": "b", "enabled": true],
      "2": ["name": "c", "enabled": true],
    ]
    for fault in [MiniServer.Fault.lostAfter, .lostBefore] {
      let server = MiniServer()
      let id = server.add("x:Host", ["name": "h", "aliases": .object(list)])
      server.faults = [2: fault]
      let result = try server.apply(
        #"{"@type":"update","object":"Host","id":"\#(id)","value":{"aliases/0":null}}"#
      )
      #expect(result.totals.updated == 1 && result.failures.isEmpty)
      let left = server.objects["x:Host"]?[0].value["aliases"]?.object?.members.map(\.value)
      #expect(left?.map { $0["name"] } == ["b", "c"])
    }
  }

  @Test func looksForManyObjectsInParts() throws {
    let server = MiniServer()
    _ = try server.apply(upserts(30))
    server.limits.maxObjectsInGet = 7
    server.faults = [server.requests.count + 6: .lostAfter]
    let result = try server.apply(upserts(30, size: 9))
    #expect(result.totals.updated == 30 && result.failures.isEmpty)
  }

  @Test func looksForWhatWasMadeWithoutAnID() throws {
    let server = MiniServer()
    server.hidesIDs = true
    let result = try server.apply(
      ##"""
      {"@type":"upsert","object":"Zone","value":{"z":{"name":"a"}}}
      {"@type":"upsert","object":"Host","value":{"h":{"name":"h","domainId":"#z"}}}
      """##
    )
    #expect(result.totals.created == 2 && result.failures.isEmpty)
    #expect(server.objects["x:Host"]?.count == 1)
  }

  @Test func keepsWhatAFailedOperationFits() throws {
    let server = MiniServer()
    for name in ["a", "b", "b", "c"] { _ = server.add("x:Zone", ["name": .string(name)]) }
    let result = try server.apply(
      """
      {"@type":"upsert","object":"Zone","value":{"a":{"name":"a"},"b":{"name":"b"}}}
      {"@type":"reconcile","object":"Zone","value":{"d":{"name":"d"}}}
      """,
      continues: true
    )
    #expect(result.totals == Totals(created: 1, destroyed: 1, failed: 1))
    let names = server.objects["x:Zone"]?.compactMap { $0.value["name"]?.string }
    #expect(names == ["a", "b", "b", "d"])
  }

  @Test func fillsRequestsByWhatTheServerTakes() throws {
    let server = MiniServer()
    let plan = (0..<4).map { part in
      let bodies = (0..<5000).map { #""z\#(part)-\#($0)":{"name":"n\#(part)-\#($0)"}"# }
      return #"{"@type":"upsert","object":"Zone","value":{\#(bodies.joined(separator: ","))}}"#
    }
    let result = try server.apply(plan.joined(separator: "\n"), continues: true)
    #expect(result.totals.created == 20_000)
    #expect(result.reads + result.writes < 30)
  }
}

extension MiniServer {
  static func with(refuses: Set<String>) -> MiniServer {
    let server = MiniServer()
    server.refuses = refuses
    return server
  }

  /// Applies without knowing that the server's limits are smaller.
  func applyWithDefaultLimits(_ text: String, continues: Bool = false) throws -> RunResult {
    try apply(text, continues: continues, assuming: .defaults)
  }
}
