// Colours keep a contrast of at least 4.5:1 (WCAG AA) in both schemes; sizes are relative, so that the reader's font size counts.
#include "report/page.h"

#include <algorithm>

#include "core/text.h"
#include "report/words.h"

namespace qiyue::report_detail {
namespace {

constexpr std::string_view kStyle = R"(
:root{color-scheme:light dark;--ink:#1f2329;--soft:#565c66;--paper:#fff;--panel:#f5f6f8;--line:#d9dce1;--link:#0b57c2;--mark:#fff1b8;--mark-ink:#5c3c00;--bad:#b3261e;--warn:#8a5300;--good:#1b6e3c;--edge:#9aa3b0}
@media (prefers-color-scheme:dark){:root{--ink:#e6e8eb;--soft:#a9b0ba;--paper:#16181c;--panel:#20242a;--line:#3a4049;--link:#8ab8ff;--mark:#5c4a12;--mark-ink:#ffe9a8;--bad:#ff9c94;--warn:#f0bd6a;--good:#7fd8a0;--edge:#6b7480}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.7 -apple-system,BlinkMacSystemFont,"PingFang SC","HarmonyOS Sans SC","MiSans","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif;overflow-wrap:anywhere}
main,header,footer{max-width:64rem;margin:0 auto;padding:0 1rem}
header{padding-top:1.5rem}
h1{font-size:1.5rem;line-height:1.35;margin:0 0 .3rem}
h2{font-size:1.2rem;margin:2rem 0 .6rem;padding-top:1rem;border-top:1px solid var(--line)}
h3{font-size:1rem;margin:1rem 0 .3rem}
a{color:var(--link);text-underline-offset:.2em}
a:focus-visible,summary:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:.2rem}
.soft,.where{color:var(--soft)}
.where,code{font-family:ui-monospace,"SF Mono",Menlo,Consolas,monospace;font-size:.86rem}
.figures{display:flex;flex-wrap:wrap;gap:.5rem;margin:.8rem 0;padding:0;list-style:none}
.figures li{padding:.45rem .9rem;background:var(--panel);border-radius:.6rem}
.figures b{font-size:1.25rem;margin-right:.35em}
.badge{display:inline-block;padding:0 .5em;border:1px solid currentColor;border-radius:1em;font-size:.8rem;line-height:1.6;margin-right:.4em}
.error,.sensitive{color:var(--bad)}.warning{color:var(--warn)}.advice{color:var(--soft)}
details{margin:.5rem 0;border:1px solid var(--line);border-radius:.6rem;padding:0 .9rem}
summary{padding:.55rem 0;font-weight:600;cursor:pointer;min-height:2.75rem}
.one{margin:.6rem 0 1rem;padding-left:.8rem;border-left:3px solid var(--line)}
.one p{margin:.2rem 0}
pre{margin:.4rem 0;padding:.5rem .7rem;background:var(--panel);border-radius:.4rem;overflow-x:auto;font:.84rem/1.55 ui-monospace,"SF Mono",Menlo,Consolas,"Noto Sans Mono CJK SC",monospace;white-space:pre;overflow-wrap:normal}
pre .n{display:inline-block;min-width:3.2em;padding-right:.9em;color:var(--soft);text-align:right;user-select:none}
pre .hit{display:inline-block;min-width:100%;background:var(--mark);color:var(--mark-ink)}
pre .hit .n{color:inherit}
mark{background:none;color:inherit;font-weight:700;text-decoration:underline 2px;text-underline-offset:.2em}
ol.way{margin:.2rem 0 .6rem;padding-left:1.6em}
.drawing{overflow-x:auto;margin:.5rem 0}
.drawing svg{display:block;min-width:44rem;width:100%;height:auto}
svg text{fill:var(--ink);font-size:13px}
svg .head{fill:var(--soft);font-size:12px}
svg .box{fill:var(--panel);stroke:var(--line)}
svg .box.sensitive,svg .box.outside{stroke:var(--bad)}
svg .edge{fill:none;stroke:var(--edge);stroke-width:1.2;opacity:.75}
svg .edge.outside{stroke:var(--bad)}
table{width:100%;border-collapse:collapse}
th,td{padding:.45rem .6rem;border:1px solid var(--line);text-align:left;vertical-align:top}
th{background:var(--panel)}
footer{margin-top:2.5rem;padding-bottom:3rem;color:var(--soft);font-size:.9rem}
@media (max-width:40rem){
table,tbody,tr,td{display:block;width:100%}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
tr{margin:0 0 .8rem;padding:.3rem .8rem;border:1px solid var(--line);border-radius:.6rem}
td{border:0;padding:.3rem 0}
td:empty{display:none}
td[data-label]::before{content:attr(data-label);display:block;color:var(--soft);font-size:.85rem}
}
@media print{details{break-inside:avoid}pre{white-space:pre-wrap}.drawing svg{min-width:0}}
)";

}  // namespace

std::string page(std::string_view title, std::string_view body, Lang lang) {
  std::string out = "<!DOCTYPE html>\n<html lang=\"";
  out += lang == Lang::zh ? "zh-CN" : "en";
  out +=
      "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, "
      "initial-scale=1\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n<title>";
  out += escape_html(title);
  out += "</title>\n<style>";
  out += kStyle;
  out += "</style>\n</head>\n<body>\n";
  out += body;
  out += "</body>\n</html>\n";
  return out;
}

std::string tag(std::string_view css_class, std::string_view text) {
  return "<span class=\"" + std::string(css_class) + "\">" + escape_html(text) + "</span>";
}

namespace {

// `line` with the code points `from` (from 1) up to before `to` marked.
std::string marked(std::string_view line, int from, int to) {
  std::string out;
  std::string part;
  int column = 0;
  const auto flush = [&](bool hit) {
    if (part.empty()) return;
    out += hit ? "<mark>" + escape_html(part) + "</mark>" : escape_html(part);
    part.clear();
  };
  for (std::size_t at = 0; at < line.size();) {
    const char32_t code_point = decode_utf8(line, at);
    ++column;
    if (column == from) flush(false);
    if (column == to) flush(true);
    append_utf8(part, code_point);
  }
  flush(column >= from && column < to);
  return out;
}

}  // namespace

std::string passage(const SourceText& source, Position begin, Position end, int around) {
  constexpr int kColumnsShown = 160;  // columns of a line that are shown
  constexpr int kMostMarked = 12;     // lines of a long passage that are shown
  if (begin.line < 1 || begin.line > source.line_count()) return "";
  const bool whole = end <= begin;
  const int last = whole ? begin.line : std::min({end.line, source.line_count(), begin.line + kMostMarked});
  std::string out = "<pre>";
  for (int n = std::max(1, begin.line - around); n <= std::min(source.line_count(), last + around); ++n) {
    const bool hit = n >= begin.line && n <= last;
    int column = n == begin.line ? std::max(1, begin.column) : 1;
    const int before = column;
    const std::string line = window(source.line(n), column, kColumnsShown);
    out += hit ? "<span class=\"hit\">" : "";
    out += "<span class=\"n\">" + std::to_string(n) + "</span>";
    if (hit && !whole) {
      const int shift = column - before;
      const int to = n == end.line ? end.column + shift : kColumnsShown * 2;
      out += marked(line, column, to);
    } else {
      out += escape_html(line);
    }
    out += hit ? "</span>\n" : "\n";
  }
  return out + "</pre>\n";
}

}  // namespace qiyue::report_detail
