// Markdown blocks: headings, paragraphs, lists, tables, quotes, fenced text, comments, front matter, blocks of HTML.
#include <algorithm>
#include <array>

#include "core/text.h"
#include "document/flow.h"

namespace qiyue::doc {
namespace {

using Kind = FlowItem::Kind;

struct Slice {
  std::size_t begin = 0, end = 0;
};

bool is_space_or_tab(char c) { return c == ' ' || c == '\t'; }

class MarkdownReader {
 public:
  MarkdownReader(std::string_view text, Flow& flow) : t_(text), flow_(flow) {}

  void run() {
    front_matter();
    while (next_line()) line();
    close_paragraph();
  }

 private:
  // ---- lines ----
  bool next_line() {
    if (at_ >= t_.size()) return false;
    line_.begin = at_;
    const auto end = t_.find('\n', at_);
    line_.end = end == std::string_view::npos ? t_.size() : end;
    at_ = end == std::string_view::npos ? t_.size() : end + 1;
    if (line_.end > line_.begin && t_[line_.end - 1] == '\r') --line_.end;
    return true;
  }
  [[nodiscard]] std::string_view view(Slice slice) const { return t_.substr(slice.begin, slice.end - slice.begin); }
  [[nodiscard]] Slice trimmed(Slice slice) const {
    while (slice.begin < slice.end && is_space_or_tab(t_[slice.begin])) ++slice.begin;
    while (slice.end > slice.begin && is_space_or_tab(t_[slice.end - 1])) --slice.end;
    return slice;
  }
  [[nodiscard]] std::string_view peek_line() const {
    const auto end = t_.find('\n', at_);
    auto line = t_.substr(std::min(at_, t_.size()), end == std::string_view::npos ? end : end - at_);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
  }
  static int columns(std::string_view blank) {
    int width = 0;
    for (const char c : blank) width += c == '\t' ? 4 - width % 4 : 1;
    return width;
  }

  void front_matter() {
    const std::size_t start = at_;
    if (!next_line() || trim(view(line_)) != "---") {
      at_ = start;
      return;
    }
    Flow found;
    while (next_line()) {
      const auto text = trim(view(line_));
      if (text == "---" || text == "...") {
        if (!found.title_hint.empty()) flow_.title_hint = found.title_hint;
        flow_.lang = found.lang;
        flow_.kind = found.kind;
        return;
      }
      const auto colon = text.find(':');
      if (colon == std::string_view::npos) continue;
      const auto key = trim(text.substr(0, colon));
      auto value = trim(text.substr(colon + 1));
      if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front())
        value = value.substr(1, value.size() - 2);
      if (key == "title") found.title_hint = std::string(value);
      if (key == "lang") found.lang = std::string(value);
      if (key == "kind")
        for (const auto kind : {DocumentKind::privacy_policy, DocumentKind::user_agreement, DocumentKind::data_lists})
          if (to_string(kind) == value) found.kind = kind;
    }
    at_ = start;  // no end: it was a rule, not front matter
  }

  // ---- blocks ----
  void line() {
    Slice content = line_;
    while (true) {  // quotes are read as what they hold
      const Slice inner = trimmed(content);
      if (inner.begin < inner.end && t_[inner.begin] == '>') {
        content.begin = inner.begin + 1;
        if (!quoted_) close_paragraph();
        quoted_ = true;
      } else {
        break;
      }
    }
    if (content.begin == line_.begin && trimmed(content).begin == trimmed(content).end) quoted_ = false;
    const Slice inner = trimmed(content);
    const std::string_view text = view(inner);
    const int indent = columns(t_.substr(content.begin, inner.begin - content.begin));
    if (text.empty()) {
      close_paragraph();
      blank_ = true;
      return;
    }
    if (fence(text, indent) || comment(inner) || heading(inner) || underline(text) || rule(text) || table(inner) ||
        item(inner, indent) || html(inner)) {
      blank_ = false;
      return;
    }
    if (blank_ && !levels_.empty()) {
      // After an empty line only what is indented still belongs to the item.
      while (!levels_.empty() && indent < levels_.back().content) levels_.pop_back();
      if (!levels_.empty()) {
        continue_item(inner);
        blank_ = false;
        return;
      }
    }
    blank_ = false;
    paragraph_.push_back({inner.begin, line_end_with_break(content)});
  }

