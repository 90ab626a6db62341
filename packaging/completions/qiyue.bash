# bash completion for qiyue. Made by `qiyue --lang en completions bash`: do not edit.
_qiyue() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command= options takes choices=
  local -i i at=0
  if [[ $before == = ]]; then before=${COMP_WORDS[COMP_CWORD-2]}; fi
  if [[ $word == = ]]; then before=${COMP_WORDS[COMP_CWORD-1]} word=; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${COMP_WORDS[i]} in
      build | scan | init | draft | check | publish | releases | recheck | review | why | laws | cases | mcp | version | completions) command=${COMP_WORDS[i]}; break ;;
    esac
  done
  case $command in
    '') options='-h --help --lang --color --no-progress --knowledge' takes='--lang --color --knowledge' ;;
    build) options='-h --help --root --legal --yes --answers --as-of --fail-on --lang --color --no-progress --knowledge' takes='--root --legal --answers --as-of --fail-on --lang --color --knowledge' ;;
    scan) options='-h --help --root --legal --format --dump --explain --why --many --resume -j --jobs --memory --fail-on --lang --color --no-progress --knowledge' takes='--root --legal --format --dump --explain --why --many --resume -j --jobs --memory --fail-on --lang --color --knowledge' ;;
    init) options='-h --help --root --legal --yes --answers --lang --color --no-progress --knowledge' takes='--root --legal --answers --lang --color --knowledge' ;;
    draft) options='-h --help --root --legal --lang --color --no-progress --knowledge' takes='--root --legal --lang --color --knowledge' ;;
    check) options='-h --help --program --fix --diff --write-baseline --dump --text-only --root --legal --format --as-of --fail-on --lang --color --no-progress --knowledge' takes='--program --dump --root --legal --format --as-of --fail-on --lang --color --knowledge' ;;
    publish) options='-h --help --root --legal --bump --published --effective --as-of --sign --accept-findings --unsigned-because --site --pages --into --link-page --yes --undo --lang --color --no-progress --knowledge' takes='--root --legal --published --effective --as-of --sign --accept-findings --unsigned-because --site --into --link-page --lang --color --knowledge' ;;
    releases) options='-h --help --program --root --legal --key --lang --color --no-progress --knowledge' takes='--program --root --legal --key --lang --color --knowledge' ;;
    recheck) options='-h --help --root --legal --format --as-of --online --lang --color --no-progress --knowledge' takes='--root --legal --format --as-of --lang --color --knowledge' ;;
    review) options='-h --help --program --root --legal -o --out --docx --html --refuse-pending --by --role --to --text --clause --as-of --lang --color --no-progress --knowledge' takes='--program --root --legal -o --out --by --role --to --text --clause --as-of --lang --color --knowledge' ;;
    why) options='-h --help --root --legal --lang --color --no-progress --knowledge' takes='--root --legal --lang --color --knowledge' ;;
    laws) options='-h --help --program --legal --as-of --lang --color --no-progress --knowledge' takes='--program --legal --as-of --lang --color --knowledge' ;;
    cases) options='-h --help --library --trade --kind --name --topic --text --limit --program --legal --format --as-of --lang --color --no-progress --knowledge' takes='--library --trade --kind --name --topic --limit --program --legal --format --as-of --lang --color --knowledge' ;;
    mcp) options='-h --help --as-of --lang --color --no-progress --knowledge' takes='--as-of --lang --color --knowledge' ;;
    version) options='-h --help --lang --color --no-progress --knowledge' takes='--lang --color --knowledge' ;;
    completions) options='-h --help --lang --color --no-progress --knowledge' takes='--lang --color --knowledge' ;;
  esac
  if [[ $command ]]; then
    for ((i++; i < COMP_CWORD; i++)); do
      if [[ " $takes " == *" ${COMP_WORDS[i]} "* ]]; then ((i++)); elif [[ ${COMP_WORDS[i]} != -* ]]; then ((at++)); fi
    done
  fi
  case "$command $before" in
    ' --lang') choices='zh en' ;;
    ' --color') choices='auto always never' ;;
    'build --fail-on') choices='advice error warning' ;;
    'build --lang') choices='zh en' ;;
    'build --color') choices='auto always never' ;;
    'scan --format') choices='csv form html json sarif text' ;;
    'scan --dump') choices='ast ir callgraph flows' ;;
    'scan --fail-on') choices='advice error warning' ;;
    'scan --lang') choices='zh en' ;;
    'scan --color') choices='auto always never' ;;
    'init --lang') choices='zh en' ;;
    'init --color') choices='auto always never' ;;
    'draft --lang') choices='zh en' ;;
    'draft --color') choices='auto always never' ;;
    'check --dump') choices='claims' ;;
    'check --format') choices='csv html json sarif text' ;;
    'check --fail-on') choices='advice error warning' ;;
    'check --lang') choices='zh en' ;;
    'check --color') choices='auto always never' ;;
    'publish --lang') choices='zh en' ;;
    'publish --color') choices='auto always never' ;;
    'releases --lang') choices='zh en' ;;
    'releases --color') choices='auto always never' ;;
    'recheck --format') choices='json text' ;;
    'recheck --lang') choices='zh en' ;;
    'recheck --color') choices='auto always never' ;;
    'review --lang') choices='zh en' ;;
    'review --color') choices='auto always never' ;;
    'why --lang') choices='zh en' ;;
    'why --color') choices='auto always never' ;;
    'laws --lang') choices='zh en' ;;
    'laws --color') choices='auto always never' ;;
    'cases --kind') choices='privacy-policy user-agreement' ;;
    'cases --format') choices='json md text' ;;
    'cases --lang') choices='zh en' ;;
    'cases --color') choices='auto always never' ;;
    'mcp --lang') choices='zh en' ;;
    'mcp --color') choices='auto always never' ;;
    'version --lang') choices='zh en' ;;
    'version --color') choices='auto always never' ;;
    'completions --lang') choices='zh en' ;;
    'completions --color') choices='auto always never' ;;
  esac
  if [[ $choices ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$choices" -- "$word")
    return
  fi
  if [[ $word == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
    return
  fi
  if [[ " $takes " != *" $before "* ]]; then
    case "$command $at" in
      ' 0') choices='build scan init draft check publish releases recheck review why laws cases mcp version completions' ;;
      'releases 0') choices='list show diff verify' ;;
      'review 0') choices='export import diff comments comment assign resolve status sign' ;;
      'laws 0') choices='list show search impact diff' ;;
      'cases 0') choices='add list show remove search compare' ;;
      'completions 0') choices='bash zsh fish man' ;;
    esac
  fi
  if [[ $choices ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$choices" -- "$word")
  else
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
    compopt -o filenames 2>/dev/null
  fi
}
complete -F _qiyue qiyue
