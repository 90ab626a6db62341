// One sentence -> its statements and their parts, as stretches of the sentence's text. Inside of claims/.
#pragma once

#include <string_view>
#include <vector>

#include "claims/claims.h"
#include "claims/lexicon.h"

namespace qiyue::reading {

// Who does what to which data, said once: 我们会向第三方共享您的手机号.
struct Statement {
  Actor who = Actor::operator_;
  ClaimAction action = ClaimAction::none;
  bool negated = false;
  bool relative = false;  // inside a name: 您提供的手机号
  bool asserted = true;   // said of somebody; not a heading, a question or the name of a deed: 信息收集, 如何共享
  Stretch subject;        // empty where the clause before it names it
  Stretch verb;           // the word of the action
  Stretch clause;         // the stretch between commas it stands in
  std::vector<Stretch> data;
  std::vector<Stretch> recipients;  // with or to whom; of collecting: from whom
};

struct Reading {
  std::vector<Statement> statements;
  std::vector<Reason> purposes, conditions;
};

Reading read_sentence(std::string_view text, const Lexicon::Tables& tables);
// The names of data in a list without a statement of its own: an item under a lead-in, a cell of a table.
std::vector<Stretch> data_names(std::string_view text, const Lexicon::Tables& tables);

}  // namespace qiyue::reading
