// Objects, arrays, classes and patterns.
#include <algorithm>

#include "scan/lowering.h"

namespace qiyue::scan {

using program::Role;
using program::Syntax;

Lowering::Key Lowering::key_of(Node node) {
  Key key;
  switch (type(node)) {
    case Syntax::string:
      key.atom = intern(program::string_value(script_, node));
      return key;
    case Syntax::computed_name: {
      const Node inner = first(node);
      key.operand = optional_expression(inner);
      key.constant = key.operand != kNothing && (tag_of(key.operand) == kTextTag || tag_of(key.operand) == kNumberTag);
      if (key.constant) key.atom = index_of(key.operand);
      return key;
    }
    default:
      key.atom = atom(node);
      return key;
  }
}

void Lowering::store(Operand object, const Key& key, Operand value, Node where, std::uint8_t flags) {
  if (object == kNothing || value == kNothing) return;
  const std::uint32_t offset = script_.nodes[where].begin;
  if (key.constant) {
    emit(Op::store, kNothing, object, value, key.atom, offset).flags = flags;
  } else {
    emit_with(Op::store_at, kNothing, object, value, 0, offset, {key.operand}).flags = flags;
  }
}

Operand Lowering::load(Operand object, const Key& key, Node where) {
  const Operand dst = temporary();
  const std::uint32_t offset = script_.nodes[where].begin;
  if (key.constant) {
    emit(Op::load, dst, object, kNothing, key.atom, offset);
  } else {
    emit(Op::load_at, dst, object, key.operand, 0, offset);
  }
  return dst;
}

// Tables of plain data (regions, emoji, test data): after so many entries the rest says nothing new.
bool Lowering::is_plain_data(Node node) const {
  for (Node i = node; i < script_.nodes[node].last; ++i) {
    switch (type(i)) {
      case Syntax::object:
      case Syntax::array:
      case Syntax::pair:
      case Syntax::property_name:
      case Syntax::string:
      case Syntax::number:
      case Syntax::literal_true:
      case Syntax::literal_false:
      case Syntax::literal_null:
      case Syntax::unary:
        break;
      default:
        return false;
    }
  }
  // Addresses and paths are worth knowing wherever they stand.
  return script_.slice(node).find('/') == std::string_view::npos;
}

Operand Lowering::object(Node node) {
  const Operand dst = temporary();
  emit(Op::object, dst, kNothing, kNothing, 0, script_.nodes[node].begin);
  std::uint32_t plain = 0;
  for (Node i = node + 1; i < script_.nodes[node].last; i = script_.nodes[i].last) {
    if (type(i) == Syntax::pair && plain >= kMaxPlainEntries && is_plain_data(i)) continue;
    if (type(i) == Syntax::pair) ++plain;
    switch (type(i)) {
      case Syntax::pair: {
        const Node key = child_of(i, Role::key), value = child_of(i, Role::value);
        if (key == kAbsent || value == kAbsent) break;
        const Key name = key_of(key);
        if (name.constant) name_function(value, name.atom);
        store(dst, name, expression(value), i);
        break;
      }
      case Syntax::shorthand_property: {
        Key key;
        key.atom = atom(i);
        store(dst, key, name_value(i), i);
        break;
      }
      case Syntax::method_definition: {
        const Node name = child_of(i, Role::name);
        if (name == kAbsent || (script_.nodes[i].flags & program::kSetter) != 0) break;
        const Key key = key_of(name);
        store(dst, key, function_value(i), i, (script_.nodes[i].flags & program::kGetter) != 0 ? kGetterStore : 0);
        break;
      }
      case Syntax::spread: {
        const Operand from = optional_expression(first(i));
        if (from != kNothing) emit(Op::spread, kNothing, dst, from, 0, script_.nodes[i].begin);
        break;
      }
      default:
        expression(i);
        break;
    }
  }
  return dst;
}

Operand Lowering::array(Node node) {
  const Operand dst = temporary();
  emit(Op::array, dst, kNothing, kNothing, 0, script_.nodes[node].begin);
  std::uint32_t index = 0;
  bool counted = true;  // after a spread the places are not known
  for (Node i = node + 1; i < script_.nodes[node].last; i = script_.nodes[i].last, ++index) {
    if (index >= kMaxPlainEntries && is_plain_data(i)) continue;
    Key key;
    if (type(i) == Syntax::spread) {
      const Operand from = optional_expression(first(i));
      if (from == kNothing) continue;
      const Operand each = temporary();
      emit(Op::element, each, from, kNothing, 0, script_.nodes[i].begin);
      key.atom = intern("*");
      store(dst, key, each, i);
      counted = false;
      continue;
    }
    const Operand value = expression(i);
    key.atom = counted && index < 64 ? intern(std::to_string(index)) : intern("*");
    store(dst, key, value, i);
  }
  return dst;
}

Operand Lowering::class_value(Node node) {
  const std::uint32_t id = scopes_.function_of[node];
  const std::uint32_t outer = scope_;
  if (scopes_.of_node[node] != kAbsent) scope_ = scopes_.of_node[node];
  // The superclass is kept in a local of this function, where the methods find it.
  Operand parent = kNothing;
  for (Node i = node + 1; i < script_.nodes[node].last; i = script_.nodes[i].last)
    if (type(i) == Syntax::class_heritage) parent = optional_expression(first(i));
  Super super;
  if (parent != kNothing) {
    const Operand kept = temporary();
    emit(Op::copy, kept, parent, kNothing, 0, script_.nodes[node].begin);
    super = {function_, index_of(kept)};
    parent = kept;
  }
  const Operand self = temporary();
  emit(Op::function, self, kNothing, kNothing, id, script_.nodes[node].begin);
  pending_.push_back({id, node});
  supers_[id] = super;
  if (parent != kNothing) emit(Op::extend, kNothing, self, parent, 0, script_.nodes[node].begin);
  if (const Node name = child_of(node, Role::name); name != kAbsent) assign(name, self);
  const Operand prototype = temporary();
  emit(Op::load, prototype, self, kNothing, intern("prototype"), script_.nodes[node].begin);
  const Node body = child_of(node, Role::body);
  if (body != kAbsent) {
    for (Node i = body + 1; i < script_.nodes[body].last; i = script_.nodes[i].last) {
      class_member(i, self, prototype);
      if (scopes_.function_of[i] != kAbsent) supers_[scopes_.function_of[i]] = super;
    }
  }
  // Decorators are calls with the class: @Component({…}) class …
  for (Node i = node + 1; i < script_.nodes[node].last; i = script_.nodes[i].last) {
    if (type(i) != Syntax::decorator || first(i) == kAbsent) continue;
    const Operand decorator = expression(first(i));
    emit_with(Op::call, temporary(), decorator, kNothing, 0, script_.nodes[i].begin, {self});
  }
  scope_ = outer;
  if (type(node) == Syntax::class_declaration)
    if (const Node name = child_of(node, Role::name); name != kAbsent) assign(name, self);
  return self;
}

void Lowering::class_member(Node node, Operand self, Operand prototype) {
  const bool is_static = (script_.nodes[node].flags & program::kStatic) != 0;
  if (type(node) == Syntax::class_static_block) {
    return;
  }
  if (type(node) == Syntax::field_definition) {
    if (!is_static) return;  // lowered inside the constructor
    Node name = child_of(node, Role::property);
    if (name == kAbsent) name = child_of(node, Role::name);
    const Node value = child_of(node, Role::value);
    if (name == kAbsent || value == kAbsent) return;
    store(self, key_of(name), expression(value), node);
    return;
  }
  if (type(node) != Syntax::method_definition || (script_.nodes[node].flags & program::kSetter) != 0) return;
  const Node name = child_of(node, Role::name);
  if (name == kAbsent || node == constructor_of(script_, node)) return;
  if (!is_static && script_.slice(name) == "constructor") return;
  if (child_of(node, Role::body) == kAbsent) return;
  const std::uint8_t flags = (script_.nodes[node].flags & program::kGetter) != 0 ? kGetterStore : 0;
  store(is_static ? self : prototype, key_of(name), function_value(node), node, flags);
}

void Lowering::assign(Node target, Operand value) {
  if (value == kNothing) return;
  const std::uint32_t offset = script_.nodes[target].begin;
  switch (type(target)) {
    case Syntax::identifier:
    case Syntax::shorthand_pattern: {
      const Found local = find(atom(target));
      if (local.operand != kNothing) {
        emit(Op::copy, local.operand, value, kNothing, 0, offset);
      } else {
        emit(Op::define, kNothing, kNothing, value, atom(target), offset);
      }
      return;
    }
    case Syntax::member: {
      const Node object = child_of(target, Role::object), property = child_of(target, Role::property);
      if (object == kAbsent || property == kAbsent) return;
      Key key;
      key.atom = atom(property);
      store(expression(object), key, value, property);
      return;
    }
    case Syntax::subscript: {
      const Node object = child_of(target, Role::object), index = child_of(target, Role::index);
      if (object == kAbsent || index == kAbsent) return;
      const Operand base = expression(object);
      Key key;
      key.operand = expression(index);
      key.constant = tag_of(key.operand) == kTextTag || tag_of(key.operand) == kNumberTag;
      if (key.constant) key.atom = index_of(key.operand);
      if (key.operand != kNothing) store(base, key, value, index);
      return;
    }
    case Syntax::object_pattern:
    case Syntax::object:
      assign_object(target, value);
      return;
    case Syntax::array_pattern:
    case Syntax::array:
      assign_array(target, value);
      return;
    case Syntax::assignment_pattern:
    case Syntax::object_assignment_pattern: {
      const Node left = child_of(target, Role::left), right = child_of(target, Role::right);
      const Operand either = temporary();
      emit(Op::copy, either, value, kNothing, 0, offset);
      if (right != kAbsent) emit(Op::copy, either, expression(right), kNothing, 0, offset);
      if (left != kAbsent) assign(left, either);
      return;
    }
    case Syntax::rest_pattern:
      if (first(target) != kAbsent) assign(first(target), value);
      return;
    case Syntax::parameter: {
      const Node inner = child_of(target, Role::pattern);
      if (inner != kAbsent) assign(inner, value);
      return;
    }
    default:
      return;
  }
}

void Lowering::assign_object(Node pattern, Operand value) {
  for (Node i = pattern + 1; i < script_.nodes[pattern].last; i = script_.nodes[i].last) {
    switch (type(i)) {
      case Syntax::shorthand_pattern:
      case Syntax::shorthand_property: {
        Key key;
        key.atom = atom(i);
        const Operand part = load(value, key, i);
        const Found local = find(key.atom);
        if (local.operand != kNothing) emit(Op::copy, local.operand, part, kNothing, 0, script_.nodes[i].begin);
        break;
      }
      case Syntax::object_assignment_pattern: {
        const Node left = child_of(i, Role::left), right = child_of(i, Role::right);
        if (left == kAbsent) break;
        Key key;
        key.atom = atom(left);
        const Operand part = load(value, key, left);
        if (right != kAbsent) emit(Op::copy, part, expression(right), kNothing, 0, script_.nodes[i].begin);
        assign(left, part);
        break;
      }
      case Syntax::pair_pattern:
      case Syntax::pair: {
        const Node key = child_of(i, Role::key), inner = child_of(i, Role::value);
        if (key == kAbsent || inner == kAbsent) break;
        assign(inner, load(value, key_of(key), key));
        break;
      }
      case Syntax::rest_pattern: {
        if (first(i) == kAbsent) break;
        const Operand others = temporary();
        emit(Op::rest, others, value, kNothing, 0, script_.nodes[i].begin);
        assign(first(i), others);
        break;
      }
      default:
        break;
    }
  }
}

void Lowering::assign_array(Node pattern, Operand value) {
  std::uint32_t index = 0;
  std::uint32_t seen = script_.nodes[pattern].begin + 1;
  for (Node i = pattern + 1; i < script_.nodes[pattern].last; i = script_.nodes[i].last) {
    // Places left out ([, b]) leave their comma only.
    const std::string_view gap = script_.text.substr(seen, script_.nodes[i].begin - seen);
    index += static_cast<std::uint32_t>(std::count(gap.begin(), gap.end(), ','));
    seen = script_.nodes[i].end;
    const Operand part = temporary();
    if (type(i) == Syntax::rest_pattern) {
      emit(Op::copy, part, value, kNothing, 0, script_.nodes[i].begin);
    } else {
      emit(Op::load, part, value, kNothing, intern(std::to_string(index)), script_.nodes[i].begin);
    }
    assign(i, part);
  }
}

}  // namespace qiyue::scan
