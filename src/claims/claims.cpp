// Sentences -> what they assert, clause by clause, by the words of the lexicon.
#include <algorithm>
#include <array>

#include "claims/lexicon.h"
#include "core/text.h"

namespace qiyue {
namespace {

using Hits = std::vector<WordTrie::Hit>;

// Stretches of a sentence between commas and colons.
std::vector<std::string_view> segments(std::string_view text) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  for (std::size_t offset = 0; offset < text.size();) {
    const std::size_t start = offset;
    const char32_t c = decode_utf8(text, offset);
    if (c == U'，' || c == ',' || c == U'：' || c == ':' || c == U'；' || c == U'。') {
      if (start > begin) parts.push_back(text.substr(begin, start - begin));
      begin = offset;
    }
  }
  if (begin < text.size()) parts.push_back(text.substr(begin));
  return parts;
}

bool has_any(const WordTrie& trie, std::string_view text) { return !trie.find_all(text).empty(); }

std::vector<std::string> items_in(const Lexicon::Tables& tables, std::string_view text) {
  std::vector<std::string> items;
  for (const auto& hit : tables.items.find_all(text)) {
    for (const std::string& id : tables.named[static_cast<std::size_t>(hit.value)]) {
      if (std::find(items.begin(), items.end(), id) == items.end()) items.push_back(id);
    }
  }
  return items;
}

// 三年, 30日, 6个月: a number with a unit of time.
std::string period_in(std::string_view text) {
  constexpr std::array<std::string_view, 7> kUnits{"个工作日", "个月", "年", "日", "天", "周", "小时"};
  constexpr std::u32string_view kNumerals = U"0123456789０１２３４５６７８９一二三四五六七八九十百半两";
  for (std::size_t offset = 0; offset < text.size();) {
    const std::size_t start = offset;
    if (kNumerals.find(decode_utf8(text, offset)) == std::u32string_view::npos) continue;
    std::size_t end = offset;
    for (std::size_t peek = offset; peek < text.size();) {
      if (kNumerals.find(decode_utf8(text, peek)) == std::u32string_view::npos) break;
      end = peek;
    }
    for (const std::string_view unit : kUnits) {
      if (text.substr(end).starts_with(unit)) return std::string(text.substr(start, end - start + unit.size()));
    }
    offset = end;
  }
  return {};
}

std::string after_purpose(const Lexicon::Tables& tables, std::string_view text) {
  for (const auto& hit : tables.purposes.find_all(text)) {
    std::string_view rest = text.substr(hit.end);
    const std::size_t stop = std::min({rest.find("，"), rest.find("。"), rest.find("；"), rest.find(",")});
    rest = trim(rest.substr(0, stop));
    if (!rest.empty()) return std::string(rest);
  }
  return {};
}

// What a stretch says of who does what. `carried`: the subject of the stretch before, kept where this one names none.
struct Reader {
  const Lexicon::Tables& tables;
  Actor carried = Actor::operator_;

  std::vector<Claim> read(std::string_view part) {
    std::vector<Claim> found;
    const Hits actions = tables.actions.find_all(part);
    const Hits actors = tables.actors.find_all(part);
    const Hits negations = tables.negations.find_all(part);
    std::size_t from = 0;
    for (const auto& hit : actions) {
      Claim claim;
      claim.action = static_cast<Action>(hit.value);
      claim.who = carried;
      // The subject is the first actor named; one after 向, 与, 给 or 将 is a recipient or an object.
      for (const auto& actor : actors) {
        if (actor.end > hit.begin) break;
        const std::string_view before = part.substr(0, actor.begin);
        const bool object = before.ends_with("向") || before.ends_with("与") || before.ends_with("给") ||
                            before.ends_with("将") || before.ends_with("对") || before.ends_with("经") ||
                            part.substr(actor.end).starts_with("的");
        if (object) continue;
        claim.who = static_cast<Actor>(actor.value);
        break;
      }
      for (const auto& actor : actors) {
        if (actor.value == static_cast<int>(Actor::third_party) && claim.recipient.empty()) {
          claim.recipient = std::string(part.substr(actor.begin, actor.end - actor.begin));
        }
      }
      claim.negated = std::any_of(negations.begin(), negations.end(), [&](const auto& negation) {
        return negation.begin >= from && negation.end <= hit.begin;
      });
      // A negation reaches over every verb joined to the first: 不会共享、转让、公开披露.
      if (!claim.negated && !found.empty() && found.back().negated) {
        const std::string_view between = part.substr(from, hit.begin - from);
        claim.negated =
            between.size() <= 9 && (between.empty() || between.starts_with("、") || between.starts_with("或") ||
                                    between.starts_with("和") || between.starts_with("及"));
      }
      from = hit.end;
      found.push_back(std::move(claim));
    }
    if (!found.empty()) carried = found.back().who;
    return found;
  }
};

bool is_conditional(const Lexicon::Tables& tables, std::string_view part) {
  const std::string_view text = trim(part);
  return tables.conditions.longest_at(text, 0).value >= 0 || text.starts_with("未经") || text.starts_with("除") ||
         text.ends_with("时") || text.ends_with("后");
}

void read_sentence(const Lexicon::Tables& tables, const Sentence& sentence, std::size_t index,
                   std::vector<Claim>& out) {
  const std::size_t first = out.size();
  Reader reader{tables};
  std::string condition;
  const std::vector<std::string_view> parts = segments(sentence.text);
  for (const std::string_view part : parts) {
    if (condition.empty() && is_conditional(tables, part)) condition = std::string(trim(part));
    std::vector<Claim> found = reader.read(part);
    if (found.empty() && !out.empty() && out.size() > first) {
      // 我们收集以下信息：手机号，昵称: what stands after the verb's own stretch still belongs to it.
      for (std::string& id : items_in(tables, part)) {
        auto& items = out.back().items;
        if (std::find(items.begin(), items.end(), id) == items.end()) items.push_back(std::move(id));
      }
    }
    const std::vector<std::string> items = items_in(tables, part);
    for (Claim& claim : found) {
      claim.items = items;
      claim.condition = condition;
      claim.sentence = index;
      out.push_back(std::move(claim));
    }
  }
  if (out.size() == first && !sentence.lead_in.empty()) {
    // An item of a list says what its lead-in does: 我们会收集以下信息： … 手机号码.
    Reader lead{tables};
    for (const std::string_view part : segments(sentence.lead_in)) {
      std::vector<Claim> found = lead.read(part);
      if (found.empty()) continue;
      Claim claim = found.front();
      claim.items = items_in(tables, sentence.text);
      claim.sentence = index;
      if (!claim.items.empty()) out.push_back(std::move(claim));
      break;
    }
  }
  const bool excepted = has_any(tables.exceptions, sentence.text);
  const std::string purpose = after_purpose(tables, sentence.text);
  const std::string period = period_in(sentence.text);
  std::string place;
  if (const auto places = tables.places.find_all(sentence.text); !places.empty()) {
    place = sentence.text.substr(places.front().begin, places.front().end - places.front().begin);
  }
  for (std::size_t i = first; i < out.size(); ++i) {
    Claim& claim = out[i];
    claim.excepted = excepted;
    if (claim.purpose.empty()) claim.purpose = purpose;
    if (claim.condition.empty()) claim.condition = condition;
    if (claim.action == Action::store || claim.action == Action::delete_) {
      claim.retention = period;
      claim.place = place;
    }
  }
}

bool names(std::string_view header, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return header.find(word) != std::string_view::npos; });
}

