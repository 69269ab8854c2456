// SPDX-License-Identifier: MIT

internal import Plans
internal import StalwartSchema
internal import Terminal

/// Tells what a snapshot could not take along, in warnings that `--quiet` does not hide.
struct SnapshotReport {
  private let findings: SnapshotFindings
  private let context: Context

  init(_ findings: SnapshotFindings, in context: Context) {
    self.findings = findings
    self.context = context
  }

  /// How many lines a list of references or twins has at most.
  private static let maximumLines = 100

  func write() {
    writeUnknown()
    writeDangling()
    writeTwins()
    writeGenerated()
    writeSecrets()
  }

  private func writeUnknown() {
    for variant in findings.unknownVariants {
      context.console.warn(
        "\(variant.name): the schema lacks this variant; "
          + "\(Wording.count(variant.count, "value")) exported as the server shows it, ids included"
      )
    }
    for property in findings.unknownProperties {
      context.console.warn(
        "\(property.name): the schema lacks this property; "
          + "\(Wording.count(property.count, "value")) exported as the server shows it"
      )
    }
  }

  private func writeDangling() {
    guard !findings.dangling.isEmpty else { return }
    let count = findings.danglingCount
    context.console.warn(
      "\(Wording.count(count, "reference")) to objects that are not in the snapshot left out:"
    )
    for reference in findings.dangling.prefix(Self.maximumLines) {
      let note = reference.isRequired ? ", without which it cannot be created" : ""
      line(
        "\(name(reference.type, reference.id)): \(reference.property) -> "
          + "\(reference.targetType)#\(reference.targetID)\(note)"
      )
    }
    more(than: min(Self.maximumLines, findings.dangling.count), of: count)
  }

  private func writeTwins() {
    guard !findings.twins.isEmpty else { return }
    context.console.warn(
      "\(Wording.count(findings.twins.count, "object")) left out, "
        + "since nothing tells them from another one:"
    )
    for twins in findings.twins.prefix(Self.maximumLines) {
      line("\(twins.type)#\(twins.other) is like \(twins.type)#\(twins.id)")
    }
    more(than: min(Self.maximumLines, findings.twins.count), of: findings.twins.count)
  }

  private func writeGenerated() {
    guard !findings.generated.isEmpty else { return }
    context.console.warn("credentials that only the server makes cannot be restored:")
    for object in findings.generated {
      line("\(name(object.type, object.id)): \(object.properties.joined(separator: ", "))")
    }
  }

  private func writeSecrets() {
    for type in findings.objectsWithSecrets {
      let objects = findings.secrets.filter { $0.type == type.name }
      let isReplaced = objects.contains { !$0.variables.isEmpty }
      let count = type.count == 1 ? "1 object" : "\(type.count) objects"
      context.console.warn(
        isReplaced
          ? "\(type.name): secrets of \(count) are anonymized (****) by the server; "
            + "set these variables before the plan is applied:"
          : "\(type.name): secrets of \(count) are anonymized (****) and left out:"
      )
      for object in objects {
        let names = object.variables.isEmpty ? object.properties : object.variables
        line("\(name(object.type, object.id)): \(names.joined(separator: ", "))")
      }
      more(than: objects.count, of: type.count)
    }
    if findings.secrets.contains(where: \.variables.isEmpty) {
      context.console.note("--secrets env writes a variable in the place of each secret")
    }
  }

  private func name(_ type: String, _ id: String?) -> String { id.map { "\(type)#\($0)" } ?? type }

  private func line(_ text: String) { context.console.tell("  \(text)") }

  private func more(than shown: Int, of count: Int) {
    if count > shown { line("and \(count - shown) more") }
  }
}
