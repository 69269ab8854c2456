// SPDX-License-Identifier: MIT

import Foundation
import Testing

@testable import Simulator

/// The formats that the simulator reads and writes by itself.
@Suite
struct GzipTests {
  @Test
  func unpacksTheEmbeddedSchema() throws {
    let document = try #require(SchemaDocument.embedded)
    #expect(document.text.first == UInt8(ascii: "{"))
    #expect(document.hash.utf8.count == 43)
  }

  @Test(arguments: [0, 1, 65_535, 65_536, 200_000])
  func unpacksWhatItStored(_ count: Int) throws {
    let content = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    #expect(try Gzip.unpack(Gzip.store(content)) == content)
  }

  @Test
  func refusesDamagedFiles() {
    var file = Gzip.store(Array("some text".utf8))
    file[file.count - 6] ^= 1
    #expect(throws: Gzip.Failure.badChecksum) { try Gzip.unpack(file) }
    #expect(throws: Gzip.Failure.truncated) { try Gzip.unpack(Array(file.dropLast(3))) }
    #expect(throws: Gzip.Failure.noGzip) { try Gzip.unpack([1, 2, 3]) }
  }

  @Test
  func refusesRandomDeflatedData() {
    var generator = SeededGenerator()
    for _ in 0..<500 {
      let noise = (0..<60).map { _ in UInt8.random(in: 0...255, using: &generator) }
      #expect(throws: Gzip.Failure.self) {
        try Gzip.unpack([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + noise)
      }
    }
  }

  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func hashesAsPublished(_ text: String, _ digest: String) {
    let bytes = HashFunction.sha256.hash(Array(text.utf8))
    #expect(bytes.map { String(format: "%02x", $0) }.joined() == digest)
  }
}
