// The fixpoint: which values may stand in which place. Flow-insensitive, field-sensitive, and sensitive to the call: a function that gets
// arguments is looked at anew for each place it is called from, down to kMaxCallDepth, as long as the budget lasts. All limits are counts;
// every table is filled in an order that depends on the program alone, so the result is the same on every machine.
#pragma once

#include <cstdint>
#include <deque>
#include <initializer_list>
#include <span>
#include <vector>

#include "scan/chunked.h"
#include "scan/flat_map.h"
#include "scan/values.h"
#include "scan/world.h"

namespace qiyue::scan {

using NodeId = std::uint32_t;
using Arguments = std::span<const NodeId>;
inline constexpr NodeId kNoNode = 0xFFFFFFFF;
inline constexpr std::uint32_t kNone = 0xFFFFFFFF;  // no instance, no function
inline constexpr std::uint32_t kMaxCallDepth = 4;
inline constexpr int kMaxEdgeDepth = 128;
inline constexpr int kMaxRounds = 12;
inline constexpr std::size_t kMaxValues = 24;  // kept per place; marks of personal information always

struct Instance {              // a function looked at in one calling context
  std::uint32_t function = 0;  // global
  std::uint32_t unit = 0;
  std::uint32_t parent = 0;           // instance of the enclosing function
  std::uint32_t caller = 0xFFFFFFFF;  // instance, and the instruction there
  std::uint32_t call = 0;
  std::uint32_t depth = 0;
  NodeId base = 0;
};

struct Site {              // an instruction in an instance
  std::uint32_t code = 0;  // global
  std::uint32_t instance = 0;
  bool operator==(const Site&) const = default;
};

struct PlatformCall {  // a call of something of the platform, the language or a library we do not have the source of
  Atom path = 0;       // "wx.cloud.callFunction"
  Site site;
  std::uint32_t reference =
      0;           // instruction + 1 where the function was taken from the platform, 0 when called directly
  Arguments args;  // kept by the solver
  NodeId result = kNoNode;
  NodeId base = kNoNode;  // what stands before `url` when that is no whole address
  NodeId url = kNoNode;   // where it sends to or goes to: a URL, a function's or a collection's name, a storage key
  std::vector<NodeId> payload;  // what it hands over
  std::uint8_t flags = 0;
};

struct CallEdge {
  std::uint32_t caller = 0, callee = 0;  // functions; caller 0xFFFFFFFF: the platform itself
  std::uint32_t code = 0;
};

class Models;

class Solver {
 public:
  Solver(World& world, Models& models);

  void run();

  // --- places and values
  NodeId new_node();
  NodeId constant(Operand operand);
  NodeId node(std::uint32_t instance, Operand operand);
  [[nodiscard]] NodeId node_of(std::uint32_t instance,
                               Operand operand) const;  // as node(); kNoNode for a constant never seen
  NodeId field(Value value, Atom name);                 // made when it is not there
  NodeId find_field(Value value, Atom name) const;      // kNoNode when it is not there
  void add(NodeId node, Value value, NodeId from = kNoNode);
  void copy(NodeId from, NodeId to);
  void taint(NodeId from, NodeId to);  // personal information only
  void marks(NodeId from, NodeId to);  // personal information and answers of servers
  void load(NodeId object, Atom name, NodeId to);
  void store(NodeId object, Atom name, NodeId from);
  void element(NodeId object, NodeId to);   // any field
  void spread(NodeId object, NodeId from);  // every field of `from` into `object`
  void settle(NodeId from, NodeId to);      // await
  void keys(NodeId object, NodeId to);      // its field names, where they matter
  void link(Value value, NodeId others);    // what stands in `others` lends `value` its fields: prototypes, spreads
  struct Entry {
    Value value;
    NodeId from;
  };
  [[nodiscard]] std::span<const Entry> values(NodeId node) const { return nodes_[node].values(); }
  [[nodiscard]] std::vector<std::pair<Atom, NodeId>> fields(Value value) const;  // in order of making
  template <class Each>
  void each_field(Value value, const Each& each) const {  // as fields(): each(name, node)
    walk(field_list_, field_lists_, value, [&](const FieldOf& field) { each(field.name, field.node); });
  }
  template <class Each>
  void each_link(Value value, const Each& each) const {  // as links(): each(node)
    walk(link_list_, link_lists_, value, [&](const LinkOf& lender) { each(lender.node); });
  }
  void keyed(NodeId object, NodeId key, NodeId value, bool store);  // object[key], read into or written from `value`
  [[nodiscard]] std::uint32_t incoming(NodeId node) const { return nodes_[node].incoming; }  // copies that lead here
  [[nodiscard]] std::vector<NodeId> links(Value value) const;                                // see link()
  // Calls `model` again for each value that ever gets to `node`: Models::on_value(topic, payload, value).
  void watch(NodeId node, std::uint32_t topic, std::uint32_t payload);
  void watch_fields(Value object, std::uint32_t topic, std::uint32_t payload);  // Models::on_field

