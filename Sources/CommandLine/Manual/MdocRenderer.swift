// SPDX-License-Identifier: MIT

/// Writes blocks as mdoc source.
struct MdocRenderer {
  /// What fits beside the margins of a literal display on a terminal of 80 columns.
  private static let widestCommand = 66

  private(set) var lines: [String] = []

  var text: String { lines.map { $0 + "\n" }.joined() }

  mutating func write(raw line: String) {
    lines.append(line)
  }

  mutating func write(_ blocks: [PageBlock]) {
    for (index, block) in blocks.enumerated() {
      write(block, isFirst: index == 0)
    }
  }

  private mutating func write(_ block: PageBlock, isFirst: Bool) {
    switch block {
    case .paragraph(let text):
      if !isFirst, needsBreak { lines.append(".Pp") }
      lines += Mdoc.paragraph(text)
    case .heading(let text):
      lines.append(Mdoc.macro("Ss", text))
    case .literal(let texts), .lines(let texts):
      lines.append(".Bd -literal -offset indent")
      lines += texts.map { Mdoc.line($0) }
      lines.append(".Ed")
    case .commands(let commands):
      write(
        .literal(commands.flatMap { CommandWrap.lines($0, width: Self.widestCommand) }),
        isFirst: isFirst
      )
    case .brief(let summary, _):
      write(.paragraph(summary), isFirst: isFirst)
    case .list(let items):
      lines.append(".Bl -tag -width Ds")
      for item in items {
        lines.append(".It " + Self.term(item.term))
        write(item.body.filter { $0 != .paragraph("") })
      }
      lines.append(".El")
    case .references(let references):
      for (index, reference) in references.enumerated() {
        let comma = index + 1 < references.count ? " ," : ""
        lines.append(Mdoc.macro("Xr", reference.name, String(reference.section)) + comma)
      }
    }
  }

  /// A paragraph break is wrong right behind a heading.
  private var needsBreak: Bool {
    guard let last = lines.last else { return false }
    return !last.hasPrefix(".Ss") && !last.hasPrefix(".Sh")
  }

  private static func term(_ term: PageTerm) -> String {
    switch term {
    case .option(let option):
      let short = option.short.map { "Fl \($0) , " } ?? ""
      let value =
        switch option.argument {
        case .none: ""
        case .required(let name): " Ar \(Mdoc.argument(name))"
        case .optional(let name): " Ns Op = Ns Ar \(Mdoc.argument(name))"
        }
      return "\(short)Fl Fl \(Mdoc.argument(option.long))\(value)"
    case .operand(let positional): return operand(positional)
    case .command(let name): return "Cm \(Mdoc.argument(name))"
    case .variable(let name): return "Ev \(Mdoc.argument(name))"
    case .plain(let text): return Mdoc.argument(text)
    }
  }

  /// An operand as the synopsis shows it.
  static func operand(_ positional: PositionalSpec) -> String {
    let name = "Ar \(Mdoc.argument(positional.name))"
    return switch positional.arity {
    case .required: name
    case .optional: "Op \(name)"
    case .oneOrMore: "\(name) ..."
    case .zeroOrMore: "Op \(name) ..."
    }
  }
}
