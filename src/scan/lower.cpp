#include "scan/lower.h"

#include <algorithm>

#include "scan/lowering.h"

namespace qiyue::scan {

using program::Role;
using program::Script;
using program::ScriptNode;
using program::Syntax;

FileIr lower(const Script& script, const std::vector<std::uint32_t>* mentions) {
  return Lowering(script).run(mentions);
}

FileIr Lowering::run(const std::vector<std::uint32_t>* mentions) {
  scopes_ = find_scopes(script_, file_);
  file_.cut = script_.cut;
  file_.code.reserve(script_.nodes.size() / 3);
  supers_.resize(file_.functions.size());
  for (Atom name = 0; name < file_.atoms.size(); ++name) {
    const std::uint32_t local = scopes_.bindings.find(pair_key(0, name));
    if (local != FlatMap::kAbsent) file_.names.emplace_back(name, local & (kFromParameter - 1));
  }
  function_body(0, 0);
  while (!pending_.empty()) {
    const Pending next = pending_.front();
    pending_.pop_front();
    if (mentions != nullptr) {
      const auto inside = std::lower_bound(mentions->begin(), mentions->end(), script_.nodes[next.node].begin);
      if (inside == mentions->end() || *inside >= script_.nodes[next.node].end) continue;
    }
    function_body(next.function, next.node);
  }
  return std::move(file_);
}

Instruction& Lowering::emit(Op op, Operand dst, Operand a, Operand b, std::uint32_t x, std::uint32_t offset) {
  Instruction instruction;
  instruction.op = op;
  instruction.dst = dst;
  instruction.a = a;
  instruction.b = b;
  instruction.x = x;
  instruction.offset = offset;
  file_.code.push_back(instruction);
  return file_.code.back();
}

Instruction& Lowering::emit_with(Op op, Operand dst, Operand a, Operand b, std::uint32_t x, std::uint32_t offset,
                                 const std::vector<Operand>& args) {
  Instruction& instruction = emit(op, dst, a, b, x, offset);
  instruction.args = static_cast<std::uint32_t>(file_.args.size());
  instruction.count = static_cast<std::uint16_t>(std::min<std::size_t>(args.size(), 0xFFFF));
  file_.args.insert(file_.args.end(), args.begin(), args.begin() + instruction.count);
  return instruction;
}

Operand Lowering::temporary() {
  FunctionIr& function = file_.functions[function_];
  if (function.locals >= kFromParameter - 1) return local_at(0, function.locals);  // absurdly large: share the last
  return local_at(0, function.locals++);
}

std::uint32_t Lowering::levels_to(std::uint32_t function) const {
  std::uint32_t levels = 0;
  std::uint32_t f = function_;
  while (f != function && f != kAbsent && levels < kMaxLevels) {
    f = file_.functions[f].parent;
    ++levels;
  }
  return f == function ? levels : kAbsent;
}

Lowering::Found Lowering::find(Atom name) {
  for (std::uint32_t s = scope_; s != kAbsent; s = scopes_.scopes[s].parent) {
    const std::uint32_t local = scopes_.bindings.find(pair_key(s, name));
    if (local == FlatMap::kAbsent) continue;
    const std::uint32_t levels = levels_to(scopes_.scopes[s].function);
    if (levels == kAbsent) return {};
    return {local_at(levels, local & (kFromParameter - 1)), (local & kFromParameter) != 0};
  }
  return {};
}

Operand Lowering::this_operand() {
  std::uint32_t f = function_;
  while ((file_.functions[f].flags & kArrow) != 0 && file_.functions[f].parent != kAbsent)
    f = file_.functions[f].parent;
  const std::uint32_t levels = levels_to(f);
  return levels == kAbsent ? kNothing : local_at(levels, kThis);
}

void Lowering::function_body(std::uint32_t id, Node node) {
  function_ = id;
  scope_ = scopes_.of_node[node] == kAbsent ? 0 : scopes_.of_node[node];
  const auto code_begin = static_cast<std::uint32_t>(file_.code.size());
  if (id == 0) {
    statements(node);
  } else {
    Node maker = node;  // where parameters and body stand
    if (type(node) == Syntax::class_declaration || type(node) == Syntax::class_expression) {
      const Node body = child_of(node, Role::body);
      const std::uint32_t outer = scope_;
      if (body != kAbsent) {
        for (Node i = body + 1; i < script_.nodes[body].last; i = script_.nodes[i].last) {
          if (type(i) != Syntax::field_definition || (script_.nodes[i].flags & program::kStatic) != 0) continue;
          scope_ = scopes_.of_node[i] == kAbsent ? outer : scopes_.of_node[i];
          const Node value = child_of(i, Role::value);
          Node name = child_of(i, Role::property);
          if (name == kAbsent) name = child_of(i, Role::name);
          if (name == kAbsent || value == kAbsent) continue;
          name_function(value, atom(name));
          store(local_at(0, kThis), key_of(name), expression(value), i);
        }
      }
      maker = constructor_of(script_, node);
      scope_ = maker == kAbsent || scopes_.of_node[maker] == kAbsent ? outer : scopes_.of_node[maker];
    }
    if (maker != kAbsent) {
      // Parameters that are patterns or have defaults.
      std::vector<Node> list;
      if (const Node single = child_of(maker, Role::parameter); single != kAbsent) {
        list.push_back(single);
      } else if (const Node all = child_of(maker, Role::parameters); all != kAbsent) {
        for (Node i = all + 1; i < script_.nodes[all].last; i = script_.nodes[i].last) {
          if (type(i) == Syntax::decorator) continue;
          if (type(i) == Syntax::parameter && first(i) != kAbsent && type(first(i)) == Syntax::this_expression)
            continue;
          list.push_back(i);
        }
      }
      const std::uint32_t count =
          std::min<std::uint32_t>(static_cast<std::uint32_t>(list.size()), file_.functions[id].parameters);
      for (std::uint32_t k = 0; k < count; ++k) {
        const Operand incoming = local_at(0, kFirstParameter + k);
        Node p = list[k];
        if (type(p) == Syntax::parameter) {
          if (const Node value = child_of(p, Role::value); value != kAbsent)
            emit(Op::copy, incoming, expression(value), kNothing, 0, script_.nodes[value].begin);
          const Node inner = child_of(p, Role::pattern);
          p = inner == kAbsent ? first(p) : inner;
          if (p == kAbsent) continue;
          if (script_.slice(list[k]).starts_with("private ") || script_.slice(list[k]).starts_with("public ") ||
              script_.slice(list[k]).starts_with("readonly ") || script_.slice(list[k]).starts_with("protected ")) {
            if (type(p) == Syntax::identifier)  // TypeScript: a parameter that is a field too
              emit(Op::store, kNothing, local_at(0, kThis), incoming, atom(p), script_.nodes[p].begin);
          }
        }
        if (type(p) == Syntax::assignment_pattern) {
          if (const Node value = child_of(p, Role::right); value != kAbsent)
            emit(Op::copy, incoming, expression(value), kNothing, 0, script_.nodes[value].begin);
          p = child_of(p, Role::left);
          if (p == kAbsent) continue;
        }
        if (type(p) == Syntax::rest_pattern) {
          p = first(p);
          if (p == kAbsent) continue;
        }
        if (type(p) != Syntax::identifier) assign(p, incoming);
      }
      const Node body = child_of(maker, Role::body);
      if (body != kAbsent) {
        if (type(body) == Syntax::block) {
          if (scopes_.of_node[body] != kAbsent) scope_ = scopes_.of_node[body];
          statements(body);
        } else {
          const Operand value = expression(body);
          emit(Op::copy, local_at(0, kReturn), value, kNothing, 0, script_.nodes[body].begin);
        }
      }
    }
  }
  file_.functions[id].code_begin = code_begin;
  file_.functions[id].code_end = static_cast<std::uint32_t>(file_.code.size());
}

void Lowering::statements(Node node) {
  for (Node i = node + 1; i < script_.nodes[node].last; i = script_.nodes[i].last) statement(i);
}

void Lowering::statement(Node node) {
  const std::uint32_t outer = scope_;
  if (scopes_.of_node[node] != kAbsent && scopes_.function_of[node] == kAbsent) scope_ = scopes_.of_node[node];
  switch (type(node)) {
    case Syntax::variable_declaration:
    case Syntax::lexical_declaration:
      declaration(node);
      break;
    case Syntax::function_declaration:
    case Syntax::class_declaration:
      scope_ = outer;
      expression(node);
      break;
    case Syntax::if_statement:
      branch(node);
      break;
    case Syntax::for_in_statement:
      loop_over(node);
      break;
    case Syntax::while_statement:
    case Syntax::do_statement:
      if (const Node condition = child_of(node, Role::condition); condition != kAbsent) test(condition);
      if (const Node body = child_of(node, Role::body); body != kAbsent) statement(body);
      break;
    case Syntax::return_statement: {
      const Node value = first(node);
      if (value == kAbsent) break;
      emit(Op::copy, local_at(0, kReturn), expression(value), kNothing, 0, script_.nodes[value].begin);
      break;
    }
    case Syntax::catch_clause:
      if (const Node body = child_of(node, Role::body); body != kAbsent) statement(body);
      break;
    case Syntax::import_statement:
      import_statement(node);
      break;
    case Syntax::export_statement:
      export_statement(node);
      break;
    case Syntax::enum_declaration:
      enumeration(node);
      break;
    case Syntax::namespace_block:
      if (const Node body = child_of(node, Role::body); body != kAbsent) statement(body);
      break;
    case Syntax::import_alias:
    case Syntax::jump_statement:
    case Syntax::empty_statement:
      break;
    case Syntax::error:
    case Syntax::unknown:
    case Syntax::program:
    case Syntax::block:
    case Syntax::else_clause:
    case Syntax::expression_statement:
    case Syntax::for_statement:
    case Syntax::throw_statement:
    case Syntax::try_statement:
    case Syntax::finally_clause:
    case Syntax::switch_statement:
    case Syntax::switch_body:
    case Syntax::switch_case:
    case Syntax::switch_default:
    case Syntax::labeled_statement:
    case Syntax::class_static_block:
    case Syntax::with_statement:
      statements(node);
      break;
    default:
      expression(node);
      break;
  }
  scope_ = outer;
}

void Lowering::declaration(Node node) {
  for (Node i = node + 1; i < script_.nodes[node].last; i = script_.nodes[i].last) {
    if (type(i) != Syntax::variable_declarator) continue;
    const Node name = child_of(i, Role::name);
    const Node value = child_of(i, Role::value);
    if (name == kAbsent || value == kAbsent) continue;
    if (type(name) == Syntax::identifier) name_function(value, atom(name));
    assign(name, expression(value));
  }
}

void Lowering::loop_over(Node node) {
  const Node left = child_of(node, Role::left), right = child_of(node, Role::right), body = child_of(node, Role::body);
  if (left != kAbsent && right != kAbsent) {
    const Operand from = expression(right);
    const Operand each = temporary();
    const Op op = (script_.nodes[node].flags & program::kOf) != 0 ? Op::element : Op::keys;
    emit(op, each, from, kNothing, 0, script_.nodes[left].begin);
    assign(left, each);
  }
  if (body != kAbsent) statement(body);
}

void Lowering::branch(Node node) {
  const Node condition = child_of(node, Role::condition);
  bool never = false;
  if (condition != kAbsent) {
    never = type(condition) == Syntax::literal_false;
    test(condition);
  }
  if (const Node then = child_of(node, Role::consequence); then != kAbsent && !never) statement(then);
  if (const Node other = child_of(node, Role::alternative); other != kAbsent) statement(other);
}

void Lowering::enumeration(Node node) {
  const Node name = child_of(node, Role::name), body = child_of(node, Role::body);
  if (name == kAbsent || body == kAbsent) return;
  const Operand object = temporary();
  emit(Op::object, object, kNothing, kNothing, 0, script_.nodes[node].begin);
  for (Node i = body + 1; i < script_.nodes[body].last; i = script_.nodes[i].last) {
    if (type(i) != Syntax::enum_assignment) continue;
    const Node key = child_of(i, Role::name), value = child_of(i, Role::value);
    if (key != kAbsent && value != kAbsent) store(object, key_of(key), expression(value), i);
  }
  assign(name, object);
  if (function_ == 0)  // an exported enumeration is a declaration of `export`; harmless when it is not
    emit(Op::store, kNothing, local_at(0, kThis), object, atom(name), script_.nodes[name].begin).flags = kPrivateStore;
}

void Lowering::request(Operand specifier) {
  if (tag_of(specifier) != kTextTag) return;
  const Atom wanted = index_of(specifier);
  if (std::find(file_.requests.begin(), file_.requests.end(), wanted) == file_.requests.end())
    file_.requests.push_back(wanted);
}

void Lowering::import_statement(Node node) {
  file_.es_module = true;
  const ScriptNode& n = script_.nodes[node];
  if ((n.flags & program::kTypeOnly) != 0) return;
  Node source = child_of(node, Role::source);
  for (Node i = node + 1; source == kAbsent && i < n.last; ++i) {
    if (type(i) != Syntax::import_require) continue;  // import x = require("y")
    source = child_of(i, Role::source);
    if (source == kAbsent || first(i) == kAbsent) return;
    const Operand from = text_operand(intern(program::string_value(script_, source)));
    request(from);
    const Operand value = temporary();
    emit(Op::require, value, from, kNothing, 0, n.begin);
    assign(first(i), value);
    return;
  }
  if (source == kAbsent) return;
  const Operand from = text_operand(intern(program::string_value(script_, source)));
  request(from);
  bool any = false;
  const auto bring = [&](Node name, Atom exported) {
    const Found local = find(atom(name));
    if (local.operand == kNothing) return;
    emit(Op::import, local.operand, kNothing, from, exported, script_.nodes[name].begin);
    any = true;
  };
  for (Node i = node + 1; i < n.last; ++i) {
    if (type(i) == Syntax::import_specifier) {
      const Node name = child_of(i, Role::name), alias = child_of(i, Role::alias);
      if (name != kAbsent && (script_.nodes[i].flags & program::kTypeOnly) == 0) {
        const Atom exported = type(name) == Syntax::string ? intern(program::string_value(script_, name)) : atom(name);
        bring(alias == kAbsent ? name : alias, exported);
      }
      i = script_.nodes[i].last - 1;
    } else if (type(i) == Syntax::namespace_import) {
      if (first(i) != kAbsent) bring(first(i), intern("*"));
      i = script_.nodes[i].last - 1;
    } else if (type(i) == Syntax::identifier) {
      bring(i, intern("default"));
    }
  }
  if (!any) emit(Op::require, temporary(), from, kNothing, 0, n.begin);
}

void Lowering::export_declared(Node node) {
  const auto put = [&](Node name) {
    const Found local = find(atom(name));
    if (local.operand != kNothing)
      emit(Op::store, kNothing, local_at(0, kThis), local.operand, atom(name), script_.nodes[name].begin);
  };
  switch (type(node)) {
    case Syntax::function_declaration:
    case Syntax::class_declaration:
      if (const Node name = child_of(node, Role::name); name != kAbsent) put(name);
      break;
    case Syntax::variable_declaration:
    case Syntax::lexical_declaration:
      for (Node i = node + 1; i < script_.nodes[node].last; i = script_.nodes[i].last) {
        const Node name = child_of(i, Role::name);
        if (name == kAbsent) continue;
        // Every name that the pattern binds; values and keys inside are no bindings of their own.
        for (Node k = name; k < script_.nodes[name].last; ++k)
          if (type(k) == Syntax::identifier || type(k) == Syntax::shorthand_pattern) put(k);
      }
      break;
    default:
      break;
  }
}

void Lowering::export_statement(Node node) {
  file_.es_module = true;
  const ScriptNode& n = script_.nodes[node];
  if ((n.flags & program::kTypeOnly) != 0) return;
  const Node source = child_of(node, Role::source);
  Operand from = kNothing;
  if (source != kAbsent) {
    from = text_operand(intern(program::string_value(script_, source)));
    request(from);
  }
  const Operand exports = local_at(0, kThis);
  if (const Node declared = child_of(node, Role::declaration); declared != kAbsent) {
    if ((n.flags & program::kDefault) != 0) {
      emit(Op::store, kNothing, exports, expression(declared), intern("default"), n.begin);
    } else {
      statement(declared);
      export_declared(declared);
    }
    return;
  }
  if (const Node value = child_of(node, Role::value); value != kAbsent) {
    name_function(value, intern("default"));
    emit(Op::store, kNothing, exports, expression(value), intern("default"), script_.nodes[value].begin);
    return;
  }
  if ((n.flags & program::kStarExport) != 0 && from != kNothing) {
    const Operand all = temporary();
    emit(Op::import, all, kNothing, from, intern("*"), n.begin);
    emit(Op::spread, kNothing, exports, all, 0, n.begin);
    return;
  }
  for (Node i = node + 1; i < n.last; ++i) {
    if (type(i) == Syntax::namespace_export && from != kNothing && first(i) != kAbsent) {
      const Operand all = temporary();
      emit(Op::import, all, kNothing, from, intern("*"), n.begin);
      emit(Op::store, kNothing, exports, all, atom(first(i)), n.begin);
    }
    if (type(i) != Syntax::export_specifier || (script_.nodes[i].flags & program::kTypeOnly) != 0) continue;
    const Node name = child_of(i, Role::name), alias = child_of(i, Role::alias);
    if (name == kAbsent) continue;
    Operand value = kNothing;
    if (from != kNothing) {
      value = temporary();
      emit(Op::import, value, kNothing, from, atom(name), script_.nodes[name].begin);
    } else {
      value = find(atom(name)).operand;
    }
    if (value != kNothing)
      emit(Op::store, kNothing, exports, value, atom(alias == kAbsent ? name : alias), script_.nodes[i].begin);
  }
}

}  // namespace qiyue::scan
