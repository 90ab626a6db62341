// A clause grammar of Chinese policies over the words of knowledge/lexicon/claims.yaml. A sentence is cut at its stops; each stretch is
// a purpose, a condition, a list that goes on, or a statement, out of which purposes and conditions are carved first.
#include <algorithm>
#include <array>

#include "claims/sentence_reader.h"
#include "core/text.h"

namespace qiyue::reading {

Reading SentenceReader::read() {
  cut();
  for (const Clause& clause : clauses_) read_clause(clause);
  return std::move(out_);
}

std::vector<Stretch> SentenceReader::list() {
  std::vector<Stretch> found;
  cut();
  for (const Clause& clause : clauses_) {
    split_names(skip_mark(clause.all), found);
    for (const Stretch& inside : clause.brackets) split_names(inside, found);
  }
  return found;
}

Stretch SentenceReader::skip_mark(Stretch range) const {
  range = trimmed(range);
  constexpr std::u32string_view kMarks =
      U"0123456789０１２３４５６７８９一二三四五六七八九十.．、()（）#*\\-–—•·●■◆>①②③④⑤⑥⑦⑧⑨⑩ ";
  constexpr std::u32string_view kClosing = U".．、)）#*•·●■◆>①②③④⑤⑥⑦⑧⑨⑩ ";
  std::uint32_t past = range.begin;
  std::size_t read = range.begin;  // past the last sign of the mark
  char32_t digits = 0;
  for (std::size_t offset = range.begin; offset < range.end;) {
    const char32_t c = decode_utf8(text_, offset);
    if (kMarks.find(c) == std::u32string_view::npos) {
      // 2.1当您 has its mark end in a digit.
      if (digits == '.' && past < offset) past = static_cast<std::uint32_t>(read);
      break;
    }
    if (kClosing.find(c) != std::u32string_view::npos) {
      past = static_cast<std::uint32_t>(offset);
      digits = c == '.' || c == U'．' ? '.' : 0;
    }
    read = offset;
  }
  return {std::min(past, range.end), range.end};
}

void SentenceReader::cut() {
  Clause clause;
  std::uint32_t begin = 0, inside = 0;
  int depth = 0;
  bool colon = false;
  const auto close = [&](std::uint32_t end) {
    clause.all = {begin, end};
    clause.after_colon = colon;
    // What runs on for pages without a stop is no prose; reading it would cost more than its length.
    constexpr std::uint32_t kLongest = 6000;
    if (end - begin <= kLongest && !trimmed(clause.all).empty()) clauses_.push_back(std::move(clause));
    clause = {};
  };
  for (std::size_t offset = 0; offset < text_.size();) {
    const auto start = static_cast<std::uint32_t>(offset);
    const char32_t c = decode_utf8(text_, offset);
    const auto next = static_cast<std::uint32_t>(offset);
    if (opens_bracket(c)) {
      if (depth++ == 0) inside = next;
    } else if (closes_bracket(c) && depth > 0) {
      if (--depth == 0) clause.brackets.push_back({inside, start});
    } else if (is_stop(c) && (depth == 0 || c == U'。')) {
      depth = 0;
      close(start);
      begin = next;
      colon = c == U'：' || c == ':';
    }
  }
  close(static_cast<std::uint32_t>(text_.size()));
}

bool SentenceReader::in_bracket(const Clause& clause, std::uint32_t offset) const {
  return std::any_of(clause.brackets.begin(), clause.brackets.end(),
                     [&](Stretch range) { return offset >= range.begin && offset < range.end; });
}

std::vector<Token> SentenceReader::words_of(const Clause& clause, Stretch range) const {
  std::vector<Token> words;
  auto it = std::lower_bound(tokens_.begin(), tokens_.end(), range.begin,
                             [](const Token& token, std::uint32_t offset) { return token.begin < offset; });
  for (; it != tokens_.end() && it->end <= range.end; ++it) {
    if (!in_bracket(clause, it->begin)) words.push_back(*it);
  }
  return words;
}

bool SentenceReader::is_operator(const Token& token) {
  return token.kind == WordKind::actor && token.value == static_cast<int>(Actor::operator_);
}

std::uint32_t SentenceReader::light_purpose(std::uint32_t offset) const {
  constexpr std::array<std::string_view, 2> kLight{"以", "为"};
  for (const std::string_view word : kLight) {
    if (!text_.substr(offset).starts_with(word)) continue;
    const auto next = offset + static_cast<std::uint32_t>(word.size());
    if (tables_.purpose_verbs.longest_at(text_, next).value >= 0) return static_cast<std::uint32_t>(word.size());
  }
  return 0;
}

void SentenceReader::add_purpose(Stretch whole, std::uint32_t content) {
  whole = trimmed(whole);
  const Stretch inner = trimmed({std::max(content, whole.begin), whole.end});
  if (!inner.empty()) out_.purposes.push_back({whole, inner});
}

void SentenceReader::add_condition(Stretch whole) {
  whole = trimmed(whole);
  if (!whole.empty()) out_.conditions.push_back({whole, whole});
}

std::uint32_t SentenceReader::subject_after(const std::vector<Token>& words, std::uint32_t from,
                                            std::uint32_t end) const {
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    const Token& word = words[i];
    if (word.begin <= from || word.kind != WordKind::actor) continue;
    const Token& next = words[i + 1];
    const bool acts = next.begin == word.end && (next.kind == WordKind::modal || next.kind == WordKind::negation ||
                                                 next.kind == WordKind::object);
    const bool object = std::any_of(kToward.begin(), kToward.end(),
                                    [&](std::string_view mark) { return text_.substr(0, word.begin).ends_with(mark); });
    if (acts && !object) return word.begin;
  }
  return end;
}

