// SPDX-License-Identifier: MIT

internal import CommandLine
internal import HTTP
internal import JMAP
internal import JSON
internal import Registry
internal import StalwartSchema
internal import Terminal

/// `create OBJECT[/VARIANT]`: makes an object.
struct CreateCommand: Command {
  static let object = Operand.required(
    "object",
    "Type, such as Domain, or type and variant, such as Account/User"
  ).completing(.dynamic(.objectOrVariant))
  static let format = ObjectFormat.option
  static let ifNotExists = Option.flag(
    "if-not-exists",
    "Succeed where the object is there already"
  ).details(
    .paragraph(
      "One with the same unique key, such as the name of a domain. Then `Exists TYPE ID` is "
        + "printed and nothing is changed."
    )
  )
  static let secretFile = Option.value(
    "secret-file",
    "Write the new secret to a file, do not print it",
    value: "PATH",
    as: .path
  ).details("The file is made before anything is sent; only its owner can read it.")

  static let spec = CommandSpec(
    name: "create",
    group: "Change",
    summary: "Create an object",
    discussion: [
      .paragraph(
        "Prints `Created TYPE ID`, and below it what the server added, such as the secret "
          + "of an API key, which is shown only this once."
      )
    ],
    positionals: [object],
    options: InputOptions.all + [format, ifNotExists, secretFile, SharedOptions.account],
    examples: [
      Example("stalwart-cli create Domain --field name=example.org"),
      Example("stalwart-cli create Account/User --field name=jane --field domainId=example.org"),
      Example(
        "stalwart-cli create ApiKey --account jane@example.org --field description=backup "
          + "--secret-file key.txt"
      ),
      Example("stalwart-cli create Action/ReloadSettings", "make changed settings take effect"),
    ],
    seeAlso: ["values", "describe"]
  )

  let object: String
  let source: InputSource
  let format: ObjectFormat
  let acceptsExisting: Bool
  let secretFile: String?
  let account: String?

  func run(in context: Context) throws(Failure) -> Outcome {
    let contents = InputContents(context)
    try context.withSchema { schema throws(Failure) in
      let type: ObjectType
      let variant: Variant?
      do throws(LookupError) {
        (type, variant) = try schema.resolve(objectAndVariant: object)
      } catch {
        throw Failure(error)
      }
      if acceptsExisting, type.lacksUniqueKey {
        throw .usage(
          "--if-not-exists: nothing keeps two \(type.displayName) objects apart",
          hints: "look with 'stalwart-cli query \(type.displayName)' whether it is there"
        )
      }
      if format == .id, secretFile == nil,
        schema.fields(of: type.shape, variant: variant)[ObjectType.generatedSecretProperty]?.update
          == .serverSet
      {
        throw .usage(
          "--format id: the secret that the server makes is shown once and would be lost",
          hints: "add --secret-file PATH, or use --format json"
        )
      }
      let account = try AccountArgument(self.account, for: type)
      let input = InputBody(
        source,
        for: type,
        variant: variant,
        in: schema,
        options: ValueOptions(.create, now: Int64(context.surroundings.now()))
      )
      let body = try body(input, contents, type, variant, in: context, schema)
      let masks = schema.secretMasks(in: body, as: type.shape)
      guard masks.isEmpty else { throw Failure(masks: masks.map(\.pathKey), ofNew: type) }
      let file = try secretFile.map { path throws(Failure) in
        do throws(FileError) { return try PendingFile(path, .owner) } catch { throw Failure(error) }
      }
      let accountID = try account.resolve(in: context, schema)
      MachineType.warn(ofChanging: type, in: context)
      try create(body, input, type, accountID, file, in: context, schema)
    }
    return .done
  }

  private func body(
    _ input: InputBody,
    _ contents: InputContents,
    _ type: ObjectType,
    _ variant: Variant?,
    in context: Context,
    _ schema: Schema
  ) throws(Failure) -> JSONObject {
    if case .none = source {
      let isBare = type.isMultiVariant && variant != nil && variant?.schemaName == nil
      guard isBare || schema.fields(of: type.shape, variant: variant).isEmpty else {
        throw InputSource.missing(for: type, variant: variant, in: schema)
      }
    }
    var body = try input.body(contents)
    guard let variant else { return body }
    if let given = body["@type"] {
      if given != .string(variant.name) {
        context.console.warn("--field `@type` overrides the Object/Variant shorthand")
      }
    } else {
      body["@type"] = .string(variant.name)
    }
    return body
  }

