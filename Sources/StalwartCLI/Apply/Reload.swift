// SPDX-License-Identifier: MIT

internal import JMAP
internal import JSON
internal import Registry
internal import StalwartSchema
internal import Text

/// Makes a server use what was changed.
struct Reload {
  private let actions: [String]
  private let restarts: [String]

  init(changed types: Set<Name>, _ schema: Schema) {
    var actions: [String] = []
    var restarts: [String] = []
    for type in types.sorted().compactMap({ schema.object(named: $0.text) }) {
      switch type.activation {
      case .immediate: break
      case .action(let name): if !actions.contains(name) { actions.append(name) }
      case .restart: restarts.append(type.displayName)
      }
    }
    self.actions = actions
    self.restarts = restarts
  }

  /// Creates the actions, in one request, and says what only a restart does.
  func run(in context: Context) throws(Failure) {
    if !restarts.isEmpty {
      context.console.note(
        "a restart of the server makes it use: \(restarts.joined(separator: ", "))"
      )
    }
    guard !actions.isEmpty else { return }
    let bodies = actions.map { ($0, JSONValue.object(["@type": .string($0)])) }
    let connection = try context.connection()
    let response: SetResponse
    do throws(RegistryError) {
      response = try connection.set(TypeName.action, create: JSONObject(bodies))
    } catch {
      var failure = Failure(error)
      failure.details.append("the plan was applied; only making the server use it failed")
      throw failure
    }
    var failures: [Failure] = []
    for action in actions {
      if let failure = failure(of: action, response) {
        failures.append(failure)
      } else {
        context.console.note("\(action) done")
      }
    }
    guard var failure = failures.first else { return }
    for other in failures.dropFirst() { failure.details += [other.summary] + other.details }
    throw failure
  }

  private func failure(of action: String, _ response: SetResponse) -> Failure? {
    if let refused = response.notCreated.first(where: { $0.key == action }) {
      let lines = SetErrorText(refused.error).lines
      return Failure(
        .refused,
        "the plan was applied, but \(action) failed: \(lines.first ?? "")",
        details: lines.dropFirst().map { $0 }
      )
    }
    guard !response.created.contains(action) else { return nil }
    return Failure(.noAnswer, "the plan was applied, but \(action) was not acknowledged")
  }
}
