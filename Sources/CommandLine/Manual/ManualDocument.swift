// SPDX-License-Identifier: MIT

/// A manual page before it is written in one form or the other.
struct ManualDocument {
  let reference: ManualReference
  let tool: ToolSpec
  /// The command whose synopsis the page has; `nil` for the tool and for topics.
  private let command: CommandSpec?
  private let summary: String
  private let sections: [PageSection]
  private let hasSynopsis: Bool

  init(_ subject: HelpRequest.Subject, of tool: ToolSpec) {
    self.tool = tool
    let own = ManualReference(tool.name, section: 1)
    switch subject {
    case .command(let name):
      if let command = tool.command(named: name) {
        reference = tool.manual(of: command)
        self.command = command
        summary = command.summary
        sections = Self.sections(of: command, tool)
        hasSynopsis = true
        return
      }
    case .topic(let name):
      if let topic = tool.topic(named: name) {
        reference = topic.manual ?? ManualReference("\(tool.name)-\(name)", section: 7)
        command = nil
        summary = topic.summary
        let others = tool.topics.compactMap(\.manual).filter { [reference] in $0 != reference }
        let readers = tool.visibleCommands.filter { $0.seeAlso.contains(name) }.map(tool.manual)
        let examples = topic.body.firstIndex(of: .heading("Examples")) ?? topic.body.endIndex
        sections = [
          PageSection("DESCRIPTION", topic.body[..<examples].map(tool.resolved)),
          PageSection("EXAMPLES", topic.body[examples...].dropFirst().map(tool.resolved)),
          PageSection("SEE ALSO", [.references(([own] + readers + others).sorted())]),
        ].compactMap(\.self)
        hasSynopsis = false
        return
      }
    case .tool: break
    }
    reference = own
    command = nil
    summary = tool.summary
    sections = Self.sections(of: tool)
    hasSynopsis = true
  }

  // MARK: Contents

  private static func sections(of command: CommandSpec, _ tool: ToolSpec) -> [PageSection] {
    let options = command.options.filter { !$0.isHidden }
    let own = options.sections.enumerated().flatMap { place, section in
      // Without a heading of their own they would seem to belong to the section before.
      let isCommon = section == OptionSpec.defaultSection
      let heading = isCommon ? (place == 0 ? nil : "Other options") : section
      return (heading.map { [PageBlock.heading($0)] } ?? [])
        + [tool.optionList(options.filter { $0.section == section }, .long)]
    }
    let operands: [PageBlock] =
      command.positionals.isEmpty ? [] : [tool.operandList(command.positionals)]
    let codes: [PageBlock] = command.exitCodes.isEmpty ? [] : [tool.exitCodeList(command.exitCodes)]
    let related = command.seeAlso.compactMap { name in
      tool.command(named: name).map(tool.manual) ?? tool.topic(named: name)?.manual
    }
    return [
      PageSection(
        "DESCRIPTION",
        [.paragraph(command.summary + ".")] + command.discussion.map(tool.resolved) + operands
          + (command.aliases.isEmpty
            ? []
            : [
              .paragraph("The command is also known as \(command.aliases.joined(separator: ", ")).")
            ])
      ),
      PageSection(
        "OPTIONS",
        own + [.paragraph("The options of `\(tool.name)` itself are accepted as well.")]
      ),
      PageSection(
        "EXIT STATUS",
        codes + [.paragraph("The codes of all commands are listed in \(tool.name)(1).")]
      ),
      PageSection("EXAMPLES", examples(command.examples)),
      PageSection(
        "SEE ALSO",
        [.references(([ManualReference(tool.name, section: 1)] + related).sorted())]
      ),
    ].compactMap(\.self)
  }

  private static func sections(of tool: ToolSpec) -> [PageSection] {
    let commands = PageBlock.list(
      tool.visibleCommands.map {
        PageItem(term: .command($0.name), body: [.paragraph($0.summary + ".")])
      }
    )
    let globals = tool.globalSections.flatMap { section in
      [PageBlock.heading(section)]
        + (tool.topic(showing: section)?.body.map(tool.resolved)
          ?? [tool.resolved(.globalOptions(section: section))])
    }
    let codes = tool.topics.first { $0.body.contains(.exitCodes) }?.body ?? [.exitCodes]
    let pages =
      tool.visibleCommands.map(tool.manual) + tool.topics.compactMap(\.manual)
    return [
      PageSection(
        "DESCRIPTION",
        [.paragraph(tool.summary + ".")] + tool.discussion.map(tool.resolved)
          + [.paragraph("The commands are:"), commands]
      ),
      PageSection("OPTIONS", [tool.optionList([.help, .version], .long)] + globals),
    ].compactMap(\.self)
      + tool.topicsOfOwnSection.compactMap {
        PageSection(
          $0.name.uppercased().replacingEach("-", with: " "),
          [.paragraph($0.summary + ".")] + $0.body.map(tool.resolved)
        )
      }
      + [
        tool.environment.isEmpty ? nil : PageSection("ENVIRONMENT", [tool.resolved(.environment)]),
        tool.exitCodes.isEmpty ? nil : PageSection("EXIT STATUS", codes.map(tool.resolved)),
        PageSection("EXAMPLES", examples(tool.examples)),
        PageSection("SEE ALSO", [.references(pages.sorted())]),
      ].compactMap(\.self)
  }

