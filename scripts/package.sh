#!/usr/bin/env bash
# scripts/package.sh [OUT]: the Debian package and the npm package with the program in it, into OUT (default: build/packages).
# The npm package carries the shared libraries that a plain system may not have; the C library stays the system's. The program finds
# them beside itself (RPATH), not by LD_LIBRARY_PATH: what it starts (curl, git) keeps the system's.
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
mkdir -p "$stage/linux-x64/lib" "$stage/linux-x64/licences"
command -v patchelf >/dev/null || { echo "package.sh: patchelf is missing: apt-get install patchelf" >&2; exit 2; }
strip -o "$stage/linux-x64/qiyue" "$build/qiyue"
patchelf --force-rpath --set-rpath '$ORIGIN/lib' "$stage/linux-x64/qiyue"
ldd "$build/qiyue" | awk '$2 == "=>" && $3 ~ /^\// { print $3 }' |
  grep -vE '/(libc|libm|libdl|libpthread|librt|ld-linux[^/]*|libgcc_s|libresolv)\.so' |
  while IFS= read -r library; do
    cp -L "$library" "$stage/linux-x64/lib/"
    # Its licence goes with it.
    package=$(dpkg -S "$(readlink -f "$library")" "$library" 2>/dev/null | head -n 1 | cut -d: -f1 || true)
    [[ $package && -f /usr/share/doc/$package/copyright ]] || { echo "package.sh: no licence found for $library" >&2; exit 1; }
    cp -L "/usr/share/doc/$package/copyright" "$stage/linux-x64/licences/$package"
  done
chmod +x "$stage/bin/qiyue.js"
cp "$root/LICENSE" "$root/NOTICE" "$stage/"
(cd "$stage" && npm pack --silent --pack-destination "$out" >/dev/null)
ls -1 "$out"
