#include "scan/field_words.h"

#include <algorithm>

#include "core/data.h"
#include "core/text.h"

namespace qiyue::scan {
namespace {

std::vector<std::string> lower_tokens(std::string_view identifier) {
  std::vector<std::string> out;
  for (const std::string& part : split_identifier(identifier)) out.push_back(to_lower_ascii(part));
  return out;
}

// Digits at the end of a token say which one it is, not what: phone1, address2.
std::string without_digits(std::string token) {
  while (token.size() > 1 && token.back() >= '0' && token.back() <= '9') token.pop_back();
  return token;
}

}  // namespace

FieldWords::FieldWords(const knowledge::Knowledge& knowledge) {
  for (const knowledge::FieldRule& from : knowledge.field_rules) {
    Rule rule{from.item, from.confidence == "strong", from.minor, {}, {}};
    for (const std::string& word : from.exclude_zh) rule.exclude_zh.push_back(to_lower_ascii(word));
    for (const std::string& word : from.exclude_en) rule.exclude_en.push_back(join(lower_tokens(word), "_"));
    const std::size_t index = rules_.size();
    rules_.push_back(std::move(rule));
    for (const std::string& word : from.zh) chinese_.push_back({to_lower_ascii(word), {}, index, false});
    const auto add = [&](const std::string& word) {
      std::vector<std::string> tokens = lower_tokens(word);
      if (tokens.empty()) return;
      // A name alone may be that of a thing (taxonomy/fields.yaml, note of `name`).
      const bool weak = tokens.size() == 1 && tokens[0] == "name";
      std::string first = tokens[0];
      if (tokens.size() > 1) identifiers_[join(tokens, "")].push_back({"", {join(tokens, "")}, index, weak});
      identifiers_[first].push_back({"", std::move(tokens), index, weak});
    };
    for (const std::string& word : from.en) add(word);
    for (const std::string& word : from.pinyin) {
      if (word.size() >= 3) add(word);
    }
  }
  std::stable_sort(chinese_.begin(), chinese_.end(),
                   [](const Word& a, const Word& b) { return a.text.size() > b.text.size(); });
  const json::value* table = knowledge.lexicon.is_object() ? find(knowledge.lexicon, "fields") : nullptr;
  if (table == nullptr || !table->is_object()) return;
  for (const auto& [name, value] : table->get_object()) {
    if (value.is_array()) {
      std::vector<std::string>& words = lists_[std::string(name)];
      for (const std::string& word : get_strings(*table, name)) words.push_back(to_lower_ascii(word));
    }
    if (name == "company" && value.is_object()) {
      for (const auto& [item, others] : value.get_object()) company_[std::string(item)] = get_strings(value, item);
    }
    if (name == "tags" && value.is_object()) {
      for (const auto& [tag, item] : value.get_object()) {
        if (item.is_string()) tags_[std::string(tag)] = std::string(item.get_string());
      }
    }
  }
}

const std::vector<std::string>& FieldWords::list(std::string_view name) const {
  static const std::vector<std::string> kEmpty;
  const auto found = lists_.find(std::string(name));
  return found == lists_.end() ? kEmpty : found->second;
}

std::string FieldWords::item_of_tag(const std::string& tag) const {
  const auto found = tags_.find(tag);
  return found == tags_.end() ? std::string() : found->second;
}

bool FieldWords::fits(const std::string& item_or_word, const std::vector<std::string>& beside) const {
  const auto needed = company_.find(item_or_word);
  if (needed == company_.end()) return true;
  return std::any_of(needed->second.begin(), needed->second.end(), [&beside](const std::string& n) {
    return std::find(beside.begin(), beside.end(), n) != beside.end();
  });
}

bool FieldWords::says(std::string_view name, std::string_view text) const {
  const std::string lower = to_lower_ascii(text);
  return std::any_of(list(name).begin(), list(name).end(),
                     [&lower](const std::string& w) { return lower.find(w) != std::string::npos; });
}

bool FieldWords::names(std::string_view name, std::string_view identifier) const {
  const std::vector<std::string>& words = list(name);
  const auto known = [&words](const std::string& token) {
    return std::find(words.begin(), words.end(), token) != words.end();
  };
  const std::vector<std::string> tokens = lower_tokens(identifier);
  return std::any_of(tokens.begin(), tokens.end(),
                     [&known](const std::string& t) { return known(without_digits(t)); }) ||
         (tokens.size() > 1 && known(join(tokens, "")));
}

std::string FieldWords::strip(std::string_view label) const {
  std::string text = replace_all(replace_all(without_endings(label), " ", ""), "　", "");
  for (const char* list_name : {"asking", "asking_en"}) {
    for (bool again = true; again;) {
      again = false;
      for (const std::string& word : list(list_name)) {
        const std::string compact = replace_all(word, " ", "");
        if (text.size() > compact.size() && to_lower_ascii(text).starts_with(compact)) {
          text.erase(0, compact.size());
          again = true;
        }
      }
    }
  }
  return without_endings(text);
}

namespace {

// Arrows, ticks, emoji and the like around a label.
bool is_ornament(char32_t c) {
  return (c >= 0x2190 && c <= 0x2BFF) || (c >= 0x1F000 && c <= 0x1FAFF) || c == 0xFE0F || c == 0x200D || c == 0x203A ||
         c == '>';
}

std::string_view without_ornaments(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    if (!is_ornament(decode_utf8(text, at))) {
      text = text.substr(begin);
      break;
    }
    if (at >= text.size()) return {};
  }
  std::size_t end = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_ornament(decode_utf8(text, at))) end = at;
  }
  return trim(text.substr(0, end));
}

}  // namespace

