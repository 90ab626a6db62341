#!/usr/bin/env bash
# scripts/build.sh PRESET [TARGET…]: configures build/PRESET when it is not, and builds what has changed.
set -euo pipefail
# shellcheck source=scripts/steps.sh
source "$(dirname "${BASH_SOURCE[0]}")/steps.sh"

preset=$1
shift
folder=$root/build/$preset
# A checkout that was moved or copied with its build folder starts anew.
if [[ -f $folder/CMakeCache.txt ]] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$folder/CMakeCache.txt"; then
  rm -rf "$folder"
fi
if [[ ! -f $folder/build.ninja ]]; then
  step "configure-$preset" "配置（$preset）" "Configure ($preset)" cmake -S "$root" --preset "$preset"
fi
# Nothing to do is the common case: then no step is shown.
silent_if="no work to do" step "build-$preset" "编译（$preset）" "Compile ($preset)" ninja -C "$folder" -j "$(jobs_allowed)" "$@"