// A row of a "what we collect" or "who receives it" table is one claim an item cell.
void read_table(const Lexicon::Tables& tables, const std::vector<Sentence>& all, std::size_t first, std::size_t last,
                std::vector<Claim>& out) {
  for (std::size_t begin = first; begin < last;) {
    std::size_t end = begin;
    while (end < last && all[end].row == all[begin].row) ++end;
    if (all[begin].row > 0) {
      Claim claim;
      claim.action = Action::collect;
      claim.sentence = begin;
      for (std::size_t i = begin; i < end; ++i) {
        const Sentence& cell = all[i];
        if (names(cell.lead_in, {"目的", "用途", "用于"})) {
          if (claim.purpose.empty()) claim.purpose = cell.text;
        } else if (names(cell.lead_in, {"期限", "保存", "存储"})) {
          claim.retention = period_in(cell.text);
        } else if (names(cell.lead_in, {"接收方", "第三方", "提供方", "SDK", "运营方"})) {
          claim.action = Action::share;
          if (claim.recipient.empty()) claim.recipient = cell.text;
        } else if (names(cell.lead_in, {"信息", "种类", "类型", "权限", "数据", "字段"})) {
          if (claim.items.empty()) claim.sentence = i;
          for (std::string& id : items_in(tables, cell.text)) {
            if (std::find(claim.items.begin(), claim.items.end(), id) == claim.items.end()) {
              claim.items.push_back(std::move(id));
            }
          }
        }
      }
      if (!claim.items.empty()) out.push_back(std::move(claim));
    }
    begin = end;
  }
}

}  // namespace

std::vector<Claim> claims(const std::vector<Sentence>& sentences, const Lexicon& lexicon) {
  std::vector<Claim> out;
  const Lexicon::Tables& tables = lexicon.tables();
  for (std::size_t i = 0; i < sentences.size();) {
    if (sentences[i].in_table) {
      std::size_t end = i;
      while (end < sentences.size() && sentences[end].in_table && sentences[end].table == sentences[i].table) ++end;
      read_table(tables, sentences, i, end, out);
      i = end;
      continue;
    }
    if (!sentences[i].is_heading) read_sentence(tables, sentences[i], i, out);
    ++i;
  }
  return out;
}

std::vector<Claim> claims(const std::vector<Sentence>& sentences, const knowledge::Knowledge& knowledge) {
  return claims(sentences, Lexicon(knowledge));
}

std::vector<ItemMention> item_mentions(const std::vector<Sentence>& sentences, const Lexicon& lexicon) {
  std::vector<ItemMention> mentions;
  const Lexicon::Tables& tables = lexicon.tables();
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    for (const auto& hit : tables.items.find_all(sentences[i].text)) {
      for (const std::string& item : tables.named[static_cast<std::size_t>(hit.value)]) {
        mentions.push_back({item, i, sentences[i].text.substr(hit.begin, hit.end - hit.begin), hit.begin, hit.end});
      }
    }
  }
  return mentions;
}

std::vector<ItemMention> item_mentions(const std::vector<Sentence>& sentences, const knowledge::Knowledge& knowledge) {
  return item_mentions(sentences, Lexicon(knowledge));
}

}  // namespace qiyue
