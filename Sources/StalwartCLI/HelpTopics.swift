// SPDX-License-Identifier: MIT

internal import CommandLine

/// The texts of `help TOPIC`.
enum HelpTopics {
  static let all: [HelpTopic] = [connection, environment, exitCodes, formats, plan, values]

  private static let connection = HelpTopic(
    name: "connection",
    summary: "How the server is found, trusted and signed in to",
    body: [
      .globalOptions(section: GlobalOptions.connection),
      .heading("Precedence"),
      .paragraph(
        "An option beats a variable, and an empty variable counts as unset. A credential given by "
          + "an option beats any from the environment, whatever its kind. Two credentials at one "
          + "level are refused."
      ),
      "Redirects are never followed, so that credentials stay with the server they are for.",
    ]
  )

  private static let environment = HelpTopic(
    name: "environment",
    summary: "The environment variables that are read",
    body: [
      "An option beats a variable, and an empty variable counts as unset.",
      .environment,
      .paragraph(
        "A plan may name others with `${env:NAME}`; they are read when it is. Schemas and the limits of "
          + "the servers are kept in the cache, which may be removed at any time; no secret is in it."
      ),
    ],
    manual: ManualReference("stalwart-cli-environment", section: 7)
  )

  private static let exitCodes = HelpTopic(
    name: "exit-codes",
    summary: "What the exit code tells",
    body: [.exitCodes]
  )

  private static let formats = HelpTopic(
    name: "formats",
    summary: "The forms in which results are printed",
    body: [
      .definitions([
        Definition("table", "columns for people; cells are cut after 60 characters"),
        Definition("json, ndjson", "one compact JSON value a line, as the server gave it"),
        Definition(
          "plain",
          "columns separated by tabs, nothing cut, no header with `--no-headers`"
        ),
        Definition("id", "one id a line"),
        Definition("csv", "comma-separated values with a header, quoted where needed"),
      ]),
      .paragraph(
        "JSON, exit codes and the lines `Created TYPE ID`, `Updated TYPE ID` and `ID deleted` are "
          + "promises to scripts. The wording of views and messages may improve."
      ),
    ]
  )

  private static let values = HelpTopic(
    name: "values",
    summary: "How values are typed after --field",
    body: [
      .definitions([
        Definition("text", "as it is; `null` stands for no value"),
        Definition("true, false", "also `yes`, `no`, `on`, `off`, `1`, `0`"),
        Definition("numbers", "digits, without a unit"),
        Definition("durations", "`30m`, `1h30m`, `2d`, or milliseconds"),
        Definition("sizes", "`50MB`, `1.5GB` (powers of 1024), or bytes"),
        Definition("choices", "their names, in any case"),
        Definition("times", "`2026-01-31T12:00:00Z`, `2026-01-31`, `now`, `+30d`"),
        Definition("sets", "`a,b,c` or a JSON array"),
        Definition("lists and objects", "JSON"),
        Definition("secrets", "the text itself; better `--field-file KEY=PATH`"),
        Definition("references", "an id, or the name of the object it belongs to"),
      ]),
      .paragraph(
        "A key may be a path into an object, such as `maxRequestRate/count=5`; `~1` stands for a "
          + "`/` in a name and `~0` for a `~`. A key in quotes may hold `=`."
      ),
    ]
  )
}
