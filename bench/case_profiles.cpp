// knowledge/cases/profiles.yaml from texts on disk: reads a list (corpus TAB kind TAB file a line; kind may be empty), measures every text with the
// product's own readers and meters, and prints figures. No word of a text is printed.
// --tell: for each text its file, kind, trade and the topics it covers, on standard error. scripts/case_profiles.sh makes the list.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "cases/cases.h"
#include "core/files.h"
#include "core/text.h"

namespace qiyue {
namespace {

constexpr int kShortest = 1500;  // characters: shorter ones are extracts or notices
constexpr int kLeast = 8;        // texts that make a profile of a trade

struct Corpus {
  std::string id, name, address, commit, licence, read;
  int texts = 0, left_out = 0;
};

struct Measured {
  std::string trade;
  TextFigures figures;
};

std::string quoted(const std::string& text) { return "'" + replace_all(text, "'", "''") + "'"; }

// Whole numbers, `parts` to one: the same on every machine and to the last bit.
void print_spread(const char* key, const knowledge::Spread& s, int parts) {
  const auto whole = [&](double value) { return std::lround(value * parts); };
  fmt::print("    {}: {{ p10: {}, p25: {}, median: {}, p75: {}, p90: {} }}\n", key, whole(s.p10), whole(s.p25),
             whole(s.median), whole(s.p75), whole(s.p90));
}

void print_profile(const knowledge::CaseProfile& profile) {
  fmt::print("  - trade: {}\n    document: {}\n    texts: {}\n", profile.trade.empty() ? "all" : profile.trade,
             profile.document, profile.texts);
  print_spread("characters", profile.characters, 1);
  print_spread("mean_sentence", profile.mean_sentence, 10);
  print_spread("p90_sentence", profile.p90_sentence, 1);
  print_spread("terms_per_1000", profile.terms_per_1000, 100);
  print_spread("readability", profile.readability, 10);
  fmt::print("    topics:\n");
  for (const knowledge::TopicShare& share : profile.topics) {
    fmt::print("      - {{ topic: {}, texts: {}, characters: {}, sentence: {} }}\n", share.topic, share.texts,
               share.characters, std::lround(share.sentence * 10));
  }
}

// Lines of seven columns: id, name, address, commit, licence, day, or a text of a corpus: "text", corpus, kind, file.
int run(const std::string& day, bool tell) {
  const knowledge::Knowledge& knowledge = knowledge::builtin();
  const TextMeter meter(knowledge);
  std::vector<Corpus> corpora;
  std::map<std::string, std::vector<Measured>> by_kind;
  std::set<std::string> seen;
  std::string line;
  while (std::getline(std::cin, line)) {
    const auto cells = split(line, '\t');
    if (cells.size() == 7 && cells[0] == "corpus") {
      corpora.push_back({std::string(cells[1]), std::string(cells[2]), std::string(cells[3]), std::string(cells[4]),
                         std::string(cells[5]), std::string(cells[6])});
      continue;
    }
    if (cells.size() != 4 || cells[0] != "text") {
      fmt::print(stderr, "not a line of the list: {}\n", line);
      return 2;
    }
    const auto corpus = std::find_if(corpora.begin(), corpora.end(), [&](const Corpus& c) { return c.id == cells[1]; });
    if (corpus == corpora.end()) return 2;
    const std::string file(cells[3]);
    auto documents = read_documents(file);
    if (!documents) {
      ++corpus->left_out;
      continue;
    }
    for (Document& document : *documents) {
      if (cells[2] == "privacy-policy") document.kind = DocumentKind::privacy_policy;
      if (document.kind != DocumentKind::privacy_policy && document.kind != DocumentKind::user_agreement) continue;
      // A page titled agreement that holds the policy, or the other way round, is no good text of either.
      const bool wrong = cells[2].empty() && body_kind(document) != document.kind;
      const std::string plain = squeeze(write_plain_text(document));
      if (wrong || count_code_points(plain) < kShortest || language_of(document) != "zh" ||
          !seen.insert(sha256_hex(plain)).second) {
        ++corpus->left_out;
        continue;
      }
      ++corpus->texts;
      Measured measured{guess_trade(document, file.substr(file.rfind('/') + 1), knowledge), meter.measure(document)};
      if (tell) {
        fmt::print(stderr, "{}\t{}\t{}", file.substr(file.rfind('/') + 1), to_string(document.kind), measured.trade);
        for (const TopicCoverage& topic : measured.figures.topics) {
          if (topic.characters > 0) fmt::print(stderr, "\t{}", topic.topic);
        }
        fmt::print(stderr, "\n");
      }
      by_kind[std::string(to_string(document.kind))].push_back(std::move(measured));
    }
  }
  fmt::print(
      "# Figures of texts by trade: how many cover a topic, at what length, how clearly. Made by "
      "scripts/case_profiles.sh from the corpora below;\n"
      "# it holds no word of any text. How a text gets its trade and what is left out: docs/cases.md. Do not edit.\n"
      "# Characters are whole; mean_sentence, sentence and readability in tenths; terms_per_1000 in hundredths.\n");
  fmt::print("as_of: {}\nleast: {}\ncorpora:\n", quoted(day), kLeast);
  for (const Corpus& c : corpora) {
    fmt::print(
        "  - id: {}\n    name: {}\n    address: {}\n    commit: {}\n    licence: {}\n    read: {}\n    texts: {}\n    "
        "left_out: {}\n",
        c.id, quoted(c.name), quoted(c.address), quoted(c.commit), quoted(c.licence), quoted(c.read), c.texts,
        c.left_out);
  }
  fmt::print("profiles:\n");
  for (const auto& [name, texts] : by_kind) {
    const DocumentKind kind = name == "user-agreement" ? DocumentKind::user_agreement : DocumentKind::privacy_policy;
    std::map<std::string, std::vector<TextFigures>> by_trade;
    for (const Measured& measured : texts) {
      by_trade[""].push_back(measured.figures);
      if (!measured.trade.empty()) by_trade[measured.trade].push_back(measured.figures);
    }
    for (const auto& [trade, figures] : by_trade) {
      if (trade.empty() || static_cast<int>(figures.size()) >= kLeast) print_profile(profile_of(figures, trade, kind));
    }
  }
  return 0;
}

}  // namespace
}  // namespace qiyue

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "usage: bench_case_profiles DAY [--tell] < LIST > profiles.yaml\n");
    return 2;
  }
  return qiyue::run(argv[1], argc > 2 && std::string(argv[2]) == "--tell");
}
