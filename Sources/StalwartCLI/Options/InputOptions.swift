// SPDX-License-Identifier: MIT

internal import CommandLine

/// Where the values of `create` and `update` come from; only one kind of source can be given.
enum InputOptions {
  static let field = Option.values(
    "field",
    "Set a property; may be repeated",
    value: "KEY=VALUE",
    as: .text
  ).section(title).completing(.dynamic(.assignment)).details(
    .paragraph(
      "The value is read by the type of the property: see `stalwart-cli help values`. "
        + "A key that contains `=` is put in quotes of its own."
    )
  )

  static let fieldFile = Option.values(
    "field-file",
    "Set a property to the contents of a file",
    value: "KEY=PATH",
    as: .text
  ).section(title).completing(.dynamic(.assignmentFromFile))
    .details("`-` is standard input. The last line end of the file is left out.")

  static let json = Option.value(
    "json",
    "Set the properties of a JSON object",
    value: "JSON",
    as: .text
  ).section(title).excluding(field, fieldFile)

  static let file = Option.value(
    "file",
    "Read the JSON object from a file",
    value: "PATH",
    as: .path
  ).section(title).excluding(field, fieldFile, json).details("`-` is standard input.")

  static let standardInput = Option.flag("stdin", "Read the JSON object from standard input")
    .section(title).excluding(field, fieldFile, json, file)

  static let all: [any OptionDeclaration] = [field, fieldFile, json, file, standardInput]

  private static let title = "Values"
}
