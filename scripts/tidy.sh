#!/usr/bin/env bash
# scripts/tidy.sh: clang-tidy over src/*/*.cpp with the compile commands of build/asan. A file that was clean is not
# looked at again until it, a header it includes, .clang-tidy or the tool changes. Last line: "N passed, N failed".
set -euo pipefail
# shellcheck source=scripts/steps.sh
source "$(dirname "${BASH_SOURCE[0]}")/steps.sh"

lane=$root/build/asan
cache=$root/build/tidy-clean
found=$root/build/tidy-found
mkdir -p "$cache"
rm -rf "$found"
mkdir "$found"

# keys: "SOURCE KEY" for every source. The key is the digest of everything that clang-tidy's answer rests on.
keys() {
  local tool
  tool=$(clang-tidy-19 --version | sha256sum)$(sha256sum <"$root/.clang-tidy")$(sha256sum <"$lane/CMakeCache.txt")
  {
    (cd "$root" && find src -name '*.h' -o -name '*.cpp') | sort | (cd "$root" && xargs sha256sum)
    echo "--"
    ninja -C "$lane" -t deps
  } | awk -v root="$root/" -v tool="$tool" '
    !split_seen { if ($0 == "--") split_seen = 1; else digest[$2] = $1; next }
    /^[^ ].*: #deps/ { source = ""; next }
    /^ / {
      path = $1
      if (index(path, root) == 1) path = substr(path, length(root) + 1)
      if (!(path in digest)) next
      if (source == "") { source = path; text[source] = tool }
      text[source] = text[source] digest[path]
    }
    END { for (source in digest) if (source ~ /\.cpp$/) print source, (source in text) ? text[source] : "unknown" }' |
    sort | while read -r source rest; do
      [[ $rest == unknown ]] || rest=$(sha256sum <<<"$rest")
      printf '%s %s\n' "$source" "${rest%% *}"
    done
}

check() {
  local source=$1 key=$2 output=$found/${1//\//-}
  [[ $key != unknown && -e $cache/$key ]] && return 0
  if clang-tidy-19 -p "$lane" --quiet "$root/$source" >"$output" 2>"$output.err"; then
    rm -f "$output" "$output.err"
    [[ $key == unknown ]] || : >"$cache/$key"
  else
    cat "$output.err" >>"$output"
    rm -f "$output.err"
  fi
}
export -f check
export root lane cache found

list=$(keys)
total=$(grep -c . <<<"$list")
xargs -P "$(jobs_allowed)" -L 1 bash -c 'check "$@"' check <<<"$list"
failed=$(find "$found" -type f | wc -l)
((failed == 0)) || cat "$found"/*
printf '%d passed, %d failed\n' $((total - failed)) "$failed"
((failed == 0))
