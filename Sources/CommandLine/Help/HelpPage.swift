// SPDX-License-Identifier: MIT

/// Renders the pages that `-h`, `--help` and `help` show.
///
/// A page has a fixed order: what it is about, usage, description, examples, commands or
/// operands, options by section, exit codes, where to read on.
public struct HelpPage: Sendable {
  /// The tool that the pages describe.
  public let tool: ToolSpec
  /// The cells of a line; text is wrapped at no less than 40 and no more than 120.
  public let width: Int
  /// Whether headings and names are set in bold by escape sequences.
  public let isStyled: Bool

  /// Creates a renderer.
  public init(tool: ToolSpec, width: Int = 80, isStyled: Bool = false) {
    self.tool = tool
    self.width = width
    self.isStyled = isStyled
  }

  /// The page that was asked for; every line is ended.
  ///
  /// `date` is the day that manual pages carry, such as `November 23, 2026`.
  public func text(for request: HelpRequest, date: String = "") -> String {
    switch request.form {
    case .short: page(request.subject, .short)
    case .long: page(request.subject, .long)
    case .manual:
      ManualDocument(request.subject, of: tool).plainText(width: width, isStyled: isStyled)
    case .manualSource:
      ManualDocument(request.subject, of: tool).mdoc(date: date)
    }
  }

  /// What is shown when nothing was typed: usage, one example, where to read on.
  public var shortText: String {
    var renderer = PlainRenderer(width: width, isStyled: isStyled, listStyle: .columns)
    let names = tool.visibleCommands.map(\.name).joined(separator: ", ")
    renderer.write([.paragraph(tool.summary + "."), .lines([usageLine(nil)])], indent: 0)
    if let example = tool.examples.first {
      renderer.writeLine()
      renderer.write([.commands(["Example: \(example.line)"])], indent: 0)
    }
    renderer.writeLine()
    renderer.write(
      [.lines(["Commands: \(names)", "Help: \(tool.name) --help"])],
      indent: 0
    )
    return renderer.text
  }

  private func usageLine(_ command: CommandSpec?) -> String {
    "Usage: \(tool.usage(of: command))"
  }

  private func page(_ subject: HelpRequest.Subject, _ detail: PageDetail) -> String {
    switch subject {
    case .tool: return render(toolIntroduction(detail), toolSections(detail), toolFooter(detail))
    case .command(let name):
      guard let command = tool.command(named: name) else { return "" }
      return render(
        introduction(of: command, detail),
        sections(of: command, detail),
        footer(of: command, detail)
      )
    case .topic(let name):
      guard let topic = tool.topic(named: name) else { return "" }
      let footer = topic.manual.map { ["See also: \($0)"] } ?? []
      return render([.paragraph(topic.summary + ".")] + topic.body.map(tool.resolved), [], footer)
    }
  }

  private func render(
    _ introduction: [PageBlock],
    _ sections: [PageSection],
    _ footer: [String]
  ) -> String {
    var renderer = PlainRenderer(width: width, isStyled: isStyled, listStyle: .columns)
    renderer.write(introduction, indent: 0)
    for section in sections {
      renderer.writeLine()
      renderer.writeTitle(section.title + ":")
      renderer.write(section.blocks, indent: 2)
    }
    if !footer.isEmpty {
      renderer.writeLine()
      renderer.write([.lines(footer)], indent: 0)
    }
    return renderer.text
  }

  // MARK: The tool

  private func toolIntroduction(_ detail: PageDetail) -> [PageBlock] {
    [.paragraph(tool.summary + "."), .lines([usageLine(nil)])]
      + (detail == .long ? tool.discussion.map(tool.resolved) : [])
  }

  private func toolSections(_ detail: PageDetail) -> [PageSection] {
    let commands = tool.visibleCommands
    let groups = commands.reduce(into: [String]()) {
      if !$0.contains($1.group) { $0.append($1.group) }
    }
    let lists = groups.compactMap { group in
      PageSection(
        group,
        [
          .list(
            commands.filter { $0.group == group }.map {
              PageItem(term: .command($0.name), body: [.paragraph($0.summary)])
            }
          )
        ]
      )
    }
    let topics = tool.topics.map {
      PageItem(term: .plain($0.name), body: [.paragraph($0.summary)])
    }
    return [examples(tool.examples, detail)].compactMap(\.self) + lists
      + globalSections(detail, besides: [.help, .version])
      + [topics.isEmpty ? nil : PageSection("Topics", [.list(topics)])].compactMap(\.self)
      + [
        detail == .long && !tool.exitCodes.isEmpty
          ? PageSection("Exit codes", [tool.exitCodeList(tool.exitCodes)]) : nil
      ].compactMap(\.self)
  }

