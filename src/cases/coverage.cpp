// What a text speaks of: its paragraphs by topic.
#include <algorithm>
#include <map>

#include "cases/cases.h"
#include "cases/passages.h"
#include "core/patterns.h"
#include "core/text.h"

namespace qiyue {

struct TextMeter::Compiled {
  explicit Compiled(const knowledge::Knowledge& knowledge)
      : meter(knowledge), tables(knowledge::case_tables(knowledge)) {
    for (std::size_t t = 0; t < tables.topics.size(); ++t) {
      for (const std::string& pattern : tables.topics[t].headings) heading_owner.push_back(add(headings, pattern, t));
      for (const std::string& pattern : tables.topics[t].says) says_owner.push_back(add(says, pattern, t));
    }
    headings.compile();
    says.compile();
  }
  static std::size_t add(PatternSet& set, const std::string& pattern, std::size_t topic) {
    set.add(pattern);  // every pattern gets the next number, one that RE2 refuses too
    return topic;
  }

  ClarityMeter meter;
  knowledge::CaseTables tables;
  PatternSet headings, says;
  std::vector<std::size_t> heading_owner, says_owner;  // by pattern: topic
};

namespace {

using TopicSet = std::vector<char>;  // by topic

void mark(const PatternSet& set, const std::vector<std::size_t>& owner, std::string_view text, TopicSet& topics) {
  for (const int pattern : set.candidates(text)) {
    const std::size_t topic = owner[static_cast<std::size_t>(pattern)];
    if (topics[topic] == 0 && set.matches(pattern, text)) topics[topic] = 1;
  }
}

bool any(const TopicSet& topics) {
  return std::any_of(topics.begin(), topics.end(), [](char c) { return c != 0; });
}

}  // namespace

TextMeter::TextMeter(const knowledge::Knowledge& knowledge) : compiled_(std::make_shared<const Compiled>(knowledge)) {}

const knowledge::CaseTables& TextMeter::tables() const { return compiled_->tables; }

namespace {

// Topics of every clause by its title: its own title's, or where that tells none those of the clause above.
void topics_of_headings(const Clause& clause, const TopicSet& above, std::map<std::string, TopicSet>& out,
                        const PatternSet& set, const std::vector<std::size_t>& owner) {
  TopicSet own(above.size(), 0);
  mark(set, owner, squeeze(clause.title), own);
  if (!any(own)) own = above;
  TopicSet& known = out.try_emplace(clause.title, TopicSet(above.size(), 0)).first->second;
  for (std::size_t t = 0; t < own.size(); ++t) known[t] = known[t] != 0 || own[t] != 0 ? 1 : 0;
  for (const Clause& child : clause.children) topics_of_headings(child, own, out, set, owner);
}

// Visits each passage with the topics it is about.
template <class Compiled, class Seen>
void each_passage(const Compiled& compiled, const Document& document, const std::vector<Sentence>& sentences,
                  const Seen& seen) {
  const std::size_t count = compiled.tables.topics.size();
  std::map<std::string, TopicSet> by_heading;
  for (const Clause& clause : document.clauses) {
    topics_of_headings(clause, TopicSet(count, 0), by_heading, compiled.headings, compiled.heading_owner);
  }
  for (const cases::Passage& passage : cases::passages_of(document, sentences)) {
    const auto heading = by_heading.find(passage.heading);
    TopicSet topics = heading == by_heading.end() ? TopicSet(count, 0) : heading->second;
    mark(compiled.says, compiled.says_owner, passage.squeezed, topics);
    seen(passage, topics);
  }
}

}  // namespace

TextFigures TextMeter::measure(const Document& document, DocumentKind kind) const {
  const std::vector<Sentence> all = sentences(document);
  TextFigures figures;
  figures.kind = kind;
  figures.clarity = compiled_->meter.of(document, all);
  for (const Sentence& sentence : all) figures.characters += count_code_points(sentence.squeezed);
  figures.topics = topics(document, all, kind);
  return figures;
}

std::vector<TopicCoverage> TextMeter::topics(const Document& document, const std::vector<Sentence>& sentences,
                                             DocumentKind kind) const {
  const std::vector<knowledge::CaseTopic>& known = compiled_->tables.topics;
  std::vector<TopicCoverage> out;
  std::vector<std::size_t> place(known.size(), npos);
  for (std::size_t t = 0; t < known.size(); ++t) {
    if (known[t].document != to_string(kind)) continue;
    place[t] = out.size();
    out.push_back({.topic = known[t].id, .heading = {}});
  }
  std::vector<int> count(out.size(), 0);
  each_passage(*compiled_, document, sentences, [&](const cases::Passage& passage, const TopicSet& about) {
    for (std::size_t t = 0; t < about.size(); ++t) {
      if (about[t] == 0 || place[t] == npos) continue;
      TopicCoverage& topic = out[place[t]];
      if (topic.characters == 0) {
        topic.heading = passage.heading;
        topic.line = passage.line;
      }
      for (std::size_t s = passage.first; s < passage.last; ++s) {
        topic.characters += count_code_points(sentences[s].squeezed);
        ++count[place[t]];
      }
    }
  });
  for (std::size_t t = 0; t < count.size(); ++t) {
    if (count[t] > 0) out[t].mean_sentence = static_cast<double>(out[t].characters) / count[t];
  }
  return out;
}

std::vector<std::pair<std::string, std::string>> TextMeter::passages_about(const Document& document,
                                                                           std::string_view topic) const {
  std::vector<std::pair<std::string, std::string>> out;
  const auto& topics = compiled_->tables.topics;
  const auto wanted = std::find_if(topics.begin(), topics.end(), [&](const auto& row) { return row.id == topic; });
  if (wanted == topics.end()) return out;
  const auto index = static_cast<std::size_t>(wanted - topics.begin());
  each_passage(*compiled_, document, sentences(document), [&](const cases::Passage& passage, const TopicSet& about) {
    if (about[index] != 0) out.emplace_back(passage.heading, passage.text);
  });
  return out;
}

const TopicCoverage* TextFigures::topic(std::string_view id) const {
  const auto it = std::find_if(topics.begin(), topics.end(), [&](const TopicCoverage& row) { return row.topic == id; });
  return it == topics.end() ? nullptr : &*it;
}

std::string language_of(const Document& document) {
  int han = 0, latin = 0;
  const std::string text = write_plain_text(document);
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = decode_utf8(text, at);
    if (is_han(c)) ++han;
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) ++latin;
  }
  return han * 5 < latin ? "en" : "zh";  // an English word has some five letters
}

}  // namespace qiyue
