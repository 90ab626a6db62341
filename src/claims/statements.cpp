// What a clause states: the verbs, who acts, on what, with whom.
#include <algorithm>
#include <array>
#include <utility>

#include "claims/sentence_reader.h"
#include "core/text.h"

namespace qiyue::reading {

void SentenceReader::read_need(const Clause& clause, const std::vector<Stretch>& left, std::vector<Token> words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].kind != WordKind::modal || text_.substr(words[i].begin, words[i].end - words[i].begin) != "需要")
      continue;
    words[i].kind = WordKind::action;
    words[i].value = static_cast<int>(ClaimAction::collect);
    const std::size_t first = out_.statements.size();
    read_statements(clause, left, words);
    if (out_.statements.size() > first && out_.statements[first].data.empty()) out_.statements.resize(first);
    return;
  }
}

Stretch SentenceReader::piece_of(const std::vector<Stretch>& left, std::uint32_t offset) {
  for (const Stretch& piece : left) {
    if (offset >= piece.begin && offset <= piece.end) return piece;
  }
  return left.back();
}

void SentenceReader::read_statements(const Clause& clause, const std::vector<Stretch>& left,
                                     const std::vector<Token>& words) {
  std::uint32_t from = left.front().begin;
  const std::size_t before = out_.statements.size();
  for (std::size_t i = 0; i < words.size();) {
    const bool later = out_.statements.size() > before;
    const std::uint32_t stop = piece_of(left, words[i].begin).end;
    if (words[i].kind != WordKind::action || names_party(words, i, from) ||
        (later && inside_name(words[i], out_.statements.back().verb.end, stop))) {
      ++i;
      continue;
    }
    // Verbs joined to one another share what follows: 收集、使用和存储.
    std::size_t last = i;
    std::vector<std::size_t> verbs{i};
    for (std::size_t next = i + 1; next < words.size(); ++next) {
      if (words[next].kind == WordKind::toward && words[next].begin == words[last].end) continue;
      if (words[next].kind != WordKind::action || !joined(words[last], words[next])) break;
      verbs.push_back(next);
      last = next;
    }
    const std::size_t first = out_.statements.size();
    for (const std::size_t v : verbs) {
      Statement statement;
      statement.action = static_cast<ClaimAction>(words[v].value);
      statement.verb = {words[v].begin, words[v].end};
      statement.clause = clause.all;
      statement.relative = text_.substr(words[last].end).starts_with("的") || (later && relative(words[last], stop));
      out_.statements.push_back(std::move(statement));
    }
    subject_of(left, words, from, i, first);
    parties_of(left, words, from, i, last, first);
    object_of(clause, left, words, from, i, last, first);
    if (!out_.statements[first].relative) from = words[last].end;
    i = last + 1;
  }
}

bool SentenceReader::names_party(const std::vector<Token>& words, std::size_t verb, std::uint32_t from) {
  return words[verb].begin == from && verb + 2 < words.size() && words[verb + 1].kind == WordKind::actor &&
         words[verb + 1].value == static_cast<int>(Actor::third_party) && words[verb + 1].begin == words[verb].end &&
         words[verb + 2].kind == WordKind::modal;
}

bool SentenceReader::joined(const Token& a, const Token& b) const {
  std::string_view between = text_.substr(a.end, b.begin - a.end);
  if (between.empty()) return true;
  if (between == "、" || between == "/" || between == "或" || between == "和" || between == "及" || between == "与" ||
      between == "并" || between == "以及" || between == "或者" || between == "和/或" || between == "、或") {
    return true;
  }
  return false;
}

