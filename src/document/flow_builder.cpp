#include "document/flow_builder.h"

#include <algorithm>

#include "core/text.h"

namespace qiyue::doc {
namespace {

constexpr int kMaxColumns = 50;
constexpr int kMaxRowSpan = 200;
constexpr std::size_t kMaxListDepth = 8;

// Chinese characters and the punctuation set among them: a line break between two of these is no space.
bool is_cjk(char32_t c) { return c >= 0x2E80 || (c >= 0x2014 && c <= 0x2026); }

char32_t last_char(std::string_view text) {
  if (text.empty()) return 0;
  std::size_t at = text.size() - 1;
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) --at;
  return decode_utf8(text, at);
}

bool ends_sentence(std::string_view text) {
  text = trim(text);
  for (const std::string_view end : {"。", "；", ";", "！", "？", "：", ":"})
    if (text.ends_with(end)) return true;
  return false;
}

}  // namespace

void FlowBuilder::begin_block(int heading, bool title_like) {
  flush();
  Frame frame = frames_.empty() ? Frame{} : frames_.back();
  if (heading > 0) frame.heading = heading;
  // A title's class on a box that holds whole paragraphs says nothing of them; it counts for the nearest block only.
  frame.title_like = title_like;
  frames_.push_back(frame);
}

void FlowBuilder::end_block() {
  flush();
  if (!frames_.empty()) frames_.pop_back();
}

void FlowBuilder::line_break() {
  const bool inside = (!tables_.empty() && tables_.back().in_cell) || (!lists_.empty() && lists_.back().fresh) ||
                      (!frames_.empty() && frames_.back().heading > 0);
  if (!inside) {
    flush();
    return;
  }
  pending_ = false;
  if (!runs_.empty() && !runs_.back().text.ends_with('\n')) runs_.push_back({"\n", false, "", {}});
}

void FlowBuilder::begin_list(bool ordered, int start) {
  flush();
  lists_.push_back({ordered, start, kNone, false, true});
}

void FlowBuilder::end_list() {
  flush();
  if (!lists_.empty()) lists_.pop_back();
}

void FlowBuilder::begin_item() {
  flush();
  if (lists_.empty()) lists_.push_back({});  // <li> outside a list
  lists_.back().fresh = true;
  lists_.back().item = kNone;
}

void FlowBuilder::end_item() {
  flush();
  if (lists_.empty()) return;
  if (lists_.back().item != kNone || lists_.back().fresh) lists_.back().next += 1;
  lists_.back().fresh = false;
  lists_.back().item = kNone;
}

void FlowBuilder::begin_table() {
  flush();
  tables_.emplace_back();
}

void FlowBuilder::begin_row(bool header) {
  if (tables_.empty()) return;
  close_row();
  Table& table = tables_.back();
  table.rows.emplace_back();
  table.row_open = true;
  table.row_is_header = header;
  table.saw_header = table.saw_plain = false;
  fill_spans(table.rows.back());
}

// Cells above that reach down into this row, at the place where the row has come to.
void FlowBuilder::fill_spans(std::vector<Inlines>& row) {
  auto& spans = tables_.back().spans;
  while (row.size() < spans.size() && spans[row.size()].rows > 0) {
    Cell& above = spans[row.size()];
    --above.rows;
    row.push_back(above.runs);
  }
}

void FlowBuilder::begin_cell(bool header, int columns, int rows) {
  if (tables_.empty()) return;
  if (tables_.back().in_cell) end_cell();
  if (!tables_.back().row_open) begin_row(false);
  flush();
  Table& table = tables_.back();
  table.in_cell = true;
  (header ? table.saw_header : table.saw_plain) = true;
  table.cell.clear();
  table.cell_columns = std::clamp(columns, 1, kMaxColumns);
  table.cell_rows = std::clamp(rows, 1, kMaxRowSpan);
}

void FlowBuilder::end_cell() {
  if (tables_.empty() || !tables_.back().in_cell) return;
  flush();
  Table& table = tables_.back();
  table.in_cell = false;
  trim_runs(table.cell);
  auto& row = table.rows.back();
  const auto column = row.size();
  row.push_back(table.cell);
  for (int i = 1; i < table.cell_columns && row.size() < kMaxColumns; ++i) row.emplace_back();
  if (table.cell_rows > 1 && row.size() <= kMaxColumns) {
    table.spans.resize(std::max(table.spans.size(), row.size()));
    for (auto i = column; i < row.size(); ++i) table.spans[i] = {row[i], table.cell_rows - 1};
  }
  fill_spans(row);
}

