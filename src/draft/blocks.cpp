#include "draft/blocks.h"

#include <fmt/core.h>

#include "core/text.h"
#include "facts/facts.h"

namespace qiyue::drafting {
namespace {

tl::unexpected<Error> fault(const std::string& path, int line, Text message, Text remedy) {
  Error error;
  error.message = std::move(message);
  error.remedy = std::move(remedy);
  error.file = path;
  error.line = line;
  error.column = 1;
  return fail(std::move(error));
}

// Two lines of one paragraph: Chinese joins without a space.
void append_line(std::string& text, std::string_view line) {
  if (text.empty()) {
    text = line;
    return;
  }
  const auto ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  if (ascii(text.back()) && ascii(line.front())) text += ' ';
  text += line;
}

std::size_t find_unmarked(std::string_view text, std::string_view wanted, std::size_t from) {
  for (std::size_t i = from; i < text.size(); ++i) {
    if (text[i] == kLiteral) {
      ++i;
      continue;
    }
    if (text.substr(i).starts_with(wanted)) return i;
  }
  return std::string_view::npos;
}

std::string unmark(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == kLiteral && i + 1 < text.size()) ++i;
    out += text[i];
  }
  return out;
}

// False when a ** is not closed.
bool make_inlines(std::string_view text, Inlines& out) {
  std::string run;
  bool strong = false;
  const auto flush = [&] {
    if (!run.empty()) out.push_back({std::move(run), strong, "", {}});
    run.clear();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == kLiteral && i + 1 < text.size()) {
      run += text[++i];
    } else if (text.substr(i).starts_with("**")) {
      flush();
      strong = !strong;
      ++i;
    } else if (text[i] == '[') {
      const std::size_t close = find_unmarked(text, "](", i);
      const std::size_t end = close == std::string_view::npos ? close : find_unmarked(text, ")", close);
      if (end == std::string_view::npos) {
        run += text[i];
        continue;
      }
      flush();
      std::string target = unmark(text.substr(close + 2, end - close - 2));
      const bool link =
          target.starts_with("https://") || target.starts_with("http://") || target.starts_with("mailto:");
      // An address that nobody has given yet is to be seen, not a label that leads nowhere.
      std::string label = is_placeholder(target) ? target : unmark(text.substr(i + 1, close - i - 1));
      out.push_back({std::move(label), strong, link ? std::move(target) : "", {}});
      i = end;
    } else {
      run += text[i];
    }
  }
  flush();
  return !strong;
}

std::vector<std::string_view> cells_of(std::string_view line) {
  std::vector<std::string_view> cells;
  line = trim(line);
  std::size_t begin = 1;  // after the first |
  while (begin <= line.size()) {
    const std::size_t end = find_unmarked(line, "|", begin);
    if (end == std::string_view::npos) {
      if (const auto last = trim(line.substr(begin)); !last.empty()) cells.push_back(last);
      break;
    }
    cells.push_back(trim(line.substr(begin, end - begin)));
    begin = end + 1;
  }
  return cells;
}

bool is_rule(const std::vector<std::string_view>& cells) {
  if (cells.empty()) return false;
  for (const std::string_view cell : cells) {
    if (cell.empty() || cell.find_first_not_of("-:") != std::string_view::npos) return false;
  }
  return true;
}

// Length of "- " or "12. " at the start; 0 when the line starts no item.
std::size_t item_mark(std::string_view line, bool& ordered) {
  ordered = false;
  if (line.starts_with("- ")) return 2;
  std::size_t i = 0;
  while (i < line.size() && i < 3 && line[i] >= '0' && line[i] <= '9') ++i;
  if (i == 0 || !line.substr(i).starts_with(". ")) return 0;
  ordered = true;
  return i + 2;
}

class Builder {
 public:
  Builder(const std::string& path) : path_(path) {}

  Result<std::vector<Block>> run(const Rendered& rendered) {
    for (const RenderedLine& line : rendered.lines) {
      if (auto taken = take(line); !taken) return fail(std::move(taken.error()));
    }
    if (auto closed = close(); !closed) return fail(std::move(closed.error()));
    return std::move(blocks_);
  }

