# shellcheck shell=bash
# Sourced by run, test and the other scripts: two languages, steps with their time, one log a step.
# Everything goes to stderr: stdout belongs to the program.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
logs=$root/build/logs

# As the program does it: English only where the locale names another language than Chinese; none, C or POSIX says
# nothing about the reader.
case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in
  '' | zh* | C* | POSIX) chinese=1 ;;
  *) chinese= ;;
esac

# text ZH EN: the one in the user's language.
text() { if [[ $chinese ]]; then printf '%s' "$1"; else printf '%s' "$2"; fi; }
say() { printf '%s\n' "$(text "$1" "$2")" >&2; }
# die ZH EN: one message, exit 2 (bad use or a machine that cannot do it).
die() {
  say "错误：$1" "error: $2"
  exit 2
}

now_ms() { printf '%s' $((${EPOCHREALTIME/[.,]/} / 1000)); }
seconds() { printf '%d.%d s' $(($1 / 1000)) $(($1 % 1000 / 100)); }

# Shows after one second that a step is still running, and how far its log has come.
ticker() {
  local label=$1 log=$2 began last=0 elapsed line
  began=$(now_ms)
  while sleep 1 && kill -0 $$ 2>/dev/null; do
    elapsed=$((($(now_ms) - began) / 1000))
    line=$(grep -aoE '^\[[0-9]+/[0-9]+\]' "$log" 2>/dev/null | tail -n 1 || true)
    if [[ -t 2 ]]; then
      printf '\r\033[K==> %s … %d s %s' "$label" "$elapsed" "$line" >&2
    elif ((elapsed - last >= 20)); then
      printf '    … %d s %s\n' "$elapsed" "$line" >&2
      last=$elapsed
    fi
  done
}

# step NAME ZH EN COMMAND…: runs it with its output in build/logs/NAME.log, tells how long it took; on failure shows
# what matters of the log and returns the command's status. With silent_if=PATTERN in the environment a step whose log
# matches PATTERN is not worth a line.
step() {
  local name=$1 label log status=0 began tick
  label=$(text "$2" "$3")
  shift 3
  mkdir -p "$logs"
  log=$logs/$name.log
  : >"$log"
  began=$(now_ms)
  if [[ -z ${silent_if:-} ]]; then
    if [[ -t 2 ]]; then printf '==> %s …' "$label" >&2; else printf '==> %s …\n' "$label" >&2; fi
  fi
  ticker "$label" "$log" 9>&- &
  tick=$!
  # The lock (9) is ours alone: a service that a package starts must not inherit it.
  "$@" >"$log" 2>&1 </dev/null 9>&- || status=$?
  kill "$tick" 2>/dev/null || true
  wait "$tick" 2>/dev/null || true
  [[ -t 2 ]] && printf '\r\033[K' >&2
  if [[ -n ${silent_if:-} && $status == 0 ]] && grep -q "$silent_if" "$log"; then return 0; fi
  printf '==> %s: %s%s\n' "$label" "$(seconds $(($(now_ms) - began)))" "$( ((status)) && text '，失败' ', FAILED')" >&2
  if ((status)); then
    # What matters of a compiler's output is the first error, not the last line.
    { grep -aE -m 1 -A 12 'error[: [(]|FAILED|^E:|npm ERR|CMake Error' "$log" || tail -n 25 "$log"; } >&2
    say "完整日志：$log" "full log: $log"
  fi
  return "$status"
}

# Jobs for compilers: the processors, but no more than one a 1.2 GB of free memory.
jobs_allowed() {
  local processors memory
  processors=$(nproc)
  memory=$(awk '/MemAvailable/ { print int($2 / 1200000) }' /proc/meminfo)
  ((memory < 1)) && memory=1
  printf '%d' $((processors < memory ? processors : memory))
}

# One set-up or build at a time in one checkout.
take_turn() {
  mkdir -p "$root/build"
  exec 9>"$root/build/.lock"
  if ! flock -n 9; then
    say "另一个 ./run 或 ./test 正在构建，等它结束 …" "another ./run or ./test is building; waiting for it …"
    flock 9
  fi
}
end_turn() { exec 9>&-; }
