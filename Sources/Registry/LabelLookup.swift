// SPDX-License-Identifier: MIT

internal import HTTP
public import JMAP
public import JSON
public import StalwartSchema
internal import Text

/// Finds the names of the objects to which others refer.
///
/// The names behind single references are fetched in the same request as the objects that
/// hold them, through back-references (RFC 8620, section 3.7). Names behind the members of
/// sets, which a back-reference cannot follow, and names beyond a limit of the server take a
/// second request.
public struct LabelLookup: Sendable {
  /// Which references have names.
  public enum Extent: Sendable {
    /// Those to types whose own list has a label: what scripts expect in tables.
    case declared
    /// Those to views as well, and to accounts, by their address.
    case everything
  }

  private let schema: Schema
  private let extent: Extent
  private let fields: FieldSet
  private let properties: Set<Name>?

  /// The names found so far.
  public var labels = ReferenceLabels()

  /// Creates a lookup for the properties of a type that will be shown; nil is all of them.
  public init(_ type: ObjectType, properties: [String]?, schema: Schema, extent: Extent) {
    self.schema = schema
    self.extent = extent
    fields = schema.fields(of: type.shape)
    self.properties = properties.map { Set(names: $0) }
  }

  /// The object type to which a reference leads and the property that names its objects; nil
  /// if there is none.
  private func label(ofReference name: String) -> (object: String, property: String)? {
    if let property = schema.list(named: name)?.labelProperty {
      return (ReferenceLabels.base(of: name), property)
    }
    guard extent == .everything else { return nil }
    let base = ReferenceLabels.base(of: name)
    return schema.identifyingProperty(ofObject: base).map { (base, $0) }
  }

  // MARK: In the same request

  /// Calls that fetch the names of what the objects of a `get` refer to.
  ///
  /// - Parameters:
  ///   - get: The call that fetches the objects.
  ///   - room: How many calls the request still takes.
  /// - Returns: The calls, to be placed after `get` in the same request.
  public func calls(following get: Invocation, room: Int) -> [Invocation] {
    var paths: [(path: String, object: String, property: String)] = []
    for field in fields where properties?.contains(field.name) ?? true {
      for nested in TypeWalk(schema, .everyPath).types(below: field.type) {
        guard case .objectID(let name) = nested.type.kind, !nested.path.contains(.key),
          let (object, property) = label(ofReference: name)
        else { continue }
        paths.append((Self.path(to: nested, in: field), object, property))
      }
    }
    return paths.prefix(max(0, room)).enumerated().map { index, target in
      let reference = ResultReference(resultOf: get.callID, name: get.name, path: target.path)
      return Invocation(
        target.object + "/get",
        ["#ids": reference.json, "properties": ["id", .string(target.property)]],
        callID: "l\(index)"
      )
    }
  }

  /// The path of a back-reference to values of a type inside a property.
  private static func path(to nested: NestedType, in field: Field) -> String {
    nested.path.reduce("/list/*/" + JSONPointer.escape(field.name)) { path, step in
      switch step {
      case .member(let name): path + "/" + JSONPointer.escape(name)
      case .entry, .key: path + "/*"
      }
    }
  }

  /// Takes the responses to ``calls(following:room:)``.
  ///
  /// - Returns: The refusals of calls, for debugging.
  public mutating func absorb(_ results: some Sequence<MethodResult>) -> [MethodError] {
    var refused: [MethodError] = []
    for result in results {
      let response: Response.MethodResponse
      do { response = try result.get() } catch {
        refused.append(error)
        continue
      }
      let object = response.name.split(separator: "/").dropLast().joined(separator: "/")
      guard let get = try? GetResponse(decoding: response) else { continue }
      for slice in get.list { remember(slice, object) }
      for id in get.notFound { labels.remember(object, id, nil) }
    }
    return refused
  }

  private mutating func remember(_ slice: JSONSlice, _ object: String) {
    guard case .object(let members)? = try? slice.value(), let id = members["id"]?.string else {
      return
    }
    var text: String?
    for member in members where member.name != "id" {
      switch member.value {
      case .string(let value): text = value
      case .number(let value): text = value.text
      case .bool(let value): text = value ? "true" : "false"
      default: break
      }
    }
    labels.remember(object, id, text)
  }

  // MARK: In a second request

  /// The calls that fetch the names, still unknown, of what the objects refer to.
  func missingCalls(
    for objects: some Sequence<JSONObject>,
    limits: CoreLimits
  ) -> [Invocation] {
    var wanted: [(object: String, property: String, ids: [String])] = []
    var seen: [Name: Set<Name>] = [:]
    for object in objects {
      for field in fields where properties?.contains(field.name) ?? true {
        guard let value = object[field.name] else { continue }
        for reference in schema.references(in: value, of: field.type) {
          guard let (base, property) = label(ofReference: reference.objectName),
            !labels.isKnown(base, reference.id), RegistryID.canonical(reference.id) != nil,
            seen[base, default: []].insert(reference.id).inserted
          else { continue }
          if let index = wanted.firstIndex(where: { $0.object == base }) {
            wanted[index].ids.append(reference.id)
          } else {
            wanted.append((base, property, [reference.id]))
          }
        }
      }
    }
    var calls: [Invocation] = []
    for (object, property, ids) in wanted {
      for start in stride(from: 0, to: ids.count, by: limits.maxObjectsInGet) {
        let chunk = Array(ids[start..<min(ids.count, start + limits.maxObjectsInGet)])
        calls.append(
          Invocation(
            object + "/get",
            Connection.getArguments(ids: chunk, properties: ["id", property]),
            callID: "l\(calls.count)"
          )
        )
      }
    }
    return calls
  }
}

extension Connection {
  /// Fetches the names that are still unknown, in as many requests as it takes.
  ///
  /// - Returns: The refusals of calls; a name that is not found is no failure.
  public func complete(
    _ lookup: inout LabelLookup,
    for objects: some Sequence<JSONObject>
  ) -> [MethodError] {
    let calls = lookup.missingCalls(for: objects, limits: limits)
    var refused: [MethodError] = []
    for start in stride(from: 0, to: calls.count, by: limits.maxCallsInRequest) {
      let chunk = Array(calls[start..<min(calls.count, start + limits.maxCallsInRequest)])
      guard let (results, _) = try? perform(Request(chunk), .read) else { break }
      refused += lookup.absorb(results)
    }
    return refused
  }
}
