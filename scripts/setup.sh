#!/usr/bin/env bash
# Makes a bare Debian 12 able to build (scripts/setup.sh build), also to test (… test) or to measure beside peers (… bench).
# Installs only what is missing; when nothing is, it asks nobody anything and takes some milliseconds.
set -euo pipefail
# shellcheck source=scripts/steps.sh
source "$(dirname "${BASH_SOURCE[0]}")/steps.sh"

wanted() { awk -v group="$1" '$1 == group { for (i = 2; i <= NF; i++) print $i }' "$root/scripts/packages.txt"; }

# missing PACKAGE…: those that dpkg does not have installed.
missing() {
  dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' "$@" 2>/dev/null |
    awk 'BEGIN { for (i = 1; i < ARGC; i++) want[ARGV[i]]; ARGC = 1 }
         $1 == "ii" { delete want[$2] }
         END { for (name in want) print name }' "$@" | sort
}

install_packages() {
  local -a absent as_root=()
  mapfile -t absent < <(missing "$@")
  ((${#absent[@]})) || return 0
  if ((EUID != 0)); then
    if command -v sudo >/dev/null; then
      say "要安装 ${#absent[@]} 个 Debian 软件包，需要管理员权限。" "${#absent[@]} Debian packages are missing; installing them needs administrator rights."
      sudo -v || die "没有得到管理员权限。请管理员执行：apt-get install --no-install-recommends ${absent[*]}" \
        "no administrator rights. Ask an administrator to run: apt-get install --no-install-recommends ${absent[*]}"
      as_root=(sudo)
    else
      die "缺少软件包，而当前用户不是 root，也没有 sudo。请管理员执行：apt-get install --no-install-recommends ${absent[*]}" \
        "packages are missing, and this user is neither root nor has sudo. Ask an administrator to run: apt-get install --no-install-recommends ${absent[*]}"
    fi
  fi
  local -a apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -q)
  # A stale or unreachable list shows in the installation that follows.
  step apt-update "更新软件包列表" "Refresh the package lists" "${apt[@]}" update || true
  step apt-install "安装 ${#absent[@]} 个软件包" "Install ${#absent[@]} packages" \
    "${apt[@]}" install -y --no-remove --no-install-recommends "${absent[@]}" ||
    die "软件包没有装上。在 Debian 12 上请检查网络和 /etc/apt；其他系统请自行安装上面的软件包后用 QIYUE_PACKAGES=skip 重试。" \
      "the packages could not be installed. On Debian 12 check the network and /etc/apt; on another system install the packages named above yourself and try again with QIYUE_PACKAGES=skip."
}

# npm_packages FOLDER NAME ZH EN: what FOLDER/package-lock.json pins, once for each content of the lock file.
npm_packages() {
  local folder=$1 stamp=$1/node_modules/.installed-lock
  cmp -s "$folder/package-lock.json" "$stamp" && return 0
  command -v npm >/dev/null || die "没有 npm。请安装 Node.js 18 或更新的版本。" "npm is not there. Install Node.js 18 or newer."
  step "npm-$2" "$3" "$4" npm ci --prefix "$folder" --ignore-scripts --legacy-peer-deps --no-audit --no-fund ||
    die "npm 没有取到第三方源码，请检查网络和 npm 设置。" "npm could not bring the third-party sources; check the network and npm's settings."
  cp "$folder/package-lock.json" "$stamp"
}

purpose=${1:-build}
if [[ ${QIYUE_PACKAGES:-} != skip ]]; then
  command -v dpkg-query >/dev/null ||
    die "这里不是 Debian。请自行安装 scripts/packages.txt 里的软件包，再用 QIYUE_PACKAGES=skip 运行。" \
      "this is not Debian. Install what scripts/packages.txt names yourself, then run with QIYUE_PACKAGES=skip."
  mapfile -t packages < <(
    wanted build
    [[ $purpose == test ]] && wanted test
    # Somebody's own Node.js will do as well as Debian's.
    command -v npm >/dev/null || wanted node
  )
  install_packages "${packages[@]}"
fi
npm_packages "$root/third_party" third-party "取第三方源码（tree-sitter）" "Fetch third-party sources (tree-sitter)"
if [[ $purpose == test && -f $root/tests/web/package-lock.json ]]; then
  npm_packages "$root/tests/web" tests-web "取网页测试工具" "Fetch the web tests' tools"
fi
if [[ $purpose == bench && -f $root/bench/peers/package-lock.json ]]; then
  npm_packages "$root/bench/peers" bench-peers "取测速时对照的工具（ast-grep）" "Fetch what the benchmark measures beside (ast-grep)"
fi
