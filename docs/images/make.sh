#!/usr/bin/env bash
# docs/images/make.sh: the picture of README.md, taken by Chromium from what ./run build makes of the example.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp -r examples/tea-shop "$folder/program"
./run build "$folder/program" >/dev/null
{
  echo '<!DOCTYPE html><meta charset="utf-8"><style>
    body{margin:0;padding:28px;display:flex;gap:28px;background:#e9ecf1}
    iframe{width:390px;height:780px;border:0;border-radius:22px;background:#fff;box-shadow:0 6px 24px #0003}</style>'
  for place in 'privacy-policy.html#pp.summary' 'privacy-policy.html#pp.collect.basic' 'user-agreement.html#ua.fees'; do
    echo "<iframe src=\"program/legal/pages/$place\"></iframe>"
  done
} >"$folder/picture.html"
chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --allow-file-access-from-files --force-prefers-reduced-motion \
  --window-size=1282,836 --screenshot="$PWD/docs/images/tea-shop.png" "file://$folder/picture.html" 2>/dev/null
