#!/usr/bin/env bash
# run, test and set-up as a person meets them. Nothing is installed or built here: what would do so is replaced by a
# stand-in on PATH. Last line: "N passed, N failed".
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
passed=0
failed=0

# expect NAME STATUS PATTERN COMMAND…: the command must end with STATUS and say PATTERN (on either stream).
expect() {
  local name=$1 want=$2 pattern=$3 said status=0
  shift 3
  said=$("$@" 2>&1 </dev/null) || status=$?
  said=$(grep -v 'cannot change locale' <<<"$said")  # bash, where English is not installed
  if ((status == want)) && grep -qE -e "$pattern" <<<"$said"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf '%s: status %d (expected %d), pattern "%s", said:\n%s\n' "$name" "$status" "$want" "$pattern" "$said"
  fi
}

# A copy of the scripts alone: their set-up and build may be tried without touching the real build folder.
mkdir "$scratch/copy" "$scratch/copy/third_party" "$scratch/bin"
cp -r "$root/scripts" "$root/run" "$root/test" "$scratch/copy/"
echo '{}' >"$scratch/copy/third_party/package-lock.json"
stand_in() {
  printf '#!/bin/bash\n%s\n' "$2" >"$scratch/bin/$1"
  chmod +x "$scratch/bin/$1"
}
with_stand_ins() { PATH=$scratch/bin:$PATH LC_ALL=en_US.UTF-8 "$@"; }
nothing_missing='shift 3; for name; do echo "ii  $name"; done'

expect "run explains itself in Chinese" 0 '隐私政策' "$root/run"
expect "run explains itself in English" 0 'privacy policy' "$root/run"
example=$("$root/run" | sed -n 's|^ *\./run build \(examples/[^ ]*\)$|\1|p' | head -n 1)
expect "the example that run offers is there" 0 'project' ls "$root/${example:-missing}"
expect "test explains itself" 0 'fuzz-long MINUTES' "$root/test" --help
expect "test refuses what it does not know" 2 'unknown argument --frobnicate' env LC_ALL=en_US.UTF-8 "$root/test" --frobnicate
expect "test says it in Chinese" 2 '不认识的参数' env LC_ALL=zh_CN.UTF-8 "$root/test" --frobnicate
expect "without a locale too" 2 '不认识的参数' env -u LC_ALL -u LANG "$root/test" --frobnicate
expect "fuzz-long wants a number" 2 'number of minutes' env LC_ALL=en_US.UTF-8 "$root/test" --fuzz-long soon
expect "bench wants a directory" 2 'no such directory' env LC_ALL=en_US.UTF-8 "$root/run" bench /nonexistent/program

# Set-up: what is missing, and who may install it.
stand_in dpkg-query 'shift 3; for name; do [[ $name == libre2-dev ]] || echo "ii  $name"; done'
stand_in apt-get 'echo "apt-get $*" >>"$APT_CALLS"'
stand_in npm 'while (($#)); do [[ $1 == --prefix ]] && mkdir -p "$2/node_modules"; shift; done'
export APT_CALLS=$scratch/apt-calls
if ((EUID == 0)); then
  expect "set-up installs what is missing" 0 'Install 1 packages' with_stand_ins "$scratch/copy/scripts/setup.sh"
  expect "only what is missing, removing nothing" 0 'install -y --no-remove --no-install-recommends libre2-dev$' cat "$scratch/apt-calls"
  chmod -R a+rwX "$scratch"
  # sudo itself would ask for a password: a PATH without it.
  mkdir "$scratch/narrow"
  for tool in bash env dirname awk sort mktemp cat grep; do ln -s "$(command -v $tool)" "$scratch/narrow/$tool"; done
  expect "without rights it says who can do what" 2 'Ask an administrator to run: apt-get install --no-install-recommends libre2-dev' \
    setpriv --reuid=65534 --clear-groups env LC_ALL=en_US.UTF-8 PATH="$scratch/bin:$scratch/narrow" "$scratch/copy/scripts/setup.sh"
fi
stand_in dpkg-query "$nothing_missing"
rm -f "$scratch/apt-calls"
expect "the second set-up is silent" 0 '^$' with_stand_ins "$scratch/copy/scripts/setup.sh"
expect "and asks no package source" 2 'No such file' ls "$scratch/apt-calls"
stand_in dpkg-query 'exit 0'
stand_in apt-get 'echo "E: Unable to locate package"; exit 100'
if ((EUID == 0)); then
  expect "a failed installation says so" 2 'the packages could not be installed' with_stand_ins "$scratch/copy/scripts/setup.sh"
fi
expect "skipping the packages is possible" 0 '^$' env QIYUE_PACKAGES=skip LC_ALL=en_US.UTF-8 PATH="$scratch/bin:$PATH" "$scratch/copy/scripts/setup.sh"

# Steps: their time, their failure, their silence.
# shellcheck disable=SC2016
steps='source "$0/scripts/steps.sh"; eval "$1"'
expect "a step tells its time" 0 '^==> work: [0-9]+\.[0-9] s$' env LC_ALL=en_US.UTF-8 bash -c "$steps" "$scratch/copy" 'step w 做 work true'
expect "a failed step shows the error" 3 'x\.cpp:1: error: bad' env LC_ALL=en_US.UTF-8 bash -c "$steps" "$scratch/copy" \
  'step w 做 work bash -c "echo x.cpp:1: error: bad; exit 3"'
expect "a step with nothing to do is silent" 0 '^$' env LC_ALL=en_US.UTF-8 bash -c "$steps" "$scratch/copy" \
  'silent_if="no work" step w 做 work echo no work'

printf '%d passed, %d failed\n' "$passed" "$failed"
((failed == 0))
