// One self-contained HTML page. It asks nothing of the network and runs no script; its own Content-Security-Policy holds it to that.
#include <string>

#include "core/text.h"
#include "facts/facts.h"
#include "publish/anchors.h"
#include "publish/page_style.h"
#include "publish/publish.h"

namespace qiyue {
namespace {

using namespace publish_detail;

struct Words {
  const char *lang, *skip, *contents, *back, *operated_by, *version, *published, *effective;
};
constexpr Words kChinese{"zh-CN", "跳到正文", "目录", "目录", "运营者", "版本", "发布日期", "生效日期"};
constexpr Words kEnglish{"en",       "Skip to the text", "Contents",  "Contents",
                         "Operator", "Version",          "Published", "Effective"};

constexpr std::size_t kLongEnough = 3;  // clauses, for a table of contents

class HtmlPage {
 public:
  HtmlPage(const Document& document, const PageMeta& meta)
      : document_(document),
        meta_(meta),
        words_(document.lang == "en" ? kEnglish : kChinese),
        clauses_(place_clauses(document)) {}

  std::string write() {
    head();
    contents();
    out_ += "<main id=\"text\">\n";
    blocks(opening(document_));
    clauses();
    out_ += "</main>\n";
    footer();
    out_ += "</div>\n</body>\n</html>\n";
    return std::move(out_);
  }

 private:
  void line(std::string_view html) {
    out_ += html;
    out_ += '\n';
  }

