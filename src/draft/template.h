// The language of clause bodies: variables, conditions, lists, cross references (docs/clauses.md).
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/predicate.h"
#include "core/result.h"
#include "draft/model.h"

namespace qiyue::drafting {

// Bytes that cannot stand in a clause file; they keep what a person wrote apart from the marks of the clause.
inline constexpr char kLiteral = '\x01';    // the next byte is text, not markup
inline constexpr char kReference = '\x02';  // \x02 id \x02: the number of a clause
inline constexpr char kTitleOf = '\x03';    // \x03 id \x03: its title

struct Node;
struct Branch {
  Predicate condition;  // always, for {{else}}
  std::vector<Node> body;
};
struct Node {
  enum class Kind { text, variable, reference, title, choice, each } kind = Kind::text;
  std::string text;              // text; name of the variable or list; clause id
  std::string separator;         // each: printed between rows
  std::vector<Branch> branches;  // choice: tried in order; each: rows, then what stands for an empty list
  int line = 0, column = 0;
};
struct Template {
  std::string path;
  std::vector<Node> nodes;
};

// What a name may be: model names, the vocabulary and the ids of clauses.
struct Vocabulary {
  const Names* names = nullptr;
  const std::map<std::string, std::string>* conditions = nullptr;
  std::set<std::string, std::less<>> clauses;
};

// Parses `body`, whose first line is line `first_line` of `path`. Every name is checked, whether or not its branch is ever taken.
// Error.more has all faults of the body.
Result<Template> parse_template(std::string path, std::string_view body, int first_line, const Vocabulary& vocabulary);

struct RenderedLine {
  std::string text;
  int line = 0;  // of the clause file
};
struct Rendered {
  std::vector<RenderedLine> lines;
  std::set<std::string, std::less<>> facts, evidence;
  std::map<std::string, int, std::less<>> references;  // clause id -> line of the clause file
};
// `clauses`: ids that stand in this draft.
Rendered render_template(const Template& parsed, const Model& model, const std::set<std::string, std::less<>>& clauses,
                         Lang lang);

}  // namespace qiyue::drafting
