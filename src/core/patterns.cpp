#include "core/patterns.h"

#include <re2/filtered_re2.h>
#include <re2/re2.h>

#include <algorithm>

#include "core/text.h"

namespace qiyue {
namespace {

// Shorter required words stand in nearly every sentence and would save nothing.
constexpr int kShortestAtom = 3;

const re2::RE2::Options& options() {
  static const re2::RE2::Options shared = [] {
    re2::RE2::Options made;
    made.set_log_errors(false);
    made.set_max_mem(8 << 20);
    return made;
  }();
  return shared;
}

bool has_upper(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

}  // namespace

PatternSet::PatternSet() : patterns_(std::make_unique<re2::FilteredRE2>(kShortestAtom)) {}
PatternSet::~PatternSet() = default;
PatternSet::PatternSet(PatternSet&&) noexcept = default;
PatternSet& PatternSet::operator=(PatternSet&&) noexcept = default;

int PatternSet::add(const std::string& pattern) {
  int id = -1;
  if (patterns_->Add(pattern, options(), &id) != re2::RE2::NoError) id = -1;
  const int number = static_cast<int>(number_.size());
  number_.push_back(id);
  words_.push_back(0);
  if (id >= 0) {
    const auto& groups = patterns_->GetRE2(id).NamedCapturingGroups();
    if (const auto it = groups.find("words"); it != groups.end()) words_.back() = it->second;
    back_.resize(std::max(back_.size(), static_cast<std::size_t>(id) + 1), -1);
    back_[static_cast<std::size_t>(id)] = number;
  }
  return number;
}

void PatternSet::compile() {
  if (back_.empty()) return;
  std::vector<std::string> atoms;
  patterns_->Compile(&atoms);
  atom_count_ = atoms.size();
  for (std::size_t i = 0; i < atoms.size(); ++i) atoms_.add(atoms[i], static_cast<int>(i));
}

std::vector<int> PatternSet::candidates(std::string_view text) const {
  std::vector<int> found;
  if (back_.empty()) return found;
  std::vector<char> seen(atom_count_, 0);
  std::vector<int> atoms;
  if (has_upper(text)) {
    atoms_.mark(to_lower_ascii(text), seen, atoms);
  } else {
    atoms_.mark(text, seen, atoms);
  }
  std::sort(atoms.begin(), atoms.end());
  patterns_->AllPotentials(atoms, &found);
  for (int& id : found) id = back_[static_cast<std::size_t>(id)];
  std::sort(found.begin(), found.end());
  return found;
}

bool PatternSet::matches(int pattern, std::string_view text) const {
  const int id = number_[static_cast<std::size_t>(pattern)];
  return id >= 0 &&
         patterns_->GetRE2(id).Match({text.data(), text.size()}, 0, text.size(), re2::RE2::UNANCHORED, nullptr, 0);
}

Match PatternSet::find(int pattern, std::string_view text, std::size_t from) const {
  const int id = number_[static_cast<std::size_t>(pattern)];
  if (id < 0 || from > text.size()) return {};
  const int group = words_[static_cast<std::size_t>(pattern)];
  std::vector<re2::StringPiece> found(static_cast<std::size_t>(group) + 1);
  const bool matched = patterns_->GetRE2(id).Match({text.data(), text.size()}, from, text.size(), re2::RE2::UNANCHORED,
                                                   found.data(), group + 1);
  const re2::StringPiece words = found.back();
  if (!matched || words.data() == nullptr) return {};
  const auto begin = static_cast<std::size_t>(words.data() - text.data());
  return {begin, begin + words.size()};
}

}  // namespace qiyue
