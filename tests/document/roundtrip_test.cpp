// Whatever stands in a document, written Markdown reads back as the same document. Documents are made from awkward pieces by a
// generator with fixed seeds, so that a failure can be repeated.
#include <random>

#include "core/text.h"
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

// All text of a document in order, without white space. A title, item or paragraph of nothing but signs is a rule or a bullet to the
// reader and is left out.
std::string words_of(const Document& document) {
  std::string out;
  const auto add = [&](const std::string& text) {
    bool letters = false;
    for (std::size_t at = 0; at < text.size();) {
      const char32_t c = decode_utf8(text, at);
      letters = letters || is_han(c) || c == U'é' || (c < 0x80 && std::isalnum(static_cast<int>(c)) != 0);
    }
    if (!letters) return;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t begin = at;
      const char32_t c = decode_utf8(text, at);
      if (c > ' ' && c != 0xA0 && c != 0x3000) out.append(text, begin, at - begin);
    }
  };
  const auto add_blocks = [&](const std::vector<Block>& blocks) {
    for (const Block& block : blocks) {
      add(plain_text(block.text));
      for (const Inlines& item : block.items) add(plain_text(item));
      for (const Inlines& cell : block.header) add(plain_text(cell));
      for (const auto& row : block.rows)
        for (const Inlines& cell : row) add(plain_text(cell));
    }
  };
  add(document.title);
  add_blocks(document.preamble);
  visit(document, [&](const Clause& clause) {
    add(clause.number + clause.title);
    add_blocks(clause.blocks);
  });
  return out;
}

// What a person would type is read once; from there on, writing and reading change nothing.
TEST(RoundTrip, SettlesAtOnceAndKeepsEveryLetter) {
  for (unsigned seed = 1; seed <= 3000 / QIYUE_TEST_SHARE; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const Document made = Maker(seed).document();
    const std::string first = write_markdown(made);
    if (words_of(made).empty()) {  // nothing but signs: told as a file without text
      EXPECT_FALSE(parse_documents("a.md", first).has_value()) << first;
      continue;
    }
    auto documents = parse_documents("a.md", first);
    ASSERT_TRUE(documents.has_value()) << first;
    ASSERT_EQ(documents->size(), 1U) << first;
    const Document& read = documents->front();
    expect_exact_places(read);
    const std::string second = write_markdown(read);
    auto again = parse_documents("a.md", second);
    ASSERT_TRUE(again.has_value());
    ASSERT_TRUE(same_content(read, again->front())) << first << "\n---- then ----\n"
                                                    << second << "\n---- then ----\n"
                                                    << write_markdown(again->front());
    ASSERT_EQ(write_markdown(again->front()), second) << first;
    ASSERT_EQ(words_of(read), words_of(made)) << first;
  }
}

}  // namespace
}  // namespace qiyue::test
