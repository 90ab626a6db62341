// A text with its line table: byte offsets inside, lines and columns (code points) only when printed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace qiyue {

// Half-open range of byte offsets into one text.
struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool operator==(const Span&) const = default;
};

// Line and column start at 1; a column counts code points, as editors and `docs/formats.md` do.
struct Position {
  int line = 0;
  int column = 0;
  auto operator<=>(const Position&) const = default;
};

class SourceText {
 public:
  SourceText() = default;
  SourceText(std::string path, std::string text);

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] Position at(std::uint32_t offset) const;
  [[nodiscard]] int line_of(std::uint32_t offset) const;
  [[nodiscard]] std::string_view line(int number) const;  // without its line break; empty when out of range
  [[nodiscard]] int line_count() const { return static_cast<int>(starts_.size()); }
  [[nodiscard]] std::uint32_t offset_of_line(int number) const;
  [[nodiscard]] std::string_view slice(Span span) const;

 private:
  std::string path_;
  std::string text_;
  std::vector<std::uint32_t> starts_{0};
  std::vector<std::uint32_t> blocks_;  // code points before each block of the text
  [[nodiscard]] std::uint32_t code_points_before(std::uint32_t offset) const;
};

}  // namespace qiyue
