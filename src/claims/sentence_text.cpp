#include "claims/sentence_text.h"

#include <algorithm>
#include <array>

#include "core/text.h"

namespace qiyue::reading {
namespace {

constexpr std::array<std::string_view, 6> kOwners{"您", "你", "用户", "我们", "其", "本人"};

}  // namespace

SentenceText::SentenceText(std::string_view text, const Lexicon::Tables& tables) : text_(text), tables_(tables) {
  for (const auto& hit : tables.words.find_all(text)) {
    const auto& word = tables.grammar[static_cast<std::size_t>(hit.value)];
    tokens_.push_back({hit.begin, hit.end, word.kind, word.value});
  }
}

std::string_view SentenceText::at(Stretch range) const { return text_.substr(range.begin, range.end - range.begin); }

Stretch SentenceText::trimmed(Stretch range) const {
  while (range.begin < range.end) {
    std::size_t next = range.begin;
    const char32_t c = decode_utf8(text_, next);
    if (!is_blank(c) && c != U'“' && c != U'”' && c != '"' && !joins(c)) break;
    range.begin = static_cast<std::uint32_t>(std::min<std::size_t>(next, range.end));
  }
  while (range.begin < range.end) {
    std::size_t start = range.end - 1;
    while (start > range.begin && (static_cast<unsigned char>(text_[start]) & 0xC0) == 0x80) --start;
    std::size_t next = start;
    const char32_t c = decode_utf8(text_, next);
    if (!is_blank(c) && c != U'“' && c != U'”' && c != '"' && !joins(c) && !is_stop(c)) break;
    range.end = static_cast<std::uint32_t>(start);
  }
  return range;
}

std::size_t SentenceText::length(Stretch range) const { return static_cast<std::size_t>(count_code_points(at(range))); }

std::string_view SentenceText::ending(std::string_view text, const std::vector<std::string>& endings) {
  for (const std::string& word : endings) {
    if (text.ends_with(word)) return word;
  }
  return {};
}

Stretch SentenceText::without_lead(Stretch range, const WordTrie& lead) const {
  for (range = trimmed(range); !range.empty();) {
    const auto hit = lead.longest_at(text_.substr(0, range.end), range.begin);
    if (hit.value < 0) break;
    if (at(range).starts_with("其他") || at(range).starts_with("其它")) {
      if (hit.end - hit.begin <= 3) break;
    }
    // A word of data that begins like one of these stays whole.
    const auto item = tables_.words.longest_at(text_.substr(0, range.end), range.begin);
    if (item.value >= 0 && item.end > hit.end) {
      const WordKind kind = tables_.grammar[static_cast<std::size_t>(item.value)].kind;
      if (kind == WordKind::item || kind == WordKind::data) break;
    }
    range = trimmed({hit.end, range.end});
  }
  return range;
}

bool SentenceText::names_data(Stretch range) const {
  const std::string_view name = at(range);
  if (ending_word(range)) return true;
  const std::string_view never = ending(name, tables_.data_never);
  const std::string_view head = ending(name, tables_.data_heads);
  return !head.empty() && head.size() >= never.size();
}

bool SentenceText::abbreviates(Stretch range) const {
  const std::string_view name = at(range);
  return name.size() >= 2 && name.size() <= 16 && std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == ' ' || c == '-' ||
                  c == '_';
         });
}

bool SentenceText::ending_word(Stretch range) const {
  auto it = std::upper_bound(tokens_.begin(), tokens_.end(), range.end,
                             [](std::uint32_t offset, const Token& token) { return offset < token.end; });
  if (it == tokens_.begin()) return false;
  --it;
  return it->end == range.end && it->begin >= range.begin && (it->kind == WordKind::item || it->kind == WordKind::data);
}

