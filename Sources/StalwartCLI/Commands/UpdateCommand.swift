// SPDX-License-Identifier: MIT

internal import CommandLine
internal import JMAP
internal import JSON
internal import Registry
internal import StalwartSchema
internal import Terminal
internal import Text

/// `update OBJECT [ID]`: changes an object.
struct UpdateCommand: Command {
  static let id = Operand.optional(
    "id",
    "Id, name or address of the object; not needed for singletons"
  ).completing(.dynamic(.id))

  static let spec = CommandSpec(
    name: "update",
    group: "Change",
    summary: "Change an object, or the settings of a singleton",
    discussion: [
      .paragraph(
        "Only what is given changes. Values are checked against the schema before anything is "
          + "sent; see `stalwart-cli help values` for how they are typed."
      ),
      .paragraph(
        "A secret that is given as `****`, as `get` shows it, stays as it is. In the "
          + "`credentials` of an account the password is set wherever it stands; keys and app "
          + "passwords stay unless they are given as null."
      ),
    ],
    positionals: [SharedOptions.object, id],
    options: InputOptions.all + [SharedOptions.account],
    examples: [
      Example("stalwart-cli update Imap --field allowPlainTextAuth=false"),
      Example("stalwart-cli update Imap --field timeoutIdle=30m --field maxRequestSize=50MB"),
      Example("stalwart-cli update domain example.org --field 'description=Main domain'"),
      Example("stalwart-cli update account b --field quotas/maxDiskQuota=10737418240"),
      Example(
        "stalwart-cli update account b --field-file credentials/0/secret=password.txt",
        "without showing the password to anybody"
      ),
    ],
    seeAlso: ["values", "describe"]
  )

  let object: String
  let operand: String?
  let source: InputSource
  let account: String?

  func run(in context: Context) throws(Failure) -> Outcome {
    let contents = InputContents(context)
    try context.withSchema { schema throws(Failure) in
      let type = try SingleObject.type(object, in: schema)
      let operands = try SingleObject.operands(
        operand.map { [$0] } ?? [],
        of: type,
        command: "update"
      )
      let account = try AccountArgument(self.account, for: type)
      let input = InputBody(
        source,
        for: type,
        variant: nil,
        in: schema,
        options: ValueOptions(.update, now: Int64(context.surroundings.now()))
      )
      let patch = try input.body(contents)
      guard !patch.isEmpty else { throw .usage("no fields to update") }
      MachineType.warn(ofChanging: type, in: context)
      try update(
        operands[0],
        type,
        input,
        patch,
        account: account.resolve(in: context, schema),
        in: context,
        schema
      )
    }
    return .done
  }

  private func update(
    _ operand: String,
    _ type: ObjectType,
    _ input: InputBody,
    _ patch: JSONObject,
    account: String?,
    in context: Context,
    _ schema: Schema
  ) throws(Failure) {
    let names = NaturalKeyLookup(operand, of: type, in: schema, accountID: account)
    var id = operand
    var isNameResolved = false
    if RegistryID.canonical(id) == nil, !type.isSingleton {
      isNameResolved = true
      id = try names.id(in: context) ?? operand
    }
    var patch = try input.resolvingNames(patch, isEverythingLookedUp: false, in: context)
    let properties = schema.propertiesToRead(for: patch, as: type.shape)
    if !properties.isEmpty {
      var object = try read(id, properties, type, account, in: context)
      if object == nil, !isNameResolved, !type.isSingleton {
        isNameResolved = true
        if let found = try names.id(in: context), found != id {
          id = found
          object = try read(id, properties, type, account, in: context)
        }
      }
      guard let object else {
        throw Failure(
          .notFound,
          "\(type.displayName) \(id) not found",
          hints: ["list them with: stalwart-cli query \(type.displayName)"]
        )
      }
      patch = try adapted(patch, to: object, type, in: context, schema)
      guard !patch.isEmpty else { return try reportUnchanged(id, type, in: context) }
    }
    var areReferencesResolved = false
    while true {
      let response = try send(patch, to: id, type, account, in: context)
      let canonical = RegistryID.canonical(id) ?? id
      for key in [id, canonical] where response.updated.contains(key) {
        return try report(response.updated[key] ?? .null, id: id, type, in: context)
      }
      guard
        let error = response.notUpdated.first(where: {
          $0.key.hasSameBytes(as: id) || $0.key.hasSameBytes(as: canonical)
        })?.error
      else {
        throw Failure(
          .notFound,
          "\(type.displayName): server did not acknowledge update for id `\(id)`"
            + " (the id may not exist)",
          hints: ["list them with: stalwart-cli query \(type.displayName)"]
        )
      }
      // The server changed nothing: what was typed may be names after all.
      if error.type == .notFound, !isNameResolved, !type.isSingleton {
        isNameResolved = true
        if let found = try names.id(in: context), found != id {
          id = found
          continue
        }
      }
      if error.type == .invalidForeignKey, !areReferencesResolved {
        areReferencesResolved = true
        let resolved = try input.resolvingNames(patch, isEverythingLookedUp: true, in: context)
        if resolved != patch {
          patch = resolved
          continue
        }
      }
      throw SetRefusal(error, operation: "update").report(in: context)
    }
  }

