// Document -> sentences with their places, lead-ins and headings.
#include <algorithm>
#include <array>

#include "claims/claims.h"
#include "core/radicals.h"
#include "core/text.h"

namespace qiyue {
namespace {

bool is_space(char32_t c) {
  return c <= 0x20 || c == 0xA0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200F) || c == 0x2028 || c == 0x2029 ||
         c == 0x202F || c == 0x205F || c == 0x2060 || c == 0xFEFF;
}

// How a paragraph begins, when it begins like an item of a list.
enum class Mark : unsigned char {
  none,
  bullet,
  letter,
  bracketed,
  closed,
  circled,
  dotted,
  chinese_bracketed,
  section
};

bool is_digit(char32_t c) { return (c >= '0' && c <= '9') || (c >= 0xFF10 && c <= 0xFF19); }
bool is_chinese_digit(char32_t c) {
  constexpr std::u32string_view kDigits = U"一二三四五六七八九十百";
  return kDigits.find(c) != std::u32string_view::npos;
}

// The first code points of a text, enough to tell its mark.
std::u32string head_of(std::string_view text) {
  std::u32string head;
  for (std::size_t offset = 0; offset < text.size() && head.size() < 12;) {
    const char32_t c = decode_utf8(text, offset);
    if (head.empty() && is_space(c)) continue;
    head.push_back(c);
  }
  return head;
}

Mark mark_of(std::string_view text) {
  const std::u32string head = head_of(text);
  if (head.empty()) return Mark::none;
  constexpr std::u32string_view kBullets = U"•·●○■□▪▫◆◇➢➤►–—-*";
  if (kBullets.find(head[0]) != std::u32string_view::npos) return Mark::bullet;
  if (head[0] >= 0x2460 && head[0] <= 0x24FF) return Mark::circled;
  const bool open = head[0] == '(' || head[0] == U'（';
  std::size_t i = open ? 1 : 0;
  const std::size_t start = i;
  while (i < head.size() && is_digit(head[i])) ++i;
  if (i > start && i < head.size()) {
    const char32_t next = head[i];
    const bool close = next == ')' || next == U'）';
    if (open) return close ? Mark::bracketed : Mark::none;
    if (close) return Mark::closed;
    if (next == '.' || next == U'．' || next == U'、') {
      return i + 1 < head.size() && is_digit(head[i + 1]) ? Mark::section : Mark::dotted;
    }
    return Mark::none;
  }
  while (i < head.size() && is_chinese_digit(head[i])) ++i;
  if (i > start && i < head.size()) {
    if (open) return head[i] == ')' || head[i] == U'）' ? Mark::chinese_bracketed : Mark::none;
    return head[i] == U'、' ? Mark::section : Mark::none;
  }
  if (head.size() > 1 && ((head[0] >= 'a' && head[0] <= 'z') || (head[0] >= 'A' && head[0] <= 'Z')) &&
      (head[1] == ')' || head[1] == U'）' || head[1] == '.' || head[1] == U'、')) {
    return Mark::letter;
  }
  if (head[0] == U'第' && head.size() > 2 && (is_chinese_digit(head[1]) || is_digit(head[1]))) {
    const auto stop = std::find_if(head.begin() + 1, head.end(),
                                   [](char32_t c) { return !is_chinese_digit(c) && !is_digit(c) && c != U'零'; });
    if (stop != head.end() && (*stop == U'条' || *stop == U'章' || *stop == U'部' || *stop == U'节'))
      return Mark::section;
  }
  return Mark::none;
}

bool ends_with_colon(std::string_view text) {
  text = trim(text);
  return text.ends_with("：") || text.ends_with(":");
}

// A run of text put together from inlines, with where each came from.
struct Joined {
  std::string text;
  std::vector<Piece> pieces;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> strong;  // ranges
};

Joined join_runs(const Inlines& runs) {
  Joined joined;
  for (const Inline& run : runs) {
    if (run.text.empty()) continue;
    const auto begin = static_cast<std::uint32_t>(joined.text.size());
    joined.text += run.text;
    const auto end = static_cast<std::uint32_t>(joined.text.size());
    if (run.source.end > run.source.begin) joined.pieces.push_back({begin, end, run.source});
    if (run.strong) joined.strong.emplace_back(begin, end);
  }
  return joined;
}

bool ends_sentence(char32_t c) { return c == U'。' || c == U'！' || c == U'？' || c == U'；'; }
bool closes(char32_t c) {
  return c == U'”' || c == U'」' || c == U'』' || c == U'）' || c == ')' || c == U'】' || c == U'’' || c == '"';
}

// Where the sentences of `text` end, as byte offsets.
std::vector<std::size_t> cuts(std::string_view text) {
  std::vector<std::size_t> ends;
  int quoted = 0;  // inside 《》
  char32_t last = 0;
  for (std::size_t offset = 0; offset < text.size();) {
    const char32_t c = decode_utf8(text, offset);
    if (c == U'《') ++quoted;
    if (c == U'》' && quoted > 0) --quoted;
    bool cut = false;
    if (c == '\n') {
      // A line end inside a sentence is only how the source is wrapped; one before a list mark or after a stop is real.
      cut = quoted == 0 && (last == U'：' || last == ':' || mark_of(text.substr(offset)) != Mark::none ||
                            last == '\n' || (offset < text.size() && text[offset] == '\n'));
      if (cut) quoted = 0;
    } else if (ends_sentence(c)) {
      cut = quoted == 0;
    } else if (c == '!' || c == '?' || c == ';') {
      std::size_t peek = offset;
      const char32_t next = peek < text.size() ? decode_utf8(text, peek) : U'\n';
      cut = quoted == 0 && (is_space(next) || is_han(next));
    }
    if (cut) {
      for (std::size_t peek = offset; peek < text.size();) {
        if (!closes(decode_utf8(text, peek))) break;
        offset = peek;
      }
      ends.push_back(offset);
    }
    if (!is_space(c) || c == '\n') last = c;
  }
  if (ends.empty() || ends.back() < text.size()) ends.push_back(text.size());
  return ends;
}

class Collector {
 public:
  explicit Collector(std::vector<Sentence>& out) : out_(out) {}

