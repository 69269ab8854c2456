// SPDX-License-Identifier: MIT

/// The commands that this module carries out itself; a tool lists them among its own.
extension CommandSpec {
  static let helpName = "help"
  static let completionName = "completion"

  static let subject = Operand.optional("subject", "A command or a topic")
    .completing(.helpSubject)
  static let asManual = Option.flag("man", "Show the manual page; needs no manual reader")
    .excluding(asSource)
  static let asSource = Option.flag("mdoc", "Print the source of the manual page").hidden()
  static let shell = Operand.required("shell", "bash, zsh or fish")
    .completing(.choices(Shell.allCases.map { Choice($0.rawValue) }))

  /// `help [SUBJECT]` with examples for some subjects, which the parser answers with ``ParseOutcome/help(_:)``.
  public static func help(tool: String, group: String, subjects: String...) -> CommandSpec {
    CommandSpec(
      name: helpName,
      group: group,
      summary: "Explain a command or a topic",
      discussion: [
        "Without a subject, shows what `\(tool) --help` shows."
      ],
      positionals: [subject],
      options: [asManual, asSource],
      examples: subjects.map { Example("\(tool) help \($0)") }
        + subjects.prefix(1).map { Example("\(tool) help --man \($0) | less") }
    )
  }

  /// `completion SHELL`, of which `discussion` says what it completes, and which the parser answers with ``ParseOutcome/completionScript(_:)``.
  public static func completion(
    tool: String,
    group: String,
    discussion: TextBlock
  ) -> CommandSpec {
    CommandSpec(
      name: completionName,
      group: group,
      summary: "Print the completion script for a shell",
      discussion: [
        discussion,
        .definitions([
          Definition("bash", "source <(\(tool) completion bash)"),
          Definition("zsh", "\(tool) completion zsh > \"${fpath[1]}/_\(tool)\""),
          Definition("fish", "\(tool) completion fish > ~/.config/fish/completions/\(tool).fish"),
        ]),
      ],
      positionals: [shell],
      examples: [Example("\(tool) completion bash | bash -n", "Check the script's syntax")]
    )
  }
}