  // --- calls
  // Links a call of what stands in `callee`. `self` may be kNoNode.
  void call_node(Site site, NodeId callee, NodeId self, Arguments args, NodeId result, std::uint8_t flags = 0);
  void call_value(Site site, Value callee, NodeId self, Arguments args, NodeId result, std::uint8_t flags = 0);
  void call_node(Site site, NodeId callee, NodeId self, std::initializer_list<NodeId> args, NodeId result) {
    call_node(site, callee, self, Arguments(args.begin(), args.size()), result);
  }
  void call_value(Site site, Value callee, NodeId self, std::initializer_list<NodeId> args, NodeId result) {
    call_value(site, callee, self, Arguments(args.begin(), args.size()), result);
  }
  NodeId value_node(Value value);  // a place that holds just this
  Arguments keep(Arguments args);  // a copy that stays as long as the solver

  World& world;
  Atoms& atoms;
  Values values_table;
  std::vector<Instance> instances;
  std::vector<PlatformCall> platform_calls;
  std::vector<CallEdge> call_edges;
  Atom star, prototype, settled;
  [[nodiscard]] std::uint32_t function_of(const Site& site) const { return instances[site.instance].function; }
  [[nodiscard]] std::uint32_t instance_of(NodeId node) const;  // 0xFFFFFFFF when the place is no local
  // The instruction (+ 1) that reads into a place by name; 0 when none does.
  [[nodiscard]] std::uint32_t reference_at(NodeId to) const;
  [[nodiscard]] bool exhausted() const { return exhausted_; }  // a limit was met: something may be missing
  [[nodiscard]] std::size_t node_count() const { return nodes_.size(); }
  [[nodiscard]] NodeId module_base(std::uint32_t unit) const { return instances[module_instance_[unit]].base; }
  [[nodiscard]] NodeId module_exports(std::uint32_t unit);  // what require() gives
  [[nodiscard]] Value module_object(std::uint32_t unit) { return values_table.make(ValueKind::module, unit); }

 private:
  enum class EdgeKind : std::uint32_t {
    copy,       // x: to
    taint,      // x: to
    picked,     // x: to
    load,       // x: name, y: to
    store,      // x: name, y: from
    getter,     // x: name, y: the function
    element,    // x: to
    link,       // x: where what this object takes over stands
    callee,     // x: record
    receiver,   // x: record
    construct,  // x: record
    settle,     // x: to
    keys,       // x: to
    key_object,
    key_name,      // x: keyed access
    require,       // x: unit, y: to
    extend,        // x: superclass, y: its prototype
    lend,          // x: to, of a superclass its prototype
    watch,         // x: topic, y: payload
    watch_fields,  // x: topic, y: payload
  };
  struct Edge {  // twelve bytes: there are millions of them
    std::uint32_t next : 27;
    EdgeKind kind : 5;
    std::uint32_t x, y;
  };
  static constexpr std::uint32_t kNoEdge = (1U << 27) - 1;
  struct Node {  // most places hold one value or none: that one needs no row of its own
    union {
      Entry one;
      Entry* many;
    };
    std::uint32_t count = 0;
    std::uint32_t done = 0;
    std::uint32_t edges = kNoEdge;
    std::uint32_t incoming = 0;
    NodeId giver = kNoNode;  // where the first copy that leads here comes from
    bool queued = false;
    bool fixed = false;  // holds one value for ever: a constant
    Node() : one{0, 0} {}
    [[nodiscard]] std::span<const Entry> values() const { return {count > 1 ? many : &one, count}; }
  };
  struct CallRecord {  // arguments of a call, kept for values that come later
    Site site;
    NodeId self, result;
    const NodeId* first_arg;  // in arg_rows_
    std::uint32_t name;       // of a method; of an inner call the record it was made for
    std::uint16_t count;
    std::uint8_t flags;
    bool done : 1;   // something was called
    bool inner : 1;  // the call of a method that was looked for in one of several receivers
    [[nodiscard]] Arguments args() const { return {first_arg, count}; }
  };
  struct Keyed {  // object[key], read or written
    NodeId object, key, value;
    bool store, done = false, vendored = false;
  };

