// SPDX-License-Identifier: MIT

/// Reads fault rules, such as `status=429,retry-after=2,path=/jmap,nth=1`.
struct FaultRuleParser {
  let rule: String
  private var effect: FaultRule.Effect?
  /// The rule as far as it is read; its effect is set last.
  private var conditions = FaultRule(effect: .html)

  init(rule: String) { self.rule = rule }

  mutating func parse() throws(SimulatorError) -> FaultRule {
    for word in rule.split(separator: ",", omittingEmptySubsequences: false) {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      let value = parts.count > 1 ? String(parts[1]) : nil
      if try !readCondition(name, value) {
        guard effect == nil else { throw objection("only one thing can happen") }
        effect = try readEffect(name, value)
      }
    }
    guard let effect else { throw objection("it does not say what happens") }
    conditions.effect = effect
    return conditions
  }

  private func objection(_ reason: String) -> SimulatorError {
    .invalidFault(rule: rule, reason: reason)
  }

  /// Numbers of bytes, milliseconds and seconds, small enough to be added to any other.
  private static let numbers = 0...Int(Int32.max)

  private func number(_ name: String, _ value: String?) throws(SimulatorError) -> Int {
    guard let number = value.flatMap({ Int($0) }), Self.numbers.contains(number) else {
      throw objection("\(name) needs a number up to \(Self.numbers.upperBound)")
    }
    return number
  }

  private func text(_ name: String, _ value: String?) throws(SimulatorError) -> String {
    guard let value, !value.isEmpty else { throw objection("\(name) needs a value") }
    return value
  }

  private mutating func readCondition(
    _ name: String,
    _ value: String?
  ) throws(SimulatorError) -> Bool {
    switch name {
    case "path": conditions.path = try text(name, value)
    case "call": conditions.call = try text(name, value)
    case "method": conditions.method = try text(name, value)
    case "retry-after": conditions.retryAfter = try number(name, value)
    case "nth": conditions.requests = try range(value)
    default: return false
    }
    return true
  }

  private func range(_ value: String?) throws(SimulatorError) -> ClosedRange<Int> {
    let parts = (value ?? "").split(separator: "-", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let first = Int(parts[0]), first > 0 else {
      throw objection("nth needs a number from 1, or a range of two")
    }
    guard parts.count == 2 else { return first...first }
    guard !parts[1].isEmpty else { return first...Int.max }
    guard let last = Int(parts[1]), last >= first else {
      throw objection("nth needs a number from 1, or a range of two")
    }
    return first...last
  }

  private func readEffect(
    _ name: String,
    _ value: String?
  ) throws(SimulatorError) -> FaultRule.Effect {
    switch name {
    case "latency": return .latency(milliseconds: try number(name, value))
    case "request-latency": return .requestLatency(milliseconds: try number(name, value))
    case "rtt": return .roundTrip(milliseconds: try number(name, value))
    case "connect": return .connectLatency(milliseconds: try number(name, value))
    case "close": return .close(isCommitted: false)
    case "lost": return .close(isCommitted: true)
    case "reset": return .reset(bytes: value == nil ? nil : try number(name, value))
    case "cut": return .cut(bytes: value == nil ? nil : try number(name, value))
    case "stall": return .stall(bytes: value == nil ? nil : try number(name, value))
    case "slow":
      let parts = (value ?? "").split(separator: "/").compactMap { Int($0) }
      guard parts.count == 2, parts[0] > 0, parts.allSatisfy(Self.numbers.contains) else {
        throw objection("slow needs BYTES/MILLISECONDS")
      }
      return .slow(bytes: parts[0], milliseconds: parts[1])
    case "status":
      let status = try number(name, value)
      guard (200...599).contains(status) else { throw objection("status needs 200 to 599") }
      return .status(status)
    case "limit": return .limit(try text(name, value))
    case "redirect": return .redirect(try text(name, value))
    case "html": return .html
    case "content": return .content(try text(name, value))
    case "type": return .contentType(try text(name, value))
    case "garbage": return .gzipGarbage
    case "error": return .methodError(try text(name, value), isLate: false)
    case "late-error": return .methodError(try text(name, value), isLate: true)
    case "schema":
      guard value == "older" || value == "newer" else {
        throw objection("schema needs older or newer")
      }
      return .schema(isOlder: value == "older")
    case "skew":
      guard let milliseconds = value.flatMap({ Int($0) }), Self.skews.contains(milliseconds) else {
        throw objection("skew needs milliseconds, a hundred years of them at most")
      }
      return .skew(milliseconds: milliseconds)
    case "limits": return .limits(try limits(value))
    default: throw objection("unknown word '\(name)'")
    }
  }

  private static let skews = -3_155_760_000_000...3_155_760_000_000

  private func limits(_ value: String?) throws(SimulatorError) -> [String: Int] {
    var limits: [String: Int] = [:]
    for part in (value ?? "").split(separator: ";") {
      let pair = part.split(separator: ":").map(String.init)
      guard pair.count == 2, JMAPEngine.Limits.settings[pair[0]] != nil, let number = Int(pair[1]),
        number > 0
      else { throw objection("limits needs NAME:NUMBER, with ; between them") }
      limits[pair[0]] = number
    }
    guard !limits.isEmpty else { throw objection("limits needs NAME:NUMBER") }
    return limits
  }
}
