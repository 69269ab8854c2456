// SPDX-License-Identifier: MIT

public import JSON

/// Something that is done to a value and to all that it is made of, along its type.
///
/// The walk finds out what stands at a place: an object and its variant, a list, set or map, or
/// a value without parts. It calls the visitor's method for that, which walks on to the parts
/// that it wants, with ``walk(_:at:below:in:)``. A visitor without results that is interested
/// in some places only, or one that rewrites some values only, need say no more than that: the
/// rest is walked through by default.
public protocol SchemaVisitor {
  /// What a visit is told by the visit of what surrounds it.
  associatedtype Context
  /// What a visit yields.
  associatedtype Result

  /// The schema whose types the walk follows.
  var schema: Schema { get }

  /// Visits a value without parts, or one that is not what its type says.
  mutating func visit(value: JSONValue, at place: SchemaPlace, in context: Context) -> Result

  /// Visits an embedded object of a type that the schema has.
  mutating func visit(object: SchemaObject, at place: SchemaPlace, in context: Context) -> Result

  /// Visits a list, set or map.
  mutating func visit(
    collection: SchemaCollection,
    at place: SchemaPlace,
    in context: Context
  ) -> Result

  /// Tells that the walk goes to a part of that name.
  mutating func descend(to name: String)

  /// Tells that the walk comes back from the part that it went to last.
  mutating func ascend()
}

/// A visitor that knows the path to what it visits.
public protocol PathVisitor: SchemaVisitor {
  /// The names of members and entries on the way to what is visited.
  var path: [String] { get set }
}

extension SchemaVisitor {
  /// Does nothing.
  public mutating func descend(to name: String) {}
  /// Does nothing.
  public mutating func ascend() {}

  /// Walks through a value.
  public mutating func walk(
    _ value: JSONValue,
    at place: SchemaPlace,
    in context: Context
  ) -> Result {
    guard case .object(let members) = value else {
      return visit(value: value, at: place, in: context)
    }
    if case .object(let name) = place.type.kind {
      guard let shape = schema.shape(named: name) else {
        return visit(value: value, at: place, in: context)
      }
      return visit(object: SchemaObject(members, shape, in: schema), at: place, in: context)
    }
    guard let collection = SchemaCollection(members, at: place) else {
      return visit(value: value, at: place, in: context)
    }
    return visit(collection: collection, at: place, in: context)
  }

  /// Walks through a part of what is visited.
  public mutating func walk(
    _ value: JSONValue,
    at place: SchemaPlace,
    below name: String,
    in context: Context
  ) -> Result {
    descend(to: name)
    defer { ascend() }
    return walk(value, at: place, in: context)
  }
}

extension PathVisitor {
  /// Adds the name to the path.
  public mutating func descend(to name: String) { path.append(name) }
  /// Takes the last name off the path.
  public mutating func ascend() { path.removeLast() }
}

// MARK: Looking

extension SchemaVisitor where Result == Void {
  /// Does nothing.
  public mutating func visit(value: JSONValue, at place: SchemaPlace, in context: Context) {}

  /// Walks through the members that the schema knows.
  public mutating func visit(object: SchemaObject, at place: SchemaPlace, in context: Context) {
    walkMembers(of: object, in: context)
  }

  /// Walks through the values of the entries.
  public mutating func visit(
    collection: SchemaCollection,
    at place: SchemaPlace,
    in context: Context
  ) {
    walkEntries(of: collection, in: context)
  }

  /// Walks through the members of an object that the schema knows, in the object's order.
  public mutating func walkMembers(of object: SchemaObject, in context: Context) {
    let declarations = object.declarations
    for member in object.members {
      guard let (_, place) = declarations.find(member.name) else { continue }
      walk(member.value, at: place, below: member.name, in: context)
    }
  }

  /// Walks through the values of a list or map; those of a set say nothing.
  public mutating func walkEntries(of collection: SchemaCollection, in context: Context) {
    guard !collection.isSet else { return }
    for entry in collection.entries {
      walk(entry.value, at: collection.entryPlace, below: entry.name, in: context)
    }
  }
}

// MARK: Rewriting

extension SchemaVisitor where Result == JSONValue? {
  /// Leaves the value as it is.
  public mutating func visit(
    value: JSONValue,
    at place: SchemaPlace,
    in context: Context
  ) -> JSONValue? {
    value
  }

  /// Rewrites the members that the schema knows.
  public mutating func visit(
    object: SchemaObject,
    at place: SchemaPlace,
    in context: Context
  ) -> JSONValue? {
    .object(rewriteMembers(of: object, in: context))
  }

  /// Rewrites the values of the entries.
  public mutating func visit(
    collection: SchemaCollection,
    at place: SchemaPlace,
    in context: Context
  ) -> JSONValue? {
    .object(rewriteEntries(of: collection, in: context))
  }

  /// The members with those rewritten that the schema knows; without those that are nil then,
  /// and without those whose fields `keeps` does not hold for.
  public mutating func rewriteMembers(
    of object: SchemaObject,
    in context: Context,
    where keeps: (Field) -> Bool = { _ in true }
  ) -> JSONObject {
    let declarations = object.declarations
    var result = JSONObject()
    for member in object.members {
      guard let (field, place) = declarations.find(member.name) else {
        result[member.name] = member.value
        continue
      }
      guard keeps(field) else { continue }
      result[member.name] = walk(member.value, at: place, below: member.name, in: context)
    }
    return result
  }

  /// The entries with their values rewritten; without those that are nil then.
  public mutating func rewriteEntries(
    of collection: SchemaCollection,
    in context: Context
  ) -> JSONObject {
    guard !collection.isSet else { return collection.entries }
    var result = JSONObject()
    for entry in collection.entries {
      result[entry.name] = walk(
        entry.value,
        at: collection.entryPlace,
        below: entry.name,
        in: context
      )
    }
    return result
  }
}
