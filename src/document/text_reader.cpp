// Plain text: a line is a paragraph, unless it was wrapped at a fixed width.
#include <array>

#include "core/text.h"
#include "document/flow.h"

namespace qiyue::doc {
namespace {

constexpr int kWrappedFrom = 50;  // display columns
constexpr int kWrappedTo = 120;

bool ends_line(std::string_view text) {
  for (const std::string_view end : {"。", "；", ";", "！", "!", "？", "?", "：", ":", ".", "”", "）", ")", "》"})
    if (text.ends_with(end)) return true;
  return false;
}

// Bytes of a bullet and the white space behind it; 0 when the line has none.
std::size_t bullet_of(std::string_view line) {
  for (const std::string_view mark :
       {"•", "·", "●", "○", "◦", "■", "□", "◆", "◇", "▪", "▸", "►", "※", "➢", "✓", "√", "\uF0B7", "－ ", "—— "}) {
    if (line.substr(0, mark.size()) != mark) continue;
    std::size_t at = mark.size();
    while (at < line.size() && (line[at] == ' ' || line[at] == '\t')) ++at;
    return at;
  }
  if (line.size() > 2 && (line[0] == '-' || line[0] == '*' || line[0] == '+') && (line[1] == ' ' || line[1] == '\t')) {
    std::size_t at = 1;
    while (at < line.size() && (line[at] == ' ' || line[at] == '\t')) ++at;
    return at;
  }
  return 0;
}

bool is_rule(std::string_view line, char mark) {
  return line.size() >= 3 && line.find_first_not_of(mark) == std::string_view::npos;
}

}  // namespace

std::size_t bullet_length(std::string_view line) { return bullet_of(line); }

void read_plain_text(std::string_view text, Flow& flow) {
  bool open = false;  // the last item may go on in this line
  int last_width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto newline = std::min(text.find('\n', at), text.size());
    const std::string_view raw = text.substr(at, newline - at);
    const std::string_view line = trim(raw);
    const std::size_t begin = line.empty() ? at : static_cast<std::size_t>(line.data() - text.data());
    const bool indented = raw.substr(0, 3) == "\u3000" || raw.substr(0, 2) == "  " || raw.substr(0, 1) == "\t";
    at = newline + 1;
    if (line.empty()) {
      open = false;
      continue;
    }
    const auto run = [&](std::size_t skip) {
      return Span{static_cast<std::uint32_t>(begin + skip), static_cast<std::uint32_t>(begin + line.size())};
    };
    if (is_rule(line, '=') || is_rule(line, '-') || is_rule(line, '*') || is_rule(line, '_')) {
      if (open && line[0] == '=' && flow.items.back().kind == FlowItem::Kind::paragraph)
        flow.items.back().looks_like_heading = true;
      open = false;
      continue;
    }
    const std::size_t mark = bullet_of(line);
    const bool goes_on =
        open && mark == 0 && !indented && last_width >= kWrappedFrom && last_width <= kWrappedTo && !parse_number(line);
    if (goes_on && !ends_line(plain_text(flow.items.back().runs))) {
      FlowItem& item = flow.items.back();
      const std::string_view before = item.runs.back().text;
      std::size_t first = 0;
      const bool tight = static_cast<unsigned char>(before.back()) >= 0x80 && decode_utf8(line, first) >= 0x2E80;
      if (!tight) append_run(item.runs, " ", false, "", {item.source.end, run(0).begin});
      append_run(item.runs, line, false, "", run(0));
      item.source.end = run(0).end;
    } else {
      FlowItem item;
      item.kind = mark > 0 ? FlowItem::Kind::item : FlowItem::Kind::paragraph;
      append_run(item.runs, line.substr(mark), false, "", run(mark));
      item.source = run(0);
      if (!item.runs.empty()) flow.items.push_back(std::move(item));
    }
    open = true;
    last_width = display_width(line);
  }
}

}  // namespace qiyue::doc
