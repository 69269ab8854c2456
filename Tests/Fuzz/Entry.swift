// SPDX-License-Identifier: MIT

import Foundation

@testable import Fuzzers

/// The target that this process runs, by the variable `FUZZ_TARGET`.
private let target: FuzzTarget = {
  let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? ""
  guard let target = FuzzTarget.named(name) else {
    print("FUZZ_TARGET is one of: \(FuzzTarget.all.map(\.name).joined(separator: " "))")
    exit(2)
  }
  return target
}()

/// What libFuzzer calls with each input; a finding ends the process, so that it is kept.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  do { try target.check(bytes) } catch {
    fputs("FINDING: \(error)\n", stderr)
    abort()
  }
  return 0
}
