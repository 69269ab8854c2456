// SPDX-License-Identifier: MIT

internal import JSON
internal import Registry
internal import StalwartSchema

/// The conditions of `--where`.
struct FilterArguments {
  /// The conditions; all must hold, and of equal keys the last counts.
  let terms: [FilterTerm]
  /// The properties that the schema says the server filters by.
  let offered: [String]

  /// Reads conditions.
  init(
    _ typed: [String],
    for type: ObjectType,
    in schema: Schema,
    now: Int
  ) throws(Failure) {
    offered = schema.filters(of: type).map(\.field)
    var terms: [FilterTerm] = []
    for text in typed {
      let term: FilterTerm
      do throws(FilterError) {
        term = try schema.filterTerm(parsing: text, for: type, now: Int64(now))
      } catch {
        throw Failure(error, owner: type.displayName)
      }
      if let target = term.referencedObjectName, let id = term.value.string,
        RegistryID.canonical(id) == nil
      {
        let name = target.prefix { $0 != "/" }.dropFirst(2)
        throw .usage(
          "--where: \(term.name): '\(id)' is not an id",
          hints: "look it up first: stalwart-cli get \(name) '\(id)' --format id"
        )
      }
      terms.removeAll { $0.key == term.key }
      terms.append(term)
    }
    self.terms = terms
  }
}
