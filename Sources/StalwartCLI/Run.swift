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
    writeError(UsageMessage(error, tool: Tool.spec).text, in: surroundings)
    return ExitCode.usage.rawValue
  }
}

private func perform(_ outcome: ParseOutcome, in surroundings: Surroundings) -> ExitCode {
  switch outcome {
  case .run(let parsed): return run(parsed, in: surroundings)
  case .noArguments:
    writeError(HelpPage(tool: Tool.spec).shortText, in: surroundings)
    return .usage
  case .help(let request):
    let text = page(request, in: surroundings)
    return switch request.form {
    case .short, .manualSource: print(text, in: surroundings)
    case .long, .manual: show(text, in: surroundings)
    }
  case .version:
    return print(
      "stalwart-cli \(Tool.version)\n\(surroundings.libraryVersion())\n",
      in: surroundings
    )
  case .completionScript(let shell):
    return print(CompletionScript.text(for: shell, tool: Tool.spec), in: surroundings)
  case .complete(let request):
    // Whatever fails, a shell shows nothing.
    guard let request, let arguments = request.arguments,
      let candidates = Candidates(for: request, in: Context(surroundings, arguments))
    else { return .done }
    _ = print(candidates.lines.map { $0 + "\n" }.joined(), in: surroundings)
    return .done
  }
}

private func run(_ parsed: ParsedArguments, in surroundings: Surroundings) -> ExitCode {
  let context = Context(surroundings, parsed)
  do throws(Failure) {
    guard let type = CommandTable.command(named: parsed.command.name) else {
      throw Failure(.usage, "unknown command '\(parsed.command.name)'")
    }
    let command = try type.init(parsed)
    defer { context.discardDamagedSchema() }
    try command.run(in: context)
    try context.finishOutput()
    context.finishPager()
    return .done
  } catch {
    var failure = surroundings.interruption().map { error.ended(by: $0) } ?? error
    if let loss = context.lossOfOutput(), loss.summary != failure.summary {
      failure.details.append(loss.summary)
    }
    context.finishPager()
    report(failure, in: context)
    return failure.exitCode
  }
}

private func report(_ failure: Failure, in context: Context) {
  for (label, text) in failure.lines {
    // Everything after the label may be text of the server.
    let harmless = Sanitizer.singleLine(text)
    guard let label else {
      context.writeError(harmless)
      continue
    }
    let style: Style = label == .error ? .red : .cyan
    context.writeError("\(context.errorStyler.apply(style, to: label.rawValue)) \(harmless)")
  }
}

private func page(_ request: HelpRequest, in surroundings: Surroundings) -> String {
  let width = TerminalWidth.columns(
    terminal: surroundings.isOutputTerminal ? surroundings.columns : nil,
    environment: surroundings.environment
  )
  // The options were not read to the end: help wins wherever it stands.
  let refusals = ["--no-color", "--color=never"]
  let choice: ColorChoice =
    surroundings.arguments.contains(where: { refusals.contains($0) }) ? .never : .auto
  let isStyled = choice.isColored(
    isTerminal: surroundings.isOutputTerminal,
    environment: surroundings.environment
  )
  return HelpPage(tool: Tool.spec, width: width, isStyled: isStyled)
    .text(for: request, date: Tool.date)
}

/// Shows a text that may be longer than the screen.
private func show(_ text: String, in surroundings: Surroundings) -> ExitCode {
  let isRefused =
    surroundings.arguments.contains("--no-pager")
    || Environment(surroundings.environment).isOn("CI")
  guard !isRefused,
    let command = Pager.command(
      isTerminal: surroundings.isOutputTerminal,
      environment: surroundings.environment
    ), let pager = try? PagerProcess(command: command, environment: surroundings.environment)
  else { return print(text, in: surroundings) }
  // Whoever leaves the pager has read enough.
  try? pager.write(text)
  try? pager.flush()
  pager.finish()
  return .done
}

private func print(_ text: String, in surroundings: Surroundings) -> ExitCode {
  do {
    try surroundings.standardOutput.write(text)
    try surroundings.standardOutput.flush()
    return .done
  } catch {
    let failure = Failure(output: error)
    if !failure.summary.isEmpty { writeError("error: \(failure.summary)\n", in: surroundings) }
    return failure.exitCode
  }
}

private func writeError(_ text: String, in surroundings: Surroundings) {
  try? surroundings.standardError.write(Sanitizer.multiLine(text))
  try? surroundings.standardError.flush()
}
