// SPDX-License-Identifier: MIT

internal import HTTP
internal import Plans
internal import StalwartSchema
internal import Terminal
internal import Text

/// Stands between a plan and the objects that it removes.
struct RemovalCheck: Equatable {
  let maximum: Int?
  let isConfirmed: Bool
  let isForced: Bool

  /// More objects than this are removed only after their type was typed.
  private static let typedAbove = 50

  /// Stops before the first write where too much would go, or where a person says no.
  func check(
    _ plan: CheckedPlan,
    _ changes: Changes,
    on state: LiveState,
    in context: Context
  ) throws(Failure) {
    let removals = changes.removals(of: plan, on: state)
    if let account = state.accountID, !isForced,
      let removal = removals.first(where: {
        $0.object == TypeName.account.withoutPrefix && $0.ids.contains(account)
      })
    {
      throw Failure(
        .refused,
        "line \(removal.line) would remove \(Self.name(account, removal)), the account that is "
          + "signed in; nothing was changed",
        hints: ["--force removes it all the same"]
      )
    }
    let count = removals.reduce(0) { $0 + $1.ids.count }
    if let maximum, count > maximum {
      throw Failure(
        .refused,
        "the plan would remove \(Wording.count(count, "object")), more than --max-deletes "
          + "\(maximum) allows; nothing was changed",
        details: removals.map { "\($0.object): \($0.ids.count)" },
        hints: ["look first: stalwart-cli diff"]
      )
    }
    guard count > 0, !isConfirmed, context.console.isInteractive else { return }
    try ask(removals, count, in: context)
  }

  private static func name(_ id: String, _ removal: Removal) -> String {
    "\(removal.object) \(id)" + (removal.labels[id].map { " (\($0))" } ?? "")
  }

  private func ask(
    _ removals: [Removal],
    _ count: Int,
    in context: Context
  ) throws(Failure) {
    let objects = Wording.count(count, "object")
    context.console.tell("About to remove \(objects) on \(try context.baseURL().url):")
    var shown = 0
    for removal in removals {
      for id in removal.ids.prefix(max(0, 10 - shown)) {
        context.console.tell("  \(Self.name(id, removal))")
        shown += 1
      }
    }
    if count > shown { context.console.tell("  and \(count - shown) more") }
    let declined = Failure(.refused, "nothing was changed")
    if let removal = removals.first(where: { $0.isWhole || $0.ids.count > Self.typedAbove }) {
      let answer = try context.console.ask(
        "Type \(removal.object) to remove \(removal.ids.count) of them: "
      )
      guard answer.trimmingWhitespace() == removal.object else { throw declined }
      return
    }
    guard try context.console.confirm("Remove \(count == 1 ? "it" : "them")?") else {
      throw declined
    }
  }
}
