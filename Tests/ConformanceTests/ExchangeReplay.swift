// SPDX-License-Identifier: MIT

import Foundation
import JSON
import Simulator
import TestSupport

/// Sends a recording to a fresh simulator and counts the answers that are right.
struct ExchangeReplay {
  /// What came of a recording.
  struct Outcome {
    var equal = 0
    var compared = 0
    var differences: [String] = []
  }

  private static let comparedFields: Set<String> = [
    "content-type", "location", "www-authenticate", "retry-after", "ratelimit",
    "ratelimit-policy", "cache-control", "content-encoding",
  ]

  let recording: ExchangeRecording

  /// A configuration with the real server's schema document.
  static func configuration(_ mode: ServerMode) throws -> Configuration {
    var configuration = Configuration()
    configuration.mode = mode
    configuration.dataStorePath = "/var/lib/stalwart/data.sqlite3"
    configuration.schema = try SchemaDocument(
      file: FileAccess.read(SharedData.directory.appending(path: "schema.json.gz").path),
      path: "schema.json.gz"
    )
    return configuration
  }

  /// Asks the simulator itself for something; returns the content of the answer.
  @discardableResult
  static func control(_ method: String, _ target: String, _ server: SimulatorServer) -> [UInt8] {
    let connection = LoopbackConnection(port: server.port)
    connection?.send(Array("\(method) \(target) HTTP/1.1\r\nContent-Length: 0\r\n\r\n".utf8))
    return connection?.readAnswer(to: method)?.body ?? []
  }

  func run() throws -> Outcome {
    var configuration = try Self.configuration(recording.startMode)
    configuration.dataSet = try recording.dataSet
    if let path = ProcessInfo.processInfo.environment["STALWART_EXCHANGE_LOG"] {
      configuration.log = try FileAccess.lineWriter(path)
    }
    let server = try SimulatorServer.start(configuration)
    defer { server.stop() }
    var translation = Translation(liveBase: server.url)
    _ = send(try recording.prelude, to: server, &translation)
    if recording.mode != recording.startMode {
      Self.control("POST", "/sim/restart?mode=\(recording.mode.rawValue)", server)
    }
    return send(recording.exchanges, to: server, &translation)
  }

  private func send(
    _ exchanges: [Exchange],
    to server: SimulatorServer,
    _ translation: inout Translation
  ) -> Outcome {
    var outcome = Outcome()
    var connection = LoopbackConnection(port: server.port)
    for exchange in exchanges {
      let request = Self.request(exchange, translation)
      connection?.send(request)
      var answer = connection?.readAnswer(to: exchange.method)
      let isDropped = answer == nil
      if answer == nil {
        // The real client tried again on a new connection, and so must the replay.
        connection = LoopbackConnection(port: server.port)
        connection?.send(request)
        answer = connection?.readAnswer(to: exchange.method)
        if answer == nil { connection = LoopbackConnection(port: server.port) }
      }
      var difference: String?
      if exchange.isDropped {
        difference = isDropped ? nil : "answered \(answer?.status ?? 0) where none was due"
      } else if let answer {
        difference = Self.compare(exchange, answer, &translation)
      } else {
        difference = "the connection was closed"
      }
      guard recording.compares(exchange) else { continue }
      outcome.compared += 1
      if let difference {
        outcome.differences.append("\(exchange.name)\n\(Self.summary(exchange))\n\(difference)\n")
      } else {
        outcome.equal += 1
      }
    }
    return outcome
  }

  private static func summary(_ exchange: Exchange) -> String {
    guard case .text(let text) = exchange.body else {
      return "  > \(exchange.method) \(exchange.path)"
    }
    return "  > \(exchange.method) \(exchange.path) \(text.prefix(1500))"
  }

  private static func request(_ exchange: Exchange, _ translation: Translation) -> [UInt8] {
    let body: [UInt8] =
      switch exchange.body {
      case .text(let text): Array(translation.translate(text).utf8)
      case .bytes(let bytes): bytes
      }
    var head = "\(exchange.method) \(translation.translate(exchange.path)) HTTP/1.1\r\n"
    for (name, value) in exchange.headers where name.lowercased() != "content-length" {
      let value =
        name.lowercased() == "authorization"
        ? translation.translate(authorization: value) : translation.translate(value)
      head += "\(name): \(value)\r\n"
    }
    if !body.isEmpty || exchange.method == "POST" { head += "Content-Length: \(body.count)\r\n" }
    return Array("\(head)\r\n".utf8) + body
  }

  /// Compares and learns.
  ///
  /// - Returns: what differs, nil if nothing does.
  private static func compare(
    _ exchange: Exchange,
    _ answer: LoopbackConnection.Answer,
    _ translation: inout Translation
  ) -> String? {
    let answered = try? JSONValue(parsing: answer.body)
    guard let response = exchange.response else {
      if let answered { translation.learn(exchange.made, answered) }
      return nil
    }
    var differences: [String] = []
    if response.status != answer.status {
      differences.append("  status \(response.status), answered \(answer.status)")
    }
    switch response.body {
    case .bytes(let bytes):
      if bytes != answer.body { differences.append("  the content differs") }
    case .text(let text):
      if let recorded = try? JSONValue(parsing: text), let answered {
        translation.learn(recorded, answered)
        let translated = (try? JSONValue(parsing: translation.translate(text))) ?? recorded
        let expected = translation.normal(translated)
        let actual = translation.normal(answered)
        if expected != actual {
          differences += StructuralDifference.lines(expected, actual)
        }
      } else if Array(text.utf8) != answer.body, !isToken(exchange) {
        let actual = String(decoding: answer.body.prefix(2000), as: UTF8.self)
        differences.append("  - \(text.prefix(2000))\n  + \(actual)")
      }
    }
    let expected = fields(response.headers, translation)
    let actual = fields(answer.headers, translation)
    if expected != actual { differences.append("  fields \(expected)\n  answered \(actual)") }
    return differences.isEmpty ? nil : differences.joined(separator: "\n")
  }

  /// A bare token is the whole content of this answer.
  private static func isToken(_ exchange: Exchange) -> Bool {
    exchange.path.hasPrefix("/api/token/") && exchange.response?.status == 200
  }

  private static func fields(
    _ headers: [(name: String, value: String)],
    _ translation: Translation
  ) -> [String] {
    headers.filter { comparedFields.contains($0.name) }
      .map {
        "\($0.name): \($0.value.replacing(translation.liveBase, with: translation.recordedBase))"
      }
      .sorted()
  }
}
