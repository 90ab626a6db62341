// How the names of the grammars map to ours. The tables are built once per grammar, so that parsing looks up numbers only.
#include "program/script_kinds.h"

#include <array>
#include <cstring>
#include <string_view>
#include <utility>

namespace qiyue::program {

namespace {

using Entry = std::pair<std::string_view, Syntax>;

constexpr Entry kKept[] = {
    {"program", Syntax::program},
    {"ERROR", Syntax::error},
    {"import_statement", Syntax::import_statement},
    {"import_clause", Syntax::import_clause},
    {"named_imports", Syntax::named_imports},
    {"import_specifier", Syntax::import_specifier},
    {"namespace_import", Syntax::namespace_import},
    {"export_statement", Syntax::export_statement},
    {"export_clause", Syntax::export_clause},
    {"export_specifier", Syntax::export_specifier},
    {"namespace_export", Syntax::namespace_export},
    {"import_require_clause", Syntax::import_require},
    {"import_alias", Syntax::import_alias},
    {"variable_declaration", Syntax::variable_declaration},
    {"lexical_declaration", Syntax::lexical_declaration},
    {"using_declaration", Syntax::lexical_declaration},
    {"variable_declarator", Syntax::variable_declarator},
    {"function_declaration", Syntax::function_declaration},
    {"generator_function_declaration", Syntax::function_declaration},
    {"function_expression", Syntax::function_expression},
    {"generator_function", Syntax::function_expression},
    {"arrow_function", Syntax::arrow_function},
    {"class_declaration", Syntax::class_declaration},
    {"abstract_class_declaration", Syntax::class_declaration},
    {"class", Syntax::class_expression},
    {"class_body", Syntax::class_body},
    {"class_heritage", Syntax::class_heritage},
    {"field_definition", Syntax::field_definition},
    {"public_field_definition", Syntax::field_definition},
    {"method_definition", Syntax::method_definition},
    {"class_static_block", Syntax::class_static_block},
    {"enum_declaration", Syntax::enum_declaration},
    {"enum_body", Syntax::enum_body},
    {"enum_assignment", Syntax::enum_assignment},
    {"internal_module", Syntax::namespace_block},
    {"module", Syntax::namespace_block},
    {"formal_parameters", Syntax::parameters},
    {"required_parameter", Syntax::parameter},
    {"optional_parameter", Syntax::parameter},
    {"decorator", Syntax::decorator},
    {"assignment_pattern", Syntax::assignment_pattern},
    {"rest_pattern", Syntax::rest_pattern},
    {"object_pattern", Syntax::object_pattern},
    {"array_pattern", Syntax::array_pattern},
    {"pair_pattern", Syntax::pair_pattern},
    {"object_assignment_pattern", Syntax::object_assignment_pattern},
    {"shorthand_property_identifier_pattern", Syntax::shorthand_pattern},
    {"statement_block", Syntax::block},
    {"expression_statement", Syntax::expression_statement},
    {"if_statement", Syntax::if_statement},
    {"else_clause", Syntax::else_clause},
    {"for_statement", Syntax::for_statement},
    {"for_in_statement", Syntax::for_in_statement},
    {"while_statement", Syntax::while_statement},
    {"do_statement", Syntax::do_statement},
    {"return_statement", Syntax::return_statement},
    {"throw_statement", Syntax::throw_statement},
    {"try_statement", Syntax::try_statement},
    {"catch_clause", Syntax::catch_clause},
    {"finally_clause", Syntax::finally_clause},
    {"switch_statement", Syntax::switch_statement},
    {"switch_body", Syntax::switch_body},
    {"switch_case", Syntax::switch_case},
    {"switch_default", Syntax::switch_default},
    {"labeled_statement", Syntax::labeled_statement},
    {"with_statement", Syntax::with_statement},
    {"break_statement", Syntax::jump_statement},
    {"continue_statement", Syntax::jump_statement},
    {"debugger_statement", Syntax::jump_statement},
    {"empty_statement", Syntax::empty_statement},
    {"identifier", Syntax::identifier},
    {"property_identifier", Syntax::property_name},
    {"private_property_identifier", Syntax::property_name},
    {"shorthand_property_identifier", Syntax::shorthand_property},
    {"computed_property_name", Syntax::computed_name},
    {"this", Syntax::this_expression},
    {"super", Syntax::super_expression},
    {"true", Syntax::literal_true},
    {"false", Syntax::literal_false},
    {"null", Syntax::literal_null},
    {"undefined", Syntax::literal_undefined},
    {"number", Syntax::number},
    {"string", Syntax::string},
    {"template_string", Syntax::template_string},
    {"string_fragment", Syntax::template_text},
    {"escape_sequence", Syntax::template_text},
    {"template_substitution", Syntax::template_substitution},
    {"regex", Syntax::regex},
    {"object", Syntax::object},
    {"pair", Syntax::pair},
    {"spread_element", Syntax::spread},
    {"array", Syntax::array},
    {"arguments", Syntax::arguments},
    {"call_expression", Syntax::call},
    {"new_expression", Syntax::construct},
    {"member_expression", Syntax::member},
    {"subscript_expression", Syntax::subscript},
    {"assignment_expression", Syntax::assignment},
    {"augmented_assignment_expression", Syntax::augmented_assignment},
    {"unary_expression", Syntax::unary},
    {"update_expression", Syntax::update},
    {"binary_expression", Syntax::binary},
    {"ternary_expression", Syntax::conditional},
    {"await_expression", Syntax::await_expression},
    {"yield_expression", Syntax::yield_expression},
    {"sequence_expression", Syntax::sequence},
    {"import", Syntax::import_keyword},
    {"meta_property", Syntax::meta_property},
    {"jsx_element", Syntax::jsx_element},
    {"jsx_opening_element", Syntax::jsx_opening},
    {"jsx_closing_element", Syntax::jsx_closing},
    {"jsx_self_closing_element", Syntax::jsx_self_closing},
    {"jsx_attribute", Syntax::jsx_attribute},
    {"jsx_expression", Syntax::jsx_expression},
    {"jsx_text", Syntax::jsx_text},
};

// Wrappers that change nothing at run time: their first kept child takes their place.
constexpr std::string_view kTransparent[] = {
    "parenthesized_expression", "as_expression", "satisfies_expression", "non_null_expression", "type_assertion",
    "instantiation_expression", "extends_clause"};

// Left out with everything below them: types, comments and the parts of regular expressions.
constexpr std::string_view kDropped[] = {
    "comment",
    "html_comment",
    "hash_bang_line",
    "type_annotation",
    "type_arguments",
    "type_parameters",
    "interface_declaration",
    "type_alias_declaration",
    "implements_clause",
    "ambient_declaration",
    "abstract_method_signature",
    "function_signature",
    "method_signature",
    "property_signature",
    "index_signature",
    "call_signature",
    "construct_signature",
    "accessibility_modifier",
    "override_modifier",
    "adding_type_annotation",
    "omitting_type_annotation",
    "opting_type_annotation",
    "asserts_annotation",
    "type_predicate_annotation",
    "array_type",
    "conditional_type",
    "constructor_type",
    "existential_type",
    "function_type",
    "generic_type",
    "infer_type",
    "intersection_type",
    "literal_type",
    "lookup_type",
    "object_type",
    "optional_type",
    "parenthesized_type",
    "predefined_type",
    "readonly_type",
    "rest_type",
    "template_literal_type",
    "tuple_type",
    "type_query",
    "union_type",
    "this_type",
    "type_identifier",
    "nested_type_identifier",
    "index_type_query",
    "flow_maybe_type",
    "extends_type_clause",
    "regex_flags",
    "regex_pattern",
    "statement_identifier",
    "import_attribute",
    "optional_chain",
};

constexpr std::pair<std::string_view, std::uint16_t> kMarks[] = {
    {"async", kAsync},     {"*", kGenerator},
    {"static", kStatic},   {"static get", kStatic | kGetter},
    {"default", kDefault}, {"get", kGetter},
    {"set", kSetter},      {"of", kOf},
    {"const", kConst},     {"optional_chain", kOptionalChain},
};
// Operators; they mean something on unary, binary and augmented assignments only.
constexpr std::pair<std::string_view, std::uint16_t> kOperators[] = {
    {"&&", kLogical | kAnd},
    {"||", kLogical | kOr},
    {"??", kLogical | kNullish},
    {"&&=", kLogical | kAnd},
    {"||=", kLogical | kOr},
    {"?"
     "?=",
     kLogical | kNullish},
    {"+", kPlus},
    {"+=", kPlus},
    {"==", kComparison},
    {"===", kComparison},
    {"!=", kComparison},
    {"!==", kComparison},
    {"<", kComparison},
    {">", kComparison},
    {"<=", kComparison},
    {">=", kComparison},
    {"in", kComparison},
    {"instanceof", kComparison},
    {"!", kNot},
    {"typeof", kTypeof},
    {"void", kTypeof},
    {"delete", kTypeof},
};

constexpr std::pair<std::string_view, Role> kRoles[] = {
    {"name", Role::name},
    {"object", Role::object},
    {"property", Role::property},
    {"index", Role::index},
    {"function", Role::function},
    {"arguments", Role::arguments},
    {"left", Role::left},
    {"right", Role::right},
    {"body", Role::body},
    {"condition", Role::condition},
    {"consequence", Role::consequence},
    {"alternative", Role::alternative},
    {"value", Role::value},
    {"key", Role::key},
    {"parameters", Role::parameters},
    {"parameter", Role::parameter},
    {"initializer", Role::initializer},
    {"increment", Role::increment},
    {"source", Role::source},
    {"alias", Role::alias},
    {"argument", Role::argument},
    {"constructor", Role::constructor},
    {"declaration", Role::declaration},
    {"handler", Role::handler},
    {"finalizer", Role::finalizer},
    {"pattern", Role::pattern},
    {"open_tag", Role::open_tag},
    {"close_tag", Role::close_tag},
    {"attribute", Role::attribute},
    {"decorator", Role::decorator},
    {"member", Role::member},
};

}  // namespace

GrammarTable make_table(const TSLanguage* language) {
  GrammarTable table;
  const std::uint32_t count = ts_language_symbol_count(language);
  table.symbols.resize(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto symbol = static_cast<TSSymbol>(i);
    const std::string_view name = ts_language_symbol_name(language, symbol);
    SymbolRule& rule = table.symbols[i];
    const TSSymbolType type = ts_language_symbol_type(language, symbol);
    for (const auto& [text, mark] : kMarks)
      if (name == text) rule.mark = mark;
    if (type == TSSymbolTypeAnonymous) {
      for (const auto& [text, mark] : kOperators)
        if (name == text) rule.op = mark;
      rule.type_word = name == "type" || name == "typeof";
      continue;
    }
    rule.action = SymbolAction::keep;
    rule.type = Syntax::unknown;
    for (const auto& [text, kind] : kKept)
      if (name == text) rule.type = kind;
    for (const std::string_view text : kTransparent)
      if (name == text) rule.action = SymbolAction::transparent;
    for (const std::string_view text : kDropped)
      if (name == text) rule.action = SymbolAction::drop;
    if (name.starts_with("generator_")) rule.mark = kGenerator;
    rule.leaf = rule.type == Syntax::string || rule.type == Syntax::regex || rule.type == Syntax::number;
  }
  const std::uint32_t fields = ts_language_field_count(language);
  table.roles.assign(fields + 1, Role::none);
  for (std::uint32_t i = 1; i <= fields; ++i) {
    const std::string_view name = ts_language_field_name_for_id(language, static_cast<TSFieldId>(i));
    table.roles[i] = Role::other;
    for (const auto& [text, role] : kRoles)
      if (name == text) table.roles[i] = role;
  }
  return table;
}

std::string_view to_string(Syntax value) {
  for (const auto& [text, kind] : kKept)
    if (kind == value) return text;
  return value == Syntax::unknown ? "unknown" : "?";
}

std::string_view to_string(Role value) {
  for (const auto& [text, role] : kRoles)
    if (role == value) return text;
  return value == Role::none ? "" : "other";
}

}  // namespace qiyue::program
