#!/usr/bin/env bash
# scripts/package.sh [OUT]: the Debian package and the npm package with the program in it, into OUT (default: build/packages).
# The npm package carries the shared libraries that a plain system may not have; the C library and the compiler's stay the system's.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
out=${1:-$root/build/packages}
build=${QIYUE_BUILD:-$root/build/release}
[[ -x $build/qiyue ]] || { echo "package.sh: $build/qiyue is missing: run scripts/build.sh release qiyue" >&2; exit 2; }
mkdir -p "$out"
out=$(cd "$out" && pwd -P)
(cd "$build" && cpack -G DEB -B "$out" >"$out/cpack.log") || { tail -n 5 "$out/cpack.log" >&2; exit 1; }
rm -rf "$out/_CPack_Packages" "$out/cpack.log"

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
cp -r "$root/packaging/npm/." "$stage/"
mkdir -p "$stage/linux-x64/lib"
strip -o "$stage/linux-x64/qiyue" "$build/qiyue"
ldd "$build/qiyue" | awk '$2 == "=>" && $3 ~ /^\// { print $3 }' |
  grep -vE '/(libc|libm|libdl|libpthread|librt|ld-linux[^/]*|libgcc_s|libresolv)\.so' |
  while IFS= read -r library; do cp -L "$library" "$stage/linux-x64/lib/"; done
chmod +x "$stage/bin/qiyue.js"
(cd "$stage" && npm pack --silent --pack-destination "$out")
ls -1 "$out"
