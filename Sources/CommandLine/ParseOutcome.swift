// SPDX-License-Identifier: MIT

/// What a command line asks for.
public enum ParseOutcome: Equatable, Sendable {
  /// A command and its arguments.
  case run(ParsedArguments)
  /// A page of help; goes to standard output, exit code 0.
  case help(HelpRequest)
  /// `--version`.
  case version
  /// `completion SHELL`: the script for that shell.
  case completionScript(Shell)
  /// The hidden command that completion scripts call; `nil` if nothing can be offered.
  case complete(CompletionRequest?)
  /// No arguments at all: short help on standard error, exit code 2.
  case noArguments
}

/// A page of help that was asked for.
public struct HelpRequest: Equatable, Sendable {
  /// What the page is about.
  public enum Subject: Equatable, Sendable {
    /// The tool as a whole.
    case tool
    /// A command, by its canonical name.
    case command(String)
    /// A topic that is no command.
    case topic(String)
  }

  /// How much of it, and in which form.
  public enum Form: Equatable, Sendable {
    /// `-h`: one line per option.
    case short
    /// `--help`: everything.
    case long
    /// `help --man`: the manual page, readable without a manual reader.
    case manual
    /// `help --mdoc`: the source of the manual page.
    case manualSource
  }

  /// What the page is about.
  public var subject: Subject
  /// How much of it, and in which form.
  public var form: Form

  /// Asks for a page.
  public init(_ subject: Subject, _ form: Form) {
    self.subject = subject
    self.form = form
  }
}

/// A shell for which there is a completion script.
public enum Shell: String, CaseIterable, Equatable, Sendable {
  /// GNU Bash, 3.2 and later.
  case bash
  /// The Z shell, 5 and later.
  case zsh
  /// fish, 3 and later.
  case fish
}

/// What a completion script wants to know.
///
/// Scripts call `TOOL __complete KIND CURRENT WORD...`: the raw value of a
/// ``DynamicCompletion``, the word under the cursor (to the cursor, perhaps
/// empty, for an option's value without `--option=`), and the words typed before it,
/// without the tool's name. The tool prints one candidate a line, `WORD` or
/// `WORD<tab>EXPLANATION`. A candidate replaces the whole of CURRENT, so members of a
/// list carry those before them (`name,allowed`), and one that ends in `=`, `,`, `/`
/// or `:` is not followed by a blank. Only candidates that begin with CURRENT, case set
/// aside, are printed. Whatever fails, nothing is printed and the exit code is 0.
public struct CompletionRequest: Equatable, Sendable {
  /// What kind of word is wanted.
  public var kind: DynamicCompletion
  /// The beginning of the word, perhaps empty.
  public var current: String
  /// The arguments before it, as far as they make sense; `nil` without a command.
  public var arguments: ParsedArguments?

  /// Describes what is wanted.
  public init(kind: DynamicCompletion, current: String, arguments: ParsedArguments?) {
    self.kind = kind
    self.current = current
    self.arguments = arguments
  }
}