  void enter(const Clause& clause) {
    heading_ = clause.title;
    clause_ = clause.id.empty() ? clause.number : clause.id;
    leads_.clear();
    if (trim(clause.title).empty()) return;
    Sentence base;
    base.is_heading = true;
    const std::size_t first = out_.size();
    if (clause.title_runs.empty()) {
      add({clause.title, {}, {}}, base);
    } else {
      add(join_runs(clause.title_runs), base);
    }
    // 1.2 我们收集以下信息： as a heading leads what follows it.
    if (out_.size() > first && ends_with_colon(out_.back().text)) push_lead();
  }

  void block(const Block& block) {
    switch (block.kind) {
      case BlockKind::paragraph:
        paragraph(join_runs(block.text));
        break;
      case BlockKind::list:
        list(block);
        break;
      case BlockKind::table:
        table(block);
        break;
    }
  }

 private:
  struct Lead {
    std::string text;
    int list;
    Mark mark;          // of its items; none until the first
    int depth = 0;      // of its items in a nested list
    bool used = false;  // something stands under it
  };

  // Splits `joined` into sentences that take everything else from `base`.
  void add(const Joined& joined, const Sentence& base) {
    ++passage_;
    std::size_t begin = 0;
    for (const std::size_t end : cuts(joined.text)) {
      add_sentence(joined, begin, end, base);
      begin = end;
    }
  }

  void add_sentence(const Joined& joined, std::size_t begin, std::size_t end, const Sentence& base) {
    const std::string_view all = joined.text;
    while (begin < end) {
      std::size_t next = begin;
      if (!is_space(decode_utf8(all, next))) break;
      begin = next;
    }
    std::size_t last = begin;
    for (std::size_t offset = begin; offset < end;) {
      if (!is_space(decode_utf8(all, offset))) last = offset;
    }
    if (last <= begin) return;
    Sentence sentence = base;
    sentence.text = std::string(all.substr(begin, last - begin));
    sentence.squeezed = squeeze(sentence.text);
    sentence.heading = heading_;
    sentence.clause = clause_;
    sentence.passage = passage_;
    for (const Piece& piece : joined.pieces) {
      if (piece.end <= begin || piece.begin >= last) continue;
      const auto from = std::max<std::uint32_t>(piece.begin, static_cast<std::uint32_t>(begin));
      const auto to = std::min<std::uint32_t>(piece.end, static_cast<std::uint32_t>(last));
      Span source = piece.source;
      if (piece.source.end - piece.source.begin == piece.end - piece.begin) {
        source = {piece.source.begin + (from - piece.begin), piece.source.begin + (to - piece.begin)};
      }
      sentence.pieces.push_back(
          {from - static_cast<std::uint32_t>(begin), to - static_cast<std::uint32_t>(begin), source});
    }
    if (!sentence.pieces.empty()) {
      sentence.source = {sentence.pieces.front().source.begin, sentence.pieces.back().source.end};
    }
    std::size_t strong = 0;
    for (const auto& [from, to] : joined.strong) {
      if (to <= begin || from >= last) continue;
      strong += std::min<std::size_t>(to, last) - std::max<std::size_t>(from, begin);
    }
    sentence.strong = strong * 10 >= sentence.text.size() * 9;
    out_.push_back(std::move(sentence));
  }

  void push_lead() {
    constexpr std::size_t kDeepest = 4;
    if (leads_.size() >= kDeepest) leads_.pop_back();
    leads_.push_back({out_.back().text, lists_++, Mark::none});
    // Where an item of a list leads one of its own, the inner list counts: that is what its words announce.
    out_.back().list = leads_.back().list;
  }

