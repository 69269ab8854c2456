// SPDX-License-Identifier: MIT

/// Writes the script for fish 3 and later.
struct FishCompletion {
  let table: CompletionTable

  private var name: String { "__\(table.identifier)" }
  private var tool: String { table.tool.name }

  var text: String {
    """
    # fish completion for \(tool); made by `\(tool) completion fish`.

    # Whether the command is $argv[1], and $argv[2] operands were typed; with + at least so many.
    function \(name)_is
        set -l words (commandline -opc)
        set -e words[1]
        set -l command ''
        set -l option ''
        set -l over ''
        set -l count 0
        for word in $words
            if test -n "$option"
                set option ''
            else if test -z "$over"; and test "$word" = --
                set over 1
            else if test -z "$over"; and string match -q -r -- '^-.' "$word"
                switch "$command:$word"
                    case \(valuePatterns)
                        set option $word
                end
            else if test -z "$command"
                switch "$word"
    \(aliases)                case '*'
                        set command $word
                end
            else
                set count (math $count + 1)
            end
        end
        test "$command" = "$argv[1]"; or return 1
        switch "$argv[2]"
            case ''
                return 0
            case '*+'
                test $count -ge (string replace + '' -- $argv[2])
            case '*'
                test $count -eq $argv[2]
        end
    end

    function \(name)_ask
        set -l words (commandline -opc)
        set -l current (commandline -ct)
        set -l tool (string replace -r '^~/' "$HOME/" -- $words[1])
        set -e words[1]
        if string match -q -- '--*=*' "$current"
            set current (string replace -r '^--[^=]*=' '' -- $current)
        end
        command $tool \(ArgumentParser.completionCommand) $argv[1] "$current" $words 2>/dev/null </dev/null
    end

    function \(name)_from_file
        set -l current (string replace -r '^--[^=]*=' '' -- (commandline -ct))
        if not string match -q -- '*=*' "$current"
            \(name)_ask $argv[1]
            return
        end
        set -l parts (string split -m 1 = -- $current)
        for path in $parts[2]*
            test -d "$path"; and set path $path/
            echo $parts[1]=$path
        end
    end

    complete -c \(tool) -f
    complete -c \(tool) -n "\(name)_is ''" -s V -l version -d \(quoted(OptionSpec.version.summary))
    \(lines)
    """
  }

  private var lines: String {
    var lines = table.globalOptions.map { option(of: nil, $0) }
    lines += table.commands.map { command in
      "complete -c \(tool) -n \"\(name)_is ''\" -a \(command.name) -d \(quoted(command.summary))"
    }
    for command in table.tool.visibleCommands {
      lines += table.options(of: command).map { option(of: command.name, $0) }
      var index = 0
      for positional in command.positionals {
        let count = positional.isRepeating ? "\(index)+" : String(index)
        let condition = "-n '\(name)_is \(command.name) \(count)'"
        lines += values(positional.completion).map { "complete -c \(tool) \(condition) \($0)" }
        index += 1
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private func option(of command: String?, _ option: OptionSpec) -> String {
    let condition = command.map { " -n '\(name)_is \($0)'" } ?? ""
    let short = option.short.map { " -s \($0)" } ?? ""
    var line = "complete -c \(tool)\(condition)\(short) -l \(option.long)"
    line += " -d \(quoted(option.summary))"
    guard case .required = option.argument else { return line }
    // One line can hold the whole list, since words of static lists need no explanation here.
    line += " -x"
    switch option.completion {
    case .none: break
    case .file: line = line.dropLast(2) + "-r -F"
    case .directory: line += " -a '(__fish_complete_directories)'"
    case .choices(let choices): line += " -a \(quoted(choices.map(\.name).joined(separator: " ")))"
    case .suggestions(let names): line += " -a \(quoted(names.joined(separator: " ")))"
    case .helpSubject:
      line += " -a \(quoted(table.helpSubjects.map(\.name).joined(separator: " ")))"
    case .dynamic(.assignmentFromFile):
      line += " -a '(\(name)_from_file \(DynamicCompletion.assignmentFromFile.rawValue))'"
    case .dynamic(let kind): line += " -a '(\(name)_ask \(kind.rawValue))'"
    }
    return line
  }

  private func values(_ completion: CompletionKind) -> [String] {
    switch completion {
    case .none: []
    case .file: ["-F"]
    case .directory: ["-a '(__fish_complete_directories)'"]
    case .choices(let choices): choices.map(value)
    case .suggestions(let names): ["-a \(quoted(names.joined(separator: " ")))"]
    case .helpSubject: table.helpSubjects.map(value)
    case .dynamic(let kind): ["-a '(\(name)_ask \(kind.rawValue))'"]
    }
  }

  private func value(_ choice: Choice) -> String {
    "-a \(choice.name)" + (choice.summary.isEmpty ? "" : " -d \(quoted(choice.summary))")
  }

  private var valuePatterns: String {
    let patterns = table.valueOptions.flatMap { entry in
      entry.option.spellings.map { "'\(entry.command ?? "*"):\($0)'" }
    }
    return patterns.isEmpty ? "''" : patterns.joined(separator: " ")
  }

  private var aliases: String {
    table.aliases.map {
      "                case \($0.alias)\n                    set command \($0.command)\n"
    }.joined()
  }

  /// Between single quotes fish knows `\\'` and `\\\\` only.
  private func quoted(_ text: String) -> String {
    "'" + text.replacingEach("\\", with: "\\\\").replacingEach("'", with: "\\'") + "'"
  }
}
