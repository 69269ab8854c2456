// SPDX-License-Identifier: MIT

internal import JSON
internal import Plans
internal import StalwartSchema
internal import Terminal

/// Shows what a plan would do.
struct DiffView {
  private let redactor: Redactor

  /// Longer values say no more.
  private static let maximumWidth = 160

  init(_ redactor: Redactor) { self.redactor = redactor }

  // MARK: Lines

  /// The lines for one object; with the plan that speaks of it where there are two.
  func lines(_ difference: PlanDifference, file: String? = nil) -> [Line] {
    let (mark, style): (String, Style) =
      switch difference.action {
      case .create: ("+", .green)
      case .update: ("~", .yellow)
      case .destroy: ("-", .red)
      }
    var title = difference.operation.object
    if let id = difference.id { title += " \(id)" }
    if let label = difference.label { title += " \(label)" }
    if let clientID = difference.clientID { title += " #\(clientID)" }
    let place = (file.map { $0 + " " } ?? "") + "line \(difference.operation.line)"
    let head = "\(title) (\(place))"
    return ["\(ours: mark, style) \(sentence: redactor.redacting(head))"]
      + difference.changes.map {
        let text = line($0, difference.action, knowsOld: file != nil)
        return "    \(sentence: redactor.redacting(text))"
      }
  }

  /// The line for one property; `knowsOld` tells that a missing old value is not merely unseen.
  private func line(
    _ change: PlanDifference.Change,
    _ action: PlanDifference.Action,
    knowsOld: Bool
  ) -> String {
    if change.isSecret { return "\(change.path): \(secretMask)" }
    let new = change.new.map(text) ?? "nothing"
    guard action == .update, knowsOld || change.old != nil || change.new == nil else {
      return "\(change.path): \(new)"
    }
    return "\(change.path): \(change.old.map(text) ?? "nothing") → \(new)"
  }

  private func text(_ value: JSONValue) -> String {
    // Before it is cut: of half a secret nobody would know what it is.
    let text = redactor.redacting(value).serialized()
    guard text.count > Self.maximumWidth else { return text }
    return text.prefix(Self.maximumWidth) + "…"
  }

  // MARK: Records

  /// The record for one object; with the plan that speaks of it where there are two.
  func record(_ difference: PlanDifference, file: String? = nil) -> JSONValue {
    let operation = difference.operation
    var record: JSONObject = [
      "action": .string(difference.action.rawValue), "op": .string(operation.kind.rawValue),
      "object": .string(operation.object), "index": .number(JSONNumber(operation.index)),
      "line": .number(JSONNumber(operation.line)),
    ]
    if let id = difference.id { record["id"] = .string(id) }
    if let label = difference.label { record["label"] = .string(label) }
    if let clientID = difference.clientID { record["clientId"] = .string(clientID) }
    if difference.action != .destroy || !difference.changes.isEmpty {
      record["changes"] = .array(
        difference.changes.map { change in
          let mask = JSONValue.string(secretMask)
          var object: JSONObject = ["path": .string(change.path)]
          if difference.action == .update {
            object["old"] = change.isSecret ? mask : change.old ?? .null
          }
          object["new"] = change.isSecret ? mask : change.new ?? .null
          return .object(object)
        }
      )
    }
    if let file {
      record["file"] = .string(file)
    } else if let change = MachineChange(difference) {
      record["warning"] = .string(change.type.effect)
    }
    return redactor.redacting(.object(record))
  }

  /// The last record.
  func summary(_ differences: [PlanDifference]) -> JSONValue {
    func count(_ action: PlanDifference.Action) -> JSONValue {
      .number(JSONNumber(differences.filter { $0.action == action }.count))
    }
    return redactor.redacting([
      "op": "summary", "create": count(.create), "update": count(.update),
      "destroy": count(.destroy),
    ])
  }
}
