// Private to script.cpp: one table per grammar, from its symbol numbers to our node types.
#pragma once

#include <tree_sitter/api.h>

#include <cstdint>
#include <vector>

#include "program/script.h"

namespace qiyue::program {

enum class SymbolAction : std::uint8_t { skip, keep, transparent, drop };

struct SymbolRule {
  SymbolAction action = SymbolAction::skip;
  Syntax type = Syntax::unknown;
  std::uint16_t mark = 0;  // flag it sets on its parent (words) or on itself (generator functions)
  std::uint16_t op = 0;    // flag it sets on an operator expression
  bool leaf = false;       // what is inside does not matter
  bool type_word = false;  // `type` in `import type`
};

struct GrammarTable {
  std::vector<SymbolRule> symbols;
  std::vector<Role> roles;  // by field id
};

GrammarTable make_table(const TSLanguage* language);

}  // namespace qiyue::program
