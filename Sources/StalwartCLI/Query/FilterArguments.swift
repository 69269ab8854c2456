// SPDX-License-Identifier: MIT

internal import StalwartSchema

/// The conditions of `--where`.
struct FilterArguments {
  /// The conditions; all must hold, and of equal keys the last counts.
  let terms: [FilterTerm]

  /// Reads conditions.
  init(
    _ typed: [String],
    for type: ObjectType,
    in schema: Schema,
    now: Int
  ) throws(Failure) {
    var terms: [FilterTerm] = []
    for text in typed {
      let term: FilterTerm
      do throws(FilterError) {
        term = try schema.filterTerm(parsing: text, for: type, now: Int64(now))
      } catch {
        throw Failure(error, owner: type.displayName)
      }
      terms.removeAll { $0.key == term.key }
      terms.append(term)
    }
    self.terms = terms
  }
}
