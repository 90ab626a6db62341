// The cases of tests/draft: facts (and evidence, where there is some) joined into an inventory.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "core/files.h"
#include "draft/draft.h"

namespace qiyue::draft_tests {

namespace fs = std::filesystem;

inline fs::path here() { return fs::path(QIYUE_SOURCE_DIR) / "tests" / "draft"; }

inline std::vector<std::string> cases() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(here())) {
    if (fs::exists(entry.path() / "facts.yaml")) names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

inline Inventory inventory_of(const std::string& name) {
  const auto& knowledge = knowledge::builtin();
  const fs::path directory = here() / name;
  auto yaml = read_text_file(directory / "facts.yaml");
  if (!yaml) ADD_FAILURE() << render(yaml.error(), Lang::en);
  auto facts = parse_facts("legal/facts.yaml", yaml.value_or(""), knowledge);
  if (!facts) {
    ADD_FAILURE() << render(facts.error(), Lang::en);
    return {};
  }
  Evidence evidence;
  if (fs::exists(directory / "evidence.json")) {
    auto read = read_evidence((directory / "evidence.json").string());
    if (!read) ADD_FAILURE() << render(read.error(), Lang::en);
    evidence = read.value_or(Evidence{});
  }
  return join(*facts, evidence, knowledge);
}

inline Drafts drafts_of(const Inventory& inventory, const DraftOptions& options = {}) {
  auto drafts = draft(inventory, knowledge::builtin(), options);
  if (!drafts) {
    ADD_FAILURE() << render(drafts.error(), Lang::en);
    return {};
  }
  return std::move(*drafts);
}

}  // namespace qiyue::draft_tests
