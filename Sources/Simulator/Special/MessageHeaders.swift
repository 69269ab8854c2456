// SPDX-License-Identifier: MIT

internal import JSON
internal import Text

/// The header fields of a message (RFC 5322), as far as the simulator needs them.
struct MessageHeaders {
  /// The fields in order, with their names as written.
  let fields: [(name: String, value: String)]
  /// What follows the first empty line.
  let body: [UInt8]

  /// Reads the fields in front of the first empty line, and what follows it.
  init(_ bytes: [UInt8]) {
    var fields: [(name: String, value: String)] = []
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      let raw = bytes[start..<end]
      start = min(end + 1, bytes.count)
      let line = String(decoding: raw.last == 0x0D ? raw.dropLast() : raw, as: UTF8.self)
      if line.isEmpty { break }
      if line.first == " " || line.first == "\t" {
        if !fields.isEmpty { fields[fields.count - 1].value += line }
        continue
      }
      guard let colon = line.firstIndex(of: ":") else { continue }
      let value = String(line[line.index(after: colon)...]).trimmingWhitespace()
      fields.append((String(line[..<colon]), value))
    }
    self.fields = fields
    body = Array(bytes[start...])
  }

  /// Whether there is any field at all.
  var isMessage: Bool { !fields.isEmpty }

  /// The first field of a name, in any case.
  func value(_ name: String) -> String? {
    fields.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  /// The mailboxes in all fields of a name (RFC 5322, section 3.4), without groups.
  func mailboxes(_ name: String) -> [Mailbox] {
    fields.filter { $0.name.lowercased() == name.lowercased() }
      .flatMap { Mailbox.list($0.value) }
  }
}

/// A name and an address.
struct Mailbox: Equatable {
  var name: String
  var address: String

  /// Reads a list of mailboxes with commas between them.
  static func list(_ text: String) -> [Mailbox] {
    var parts: [String] = [""]
    var isQuoted = false
    for character in text {
      if character == "\"" { isQuoted.toggle() }
      if character == ",", !isQuoted {
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
    }
    return parts.map { $0.trimmingWhitespace() }.filter { !$0.isEmpty }.map(Self.init)
  }

  private init(_ text: String) {
    if let open = text.lastIndex(of: "<"), let close = text.lastIndex(of: ">"), open < close {
      name = String(text[..<open]).trimmingWhitespace()
      address = String(text[text.index(after: open)..<close])
    } else {
      name = ""
      address = text
    }
  }
}
