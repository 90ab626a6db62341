#!/usr/bin/env bash
# scripts/tidy.sh: clang-tidy over src/, unit by unit as build/tidy compiles it (several files of a module at once: reading the
# headers is most of the work). A unit that was clean is not looked at again until a file of it, a header of ours that it
# reaches, .clang-tidy or the tool changes. Last line: "N passed, N failed".
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

# units: the translation units of our own modules.
units() {
  sed -n 's/^ *"file": "\(.*\)",\{0,1\}$/\1/p' "$lane/compile_commands.json" |
    grep -E "/qiyue(_[a-z_]+)?\.dir/Unity/|^$root/src/" | grep -v -e qiyue_prelude -e qiyue_embedded | sort -u
}

# digests: "SOURCE DIGEST" for every .cpp of src/, over the file and all headers of ours that it reaches.
digests() {
  cd "$root/src"
  {
    find . -name '*.h' -o -name '*.cpp' | sed 's|^\./||' | sort | xargs sha256sum
    echo "--"
    grep -rHo --include='*.h' --include='*.cpp' '^#include "[^"]*"' . | sed 's|^\./||; s|:#include "| |; s|"$||'
  } | awk '
    !names_done { if ($0 == "--") names_done = 1; else digest[$2] = $1; next }
    { includes[$1] = includes[$1] " " $2 }
    END {
      for (source in digest) {
        if (source !~ /\.cpp$/) continue
        split("", seen); seen[source] = 1; text = digest[source]; queue = includes[source]
        while ((count = split(queue, next_ones, " ")) > 0) {
          queue = ""
          for (i = 1; i <= count; i++) {
            if (next_ones[i] in seen || !(next_ones[i] in digest)) continue
            seen[next_ones[i]] = 1; text = text digest[next_ones[i]]; queue = queue includes[next_ones[i]]
          }
        }
        print source, text
      }
    }' | sort
}

# keys: "UNIT KEY". The key is the digest of everything that clang-tidy's answer rests on.
keys() {
  local tool unit sources
  tool=$(clang-tidy-19 --version | sha256sum)$(sha256sum <"$root/.clang-tidy")$(sha256sum <"$lane/CMakeCache.txt")
  digests >"$found.digests"
  while IFS= read -r unit; do
    sources=$(sed -n "s|^#include \"$root/src/\(.*\)\"\$|\1|p" "$unit" 2>/dev/null | grep '\.cpp$' || true)
    [[ -n $sources ]] || sources=${unit#"$root"/src/}
    printf '%s %s\n' "$unit" "$({
      printf '%s\n' "$tool" "$unit"
      grep -F -w "$sources" "$found.digests" || true
    } | sha256sum | cut -d' ' -f1)"
  done < <(units)
  rm -f "$found.digests"
}

check() {
  local unit=$1 key=$2 output=$found/${1//\//-}
  [[ -e $cache/$key ]] && return 0
  if clang-tidy-19 -p "$lane" --quiet "$unit" >"$output" 2>"$output.err"; then
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
