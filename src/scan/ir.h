// The scan's own intermediate form: what a script does to values, without order. Control flow is gone (every branch counts);
// what is left are moves between places, loads and stores of fields, calls and the making of objects, functions and texts.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/source.h"
#include "scan/atoms.h"

namespace qiyue::scan {

// What an instruction works on: a local of its own function, one of an enclosing function, or a constant.
//   bits 31..24: 0..0xEF levels outward; 0xFE text, 0xFD number (as written), 0xFC word (Word below); bits 23..0: local or atom
using Operand = std::uint32_t;
inline constexpr Operand kNothing = 0xFFFFFFFF;
inline constexpr std::uint32_t kTextTag = 0xFE, kNumberTag = 0xFD, kWordTag = 0xFC, kMaxLevels = 0xEF;
inline constexpr std::uint32_t kOperandMask = 0xFFFFFF;
enum class Word : std::uint32_t { undefined, null, yes, no };

constexpr Operand local_at(std::uint32_t levels, std::uint32_t local) { return (levels << 24) | local; }
constexpr Operand text_operand(Atom atom) { return (kTextTag << 24) | atom; }
constexpr Operand number_operand(Atom atom) { return (kNumberTag << 24) | atom; }
constexpr Operand word_operand(Word word) { return (kWordTag << 24) | static_cast<std::uint32_t>(word); }
constexpr std::uint32_t tag_of(Operand operand) { return operand >> 24; }
constexpr bool is_local(Operand operand) { return tag_of(operand) <= kMaxLevels; }
constexpr std::uint32_t index_of(Operand operand) { return operand & kOperandMask; }

// Locals that every function has.
inline constexpr std::uint32_t kThis = 0, kReturn = 1, kArguments = 2, kFirstParameter = 3;

enum class Op : std::uint8_t {
  copy,       // dst <- a
  function,   // dst <- function `x` of this file
  object,     // dst <- fresh object
  array,      // dst <- fresh array
  load,       // dst <- a.atom
  load_at,    // dst <- a[b]
  store,      // a.atom <- b
  store_at,   // a[c] <- b, c is args[0]
  spread,     // a <- every field of b
  rest,       // dst <- fresh object with every field of a
  element,    // dst <- any element of a
  keys,       // dst <- any key of a (for … in)
  call,       // dst <- a(args), b is `this` or nothing
  invoke,     // dst <- a.atom(args)
  invoke_at,  // dst <- a[b](args)
  construct,  // dst <- new a(args)
  concat,     // dst <- text made of args, in order
  derive,     // dst <- something worked out of args; neither a copy nor a text
  settle,     // dst <- await a
  require,    // dst <- what module a exports, as require() gives it
  import,     // dst <- export `atom` of module b; atom "*" is the module itself, "default" its default
  global,     // dst <- global variable `atom`
  define,     // global variable `atom` <- b
  jsx,        // dst <- element a with the attributes in object b
  extend,     // class a extends b
};
std::string_view to_string(Op op);

inline constexpr std::uint8_t kCalleeIsParameter = 1;  // the function called came in as a parameter
inline constexpr std::uint8_t kOnlyTested = 2;         // the value read is only asked for its presence
inline constexpr std::uint8_t kSpreadArgument =
    4;  // one of the arguments is `...x` (its elements follow as one argument)
inline constexpr std::uint8_t kKeyIsParameter = 8;  // the key came in as a parameter
inline constexpr std::uint8_t kPrivateStore = 16;   // made by lowering, not written by the author
inline constexpr std::uint8_t kGetterStore = 32;    // the function stored is called by whoever reads the field

struct Instruction {
  Op op = Op::copy;
  std::uint8_t flags = 0;
  std::uint16_t count = 0;  // arguments
  Operand dst = kNothing, a = kNothing, b = kNothing;
  std::uint32_t x = 0;       // atom, or function
  std::uint32_t args = 0;    // first of `count` operands in FileIr::args
  std::uint32_t offset = 0;  // where in the file: for calls and loads the name of what is called or read
};

inline constexpr std::uint8_t kArrow = 1, kAsyncFunction = 2, kGeneratorFunction = 4, kRestParameter = 8, kMethod = 16,
                              kAccessor = 32, kUsesArguments = 64;

struct FunctionIr {
  std::uint32_t parent = 0xFFFFFFFF;  // enclosing function of the same file
  Atom name = 0;                      // own name, or that of the variable or field it was first put into
  std::uint8_t flags = 0;
  std::uint16_t parameters = 0;
  std::uint32_t locals = kFirstParameter;
  std::uint32_t code_begin = 0, code_end = 0;
  std::uint32_t begin = 0, end = 0;  // in the file
};

struct FileIr {
  Atoms atoms;                        // empty after link()
  std::vector<FunctionIr> functions;  // 0: the module itself
  std::vector<Instruction> code;
  std::vector<Operand> args;
  std::vector<Atom> requests;  // module specifiers asked for by a constant, in order of place, each once
  std::vector<std::pair<Atom, std::uint32_t>> names;  // names of the module's own scope -> local of function 0
  bool es_module = false;
  bool cut = false;
};

// Moves every atom of `file` into `atoms`.
void link(FileIr& file, Atoms& atoms);

std::string dump(const FileIr& file, const Atoms& atoms, const SourceText& source);

}  // namespace qiyue::scan
