// What has changed, for users: the summary in plain words first, then every clause word by word. No script, no request.
#include <fmt/core.h>

#include "core/text.h"
#include "publish/publish.h"
#include "release/diff.h"
#include "release/manifest.h"

namespace qiyue::release_detail {
namespace {

constexpr std::string_view kStyle = R"(
ins{background:var(--added);color:var(--ink);text-decoration:underline;text-decoration-thickness:2px;text-underline-offset:.18em}
del{background:var(--removed);color:var(--ink);text-decoration:line-through}
:root{--added:#d7f2df;--removed:#fbdcdc}
@media (prefers-color-scheme:dark){:root{--added:#12492a;--removed:#5f2226}}
.same{color:var(--soft)}
.line{margin:.5rem 0}
.class{display:inline-block;margin:0 0 .5rem;padding:.25rem .75rem;border:1px solid var(--line);border-radius:.4rem;font-weight:700}
.summary li{margin:.5rem 0}
.law{color:var(--soft);font-size:1rem}
)";

std::string edits_html(const std::vector<Edit>& edits) {
  std::string out;
  for (const Edit& edit : edits) {
    const std::string text = escape_html(edit.text);
    switch (edit.kind) {
      case EditKind::same:
        out += text;
        break;
      case EditKind::removed:
        out += "<del>" + text + "</del>";
        break;
      case EditKind::added:
        out += "<ins>" + text + "</ins>";
        break;
    }
  }
  return out;
}

std::string heading(const ClauseChange& clause) {
  if (clause.title.empty() && clause.old_title.empty()) return "开头";
  if (clause.change == LineChange::added) return "<ins>" + escape_html(clause.title) + "</ins>";
  if (clause.change == LineChange::removed) return "<del>" + escape_html(clause.old_title) + "</del>";
  if (clause.old_title.empty()) return escape_html(clause.title);
  return edits_html(compare_words(clause.old_title, clause.title));
}

std::string tell(const Change& change, const knowledge::Knowledge& knowledge) {
  std::string law;
  for (const auto& citation : change.law) law += (law.empty() ? "" : "；") + knowledge.cite(citation, Lang::zh);
  std::string out = "<li>" + escape_html(change.what.zh);
  if (change.weight == ChangeClass::major) out += "<strong>（需要您重新同意）</strong>";
  if (!law.empty()) out += "<br><span class=\"law\">依据：" + escape_html(law) + "</span>";
  return out + "</li>\n";
}

void text_html(std::string& out, const TextChange& text, std::size_t number) {
  const std::string anchor(to_string(text.kind));
  out += fmt::format("<section id=\"{}\">\n<h2>{}</h2>\n", escape_html(anchor), escape_html(text.title));
  std::size_t at = 0;
  bool any = false;
  for (const ClauseChange& clause : text.clauses) {
    ++at;
    if (clause.change == LineChange::same) continue;
    any = true;
    const std::string id =
        clause.id.empty() ? fmt::format("c{}-{}", number, at) : fmt::format("{}-{}", anchor, clause.id);
    out += fmt::format("<section id=\"{}\">\n<h3>{}</h3>\n", escape_html(id), heading(clause));
    bool gap = false;
    for (const ClauseLine& line : clause.lines) {
      if (line.change == LineChange::same) {
        gap = true;
        continue;
      }
      if (gap) out += "<p class=\"line same\">…</p>\n";
      gap = false;
      out += "<p class=\"line\">" + edits_html(line.edits) + "</p>\n";
    }
    out += "</section>\n";
  }
  if (!any) out += "<p>这份文本没有变化。</p>\n";
  out += "</section>\n";
}

}  // namespace

std::vector<std::string> summary_lines(const Comparison& comparison, Lang lang) {
  std::vector<std::string> lines;
  for (const Change& change : comparison.changes) lines.push_back(change.what.in(lang));
  if (lines.empty())
    lines.push_back(comparison.change == ChangeClass::first
                        ? Text{"这是第一版。", "This is the first version."}.in(lang)
                        : Text{"没有变化。", "Nothing has changed."}.in(lang));
  return lines;
}

std::string write_changes_html(const ChangesPage& page, const knowledge::Knowledge& knowledge) {
  const std::string title = page.last_version.empty()
                                ? fmt::format("{} {}", page.program, page.version)
                                : fmt::format("{}：{} 与 {} 的变化", page.program, page.version, page.last_version);
  std::string body = "<p class=\"class\">" + escape_html(words_of(page.comparison->change).zh) + "</p>\n";
  if (page.comparison->changes.empty()) {
    body += "<p>" + escape_html(summary_lines(*page.comparison, Lang::zh).front()) + "</p>\n";
  } else {
    body += "<ul class=\"summary\">\n";
    for (const Change& change : page.comparison->changes) body += tell(change, knowledge);
    body += "</ul>\n";
    body += "<details lang=\"en\"><summary>In English</summary>\n<ul>\n";
    for (const std::string& line : summary_lines(*page.comparison, Lang::en))
      body += "<li>" + escape_html(line) + "</li>\n";
    body += "</ul>\n</details>\n";
  }
  if (!page.last_version.empty()) {
    body += "<p>下面逐条对照：<ins>新增的文字</ins>，<del>删去的文字</del>。没有变化的条款不列出。</p>\n";
    std::size_t number = 0;
    for (const TextChange& text : page.texts) text_html(body, text, ++number);
  }
  return write_html_shell({.title = title,
                           .heading = page.last_version.empty() ? "第一版" : "有哪些变化",
                           .style = std::string(kStyle),
                           .facts = {{"小程序", page.program},
                                     {"版本", page.version},
                                     {"发布日期", page.published},
                                     {"生效日期", page.effective}},
                           .body = body});
}

std::string write_changes_markdown(const ChangesPage& page) {
  std::string out = fmt::format("# {} {}\n\n", page.program, page.version);
  out += fmt::format("- 发布日期：{}\n- 生效日期：{}\n- {}\n\n", page.published, page.effective,
                     words_of(page.comparison->change).zh);
  out += page.last_version.empty() ? "## 说明\n\n" : fmt::format("## 与 {} 相比\n\n", page.last_version);
  for (const Change& change : page.comparison->changes)
    out += "- " + change.what.zh + (change.weight == ChangeClass::major ? "（需要重新同意）" : "") + "\n";
  if (page.comparison->changes.empty()) out += summary_lines(*page.comparison, Lang::zh).front() + "\n";
  out +=
      page.last_version.empty() ? "\n## In English\n\n" : fmt::format("\n## Changes since {}\n\n", page.last_version);
  for (const Change& change : page.comparison->changes)
    out += "- " + change.what.en + (change.weight == ChangeClass::major ? " (consent is asked again)" : "") + "\n";
  if (page.comparison->changes.empty()) out += summary_lines(*page.comparison, Lang::en).front() + "\n";
  return out;
}

}  // namespace qiyue::release_detail
