#include "claims/lexicon.h"

#include <array>
#include <boost/json.hpp>
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

std::shared_ptr<const Lexicon::Tables> compile(const knowledge::Knowledge& knowledge) {
  auto tables = std::make_shared<Lexicon::Tables>();
  const auto name = [&](std::vector<std::string> ids) {
    tables->named.push_back(std::move(ids));
    return static_cast<int>(tables->named.size()) - 1;
  };
  const int nothing = name({});
  if (const json::value* words = find(knowledge.lexicon, "items")) {
    for (const std::string& word : get_strings(*words, "not")) tables->items.add(word, nothing);
    if (const json::value* list = find(*words, "words"); list != nullptr && list->is_array()) {
      for (const json::value& entry : list->get_array()) {
        const int value = name(get_strings(entry, "items"));
        for (const std::string& word : get_strings(entry, "words")) tables->items.add(word, value);
      }
    }
  }
  for (const knowledge::DataItem& item : knowledge.items) {
    const int value = name({item.id});
    for (const std::string& word : names_of(item.zh)) tables->items.add(word, value);
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
          for (const std::string& word : names_of(zh)) tables->items.add(word, value);
          continue;
        }
        for (const auto& [platform, called] : platforms->get_object()) {
          for (const std::string& word : names_of(replace_all(zh, "{platform}", get_string(called, "zh"))))
            tables->items.add(word, value);
        }
      }
    }
  }
  if (const json::value* words = find(knowledge.lexicon, "claims")) {
    constexpr std::array<std::pair<std::string_view, Actor>, 3> kActors{
        {{"operator", Actor::operator_}, {"third_party", Actor::third_party}, {"user", Actor::user}}};
    constexpr std::array<std::pair<std::string_view, Action>, 9> kActions{{{"collect", Action::collect},
                                                                           {"use", Action::use},
                                                                           {"store", Action::store},
                                                                           {"share", Action::share},
                                                                           {"transfer", Action::transfer},
                                                                           {"disclose", Action::disclose},
                                                                           {"delete_", Action::delete_},
                                                                           {"entrust", Action::entrust},
                                                                           {"protect", Action::protect}}};
    for (const auto& [key, value] : kActors) {
      add_words(tables->actors, find(*words, "actors"), key, static_cast<int>(value));
    }
    for (const auto& [key, value] : kActions) {
      add_words(tables->actions, find(*words, "actions"), key, static_cast<int>(value));
    }
    add_words(tables->negations, words, "negations", 0);
    add_words(tables->exceptions, words, "exceptions", 0);
    add_words(tables->purposes, words, "purposes", 0);
    add_words(tables->conditions, words, "conditions", 0);
    add_words(tables->places, words, "places", 0);
  }
  return tables;
}

}  // namespace

Lexicon::Lexicon(const knowledge::Knowledge& knowledge) : tables_(compile(knowledge)) {}

}  // namespace qiyue
