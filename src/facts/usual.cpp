#include "facts/usual.h"

#include <fmt/core.h>

#include <algorithm>

#include "facts/names.h"
#include "facts/questions.h"
#include "knowledge/cases.h"

namespace qiyue::facts {

Text usual_hint(std::string_view path, const Facts& facts, const knowledge::Knowledge& knowledge) {
  const knowledge::CaseTables tables = knowledge::case_tables(knowledge);
  for (const knowledge::CaseTopic& topic : tables.topics) {
    const bool about = std::any_of(topic.facts.begin(), topic.facts.end(),
                                   [&](const std::string& pattern) { return path_matches(pattern, path); });
    if (!about) continue;
    const knowledge::CaseProfile* profile = tables.profile(facts.program.trade, topic.document);
    const knowledge::TopicShare* share = profile == nullptr ? nullptr : profile->topic(topic.id);
    if (share == nullptr || share->texts * 2 < profile->texts) return {};
    const knowledge::Trade* trade = find_trade(profile->trade, knowledge);
    const bool policy = topic.document == "privacy-policy";
    return {fmt::format("{} {} 份{}里有 {} 份写到“{}”", trade == nullptr ? "各业态" : trade->zh, profile->texts,
                        policy ? "隐私政策" : "用户协议", share->texts, topic.title.zh),
            fmt::format("{} of {} {} ({}) tell this: {}", share->texts, profile->texts,
                        policy ? "privacy policies" : "user agreements", trade == nullptr ? "all trades" : trade->en,
                        topic.title.en)};
  }
  return {};
}

}  // namespace qiyue::facts
