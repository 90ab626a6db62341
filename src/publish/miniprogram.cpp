// Pages for inside the mini program: plain WXML with the text in it, so that it shows without the network, can be copied, is found by
// `qiyue scan`, and shows in review what changed. No rich-text, no component of others.
#include <algorithm>
#include <boost/json.hpp>

#include "core/data.h"
#include "core/text.h"
#include "publish/anchors.h"
#include "publish/page_style.h"
#include "publish/publish.h"

namespace qiyue {
namespace {

using namespace publish_detail;

std::string name_of(const Document& document) {
  return std::string(document.kind == DocumentKind::unknown ? std::string_view("legal-text")
                                                            : to_string(document.kind));
}

std::string page_path(const std::string& prefix, std::string_view name) {
  return (prefix.empty() ? "" : prefix + "/") + std::string(name) + "/" + std::string(name);
}

// WXML has no entities in text; what could be taken for markup is written as an expression.
std::string wxml_text(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '<' || c == '&') {
      out += c == '<' ? "{{'<'}}" : "{{'&'}}";
    } else if (c == '{' && i + 1 < text.size() && text[i + 1] == '{') {
      out += "{{'{'}}{{'{'}}";
      ++i;
    } else if (c == '\\' && i + 1 < text.size() && text[i + 1] == 'n') {
      out += "\\{{'n'}}";  // <text> would break the line there
      ++i;
    } else {
      out += c;
    }
  }
  return out;
}

std::string wxml_attribute(std::string_view text) {
  return replace_all(replace_all(escape_html(text), "{{", "{ {"), "\n", " ");
}

// scroll-into-view takes ids of letters, digits, - and _ only.
std::string element_id(const std::string& anchor) { return replace_all(anchor, ".", "-"); }

class WxmlPage {
 public:
  WxmlPage(const Document& document, const PageMeta& meta, const std::string& prefix,
           const std::vector<const Document*>& all)
      : document_(document),
        meta_(meta),
        prefix_(prefix),
        all_(all),
        clauses_(place_clauses(document)),
        english_(document.lang == "en") {}

  std::string wxml() {
    line("<page-meta page-font-size=\"system\" root-font-size=\"system\" />");
    line("<view class=\"legal\">");
    line("<scroll-view class=\"legal-scroll\" scroll-y scroll-with-animation scroll-into-view=\"{{target}}\">");
    line("<view class=\"legal-body\">");
    line("<view id=\"top\" class=\"legal-title\" aria-role=\"heading\">" + words(document_.title, "") + "</view>");
    std::string facts;
    fact(facts, english_ ? "Operator" : "运营者", meta_.operator_name);
    fact(facts, english_ ? "Version" : "版本", meta_.version);
    fact(facts, english_ ? "Published" : "发布日期", meta_.published);
    fact(facts, english_ ? "Effective" : "生效日期", meta_.effective);
    if (!facts.empty()) line("<view class=\"legal-facts\">\n" + facts + "</view>");
    contents();
    blocks(opening(document_));
    for (const auto& [clause, depth, anchor] : clauses_) {
      line("<view id=\"" + element_id(anchor) + "\" class=\"legal-h" + std::to_string(std::min(depth, 3)) +
           "\" aria-role=\"heading\">" + words(heading_text(*clause), "") + "</view>");
      blocks(clause->blocks);
    }
    std::string foot = meta_.operator_name;
    if (!meta_.program.empty()) foot += (foot.empty() ? "" : " · ") + meta_.program;
    if (!foot.empty()) line("<view class=\"legal-foot\">" + words(foot, "") + "</view>");
    line("</view>");
    line("</scroll-view>");
    if (has_contents())
      line("<view class=\"legal-back\" data-target=\"toc\" bindtap=\"jump\" aria-role=\"button\">" +
           std::string(english_ ? "Contents" : "目录") + "</view>");
    line("</view>");
    return std::move(out_);
  }

 private:
  void line(std::string_view text) {
    out_ += text;
    out_ += '\n';
  }
  [[nodiscard]] bool has_contents() const { return clauses_.size() >= 3; }

  static void fact(std::string& out, const char* name, const std::string& value) {
    if (value.empty()) return;
    out += "<view class=\"legal-fact\"><text class=\"legal-fact-name\">" + std::string(name) + "</text>" +
           words(value, "") + "</view>\n";
  }

  void contents() {
    if (!has_contents()) return;
    line("<view id=\"toc\" class=\"legal-toc\">");
    line("<view class=\"legal-toc-title\">" + std::string(english_ ? "Contents" : "目录") + "</view>");
    for (const auto& [clause, depth, anchor] : clauses_)
      if (depth == 1)
        line("<view class=\"legal-toc-item\" data-target=\"" + element_id(anchor) +
             "\" bindtap=\"jump\" aria-role=\"link\">" + wxml_text(heading_text(*clause)) + "</view>");
    line("</view>");
  }

