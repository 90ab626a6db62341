#include "facts/answers.h"

#include <fmt/core.h>

#include <algorithm>
#include <boost/json.hpp>
#include <iterator>
#include <optional>
#include <utility>

#include "core/files.h"
#include "core/text.h"
#include "facts/edit.h"
#include "facts/names.h"
#include "facts/questions.h"

namespace qiyue::facts {
namespace {

class Answers {
 public:
  Answers(const std::string& path, const Facts& facts, const knowledge::Knowledge& knowledge)
      : path_(path), facts_(facts), knowledge_(knowledge), rows_(read_questions(knowledge)) {
    const auto schema = knowledge.schemas.find("facts");
    if (schema != knowledge.schemas.end()) schema_ = &schema->second;
  }

  Result<std::string> run() {
    auto text = read_text_file(path_);
    if (!text) return fail(text.error());
    auto file = parse_yaml(path_, *text);
    if (!file) return fail(file.error());
    if (const auto schema = knowledge_.schemas.find("answers");
        schema != knowledge_.schemas.end() && !file->value.is_null()) {
      if (auto fits = validate(*file, schema->second); !fits) return fail(fits.error());
    }
    std::string yaml = facts_.text;
    std::vector<Error> errors;
    const json::object* entries = file->value.if_object();
    if (entries == nullptr) return yaml;
    for (const auto& entry : *entries) {
      const std::string key(entry.key());
      auto next = answered(yaml, key, entry.value());
      if (next) {
        yaml = std::move(*next);
      } else {
        errors.push_back(at(next.error(), *file, key));
      }
    }
    if (errors.empty()) return yaml;
    Error first = std::move(errors.front());
    first.more.assign(std::make_move_iterator(errors.begin() + 1), std::make_move_iterator(errors.end()));
    return fail(std::move(first));
  }

 private:
  static Error at(Error error, const DataFile& file, std::string_view key) {
    const Position where = file.place(pointer_child("", key));
    error.file = file.path;
    error.line = where.line;
    error.column = where.column;
    return error;
  }

  // What a value of the answers file says, as a person would have typed it.
  static std::string typed(const json::value& value) {
    if (const json::string* text = value.if_string()) return std::string(*text);
    if (const json::array* list = value.if_array()) {
      std::vector<std::string> parts;
      for (const json::value& item : *list) parts.push_back(typed(item));
      return join(parts, ",");
    }
    if (value.is_null()) return {};
    return to_compact_json(value);
  }

  Result<std::string> answered(const std::string& yaml, const std::string& path, const json::value& value) {
    for (const QuestionRow& row : rows_) {
      if (!is_group(row) || row.path != path) continue;
      // Those that are open, as a person would be asked, and those that are named.
      const std::string given = typed(value);
      const auto named = split(given, ',');
      Question question;
      question.id = row.path;
      question.kind = Question::Kind::list;
      for (const auto& choice : row.choices) {
        const bool open =
            std::find(facts_.unanswered.begin(), facts_.unanswered.end(), choice.first) != facts_.unanswered.end();
        const bool said = std::any_of(named.begin(), named.end(), [&](std::string_view one) {
          return trim(one) == choice.first || trim(one) == choice.second.zh || trim(one) == choice.second.en;
        });
        if (open || said) question.choices.push_back(choice);
      }
      if (question.choices.empty() && given.empty()) return yaml;
      return answer(yaml, question, given.empty() ? "0" : given, schema_);
    }
    if (const auto unknown = unknown_path(path)) return fail(*unknown);
    Question question = question_for(path, facts_, knowledge_, rows_);
    if (value.is_bool()) question.kind = Question::Kind::yes_no;
    if (value.is_array()) question.kind = Question::Kind::list;
    const std::string given = typed(value);
    if (given.empty() || (value.is_array() && value.get_array().empty())) {
      auto emptied = set_value(yaml, path, value.is_array() ? json::value(json::array()) : json::value(""));
      if (!emptied) return emptied;
      return valid(std::move(*emptied), path);
    }
    if (is_placeholder(given)) return set_value(yaml, path, json::value(std::string(kPlaceholder)));
    return answer(yaml, question, given, schema_);
  }

