// SPDX-License-Identifier: MIT

internal import CommandLine

/// How one object is printed.
enum ObjectFormat: String, CaseIterable {
  case view
  case json
  case id

  var summary: String {
    switch self {
    case .view: "for people"
    case .json: "one compact object a line"
    case .id: "the id alone"
    }
  }

  static let option = Option.value(
    "format",
    "Print a view, JSON or the id alone",
    value: "NAME",
    as: .choice(\.summary),
    default: ObjectFormat.view
  )
}
