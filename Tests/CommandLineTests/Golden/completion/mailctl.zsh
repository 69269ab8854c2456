#compdef mailctl
# zsh completion for mailctl; made by `mailctl completion zsh`.

# Offers lines of `WORD<tab>EXPLANATION`; case does not matter.
_mailctl_offer() {
  local line word
  local -a plain open
  for line in "$@"; do
    word=${line%%$'\t'*}
    [[ -n $word ]] || continue
    word=${word//:/\\:}
    [[ $line == *$'\t'* ]] && word+=":${line#*$'\t'}"
    if [[ ${line%%$'\t'*} == *[=,/:] ]]; then open+=("$word"); else plain+=("$word"); fi
  done
  (( $#plain )) && _describe value plain -M 'm:{[:lower:][:upper:]}={[:upper:][:lower:]}'
  (( $#open )) && _describe value open -S '' -M 'm:{[:lower:][:upper:]}={[:upper:][:lower:]}'
}

_mailctl_ask() {
  _mailctl_offer "${(@f)$("$tool" __complete "$1" "$cur" "${before[@]}" 2>/dev/null </dev/null)}"
}

_mailctl_from_file() {
  if compset -P '*='; then _files; else _mailctl_ask "$1"; fi
}

_mailctl() {
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
        (get:--fields|get:--format|query:--where|query:--limit|query:-n|query:--output|query:-o|create:--field|create:--field-file|create:--json|apply:--file|apply:--cache-dir|*:--url|*:--user|*:--api-key|*:--color|*:--retries) option=$word ;;
      esac
    elif [[ -z $command ]]; then
      case $word in
        (show) command=get ;;
        (*) command=$word ;;
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
        (get:--fields) _mailctl_ask field ;;
        (get:--format) _mailctl_offer $'table\tfor people' json plain ;;
        (query:--where) _mailctl_ask filter ;;
        (query:--output|query:-o) _files ;;
        (create:--field) _mailctl_ask assignment ;;
        (create:--field-file) _mailctl_from_file assignment-from-file ;;
        (apply:--file) _files ;;
        (apply:--cache-dir) _files -/ ;;
        (*:--color) _mailctl_offer auto always never ;;
      esac
  elif [[ -z $over && $cur == -* ]]; then
    case $command in
        (get) _mailctl_offer $'--fields\tOnly these properties; may be repeated' $'--format\tOutput as table, json or plain' $'--json\tThe same as --format json' $'--url\tAddress of the server, such as https://mail.example.org' $'--user\tWho you are' $'--api-key\tToken in place of user and password' $'--insecure\tAccept any certificate' $'-k\tAccept any certificate' $'--color\tWhen to use colours' $'--debug\tShow requests on standard error' $'--retries\tHow often to try again' $'--help\tShow help; with -h a short form of it' $'-h\tShow help; with -h a short form of it' ;;
        (query) _mailctl_offer $'--where\tOnly objects that match: field=value, field>=value and so on' $'--limit\tAt most so many' $'-n\tAt most so many' $'--quiet\tNo note when nothing is found' $'-q\tNo note when nothing is found' $'--verbose\tSay more' $'-v\tSay more' $'--json\tOne object a line' $'--wait\tWait for the answer, by default a minute' $'--output\tWrite to a file' $'-o\tWrite to a file' $'--url\tAddress of the server, such as https://mail.example.org' $'--user\tWho you are' $'--api-key\tToken in place of user and password' $'--insecure\tAccept any certificate' $'-k\tAccept any certificate' $'--color\tWhen to use colours' $'--debug\tShow requests on standard error' $'--retries\tHow often to try again' $'--help\tShow help; with -h a short form of it' $'-h\tShow help; with -h a short form of it' ;;
        (create) _mailctl_offer $'--field\tSet a field; may be repeated' $'--field-file\tSet a field to what a file holds' $'--json\tThe whole object as JSON' $'--url\tAddress of the server, such as https://mail.example.org' $'--user\tWho you are' $'--api-key\tToken in place of user and password' $'--insecure\tAccept any certificate' $'-k\tAccept any certificate' $'--color\tWhen to use colours' $'--debug\tShow requests on standard error' $'--retries\tHow often to try again' $'--help\tShow help; with -h a short form of it' $'-h\tShow help; with -h a short form of it' ;;
        (delete) _mailctl_offer $'--yes\tAnswer every question with yes' $'-y\tAnswer every question with yes' $'--url\tAddress of the server, such as https://mail.example.org' $'--user\tWho you are' $'--api-key\tToken in place of user and password' $'--insecure\tAccept any certificate' $'-k\tAccept any certificate' $'--color\tWhen to use colours' $'--debug\tShow requests on standard error' $'--retries\tHow often to try again' $'--help\tShow help; with -h a short form of it' $'-h\tShow help; with -h a short form of it' ;;
        (describe) _mailctl_offer $'--url\tAddress of the server, such as https://mail.example.org' $'--user\tWho you are' $'--api-key\tToken in place of user and password' $'--insecure\tAccept any certificate' $'-k\tAccept any certificate' $'--color\tWhen to use colours' $'--debug\tShow requests on standard error' $'--retries\tHow often to try again' $'--help\tShow help; with -h a short form of it' $'-h\tShow help; with -h a short form of it' ;;
        (apply) _mailctl_offer $'--file\tThe plan' $'--stdin\tRead the plan from standard input' $'--cache-dir\tWhere to keep things' $'--url\tAddress of the server, such as https://mail.example.org' $'--user\tWho you are' $'--api-key\tToken in place of user and password' $'--insecure\tAccept any certificate' $'-k\tAccept any certificate' $'--color\tWhen to use colours' $'--debug\tShow requests on standard error' $'--retries\tHow often to try again' $'--help\tShow help; with -h a short form of it' $'-h\tShow help; with -h a short form of it' ;;
        (completion) _mailctl_offer $'--url\tAddress of the server, such as https://mail.example.org' $'--user\tWho you are' $'--api-key\tToken in place of user and password' $'--insecure\tAccept any certificate' $'-k\tAccept any certificate' $'--color\tWhen to use colours' $'--debug\tShow requests on standard error' $'--retries\tHow often to try again' $'--help\tShow help; with -h a short form of it' $'-h\tShow help; with -h a short form of it' ;;
        (help) _mailctl_offer $'--man\tShow the manual page; needs no manual reader' $'--url\tAddress of the server, such as https://mail.example.org' $'--user\tWho you are' $'--api-key\tToken in place of user and password' $'--insecure\tAccept any certificate' $'-k\tAccept any certificate' $'--color\tWhen to use colours' $'--debug\tShow requests on standard error' $'--retries\tHow often to try again' $'--help\tShow help; with -h a short form of it' $'-h\tShow help; with -h a short form of it' ;;
        (*) _mailctl_offer $'--url\tAddress of the server, such as https://mail.example.org' $'--user\tWho you are' $'--api-key\tToken in place of user and password' $'--insecure\tAccept any certificate' $'-k\tAccept any certificate' $'--color\tWhen to use colours' $'--debug\tShow requests on standard error' $'--retries\tHow often to try again' $'--help\tShow help; with -h a short form of it' $'-h\tShow help; with -h a short form of it' $'--version\tShow the version' $'-V\tShow the version' ;;
    esac
  elif [[ -z $command ]]; then
    _mailctl_offer $'get\tShow one object' $'query\tList objects' $'create\tCreate an object' $'delete\tDelete objects' $'describe\tExplain what the server can hold' $'apply\tCarry out a plan' $'completion\tPrint the completion script for a shell' $'help\tExplain a command or a topic'
  else
    case $command:$count in
        (get:0) _mailctl_ask object ;;
        (get:1) _mailctl_ask id ;;
        (query:0) _mailctl_ask object ;;
        (create:0) _mailctl_ask object-or-variant ;;
        (delete:0) _mailctl_ask object ;;
        (delete:*) _mailctl_ask id ;;
        (describe:0) _mailctl_ask describable ;;
        (apply:0) _files ;;
        (completion:0) _mailctl_offer bash zsh fish ;;
        (help:0) _mailctl_offer $'get\tShow one object' $'query\tList objects' $'create\tCreate an object' $'delete\tDelete objects' $'describe\tExplain what the server can hold' $'apply\tCarry out a plan' $'completion\tPrint the completion script for a shell' $'help\tExplain a command or a topic' $'connection\tHow to reach the server' $'environment\tVariables that are read' $'exit-codes\tWhat the exit code says' $'formats\tOutput formats' $'plans\tThe form of a plan' ;;
      esac
  fi
}

if [[ $funcstack[1] == _mailctl ]]; then
  _mailctl "$@"
else
  compdef _mailctl mailctl
fi
