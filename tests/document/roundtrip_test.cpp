// Whatever stands in a document, written Markdown reads back as the same document. Documents are made from awkward pieces by a
// generator with fixed seeds, so that a failure can be repeated.
#include <random>

#include "support.h"

namespace qiyue::test {
namespace {

constexpr const char* kPieces[] = {
    "文字",  "text", "*",          "**",    "***", "_",  "__",   "`",      "``",     "~",      "~~",
    "[",     "]",    "](",         "(x)",   "!",   "![", "<",    ">",      "<b>",    "</b>",   "<!--",
    "-->",   "&",    "&lt;",       "&#65;", "\\",  "|",  "||",   "#",      "##",     "+",      "-",
    "1.",    "2)",   "=",          "===",   "---", ":",  "：",   "《",     "》",     "。",     "“引”",
    "{{x}}", "${y}", "http://a.b", "a@b.c", "\"",  "'",  "　中", "é",      "😀",     "1、",    "（一）",
    "- ",    "* a",  "> b",        "# c",   "\\*", "\n", " ",    "待填写", "\u00A0", "第一条", "①",
};

class Maker {
 public:
  explicit Maker(unsigned seed) : random_(seed) {}

  Document document() {
    Document document;
    document.kind = static_cast<DocumentKind>(below(4));
    document.title = one_line(3);
    if (document.title.empty()) document.title = "标题";
    document.preamble = blocks();
    document.clauses = clauses(1);
    return document;
  }

 private:
  unsigned below(unsigned limit) { return static_cast<unsigned>(random_() % limit); }

  std::string text(unsigned pieces) {
    std::string out;
    for (unsigned i = 0; i <= below(pieces); ++i) out += kPieces[below(std::size(kPieces))];
    return out;
  }
  std::string one_line(unsigned pieces) {
    std::string out = text(pieces);
    for (auto& c : out)
      if (c == '\n') c = ' ';
    return out;
  }
  Inlines runs(unsigned pieces) {
    Inlines out;
    for (unsigned i = 0; i <= below(3); ++i) {
      Inline run;
      run.text = text(pieces);
      run.strong = below(3) == 0;
      if (below(5) == 0) run.link = below(2) == 0 ? "https://example.com/a?b=1&c=(2)" : "user-agreement.md#ua.refund";
      out.push_back(std::move(run));
    }
    return out;
  }
  std::vector<Block> blocks() {
    std::vector<Block> out;
    for (unsigned i = 0; i < below(4); ++i) {
      Block block;
      const unsigned kind = below(4);
      if (kind <= 1) {
        block.text = runs(6);
      } else if (kind == 2) {
        block.kind = BlockKind::list;
        block.ordered = below(2) == 0;
        for (unsigned j = 0; j <= below(4); ++j) block.items.push_back(runs(4));
      } else {
        block.kind = BlockKind::table;
        const unsigned columns = 2 + below(3);
        for (unsigned c = 0; c < columns; ++c) block.header.push_back({{"列" + std::to_string(c), false, "", {}}});
        for (unsigned j = 0; j <= below(3); ++j) {
          block.rows.emplace_back();
          for (unsigned c = 0; c < columns; ++c) block.rows.back().push_back(runs(3));
        }
      }
      out.push_back(std::move(block));
    }
    return out;
  }
  std::vector<Clause> clauses(int level) {
    std::vector<Clause> out;
    for (unsigned i = 0; i < (level == 1 ? 1 + below(3) : below(2)); ++i) {
      Clause clause;
      clause.level = level;
      if (below(2) == 0) clause.id = "pp.c" + std::to_string(level) + "-" + std::to_string(i);
      clause.title = one_line(4);
      clause.blocks = blocks();
      if (level < 4) clause.children = clauses(level + 1);
      out.push_back(std::move(clause));
    }
    return out;
  }

  std::mt19937 random_;
};

}  // namespace
}  // namespace qiyue::test
