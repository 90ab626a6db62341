// Everything read before the analysis starts: the scripts of a program as IR in one table, and who asks for which module.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "evidence/evidence.h"
#include "knowledge/knowledge.h"
#include "program/program.h"
#include "scan/atoms.h"
#include "scan/ir.h"

namespace qiyue::scan {

struct Unit {              // one file with script in it
  std::uint32_t file = 0;  // index into Program::files
  FileIr ir;
  std::uint32_t first_function = 0, first_instruction = 0;
  std::vector<std::pair<Atom, int>> modules;  // specifier -> unit; kFacade and kUnknown below
  std::vector<std::uint32_t> faults;          // offsets of what did not parse
  bool setup = false;                         // <script setup>: the template sees the names of the module
  bool reachable = false;                     // loaded by the app, a registered page or one of its components
};
inline constexpr int kUnknownModule = -1, kDataModule = -2;

struct World {
  const program::Program* program = nullptr;
  const knowledge::Knowledge* knowledge = nullptr;
  const knowledge::Platform* platform = nullptr;
  const std::vector<program::Markup>* markups = nullptr;  // by file; empty for files without markup
  Atoms atoms;
  std::vector<Unit> units;
  std::vector<int> unit_of_file;  // by index into Program::files; -1 for files without script
  std::uint32_t functions = 0, instructions = 0;

  [[nodiscard]] const program::SourceFile& file_of(const Unit& unit) const { return program->files[unit.file]; }
  [[nodiscard]] std::uint32_t unit_of_function(std::uint32_t function) const;
  [[nodiscard]] std::uint32_t unit_of_instruction(std::uint32_t instruction) const;
  [[nodiscard]] const FunctionIr& function(std::uint32_t global) const {
    const Unit& unit = units[unit_of_function(global)];
    return unit.ir.functions[global - unit.first_function];
  }
  [[nodiscard]] const Instruction& instruction(std::uint32_t global) const {
    const Unit& unit = units[unit_of_instruction(global)];
    return unit.ir.code[global - unit.first_instruction];
  }
  [[nodiscard]] Place place(std::uint32_t unit, std::uint32_t offset) const;
};

// Parses and lowers every script of the program, `threads` files at a time; the result does not depend on it.
World read_world(const program::Program& program, const std::vector<program::Markup>& markups,
                 const knowledge::Knowledge& knowledge, int threads);

// Resolves every request for a module and marks what is reachable.
void resolve_modules(World& world);

}  // namespace qiyue::scan
