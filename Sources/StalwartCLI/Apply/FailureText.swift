// SPDX-License-Identifier: MIT

internal import JMAP
internal import Plans
internal import Registry
internal import Text

/// What went wrong with an object of a plan, in one line that scripts look at.
struct FailureText {
  private let operation: CheckedOperation
  private let clientIDs: [Name: String]

  /// `clientIDs` are those of objects that the operation refers to, by id.
  init(_ operation: CheckedOperation, clientIDs: [Name: String]) {
    self.operation = operation
    self.clientIDs = clientIDs
  }

  /// The line.
  func line(_ failure: EntryFailure) -> String {
    let object = operation.object
    switch failure.cause {
    case .set(let error):
      let lines = SetErrorText(error) { id in
        clientIDs[id].map { " (plan reference #\($0))" } ?? ""
      }.lines
      let text = (["error: " + (lines.first ?? "")] + lines.dropFirst()).joined(separator: " | ")
      return "\(what(failure)): \(text)"
    case .method(let error): return Failure(error).summary
    case .unacknowledged:
      return "\(what(failure)): the server did not acknowledge it; the id may not exist"
    case .skipped(let id, let number):
      return "\(object): skipped `\(failure.id)`, because it depends on `\(id)` "
        + "(operation #\(number)), which failed"
    case .match(let error): return "\(object): \(text(error))"
    case .request(let error): return Failure(error).summary
    case .lost(let error):
      return "\(what(failure)): no answer came, and the server does not show it done "
        + "(\(Failure(error).summary))"
    case .unknown(let error):
      return "\(what(failure)): no answer came, and whether it was done could not be found out "
        + "(\(Failure(error).summary))"
    }
  }

  /// The line for an object that is not there, in the words of the server.
  func missing(_ id: String) -> String { "\(operation.object): \(text(.missing(id)))" }

  private func what(_ failure: EntryFailure) -> String {
    let object = operation.object
    if failure.isCreation {
      return "\(object): create failed for `\(failure.id)` (operation #\(operation.number))"
    }
    let verb = operation.kind == .destroy ? "destroy" : "update"
    return "\(object): \(failure.isRemoval ? "destroy" : verb) failed for id \(failure.id)"
  }

  private func text(_ failure: MatchFailure) -> String {
    switch failure {
    case .ambiguous(let id, let properties, let matches):
      let key = properties.isEmpty ? "its values" : properties.joined(separator: ", ")
      let ids = matches.filter { !$0.isEmpty }.prefix(5).joined(separator: ", ")
      return "`\(id)` is ambiguous: \(matches.count) objects match on \(key) (\(ids)); add "
        + "properties to `matchOn` until one is left"
    case .sameObject(let id, let other, let object):
      return "`\(other)` and `\(id)` match the same object, \(object) "
        + "(operation #\(operation.number))"
    case .unreadable(let error): return Failure(error).summary
    case .missing(let id): return "update failed for id \(id): error: notFound"
    case .conflict(let id, let conflict): return "`\(id)`: \(Failure.sentence(conflict))"
    }
  }
}
