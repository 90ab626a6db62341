#!/usr/bin/env bash
# ./run bench [PROGRAM]: time and peak memory of `qiyue scan` and `qiyue build`, beside a bare tree-sitter parse of the same files
# (one thread and two) and ast-grep (npm) searching the same files, all in the same run. Without PROGRAM: synthetic programs of about
# 10, 100, 1,000 and 10,000 files, which show whether time and memory grow in line with the source.
# QIYUE_BENCH_RUNS: how often each command runs (5). QIYUE_BENCH_SIZES: sizes of the synthetic programs.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../scripts/steps.sh"

runs=${QIYUE_BENCH_RUNS:-5}
program=${1:-}
[[ -z $program || -d $program ]] || die "没有这个目录：$program" "no such directory: $program"

take_turn
"$root/scripts/setup.sh" build
"$root/scripts/setup.sh" bench || say "没有 ast-grep：不与它对照。" "ast-grep is not there: it is left out."
folder=$root/build/release
if ! grep -qs '^QIYUE_BENCH:BOOL=ON' "$folder/CMakeCache.txt"; then
  step configure-bench "配置测速程序" "Configure the benchmark" cmake -S "$root" --preset release -DQIYUE_BENCH=ON
fi
"$root/scripts/build.sh" release qiyue bench_measure bench_parse_only bench_sources bench_generate bench_texts bench_cases
end_turn

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
peers=$root/bench/peers
# Its launcher would ask Node first: the program itself is measured.
ast_grep=$(find "$peers/node_modules/@ast-grep" -path '*/cli-*/ast-grep' -type f -perm -u+x 2>/dev/null | head -n 1)

measure() {  # DIRECTORY
  local parsed read_only bytes beside=()
  "$folder/bench/bench_sources" "$1" "$scratch/list" "$scratch/paths"
  read -r parsed read_only bytes < <("$folder/bench/bench_parse_only" "$scratch/list" 1)
  say "$1：$((parsed + read_only)) 个源文件（其中 $parsed 个可由 tree-sitter 解析），$((bytes / 1024)) KiB；$(nproc) 个处理器；每项 $runs 次取中位数" \
    "$1: $((parsed + read_only)) source files ($parsed of them parsed by tree-sitter), $((bytes / 1024)) KiB; $(nproc) processors; medians of $runs"
  [[ -z $ast_grep ]] || beside=(-- "ast-grep, 12 patterns" 1 "$ast_grep" scan -r "$peers/rule.yml" --json=stream "@$scratch/paths")
  "$folder/bench/bench_measure" "$runs" "$bytes" "$scratch/legal" \
    -- "tree-sitter, 1 thread" 0 "$folder/bench/bench_parse_only" "$scratch/list" 1 \
    -- "tree-sitter, 2 threads" 0 "$folder/bench/bench_parse_only" "$scratch/list" 2 \
    -- "qiyue scan" 1 "$folder/qiyue" --no-progress scan "$1" --format json \
    -- "qiyue build" 1 "$folder/qiyue" --no-progress build "$1" --yes --legal "$scratch/legal" "${beside[@]}"
}

if [[ -n $program ]]; then
  measure "$program"
  exit 0
fi
say "没有给出小程序：测的是现场生成的合成程序，不是真实程序。" "No program given: what is measured are synthetic programs made now, not real ones."
for files in ${QIYUE_BENCH_SIZES:-10 100 1000 10000}; do
  "$folder/bench/bench_generate" "$scratch/$files" "$files"
  measure "$scratch/$files"
done
"$folder/bench/bench_texts" "$root/tests/draft/shop" "$root/tests/draft/everything"
"$folder/bench/bench_cases"

# Publishing: both documents and the lists in all formats, manifest, pages, forms: the example, each time into an empty legal/releases.
cp -r "$root/examples/tea-shop" "$scratch/shop"
(
  cd "$scratch/shop"
  "$folder/qiyue" --no-progress draft . >/dev/null
  times=()
  for ((i = 0; i < runs; i++)); do
    rm -rf legal/releases
    began=$(now_ms)
    "$folder/qiyue" --no-progress publish . --as-of 2026-11-23 >/dev/null
    times+=($(($(now_ms) - began)))
  done
  mapfile -t times < <(printf '%s\n' "${times[@]}" | sort -n)
  say "publish（示例，全部格式）：$(seconds "${times[runs / 2]}")，$(find legal/releases -type f | wc -l) 个文件" \
    "publish (the example, all formats): $(seconds "${times[runs / 2]}"), $(find legal/releases -type f | wc -l) files"
)
