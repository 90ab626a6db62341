#include <algorithm>

#include "scan/lowering.h"

namespace qiyue::scan {

using program::Role;
using program::Syntax;

namespace {

bool is_constant(Operand operand) {
  return operand != kNothing && (tag_of(operand) == kTextTag || tag_of(operand) == kNumberTag);
}

}  // namespace

Operand Lowering::function_value(Node node) {
  const std::uint32_t id = scopes_.function_of[node];
  if (id == kAbsent) return kNothing;
  const Operand dst = temporary();
  emit(Op::function, dst, kNothing, kNothing, id, script_.nodes[node].begin);
  pending_.push_back({id, node});
  if (supers_[id].function == kAbsent) supers_[id] = supers_[function_];
  return dst;
}

void Lowering::name_function(Node value, Atom name) {
  if (type(value) == Syntax::assignment) {  // a = b = function …
    const Node right = child_of(value, Role::right);
    if (right == kAbsent) return;
    value = right;
  }
  const std::uint32_t id = scopes_.function_of[value];
  if (id != kAbsent && file_.functions[id].name == 0) file_.functions[id].name = name;
}

Operand Lowering::name_value(Node node) {
  const Atom name = atom(node);
  const Found local = find(name);
  if (local.operand != kNothing) return local.operand;
  const std::string_view text = script_.slice(node);
  if (text == "undefined") return word_operand(Word::undefined);
  const std::uint32_t to_module = levels_to(0);
  if (to_module != kAbsent) {
    if (text == "exports") return local_at(to_module, kThis);
    if (text == "module") return local_at(to_module, kArguments);
  }
  if (text == "arguments") {
    std::uint32_t f = function_;
    while ((file_.functions[f].flags & kArrow) != 0 && file_.functions[f].parent != kAbsent)
      f = file_.functions[f].parent;
    if (const std::uint32_t levels = levels_to(f); levels != kAbsent && f != 0) {
      file_.functions[f].flags |= kUsesArguments;
      return local_at(levels, kArguments);
    }
  }
  const Operand dst = temporary();
  emit(Op::global, dst, kNothing, kNothing, name, script_.nodes[node].begin);
  return dst;
}

Operand Lowering::derive(Node node, const std::vector<Operand>& from) {
  std::vector<Operand> parts;
  for (const Operand operand : from)
    if (operand != kNothing && is_local(operand)) parts.push_back(operand);
  const Operand dst = temporary();
  if (!parts.empty()) emit_with(Op::derive, dst, kNothing, kNothing, 0, script_.nodes[node].begin, parts);
  return dst;
}

Operand Lowering::concat(Node node, Operand left, Operand right) {
  if (left == kNothing) return right;
  if (right == kNothing) return left;
  if (is_constant(left) && is_constant(right) && (tag_of(left) == kTextTag || tag_of(right) == kTextTag)) {
    const std::string joined =
        std::string(file_.atoms.text(index_of(left))) + std::string(file_.atoms.text(index_of(right)));
    if (joined.size() < 4096) return text_operand(intern(joined));
  }
  const Operand dst = temporary();
  emit_with(Op::concat, dst, kNothing, kNothing, 0, script_.nodes[node].begin, {left, right});
  return dst;
}

Operand Lowering::template_text(Node node) {
  std::vector<Operand> parts;
  std::string text;
  const auto flush = [&] {
    if (!text.empty()) parts.push_back(text_operand(intern(text)));
    text.clear();
  };
  for (Node i = node + 1; i < script_.nodes[node].last; i = script_.nodes[i].last) {
    if (type(i) == Syntax::template_text) {
      text += program::string_value(script_, i);
    } else if (type(i) == Syntax::template_substitution && first(i) != kAbsent) {
      const Operand value = expression(first(i));
      if (is_constant(value)) {
        text += file_.atoms.text(index_of(value));
      } else if (value != kNothing) {
        flush();
        parts.push_back(value);
      }
    }
  }
  if (parts.empty()) return text_operand(intern(text));
  flush();
  if (parts.size() == 1) return parts[0];  // `${key}` is what key holds
  const Operand dst = temporary();
  emit_with(Op::concat, dst, kNothing, kNothing, 0, script_.nodes[node].begin, parts);
  return dst;
}

Operand Lowering::super_value() {
  std::uint32_t f = function_;
  while (f != kAbsent && supers_[f].function == kAbsent) f = file_.functions[f].parent;
  if (f == kAbsent) return kNothing;
  const std::uint32_t levels = levels_to(supers_[f].function);
  return levels == kAbsent ? kNothing : local_at(levels, supers_[f].local);
}

Operand Lowering::member(Node node) {
  const Node object = child_of(node, Role::object), property = child_of(node, Role::property);
  if (object == kAbsent || property == kAbsent) return kNothing;
  Operand base = kNothing;
  if (type(object) == Syntax::super_expression) {
    base = super_value();
    if (base == kNothing) return kNothing;
    const Operand prototype = temporary();
    emit(Op::load, prototype, base, kNothing, intern("prototype"), script_.nodes[object].begin);
    base = prototype;
  } else {
    base = expression(object);
  }
  if (base == kNothing) return kNothing;
  const Operand dst = temporary();
  emit(Op::load, dst, base, kNothing, atom(property), script_.nodes[property].begin);
  return dst;
}

Operand Lowering::subscript(Node node) {
  const Node object = child_of(node, Role::object), index = child_of(node, Role::index);
  if (object == kAbsent || index == kAbsent) return kNothing;
  const Operand base = expression(object);
  const Operand key = expression(index);
  if (base == kNothing) return kNothing;
  const Operand dst = temporary();
  if (is_constant(key)) {
    emit(Op::load, dst, base, kNothing, index_of(key), script_.nodes[index].begin);
  } else {
    emit(Op::load_at, dst, base, key, 0, script_.nodes[index].begin).flags = is_parameter(index) ? kKeyIsParameter : 0;
  }
  return dst;
}

void Lowering::test(Node node) {
  switch (type(node)) {
    case Syntax::binary:
    case Syntax::unary: {
      const std::uint16_t flags = script_.nodes[node].flags;
      if ((flags & (program::kLogical | program::kComparison | program::kNot | program::kTypeof)) == 0) break;
      for (Node i = node + 1; i < script_.nodes[node].last; i = script_.nodes[i].last) test(i);
      return;
    }
    case Syntax::sequence:
      for (Node i = node + 1; i < script_.nodes[node].last; i = script_.nodes[i].last) test(i);
      return;
    case Syntax::member:
    case Syntax::subscript: {
      expression(node);
      // The load made last is the one of this very member.
      if (!file_.code.empty() && (file_.code.back().op == Op::load || file_.code.back().op == Op::load_at))
        file_.code.back().flags |= kOnlyTested;
      return;
    }
    default:
      break;
  }
  expression(node);
}

Operand Lowering::binary(Node node) {
  const Node left = child_of(node, Role::left), right = child_of(node, Role::right);
  if (left == kAbsent || right == kAbsent) return kNothing;
  const std::uint16_t flags = script_.nodes[node].flags;
  if ((flags & program::kLogical) != 0) {
    if ((flags & program::kAnd) != 0) {
      test(left);
      return expression(right);
    }
    const Operand dst = temporary();
    if (const Operand value = expression(left); value != kNothing)
      emit(Op::copy, dst, value, kNothing, 0, script_.nodes[left].begin);
    if (const Operand value = expression(right); value != kNothing)
      emit(Op::copy, dst, value, kNothing, 0, script_.nodes[right].begin);
    return dst;
  }
  if ((flags & program::kComparison) != 0) {
    test(left);
    test(right);
    return kNothing;
  }
  // A long sum is a left-deep tree; the depth of the tree bounds the recursion.
  const Operand a = expression(left);
  const Operand b = expression(right);
  if ((flags & program::kPlus) != 0) return concat(node, a, b);
  return derive(node, {a, b});
}

bool Lowering::is_parameter(Node node) {
  while (node != kAbsent && (type(node) == Syntax::member || type(node) == Syntax::subscript))
    node = child_of(node, Role::object);
  return node != kAbsent && type(node) == Syntax::identifier && find(atom(node)).from_parameter;
}

void Lowering::arguments(Node node, std::vector<Operand>& out, std::uint8_t& flags) {
  const Node list = child_of(node, Role::arguments);
  if (list == kAbsent) return;
  if (type(list) == Syntax::template_string) {
    out.push_back(template_text(list));
    return;
  }
  for (Node i = list + 1; i < script_.nodes[list].last; i = script_.nodes[i].last) {
    if (type(i) == Syntax::spread) {
      const Operand from = optional_expression(first(i));
      if (from == kNothing) continue;
      if (script_.nodes[i].last == script_.nodes[list].last) {
        flags |= kSpreadArgument;
        out.push_back(from);
      } else {
        const Operand each = temporary();
        emit(Op::element, each, from, kNothing, 0, script_.nodes[i].begin);
        out.push_back(each);
      }
      continue;
    }
    const Operand value = expression(i);
    out.push_back(value == kNothing ? word_operand(Word::undefined) : value);
  }
}

Operand Lowering::call(Node node) {
  const Node callee = child_of(node, Role::function);
  if (callee == kAbsent) return kNothing;
  std::vector<Operand> args;
  std::uint8_t flags = 0;
  const auto finish = [&](Op op, Operand a, Operand b, std::uint32_t x, std::uint32_t offset) {
    arguments(node, args, flags);
    const Operand dst = temporary();
    emit_with(op, dst, a, b, x, offset, args).flags |= flags;
    return dst;
  };
  const auto module_call = [&](std::uint32_t offset) {
    arguments(node, args, flags);
    const Operand dst = temporary();
    if (args.empty()) return dst;
    request(args[0]);
    emit(Op::require, dst, args[0], kNothing, 0, offset);
    for (std::size_t i = 1; i < args.size(); ++i)  // require(path, callback) of the mini-program platforms
      emit_with(Op::call, temporary(), args[i], kNothing, 0, offset, {dst});
    return dst;
  };
  switch (type(callee)) {
    case Syntax::import_keyword:
      return module_call(script_.nodes[callee].begin);
    case Syntax::identifier:
      if (script_.slice(callee) == "require" && find(atom(callee)).operand == kNothing)
        return module_call(script_.nodes[callee].begin);
      break;
    case Syntax::super_expression: {
      const Operand parent = super_value();
      if (parent == kNothing) {
        arguments(node, args, flags);
        return kNothing;
      }
      finish(Op::call, parent, this_operand(), 0, script_.nodes[callee].begin);
      return kNothing;
    }
    case Syntax::member: {
      const Node object = child_of(callee, Role::object), property = child_of(callee, Role::property);
      if (object == kAbsent || property == kAbsent) break;
      if (type(object) == Syntax::super_expression) {
        const Operand method = member(callee);
        if (method == kNothing) break;
        return finish(Op::call, method, this_operand(), 0, script_.nodes[property].begin);
      }
      if (script_.slice(object) == "require" && script_.slice(property) == "async" &&
          find(atom(object)).operand == kNothing)
        return module_call(script_.nodes[property].begin);
      const Operand base = expression(object);
      if (base == kNothing) break;
      if (is_parameter(callee)) flags |= kCalleeIsParameter;
      return finish(Op::invoke, base, kNothing, atom(property), script_.nodes[property].begin);
    }
    case Syntax::subscript: {
      const Node object = child_of(callee, Role::object), index = child_of(callee, Role::index);
      if (object == kAbsent || index == kAbsent) break;
      const Operand base = expression(object);
      const Operand key = expression(index);
      if (base == kNothing) break;
      if (is_constant(key)) return finish(Op::invoke, base, kNothing, index_of(key), script_.nodes[index].begin);
      if (is_parameter(index)) flags |= kKeyIsParameter;
      return finish(Op::invoke_at, base, key, 0, script_.nodes[index].begin);
    }
    default:
      break;
  }
  const Operand target = expression(callee);
  if (is_parameter(callee)) flags |= kCalleeIsParameter;
  if (target == kNothing) {
    arguments(node, args, flags);
    return derive(node, args);
  }
  return finish(Op::call, target, kNothing, 0, script_.nodes[callee].begin);
}

Operand Lowering::construct(Node node) {
  const Node callee = child_of(node, Role::constructor);
  std::vector<Operand> args;
  std::uint8_t flags = 0;
  const Operand target = optional_expression(callee);
  arguments(node, args, flags);
  const Operand dst = temporary();
  if (target != kNothing)
    emit_with(Op::construct, dst, target, kNothing, 0, script_.nodes[node].begin, args).flags |= flags;
  return dst;
}

Operand Lowering::assignment(Node node) {
  const Node left = child_of(node, Role::left), right = child_of(node, Role::right);
  if (left == kAbsent || right == kAbsent) return kNothing;
  if (type(node) == Syntax::assignment) {
    if (type(left) == Syntax::identifier) name_function(right, atom(left));
    if (type(left) == Syntax::member)
      if (const Node property = child_of(left, Role::property); property != kAbsent)
        name_function(right, atom(property));
    const Operand value = expression(right);
    assign(left, value);
    return value;
  }
  const Operand old = expression(left);
  const Operand value = expression(right);
  const std::uint16_t flags = script_.nodes[node].flags;
  Operand result = kNothing;
  if ((flags & program::kLogical) != 0) {
    result = value;
  } else if ((flags & program::kPlus) != 0) {
    result = concat(node, old, value);
  } else {
    result = derive(node, {old, value});
  }
  assign(left, result);
  return result;
}

Operand Lowering::jsx(Node node) {
  const Node open = type(node) == Syntax::jsx_element ? child_of(node, Role::open_tag) : node;
  if (open == kAbsent) return kNothing;
  const Node tag = child_of(open, Role::name);
  const Operand props = temporary();
  emit(Op::object, props, kNothing, kNothing, 0, script_.nodes[open].begin);
  for (Node i = open + 1; i < script_.nodes[open].last; i = script_.nodes[i].last) {
    if (type(i) == Syntax::jsx_attribute) {
      const Node name = first(i);
      if (name == kAbsent) continue;
      const Node value = script_.nodes[name].last < script_.nodes[i].last ? script_.nodes[name].last : kAbsent;
      Operand operand = word_operand(Word::yes);
      if (value != kAbsent) {
        const Node inner = type(value) == Syntax::jsx_expression ? first(value) : value;
        if (inner == kAbsent) continue;
        operand = expression(inner);
      }
      if (operand != kNothing) emit(Op::store, kNothing, props, operand, atom(name), script_.nodes[i].begin);
    } else if (type(i) == Syntax::jsx_expression && first(i) != kAbsent) {
      const Node inner = first(i);
      const Operand from = type(inner) == Syntax::spread ? optional_expression(first(inner)) : expression(inner);
      if (from != kNothing) emit(Op::spread, kNothing, props, from, 0, script_.nodes[i].begin);
    }
  }
  std::vector<Operand> children;
  if (type(node) == Syntax::jsx_element) {
    for (Node i = node + 1; i < script_.nodes[node].last; i = script_.nodes[i].last) {
      if (type(i) == Syntax::jsx_opening || type(i) == Syntax::jsx_closing || type(i) == Syntax::jsx_text) continue;
      const Node inner = type(i) == Syntax::jsx_expression ? first(i) : i;
      if (inner == kAbsent) continue;
      if (const Operand value = expression(inner); value != kNothing && is_local(value)) children.push_back(value);
    }
  }
  Operand component = kNothing;
  if (tag != kAbsent) {
    if (type(tag) == Syntax::identifier && find(atom(tag)).operand == kNothing) {
      component = text_operand(atom(tag));
    } else {
      component = expression(tag);
    }
  }
  const Operand dst = temporary();
  emit_with(Op::jsx, dst, component, props, 0, script_.nodes[open].begin, children);
  return dst;
}

Operand Lowering::expression(Node node) {
  const std::uint32_t begin = script_.nodes[node].begin;
  switch (type(node)) {
    case Syntax::identifier:
    case Syntax::shorthand_property:
      return name_value(node);
    case Syntax::string:
      return text_operand(intern(program::string_value(script_, node)));
    case Syntax::number:
      return number_operand(atom(node));
    case Syntax::template_string:
      return template_text(node);
    case Syntax::literal_true:
      return word_operand(Word::yes);
    case Syntax::literal_false:
      return word_operand(Word::no);
    case Syntax::literal_null:
      return word_operand(Word::null);
    case Syntax::literal_undefined:
      return word_operand(Word::undefined);
    case Syntax::this_expression:
      return this_operand();
    case Syntax::super_expression:
      return super_value();
    case Syntax::object:
      return object(node);
    case Syntax::array:
      return array(node);
    case Syntax::function_expression:
    case Syntax::function_declaration: {
      const Operand value = function_value(node);
      const Node name = child_of(node, Role::name);
      if (name == kAbsent) return value;
      if (type(node) == Syntax::function_declaration) {
        assign(name, value);
      } else if (scopes_.of_node[node] != kAbsent) {  // its own name is bound around it
        const std::uint32_t outer = scope_;
        scope_ = scopes_.scopes[scopes_.of_node[node]].parent;
        assign(name, value);
        scope_ = outer;
      }
      return value;
    }
    case Syntax::arrow_function:
    case Syntax::method_definition:
      return function_value(node);
    case Syntax::class_declaration:
    case Syntax::class_expression:
      return class_value(node);
    case Syntax::member:
      return member(node);
    case Syntax::subscript:
      return subscript(node);
    case Syntax::call:
      return call(node);
    case Syntax::construct:
      return construct(node);
    case Syntax::assignment:
    case Syntax::augmented_assignment:
      return assignment(node);
    case Syntax::binary:
      return binary(node);
    case Syntax::conditional: {
      if (const Node condition = child_of(node, Role::condition); condition != kAbsent) test(condition);
      const Operand dst = temporary();
      for (const Role role : {Role::consequence, Role::alternative}) {
        const Operand value = optional_expression(child_of(node, role));
        if (value != kNothing) emit(Op::copy, dst, value, kNothing, 0, begin);
      }
      return dst;
    }
    case Syntax::unary: {
      const Node argument = child_of(node, Role::argument);
      if (argument == kAbsent) return kNothing;
      if ((script_.nodes[node].flags & (program::kNot | program::kTypeof)) != 0) {
        test(argument);
        return kNothing;
      }
      return derive(node, {expression(argument)});
    }
    case Syntax::update:
      return optional_expression(child_of(node, Role::argument));
    case Syntax::await_expression:
    case Syntax::yield_expression: {
      const Operand value = optional_expression(first(node));
      if (value == kNothing || !is_local(value)) return value;
      const Operand dst = temporary();
      emit(Op::settle, dst, value, kNothing, 0, begin);
      return dst;
    }
    case Syntax::sequence: {
      Operand value = kNothing;
      for (Node i = node + 1; i < script_.nodes[node].last; i = script_.nodes[i].last) value = expression(i);
      return value;
    }
    case Syntax::spread:
    case Syntax::jsx_expression:
    case Syntax::template_substitution:
    case Syntax::decorator:
      return optional_expression(first(node));
    case Syntax::jsx_element:
    case Syntax::jsx_self_closing:
      return jsx(node);
    case Syntax::regex:
    case Syntax::property_name:
    case Syntax::meta_property:
    case Syntax::jsx_text:
      return kNothing;
    default:
      statements(node);
      return kNothing;  // an unreadable passage: whatever stands inside still counts
  }
}

}  // namespace qiyue::scan
