# bash completion for stalwart-cli; made by `stalwart-cli completion bash`.

_stalwart_cli_add() {
    # Readline replaces only what follows the last of its word breaks.
    local reply="$prefix$1"
    reply=${reply:${#lead}}
    [[ $reply == *[!A-Za-z0-9@%_+:,./=~-]* ]] && printf -v reply %q "$reply"
    COMPREPLY+=("$reply")
}

_stalwart_cli_words() {
    local candidate
    for candidate in "$@"; do
        [[ $candidate == "$cur"* ]] && _stalwart_cli_add "$candidate"
    done
}

_stalwart_cli_ask() {
    local candidate explanation
    while IFS=$'\t' read -r candidate explanation; do
        [[ $candidate ]] && _stalwart_cli_add "$candidate"
    done < <("$tool" __complete "$1" "$cur" "${before[@]}" 2>/dev/null </dev/null)
}

_stalwart_cli_paths() {
    local candidate key=''
    [[ $2 ]] && key=${cur%%=*}=
    while IFS= read -r candidate; do
        [[ -d $candidate ]] && candidate+=/
        _stalwart_cli_add "$key$candidate"
    done < <(compgen "$1" -- "${cur#"$key"}")
}

_stalwart_cli_from_file() {
    if [[ $cur == *=* ]]; then _stalwart_cli_paths -f key; else _stalwart_cli_ask "$1"; fi
}

_stalwart_cli() {
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
                get:--fields | get:--format | get:--account | query:--where | query:--fields | query:--format | query:--limit | query:--sort | query:--account | create:--field | create:--field-file | create:--json | create:--file | create:--format | create:--secret-file | create:--account | update:--field | update:--field-file | update:--json | update:--file | update:--account | delete:--ids | delete:--where | delete:--account | apply:--file | apply:--max-deletes | apply:--allow-machine | diff:--file | snapshot:--output | snapshot:-o | snapshot:--secrets | snapshot:--allow-unresolved | *:--url | *:--user | *:--password | *:--password-file | *:--api-key | *:--api-key-file | *:--cacert | *:--connect-timeout | *:--timeout | *:--retries | *:--schema | *:--color) option=$word ;;
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
            get:--fields) _stalwart_cli_ask field ;;
            get:--format) _stalwart_cli_words view json id ;;
            query:--where) _stalwart_cli_ask filter ;;
            query:--fields) _stalwart_cli_ask field ;;
            query:--format) _stalwart_cli_words table json ndjson plain id csv ;;
            query:--sort) _stalwart_cli_ask sort-key ;;
            create:--field) _stalwart_cli_ask assignment ;;
            create:--field-file) _stalwart_cli_from_file assignment-from-file ;;
            create:--file) _stalwart_cli_paths -f ;;
            create:--format) _stalwart_cli_words view json id ;;
            create:--secret-file) _stalwart_cli_paths -f ;;
            update:--field) _stalwart_cli_ask assignment ;;
            update:--field-file) _stalwart_cli_from_file assignment-from-file ;;
            update:--file) _stalwart_cli_paths -f ;;
            delete:--where) _stalwart_cli_ask filter ;;
            apply:--file) _stalwart_cli_paths -f ;;
            apply:--allow-machine) _stalwart_cli_ask object ;;
            diff:--file) _stalwart_cli_paths -f ;;
            snapshot:--output | snapshot:-o) _stalwart_cli_paths -f ;;
            snapshot:--secrets) _stalwart_cli_words omit include env ;;
            snapshot:--allow-unresolved) _stalwart_cli_ask object ;;
            *:--password-file) _stalwart_cli_paths -f ;;
            *:--api-key-file) _stalwart_cli_paths -f ;;
            *:--cacert) _stalwart_cli_paths -f ;;
            *:--schema) _stalwart_cli_paths -f ;;
            *:--color) _stalwart_cli_words auto always never ;;
        esac
    elif [[ ! $over && $cur == -* ]]; then
        case $command in
            get) _stalwart_cli_words --fields --json --format --account --url --user --password --password-file --api-key --api-key-file --insecure -k --cacert --connect-timeout --wait --timeout --retries --refresh --schema --color --no-color --no-pager --no-input --debug --help -h ;;
            query) _stalwart_cli_words --where --fields --json --format --limit --sort --count --no-headers --wide --account --url --user --password --password-file --api-key --api-key-file --insecure -k --cacert --connect-timeout --wait --timeout --retries --refresh --schema --color --no-color --no-pager --no-input --debug --help -h ;;
            create) _stalwart_cli_words --field --field-file --json --file --stdin --format --if-not-exists --secret-file --account --url --user --password --password-file --api-key --api-key-file --insecure -k --cacert --connect-timeout --wait --timeout --retries --refresh --schema --color --no-color --no-pager --no-input --debug --help -h ;;
            update) _stalwart_cli_words --field --field-file --json --file --stdin --account --url --user --password --password-file --api-key --api-key-file --insecure -k --cacert --connect-timeout --wait --timeout --retries --refresh --schema --color --no-color --no-pager --no-input --debug --help -h ;;
            delete) _stalwart_cli_words --ids --stdin --where --ignore-missing --yes -y --account --url --user --password --password-file --api-key --api-key-file --insecure -k --cacert --connect-timeout --wait --timeout --retries --refresh --schema --color --no-color --no-pager --no-input --debug --help -h ;;
            describe) _stalwart_cli_words --json --url --user --password --password-file --api-key --api-key-file --insecure -k --cacert --connect-timeout --wait --timeout --retries --refresh --schema --color --no-color --no-pager --no-input --debug --help -h ;;
            apply) _stalwart_cli_words --file --stdin --no-substitute --skip-secrets --dry-run --continue-on-error --quiet --json --progress --max-deletes --force --allow-machine --reload --yes -y --url --user --password --password-file --api-key --api-key-file --insecure -k --cacert --connect-timeout --wait --timeout --retries --refresh --schema --color --no-color --no-pager --no-input --debug --help -h ;;
            diff) _stalwart_cli_words --file --stdin --no-substitute --skip-secrets --json --url --user --password --password-file --api-key --api-key-file --insecure -k --cacert --connect-timeout --wait --timeout --retries --refresh --schema --color --no-color --no-pager --no-input --debug --help -h ;;
            snapshot) _stalwart_cli_words --all --with-dependencies --output -o --secrets --include-secrets --allow-unresolved --quiet -q --url --user --password --password-file --api-key --api-key-file --insecure -k --cacert --connect-timeout --wait --timeout --retries --refresh --schema --color --no-color --no-pager --no-input --debug --help -h ;;
            completion) _stalwart_cli_words --url --user --password --password-file --api-key --api-key-file --insecure -k --cacert --connect-timeout --wait --timeout --retries --refresh --schema --color --no-color --no-pager --no-input --debug --help -h ;;
            help) _stalwart_cli_words --man --url --user --password --password-file --api-key --api-key-file --insecure -k --cacert --connect-timeout --wait --timeout --retries --refresh --schema --color --no-color --no-pager --no-input --debug --help -h ;;
            *) _stalwart_cli_words --url --user --password --password-file --api-key --api-key-file --insecure -k --cacert --connect-timeout --wait --timeout --retries --refresh --schema --color --no-color --no-pager --no-input --debug --help -h --version -V ;;
        esac
    elif [[ ! $command ]]; then
        _stalwart_cli_words get query create update delete describe apply diff snapshot completion help
    else
        case $command:$count in
            get:0) _stalwart_cli_ask object ;;
            get:*) _stalwart_cli_ask id ;;
            query:0) _stalwart_cli_ask object ;;
            create:0) _stalwart_cli_ask object-or-variant ;;
            update:0) _stalwart_cli_ask object ;;
            update:1) _stalwart_cli_ask id ;;
            delete:0) _stalwart_cli_ask object ;;
            delete:*) _stalwart_cli_ask id ;;
            describe:0) _stalwart_cli_ask describable ;;
            apply:0) _stalwart_cli_paths -f ;;
            diff:0) _stalwart_cli_paths -f ;;
            diff:1) _stalwart_cli_paths -f ;;
            snapshot:*) _stalwart_cli_ask object ;;
            completion:0) _stalwart_cli_words bash zsh fish ;;
            help:0) _stalwart_cli_words get query create update delete describe apply diff snapshot completion help connection environment exit-codes formats plan values ;;
        esac
    fi
    if ((${#COMPREPLY[@]} == 1)) && [[ ${COMPREPLY[0]} == *[=,/:] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}

complete -F _stalwart_cli stalwart-cli
