// SPDX-License-Identifier: MIT

import Glibc
import TestSupport
import Testing

/// What every command does in every kind of trouble, in one table.
///
/// One line for each thing that goes wrong, one column for each command. An entry is the exit
/// code and, where a command changes something, what the server made of it:
///
/// | entry | meaning |
/// |---|---|
/// | `made` | the server got the request once, and the change is made, once |
/// | `kept` | the server got the request once, and nothing is changed |
/// | `unsent` | the server never got the request, so nothing is changed |
/// | `×2` | the server got the request this often |
/// | `?` | standard error says that nobody knows whether the change is made; elsewhere it must not |
/// | `!` | standard error says that all is done, and only the report of it is lost |
///
/// A command that only reads gets its answer once asked for, or says why it has none, and prints
/// nothing then. All of it without repetitions (`--retries 0`): those have a table of their own in
/// `RobustnessRetryTests`. The whole of standard error of every entry stands in
/// `Golden/robustness`.
///
/// `apply` is in trouble when it writes, `apply/read` when it looks at what is there. Where `apply`
/// does not know what became of a request it looks, and sends again what is not there.
/// `snapshot` asks for the schema first: when the connection then dies under a read, libcurl reads
/// once more on a new one, which is no repetition of ours.
enum RobustnessTable {
  /// All lines.
  static let rows = network + answers + schema + machine

  /// The columns, in their order.
  static let columns: [RobustnessCommand] = [
    .get, .query, .snapshot, .create, .update, .delete, .apply, .applyReading,
  ]

  // Lines as wide as the table.
  // swift-format-ignore
  static let network: [RobustnessRow] = [
    //                                                get       query     snapshot  create       update       delete       apply       apply/read
    row("all is well", .nothing,                     "0         0         0         0 made       0 made       0 made       0 made      0 made"),
    row("connection refused", .refused,              "3 unsent  3 unsent  3 unsent  3 unsent     3 unsent     3 unsent     3 unsent    3 unsent"),
    row("connection too late", .silent,              "3 unsent  3 unsent  3 unsent  3 unsent     3 unsent     3 unsent     3 unsent    3 unsent"),
    row("proxy refused", .proxyRefused,              "3 unsent  3 unsent  3 unsent  3 unsent     3 unsent     3 unsent     3 unsent    3 unsent"),
    row("reset before", .fault("reset"),             "3         3         3 kept×2  3 kept?      3 kept?      3 kept?      3 kept×2    3 kept"),
    row("closed before", .fault("close"),            "3         3         3 kept×2  3 kept?      3 kept?      3 kept?      3 kept×2    3 kept"),
    row("answer lost", .fault("lost"),               "3         3         3 kept×2  3 made?      3 made?      3 made?      0 made      3 kept"),
    row("lost for good", .lostForGood,               "0         0         0         3 made?      3 made?      3 made?      3 made?     0 made"),
    row("reset inside", .fault("reset=20"),          "3         3         3         3 made?      3 made?      3 made?      0 made      3 kept"),
    row("half body", .fault("cut=20"),               "3         3         3         3 made?      3 made?      3 made?      0 made      3 kept"),
    row("stall", .fault("stall", timeout: 2),        "3         3         3         3 made?      3 made?      3 made?      0 made      3 kept"),
    row("stall inside", .fault("stall=20", timeout: 2),
                                                     "3         3         3         3 made?      3 made?      3 made?      0 made      3 kept"),
    row("too slow", .fault("slow=1/500", timeout: 2),
                                                     "3         3         3         3 made?      3 made?      3 made?      0 made      3 kept"),
    row("slow bytes", .fault("slow=50/1"),           "0         0         0         0 made       0 made       0 made       0 made      0 made"),
    row("not gzip", .fault("garbage"),               "3         3         3         3 made?      3 made?      3 made?      0 made      3 kept"),
    row("TLS untrusted", .tls(.selfSigned),          "3 unsent  3 unsent  3 unsent  3 unsent     3 unsent     3 unsent     3 unsent    3 unsent"),
    row("TLS wrong name", .tls(.wrongName),          "3 unsent  3 unsent  3 unsent  3 unsent     3 unsent     3 unsent     3 unsent    3 unsent"),
    row("TLS expired", .tls(.expired),               "3 unsent  3 unsent  3 unsent  3 unsent     3 unsent     3 unsent     3 unsent    3 unsent"),
  ]

