// Sentences -> what they assert, clause by clause, by the words of the lexicon.
#include <algorithm>
#include <array>

#include "claims/grammar.h"
#include "claims/lexicon.h"
#include "core/text.h"

namespace qiyue {
namespace {

using reading::data_names;
using reading::read_sentence;
using reading::Reading;
using reading::Statement;

void add_items(const Lexicon::Tables& tables, std::string_view text, std::vector<std::string>& items) {
  for (const auto& hit : tables.items.find_all(text)) {
    for (const std::string& id : tables.named[static_cast<std::size_t>(hit.value)]) {
      if (std::find(items.begin(), items.end(), id) == items.end()) items.push_back(id);
    }
  }
}

std::vector<std::string> items_in(const Lexicon::Tables& tables, std::string_view text) {
  std::vector<std::string> items;
  add_items(tables, text, items);
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

std::string words_of(std::string_view text, Stretch range) {
  return std::string(trim(text.substr(range.begin, range.end - range.begin)));
}

// The statement a purpose or a condition goes with: the one whose clause it stands in or comes after, or, where it leads, the next one.
std::size_t owner_of(const Reading& reading, const Reason& reason, bool leads) {
  const std::size_t none = reading.statements.size();
  std::size_t before = none, after = none;
  for (std::size_t i = 0; i < none; ++i) {
    if (reading.statements[i].verb.end <= reason.whole.begin) before = i;
    if (reading.statements[i].verb.begin >= reason.whole.end && after == none) after = i;
  }
  const bool same_clause = before != none && reading.statements[before].clause.end >= reason.whole.end;
  return before == none || (leads && !same_clause && after != none) ? after : before;
}

// Of the statement `index`: statements of one clause share them.
std::vector<Reason> purposes_of(const Reading& reading, std::string_view text, std::size_t index) {
  std::vector<Reason> own;
  for (const Reason& reason : reading.purposes) {
    // 为了提供服务，我们收集 leads; 我们收集，用于提供服务 follows.
    const std::size_t owner = owner_of(reading, reason, text.substr(reason.whole.begin).starts_with("为"));
    if (owner < reading.statements.size() && reading.statements[owner].clause == reading.statements[index].clause)
      own.push_back(reason);
  }
  return own;
}
std::vector<Reason> conditions_of(const Reading& reading, std::string_view text, std::size_t index) {
  std::vector<Reason> own;
  for (const Reason& reason : reading.conditions) {
    const bool follows = text.substr(0, reason.whole.end).ends_with("除外");
    const std::size_t owner = owner_of(reading, reason, !follows);
    if (owner < reading.statements.size() && reading.statements[owner].clause == reading.statements[index].clause)
      own.push_back(reason);
  }
  return own;
}

Claim claim_of(const Lexicon::Tables& tables, const Reading& reading, std::string_view text, std::size_t index) {
  const Statement& statement = reading.statements[index];
  Claim claim;
  claim.who = statement.who;
  claim.action = statement.action;
  claim.negated = statement.negated;
  claim.asserted = statement.asserted && !statement.relative;
  claim.subject = statement.subject;
  claim.verb = statement.verb;
  claim.data = statement.data;
  claim.recipients = statement.recipients;
  claim.conditions = conditions_of(reading, text, index);
  claim.purposes = purposes_of(reading, text, index);
  for (const Stretch& name : claim.data) add_items(tables, text.substr(name.begin, name.end - name.begin), claim.items);
  if (claim.items.empty()) {
    const Stretch clause = statement.clause;
    add_items(tables, text.substr(clause.begin, clause.end - clause.begin), claim.items);
  }
  if (!claim.recipients.empty()) claim.recipient = words_of(text, claim.recipients.front());
  if (!claim.purposes.empty()) claim.purpose = words_of(text, claim.purposes.front().content);
  if (!claim.conditions.empty()) claim.condition = words_of(text, claim.conditions.front().whole);
  return claim;
}

void read_one(const Lexicon::Tables& tables, const Sentence& sentence, std::size_t index, std::vector<Claim>& out) {
  const std::size_t first = out.size();
  const Reading reading = read_sentence(sentence.text, tables);
  bool said = false;
  for (std::size_t i = 0; i < reading.statements.size(); ++i) {
    out.push_back(claim_of(tables, reading, sentence.text, i));
    said = said || (out.back().asserted && (!out.back().items.empty() || !out.back().data.empty()));
  }
  if (!said && !sentence.lead_in.empty()) {
    // An item of a list says what its lead-in does: 我们会收集以下信息： … 手机号码.
    const Reading lead = read_sentence(sentence.lead_in, tables);
    for (std::size_t i = 0; i < lead.statements.size(); ++i) {
      if (lead.statements[i].relative) continue;
      Claim claim;
      claim.who = lead.statements[i].who;
      claim.action = lead.statements[i].action;
      claim.negated = lead.statements[i].negated;
      claim.data = data_names(sentence.text, tables);
      claim.items = items_in(tables, sentence.text);
      claim.conditions = reading.conditions;
      claim.purposes = reading.purposes;
      if (!lead.conditions.empty()) claim.condition = words_of(sentence.lead_in, lead.conditions.front().whole);
      if (!claim.purposes.empty()) {
        claim.purpose = words_of(sentence.text, claim.purposes.front().content);
      } else if (!lead.purposes.empty()) {
        claim.purpose = words_of(sentence.lead_in, lead.purposes.front().content);
      }
      if (!lead.statements[i].recipients.empty()) {
        claim.recipient = words_of(sentence.lead_in, lead.statements[i].recipients.front());
      }
      if (!claim.items.empty() || !claim.data.empty()) out.push_back(std::move(claim));
      break;
    }
  }
  const bool excepted = !tables.exceptions.find_all(sentence.text).empty();
  const std::string period = period_in(sentence.text);
  std::string place;
  if (const auto places = tables.places.find_all(sentence.text); !places.empty()) {
    place = sentence.text.substr(places.front().begin, places.front().end - places.front().begin);
  }
  for (std::size_t i = first; i < out.size(); ++i) {
    Claim& claim = out[i];
    claim.sentence = index;
    claim.excepted = excepted;
    if (claim.action == ClaimAction::store || claim.action == ClaimAction::delete_) {
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
      claim.action = ClaimAction::collect;
      claim.sentence = begin;
      for (std::size_t i = begin; i < end; ++i) {
        const Sentence& cell = all[i];
        if (names(cell.lead_in, {"目的", "用途", "用于"})) {
          if (claim.purpose.empty()) claim.purpose = cell.text;
        } else if (names(cell.lead_in, {"期限", "保存", "存储"})) {
          claim.retention = period_in(cell.text);
        } else if (names(cell.lead_in, {"接收方", "第三方", "提供方", "SDK", "运营方"})) {
          claim.action = ClaimAction::share;
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
    if (!sentences[i].is_heading) read_one(tables, sentences[i], i, out);
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
