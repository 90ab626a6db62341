# shellcheck shell=bash disable=SC2154
# Sourced by ./test: runs suites and counts. Each suite is one line of build/test-results: name, passed, failed, milliseconds.

results=$root/build/test-results
passed_all=0
failed_all=0

# record NAME PASSED FAILED MILLISECONDS
record() {
  local mark=ok
  (($3 == 0)) || mark=FAILED
  printf '    %-26s %6d passed %5d failed %9s  %s\n' "$1" "$2" "$3" "$(seconds "$4")" "$mark"
  passed_all=$((passed_all + $2))
  failed_all=$((failed_all + $3))
}

# Shows of a log what a person needs to mend it.
show_failure() {
  sed 's/^/      | /' <<<"$1" | head -n 60
  printf '      %s %s\n' "$(text "完整日志：" "full log:")" "$2"
}

# gtest_one LANE BINARY: runs one GoogleTest program; its counts go to a file because several run at once.
# A crash or a hang counts every test that did not report as failed.
gtest_one() {
  local lane=$1 binary=$2 name log began status=0 total passed failed
  name=$(basename "$binary")
  name=${name#test_}
  log=$logs/$lane-$name.log
  began=$(now_ms)
  total=$("$binary" --gtest_list_tests 2>/dev/null | grep -c '^  ' || true)
  (cd "$root" && timeout 600 "$binary" --gtest_color=no) >"$log" 2>&1 </dev/null || status=$?
  passed=$(grep -ac '^\[       OK \]' "$log" || true)
  failed=$((total - passed))
  ((status != 0 && failed == 0)) && failed=1
  ((total == 0 && failed == 0)) && failed=1
  printf '%s %d %d %d %d\n' "$name" "$passed" "$failed" $(($(now_ms) - began)) "$status" >"$results/$lane-$name"
}

# gtest_lane LANE [GROUP]: the test programs of build/LANE (of a group: module_tests, program_tests), as many at once as there
# are processors.
gtest_lane() {
  local lane=$1 group=${2:-} binary file name passed failed elapsed status log
  rm -f "$results/$lane-"*
  for binary in "$root/build/$lane"/test_*; do
    [[ -x $binary && ! -d $binary ]] || continue
    [[ -z $group ]] || grep -qxF "${binary##*/}" "$root/build/$lane/$group.txt" || continue
    while (($(jobs -rp | wc -l) >= $(nproc))); do wait -n || true; done
    gtest_one "$lane" "$binary" &
  done
  wait
  for file in "$results/$lane-"*; do
    [[ -e $file ]] || continue
    read -r name passed failed elapsed status <"$file"
    record "$name ($lane)" "$passed" "$failed" "$elapsed"
    if ((failed)); then
      log=$logs/$lane-$name.log
      show_failure "$(
        ((status == 124)) && text "超过 600 秒没有结束" "did not end within 600 s" && echo
        grep -aE -A 14 '(Failure$|ERROR: |runtime error:|Assertion|terminate called|\[  FAILED  \])' "$log" | grep -av '^\[ RUN' || tail -n 20 "$log"
      )" "$log"
    fi
  done
}