std::uint32_t SentenceReader::condition_end(const std::vector<Token>& words, std::size_t opener, Stretch range) const {
  const bool sure = words[opener].value == 1;
  for (std::size_t i = opener + 1; i < words.size(); ++i) {
    const Token& word = words[i];
    if (word.kind != WordKind::closer) continue;
    if (trimmed({word.end, range.end}).empty()) return range.end;
    if (word.value == 1 && !sure && !closes_weakly(word)) continue;
    const bool then = i + 1 < words.size() && words[i + 1].begin <= word.end + 3 &&
                      (words[i + 1].kind == WordKind::actor || words[i + 1].kind == WordKind::modal ||
                       words[i + 1].kind == WordKind::toward || words[i + 1].kind == WordKind::object ||
                       words[i + 1].kind == WordKind::action || words[i + 1].kind == WordKind::negation);
    if (then) return word.end;
  }
  if (!sure) return 0;
  const std::uint32_t subject = subject_after(words, words[opener].begin, range.end);
  return subject;
}

bool SentenceReader::closes_weakly(const Token& word) const {
  constexpr std::array<std::string_view, 6> kNouns{"情况", "情形", "过程", "前提", "条件", "范围"};
  return std::any_of(kNouns.begin(), kNouns.end(),
                     [&](std::string_view noun) { return text_.substr(0, word.begin).ends_with(noun); });
}

void SentenceReader::read_clause(const Clause& clause) {
  Stretch range = skip_mark(clause.all);
  if (range.empty()) return;
  std::vector<Token> words = words_of(clause, range);
  // 但, 并且, 同时 in front say nothing of what follows.
  constexpr std::array<std::string_view, 12> kLinks{"但是", "但",   "并且", "并",   "且", "而",
                                                    "同时", "此外", "另外", "因此", "则", "或者"};
  const Stretch whole = range;
  for (const std::string_view link : kLinks) {
    if (at(range).starts_with(link)) {
      range = trimmed({range.begin + static_cast<std::uint32_t>(link.size()), range.end});
      break;
    }
  }
  while (!words.empty() && words.front().begin < range.begin) words.erase(words.begin());
  if (range.empty()) return;

  std::uint32_t purpose = 0;
  if (!words.empty() && words.front().kind == WordKind::purpose && words.front().begin == range.begin) {
    purpose = words.front().end;
  } else if (const std::uint32_t light = light_purpose(range.begin); light > 0) {
    purpose = range.begin + light;
  }
  if (purpose > 0) {
    const std::uint32_t end = subject_after(words, range.begin, range.end);
    add_purpose({range.begin, end}, purpose);
    aim_ = true;
    if (end < range.end) state(clause, {end, range.end});
    return;
  }
  if (!words.empty() && words.front().kind == WordKind::condition && words.front().begin == range.begin) {
    const std::uint32_t end = condition_end(words, 0, range);
    if (end > range.begin) {
      add_condition({range.begin, end});
      aim_ = false;
      if (end < range.end) state(clause, {end, range.end});
      return;
    }
  }
  if (!words.empty() && words.back().kind == WordKind::closer && words.back().end == trimmed(range).end &&
      !acts(words) && (words.back().value == 0 || opened(words))) {
    // 信息披露在如下情形下: what stands before the opener is a heading the text runs on from.
    for (std::size_t i = 1; i < words.size(); ++i) {
      if (words[i].kind != WordKind::condition || words[i].begin - range.begin < 6) continue;
      if (condition_end(words, i, range) < trimmed(range).end) continue;
      range.begin = words[i].begin;
      add_condition(range);
      aim_ = false;
      return;
    }
    add_condition(whole);
    aim_ = false;
    return;
  }
  if (goes_on(clause, range, words)) return;
  state(clause, range);
}

