#include "facts/questions.h"

#include <algorithm>
#include <boost/json.hpp>
#include <optional>
#include <set>
#include <utility>

#include "core/text.h"
#include "facts/names.h"
#include "facts/purposes.h"

namespace qiyue {
namespace facts {
namespace {

Text text_of(const json::value& row, std::string_view key) {
  const json::value* value = find(row, key);
  if (value == nullptr) return {};
  return {get_string(*value, "zh"), get_string(*value, "en")};
}

Question::Kind kind_of(std::string_view name) {
  if (name == "choice") return Question::Kind::choice;
  if (name == "yes_no") return Question::Kind::yes_no;
  if (name == "date") return Question::Kind::date;
  if (name == "list") return Question::Kind::list;
  return Question::Kind::text;
}

const json::value* value_at(const Facts& facts, std::string_view path) {
  const json::value* value = &facts.data.value;
  for (const std::string_view part : split(path, '.')) {
    const json::object* object = value->if_object();
    value = object == nullptr ? nullptr : object->if_contains(part);
    if (value == nullptr) return nullptr;
  }
  return value;
}

std::string text_at(const Facts& facts, std::string_view path) {
  const json::value* value = value_at(facts, path);
  if (value == nullptr || value->is_null()) return {};
  if (const json::string* text = value->if_string()) return std::string(trim({text->data(), text->size()}));
  if (const json::array* list = value->if_array()) {
    std::vector<std::string> parts;
    for (const json::value& item : *list) {
      if (const json::string* text = item.if_string()) parts.emplace_back(*text);
    }
    return join(parts, ", ");
  }
  if (value->is_object()) return {};
  return to_compact_json(*value);
}

// Said, and said to be so: neither empty, open nor false.
bool is_true(const Facts& facts, std::string_view path) {
  const std::string text = text_at(facts, path);
  return !text.empty() && text != "false" && !is_placeholder(text);
}

// "functions.*.name" over functions.order.description -> functions.order.name
std::string with_parts_of(std::string_view pattern, std::string_view path) {
  const auto from = split(path, '.');
  std::string out;
  std::size_t i = 0;
  for (const std::string_view part : split(pattern, '.')) {
    if (!out.empty()) out += '.';
    out += part == "*" && i < from.size() ? from[i] : part;
    ++i;
  }
  return out;
}

std::string name_or_key(const Facts& facts, const std::string& section) {
  std::string name = text_at(facts, section + ".name");
  if (!name.empty() && !is_placeholder(name)) return name;
  const std::size_t dot = section.rfind('.');
  return dot == std::string::npos ? section : section.substr(dot + 1);
}

class Asker {
 public:
  Asker(const Facts& facts, const knowledge::Knowledge& knowledge, const std::vector<QuestionRow>& rows)
      : facts_(facts), knowledge_(knowledge), rows_(rows), purposes_(read_purposes(knowledge)) {
    open_.insert(facts.unanswered.begin(), facts.unanswered.end());
    proposed_.insert(facts.proposals.begin(), facts.proposals.end());
  }

  std::vector<Question> open_questions() {
    std::vector<Question> result;
    for (const QuestionRow& row : rows_) {
      if (is_group(row)) {
        if (auto question = group(row)) result.push_back(std::move(*question));
        continue;
      }
      for (const std::string& path : paths(row.path)) {
        if (handled_.contains(path)) continue;
        if (!is_open(row, path)) {
          if (path_matches(row.path, path)) handled_.insert(path);
          continue;
        }
        handled_.insert(path);
        result.push_back(question(row, path));
      }
    }
    for (const std::string& path : facts_.unanswered) {
      if (!handled_.contains(path)) result.push_back(plain(path));
    }
    return result;
  }

  Question question(const QuestionRow& row, const std::string& path) const {
    Question question;
    question.id = path;
    question.ask = {named(row.ask.zh, path), named(row.ask.en, path)};
    question.why = {named(row.why.zh, path), named(row.why.en, path)};
    question.kind = row.kind;
    question.choices = row.choices;
    if (row.choices_from == "trades") {
      for (const knowledge::Trade& trade : knowledge_.trades)
        question.choices.emplace_back(trade.id, Text{trade.zh, trade.en});
    }
    question.required = !row.optional;
    question.check = row.check;
    question.proposal = proposal(row, path);
    return question;
  }

