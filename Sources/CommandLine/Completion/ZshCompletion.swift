// SPDX-License-Identifier: MIT

/// Writes the script for the Z shell.
///
/// It works as a file on `fpath`, and when it is sourced.
struct ZshCompletion {
  let table: CompletionTable

  private var name: String { "_\(table.tool.name)" }

  var text: String {
    """
    #compdef \(table.tool.name)
    # zsh completion for \(table.tool.name); made by `\(table.tool.name) completion zsh`.

    # Offers lines of `WORD<tab>EXPLANATION`; case does not matter.
    \(name)_offer() {
      local line word
      local -a plain open
      for line in "$@"; do
        word=${line%%$'\\t'*}
        [[ -n $word ]] || continue
        word=${word//:/\\\\:}
        [[ $line == *$'\\t'* ]] && word+=":${line#*$'\\t'}"
        if [[ ${line%%$'\\t'*} == *[=,/:] ]]; then open+=("$word"); else plain+=("$word"); fi
      done
      (( $#plain )) && _describe value plain -M 'm:{[:lower:][:upper:]}={[:upper:][:lower:]}'
      (( $#open )) && _describe value open -S '' -M 'm:{[:lower:][:upper:]}={[:upper:][:lower:]}'
    }

    \(name)_ask() {
      \(name)_offer "${(@f)$("$tool" \(ArgumentParser.completionCommand) "$1" "$cur" "${before[@]}" 2>/dev/null </dev/null)}"
    }

    \(name)_from_file() {
      if compset -P '*='; then _files; else \(name)_ask "$1"; fi
    }

    \(name)() {
      local word cur=$PREFIX command='' option='' over='' tool=${~${(Q)words[1]}}
      local -a before=("${(@Q)words[2,CURRENT-1]}")
      local -a operands
      integer count=0
      for word in "${before[@]}"; do
        if [[ -n $option ]]; then
          option=''
        elif [[ -z $over && $word == -- ]]; then
          over=1
        elif [[ -z $over && $word == -?* ]]; then
          case $command:$word in
            (\(valuePatterns)) option=$word ;;
          esac
        elif [[ -z $command ]]; then
          case $word in
    \(aliases)        (*) command=$word ;;
          esac
        else
          (( count += 1 ))
        fi
      done
      if [[ -z $option && -z $over && $cur == --*=* ]]; then
        option=${cur%%=*}
        compset -P "$option="
        cur=$PREFIX
      fi
      if [[ -n $option ]]; then
        case $command:$option in
    \(values)      esac
      elif [[ -z $over && $cur == -* ]]; then
        case $command in
    \(options)        (*) \(name)_offer \(words(table.globalOptions + [.version])) ;;
        esac
      elif [[ -z $command ]]; then
        \(name)_offer \(words(table.commands))
      else
        case $command:$count in
    \(operands)      esac
      fi
    }

    if [[ $funcstack[1] == \(name) ]]; then
      \(name) "$@"
    else
      compdef \(name) \(table.tool.name)
    fi

    """
  }

  private var valuePatterns: String {
    let patterns = table.valueOptions.flatMap { entry in
      entry.option.spellings.map { "\(entry.command ?? "*"):\($0)" }
    }
    return patterns.isEmpty ? "''" : patterns.joined(separator: "|")
  }

  private var aliases: String {
    table.aliases.map { "        (\($0.alias)) command=\($0.command) ;;\n" }.joined()
  }

  private var options: String {
    table.tool.visibleCommands.map { command in
      let options = table.options(of: command) + table.globalOptions
      return "        (\(command.name)) \(name)_offer \(words(options)) ;;\n"
    }.joined()
  }

  private var values: String {
    table.places.compactMap { place in
      guard let option = place.option else { return nil }
      let pattern = option.spellings.map { "\(place.command ?? "*"):\($0)" }.joined(separator: "|")
      return "        (\(pattern)) \(action(place.completion)) ;;\n"
    }.joined()
  }

  private var operands: String {
    table.places.compactMap { place in
      guard place.option == nil, let command = place.command else { return nil }
      let count = place.operand.map(String.init) ?? "*"
      return "        (\(command):\(count)) \(action(place.completion)) ;;\n"
    }.joined()
  }

  private func action(_ completion: CompletionKind) -> String {
    switch completion {
    case .none: ":"
    case .file: "_files"
    case .directory: "_files -/"
    case .choices(let choices): "\(name)_offer \(words(choices))"
    case .suggestions(let names): "\(name)_offer \(words(names.map { Choice($0) }))"
    case .helpSubject: "\(name)_offer \(words(table.helpSubjects))"
    case .dynamic(.assignmentFromFile):
      "\(name)_from_file \(DynamicCompletion.assignmentFromFile.rawValue)"
    case .dynamic(let kind): "\(name)_ask \(kind.rawValue)"
    }
  }

  private func words(_ options: [OptionSpec]) -> String {
    words(options.flatMap { option in option.spellings.map { Choice($0, option.summary) } })
  }

  private func words(_ choices: [Choice]) -> String {
    choices.map { choice in
      guard !choice.summary.isEmpty else { return ShellWord.quoted(choice.name) }
      // $'…' knows the tab; the texts hold neither control characters nor line breaks.
      let text = "\(choice.name)\\t\(choice.summary)".replacingEach("'", with: "\\'")
      return "$'\(text)'"
    }.joined(separator: " ")
  }
}

extension String {
  func replacingEach(_ character: Character, with text: String) -> String {
    split(separator: character, omittingEmptySubsequences: false).joined(separator: text)
  }
}
