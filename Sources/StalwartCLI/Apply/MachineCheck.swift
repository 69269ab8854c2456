// SPDX-License-Identifier: MIT

internal import HTTP
internal import Plans
internal import StalwartSchema
internal import Terminal
internal import Text

/// Stands between a plan and the settings that belong to one server alone.
///
/// A change of the database that the server opens needs a person's answer or `--allow-machine`.
/// Other changes of that sort are asked about on a terminal and warned of everywhere else, because
/// plans that set a server up make them on purpose.
struct MachineCheck: Equatable {
  /// The types of `--allow-machine`, as they were typed.
  private let typed: [String]
  private let isConfirmed: Bool

  init(allowing typed: [String], isConfirmed: Bool) {
    self.typed = typed
    self.isConfirmed = isConfirmed
  }

  /// The names of the types that may be changed without a question.
  ///
  /// - Throws: A failure of wrong usage for types that need no permission.
  func allowed(in schema: Schema) throws(Failure) -> Set<Name> {
    var names: Set<Name> = []
    for name in typed {
      let type = try SingleObject.type(name, in: schema)
      guard MachineType(named: type.displayName) != nil else {
        throw .usage(
          "--allow-machine: \(type.displayName) does not belong to one server alone",
          hints: "the types that do: \(MachineType.list)"
        )
      }
      names.insert(type.displayName)
    }
    return names
  }

  /// Warns of such changes, or stops before the first write where nobody allowed them.
  func check(
    _ differences: [PlanDifference],
    allowing allowed: Set<Name>,
    _ redactor: Redactor,
    in context: Context
  ) throws(Failure) {
    let changes = differences.compactMap(MachineChange.init)
    let open = changes.filter { !allowed.contains($0.type.name) }
    if !isConfirmed, context.console.isInteractive, !open.isEmpty {
      try ask(open, redactor, in: context)
      for change in changes where allowed.contains(change.type.name) {
        context.console.warn(change.warning)
      }
      return
    }
    if let change = open.first(where: \.type.selectsDatabase) {
      throw refusal(change, redactor)
    }
    for change in changes { context.console.warn(change.warning) }
  }

  private func refusal(_ change: MachineChange, _ redactor: Redactor) -> Failure {
    let line = change.difference.operation.line
    let name = change.type.name
    return Failure(
      .refused,
      "line \(line) would change \(name), which belongs to one server alone; nothing was changed",
      details: [change.type.effect] + Self.changedProperties(change, redactor),
      hints: [
        "if the plan is a snapshot of another server, take line \(line) out of it",
        "if this server is to use that database: --allow-machine \(name)",
      ]
    )
  }

  private func ask(
    _ changes: [MachineChange],
    _ redactor: Redactor,
    in context: Context
  ) throws(Failure) {
    context.console.tell(
      "About to change what belongs to one server alone, on \(try context.baseURL().url):"
    )
    for change in changes {
      context.console.tell("  \(change.warning)")
      for line in Self.changedProperties(change, redactor) {
        context.console.tell("    \(line)")
      }
    }
    let declined = Failure(.refused, "nothing was changed")
    if let change = changes.first(where: \.type.selectsDatabase) {
      let answer = try context.console.ask("Type \(change.type.name) to change it: ")
      guard answer.trimmingWhitespace() == change.type.name else { throw declined }
      return
    }
    guard try context.console.confirm("Change \(changes.count == 1 ? "it" : "them")?") else {
      throw declined
    }
  }

  /// The lines of `diff` for the properties that change.
  private static func changedProperties(
    _ change: MachineChange,
    _ redactor: Redactor
  ) -> [String] {
    DiffView(redactor).lines(change.difference).dropFirst()
      .map { String($0.plain.drop { $0 == " " }) }
  }
}

/// A change of a setting that belongs to one server alone.
struct MachineChange {
  let difference: PlanDifference
  let type: MachineType

  /// Nil if the change is of another type, or sets nothing but secrets.
  ///
  /// Secrets cannot be compared, so a plan sets them at every run; by themselves they lead to no
  /// other data.
  init?(_ difference: PlanDifference) {
    guard let type = MachineType(named: difference.operation.object) else { return nil }
    let setsOnlySecrets =
      difference.action == .update && !difference.changes.isEmpty
      && difference.changes.allSatisfy(\.isSecret)
    guard !setsOnlySecrets else { return nil }
    self.difference = difference
    self.type = type
  }

  /// What the change means.
  var warning: String { "line \(difference.operation.line): \(type.name): \(type.effect)" }
}

extension MachineType {
  /// The names of all such types, for messages and manuals.
  static var list: String { all.map(\.name).joined(separator: ", ") }

  /// Warns of what a change of `type` means, where somebody changes it by hand.
  static func warn(ofChanging type: ObjectType, in context: Context) {
    guard let machineType = MachineType(named: type.displayName) else { return }
    context.console.warn("\(machineType.name): \(machineType.effect)")
  }
}