  // Two blanks or a backslash at the end of a line break it.
  [[nodiscard]] std::size_t line_end_with_break(Slice content) const {
    const Slice inner = trimmed(content);
    return content.end >= inner.end + 2 ? inner.end + 2 : inner.end;
  }

  bool fence(std::string_view text, int indent) {
    if (indent > 3 && levels_.empty()) return false;
    const char mark = text.front();
    if (mark != '`' && mark != '~') return false;
    std::size_t length = 0;
    while (length < text.size() && text[length] == mark) ++length;
    if (length < 3 || (mark == '`' && text.find('`', length) != std::string_view::npos)) return false;
    close_paragraph();
    levels_.clear();
    FlowItem block;
    while (next_line()) {
      const Slice inner = trimmed(line_);
      const auto body = view(inner);
      if (body.size() >= length && body.find_first_not_of(mark) == std::string_view::npos) break;
      if (!block.runs.empty()) append_run(block.runs, "\n", false, "", {});
      append_run(block.runs, body, false, "",
                 {static_cast<std::uint32_t>(inner.begin), static_cast<std::uint32_t>(inner.end)});
    }
    flow_.items.push_back(std::move(block));
    return true;
  }

  bool comment(Slice inner) {
    if (view(inner).substr(0, 4) != "<!--") return false;
    const auto end = no_comment_end_ ? std::string_view::npos : t_.find("-->", inner.begin + 4);
    no_comment_end_ = end == std::string_view::npos;
    if (no_comment_end_) return false;
    const std::size_t line_end = std::min(t_.find('\n', end), t_.size());
    if (!trim(t_.substr(end + 3, line_end - end - 3)).empty()) return false;  // text behind it: an inline comment
    close_paragraph();
    levels_.clear();
    list_break_ = true;
    const auto body = trim(t_.substr(inner.begin + 4, end - inner.begin - 4));
    if (body.substr(0, 7) == "clause:") clause_id_ = std::string(trim(body.substr(7)));
    at_ = std::min(line_end + 1, t_.size());
    return true;
  }

  void add_heading(int level, Slice text) {
    FlowItem item;
    item.kind = Kind::heading;
    item.level = level;
    item.clause_id = std::exchange(clause_id_, {});
    item.source = {static_cast<std::uint32_t>(text.begin), static_cast<std::uint32_t>(text.end)};
    parse_markdown_inlines({view(text), static_cast<std::uint32_t>(text.begin)}, item.runs);
    for (auto& run : item.runs) run.strong = false;  // a heading is one anyway
    flow_.items.push_back(std::move(item));
    levels_.clear();
  }

  bool heading(Slice inner) {
    const auto text = view(inner);
    std::size_t marks = 0;
    while (marks < text.size() && text[marks] == '#') ++marks;
    if (marks == 0 || marks > 6) return false;
    // "##标题" without the space is no heading to CommonMark, but to whoever wrote it.
    const bool spaced = marks == text.size() || is_space_or_tab(text[marks]);
    if (!spaced && (marks == 1 || !contains_han(text.substr(marks)))) return false;
    close_paragraph();
    Slice title = trimmed({inner.begin + marks, inner.end});
    std::size_t end = title.end;
    while (end > title.begin && t_[end - 1] == '#') --end;
    if (end < title.end && (end == title.begin || is_space_or_tab(t_[end - 1]))) title = trimmed({title.begin, end});
    if (title.begin < title.end) add_heading(static_cast<int>(marks), title);
    return true;
  }

  // === or --- under one short line.
  bool underline(std::string_view text) {
    if (paragraph_.size() != 1 || !levels_.empty() || (text.front() != '=' && text.front() != '-')) return false;
    if (text.find_first_not_of(text.front()) != std::string_view::npos) return false;
    const Slice title = trimmed(paragraph_.front());
    const auto words = view(title);
    if (count_code_points(words) > 60 || words.ends_with("。") || words.ends_with("；") || words.ends_with("："))
      return false;
    paragraph_.clear();
    add_heading(text.front() == '=' ? 1 : 2, title);
    return true;
  }

  bool rule(std::string_view text) {
    const char mark = text.front();
    if (mark != '-' && mark != '*' && mark != '_' && mark != '=') return false;
    int marks = 0;
    for (const char c : text) {
      if (c != mark && !is_space_or_tab(c)) return false;
      marks += c == mark ? 1 : 0;
    }
    if (marks < 3) return false;
    close_paragraph();
    levels_.clear();
    list_break_ = true;
    return true;
  }

