// SPDX-License-Identifier: MIT

internal import CommandLine
internal import Plans
internal import StalwartSchema
internal import Terminal
internal import Text

/// Where a plan comes from, and how it is read; the same for `apply` and `diff`.
struct PlanInput: Equatable {
  static let plan = Operand.optional("plan", "File that holds the plan; `-` is standard input")
    .completing(.file)
  static let file = Option.value(
    "file",
    "Read the plan from a file; `-` is standard input",
    value: "PATH",
    as: .path
  ).section(title)
  static let standardInput = Option.flag("stdin", "Read the plan from standard input")
    .section(title)
  static let noSubstitute = Option.flag(
    "no-substitute",
    "Take `${env:NAME}` and `${file:PATH}` as plain text"
  ).section(title).details(
    .paragraph(
      "Without this option they are replaced inside strings by the variable and by the "
        + "contents of the file without its last line end; `$${env:` and `$${file:` are "
        + "written for the plain text."
    )
  )
  static let skipSecrets = Option.flag(
    "skip-secrets",
    "Leave the secrets of existing objects alone"
  ).section(title).details(
    .paragraph(
      "A server never shows a secret, so a body that holds one is otherwise written "
        + "every time."
    )
  )

  static let options: [any OptionDeclaration] = [file, standardInput, noSubstitute, skipSecrets]
  /// The ways to name a plan, one of which is needed.
  static let sources: [any ArgumentDeclaration] = [plan, file, standardInput]

  private static let title = "Plan"

  /// Where the text of a plan is.
  enum Source: Equatable {
    case file(String, option: String)
    case standardInput(option: String)

    /// A path, or standard input for `-`.
    init(_ path: String, option: String) {
      self = path == "-" ? .standardInput(option: option) : .file(path, option: option)
    }
  }

  let source: Source
  let substitutes: Bool
  let skipsSecrets: Bool

  init(source: Source, substitutes: Bool = true, skipsSecrets: Bool = false) {
    self.source = source
    self.substitutes = substitutes
    self.skipsSecrets = skipsSecrets
  }

  /// Takes the one plan that was named.
  init(_ parsed: ParsedArguments) {
    let source: Source =
      if let path = parsed[Self.file] {
        Source(path, option: Self.file.spec.spelling)
      } else if let path = parsed[Self.plan] {
        Source(path, option: "<\(Self.plan.name)>")
      } else {
        .standardInput(option: Self.standardInput.spec.spelling)
      }
    self.init(
      source: source,
      substitutes: !parsed[Self.noSubstitute],
      skipsSecrets: parsed[Self.skipSecrets]
    )
  }

  /// A second plan, read as this one is.
  func compared(
    with path: String,
    operand: any OperandDeclaration
  ) throws(Failure) -> PlanInput {
    let other = Source(path, option: "<\(operand.name)>")
    if case .standardInput = source, case .standardInput = other {
      throw .usage("only one of the two plans can come from standard input")
    }
    return PlanInput(source: other, substitutes: substitutes, skipsSecrets: skipsSecrets)
  }

  /// The name of the plan, as it was typed.
  var name: String {
    switch source {
    case .file(let path, _): path
    case .standardInput: "standard input"
    }
  }

  // MARK: Reading

  /// Reads the plan and checks it; every mistake of it is in the failure.
  func load(in context: Context) throws(Failure) -> LoadedPlan {
    let (reading, secrets) = try read(in: context)
    // No server that is waited for can mend what is not even a plan.
    let isHopeless = !reading.problems.isEmpty
    if isHopeless, context.waitsForServer { throw refusal(of: reading, secrets, in: context) }
    do throws(Failure) {
      return try context.withSchema { (schema: Schema) throws(Failure) in
        try check(reading, secrets, against: schema, in: context)
      }
    } catch {
      guard isHopeless, error.exitCode == .noAnswer else { throw error }
      throw refusal(of: reading, secrets, in: context)
    }
  }

  /// What is wrong with a plan, as far as that can be told without the server.
  private func refusal(
    of reading: PlanReading,
    _ secrets: Set<Name>,
    in context: Context
  ) -> Failure {
    if let schema = context.schemaSource.cached() {
      do throws(Failure) {
        _ = try check(reading, secrets, against: schema, in: context)
      } catch { return error }
    }
    return PlanProblemText(reading.problems, in: reading.text).failure.redacted(Redactor(secrets))
  }

  /// Checks a plan that was read; `secrets` are those that were put into it.
  func check(
    _ reading: PlanReading,
    _ secrets: Set<Name>,
    against schema: Schema,
    in context: Context
  ) throws(Failure) -> LoadedPlan {
    let options = PlanCheckOptions(now: Int64(context.surroundings.now()))
    let check = PlanCheck(reading, against: schema, options: options)
    guard check.problems.isEmpty else {
      throw PlanProblemText(check.problems, in: reading.text).failure.redacted(Redactor(secrets))
    }
    let plan = check.plan
    return LoadedPlan(plan: plan, schema: schema, secrets: secrets.union(plan.secrets))
  }

  /// Reads the plan and puts in what it takes from elsewhere; tells what that was.
  ///
  /// What cannot be found is a mistake of the plan, or stays as it is written.
  func read(
    in context: Context,
    leavingUnset: Bool = false
  ) throws(Failure) -> (reading: PlanReading, secrets: Set<Name>) {
    let bytes: [UInt8]
    switch source {
    case .file(let path, let option): bytes = try context.read(path, for: option)
    case .standardInput(let option): bytes = try context.readStandardInput(for: option)
    }
    var reading = PlanReading(bytes)
    guard substitutes else { return (reading, []) }
    let environment = context.surroundings.environment
    let secrets = reading.substitute { source in
      switch source {
      case .variable(let name):
        guard let value = environment[name.text] else {
          return leavingUnset ? .asWritten : .failure("is not set")
        }
        return .text(value)
      case .file(let path):
        let contents = Self.contents(of: path.text)
        if leavingUnset, case .failure = contents { return .asWritten }
        return contents
      }
    }
    return (reading, secrets)
  }

  private static func contents(of path: String) -> SubstitutionOutcome {
    do {
      let bytes = try FileSystem.read(path).withoutLineEnd
      guard let text = String(validating: bytes, as: UTF8.self) else {
        return .failure("is not UTF-8")
      }
      return .text(text)
    } catch {
      return .failure("cannot be read: \(error.reason)")
    }
  }
}

/// A plan without mistakes, and what it takes to work with it.
struct LoadedPlan {
  let plan: CheckedPlan
  /// The schema that it was checked against.
  let schema: Schema
  /// The secrets of the plan, and what was put into it.
  let secrets: Set<Name>

  /// Takes the secrets of the plan out of output.
  var redactor: Redactor { Redactor(secrets) }
}