void FlowBuilder::close_row() {
  if (tables_.empty() || !tables_.back().row_open) return;
  end_cell();
  Table& table = tables_.back();
  table.row_open = false;
  table.header_rows.push_back(table.row_is_header || (table.saw_header && !table.saw_plain));
}

void FlowBuilder::end_table() {
  if (tables_.empty()) return;
  close_row();
  flush();
  Table table = std::move(tables_.back());
  tables_.pop_back();
  FlowItem item;
  item.kind = FlowItem::Kind::table;
  item.table.kind = BlockKind::table;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    auto& row = table.rows[i];
    if (std::all_of(row.begin(), row.end(), [](const Inlines& cell) { return cell.empty(); })) continue;
    if (item.table.header.empty() && item.table.rows.empty() && table.header_rows[i]) {
      item.table.header = std::move(row);
      for (auto& cell : item.table.header)
        for (auto& run : cell) run.strong = false;  // a header is one anyway
    } else {
      item.table.rows.push_back(std::move(row));
    }
  }
  item.table.source = table.source;
  item.source = table.source;
  if (!tables_.empty() && tables_.back().in_cell) {  // a table in a cell: its text is the cell's
    Inlines& cell = tables_.back().cell;
    for (auto& row : item.table.rows) {
      for (auto& inner : row) {
        if (!cell.empty() && !inner.empty()) cell.push_back({"\n", false, "", {}});
        cell.insert(cell.end(), std::make_move_iterator(inner.begin()), std::make_move_iterator(inner.end()));
      }
    }
    return;
  }
  if (!item.table.rows.empty() || !item.table.header.empty()) flow_.items.push_back(std::move(item));
}

void FlowBuilder::put(std::string_view text, Span source) {
  if (runs_.empty()) runs_frame_ = frames_.empty() ? Frame{} : frames_.back();
  append_run(runs_, text, strong_ > 0, link_, source);
}

void FlowBuilder::put_slice(const Mapped& source, std::size_t begin, std::size_t end) {
  if (begin >= end) return;
  if (pending_) {
    std::size_t at = begin;
    const bool tight = pending_broke_ && !runs_.empty() && is_cjk(last_char(runs_.back().text)) &&
                       is_cjk(decode_utf8(source.text, at));
    if (!runs_.empty() && !tight && !runs_.back().text.ends_with('\n')) put(" ", pending_span_);
    pending_ = false;
  }
  if (runs_.empty()) runs_frame_ = frames_.empty() ? Frame{} : frames_.back();
  append_slice(runs_, source, begin, end, strong_ > 0, link_);
}

// A character that the source writes in another way: an entity, an expression.
void FlowBuilder::put_decoded(std::string_view text, Span source) {
  if (pending_ && !runs_.empty() && !runs_.back().text.ends_with('\n')) put(" ", pending_span_);
  pending_ = false;
  put(text, source);
}

void FlowBuilder::white(Span source, bool broke) {
  if (!pending_) {
    pending_span_ = source;
    pending_broke_ = false;
  }
  pending_span_.end = std::max(pending_span_.end, source.end);
  pending_broke_ = pending_broke_ || broke;
  pending_ = true;
}

// A line break that shows on the page: a new paragraph, unless it falls inside a sentence.
void FlowBuilder::break_line(const Mapped& source, std::size_t end) {
  if (runs_.empty()) return;
  std::size_t next = end;
  while (next < source.text.size() &&
         (source.text[next] == ' ' || source.text[next] == '\t' || source.text[next] == '\r'))
    ++next;
  const std::string_view rest = trim(source.text.substr(next, 64));
  const std::string_view here = runs_.back().text;
  const std::string_view first = runs_.front().text;
  const bool blank = next < source.text.size() && source.text[next] == '\n';
  if (blank || ends_sentence(here) || parse_number(rest) || bullet_length(rest) > 0 || parse_number(first) ||
      here.ends_with("\n")) {
    pending_ = false;
    line_break();
  } else {
    white(source.span(end - 1, end), true);
  }
}