  static bool is_delimiter_row(std::string_view text) {
    text = trim(text);
    return text.find('-') != std::string_view::npos && text.find('|') != std::string_view::npos &&
           text.find_first_not_of("|-: \t") == std::string_view::npos;
  }

  [[nodiscard]] std::vector<Slice> cells(Slice row) const {
    row = trimmed(row);
    if (row.begin < row.end && t_[row.begin] == '|') ++row.begin;
    std::vector<Slice> out;
    Slice cell{row.begin, row.begin};
    for (std::size_t i = row.begin; i < row.end; ++i) {
      if (t_[i] == '\\') {
        ++i;
      } else if (t_[i] == '|') {
        cell.end = i;
        out.push_back(trimmed(cell));
        cell.begin = i + 1;
      }
    }
    cell.end = row.end;
    if (const Slice last = trimmed(cell); last.begin < last.end) out.push_back(last);
    return out;
  }

  std::vector<Inlines> row(Slice slice) const {
    std::vector<Inlines> out;
    for (const Slice cell : cells(slice)) {
      Inlines runs;
      parse_markdown_inlines({view(cell), static_cast<std::uint32_t>(cell.begin)}, runs);
      out.push_back(std::move(runs));
    }
    return out;
  }

  bool table(Slice inner) {
    if (view(inner).find('|') == std::string_view::npos || !is_delimiter_row(peek_line())) return false;
    close_paragraph();
    levels_.clear();
    FlowItem item;
    item.kind = Kind::table;
    item.table.kind = BlockKind::table;
    item.table.header = row(inner);
    item.table.source = {static_cast<std::uint32_t>(inner.begin), static_cast<std::uint32_t>(inner.end)};
    next_line();  // the delimiter row
    while (at_ < t_.size()) {
      const auto next = trim(peek_line());
      if (next.empty() || next.find('|') == std::string_view::npos || next.substr(0, 4) == "<!--") break;
      next_line();
      item.table.rows.push_back(row(line_));
      item.table.source.end = static_cast<std::uint32_t>(line_.end);
    }
    flow_.items.push_back(std::move(item));
    return true;
  }

  struct Level {
    int content = 0;  // column at which the item's text starts
    std::size_t item = 0;
  };

  bool item(Slice inner, int indent) {
    const auto text = view(inner);
    ItemMark mark;
    std::size_t width = 0;
    if (text.front() == '-' || text.front() == '*' || text.front() == '+') {
      width = 1;
    } else {
      while (width < text.size() && width < 9 && text[width] >= '0' && text[width] <= '9')
        mark.number = mark.number * 10 + (text[width++] - '0');
      if (width == 0 || width >= text.size() || (text[width] != '.' && text[width] != ')')) return false;
      mark.ordered = true;
      ++width;
    }
    if (width < text.size() && !is_space_or_tab(text[width])) return false;
    // A number inside a paragraph starts a list only with 1 (CommonMark): 「…合计\n30. 元」 stays text.
    if (!paragraph_.empty() && levels_.empty() && ((mark.ordered && mark.number != 1) || width == text.size()))
      return false;
    close_paragraph();
    std::size_t from = inner.begin + width;
    while (from < inner.end && is_space_or_tab(t_[from])) ++from;
    while (!levels_.empty() && indent < levels_.back().content) levels_.pop_back();
    mark.depth = static_cast<int>(std::min<std::size_t>(levels_.size(), 7));
    FlowItem item;
    item.kind = Kind::item;
    item.mark = mark;
    item.starts_list = std::exchange(list_break_, false);
    item.source = {static_cast<std::uint32_t>(inner.begin), static_cast<std::uint32_t>(inner.end)};
    flow_.items.push_back(std::move(item));
    const int gap = from > inner.begin + width && from < inner.end ? static_cast<int>(from - inner.begin - width) : 1;
    if (levels_.size() < 8)
      levels_.push_back({indent + static_cast<int>(width) + std::min(gap, 4), flow_.items.size() - 1});
    if (!levels_.empty()) levels_.back().item = flow_.items.size() - 1;
    if (from < inner.end) {
      // "- ## 标题" keeps its words, not its marks.
      paragraph_.push_back({from, inner.end});
    }
    return true;
  }

  void continue_item(Slice inner) {
    close_paragraph();
    paragraph_.push_back(inner);
  }

