// What must hold for every document that any reader gives.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "document/document.h"

namespace qiyue::fuzz {

inline void require(bool holds) {
  if (!holds) std::abort();
}

inline void check_runs(const Document& document, const Inlines& runs) {
  for (const auto& run : runs) {
    require(run.source.begin <= run.source.end);
    require(run.source.end <= document.source.text().size());
  }
  const std::string text = plain_text(runs);
  const Span whole = span_of(runs, 0, text.size());
  require(whole.begin <= whole.end && whole.end <= document.source.text().size());
}

inline void check_document(const Document& document) {
  const auto blocks = [&](const std::vector<Block>& all) {
    for (const auto& block : all) {
      check_runs(document, block.text);
      for (const auto& item : block.items) check_runs(document, item);
      for (const auto& cell : block.header) check_runs(document, cell);
      for (const auto& row : block.rows)
        for (const auto& cell : row) check_runs(document, cell);
      require(block.marks.empty() || block.marks.size() == block.items.size());
    }
  };
  check_runs(document, document.title_runs);
  blocks(document.preamble);
  visit(document, [&](const Clause& clause) {
    require(clause.level >= 1 && clause.level <= 5);
    check_runs(document, clause.title_runs);
    blocks(clause.blocks);
  });
  write_json(document);
  write_plain_text(document);
}

inline void check_input(std::string path, std::string_view content) {
  const auto documents = parse_documents(std::move(path), content);
  if (!documents) {
    require(!documents.error().message.zh.empty() && !documents.error().message.en.empty());
    return;
  }
  for (const auto& document : *documents) {
    check_document(document);
    const std::string written = write_markdown(document);
    const auto again = parse_documents("a.md", written);
    if (again)
      for (const auto& other : *again) check_document(other);
  }
}

inline std::string_view bytes(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

}  // namespace qiyue::fuzz
