// SPDX-License-Identifier: MIT

import JSON
import Testing

@testable import Simulator

struct ExpressionTests {
  private func problem(_ text: String, in structure: String = "MtaHook") throws -> String? {
    let compiler = ExpressionCompiler(variables: ExpressionNames.allowed(in: structure))
    return compiler.problem(in: try #require(try JSONValue(parsing: text).object))
  }

  @Test(arguments: [
    #"{"else":"true"}"#, #"{"else":"5m"}"#, #"{"else":"  "}"#, #"{"match":{}}"#,
    #"{"else":"remote_ip == '127.0.0.1'"}"#, #"{"else":"len(sender) > 5"}"#,
    #"{"match":{"0":{"if":"1 == 1","then":"[plain, login]"}},"else":"false"}"#,
  ])
  func acceptsWhatTheServerAccepts(_ text: String) throws {
    #expect(try problem(text) == nil)
  }

  @Test(arguments: [
    (#"{"else":"nosuch == 1"}"#, #"'else' expression: Invalid variable or constant "nosuch""#),
    (#"{"else":"nosuch(1)"}"#, #"'else' expression: Invalid variable or constant "nosuch""#),
    (#"{"else":"(1 +"}"#, "'else' expression: Unmatched open parenthesis"),
    (#"{"else":"'abc"}"#, "'else' expression: Unterminated string"),
    (
      #"{"else":"ip_reverse"}"#,
      #"'else' expression: Variable "ip_reverse" not allowed in this context"#
    ),
    (
      #"{"match":{"0":{"if":"x","then":"true"}},"else":"true"}"#,
      #"'if' expression in condition #1: Invalid variable or constant "x""#
    ),
  ])
  func namesTheFirstMistake(_ text: String, _ reason: String) throws {
    #expect(try problem(text) == "Error parsing " + reason)
  }

  @Test
  func insistsOnAllBlocks() throws {
    #expect(
      try problem(#"{"match":{"0":{"if":"true","then":"true"}}}"#)
        == "Missing 'else' block in 'if' expression"
    )
    #expect(
      try problem(#"{"match":{"0":{"if":"true"}},"else":"true"}"#)
        == "All 'if' and 'then' blocks must be non-empty"
    )
  }

  @Test
  func knowsWhichVariablesAPlaceHas() throws {
    #expect(try problem(#"{"else":"sender"}"#, in: "MtaStageConnect") != nil)
    #expect(try problem(#"{"else":"ip_reverse"}"#, in: "Alert") == nil)
  }

  @Test
  func compilesEveryDefaultOfTheSchema() throws {
    let model = try Engine.model()
    let defaults = Defaults(now: 0)
    for structure in model.structures.values {
      for property in structure.properties {
        guard case .object(let shape) = property.kind, shape.single?.isExpression ?? false else {
          continue
        }
        let value = defaults.object(structure)[property.name]?.object ?? [:]
        let compiler = ExpressionCompiler(
          variables: ExpressionNames.allowed(in: structure.name)
        )
        #expect(compiler.problem(in: value) == nil, "\(structure.name).\(property.name)")
      }
    }
  }

  @Test
  func fillsSelectorTemplates() throws {
    let template = SelectorTemplate("v{version}-{algorithm}-{date-%Y%m%d}")
    let selector = try template.selector(algorithm: "rsa", version: 1, seconds: 0)
    #expect(selector == "v1-rsa-19700101")
    #expect(throws: SetError.self) {
      try SelectorTemplate("{nope}").selector(algorithm: "rsa", version: 1, seconds: 0)
    }
    #expect(throws: ConnectionDropped.self) {
      try SelectorTemplate("{date-%Q}").selector(algorithm: "rsa", version: 1, seconds: 0)
    }
  }
}
