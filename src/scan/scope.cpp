#include "scan/scope.h"

namespace qiyue::scan {

using program::Role;
using program::Script;
using program::ScriptNode;
using program::Syntax;

std::uint32_t first_child(const Script& script, std::uint32_t node) {
  return node + 1 < script.nodes[node].last ? node + 1 : kAbsent;
}

std::uint32_t child(const Script& script, std::uint32_t node, Role role) {
  const std::uint32_t last = script.nodes[node].last;
  for (std::uint32_t i = node + 1; i < last; i = script.nodes[i].last)
    if (script.nodes[i].role == role) return i;
  return kAbsent;
}

std::uint32_t constructor_of(const Script& script, std::uint32_t class_node) {
  const std::uint32_t body = child(script, class_node, Role::body);
  if (body == kAbsent) return kAbsent;
  for (std::uint32_t i = body + 1; i < script.nodes[body].last; i = script.nodes[i].last) {
    if (script.nodes[i].type != Syntax::method_definition || (script.nodes[i].flags & program::kStatic) != 0) continue;
    const std::uint32_t name = child(script, i, Role::name);
    if (name != kAbsent && script.slice(name) == "constructor" && child(script, i, Role::body) != kAbsent) return i;
  }
  return kAbsent;
}

namespace {

class NameFinder {
 public:
  NameFinder(const Script& script, FileIr& file) : script_(script), file_(file) {
    out_.of_node.assign(script.nodes.size(), kAbsent);
    out_.function_of.assign(script.nodes.size(), kAbsent);
  }

  Scopes run() {
    FunctionIr module;
    module.end = static_cast<std::uint32_t>(script_.text.size());
    file_.functions.push_back(module);
    out_.scopes.push_back({kAbsent, 0});
    open_.push_back({static_cast<std::uint32_t>(script_.nodes.size()), 0});
    for (std::uint32_t i = 0; i < script_.nodes.size(); ++i) {
      while (open_.back().last <= i) open_.pop_back();
      visit(i);
    }
    return std::move(out_);
  }

 private:
  struct Open {
    std::uint32_t last;
    std::uint32_t scope;
  };

  [[nodiscard]] std::uint32_t scope() const { return open_.back().scope; }
  [[nodiscard]] std::uint32_t function() const { return out_.scopes[scope()].function; }
  [[nodiscard]] std::uint32_t function_scope() const {  // where `var` goes
    std::uint32_t s = scope();
    while (out_.scopes[s].parent != kAbsent && out_.scopes[out_.scopes[s].parent].function == out_.scopes[s].function &&
           !own_scope(s)) {
      s = out_.scopes[s].parent;
    }
    return s;
  }
  [[nodiscard]] bool own_scope(std::uint32_t s) const { return s < is_function_.size() && is_function_[s]; }

  std::uint32_t open(std::uint32_t node, std::uint32_t parent, std::uint32_t function_id, bool function_body) {
    const auto s = static_cast<std::uint32_t>(out_.scopes.size());
    out_.scopes.push_back({parent, function_id});
    is_function_.resize(s + 1, false);
    is_function_[s] = function_body;
    if (node != kAbsent) {
      out_.of_node[node] = s;
      open_.push_back({script_.nodes[node].last, s});
    }
    return s;
  }

  void bind(std::uint32_t where, std::uint32_t name, std::uint32_t mark = 0) {
    const Atom atom = file_.atoms.intern(script_.slice(name));
    const std::uint64_t key = pair_key(where, atom);
    if (out_.bindings.find(key) != FlatMap::kAbsent) return;
    FunctionIr& owner = file_.functions[out_.scopes[where].function];
    if (owner.locals >= kFromParameter) return;
    out_.bindings.find_or_insert(key, owner.locals++ | mark);
  }

  // Every name bound by a pattern. The walk keeps its own stack.
  void bind_pattern(std::uint32_t where, std::uint32_t pattern, std::uint32_t mark = 0) {
    std::vector<std::uint32_t> todo{pattern};
    while (!todo.empty()) {
      const std::uint32_t node = todo.back();
      todo.pop_back();
      const ScriptNode& n = script_.nodes[node];
      switch (n.type) {
        case Syntax::identifier:
        case Syntax::shorthand_pattern:
          bind(where, node, mark);
          break;
        case Syntax::object_pattern:
        case Syntax::array_pattern:
        case Syntax::rest_pattern: {
          std::vector<std::uint32_t> children;
          for (std::uint32_t i = node + 1; i < n.last; i = script_.nodes[i].last) children.push_back(i);
          todo.insert(todo.end(), children.rbegin(), children.rend());
          break;
        }
        case Syntax::pair_pattern:
          if (const std::uint32_t value = child(script_, node, Role::value); value != kAbsent) todo.push_back(value);
          break;
        case Syntax::assignment_pattern:
        case Syntax::object_assignment_pattern:
          if (const std::uint32_t left = child(script_, node, Role::left); left != kAbsent) todo.push_back(left);
          break;
        case Syntax::parameter:
          if (const std::uint32_t inner = child(script_, node, Role::pattern); inner != kAbsent) {
            todo.push_back(inner);
          } else if (const std::uint32_t first = first_child(script_, node); first != kAbsent) {
            todo.push_back(first);
          }
          break;
        default:
          break;
      }
    }
  }

