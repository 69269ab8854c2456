# bash completion for stalwart-sim; made by `stalwart-sim completion bash`.

_stalwart_sim_add() {
    # Readline replaces only what follows the last of its word breaks.
    local reply="$prefix$1"
    reply=${reply:${#lead}}
    [[ $reply == *[!A-Za-z0-9@%_+:,./=~-]* ]] && printf -v reply %q "$reply"
    COMPREPLY+=("$reply")
}

_stalwart_sim_words() {
    local candidate
    for candidate in "$@"; do
        [[ $candidate == "$cur"* ]] && _stalwart_sim_add "$candidate"
    done
}

_stalwart_sim_ask() {
    local candidate explanation
    while IFS=$'\t' read -r candidate explanation; do
        [[ $candidate ]] && _stalwart_sim_add "$candidate"
    done < <("$tool" __complete "$1" "$cur" "${before[@]}" 2>/dev/null </dev/null)
}

_stalwart_sim_paths() {
    local candidate key=''
    [[ $2 ]] && key=${cur%%=*}=
    while IFS= read -r candidate; do
        [[ -d $candidate ]] && candidate+=/
        _stalwart_sim_add "$key$candidate"
    done < <(compgen "$1" -- "${cur#"$key"}")
}

_stalwart_sim_from_file() {
    if [[ $cur == *=* ]]; then _stalwart_sim_paths -f key; else _stalwart_sim_ask "$1"; fi
}

_stalwart_sim() {
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
    cur=${words[${#words[@]} - 1]//[\"\']/}
    [[ $breaks ]] && lead=${cur%"${cur##*[$breaks]}"}
    for ((i = 1; i < ${#words[@]} - 1; i++)); do
        word=${words[i]//[\"\']/}
        before+=("$word")
        if [[ $option ]]; then
            option=''
        elif [[ ! $over && $word == -- ]]; then
            over=1
        elif [[ ! $over && $word == -?* ]]; then
            case $command:$word in
                serve:--port | serve:--data | serve:--schema | serve:--mode | serve:--user | serve:--token | serve:--fault | serve:--log | run:--port | run:--data | run:--schema | run:--mode | run:--user | run:--token | run:--fault | run:--log | dump:--url | dump:--port | dump:--data | dump:--schema | dump:--mode | dump:--user | dump:--token | dump:--fault | dump:--log | approve:--url | approve:--account | restart:--url | restart:--mode) option=$word ;;
            esac
        elif [[ ! $command ]]; then
            case $word in
                *) command=$word ;;
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
            serve:--data) _stalwart_sim_paths -f ;;
            serve:--schema) _stalwart_sim_paths -f ;;
            serve:--mode) _stalwart_sim_words recovery normal bootstrap ;;
            serve:--log) _stalwart_sim_paths -f ;;
            run:--data) _stalwart_sim_paths -f ;;
            run:--schema) _stalwart_sim_paths -f ;;
            run:--mode) _stalwart_sim_words recovery normal bootstrap ;;
            run:--log) _stalwart_sim_paths -f ;;
            dump:--data) _stalwart_sim_paths -f ;;
            dump:--schema) _stalwart_sim_paths -f ;;
            dump:--mode) _stalwart_sim_words recovery normal bootstrap ;;
            dump:--log) _stalwart_sim_paths -f ;;
            restart:--mode) _stalwart_sim_words recovery normal bootstrap ;;
        esac
    elif [[ ! $over && $cur == -* ]]; then
        case $command in
            serve) _stalwart_sim_words --port --data --demo --schema --mode --user --token --fault --log --help -h ;;
            run) _stalwart_sim_words --port --data --demo --schema --mode --user --token --fault --log --help -h ;;
            dump) _stalwart_sim_words --url --port --data --demo --schema --mode --user --token --fault --log --help -h ;;
            approve) _stalwart_sim_words --url --account --help -h ;;
            restart) _stalwart_sim_words --url --mode --help -h ;;
            completion) _stalwart_sim_words --help -h ;;
            help) _stalwart_sim_words --man --help -h ;;
            *) _stalwart_sim_words --help -h --version -V ;;
        esac
    elif [[ ! $command ]]; then
        _stalwart_sim_words serve run dump approve restart completion help
    else
        case $command:$count in
            completion:0) _stalwart_sim_words bash zsh fish ;;
            help:0) _stalwart_sim_words serve run dump approve restart completion help ;;
        esac
    fi
    if ((${#COMPREPLY[@]} == 1)) && [[ ${COMPREPLY[0]} == *[=,/:] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}

complete -F _stalwart_sim stalwart-sim
