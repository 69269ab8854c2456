// SPDX-License-Identifier: MIT

/// The recorded command lines that we answer differently on purpose.
///
/// "Row N" is a row of `deviations.md` beside the recordings.
enum ReferenceDeviations {
  static let reasons: [String: String] = [
    "read: usage: positional delete ids": "row 2: ids are operands",
    "read: connection: url upper-case scheme": "row 3: an upper-case scheme is accepted",
    "read: connection: token and user": "row 3",
    "read: get: kebab": "row 2: kebab-case names work",
    "create: kebab": "row 2: kebab-case names work",
    "update: object not json": "row 2",
    "update: duration text": "row 2: 30m is a duration",
    "update: size text": "row 2: 50MB is a size",
    "update: set array refused by server": "row 2: an array is a set",
    "update: enum wrong case": "row 2: enum names in any case",
    "update: numeric text pointer": "row 13: the schema says that it is a text",
    "delete: stdin ndjson": "row 2: NDJSON is read",
  ]
}