std::string FieldWords::without_endings(std::string_view label) const {
  std::string_view text = without_ornaments(trim(label));
  for (bool again = true; again;) {
    again = false;
    for (const std::string& word : list("endings")) {
      if (text.size() > word.size() && text.ends_with(word)) {
        text = trim(text.substr(0, text.size() - word.size()));
        again = true;
      }
      if (text.size() > word.size() && text.starts_with(word)) {
        text = trim(text.substr(word.size()));
        again = true;
      }
    }
  }
  return std::string(text);
}

std::vector<ItemMatch> FieldWords::in_label(std::string_view label) const {
  // What follows a comma or bracket explains ("邮箱，便于我们回复"): it counts only where the first part names nothing.
  const std::string text = replace_all(to_lower_ascii(strip(label)), "wi-fi", "wifi");
  std::size_t begin = 0;
  while (begin < text.size()) {
    std::size_t end = text.size(), next = text.size();
    for (const std::string_view mark : {"，", ",", "。", "；", ";", "（", "(", "！", "…", "..."}) {
      const std::size_t at = text.find(mark, begin);
      if (at < end) {
        end = at;
        next = at + mark.size();
      }
    }
    if (end > begin) {
      std::vector<ItemMatch> found = in_clause(std::string_view(text).substr(begin, end - begin));
      // 填写取消原因，学生会收到通知: what follows tells what happens then.
      if (!found.empty() || says("reasons", std::string_view(text).substr(begin, end - begin))) return found;
    }
    begin = next;
  }
  return {};
}

