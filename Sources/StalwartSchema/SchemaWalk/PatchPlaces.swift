// SPDX-License-Identifier: MIT

public import JSON

extension Schema {
  /// The object that a body or patch describes, with what is declared about its members; without
  /// `@type` it is of the given variant.
  public func object(
    _ body: JSONObject,
    as shape: Shape,
    variant: Variant? = nil
  ) -> SchemaObject {
    SchemaObject(body, shape, variant: variant, in: self)
  }

  /// The places of the value that a patch has under a key, as the variants declare it: that of a
  /// property, or the one that a path leads to.
  ///
  /// - Returns: nothing where the schema has no place, for `@type` and for members of sets.
  public func places(
    ofPatchKey key: String,
    in shape: Shape,
    variant: Variant? = nil
  ) -> [SchemaPlace] {
    let options = ValueOptions(.update, checksUpdate: false)
    let path = try? resolve(path: key, in: shape, variant: variant, options: options)
    return path?.ends ?? []
  }

  /// What stands at a place, nil for nothing, after `change` replaced what the tokens lead to, as
  /// the server applies a patch to a path (RFC 8620, section 5.3).
  ///
  /// Missing objects on the way get the server's defaults, and gaps in lists are closed. What
  /// the schema does not have at the end of the path changes nothing.
  public func changing(
    _ value: JSONValue?,
    at place: SchemaPlace,
    along tokens: ArraySlice<String>,
    _ change: (JSONValue?, SchemaPlace) -> JSONValue?
  ) -> JSONValue? {
    guard let token = tokens.first else { return change(value, place) }
    var members = value?.object ?? [:]
    if case .object(let name) = place.type.kind {
      guard let shape = shape(named: name) else { return value }
      if value?.object == nil { members = fillingDefaults([:], of: shape) }
      guard let found = object(members, as: shape).declarations.find(token) else { return value }
      members[found.field.name] = changing(
        members[found.field.name],
        at: found.place,
        along: tokens.dropFirst(),
        change
      )
    } else if let collection = SchemaCollection(members, at: place) {
      members[token] = changing(
        members[token],
        at: collection.entryPlace,
        along: tokens.dropFirst(),
        change
      )
      if collection.isList { members = SchemaCollection.renumbered(members) }
    } else {
      return change(value, place)
    }
    return .object(members)
  }
}
