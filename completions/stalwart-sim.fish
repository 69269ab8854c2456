# fish completion for stalwart-sim; made by `stalwart-sim completion fish`.

# Whether the command is $argv[1], and $argv[2] operands were typed; with + at least so many.
function __stalwart_sim_is
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
                case 'serve:--port' 'serve:--data' 'serve:--schema' 'serve:--mode' 'serve:--user' 'serve:--token' 'serve:--fault' 'serve:--log' 'run:--port' 'run:--data' 'run:--schema' 'run:--mode' 'run:--user' 'run:--token' 'run:--fault' 'run:--log' 'dump:--url' 'dump:--port' 'dump:--data' 'dump:--schema' 'dump:--mode' 'dump:--user' 'dump:--token' 'dump:--fault' 'dump:--log' 'approve:--url' 'approve:--account' 'restart:--url' 'restart:--mode'
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

function __stalwart_sim_ask
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l tool (string replace -r '^~/' "$HOME/" -- $words[1])
    set -e words[1]
    if string match -q -- '--*=*' "$current"
        set current (string replace -r '^--[^=]*=' '' -- $current)
    end
    command $tool __complete $argv[1] "$current" $words 2>/dev/null </dev/null
end

function __stalwart_sim_from_file
    set -l current (string replace -r '^--[^=]*=' '' -- (commandline -ct))
    if not string match -q -- '*=*' "$current"
        __stalwart_sim_ask $argv[1]
        return
    end
    set -l parts (string split -m 1 = -- $current)
    for path in $parts[2]*
        test -d "$path"; and set path $path/
        echo $parts[1]=$path
    end
end