  bool html(Slice inner) {
    if (t_[inner.begin] != '<') return false;
    static constexpr std::array blocks{"table",   "div",     "p",      "ul",    "ol",      "h1",        "h2",
                                       "h3",      "h4",      "h5",     "h6",    "section", "center",    "details",
                                       "summary", "article", "script", "style", "pre",     "blockquote"};
    const auto text = view(inner).substr(1);
    const auto name_end = std::find_if_not(text.begin(), text.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/';
    });
    std::string name = to_lower_ascii(text.substr(0, static_cast<std::size_t>(name_end - text.begin())));
    if (name.starts_with('/')) name.erase(0, 1);
    if (std::find(blocks.begin(), blocks.end(), name) == blocks.end()) return false;
    close_paragraph();
    levels_.clear();
    std::size_t end = t_.size();
    if (name == "script" || name == "style" || name == "pre" || name == "table") {
      const auto close = t_.find("</" + name, inner.begin);
      end = close == std::string_view::npos ? t_.size() : std::min(t_.find('\n', close), t_.size());
    } else {
      for (std::size_t at = inner.begin; at < t_.size();) {
        const auto stop = std::min(t_.find('\n', at), t_.size());
        if (trim(t_.substr(at, stop - at)).empty()) {
          end = at;
          break;
        }
        at = stop + 1;
      }
    }
    read_markup({t_.substr(inner.begin, end - inner.begin), static_cast<std::uint32_t>(inner.begin)}, Markup::html,
                flow_);
    at_ = std::min(end + 1, t_.size());
    if (end < t_.size() && t_[end] != '\n') at_ = end;
    return true;
  }

  // ---- paragraphs ----
  // Lines of one paragraph: between ideographs a line break means nothing, elsewhere it is a space.
  void join(std::string& text, std::vector<Span>& origin) const {
    bool hard = false;
    for (std::size_t i = 0; i < paragraph_.size(); ++i) {
      Slice line = paragraph_[i];
      bool hard_next = false;
      const Slice inner = trimmed(line);
      if (line.end >= inner.end + 2) hard_next = true;
      line = inner;
      if (line.end > line.begin && t_[line.end - 1] == '\\' && i + 1 < paragraph_.size()) {
        hard_next = true;
        --line.end;
      }
      if (i > 0) {
        const Span gap{origin.empty() ? 0 : origin.back().end, static_cast<std::uint32_t>(line.begin)};
        std::size_t first = line.begin;
        const bool tight =
            !text.empty() && static_cast<unsigned char>(text.back()) >= 0x80 && decode_utf8(t_, first) >= 0x2E80;
        if (hard || !tight) {
          text += hard ? '\n' : ' ';
          origin.push_back(gap);
        }
      }
      for (std::size_t at = line.begin; at < line.end; ++at)
        origin.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + 1)});
      text += view(line);
      hard = hard_next;
    }
  }

  void close_paragraph() {
    if (paragraph_.empty()) return;
    Inlines runs;
    if (paragraph_.size() == 1) {
      const Slice inner = trimmed(paragraph_.front());
      parse_markdown_inlines({view(inner), static_cast<std::uint32_t>(inner.begin)}, runs);
    } else {
      std::string text;
      std::vector<Span> origin;
      join(text, origin);
      parse_markdown_inlines({text, 0, &origin}, runs);
    }
    const Span source{static_cast<std::uint32_t>(paragraph_.front().begin),
                      static_cast<std::uint32_t>(paragraph_.back().end)};
    paragraph_.clear();
    if (!levels_.empty()) {
      FlowItem& item = flow_.items[levels_.back().item];
      if (!item.runs.empty() && !runs.empty()) append_run(item.runs, "\n", false, "", {});
      item.runs.insert(item.runs.end(), std::make_move_iterator(runs.begin()), std::make_move_iterator(runs.end()));
      item.source.end = std::max(item.source.end, source.end);
      return;
    }
    FlowItem item;
    item.runs = std::move(runs);
    item.source = source;
    item.looks_like_heading = all_strong(item.runs);
    flow_.items.push_back(std::move(item));
  }

  std::string_view t_;
  Flow& flow_;
  std::size_t at_ = 0;
  Slice line_;
  std::vector<Slice> paragraph_;
  std::vector<Level> levels_;
  std::string clause_id_;
  bool blank_ = false, quoted_ = false, list_break_ = false, no_comment_end_ = false;
};

}  // namespace

void read_markdown(std::string_view text, Flow& flow) { MarkdownReader(text, flow).run(); }

}  // namespace qiyue::doc