 private:
  enum class Open { none, paragraph, list, table };

  Status take(const RenderedLine& line) {
    const std::string_view text = trim(line.text);
    if (text.empty()) {
      // Items stay one list across the empty lines that conditions leave between them.
      if (open_ == Open::list) return {};
      return close();
    }
    bool ordered = false;
    const std::size_t mark = item_mark(text, ordered);
    if (text.front() == '|') {
      if (open_ != Open::table) {
        if (auto closed = close(); !closed) return closed;
        open_ = Open::table;
      }
      return take_row(text, line.line);
    }
    if (mark > 0) {
      if (open_ != Open::list || ordered != ordered_) {
        if (auto closed = close(); !closed) return closed;
        open_ = Open::list;
        ordered_ = ordered;
      }
      texts_.push_back({std::string(trim(text.substr(mark))), line.line});
      return {};
    }
    if (open_ == Open::list && (line.text.starts_with("  ") || line.text.starts_with("\t"))) {
      append_line(texts_.back().text, text);
      return {};
    }
    if (open_ != Open::paragraph) {
      if (auto closed = close(); !closed) return closed;
      open_ = Open::paragraph;
      texts_.push_back({std::string(text), line.line});
      return {};
    }
    append_line(texts_.back().text, text);
    return {};
  }

  Status take_row(std::string_view text, int line) {
    const auto cells = cells_of(text);
    if (columns_ == 0) columns_ = cells.size();
    if (cells.size() != columns_) {
      return fault(
          path_, line,
          {fmt::format("表格这一行有 {} 格，表头有 {} 格", cells.size(), columns_),
           fmt::format("this row has {} cells, the header has {}", cells.size(), columns_)},
          {"各行的格数要相同，格与格之间用“|”隔开", "give every row the same number of cells, parted by \"|\""});
    }
    if (rows_.size() == 1 && is_rule(cells)) return {};
    std::vector<Inlines> row;
    for (const std::string_view cell : cells) {
      Inlines runs;
      if (!make_inlines(cell, runs)) return unclosed(line);
      row.push_back(std::move(runs));
    }
    rows_.push_back(std::move(row));
    return {};
  }

  [[nodiscard]] Status unclosed(int line) const {
    return fault(path_, line, {"“**”没有成对", "this ** has no partner"},
                 {"加粗写作 **文字**，开头和结尾在同一段内", "write **text** within one paragraph"});
  }

  Status close() {
    Block block;
    if (open_ == Open::table) {
      if (rows_.size() > 1) {  // a table without rows says nothing
        block.kind = BlockKind::table;
        block.header = std::move(rows_.front());
        block.rows.assign(std::make_move_iterator(rows_.begin() + 1), std::make_move_iterator(rows_.end()));
        blocks_.push_back(std::move(block));
      }
    } else if (open_ == Open::list) {
      block.kind = BlockKind::list;
      block.ordered = ordered_;
      for (const RenderedLine& text : texts_) {
        Inlines runs;
        if (!make_inlines(text.text, runs)) return unclosed(text.line);
        block.items.push_back(std::move(runs));
      }
      blocks_.push_back(std::move(block));
    } else if (open_ == Open::paragraph) {
      if (!make_inlines(texts_.front().text, block.text)) return unclosed(texts_.front().line);
      blocks_.push_back(std::move(block));
    }
    open_ = Open::none;
    texts_.clear();
    rows_.clear();
    columns_ = 0;
    return {};
  }

  const std::string& path_;
  std::vector<Block> blocks_;
  Open open_ = Open::none;
  bool ordered_ = false;
  std::vector<RenderedLine> texts_;
  std::vector<std::vector<Inlines>> rows_;
  std::size_t columns_ = 0;
};

}  // namespace

Result<std::vector<Block>> make_blocks(const Rendered& rendered, const std::string& path) {
  return Builder(path).run(rendered);
}

}  // namespace qiyue::drafting
