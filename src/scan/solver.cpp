#include "scan/solver.h"

#include <algorithm>
#include <bit>

#include "scan/models.h"

namespace qiyue::scan {

Solver::Solver(World& w, Models& models) : world(w), atoms(w.atoms), models_(models) {
  star = atoms.intern("*");
  prototype = atoms.intern("prototype");
  settled = atoms.intern("$value");
}

NodeId Solver::new_node() {
  nodes_.push_back({});
  return static_cast<NodeId>(nodes_.size() - 1);
}

NodeId Solver::constant(Operand operand) {
  const std::uint32_t known = constants_.find(operand);
  if (known != FlatMap::kAbsent) return known;
  const ValueKind kind = tag_of(operand) == kTextTag     ? ValueKind::text
                         : tag_of(operand) == kNumberTag ? ValueKind::number
                                                         : ValueKind::word;
  const NodeId node = fixed_node(values_table.make(kind, index_of(operand)));
  constants_.find_or_insert(operand, node);
  return node;
}

NodeId Solver::fixed_node(Value value) {
  const NodeId node = new_node();
  add(node, value);
  nodes_[node].fixed = nodes_[node].count == 1;
  return node;
}

NodeId Solver::node(std::uint32_t instance, Operand operand) {
  if (!is_local(operand)) return constant(operand);
  for (std::uint32_t levels = tag_of(operand); levels > 0; --levels) instance = instances[instance].parent;
  return instances[instance].base + index_of(operand);
}

NodeId Solver::node_of(std::uint32_t instance, Operand operand) const {
  if (!is_local(operand)) return constants_.find(operand);
  for (std::uint32_t levels = tag_of(operand); levels > 0; --levels) instance = instances[instance].parent;
  return instances[instance].base + index_of(operand);
}

NodeId Solver::value_node(Value value) {
  const std::uint32_t known = value_nodes_.find(value);
  if (known != FlatMap::kAbsent) return known;
  const NodeId node = fixed_node(value);
  value_nodes_.find_or_insert(value, node);
  return node;
}

std::uint32_t Solver::instance_of(NodeId node) const {
  const auto after = std::upper_bound(instances.begin(), instances.end(), node,
                                      [](NodeId id, const Instance& instance) { return id < instance.base; });
  if (after == instances.begin()) return kNone;
  const auto found = after - 1;
  const FunctionIr& f =
      world.units[found->unit].ir.functions[found->function - world.units[found->unit].first_function];
  if (node - found->base >= f.locals) return kNone;
  return static_cast<std::uint32_t>(found - instances.begin());
}

// --- fields

NodeId Solver::find_field(Value value, Atom name) const {
  const std::uint32_t found = fields_.find(pair_key(value, name));
  return found == FlatMap::kAbsent ? kNoNode : found;
}

// An array has numbers for keys; its other names are its own.
bool Solver::may_be_key(Value value, Atom name) const {
  if (values_table.kind(value) != ValueKind::array) return true;
  const std::string_view text = atoms.text(name);
  return !text.empty() && text[0] >= '0' && text[0] <= '9';
}

NodeId Solver::field(Value value, Atom name) {
  const std::uint64_t key = pair_key(value, name);
  if (const std::uint32_t known = fields_.find(key); known != FlatMap::kAbsent) return known;
  const NodeId made = new_node();
  fields_.find_or_insert(key, made);
  append(field_list_, field_lists_, value, FieldOf{name, made, kNone});
  if (name == star) {
    // What is stored under an unknown name may be read under any.
    walk(field_list_, field_lists_, value, [&](const FieldOf& other) {
      if (other.name != star && may_be_key(value, other.name)) copy(made, other.node);
    });
  } else if (const NodeId any = find_field(value, star); any != kNoNode && may_be_key(value, name)) {
    copy(any, made);
  }
  if (name == prototype && values_table.kind(value) == ValueKind::function)
    add(made, values_table.make(ValueKind::prototype, value));
  if (value < first_follow_.size()) {
    for (std::uint32_t i = first_follow_[value]; i != kNone; i = follow_list_[i].next) {
      const Follow follow = follow_list_[i];
      if (follow.kind == Follow::Kind::element) {
        copy(made, follow.x);
      } else if (follow.kind == Follow::Kind::link) {
        if (is_lent(name)) load(follow.x, name, made);
      } else {
        models_.on_field(*this, follow.x, follow.y, name, made);
      }
    }
  }
  return made;
}

std::vector<std::pair<Atom, NodeId>> Solver::fields(Value value) const {
  std::vector<std::pair<Atom, NodeId>> out;
  walk(field_list_, field_lists_, value, [&](const FieldOf& field) { out.emplace_back(field.name, field.node); });
  return out;
}

std::vector<NodeId> Solver::links(Value value) const {
  std::vector<NodeId> out;
  walk(link_list_, link_lists_, value, [&](const LinkOf& lender) { out.push_back(lender.node); });
  return out;
}

void Solver::follow(Value value, Follow entry) {
  if (first_follow_.size() <= value) first_follow_.resize(value + 1, kNone);
  entry.next = first_follow_[value];
  follow_list_.push_back(entry);
  first_follow_[value] = static_cast<std::uint32_t>(follow_list_.size() - 1);
}

void Solver::link(Value value, NodeId others) {
  if (!linked_.insert(pair_key(value, others))) return;
  append(link_list_, link_lists_, value, LinkOf{others, kNone});
  follow(value, {Follow::Kind::link, others, 0, kNone});
  walk(field_list_, field_lists_, value, [&](const FieldOf& field) {
    if (is_lent(field.name)) load(others, field.name, field.node);
  });
  // Whoever asked for every field gets those of the lender too.
  for (std::uint32_t i = first_follow_[value]; i != kNone; i = follow_list_[i].next) {
    const Follow entry = follow_list_[i];
    if (entry.kind == Follow::Kind::element) element(others, entry.x);
    if (entry.kind == Follow::Kind::watch) edge(others, EdgeKind::watch_fields, entry.x, entry.y);
  }
}

void Solver::watch_fields(Value object, std::uint32_t topic, std::uint32_t payload) {
  if (!watched_.insert(pair_key(object, (topic << 26) | payload))) return;
  follow(object, {Follow::Kind::watch, topic, payload, kNone});
  walk(field_list_, field_lists_, object,
       [&](const FieldOf& field) { models_.on_field(*this, topic, payload, field.name, field.node); });
  walk(link_list_, link_lists_, object,
       [&](const LinkOf& lender) { edge(lender.node, EdgeKind::watch_fields, topic, payload); });
}

// --- edges

// Rows grow by powers of two; what becomes free is used again.
void Solver::put(Node& node, Entry entry) {
  if (node.count == 0) {
    node.one = entry;
  } else if ((node.count & (node.count - 1)) == 0) {  // the row is full, or there is none yet
    const auto power = static_cast<std::size_t>(std::bit_width(node.count));
    Entry* row = nullptr;
    if (spare_rows_[power].empty()) {
      row = entry_rows_.take(std::size_t{1} << power);
    } else {
      row = spare_rows_[power].back();
      spare_rows_[power].pop_back();
    }
    const std::span<const Entry> held = node.values();
    std::copy(held.begin(), held.end(), row);
    if (node.count > 1) spare_rows_[power - 1].push_back(node.many);
    row[node.count] = entry;
    node.many = row;
  } else {
    node.many[node.count] = entry;
  }
  ++node.count;
}

void Solver::add(NodeId node, Value value, NodeId from) {
  Node& n = nodes_[node];
  const bool mark = values_table.kind(value) == ValueKind::taint;
  if (!mark && n.count >= kMaxValues) return;
  for (const Entry& entry : n.values())
    if (entry.value == value) return;
  // What the platform gives is followed by its names even where a limit is met: no call of it is lost.
  if (entries_ >= entry_budget_) {
    exhausted_ = true;
    if (values_table.kind(value) != ValueKind::platform || entries_ >= entry_budget_ * 4) return;
  }
  ++entries_;
  put(n, {value, from});
  if (!n.queued) {
    n.queued = true;
    queue_.push_back(node);
  }
}

void Solver::edge(NodeId from, EdgeKind kind, std::uint32_t x, std::uint32_t y) {
  if (edges_.size() >= kNoEdge - 1) {
    exhausted_ = true;
    return;
  }
  Node& node = nodes_[from];
  const Edge made{node.edges & kNoEdge, kind, x, y};
  const std::uint32_t done = node.done;
  // A constant gets no other value: once that has been seen, nobody needs to remember who asked for it.
  if (!node.fixed || done == 0) {
    edges_.push_back(made);
    node.edges = static_cast<std::uint32_t>(edges_.size() - 1) & kNoEdge;
  }
  // What is still waiting in the queue will meet the edge there.
  for (std::uint32_t i = 0; i < done; ++i) apply(from, made, nodes_[from].values()[i].value);
}

void Solver::copy(NodeId from, NodeId to) {
  if (from == to || from == kNoNode || to == kNoNode) return;
  // Most places are given to by one other: only where there are more, the table is asked.
  Node& target = nodes_[to];
  if (target.incoming == 0) {
    target.giver = from;
  } else if (target.giver == from) {
    return;
  } else if (nodes_[from].fixed && nodes_[from].done > 0) {
    // The same constant once more gives nothing, whether it is known or not.
  } else if (!copies_.insert(pair_key(from, to))) {
    return;
  }
  ++target.incoming;
  edge(from, EdgeKind::copy, to);
}
void Solver::taint(NodeId from, NodeId to) {
  if (from != kNoNode && to != kNoNode && from != to) edge(from, EdgeKind::taint, to);
}
void Solver::marks(NodeId from, NodeId to) {
  if (from != kNoNode && to != kNoNode && from != to) edge(from, EdgeKind::taint, to, 1);
}
// Objects that lend to each other in a circle would ask for the same thing for ever: each question is put once.
void Solver::load(NodeId object, Atom name, NodeId to) {
  if (loads_.insert({object, name, to})) edge(object, EdgeKind::load, name, to);
}
void Solver::store(NodeId object, Atom name, NodeId from) { edge(object, EdgeKind::store, name, from); }
void Solver::element(NodeId object, NodeId to) {
  if (elements_.insert(pair_key(object, to))) edge(object, EdgeKind::element, to);
}
void Solver::spread(NodeId object, NodeId from) { edge(object, EdgeKind::link, from); }
// A promise that is settled by itself would be waited for for ever.
void Solver::settle(NodeId from, NodeId to) {
  if (settled_by_.insert(pair_key(from, to))) edge(from, EdgeKind::settle, to);
}
void Solver::keys(NodeId object, NodeId to) { edge(object, EdgeKind::keys, to); }
void Solver::watch(NodeId node, std::uint32_t topic, std::uint32_t payload) {
  edge(node, EdgeKind::watch, topic, payload);
}

void Solver::apply(NodeId node, const Edge& edge_made, Value value) {
  const ValueKind kind = values_table.kind(value);
  if (steps_ >= step_budget_) {
    exhausted_ = true;
    if (kind != ValueKind::platform || steps_ >= step_budget_ * 4) return;
  }
  ++steps_;
  switch (edge_made.kind) {
    case EdgeKind::copy:
      add(edge_made.x, value, node);
      break;
    case EdgeKind::taint:
      if (kind == ValueKind::taint || (edge_made.y != 0 && kind == ValueKind::answer)) add(edge_made.x, value, node);
      break;
    case EdgeKind::picked:
      if (kind == ValueKind::taint && models_.picks(values_table[value].a)) add(edge_made.x, value, node);
      break;
    case EdgeKind::load:
      apply_load(value, edge_made.x, edge_made.y, node);
      break;
    case EdgeKind::store:
      if (edge_made.x == star ? is_record(kind) : has_fields(kind)) copy(edge_made.y, field(value, edge_made.x));
      break;
    case EdgeKind::getter:
      if (has_fields(kind)) call_node({}, edge_made.y, value_node(value), Arguments(), field(value, edge_made.x));
      break;
    case EdgeKind::element:
      apply_element(value, edge_made.x, node);
      break;
    case EdgeKind::link:
      if (has_fields(kind)) link(value, edge_made.x);
      break;
    case EdgeKind::callee:
      apply_callee(value, edge_made.x);
      break;
    case EdgeKind::receiver:
      apply_receiver(value, edge_made.x);
      break;
    case EdgeKind::construct:
      apply_construct(value, edge_made.x);
      break;
    case EdgeKind::watch_fields:
      if (has_fields(kind)) watch_fields(value, edge_made.x, edge_made.y);
      break;
    case EdgeKind::settle:
      if (kind == ValueKind::promise) {
        settle(field(value, settled), edge_made.x);
      } else {
        add(edge_made.x, value, node);
      }
      break;
    case EdgeKind::keys:
      if (kind == ValueKind::platform) add(edge_made.x, values_table.make(ValueKind::keys, value), node);
      break;
    case EdgeKind::key_object:
    case EdgeKind::key_name:
      apply_keyed(edge_made.x);
      break;
    case EdgeKind::require:
      apply_require(edge_made.x, value, edge_made.y);
      break;
    case EdgeKind::lend:
      // Of a class that is not in the source nothing is known: its every member would be one of the platform's.
      if (kind != ValueKind::platform && has_fields(kind)) copy(field(value, prototype), edge_made.x);
      break;
    case EdgeKind::extend:
      if (kind == ValueKind::function) {
        link(values_table.make(ValueKind::prototype, value), edge_made.y);
        link(value, edge_made.x);
      }
      break;
    case EdgeKind::watch:
      models_.on_value(*this, edge_made.x, edge_made.y, value);
      break;
  }
}

void Solver::process(NodeId node) {
  nodes_[node].queued = false;
  const std::uint32_t begin = nodes_[node].done;
  const std::uint32_t end = nodes_[node].count;
  const std::uint32_t first = nodes_[node].edges;
  nodes_[node].done = end;
  for (std::uint32_t e = first; e != kNoEdge; e = edges_[e].next) {
    const Edge made = edges_[e];
    for (std::uint32_t i = begin; i < end; ++i) apply(node, made, nodes_[node].values()[i].value);
  }
}

void Solver::drain() {
  while (true) {
    if (!queue_.empty()) {
      const NodeId next = queue_.front();
      queue_.pop_front();
      process(next);
    } else if (!new_instances_.empty()) {
      const std::uint32_t next = new_instances_.front();
      new_instances_.pop_front();
      instantiate(next);
    } else if (!new_vendored_.empty()) {
      // The program's own code comes first: whatever a library does to the budget, that code has been read.
      const std::uint32_t next = new_vendored_.front();
      new_vendored_.pop_front();
      instantiate(next);
    } else {
      return;
    }
  }
}

// --- reading

Value Solver::member_of(Value platform, Atom name, NodeId to) {
  const ValueInfo info = values_table[platform];
  const std::uint64_t key = pair_key(info.a, name);
  std::uint32_t path = members_.find(key);
  if (path == FlatMap::kAbsent) {
    // A chain of names that never ends (node.parent.parent …) stays where it is.
    const std::string_view head = atoms.text(info.a);
    const auto steps = std::count_if(head.begin(), head.end(), [](char c) { return c == '.' || c == '('; });
    path = steps >= models_.chain_limit(info.a) ? info.a
                                                : atoms.intern(std::string(head) + "." + std::string(atoms.text(name)));
    members_.find_or_insert(key, path);
  }
  // Where a function is taken from the platform without being called matters; for a namespace it does not.
  return values_table.make(ValueKind::platform, path,
                           to != kNoNode && models_.takes_information(path) ? reference_at(to) : 0);
}

// The instruction (+ 1) that reads into `to`; 0 when it is no local or not read by name.
std::uint32_t Solver::reference_at(NodeId to) const {
  const std::uint32_t instance = instance_of(to);
  if (instance == kNone) return 0;
  const Instance& at = instances[instance];
  const Unit& unit = world.units[at.unit];
  const FunctionIr& f = unit.ir.functions[at.function - unit.first_function];
  const std::uint32_t local = to - at.base;
  for (std::uint32_t i = f.code_begin; i < f.code_end; ++i) {
    const Instruction& in = unit.ir.code[i];
    if (in.dst == local && (in.op == Op::load || in.op == Op::load_at || in.op == Op::import))
      return unit.first_instruction + i + 1;
  }
  return 0;
}

void Solver::apply_load(Value value, Atom name, NodeId to, NodeId from) {
  const ValueKind kind = values_table.kind(value);
  switch (kind) {
    case ValueKind::platform:
      add(to, member_of(value, name, to), from);
      break;
    case ValueKind::taint:
      if (!models_.drops_information(name) && !models_.lacks(values_table[value].a, name)) add(to, value, from);
      break;
    case ValueKind::event:
    case ValueKind::answer:
      models_.read(*this, value, name, to);
      break;
    default:
      break;
  }
  if (has_fields(kind)) copy(field(value, name), to);
}

void Solver::apply_element(Value value, NodeId to, NodeId from) {
  const ValueKind kind = values_table.kind(value);
  if (kind == ValueKind::taint || kind == ValueKind::answer) add(to, value, from);
  if (kind == ValueKind::platform || kind == ValueKind::function || !has_fields(kind)) return;
  // Everything in an object comes together in one place, made when it is first asked for: a table of a thousand fields that is read
  // by unknown keys in a hundred places costs a thousand and a hundred copies, not a hundred thousand.
  const std::uint32_t known = contents_.find(value);
  if (known != FlatMap::kAbsent) {
    copy(known, to);
    return;
  }
  const NodeId all = new_node();
  contents_.find_or_insert(value, all);
  follow(value, {Follow::Kind::element, all, 0, kNone});
  walk(field_list_, field_lists_, value, [&](const FieldOf& field) { copy(field.node, all); });
  walk(link_list_, link_lists_, value, [&](const LinkOf& lender) { element(lender.node, all); });
  copy(all, to);
}

void Solver::keyed(NodeId object, NodeId key, NodeId value, bool store) {
  const auto index = static_cast<std::uint32_t>(keyed_.size());
  keyed_.push_back({object, key, value, store});
  edge(object, EdgeKind::key_object, index);
  edge(key, EdgeKind::key_name, index);
  if (store) return;
  element(object, value);
  edge(key, EdgeKind::picked, value);
}

void Solver::apply_keyed(std::uint32_t index) {
  const Keyed access = keyed_[index];
  const std::span<const Entry> held = values(access.object), keys_held = values(access.key);
  const std::vector<Entry> objects(held.begin(), held.end()), names(keys_held.begin(), keys_held.end());
  for (const Entry& name : names) {
    const ValueInfo key = values_table[name.value];
    if (key.kind == ValueKind::keys) {
      // Every member of the platform, copied one by one under its own name.
      keyed_[index].done = true;
      for (const Entry& object : objects) {
        if (access.store && has_fields(values_table.kind(object.value))) link(object.value, value_node(key.a));
        if (!access.store && object.value == key.a) add(access.value, object.value);
      }
    }
    if (key.kind != ValueKind::text && key.kind != ValueKind::number) continue;
    keyed_[index].done = true;
    for (const Entry& object : objects) {
      const ValueKind kind = values_table.kind(object.value);
      if (!has_fields(kind)) continue;
      if (access.store) {
        copy(access.value, field(object.value, key.a));
      } else if (kind == ValueKind::platform) {
        add(access.value, member_of(object.value, key.a, access.value));
      }
    }
  }
}

// --- the end of a round

void Solver::unresolved_pass() {
  for (std::size_t i = 0; i < records_.size(); ++i) {
    if (records_[i].done) continue;
    records_[i].done = true;
    const CallRecord call = records_[i];
    if (call.name != 0 && call.self != kNoNode) copy(call.self, call.result);
    models_.unknown_call(*this, call.site, call.args(), call.result);
  }
  for (std::size_t i = 0; i < keyed_.size(); ++i) {
    if (keyed_[i].done || !keyed_[i].store) continue;
    keyed_[i].done = true;
    if (keyed_[i].vendored) continue;  // a library that copies fields about: too much for what it tells
    store(keyed_[i].object, star, keyed_[i].value);
  }
}

void Solver::run() {
  for (const Unit& unit : world.units)
    for (std::size_t f = 0; f < unit.ir.functions.size(); ++f)
      function_unit_.push_back(static_cast<std::uint32_t>(&unit - world.units.data()));
  std::size_t locals = 0;
  for (const Unit& unit : world.units) {
    const std::size_t base = function_size_.size();
    for (const FunctionIr& f : unit.ir.functions) {
      function_size_.push_back(f.code_end - f.code_begin);
      locals += f.locals;
    }
    // A function comes after the one around it.
    for (std::size_t f = unit.ir.functions.size(); f-- > 1;)
      if (unit.ir.functions[f].parent != kNone)
        function_size_[base + unit.ir.functions[f].parent] += function_size_[base + f];
  }
  node_budget_ = locals * 5 + 100'000;
  vendored_budget_ = locals + 20'000;
  entry_budget_ = locals * 60 + 500'000;
  step_budget_ = locals * 200 + 20'000'000;
  models_.begin(*this);
  // Every function once, called or not: what stands in dead code is still in the program.
  for (std::uint32_t u = 0; u < world.units.size(); ++u) {
    const Unit& unit = world.units[u];
    std::vector<std::uint32_t> made(unit.ir.functions.size());
    for (std::uint32_t f = 0; f < unit.ir.functions.size(); ++f) {
      const std::uint32_t parent = unit.ir.functions[f].parent;
      made[f] = base_instance(unit.first_function + f, parent == kNone ? kNone : made[parent]);
    }
    module_instance_.push_back(made[0]);
    const Instance top = instances[made[0]];
    const Value module = module_object(u);
    add(top.base + kArguments, module);
    const NodeId exports = field(module, atoms.intern("exports"));
    add(exports, values_table.make(ValueKind::object, 0, u + 1));
    add(top.base + kThis, values_table.make(ValueKind::object, 0, u + 1));
  }
  for (int round = 0; round < kMaxRounds; ++round) {
    drain();
    const std::size_t before = edges_.size(), entries = nodes_.size();
    unresolved_pass();
    drain();
    const bool more = models_.settle(*this, round);
    drain();
    if (!more && edges_.size() == before && nodes_.size() == entries) break;
  }
  // What was only needed to get here; what reads the result wants the memory.
  edges_ = {};
  copies_ = {};
  known_calls_ = {};
  watched_ = {};
  elements_ = {};
  settled_by_ = {};
  linked_ = {};
  loads_ = {};
  instance_of_call_ = {};
  sites_ = {};
}

NodeId Solver::module_exports(std::uint32_t unit) { return field(module_object(unit), atoms.intern("exports")); }

}  // namespace qiyue::scan
