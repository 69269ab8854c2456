# bash completion for mailctl; made by `mailctl completion bash`.

_mailctl_add() {
    # Readline replaces only what follows the last of its word breaks.
    local reply="$prefix$1"
    reply=${reply:${#lead}}
    [[ $reply == *[!A-Za-z0-9@%_+:,./=~-]* ]] && printf -v reply %q "$reply"
    COMPREPLY+=("$reply")
}

_mailctl_words() {
    local candidate
    for candidate in "$@"; do
        [[ $candidate == "$cur"* ]] && _mailctl_add "$candidate"
    done
}

_mailctl_ask() {
    local candidate explanation
    while IFS=$'\t' read -r candidate explanation; do
        [[ $candidate ]] && _mailctl_add "$candidate"
    done < <("$tool" __complete "$1" "$cur" "${before[@]}" 2>/dev/null </dev/null)
}

_mailctl_paths() {
    local candidate key=''
    [[ $2 ]] && key=${cur%%=*}=
    while IFS= read -r candidate; do
        [[ -d $candidate ]] && candidate+=/
        _mailctl_add "$key$candidate"
    done < <(compgen "$1" -- "${cur#"$key"}")
}

_mailctl_from_file() {
    if [[ $cur == *=* ]]; then _mailctl_paths -f key; else _mailctl_ask "$1"; fi
}

_mailctl() {
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
                get:--fields | get:--format | query:--where | query:--limit | query:-n | query:--output | query:-o | create:--field | create:--field-file | create:--json | apply:--file | apply:--cache-dir | *:--url | *:--user | *:--api-key | *:--color | *:--retries) option=$word ;;
            esac
        elif [[ ! $command ]]; then
            case $word in
                show) command=get ;;
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
            get:--fields) _mailctl_ask field ;;
            get:--format) _mailctl_words table json plain ;;
            query:--where) _mailctl_ask filter ;;
            query:--output | query:-o) _mailctl_paths -f ;;
            create:--field) _mailctl_ask assignment ;;
            create:--field-file) _mailctl_from_file assignment-from-file ;;
            apply:--file) _mailctl_paths -f ;;
            apply:--cache-dir) _mailctl_paths -d ;;
            *:--color) _mailctl_words auto always never ;;
        esac
    elif [[ ! $over && $cur == -* ]]; then
        case $command in
            get) _mailctl_words --fields --format --json --url --user --api-key --insecure -k --color --debug --retries --help -h ;;
            query) _mailctl_words --where --limit -n --quiet -q --verbose -v --json --wait --output -o --url --user --api-key --insecure -k --color --debug --retries --help -h ;;
            create) _mailctl_words --field --field-file --json --url --user --api-key --insecure -k --color --debug --retries --help -h ;;
            delete) _mailctl_words --yes -y --url --user --api-key --insecure -k --color --debug --retries --help -h ;;
            describe) _mailctl_words --url --user --api-key --insecure -k --color --debug --retries --help -h ;;
            apply) _mailctl_words --file --stdin --cache-dir --url --user --api-key --insecure -k --color --debug --retries --help -h ;;
            completion) _mailctl_words --url --user --api-key --insecure -k --color --debug --retries --help -h ;;
            help) _mailctl_words --man --url --user --api-key --insecure -k --color --debug --retries --help -h ;;
            *) _mailctl_words --url --user --api-key --insecure -k --color --debug --retries --help -h --version -V ;;
        esac
    elif [[ ! $command ]]; then
        _mailctl_words get query create delete describe apply completion help
    else
        case $command:$count in
            get:0) _mailctl_ask object ;;
            get:1) _mailctl_ask id ;;
            query:0) _mailctl_ask object ;;
            create:0) _mailctl_ask object-or-variant ;;
            delete:0) _mailctl_ask object ;;
            delete:*) _mailctl_ask id ;;
            describe:0) _mailctl_ask describable ;;
            apply:0) _mailctl_paths -f ;;
            completion:0) _mailctl_words bash zsh fish ;;
            help:0) _mailctl_words get query create delete describe apply completion help connection environment exit-codes formats plans ;;
        esac
    fi
    if ((${#COMPREPLY[@]} == 1)) && [[ ${COMPREPLY[0]} == *[=,/:] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}

complete -F _mailctl mailctl