void FlowBuilder::text(const Mapped& source, std::size_t begin, std::size_t end, Reading reading) {
  const std::string_view t = source.text;
  std::size_t start = begin;
  const auto flush_slice = [&](std::size_t stop) { put_slice(source, start, stop); };
  for (std::size_t at = begin; at < end;) {
    const char c = t[at];
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f') {
      flush_slice(at);
      const bool broke = c == '\n';
      ++at;
      if (broke && reading.white == White::lines) {
        break_line(source, at);
      } else {
        white(source.span(at - 1, at), broke);
      }
      start = at;
    } else if (c == '{' && at + 1 < end && t[at + 1] == '{') {
      const auto close = t.substr(0, std::min(end, at + 2000)).find("}}", at);
      // {{'<'}} is how WXML writes a character that would be markup; any other expression is kept as it stands.
      if (close == at + 5 && t[at + 2] == '\'' && t[at + 4] == '\'') {
        flush_slice(at);
        put_decoded(t.substr(at + 3, 1), source.span(at, close + 2));
        at = start = close + 2;
      } else {
        at = close == std::string_view::npos ? at + 2 : close + 2;
      }
    } else if (c == '&' && reading.entities) {
      const Entity entity = decode_entity(t.substr(at, std::min<std::size_t>(end - at, 40)));
      if (entity.length == 0) {
        ++at;
        continue;
      }
      flush_slice(at);
      const Span place = source.span(at, at + entity.length);
      at += entity.length;
      start = at;
      if (entity.text == "\u00A0" || entity.text == "\u2002" || entity.text == "\u2003" || entity.text == "\u2009" ||
          entity.text == " ") {
        white(place, false);
      } else if (entity.text == "\n") {
        line_break();
      } else {
        put_decoded(entity.text, place);
      }
    } else if (c == '\\' && reading.backslash_n && at + 1 < end && t[at + 1] == 'n') {
      flush_slice(at);
      at += 2;
      start = at;
      break_line(source, at);
    } else {
      ++at;
    }
  }
  flush_slice(end);
}

void FlowBuilder::flush() {
  pending_ = false;
  Inlines runs = std::move(runs_);
  runs_.clear();
  trim_runs(runs);
  if (runs.empty()) return;
  Span source;
  for (const auto& run : runs) {
    if (run.source.end <= run.source.begin) continue;
    if (source == Span{}) source = run.source;
    source.end = std::max(source.end, run.source.end);
  }
  if (!tables_.empty()) {
    Table& table = tables_.back();
    if (table.source == Span{}) table.source = source;
    table.source.end = std::max(table.source.end, source.end);
  }
  if (!tables_.empty() && tables_.back().in_cell) {
    Inlines& cell = tables_.back().cell;
    if (!cell.empty()) cell.push_back({"\n", false, "", {}});
    cell.insert(cell.end(), std::make_move_iterator(runs.begin()), std::make_move_iterator(runs.end()));
    return;
  }
  FlowItem item;
  item.source = source;
  if (runs_frame_.heading > 0) {
    item.kind = FlowItem::Kind::heading;
    item.level = runs_frame_.heading;
    for (auto& run : runs) {
      run.strong = false;
      if (run.text == "\n") run.text = " ";
    }
    item.runs = std::move(runs);
    flow_.items.push_back(std::move(item));
    return;
  }
  if (!lists_.empty() && (lists_.back().fresh || lists_.back().item != kNone)) {
    ListState& list = lists_.back();
    if (!list.fresh && list.item + 1 == flow_.items.size()) {
      Inlines& open = flow_.items[list.item].runs;
      open.push_back({"\n", false, "", {}});
      open.insert(open.end(), std::make_move_iterator(runs.begin()), std::make_move_iterator(runs.end()));
      return;
    }
    item.kind = FlowItem::Kind::item;
    item.mark.depth = static_cast<int>(std::min(lists_.size(), kMaxListDepth)) - 1;
    item.mark.ordered = list.ordered;
    item.mark.number = list.ordered ? list.next : 0;
    item.starts_list = list.first && lists_.size() == 1;
    if (!list.ordered) drop_prefix(runs, bullet_length(plain_text(runs)));  // a bullet typed in front of the list's own
    item.runs = std::move(runs);
    list.first = false;
    list.fresh = false;
    list.item = flow_.items.size();
    flow_.items.push_back(std::move(item));
    return;
  }
  const std::string text = plain_text(runs);
  if (const std::size_t bullet = bullet_length(text); bullet > 0 && bullet < text.size()) {
    item.kind = FlowItem::Kind::item;
    drop_prefix(runs, bullet);
  } else {
    item.looks_like_heading = runs_frame_.title_like || all_strong(runs);
  }
  item.runs = std::move(runs);
  flow_.items.push_back(std::move(item));
}

void FlowBuilder::finish() {
  while (!tables_.empty()) end_table();
  flush();
}

}  // namespace qiyue::doc