bool SentenceReader::opened(const std::vector<Token>& words) {
  for (const Token& word : words) {
    if (word.kind == WordKind::condition) return true;
    if (word.kind == WordKind::action) return false;
  }
  return false;
}

bool SentenceReader::acts(const std::vector<Token>& words) {
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    if (is_operator(words[i]) && words[i + 1].begin == words[i].end &&
        (words[i + 1].kind == WordKind::modal || words[i + 1].kind == WordKind::action)) {
      return true;
    }
  }
  return false;
}

bool SentenceReader::goes_on(const Clause& clause, Stretch range, const std::vector<Token>& words) {
  const bool verb = std::any_of(words.begin(), words.end(), [&](const Token& word) {
    return word.kind == WordKind::action && !text_.substr(word.end).starts_with("的");
  });
  const bool subject = std::any_of(words.begin(), words.end(), is_operator);
  if (aim_ && !subject) {
    const auto hit = follows_purpose(range);
    if (hit) {
      add_purpose(range, range.begin);
      return true;
    }
  }
  if (!aim_ && open_ >= 0 && !subject && tables_.purpose_follows.longest_at(text_, range.begin).value >= 0) {
    std::vector<Stretch> found;
    split_names(range, found);
    if (found.empty() || found.front().begin > range.begin) {
      add_purpose(range, range.begin);
      aim_ = true;
      return true;
    }
  }
  if (open_ >= 0 && !verb && !subject) {
    std::vector<Stretch> found;
    split_names(range, found);
    for (const Stretch& inside : clause.brackets) split_names(inside, found);
    sort_unique(found);
    if (!found.empty()) {
      // 您提供的信息，例如姓名: the name tells what is given.
      for (const std::string_view word : {"例如", "如", "包括", "包含"}) {
        if (!at(range).starts_with(word)) continue;
        for (std::size_t i = static_cast<std::size_t>(open_); i < out_.statements.size(); ++i) {
          if (out_.statements[i].relative) out_.statements[i].asserted = true;
          out_.statements[i].relative = false;
        }
      }
      add_data(found);
      return true;
    }
  }
  return false;
}

bool SentenceReader::follows_purpose(Stretch range) const {
  return tables_.purpose_verbs.longest_at(text_, range.begin).value >= 0;
}

void SentenceReader::add_data(const std::vector<Stretch>& found) {
  for (std::size_t i = static_cast<std::size_t>(open_); i < out_.statements.size(); ++i) {
    auto& data = out_.statements[i].data;
    data.insert(data.end(), found.begin(), found.end());
  }
}

void SentenceReader::sort_unique(std::vector<Stretch>& ranges) {
  std::sort(ranges.begin(), ranges.end(), [](Stretch a, Stretch b) { return a.begin < b.begin; });
  ranges.erase(std::unique(ranges.begin(), ranges.end(), [](Stretch a, Stretch b) { return a.begin == b.begin; }),
               ranges.end());
}

