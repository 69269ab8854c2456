// SPDX-License-Identifier: MIT

import JSON
import Testing

@testable import Simulator

@Suite
struct LogTests {
  private static let files = #"""
    {"files":{
      "/logs/stalwart.2026-01-02":
        "2026-01-02T03:04:05Z INFO Starting (server.startup) version = \"0.0\"\nnot a line\n2026-01-02T03:04:06Z WARN \u001b[1mA (odd) name\u001b[0m (auth.success) a (b) c\n",
      "/logs/stalwart.2026-01-01": "2026-01-01T00:00:00Z ERROR Old (auth.failed)\n",
      "/logs/other.2026-01-03": "2026-01-03T00:00:00Z ERROR Other (auth.failed)\n"},
     "objects":{"Tracer":[{"id":"b","@type":"Log","path":"/logs/"}]}}
    """#

  private func engine() throws -> Engine {
    let engine = try Engine()
    try engine.store.load(json(Self.files))
    engine.engine.didRestart()
    return engine
  }

  @Test
  func readsTheLinesOfTheTracersFilesNewestFirst() throws {
    let engine = try engine()
    let answer = try engine.call(
      "x:Log/get",
      #"{"ids":null,"properties":["event","details","level"]}"#
    )
    let lines = answer["list"]?.array ?? []
    #expect(lines.map { $0["event"] } == ["auth.success", "server.startup", "auth.failed"])
    #expect(lines.map { $0["level"] } == ["warn", "info", "error"])
    #expect(lines.map { $0["details"] } == ["a (b) c", #"version = "0.0""#, ""])
    #expect(lines.map { $0["id"] } == ["cp", "a", "iaaaaaaaaa"])
  }

  @Test(arguments: [
    (#"{}"#, ["cp", "a", "iaaaaaaaaa"]), (#"{"limit":1}"#, ["cp"]),
    (#"{"anchor":"cp"}"#, ["a", "iaaaaaaaaa"]), (#"{"anchor":"cp","limit":1}"#, ["a"]),
    (#"{"filter":{"text":"(odd)"}}"#, ["cp"]), (#"{"filter":{"text":"(ODD)"}}"#, []),
    (#"{"filter":{"text":"2026-01-01"}}"#, ["iaaaaaaaaa"]),
    (#"{"position":1}"#, ["cp", "a", "iaaaaaaaaa"]),
  ])
  func pagesAndFilters(_ arguments: String, _ ids: [String]) throws {
    let answer = try engine().call("x:Log/query", arguments)
    #expect(answer["ids"] == .array(ids.map { .string($0) }))
  }

  @Test
  func takesAnotherFolderOnlyAfterAReload() throws {
    let engine = try engine()
    _ = try engine.patch("Tracer", "b", #"{"path":"/nowhere"}"#)
    #expect(try engine.query("Log", #"{"limit":1}"#) == ["cp"])
    _ = try engine.patch("SpamPyzor", "singleton", #"{"enable":false}"#)
    _ = try engine.create("Action", #"{"@type":"ReloadSettings"}"#)
    #expect(try engine.call("x:Log/query", "{}")["type"] == "serverUnavailable")
    #expect(try engine.call("x:Log/get", #"{"ids":[]}"#)["list"] == [])
  }
}
