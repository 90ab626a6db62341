#include "cases/figures.h"

#include <boost/json.hpp>

#include "core/data.h"

namespace qiyue::cases {
namespace {

double number_of(const json::value& object, std::string_view key) {
  const json::value* value = find(object, key);
  return value != nullptr && value->is_number() ? value->to_number<double>() : 0;
}

}  // namespace

std::string figures_json(const TextFigures& figures) {
  json::array topics;
  for (const TopicCoverage& topic : figures.topics) {
    topics.push_back(json::object{{"topic", topic.topic},
                                  {"characters", topic.characters},
                                  {"mean_sentence", topic.mean_sentence},
                                  {"heading", topic.heading},
                                  {"line", topic.line}});
  }
  const Clarity& c = figures.clarity;
  return to_compact_json(json::object{{"kind", json::string(to_string(figures.kind))},
                                      {"characters", figures.characters},
                                      {"sentences", c.sentences},
                                      {"long_sentences", c.long_sentences},
                                      {"longest_sentence", c.longest_sentence},
                                      {"longest_paragraph", c.longest_paragraph},
                                      {"mean_sentence", c.mean_sentence},
                                      {"p90_sentence", c.p90_sentence},
                                      {"terms_per_1000", c.terms_per_1000},
                                      {"readability", c.readability},
                                      {"topics", std::move(topics)}});
}

std::optional<TextFigures> parse_figures(std::string_view text) {
  const auto parsed = parse_json("figures", text);
  if (!parsed || !parsed->value.is_object()) return std::nullopt;
  const json::value& value = parsed->value;
  TextFigures figures;
  figures.kind =
      get_string(value, "kind") == "user-agreement" ? DocumentKind::user_agreement : DocumentKind::privacy_policy;
  figures.characters = static_cast<int>(get_int(value, "characters"));
  figures.clarity.sentences = static_cast<int>(get_int(value, "sentences"));
  figures.clarity.long_sentences = static_cast<int>(get_int(value, "long_sentences"));
  figures.clarity.longest_sentence = static_cast<int>(get_int(value, "longest_sentence"));
  figures.clarity.longest_paragraph = static_cast<int>(get_int(value, "longest_paragraph"));
  figures.clarity.mean_sentence = number_of(value, "mean_sentence");
  figures.clarity.p90_sentence = number_of(value, "p90_sentence");
  figures.clarity.terms_per_1000 = number_of(value, "terms_per_1000");
  figures.clarity.readability = number_of(value, "readability");
  const json::value* topics = find(value, "topics");
  if (topics == nullptr || !topics->is_array()) return std::nullopt;
  for (const json::value& row : topics->get_array()) {
    figures.topics.push_back({.topic = get_string(row, "topic"),
                              .characters = static_cast<int>(get_int(row, "characters")),
                              .mean_sentence = number_of(row, "mean_sentence"),
                              .heading = get_string(row, "heading"),
                              .line = static_cast<int>(get_int(row, "line"))});
  }
  return figures;
}

}  // namespace qiyue::cases
