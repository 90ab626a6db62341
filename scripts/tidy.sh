#!/usr/bin/env bash
# scripts/tidy.sh: clang-tidy over src/*/*.cpp with the compile commands of build/tidy. A file that was clean is not
# looked at again until it, a header it includes, .clang-tidy or the tool changes. Last line: "N passed, N failed".
set -euo pipefail
# shellcheck source=scripts/steps.sh
source "$(dirname "${BASH_SOURCE[0]}")/steps.sh"

lane=$root/build/tidy
"$root/scripts/build.sh" tidy qiyue_prelude >&2
cache=$root/build/tidy-clean
found=$root/build/tidy-found
mkdir -p "$cache"
rm -rf "$found"
mkdir "$found"

# keys: "SOURCE KEY" for every source. The key is the digest of everything that clang-tidy's answer rests on: the file, the
# headers of ours that it reaches, the checks, the tool and how the lane compiles.
keys() {
  local tool
  tool=$(clang-tidy-19 --version | sha256sum)$(sha256sum <"$root/.clang-tidy")$(sha256sum <"$lane/CMakeCache.txt")
  cd "$root/src"
  {
    find . -name '*.h' -o -name '*.cpp' | sed 's|^\./||' | sort | xargs sha256sum
    echo "--"
    grep -rHo --include='*.h' --include='*.cpp' '^#include "[^"]*"' . | sed 's|^\./||; s|:#include "| |; s|"$||'
  } | awk -v tool="$tool" '
    !names_done { if ($0 == "--") names_done = 1; else digest[$2] = $1; next }
    { includes[$1] = includes[$1] " " $2 }
    END {
      for (source in digest) {
        if (source !~ /\.cpp$/) continue
        split("", seen); seen[source] = 1; text = tool digest[source]; queue = includes[source]
        while ((count = split(queue, next_ones, " ")) > 0) {
          queue = ""
          for (i = 1; i <= count; i++) {
            if (next_ones[i] in seen || !(next_ones[i] in digest)) continue
            seen[next_ones[i]] = 1; text = text digest[next_ones[i]]; queue = queue includes[next_ones[i]]
          }
        }
        print "src/" source, text
      }
    }' | sort | while read -r source rest; do
    rest=$(sha256sum <<<"$rest")
    printf '%s %s\n' "$source" "${rest%% *}"
  done
}

check() {
  local source=$1 key=$2 output=$found/${1//\//-}
  [[ -e $cache/$key ]] && return 0
  if clang-tidy-19 -p "$lane" --quiet "$root/$source" >"$output" 2>"$output.err"; then
    rm -f "$output" "$output.err"
    : >"$cache/$key"
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
