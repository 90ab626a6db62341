#!/usr/bin/env bash
# scripts/case_profiles.sh DIRECTORY [DAY]: writes knowledge/cases/profiles.yaml anew.
# DIRECTORY holds a clone (or bare copy) of every repository of bench/case_sources.tsv as OWNER+NAME. What is not there is told and left out, and the
# file then differs. QIYUE_CASES_TELL=1 tells the trade and topics of each text. DAY (YYYY-MM-DD) is noted as the day of the figures. The texts go to a temporary folder and nowhere else.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/steps.sh"
[[ $# -ge 1 && -d $1 ]] || die "用法：scripts/case_profiles.sh 目录 [日期]" "usage: scripts/case_profiles.sh DIRECTORY [DAY]"
clones=$(cd "$1" && pwd)
day=${2:-$(date +%F)}
program=${QIYUE_CASE_PROFILES:-$root/build/release/bench/bench_case_profiles}
[[ -x $program ]] || die "先编译 bench_case_profiles" "build bench_case_profiles first: cmake --preset release -DQIYUE_BENCH=ON && ninja -C build/release bench_case_profiles"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

git_of() { # OWNER+NAME
  local at
  for at in "$clones/$1" "$clones/$1/repo" "$clones/$1/.git" "$clones/$1/repo/.git"; do
    if git -C "$at" rev-parse --git-dir >/dev/null 2>&1 && git -C "$at" rev-parse -q --verify HEAD >/dev/null; then
      printf '%s' "$at"
      return
    fi
  done
}

# The pages of CA4P-483 as texts: the one <pre> of each, without its two lines of heading.
ca4p_texts() {
  python3 - "$1" <<'END'
import html, pathlib, re, sys
for page in sorted(pathlib.Path(sys.argv[1]).rglob('*.html')):
    pre = re.search(r'<pre[^>]*>(.*?)</pre>', page.read_bytes().decode('utf-8', 'replace'), re.S)
    text = html.unescape(pre.group(1)).split('==========\n', 1)[-1] if pre else ''
    page.unlink()
    if len(text.encode()) < 31500:  # the corpus cuts its texts about there
        page.with_suffix('.txt').write_text(text, encoding='utf-8')
END
}
# CAPP-130 holds UTF-8 and, here and there, GB18030.
capp_texts() {
  find "$1" -name '*.txt' | while IFS= read -r file; do
    iconv -f UTF-8 -t UTF-8 "$file" >/dev/null 2>&1 || { iconv -f GB18030 -t UTF-8 "$file" >"$file.new" && mv "$file.new" "$file"; }
  done
}

# Files of a program that may hold a policy or an agreement, by their names and folders.
names='(隐私|协议|条款|privacy|agreement|protocol|terms|xieyi|yinsi|yhxy|yszc|policy)[^/]*(/[^/]*)?\.(wxml|axml|vue|md|html?|txt|docx|js|ts|tsx)$'
others='(^|/)(node_modules|miniprogram_npm|uni_modules|dist|unpackage|build)/|\.min\.|README|LICENSE'

list=$scratch/list
last=
while IFS=$'\t' read -r corpus name address commit licence read; do
  [[ -z $corpus || $corpus == \#* ]] && continue
  folder=${address#github.com/}
  folder=${folder/\//+}
  git=$(git_of "$folder")
  if [[ -z $git ]]; then
    say "没有 $address" "$address is not there" >&2
    continue
  fi
  if [[ $corpus != "$last" ]]; then
    case $corpus in
      mini-programs) printf 'corpus\t%s\t%s\t%s\t%s\t%s\t%s\n' "$corpus" "$name" "bench/case_sources.tsv" "as listed there" "as listed there" "$read" ;;
      *) printf 'corpus\t%s\t%s\t%s\t%s\t%s\t%s\n' "$corpus" "$name" "$address" "$commit" "$licence" "$read" ;;
    esac >>"$list"
    last=$corpus
  fi
  case $corpus in
    ca4p-483) pattern='^raw_data/.*\.html$' kind=privacy-policy ;;
    capp-130) pattern='^CAPP_130_Corpus/Original_policies/.*\.txt$' kind=privacy-policy ;;
    *) pattern=$names kind= ;;
  esac
  texts=$scratch/$corpus/$folder
  mkdir -p "$texts"
  mapfile -d '' -t paths < <(git -C "$git" ls-tree -rz --name-only "$commit" | grep -ziE "$pattern" | grep -zvE "$others" || true)
  ((${#paths[@]})) || continue
  git -C "$git" --literal-pathspecs archive --format=tar "$commit" -- "${paths[@]}" | tar -x -C "$texts"
  case $corpus in
    ca4p-483) ca4p_texts "$texts" ;;
    capp-130) capp_texts "$texts" ;;
  esac
  find "$texts" -type f | LC_ALL=C sort | while IFS= read -r file; do printf 'text\t%s\t%s\t%s\n' "$corpus" "$kind" "$file"; done >>"$list"
done <"$root/bench/case_sources.tsv"

"$program" "$day" ${QIYUE_CASES_TELL:+--tell} <"$list" >"$scratch/profiles.yaml"
mv "$scratch/profiles.yaml" "$root/knowledge/cases/profiles.yaml"
say "写好 knowledge/cases/profiles.yaml" "written: knowledge/cases/profiles.yaml"
