// SPDX-License-Identifier: MIT

/// Decides which faults each request meets.
final class FaultInjector {
  private let rules: [FaultRule]
  /// How many requests met the conditions of each rule so far.
  private var counts: [Int]
  private var schemas: [Bool: SchemaDocument] = [:]

  init(_ rules: [FaultRule]) {
    self.rules = rules
    counts = [Int](repeating: 0, count: rules.count)
  }

  /// How far the server's clock is ahead.
  var clockSkewMilliseconds: Int {
    rules.reduce(0) { sum, rule in
      guard case .skew(let milliseconds) = rule.effect else { return sum }
      return sum + milliseconds
    }
  }

  /// The limits that differ from the defaults.
  var limits: [String: Int] {
    rules.reduce(into: [:]) { all, rule in
      guard case .limits(let limits) = rule.effect else { return }
      all.merge(limits) { $1 }
    }
  }

  /// Counts a request and returns the faults that it meets.
  func strike(_ transaction: Transaction, body: [UInt8]) -> FaultStrike {
    guard !rules.isEmpty else { return FaultStrike(rules: []) }
    let names = transaction.route == .jmap ? RequestRecord.calls(in: body) : []
    var struck: [FaultRule] = []
    for (index, rule) in rules.enumerated() where matches(rule, transaction, names) {
      counts[index] += 1
      if rule.requests?.contains(counts[index]) ?? true { struck.append(rule) }
    }
    return FaultStrike(rules: struck)
  }

  private func matches(
    _ rule: FaultRule,
    _ transaction: Transaction,
    _ names: [String]
  ) -> Bool {
    let request = transaction.request
    if let path = rule.path, !request.path.hasPrefix(path) { return false }
    if let method = rule.method, method != request.method { return false }
    if let call = rule.call, !names.contains(where: { Glob.matches(call, $0) }) { return false }
    switch rule.effect {
    case .schema:
      guard case .schema = transaction.route else { return false }
      return true
    case .methodError: return transaction.route == .jmap
    case .skew, .limits: return false
    default: return true
    }
  }

  /// The document to serve, which a fault may have made older or newer.
  func schema(insteadOf document: SchemaDocument, _ strike: FaultStrike) -> SchemaDocument {
    for rule in strike.rules {
      guard case .schema(let isOlder) = rule.effect else { continue }
      if let made = schemas[isOlder] { return made }
      let made = document.altered(isOlder: isOlder) ?? document
      schemas[isOlder] = made
      return made
    }
    return document
  }
}
