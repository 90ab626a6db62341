#include "knowledge/cases.h"

#include <algorithm>
#include <boost/json.hpp>

#include "knowledge/rows.h"

namespace qiyue::knowledge {
namespace {

// The file holds whole numbers, tenths or hundredths of the figure: fractions would not survive being embedded to the last bit.
double figure(const json::value& object, std::string_view key, int parts) {
  return static_cast<double>(get_int(object, key)) / parts;
}

Spread spread_of(const json::value& row, std::string_view key, int parts) {
  const json::value* spread = find(row, key);
  if (spread == nullptr) return {};
  return {figure(*spread, "p10", parts), figure(*spread, "p25", parts), figure(*spread, "median", parts),
          figure(*spread, "p75", parts), figure(*spread, "p90", parts)};
}

CaseTopic topic_of(const json::value& row) {
  CaseTopic topic;
  topic.id = get_string(row, "id");
  topic.document = get_string(row, "document");
  topic.title = {text_of(row, "title", "zh"), text_of(row, "title", "en")};
  topic.about = {text_of(row, "about", "zh"), text_of(row, "about", "en")};
  topic.headings = get_strings(row, "headings");
  topic.says = get_strings(row, "says");
  topic.obligations = get_strings(row, "obligations");
  topic.facts = get_strings(row, "facts");
  topic.when = condition(row, "when");
  return topic;
}

CaseProfile profile_of(const json::value& row) {
  CaseProfile profile;
  profile.trade = get_string(row, "trade");
  if (profile.trade == "all") profile.trade.clear();
  profile.document = get_string(row, "document");
  profile.texts = static_cast<int>(get_int(row, "texts"));
  profile.characters = spread_of(row, "characters", 1);
  profile.mean_sentence = spread_of(row, "mean_sentence", 10);
  profile.p90_sentence = spread_of(row, "p90_sentence", 1);
  profile.terms_per_1000 = spread_of(row, "terms_per_1000", 100);
  profile.readability = spread_of(row, "readability", 10);
  for (const json::value& share : list(row, "topics")) {
    profile.topics.push_back({get_string(share, "topic"), static_cast<int>(get_int(share, "texts")),
                              static_cast<int>(get_int(share, "characters")), figure(share, "sentence", 10)});
  }
  return profile;
}

}  // namespace

const TopicShare* CaseProfile::topic(std::string_view id) const {
  const auto it =
      std::find_if(topics.begin(), topics.end(), [&](const TopicShare& share) { return share.topic == id; });
  return it == topics.end() ? nullptr : &*it;
}

const CaseProfile* CaseTables::profile(std::string_view trade, std::string_view document) const {
  const CaseProfile* all = nullptr;
  for (const CaseProfile& profile : profiles) {
    if (profile.document != document) continue;
    if (!trade.empty() && profile.trade == trade) return &profile;
    if (profile.trade.empty()) all = &profile;
  }
  return all;
}

const CaseTopic* CaseTables::topic(std::string_view id) const {
  const auto it = std::find_if(topics.begin(), topics.end(), [&](const CaseTopic& topic) { return topic.id == id; });
  return it == topics.end() ? nullptr : &*it;
}

CaseTables case_tables(const Knowledge& knowledge) {
  CaseTables tables;
  if (const json::value* file = find(knowledge.lexicon, kCaseTopics)) {
    for (const json::value& row : list(*file, "topics")) tables.topics.push_back(topic_of(row));
  }
  if (const json::value* file = find(knowledge.lexicon, kCaseProfiles)) {
    tables.as_of = get_string(*file, "as_of");
    tables.least = static_cast<int>(get_int(*file, "least"));
    for (const json::value& row : list(*file, "profiles")) tables.profiles.push_back(profile_of(row));
    for (const json::value& row : list(*file, "corpora")) {
      tables.corpora.push_back({get_string(row, "id"), get_string(row, "name"), get_string(row, "address"),
                                get_string(row, "commit"), get_string(row, "licence"), get_string(row, "read"),
                                static_cast<int>(get_int(row, "texts"))});
    }
  }
  return tables;
}

}  // namespace qiyue::knowledge