  /// What the object holds of some properties; nil where it is not there.
  private func read(
    _ id: String,
    _ properties: [String],
    _ type: ObjectType,
    _ account: String?,
    in context: Context
  ) throws(Failure) -> JSONObject? {
    let connection = try context.connection()
    let response: GetResponse
    do throws(RegistryError) {
      response = try connection.get(
        type.name,
        ids: [id],
        properties: properties,
        accountID: account
      )
    } catch {
      throw Failure(error)
    }
    guard let slice = response.list.first else { return nil }
    guard case .object(let object)? = try? slice.value() else {
      let error = EnvelopeError.malformedResponse(method: type.name + "/get", member: "list")
      throw Failure(RegistryError.envelope(error, url: type.name, isWrite: false))
    }
    return object
  }

  /// The patch without what would overwrite more than it says.
  private func adapted(
    _ patch: JSONObject,
    to object: JSONObject,
    _ type: ObjectType,
    in context: Context,
    _ schema: Schema
  ) throws(Failure) -> JSONObject {
    let adaptation = PatchAdaptation(to: object, as: type.shape, in: schema)
    let result: JSONObject
    do throws(PatchConflict) { result = try adaptation.adapting(patch) } catch {
      throw Failure(error, of: type)
    }
    for removed in adaptation.removedCredentials(result) {
      context.console.warn("`\(removed.path)` is removed: \(removed.label)")
    }
    return result
  }

  private func reportUnchanged(
    _ id: String,
    _ type: ObjectType,
    in context: Context
  ) throws(Failure) {
    try context.console.print("Unchanged \(type.displayName) \(id, .cyan)")
  }

  private func send(
    _ patch: JSONObject,
    to id: String,
    _ type: ObjectType,
    _ account: String?,
    in context: Context
  ) throws(Failure) -> SetResponse {
    let connection = try context.connection()
    do throws(RegistryError) {
      return try connection.set(type.name, update: [id: .object(patch)], accountID: account)
    } catch {
      throw Failure(error)
    }
  }

  private func report(
    _ extras: JSONValue,
    id: String,
    _ type: ObjectType,
    in context: Context
  ) throws(Failure) {
    try context.console.print("\(ours: "Updated", .green) \(type.displayName) \(id, .cyan)")
    guard case .object(let members) = extras, !members.isEmpty else { return }
    try context.console.print()
    for member in members {
      let line = InertJSON.lines(JSONLine(member.value).bytes).dropLast()
      try context.console.print("  \(member.name): \(String(decoding: line, as: UTF8.self))")
    }
  }
}

extension UpdateCommand {
  init(_ parsed: ParsedArguments) throws(Failure) {
    let object = parsed[SharedOptions.object]
    try SingleObject.refuseVariant(object)
    let source = try InputSource(parsed)
    if case .none = source { throw InputSource.missing }
    self.init(
      object: object,
      operand: parsed[Self.id],
      source: source,
      account: parsed[SharedOptions.account]
    )
  }
}
