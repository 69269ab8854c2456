// SPDX-License-Identifier: MIT

/// Writes the script for GNU Bash; it needs 3.2 and no other package.
struct BashCompletion {
  let table: CompletionTable

  private var name: String { "_\(table.identifier)" }

  var text: String {
    """
    # bash completion for \(table.tool.name); made by `\(table.tool.name) completion bash`.

    \(name)_add() {
        # Readline replaces only what follows the last of its word breaks.
        local reply="$prefix$1"
        reply=${reply:${#lead}}
        [[ $reply == *[!A-Za-z0-9@%_+:,./=~-]* ]] && printf -v reply %q "$reply"
        COMPREPLY+=("$reply")
    }

    \(name)_words() {
        local candidate
        for candidate in "$@"; do
            [[ $candidate == "$cur"* ]] && \(name)_add "$candidate"
        done
    }

    \(name)_ask() {
        local candidate explanation
        while IFS=$'\\t' read -r candidate explanation; do
            [[ $candidate ]] && \(name)_add "$candidate"
        done < <("$tool" \(ArgumentParser.completionCommand) "$1" "$cur" "${before[@]}" 2>/dev/null </dev/null)
    }

    \(name)_paths() {
        local candidate key=''
        [[ $2 ]] && key=${cur%%=*}=
        while IFS= read -r candidate; do
            [[ -d $candidate ]] && candidate+=/
            \(name)_add "$key$candidate"
        done < <(compgen "$1" -- "${cur#"$key"}")
    }

    \(name)_from_file() {
        if [[ $cur == *=* ]]; then \(name)_paths -f key; else \(name)_ask "$1"; fi
    }

    \(name)() {
        local line=${COMP_LINE:0:COMP_POINT} word cur prefix='' command='' option='' over='' i
        local breaks=${COMP_WORDBREAKS//[!=:@]/} lead='' tool
        local -a words=() before=()
        local -i count=0
        COMPREPLY=()
        # Readline breaks words at = and :, too; put them together again.
        for ((i = 0; i <= COMP_CWORD; i++)); do
            word=${COMP_WORDS[i]}
            if ((i > 0)) && [[ $line != [[:blank:]]* ]]; then
                ((i == COMP_CWORD)) && word=$line
                words[${#words[@]} - 1]+=$word
            else
                line=${line#"${line%%[![:blank:]]*}"}
                ((i == COMP_CWORD)) && word=$line
                words+=("$word")
            fi
            line=${line#"$word"}
        done
        tool=${words[0]}
        [[ $tool == '~/'* ]] && tool=$HOME/${tool#'~/'}
        cur=${words[${#words[@]} - 1]//[\\"\\']/}
        [[ $breaks ]] && lead=${cur%"${cur##*[$breaks]}"}
        for ((i = 1; i < ${#words[@]} - 1; i++)); do
            word=${words[i]//[\\"\\']/}
            before+=("$word")
            if [[ $option ]]; then
                option=''
            elif [[ ! $over && $word == -- ]]; then
                over=1
            elif [[ ! $over && $word == -?* ]]; then
                case $command:$word in
                    \(valuePatterns)) option=$word ;;
                esac
            elif [[ ! $command ]]; then
                case $word in
    \(aliases)                *) command=$word ;;
                esac
            else
                count+=1
            fi
        done
        if [[ ! $option && ! $over && $cur == --*=* ]]; then
            option=${cur%%=*}
            prefix=$option=
            cur=${cur#"$prefix"}
        fi
        if [[ $option ]]; then
            case $command:$option in
    \(values)        esac
        elif [[ ! $over && $cur == -* ]]; then
            case $command in
    \(options)            *) \(name)_words \(words(table.globalOptions.flatMap(\.spellings) + OptionSpec.version.spellings)) ;;
            esac
        elif [[ ! $command ]]; then
            \(name)_words \(words(table.commands.map(\.name)))
        else
            case $command:$count in
    \(operands)        esac
        fi
        if ((${#COMPREPLY[@]} == 1)) && [[ ${COMPREPLY[0]} == *[=,/:] ]]; then
            compopt -o nospace 2>/dev/null
        fi
    }

    complete -F \(name) \(table.tool.name)

    """
  }

  private var valuePatterns: String {
    let patterns = table.valueOptions.flatMap { entry in
      entry.option.spellings.map { "\(entry.command ?? "*"):\($0)" }
    }
    return patterns.isEmpty ? "''" : patterns.joined(separator: " | ")
  }

  private var aliases: String {
    table.aliases.map { "                \($0.alias)) command=\($0.command) ;;\n" }.joined()
  }

  private var options: String {
    table.tool.visibleCommands.map { command in
      let names = (table.options(of: command) + table.globalOptions).flatMap(\.spellings)
      return "            \(command.name)) \(name)_words \(words(names)) ;;\n"
    }.joined()
  }

  private var values: String {
    table.places.compactMap { place in
      guard let option = place.option else { return nil }
      let pattern = option.spellings.map { "\(place.command ?? "*"):\($0)" }
        .joined(separator: " | ")
      return "            \(pattern)) \(action(place.completion)) ;;\n"
    }.joined()
  }

  private var operands: String {
    table.places.compactMap { place in
      guard place.option == nil, let command = place.command else { return nil }
      let count = place.operand.map(String.init) ?? "*"
      return "            \(command):\(count)) \(action(place.completion)) ;;\n"
    }.joined()
  }

  private func action(_ completion: CompletionKind) -> String {
    switch completion {
    case .none: ":"
    case .file: "\(name)_paths -f"
    case .directory: "\(name)_paths -d"
    case .choices(let choices): "\(name)_words \(words(choices.map(\.name)))"
    case .suggestions(let names): "\(name)_words \(words(names))"
    case .helpSubject: "\(name)_words \(words(table.helpSubjects.map(\.name)))"
    case .dynamic(.assignmentFromFile):
      "\(name)_from_file \(DynamicCompletion.assignmentFromFile.rawValue)"
    case .dynamic(let kind): "\(name)_ask \(kind.rawValue)"
    }
  }

  private func words(_ names: [String]) -> String {
    names.map(ShellWord.quoted).joined(separator: " ")
  }
}
