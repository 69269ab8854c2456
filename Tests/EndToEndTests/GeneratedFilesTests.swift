// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

/// The completions and manual pages in the repository are what the binary prints.
struct GeneratedFilesTests {
  @Test(arguments: ["completions", "man"])
  func areWhatTheBinaryPrints(directory: String) throws {
    let fresh = try TemporaryDirectory()
    let root = SharedData.projectRoot
    var launch = Launch(
      root.appending(path: ".ci/generated"),
      [BuiltProducts.client.path, fresh.url.path],
      environment: ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"],
      directory: fresh.url
    )
    // The pages of the simulator name its administrator's password.
    launch.showsSecrets = true
    let outcome = try launch.run()
    try #require(outcome.ending == .exited(0), "\(outcome.errorText)")
    let files = FileManager.default
    let printed = try files.contentsOfDirectory(atPath: fresh.path(directory)).sorted()
    let kept = try files.contentsOfDirectory(atPath: root.appending(path: directory).path).sorted()
    #expect(printed == kept)
    for name in printed {
      let bytes = Array(try Data(contentsOf: fresh.url.appending(path: "\(directory)/\(name)")))
      #expect(throws: Never.self) {
        try Golden.check(bytes, against: root.appending(path: "\(directory)/\(name)"))
      }
    }
  }
}
