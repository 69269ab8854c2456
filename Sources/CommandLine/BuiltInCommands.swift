// SPDX-License-Identifier: MIT

/// The commands that this module carries out itself; a tool lists them among its own.
extension CommandSpec {
  static let helpName = "help"
  static let completionName = "completion"

  /// `help [SUBJECT]`, which the parser answers with ``ParseOutcome/help(_:)``.
  public static func help(tool: String, group: String) -> CommandSpec {
    CommandSpec(
      name: helpName,
      group: group,
      summary: "Explain a command or a topic",
      discussion: [
        "Without a subject, shows what `\(tool) --help` shows."
      ],
      positionals: [
        PositionalSpec(
          "subject",
          .optional,
          summary: "A command or a topic",
          completion: .helpSubject
        )
      ],
      options: [
        .flag("man", conflicts: ["mdoc"], "Show the manual page; needs no manual reader"),
        .flag("mdoc", isHidden: true, "Print the source of the manual page"),
      ],
      examples: [
        Example("\(tool) help get"),
        Example("\(tool) help exit-codes"),
        Example("\(tool) help --man get | less"),
      ]
    )
  }

  /// `completion SHELL`, which the parser answers with ``ParseOutcome/completionScript(_:)``.
  public static func completion(tool: String, group: String) -> CommandSpec {
    CommandSpec(
      name: completionName,
      group: group,
      summary: "Print the completion script for a shell",
      discussion: [
        """
        The script completes commands, options, object types, variants, fields and enum \
        values. What depends on the server comes from the schema kept in the cache; without \
        one, or when anything fails, nothing is offered and nothing is printed.
        """,
        .definitions([
          Definition("bash", "source <(\(tool) completion bash)"),
          Definition("zsh", "\(tool) completion zsh > \"${fpath[1]}/_\(tool)\""),
          Definition("fish", "\(tool) completion fish > ~/.config/fish/completions/\(tool).fish"),
        ]),
      ],
      positionals: [
        PositionalSpec(
          "shell",
          summary: "bash, zsh or fish",
          completion: .choices("bash", "zsh", "fish")
        )
      ],
      examples: [Example("\(tool) completion bash | bash -n", "Check the script's syntax")]
    )
  }
}