  private func create(
    _ body: JSONObject,
    _ input: InputBody,
    _ type: ObjectType,
    _ accountID: String?,
    _ file: PendingFile?,
    in context: Context,
    _ schema: Schema
  ) throws(Failure) {
    var body = try input.resolvingNames(body, isEverythingLookedUp: false, in: context)
    var areReferencesResolved = false
    while true {
      let response: SetResponse
      let connection = try context.connection()
      do throws(RegistryError) {
        response = try connection.set(
          type.name,
          create: ["n0": .object(body)],
          accountID: accountID
        )
      } catch {
        throw Failure(error)
      }
      if let created = response.created["n0"] {
        return try report(created, type, file, in: context, schema)
      }
      guard let error = response.notCreated.first(where: { $0.key == "n0" })?.error else {
        throw Failure(
          .refused,
          "\(type.displayName): server did not acknowledge the create (nothing may have been made)"
        )
      }
      if acceptsExisting, error.type == .primaryKeyViolation, let existing = error.objectID,
        existing.object == nil || existing.object == type.displayName
      {
        return try reportExisting(existing.id, type, in: context)
      }
      if error.type == .invalidForeignKey, !areReferencesResolved {
        areReferencesResolved = true
        let resolved = try input.resolvingNames(body, isEverythingLookedUp: true, in: context)
        if resolved != body {
          body = resolved
          continue
        }
      }
      var failure = SetRefusal(error, operation: "create").report(in: context)
      if type.isMultiVariant, !body.contains("@type"), type.variants.count <= 8 {
        let names = type.variants.map { "\(type.displayName)/\($0.name)" }
        failure.hints.append("say which: stalwart-cli create \(Wording.alternatives(names))")
      }
      throw failure
    }
  }

  private func reportExisting(
    _ id: String,
    _ type: ObjectType,
    in context: Context
  ) throws(Failure) {
    switch format {
    case .view:
      try context.console.print("Exists \(type.displayName) \(id, .cyan)")
    case .json:
      try context.console.print(json: ["id": .string(id)])
    case .id: try context.console.print("\(id)")
    }
  }

  private func report(
    _ created: JSONValue,
    _ type: ObjectType,
    _ file: PendingFile?,
    in context: Context,
    _ schema: Schema
  ) throws(Failure) {
    let id = created["id"]?.string ?? ""
    var extras = created.object ?? [:]
    extras.remove("id")
    var failure: Failure?
    if let file {
      let secret = extras[ObjectType.generatedSecretProperty]?.string
      do throws(FileError) {
        if let secret {
          try file.write(Array((secret + "\n").utf8))
          try file.commit()
          extras.remove(ObjectType.generatedSecretProperty)
        }
      } catch {
        // It is shown nowhere else, so it is printed after all.
        failure = Failure(error)
      }
      if secret == nil {
        context.console.warn("the server made no secret: \(file.path) is not written")
      }
    }
    switch format {
    case .json:
      var shown: JSONObject = ["id": .string(id)]
      for member in extras { shown[member.name] = member.value }
      try context.console.print(json: .object(shown))
    case .id:
      try context.console.print("\(id)")
      if failure != nil, let secret = extras[ObjectType.generatedSecretProperty]?.string {
        context.console.warn("the secret is shown this once: \(secret)")
      }
    case .view:
      try context.console.print("\(ours: "Created", .green) \(type.displayName) \(id, .cyan)")
      if !extras.isEmpty {
        try context.console.print()
        let values = ValueText(schema: schema, labels: ReferenceLabels())
        for line in ObjectView(values).lines(of: extras, type: type) {
          try context.console.print(line)
        }
      }
    }
    try context.console.flush()
    if context.console.hasLostOutput,
      let secret = extras[ObjectType.generatedSecretProperty]?.string
    {
      context.console.warn("the secret is shown this once: \(secret)")
    }
    if let failure { throw failure }
  }
}

extension CreateCommand {
  init(_ parsed: ParsedArguments) throws(Failure) {
    self.init(
      object: parsed[Self.object],
      source: try InputSource(parsed),
      format: parsed[Self.format],
      acceptsExisting: parsed[Self.ifNotExists],
      secretFile: parsed[Self.secretFile],
      account: parsed[SharedOptions.account]
    )
  }
}