void SentenceReader::subject_of(const std::vector<Stretch>& left, const std::vector<Token>& words, std::uint32_t from,
                                std::size_t verb, std::size_t first) {
  Stretch subject;
  Actor who = who_;
  bool negated = false, named = false;
  // The last one named before the verb that is not its party (向…, 与…) or part of its object (将…).
  bool object = false;
  std::size_t at_word = 0;
  for (std::size_t i = 0; i < verb; ++i) {
    const Token& word = words[i];
    if (word.begin < from) continue;
    if (word.kind == WordKind::toward || word.kind == WordKind::object) {
      const bool modal = word.kind == WordKind::object && i + 1 < words.size() && words[i + 1].begin == word.end &&
                         (words[i + 1].kind == WordKind::action || words[i + 1].kind == WordKind::modal);
      if (!modal) object = true;
    }
    if (word.kind == WordKind::modal) object = false;
    const std::string_view before = text_.substr(0, word.begin);
    const bool served = before.ends_with("为") || before.ends_with("帮");  // 为您提供
    if (word.kind != WordKind::actor || object || served || text_.substr(word.end).starts_with("的")) continue;
    subject = {word.begin, word.end};
    who = static_cast<Actor>(word.value);
    named = true;
    at_word = i;
  }
  for (std::size_t i = 0; i < verb; ++i) {
    if (words[i].begin >= from && words[i].kind == WordKind::negation && (!named || i > at_word)) negated = true;
  }
  if (named && who != Actor::user) subject = whole_name(left, words, from, at_word);
  if (!named) {
    // A name that is no word of ours, before 会 or 可能: the program's own, as a rule.
    const Stretch start = left.front();
    std::uint32_t end = words[verb].begin;
    bool modal = false;
    for (const Token& word : words) {
      if (word.begin < start.begin || word.begin >= words[verb].begin) continue;
      if (word.kind == WordKind::modal || word.kind == WordKind::negation) {
        end = word.begin;
        modal = true;
        break;
      }
      if (word.kind != WordKind::plain && word.kind != WordKind::item) break;
    }
    const Stretch name = trimmed({start.begin, std::min(end, start.end)});
    constexpr std::size_t kLongest = 10;
    const bool fresh = from == left.front().begin;
    if (fresh && modal && !name.empty() && length(name) >= 2 && length(name) <= kLongest &&
        at(name).find("的") == npos && at(name).find("、") == npos && ending(at(name), tables_.data_heads).empty() &&
        ending(at(name), tables_.data_never).empty()) {
      subject = name;
      who = Actor::operator_;
      named = true;
    }
  }
  // 信息收集, 第三方共享 name a deed; 如何共享 asks.
  bool said = named || negated, asked = false;
  for (std::size_t i = verb; i-- > 0 && words[i].begin >= from;) {
    if (words[i].kind == WordKind::modal || words[i].kind == WordKind::object || words[i].kind == WordKind::toward)
      said = true;
  }
  const std::string_view ahead = text_.substr(from, words[verb].begin - from);
  for (const std::string_view question : {"如何", "怎样", "怎么", "哪些"}) {
    if (ahead.find(question) != npos) asked = true;
  }
  const bool leads_clause = trim(ahead).empty();
  for (std::size_t s = first; s < out_.statements.size(); ++s) {
    Statement& statement = out_.statements[s];
    statement.asserted = (said || leads_clause) && !asked;
    statement.who = who;
    if (s == first) statement.subject = subject;
    statement.negated = negated;
  }
  if (named && !out_.statements[first].relative) who_ = who;
}

Stretch SentenceReader::whole_name(const std::vector<Stretch>& left, const std::vector<Token>& words,
                                   std::uint32_t from, std::size_t actor) const {
  const Stretch subject{words[actor].begin, words[actor].end};
  if (text_.substr(subject.begin).starts_with("我") || text_.substr(subject.begin).starts_with("本")) return subject;
  std::uint32_t begin = std::max(from, piece_of(left, subject.begin).begin);
  for (std::size_t i = 0; i < actor; ++i) {
    if (words[i].begin < begin) continue;
    const bool name = words[i].kind == WordKind::plain || words[i].kind == WordKind::actor ||
                      words[i].kind == WordKind::item || names_party(words, i, begin);
    if (!name) return subject;
  }
  const Stretch whole = without_lead({begin, subject.end}, tables_.party_before);
  constexpr std::size_t kLongest = 12;
  return length(whole) <= kLongest && at(whole).find("的") == npos ? whole : subject;
}

void SentenceReader::parties_of(const std::vector<Stretch>& left, const std::vector<Token>& words, std::uint32_t from,
                                std::size_t verb, std::size_t last, std::size_t first) {
  std::vector<Stretch> found;
  for (std::size_t i = verb; i-- > 0;) {
    const Token& word = words[i];
    if (word.begin < from) break;
    if (word.kind != WordKind::toward) continue;
    std::uint32_t end = words[verb].begin;
    // Adverbs and objects between the party and the verb are no part of it.
    for (std::size_t j = i + 1; j < verb; ++j) {
      if (words[j].kind == WordKind::modal || words[j].kind == WordKind::object ||
          words[j].kind == WordKind::negation) {
        end = words[j].begin;
        break;
      }
    }
    constexpr std::array<std::string_view, 8> kAdverbs{"进行", "共同", "公开", "对外", "直接", "主动", "自动", "处"};
    Stretch party = trimmed({word.end, std::min(end, piece_of(left, word.end).end)});
    for (const std::string_view adverb : kAdverbs) {
      if (at(party).ends_with(adverb))
        party = trimmed({party.begin, party.end - static_cast<std::uint32_t>(adverb.size())});
    }
    std::vector<Stretch> parties;
    split_parties(party, parties);
    if (!parties.empty()) found = std::move(parties);
    // 向公司和个人: 和 joins parties, what opens them stands before.
    const bool joint = text_.substr(word.begin).starts_with("和") || text_.substr(word.begin).starts_with("与");
    const bool opened = i > 0 && words[i - 1].begin >= from &&
                        (words[i - 1].kind == WordKind::toward || words[i - 1].kind == WordKind::plain ||
                         words[i - 1].kind == WordKind::actor);
    if (!found.empty() && !(joint && opened)) break;
  }
  const std::uint32_t after = words[last].end;
  const std::string_view rest = text_.substr(after);
  const bool given = text_.substr(0, after).ends_with("给") || rest.starts_with("给") || rest.starts_with("至");
  if (found.empty() && given) {
    const std::uint32_t begin = text_.substr(0, after).ends_with("给") ? after : after + 3;
    std::uint32_t end = piece_of(left, after).end;
    for (const Token& word : words) {
      if (word.begin > begin && word.kind == WordKind::action) {
        end = std::min(end, word.begin);
        break;
      }
    }
    split_parties({begin, end}, found);
  }
  for (std::size_t s = first; s < out_.statements.size(); ++s) out_.statements[s].recipients = found;
}