# house_suite: the rules of the house, and the proof on samples that each of them can fail.
house_suite() {
  local began passed=0 failed=0 found sample name log=$logs/house.log
  began=$(now_ms)
  if found=$("$root/scripts/house.sh" 2>&1); then passed=1; else failed=$(grep -c . <<<"$found"); fi
  printf '%s\n' "$found" >"$log"
  for sample in "$root"/tests/house/*/; do
    name=$(basename "$sample")
    if diff -u "$sample/expected.txt" <("$root/scripts/house.sh" "$sample") >>"$log" 2>&1; then
      passed=$((passed + 1))
    else
      failed=$((failed + 1))
      found+=$'\n'"tests/house/$name: the rules did not say what expected.txt says"
    fi
  done
  record house "$passed" "$failed" $(($(now_ms) - began))
  if ((failed)); then show_failure "$found" "$log"; fi

  began=$(now_ms)
  "$root/tests/house/commands_test.sh" >"$logs/commands.log" 2>&1 || true
  if [[ $(tail -n 1 "$logs/commands.log") =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    record "commands" "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}" $(($(now_ms) - began))
    if ((BASH_REMATCH[2])); then show_failure "$(cat "$logs/commands.log")" "$logs/commands.log"; fi
  else
    record "commands" 0 1 $(($(now_ms) - began))
    show_failure "$(tail -n 20 "$logs/commands.log")" "$logs/commands.log"
  fi
}

# build_suite LANE: a build that fails is one failure, and the others go on with what there is.
build_suite() {
  local began status=0
  began=$(now_ms)
  "$root/scripts/build.sh" "$@" || status=1
  record "build ($1)" $((1 - status)) "$status" $(($(now_ms) - began))
}

# fuzz_one BINARY SECONDS: from the seeds of tests/fuzz/corpus/<name> and what earlier runs found.
fuzz_one() {
  local binary=$1 time=$2 name log corpus began status=0 seeds
  name=$(basename "$binary")
  name=${name#fuzz_}
  log=$logs/fuzz-$name.log
  corpus=$root/build/fuzz-corpus/$name
  seeds=$root/tests/fuzz/corpus/$name
  mkdir -p "$corpus" "$root/build/fuzz-found"
  [[ -d $seeds ]] || seeds=$corpus
  began=$(now_ms)
  (cd "$root" && timeout $((time + 300)) "$binary" -max_total_time="$time" -timeout=20 -rss_limit_mb=4096 \
    -max_len=20000 -print_final_stats=1 -artifact_prefix="$root/build/fuzz-found/$name-" \
    "$corpus" "$seeds") >"$log" 2>&1 </dev/null || status=1
  printf '%s %d %d %d\n' "$name" $((1 - status)) "$status" $(($(now_ms) - began)) >"$results/fuzz-$name"
}

fuzz_suite() {
  local lane=$1 time=$2 binary file name passed failed elapsed runs
  rm -f "$results"/fuzz-*
  for binary in "$root/build/$lane"/fuzz_*; do
    [[ -x $binary && ! -d $binary ]] || continue
    while (($(jobs -rp | wc -l) >= $(nproc))); do wait -n || true; done
    fuzz_one "$binary" "$time" &
  done
  wait
  for file in "$results"/fuzz-*; do
    [[ -e $file ]] || continue
    read -r name passed failed elapsed <"$file"
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$logs/fuzz-$name.log")
    record "fuzz $name" "$passed" "$failed" "$elapsed"
    if ((failed)); then
      show_failure "$(grep -aE -A 12 'ERROR:|runtime error|SUMMARY|Test unit written' "$logs/fuzz-$name.log" | head -n 40 || true)" "$logs/fuzz-$name.log"
    else
      printf '      %s %s\n' "${runs:-0}" "$(text "个输入" "inputs tried")"
    fi
  done
}

# web_suite: each tests/web/*test.mjs prints "N passed, N failed" as its last line.
web_suite() {
  local file name log began status counts passed failed
  for file in "$root"/tests/web/*test.mjs; do
    [[ -f $file ]] || continue
    name=$(basename "$file" .mjs)
    log=$logs/web-$name.log
    began=$(now_ms)
    status=0
    (cd "$root/tests/web" && QIYUE_SOURCE_DIR=$root QIYUE_BINARY=$root/build/release/qiyue CHROMIUM=/usr/bin/chromium \
      timeout 300 node "$file") >"$log" 2>&1 </dev/null || status=$?
    counts=$(grep -aoE '[0-9]+ passed, [0-9]+ failed' "$log" | tail -n 1 || true)
    passed=0
    failed=1
    if [[ $counts ]]; then
      passed=${counts%% *}
      failed=${counts#*, }
      failed=${failed%% *}
      ((status != 0 && failed == 0)) && failed=1
    fi
    record "web $name" "$passed" "$failed" $(($(now_ms) - began))
    if ((failed)); then show_failure "$(tail -n 30 "$log")" "$log"; fi
  done
}
