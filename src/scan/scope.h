// Which name stands for which local: scopes with hoisting and shadowing, found in one walk over the tree before lowering.
#pragma once

#include <cstdint>
#include <vector>

#include "program/script.h"
#include "scan/atoms.h"
#include "scan/flat_map.h"
#include "scan/ir.h"

namespace qiyue::scan {

inline constexpr std::uint32_t kAbsent = 0xFFFFFFFF;

struct Scope {
  std::uint32_t parent = kAbsent;
  std::uint32_t function = 0;
};

struct Scopes {
  std::vector<Scope> scopes;               // 0: the module
  std::vector<std::uint32_t> of_node;      // scope that a node opens; kAbsent for most
  std::vector<std::uint32_t> function_of;  // function that a node is; kAbsent for most. A class is its constructor
  FlatMap bindings;                        // (scope, atom) -> local, with kFromParameter
};
inline constexpr std::uint32_t kFromParameter = 1U << 23;  // part of what came in as a parameter

// Fills `file.functions` (without code) too.
Scopes find_scopes(const program::Script& script, FileIr& file);

// First child of `node` with `role`, or kAbsent.
std::uint32_t child(const program::Script& script, std::uint32_t node, program::Role role);
std::uint32_t first_child(const program::Script& script, std::uint32_t node);  // kAbsent when it has none
// The node of the explicit constructor in a class body, or kAbsent.
std::uint32_t constructor_of(const program::Script& script, std::uint32_t class_node);

}  // namespace qiyue::scan
