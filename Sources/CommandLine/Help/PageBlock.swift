// SPDX-License-Identifier: MIT

/// A piece of a help page or manual page, with the tables of the tool filled in.
indirect enum PageBlock: Equatable {
  case paragraph(String)
  case heading(String)
  case literal([String])
  /// Lines that are wrapped one by one.
  case lines([String])
  /// Command lines; one that is too long is continued after a backslash, so that it can be copied.
  case commands([String])
  /// A text that should take one line, and notes, of which as many are shown as fit.
  case brief(String, notes: [String])
  case list([PageItem])
  case references([ManualReference])
}

/// An entry of a list.
struct PageItem: Equatable {
  var term: PageTerm
  var body: [PageBlock]
}

/// The term that an entry of a list explains, by its kind, which manual pages mark up.
enum PageTerm: Equatable {
  case option(OptionSpec)
  case operand(PositionalSpec)
  case command(String)
  case variable(String)
  case plain(String)
}

/// A titled part of a page.
struct PageSection: Equatable {
  var title: String
  var blocks: [PageBlock]

  /// A part, or `nil` if it would be empty.
  init?(_ title: String, _ blocks: [PageBlock]) {
    guard !blocks.isEmpty else { return nil }
    self.title = title
    self.blocks = blocks
  }
}

/// How much a page says.
enum PageDetail {
  /// One line for each option.
  case short
  /// The summary of each option with all its notes.
  case medium
  /// Everything.
  case long
}

extension ToolSpec {
  /// A block of the tables as a block of a page.
  func resolved(_ block: TextBlock) -> PageBlock {
    switch block {
    case .paragraph(let text): .paragraph(text)
    case .heading(let text): .heading(text)
    case .literal(let lines): .literal(lines)
    case .definitions(let definitions):
      .list(definitions.map { PageItem(term: .plain($0.term), body: [.paragraph($0.text)]) })
    case .globalOptions(let section):
      optionList(globalOptions.filter { $0.section == section }, .long)
    case .environment:
      .list(
        environment.map { PageItem(term: .variable($0.name), body: [.paragraph($0.summary)]) }
      )
    case .exitCodes: exitCodeList(exitCodes)
    }
  }

  func optionList(_ options: [OptionSpec], _ detail: PageDetail) -> PageBlock {
    .list(
      options.filter { !$0.isHidden }.map { option in
        let body: [PageBlock] =
          switch detail {
          case .short: [.brief(option.summary, notes: option.notes)]
          case .medium: [.paragraph(option.explanation)]
          case .long: [.paragraph(option.explanation)] + option.details.map(resolved)
          }
        return PageItem(term: .option(option), body: body)
      }
    )
  }

  func exitCodeList(_ codes: [ExitCodeSpec]) -> PageBlock {
    .list(codes.map { PageItem(term: .plain(String($0.code)), body: [.paragraph($0.meaning)]) })
  }

  func operandList(_ positionals: [PositionalSpec]) -> PageBlock {
    .list(positionals.map { PageItem(term: .operand($0), body: [.paragraph($0.summary)]) })
  }

  /// The topic that shows the global options of a section, if there is one.
  func topic(showing section: String) -> HelpTopic? {
    topics.first { $0.body.contains(.globalOptions(section: section)) }
  }

  /// The sections of the global options, in the order of their first options.
  var globalSections: [String] { globalOptions.filter { !$0.isHidden }.sections }
}

extension [OptionSpec] {
  /// The sections, in the order of their first options.
  var sections: [String] {
    reduce(into: []) { if !$0.contains($1.section) { $0.append($1.section) } }
  }
}

extension OptionSpec {
  /// The option that every page lists though no table contains it.
  static let help = Option.flag("help", "Show help; with -h a short form of it")
    .short("h").spec
  /// The option that the page of the tool lists though no table contains it.
  static let version = Option.flag("version", "Show the version").short("V").spec

  /// The summary and the notes.
  var explanation: String { notes.reduce(summary) { "\($0) \($1)" } }

  /// Notes on values, default and variable, each in brackets and unbroken, the most useful first.
  var notes: [String] {
    var notes: [String] = []
    if case .choices(let choices) = completion,
      !choices.allSatisfy({ summary.mentions($0.name) })
    {
      notes.append("values: \(choices.map(\.name).joined(separator: ", "))")
    }
    if let bounds = rule.bounds { notes.append("range: \(bounds)") }
    if let defaultText { notes.append("default: \(defaultText)") }
    if let environmentVariable { notes.append("env: \(environmentVariable)") }
    if isRepeatable, !summary.lowercased().mentions("repeat") { notes.append("may be repeated") }
    return notes.map { note in
      "[" + note.split(separator: " ").joined(separator: TextWrap.noBreakSpace) + "]"
    }
  }

  /// The option as an entry of a list of definitions, for texts that list some options.
  public var definition: Definition { Definition(spelling + argumentSynopsis, explanation) }

  /// The short and long name and the value as lists show them, aligned at the long name.
  var listTerm: String {
    let name = spelling + argumentSynopsis
    return short.map { "-\($0), \(name)" } ?? "    \(name)"
  }
}

extension PageTerm {
  /// The term as a help page shows it.
  var text: String {
    switch self {
    case .option(let option): option.listTerm
    case .operand(let positional): positional.synopsis
    case .command(let text), .variable(let text), .plain(let text): text
    }
  }
}
