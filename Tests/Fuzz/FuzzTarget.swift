// SPDX-License-Identifier: MIT

/// One thing that reads what others wrote, and what must hold whatever it reads.
struct FuzzTarget: Sendable {
  /// The name of the target, and of its directory below `Corpus`.
  let name: String
  /// Reads the bytes; throws ``Finding`` where a promise does not hold.
  let check: @Sendable ([UInt8]) throws -> Void

  /// All of them.
  static let all = [json, arguments, fields, plan, schema, answers, width]

  /// The target of that name.
  static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }
}

/// A promise that does not hold.
struct Finding: Error, CustomStringConvertible {
  let description: String
}

/// Throws a finding unless the condition holds.
func require(_ condition: Bool, _ text: @autoclosure () -> String) throws(Finding) {
  guard condition else { throw Finding(description: text()) }
}

/// Divides an input at line feeds, as texts.
func lines(of bytes: some Collection<UInt8>) -> [String] {
  bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    .map { String(decoding: $0, as: UTF8.self) }
}
