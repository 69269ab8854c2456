// SPDX-License-Identifier: MIT

import Foundation
import JSON
import Simulator
import TestSupport

/// A file of recorded traffic, and what the real server's machine had beside the store.
struct ExchangeRecording {
  /// Such as `special.normal`.
  let name: String
  let mode: ServerMode
  let exchanges: [Exchange]
  private let directory: URL

  /// Reads a file, whose name ends in `NAME.MODE.ndjson` or `NAME.MODE.ndjson.gz`.
  init?(_ file: URL) throws {
    let parts = file.lastPathComponent.split(separator: ".")
    guard parts.count > 2, let mode = ServerMode(rawValue: String(parts[1])) else { return nil }
    name = parts.prefix(2).joined(separator: ".")
    self.mode = mode
    exchanges = try Exchange.read(file)
    directory = file.deletingLastPathComponent()
  }

  /// The recording whose end is the beginning of this one; a restart lies between the two.
  private var origin: String? {
    switch name {
    case "bootstrap.normal": "bootstrap.bootstrap"
    case "reports.normal": "reports.recovery"
    default: nil
    }
  }

  /// The mode in which the story begins.
  var startMode: ServerMode {
    origin.flatMap { ServerMode(rawValue: String($0.split(separator: ".")[1])) } ?? mode
  }

  /// What is sent before the recording begins.
  ///
  /// The real server's operator made the folder for the data between two exchanges; here it is
  /// there from the start, so that of the set-up only its end is sent.
  var prelude: [Exchange] {
    get throws {
      guard let origin else { return [] }
      let names = ["\(origin).ndjson", "\(origin).ndjson.gz"]
      let file = names.map { directory.appending(path: $0) }
        .first { FileManager.default.fileExists(atPath: $0.path) }
      guard let file, let recording = try ExchangeRecording(file) else { return [] }
      return recording.exchanges.filter { exchange in
        startMode != .bootstrap || exchange.name.hasPrefix("set finish")
      }
    }
  }

  /// Whether an answer counts.
  ///
  /// All answers of the recordings that begin in the middle are marked as volatile, because their
  /// beginning is not in the file. Here it is, so that those which name no time are compared.
  func compares(_ exchange: Exchange) -> Bool {
    guard origin != nil else { return exchange.isCompared }
    return exchange.response != nil && !Self.changing.contains(exchange.name)
  }

  /// Answers of the restarted server that show a moment of its background work.
  private static let changing: Set<String> = [
    "after wizard x:Domain", "after wizard x:DkimSignature", "after wizard x:Task",
  ]

  // MARK: - What was there outside the store

  /// What the simulator holds before the first request; nil leaves it to its first start.
  var dataSet: JSONValue? {
    get throws {
      switch name {
      case "reads.recovery": try withFiles(logFiles, .recovery)
      case "bootstrap.normal": try withFiles(["/var/lib/stalwart/": ""], .bootstrap)
      case "reports.normal": try withReports()
      default: nil
      }
    }
  }

  private func firstStart(_ mode: ServerMode) throws -> JSONObject {
    let server = try SimulatorServer.start(ExchangeReplay.configuration(mode))
    defer { server.stop() }
    let data = try JSONValue(parsing: ExchangeReplay.control("GET", "/sim/data", server))
    return data.object ?? [:]
  }

  private func withFiles(_ files: JSONObject, _ mode: ServerMode) throws -> JSONValue {
    var data = try firstStart(mode)
    data["files"] = .object(files)
    return .object(data)
  }

  /// The log that was laid into the folder that the recording's tracer names.
  ///
  /// Its answers tell all that clients see of the lines, and by their ids where they begin.
  private var logFiles: JSONObject {
    let folder = exchanges.lazy.compactMap(Self.logFolder).first ?? "/var/lib/stalwart/logs"
    let lines = [
      "2026-01-02T03:04:05Z INFO Server startup (server.startup)"
        + " hostname = \"mail.example.org\", version = \"0.0\"",
      "2026-01-02T03:05:00Z WARN Strategy not found (smtp.id-not-found)"
        + " id = \"local\", details = \"Queue strategy not found\"",
      // What stands here is no line of the log: no answer shows it.
      "  this goes on with the line above it",
      "2026-01-02T03:06:00Z DEBUG Authentication successful (auth.success)"
        + " accountName = \"jane@example.org\"",
    ]
    let old =
      "2026-01-01T00:00:00Z ERROR Unexpected store error (store.unexpected-error) reason = \"old\""
    return [
      "/etc/hostname": "mail\n",
      "\(folder)/stalwart.2026-01-02": .string(lines.joined(separator: "\n") + "\n"),
      "\(folder)/stalwart.2026-01-01": .string("\(old)\n"),
    ]
  }

  private static func logFolder(_ exchange: Exchange) -> String? {
    guard case .text(let text) = exchange.body, let request = try? JSONValue(parsing: text),
      let call = request["methodCalls"]?[0], call[0]?.string == "x:Tracer/set",
      let tracer = call[1]?["create"]?.object?.members.first?.value,
      tracer["@type"]?.string == "Log"
    else { return nil }
    return tracer["path"]?.string
  }

  /// The reports, which had come by mail: the recording's first answers show each.
  private func withReports() throws -> JSONValue {
    var data = try firstStart(.recovery)
    var objects = data["objects"]?.object ?? [:]
    for exchange in exchanges {
      guard case .text(let body) = exchange.body, body.contains("\"ids\":null"),
        case .text(let answer) = exchange.response?.body,
        let result = try JSONValue(parsing: answer)["methodResponses"]?[0],
        let method = result[0]?.string, method.hasSuffix("ExternalReport/get")
      else { continue }
      let type = method.dropFirst(2).prefix { $0 != "/" }
      objects[String(type)] = result[1]?["list"]
    }
    data["objects"] = .object(objects)
    return .object(data)
  }
}
