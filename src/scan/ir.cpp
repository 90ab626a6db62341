#include "scan/ir.h"

namespace qiyue::scan {

std::string_view to_string(Op op) {
  switch (op) {
    case Op::copy:
      return "copy";
    case Op::function:
      return "function";
    case Op::object:
      return "object";
    case Op::array:
      return "array";
    case Op::load:
      return "load";
    case Op::load_at:
      return "load_at";
    case Op::store:
      return "store";
    case Op::store_at:
      return "store_at";
    case Op::spread:
      return "spread";
    case Op::rest:
      return "rest";
    case Op::element:
      return "element";
    case Op::keys:
      return "keys";
    case Op::call:
      return "call";
    case Op::invoke:
      return "invoke";
    case Op::invoke_at:
      return "invoke_at";
    case Op::construct:
      return "construct";
    case Op::concat:
      return "concat";
    case Op::derive:
      return "derive";
    case Op::settle:
      return "settle";
    case Op::require:
      return "require";
    case Op::import:
      return "import";
    case Op::global:
      return "global";
    case Op::define:
      return "define";
    case Op::jsx:
      return "jsx";
    case Op::extend:
      return "extend";
  }
  return "?";
}

namespace {

bool has_atom(Op op) {
  return op == Op::load || op == Op::store || op == Op::invoke || op == Op::import || op == Op::global ||
         op == Op::define;
}

std::string show(Operand operand, const Atoms& atoms) {
  if (operand == kNothing) return "-";
  const std::uint32_t index = index_of(operand);
  switch (tag_of(operand)) {
    case kTextTag:
      return "\"" + std::string(atoms.text(index)) + "\"";
    case kNumberTag:
      return std::string(atoms.text(index));
    case kWordTag: {
      constexpr std::string_view kNames[] = {"undefined", "null", "true", "false"};
      return std::string(kNames[index]);
    }
    default:
      break;
  }
  std::string out;
  if (index == kThis) {
    out = "this";
  } else if (index == kReturn) {
    out = "return";
  } else if (index == kArguments) {
    out = "arguments";
  } else {
    out = "%" + std::to_string(index);
  }
  if (tag_of(operand) > 0) out += "^" + std::to_string(tag_of(operand));
  return out;
}

}  // namespace

void link(FileIr& file, Atoms& atoms) {
  std::vector<Atom> moved(file.atoms.size());
  for (Atom atom = 0; atom < file.atoms.size(); ++atom) moved[atom] = atoms.intern(file.atoms.text(atom));
  const auto relink = [&](Operand& operand) {
    if (operand == kNothing) return;
    if (tag_of(operand) == kTextTag || tag_of(operand) == kNumberTag)
      operand = (operand & ~kOperandMask) | moved[index_of(operand)];
  };
  for (FunctionIr& function : file.functions) function.name = moved[function.name];
  for (Instruction& instruction : file.code) {
    relink(instruction.dst);
    relink(instruction.a);
    relink(instruction.b);
    if (has_atom(instruction.op)) instruction.x = moved[instruction.x];
  }
  for (Operand& operand : file.args) relink(operand);
  for (Atom& request : file.requests) request = moved[request];
  for (auto& [name, local] : file.names) name = moved[name];
  file.atoms = Atoms();
}

std::string dump(const FileIr& file, const Atoms& atoms, const SourceText& source) {
  std::string out;
  for (std::size_t f = 0; f < file.functions.size(); ++f) {
    const FunctionIr& function = file.functions[f];
    out += "function " + std::to_string(f) + " " + std::string(atoms.text(function.name)) + " (" +
           std::to_string(function.parameters) + " parameters, line " + std::to_string(source.line_of(function.begin)) +
           ")\n";
    for (std::uint32_t i = function.code_begin; i < function.code_end; ++i) {
      const Instruction& in = file.code[i];
      out += "  " + std::to_string(source.line_of(in.offset)) + ": ";
      if (in.dst != kNothing) out += show(in.dst, atoms) + " <- ";
      out += std::string(to_string(in.op));
      if (in.a != kNothing) out += " " + show(in.a, atoms);
      if (has_atom(in.op)) out += " ." + std::string(atoms.text(in.x));
      if (in.op == Op::function) out += " " + std::to_string(in.x);
      if (in.b != kNothing) out += " " + show(in.b, atoms);
      if (in.count > 0) {
        out += " (";
        for (std::uint32_t k = 0; k < in.count; ++k) out += (k > 0 ? ", " : "") + show(file.args[in.args + k], atoms);
        out += ")";
      }
      out += "\n";
    }
  }
  return out;
}

}  // namespace qiyue::scan
