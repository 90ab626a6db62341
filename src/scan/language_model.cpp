// What the language itself does: promises, arrays, texts, JSON, timers.
#include "scan/analysis.h"

namespace qiyue::scan {

namespace {}  // namespace

void Analysis::promise_all(Solver& solver, NodeId list, NodeId result, Site site) {
  const Value settled = solver.values_table.make(ValueKind::array, site.code + 1, site.instance + 1);
  const Value promise = solver.values_table.make(ValueKind::promise, site.code + 1, site.instance + 1);
  for (int i = 0; i < 8; ++i) {
    const Atom index = solver.atoms.intern(std::to_string(i));
    const NodeId part = solver.new_node();
    solver.load(list, index, part);
    solver.settle(part, solver.field(settled, index));
  }
  const NodeId any = solver.new_node();
  solver.element(list, any);
  solver.add(solver.field(promise, solver.settled), settled);
  if (result != kNoNode) solver.add(result, promise);
}

bool Analysis::call_language(Solver& solver, Site site, std::string_view path, NodeId self, Arguments args,
                             NodeId result, bool constructed) {
  (void)self;
  const auto arg = [&](std::size_t i) { return i < args.size() ? args[i] : kNoNode; };
  const auto make = [&](ValueKind kind) {
    const Value value = solver.values_table.make(kind, site.code + 1, site.instance + 1);
    if (result != kNoNode) solver.add(result, value);
    return value;
  };
  if (path == "Promise" && constructed) {
    const Value promise = make(ValueKind::promise);
    // resolve and reject are functions of our own: what they are called with is what the promise settles to.
    const Value resolve = solver.values_table.make(ValueKind::platform, solver.atoms.intern("$resolve"), promise);
    const Value reject = solver.values_table.make(ValueKind::platform, solver.atoms.intern("$reject"), promise);
    if (arg(0) != kNoNode)
      solver.call_node(site, arg(0), kNoNode, {solver.value_node(resolve), solver.value_node(reject)}, kNoNode);
    return true;
  }
  if (any_of(path, {"Promise.resolve", "Promise.reject"})) {
    if (arg(0) != kNoNode && result != kNoNode) solver.settle(arg(0), result);
    return true;
  }
  if (any_of(path, {"Promise.all", "Promise.allSettled"})) {
    if (arg(0) != kNoNode) promise_all(solver, arg(0), result, site);
    return true;
  }
  if (any_of(path, {"Promise.race", "Promise.any"})) {
    if (arg(0) != kNoNode && result != kNoNode) solver.element(arg(0), result);
    return true;
  }
  // Texts of objects and back: the object itself stands for both.
  if (any_of(path, {"JSON.stringify",
                    "JSON.parse",
                    "String",
                    "encodeURIComponent",
                    "decodeURIComponent",
                    "encodeURI",
                    "decodeURI",
                    "escape",
                    "unescape",
                    "Object.freeze",
                    "Object.seal",
                    "Array.from",
                    "Object",
                    "structuredClone",
                    "Object.fromEntries",
                    "Number",
                    "parseInt",
                    "parseFloat",
                    "btoa",
                    "atob",
                    "toRaw",
                    "unref",
                    "Array.of",
                    "Symbol",
                    "BigInt"})) {
    if (arg(0) != kNoNode && result != kNoNode) solver.copy(arg(0), result);
    if (path == "Array.from" && arg(1) != kNoNode) {
      const NodeId each = solver.new_node();
      solver.element(arg(0), each);
      solver.call_node(site, arg(1), kNoNode, {each}, result);
    }
    return true;
  }
  if (any_of(path, {"Object.assign", "Object.defineProperties", "_.extend", "_.merge", "_.assign"})) {
    for (std::size_t i = 1; i < args.size(); ++i) solver.spread(args[0], args[i]);
    if (arg(0) != kNoNode && result != kNoNode) {
      solver.copy(arg(0), result);
      for (std::size_t i = 1; i < args.size(); ++i) solver.taint(args[i], result);
    }
    return true;
  }
  if (path == "Object.create") {
    const Value object = make(ValueKind::object);
    if (arg(0) != kNoNode) solver.link(object, arg(0));
    return true;
  }
  if (path == "Object.setPrototypeOf") {
    if (args.size() > 1) solver.spread(args[0], args[1]);
    if (arg(0) != kNoNode && result != kNoNode) solver.copy(arg(0), result);
    return true;
  }
  if (path == "Object.defineProperty") {
    if (args.size() > 2) {
      const NodeId value = solver.new_node();
      solver.load(args[2], solver.atoms.intern("value"), value);
      for (const Solver::Entry& entry : solver.values(args[1]))
        if (solver.values_table.kind(entry.value) == ValueKind::text)
          solver.store(args[0], solver.values_table[entry.value].a, value);
    }
    if (arg(0) != kNoNode && result != kNoNode) solver.copy(arg(0), result);
    return true;
  }
  if (any_of(path, {"Object.keys", "Object.getOwnPropertyNames", "Reflect.ownKeys"})) {
    const Value list = make(ValueKind::array);
    if (arg(0) != kNoNode) solver.keys(arg(0), solver.field(list, solver.star));
    return true;
  }
  if (path == "Object.values") {
    const Value list = make(ValueKind::array);
    if (arg(0) != kNoNode) solver.element(arg(0), solver.field(list, solver.star));
    return true;
  }
  if (path == "Object.entries") {
    const Value list = make(ValueKind::array);
    const Value pair = solver.values_table.make(ValueKind::array, 0x40000000U | site.code, site.instance + 1);
    solver.add(solver.field(list, solver.star), pair);
    if (arg(0) != kNoNode) {
      solver.keys(arg(0), field_node(solver, pair, "0"));
      solver.element(arg(0), field_node(solver, pair, "1"));
    }
    return true;
  }
  if (any_of(path, {"Array", "Map", "Set", "WeakMap", "WeakSet"})) {
    const Value list = make(path == "Array" || path == "Set" ? ValueKind::array : ValueKind::object);
    if (path == "Array") {
      for (const NodeId one : args) solver.copy(one, solver.field(list, solver.star));
    } else if (arg(0) != kNoNode) {
      solver.element(arg(0), solver.field(list, solver.star));
    }
    return true;
  }
  if (any_of(path,
             {"setTimeout", "setInterval", "requestAnimationFrame", "queueMicrotask", "setImmediate", "nextTick"})) {
    if (arg(0) != kNoNode) {
      std::vector<NodeId> rest(args.begin() + 1, args.end());
      if (!rest.empty()) rest.erase(rest.begin());
      solver.call_node(site, arg(0), kNoNode, rest, kNoNode);
    }
    return true;
  }
  if (path == "Proxy" && constructed) {
    if (arg(0) != kNoNode && result != kNoNode) solver.copy(arg(0), result);
    return true;
  }
  if (any_of(path, {"Date", "RegExp", "Boolean", "isNaN", "isFinite", "Array.isArray", "Math.floor", "Math.round",
                    "Math.random", "Math.max", "Math.min", "Math.abs", "Math.ceil", "Date.now",
                    "Object.prototype.hasOwnProperty", "Object.prototype.toString", "clearTimeout", "clearInterval"})) {
    // Numbers worked out of a person's data are still that data: Math.floor(latitude * 1000).
    if (path.starts_with("Math.") || path == "Date")
      for (const NodeId one : args)
        if (result != kNoNode) solver.taint(one, result);
    return true;
  }
  return false;
}

void Analysis::then(Solver& solver, Site site, Value receiver, std::string_view name, Arguments args, NodeId result) {
  const NodeId settled = solver.new_node();
  solver.settle(solver.value_node(receiver), settled);
  if (name == "then") {
    bool handled = false;
    if (!args.empty()) {
      const NodeId returned = solver.new_node();
      solver.call_node(site, args[0], kNoNode, {settled}, returned);
      if (result != kNoNode) solver.settle(returned, result);
      handled = true;
    }
    if (args.size() > 1) {
      const NodeId returned = solver.new_node();
      solver.call_node(site, args[1], kNoNode, {solver.new_node()}, returned);
      if (result != kNoNode) solver.settle(returned, result);
    }
    if (!handled && result != kNoNode) solver.copy(settled, result);
    return;
  }
  if (!args.empty()) {
    const NodeId returned = solver.new_node();
    solver.call_node(site, args[0], kNoNode, {solver.new_node()}, name == "catch" ? returned : kNoNode);
    if (result != kNoNode) solver.settle(returned, result);
  }
  if (result != kNoNode) solver.copy(settled, result);
}

bool Analysis::method(Solver& solver, Site site, Value receiver, Atom method_name, Arguments args, NodeId result) {
  const ValueKind kind = solver.values_table.kind(receiver);
  const std::string_view name = solver.atoms.text(method_name);
  const auto arg = [&](std::size_t i) { return i < args.size() ? args[i] : kNoNode; };
  const auto give = [&](NodeId from) {
    if (from != kNoNode && result != kNoNode) solver.copy(from, result);
  };
  if (kind == ValueKind::function || kind == ValueKind::bound || kind == ValueKind::word || kind == ValueKind::keys)
    return false;
  if (any_of(name, {"then", "catch", "finally"})) {
    then(solver, site, receiver, name, args, result);
    return true;
  }
  if (name == "setData" && has_fields(kind) && kind != ValueKind::taint) {
    // The page's own method of the platform.
    const std::uint32_t owner = add_owner({receiver, Owner::Kind::page, -1, false});
    if (arg(0) != kNoNode) solver.watch(arg(0), static_cast<std::uint32_t>(Topic::data_patch), owner);
    if (arg(1) != kNoNode) solver.call_node(site, arg(1), solver.value_node(receiver), {}, kNoNode);
    data_sites.push_back({site, receiver, arg(0)});
    return true;
  }
  if (name == "setState" && kind == ValueKind::object) {
    // A component's own method of React: the first argument, or what it gives, becomes part of the state.
    const NodeId state = field_node(solver, receiver, "state");
    if (solver.values(state).empty())
      solver.add(state, solver.values_table.make(ValueKind::object, 0x70000000U, receiver + 1));
    if (arg(0) != kNoNode) {
      const NodeId returned = solver.new_node();
      solver.spread(state, arg(0));
      solver.call_node(site, arg(0), kNoNode, {state}, returned);
      solver.spread(state, returned);
    }
    if (arg(1) != kNoNode) solver.call_node(site, arg(1), solver.value_node(receiver), {}, kNoNode);
    return true;
  }
  if (name == "$set" || name == "$nextTick" || name == "$emit" || name == "triggerEvent")
    return call_component_method(solver, site, receiver, name, args, result);
  const bool text = kind == ValueKind::text || kind == ValueKind::number || kind == ValueKind::concat ||
                    kind == ValueKind::taint || kind == ValueKind::answer || kind == ValueKind::array ||
                    kind == ValueKind::object;
  if (text && any_of(name, {"toString",    "trim",    "valueOf",        "replace",    "replaceAll", "toLowerCase",
                            "toUpperCase", "substr",  "substring",      "slice",      "padStart",   "padEnd",
                            "normalize",   "toFixed", "toLocaleString", "charAt",     "trimStart",  "trimEnd",
                            "repeat",      "format",  "toJSON",         "toISOString"})) {
    const bool constant = kind == ValueKind::text || kind == ValueKind::number || kind == ValueKind::concat;
    if (result != kNoNode && name == "replace" && arg(1) != kNoNode) solver.taint(arg(1), result);
    // Of a constant only what an address or a key goes through is followed.
    if (result != kNoNode &&
        (!constant || any_of(name, {"trim", "toString", "valueOf", "toLowerCase", "toUpperCase"}) ||
         (name == "replace" &&
          (kind == ValueKind::concat ||
           solver.atoms.text(solver.values_table[receiver].a).find('/') != std::string_view::npos))))
      solver.add(result, receiver);
    return true;
  }
  if (any_of(name, {"split", "match", "matchAll"}) && kind != ValueKind::object) {
    const Value list = solver.values_table.make(ValueKind::array, site.code + 1, site.instance + 1);
    if (kind == ValueKind::taint || kind == ValueKind::answer) solver.add(solver.field(list, solver.star), receiver);
    if (result != kNoNode) solver.add(result, list);
    return true;
  }
  const bool list =
      kind == ValueKind::array || kind == ValueKind::taint || kind == ValueKind::answer || kind == ValueKind::object;
  if (!list) return false;
  const NodeId self = solver.value_node(receiver);
  const auto each = [&] {
    const NodeId node = solver.new_node();
    solver.element(self, node);
    return node;
  };
  if (any_of(name, {"push", "unshift", "add"}) && (kind != ValueKind::object || name == "push")) {
    if (is_record(kind))
      for (const NodeId one : args) solver.copy(one, solver.field(receiver, solver.star));
    return true;
  }
  if (kind == ValueKind::object && any_of(name, {"set", "append"}) && args.size() > 1) {
    solver.copy(args[1], solver.field(receiver, solver.star));
    return false;  // may be the program's own method as well
  }
  if (kind == ValueKind::object) return any_of(name, {"hasOwnProperty", "toString"});
  if (any_of(name, {"forEach", "some", "every", "findIndex"})) {
    if (arg(0) != kNoNode) solver.call_node(site, arg(0), arg(1), {each(), solver.new_node(), self}, kNoNode);
    return true;
  }
  if (any_of(name, {"map", "flatMap"})) {
    const Value made = solver.values_table.make(ValueKind::array, site.code + 1, site.instance + 1);
    if (arg(0) != kNoNode)
      solver.call_node(site, arg(0), arg(1), {each(), solver.new_node(), self}, solver.field(made, solver.star));
    if (result != kNoNode) solver.add(result, made);
    return true;
  }
  if (any_of(name, {"filter", "sort", "find", "findLast"})) {
    const NodeId one = each();
    if (arg(0) != kNoNode)
      solver.call_node(site, arg(0), kNoNode, {one, name == "sort" ? one : solver.new_node()}, kNoNode);
    if (result != kNoNode) {
      if (name == "find" || name == "findLast") {
        solver.copy(one, result);
      } else {
        solver.add(result, receiver);
      }
    }
    return true;
  }
  if (any_of(name, {"reduce", "reduceRight"})) {
    const NodeId sum = solver.new_node();
    if (arg(1) != kNoNode) solver.copy(arg(1), sum);
    if (arg(0) != kNoNode) solver.call_node(site, arg(0), kNoNode, {sum, each()}, sum);
    give(sum);
    return true;
  }
  if (any_of(name, {"slice", "concat", "reverse", "splice", "flat", "fill", "copyWithin", "entries", "values"})) {
    if (result != kNoNode) solver.add(result, receiver);
    if (name == "concat")
      for (const NodeId one : args) give(one);
    for (std::size_t i = 2; name == "splice" && is_record(kind) && i < args.size(); ++i)
      solver.copy(args[i], solver.field(receiver, solver.star));
    return true;
  }
  if (any_of(name, {"pop", "shift", "at", "get", "join"})) {
    const NodeId one = each();
    give(one);
    return true;
  }
  if (any_of(name, {"includes", "indexOf", "lastIndexOf", "keys", "hasOwnProperty", "has", "startsWith", "endsWith",
                    "test", "charCodeAt", "localeCompare", "search"}))
    return true;
  // An unknown method of something personal gives something personal.
  if (kind == ValueKind::taint && result != kNoNode) solver.add(result, receiver);
  return kind == ValueKind::taint;
}

void Analysis::unknown_call(Solver& solver, Site site, Arguments args, NodeId result) {
  for (const NodeId one : args) {
    if (result != kNoNode) solver.marks(one, result);
    solver.call_node(site, one, kNoNode, {}, kNoNode);
  }
  call_options(solver, site, args, kNoNode);
}

}  // namespace qiyue::scan
