// SPDX-License-Identifier: MIT

internal import JMAP
internal import JSON

/// The lines in which the refusal of one object is shown; scripts match on them.
struct SetErrorText {
  private let error: SetError
  private let annotate: (String) -> String

  /// `annotate` may add to an id where it came from; it gets the id and gives the addition.
  init(_ error: SetError, annotate: @escaping (String) -> String = { _ in "" }) {
    self.error = error
    self.annotate = annotate
  }

  /// The type, and then a line for each thing that the server told.
  var lines: [String] {
    var lines = [error.type.rawValue]
    if let description = error.description, !description.isEmpty {
      lines += description.split(separator: "\n").map { "  " + $0 }
    }
    let properties = error.properties.filter { !$0.isEmpty }
    if !properties.isEmpty {
      lines.append("  Properties: " + properties.joined(separator: ", "))
    }
    if let id = error.existingID { lines.append("  Existing id: \(id)\(annotate(id))") }
    if let reference = error.objectID { lines.append("  Object id:   \(text(of: reference))") }
    if !error.linkedObjects.isEmpty {
      lines.append("  Linked by:   " + error.linkedObjects.map(text).joined(separator: ", "))
    }
    if !error.validationErrors.isEmpty {
      lines.append("  Validation errors:")
      lines += error.validationErrors.map { "    \($0.property): \(Self.text(of: $0))" }
    }
    lines += error.otherMembers.members.map { "  \($0.name): \(Self.plain($0.value))" }
    return lines
  }

  private func text(of reference: SetError.ObjectReference) -> String {
    (reference.object.map { "\($0)#" } ?? "") + reference.id + annotate(reference.id)
  }

  private static func text(of error: SetError.ValidationError) -> String {
    let bound = error.required.map(plain) ?? "?"
    return switch error.type {
    case "Required": "required"
    case "Invalid": "invalid value \"\(error.value.map(plain) ?? "")\""
    case "MaxLength": "at most \(bound) chars"
    case "MinLength": "at least \(bound) chars"
    case "MaxValue": "at most \(bound)"
    case "MinValue": "at least \(bound)"
    default:
      ([error.type] + [error.required, error.value].compactMap { $0 }.map(plain))
        .joined(separator: " ")
    }
  }

  private static func plain(_ value: JSONValue) -> String { value.string ?? value.serialized() }
}
