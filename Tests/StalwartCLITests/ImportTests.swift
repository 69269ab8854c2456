// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

/// The picture of the modules, held against the import lines of the code.
@Suite struct ImportTests {
  /// Which of the project's modules each module may import.
  static let arrows: [String: Set<String>] = [
    "JSON": [], "CommandLine": [], "Terminal": [], "HTTP": [], "CLibcurl": [],
    "JMAP": ["JSON", "HTTP"],
    "StalwartSchema": ["JSON"],
    "Registry": ["JSON", "HTTP", "JMAP", "StalwartSchema"],
    "Plans": ["JSON", "JMAP", "StalwartSchema", "Registry"],
    "CurlTransport": ["HTTP", "CLibcurl"],
    "StalwartCLI": [
      "JSON", "HTTP", "JMAP", "StalwartSchema", "Registry", "Plans", "CommandLine", "Terminal",
    ],
    "stalwart-cli": ["StalwartCLI", "CurlTransport"],
    "Simulator": ["JSON"],
    "stalwart-sim": ["Simulator", "JSON"],
  ]

  /// What may be imported besides; full Foundation is too large for what it would give.
  static let systemModules: Set<String> = ["Glibc", "Darwin", "Synchronization"]

  struct Import: CustomStringConvertible {
    let module: String
    let file: String
    let imported: String
    var description: String { "\(module) imports \(imported) in \(file)" }
  }

  static func imports() throws -> [Import] {
    let sources = SharedData.projectRoot.appending(path: "Sources")
    var found: [Import] = []
    for module in try FileManager.default.contentsOfDirectory(atPath: sources.path) {
      let files = FileManager.default.enumerator(atPath: sources.appending(path: module).path)
      while let file = files?.nextObject() as? String {
        guard file.hasSuffix(".swift") else { continue }
        let text = try String(
          contentsOf: sources.appending(path: module).appending(path: file),
          encoding: .utf8
        )
        for line in text.split(separator: "\n") {
          var words = line.split(separator: " ").map(String.init)
          while let first = words.first, first.hasPrefix("@") || Self.levels.contains(first) {
            words.removeFirst()
          }
          guard words.first == "import", words.count > 1 else { continue }
          let name = String(words[words.count - 1].split(separator: ".")[0])
          found.append(Import(module: module, file: file, imported: name))
        }
      }
    }
    return found
  }

  static let levels: Set<String> = ["public", "internal", "package", "private", "fileprivate"]

  @Test func followsThePicture() throws {
    let imports = try Self.imports()
    #expect(imports.count > 40)
    for found in imports {
      let allowed = try #require(Self.arrows[found.module], "\(found.module) is not in the picture")
      #expect(
        allowed.contains(found.imported) || Self.systemModules.contains(found.imported),
        "\(found)"
      )
    }
  }

  @Test func onlyTheEdgesTouchTheSystem() throws {
    let edges: Set<String> = [
      "Terminal", "StalwartCLI", "CurlTransport", "Simulator", "stalwart-cli", "stalwart-sim",
    ]
    for found in try Self.imports()
    where Self.systemModules.contains(found.imported) && found.imported != "Synchronization" {
      #expect(edges.contains(found.module), "\(found)")
    }
  }
}