Stretch SentenceText::head_of(Stretch range) const {
  const std::size_t of = at(range).rfind("的");
  if (of == npos) return range;
  const Stretch head = trimmed({range.begin + static_cast<std::uint32_t>(of) + 3, range.end});
  const std::string_view name = at(head), before = at({range.begin, head.begin});
  // 关注的账号 is a name; 您在使用服务时产生的 is not part of one.
  constexpr std::size_t kShort = 21;
  if (before.size() <= kShort && before.find("您") == npos && before.find("我们") == npos && before.find("你") == npos)
    return range;
  if (name.empty() || name == "信息" || name == "数据" || name == "内容" || name == "资料") return range;
  return head;
}

void SentenceText::split_names(Stretch range, std::vector<Stretch>& found) const {
  std::vector<Stretch> parts;
  std::uint32_t begin = range.begin;
  int depth = 0;
  const auto part = [&](std::uint32_t end) {
    if (end > begin) parts.push_back({begin, end});
  };
  for (std::size_t offset = range.begin; offset < range.end;) {
    const auto start = static_cast<std::uint32_t>(offset);
    const char32_t c = decode_utf8(text_, offset);
    const auto next = static_cast<std::uint32_t>(offset);
    if (opens_bracket(c)) {
      if (depth++ == 0) part(start);
      begin = next;
      depth = 1;
      continue;
    }
    if (closes_bracket(c)) {
      depth = 0;
      part(start);
      begin = next;
      continue;
    }
    if (joins(c) || is_stop(c)) {
      part(start);
      begin = next;
      continue;
    }
    // A word that names data is not cut, whatever stands inside it: 昵称和头像 is one of them, 参与 none.
    const auto word = tables_.words.longest_at(text_.substr(0, range.end), start);
    const auto joint = tables_.joints.longest_at(text_.substr(0, range.end), start);
    if (joint.value >= 0 && (word.value < 0 || word.end <= joint.end)) {
      // 订单和 joins names; 向您和 does not.
      part(start);
      begin = joint.end;
      offset = joint.end;
      continue;
    }
    if (word.value >= 0) {
      const WordKind kind = tables_.grammar[static_cast<std::size_t>(word.value)].kind;
      if (kind == WordKind::plain || kind == WordKind::data) offset = word.end;
    }
  }
  part(range.end);
  std::vector<Stretch> names, doubtful;
  for (Stretch piece : parts) {
    piece = without_lead(piece, tables_.data_before);
    // 手机号等信息: the list ends with its last name.
    for (const std::string& end : tables_.list_ends) {
      const std::size_t etc = at(piece).rfind(end);
      if (etc == npos) continue;
      if (etc > 0) piece = trimmed({piece.begin, piece.begin + static_cast<std::uint32_t>(etc)});
      break;
    }
    piece = without_lead(head_of(piece), tables_.data_before);
    if (piece.empty()) continue;
    constexpr std::size_t kLongest = 24, kLongestUnknown = 10;
    if (length(piece) <= kLongest && names_data(piece) && !says(piece)) {
      names.push_back(piece);
    } else if (length(piece) <= kLongestUnknown && may_name(piece)) {
      doubtful.push_back(piece);
    }
  }
  // In a list most of which names data the rest does too: 姓名、爱好、所在行业.
  if (!names.empty() && names.size() >= doubtful.size() && parts.size() > 1)
    names.insert(names.end(), doubtful.begin(), doubtful.end());
  found.insert(found.end(), names.begin(), names.end());
}

bool SentenceText::says(Stretch range) const {
  auto it = std::lower_bound(tokens_.begin(), tokens_.end(), range.begin,
                             [](const Token& token, std::uint32_t offset) { return token.begin < offset; });
  bool first = true;
  for (; it != tokens_.end() && it->end <= range.end; ++it) {
    if (it->kind == WordKind::condition || it->kind == WordKind::purpose) return true;
    if (it->kind == WordKind::toward && it->begin == range.begin) return true;
    if (it->kind == WordKind::modal && !first) return true;
    first = false;
  }
  return false;
}