std::vector<Stretch> SentenceReader::carve(const Clause& clause, Stretch range) {
  std::vector<Stretch> left;
  const std::vector<Token> words = words_of(clause, range);
  std::uint32_t begin = range.begin;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const Token& word = words[i];
    if (word.begin < begin) continue;
    if (word.kind == WordKind::purpose) {
      std::uint32_t end = range.end;
      const std::size_t so = text_.substr(0, range.end).find("而", word.end);
      if (so != npos && i + 1 < words.size()) {
        const bool verb = std::any_of(words.begin(), words.end(), [&](const Token& other) {
          return other.kind == WordKind::action && other.begin == so + 3;
        });
        if (verb) end = static_cast<std::uint32_t>(so);
      }
      if (end == range.end) end = purpose_end(words, i, range.end);
      if (end == range.end) end = subject_after(words, word.begin, range.end);
      if (word.begin > begin) left.push_back({begin, word.begin});
      add_purpose({word.begin, end}, word.end);
      aim_ = true;
      begin = end;
      continue;
    }
    // After a verb these words belong to a name: 您在使用服务过程中产生的信息.
    const bool late =
        std::any_of(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(i),
                    [&](const Token& other) { return other.kind == WordKind::action && other.begin >= begin; });
    if (word.kind == WordKind::condition && i > 0 && !late && !text_.substr(0, word.begin).ends_with("存储")) {
      const std::uint32_t end = inner_condition(words, i);
      if (end > word.end) {
        if (word.begin > begin) left.push_back({begin, word.begin});
        add_condition({word.begin, end});
        begin = end;
      }
    }
  }
  // 以提供服务, 为保障安全 after the data.
  for (std::size_t offset = begin; offset < range.end;) {
    const auto start = static_cast<std::uint32_t>(offset);
    decode_utf8(text_, offset);
    if (start <= range.begin || in_bracket(clause, start) || inside_word(start)) continue;
    const std::uint32_t light = light_purpose(start);
    if (light == 0 || text_.substr(start).starts_with("为您") || text_.substr(start).starts_with("为你")) continue;
    const bool said = std::any_of(words.begin(), words.end(), [&](const Token& word) {
      return word.kind == WordKind::action && word.end <= start;
    });
    std::uint32_t end = range.end;
    if (!said) {
      const std::size_t so = text_.substr(0, range.end).find("而", start);
      const bool subject = std::any_of(words.begin(), words.end(), is_operator);
      if (so != npos) {
        end = static_cast<std::uint32_t>(so);
      } else if (subject) {
        continue;
      }
    }
    if (start > begin) left.push_back({begin, start});
    add_purpose({start, end}, start + light);
    aim_ = true;
    begin = end;
    break;
  }
  if (begin < range.end) left.push_back({begin, range.end});
  return left;
}

std::uint32_t SentenceReader::purpose_end(const std::vector<Token>& words, std::size_t opener,
                                          std::uint32_t end) const {
  for (std::size_t i = opener + 1; i < words.size(); ++i) {
    if (words[i].kind != WordKind::action && words[i].kind != WordKind::toward && words[i].kind != WordKind::object)
      continue;
    const std::string_view before = text_.substr(0, words[i].begin);
    if (before.ends_with("目的") || before.ends_with("需要") || before.ends_with("之目的")) return words[i].begin;
  }
  return end;
}

std::uint32_t SentenceReader::inner_condition(const std::vector<Token>& words, std::size_t opener) const {
  const Token& open = words[opener];
  for (std::size_t i = opener + 1; i < words.size(); ++i) {
    const Token& word = words[i];
    if (word.kind == WordKind::closer && (word.value == 0 || open.value == 1 || closes_weakly(word)) &&
        !text_.substr(word.end).starts_with("的")) {
      return word.end;
    }
    if (word.kind == WordKind::toward || word.kind == WordKind::object || word.kind == WordKind::action) {
      if (open.value != 1) {
        if (word.kind == WordKind::action) continue;
        return 0;
      }
      const std::string_view said = at({open.end, word.begin});
      if (said.size() >= 6 && !said.ends_with("的")) return word.begin;
    }
  }
  return 0;
}

void SentenceReader::state(const Clause& clause, Stretch range) {
  aim_ = false;
  const std::size_t first = out_.statements.size();
  const std::vector<Stretch> left = carve(clause, range);
  // What is left reads on across the gaps: 我们会 | 收集您的手机号.
  std::vector<Token> words;
  for (const Stretch& piece : left) {
    for (const Token& word : words_of(clause, piece)) words.push_back(word);
  }
  if (left.empty()) return;
  read_statements(clause, left, words);
  if (out_.statements.size() == first) read_need(clause, left, words);
  if (out_.statements.size() == first) {
    if (!aim_) open_ = -1;
    return;
  }
  open_ = static_cast<int>(first);
}
Reading read_sentence(std::string_view text, const Lexicon::Tables& tables) {
  constexpr std::size_t kLongest = 60'000;
  if (text.size() > kLongest) return {};
  return SentenceReader(text, tables).read();
}

std::vector<Stretch> data_names(std::string_view text, const Lexicon::Tables& tables) {
  return SentenceReader(text, tables).list();
}

}  // namespace qiyue::reading
