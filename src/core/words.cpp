#include "core/words.h"

#include <algorithm>

#include "core/text.h"

namespace qiyue {
namespace {

constexpr std::size_t kPlane = 0x10000;

// As decode_utf8, quicker for what Chinese text is made of and without a second look at whether it is well formed: bytes that
// are not make some other code point here, which no word has.
inline char32_t next_code_point(std::string_view text, std::size_t& offset) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[offset + i]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) {
    ++offset;
    return lead;
  }
  if ((lead & 0xF0) == 0xE0 && offset + 2 < text.size()) {
    const char32_t c = ((lead & 0x0Fu) << 12) | ((byte(1) & 0x3Fu) << 6) | (byte(2) & 0x3Fu);
    offset += 3;
    return c;
  }
  return decode_utf8(text, offset);
}

}  // namespace

WordTrie::WordTrie() : nodes_(1), first_(kPlane, 0) {}

std::int32_t WordTrie::step(std::int32_t node, char32_t code_point) const {
  if (node == 0 && code_point < kPlane) return first_[code_point];
  const auto& edges = nodes_[static_cast<std::size_t>(node)].edges;
  const auto it = std::lower_bound(edges.begin(), edges.end(), code_point,
                                   [](const Edge& edge, char32_t value) { return edge.code_point < value; });
  return it != edges.end() && it->code_point == code_point ? it->node : 0;
}

void WordTrie::add(std::string_view word, int value) {
  std::int32_t node = 0;
  for (std::size_t offset = 0; offset < word.size();) {
    const char32_t code_point = decode_utf8(word, offset);
    std::int32_t next = step(node, code_point);
    if (next == 0) {
      next = static_cast<std::int32_t>(nodes_.size());
      nodes_.emplace_back();
      if (node == 0 && code_point < kPlane) {
        first_[code_point] = next;
      } else {
        auto& edges = nodes_[static_cast<std::size_t>(node)].edges;
        const auto it = std::lower_bound(edges.begin(), edges.end(), code_point,
                                         [](const Edge& edge, char32_t c) { return edge.code_point < c; });
        edges.insert(it, Edge{code_point, next});
      }
    }
    node = next;
  }
  if (node != 0 && nodes_[static_cast<std::size_t>(node)].value < 0)
    nodes_[static_cast<std::size_t>(node)].value = value;
}

WordTrie::Hit WordTrie::longest_at(std::string_view text, std::size_t offset) const {
  Hit hit{static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(offset), -1};
  std::int32_t node = 0;
  while (offset < text.size()) {
    node = step(node, next_code_point(text, offset));
    if (node == 0) break;
    if (const int value = nodes_[static_cast<std::size_t>(node)].value; value >= 0) {
      hit.value = value;
      hit.end = static_cast<std::uint32_t>(offset);
    }
  }
  return hit;
}

std::vector<WordTrie::Hit> WordTrie::find_all(std::string_view text) const {
  std::vector<Hit> hits;
  for (std::size_t offset = 0; offset < text.size();) {
    if (const Hit hit = longest_at(text, offset); hit.value >= 0) {
      hits.push_back(hit);
      offset = hit.end;
    } else {
      next_code_point(text, offset);
    }
  }
  return hits;
}

void WordTrie::mark(std::string_view text, std::vector<char>& seen, std::vector<int>& values) const {
  for (std::size_t start = 0; start < text.size();) {
    std::size_t offset = start;
    std::int32_t node = step(0, next_code_point(text, offset));
    start = offset;
    while (node != 0) {
      if (const int value = nodes_[static_cast<std::size_t>(node)].value;
          value >= 0 && seen[static_cast<std::size_t>(value)] == 0) {
        seen[static_cast<std::size_t>(value)] = 1;
        values.push_back(value);
      }
      if (offset >= text.size()) break;
      node = step(node, next_code_point(text, offset));
    }
  }
}

}  // namespace qiyue
