// SPDX-License-Identifier: MIT

internal import Text

/// Reads the arguments of a tool by the rules of `getopt_long`, without abbreviations.
///
/// Global options may stand before or after the command. `--name value`,
/// `--name=value` (perhaps empty), `-n value`, `-nvalue` and clusters such as `-qv`
/// are understood; `--` ends the options; `-` alone is a value or an operand. Any other value
/// that begins with a dash must be given with `=`. An option that is not repeatable may be
/// given once. `-h` and `--help` win wherever an option may stand.
public struct ArgumentParser: Sendable {
  /// The tool whose arguments are read.
  public let tool: ToolSpec

  /// The name of the hidden command that completion scripts call.
  public static let completionCommand = "__complete"

  /// Creates a parser; ``ToolSpec/problems()`` says whether the tool is sound.
  public init(tool: ToolSpec) {
    self.tool = tool
  }

  /// Reads `arguments`, the tool's own name not among them.
  ///
  /// An option that was not given takes its value from `environment`, where an empty
  /// variable is an unset one.
  ///
  /// - Throws: The first ``UsageError`` in the order of the arguments.
  public func parse(
    _ arguments: [String],
    environment: [String: String] = [:]
  ) throws(UsageError) -> ParseOutcome {
    guard let first = arguments.first else { return .noArguments }
    if first == Self.completionCommand {
      return .complete(completionRequest(arguments.dropFirst(), environment))
    }
    var scan = ArgumentScan(tool: tool)
    scan.read(arguments)
    if case .unknownCommand = scan.error, let error = scan.error { throw error }
    if let form = scan.helpForm {
      return .help(HelpRequest(scan.command.map { .command($0.name) } ?? .tool, form))
    }
    if let error = scan.error { throw error }
    if scan.asksForVersion { return .version }
    switch scan.command?.name {
    case CommandSpec.helpName:
      return .help(try helpRequest(try scan.checked(environment: [:])))
    case CommandSpec.completionName:
      let parsed = try scan.checked(environment: [:])
      guard let shell = Shell(rawValue: parsed[CommandSpec.shell]) else { break }
      return .completionScript(shell)
    default: break
    }
    return .run(try scan.checked(environment: environment))
  }

  private func helpRequest(_ parsed: ParsedArguments) throws(UsageError) -> HelpRequest {
    let form: HelpRequest.Form =
      if parsed[CommandSpec.asSource] {
        .manualSource
      } else if parsed[CommandSpec.asManual] { .manual } else { .long }
    guard let name = parsed[CommandSpec.subject] else { return HelpRequest(.tool, form) }
    if let command = tool.command(named: name) {
      return HelpRequest(.command(command.name), form)
    }
    if let topic = tool.topic(named: name) {
      return HelpRequest(.topic(topic.name), form)
    }
    let names = tool.visibleCommands.map(\.name) + tool.topics.map(\.name)
    throw .unknownTopic(name: name, suggestions: closestNames(to: name, among: names))
  }

  private func completionRequest(
    _ words: ArraySlice<String>,
    _ environment: [String: String]
  ) -> CompletionRequest? {
    guard let kind = words.first.flatMap(DynamicCompletion.init(rawValue:)) else { return nil }
    let current = words.dropFirst().first ?? ""
    var scan = ArgumentScan(tool: tool)
    scan.read(Array(words.dropFirst(2)))
    return CompletionRequest(
      kind: kind,
      current: current,
      arguments: scan.unchecked(environment: environment)
    )
  }
}