  // Lines as wide as the table.
  // swift-format-ignore
  static let answers: [RobustnessRow] = [
    //                                                get       query     snapshot  create       update       delete       apply       apply/read
    row("HTTP 400 busy", .fault("limit=maxConcurrentRequests"),
                                                     "1         1         1         1 kept       1 kept       1 kept       1 kept      1 kept"),
    row("HTTP 401", .fault("status=401"),            "4         4         4         4 kept       4 kept       4 kept       4 kept      4 kept"),
    row("HTTP 402", .fault("status=402"),            "4         4         4         4 kept       4 kept       4 kept       4 kept      4 kept"),
    row("HTTP 403", .fault("status=403"),            "4         4         4         4 kept       4 kept       4 kept       4 kept      4 kept"),
    row("HTTP 404", .fault("status=404"),            "3         3         3         3 kept       3 kept       3 kept       3 kept      3 kept"),
    row("HTTP 429", .fault("status=429"),            "3         3         3         3 kept       3 kept       3 kept       3 kept      3 kept"),
    row("HTTP 500", .fault("status=500"),            "3         3         3         3 kept?      3 kept?      3 kept?      3 kept      3 kept"),
    row("HTTP 503", .fault("status=503"),            "3         3         3         3 kept?      3 kept?      3 kept?      3 kept      3 kept"),
    row("redirect", .fault("redirect=http://elsewhere.example/jmap"),
                                                     "3         3         3         3 kept       3 kept       3 kept       3 kept      3 kept"),
    row("HTML", .fault("html"),                      "3         3         3         3 kept?      3 kept?      3 kept?      3 kept×2    3 kept"),
    row("wrong JSON", .fault("content={}"),          "3         3         3         3 made?      3 made?      3 made?      0 made      3 kept"),
    row("not JSON", .fault("content={\"a"),          "3         3         3         3 made?      3 made?      3 made?      0 made      3 kept"),
    row("forbidden", .fault("error=forbidden"),      "4         4         4         4 kept       4 kept       4 kept       4 kept      4 kept"),
    row("old schema", .schema("older"),              "0         0         0         0 made       0 made       0 made       0 made      0 made"),
    row("new schema", .schema("newer"),              "2         0         0         0 made       1 kept       0 made       0 made      0 made"),
  ]

  // Lines as wide as the table.
  // swift-format-ignore
  static let schema: [RobustnessRow] = [
    //                                                get       query     snapshot  create       update       delete       apply       apply/read
    row("first schema reset", .first("reset"),       "3 unsent  3 unsent  3 unsent  3 unsent     3 unsent     3 unsent     3 unsent    3 unsent"),
    row("first schema cut", .first("cut"),           "3 unsent  3 unsent  3 unsent  3 unsent     3 unsent     3 unsent     3 unsent    3 unsent"),
    row("first schema 401", .first("status=401"),    "4 unsent  4 unsent  4 unsent  4 unsent     4 unsent     4 unsent     4 unsent    4 unsent"),
    row("first schema 404", .first("status=404"),    "3 unsent  3 unsent  3 unsent  3 unsent     3 unsent     3 unsent     3 unsent    3 unsent"),
    row("first schema 503", .first("status=503"),    "3 unsent  3 unsent  3 unsent  3 unsent     3 unsent     3 unsent     3 unsent    3 unsent"),
    row("first schema HTML", .first("html"),         "3 unsent  3 unsent  3 unsent  3 unsent     3 unsent     3 unsent     3 unsent    3 unsent"),
    row("schema check reset", .check("reset"),       "0         0         0         0 made       0 made       0 made       0 made      0 made"),
    row("schema check 401", .check("status=401"),    "4 unsent  4 unsent  4 unsent  4 unsent     4 unsent     4 unsent     4 unsent    4 unsent"),
    row("schema check 503", .check("status=503"),    "3 unsent  3 unsent  3 unsent  3 unsent     3 unsent     3 unsent     3 unsent    3 unsent"),
  ]

