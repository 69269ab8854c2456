# fish completion for mailctl; made by `mailctl completion fish`.

# Whether the command is $argv[1], and $argv[2] operands were typed; with + at least so many.
function __mailctl_is
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
                case 'get:--fields' 'get:--format' 'query:--where' 'query:--limit' 'query:-n' 'query:--output' 'query:-o' 'create:--field' 'create:--field-file' 'create:--json' 'apply:--file' 'apply:--cache-dir' '*:--url' '*:--user' '*:--api-key' '*:--color' '*:--retries'
                    set option $word
            end
        else if test -z "$command"
            switch "$word"
                case show
                    set command get
                case '*'
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

function __mailctl_ask
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l tool (string replace -r '^~/' "$HOME/" -- $words[1])
    set -e words[1]
    if string match -q -- '--*=*' "$current"
        set current (string replace -r '^--[^=]*=' '' -- $current)
    end
    command $tool __complete $argv[1] "$current" $words 2>/dev/null </dev/null
end

function __mailctl_from_file
    set -l current (string replace -r '^--[^=]*=' '' -- (commandline -ct))
    if not string match -q -- '*=*' "$current"
        __mailctl_ask $argv[1]
        return
    end
    set -l parts (string split -m 1 = -- $current)
    for path in $parts[2]*
        test -d "$path"; and set path $path/
        echo $parts[1]=$path
    end
end

complete -c mailctl -f
complete -c mailctl -n "__mailctl_is ''" -s V -l version -d 'Show the version'
complete -c mailctl -l url -d 'Address of the server, such as https://mail.example.org' -x
complete -c mailctl -l user -d 'Who you are' -x
complete -c mailctl -l api-key -d 'Token in place of user and password' -x
complete -c mailctl -s k -l insecure -d 'Accept any certificate'
complete -c mailctl -l color -d 'When to use colours' -x -a 'auto always never'
complete -c mailctl -l debug -d 'Show requests on standard error'
complete -c mailctl -l retries -d 'How often to try again' -x
complete -c mailctl -s h -l help -d 'Show help; with -h a short form of it'
complete -c mailctl -n "__mailctl_is ''" -a get -d 'Show one object'
complete -c mailctl -n "__mailctl_is ''" -a query -d 'List objects'
complete -c mailctl -n "__mailctl_is ''" -a create -d 'Create an object'
complete -c mailctl -n "__mailctl_is ''" -a delete -d 'Delete objects'
complete -c mailctl -n "__mailctl_is ''" -a describe -d 'Explain what the server can hold'
complete -c mailctl -n "__mailctl_is ''" -a apply -d 'Carry out a plan'
complete -c mailctl -n "__mailctl_is ''" -a completion -d 'Print the completion script for a shell'
complete -c mailctl -n "__mailctl_is ''" -a help -d 'Explain a command or a topic'
complete -c mailctl -n '__mailctl_is get' -l fields -d 'Only these properties; may be repeated' -x -a '(__mailctl_ask field)'
complete -c mailctl -n '__mailctl_is get' -l format -d 'Output as table, json or plain' -x -a 'table json plain'
complete -c mailctl -n '__mailctl_is get' -l json -d 'The same as --format json'
complete -c mailctl -n '__mailctl_is get 0' -a '(__mailctl_ask object)'
complete -c mailctl -n '__mailctl_is get 1' -a '(__mailctl_ask id)'
complete -c mailctl -n '__mailctl_is query' -l where -d 'Only objects that match: field=value, field>=value and so on' -x -a '(__mailctl_ask filter)'
complete -c mailctl -n '__mailctl_is query' -s n -l limit -d 'At most so many' -x
complete -c mailctl -n '__mailctl_is query' -s q -l quiet -d 'No note when nothing is found'
complete -c mailctl -n '__mailctl_is query' -s v -l verbose -d 'Say more'
complete -c mailctl -n '__mailctl_is query' -l json -d 'One object a line'
complete -c mailctl -n '__mailctl_is query' -l wait -d 'Wait for the answer, by default a minute'
complete -c mailctl -n '__mailctl_is query' -s o -l output -d 'Write to a file' -r -F
complete -c mailctl -n '__mailctl_is query 0' -a '(__mailctl_ask object)'
complete -c mailctl -n '__mailctl_is create' -l field -d 'Set a field; may be repeated' -x -a '(__mailctl_ask assignment)'
complete -c mailctl -n '__mailctl_is create' -l field-file -d 'Set a field to what a file holds' -x -a '(__mailctl_from_file assignment-from-file)'
complete -c mailctl -n '__mailctl_is create' -l json -d 'The whole object as JSON' -x
complete -c mailctl -n '__mailctl_is create 0' -a '(__mailctl_ask object-or-variant)'
complete -c mailctl -n '__mailctl_is delete' -s y -l yes -d 'Answer every question with yes'
complete -c mailctl -n '__mailctl_is delete 0' -a '(__mailctl_ask object)'
complete -c mailctl -n '__mailctl_is delete 1+' -a '(__mailctl_ask id)'
complete -c mailctl -n '__mailctl_is describe 0' -a '(__mailctl_ask describable)'
complete -c mailctl -n '__mailctl_is apply' -l file -d 'The plan' -r -F
complete -c mailctl -n '__mailctl_is apply' -l stdin -d 'Read the plan from standard input'
complete -c mailctl -n '__mailctl_is apply' -l cache-dir -d 'Where to keep things' -x -a '(__fish_complete_directories)'
complete -c mailctl -n '__mailctl_is apply 0' -F
complete -c mailctl -n '__mailctl_is completion 0' -a bash
complete -c mailctl -n '__mailctl_is completion 0' -a zsh
complete -c mailctl -n '__mailctl_is completion 0' -a fish
complete -c mailctl -n '__mailctl_is help' -l man -d 'Show the manual page; needs no manual reader'
complete -c mailctl -n '__mailctl_is help 0' -a get -d 'Show one object'
complete -c mailctl -n '__mailctl_is help 0' -a query -d 'List objects'
complete -c mailctl -n '__mailctl_is help 0' -a create -d 'Create an object'
complete -c mailctl -n '__mailctl_is help 0' -a delete -d 'Delete objects'
complete -c mailctl -n '__mailctl_is help 0' -a describe -d 'Explain what the server can hold'
complete -c mailctl -n '__mailctl_is help 0' -a apply -d 'Carry out a plan'
complete -c mailctl -n '__mailctl_is help 0' -a completion -d 'Print the completion script for a shell'
complete -c mailctl -n '__mailctl_is help 0' -a help -d 'Explain a command or a topic'
complete -c mailctl -n '__mailctl_is help 0' -a connection -d 'How to reach the server'
complete -c mailctl -n '__mailctl_is help 0' -a environment -d 'Variables that are read'
complete -c mailctl -n '__mailctl_is help 0' -a exit-codes -d 'What the exit code says'
complete -c mailctl -n '__mailctl_is help 0' -a formats -d 'Output formats'
complete -c mailctl -n '__mailctl_is help 0' -a plans -d 'The form of a plan'
