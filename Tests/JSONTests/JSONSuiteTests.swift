// SPDX-License-Identifier: MIT

import Foundation
import JSON
import TestSupport
import Testing

/// nst/JSONTestSuite: `y_` must be accepted, `n_` refused, `i_` may be either but must not crash.
@Suite(.enabled(if: SharedData.isAvailable, "the recorded data is not here"))
struct JSONSuiteTests {
  static let files: [URL] =
    (try? FileManager.default.contentsOfDirectory(
      at: SharedData.directory.appending(path: "json-test-suite"),
      includingPropertiesForKeys: nil
    ))?.filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path } ?? []

  @Test(arguments: files)
  func followsTheSuite(file: URL) throws {
    let bytes = Array(try Data(contentsOf: file))
    let value = try? JSONValue(parsing: bytes)
    let slice = try? JSONSlice(bytes)
    #expect((value == nil) == (slice == nil), "reading and skipping disagree")
    switch file.lastPathComponent.prefix(2) {
    case "y_": #expect(value != nil)
    case "n_": #expect(value == nil)
    default: break
    }
    if let value {
      let text = value.serialized()
      let again = try JSONValue(parsing: text)
      #expect(again == value)
      #expect(again.serialized() == text)
      #expect(try JSONValue(parsing: value.serialized(.indented)).serialized() == text)
    }
  }

  @Test func readsTheWholeSuite() { #expect(Self.files.count > 300) }
}
