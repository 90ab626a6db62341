#include "core/diagnostic.h"

#include <fmt/core.h>

#include <algorithm>

#include "core/text.h"

namespace qiyue {
namespace {

constexpr int kTab = 4;
constexpr std::size_t kWholeSpanLines = 4;  // a longer passage shows its first two lines and its last

struct Cell {  // one code point as it is shown
  std::string shown;
  int width;
};

std::vector<Cell> cells_of(std::string_view line) {
  std::vector<Cell> cells;
  int column = 0;
  for (std::size_t i = 0; i < line.size();) {
    const std::size_t begin = i;
    const char32_t c = decode_utf8(line, i);
    Cell cell;
    if (c == '\t') {
      cell.width = kTab - column % kTab;
      cell.shown = std::string(static_cast<std::size_t>(cell.width), ' ');
    } else if (c < 0x20 || c == 0x7F || c == 0xFFFD) {  // control characters must not reach the terminal
      cell = {"\xEF\xBF\xBD", 1};
    } else {
      cell.shown = std::string(line.substr(begin, i - begin));
      cell.width = display_width(cell.shown);
    }
    column += cell.width;
    cells.push_back(std::move(cell));
  }
  return cells;
}

int width_of(const std::vector<Cell>& cells, std::size_t begin, std::size_t end) {
  int width = 0;
  for (std::size_t i = begin; i < end; ++i) width += cells[i].width;
  return width;
}

struct Marked {
  std::string text, marks;
};

// The line with `^` below the cells [begin, end), cut around them with "…" where it is wider than `room`.
Marked mark(std::string_view line, std::size_t begin, std::size_t end, int room) {
  const std::vector<Cell> cells = cells_of(line);
  begin = std::min(begin, cells.size());
  end = std::clamp(end, begin, cells.size());
  std::size_t first = 0;
  std::size_t last = cells.size();
  if (width_of(cells, 0, cells.size()) > room) {
    room = std::max(room - 2, 8);  // the two "…"
    first = begin;
    last = begin;
    int used = 0;
    while (last < end && used + cells[last].width <= room) used += cells[last++].width;
    // What is left is shared between both sides, left first; the right takes what the left does not need.
    int left = std::min((room - used) / 2, width_of(cells, 0, first));
    const int right_need = width_of(cells, last, cells.size());
    if (right_need < room - used - left) left = room - used - right_need;
    int taken = 0;
    while (first > 0 && taken + cells[first - 1].width <= left) taken += cells[--first].width;
    used += taken;
    while (last < cells.size() && used + cells[last].width <= room) used += cells[last++].width;
  }
  Marked result;
  if (first > 0) {
    result.text += "…";
    result.marks += " ";
  }
  for (std::size_t i = first; i < last; ++i) {
    result.text += cells[i].shown;
    if (i < end) result.marks.append(static_cast<std::size_t>(cells[i].width), i >= begin ? '^' : ' ');
  }
  if (last < cells.size()) result.text += "…";
  if (begin == end) result.marks += '^';
  return result;
}

std::string_view word(Severity severity, Lang lang) {
  switch (severity) {
    case Severity::error:
      return lang == Lang::zh ? "错误" : "error";
    case Severity::warning:
      return lang == Lang::zh ? "警告" : "warning";
    case Severity::advice:
      return lang == Lang::zh ? "建议" : "advice";
  }
  return "";
}

struct Palette {
  std::string_view severity, frame, strong, off;
};

Palette palette(Severity severity, bool color) {
  if (!color) return {"", "", "", ""};
  const std::string_view hue = severity == Severity::error     ? "\x1b[1;31m"
                               : severity == Severity::warning ? "\x1b[1;33m"
                                                               : "\x1b[1;36m";
  return {hue, "\x1b[1;34m", "\x1b[1m", "\x1b[0m"};
}

std::size_t first_non_blank(std::string_view line) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < line.size(); ++count) {
    const char32_t c = decode_utf8(line, i);
    if (c != ' ' && c != '\t' && c != 0x3000) return count;
  }
  return 0;
}

