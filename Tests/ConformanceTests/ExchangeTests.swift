// SPDX-License-Identifier: MIT

import Foundation
import Simulator
import TestSupport
import Testing

/// Replays recorded traffic of the real server against the simulator.
///
/// `STALWART_EXCHANGES` names another directory of recordings, `STALWART_EXCHANGE_FILE` one of
/// them (the beginning of its name), `STALWART_DIFFERENCES` a file for all differences, or `1` to
/// print them, `STALWART_EXCHANGE_LOG` one that takes all that was sent and answered, also where the
/// recording does not give the answer.
@Suite(.serialized)
struct ExchangeTests {
  private static let environment = ProcessInfo.processInfo.environment

  private static var directory: URL {
    environment["STALWART_EXCHANGES"].map { URL(filePath: $0) }
      ?? SharedData.directory.appending(path: "exchanges")
  }

  static var recordings: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
    let wanted = environment["STALWART_EXCHANGE_FILE"] ?? ""
    return names.filter { $0.contains(".ndjson") && $0.hasPrefix(wanted) }.sorted()
  }

  @Test(
    .enabled(if: !recordings.isEmpty, "no recordings beside the project"),
    arguments: recordings
  )
  func answersAsTheRealServerDoes(_ file: String) throws {
    let recording = try #require(try ExchangeRecording(Self.directory.appending(path: file)))
    let name = recording.name
    let outcome = try ExchangeReplay(recording: recording).run()
    print("\(name): \(outcome.equal) of \(outcome.compared) equal")
    Self.report(outcome.differences, of: name)
    for difference in outcome.differences {
      let title = "\(name): \(difference.prefix { $0 != "\n" })"
      let reason = ExchangeFloors.knownDifferences[title]
      print("  \(title)\(reason.map { " (known: \($0))" } ?? "")")
    }
    // A recording may hold only what prepares another one.
    guard outcome.compared > 0 else { return }
    let share = Double(outcome.equal) * 100 / Double(outcome.compared)
    let floor = ExchangeFloors.floors[name] ?? ExchangeFloors.otherwise
    #expect(share >= floor, "\(name) fell to \(share) %, below its floor of \(floor) %")
  }

  private static func report(_ differences: [String], of name: String) {
    guard let target = environment["STALWART_DIFFERENCES"], !target.isEmpty else { return }
    let text = differences.map { "### \(name): \($0)\n" }.joined()
    guard target != "1", let data = text.data(using: .utf8) else {
      print(text)
      return
    }
    let file = URL(filePath: target)
    if let handle = try? FileHandle(forWritingTo: file) {
      _ = try? handle.seekToEnd()
      try? handle.write(contentsOf: data)
      try? handle.close()
    } else {
      try? data.write(to: file)
    }
  }
}