  private func toolFooter(_ detail: PageDetail) -> [String] {
    pointers(detail) + [
      "More: \(tool.name) help <command>, \(tool.name) help <topic>, \(tool.name)(1)"
    ] + (tool.documentationURL.map { ["Documentation: \($0)"] } ?? [])
  }

  // MARK: A command

  private func introduction(of command: CommandSpec, _ detail: PageDetail) -> [PageBlock] {
    var blocks: [PageBlock] = [.paragraph(command.summary + "."), .lines([usageLine(command)])]
    guard detail == .long else { return blocks }
    if !command.aliases.isEmpty {
      blocks.append(.lines(["Also: \(command.aliases.joined(separator: ", "))"]))
    }
    return blocks + command.discussion.map(tool.resolved)
  }

  private func sections(of command: CommandSpec, _ detail: PageDetail) -> [PageSection] {
    let options = command.options.filter { !$0.isHidden } + [.help]
    let own = options.sections.compactMap { section in
      PageSection(
        section,
        [tool.optionList(options.filter { $0.section == section }, detail)]
      )
    }
    let shadowed = Set(command.options.map(\.long))
    return [
      examples(command.examples, detail),
      command.positionals.isEmpty
        ? nil : PageSection("Arguments", [tool.operandList(command.positionals)]),
    ].compactMap(\.self)
      + own
      + globalSections(detail, besides: [], without: shadowed)
      + [
        detail == .long && !command.exitCodes.isEmpty
          ? PageSection("Exit codes", [tool.exitCodeList(command.exitCodes)]) : nil
      ].compactMap(\.self)
  }

  private func footer(of command: CommandSpec, _ detail: PageDetail) -> [String] {
    let blank = TextWrap.noBreakSpace
    var readings = command.seeAlso.map { "\(tool.name)\(blank)help\(blank)\($0)" }
    readings.append("\(tool.name)-\(command.name)(1)")
    if let url = tool.documentationURL { readings.append(url) }
    return pointers(detail) + ["See also: \(readings.joined(separator: ", "))"]
  }

  // MARK: Parts

  private func examples(_ examples: [Example], _ detail: PageDetail) -> PageSection? {
    let shown = detail == .long ? examples[...] : examples.prefix(3)
    let lines = shown.flatMap { example in
      detail == .long && !example.caption.isEmpty
        ? ["# \(example.caption)", example.line] : [example.line]
    }
    return PageSection("Examples", lines.isEmpty ? [] : [.commands(lines)])
  }

  /// The global options in full, or those only that no topic shows.
  private func globalSections(
    _ detail: PageDetail,
    besides extra: [OptionSpec],
    without shadowed: Set<String> = []
  ) -> [PageSection] {
    let options = tool.globalOptions.filter { !$0.isHidden && !shadowed.contains($0.long) }
    var all = options
    // The built-in options stand with the tool's own ones of the common section.
    all.insert(
      contentsOf: extra,
      at: all.lastIndex { $0.section == extra.first?.section } ?? all.endIndex
    )
    return all.sections.compactMap { section in
      if detail == .short, tool.topic(showing: section) != nil { return nil }
      let members =
        options.filter { $0.section == section }
        + extra.filter { $0.section == section }
      let isCommandPage = extra.isEmpty
      let title = isCommandPage && section == OptionSpec.defaultSection ? "Global options" : section
      // Without the details, which stand in the topic and in the manual.
      return PageSection(title, [tool.optionList(members, detail == .short ? .short : .medium)])
    }
  }

  /// Where a short page sends the reader for the sections that it leaves out.
  private func pointers(_ detail: PageDetail) -> [String] {
    guard detail == .short else { return [] }
    return tool.globalSections.compactMap { section in
      tool.topic(showing: section).map { "\(section): \(tool.name) help \($0.name)" }
    }
  }
}