bool SentenceText::may_name(Stretch range) const {
  if (length(range) < 2 || !ending(at(range), tables_.data_never).empty()) return false;
  auto it = std::lower_bound(tokens_.begin(), tokens_.end(), range.begin,
                             [](const Token& token, std::uint32_t offset) { return token.begin < offset; });
  for (; it != tokens_.end() && it->end <= range.end; ++it) {
    if (it->kind != WordKind::plain && it->kind != WordKind::item && it->kind != WordKind::data) return false;
  }
  return true;
}

void SentenceText::split_parties(Stretch range, std::vector<Stretch>& found) const {
  std::uint32_t begin = range.begin;
  const auto part = [&](std::uint32_t end) {
    Stretch piece = without_lead({begin, end}, tables_.party_before);
    constexpr std::size_t kLongest = 24;
    if (!piece.empty() && length(piece) <= kLongest && !ending(at(piece), tables_.party_heads).empty())
      found.push_back(piece);
  };
  int depth = 0;
  for (std::size_t offset = range.begin; offset < range.end;) {
    const auto start = static_cast<std::uint32_t>(offset);
    const char32_t c = decode_utf8(text_, offset);
    if (opens_bracket(c)) {
      if (depth++ == 0) part(start);
    } else if (closes_bracket(c)) {
      if (depth > 0) --depth;
      begin = static_cast<std::uint32_t>(offset);
    } else if (depth == 0 && (joins(c) || c == U'或')) {
      part(start);
      begin = static_cast<std::uint32_t>(offset);
    }
  }
  if (depth == 0) part(range.end);
}

bool SentenceText::inside_word(std::uint32_t offset) const {
  auto it = std::upper_bound(tokens_.begin(), tokens_.end(), offset,
                             [](std::uint32_t at, const Token& token) { return at < token.begin; });
  return it != tokens_.begin() && (it - 1)->end > offset && (it - 1)->begin < offset;
}

bool SentenceText::inside_name(const Token& verb, std::uint32_t begin, std::uint32_t end) const {
  Stretch part{begin, end};
  for (std::size_t offset = begin; offset < end;) {
    const auto start = static_cast<std::uint32_t>(offset);
    const char32_t c = decode_utf8(text_, offset);
    std::uint32_t next = static_cast<std::uint32_t>(offset);
    const auto joint = tables_.joints.longest_at(text_.substr(0, end), start);
    const bool cut = joins(c) || opens_bracket(c) || closes_bracket(c) || joint.value >= 0;
    if (!cut) continue;
    if (joint.value >= 0) next = joint.end;
    if (next <= verb.begin) part.begin = next;
    if (start >= verb.end) {
      part.end = start;
      break;
    }
    offset = next;
  }
  part = trimmed(part);
  constexpr std::uint32_t kShort = 15;  // five characters
  if (part.begin == verb.begin) {
    return part.end > verb.end && part.end - verb.end <= kShort && names_data({verb.end, part.end}) &&
           !text_.substr(verb.end).starts_with("您") && !text_.substr(verb.end).starts_with("你");
  }
  return part.begin < verb.begin && names_data(part) && part.end - part.begin <= 36 &&
         !without_lead({part.begin, verb.begin}, tables_.data_before).empty();
}

bool SentenceText::relative(const Token& verb, std::uint32_t end) const {
  constexpr std::size_t kNear = 30;  // ten characters
  std::size_t of = text_.substr(0, end).find("的", verb.end);
  // 您的 and 用户的 are no end of a clause.
  while (of != npos && std::any_of(kOwners.begin(), kOwners.end(),
                                   [&](std::string_view owner) { return text_.substr(0, of).ends_with(owner); })) {
    of = text_.substr(0, end).find("的", of + 3);
  }
  return of != npos && of - verb.end <= kNear;
}
}  // namespace qiyue::reading