complete -c stalwart-sim -f
complete -c stalwart-sim -n "__stalwart_sim_is ''" -s V -l version -d 'Show the version'
complete -c stalwart-sim -s h -l help -d 'Show help; with -h a short form of it'
complete -c stalwart-sim -n "__stalwart_sim_is ''" -a serve -d 'Serve until SIGTERM or Ctrl-C'
complete -c stalwart-sim -n "__stalwart_sim_is ''" -a run -d 'Run a command with a server of its own'
complete -c stalwart-sim -n "__stalwart_sim_is ''" -a dump -d 'Print what a server holds, in the form that --data reads'
complete -c stalwart-sim -n "__stalwart_sim_is ''" -a approve -d 'Let a waiting device sign in'
complete -c stalwart-sim -n "__stalwart_sim_is ''" -a restart -d 'Start a running server again on what it holds'
complete -c stalwart-sim -n "__stalwart_sim_is ''" -a completion -d 'Print the completion script for a shell'
complete -c stalwart-sim -n "__stalwart_sim_is ''" -a help -d 'Explain a command or a topic'
complete -c stalwart-sim -n '__stalwart_sim_is serve' -l port -d 'Port on 127.0.0.1; 0 takes any that is free' -x
complete -c stalwart-sim -n '__stalwart_sim_is serve' -l data -d 'What the server holds, in the form that dump prints' -r -F
complete -c stalwart-sim -n '__stalwart_sim_is serve' -l demo -d 'Serve a small data set of the simulator\'s own'
complete -c stalwart-sim -n '__stalwart_sim_is serve' -l schema -d 'Another schema document, .json or .gz; .gz is served byte for byte' -r -F
complete -c stalwart-sim -n '__stalwart_sim_is serve' -l mode -d 'Mode of the server: recovery, normal or bootstrap' -x -a 'recovery normal bootstrap'
complete -c stalwart-sim -n '__stalwart_sim_is serve' -l user -d 'The administrator' -x
complete -c stalwart-sim -n '__stalwart_sim_is serve' -l token -d 'A Bearer token that signs in as the administrator' -x
complete -c stalwart-sim -n '__stalwart_sim_is serve' -l fault -d 'Something that goes wrong on purpose; can be repeated' -x
complete -c stalwart-sim -n '__stalwart_sim_is serve' -l log -d 'Append every exchange to a file, one JSON object a line' -r -F
complete -c stalwart-sim -n '__stalwart_sim_is run' -l port -d 'Port on 127.0.0.1; 0 takes any that is free' -x
complete -c stalwart-sim -n '__stalwart_sim_is run' -l data -d 'What the server holds, in the form that dump prints' -r -F
complete -c stalwart-sim -n '__stalwart_sim_is run' -l demo -d 'Serve a small data set of the simulator\'s own'
complete -c stalwart-sim -n '__stalwart_sim_is run' -l schema -d 'Another schema document, .json or .gz; .gz is served byte for byte' -r -F
complete -c stalwart-sim -n '__stalwart_sim_is run' -l mode -d 'Mode of the server: recovery, normal or bootstrap' -x -a 'recovery normal bootstrap'
complete -c stalwart-sim -n '__stalwart_sim_is run' -l user -d 'The administrator' -x
complete -c stalwart-sim -n '__stalwart_sim_is run' -l token -d 'A Bearer token that signs in as the administrator' -x
complete -c stalwart-sim -n '__stalwart_sim_is run' -l fault -d 'Something that goes wrong on purpose; can be repeated' -x
complete -c stalwart-sim -n '__stalwart_sim_is run' -l log -d 'Append every exchange to a file, one JSON object a line' -r -F
complete -c stalwart-sim -n '__stalwart_sim_is dump' -l url -d 'Address of a running simulator' -x
complete -c stalwart-sim -n '__stalwart_sim_is dump' -l port -d 'Port on 127.0.0.1; 0 takes any that is free' -x
complete -c stalwart-sim -n '__stalwart_sim_is dump' -l data -d 'What the server holds, in the form that dump prints' -r -F
complete -c stalwart-sim -n '__stalwart_sim_is dump' -l demo -d 'Serve a small data set of the simulator\'s own'
complete -c stalwart-sim -n '__stalwart_sim_is dump' -l schema -d 'Another schema document, .json or .gz; .gz is served byte for byte' -r -F
complete -c stalwart-sim -n '__stalwart_sim_is dump' -l mode -d 'Mode of the server: recovery, normal or bootstrap' -x -a 'recovery normal bootstrap'
complete -c stalwart-sim -n '__stalwart_sim_is dump' -l user -d 'The administrator' -x
complete -c stalwart-sim -n '__stalwart_sim_is dump' -l token -d 'A Bearer token that signs in as the administrator' -x
complete -c stalwart-sim -n '__stalwart_sim_is dump' -l fault -d 'Something that goes wrong on purpose; can be repeated' -x
complete -c stalwart-sim -n '__stalwart_sim_is dump' -l log -d 'Append every exchange to a file, one JSON object a line' -r -F
complete -c stalwart-sim -n '__stalwart_sim_is approve' -l url -d 'Address of a running simulator' -x
complete -c stalwart-sim -n '__stalwart_sim_is approve' -l account -d 'Account to sign in as, the administrator if none is named' -x
complete -c stalwart-sim -n '__stalwart_sim_is restart' -l url -d 'Address of a running simulator' -x
complete -c stalwart-sim -n '__stalwart_sim_is restart' -l mode -d 'Mode of the server from then on: recovery, normal or bootstrap' -x -a 'recovery normal bootstrap'
complete -c stalwart-sim -n '__stalwart_sim_is completion 0' -a bash
complete -c stalwart-sim -n '__stalwart_sim_is completion 0' -a zsh
complete -c stalwart-sim -n '__stalwart_sim_is completion 0' -a fish
complete -c stalwart-sim -n '__stalwart_sim_is help' -l man -d 'Show the manual page; needs no manual reader'
complete -c stalwart-sim -n '__stalwart_sim_is help 0' -a serve -d 'Serve until SIGTERM or Ctrl-C'
complete -c stalwart-sim -n '__stalwart_sim_is help 0' -a run -d 'Run a command with a server of its own'
complete -c stalwart-sim -n '__stalwart_sim_is help 0' -a dump -d 'Print what a server holds, in the form that --data reads'
complete -c stalwart-sim -n '__stalwart_sim_is help 0' -a approve -d 'Let a waiting device sign in'
complete -c stalwart-sim -n '__stalwart_sim_is help 0' -a restart -d 'Start a running server again on what it holds'
complete -c stalwart-sim -n '__stalwart_sim_is help 0' -a completion -d 'Print the completion script for a shell'
complete -c stalwart-sim -n '__stalwart_sim_is help 0' -a help -d 'Explain a command or a topic'