  void paragraph(const Joined& joined) {
    if (trim(joined.text).empty()) return;
    const Mark mark = mark_of(joined.text);
    Sentence base;
    if (mark == Mark::none || mark == Mark::section) {
      // 我们会收集以下信息： and a plain paragraph under it: that one is announced, though it is no item of a list.
      if (mark == Mark::none && !leads_.empty() && !leads_.back().used) base.lead_in = leads_.back().text;
      leads_.clear();
    } else {
      while (!leads_.empty() && leads_.back().mark != Mark::none && leads_.back().mark != mark) leads_.pop_back();
      if (!leads_.empty()) {
        leads_.back().mark = mark;
        belong(base);
      }
    }
    const std::size_t first = out_.size();
    add(joined, base);
    if (out_.size() > first && ends_with_colon(out_.back().text)) push_lead();
  }

  void list(const Block& block) {
    const std::size_t outer = leads_.size();
    for (std::size_t i = 0; i < block.items.size(); ++i) {
      const int depth = i < block.marks.size() ? block.marks[i].depth : 0;
      while (leads_.size() > std::max<std::size_t>(outer, 1) && leads_.back().depth > depth) leads_.pop_back();
      list_item(join_runs(block.items[i]), depth);
    }
    while (leads_.size() > std::max<std::size_t>(outer, 1)) leads_.pop_back();
  }

  void list_item(const Joined& joined, int depth) {
    if (trim(joined.text).empty()) return;
    Sentence base;
    // No lead-in: the heading says what is listed.
    if (leads_.empty()) leads_.push_back({heading_, lists_++, Mark::bullet});
    belong(base);
    const std::size_t first = out_.size();
    add(joined, base);
    if (out_.size() > first && ends_with_colon(out_.back().text)) {
      push_lead();
      leads_.back().depth = depth + 1;
    }
  }

  void belong(Sentence& base) {
    leads_.back().used = true;
    base.in_list = true;
    base.lead_in = leads_.back().text;
    base.list = leads_.back().list;
  }

  void table(const Block& block) {
    Sentence base;
    base.in_table = true;
    base.table = tables_++;
    std::vector<std::string> headers;
    base.row = 0;
    for (const Inlines& cell : block.header) {
      base.column = static_cast<int>(headers.size());
      headers.push_back(plain_text(cell));
      add(join_runs(cell), base);
    }
    for (const auto& row : block.rows) {
      ++base.row;
      base.column = 0;
      for (const Inlines& cell : row) {
        const auto column = static_cast<std::size_t>(base.column);
        base.lead_in = column < headers.size() ? headers[column] : std::string{};
        add(join_runs(cell), base);
        ++base.column;
      }
    }
    leads_.clear();
  }

  std::vector<Sentence>& out_;
  std::string heading_, clause_;
  std::vector<Lead> leads_;
  int passage_ = 0, lists_ = 0, tables_ = 0;
};

}  // namespace

// Radicals become the characters they stand for (⽤ → 用): patterns know those only, and lengths stay.
std::string squeeze(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t offset = 0; offset < text.size();) {
    const std::size_t start = offset;
    const char32_t c = decode_utf8(text, offset);
    if (is_space(c)) continue;
    if (const char32_t plain = unified_han(c); plain != c) {
      append_utf8(out, plain);
    } else {
      out.append(text.substr(start, offset - start));
    }
  }
  return out;
}

std::pair<std::size_t, std::size_t> unsqueeze(const Sentence& sentence, std::size_t begin, std::size_t end) {
  const std::string_view text = sentence.text;
  std::size_t squeezed = 0, from = text.size(), to = text.size();
  bool started = false;
  for (std::size_t offset = 0; offset < text.size();) {
    const std::size_t start = offset;
    if (is_space(decode_utf8(text, offset))) continue;
    if (!started && squeezed >= begin) {
      from = start;
      started = true;
    }
    squeezed += offset - start;
    if (started && squeezed >= end) {
      to = offset;
      break;
    }
  }
  return {from, std::max(from, to)};
}

Span source_of(const Sentence& sentence, std::size_t begin, std::size_t end) {
  if (sentence.pieces.empty() || begin >= end) return sentence.source;
  const auto at = [](const Piece& piece, std::size_t offset) {
    const auto length = piece.source.end - piece.source.begin;
    const auto inside = static_cast<std::uint32_t>(offset) - piece.begin;
    // Entities and escapes make the source longer than the text: then the whole run stands for its parts.
    if (length == piece.end - piece.begin) return piece.source.begin + inside;
    return offset <= piece.begin ? piece.source.begin : piece.source.end;
  };
  Span span = sentence.source;
  for (const Piece& piece : sentence.pieces) {
    if (begin >= piece.end) continue;
    const bool exact = piece.source.end - piece.source.begin == piece.end - piece.begin;
    span.begin = exact && begin > piece.begin ? at(piece, begin) : piece.source.begin;
    break;
  }
  for (const Piece& piece : sentence.pieces) {
    if (end <= piece.begin) break;
    span.end = end >= piece.end ? piece.source.end : at(piece, end);
  }
  if (span.end < span.begin) span = sentence.source;
  return span;
}

std::vector<Sentence> sentences(const Document& document) {
  std::vector<Sentence> out;
  Collector collector(out);
  for (const Block& block : document.preamble) collector.block(block);
  visit(document, [&](const Clause& clause) {
    collector.enter(clause);
    for (const Block& block : clause.blocks) collector.block(block);
  });
  return out;
}

}  // namespace qiyue