  private static func examples(_ examples: [Example]) -> [PageBlock] {
    examples.flatMap { example in
      (example.caption.isEmpty
        ? [] : [PageBlock.paragraph(example.caption.uppercasedInitial + ":")])
        + [.commands([example.line])]
    }
  }

  // MARK: Forms

  func mdoc(date: String) -> String {
    var renderer = MdocRenderer()
    renderer.write(raw: ".\\\" SPDX-License-Identifier: MIT")
    renderer.write(raw: ".\\\" Printed by `\(tool.name) help --mdoc`; do not edit.")
    renderer.write(raw: ".Dd \(date)")
    renderer.write(raw: ".Dt \(reference.name.uppercased()) \(reference.section)")
    renderer.write(raw: ".Os")
    renderer.write(raw: ".Sh NAME")
    renderer.write(raw: Mdoc.macro("Nm", reference.name))
    renderer.write(raw: Mdoc.macro("Nd", summary.lowercasedInitial))
    if hasSynopsis {
      renderer.write(raw: ".Sh SYNOPSIS")
      renderer.write(raw: Mdoc.macro("Nm", tool.name))
      for line in synopsis { renderer.write(raw: line) }
    }
    for section in sections {
      renderer.write(raw: Mdoc.macro("Sh", section.title))
      renderer.write(section.blocks)
    }
    return renderer.text
  }

  private var synopsis: [String] {
    guard let command else {
      return [".Op Ar options", ".Ar command", ".Op Ar arguments"]
    }
    return [Mdoc.macro("Cm", command.name)]
      + tool.synopsisParts(of: command).map { part in
        switch part {
        case .operand(let operand): "." + MdocRenderer.operand(operand)
        case .alternatives(let names) where names.count == 1:
          "." + alternative(names[0], command)
        case .alternatives(let names):
          ".Brq " + names.map { alternative($0, command) }.joined(separator: " | ")
        }
      }
      + [".Op Ar options"]
  }

  private func alternative(_ name: String, _ command: CommandSpec) -> String {
    if let positional = command.positionals.first(where: { $0.name == name }) {
      return "Ar \(Mdoc.argument(positional.name))"
    }
    let value = command.options.first { $0.long == name }?.valueName
    return "Fl Fl \(Mdoc.argument(name))" + (value.map { " Ar \(Mdoc.argument($0))" } ?? "")
  }

  func plainText(width: Int, isStyled: Bool) -> String {
    var renderer = PlainRenderer(width: width, isStyled: isStyled, listStyle: .tagged)
    renderer.writeTitle("NAME")
    renderer.write(
      [.paragraph("\(reference.name) \u{2013} \(summary.lowercasedInitial)")],
      indent: 5
    )
    if hasSynopsis {
      renderer.writeLine()
      renderer.writeTitle("SYNOPSIS")
      renderer.write([.lines([tool.usage(of: command)])], indent: 5)
    }
    for section in sections {
      renderer.writeLine()
      renderer.writeTitle(section.title)
      renderer.write(section.blocks, indent: 5)
    }
    return renderer.text
  }
}

extension ToolSpec {
  /// The page of a command.
  func manual(of command: CommandSpec) -> ManualReference {
    ManualReference("\(name)-\(command.name)", section: 1)
  }

  /// The topics that are neither pages of their own nor tables of the tool's page.
  var topicsOfOwnSection: [HelpTopic] {
    topics.filter { topic in
      topic.manual == nil
        && !topic.body.contains { block in
          switch block {
          case .globalOptions, .environment, .exitCodes: true
          case .paragraph, .heading, .literal, .definitions: false
          }
        }
    }
  }
}

extension ManualReference: Comparable {
  /// Orders pages by section, then by name, as SEE ALSO lists them.
  public static func < (left: ManualReference, right: ManualReference) -> Bool {
    (left.section, left.name) < (right.section, right.name)
  }
}

extension String {
  /// The text with a capital first letter.
  var uppercasedInitial: String { prefix(1).uppercased() + dropFirst() }

  /// The text with a small first letter, unless the first word is an abbreviation.
  var lowercasedInitial: String {
    guard let first, dropFirst().first?.isUppercase != true else { return self }
    return first.lowercased() + dropFirst()
  }
}
