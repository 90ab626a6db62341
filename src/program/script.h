// JavaScript, TypeScript and JSX as one compact flat tree. Types, punctuation and parentheses are left out; what a passage does is not
// this room's business.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/source.h"
#include "program/program.h"

namespace qiyue::program {

enum class Syntax : std::uint8_t {
  unknown,  // a passage the grammar knows and the scan has no use for; its children are kept
  error,
  program,
  // modules
  import_statement,
  import_clause,
  named_imports,
  import_specifier,
  namespace_import,
  export_statement,
  export_clause,
  export_specifier,
  namespace_export,
  import_require,
  import_alias,
  // declarations
  variable_declaration,  // var
  lexical_declaration,   // let, const
  variable_declarator,
  function_declaration,
  function_expression,
  arrow_function,
  class_declaration,
  class_expression,
  class_body,
  class_heritage,
  field_definition,
  method_definition,
  class_static_block,
  enum_declaration,
  enum_body,
  enum_assignment,
  namespace_block,
  parameters,
  parameter,  // TypeScript's wrapper around a pattern with its default value
  decorator,
  // patterns
  assignment_pattern,
  rest_pattern,
  object_pattern,
  array_pattern,
  pair_pattern,
  object_assignment_pattern,
  shorthand_pattern,
  // statements
  block,
  expression_statement,
  if_statement,
  else_clause,
  for_statement,
  for_in_statement,
  while_statement,
  do_statement,
  return_statement,
  throw_statement,
  try_statement,
  catch_clause,
  finally_clause,
  switch_statement,
  switch_body,
  switch_case,
  switch_default,
  labeled_statement,
  with_statement,
  jump_statement,
  empty_statement,
  // expressions
  identifier,
  property_name,
  shorthand_property,
  computed_name,
  this_expression,
  super_expression,
  literal_true,
  literal_false,
  literal_null,
  literal_undefined,
  number,
  string,
  template_string,
  template_text,
  template_substitution,
  regex,
  object,
  pair,
  spread,
  array,
  arguments,
  call,
  construct,  // new
  member,
  subscript,
  assignment,
  augmented_assignment,
  unary,
  update,
  binary,
  conditional,
  await_expression,
  yield_expression,
  sequence,
  import_keyword,
  meta_property,
  jsx_element,
  jsx_opening,
  jsx_closing,
  jsx_self_closing,
  jsx_attribute,
  jsx_expression,
  jsx_text,
};
std::string_view to_string(Syntax value);

// What a node is to its parent.
enum class Role : std::uint8_t {
  none,
  name,
  object,
  property,
  index,
  function,
  arguments,
  left,
  right,
  body,
  condition,
  consequence,
  alternative,
  value,
  key,
  parameters,
  parameter,
  initializer,
  increment,
  source,
  alias,
  argument,
  constructor,
  declaration,
  handler,
  finalizer,
  pattern,
  open_tag,
  close_tag,
  attribute,
  decorator,
  member,
  other,
};
std::string_view to_string(Role value);

// Marks of a node that in the source are words or signs.
inline constexpr std::uint16_t kAsync = 1 << 0;
inline constexpr std::uint16_t kGenerator = 1 << 1;
inline constexpr std::uint16_t kStatic = 1 << 2;
inline constexpr std::uint16_t kOptionalChain = 1 << 3;
inline constexpr std::uint16_t kDefault = 1 << 4;     // export default
inline constexpr std::uint16_t kStarExport = 1 << 5;  // export *
inline constexpr std::uint16_t kTypeOnly = 1 << 6;    // import type, declare: not there at run time
inline constexpr std::uint16_t kGetter = 1 << 7;
inline constexpr std::uint16_t kSetter = 1 << 8;
inline constexpr std::uint16_t kOf = 1 << 9;  // for … of
inline constexpr std::uint16_t kConst = 1 << 10;
// On unary, binary and augmented-assignment nodes alone.
inline constexpr std::uint16_t kLogical = 1 << 11;  // && || ??, with one of the three marks below
inline constexpr std::uint16_t kAnd = 1 << 0;
inline constexpr std::uint16_t kOr = 1 << 1;
inline constexpr std::uint16_t kNullish = 1 << 2;
inline constexpr std::uint16_t kPlus = 1 << 12;        // + +=
inline constexpr std::uint16_t kComparison = 1 << 13;  // == < in instanceof …
inline constexpr std::uint16_t kNot = 1 << 14;         // !
inline constexpr std::uint16_t kTypeof = 1 << 15;      // typeof, void, delete

struct ScriptNode {
  Syntax type = Syntax::unknown;
  Role role = Role::none;
  std::uint16_t flags = 0;
  std::uint32_t begin = 0, end = 0;  // byte offsets into the file
  std::uint32_t last = 0;  // one past the last node of this subtree: the next sibling, unless it is the parent's `last`
};

struct SyntaxFault {
  std::uint32_t offset = 0;
};

struct Script {
  std::string_view text;          // the whole file; must outlive the tree
  std::vector<ScriptNode> nodes;  // depth first; node 0 is the program, its first child follows it directly
  std::vector<SyntaxFault> faults;
  bool cut = false;  // deeper than kMaxScriptDepth somewhere: what lies below is left out
  [[nodiscard]] std::string_view slice(std::uint32_t node) const {
    return text.substr(nodes[node].begin, nodes[node].end - nodes[node].begin);
  }
};

inline constexpr int kMaxScriptDepth = 1200;

// Parses the passages `ranges` of `text` as one script (all of it when `ranges` is empty); offsets stay those of `text`.
// Total: any input gives a tree, with the places of what did not parse in `faults`. Takes time and memory linear in the text.
Script parse_script(std::string_view text, Language language, const std::vector<Span>& ranges = {});

// The value of a string or template-text node, escapes resolved.
std::string string_value(const Script& script, std::uint32_t node);

// The tree as an indented listing, one node a line.
std::string dump(const Script& script);

}  // namespace qiyue::program
