// Instances, instructions and calls.
#include <algorithm>

#include "scan/models.h"
#include "scan/solver.h"

namespace qiyue::scan {

namespace {
constexpr std::uint32_t kMaxClonedSize = 400;    // instructions; larger functions are looked at once
constexpr std::uint32_t kMaxVendoredSize = 120;  // the same for libraries
}  // namespace

std::uint32_t Solver::add_instance(std::uint32_t function, std::uint32_t parent, Site from, std::uint32_t depth) {
  Instance made;
  made.function = function;
  made.unit = function_unit_[function];
  made.parent = parent;
  made.caller = from.instance;
  made.call = from.code;
  made.depth = depth;
  made.base = static_cast<NodeId>(nodes_.size());
  const Unit& unit = world.units[made.unit];
  nodes_.grow(unit.ir.functions[function - unit.first_function].locals);
  instances.push_back(made);
  const auto id = static_cast<std::uint32_t>(instances.size() - 1);
  const bool vendored = world.program->files[unit.file].vendored;
  if (vendored && from.instance != kNone) vendored_nodes_ += nodes_.size() - made.base;
  (vendored ? new_vendored_ : new_instances_).push_back(id);
  return id;
}

std::uint32_t Solver::base_instance(std::uint32_t function, std::uint32_t parent) {
  const std::uint64_t key = pair_key(function, parent);
  if (const std::uint32_t known = base_instance_.find(key); known != FlatMap::kAbsent) return known;
  const std::uint32_t depth = parent == kNone ? 0 : instances[parent].depth;
  const std::uint32_t made = add_instance(function, parent, {0, kNone}, depth);
  base_instance_.find_or_insert(key, made);
  return made;
}

// Recursion, also by way of a callback: that stands inside the function which made it.
bool Solver::called_within(std::uint32_t function, Site site) const {
  for (std::uint32_t i = site.instance; i != kNone;
       i = instances[i].caller != kNone ? instances[i].caller : instances[i].parent) {
    if (instances[i].function == function) return true;
    for (std::uint32_t k = instances[i].parent; k != kNone; k = instances[k].parent)
      if (instances[k].function == function) return true;
  }
  return false;
}

std::uint32_t Solver::instance_for_call(Value callee, Site site) {
  const ValueInfo info = values_table[callee];
  const std::uint32_t function = info.a, parent = info.b;
  const Unit& unit = world.units[function_unit_[function]];
  const FunctionIr& f = unit.ir.functions[function - unit.first_function];
  const bool lent = site.instance == kNone && site.code != 0;  // started for one of several owners
  if ((site.instance == kNone && !lent) || function_size_[function] > kMaxClonedSize || nodes_.size() > node_budget_ ||
      (world.file_of(unit).vendored &&
       (function_size_[function] > kMaxVendoredSize || vendored_nodes_ > vendored_budget_)))
    return base_instance(function, parent);
  if (f.parameters == 0 && (f.flags & kUsesArguments) == 0 && !lent) return base_instance(function, parent);
  const std::uint32_t depth = lent ? 1 : instances[site.instance].depth + 1;
  // Below that depth a function is looked at once for each place that calls it, whoever came there.
  if (depth > kMaxCallDepth) {
    const std::uint32_t number =
        sites_.find_or_insert(pair_key(site.code, kNone), static_cast<std::uint32_t>(sites_.size()));
    const std::uint64_t key = pair_key(callee, number);
    if (const std::uint32_t known = instance_of_call_.find(key); known != FlatMap::kAbsent) return known;
    if (called_within(function, site)) return base_instance(function, parent);
    const std::uint32_t made = add_instance(function, parent, site, kMaxCallDepth + 1);
    instance_of_call_.find_or_insert(key, made);
    return made;
  }
  if (called_within(function, site)) return base_instance(function, parent);
  const std::uint32_t number =
      sites_.find_or_insert(pair_key(site.code, site.instance), static_cast<std::uint32_t>(sites_.size()));
  const std::uint64_t key = pair_key(callee, number);
  if (const std::uint32_t known = instance_of_call_.find(key); known != FlatMap::kAbsent) return known;
  const std::uint32_t made = add_instance(function, parent, site, depth);
  instance_of_call_.find_or_insert(key, made);
  return made;
}

void Solver::pass_arguments(std::uint32_t instance, Arguments args, std::uint8_t flags) {
  const Instance at = instances[instance];
  const Unit& unit = world.units[at.unit];
  const FunctionIr& f = unit.ir.functions[at.function - unit.first_function];
  const bool spread_last = (flags & kSpreadArgument) != 0 && !args.empty();
  const std::size_t plain = args.size() - (spread_last ? 1 : 0);
  const auto give = [&](std::size_t index, NodeId to) {
    if (index < plain) {
      copy(args[index], to);
    } else if (spread_last) {
      load(args[plain], atoms.intern(std::to_string(index - plain)), to);
    }
  };
  const std::size_t named = f.parameters - ((f.flags & kRestParameter) != 0 && f.parameters > 0 ? 1 : 0);
  for (std::size_t k = 0; k < named; ++k) give(k, at.base + kFirstParameter + static_cast<std::uint32_t>(k));
  const auto collect = [&](std::size_t from, NodeId into) {
    const Value list = values_table.make(ValueKind::array, 0x80000000U | into, instance);
    add(into, list);
    for (std::size_t k = from; k < plain; ++k) copy(args[k], field(list, atoms.intern(std::to_string(k - from))));
    if (spread_last) element(args[plain], field(list, star));
  };
  if (named < f.parameters) collect(named, at.base + kFirstParameter + static_cast<std::uint32_t>(named));
  if ((f.flags & kUsesArguments) != 0) collect(0, at.base + kArguments);
}

void Solver::call_function(Site site, Value callee, NodeId self, Arguments args, NodeId result, std::uint8_t flags) {
  const std::uint32_t target = instance_for_call(callee, site);
  const Instance at = instances[target];
  const std::uint32_t caller = site.instance == kNone ? kNone : instances[site.instance].function;
  const std::uint64_t key = pair_key(caller, at.function);
  if (known_calls_.insert(key)) call_edges.push_back({caller, at.function, site.code});
  pass_arguments(target, args, flags);
  if (self != kNoNode) copy(self, at.base + kThis);
  if (result != kNoNode) copy(at.base + kReturn, result);
}

std::uint32_t Solver::record(const CallRecord& call) {
  records_.push_back(call);
  return static_cast<std::uint32_t>(records_.size() - 1);
}

void Solver::resolved(std::uint32_t record) {
  CallRecord& call = records_[record];
  call.done = true;
  if (call.inner) records_[call.name].done = true;
}

Arguments Solver::keep(Arguments args) {
  NodeId* row = arg_rows_.take(args.size());
  std::copy(args.begin(), args.end(), row);
  return {row, args.size()};
}

namespace {
constexpr std::uint16_t count_of(Arguments args) {
  return static_cast<std::uint16_t>(std::min<std::size_t>(args.size(), 0xFFFF));
}
}  // namespace

void Solver::call_node(Site site, NodeId callee, NodeId self, Arguments args, NodeId result, std::uint8_t flags) {
  edge(callee, EdgeKind::callee,
       record({site, self, result, keep(args).data(), 0, count_of(args), flags, true, false}));
}

void Solver::call_value(Site site, Value callee, NodeId self, Arguments args, NodeId result, std::uint8_t flags) {
  apply_callee(callee, record({site, self, result, keep(args).data(), 0, count_of(args), flags, true, false}));
}

void Solver::apply_callee(Value value, std::uint32_t r) {
  const CallRecord call = records_[r];
  const ValueInfo info = values_table[value];
  switch (info.kind) {
    case ValueKind::function:
      resolved(r);
      call_function(call.site, value, call.self, call.args(), call.result, call.flags);
      break;
    case ValueKind::bound:
      resolved(r);
      call_function(call.site, info.a, value_node(info.b), call.args(), call.result, call.flags);
      break;
    case ValueKind::platform:
      resolved(r);
      models_.call(*this, call.site, value, call.self, call.args(), call.result, call.flags, false);
      break;
    default:
      break;
  }
}

// f.call(…), f.apply(…), f.bind(…)
void Solver::apply_function_method(Value function, std::uint32_t r) {
  const CallRecord call = records_[r];
  const std::string_view name = atoms.text(call.name);
  const Arguments args = call.args();
  const NodeId self = args.empty() ? kNoNode : args[0];
  if (name == "call") {
    records_[r].done = true;
    const Arguments rest = args.subspan(args.empty() ? 0 : 1);
    apply_callee(function,
                 record({call.site, self, call.result, rest.data(), 0, count_of(rest), call.flags, true, false}));
  } else if (name == "apply") {
    records_[r].done = true;
    const Arguments rest = args.size() > 1 ? args.subspan(1, 1) : Arguments();
    apply_callee(function,
                 record({call.site, self, call.result, rest.data(), 0, count_of(rest), kSpreadArgument, true, false}));
  } else if (name == "bind") {
    records_[r].done = true;
    if (call.result != kNoNode) add(call.result, function);
    if (self != kNoNode && values_table.kind(function) == ValueKind::function)
      copy(self, instances[base_instance(values_table[function].a, values_table[function].b)].base + kThis);
  }
}

void Solver::apply_receiver(Value value, std::uint32_t r) {
  const CallRecord call = records_[r];
  const ValueKind kind = values_table.kind(value);
  if (kind == ValueKind::platform) {
    const std::string_view name = atoms.text(call.name);
    if (name == "call" || name == "apply" || name == "bind") {
      apply_function_method(value, r);
      return;
    }
    records_[r].done = true;
    const Value target = member_of(value, call.name, kNoNode);
    if (find_field(value, call.name) == kNoNode || nodes_[find_field(value, call.name)].count == 0)
      models_.call(*this, call.site, target, value_node(value), call.args(), call.result, call.flags, false);
  }
  if (kind == ValueKind::function) apply_function_method(value, r);
  if (has_fields(kind)) {
    CallRecord method = call;
    method.self = value_node(value);
    method.name = r;
    method.done = true;
    method.inner = true;
    const NodeId callee = field(value, call.name);
    const std::uint32_t inner = record(method);
    edge(callee, EdgeKind::callee, inner);
  }
  if (kind != ValueKind::platform && models_.method(*this, call.site, value, call.name, call.args(), call.result))
    records_[r].done = true;
}

void Solver::apply_construct(Value value, std::uint32_t r) {
  const CallRecord call = records_[r];
  const ValueKind kind = values_table.kind(value);
  if (kind == ValueKind::platform) {
    records_[r].done = true;
    models_.call(*this, call.site, value, kNoNode, call.args(), call.result, call.flags, true);
    return;
  }
  if (kind != ValueKind::function) return;
  records_[r].done = true;
  const Value object = values_table.make(ValueKind::object, call.site.code + 1, call.site.instance + 1);
  link(object, field(value, prototype));
  if (call.result != kNoNode) add(call.result, object);
  call_function(call.site, value, value_node(object), call.args(), call.result, call.flags);
}

// --- modules

void Solver::apply_require(std::uint32_t u, Value specifier, NodeId to) {
  const ValueInfo info = values_table[specifier];
  if (info.kind != ValueKind::text) return;
  for (const auto& [name, target] : world.units[u].modules) {
    if (name != info.a) continue;
    if (target >= 0) {
      copy(module_exports(static_cast<std::uint32_t>(target)), to);
    } else if (target == kUnknownModule) {
      add(to, models_.package(*this, info.a));
    }
    return;
  }
}

void Solver::apply_import(std::uint32_t instance, const Unit& unit, const Instruction& in) {
  const NodeId to = node(instance, in.dst);
  const Atom specifier = index_of(in.b);
  const std::string_view name = atoms.text(in.x);
  for (const auto& [wanted, target] : unit.modules) {
    if (wanted != specifier) continue;
    if (target == kUnknownModule) {
      const Value package = models_.package(*this, specifier);
      if (name == "*" || name == "default") {
        add(to, package);
      } else {
        apply_load(package, in.x, to, kNoNode);
      }
      return;
    }
    if (target < 0) return;
    const NodeId exports = module_exports(static_cast<std::uint32_t>(target));
    if (name == "*") {
      copy(exports, to);
    } else if (name == "default") {
      load(exports, in.x, to);
      if (!world.units[static_cast<std::size_t>(target)].ir.es_module) copy(exports, to);
    } else {
      load(exports, in.x, to);
    }
    return;
  }
}

// --- instructions

void Solver::instantiate(std::uint32_t instance) {
  const Instance at = instances[instance];
  const Unit& unit = world.units[at.unit];
  const FunctionIr& f = unit.ir.functions[at.function - unit.first_function];
  for (std::uint32_t i = f.code_begin; i < f.code_end; ++i) instruction(instance, unit, i);
}

void Solver::instruction(std::uint32_t instance, const Unit& unit, std::uint32_t code) {
  const Instruction& in = unit.ir.code[code];
  const std::uint32_t global = unit.first_instruction + code;
  const Site site{global, instance};
  const auto place = [&](Operand operand) { return operand == kNothing ? kNoNode : node(instance, operand); };
  const NodeId dst = place(in.dst);
  const auto argument = [&](std::uint32_t k) { return node(instance, unit.ir.args[in.args + k]); };
  const auto call = [&](NodeId self, Atom name) {
    NodeId* args = arg_rows_.take(in.count);
    for (std::uint32_t k = 0; k < in.count; ++k) args[k] = argument(k);
    return record({site, self, dst, args, name, in.count, in.flags, false, false});
  };
  switch (in.op) {
    case Op::copy:
      copy(place(in.a), dst);
      break;
    case Op::function:
      add(dst, values_table.make(ValueKind::function, unit.first_function + in.x, instance));
      break;
    case Op::object:
      add(dst, values_table.make(ValueKind::object, global + 1, instance + 1));
      break;
    case Op::array:
      add(dst, values_table.make(ValueKind::array, global + 1, instance + 1));
      break;
    case Op::load:  // asked once in this instance: no need to remember that it was
      edge(place(in.a), EdgeKind::load, in.x, dst);
      break;
    case Op::load_at:
      keyed(place(in.a), place(in.b), dst, false);
      break;
    case Op::store:
      if ((in.flags & kGetterStore) != 0) {
        edge(place(in.a), EdgeKind::getter, in.x, place(in.b));
      } else {
        store(place(in.a), in.x, place(in.b));
      }
      break;
    case Op::store_at:
      keyed(place(in.a), node(instance, unit.ir.args[in.args]), place(in.b), true);
      keyed_.back().vendored = world.file_of(unit).vendored;
      break;
    case Op::spread:
      spread(place(in.a), place(in.b));
      break;
    case Op::rest: {
      const Value object = values_table.make(ValueKind::object, global + 1, instance + 1);
      add(dst, object);
      link(object, place(in.a));
      break;
    }
    case Op::element:
      element(place(in.a), dst);
      break;
    case Op::keys:
      edge(place(in.a), EdgeKind::keys, dst);
      break;
    case Op::call: {
      const std::uint32_t r = call(place(in.b), 0);
      edge(place(in.a), EdgeKind::callee, r);
      break;
    }
    case Op::invoke: {
      const std::uint32_t r = call(place(in.a), in.x);
      edge(place(in.a), EdgeKind::receiver, r);
      break;
    }
    case Op::invoke_at: {
      const NodeId callee = new_node();
      keyed(place(in.a), place(in.b), callee, false);
      const std::uint32_t r = call(place(in.a), 0);
      edge(callee, EdgeKind::callee, r);
      break;
    }
    case Op::construct: {
      const std::uint32_t r = call(kNoNode, 0);
      edge(place(in.a), EdgeKind::construct, r);
      break;
    }
    case Op::concat:
      add(dst, values_table.make(ValueKind::concat, global, instance));
      for (std::uint32_t k = 0; k < in.count; ++k) taint(argument(k), dst);
      break;
    case Op::derive:
      for (std::uint32_t k = 0; k < in.count; ++k) taint(argument(k), dst);
      break;
    case Op::settle:
      settle(place(in.a), dst);
      break;
    case Op::require:
      edge(place(in.a), EdgeKind::require, instances[instance].unit, dst);
      break;
    case Op::import:
      apply_import(instance, unit, in);
      break;
    case Op::global:
      copy(global_node(in.x), dst);
      break;
    case Op::define:
      copy(place(in.b), global_node(in.x));
      break;
    case Op::jsx:
      models_.jsx(*this, site, place(in.a), place(in.b), dst);
      break;
    case Op::extend: {
      const NodeId lender = new_node();
      edge(place(in.b), EdgeKind::lend, lender);
      edge(place(in.a), EdgeKind::extend, place(in.b), lender);
      break;
    }
  }
}

NodeId Solver::global_node(Atom name) {
  if (const std::uint32_t known = globals_.find(name); known != FlatMap::kAbsent) return known;
  const NodeId made = new_node();
  globals_.find_or_insert(name, made);
  add(made, values_table.make(ValueKind::platform, name));
  return made;
}

}  // namespace qiyue::scan
