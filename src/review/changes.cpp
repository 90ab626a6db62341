// A comparison of two texts as text and as a page.
#include <fmt/core.h>

#include "core/text.h"
#include "review/review.h"

namespace qiyue {
namespace {

std::string title_of(const ClauseChange& clause, Lang lang) {
  if (!clause.title.empty()) return clause.title;
  return clause.old_title.empty() ? Text{"开头", "head"}.in(lang) : clause.old_title;
}

constexpr std::string_view kStyle =
    "body{font:16px/1.7 system-ui,'PingFang SC','Noto Sans CJK SC',sans-serif;max-width:46em;margin:2em auto;padding:0 "
    "1em;"
    "color:#1d2129;background:#fff}ins{background:#d9f7e0;text-decoration:none;border-bottom:1px solid #1a7f37}"
    "del{background:#ffe3e0;color:#8a1f11}h2{font-size:1.05em;margin-top:2em}p{margin:.4em 0}.same{color:#86909c}"
    "@media(prefers-color-scheme:dark){body{background:#17181a;color:#e5e6eb}ins{background:#143d22}del{background:#"
    "4b1d18;color:#ffb4aa}}"
    "@media print{body{max-width:none}}";

}  // namespace

std::string changes_text(const TextChange& change, Lang lang, bool color) {
  std::string out;
  for (const ClauseChange& clause : change.clauses) {
    if (clause.change == LineChange::same) continue;
    const Text kind = clause.change == LineChange::added     ? Text{"新增", "new"}
                      : clause.change == LineChange::removed ? Text{"删除", "removed"}
                                                             : Text{"修改", "changed"};
    out += fmt::format("\n-- {} [{}]\n", title_of(clause, lang), kind.in(lang));
    for (const ClauseLine& line : clause.lines) {
      if (line.change == LineChange::same) continue;
      for (const Edit& edit : line.edits) {
        if (edit.kind == EditKind::same) out += edit.text;
        if (edit.kind == EditKind::removed)
          out += color ? "\x1b[31;9m" + edit.text + "\x1b[0m" : "[-" + edit.text + "-]";
        if (edit.kind == EditKind::added) out += color ? "\x1b[32;4m" + edit.text + "\x1b[0m" : "{+" + edit.text + "+}";
      }
      out += '\n';
    }
  }
  if (out.empty()) return Text{"没有不同\n", "no difference\n"}.in(lang);
  return "== " + change.title + "\n" + out;
}

std::string changes_html(const TextChange& change, const std::string& before, const std::string& after, Lang lang) {
  std::string out = fmt::format(
      "<!doctype html>\n<html lang=\"{}\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
      "content=\"width=device-width,initial-scale=1\">\n<title>{}</title>\n<style>{}</style>\n<h1>{}</h1>\n<p>{} → "
      "{}</p>\n",
      lang == Lang::zh ? "zh-CN" : "en", escape_html(change.title), kStyle, escape_html(change.title),
      escape_html(before), escape_html(after));
  bool any = false;
  for (const ClauseChange& clause : change.clauses) {
    if (clause.change == LineChange::same) continue;
    any = true;
    const bool retitled = !clause.old_title.empty() && !clause.title.empty() && clause.old_title != clause.title;
    out += "<h2>";
    if (retitled)
      out += "<del>" + escape_html(clause.old_title) + "</del> <ins>" + escape_html(clause.title) + "</ins>";
    if (!retitled) out += escape_html(title_of(clause, lang));
    out += "</h2>\n";
    for (const ClauseLine& line : clause.lines) {
      out += line.change == LineChange::same ? "<p class=\"same\">" : "<p>";
      for (const Edit& edit : line.edits) {
        const std::string text = escape_html(edit.text);
        out += edit.kind == EditKind::same    ? text
               : edit.kind == EditKind::added ? "<ins>" + text + "</ins>"
                                              : "<del>" + text + "</del>";
      }
      out += "</p>\n";
    }
  }
  if (!any) out += fmt::format("<p>{}</p>\n", Text{"没有不同", "no difference"}.in(lang));
  return out + "</html>\n";
}

}  // namespace qiyue
