// SPDX-License-Identifier: MIT

internal import CommandLine
internal import Terminal

/// Runs the tool once.
///
/// - Returns: the exit code.
public func run(in surroundings: Surroundings) -> Int32 {
  let parser = ArgumentParser(tool: Tool.spec)
  do throws(UsageError) {
    let outcome = try parser.parse(
      surroundings.arguments,
      environment: surroundings.environment
    )
    return perform(outcome, in: surroundings).rawValue
  } catch {
    Console(surroundings, ConsoleSettings())
      .tell(usage: UsageMessage(error, tool: Tool.spec).text)
    return ExitCode.usage.rawValue
  }
}

private func perform(_ outcome: ParseOutcome, in surroundings: Surroundings) -> ExitCode {
  if case .run(let parsed) = outcome { return run(parsed, in: surroundings) }
  let console = Console(surroundings, settings(beforeParsing: surroundings.arguments))
  do throws(Failure) {
    switch outcome {
    case .run: return .done
    case .noArguments:
      console.tell(usage: HelpPage(tool: Tool.spec).shortText)
      return .usage
    case .help(let request):
      let page = HelpPage(
        tool: Tool.spec,
        width: console.output.columns,
        isStyled: console.output.styler.isEnabled
      ).text(for: request, date: Tool.date)
      let isLong = request.form == .long || request.form == .manual
      try console.show(ours: page, inPager: isLong)
    case .version:
      try console.show(ours: "stalwart-cli \(Tool.version)\n\(surroundings.libraryVersion())\n")
    case .completionScript(let shell):
      try console.show(ours: CompletionScript.text(for: shell, tool: Tool.spec))
    case .complete(let request): try complete(request, in: surroundings)
    }
    try console.finishOutput()
    console.finishPager()
    return .done
  } catch {
    console.finishPager()
    console.report(error)
    return error.exitCode
  }
}

/// How help is shown: it wins wherever it stands, before the options are read to their end.
private func settings(beforeParsing arguments: [String]) -> ConsoleSettings {
  let noColor: [String] = [GlobalOptions.noColor.spec.spelling, "--color=never"]
  return ConsoleSettings(
    color: arguments.contains(where: noColor.contains) ? .never : .auto,
    allowsPager: !arguments.contains(GlobalOptions.noPager.spec.spelling)
  )
}

/// Offers words to a shell; whatever fails, it shows nothing.
private func complete(
  _ request: CompletionRequest?,
  in surroundings: Surroundings
) throws(Failure) {
  guard let request, let arguments = request.arguments else { return }
  let context = Context(surroundings, GlobalArguments(arguments))
  guard let candidates = Candidates(for: request, in: context) else { return }
  for line in candidates.lines { try context.console.print(data: line) }
  try context.console.flush()
}

private func run(_ parsed: ParsedArguments, in surroundings: Surroundings) -> ExitCode {
  let context = Context(surroundings, GlobalArguments(parsed))
  let console = context.console
  do throws(Failure) {
    guard let type = CommandTable.command(named: parsed.command.name) else {
      throw Failure(.usage, "unknown command '\(parsed.command.name)'")
    }
    let command = try type.init(parsed)
    defer { context.discardDamagedSchema() }
    let outcome = try command.run(in: context)
    try console.finishOutput()
    console.finishPager()
    return outcome.exitCode
  } catch {
    var failure = surroundings.interruption().map { error.ended(by: $0) } ?? error
    if let loss = console.lossOfOutput(), loss.summary != failure.summary {
      failure.details.append(loss.summary)
    }
    console.finishPager()
    console.report(failure)
    return failure.exitCode
  }
}
