// SPDX-License-Identifier: MIT

internal import CommandLine

/// Options and operands that several commands take in the same way.
enum SharedOptions {
  static let object = Operand.required(
    "object",
    "Type, such as Domain or Imap; case does not matter"
  ).completing(.dynamic(.object))

  static let json = Option.flag("json", "Print JSON, one value a line")

  static let fields = Option.list("fields", "Only these properties", value: "A,B,…", as: .text)
    .completing(.dynamic(.field))
    .details("`id` and `@type` are always allowed.")

  static let account = Option.value(
    "account",
    "Whose objects, for types that belong to an account",
    value: "ID|ADDRESS",
    as: .text
  ).details(
    .paragraph(
      "API keys, app passwords, public keys and account settings belong to an account; without "
        + "this option they are those of the one that is signed in."
    )
  )

  static let filters = Option.values(
    "where",
    "Only objects for which this holds; may be repeated",
    value: "FIELD=VALUE",
    as: .text
  ).completing(.dynamic(.filter)).details(
    .paragraph(
      "The operators are `=`, `>`, `>=`, `<` and `<=`; all conditions must hold. `stalwart-cli "
        + "describe` lists what the server filters by. Times may be relative to now: `-1h`."
    )
  )

  static let yes = Option.flag("yes", "Answer every question with yes").short("y")
}
