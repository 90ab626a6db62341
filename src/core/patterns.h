// Many regular expressions over many short texts: only those whose required words occur are tried.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/words.h"

namespace re2 {
class FilteredRE2;
class RE2;
}  // namespace re2

namespace qiyue {

struct Match {
  std::size_t begin = 0, end = 0;  // bytes; begin == end == npos when there is none
  [[nodiscard]] explicit operator bool() const { return begin != end; }
};

class PatternSet {
 public:
  PatternSet();
  ~PatternSet();
  PatternSet(PatternSet&&) noexcept;
  PatternSet& operator=(PatternSet&&) noexcept;

  // Number of the pattern. A pattern that RE2 refuses is never found (knowledge is validated when it is loaded).
  int add(const std::string& pattern);
  void compile();

  // Which patterns may match `text`; sorted. Whoever is not among them cannot match.
  [[nodiscard]] std::vector<int> candidates(std::string_view text) const;
  // Where the pattern's group (?P<words>…) matched, or all of it when it has none.
  [[nodiscard]] Match find(int pattern, std::string_view text, std::size_t from = 0) const;
  [[nodiscard]] bool matches(int pattern, std::string_view text) const;

 private:
  std::unique_ptr<re2::FilteredRE2> patterns_;
  std::vector<int> number_;  // our number -> RE2's; -1 refused
  std::vector<int> back_;    // RE2's number -> ours
  std::vector<int> words_;   // our number -> its group `words`, 0 for the whole match
  WordTrie atoms_;
  std::size_t atom_count_ = 0;
};

}  // namespace qiyue
