// What the tests of the document module share.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "document/document.h"

namespace qiyue::test {

inline std::string slurp(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream out;
  out << file.rdbuf();
  return out.str();
}

// Compares with a file of expectations; with QIYUE_UPDATE=1 it is written instead.
inline void expect_file(const std::filesystem::path& path, const std::string& got) {
  if (std::getenv("QIYUE_UPDATE") != nullptr) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << got;
    return;
  }
  ASSERT_TRUE(std::filesystem::exists(path)) << path << " is missing: run with QIYUE_UPDATE=1 and read what it writes";
  EXPECT_EQ(slurp(path), got) << "differs from " << path;
}

inline std::vector<Document> parse(const std::string& path, std::string_view content) {
  auto documents = parse_documents(path, content);
  if (!documents) {
    ADD_FAILURE() << render(documents.error(), Lang::en);
    return {};
  }
  return std::move(*documents);
}

inline Document parse_one(const std::string& path, std::string_view content) {
  auto documents = parse(path, content);
  EXPECT_EQ(documents.size(), 1U);
  return documents.empty() ? Document() : std::move(documents.front());
}

// Every Inlines of the document, in order.
inline void for_each_runs(const Document& document, const std::function<void(const Inlines&)>& seen) {
  const auto blocks = [&](const std::vector<Block>& all) {
    for (const auto& block : all) {
      if (block.kind == BlockKind::paragraph) seen(block.text);
      for (const auto& item : block.items) seen(item);
      for (const auto& cell : block.header) seen(cell);
      for (const auto& row : block.rows)
        for (const auto& cell : row) seen(cell);
    }
  };
  seen(document.title_runs);
  blocks(document.preamble);
  visit(document, [&](const Clause& clause) {
    seen(clause.title_runs);
    blocks(clause.blocks);
  });
}

// A run of the same length as its place is its bytes (a line break may be read as a space), and no run lies outside the text.
inline void expect_exact_places(const Document& document) {
  for_each_runs(document, [&](const Inlines& runs) {
    for (const auto& run : runs) {
      ASSERT_LE(run.source.begin, run.source.end);
      ASSERT_LE(run.source.end, document.source.text().size());
      if (run.text == " " || run.text == "\n" || run.source.begin == run.source.end) continue;
      if (run.source.end - run.source.begin == run.text.size()) {
        std::string bytes(document.source.slice(run.source));
        if (run.text.find('\n') == std::string::npos) std::replace(bytes.begin(), bytes.end(), '\n', ' ');
        EXPECT_EQ(bytes, run.text);
      }
    }
  });
}

}  // namespace qiyue::test