  static std::string words(std::string_view text, const std::string& style) {
    std::string out;
    const auto piece = [&](std::string_view part, const std::string& more) {
      if (part.empty()) return;
      std::string classes = style;
      if (!more.empty()) classes += (classes.empty() ? "" : " ") + more;
      out += "<text" + (classes.empty() ? "" : " class=\"" + classes + "\"") + " user-select>" + wxml_text(part) +
             "</text>";
    };
    while (true) {
      const auto at = text.find(kPlaceholder);
      piece(text.substr(0, at), "");
      if (at == std::string_view::npos) break;
      piece(kPlaceholder, "legal-mark");
      text.remove_prefix(at + kPlaceholder.size());
    }
    return out;
  }

  [[nodiscard]] bool holds(DocumentKind kind) const {
    return std::any_of(all_.begin(), all_.end(), [&](const Document* other) { return other->kind == kind; });
  }

  std::string run(const Inline& run) const {
    const std::string style = run.strong ? "legal-strong" : "";
    if (run.link.empty() || !is_safe_link(run.link)) return words(run.text, style);
    const DocumentLink other = document_link(run.link);
    if (other.kind != DocumentKind::unknown && holds(other.kind)) {
      std::string url = "/" + page_path(prefix_, to_string(other.kind));
      if (!other.anchor.empty()) url += "?clause=" + other.anchor;
      return "<navigator class=\"legal-link" + std::string(run.strong ? " legal-strong" : "") + "\" url=\"" +
             wxml_attribute(url) + "\">" + wxml_text(run.text) + "</navigator>";
    }
    // A mini program cannot open a web address by itself: it is shown, and can be copied.
    std::string text = run.text;
    const bool web = run.link.starts_with("http");
    if (web && text.find(run.link) == std::string::npos)
      text += (english_ ? " (" : "（") + run.link + (english_ ? ")" : "）");
    return words(text, style);
  }

  // Each line of a text with line breaks stands in an element of its own.
  std::string inlines(const Inlines& runs) const {
    std::vector<std::string> lines(1);
    for (const auto& whole : joined_runs(runs)) {
      std::string_view rest = whole.text;
      while (true) {
        const auto at = rest.find('\n');
        Inline part = whole;
        part.text = std::string(rest.substr(0, at));
        if (!part.text.empty()) lines.back() += run(part);
        if (at == std::string_view::npos) break;
        lines.emplace_back();
        rest.remove_prefix(at + 1);
      }
    }
    return lines.size() == 1 ? lines[0] : "<view>" + join(lines, "</view><view>") + "</view>";
  }

