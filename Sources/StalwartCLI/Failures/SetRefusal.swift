// SPDX-License-Identifier: MIT

internal import JMAP
internal import Terminal

/// The refusal of the one object that a command was about.
struct SetRefusal {
  private let error: SetError
  private let operation: String

  /// `operation` is `create` or `update`.
  init(_ error: SetError, operation: String) {
    self.error = error
    self.operation = operation
  }

  /// Shows what the server said and gives the failure that ends the command.
  func report(in context: Context) -> Failure {
    let lines = SetErrorText(error).lines
    context.console.tell("\(ours: "error:", .red) \(lines.first ?? "")")
    for line in lines.dropFirst() { context.console.tell("\(line)") }
    let kind: Failure.Kind =
      switch error.type {
      case .notFound: .notFound
      case .forbidden: .notAllowed
      default: .refused
      }
    // A property that the cached schema has and the server has not: the schema is out of date.
    let isStale =
      error.type == .invalidPatch && context.schemaSource.refreshed(explains: false) != nil
    let hint = isStale ? "the server has another schema now: look again with describe" : hint
    return Failure(kind, "\(operation) failed", hints: hint.map { [$0] } ?? [])
  }

  private var hint: String? {
    switch error.type {
    case .objectIsLinked: "remove what refers to it first"
    case .primaryKeyViolation:
      error.objectID.map { object in
        "it is there already: stalwart-cli get \(object.object ?? "OBJECT") \(object.id)"
      }
    default: nil
    }
  }
}
