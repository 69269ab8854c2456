// SPDX-License-Identifier: MIT

internal import CommandLine
internal import JSON
internal import Plans
internal import Registry
internal import StalwartSchema
internal import Text

/// What `snapshot` is asked to export, as it was typed.
struct SnapshotArguments: Equatable {
  /// A type and, after a colon, which of its objects.
  struct Operand: Equatable {
    let object: String
    let conditions: [String]

    /// Takes `Domain`, `Domain:example.org` or `Account:@type=User,domainId=b`.
    init(_ text: String) throws(Failure) {
      let isPrefixed = TypeName.hasTypedPrefix(text)
      let prefix = isPrefixed ? String(text.prefix(TypeName.prefix.count)) : ""
      let rest = text.dropFirst(prefix.count)
      guard let colon = rest.firstIndex(of: ":") else {
        object = text
        conditions = []
        try refuseVariant()
        return
      }
      object = prefix + String(rest[..<colon])
      conditions = rest[rest.index(after: colon)...].split(separator: ",").map(String.init)
      try refuseVariant()
      guard !conditions.isEmpty else {
        throw .usage(
          "'\(text)' names no object after the colon",
          hints: "for example Domain:example.org or Account:@type=User"
        )
      }
    }

    private func refuseVariant() throws(Failure) {
      guard object.contains("/") else { return }
      throw .usage(
        "snapshot cannot select variants individually (\(object)); use the bare object name",
        hints: "TYPE:@type=VARIANT exports the objects of one variant"
      )
    }
  }

  let operands: [Operand]
  let selectsAll: Bool
  let addsDependencies: Bool
  let allowed: [String]

  /// The selected types, what is exported of each, and the types that may be missing.
  struct Selection {
    var types: [ObjectType]
    /// The types that a selection of everything holds only where they are named.
    var leftOut: [ObjectType] = []
    var conditions: [Name: SnapshotConditions]
    var allowed: Set<Name>
  }

  /// Finds what the names mean.
  func resolve(in schema: Schema) throws(Failure) -> Selection {
    var selection = Selection(types: [], conditions: [:], allowed: [])
    for name in allowed {
      selection.allowed.insert(try SingleObject.type(name, in: schema).name)
    }
    if selectsAll { selection.types = CompleteSelection.types(in: schema) }
    var whole: Set<Name> = []
    for operand in operands {
      let type = try SingleObject.type(operand.object, in: schema)
      if !selection.types.contains(where: { $0.name == type.name }) {
        selection.types.append(type)
      }
      guard !operand.conditions.isEmpty else {
        whole.insert(type.name)
        continue
      }
      guard !type.isSingleton else {
        throw .usage("\(type.displayName) is a singleton: it has no objects to choose from")
      }
      var conditions = selection.conditions[type.name] ?? SnapshotConditions()
      for text in operand.conditions { try add(text, to: &conditions, type, schema) }
      selection.conditions[type.name] = conditions
    }
    for name in whole { selection.conditions[name] = nil }
    if selectsAll {
      selection.leftOut = CompleteSelection.machineTypes(in: schema)
        .filter { !selection.types.contains($0) }
    }
    if addsDependencies {
      selection.types = SnapshotClosure(schema, allowing: selection.allowed)
        .completing(selection.types)
    }
    return selection
  }

  private func add(
    _ text: String,
    to conditions: inout SnapshotConditions,
    _ type: ObjectType,
    _ schema: Schema
  ) throws(Failure) {
    guard let equals = text.firstIndex(of: "=") else {
      conditions.names.append(text)
      return
    }
    let name = String(text[..<equals])
    let value = String(text[text.index(after: equals)...])
    if name == "@type" {
      do throws(LookupError) {
        let variant = try schema.variant(named: value, of: type.shape)
        conditions.values.append((name, variant.name))
      } catch { throw Failure(error) }
      return
    }
    // Types are read by the schema, as elsewhere: `no` is false and `30m` so many milliseconds.
    let options = ValueOptions(.update, checksUpdate: false)
    let path: FieldPath
    let wanted: JSONValue
    do throws(FieldError) {
      path = try schema.resolve(path: name, in: type.shape, options: options)
      wanted = try schema.value(of: value, at: path, options: options)
    } catch { throw Failure(error, owner: type.displayName) }
    if let target = path.type?.referencedObjectName, let id = wanted.string,
      RegistryID.canonical(id) == nil
    {
      let object = target.prefix { $0 != "/" }.dropFirst(2)
      throw .usage(
        "\(type.displayName):\(text): '\(id)' is not an id",
        hints: "look it up first: stalwart-cli get \(object) '\(id)' --format id"
      )
    }
    conditions.values.append((path.key, wanted.string ?? wanted.serialized()))
  }
}

extension Failure {
  /// A selection that cannot become a plan.
  init(_ error: SnapshotError, typed: [String]) {
    switch error {
    case .missingTypes(let references, let closure):
      let sentences = references.map {
        "\($0.from) references \($0.to) but \($0.to) is not in the snapshot selection"
      }
      let missing = references.map(\.to).reduce(into: [String]()) { names, name in
        if !names.contains(name) { names.append(name) }
      }
      self = .usage(
        sentences[0],
        details: Array(sentences.dropFirst()),
        hints: "add what is missing: stalwart-cli snapshot "
          + (typed + closure).map(ShellWord.quoted).joined(separator: " "),
        "or let --with-dependencies add it",
        "or leave such references out: --allow-unresolved \(missing.joined(separator: ","))"
      )
    case .immutableCycle(let types, let closing):
      self = .usage(
        "cannot snapshot: cyclic dependency between selected types: "
          + types.joined(separator: ", "),
        details: closing.map { ["immutable field \($0) closes the cycle"] } ?? [],
        hints: "break it with --allow-unresolved for one of them"
      )
    }
    restsOnSchema = true
  }
}