  void instantiate(std::uint32_t instance);
  void instruction(std::uint32_t instance, const Unit& unit, std::uint32_t code);
  std::uint32_t add_instance(std::uint32_t function, std::uint32_t parent, Site from, std::uint32_t depth);
  std::uint32_t base_instance(std::uint32_t function, std::uint32_t parent);
  [[nodiscard]] bool called_within(std::uint32_t function, Site site) const;
  std::uint32_t instance_for_call(Value callee, Site site);
  void call_function(Site site, Value callee, NodeId self, Arguments args, NodeId result, std::uint8_t flags);
  void pass_arguments(std::uint32_t instance, Arguments args, std::uint8_t flags);
  std::uint32_t record(const CallRecord& call);
  void resolved(std::uint32_t record);
  NodeId fixed_node(Value value);
  void put(Node& node, Entry entry);
  void edge(NodeId from, EdgeKind kind, std::uint32_t x, std::uint32_t y = 0);
  void apply(NodeId node, const Edge& edge, Value value);
  void process(NodeId node);
  void drain();
  void apply_load(Value value, Atom name, NodeId to, NodeId from);
  void apply_element(Value value, NodeId to, NodeId from);
  struct Follow;
  void follow(Value value, Follow entry);
  void apply_callee(Value value, std::uint32_t record);
  void apply_receiver(Value value, std::uint32_t record);
  void apply_function_method(Value function, std::uint32_t record);
  void apply_construct(Value value, std::uint32_t record);
  void apply_keyed(std::uint32_t index);
  void apply_require(std::uint32_t unit, Value specifier, NodeId to);
  void apply_import(std::uint32_t instance, const Unit& unit, const Instruction& in);
  void unresolved_pass();  // gives calls of unknown functions and unknown keys their meaning
  NodeId global_node(Atom name);
  // A subclass takes over its superclass's members; its prototype is its own.
  [[nodiscard]] bool is_lent(Atom name) const { return name != star && name != prototype; }
  [[nodiscard]] bool may_be_key(Value value, Atom name) const;
  Value member_of(Value platform, Atom name, NodeId to);

  Models& models_;
  Chunked<Node> nodes_;
  Rows<Entry> entry_rows_;
  std::vector<Entry*> spare_rows_[32];  // by the power of two they are long
  Chunked<Edge> edges_;
  std::deque<NodeId> queue_;
  std::deque<std::uint32_t> new_instances_,
      new_vendored_;  // functions to look at: the program's own, those of libraries
  FlatMap constants_, fields_, sites_, instance_of_call_, base_instance_, globals_, members_, value_nodes_, contents_;
  FlatSet<std::uint64_t> copies_, known_calls_, watched_, elements_, settled_by_, linked_;
  FlatSet<Triple> loads_;
  struct FieldOf {
    Atom name;
    NodeId node;
    std::uint32_t next;
  };
  struct LinkOf {
    NodeId node;
    std::uint32_t next;
  };
  struct List {  // of a value, in order of making
    std::uint32_t first = kNone, last = kNone;
  };
  template <class Table, class Each>
  static void walk(const Table& table, const std::vector<List>& lists, Value value, const Each& each) {
    if (value >= lists.size()) return;
    const List list = lists[value];  // what is added meanwhile is not walked
    for (std::uint32_t i = list.first; i != kNone;) {
      const auto one = table[i];
      each(one);
      if (i == list.last) break;
      i = one.next;
    }
  }
  template <class Table, class Row>
  static void append(Table& table, std::vector<List>& lists, Value value, const Row& row) {
    if (lists.size() <= value) lists.resize(value + 1);
    const auto made = static_cast<std::uint32_t>(table.size());
    table.push_back(row);
    List& list = lists[value];
    if (list.first == kNone) {
      list.first = made;
    } else {
      table[list.last].next = made;
    }
    list.last = made;
  }
  Chunked<FieldOf> field_list_;
  Chunked<LinkOf> link_list_;
  std::vector<List> field_lists_, link_lists_;
  struct Follow {  // who wants to hear of new fields or links of a value
    enum class Kind : std::uint8_t { element, watch, link } kind;
    std::uint32_t x, y, next;
  };
  Chunked<Follow> follow_list_;
  std::vector<std::uint32_t> first_follow_;  // by value
  Chunked<CallRecord> records_;
  Rows<NodeId> arg_rows_;
  std::vector<Keyed> keyed_;
  std::vector<std::uint32_t> function_unit_;    // by global function
  std::vector<std::uint32_t> function_size_;    // instructions, with those of the functions inside
  std::vector<std::uint32_t> module_instance_;  // by unit
  std::size_t node_budget_ = 0, vendored_budget_ = 0, vendored_nodes_ = 0, entry_budget_ = 1'000'000, entries_ = 0,
              step_budget_ = 4'000'000, steps_ = 0;
  bool exhausted_ = false;
};

}  // namespace qiyue::scan
