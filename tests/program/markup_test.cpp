// Golden trees of the markup parser (tests/program/markup/*.txt) and its bounds.
//
// A corpus file holds cases of this form; `QIYUE_UPDATE=1` rewrites the trees:
//   === title
//   dialect: wxml
//   ---
//   input
//   ---
//   (root …)
#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "program/limits.h"
#include "program/program.h"

namespace qiyue::program {
namespace {

std::string literal(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out + "\"";
}

std::string place(const SourceText& source, Span span) {
  const Position a = source.at(span.begin), b = source.at(span.end);
  return " " + std::to_string(a.line) + ":" + std::to_string(a.column) + "-" + std::to_string(b.line) + ":" +
         std::to_string(b.column);
}

void print(const Markup& markup, const SourceText& source, std::uint32_t index, int depth, std::string& out) {
  const MarkupNode& node = markup.nodes[index];
  const std::string indent(static_cast<std::size_t>(depth) * 2, ' ');
  if (node.kind != NodeKind::element) {
    out += indent + (node.kind == NodeKind::text ? "(text " : "(interpolation ") + literal(node.text) +
           place(source, node.span) + ")\n";
    return;
  }
  out += indent + "(" + (index == 0 ? std::string("root") : node.name + place(source, node.span)) + "\n";
  for (const Attribute& a : node.attributes) {
    out +=
        indent + "  @" + a.name + (a.has_value ? " " + literal(a.value) : std::string()) + place(source, a.span) + "\n";
  }
  if (node.children.empty() && node.inner.begin < node.inner.end) {
    out += indent + "  raw " + literal(source.slice(node.inner)) + "\n";
  }
  for (const std::uint32_t child : node.children) {
    EXPECT_EQ(markup.nodes[child].parent, index);
    print(markup, source, child, depth + 1, out);
  }
  out.pop_back();
  out += ")\n";
}

std::string tree(std::string_view input, Dialect dialect) {
  const SourceText source("x", std::string(input));
  const Markup markup = parse_markup(input, dialect);
  std::string out;
  print(markup, source, 0, 0, out);
  for (const MarkupError& e : markup.errors) {
    const Position at = source.at(e.offset);
    out += "error " + std::to_string(at.line) + ":" + std::to_string(at.column) + " " + e.message.en + "\n";
  }
  return out;
}

Dialect dialect_of(std::string_view name) {
  if (name == "axml") return Dialect::axml;
  if (name == "vue") return Dialect::vue;
  if (name == "html") return Dialect::html;
  EXPECT_EQ(name, "wxml");
  return Dialect::wxml;
}

struct Case {
  std::string title, dialect, input, expected;
};

std::vector<Case> read_cases(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::vector<Case> cases;
  int part = 0;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("=== ")) {
      cases.push_back({line.substr(4), "", "", ""});
      part = 0;
    } else if (line == "---") {
      ++part;
    } else if (cases.empty()) {
      ADD_FAILURE() << path << " does not start with a title";
      break;
    } else if (part == 0) {
      cases.back().dialect = line.substr(line.find(' ') + 1);
    } else {
      (part == 1 ? cases.back().input : cases.back().expected) += line + "\n";
    }
  }
  for (Case& c : cases) {
    if (!c.input.empty()) c.input.pop_back();
    while (c.expected.ends_with("\n\n")) c.expected.pop_back();
  }
  return cases;
}

TEST(Markup, Corpus) {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(QIYUE_SOURCE_DIR "/tests/program/markup")) {
    std::vector<Case> cases = read_cases(entry.path());
    const bool update = std::getenv("QIYUE_UPDATE") != nullptr;
    std::string rewritten;
    for (const Case& c : cases) {
      const std::string got = tree(c.input, dialect_of(c.dialect));
      if (!update) {
        EXPECT_EQ(got, c.expected) << entry.path().filename() << ": " << c.title;
      }
      rewritten += "=== " + c.title + "\ndialect: " + c.dialect + "\n---\n" + c.input + "\n---\n" + got + "\n";
      ++count;
    }
    if (update) std::ofstream(entry.path()) << rewritten;
  }
  EXPECT_GE(count, 40);
}

std::string repeated(std::string_view what, std::size_t times) {
  std::string out;
  out.reserve(what.size() * times);
  for (std::size_t i = 0; i < times; ++i) out += what;
  return out;
}

TEST(Markup, DeepNestingNeedsNoStack) {
  const std::string deep = repeated("<a>", 100'000);
  EXPECT_EQ(parse_markup(deep, Dialect::wxml).nodes.size(), 100'001U);
  EXPECT_EQ(parse_markup(deep + repeated("</a>", 100'000), Dialect::wxml).errors.size(), 0U);
  EXPECT_EQ(parse_markup(deep + repeated("</b>", 100'000), Dialect::wxml).nodes.size(), 100'001U);
}

// Inputs that make a careless parser quadratic. All on one line.
TEST(Markup, LongHostileLinesStayLinear) {
  const std::clock_t started = std::clock();
  const std::size_t size = 100'000;
  for (const std::string_view piece : {"<",
                                       "<a ",
                                       "<a b=\"",
                                       "<a b=\"{{",
                                       "{{",
                                       "{{'",
                                       "{{'}}",
                                       "<a b='{{\"}}",
                                       "</a>",
                                       "<!--",
                                       "<wxs>",
                                       "<a></a><x>",
                                       "{{{",
                                       "{{/>",
                                       "<a {{",
                                       "<a b={{",
                                       "<![CDATA[",
                                       "</",
                                       "<a b=\"{{'}}\" ",
                                       "<script>",
                                       "<template><b>",
                                       "\xff\xfe<\xe4",
                                       "<a/><b c='{{`"}) {
    for (const Dialect dialect : {Dialect::wxml, Dialect::axml, Dialect::vue, Dialect::html}) {
      const std::string input = repeated(piece, size / piece.size());
      const Markup markup = parse_markup(input, dialect);
      EXPECT_LE(markup.nodes.size(), kMaxMarkupNodes + 1) << piece;
      EXPECT_LE(markup.errors.size(), kMaxMarkupErrors) << piece;
      const Markup closed = parse_markup(input + "}}\"'>", dialect);
      EXPECT_LE(closed.nodes.size(), kMaxMarkupNodes + 1) << piece;
    }
  }
  // Time of this process alone, on any machine: seconds when linear, hours when quadratic.
  EXPECT_LT((std::clock() - started) / CLOCKS_PER_SEC, 120);
}

}  // namespace
}  // namespace qiyue::program
