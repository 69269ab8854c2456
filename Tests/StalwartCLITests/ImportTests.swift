// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

/// The picture of the modules, held against the import lines of the code.
@Suite struct ImportTests {
  /// Which of the project's modules each module may import.
  static let arrows: [String: Set<String>] = [
    "Text": [], "Terminal": [], "CLibcurl": [],
    "JSON": ["Text"],
    "HTTP": ["Text"],
    "CommandLine": ["Text"],
    "JMAP": ["Text", "JSON"],
    "StalwartSchema": ["Text", "JSON"],
    "Registry": ["Text", "JSON", "HTTP", "JMAP", "StalwartSchema"],
    "Plans": ["Text", "JSON", "JMAP", "StalwartSchema", "Registry"],
    "CurlTransport": ["HTTP", "CLibcurl"],
    "StalwartCLI": [
      "Text", "JSON", "HTTP", "JMAP", "StalwartSchema", "Registry", "Plans", "CommandLine",
      "Terminal",
    ],
    "stalwart-cli": ["StalwartCLI", "CurlTransport"],
    "Simulator": ["Text", "JSON", "CommandLine"],
    "stalwart-sim": ["Simulator"],
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

  /// Every arrow is there for a reason; one that nothing needs is taken out.
  @Test func hasNoArrowTooMany() throws {
    let used = Dictionary(grouping: try Self.imports(), by: \.module)
      .mapValues { Set($0.map(\.imported)) }
    for (module, allowed) in Self.arrows {
      #expect(allowed.subtracting(used[module] ?? []) == [], "\(module) need not import these")
    }
  }

  /// The manifest lets no module import more.
  @Test func isThatOfTheManifest() throws {
    let manifest = try Self.text(of: "Package.swift").replacing(/\s+/, with: " ")
    let modules = manifest.matches(
      of: /module\( ?"(\w+)"(?:, \[([^\]]*)\])?(?:, resources: \[[^\]]*\])? ?\)/
    )
    #expect(modules.count == 12)
    for module in modules {
      let names = (module.2 ?? "").matches(of: /"(\w+)"/).map { String($0.1) }
      #expect(Set(names) == Self.arrows[String(module.1)], "\(module.1)")
    }
    let programs = manifest.matches(
      of: /executableTarget\( name: "([\w-]+)", dependencies: \[([^\]]*)\]/
    )
    #expect(programs.count == 2)
    for program in programs {
      let names = program.2.matches(of: /"(\w+)"/).map { String($0.1) }
      #expect(Set(names) == Self.arrows[String(program.1)], "\(program.1)")
    }
  }

  @Test func isThatOfTheDocument() throws {
    let rows = try Self.text(of: ".github/CONTRIBUTING.md")
      .matches(of: /\| ([`\w, -]+) \| ([`\w, -]+) \|\n/)
    let names = { (cell: Substring) in cell.matches(of: /`([\w-]+)`/).map { String($0.1) } }
    var documented: [String: Set<String>] = [:]
    for row in rows {
      for module in names(row.1) { documented[module] = Set(names(row.2)) }
    }
    #expect(documented == Self.arrows)
  }

  private static func text(of path: String) throws -> String {
    try String(contentsOf: SharedData.projectRoot.appending(path: path), encoding: .utf8)
  }

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
      // Commands, views and failures see the system through the context.
      guard found.module == "StalwartCLI" else { continue }
      let isContext = found.file.hasPrefix("Context/")
      #expect(isContext || found.file == "Snapshot/SnapshotOutput.swift", "\(found)")
    }
  }
}
