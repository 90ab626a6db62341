// What a sentence is about: the linear model of knowledge/lexicon/topics.yaml over groups of characters.
#include <algorithm>

#include "claims/lexicon.h"

namespace qiyue {

std::vector<Topic> topics_of(const Sentence& sentence, const Lexicon& lexicon) {
  const Lexicon::Tables& tables = lexicon.tables();
  std::vector<std::int64_t> scores = tables.topic_biases;
  std::vector<char> seen(tables.topic_weights.size(), 0);
  std::vector<int> groups;
  tables.topic_groups.mark(sentence.squeezed, seen, groups);
  for (const int group : groups) {
    for (const auto& [topic, weight] : tables.topic_weights[static_cast<std::size_t>(group)]) scores[topic] += weight;
  }
  std::vector<Topic> found;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (scores[i] > 0) found.push_back({tables.topic_ids[i], static_cast<double>(scores[i]) / 100});
  }
  std::stable_sort(found.begin(), found.end(), [](const Topic& a, const Topic& b) { return a.score > b.score; });
  return found;
}

}  // namespace qiyue
