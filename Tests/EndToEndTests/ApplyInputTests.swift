// SPDX-License-Identifier: MIT

import Foundation
import Glibc
import TestSupport
import Testing

/// Plans that are no plans, and plans from odd places; nothing of them is sent.
@Suite struct ApplyInputTests {
  private let directory: TemporaryDirectory
  private let simulator: RunningSimulator

  init() throws {
    directory = try TemporaryDirectory()
    simulator = try RunningSimulator()
  }

  private func launch(_ arguments: [String]) -> Launch {
    var environment = simulator.environment
    environment["HOME"] = directory.url.path
    environment["STALWART_SCHEMA_TTL"] = "100000"
    return Launch(
      BuiltProducts.client,
      arguments,
      environment: environment,
      directory: directory.url
    )
  }

  private func posts() -> Int {
    simulator.exchanges.filter { $0.contains(#""method":"POST""#) }.count
  }

  /// A text, and what is said of it.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var bytes: [UInt8]
    var says: String
    var testDescription: String { name }

    init(_ name: String, _ text: String, says: String) {
      self.init(name, Array(text.utf8), says: says)
    }

    init(_ name: String, _ bytes: [UInt8], says: String) {
      self.name = name
      self.bytes = bytes
      self.says = says
    }
  }

  private static let update = #"{"@type":"update","object":"Imap","value":{"maxConcurrent":5}}"#
  private static let cases: [Case] = [
    Case(
      "cut in a line",
      update + "\n" + update.prefix(44),
      says: "invalid plan NDJSON on line 2: "
    ),
    Case("NUL", update + "\n" + update + "\0\n", says: "invalid plan NDJSON on line 2: "),
    Case("NUL in a text", update.replacing("Imap", with: "Im\0ap"), says: "on line 1: "),
    Case(
      "UTF-16 with a mark",
      [0xFF, 0xFE] + update.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] },
      says: "the text is UTF-16, not UTF-8"
    ),
    Case(
      "UTF-16 without",
      update.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] },
      says: "the text is UTF-16, not UTF-8"
    ),
    Case("Latin-1", Array(update.utf8).map { $0 == 0x49 ? 0xC9 : $0 }, says: "on line 1: "),
    Case("arrays without end", String(repeating: "[", count: 200_000), says: "on line 1: "),
    Case(
      "objects without end",
      String(repeating: #"{"a":"#, count: 200_000),
      says: "on line 1: "
    ),
    Case(
      "a deep value",
      update.replacing(
        "5",
        with: String(repeating: "[", count: 5000) + String(repeating: "]", count: 5000)
      ),
      says: "on line 1: "
    ),
    Case("a web page", "<!doctype html>\n<title>no</title>\n", says: "on line 1: "),
    Case("YAML", "- \"@type\": update\n  object: Imap\n", says: "on line 1: "),
  ]

  @Test(arguments: cases)
  func isRefusedBeforeAnythingIsSent(_ entry: Case) throws {
    try directory.write(entry.bytes, to: "plan")
    let outcome = try launch(["apply", "plan", "--continue-on-error", "--json"]).run()
    #expect(outcome.status == 2, "\(outcome.errorText)")
    #expect(outcome.output.isEmpty)
    #expect(outcome.errorText.contains(entry.says), "\(outcome.errorText)")
    #expect(outcome.errorText.utf8.count < 2000)
    #expect(posts() == 0)
  }

  @Test func takesAHundredMegabytesOnOneLine() throws {
    let url = URL(filePath: directory.path("plan"))
    try Data().write(to: url)
    let file = try FileHandle(forWritingTo: url)
    try file.write(contentsOf: Data(#"{"@type":"update","object":"Imap","value":{"x":""#.utf8))
    let piece = Data(repeating: UInt8(ascii: "y"), count: 10_000_000)
    for _ in 0..<10 { try file.write(contentsOf: piece) }
    try file.write(contentsOf: Data(#""}}"#.utf8))
    try file.close()
    var launch = launch(["apply", "plan"])
    launch.limit = .seconds(600)  // A debug build on a busy machine takes its time.
    let outcome = try launch.run()
    #expect(outcome.status == 2, "\(outcome.errorText.prefix(2000))")
    #expect(outcome.errorText.contains("Imap: unknown field: x (operation #1)"))
    #expect(outcome.errorText.utf8.count < 2000)
    #expect(posts() == 0)
  }

  @Test func readsAPipeWithAName() throws {
    let pipe = directory.path("pipe")
    #expect(unsafe mkfifo(pipe, 0o600) == 0)
    let text = Data((Self.update + "\n").utf8)
    Thread.detachNewThread {
      guard let file = FileHandle(forWritingAtPath: pipe) else { return }
      try? file.write(contentsOf: text)
      try? file.close()
    }
    let outcome = try launch(["apply", "--file", pipe]).run()
    #expect(outcome.status == 0, "\(outcome.errorText)")
    #expect(outcome.errorText.contains("✓ updated Imap (1)"))
  }
}