std::vector<ItemMatch> FieldWords::in_clause(std::string_view text) const {
  struct Hit {
    std::size_t at;
    const Word* word;
  };
  std::vector<Hit> hits;
  for (const Word& word : chinese_) {  // longest first
    // One character alone (班) is a word only where it is all there is.
    if (word.text.size() <= 3 && word.text != text) continue;
    for (std::size_t at = text.find(word.text); at != npos; at = text.find(word.text, at + 1)) {
      const Rule& rule = rules_[word.rule];
      const bool excluded = std::any_of(rule.exclude_zh.begin(), rule.exclude_zh.end(), [&](const std::string& e) {
        const std::size_t place = text.find(e);
        return place != npos && place < at + word.text.size() && at < place + e.size();
      });
      if (!excluded) hits.push_back({at, &word});
    }
  }
  std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
    return a.word->text.size() != b.word->text.size() ? a.word->text.size() > b.word->text.size() : a.at < b.at;
  });
  std::vector<bool> taken(text.size(), false);
  std::vector<Hit> kept;
  for (const Hit& hit : hits) {
    const auto begin = taken.begin() + static_cast<std::ptrdiff_t>(hit.at);
    const auto end = begin + static_cast<std::ptrdiff_t>(hit.word->text.size());
    if (std::find(begin, end, true) != end) continue;
    // 孩子年龄 says whose, 年龄 what: both count.
    if (!rules_[hit.word->rule].minor) std::fill(begin, end, true);
    kept.push_back(hit);
  }
  std::stable_sort(kept.begin(), kept.end(), [](const Hit& a, const Hit& b) { return a.at < b.at; });
  // Of two words that follow each other, 寄件人电话 asks for the second (the first says whose), 邮箱地址 for the first.
  const std::vector<std::string>& heads = list("heads");
  for (std::size_t i = 0; i + 1 < kept.size();) {
    const Hit& first = kept[i];
    const Hit& second = kept[i + 1];
    const bool adjacent = first.at + first.word->text.size() == second.at;
    if (adjacent && rules_[first.word->rule].item == "name") {
      kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(i));
    } else if (adjacent && std::find(heads.begin(), heads.end(), second.word->text) != heads.end()) {
      kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    } else {
      ++i;
    }
  }
  std::vector<ItemMatch> out;
  for (const Hit& hit : kept) {
    const std::string& item = rules_[hit.word->rule].item;
    // A Chinese label is a statement of its own: it makes a weak word enough.
    if (std::none_of(out.begin(), out.end(), [&item](const ItemMatch& m) { return m.item == item; })) {
      out.push_back({item, true, hit.word->text.size(), hit.word->text});
    }
  }
  return out;
}

std::vector<ItemMatch> FieldWords::in_identifier(std::string_view identifier, bool handler) const {
  std::vector<std::string> tokens;
  for (std::string& token : lower_tokens(identifier)) tokens.push_back(without_digits(std::move(token)));
  if (handler) {
    const std::vector<std::string>& verbs = list("handler_words");
    std::erase_if(tokens,
                  [&verbs](const std::string& t) { return std::find(verbs.begin(), verbs.end(), t) != verbs.end(); });
  }
  if (tokens.empty()) return {};
  const std::string whole = join(tokens, "_");
  std::vector<bool> taken(tokens.size(), false);
  struct Hit {
    std::size_t at, count;
    const Word* word;
  };
  std::vector<Hit> hits;
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    const auto found = identifiers_.find(tokens[at]);
    if (found == identifiers_.end()) continue;
    for (const Word& word : found->second) {
      if (at + word.tokens.size() > tokens.size()) continue;
      if (!std::equal(word.tokens.begin(), word.tokens.end(), tokens.begin() + static_cast<std::ptrdiff_t>(at)))
        continue;
      const Rule& rule = rules_[word.rule];
      const bool excluded = std::any_of(rule.exclude_en.begin(), rule.exclude_en.end(), [&whole](const std::string& e) {
        return ("_" + whole + "_").find("_" + e + "_") != std::string::npos;
      });
      if (!excluded) hits.push_back({at, word.tokens.size(), &word});
    }
  }
  std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.count > b.count; });
  std::vector<ItemMatch> out;
  for (const Hit& hit : hits) {
    const auto begin = taken.begin() + static_cast<std::ptrdiff_t>(hit.at);
    if (std::find(begin, begin + static_cast<std::ptrdiff_t>(hit.count), true) !=
        begin + static_cast<std::ptrdiff_t>(hit.count))
      continue;
    std::fill(begin, begin + static_cast<std::ptrdiff_t>(hit.count), true);
    const Rule& rule = rules_[hit.word->rule];
    std::size_t length = 0;
    for (const std::string& token : hit.word->tokens) length += token.size();
    if (std::none_of(out.begin(), out.end(), [&rule](const ItemMatch& m) { return m.item == rule.item; })) {
      out.push_back({rule.item, rule.strong && !hit.word->weak, length, join(hit.word->tokens, "_")});
    }
  }
  return out;
}

}  // namespace qiyue::scan
