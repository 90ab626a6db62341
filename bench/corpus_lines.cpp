// For the scoring scripts: one sentence a line in, one JSON object a line out with what the claims and the checks see in it.
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cstdint>
#include <iostream>
#include <string>

#include "check/check.h"
#include "claims/claims.h"
#include "core/data.h"
#include "core/words.h"
#include "knowledge/knowledge.h"

namespace qiyue {
namespace {

const char* name_of(Action action) {
  switch (action) {
    case Action::collect:
      return "collect";
    case Action::use:
      return "use";
    case Action::store:
      return "store";
    case Action::share:
      return "share";
    case Action::transfer:
      return "transfer";
    case Action::disclose:
      return "disclose";
    case Action::delete_:
      return "delete";
    case Action::entrust:
      return "entrust";
    case Action::protect:
      return "protect";
    case Action::none:
      break;
  }
  return "none";
}

// Words of the grammar by what they stand for: collect, share … and who acts.
struct Words {
  explicit Words(const knowledge::Knowledge& knowledge) {
    const json::value& claims = knowledge.lexicon.at("claims");
    for (const std::string_view table : {"actions", "actors"}) {
      for (const auto& [name, words] : claims.at(table).as_object()) {
        for (const json::value& word : words.as_array()) {
          trie.add(std::string(word.as_string()), static_cast<int>(names.size()));
        }
        names.emplace_back(name);
      }
    }
  }
  WordTrie trie;
  std::vector<std::string> names;
};

json::array pair(std::size_t begin, std::size_t end, std::string_view name) {
  json::array row;
  row.push_back(static_cast<std::int64_t>(begin));
  row.push_back(static_cast<std::int64_t>(end));
  row.push_back(json::string(name));
  return row;
}

json::object describe(const std::string& line, const Lexicon& lexicon, const Checker& checker, const Words& grammar) {
  json::array data, said, types, words;
  for (const auto& hit : grammar.trie.find_all(line)) {
    words.push_back(pair(hit.begin, hit.end, grammar.names[static_cast<std::size_t>(hit.value)]));
  }
  auto documents = parse_documents("privacy-policy.txt", line + "\n");
  if (documents) {
    for (const Document& document : *documents) {
      const std::vector<Sentence> all = sentences(document);
      for (const ItemMention& mention : item_mentions(all, lexicon)) data.push_back(json::string(mention.words));
      for (const Claim& claim : claims(all, lexicon)) {
        said.push_back(json::object{{"action", name_of(claim.action)},
                                    {"purpose", claim.purpose},
                                    {"condition", claim.condition},
                                    {"recipient", claim.recipient},
                                    {"negated", claim.negated}});
      }
      CheckInput input;
      input.documents = {&document};
      for (const Finding& finding : checker.check(input)) {
        if (!finding.quote.empty()) types.push_back(json::string(finding.rule + " " + finding.type));
      }
    }
  }
  return {{"words", std::move(words)},
          {"data", std::move(data)},
          {"claims", std::move(said)},
          {"findings", std::move(types)}};
}

}  // namespace
}  // namespace qiyue

int main() {
  const qiyue::knowledge::Knowledge& knowledge = qiyue::knowledge::builtin();
  const qiyue::Lexicon lexicon(knowledge);
  const qiyue::Checker checker(knowledge);
  const qiyue::Words grammar(knowledge);
  std::string line;
  while (std::getline(std::cin, line))
    std::cout << qiyue::to_compact_json(describe(line, lexicon, checker, grammar)) << '\n';
  return 0;
}
