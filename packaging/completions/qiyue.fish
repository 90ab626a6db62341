# fish completion for qiyue: asks the program itself.
function __qiyue_commands
    qiyue --help 2>/dev/null | sed -n '/^Subcommands:/,$p' | sed -nE 's/^  ([a-z][a-z-]*) +(.*)/\1\t\2/p'
end
function __qiyue_options
    set -l command (commandline -opc)[2]
    string match -q -- '-*' "$command"; and set command
    qiyue $command --help 2>/dev/null | grep -oE -- '--[a-z][a-z-]*' | sort -u
end
complete -c qiyue -n '__fish_use_subcommand' -f -a '(__qiyue_commands)'
complete -c qiyue -n 'string match -q -- "-*" (commandline -ct)' -f -a '(__qiyue_options)'