  void head() {
    std::string title = document_.title;
    if (!meta_.program.empty() && title.find(meta_.program) == std::string::npos)
      title += (title.empty() ? "" : " · ") + meta_.program;
    line("<!DOCTYPE html>");
    line("<html lang=\"" + std::string(words_.lang) + "\">");
    line("<head>");
    line("<meta charset=\"utf-8\">");
    line("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1, viewport-fit=cover\">");
    line("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">");
    line("<meta name=\"color-scheme\" content=\"light dark\">");
    line("<meta name=\"format-detection\" content=\"telephone=no\">");
    line("<title>" + escape_html(title) + "</title>");
    line("<style>" + std::string(kHtmlStyle) + "</style>");
    line("</head>");
    line("<body>");
    line("<a class=\"skip\" href=\"#text\">" + std::string(words_.skip) + "</a>");
    line(clauses_.size() < kLongEnough ? "<div class=\"page\">" : "<div class=\"page with-contents\">");
    line("<header id=\"top\">");
    if (!meta_.program.empty()) line("<p class=\"program\">" + escape_html(meta_.program) + "</p>");
    line("<h1>" + marked(document_.title) + "</h1>");
    std::string facts;
    fact(facts, words_.operated_by, meta_.operator_name);
    fact(facts, words_.version, meta_.version);
    fact(facts, words_.published, meta_.published);
    fact(facts, words_.effective, meta_.effective);
    if (!facts.empty()) line("<dl class=\"facts\">" + facts + "</dl>");
    if (!meta_.links.empty()) {
      out_ += "<p class=\"links\">";
      bool first = true;
      for (const PageLink& link : meta_.links) {
        if (!is_safe_link(link.target)) continue;
        out_ += std::string(first ? "" : " · ") + "<a href=\"" + escape_html(link.target) + "\">" +
                escape_html(link.text) + "</a>";
        first = false;
      }
      line("</p>");
    }
    line("</header>");
  }

  static void fact(std::string& out, const char* name, const std::string& value) {
    if (!value.empty()) out += "<div><dt>" + std::string(name) + "</dt><dd>" + marked(value) + "</dd></div>";
  }

  void contents() {
    if (clauses_.size() < kLongEnough) return;
    line("<nav id=\"toc\" aria-label=\"" + std::string(words_.contents) + "\">");
    line("<details open><summary>" + std::string(words_.contents) + "</summary>");
    int level = 0;
    for (const auto& [clause, depth, anchor] : clauses_) {
      if (depth > 2) continue;
      if (depth > level) out_ += "<ol>\n";
      if (depth < level) out_ += "</li>\n</ol>\n</li>\n";
      if (depth == level) out_ += "</li>\n";
      out_ += "<li><a href=\"#" + anchor + "\">" + escape_html(heading_text(*clause)) + "</a>";
      level = depth;
    }
    for (; level > 0; --level) out_ += "</li>\n</ol>\n";
    line("</details>");
    line("</nav>");
    back_link_ = true;
  }

  void clauses() {
    int open = 0;
    for (const auto& [clause, depth, anchor] : clauses_) {
      for (; open >= depth; --open) line("</section>");
      const std::string tag = "h" + std::to_string(std::min(depth + 1, 6));
      line("<section id=\"" + anchor + "\">");
      out_ += '<' + tag + '>';
      if (!clause->number.empty()) {
        const std::string heading = heading_text(*clause);
        out_ += "<span class=\"number\">" + escape_html(heading.substr(0, heading.size() - clause->title.size())) +
                "</span>";
      }
      line(marked(clause->title) + "</" + tag + '>');
      blocks(clause->blocks);
      open = depth;
    }
    for (; open > 0; --open) line("</section>");
  }

  void footer() {
    std::string text = meta_.operator_name;
    if (!meta_.version.empty()) text += (text.empty() ? "" : " · ") + std::string(words_.version) + ' ' + meta_.version;
    if (!meta_.effective.empty())
      text += (text.empty() ? "" : " · ") + std::string(words_.effective) + ' ' + meta_.effective;
    if (text.empty() && !back_link_) return;
    out_ += "<footer>" + escape_html(text);
    if (back_link_) out_ += "<a class=\"back\" href=\"#toc\">" + std::string(words_.back) + "</a>";
    line("</footer>");
  }

  // What nobody has filled in yet is set apart, so that no page goes out with it unseen.
  static std::string marked(std::string_view text) {
    return replace_all(escape_html(text), kPlaceholder, "<mark>" + std::string(kPlaceholder) + "</mark>");
  }

  static std::string target(const std::string& link) {
    const DocumentLink other = document_link(link);
    if (other.kind == DocumentKind::unknown) return link;
    return std::string(to_string(other.kind)) + ".html" + (other.anchor.empty() ? "" : "#" + other.anchor);
  }

  static std::string inlines(const Inlines& runs) {
    std::string out;
    for (const auto& run : joined_runs(runs)) {
      std::string text = replace_all(marked(run.text), "\n", "<br>");
      if (run.strong) text = "<strong>" + text + "</strong>";
      if (!run.link.empty() && is_safe_link(run.link))
        text = "<a href=\"" + escape_html(target(run.link)) + "\" rel=\"noopener noreferrer\">" + text + "</a>";
      out += text;
    }
    return out;
  }

  void list(const Block& block) {
    std::vector<bool> open;  // ordered?, per depth
    for (std::size_t i = 0; i < block.items.size(); ++i) {
      ItemMark mark{0, block.ordered, static_cast<int>(i) + 1};
      if (i < block.marks.size()) mark = block.marks[i];
      const auto depth = static_cast<std::size_t>(mark.depth);
      while (open.size() > depth + 1) {
        out_ += open.back() ? "</li>\n</ol>\n" : "</li>\n</ul>\n";
        open.pop_back();
      }
      if (open.size() == depth + 1 && open.back() != mark.ordered) {
        out_ += open.back() ? "</li>\n</ol>\n" : "</li>\n</ul>\n";
        open.pop_back();
      } else if (open.size() == depth + 1) {
        out_ += "</li>\n";
      }
      if (open.size() < depth + 1) {
        out_ += mark.ordered ? (mark.number == 1 ? "<ol>\n" : "<ol start=\"" + std::to_string(mark.number) + "\">\n")
                             : "<ul>\n";
        open.push_back(mark.ordered);
      }
      out_ += "<li>" + inlines(block.items[i]);
    }
    while (!open.empty()) {
      out_ += open.back() ? "</li>\n</ol>\n" : "</li>\n</ul>\n";
      open.pop_back();
    }
  }

  // On a phone the rows become cards: each cell stands behind the name of its column. Two columns stay as they are. The roles keep
  // it a table to a screen reader.
  void table(const Block& block) {
    line(is_pairs(block) ? "<div class=\"sheet pairs\"><table role=\"table\">"
                         : "<div class=\"sheet\"><table role=\"table\">");
    const bool headed = !block.header.empty();
    if (headed) {
      out_ += "<thead role=\"rowgroup\"><tr role=\"row\">";
      for (const auto& cell : block.header)
        out_ += "<th role=\"columnheader\" scope=\"col\">" + inlines(cell) + "</th>";
      line("</tr></thead>");
    }
    line("<tbody role=\"rowgroup\">");
    for (const auto& row : block.rows) {
      out_ += "<tr role=\"row\">";
      for (std::size_t i = 0; i < row.size(); ++i) {
        out_ += "<td role=\"cell\"";
        if (headed && i < block.header.size())
          out_ += " data-label=\"" + escape_html(plain_text(block.header[i])) + "\"";
        out_ += ">" + inlines(row[i]) + "</td>";
      }
      line("</tr>");
    }
    line("</tbody></table></div>");
  }

  void blocks(const std::vector<Block>& all) {
    for (const auto& block : all) {
      switch (block.kind) {
        case BlockKind::paragraph:
          line("<p>" + inlines(block.text) + "</p>");
          break;
        case BlockKind::list:
          list(block);
          break;
        case BlockKind::table:
          table(block);
          break;
      }
    }
  }

  const Document& document_;
  const PageMeta& meta_;
  const Words& words_;
  std::vector<Placed> clauses_;
  std::string out_;
  bool back_link_ = false;
};

}  // namespace

std::string write_html_shell(const HtmlShell& shell) {
  std::string out =
      "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1, viewport-fit=cover\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n<title>" +
      escape_html(shell.title) + "</title>\n<style>" + std::string(kHtmlStyle) + shell.style +
      "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#text\">跳到正文</a>\n<div class=\"page\">\n<header "
      "id=\"top\">\n<h1>" +
      escape_html(shell.heading) + "</h1>\n";
  std::string facts;
  for (const auto& [name, value] : shell.facts)
    if (!value.empty()) facts += "<div><dt>" + escape_html(name) + "</dt><dd>" + escape_html(value) + "</dd></div>";
  if (!facts.empty()) out += "<dl class=\"facts\">" + facts + "</dl>\n";
  return out + "</header>\n<main id=\"text\">\n" + shell.body + "</main>\n</div>\n</body>\n</html>\n";
}

std::string write_html(const Document& document, const PageMeta& meta) { return HtmlPage(document, meta).write(); }

}  // namespace qiyue
