// Strings as numbers. Every file has its own table while it is read (so that files can be read side by side); link() of ir.h puts them
// into one, in the order of the files.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace qiyue::scan {

using Atom = std::uint32_t;

class Atoms {
 public:
  Atoms() { intern(""); }
  Atom intern(std::string_view text) {
    if (const auto found = index_.find(text); found != index_.end()) return found->second;
    const auto atom = static_cast<Atom>(texts_.size());
    storage_.emplace_back(text);
    texts_.push_back(storage_.back());
    index_.emplace(texts_.back(), atom);
    return atom;
  }
  [[nodiscard]] Atom find(std::string_view text) const {  // 0, the empty text, when it was never seen
    const auto found = index_.find(text);
    return found == index_.end() ? 0 : found->second;
  }
  [[nodiscard]] std::string_view text(Atom atom) const { return texts_[atom]; }
  [[nodiscard]] std::size_t size() const { return texts_.size(); }

 private:
  std::deque<std::string> storage_;
  std::vector<std::string_view> texts_;
  std::unordered_map<std::string_view, Atom> index_;
};

}  // namespace qiyue::scan