  void bind_parameter(std::uint32_t s, std::uint32_t function_id, std::uint32_t node, std::uint32_t index) {
    // A plain name stands for the incoming local itself.
    std::uint32_t name = node;
    if (script_.nodes[name].type == Syntax::parameter) {
      name = child(script_, node, Role::pattern);
      if (name == kAbsent) name = first_child(script_, node);
      if (name == kAbsent) return;
    }
    if (script_.nodes[name].type == Syntax::assignment_pattern) name = child(script_, name, Role::left);
    if (name == kAbsent) return;
    if (script_.nodes[name].type == Syntax::rest_pattern) {
      file_.functions[function_id].flags |= kRestParameter;
      name = first_child(script_, name);
      if (name == kAbsent) return;
    }
    if (script_.nodes[name].type == Syntax::identifier) {
      out_.bindings.find_or_insert(pair_key(s, file_.atoms.intern(script_.slice(name))),
                                   (kFirstParameter + index) | kFromParameter);
    } else {
      bind_pattern(s, name, kFromParameter);
    }
  }

  void bind_parameters(std::uint32_t node, std::uint32_t s, std::uint32_t function_id) {
    std::vector<std::uint32_t> list;
    if (const std::uint32_t single = child(script_, node, Role::parameter); single != kAbsent) {
      list.push_back(single);
    } else if (const std::uint32_t all = child(script_, node, Role::parameters); all != kAbsent) {
      for (std::uint32_t i = all + 1; i < script_.nodes[all].last; i = script_.nodes[i].last) {
        if (script_.nodes[i].type == Syntax::decorator) continue;
        if (script_.nodes[i].type == Syntax::parameter && script_.slice(i).starts_with("this")) {
          const std::uint32_t inner = first_child(script_, i);
          if (inner != kAbsent && script_.nodes[inner].type == Syntax::this_expression) continue;
        }
        list.push_back(i);
      }
    }
    FunctionIr& f = file_.functions[function_id];
    f.parameters = static_cast<std::uint16_t>(std::min<std::size_t>(list.size(), 200));
    f.locals = kFirstParameter + f.parameters;
    for (std::uint32_t i = 0; i < f.parameters; ++i) bind_parameter(s, function_id, list[i], i);
  }

  std::uint32_t add_function(std::uint32_t node, std::uint32_t parent) {
    const ScriptNode& n = script_.nodes[node];
    FunctionIr f;
    f.parent = parent;
    f.begin = n.begin;
    f.end = n.end;
    if (n.type == Syntax::arrow_function) f.flags |= kArrow;
    if (n.type == Syntax::method_definition) f.flags |= kMethod;
    if ((n.flags & program::kAsync) != 0) f.flags |= kAsyncFunction;
    if ((n.flags & program::kGenerator) != 0) f.flags |= kGeneratorFunction;
    if ((n.flags & program::kGetter) != 0) f.flags |= kAccessor;
    const auto id = static_cast<std::uint32_t>(file_.functions.size());
    file_.functions.push_back(f);
    out_.function_of[node] = id;
    return id;
  }

  void visit_function(std::uint32_t node) {
    const ScriptNode& n = script_.nodes[node];
    std::uint32_t parent_scope = scope();
    if (n.type == Syntax::function_declaration) {
      if (const std::uint32_t name = child(script_, node, Role::name); name != kAbsent) bind(function_scope(), name);
    } else if (n.type == Syntax::function_expression) {
      if (const std::uint32_t name = child(script_, node, Role::name); name != kAbsent) {
        parent_scope = open(kAbsent, parent_scope, function(), false);
        bind(parent_scope, name);
      }
    }
    const std::uint32_t id = add_function(node, out_.scopes[parent_scope].function);
    if (const std::uint32_t name = child(script_, node, Role::name);
        name != kAbsent && script_.nodes[name].type != Syntax::computed_name) {
      file_.functions[id].name = file_.atoms.intern(script_.slice(name));
    }
    const std::uint32_t s = open(node, parent_scope, id, true);
    bind_parameters(node, s, id);
  }

