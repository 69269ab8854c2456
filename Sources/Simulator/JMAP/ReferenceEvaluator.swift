// SPDX-License-Identifier: MIT

internal import JSON

/// Follows references into results.
///
/// Results are typed: only what the schema calls an id, and the ids of the
/// objects themselves, can be referred to.
struct ReferenceEvaluator {
  let context: RequestContext

  /// The ids that are given, or that a reference stands for.
  func ids(_ argument: ListArgument?) throws(MethodError) -> [String]? {
    switch argument {
    case .values(let values): values
    case .reference(let reference): try ids(reference)
    case nil: nil
    }
  }

  /// The ids that a reference stands for.
  func ids(_ reference: ResultReference) throws(MethodError) -> [String] {
    guard let result = context.result(of: reference) else {
      throw .referenceNotFound(reference)
    }
    var tokens = PatchPath(reference.path).tokens
    let head = tokens.removeFirst().name
    switch result {
    case .query(let ids):
      guard head == "ids" else { throw .referenceNotFound(reference) }
      return queryIDs(ids, tokens[...])
    case .get(let type, let list):
      guard head == "list" else { throw .referenceNotFound(reference) }
      // Nil stands for the id of a blob, which is of another kind.
      var found: [String?] = []
      collect(list, type, tokens[...], into: &found)
      guard !found.contains(nil) else { throw Self.failed(reference, " Invalid Id type.") }
      return found.compactMap(\.self)
    case .other: throw .referenceNotFound(reference)
    }
  }

  /// The property names that are given; a reference that is good in their place means all: nil.
  func properties(_ argument: ListArgument?) throws(MethodError) -> [String]? {
    if case .values(let names) = argument { return names }
    guard case .reference(let reference) = argument else { return nil }
    guard let result = context.result(of: reference) else {
      throw .referenceNotFound(reference)
    }
    if case .query = result {
      _ = try ids(reference)
      throw Self.failed(reference, " Invalid property.")
    }
    return nil
  }

  private static func failed(_ reference: ResultReference, _ reason: String) -> MethodError {
    let path = PatchPath(reference.path).text
    return MethodError(
      "invalidResultReference",
      "Failed to evaluate { resultOf: \(reference.resultOf), name: \(reference.name), path: \(path) }"
        + " result reference:\(reason)"
    )
  }

  private func queryIDs(_ ids: [String], _ rest: ArraySlice<PatchPath.Token>) -> [String] {
    switch rest.first {
    case nil, .wildcard: ids
    case .number(let index) where index < UInt64(ids.count): [ids[Int(index)]]
    default: []
    }
  }

  private func collect(
    _ list: [JSONObject],
    _ type: ObjectType,
    _ rest: ArraySlice<PatchPath.Token>,
    into found: inout [String?]
  ) {
    switch rest.first {
    case .wildcard:
      for object in list { collect(object, type.shape, rest.dropFirst(), isTop: true, &found) }
    case .number(let index) where index < UInt64(list.count):
      collect(list[Int(index)], type.shape, rest.dropFirst(), isTop: true, &found)
    default: break
    }
  }

  private func collect(
    _ object: JSONObject,
    _ shape: Shape,
    _ rest: ArraySlice<PatchPath.Token>,
    isTop: Bool,
    _ found: inout [String?]
  ) {
    guard let token = rest.first else { return }
    let structure = shape.structure(of: object)
    func visit(_ name: String) {
      guard let value = object[name] else { return }
      if isTop, name == "id" {
        if let id = value.string { found.append(id) }
        return
      }
      guard
        let property = structure?.byName[name]
          ?? shape.structures.lazy.compactMap({ $0.byName[name] }).first
      else { return }
      collect(property.kind, value, rest.dropFirst(), &found)
    }
    switch token {
    case .wildcard: for member in object { visit(member.name) }
    case .key(let name): visit(name)
    case .number(let number): visit(String(number))
    }
  }

  private func collect(
    _ kind: ValueKind,
    _ value: JSONValue,
    _ rest: ArraySlice<PatchPath.Token>,
    _ found: inout [String?]
  ) {
    switch kind {
    case .objectID:
      if rest.isEmpty, let id = value.string { found.append(id) }
    case .blobID:
      if rest.isEmpty, value.string != nil { found.append(nil) }
    case .object(let shape):
      if let object = value.object { collect(object, shape, rest, isTop: false, &found) }
    case .list(let shape, _): collectEntries(.object(shape), value, rest, &found)
    case .map(_, let element): collectEntries(element, value, rest, &found)
    default: break
    }
  }

  private func collectEntries(
    _ kind: ValueKind,
    _ value: JSONValue,
    _ rest: ArraySlice<PatchPath.Token>,
    _ found: inout [String?]
  ) {
    guard let token = rest.first else { return }
    for entry in value.object ?? [:] where token.name.map({ $0 == entry.name }) ?? true {
      collect(kind, entry.value, rest.dropFirst(), &found)
    }
  }
}
