// SPDX-License-Identifier: MIT

import JSON
import Testing

@testable import Simulator

/// Arguments of the wrong kind: which of them fail their call, and which the whole request.
@Suite
struct ArgumentTests {
  private func answer(_ name: String, _ arguments: String) throws -> (status: Int, body: JSONValue)?
  {
    let calls = #"["x:Role/\#(name)",\#(arguments),"a"],["x:Role/query",{},"b"]"#
    return try Engine().answer(#"{"using":[],"methodCalls":[\#(calls)]}"#)
  }

  @Test(arguments: [
    ("set", #"{"destroy":[5]}"#), ("set", #"{"create":{},"destroy":["b", null ]}"#),
    ("set", #"{"ifInState":5}"#), ("set", #"{"ifInState":"x"}"#), ("set", #"{"update":"x"}"#),
    ("set", #"{"create":{"n":{"description":1e400}}}"#), ("get", #"{"accountId":null}"#),
    ("get", #"{"ids":["b",7]}"#),
    ("get", #"{"properties":["description","a\/b"]}"#), ("query", #"{"limit":-1}"#),
    ("query", #"{"limit":1.5}"#), ("query", #"{"filter":"x"}"#), ("query", #"{"anchor":5}"#),
    ("query", #"{"filter":{"operator":"AND","conditions":null}}"#),
    ("query", #"{"filter":{"conditions":[],"description":"x"}}"#),
    ("query", #"{"sort":[{"property":"id"},{"property":"id","isAscending":null}]}"#),
  ])
  func failOneCallWhenNothingFollows(_ name: String, _ arguments: String) throws {
    let answer = try #require(try answer(name, arguments))
    #expect(answer.status == 200)
    #expect(answer.body["methodResponses"]?[0]?[1]?["type"] == "invalidArguments")
    #expect(answer.body["methodResponses"]?[1]?[0] == "x:Role/query")
  }

  @Test(arguments: [
    ("set", #"{"destroy":[5],"create":{}}"#), ("set", #"{"destroy":[5,"b"]}"#),
    ("set", #"{"ifInState":5,"create":{}}"#), ("set", #"{"update":[]}"#),
    ("get", #"{"ids":[7,"b"]}"#), ("get", #"{"ids":{}}"#), ("get", #"{"properties":[[]]}"#),
    ("get", ##"{"#ids":null}"##), ("query", #"{"limit":-1,"position":0}"#),
    ("query", #"{"filter":[]}"#), ("query", #"{"filter":{"operator":"XOR"}}"#),
    ("query", #"{"filter":{"conditions":null,"operator":"AND"}}"#),
    ("query", #"{"filter":{"conditions":[5,{}]}}"#),
    ("query", #"{"sort":[{"isAscending":null,"property":"id"}]}"#),
    ("query", #"{"sort":[{"property":5},{"property":"id"}]}"#), ("query", #"{"sort":{}}"#),
  ])
  func failTheRequestWhenMoreFollows(_ name: String, _ arguments: String) throws {
    let answer = try #require(try answer(name, arguments))
    #expect(answer.status == 400)
    #expect(answer.body["type"] == "urn:ietf:params:jmap:error:notRequest")
  }

  @Test(arguments: [
    ("get", #"{"ids":null,"properties":null}"#),
    ("set", #"{"ifInState":null,"create":null,"update":null,"destroy":null,"nosuch":[5,{}]}"#),
    ("set", #"{"ifInState":"n"}"#),
    (
      "query",
      #"{"filter":null,"sort":null,"limit":null,"position":null,"anchor":null,"calculateTotal":null}"#
    ),
  ])
  func areFineWhenTheyAreNull(_ name: String, _ arguments: String) throws {
    let answer = try #require(try answer(name, arguments))
    #expect(answer.body["methodResponses"]?[0]?[0]?.string == "x:Role/\(name)")
  }
}
