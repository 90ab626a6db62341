// Figures of many texts as one profile.
#include <algorithm>
#include <cmath>

#include "cases/cases.h"

namespace qiyue {
namespace {

constexpr double kUsualShare = 0.7;
constexpr int kUsualTexts = 20;

// The value below which the share `p` of the sorted values lies, between the two nearest.
double quantile(const std::vector<double>& sorted, double p) {
  if (sorted.empty()) return 0;
  const double at = p * static_cast<double>(sorted.size() - 1);
  const auto low = static_cast<std::size_t>(std::floor(at));
  const std::size_t high = std::min(low + 1, sorted.size() - 1);
  return sorted[low] + (sorted[high] - sorted[low]) * (at - static_cast<double>(low));
}

knowledge::Spread spread(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return {quantile(values, 0.1), quantile(values, 0.25), quantile(values, 0.5), quantile(values, 0.75),
          quantile(values, 0.9)};
}

template <class Figure>
knowledge::Spread spread_over(const std::vector<TextFigures>& texts, const Figure& figure) {
  std::vector<double> values;
  values.reserve(texts.size());
  for (const TextFigures& text : texts) values.push_back(static_cast<double>(figure(text)));
  return spread(std::move(values));
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return quantile(values, 0.5);
}

}  // namespace

knowledge::CaseProfile profile_of(const std::vector<TextFigures>& texts, std::string trade, DocumentKind kind) {
  knowledge::CaseProfile profile;
  profile.trade = std::move(trade);
  profile.document = std::string(to_string(kind));
  profile.texts = static_cast<int>(texts.size());
  profile.characters = spread_over(texts, [](const TextFigures& t) { return t.characters; });
  profile.mean_sentence = spread_over(texts, [](const TextFigures& t) { return t.clarity.mean_sentence; });
  profile.p90_sentence = spread_over(texts, [](const TextFigures& t) { return t.clarity.p90_sentence; });
  profile.terms_per_1000 = spread_over(texts, [](const TextFigures& t) { return t.clarity.terms_per_1000; });
  profile.readability = spread_over(texts, [](const TextFigures& t) { return t.clarity.readability; });
  if (texts.empty()) return profile;
  for (std::size_t i = 0; i < texts.front().topics.size(); ++i) {
    knowledge::TopicShare share;
    share.topic = texts.front().topics[i].topic;
    std::vector<double> characters, sentences;
    for (const TextFigures& text : texts) {
      const TopicCoverage* topic = text.topic(share.topic);
      if (topic == nullptr || topic->characters == 0) continue;
      ++share.texts;
      characters.push_back(topic->characters);
      sentences.push_back(topic->mean_sentence);
    }
    share.characters = static_cast<int>(std::lround(median(std::move(characters))));
    share.sentence = median(std::move(sentences));
    profile.topics.push_back(std::move(share));
  }
  return profile;
}

bool is_usual(const knowledge::CaseProfile& profile, std::string_view topic) {
  const knowledge::TopicShare* share = profile.topic(topic);
  if (share == nullptr || profile.texts == 0) return false;
  if (profile.trade.empty() && profile.texts < kUsualTexts) return false;
  return share->texts >= kUsualShare * profile.texts;
}

}  // namespace qiyue
