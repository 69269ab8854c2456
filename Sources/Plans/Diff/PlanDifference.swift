// SPDX-License-Identifier: MIT

public import JSON
public import StalwartSchema
internal import Text

/// What a plan would do to one object.
public struct PlanDifference: Sendable {
  /// What would be done.
  public enum Action: String, Sendable {
    /// The object would be made.
    case create
    /// The object would be changed.
    case update
    /// The object would be removed.
    case destroy
  }

  /// A property, or a place below one.
  public struct Change: Sendable {
    /// The way to it, as patches write it.
    public let path: String
    /// What is there; nil if nothing is, or it cannot be seen.
    public let old: JSONValue?
    /// What would be there; nil if nothing would.
    public let new: JSONValue?
    /// Whether neither may be shown.
    public let isSecret: Bool
  }

  /// What would be done.
  public let action: Action
  /// The operation that does it.
  public let operation: CheckedOperation
  /// The client id; nil for what is removed.
  public let clientID: String?
  /// The id; nil for what is not there yet.
  public let id: String?
  /// What people call the object; nil where that is not known, or the client id says it.
  public let label: String?
  /// What would change, property by property; nothing for what is removed.
  public let changes: [Change]
}

extension Changes {
  /// What would be done, object by object, in the order in which it would be done.
  public func differences(
    of plan: CheckedPlan,
    on state: LiveState,
    _ schema: Schema
  ) -> [PlanDifference] {
    var result: [PlanDifference] = []
    for operation in plan.operations.reversed() where operation.kind == .destroy {
      result += removals(operations[operation.index].destroys, operation, state)
    }
    for operation in plan.operations where operation.kind != .destroy {
      let own = operations[operation.index]
      result += own.creates.map { creation($0, operation, plan, schema) }
      result += own.updates.map { update($0, operation, plan, schema) }
    }
    for operation in plan.operations.reversed() where operation.kind == .reconcile {
      result += removals(operations[operation.index].cleanup, operation, state)
    }
    return result
  }

  private func removals(
    _ ids: [String],
    _ operation: CheckedOperation,
    _ state: LiveState
  ) -> [PlanDifference] {
    let labels = state.labels(of: ids, operation)
    return ids.map { id in
      PlanDifference(
        action: .destroy,
        operation: operation,
        clientID: nil,
        id: id,
        label: labels[id],
        changes: []
      )
    }
  }

  private func creation(
    _ creation: OperationChanges.Creation,
    _ operation: CheckedOperation,
    _ plan: CheckedPlan,
    _ schema: Schema
  ) -> PlanDifference {
    let body = plan.body(of: creation.entry)
    return PlanDifference(
      action: .create,
      operation: operation,
      clientID: body.clientID,
      id: nil,
      label: nil,
      changes: Self.settings(body.creation, operation.type, schema)
    )
  }

  private func update(
    _ update: OperationChanges.Update,
    _ operation: CheckedOperation,
    _ plan: CheckedPlan,
    _ schema: Schema
  ) -> PlanDifference {
    let body = plan.body(of: update.entry)
    let id: String? = if case .live(let id) = update.target { id.text } else { nil }
    let changes =
      update.differences.isEmpty
      ? Self.settings(update.patch, operation.type, schema)
      : update.differences.map { difference in
        PlanDifference.Change(
          path: JSONPointer(tokens: difference.path.map { Self.shown($0, plan) }).patchKey,
          old: difference.actual.map { Self.shown($0, plan) },
          new: difference.desired.map { Self.shown($0, plan) },
          isSecret: difference.isSecret
        )
      }
    return PlanDifference(
      action: .update,
      operation: operation,
      clientID: operation.kind.hasBodies ? body.clientID : nil,
      id: id ?? (operation.kind.hasBodies ? nil : body.clientID),
      label: nil,
      changes: changes
    )
  }

  private static func settings(
    _ properties: JSONObject,
    _ type: ObjectType,
    _ schema: Schema
  ) -> [PlanDifference.Change] {
    var value = JSONValue.object(properties)
    for pointer in schema.secretPaths(in: properties, as: type.shape) {
      value = value.changing(at: pointer.tokens[...]) { _ in .string(secretMask) } ?? value
    }
    return (value.object ?? [:]).members.map { member in
      PlanDifference.Change(
        path: member.name,
        old: nil,
        new: member.value,
        isSecret: member.value == .string(secretMask)
      )
    }
  }

  /// The token of an object of the plan is no id: it is shown as a reference.
  private static func shown(_ text: String, _ plan: CheckedPlan) -> String {
    Matching.entry(text).map { "#" + plan.body(of: $0).clientID } ?? text
  }

  private static func shown(_ value: JSONValue, _ plan: CheckedPlan) -> JSONValue {
    switch value {
    case .string(let text): .string(shown(text, plan))
    case .array(let elements): .array(elements.map { shown($0, plan) })
    case .object(let object):
      .object(JSONObject(object.members.map { (shown($0.name, plan), shown($0.value, plan)) }))
    default: value
    }
  }
}