  void visit_class(std::uint32_t node) {
    const std::uint32_t name = child(script_, node, Role::name);
    if (name != kAbsent && script_.nodes[node].type == Syntax::class_declaration) bind(scope(), name);
    const std::uint32_t outer = open(node, scope(), function(), false);
    if (name != kAbsent) bind(outer, name);
    const std::uint32_t id = add_function(node, out_.scopes[outer].function);
    if (name != kAbsent) file_.functions[id].name = file_.atoms.intern(script_.slice(name));
    const std::uint32_t maker = constructor_of(script_, node);
    if (maker != kAbsent) constructors_.push_back({maker, id});
    const std::uint32_t body = child(script_, node, Role::body);
    if (body == kAbsent) return;
    // Initialisers of fields run inside the constructor.
    for (std::uint32_t i = body + 1; i < script_.nodes[body].last; i = script_.nodes[i].last)
      if (script_.nodes[i].type == Syntax::field_definition && (script_.nodes[i].flags & program::kStatic) == 0)
        fields_.push_back({i, id});
  }

  struct Pair {
    std::uint32_t node, function;
  };
  static std::uint32_t look_up(std::vector<Pair>& pairs, std::uint32_t node) {
    for (auto it = pairs.rbegin(); it != pairs.rend(); ++it) {
      if (it->node != node) continue;
      const std::uint32_t found = it->function;
      pairs.erase(std::next(it).base());
      return found;
    }
    return kAbsent;
  }

  void visit(std::uint32_t node) {
    const ScriptNode& n = script_.nodes[node];
    switch (n.type) {
      case Syntax::method_definition:
        if (const std::uint32_t id = look_up(constructors_, node); id != kAbsent) {
          out_.function_of[node] = id;
          const std::uint32_t s = open(node, scope(), id, true);
          bind_parameters(node, s, id);
          break;
        }
        visit_function(node);
        break;
      case Syntax::function_declaration:
      case Syntax::function_expression:
      case Syntax::arrow_function:
        visit_function(node);
        break;
      case Syntax::class_declaration:
      case Syntax::class_expression:
        visit_class(node);
        break;
      case Syntax::field_definition:
        if (const std::uint32_t id = look_up(fields_, node); id != kAbsent) open(node, scope(), id, true);
        break;
      case Syntax::block:
      case Syntax::for_statement:
      case Syntax::for_in_statement:
      case Syntax::switch_body:
        open(node, scope(), function(), false);
        break;
      case Syntax::catch_clause: {
        const std::uint32_t s = open(node, scope(), function(), false);
        if (const std::uint32_t p = child(script_, node, Role::parameter); p != kAbsent) bind_pattern(s, p);
        break;
      }
      default:
        visit_declaration(node, n);
        break;
    }
    if (n.type == Syntax::for_in_statement) {
      const std::uint32_t left = child(script_, node, Role::left);
      if (left != kAbsent && is_declared_loop(node, left)) bind_pattern(scope(), left);
    }
  }

  // `for (const x of …)` has no declaration node of its own: the word stands between the bracket and the name.
  [[nodiscard]] bool is_declared_loop(std::uint32_t node, std::uint32_t left) const {
    const std::string_view head =
        script_.text.substr(script_.nodes[node].begin, script_.nodes[left].begin - script_.nodes[node].begin);
    return head.find("var ") != std::string_view::npos || head.find("let ") != std::string_view::npos ||
           head.find("const ") != std::string_view::npos || head.ends_with("var") || head.ends_with("let") ||
           head.ends_with("const");
  }

  void visit_declaration(std::uint32_t node, const ScriptNode& n) {
    switch (n.type) {
      case Syntax::variable_declaration:
      case Syntax::lexical_declaration: {
        const std::uint32_t where = n.type == Syntax::variable_declaration ? function_scope() : scope();
        for (std::uint32_t i = node + 1; i < n.last; i = script_.nodes[i].last) {
          const std::uint32_t name = child(script_, i, Role::name);
          if (name != kAbsent) bind_pattern(where, name);
        }
        break;
      }
      case Syntax::enum_declaration:
      case Syntax::namespace_block:
        if (const std::uint32_t name = child(script_, node, Role::name); name != kAbsent) bind(scope(), name);
        break;
      case Syntax::import_statement: {
        if ((n.flags & program::kTypeOnly) != 0) break;
        for (std::uint32_t i = node + 1; i < n.last; ++i) {
          const ScriptNode& inner = script_.nodes[i];
          if (inner.type == Syntax::import_specifier) {
            std::uint32_t name = child(script_, i, Role::alias);
            if (name == kAbsent) name = child(script_, i, Role::name);
            if (name != kAbsent && (inner.flags & program::kTypeOnly) == 0) bind(0, name);
            i = inner.last - 1;
          } else if (inner.type == Syntax::identifier) {
            bind(0, i);
          }
        }
        break;
      }
      case Syntax::import_alias:
        if (const std::uint32_t name = first_child(script_, node); name != kAbsent) bind(scope(), name);
        break;
      default:
        break;
    }
  }

  const Script& script_;
  FileIr& file_;
  Scopes out_;
  std::vector<Open> open_;
  std::vector<bool> is_function_{true};
  std::vector<Pair> constructors_, fields_;
};

}  // namespace

Scopes find_scopes(const Script& script, FileIr& file) { return NameFinder(script, file).run(); }

}  // namespace qiyue::scan
