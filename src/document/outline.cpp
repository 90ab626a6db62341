// From a flat flow to the clause tree: which paragraphs are headings, how deep each one is, what is the title.
#include <algorithm>
#include <array>
#include <map>

#include "core/text.h"
#include "document/flow.h"

namespace qiyue::doc {
namespace {

using Kind = FlowItem::Kind;

constexpr int kLongestHeading = 40;
constexpr int kLongestTitle = 48;

bool ends_like_sentence(std::string_view text) {
  for (const std::string_view end : {"。", "；", ";", "，", ",", "！", "!", "？", "?", "：", ":", "、", "…"})
    if (text.ends_with(end)) return true;
  return false;
}

bool holds_sentence(std::string_view text) {
  return text.find("。") != std::string_view::npos || text.find("；") != std::string_view::npos ||
         text.find('\n') != std::string_view::npos;
}

std::string_view first_character(std::string_view text) {
  std::size_t end = 0;
  decode_utf8(text, end);
  return text.substr(0, end);
}

// A title may begin with a quotation or a bracket.
bool opens(std::string_view text) {
  for (const std::string_view mark : {"《", "“", "「", "『", "【", "（", "(", "\"", "‘", "[", "<"})
    if (text.starts_with(mark)) return true;
  return false;
}

struct Candidate {
  std::size_t item = 0;
  std::optional<Number> number;  // none: unnumbered, set apart by its style
  bool hinted = false;
};

bool is_top_kind(NumberKind kind) {
  return kind == NumberKind::chapter || kind == NumberKind::section || kind == NumberKind::article ||
         kind == NumberKind::han;
}

std::optional<Candidate> candidate(const FlowItem& item, std::size_t index) {
  if (item.kind != Kind::paragraph) return std::nullopt;
  const std::string text = plain_text(item.runs);
  const auto number = parse_number(text);
  const std::string_view body = number ? std::string_view(text).substr(number->length) : std::string_view(text);
  if (holds_sentence(body) || !has_letters(text)) return std::nullopt;
  if (number && !body.empty() && !has_letters(first_character(body)) && !opens(body)) return std::nullopt;  // 2 * 3
  const int length = count_code_points(body);
  if (!number) {
    const bool framed = text.starts_with("【") && text.ends_with("】");
    if ((!item.looks_like_heading && !framed) || length > kLongestHeading || ends_like_sentence(body))
      return std::nullopt;
    return Candidate{index, std::nullopt, true};
  }
  const bool roomy = item.looks_like_heading || is_top_kind(number->kind);
  if (length > (roomy ? kLongestHeading : 24)) return std::nullopt;
  if (ends_like_sentence(body) && !(is_top_kind(number->kind) && (body.ends_with("：") || body.ends_with(":"))))
    return std::nullopt;
  if (body.empty() && number->kind != NumberKind::article && number->kind != NumberKind::chapter) return std::nullopt;
  return Candidate{index, number, item.looks_like_heading};
}

// Numbered lines that follow each other with nothing between are a list (or a table of contents), not headings.
void drop_lists(std::vector<Candidate>& candidates) {
  std::vector<Candidate> kept;
  for (std::size_t i = 0; i < candidates.size();) {
    std::size_t end = i + 1;
    while (end < candidates.size() && candidates[i].number && candidates[end].number &&
           candidates[end].item == candidates[end - 1].item + 1 &&
           candidates[end].number->kind == candidates[i].number->kind &&
           candidates[end].number->value > candidates[end - 1].number->value) {
      ++end;
    }
    const std::size_t chain = end - i;
    const bool list = candidates[i].number && (chain >= 3 || (chain == 2 && !is_top_kind(candidates[i].number->kind)));
    if (!list)
      kept.insert(kept.end(), candidates.begin() + static_cast<std::ptrdiff_t>(i),
                  candidates.begin() + static_cast<std::ptrdiff_t>(end));
    i = end;
  }
  candidates = std::move(kept);
}

// "3. 您不得将账号转让" among whole sentences numbered 1 to 5 is one of them, not a heading.
void drop_sentences(const Flow& flow, std::vector<Candidate>& candidates) {
  struct Run {
    NumberKind kind;
    int last = 0;
    int members = 0;
    std::vector<std::size_t> headings;  // candidates in it
  };
  std::vector<bool> dropped(candidates.size());
  std::vector<Run> open;
  const auto close = [&](const Run& run) {
    const int sentences = run.members - static_cast<int>(run.headings.size());
    if (sentences == 0 || sentences * 3 < run.members) return;
    for (const auto i : run.headings)
      if (!candidates[i].hinted) dropped[i] = true;
  };
  std::size_t next = 0;
  for (std::size_t i = 0; i < flow.items.size(); ++i) {
    while (next < candidates.size() && candidates[next].item < i) ++next;
    const bool is_candidate = next < candidates.size() && candidates[next].item == i;
    if (flow.items[i].kind != Kind::paragraph) continue;
    const auto number = parse_number(plain_text(flow.items[i].runs));
    if (!number) continue;
    auto run = std::find_if(open.begin(), open.end(), [&](const Run& other) { return other.kind == number->kind; });
    if (run != open.end() && number->value <= run->last) {
      close(*run);
      open.erase(run);
      run = open.end();
    }
    if (run == open.end()) run = open.insert(open.end(), Run{number->kind, 0, 0, {}});
    run->last = number->value;
    ++run->members;
    if (is_candidate) run->headings.push_back(next);
  }
  for (const auto& run : open) close(run);
  std::vector<Candidate> kept;
  for (std::size_t i = 0; i < candidates.size(); ++i)
    if (!dropped[i]) kept.push_back(std::move(candidates[i]));
  candidates = std::move(kept);
}

// Ranks headings that the source does not rank, by the order in which their numberings first appear.
class Levels {
 public:
  int of(const Candidate& heading) {
    const int kind = heading.number ? static_cast<int>(heading.number->kind) : kPlain;
    if (kind != kPlain) {
      std::erase(stack_, kPlain);
      if (kind == static_cast<int>(NumberKind::chapter)) stack_.clear();
    }
    if (const auto at = std::find(stack_.begin(), stack_.end(), kind); at != stack_.end()) {
      stack_.erase(at + 1, stack_.end());
      return static_cast<int>(stack_.size());
    }
    if (const auto seen = seen_.find(kind); seen != seen_.end())
      stack_.resize(std::min(stack_.size(), static_cast<std::size_t>(seen->second - 1)));
    stack_.push_back(kind);
    const int level = std::min(static_cast<int>(stack_.size()), kMaxClauseLevel);
    seen_.emplace(kind, level);
    return level;
  }

