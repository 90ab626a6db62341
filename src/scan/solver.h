// The fixpoint: which values may stand in which place. Flow-insensitive, field-sensitive, and sensitive to the call: a function that gets
// arguments is looked at anew for each place it is called from, down to kMaxCallDepth, as long as the budget lasts. All limits are counts;
// every table is filled in an order that depends on the program alone, so the result is the same on every machine.
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "scan/flat_map.h"
#include "scan/values.h"
#include "scan/world.h"

namespace qiyue::scan {

using NodeId = std::uint32_t;
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
      0;  // instruction + 1 where the function was taken from the platform, 0 when called directly
  std::vector<NodeId> args;
  NodeId result = kNoNode;
  NodeId url = kNoNode;  // where it sends to or goes to: a URL, a function's or a collection's name, a storage key
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
  [[nodiscard]] const std::vector<Entry>& values(NodeId node) const { return nodes_[node].values; }
  struct FieldOf {
    Atom name;
    NodeId node;
    std::uint32_t next;
  };
  [[nodiscard]] std::vector<std::pair<Atom, NodeId>> fields(Value value) const;  // in order of making
  void keyed(NodeId object, NodeId key, NodeId value, bool store);  // object[key], read into or written from `value`
  [[nodiscard]] std::uint32_t incoming(NodeId node) const { return nodes_[node].incoming; }  // copies that lead here
  [[nodiscard]] std::vector<NodeId> links(Value value) const;                                // see link()
  // Calls `model` again for each value that ever gets to `node`: Models::on_value(topic, payload, value).
  void watch(NodeId node, std::uint32_t topic, std::uint32_t payload);
  void watch_fields(Value object, std::uint32_t topic, std::uint32_t payload);  // Models::on_field

  // --- calls
  // Links a call of what stands in `callee`. `self` may be kNoNode.
  void call_node(Site site, NodeId callee, NodeId self, const std::vector<NodeId>& args, NodeId result,
                 std::uint8_t flags = 0);
  void call_value(Site site, Value callee, NodeId self, const std::vector<NodeId>& args, NodeId result,
                  std::uint8_t flags = 0);
  NodeId value_node(Value value);  // a place that holds just this

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
  enum class EdgeKind : std::uint8_t {
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
    resolved,   // x: record that has found its method
    construct,  // x: record
    settle,     // x: to
    keys,       // x: to
    key_object,
    key_name,      // x: keyed access
    require,       // x: unit, y: to
    extend,        // x: superclass
    watch,         // x: topic, y: payload
    watch_fields,  // x: topic, y: payload
  };
  struct Edge {
    std::uint32_t next, x, y;
    EdgeKind kind;
  };
  struct Node {
    std::vector<Entry> values;
    std::uint32_t done = 0;
    std::uint32_t edges = 0xFFFFFFFF;
    std::uint32_t incoming = 0;
    bool queued = false;
  };
  struct CallRecord {  // arguments of a call, kept for values that come later
    Site site;
    NodeId self, result;
    std::vector<NodeId> args;
    std::uint8_t flags;
    Atom name = 0;      // of a method
    bool done = false;  // something was called
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
  void call_function(Site site, Value callee, NodeId self, const std::vector<NodeId>& args, NodeId result,
                     std::uint8_t flags);
  void pass_arguments(std::uint32_t instance, const std::vector<NodeId>& args, std::uint8_t flags);
  std::uint32_t record(CallRecord call);
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
  [[nodiscard]] bool may_be_key(Value value, Atom name) const;
  Value member_of(Value platform, Atom name, NodeId to);

  Models& models_;
  std::vector<Node> nodes_;
  std::vector<Edge> edges_;
  std::deque<NodeId> queue_;
  struct LateEdge {
    NodeId from;
    Edge edge;
    std::uint32_t done;
  };
  std::vector<LateEdge> late_edges_;  // to be applied by drain()
  std::deque<std::uint32_t> new_instances_,
      new_vendored_;  // functions to look at: the program's own, those of libraries
  FlatMap copies_, constants_, fields_, sites_, instance_of_call_, base_instance_, globals_, members_, value_nodes_,
      known_calls_, watched_, asked_, loads_, elements_, settled_by_;
  std::vector<FieldOf> field_list_;
  std::vector<std::uint32_t> first_field_;  // by value
  struct Follow {                           // who wants to hear of new fields or links of a value
    enum class Kind : std::uint8_t { element, watch, link } kind;
    std::uint32_t x, y, next;
  };
  std::vector<Follow> follow_list_;
  std::vector<std::uint32_t> first_follow_;  // by value
  std::vector<CallRecord> records_;
  std::vector<Keyed> keyed_;
  std::vector<std::uint32_t> function_unit_;    // by global function
  std::vector<std::uint32_t> function_size_;    // instructions, with those of the functions inside
  std::vector<std::uint32_t> module_instance_;  // by unit
  std::size_t node_budget_ = 0, vendored_budget_ = 0, vendored_nodes_ = 0, entry_budget_ = 1'000'000, entries_ = 0,
              step_budget_ = 4'000'000, steps_ = 0;
  bool exhausted_ = false;
};

}  // namespace qiyue::scan
