// knowledge/lexicon/interview.yaml as tables, and which of its questions are open. Insides of facts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "facts/facts.h"

namespace qiyue::facts {

struct QuestionRow {
  std::string path;
  Text ask, why;
  Question::Kind kind = Question::Kind::text;
  std::vector<std::pair<std::string, Text>> choices;
  std::string choices_from, propose, check, needed, needed_unless;
  std::vector<std::string> when;
  bool optional = false, confirm = false;
};
std::vector<QuestionRow> read_questions(const knowledge::Knowledge& knowledge);

// A list whose choices are paths: each is set to true or false.
bool is_group(const QuestionRow& row);
// Whether `path` is what `pattern` names, "*" standing for one part.
bool path_matches(std::string_view pattern, std::string_view path);
// The question about one path, open or not; for a path that no row knows a plain one.
Question question_for(std::string_view path, const Facts& facts, const knowledge::Knowledge& knowledge,
                      const std::vector<QuestionRow>& rows);

}  // namespace qiyue::facts
