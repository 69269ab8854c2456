// SPDX-License-Identifier: MIT

internal import JSON

/// Follows references into results.
///
/// Results are typed: only what the schema calls an id, and the ids of the
/// objects themselves, can be referred to.
struct ReferenceEvaluator {
  let context: RequestContext

  /// What a path ends on.
  private enum Found {
    case id(String)
    case blob(String)
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
      var found: [Found] = []
      collect(list, type, tokens[...], into: &found)
      return try found.map { item throws(MethodError) in
        switch item {
        case .id(let id): return id
        case .blob: throw Self.failed(reference, " Invalid Id type.")
        }
      }
    case .other: throw .referenceNotFound(reference)
    }
  }

  /// Checks a reference in the place of property names: nil means all.
  func properties(_ reference: ResultReference) throws(MethodError) -> ListArgument? {
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
    into found: inout [Found]
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
    _ found: inout [Found]
  ) {
    guard let token = rest.first else { return }
    let structure = shape.structure(of: object)
    func visit(_ name: String) {
      guard let value = object[name] else { return }
      if isTop, name == "id" {
        if let id = value.string { found.append(.id(id)) }
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
    _ found: inout [Found]
  ) {
    switch kind {
    case .objectID:
      if rest.isEmpty, let id = value.string { found.append(.id(id)) }
    case .blobID:
      if rest.isEmpty, let id = value.string { found.append(.blob(id)) }
    case .object(let shape):
      if let object = value.object { collect(object, shape, rest, isTop: false, &found) }
    case .list(let shape, _), .map(_, .object(let shape)):
      guard let entries = value.object, let token = rest.first else { return }
      for entry in entries where token.name.map({ $0 == entry.name }) ?? true {
        if let object = entry.value.object {
          collect(object, shape, rest.dropFirst(), isTop: false, &found)
        }
      }
    case .map(_, let element):
      guard let entries = value.object, let token = rest.first else { return }
      for entry in entries where token.name.map({ $0 == entry.name }) ?? true {
        collect(element, entry.value, rest.dropFirst(), &found)
      }
    default: break
    }
  }
}
