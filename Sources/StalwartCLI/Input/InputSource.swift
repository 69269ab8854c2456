// SPDX-License-Identifier: MIT

internal import CommandLine
internal import JSON
internal import StalwartSchema

/// Where the values of `create` and `update` come from.
enum InputSource: Equatable {
  /// `--field` and `--field-file`, in the order in which they were typed.
  case fields([Field])
  /// `--json`.
  case text(String)
  /// `--file`.
  case file(String)
  /// `--stdin`, or `--file -`, whichever was typed.
  case standardInput(option: String)
  /// None of them.
  case none

  /// One property.
  struct Field: Equatable {
    /// The property, or a path into it.
    let key: String
    /// Where its value stands.
    let value: Value

    /// Where the value of a property stands.
    enum Value: Equatable {
      /// On the command line.
      case text(String)
      /// In a file.
      case file(String)
      /// On standard input.
      case standardInput
    }
  }

  /// Takes the one source that was given.
  init(_ parsed: ParsedArguments) throws(Failure) {
    if let text = parsed[InputOptions.json] {
      self = .text(text)
    } else if let path = parsed[InputOptions.file] {
      self = path == "-" ? .standardInput(option: "--file -") : .file(path)
    } else if parsed[InputOptions.standardInput] {
      self = .standardInput(option: InputOptions.standardInput.spec.spelling)
    } else {
      let fields = try Self.fields(parsed)
      self = fields.isEmpty ? .none : .fields(fields)
    }
  }

  /// The values of `--field` and `--field-file`, in the order in which they were typed.
  private static func fields(_ parsed: ParsedArguments) throws(Failure) -> [Field] {
    var fields: [(index: Int, field: Field)] = []
    for argument in parsed.given(InputOptions.field) {
      let assignment = try FieldAssignment(argument.text, option: "--field")
      fields.append(
        (index(of: argument), Field(key: assignment.key, value: .text(assignment.value)))
      )
    }
    var readsStandardInput = false
    for argument in parsed.given(InputOptions.fieldFile) {
      let assignment = try FieldAssignment(argument.text, option: "--field-file")
      if assignment.value == "-" {
        guard !readsStandardInput else {
          throw .usage("--field-file: standard input can be read only once")
        }
        readsStandardInput = true
      }
      let value: Field.Value =
        assignment.value == "-" ? .standardInput : .file(assignment.value)
      fields.append((index(of: argument), Field(key: assignment.key, value: value)))
    }
    return fields.sorted { $0.index < $1.index }.map(\.field)
  }

  private static func index(of argument: ArgumentValue) -> Int {
    guard case .option(let index, _) = argument.origin else { return 0 }
    return index
  }

  /// That nothing was given, where something is needed.
  static let missing = missing(hints: "for example --field description=test")

  /// The same for a new object, with a property that it does have.
  static func missing(for type: ObjectType, variant: Variant?, in schema: Schema) -> Failure {
    let list = "list its fields with: stalwart-cli describe \(type.displayName)"
    let fields = schema.fields(of: type.shape, variant: variant)
    let example = [schema.labelProperty(of: type), NamingProperty.name].compactMap(\.self).first {
      property in
      guard let field = fields.find(property), field.update != .serverSet else { return false }
      if case .string = field.type.kind { return true }
      return false
    }
    guard let example else { return missing(hints: list) }
    return missing(hints: "for example --field \(example)=VALUE", list)
  }

  private static func missing(hints: String...) -> Failure {
    Failure(
      .usage,
      "no input provided; use --field, --json, --file, or --stdin",
      hints: hints
    )
  }
}
