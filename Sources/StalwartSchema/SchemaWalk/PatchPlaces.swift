// SPDX-License-Identifier: MIT

public import JSON

extension Schema {
  /// The object that a body or patch describes, with what is declared about its members.
  ///
  /// - Parameters:
  ///   - variant: The variant where the body has no `@type`.
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
}
