// knowledge/cases/: what texts speak of, and what good texts of each trade have in common. Figures only, no text of anybody's.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/predicate.h"
#include "knowledge/knowledge.h"

namespace qiyue::knowledge {

struct CaseTopic {
  std::string id, document;  // document: privacy-policy | user-agreement
  Text title, about;
  std::vector<std::string> headings, says;  // RE2: over a clause's title; over a paragraph without white space
  std::vector<std::string> obligations;     // where the law asks for the same
  std::vector<std::string> facts;           // paths of facts.yaml it is told from, * for one part
  Predicate when;                           // texts that it is due to
};

struct Spread {  // of one figure over texts
  double p10 = 0, p25 = 0, median = 0, p75 = 0, p90 = 0;
};
struct TopicShare {
  std::string topic;
  int texts = 0;        // that cover it
  int characters = 0;   // median, of those
  double sentence = 0;  // median of their mean sentence length there
};
struct CaseProfile {
  std::string trade;  // id of laws/necessary_info.yaml; empty: texts of all trades
  std::string document;
  int texts = 0;
  Spread characters, mean_sentence, p90_sentence, terms_per_1000, readability;
  std::vector<TopicShare> topics;
  [[nodiscard]] const TopicShare* topic(std::string_view id) const;
};
struct CaseCorpus {
  std::string id, name, address, commit, licence, read;
  int texts = 0;  // that count in the profiles
};

struct CaseTables {
  std::vector<CaseTopic> topics;  // in the order of the file: policy first, as a text would have them
  std::vector<CaseProfile> profiles;
  std::vector<CaseCorpus> corpora;
  std::string as_of;
  int least = 0;  // fewer texts than these make no profile of a trade
  // The profile of the trade, or of all trades where too few texts of it are known; nullptr when there is none at all.
  [[nodiscard]] const CaseProfile* profile(std::string_view trade, std::string_view document) const;
  [[nodiscard]] const CaseTopic* topic(std::string_view id) const;
};
// The tables as knowledge has loaded and checked them.
CaseTables case_tables(const Knowledge& knowledge);

}  // namespace qiyue::knowledge