  Result<std::string> valid(std::string yaml, const std::string& path) const {
    if (schema_ == nullptr) return yaml;
    const auto data = parse_yaml("", yaml);
    if (!data) return fail(data.error());
    if (auto fits = validate(*data, *schema_); !fits) {
      Error error = fits.error();
      error.message = {path + "：" + error.message.zh, path + ": " + error.message.en};
      error.more.clear();
      return fail(std::move(error));
    }
    return yaml;
  }

  // A path that facts.yaml cannot have: tried against the schema by what it allows at each step.
  [[nodiscard]] std::optional<Error> unknown_path(const std::string& path) const {
    if (schema_ == nullptr) return std::nullopt;
    const json::value* rules = schema_;
    std::string walked;
    for (const std::string_view part : split(path, '.')) {
      rules = resolved(rules);
      const json::value* properties = rules == nullptr ? nullptr : find(*rules, "properties");
      const json::value* next = properties == nullptr ? nullptr : find(*properties, part);
      const std::string below = walked.empty() ? std::string(part) : walked + "." + std::string(part);
      if (next == nullptr && rules != nullptr) {
        next = find(*rules, "additionalProperties");
        // A function, item, recipient or service must be in the file already.
        if (next != nullptr && (!next->is_object() || !is_there(below))) next = nullptr;
      }
      if (next == nullptr) return no_such_path(path, walked, properties);
      walked = below;
      rules = next;
    }
    rules = resolved(rules);
    if (rules != nullptr && (find(*rules, "properties") != nullptr || find(*rules, "additionalProperties") != nullptr))
      return no_such_path(path, path, find(*rules, "properties"));
    return std::nullopt;
  }
  [[nodiscard]] const json::value* resolved(const json::value* rules) const {
    for (int hops = 0; rules != nullptr && hops < 8; ++hops) {
      const std::string reference = get_string(*rules, "$ref");
      if (reference.empty()) return rules;
      const json::value* definitions = find(*schema_, "definitions");
      rules = definitions == nullptr ? nullptr : find(*definitions, reference.substr(reference.rfind('/') + 1));
    }
    return rules;
  }
  [[nodiscard]] bool is_there(const std::string& path) const { return facts_.data.places.contains(pointer_of(path)); }

  [[nodiscard]] Error no_such_path(const std::string& path, const std::string& walked,
                                   const json::value* properties) const {
    std::vector<std::string> known;
    if (properties != nullptr && properties->is_object()) {
      for (const auto& entry : properties->get_object()) known.emplace_back(entry.key());
    }
    if (known.empty()) {
      const json::value* here = &facts_.data.value;
      for (const std::string_view part : split(walked, '.')) {
        if (here != nullptr) here = find(*here, part);
      }
      if (here != nullptr && here->is_object()) {
        for (const auto& entry : here->get_object()) known.emplace_back(entry.key());
      }
    }
    Error error;
    error.message = {fmt::format("事实文件里没有“{}”这一项", path), fmt::format("the facts file has no \"{}\"", path)};
    if (!known.empty()) {
      const std::string where = walked.empty() ? "最上层" : walked;
      error.remedy = {fmt::format("{}可以写：{}", where, join(known, " ")),
                      fmt::format("known below {}: {}", walked.empty() ? "the top" : walked, join(known, " "))};
    }
    return error;
  }

  const std::string& path_;
  const Facts& facts_;
  const knowledge::Knowledge& knowledge_;
  std::vector<QuestionRow> rows_;
  const json::value* schema_ = nullptr;
};

}  // namespace

Result<std::string> apply_answers(const std::string& file, const Facts& facts, const knowledge::Knowledge& knowledge) {
  return Answers(file, facts, knowledge).run();
}

}  // namespace qiyue::facts
