#!/usr/bin/env bash
# ./run bench [PROGRAM]: time and peak memory of `qiyue scan` and `qiyue build`, beside a bare tree-sitter parse of the
# same files in the same run. Without PROGRAM: a synthetic program of about 400 files.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../scripts/steps.sh"

runs=${QIYUE_BENCH_RUNS:-5}
program=${1:-}
[[ -z $program || -d $program ]] || die "没有这个目录：$program" "no such directory: $program"

take_turn
"$root/scripts/setup.sh" build
folder=$root/build/release
if ! grep -qs '^QIYUE_BENCH:BOOL=ON' "$folder/CMakeCache.txt"; then
  step configure-bench "配置测速程序" "Configure the benchmark" cmake -S "$root" --preset release -DQIYUE_BENCH=ON
fi
"$root/scripts/build.sh" release qiyue bench_measure bench_parse_only bench_generate bench_texts
end_turn

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
if [[ -z $program ]]; then
  program=$scratch/program
  "$folder/bench/bench_generate" "$program"
  say "没有给出小程序：测的是现场生成的合成程序，不是真实程序。" "No program given: what is measured is a synthetic program made now, not a real one."
fi

read -r parsed read_only bytes < <("$folder/bench/bench_parse_only" "$program")
say "$program：$((parsed + read_only)) 个源文件（其中 $parsed 个可由 tree-sitter 解析），$((bytes / 1024)) KiB；$(nproc) 个处理器；每项 $runs 次取中位数" \
  "$program: $((parsed + read_only)) source files ($parsed of them parsed by tree-sitter), $((bytes / 1024)) KiB; $(nproc) processors; medians of $runs"
"$folder/bench/bench_texts" "$root/tests/draft/shop" "$root/tests/draft/everything"
"$folder/bench/bench_measure" "$folder/qiyue" "$folder/bench/bench_parse_only" "$program" "$runs" "$scratch"
