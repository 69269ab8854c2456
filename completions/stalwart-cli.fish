# fish completion for stalwart-cli; made by `stalwart-cli completion fish`.

# Whether the command is $argv[1], and $argv[2] operands were typed; with + at least so many.
function __stalwart_cli_is
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
                case 'get:--fields' 'get:--format' 'get:--account' 'query:--where' 'query:--fields' 'query:--format' 'query:--limit' 'query:--sort' 'query:--account' 'create:--field' 'create:--field-file' 'create:--json' 'create:--file' 'create:--format' 'create:--secret-file' 'create:--account' 'update:--field' 'update:--field-file' 'update:--json' 'update:--file' 'update:--account' 'delete:--ids' 'delete:--where' 'delete:--account' 'apply:--file' 'apply:--max-deletes' 'apply:--allow-machine' 'diff:--file' 'snapshot:--output' 'snapshot:-o' 'snapshot:--secrets' 'snapshot:--allow-unresolved' '*:--url' '*:--user' '*:--password' '*:--password-file' '*:--api-key' '*:--api-key-file' '*:--cacert' '*:--connect-timeout' '*:--timeout' '*:--retries' '*:--schema' '*:--color'
                    set option $word
            end
        else if test -z "$command"
            switch "$word"
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

function __stalwart_cli_ask
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l tool (string replace -r '^~/' "$HOME/" -- $words[1])
    set -e words[1]
    if string match -q -- '--*=*' "$current"
        set current (string replace -r '^--[^=]*=' '' -- $current)
    end
    command $tool __complete $argv[1] "$current" $words 2>/dev/null </dev/null
end

function __stalwart_cli_from_file
    set -l current (string replace -r '^--[^=]*=' '' -- (commandline -ct))
    if not string match -q -- '*=*' "$current"
        __stalwart_cli_ask $argv[1]
        return
    end
    set -l parts (string split -m 1 = -- $current)
    for path in $parts[2]*
        test -d "$path"; and set path $path/
        echo $parts[1]=$path
    end
end