 private:
  static constexpr int kPlain = 100;
  std::vector<int> stack_;
  std::map<int, int> seen_;
};

void find_headings(Flow& flow) {
  std::vector<Candidate> candidates;
  for (std::size_t i = 0; i < flow.items.size(); ++i)
    if (auto found = candidate(flow.items[i], i)) candidates.push_back(std::move(*found));
  drop_lists(candidates);
  drop_sentences(flow, candidates);
  // A last line set in bold heads nothing: a signature, the operator's name.
  while (!candidates.empty() && candidates.back().item + 1 == flow.items.size() && !candidates.back().number)
    candidates.pop_back();
  Levels levels;
  for (const auto& heading : candidates) {
    FlowItem& item = flow.items[heading.item];
    item.kind = Kind::heading;
    item.level = 1 + levels.of(heading);  // 1 is the title's
  }
}

// The title: the single heading of the first rank that comes first, or a line at the start that reads like one.
std::optional<std::size_t> find_title(const Flow& flow, bool ranked) {
  for (std::size_t i = 0; i < flow.items.size(); ++i)
    if (flow.items[i].title) return i;
  if (ranked) {
    int ones = 0;
    std::optional<std::size_t> first;
    for (std::size_t i = 0; i < flow.items.size(); ++i) {
      if (flow.items[i].kind != Kind::heading) continue;
      if (!first) first = i;
      ones += flow.items[i].level == 1 ? 1 : 0;
    }
    if (first && flow.items[*first].level == 1) {
      if (ones == 1 || reads_like_title(plain_text(flow.items[*first].runs))) return first;
      return std::nullopt;
    }
  }
  // The only heading of a text, of the first rank and before all else, is its title whatever it says.
  if (!ranked && !flow.items.empty() && flow.items.front().kind == Kind::heading && flow.items.front().level == 1 &&
      flow.items.front().clause_id.empty()) {
    return 0;
  }
  for (std::size_t i = 0; i < std::min<std::size_t>(flow.items.size(), 4); ++i) {
    const FlowItem& item = flow.items[i];
    if (item.kind == Kind::heading && ranked) break;
    if (item.kind == Kind::item || item.kind == Kind::table) break;
    if (reads_like_title(plain_text(item.runs))) {
      // The navigation bar's title gives way to the fuller one in the text: "用户协议", then "某某用户协议".
      if (i + 1 < flow.items.size() && flow.items[i + 1].kind != Kind::item && flow.items[i + 1].kind != Kind::table) {
        const std::string next = plain_text(flow.items[i + 1].runs);
        if (reads_like_title(next) && next.ends_with(plain_text(item.runs))) return i + 1;
      }
      return i;
    }
  }
  return std::nullopt;
}

bool flat_list(const Block& list) {
  for (std::size_t i = 0; i < list.marks.size(); ++i) {
    const ItemMark& mark = list.marks[i];
    if (mark.depth != 0 || mark.ordered != list.ordered || (mark.ordered && mark.number != static_cast<int>(i) + 1))
      return false;
  }
  return true;
}

void close_list(std::vector<Block>& blocks) {
  if (!blocks.empty() && blocks.back().kind == BlockKind::list && flat_list(blocks.back())) blocks.back().marks.clear();
}

void add_block(std::vector<Block>& blocks, FlowItem& item, bool& list_open) {
  if (item.kind == Kind::item) {
    const bool same =
        list_open && !item.starts_list && (item.mark.depth > 0 || blocks.back().ordered == item.mark.ordered);
    if (!same) {
      if (list_open) close_list(blocks);
      Block list;
      list.kind = BlockKind::list;
      list.ordered = item.mark.ordered;
      list.source = item.source;
      item.mark.depth = 0;
      blocks.push_back(std::move(list));
    }
    Block& list = blocks.back();
    // An item is at most one deeper than the one before it.
    if (!list.marks.empty()) item.mark.depth = std::min(item.mark.depth, list.marks.back().depth + 1);
    list.items.push_back(std::move(item.runs));
    list.marks.push_back(item.mark);
    list.source.end = std::max(list.source.end, item.source.end);
    list_open = true;
    return;
  }
  if (list_open) close_list(blocks);
  list_open = false;
  if (item.kind == Kind::table) {
    blocks.push_back(std::move(item.table));
    return;
  }
  Block paragraph;
  paragraph.text = std::move(item.runs);
  paragraph.source = item.source;
  blocks.push_back(std::move(paragraph));
}

Clause make_clause(FlowItem& item) {
  Clause clause;
  clause.id = std::move(item.clause_id);
  clause.source = item.source;
  const std::string text = plain_text(item.runs);
  if (const auto number = parse_number(text)) {
    clause.number = number->printed;
    drop_prefix(item.runs, number->length);
  }
  clause.title = plain_text(item.runs);
  clause.title_runs = std::move(item.runs);
  return clause;
}

void close_sources(Document& document) {
  // Iterative: a clause ends where its last descendant ends. The tree is at most kMaxClauseLevel deep.
  const std::function<std::uint32_t(Clause&)> end_of = [&](Clause& clause) {
    std::uint32_t end = clause.source.end;
    for (const auto& block : clause.blocks) end = std::max(end, block.source.end);
    for (auto& child : clause.children) end = std::max(end, end_of(child));
    clause.source.end = end;
    return end;
  };
  for (auto& clause : document.clauses) end_of(clause);
}

Document build(Flow flow, const SourceText& source) {
  Document document;
  document.source = source;
  const bool ranked = std::any_of(flow.items.begin(), flow.items.end(),
                                  [](const FlowItem& item) { return item.kind == Kind::heading && item.level > 1; }) ||
                      std::count_if(flow.items.begin(), flow.items.end(),
                                    [](const FlowItem& item) { return item.kind == Kind::heading; }) > 1;
  const auto title = find_title(flow, ranked);
  if (title) {
    FlowItem& item = flow.items[*title];
    document.title = plain_text(item.runs);
    document.title_runs = std::move(item.runs);
    // What stands before the title (a navigation bar, a logo) heads nothing.
    for (std::size_t i = 0; i < *title; ++i) flow.items[i].looks_like_heading = false;
    flow.items.erase(flow.items.begin() + static_cast<std::ptrdiff_t>(*title));
  } else {
    document.title = flow.title_hint;
  }
  if (!ranked) find_headings(flow);

  std::vector<int> ranks;     // source ranks of the open clauses
  std::vector<Clause*> open;  // pointers stay valid: a clause grows only at its end while it is open
  bool list_open = false;
  for (auto& item : flow.items) {
    if (item.kind != Kind::heading) {
      add_block(open.empty() ? document.preamble : open.back()->blocks, item, list_open);
      continue;
    }
    if (list_open) close_list(open.empty() ? document.preamble : open.back()->blocks);
    list_open = false;
    while (!ranks.empty() && ranks.back() >= item.level) {
      ranks.pop_back();
      open.pop_back();
    }
    while (static_cast<int>(ranks.size()) >= kMaxClauseLevel) {
      ranks.pop_back();
      open.pop_back();
    }
    auto& siblings = open.empty() ? document.clauses : open.back()->children;
    siblings.push_back(make_clause(item));
    siblings.back().level = static_cast<int>(open.size()) + 1;
    ranks.push_back(item.level);
    open.push_back(&siblings.back());
  }
  if (list_open) close_list(open.empty() ? document.preamble : open.back()->blocks);
  close_sources(document);
  int han = 0;
  int latin = 0;
  for (std::size_t at = 0; at < source.text().size();) {
    const char32_t c = decode_utf8(source.text(), at);
    han += is_han(c) ? 1 : 0;
    latin += (c >= 'a' && c <= 'z') ? 1 : 0;
  }
  document.lang = !flow.lang.empty() ? flow.lang : (han * 20 >= latin ? "zh" : "en");
  document.kind = flow.kind != DocumentKind::unknown ? flow.kind : guess_kind(document);
  return document;
}

// Where a second text starts: an unnumbered heading of the first rank that names another kind of text than the first one.
std::vector<std::size_t> second_texts(const Flow& flow) {
  std::vector<std::size_t> starts;
  DocumentKind current = DocumentKind::unknown;
  for (std::size_t i = 0; i < flow.items.size(); ++i) {
    const FlowItem& item = flow.items[i];
    const bool top = item.title || (item.kind == Kind::heading && item.level == 1);
    if (!top) continue;
    const std::string text = plain_text(item.runs);
    if (!reads_like_title(text)) continue;
    const DocumentKind kind = kind_of_title(text);
    if (current != DocumentKind::unknown && kind != current) starts.push_back(i);
    current = kind;
  }
  return starts;
}

}  // namespace

// A title names the kind of text and is no sentence: 某某小程序用户服务协议.
bool reads_like_title(std::string_view text) {
  if (count_code_points(text) > kLongestTitle || holds_sentence(text) || ends_like_sentence(text)) return false;
  if (parse_number(text)) return false;
  if (!names_text(text)) return false;
  static constexpr std::array tails{"协议", "政策", "条款", "声明", "须知", "规则", "指引", "公约",
                                    "约定", "清单", "）",   ")",    "》",   "说明", "书",   "版"};
  if (std::any_of(tails.begin(), tails.end(), [&](std::string_view tail) { return text.ends_with(tail); })) return true;
  return !contains_han(text) && count_code_points(text) <= 40;
}

std::vector<Document> outline(Flow flow, const SourceText& source) {
  for (auto& item : flow.items) {
    if (item.kind != Kind::table) trim_runs(item.runs);
    if (item.source == Span{} && !item.runs.empty())
      item.source = {item.runs.front().source.begin, item.runs.back().source.end};
  }
  std::erase_if(flow.items, [](const FlowItem& item) {
    if (item.kind == Kind::table) return item.table.rows.empty() && item.table.header.empty();
    return !has_letters(plain_text(item.runs));  // rules, arrows, bullets without text
  });
  std::vector<Document> documents;
  if (flow.items.empty()) return documents;
  auto starts = second_texts(flow);
  starts.insert(starts.begin(), 0);
  starts.push_back(flow.items.size());
  for (std::size_t i = 0; i + 1 < starts.size(); ++i) {
    Flow part;
    part.lang = flow.lang;
    part.kind = starts.size() == 2 ? flow.kind : DocumentKind::unknown;
    part.title_hint = flow.title_hint;
    part.items.assign(std::make_move_iterator(flow.items.begin() + static_cast<std::ptrdiff_t>(starts[i])),
                      std::make_move_iterator(flow.items.begin() + static_cast<std::ptrdiff_t>(starts[i + 1])));
    documents.push_back(build(std::move(part), source));
  }
  return documents;
}

}  // namespace qiyue::doc
