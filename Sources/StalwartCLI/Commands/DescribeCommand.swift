// SPDX-License-Identifier: MIT

internal import CommandLine
internal import JSON
internal import StalwartSchema
internal import Terminal

/// `describe [NAME]`: explains what the server can hold.
struct DescribeCommand: Command {
  static let name = Operand.optional(
    "name",
    "Object type, embedded type, enum, or a field such as account.aliases"
  ).completing(.dynamic(.describable))

  static let spec = CommandSpec(
    name: "describe",
    group: "Read",
    summary: "Explain object types, fields and choices",
    discussion: [
      .paragraph(
        "Without a name it lists the object types. The schema comes from the cache while that is "
          + "fresh, so that no server is needed."
      )
    ],
    positionals: [name],
    options: [SharedOptions.json],
    examples: [
      Example("stalwart-cli describe"), Example("stalwart-cli describe Imap"),
      Example("stalwart-cli describe account.aliases"),
      Example("stalwart-cli describe StorageQuota"),
    ],
    seeAlso: ["get", "update", "values"]
  )

  let name: String?
  let isJSON: Bool

  func run(in context: Context) throws(Failure) -> Outcome {
    try context.withSchema { schema throws(Failure) in
      guard let name else {
        if isJSON {
          for entry in schema.overviewJSON() { try write(entry, in: context) }
        } else {
          try show(schema.overview(), in: context)
        }
        return
      }
      let target: DescriptionTarget
      do throws(LookupError) { target = try schema.resolve(description: name) } catch {
        throw Self.failure(error, name)
      }
      if isJSON {
        try write(schema.descriptionJSON(of: target), in: context)
      } else {
        try show(schema.description(of: target), in: context)
      }
    }
    return .done
  }

  private func write(_ value: JSONValue, in context: Context) throws(Failure) {
    try context.console.print(json: value)
  }

  private func show(_ lines: [DescriptionLine], in context: Context) throws(Failure) {
    context.console.startPager()
    for line in lines {
      let text = line.spans.reduce(into: Line()) { text, span in
        text += Line(sentence: span.text).styled(span.style.terminal)
      }
      try context.console.print(text)
    }
  }

  /// The words that scripts look for, whatever the name is instead.
  private static func failure(_ error: LookupError, _ name: String) -> Failure {
    if case .unknownField = error { return Failure(error) }
    var failure = Failure.usage("no object or enum named `\(name)`")
    failure.restsOnSchema = true
    switch error {
    case .view(_, let object):
      failure.details = ["it is a view of \(object)"]
      failure.hints = ["stalwart-cli describe \(object)"]
    case .unknownObject(_, let suggestions):
      failure.hints = [
        Wording.didYouMean(suggestions), "list them with: stalwart-cli describe",
      ].compactMap { $0 }
    default: failure.hints = Failure(error).hints
    }
    return failure
  }
}

extension DescribeCommand {
  init(_ parsed: ParsedArguments) throws(Failure) {
    self.init(name: parsed[Self.name], isJSON: parsed[SharedOptions.json])
  }
}

extension DescriptionSpan.Style {
  fileprivate var terminal: Style? {
    switch self {
    case .plain: nil
    case .bold: .bold
    case .dim: .dim
    case .name: .cyan
    case .color(let color): Style(schemaColor: color)
    }
  }
}
