// The clause tree itself: walking, plain text, comparison.
#include "document/document.h"

#include <algorithm>

#include "document/flow.h"

namespace qiyue {
namespace {

void visit_clauses(const std::vector<Clause>& clauses, const std::function<void(const Clause&)>& seen) {
  for (const auto& clause : clauses) {
    seen(clause);
    visit_clauses(clause.children, seen);
  }
}

bool same(const Inlines& a, const Inlines& b) {
  const Inlines left = doc::merged(a);
  const Inlines right = doc::merged(b);
  return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](const Inline& x, const Inline& y) {
    return x.text == y.text && x.strong == y.strong && x.link == y.link;
  });
}

bool same(const std::vector<Inlines>& a, const std::vector<Inlines>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Inlines& x, const Inlines& y) { return same(x, y); });
}

bool same(const Block& a, const Block& b) {
  return a.kind == b.kind && a.ordered == b.ordered && a.marks == b.marks && same(a.text, b.text) &&
         same(a.items, b.items) && same(a.header, b.header) &&
         std::equal(a.rows.begin(), a.rows.end(), b.rows.begin(), b.rows.end(),
                    [](const auto& x, const auto& y) { return same(x, y); });
}

bool same(const std::vector<Block>& a, const std::vector<Block>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Block& x, const Block& y) { return same(x, y); });
}

bool same(const std::vector<Clause>& a, const std::vector<Clause>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Clause& x, const Clause& y) {
    return x.id == y.id && x.number == y.number && x.title == y.title && x.level == y.level &&
           same(x.blocks, y.blocks) && same(x.children, y.children);
  });
}

}  // namespace

void visit(const Document& document, const std::function<void(const Clause&)>& seen) {
  visit_clauses(document.clauses, seen);
}

std::string plain_text(const Block& block) {
  std::string text;
  const auto add = [&](const Inlines& runs, std::string_view separator) {
    if (!text.empty()) text += separator;
    text += plain_text(runs);
  };
  switch (block.kind) {
    case BlockKind::paragraph:
      return plain_text(block.text);
    case BlockKind::list:
      for (const auto& item : block.items) add(item, "\n");
      break;
    case BlockKind::table:
      for (std::size_t i = 0; i < block.header.size(); ++i) add(block.header[i], i == 0 ? "\n" : "\t");
      for (const auto& row : block.rows)
        for (std::size_t i = 0; i < row.size(); ++i) add(row[i], i == 0 ? "\n" : "\t");
      break;
  }
  return text;
}

bool same_content(const Document& a, const Document& b) {
  return a.kind == b.kind && a.title == b.title && a.lang == b.lang && same(a.preamble, b.preamble) &&
         same(a.clauses, b.clauses);
}

}  // namespace qiyue
