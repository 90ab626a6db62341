// Private to lower*.cpp: the walk that makes instructions. Its depth is bounded by program::kMaxScriptDepth.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "program/script.h"
#include "scan/ir.h"
#include "scan/scope.h"

namespace qiyue::scan {

inline constexpr std::uint32_t kMaxPlainEntries = 100;

class Lowering {
 public:
  explicit Lowering(const program::Script& script) : script_(script) {}
  FileIr run(const std::vector<std::uint32_t>* mentions);

 private:
  using Node = std::uint32_t;

  // lower.cpp: functions, statements, modules
  void function_body(std::uint32_t id, Node node);
  void statement(Node node);
  void statements(Node node);  // every child
  void declaration(Node node);
  void loop_over(Node node);
  void branch(Node node);
  void import_statement(Node node);
  void export_statement(Node node);
  void export_declared(Node node);
  void enumeration(Node node);

  // lower_expression.cpp
  Operand expression(Node node);
  Operand optional_expression(Node node) { return node == kAbsent ? kNothing : expression(node); }
  void test(Node node);  // lowers a condition: what it reads is only asked for its presence
  Operand call(Node node);
  Operand construct(Node node);
  Operand member(Node node);
  Operand subscript(Node node);
  Operand binary(Node node);
  Operand assignment(Node node);
  Operand template_text(Node node);
  Operand name_value(Node node);
  Operand function_value(Node node);
  Operand super_value();
  void arguments(Node node, std::vector<Operand>& out, std::uint8_t& flags);
  Operand jsx(Node node);
  Operand derive(Node node, const std::vector<Operand>& from);
  Operand concat(Node node, Operand left, Operand right);

  // lower_object.cpp
  [[nodiscard]] bool is_plain_data(Node node) const;
  Operand object(Node node);
  Operand array(Node node);
  Operand class_value(Node node);
  void assign(Node target, Operand value);  // name, member or pattern
  void assign_object(Node pattern, Operand value);
  void assign_array(Node pattern, Operand value);
  void class_member(Node node, Operand self, Operand prototype);

  // shared
  struct Key {
    bool constant = true;
    Atom atom = 0;
    Operand operand = kNothing;
  };
  Key key_of(Node node);  // of a property name, computed or not
  void store(Operand object, const Key& key, Operand value, Node where, std::uint8_t flags = 0);
  Operand load(Operand object, const Key& key, Node where);
  [[nodiscard]] program::Syntax type(Node node) const { return script_.nodes[node].type; }
  [[nodiscard]] Node child_of(Node node, program::Role role) const { return scan::child(script_, node, role); }
  [[nodiscard]] Node first(Node node) const { return scan::first_child(script_, node); }
  [[nodiscard]] Atom atom(Node node) { return file_.atoms.intern(script_.slice(node)); }
  Atom intern(std::string_view text) { return file_.atoms.intern(text); }
  Operand temporary();
  // Resolved name: a local (with whether it came in as a parameter), or kNothing when no scope binds it.
  struct Found {
    Operand operand = kNothing;
    bool from_parameter = false;
  };
  Found find(Atom name);
  Operand this_operand();
  std::uint32_t levels_to(std::uint32_t function) const;
  bool is_parameter(Node node);  // the expression is a name that came in as a parameter, or a member of one
  void name_function(Node value, Atom name);
  Instruction& emit(Op op, Operand dst, Operand a, Operand b, std::uint32_t x, std::uint32_t offset);
  Instruction& emit_with(Op op, Operand dst, Operand a, Operand b, std::uint32_t x, std::uint32_t offset,
                         const std::vector<Operand>& args);
  void request(Operand specifier);

  const program::Script& script_;
  FileIr file_;
  Scopes scopes_;
  std::uint32_t function_ = 0, scope_ = 0;
  struct Pending {
    std::uint32_t function;
    Node node;
  };
  std::deque<Pending> pending_;
  // Superclass of the class that a function is a method of: (function, local) where its value is kept.
  struct Super {
    std::uint32_t function = kAbsent, local = 0;
  };
  std::vector<Super> supers_;
};

}  // namespace qiyue::scan