  Question plain(const std::string& path) const {
    Question question;
    question.id = path;
    question.ask = {"请填写 " + path, "Please fill in " + path};
    question.why = {"事实文件里这一项还没有填写", "This entry of the facts file is still open"};
    const json::value* value = value_at(facts_, path);
    if (value != nullptr && value->is_array()) question.kind = Question::Kind::list;
    if (value != nullptr && value->is_bool()) question.kind = Question::Kind::yes_no;
    question.required = false;
    return question;
  }

  std::optional<Question> group(const QuestionRow& row) {
    Question question;
    for (const auto& [path, words] : row.choices) {
      handled_.insert(path);
      if (open_.contains(path)) question.choices.emplace_back(path, words);
    }
    if (question.choices.empty() || !holds(row, row.path)) return std::nullopt;
    question.id = row.path;
    question.ask = row.ask;
    question.why = row.why;
    question.kind = Question::Kind::list;
    question.required = !row.optional;
    return question;
  }

 private:
  // Every path of the file that a pattern names, the missing last part included.
  [[nodiscard]] std::vector<std::string> paths(std::string_view pattern) const {
    std::vector<std::string> found{""};
    for (const std::string_view part : split(pattern, '.')) {
      std::vector<std::string> next;
      for (const std::string& stem : found) {
        const std::string prefix = stem.empty() ? "" : stem + ".";
        if (part != "*") {
          next.push_back(prefix + std::string(part));
          continue;
        }
        const json::value* parent = value_at(facts_, stem);
        const json::object* object = parent == nullptr ? nullptr : parent->if_object();
        if (object == nullptr) continue;
        for (const auto& entry : *object) next.push_back(prefix + std::string(entry.key()));
      }
      found = std::move(next);
    }
    return found;
  }

  [[nodiscard]] bool holds(const QuestionRow& row, std::string_view path) const {
    return std::all_of(row.when.begin(), row.when.end(), [&](const std::string& condition) {
      if (const std::size_t differs = condition.find("!="); differs != std::string::npos)
        return text_at(facts_, with_parts_of(condition.substr(0, differs), path)) != condition.substr(differs + 2);
      if (const std::size_t equals = condition.find('='); equals != std::string::npos)
        return text_at(facts_, with_parts_of(condition.substr(0, equals), path)) == condition.substr(equals + 1);
      if (condition.starts_with('!')) return !is_true(facts_, with_parts_of(condition.substr(1), path));
      return is_true(facts_, with_parts_of(condition, path));
    });
  }

  [[nodiscard]] bool is_open(const QuestionRow& row, const std::string& path) const {
    if (!holds(row, path)) return false;
    if (open_.contains(path)) return true;
    if (row.confirm && proposed_.contains(path)) return true;
    if (row.needed.empty() || row.needed == "false") return false;
    if (!text_at(facts_, path).empty()) return false;
    if (!row.needed_unless.empty()) {
      const std::string other = text_at(facts_, with_parts_of(row.needed_unless, path));
      // A placeholder there is asked for itself.
      if (!other.empty()) return false;
    }
    if (row.needed == "optional")
      return value_at(facts_, parent_of(path) + ".required") == nullptr ||
             !is_true(facts_, parent_of(path) + ".required");
    if (row.needed == "sensitive") {
      const auto parts = split(path, '.');
      const knowledge::DataItem* item = parts.size() < 4 ? nullptr : knowledge_.item(find_item(parts[3], knowledge_));
      if (item == nullptr) return false;
      if (item->sensitive) return true;
      if (item->id == "guardian_info") return false;
      for (const Function& function : facts_.functions) {
        if (function.id == parts[1]) return about_child(function);
      }
      return false;
    }
    return true;
  }

  static std::string parent_of(const std::string& path) { return path.substr(0, path.rfind('.')); }

  // Puts the names concerned into the words of a question.
  [[nodiscard]] std::string named(std::string words, const std::string& path) const {
    const auto parts = split(path, '.');
    if (parts.size() < 2) return words;
    const std::string section = std::string(parts[0]) + "." + std::string(parts[1]);
    if (parts[0] == "functions") words = replace_all(std::move(words), "{function}", name_or_key(facts_, section));
    if (parts[0] == "recipients") words = replace_all(std::move(words), "{recipient}", name_or_key(facts_, section));
    if (parts[0] == "services") words = replace_all(std::move(words), "{service}", name_or_key(facts_, section));
    if (parts.size() > 3) {
      const knowledge::DataItem* item = knowledge_.item(find_item(parts[3], knowledge_));
      words = replace_all(std::move(words), "{item}", item == nullptr ? std::string(parts[3]) : spoken_name(*item));
    }
    return words;
  }

