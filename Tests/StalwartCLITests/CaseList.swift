// SPDX-License-Identifier: MIT

import Foundation
import TestSupport

/// The cases of an enum, read from its source, so that tests can tell which they forgot.
enum CaseList {
  struct Missing: Error {
    let name: String
    let file: String
  }

  /// The names of the cases of `enum name` in a file below the project's root.
  static func names(of name: String, in file: String) throws -> Set<String> {
    let url = SharedData.projectRoot.appending(path: file)
    let lines = try String(contentsOf: url, encoding: .utf8).split(
      separator: "\n",
      omittingEmptySubsequences: false
    )
    guard let start = lines.firstIndex(where: { $0.contains("enum \(name):") }) else {
      throw Missing(name: name, file: file)
    }
    let margin = lines[start].prefix { $0 == " " }
    let body = lines[(start + 1)...].prefix { !$0.hasPrefix(margin + "}") }
    let cases = body.filter { $0.hasPrefix(margin + "  case ") }
    let names = cases.map { line in
      String(line.dropFirst(margin.count + 7).prefix { $0.isLetter || $0.isNumber })
    }
    guard !names.isEmpty else { throw Missing(name: name, file: file) }
    return Set(names)
  }

  /// The name of the case that a value is.
  static func name(of value: some Any) -> String {
    let mirror = Mirror(reflecting: value)
    return mirror.children.first.flatMap(\.label) ?? "\(value)"
  }
}
