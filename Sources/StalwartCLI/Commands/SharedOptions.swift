// SPDX-License-Identifier: MIT

internal import CommandLine

/// Options and operands that several commands take in the same way.
enum SharedOptions {
  static let object = PositionalSpec(
    "object",
    summary: "Type, such as Domain or Imap; case does not matter",
    completion: .dynamic(.object)
  )

  static let json = OptionSpec.flag("json", "Print JSON, one value a line")

  static let fields = OptionSpec.value(
    "fields",
    "A,B,…",
    isRepeatable: true,
    splitsAtCommas: true,
    completion: .dynamic(.field),
    "Only these properties",
    details: ["`id` and `@type` are always allowed."]
  )

  static let account = OptionSpec.value(
    "account",
    "ID|ADDRESS",
    "Whose objects, for types that belong to an account",
    details: [
      .paragraph(
        "API keys, app passwords, public keys and account settings belong to an account; without "
          + "this option they are those of the one that is signed in."
      )
    ]
  )

  static let filters = OptionSpec.value(
    "where",
    "FIELD=VALUE",
    isRepeatable: true,
    completion: .dynamic(.filter),
    "Only objects for which this holds; may be repeated",
    details: [
      .paragraph(
        "The operators are `=`, `>`, `>=`, `<` and `<=`; all conditions must hold. `stalwart-cli "
          + "describe` lists what the server filters by. Times may be relative to now: `-1h`."
      )
    ]
  )

  static let yes = OptionSpec.flag("yes", short: "y", "Answer every question with yes")

  /// Where the values of create and update come from; exactly one of them.
  static let input: [OptionSpec] = [
    .value(
      "field",
      "KEY=VALUE",
      section: "Values",
      isRepeatable: true,
      completion: .dynamic(.assignment),
      "Set a property; may be repeated",
      details: [
        .paragraph(
          "The value is read by the type of the property: see `stalwart-cli help values`. "
            + "A key that contains `=` is put in quotes of its own."
        )
      ]
    ),
    .value(
      "field-file",
      "KEY=PATH",
      section: "Values",
      isRepeatable: true,
      completion: .dynamic(.assignmentFromFile),
      "Set a property to the contents of a file",
      details: [
        "`-` is standard input. The last line end of the file is left out."
      ]
    ),
    .value("json", "JSON", section: "Values", "Set the properties of a JSON object"),
    .value(
      "file",
      "PATH",
      section: "Values",
      completion: .file,
      "Read the JSON object from a file",
      details: ["`-` is standard input."]
    ),
    .flag("stdin", section: "Values", "Read the JSON object from standard input"),
  ]
}
