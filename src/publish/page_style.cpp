// Colours keep a contrast of at least 4.5:1 (WCAG AA) in both schemes. Sizes are relative, so that the reader's own font size counts.
#include "publish/page_style.h"

namespace qiyue::publish_detail {

const std::string_view kHtmlStyle = R"(
:root{color-scheme:light dark;--ink:#1f2329;--soft:#565c66;--paper:#fff;--panel:#f5f6f8;--line:#d9dce1;--link:#0b57c2;--mark:#fff1b8;--mark-ink:#5c3c00}
@media (prefers-color-scheme:dark){:root{--ink:#e6e8eb;--soft:#a9b0ba;--paper:#16181c;--panel:#20242a;--line:#3a4049;--link:#8ab8ff;--mark:#5c4a12;--mark-ink:#ffe9a8}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-behavior:smooth}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--paper);color:var(--ink);font:1.125rem/1.8 -apple-system,BlinkMacSystemFont,"PingFang SC","HarmonyOS Sans SC","MiSans","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif;overflow-wrap:anywhere;line-break:strict}
.page{max-width:44rem;margin:0 auto;padding:1.5rem max(1.125rem,env(safe-area-inset-right)) 5rem max(1.125rem,env(safe-area-inset-left))}
.skip{position:absolute;left:-999rem}
.skip:focus{left:.5rem;top:.5rem;padding:.5rem 1rem;background:var(--paper);z-index:2}
a{color:var(--link);text-underline-offset:.2em}
a:focus-visible,summary:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:.2rem}
.program{margin:0;color:var(--soft)}
h1{font-size:1.7rem;line-height:1.35;margin:.15rem 0 1rem}
h2,h3,h4,h5,h6{line-height:1.5;margin:2.2rem 0 .7rem;scroll-margin-top:1rem}
h2{font-size:1.35rem;padding-top:1.2rem;border-top:1px solid var(--line)}
h3{font-size:1.2rem;margin-top:1.7rem}
h4,h5,h6{font-size:1.125rem;margin-top:1.4rem}
section{scroll-margin-top:.5rem}
p{margin:.75rem 0}
strong{font-weight:700}
mark{background:var(--mark);color:var(--mark-ink);padding:0 .2em;border-radius:.2em}
ul,ol{margin:.75rem 0;padding-left:1.7em}
li{margin:.35rem 0}
.facts{margin:0 0 1.25rem;padding:.8rem 1rem;background:var(--panel);border-radius:.6rem;display:grid;gap:.2rem 1.5rem;font-size:1rem;line-height:1.7}
.facts div{display:flex;gap:.75em}
dt{flex:none;min-width:4.2em;color:var(--soft)}
dd{margin:0}
.links{margin:0 0 1.25rem;font-size:1rem}
nav{margin:0 0 1.5rem;padding:.5rem 1rem;border:1px solid var(--line);border-radius:.6rem}
summary{padding:.35rem 0;font-weight:700;cursor:pointer}
nav ol{list-style:none;margin:0;padding:0}
nav li{margin:0}
nav li ol{display:none}
nav a{display:block;padding:.45rem 0;min-height:2.75rem;text-decoration:none;line-height:1.7;border-top:1px solid var(--line)}
nav a:hover{text-decoration:underline}
.sheet{margin:1rem 0}
table{width:100%;border-collapse:collapse;font-size:1rem;line-height:1.65}
th,td{padding:.6rem .7rem;border:1px solid var(--line);text-align:left;vertical-align:top}
th{background:var(--panel)}
footer{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--line);color:var(--soft);font-size:1rem}
.back{position:fixed;right:max(1rem,env(safe-area-inset-right));bottom:max(1rem,env(safe-area-inset-bottom));padding:.55rem 1rem;background:var(--panel);border:1px solid var(--line);border-radius:2rem;text-decoration:none;font-size:1rem;line-height:1.5}
@media (max-width:40rem){
table,tbody,tr,td{display:block;width:100%}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
tr{margin:0 0 1rem;padding:.35rem .9rem;border:1px solid var(--line);border-radius:.6rem}
td{border:0;border-top:1px solid var(--line);padding:.5rem 0}
td:first-child{border-top:0;font-weight:700}
td[data-label]:not(:first-child)::before{content:attr(data-label);display:block;color:var(--soft);font-size:.94rem;line-height:1.5}
td[data-label]:first-child::before{content:attr(data-label) "：";color:var(--soft);font-weight:400}
td:empty{display:none}
.pairs table{display:table}
.pairs tbody{display:table-row-group}
.pairs tr{display:table-row}
.pairs td{display:table-cell;width:auto;border:1px solid var(--line);padding:.5rem .6rem}
.pairs td:first-child{width:34%;border-top:1px solid var(--line);font-weight:400;color:var(--soft)}
.pairs td[data-label]:not(:first-child)::before,.pairs td[data-label]:first-child::before{content:none}
}
@media (min-width:70rem){
.with-contents{max-width:68rem;display:grid;grid-template-columns:17rem minmax(0,1fr);grid-template-rows:auto 1fr auto;column-gap:3rem}
.with-contents>*{grid-column:2}
.with-contents>nav{grid-column:1;grid-row:1/span 3;position:sticky;top:1.5rem;align-self:start;max-height:calc(100vh - 3rem);overflow:auto;font-size:1rem}
nav li ol{display:block;padding-left:1em}
nav a{min-height:0;padding:.3rem 0;border-top:0}
.back{display:none}
.facts{grid-template-columns:repeat(2,minmax(0,1fr))}
}
@media print{
:root{--ink:#000;--soft:#333;--paper:#fff;--panel:#fff;--line:#888;--link:#000}
body{font-size:11pt;line-height:1.6}
.page{display:block;max-width:none;padding:0}
nav,.back,.skip{display:none}
h2,h3,h4{break-after:avoid}
tr,li{break-inside:avoid}
thead{display:table-header-group}
a[href^="http"]::after{content:"（" attr(href) "）";font-size:9pt}
@page{margin:20mm 18mm}
}
)";

const std::string_view kWxssStyle =
    R"(/* 协议页面的样式：字号随系统（rem），深色模式随系统（app.json 里 "darkmode": true）。 */
.legal {
  --ink: #1f2329;
  --soft: #565c66;
  --paper: #ffffff;
  --panel: #f5f6f8;
  --line: #d9dce1;
  --link: #0b57c2;
  --mark: #fff1b8;
  --mark-ink: #5c3c00;
  position: fixed;
  top: 0;
  right: 0;
  bottom: 0;
  left: 0;
  background: var(--paper);
  color: var(--ink);
  font-size: 1.125rem;
  line-height: 1.8;
}
@media (prefers-color-scheme: dark) {
  .legal {
    --ink: #e6e8eb;
    --soft: #a9b0ba;
    --paper: #16181c;
    --panel: #20242a;
    --line: #3a4049;
    --link: #8ab8ff;
    --mark: #5c4a12;
    --mark-ink: #ffe9a8;
  }
}
.legal-scroll { height: 100%; }
.legal-body {
  padding: 1.25rem 1.125rem;
  padding-bottom: calc(5rem + env(safe-area-inset-bottom));
  word-break: break-word;
}
.legal-title { font-size: 1.6rem; line-height: 1.4; font-weight: 700; margin-bottom: 1rem; }
.legal-facts { padding: 0.8rem 1rem; margin-bottom: 1.25rem; background: var(--panel); border-radius: 0.6rem; font-size: 1rem; }
.legal-fact { display: flex; }
.legal-fact-name { flex: none; min-width: 5em; color: var(--soft); }
.legal-toc { margin-bottom: 1.25rem; padding: 0.5rem 1rem; border: 1px solid var(--line); border-radius: 0.6rem; }
.legal-toc-title { padding: 0.35rem 0; font-weight: 700; }
.legal-toc-item { padding: 0.5rem 0; border-top: 1px solid var(--line); color: var(--link); }
.legal-h1, .legal-h2, .legal-h3 { font-weight: 700; line-height: 1.5; }
.legal-h1 { margin-top: 2rem; padding-top: 1.2rem; margin-bottom: 0.7rem; border-top: 1px solid var(--line); font-size: 1.35rem; }
.legal-h2 { margin-top: 1.6rem; margin-bottom: 0.6rem; font-size: 1.2rem; }
.legal-h3 { margin-top: 1.3rem; margin-bottom: 0.5rem; }
.legal-p { margin: 0.75rem 0; }
.legal-strong { font-weight: 700; }
.legal-mark { background: var(--mark); color: var(--mark-ink); }
.legal-link { display: inline; color: var(--link); text-decoration: underline; }
.legal-item { display: flex; margin: 0.35rem 0; }
.legal-item-mark { flex: none; min-width: 1.6em; color: var(--soft); }
.legal-item-text { flex: 1; min-width: 0; }
.legal-deep { margin-left: 1.6em; }
.legal-card { margin: 0.9rem 0; padding: 0.35rem 0.9rem; border: 1px solid var(--line); border-radius: 0.6rem; font-size: 1rem; line-height: 1.7; }
.legal-pair { display: flex; padding: 0.5rem 0; border-top: 1px solid var(--line); font-size: 1rem; line-height: 1.7; }
.legal-pair-name { flex: none; width: 34%; padding-right: 0.75rem; box-sizing: border-box; color: var(--soft); }
.legal-pair-text { flex: 1; min-width: 0; }
.legal-cell { padding: 0.5rem 0; border-top: 1px solid var(--line); }
.legal-cell-first { border-top: 0; font-weight: 700; }
.legal-cell-name { color: var(--soft); font-size: 0.94rem; font-weight: 400; }
.legal-foot { margin-top: 2.5rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--soft); font-size: 1rem; }
.legal-back {
  position: fixed;
  right: 1rem;
  bottom: calc(1rem + env(safe-area-inset-bottom));
  padding: 0.55rem 1rem;
  background: var(--panel);
  border: 1px solid var(--line);
  border-radius: 2rem;
  color: var(--link);
  font-size: 1rem;
  line-height: 1.5;
}
)";

}  // namespace qiyue::publish_detail
