// SPDX-License-Identifier: MIT

internal import JSON
internal import Text

/// The log files of a tracer.
struct LogFolder {
  /// The tracer as it was when the settings were last put in force.
  let path: String
  let prefix: String

  /// The folder that the first enabled tracer of the kind `Log` writes to; nil without one.
  init?(_ store: RegistryStore) {
    let tracer = store.objects("Tracer").first { tracer in
      tracer.value["@type"]?.string == "Log" && tracer.value["enable"]?.boolean ?? true
    }
    guard let tracer else { return nil }
    path = tracer.value["path"]?.string ?? ""
    prefix = tracer.value["prefix"]?.string ?? ""
  }

  /// All lines, newest first; nil if the folder is not there.
  ///
  /// Rotated files have the time in their names, so that the last name is the newest file.
  func lines(on disk: VirtualDisk, events: Set<String>) -> [LogLine]? {
    guard let names = disk.names(inFolder: path) else { return nil }
    let files = names.filter { $0.hasPrefix(prefix) }.reversed()
    return files.enumerated().flatMap { number, name in
      Self.lines(disk.content("\(path)/\(name)") ?? [], file: number, events: events).reversed()
    }
  }

  private static func lines(_ file: [UInt8], file number: Int, events: Set<String>) -> [LogLine] {
    var lines: [LogLine] = []
    var start = 0
    while start < file.count {
      let end = file[start...].firstIndex(of: 0x0A) ?? file.count
      let text = String(decoding: file[start..<end], as: UTF8.self)
      let id = ObjectID(value: UInt64(number) << 48 | UInt64(start))
      if let line = LogLine(text, id: id, events: events) { lines.append(line) }
      start = end + 1
    }
    return lines
  }
}

/// A line of the log: `2026-01-02T03:04:05Z INFO Authentication successful (auth.success) …`.
struct LogLine {
  /// The number of the file in the upper 16 bits, the line's place in it in the others.
  let id: ObjectID
  /// The line as the file has it, without escape sequences for colours.
  let text: String
  private let timestamp: String
  private let level: String
  private let event: String
  private let details: String

  /// Reads a line; nil for what is none, such as the continuation of another.
  init?(_ line: String, id: ObjectID, events: Set<String>) {
    self.id = id
    text = Self.withoutColours(line)
    let words = text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
    guard words.count == 3, let time = Timestamp(String(words[0])) else { return nil }
    timestamp = time.text
    level = words[1].lowercased()
    guard Self.levels.contains(level) else { return nil }
    var rest = words[2][...]
    while let open = rest.firstIndex(of: "("), let close = rest[open...].firstIndex(of: ")") {
      let name = String(rest[rest.index(after: open)..<close])
      if events.contains(name) {
        event = name
        details = String(rest[rest.index(after: close)...]).trimmingWhitespace()
        return
      }
      rest = rest[rest.index(after: open)...]
    }
    return nil
  }

  private static let levels: Set<String> = ["error", "warn", "info", "debug", "trace"]

  /// The text without `ESC [ … m`, which a tracer with `ansi` writes.
  private static func withoutColours(_ line: String) -> String {
    let parts = line.unicodeScalars.split(separator: "\u{1B}", omittingEmptySubsequences: false)
    let rest = parts.dropFirst().map { String($0.drop { $0 != "m" }.dropFirst()) }
    return String(parts[0]) + rest.joined()
  }

  /// The object that clients see, without its id.
  var object: JSONObject {
    [
      "timestamp": .string(timestamp), "level": .string(level), "event": .string(event),
      "details": .string(details),
    ]
  }
}