void SentenceReader::object_of(const Clause& clause, const std::vector<Stretch>& left, const std::vector<Token>& words,
                               std::uint32_t from, std::size_t verb, std::size_t last, std::size_t first) {
  const Stretch piece = piece_of(left, words[last].end);
  std::vector<Stretch> found;
  // What follows, to the next verb that is not part of a name.
  std::uint32_t end = piece.end;
  for (std::size_t i = last + 1; i < words.size(); ++i) {
    if (words[i].kind != WordKind::action || words[i].begin < words[last].end) continue;
    if (relative(words[i], piece.end) || inside_name(words[i], words[last].end, piece.end)) continue;
    end = std::min(end, words[i].begin);
    break;
  }
  for (const Token& word : words) {
    if (word.begin < words[last].end || word.end > end) continue;
    if (word.kind == WordKind::negation || (word.kind == WordKind::modal && !relative(word, end))) {
      end = word.begin;
      break;
    }
  }
  // 转让您的个人信息给第三方
  for (const std::string_view word : {"给", "至", "到"}) {
    const std::size_t give = text_.substr(0, end).find(word, words[last].end + 6);
    if (give == npos || give < words[last].end || inside_word(static_cast<std::uint32_t>(give))) continue;
    const auto to = static_cast<std::uint32_t>(give);
    if (!names_data(trimmed({words[last].end, to}))) continue;
    std::vector<Stretch> parties;
    split_parties({to + 3, end}, parties);
    for (std::size_t s = first; s < out_.statements.size() && !parties.empty(); ++s) {
      if (out_.statements[s].recipients.empty()) out_.statements[s].recipients = parties;
    }
    end = to;
    break;
  }
  split_names({words[last].end, end}, found);
  for (const Stretch& inside : clause.brackets) {
    if (inside.begin <= words[last].end || inside.end > end) continue;
    const bool named = std::any_of(found.begin(), found.end(), [&](Stretch name) {
      return name.end <= inside.begin && inside.begin - name.end <= 6;
    });
    if (named && abbreviates(trimmed(inside))) {
      found.push_back(trimmed(inside));
    } else {
      split_names(inside, found);
    }
  }
  // 将您的手机号提供给第三方; 您的手机号将被存储.
  if (found.empty()) {
    for (std::size_t i = verb; i-- > 0;) {
      if (words[i].begin < from) break;
      if (words[i].kind != WordKind::object) continue;
      std::uint32_t stop = words[verb].begin;
      for (std::size_t j = i + 1; j < verb; ++j) {
        if (words[j].kind == WordKind::toward || words[j].kind == WordKind::modal) {
          stop = words[j].begin;
          break;
        }
      }
      split_names({words[i].end, stop}, found);
      if (!found.empty()) break;
    }
  }
  if (found.empty() && out_.statements[first].subject.empty()) {
    std::uint32_t stop = words[verb].begin;
    for (std::size_t j = 0; j < verb; ++j) {
      if (words[j].begin >= from && (words[j].kind == WordKind::modal || words[j].kind == WordKind::toward ||
                                     words[j].kind == WordKind::negation)) {
        stop = words[j].begin;
        break;
      }
    }
    if (stop > from) split_names({from, stop}, found);
  }
  // 我们收集的信息包括A、B: the name tells what is collected.
  if (out_.statements[first].relative) {
    for (const std::string_view word : {"包括", "包含", "仅限于", "限于"}) {
      const std::size_t list = text_.substr(0, piece.end).find(word, words[last].end);
      if (list == npos) continue;
      found.clear();
      split_names({static_cast<std::uint32_t>(list + word.size()), piece.end}, found);
      for (std::size_t s = first; s < out_.statements.size(); ++s) {
        out_.statements[s].relative = false;
        out_.statements[s].asserted = true;
      }
      break;
    }
  }
  sort_unique(found);
  for (std::size_t s = first; s < out_.statements.size(); ++s) out_.statements[s].data = found;
}

}  // namespace qiyue::reading
