// SPDX-License-Identifier: MIT

public import JSON
public import Text

/// Where a part of a plan comes from that does not stand in it.
public enum SubstitutionSource: Hashable, Sendable {
  /// `${env:NAME}`: an environment variable.
  case variable(Name)
  /// `${file:PATH}`: the contents of a file, without the line end that closes it.
  case file(Name)
}

/// What a substitution leads to.
public enum SubstitutionOutcome: Sendable {
  /// The text to put in.
  case text(String)
  /// The text of the substitution itself, as it stands in the plan.
  case asWritten
  /// Nothing; the reason is a fragment of a sentence.
  case failure(String)
}

/// Replaces `${env:NAME}` and `${file:PATH}` in the strings of a plan.
///
/// `$${env:` and `$${file:` stand for themselves with one `$`; every other `${`
/// is plain text, and what was put in is not looked at again.
struct Substitution {
  private let look: (SubstitutionSource) -> SubstitutionOutcome
  private var known: [SubstitutionSource: SubstitutionOutcome] = [:]
  /// What was put in.
  private(set) var secrets: Set<Name> = []
  /// What led to nothing in the value that was replaced last.
  private(set) var failures: [(tokens: [String], text: String, reason: String)] = []

  init(_ look: @escaping (SubstitutionSource) -> SubstitutionOutcome) { self.look = look }

  /// A value with everything replaced; `tokens` lead to it.
  mutating func replacing(_ value: JSONValue, at tokens: [String]) -> JSONValue {
    switch value {
    case .string(let text): return .string(replacing(text, at: tokens))
    case .array(let elements):
      return .array(
        elements.enumerated().map { replacing($0.element, at: tokens + [String($0.offset)]) }
      )
    case .object(let object):
      var result = object
      for member in object.members {
        let replaced = replacing(member.value, at: tokens + [member.name])
        result.update(member.name) { $0 = replaced }
      }
      return .object(result)
    case .null, .bool, .number: return value
    }
  }

  /// A text with everything replaced.
  mutating func replacing(_ text: String, at tokens: [String]) -> String {
    let bytes = Array(text.utf8)
    guard bytes.contains(UInt8(ascii: "$")) else { return text }
    var result: [UInt8] = []
    var place = 0
    while place < bytes.count {
      if bytes[place] == UInt8(ascii: "$") {
        if Self.opening(bytes, place + 1) != nil {
          place += 1  // The escape: one dollar sign falls away, the rest is plain.
          result.append(bytes[place])
          place += 1
          continue
        }
        if let (source, end) = Self.source(bytes, place) {
          let written = String(decoding: bytes[place..<end], as: UTF8.self)
          result += value(of: source, written, at: tokens)
          place = end
          continue
        }
      }
      result.append(bytes[place])
      place += 1
    }
    return String(decoding: result, as: UTF8.self)
  }

  mutating func forgetFailures() { failures = [] }

  private mutating func value(
    of source: SubstitutionSource,
    _ written: String,
    at tokens: [String]
  ) -> [UInt8] {
    let outcome = known[source] ?? look(source)
    known[source] = outcome
    switch outcome {
    case .text(let text):
      if !text.isEmpty { secrets.insert(text) }
      return Array(text.utf8)
    case .asWritten: return Array(written.utf8)
    case .failure(let reason):
      failures.append((tokens, written, reason))
      return []
    }
  }

  private static let variableOpening = Array("${env:".utf8)
  private static let fileOpening = Array("${file:".utf8)

  private static func opening(_ bytes: [UInt8], _ place: Int) -> [UInt8]? {
    guard place < bytes.count, bytes[place] == UInt8(ascii: "$") else { return nil }
    let rest = bytes[place...]
    return [variableOpening, fileOpening].first { rest.starts(with: $0) }
  }

  private static func source(
    _ bytes: [UInt8],
    _ place: Int
  ) -> (source: SubstitutionSource, end: Int)? {
    guard let opening = opening(bytes, place) else { return nil }
    let start = place + opening.count
    guard let close = bytes[start...].firstIndex(of: UInt8(ascii: "}")) else { return nil }
    let name = String(decoding: bytes[start..<close], as: UTF8.self)
    return (opening == variableOpening ? .variable(Name(name)) : .file(Name(name)), close + 1)
  }
}

extension PlanReading {
  /// Puts in what the plan takes from elsewhere, and notes what leads to nothing.
  ///
  /// - Returns: what was put in, which must appear in no output.
  public mutating func substitute(
    _ look: @escaping (SubstitutionSource) -> SubstitutionOutcome
  ) -> Set<Name> {
    var substitution = Substitution(look)
    for place in operations.indices {
      var operation = operations[place]
      substitution.forgetFailures()
      operation.value = operation.value.map { substitution.replacing($0, at: ["value"]) }
      operation.scope = operation.scope.map { substitution.replacing($0, at: ["scope"]) }
      operation.onCreate =
        operation.onCreate.map { substitution.replacing(.object($0), at: ["onCreate"]) }?.object
      var places = ValuePlaces(operation.range, in: text)
      for failure in substitution.failures {
        problems.append(
          PlanProblem(
            .unresolvedSubstitution(text: failure.text, reason: failure.reason),
            in: operation,
            at: places.closestOffset(of: failure.tokens),
            isSecret: true
          )
        )
      }
      operations[place] = operation
    }
    return substitution.secrets
  }
}

/// Takes texts out of output that must not appear there.
public struct Redactor: Sendable {
  /// What is taken out, as bytes, the longest first.
  private let secrets: [[UInt8]]

  /// Texts of one or two characters say too little, and stand everywhere.
  private static let minimumLength = 3
  /// The same for the single lines of a text.
  private static let minimumLineLength = 8

  /// Creates one for these texts, also as JSON writes them, and for their lines, since a message
  /// may be shown line by line.
  public init(_ secrets: some Sequence<Name>) {
    var forms: Set<[UInt8]> = []
    for secret in secrets.lazy.map(\.text) where secret.utf8.count >= Self.minimumLength {
      forms.insert(Array(secret.utf8))
      forms.insert(Array(JSONValue.string(secret).serialized().utf8.dropFirst().dropLast()))
      for line in secret.split(whereSeparator: \.isNewline)
      where line.utf8.count >= Self.minimumLineLength {
        forms.insert(Array(line.utf8))
      }
    }
    self.secrets = forms.sorted { $0.count > $1.count }
  }

  /// What stands where a text was.
  public static let mask = "‹redacted›"

  /// The text without secrets.
  public func redacting(_ text: String) -> String {
    guard !secrets.isEmpty else { return text }
    var bytes = Array(text.utf8)
    for needle in secrets where needle.count <= bytes.count {
      var result: [UInt8] = []
      var place = 0
      while place < bytes.count {
        if bytes[place] == needle[0], bytes[place...].starts(with: needle) {
          result += Array(Self.mask.utf8)
          place += needle.count
        } else {
          result.append(bytes[place])
          place += 1
        }
      }
      bytes = result
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The value without secrets in its texts.
  public func redacting(_ value: JSONValue) -> JSONValue {
    guard !secrets.isEmpty else { return value }
    return switch value {
    case .string(let text): .string(redacting(text))
    case .array(let elements): .array(elements.map { redacting($0) })
    case .object(let object): .object(object.mapValues { redacting($0) })
    case .null, .bool, .number: value
    }
  }
}
