// SPDX-License-Identifier: MIT

internal import Plans
internal import StalwartSchema
internal import Terminal

/// Two plans that are compared with each other, without a server.
struct PlanPair {
  let old: PlanInput
  let new: PlanInput

  /// Shows what differs; whether anything does is known before the first of it is shown.
  func show(
    asJSON isJSON: Bool,
    noting hasChanges: inout Bool,
    in context: Context
  ) throws(Failure) {
    let (before, after) = try load(in: context)
    let comparison = PlanComparison(
      before.plan,
      after.plan,
      in: before.schema,
      options: MatchingOptions(skipsSecrets: old.skipsSecrets)
    )
    hasChanges = !comparison.entries.isEmpty
    let view = DiffView(Redactor([before, after].flatMap(\.secrets)))
    for entry in comparison.entries {
      let file = entry.side == .old ? old.name : new.name
      if isJSON {
        try context.console.print(json: view.record(entry.difference, file: file))
      } else {
        for line in view.lines(entry.difference, file: file) { try context.console.print(line) }
      }
    }
    if isJSON {
      try context.console.print(json: view.summary(comparison.entries.map(\.difference)))
    }
  }

  private func load(in context: Context) throws(Failure) -> (old: LoadedPlan, new: LoadedPlan) {
    let first = try old.read(in: context, leavingUnset: true)
    let second = try new.read(in: context, leavingUnset: true)
    return try withSchema(in: context) { schema throws(Failure) in
      let before = try named(old) { () throws(Failure) in
        try old.check(first.reading, first.secrets, against: schema, in: context)
      }
      let after = try named(new) { () throws(Failure) in
        try new.check(second.reading, second.secrets, against: schema, in: context)
      }
      return (before, after)
    }
  }

  /// Works with the schema at hand, however old; only a refusal asks the server for a newer one.
  private func withSchema<T>(
    in context: Context,
    _ body: (Schema) throws(Failure) -> T
  ) throws(Failure) -> T {
    let source = context.schemaSource
    guard let known = source.cached() else {
      let schema: Schema
      do throws(Failure) { schema = try source.current() } catch {
        var failure = error
        if failure.isAboutAccess {
          failure.hints.append("--schema FILE needs no server")
        }
        throw failure
      }
      return try body(schema)
    }
    do throws(Failure) { return try body(known) } catch {
      guard error.restsOnSchema, let newer = source.refreshed(explains: false) else { throw error }
      return try body(newer)
    }
  }

  /// Runs `body`; a failure says which plan it is about.
  private func named<T>(
    _ input: PlanInput,
    _ body: () throws(Failure) -> T
  ) throws(Failure) -> T {
    do throws(Failure) { return try body() } catch {
      var failure = error
      failure.summary = "\(input.name): \(failure.summary)"
      throw failure
    }
  }
}
