#!/usr/bin/env bash
# scripts/house.sh [ROOT]: the rules of the house that a compiler does not check, one problem a line
# (file:line: rule: what and how to mend), exit 1 when there are any. tests/house/ proves that each rule can fail.
set -euo pipefail
export LC_ALL=C.UTF-8
cd "${1:-$(dirname "${BASH_SOURCE[0]}")/..}"

# Files of the project; the samples of tests/house break the rules on purpose.
files() {
  if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
    git ls-files --cached --others --exclude-standard
  else
    find . -name node_modules -prune -o -path ./build -prune -o -type f -printf '%P\n'
  fi | grep -v '^tests/house/' | while IFS= read -r file; do
    if [[ -f $file ]]; then printf '%s\n' "$file"; fi
  done | sort
}
mapfile -t all < <(files)
chosen() { printf '%s\n' "${all[@]}" | grep -E "$1" || true; }

# scan_lines FILES_PATTERN REGEX RULE MESSAGE: every line that matches is a problem.
scan_lines() {
  chosen "$1" | while IFS= read -r file; do
    grep -nIE -e "$2" -- "$file" | cut -d: -f1 | sed "s|.*|$file:&: $3: $4|" || true
  done
}

# An include goes down: to a lower floor of CMakeLists.txt or to the own module; from outside only a module's face.
includes() {
  local faces=tests/house/faces.txt
  [[ -f $faces ]] || faces=/dev/null
  chosen '^src/[^/]+/.*\.(h|cpp)$' | {
    mapfile -t sources
    ((${#sources[@]})) || return 0
    awk '
      FILENAME == "CMakeLists.txt" {
        if ($0 ~ /^qiyue_floor\(/) {
          floors++
          gsub(/qiyue_floor\(|\)/, "")
          for (i = 1; i <= NF; i++) floor[$i] = floors
        }
        next
      }
      FILENAME == ARGV[2] && ARGV[2] !~ /^src\// { if ($1 != "" && $1 !~ /^#/) face[$1]; next }
      FNR == 1 { split(FILENAME, part, "/"); own = part[2] }
      match($0, /^[ \t]*#[ \t]*include[ \t]+"[^"]+"/) {
        target = $0
        sub(/^[^"]*"/, "", target)
        sub(/".*/, "", target)
        if (target !~ /\//) {
          printf "%s:%d: include: write \"module/%s\", not a name alone\n", FILENAME, FNR, target
          next
        }
        module = target
        sub(/\/.*/, "", module)
        if (module == own) next
        if (!(module in floor)) {
          printf "%s:%d: include: \"%s\" is of no module on a floor of CMakeLists.txt\n", FILENAME, FNR, target
          next
        }
        mine = own == "main" ? floors + 1 : floor[own]
        if (floor[module] >= mine)
          printf "%s:%d: include: %s (floor %d) includes %s (floor %d): only lower floors may be included\n",
                 FILENAME, FNR, own, mine, module, floor[module]
        if (module != "core" && target != module "/" module ".h" && !(target in face))
          printf "%s:%d: include: %s is private to %s: include %s/%s.h\n", FILENAME, FNR, target, module, module, module
      }' CMakeLists.txt "$faces" "${sources[@]}"
  }
}

# Headers that cost seconds in every file that sees them stay in .cpp files.
heavy_headers() {
  scan_lines '^src/.*\.h$' '^ *# *include *<(CLI/|yaml-cpp/|valijson/|boost/json\.hpp|boost/json/src|fmt/ranges|fmt/chrono|regex|iostream)' \
    header 'this header is slow to compile: include it in the .cpp file only'
  chosen '^src/.*\.h$' | while IFS= read -r file; do
    grep -q '^#pragma once' "$file" || printf '%s:1: header: #pragma once is missing\n' "$file"
  done
}

names() {
  printf '%s\n' "${all[@]}" | awk -F/ '
    { for (i = 1; i <= NF; i++) { part = $i; sub(/\..*/, "", part)
        if (part ~ /^(utils?|helpers?|common|misc|stuff)$/) {
          path = $1; for (j = 2; j <= i; j++) path = path "/" $j
          if (!(path in seen)) { seen[path]; printf "%s:1: name: \"%s\" says nothing: name it for what it does\n", path, part } } } }' |
    grep -v '^examples/' | grep -v '^tests/.*/input' || true
  # Every room is described where a newcomer looks first.
  if [[ -f docs/architecture.md ]]; then
    chosen '^src/[^/]+/' | cut -d/ -f2 | sort -u | while IFS= read -r module; do
      grep -qE "(src/|\`)$module\b" docs/architecture.md ||
        printf 'docs/architecture.md:1: name: src/%s is not described\n' "$module"
    done
  fi
}

lengths() {
  chosen '^src/.*\.cpp$' | while IFS= read -r file; do
    lines=$(wc -l <"$file")
    ((lines <= 600)) || printf '%s:%d: length: more than 600 lines: split it by concern\n' "$file" "$lines"
  done
}

# A link of a page to a file of ours leads somewhere.
links() {
  chosen '^(docs/|[^/]+\.md$).*' | grep '\.md$' | while IFS= read -r file; do
    grep -noE '\]\([^)# ]+' -- "$file" | while IFS=: read -r number match; do
      target=${match#*](}
      [[ $target == *:* || $target == /* ]] && continue
      [[ -e $(dirname "$file")/$target ]] || printf '%s:%s: link: %s does not exist\n' "$file" "$number" "$target"
    done
  done
}

formatting() {
  local -a sources
  mapfile -t sources < <(chosen '^(src|tests|bench)/.*\.(h|cpp)$')
  ((${#sources[@]})) || return 0
  printf '%s\0' "${sources[@]}" | xargs -0 clang-format-19 --dry-run 2>&1 |
    grep -E '^[^ ].*warning: code should be clang-formatted' |
    sed -E 's/^([^:]+:[0-9]+):.*/\1: format: run clang-format-19 -i/' | sort -u -t: -k1,1 || true
}

run_rules() {
  includes
  heavy_headers
  names
  lengths
  scan_lines '^(src|tests|bench|scripts|cmake)/.*\.(h|cpp|c|sh|mjs|js|cmake)$|^(run|test|CMakeLists\.txt)$' \
    '(//|#|/\*|^ *\*).*(TO''DO|FIX''ME)([^A-Za-z]|$)' promise 'do it now or leave the note out'
  scan_lines '^tests/.*\.(cpp|mjs)$' 'GTEST_SK''IP|(TEST(_[FP])?\(.*|[^A-Za-z_])DIS''ABLED_|(test|it|describe)\.(on''ly|sk''ip)\(' \
    skipped 'a test that does not run proves nothing'
  scan_lines '^src/.*\.(h|cpp)$' '<regex>|std::w?regex|<format>|std::format\(' \
    banned 'use RE2 for patterns and fmt for formatting'
  # The first path component is split so that this line does not find itself.
  scan_lines '.' '(^|[^A-Za-z0-9_./*~:-])/(wor''k|roo''t|tm''p/(real|build|h-)|Use''rs/[A-Za-z]+|hom''e/(user|runner|ubuntu|debian))(/|-)[A-Za-z0-9_.]' \
    place 'a path of one machine: make it relative'
  scan_lines '(^|/)(package-lock\.json|\.npmrc)$' '"resol''ved"|registry *=|https?://[^"]*regis''try' \
    place 'a lock file must not name a registry'
  links
  formatting
}

problems=$(run_rules)
[[ -z $problems ]] && exit 0
printf '%s\n' "$problems"
exit 1
