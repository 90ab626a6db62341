// Many words at once: a trie over code points. Finds, at a place, the longest word that starts there, or every word of a text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace qiyue {

class WordTrie {
 public:
  struct Hit {
    std::uint32_t begin = 0, end = 0;  // bytes in the text
    int value = -1;                    // as given to add()
  };

  WordTrie();
  // A word given twice keeps its first value. An empty word is never found.
  void add(std::string_view word, int value);
  // Longest word that starts exactly at `offset`; value -1 when none does.
  [[nodiscard]] Hit longest_at(std::string_view text, std::size_t offset) const;
  // Left to right, longest first, not overlapping.
  [[nodiscard]] std::vector<Hit> find_all(std::string_view text) const;
  // Sets seen[value] for every word that occurs anywhere, overlapping ones included. `seen` must be large enough.
  void mark(std::string_view text, std::vector<char>& seen, std::vector<int>& values) const;

 private:
  struct Edge {
    char32_t code_point;
    std::int32_t node;
  };
  struct Node {
    std::vector<Edge> edges;  // sorted by code point
    int value = -1;
  };
  [[nodiscard]] std::int32_t step(std::int32_t node, char32_t code_point) const;

  std::vector<Node> nodes_;
  std::vector<std::int32_t> first_;  // node after the first code point, by code point (BMP); 0: none
};

}  // namespace qiyue
