#include "claims/lexicon.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <map>
#include <utility>

#include "core/data.h"
#include "core/text.h"

namespace qiyue {
namespace {

void add_words(WordTrie& trie, const json::value* table, std::string_view key, int value) {
  if (table == nullptr) return;
  for (const std::string& word : get_strings(*table, key)) trie.add(word, value);
}

// 手机/固定电话（办公） -> 手机, 固定电话
std::vector<std::string> names_of(std::string_view zh) {
  std::vector<std::string> names;
  std::string name;
  int depth = 0;
  const auto flush = [&] {
    if (count_code_points(name) > 1) names.push_back(name);
    name.clear();
  };
  for (std::size_t offset = 0; offset < zh.size();) {
    const std::size_t start = offset;
    const char32_t c = decode_utf8(zh, offset);
    if (c == U'（' || c == '(') ++depth;
    if (depth == 0) {
      if (c == '/' || c == U'、') {
        flush();
      } else {
        name += zh.substr(start, offset - start);
      }
    }
    if ((c == U'）' || c == ')') && depth > 0) --depth;
  }
  flush();
  return names;
}

// Endings are tried from the longest.
std::vector<std::string> endings(const json::value& words, std::string_view key) {
  std::vector<std::string> list = get_strings(words, key);
  std::stable_sort(list.begin(), list.end(),
                   [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
  return list;
}

void compile_grammar(Lexicon::Tables& tables, const json::value& words) {
  const auto add = [&](const json::value* list, std::string_view key, WordKind kind, int value) {
    tables.grammar.push_back({kind, value});
    add_words(tables.words, list, key, static_cast<int>(tables.grammar.size()) - 1);
  };
  constexpr std::array<std::pair<std::string_view, Actor>, 3> kActors{
      {{"operator", Actor::operator_}, {"third_party", Actor::third_party}, {"user", Actor::user}}};
  constexpr std::array<std::pair<std::string_view, ClaimAction>, 9> kActions{{{"collect", ClaimAction::collect},
                                                                              {"use", ClaimAction::use},
                                                                              {"store", ClaimAction::store},
                                                                              {"share", ClaimAction::share},
                                                                              {"transfer", ClaimAction::transfer},
                                                                              {"disclose", ClaimAction::disclose},
                                                                              {"delete_", ClaimAction::delete_},
                                                                              {"entrust", ClaimAction::entrust},
                                                                              {"protect", ClaimAction::protect}}};
  // The first list that has a word keeps it.
  add(&words, "purposes", WordKind::purpose, 0);
  for (const auto& [key, value] : kActors) add(find(words, "actors"), key, WordKind::actor, static_cast<int>(value));
  for (const auto& [key, value] : kActions) add(find(words, "actions"), key, WordKind::action, static_cast<int>(value));
  add(&words, "conditions_sure", WordKind::condition, 1);
  add(&words, "conditions", WordKind::condition, 0);
  add(&words, "negations", WordKind::negation, 0);
  add(&words, "modals", WordKind::modal, 0);
  add(&words, "closers_weak", WordKind::closer, 1);
  add(&words, "closers", WordKind::closer, 0);
  add(&words, "toward", WordKind::toward, 0);
  add(&words, "objects", WordKind::object, 0);
  add(&words, "data_generic", WordKind::data, 0);
  add(&words, "plain", WordKind::plain, 0);
  add_words(tables.exceptions, &words, "exceptions", 0);
  add_words(tables.places, &words, "places", 0);
  add_words(tables.purpose_verbs, &words, "purpose_verbs", 0);
  add_words(tables.purpose_follows, &words, "purpose_follows", 0);
  add_words(tables.data_before, &words, "data_before", 0);
  add_words(tables.party_before, &words, "party_before", 0);
  add_words(tables.joints, &words, "joints", 0);
  tables.data_heads = endings(words, "data_heads");
  tables.data_never = endings(words, "data_never");
  tables.party_heads = endings(words, "party_heads");
  tables.list_ends = endings(words, "list_ends");
}

void compile_topics(Lexicon::Tables& tables, const json::value& file) {
  const json::value* list = find(file, "topics");
  if (list == nullptr || !list->is_array()) return;
  std::map<std::string, std::size_t, std::less<>> groups;
  const auto number = [](const json::value* value) {
    return value != nullptr && value->is_int64() ? value->get_int64() : std::int64_t{0};
  };
  for (const json::value& topic : list->get_array()) {
    const std::size_t index = tables.topic_ids.size();
    tables.topic_ids.push_back(get_string(topic, "id"));
    tables.topic_biases.push_back(number(find(topic, "bias")));
    const json::value* weights = find(topic, "weights");
    if (weights == nullptr || !weights->is_array()) continue;
    for (const json::value& row : weights->get_array()) {
      const std::int64_t weight = number(find(row, "w"));
      for (const std::string& group : get_strings(row, "of")) {
        const auto [it, fresh] = groups.emplace(group, tables.topic_weights.size());
        if (fresh) {
          tables.topic_weights.emplace_back();
          tables.topic_groups.add(group, static_cast<int>(it->second));
        }
        tables.topic_weights[it->second].emplace_back(index, weight);
      }
    }
  }
}

std::shared_ptr<const Lexicon::Tables> compile(const knowledge::Knowledge& knowledge) {
  auto tables = std::make_shared<Lexicon::Tables>();
  // First, so that 分享 stays a verb where the taxonomy has an item of that name.
  if (const json::value* words = find(knowledge.lexicon, "claims")) compile_grammar(*tables, *words);
  if (const json::value* topics = find(knowledge.lexicon, "topics")) compile_topics(*tables, *topics);
  const auto name = [&](std::vector<std::string> ids) {
    tables->named.push_back(std::move(ids));
    return static_cast<int>(tables->named.size()) - 1;
  };
  // A word of the items is one word of the grammar too: 使用记录 holds no 使用.
  const auto add_item = [&](const std::string& word, int value) {
    tables->items.add(word, value);
    tables->grammar.push_back(
        {tables->named[static_cast<std::size_t>(value)].empty() ? WordKind::plain : WordKind::item, value});
    tables->words.add(word, static_cast<int>(tables->grammar.size()) - 1);
  };
  const int nothing = name({});
  if (const json::value* words = find(knowledge.lexicon, "items")) {
    for (const std::string& word : get_strings(*words, "not")) add_item(word, nothing);
    if (const json::value* list = find(*words, "words"); list != nullptr && list->is_array()) {
      for (const json::value& entry : list->get_array()) {
        const int value = name(get_strings(entry, "items"));
        for (const std::string& word : get_strings(entry, "words")) add_item(word, value);
      }
    }
  }
  for (const knowledge::DataItem& item : knowledge.items) {
    const int value = name({item.id});
    for (const std::string& word : names_of(item.zh)) add_item(word, value);
  }
  // What our own drafts call the items: a draft must be read back as what it says.
  if (const json::value* drafting = find(knowledge.lexicon, "drafting")) {
    const json::value* items = find(*drafting, "items");
    const json::value* platforms = find(*drafting, "platforms");
    if (items != nullptr && items->is_object()) {
      for (const auto& [id, words] : items->get_object()) {
        const int value = name({std::string(id)});
        const std::string zh = get_string(words, "zh");
        if (zh.find("{platform}") == std::string::npos || platforms == nullptr || !platforms->is_object()) {
          for (const std::string& word : names_of(zh)) add_item(word, value);
          continue;
        }
        for (const auto& [platform, called] : platforms->get_object()) {
          for (const std::string& word : names_of(replace_all(zh, "{platform}", get_string(called, "zh"))))
            add_item(word, value);
        }
      }
    }
  }
  return tables;
}

}  // namespace

Lexicon::Lexicon(const knowledge::Knowledge& knowledge) : tables_(compile(knowledge)) {}

}  // namespace qiyue
