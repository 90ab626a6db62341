#include "core/source.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace qiyue {
namespace {

constexpr std::uint32_t kBlock = 1024;

// Bytes that begin a code point: all but the continuation bytes 10xxxxxx. Eight at a time.
std::uint32_t count_leads(std::string_view text) {
  std::size_t continuations = 0;
  std::size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + i, 8);
    const std::uint64_t ones = (word & (~word << 1U) & 0x8080808080808080ULL) >> 7U;
    continuations += static_cast<std::size_t>((ones * 0x0101010101010101ULL) >> 56U);
  }
  for (; i < text.size(); ++i) continuations += (static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U;
  return static_cast<std::uint32_t>(text.size() - continuations);
}

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

}  // namespace

SourceText::SourceText(std::string path, std::string text) : path_(std::move(path)), text_(std::move(text)) {
  bool long_lines = false;
  for (std::size_t i = text_.find('\n'); i != std::string::npos; i = text_.find('\n', i + 1)) {
    long_lines = long_lines || i - starts_.back() > kBlock;
    starts_.push_back(static_cast<std::uint32_t>(i + 1));
  }
  if (!long_lines && text_.size() - starts_.back() <= kBlock) return;
  // One running count per block keeps at() cheap on the single line of a minified file.
  std::uint32_t count = 0;
  for (std::size_t i = 0; i < text_.size(); i += kBlock) {
    blocks_.push_back(count);
    count += count_leads(std::string_view(text_).substr(i, kBlock));
  }
}

std::uint32_t SourceText::code_points_before(std::uint32_t offset) const {
  if (blocks_.empty()) return count_leads(std::string_view(text_).substr(0, offset));
  const std::size_t block = std::min<std::size_t>(offset / kBlock, blocks_.size() - 1);
  const std::size_t start = block * kBlock;
  return blocks_[block] + count_leads(std::string_view(text_).substr(start, offset - start));
}

int SourceText::line_of(std::uint32_t offset) const {
  const auto next = std::upper_bound(starts_.begin(), starts_.end(), offset);
  return static_cast<int>(next - starts_.begin());
}

Position SourceText::at(std::uint32_t offset) const {
  offset = std::min(offset, static_cast<std::uint32_t>(text_.size()));
  while (offset > 0 && offset < text_.size() && is_continuation(text_[offset])) --offset;
  const int line = line_of(offset);
  const std::uint32_t start = starts_[static_cast<std::size_t>(line - 1)];
  const std::uint32_t before = offset - start <= kBlock
                                   ? count_leads(std::string_view(text_).substr(start, offset - start))
                                   : code_points_before(offset) - code_points_before(start);
  return {line, static_cast<int>(before) + 1};
}

std::string_view SourceText::line(int number) const {
  if (number < 1 || number > line_count()) return {};
  const std::size_t index = static_cast<std::size_t>(number - 1);
  const std::size_t begin = starts_[index];
  const std::size_t end = index + 1 < starts_.size() ? starts_[index + 1] - 1 : text_.size();
  std::string_view result = std::string_view(text_).substr(begin, end - begin);
  if (!result.empty() && result.back() == '\r') result.remove_suffix(1);
  return result;
}

std::uint32_t SourceText::offset_of_line(int number) const {
  if (number < 1) return 0;
  if (number > line_count()) return static_cast<std::uint32_t>(text_.size());
  return starts_[static_cast<std::size_t>(number - 1)];
}

std::string_view SourceText::slice(Span span) const {
  const std::size_t begin = std::min<std::size_t>(span.begin, text_.size());
  const std::size_t end = std::min<std::size_t>(std::max(span.begin, span.end), text_.size());
  return std::string_view(text_).substr(begin, end - begin);
}

}  // namespace qiyue