  void blocks(const std::vector<Block>& all) {
    for (const auto& block : all) {
      switch (block.kind) {
        case BlockKind::paragraph:
          line("<view class=\"legal-p\">" + inlines(block.text) + "</view>");
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

  void list(const Block& block) {
    for (std::size_t i = 0; i < block.items.size(); ++i) {
      ItemMark mark{0, block.ordered, static_cast<int>(i) + 1};
      if (i < block.marks.size()) mark = block.marks[i];
      line("<view class=\"legal-item" + std::string(mark.depth > 0 ? " legal-deep" : "") +
           "\"><text class=\"legal-item-mark\">" + (mark.ordered ? std::to_string(mark.number) + "." : "•") +
           "</text><view class=\"legal-item-text\">" + inlines(block.items[i]) + "</view></view>");
    }
  }

  // A phone is too narrow for a grid: each row is a card, each cell stands behind the name of its column. Two columns fit.
  void table(const Block& block) {
    if (is_pairs(block)) {
      for (const auto& row : block.rows) {
        line("<view class=\"legal-pair\"><view class=\"legal-pair-name\">" + inlines(row[0]) +
             "</view><view class=\"legal-pair-text\">" + inlines(row[1]) + "</view></view>");
      }
      return;
    }
    for (const auto& row : block.rows) {
      line("<view class=\"legal-card\">");
      bool first = true;
      for (std::size_t i = 0; i < row.size(); ++i) {
        if (plain_text(row[i]).empty()) continue;
        out_ += "<view class=\"legal-cell" + std::string(first ? " legal-cell-first" : "") + "\">";
        if (i < block.header.size() && !plain_text(block.header[i]).empty())
          out_ += "<view class=\"legal-cell-name\">" + wxml_text(plain_text(block.header[i])) + "</view>";
        line("<view>" + inlines(row[i]) + "</view></view>");
        first = false;
      }
      line("</view>");
    }
  }

  const Document& document_;
  const PageMeta& meta_;
  const std::string& prefix_;
  const std::vector<const Document*>& all_;
  std::vector<Placed> clauses_;
  bool english_;
  std::string out_;
};

constexpr std::string_view kScript = R"(// 协议页面：目录跳转。打开时可带 ?clause=条款编号，直接到那一条。
Page({
  data: { target: '' },

  onLoad(query) {
    if (query && query.clause) this.show(String(query.clause).replace(/\./g, '-'));
  },

  jump(event) {
    this.show(event.currentTarget.dataset.target);
  },

  // 先清空再设置，连续两次跳到同一条也会滚动。
  show(target) {
    this.setData({ target: '' }, () => this.setData({ target }));
  },
});
)";

std::string readme(const std::vector<const Document*>& documents, const std::string& prefix) {
  std::string pages;
  std::string links;
  std::string policy;
  std::string agreement;
  for (const Document* document : documents) {
    const std::string path = page_path(prefix, name_of(*document));
    pages += (pages.empty() ? "" : ",\n") + ("    \"" + path + "\"");
    links += "<navigator url=\"/" + path + "\">《" + (document->title.empty() ? name_of(*document) : document->title) +
             "》</navigator>\n";
    if (document->kind == DocumentKind::privacy_policy) policy = path;
    if (document->kind == DocumentKind::user_agreement) agreement = path;
  }
  std::string text =
      "# 协议页面 / Pages of the policy and the agreement\n\n"
      "这些页面由 `qiyue publish` 生成，请不要手工改动；要改内容，改 `legal/` 下的文本再发布一次。\n"
      "These pages are written by `qiyue publish`. Do not edit them; change the texts under `legal/` and publish "
      "again.\n\n"
      "## 1. 登记页面 / Register the pages\n\n"
      "把整个文件夹放进小程序，并在 `app.json` 的 `pages` 末尾加上 / Copy the folder into the program and add to "
      "`pages` in `app.json`:\n\n"
      "```json\n" +
      pages +
      "\n```\n\n"
      "## 2. 放上入口 / Link to them\n\n"
      "- **注册、登录页**：放在同意勾选框旁边；勾选框默认不勾选。\n"
      "  On the page for registering or signing in, beside a tick box that starts empty.\n"
      "- **“我的”或“设置”页**：随时能看到，从主界面点击不超过四次。\n"
      "  On the account or settings page, four taps from the main page at most.\n"
      "- **首次打开时的提示弹窗**：同意之前不调用任何收集个人信息的接口。\n"
      "  In the first notice; nothing personal is collected before people agree.\n\n"
      "```xml\n" +
      links + "```\n\n";
  if (!policy.empty())
    text += "跳到某一条 / To one clause: `wx.navigateTo({ url: '/" + policy + "?clause=条款编号' })`\n\n";
  text +=
      "## 3. 深色模式与字号 / Dark mode and font size\n\n"
      "页面跟随系统深色模式和微信字号。要让深色生效，在 `app.json` 里加 `\"darkmode\": true`；导航栏的颜色写在 "
      "`theme.json`：\n"
      "The pages follow the system's dark mode and WeChat's font size. Add `\"darkmode\": true` to `app.json`; colours "
      "of the navigation bar stand in\n"
      "`theme.json`:\n\n"
      "```json\n"
      "{\n"
      "  \"light\": { \"navBackground\": \"#ffffff\", \"navText\": \"black\" },\n"
      "  \"dark\": { \"navBackground\": \"#16181c\", \"navText\": \"white\" }\n"
      "}\n"
      "```\n\n"
      "`app.json`：`\"themeLocation\": \"theme.json\"`，`window` 里用 `\"navigationBarBackgroundColor\": "
      "\"@navBackground\"`、`\"navigationBarTextStyle\": \"@navText\"`。\n";
  return text;
}

}  // namespace

std::vector<OutputFile> write_miniprogram_pages(const std::vector<const Document*>& documents, const PageMeta& meta,
                                                const std::string& prefix) {
  std::string folder = prefix;
  while (folder.ends_with('/')) folder.pop_back();
  while (folder.starts_with('/')) folder.erase(0, 1);
  std::vector<OutputFile> files;
  const std::string base = folder.empty() ? "" : folder + "/";
  for (const Document* document : documents) {
    const std::string path = page_path(folder, name_of(*document));
    files.push_back({path + ".js", std::string(kScript)});
    files.push_back({path + ".json", to_json(json::object{{"navigationBarTitleText", document->title},
                                                          {"usingComponents", json::object()}})});
    files.push_back({path + ".wxml", WxmlPage(*document, meta, folder, documents).wxml()});
    files.push_back({path + ".wxss", "@import \"../legal.wxss\";\n"});
  }
  files.push_back({base + "legal.wxss", std::string(kWxssStyle)});
  files.push_back({base + "README.md", readme(documents, folder)});
  std::sort(files.begin(), files.end(), [](const OutputFile& a, const OutputFile& b) { return a.path < b.path; });
  return files;
}

}  // namespace qiyue