class Writer {
 public:
  Writer(const Diagnostic& diagnostic, const RenderStyle& style)
      : d_(diagnostic), style_(style), colors_(palette(diagnostic.severity, style.color)) {
    const int last = d_.begin.line + static_cast<int>(d_.lines.size()) - 1;
    gutter_ = d_.begin.line > 0 && !d_.lines.empty() ? static_cast<int>(std::to_string(last).size()) : 1;
  }

  std::string run() {
    head();
    passage();
    for (const Text& note : d_.notes) remark(note.in(style_.lang), style_.lang == Lang::zh ? "依据：" : "note: ");
    if (!d_.help.empty()) remark(d_.help.in(style_.lang), style_.lang == Lang::zh ? "处理：" : "help: ");
    if (!d_.replacement.empty()) {
      remark(d_.replacement.in(style_.lang), style_.lang == Lang::zh ? "建议改法：" : "replace with: ");
    }
    return std::move(out_);
  }

 private:
  void head() {
    out_ += fmt::format("{}{}", colors_.severity, word(d_.severity, style_.lang));
    if (!d_.code.empty()) out_ += fmt::format("[{}]", d_.code);
    out_ += fmt::format("{}{}{}{}{}\n", colors_.off, colors_.strong, style_.lang == Lang::zh ? "：" : ": ",
                        d_.message.in(style_.lang), colors_.off);
    if (d_.file.empty()) return;
    out_ += fmt::format("{:{}}{}-->{} {}", "", gutter_, colors_.frame, colors_.off, d_.file);
    if (d_.begin.line > 0) out_ += fmt::format(":{}:{}", d_.begin.line, std::max(d_.begin.column, 1));
    out_ += "\n";
  }

  void frame(std::string_view number, std::string_view text) {
    out_ += fmt::format("{}{:>{}} |{}", colors_.frame, number, gutter_, colors_.off);
    if (!text.empty()) out_ += fmt::format(" {}", text);
    out_ += "\n";
  }

  void line(std::size_t index) {
    const std::string& text = d_.lines[index];
    const bool is_first = index == 0;
    const bool is_last = index + 1 == d_.lines.size();
    const auto code_points = static_cast<std::size_t>(count_code_points(text));
    const auto from = [](int column) { return static_cast<std::size_t>(std::max(column, 1) - 1); };
    const std::size_t begin = is_first ? from(d_.begin.column) : first_non_blank(text);
    std::size_t end = code_points;
    if (is_last && d_.end.column > 0) end = from(d_.end.column);
    if (is_first && is_last && d_.end.line == 0) end = begin + 1;
    const Marked marked = mark(text, begin, end, style_.width - gutter_ - 3);
    frame(std::to_string(d_.begin.line + static_cast<int>(index)), marked.text);
    frame("", fmt::format("{}{}{}", colors_.severity, marked.marks, colors_.off));
  }

  void passage() {
    if (d_.begin.line <= 0 || d_.lines.empty()) return;
    frame("", "");
    const std::size_t count = d_.lines.size();
    for (std::size_t i = 0; i < count; ++i) {
      if (count > kWholeSpanLines && i == 2) {
        frame("", "…");
        i = count - 1;
      }
      line(i);
    }
    if (!d_.notes.empty() || !d_.help.empty() || !d_.replacement.empty()) frame("", "");
  }

  void remark(std::string_view text, std::string_view label) {
    const std::string indent(static_cast<std::size_t>(gutter_) + 1, ' ');
    bool first = true;
    for (const std::string_view row : split(text, '\n')) {
      if (first) {
        out_ += fmt::format("{}{}={} {}{}{}{}\n", indent, colors_.frame, colors_.off, colors_.strong, label,
                            colors_.off, row);
      } else if (row.empty()) {
        out_ += "\n";
      } else {
        out_ +=
            fmt::format("{}  {}{}\n", indent, std::string(static_cast<std::size_t>(display_width(label)), ' '), row);
      }
      first = false;
    }
  }

  const Diagnostic& d_;
  const RenderStyle& style_;
  Palette colors_;
  int gutter_ = 1;
  std::string out_;
};

}  // namespace

std::string_view to_string(Severity severity) { return word(severity, Lang::en); }

std::string render(const Diagnostic& diagnostic, const RenderStyle& style) { return Writer(diagnostic, style).run(); }

}  // namespace qiyue