complete -c stalwart-cli -f
complete -c stalwart-cli -n "__stalwart_cli_is ''" -s V -l version -d 'Show the version'
complete -c stalwart-cli -l url -d 'Address of the server, such as https://mail.example.org' -x
complete -c stalwart-cli -l user -d 'User to sign in as, such as admin@example.org' -x
complete -c stalwart-cli -l password -d 'Password of the user; better in a file or a variable' -x
complete -c stalwart-cli -l password-file -d 'Read the password from a file' -r -F
complete -c stalwart-cli -l api-key -d 'API key or OAuth token to sign in with, instead of a user' -x
complete -c stalwart-cli -l api-key-file -d 'Read the API key from a file' -r -F
complete -c stalwart-cli -s k -l insecure -d 'Accept any certificate of the server'
complete -c stalwart-cli -l cacert -d 'Trust the authorities in this PEM file, and no others' -r -F
complete -c stalwart-cli -l connect-timeout -d 'Longest time to wait for a connection' -x
complete -c stalwart-cli -l wait -d 'Wait until the server is ready, 60 seconds at most unless told otherwise'
complete -c stalwart-cli -l timeout -d 'Longest time to wait for an answer' -x
complete -c stalwart-cli -l retries -d 'How often to try again where that is safe' -x
complete -c stalwart-cli -l refresh -d 'Check that the cached schema is the server\'s'
complete -c stalwart-cli -l schema -d 'Use this schema document instead of the server\'s' -r -F
complete -c stalwart-cli -l color -d 'Colour the output: auto, always or never' -x -a 'auto always never'
complete -c stalwart-cli -l no-color -d 'Same as --color=never'
complete -c stalwart-cli -l no-pager -d 'Do not show long listings through a pager'
complete -c stalwart-cli -l no-input -d 'Never ask anything'
complete -c stalwart-cli -l debug -d 'Show requests and responses, without secrets'
complete -c stalwart-cli -s h -l help -d 'Show help; with -h a short form of it'
complete -c stalwart-cli -n "__stalwart_cli_is ''" -a get -d 'Show one object, or the settings of a singleton'
complete -c stalwart-cli -n "__stalwart_cli_is ''" -a query -d 'List objects, newest first'
complete -c stalwart-cli -n "__stalwart_cli_is ''" -a create -d 'Create an object'
complete -c stalwart-cli -n "__stalwart_cli_is ''" -a update -d 'Change an object, or the settings of a singleton'
complete -c stalwart-cli -n "__stalwart_cli_is ''" -a delete -d 'Delete objects'
complete -c stalwart-cli -n "__stalwart_cli_is ''" -a describe -d 'Explain object types, fields and choices'
complete -c stalwart-cli -n "__stalwart_cli_is ''" -a apply -d 'Bring the server to the state that a plan describes'
complete -c stalwart-cli -n "__stalwart_cli_is ''" -a diff -d 'Show what a plan would change, or how two differ'
complete -c stalwart-cli -n "__stalwart_cli_is ''" -a snapshot -d 'Export objects as a plan that `apply` reads'
complete -c stalwart-cli -n "__stalwart_cli_is ''" -a completion -d 'Print the completion script for a shell'
complete -c stalwart-cli -n "__stalwart_cli_is ''" -a help -d 'Explain a command or a topic'
complete -c stalwart-cli -n '__stalwart_cli_is get' -l fields -d 'Only these properties' -x -a '(__stalwart_cli_ask field)'
complete -c stalwart-cli -n '__stalwart_cli_is get' -l json -d 'Print JSON, one value a line'
complete -c stalwart-cli -n '__stalwart_cli_is get' -l format -d 'Print a view, JSON or the id alone' -x -a 'view json id'
complete -c stalwart-cli -n '__stalwart_cli_is get' -l account -d 'Whose objects, for types that belong to an account' -x
complete -c stalwart-cli -n '__stalwart_cli_is get 0' -a '(__stalwart_cli_ask object)'
complete -c stalwart-cli -n '__stalwart_cli_is get 1+' -a '(__stalwart_cli_ask id)'
complete -c stalwart-cli -n '__stalwart_cli_is query' -l where -d 'Only objects for which this holds; may be repeated' -x -a '(__stalwart_cli_ask filter)'
complete -c stalwart-cli -n '__stalwart_cli_is query' -l fields -d 'Only these properties' -x -a '(__stalwart_cli_ask field)'
complete -c stalwart-cli -n '__stalwart_cli_is query' -l json -d 'Print JSON, one value a line'
complete -c stalwart-cli -n '__stalwart_cli_is query' -l format -d 'Print table, json, ndjson, plain, id or csv' -x -a 'table json ndjson plain id csv'
complete -c stalwart-cli -n '__stalwart_cli_is query' -l limit -d 'At most so many objects' -x
complete -c stalwart-cli -n '__stalwart_cli_is query' -l sort -d 'Order by a property; objects without it come last' -x -a '(__stalwart_cli_ask sort-key)'
complete -c stalwart-cli -n '__stalwart_cli_is query' -l count -d 'Print only how many there are'
complete -c stalwart-cli -n '__stalwart_cli_is query' -l no-headers -d 'Leave the header out'
complete -c stalwart-cli -n '__stalwart_cli_is query' -l wide -d 'Show values in full length'
complete -c stalwart-cli -n '__stalwart_cli_is query' -l account -d 'Whose objects, for types that belong to an account' -x
complete -c stalwart-cli -n '__stalwart_cli_is query 0' -a '(__stalwart_cli_ask object)'
complete -c stalwart-cli -n '__stalwart_cli_is create' -l field -d 'Set a property; may be repeated' -x -a '(__stalwart_cli_ask assignment)'
complete -c stalwart-cli -n '__stalwart_cli_is create' -l field-file -d 'Set a property to the contents of a file' -x -a '(__stalwart_cli_from_file assignment-from-file)'
complete -c stalwart-cli -n '__stalwart_cli_is create' -l json -d 'Set the properties of a JSON object' -x
complete -c stalwart-cli -n '__stalwart_cli_is create' -l file -d 'Read the JSON object from a file' -r -F
complete -c stalwart-cli -n '__stalwart_cli_is create' -l stdin -d 'Read the JSON object from standard input'
complete -c stalwart-cli -n '__stalwart_cli_is create' -l format -d 'Print a view, JSON or the id alone' -x -a 'view json id'
complete -c stalwart-cli -n '__stalwart_cli_is create' -l if-not-exists -d 'Succeed where the object is there already'
complete -c stalwart-cli -n '__stalwart_cli_is create' -l secret-file -d 'Write the new secret to a file, do not print it' -r -F
complete -c stalwart-cli -n '__stalwart_cli_is create' -l account -d 'Whose objects, for types that belong to an account' -x
complete -c stalwart-cli -n '__stalwart_cli_is create 0' -a '(__stalwart_cli_ask object-or-variant)'
complete -c stalwart-cli -n '__stalwart_cli_is update' -l field -d 'Set a property; may be repeated' -x -a '(__stalwart_cli_ask assignment)'
complete -c stalwart-cli -n '__stalwart_cli_is update' -l field-file -d 'Set a property to the contents of a file' -x -a '(__stalwart_cli_from_file assignment-from-file)'
complete -c stalwart-cli -n '__stalwart_cli_is update' -l json -d 'Set the properties of a JSON object' -x
complete -c stalwart-cli -n '__stalwart_cli_is update' -l file -d 'Read the JSON object from a file' -r -F
complete -c stalwart-cli -n '__stalwart_cli_is update' -l stdin -d 'Read the JSON object from standard input'
complete -c stalwart-cli -n '__stalwart_cli_is update' -l account -d 'Whose objects, for types that belong to an account' -x
complete -c stalwart-cli -n '__stalwart_cli_is update 0' -a '(__stalwart_cli_ask object)'
complete -c stalwart-cli -n '__stalwart_cli_is update 1' -a '(__stalwart_cli_ask id)'
complete -c stalwart-cli -n '__stalwart_cli_is delete' -l ids -d 'Ids, separated by commas' -x
complete -c stalwart-cli -n '__stalwart_cli_is delete' -l stdin -d 'Read ids from standard input'
complete -c stalwart-cli -n '__stalwart_cli_is delete' -l where -d 'Only objects for which this holds; may be repeated' -x -a '(__stalwart_cli_ask filter)'
complete -c stalwart-cli -n '__stalwart_cli_is delete' -l ignore-missing -d 'Do not fail where an object is not there'
complete -c stalwart-cli -n '__stalwart_cli_is delete' -s y -l yes -d 'Answer every question with yes'
complete -c stalwart-cli -n '__stalwart_cli_is delete' -l account -d 'Whose objects, for types that belong to an account' -x
complete -c stalwart-cli -n '__stalwart_cli_is delete 0' -a '(__stalwart_cli_ask object)'
complete -c stalwart-cli -n '__stalwart_cli_is delete 1+' -a '(__stalwart_cli_ask id)'
complete -c stalwart-cli -n '__stalwart_cli_is describe' -l json -d 'Print JSON, one value a line'
complete -c stalwart-cli -n '__stalwart_cli_is describe 0' -a '(__stalwart_cli_ask describable)'
complete -c stalwart-cli -n '__stalwart_cli_is apply' -l file -d 'Read the plan from a file; `-` is standard input' -r -F
complete -c stalwart-cli -n '__stalwart_cli_is apply' -l stdin -d 'Read the plan from standard input'
complete -c stalwart-cli -n '__stalwart_cli_is apply' -l no-substitute -d 'Take `${env:NAME}` and `${file:PATH}` as plain text'
complete -c stalwart-cli -n '__stalwart_cli_is apply' -l skip-secrets -d 'Leave the secrets of existing objects alone'
complete -c stalwart-cli -n '__stalwart_cli_is apply' -l dry-run -d 'Check and count the operations; change nothing'
complete -c stalwart-cli -n '__stalwart_cli_is apply' -l continue-on-error -d 'Go on after an operation that failed'
complete -c stalwart-cli -n '__stalwart_cli_is apply' -l quiet -d 'Show failures and the totals only'
complete -c stalwart-cli -n '__stalwart_cli_is apply' -l json -d 'Print JSON, one value a line'
complete -c stalwart-cli -n '__stalwart_cli_is apply' -l progress -d 'Show each batch as it is sent'
complete -c stalwart-cli -n '__stalwart_cli_is apply' -l max-deletes -d 'Refuse to remove more objects than this' -x
complete -c stalwart-cli -n '__stalwart_cli_is apply' -l force -d 'Remove even the account that is signed in'
complete -c stalwart-cli -n '__stalwart_cli_is apply' -l allow-machine -d 'Types of one server that the plan may change' -x -a '(__stalwart_cli_ask object)'
complete -c stalwart-cli -n '__stalwart_cli_is apply' -l reload -d 'Afterwards, make the server use what was changed'
complete -c stalwart-cli -n '__stalwart_cli_is apply' -s y -l yes -d 'Answer every question with yes'
complete -c stalwart-cli -n '__stalwart_cli_is apply 0' -F
complete -c stalwart-cli -n '__stalwart_cli_is diff' -l file -d 'Read the plan from a file; `-` is standard input' -r -F
complete -c stalwart-cli -n '__stalwart_cli_is diff' -l stdin -d 'Read the plan from standard input'
complete -c stalwart-cli -n '__stalwart_cli_is diff' -l no-substitute -d 'Take `${env:NAME}` and `${file:PATH}` as plain text'
complete -c stalwart-cli -n '__stalwart_cli_is diff' -l skip-secrets -d 'Leave the secrets of existing objects alone'
complete -c stalwart-cli -n '__stalwart_cli_is diff' -l json -d 'Print JSON, one value a line'
complete -c stalwart-cli -n '__stalwart_cli_is diff 0' -F
complete -c stalwart-cli -n '__stalwart_cli_is diff 1' -F
complete -c stalwart-cli -n '__stalwart_cli_is snapshot' -l all -d 'Export everything that configures the server'
complete -c stalwart-cli -n '__stalwart_cli_is snapshot' -l with-dependencies -d 'Add the types that the given ones refer to'
complete -c stalwart-cli -n '__stalwart_cli_is snapshot' -s o -l output -d 'Write to a file instead of standard output' -r -F
complete -c stalwart-cli -n '__stalwart_cli_is snapshot' -l secrets -d 'Secrets: omit, include or env' -x -a 'omit include env'
complete -c stalwart-cli -n '__stalwart_cli_is snapshot' -l include-secrets -d 'Same as --secrets=include'
complete -c stalwart-cli -n '__stalwart_cli_is snapshot' -l allow-unresolved -d 'Leave out references to these types' -x -a '(__stalwart_cli_ask object)'
complete -c stalwart-cli -n '__stalwart_cli_is snapshot' -s q -l quiet -d 'Print no progress; warnings stay'
complete -c stalwart-cli -n '__stalwart_cli_is snapshot 0+' -a '(__stalwart_cli_ask object)'
complete -c stalwart-cli -n '__stalwart_cli_is completion 0' -a bash
complete -c stalwart-cli -n '__stalwart_cli_is completion 0' -a zsh
complete -c stalwart-cli -n '__stalwart_cli_is completion 0' -a fish
complete -c stalwart-cli -n '__stalwart_cli_is help' -l man -d 'Show the manual page; needs no manual reader'
complete -c stalwart-cli -n '__stalwart_cli_is help 0' -a get -d 'Show one object, or the settings of a singleton'
complete -c stalwart-cli -n '__stalwart_cli_is help 0' -a query -d 'List objects, newest first'
complete -c stalwart-cli -n '__stalwart_cli_is help 0' -a create -d 'Create an object'
complete -c stalwart-cli -n '__stalwart_cli_is help 0' -a update -d 'Change an object, or the settings of a singleton'
complete -c stalwart-cli -n '__stalwart_cli_is help 0' -a delete -d 'Delete objects'
complete -c stalwart-cli -n '__stalwart_cli_is help 0' -a describe -d 'Explain object types, fields and choices'
complete -c stalwart-cli -n '__stalwart_cli_is help 0' -a apply -d 'Bring the server to the state that a plan describes'
complete -c stalwart-cli -n '__stalwart_cli_is help 0' -a diff -d 'Show what a plan would change, or how two differ'
complete -c stalwart-cli -n '__stalwart_cli_is help 0' -a snapshot -d 'Export objects as a plan that `apply` reads'
complete -c stalwart-cli -n '__stalwart_cli_is help 0' -a completion -d 'Print the completion script for a shell'
complete -c stalwart-cli -n '__stalwart_cli_is help 0' -a help -d 'Explain a command or a topic'
complete -c stalwart-cli -n '__stalwart_cli_is help 0' -a connection -d 'How the server is found, trusted and signed in to'
complete -c stalwart-cli -n '__stalwart_cli_is help 0' -a environment -d 'The environment variables that are read'
complete -c stalwart-cli -n '__stalwart_cli_is help 0' -a exit-codes -d 'What the exit code tells'
complete -c stalwart-cli -n '__stalwart_cli_is help 0' -a formats -d 'The forms in which results are printed'
complete -c stalwart-cli -n '__stalwart_cli_is help 0' -a plan -d 'The format of plans'
complete -c stalwart-cli -n '__stalwart_cli_is help 0' -a values -d 'How values are typed after --field'