  [[nodiscard]] std::string proposal(const QuestionRow& row, const std::string& path) const {
    if (proposed_.contains(path)) return text_at(facts_, path);
    const auto parts = split(path, '.');
    if (parts.size() == 5 && parts[0] == "functions") {
      const std::string function = "functions." + std::string(parts[1]);
      const std::string purpose = text_at(facts_, function + ".items." + std::string(parts[3]) + ".purpose");
      return usual(parts[4], parts[1], name_or_key(facts_, function), find_item(parts[3], knowledge_), purpose,
                   knowledge_, purposes_);
    }
    std::string text = row.propose;
    for (std::size_t open = text.find('{'); open != std::string::npos; open = text.find('{')) {
      const std::size_t close = text.find('}', open);
      if (close == std::string::npos) return {};
      const std::string name = text.substr(open + 1, close - open - 1);
      std::string value;
      if (name == "trade.basic_function") {
        const knowledge::Trade* trade = find_trade(facts_.program.trade, knowledge_);
        // Examples (日历、天气等) do not say what this program offers.
        if (trade != nullptr && !trade->basic_function.ends_with("等")) value = trade->basic_function;
      } else {
        value = text_at(facts_, name);
      }
      if (value.empty() || is_placeholder(value) || value.find('{') != std::string::npos) return {};
      text.replace(open, close - open + 1, value);
    }
    return text;
  }

  const Facts& facts_;
  const knowledge::Knowledge& knowledge_;
  const std::vector<QuestionRow>& rows_;
  Purposes purposes_;
  std::set<std::string, std::less<>> open_, proposed_, handled_;
};

}  // namespace

std::vector<QuestionRow> read_questions(const knowledge::Knowledge& knowledge) {
  std::vector<QuestionRow> result;
  const json::value* table = find(knowledge.lexicon, "interview");
  const json::value* rows = table == nullptr ? nullptr : find(*table, "questions");
  const json::array* list = rows == nullptr ? nullptr : rows->if_array();
  if (list == nullptr) return result;
  for (const json::value& row : *list) {
    QuestionRow question;
    question.path = get_string(row, "path");
    question.ask = text_of(row, "ask");
    question.why = text_of(row, "why");
    question.kind = kind_of(get_string(row, "kind"));
    question.choices_from = get_string(row, "choices_from");
    question.propose = get_string(row, "propose");
    question.check = get_string(row, "check");
    question.needed = get_bool(row, "needed") ? "true" : get_string(row, "needed");
    question.needed_unless = get_string(row, "needed_unless");
    question.when = get_strings(row, "when");
    question.optional = get_bool(row, "optional");
    question.confirm = get_bool(row, "confirm");
    if (const json::value* choices = find(row, "choices"); choices != nullptr && choices->is_array()) {
      for (const json::value& choice : choices->get_array())
        question.choices.emplace_back(get_string(choice, "value"),
                                      Text{get_string(choice, "zh"), get_string(choice, "en")});
    }
    result.push_back(std::move(question));
  }
  return result;
}

bool is_group(const QuestionRow& row) {
  return row.kind == Question::Kind::list && !row.choices.empty() &&
         row.choices.front().first.find('.') != std::string::npos;
}

bool path_matches(std::string_view pattern, std::string_view path) {
  const auto wanted = split(pattern, '.');
  const auto given = split(path, '.');
  if (wanted.size() != given.size()) return false;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i] != "*" && wanted[i] != given[i]) return false;
  }
  return true;
}

Question question_for(std::string_view path, const Facts& facts, const knowledge::Knowledge& knowledge,
                      const std::vector<QuestionRow>& rows) {
  const Asker asker(facts, knowledge, rows);
  for (const QuestionRow& row : rows) {
    if (is_group(row) || !path_matches(row.path, path)) continue;
    return asker.question(row, std::string(path));
  }
  return asker.plain(std::string(path));
}

}  // namespace facts

std::vector<Question> open_questions(const Facts& facts, const Evidence& /*evidence*/,
                                     const knowledge::Knowledge& knowledge) {
  const std::vector<facts::QuestionRow> rows = facts::read_questions(knowledge);
  return facts::Asker(facts, knowledge, rows).open_questions();
}

}  // namespace qiyue