  // Lines as wide as the table.
  // swift-format-ignore
  static let machine: [RobustnessRow] = [
    //                                                get       query     snapshot  create       update       delete       apply       apply/read
    row("SIGINT", .signal(SIGINT),                   "130       130       130       130 made?    130 made?    130 made?    130 made    130 kept"),
    row("SIGTERM", .signal(SIGTERM),                 "143       143       143       143 made?    143 made?    143 made?    143 made    143 kept"),
    row("SIGHUP", .signal(SIGHUP),                  "129       129       129       129 made?    129 made?    129 made?    129 made    129 kept"),
    row("reader gone", .output(.abandoned),          "0         0         0         0 made       0 made       0 made       0 made      0 made"),
    row("disk full", .output(.file("/dev/full")),    "1         1         1         1 made!      1 made!      1 made!      1 made!     1 made!"),
    row("stdout closed", .output(.closed),           "1         1         1         1 made!      1 made!      1 made!      1 made!     1 made!"),
    row("stdin closed", .input(.closed),             "0         0         0         0 made       0 made       0 made       0 made      0 made"),
    row("stderr closed", .silenced,                  "0         0         0         0 made       0 made       0 made       0 made      0 made"),
    row("HOME unset", .home(nil),                    "0         0         0         0 made       0 made       0 made       0 made      0 made"),
    row("HOME unwritable", .home("/proc/self"),      "0         0         0         0 made       0 made       0 made       0 made      0 made"),
  ]

  private static func row(
    _ name: String,
    _ trouble: RobustnessTrouble,
    _ entries: String
  ) -> RobustnessRow {
    let cells = entries.split(separator: "  ").map(RobustnessCell.init)
    return RobustnessRow(
      name: name,
      trouble: trouble,
      cells: Dictionary(zip(columns, cells)) { $1 }
    )
  }
}

/// What goes wrong.
enum RobustnessTrouble: Sendable {
  case nothing
  /// The server strikes each request in question like this (`stalwart-sim --help`).
  case fault(String, timeout: Int = 30)
  /// The answer to a change is lost, and whoever then asks what was done gets no answer either.
  case lostForGood
  /// The server strikes the first request for its schema like this.
  case first(String)
  /// The server strikes the question whether the cached schema is still its own like this.
  case check(String)
  /// Nobody listens any more.
  case refused
  /// Somebody listens and never says a word, so that no secure connection comes about.
  case silent
  /// Nobody listens where the proxy should be.
  case proxyRefused
  /// The server shows this certificate.
  case tls(TLSFixture.Certificate)
  /// The cached schema is an older or a newer one than the server's, and what is typed is of
  /// the newer one.
  case schema(String)
  /// The signal comes while the server has the request and is silent.
  case signal(Int32)
  /// Standard output is this.
  case output(Launch.Output)
  /// Standard input is this.
  case input(Launch.Input)
  /// Standard error is not open.
  case silenced
  /// The home directory is this, and there is no cache yet.
  case home(String?)

  /// Whether there is no cached schema.
  var isCold: Bool {
    switch self {
    case .first, .silent, .home: true
    default: false
    }
  }
}

/// One line of the table.
struct RobustnessRow: Sendable, CustomTestStringConvertible {
  var name: String
  var trouble: RobustnessTrouble
  var cells: [RobustnessCommand: RobustnessCell]
  var testDescription: String { name }
}

/// One entry of the table.
struct RobustnessCell: Equatable, Sendable, CustomStringConvertible {
  var status: Int32
  /// How often the server gets the request.
  var requests = 1
  /// How often the change is made.
  var changes = 0
  var isUnknown = false
  var isReportLost = false

  init(status: Int32) { self.status = status }

  /// Reads an entry, such as `3 made?`.
  init(_ text: Substring) {
    let words = text.split(separator: " ")
    status = words.first.flatMap { Int32($0) } ?? -1
    guard var effect = words.dropFirst().first else { return }
    if effect.hasSuffix("?") { isUnknown = effect.popLast() != nil }
    if effect.hasSuffix("!") { isReportLost = effect.popLast() != nil }
    if let times = effect.firstIndex(of: "×") {
      requests = Int(effect[times...].dropFirst()) ?? -1
      effect = effect[..<times]
    }
    switch effect {
    case "made": changes = 1
    case "kept": break
    case "unsent": requests = 0
    default: status = -1
    }
  }

  /// The entry as the table has it; a reading command has no effect to name.
  var description: String {
    let effect = changes == 1 ? "made" : requests == 0 ? "unsent" : "kept"
    return "\(status) \(changes > 1 ? "made \(changes) times" : effect)"
      + (requests > 1 ? "×\(requests)" : "") + (isUnknown ? "?" : "") + (isReportLost ? "!" : "")
  }
}
