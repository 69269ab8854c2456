// SPDX-License-Identifier: MIT

internal import CommandLine
internal import StalwartSchema
internal import Terminal
internal import Text

/// Finds the words that a shell offers, from the schema in the cache alone.
///
/// Whatever is missing, there are no candidates and no messages.
struct Candidates {
  private let schema: Schema
  private let request: CompletionRequest

  /// Takes a request; nil where no schema is cached.
  init?(for request: CompletionRequest, in context: Context) {
    guard let schema = context.schemaSource.cached() else { return nil }
    self.schema = schema
    self.request = request
  }

  /// One candidate a line, `WORD` or `WORD<tab>EXPLANATION`.
  var lines: [String] {
    candidates.filter { Self.begins($0.word, with: request.current) && Self.isTypable($0.word) }
      .map { $0.explanation.isEmpty ? $0.word : "\($0.word)\t\($0.explanation)" }
  }

  private struct Candidate {
    let word: String
    var explanation = ""
  }

  private var candidates: [Candidate] {
    switch request.kind {
    case .object: objects
    case .objectOrVariant: objects + variants
    case .describable: objects + describable
    case .id: type?.isSingleton == true ? [Candidate(word: "singleton")] : []
    case .field: fields(["id", "@type"])
    case .assignment, .assignmentFromFile: assignments
    case .filter: filters
    case .sortKey:
      fields(["id"]).flatMap {
        [$0, Candidate(word: $0.word + ":desc", explanation: $0.explanation)]
      }
    }
  }

  // MARK: Types

  private var objects: [Candidate] {
    // Options may take several types; no name of a type holds a comma.
    let done = request.current.lastIndex(of: ",").map { request.current[...$0] } ?? ""
    return schema.objects.map {
      Candidate(word: done + $0.displayName, explanation: Self.summary($0.description))
    }
  }

  private var variants: [Candidate] {
    guard let slash = request.current.firstIndex(of: "/"),
      let type = try? schema.resolve(object: String(request.current[..<slash]))
    else {
      // A slash after the name leads to the variants.
      return schema.objects.filter(\.isMultiVariant).map { Candidate(word: $0.displayName + "/") }
    }
    return type.variants.map {
      Candidate(word: "\(type.displayName)/\($0.name)", explanation: Self.summary($0.label))
    }
  }

  private var describable: [Candidate] {
    if let dot = request.current.lastIndex(of: "."),
      case .object(let type)? = try? schema.resolve(
        description: String(request.current[..<dot])
      )
    {
      let head = request.current[...dot]
      return schema.fields(of: type.shape).map {
        Candidate(word: head + $0.name, explanation: Self.summary($0.description))
      }
    }
    return schema.embeddedNames.map { Candidate(word: $0.withoutPrefix) }
      + schema.enumerationNames.map { Candidate(word: $0.withoutPrefix) }
  }

  // MARK: Fields

  private var type: ObjectType? {
    guard let name = request.arguments?.firstOperand(named: SharedOptions.object.name) else {
      return nil
    }
    return try? schema.resolve(objectAndVariant: name).object
  }

  private var variant: Variant? {
    guard let name = request.arguments?.firstOperand(named: SharedOptions.object.name) else {
      return nil
    }
    return (try? schema.resolve(objectAndVariant: name))?.variant
  }

  private func fields(_ special: [String]) -> [Candidate] {
    guard let type else { return [] }
    let done = request.current.lastIndex(of: ",").map { request.current[...$0] } ?? ""
    return special.map { Candidate(word: done + $0) }
      + schema.fields(of: type.shape, variant: variant).map {
        Candidate(word: done + $0.name, explanation: Self.summary($0.description))
      }
  }

  private var assignments: [Candidate] {
    guard let type else { return [] }
    guard let equals = request.current.firstIndex(of: "=") else {
      return schema.fields(of: type.shape, variant: variant)
        .filter { $0.update != .serverSet }
        .map { Candidate(word: $0.name + "=", explanation: Self.summary($0.description)) }
    }
    guard request.kind == .assignment else { return [] }
    let key = String(request.current[..<equals])
    let options = ValueOptions(.update, checksUpdate: false)
    guard
      let path = try? schema.resolve(path: key, in: type.shape, variant: variant, options: options)
    else { return [] }
    let head = request.current[...equals]
    switch path.target {
    case .value(let type, _): return values(of: type).map { prefixed($0, head) }
    case .member: return ["true", "false"].map { Candidate(word: head + $0) }
    case .variant(let shape):
      return shape.variants.map {
        Candidate(word: head + $0.name, explanation: Self.summary($0.label))
      }
    }
  }

  private func values(of type: FieldType) -> [Candidate] {
    switch type.kind {
    case .boolean: [Candidate(word: "true"), Candidate(word: "false")]
    case .enumeration(let name): members(of: name)
    default: []
    }
  }

  private func members(of enumeration: String) -> [Candidate] {
    (schema.enumeration(named: enumeration)?.members ?? []).map {
      Candidate(word: $0.name, explanation: Self.summary($0.label))
    }
  }

  private var filters: [Candidate] {
    guard let type else { return [] }
    let operators: Set<Character> = ["=", "<", ">"]
    guard let place = request.current.firstIndex(where: operators.contains) else {
      let declared = schema.filters(of: type).map {
        Candidate(word: $0.field + "=", explanation: Self.summary($0.label))
      }
      let names = Set(names: declared.map(\.word))
      let others = schema.fields(of: type.shape)
        .map { Candidate(word: $0.name + "=", explanation: Self.summary($0.description)) }
      return declared + others.filter { !names.contains($0.word) }
    }
    let name = String(request.current[..<place])
    let rest = request.current[place...]
    let head = request.current[..<(rest.firstIndex { !operators.contains($0) } ?? rest.endIndex)]
    if case .enumeration(let enumeration)? = schema.filters(of: type)
      .first(where: { $0.field == name })?.kind
    {
      return members(of: enumeration).map { prefixed($0, head) }
    }
    guard let field = schema.fields(of: type.shape).find(name) else { return [] }
    return values(of: field.type).map { prefixed($0, head) }
  }

  // MARK: Words

  private func prefixed(_ candidate: Candidate, _ head: Substring) -> Candidate {
    Candidate(word: head + candidate.word, explanation: candidate.explanation)
  }

  private static func begins(_ word: String, with start: String) -> Bool {
    word.lowercased().hasPrefix(start.lowercased())
  }

  /// Whether a word can stand on a line and be typed; what only looks like it is not offered.
  private static func isTypable(_ word: String) -> Bool {
    Line.isTypable(word)
  }

  /// The first line of a text, not too long, without anything that could steer a terminal.
  private static func summary(_ text: String) -> String {
    let words = Line(String(text.split(whereSeparator: \.isNewline).first ?? "")).plain
    return words.count > 70 ? words.prefix(69) + "…" : words
  }
}
