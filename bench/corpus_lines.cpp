// For the scoring scripts: one sentence a line in, one JSON object a line out with what the claims and the checks see in it.
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cstdint>
#include <iostream>
#include <string>
#include <vector>

#include "check/check.h"
#include "claims/claims.h"
#include "core/data.h"
#include "knowledge/knowledge.h"

namespace qiyue {
namespace {

json::array range(Stretch words) {
  json::array row;
  row.push_back(words.begin);
  row.push_back(words.end);
  return row;
}
json::array ranges(const std::vector<Stretch>& list) {
  json::array rows;
  for (const Stretch& words : list) rows.push_back(range(words));
  return rows;
}
// [with its opening words, without]
json::array reasons(const std::vector<Reason>& list) {
  json::array rows;
  for (const Reason& reason : list) {
    json::array row;
    row.push_back(range(reason.whole));
    row.push_back(range(reason.content));
    rows.push_back(std::move(row));
  }
  return rows;
}

// The line is one sentence to the grammar, as it is to the corpora.
Sentence sentence_of(const std::string& line) {
  Sentence sentence;
  sentence.text = line;
  sentence.squeezed = squeeze(line);
  return sentence;
}

json::object describe(const std::string& line, const Lexicon& lexicon, const Checker& checker, bool findings) {
  json::array said, types;
  for (const Claim& claim : claims({sentence_of(line)}, lexicon)) {
    said.push_back(json::object{{"who", json::string(name_of(claim.who))},
                                {"action", json::string(name_of(claim.action))},
                                {"subject", range(claim.subject)},
                                {"verb", range(claim.verb)},
                                {"data", ranges(claim.data)},
                                {"recipients", ranges(claim.recipients)},
                                {"purposes", reasons(claim.purposes)},
                                {"conditions", reasons(claim.conditions)},
                                {"negated", claim.negated},
                                {"asserted", claim.asserted}});
  }
  json::array about;
  for (const Topic& topic : topics_of(sentence_of(line), lexicon)) about.push_back(json::string(topic.id));
  if (findings) {
    auto documents = parse_documents("privacy-policy.txt", line + "\n");
    if (documents) {
      for (const Document& document : *documents) {
        CheckInput input;
        input.documents = {&document};
        for (const Finding& finding : checker.check(input)) {
          if (!finding.quote.empty()) types.push_back(json::string(finding.rule + " " + finding.type));
        }
      }
    }
  }
  return {{"claims", std::move(said)}, {"topics", std::move(about)}, {"findings", std::move(types)}};
}

}  // namespace
}  // namespace qiyue

// usage: bench_corpus_lines [--claims] [KNOWLEDGE]: --claims leaves the checks out; KNOWLEDGE is read instead of what is built in.
int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  bool findings = true;
  std::string directory;
  for (const std::string& argument : arguments) {
    if (argument == "--claims") {
      findings = false;
    } else {
      directory = argument;
    }
  }
  qiyue::knowledge::Knowledge read;
  if (!directory.empty()) {
    auto loaded = qiyue::knowledge::load(directory);
    if (!loaded) {
      std::cerr << qiyue::render(loaded.error(), qiyue::Lang::en) << '\n';
      return 2;
    }
    read = std::move(*loaded);
  }
  const qiyue::knowledge::Knowledge& knowledge = directory.empty() ? qiyue::knowledge::builtin() : read;
  const qiyue::Lexicon lexicon(knowledge);
  const qiyue::Checker checker(knowledge);
  std::string line;
  while (std::getline(std::cin, line))
    std::cout << qiyue::to_compact_json(qiyue::describe(line, lexicon, checker, findings)) << '\n';
  return 0;
}
