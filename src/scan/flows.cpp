#include "scan/flows.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_set>

#include "core/text.h"
#include "scan/constants.h"
#include "scan/flow_choice.h"
#include "scan/literals.h"
#include "scan/sdk_table.h"

namespace qiyue::scan {

namespace {

constexpr std::size_t kMaxVisited = 4000;  // places looked into for one payload
constexpr std::size_t kMaxSteps = 24;

// What is looked into for what it holds: an object for its fields and what lends to it, a text for what it was made with.
bool is_container(ValueKind kind) {
  return kind == ValueKind::object || kind == ValueKind::array || kind == ValueKind::promise ||
         kind == ValueKind::event || kind == ValueKind::concat;
}

template <class Each>
void each_part(const Solver& solver, Value value, const Each& each) {
  const ValueInfo info = solver.values_table[value];
  if (info.kind == ValueKind::concat) {
    const Instruction& in = solver.world.instruction(info.a);
    const Unit& unit = solver.world.units[solver.instances[info.b].unit];
    for (std::uint32_t k = 0; k < in.count; ++k) {
      const NodeId part = solver.node_of(info.b, unit.ir.args[in.args + k]);
      if (part != kNoNode) each(part);
    }
    return;
  }
  solver.each_field(value, [&](Atom, NodeId node) { each(node); });
  solver.each_link(value, each);
}

// By place: whether anything personal can be read out of it.
std::vector<bool> carriers(const Solver& solver) {
  const auto nodes = static_cast<NodeId>(solver.node_count());
  const auto values = static_cast<Value>(solver.values_table.size());
  const auto contained = [&](Value value) { return is_container(solver.values_table.kind(value)); };
  // Who holds a value: holders[first[value]] to holders[first[value + 1]].
  std::vector<std::uint32_t> first(values + 1);
  for (NodeId node = 0; node < nodes; ++node)
    for (const Solver::Entry& entry : solver.values(node))
      if (contained(entry.value)) ++first[entry.value + 1];
  for (Value value = 0; value < values; ++value) first[value + 1] += first[value];
  std::vector<NodeId> holders(first[values]);
  std::vector<std::uint32_t> filled(first.begin(), first.end() - 1);
  std::vector<bool> carries(nodes);
  std::vector<NodeId> queue;
  for (NodeId node = 0; node < nodes; ++node)
    for (const Solver::Entry& entry : solver.values(node)) {
      if (contained(entry.value)) holders[filled[entry.value]++] = node;
      if (solver.values_table.kind(entry.value) == ValueKind::taint && !carries[node]) {
        carries[node] = true;
        queue.push_back(node);
      }
    }
  // What a place is part of.
  std::vector<std::pair<NodeId, Value>> parts;
  for (Value value = 0; value < values; ++value)
    if (contained(value) && first[value] < first[value + 1])
      each_part(solver, value, [&](NodeId node) { parts.emplace_back(node, value); });
  std::sort(parts.begin(), parts.end());
  std::vector<bool> told(values);
  while (!queue.empty()) {
    const NodeId node = queue.back();
    queue.pop_back();
    for (auto part = std::lower_bound(parts.begin(), parts.end(), std::make_pair(node, Value{0}));
         part != parts.end() && part->first == node; ++part) {
      const Value value = part->second;
      if (told[value]) continue;
      told[value] = true;
      for (std::uint32_t i = first[value]; i < first[value + 1]; ++i) {
        if (carries[holders[i]]) continue;
        carries[holders[i]] = true;
        queue.push_back(holders[i]);
      }
    }
  }
  return carries;
}

// Everything personal that can be read out of a place: held by it, by an object in it, by a text made with it.
class Collector {
 public:
  explicit Collector(const Solver& solver) : solver_(solver), carries_(carriers(solver)), stamps_(carries_.size()) {}

  std::map<std::uint32_t, std::vector<NodeId>> collect(NodeId start) {
    std::map<std::uint32_t, std::vector<NodeId>> out;
    queue_.clear();
    if (++round_ == 0) {  // numbers run out: begin again
      std::fill(stamps_.begin(), stamps_.end(), 0);
      round_ = 1;
    }
    visit(start, kNone);
    for (std::uint32_t i = 0; i < queue_.size(); ++i) {
      for (const Solver::Entry& entry : solver_.values(queue_[i].node)) {
        const ValueInfo info = solver_.values_table[entry.value];
        if (is_container(info.kind)) {
          each_part(solver_, entry.value, [&](NodeId node) { visit(node, i); });
        } else if (info.kind == ValueKind::taint && !out.contains(info.a)) {
          std::vector<NodeId> way;
          for (std::uint32_t k = i; k != kNone && way.size() < kMaxSteps; k = queue_[k].parent)
            way.push_back(queue_[k].node);
          std::reverse(way.begin(), way.end());
          trace(queue_[i].node, entry.value, way);
          out.emplace(info.a, std::move(way));
        }
      }
    }
    return out;
  }

 private:
  struct Item {
    NodeId node;
    std::uint32_t parent;
  };
  void visit(NodeId node, std::uint32_t parent) {
    if (node >= carries_.size() || !carries_[node] || stamps_[node] == round_ || queue_.size() >= kMaxVisited) return;
    stamps_[node] = round_;
    queue_.push_back({node, parent});
  }

  // The way a value came into a place, by who gave it first.
  void trace(NodeId node, Value value, std::vector<NodeId>& way) const {
    std::unordered_set<NodeId> seen;
    while (way.size() < kMaxSteps * 4 && seen.insert(node).second) {
      NodeId from = kNoNode;
      for (const Solver::Entry& entry : solver_.values(node))
        if (entry.value == value) from = entry.from;
      if (from == kNoNode) return;
      way.push_back(from);
      node = from;
    }
  }

  const Solver& solver_;
  std::vector<bool> carries_;
  std::vector<std::uint32_t> stamps_;  // by place: the round in which it was last visited
  std::uint32_t round_ = 0;
  std::vector<Item> queue_;
};

class FlowFinder {
 public:
  FlowFinder(const World& world, Solver& solver, Analysis& analysis, const SourceNames& names)
      : world_(world),
        solver_(solver),
        analysis_(analysis),
        names_(names),
        sdks_(*world.knowledge),
        texts_(solver),
        collector_(solver),
        sources_(analysis.sources.size()) {}

  FoundFlows run() {
    std::map<std::string, std::set<std::string>> paths;
    for (const PlatformCall& call : solver_.platform_calls) {
      if (call.url == kNoNode || call.site.instance == kNone || !is_network(call)) continue;
      const Unit& unit = world_.units[world_.unit_of_instruction(call.site.code)];
      if (world_.file_of(unit).vendored) continue;
      for (const Address& address : addresses_of(call))
        if (!address.host.empty()) paths[address.host].insert(address.path);
    }
    foreign_ = foreign_domains(paths);
    for (const PlatformCall& call : solver_.platform_calls) platform_call(call);
    data_stores();
    FoundFlows out;
    std::vector<FlowCandidate> candidates;
    for (auto& [key, candidate] : candidates_) candidates.push_back(std::move(candidate));
    for (FlowCandidate& chosen : choose_flows(std::move(candidates))) {
      chosen.flow.steps = steps(chosen.way, chosen.flow.from, chosen.flow.to);
      out.flows.push_back(std::move(chosen.flow));
    }
    for (HostUse& use : hosts_) {
      use.foreign = is_foreign(use.host);
      if (!use.foreign) continue;
      std::set<std::string> items;
      for (const Flow& flow : out.flows)
        if (flow.host == use.host) items.insert(flow.items.begin(), flow.items.end());
      use.items.assign(items.begin(), items.end());
    }
    std::sort(hosts_.begin(), hosts_.end(),
              [](const HostUse& a, const HostUse& b) { return std::tie(a.place, a.host) < std::tie(b.place, b.host); });
    hosts_.erase(std::unique(hosts_.begin(), hosts_.end(),
                             [](const HostUse& a, const HostUse& b) { return a.place == b.place && a.host == b.host; }),
                 hosts_.end());
    out.hosts = std::move(hosts_);
    return out;
  }

 private:
  struct Target {
    std::string sink;
    SinkKind kind = SinkKind::network;
    std::vector<Address> addresses;
    bool third_party = false;
    bool merged = false;  // many calls were looked at as one: which of them sends what is not known
    bool shown = false;   // put into the page's own data
    Place to;
  };

  static std::optional<SinkKind> kind_of(std::string_view rest) {
    if (rest == "request" || rest == "httpRequest" || rest == "uploadFile" || rest == "downloadFile" ||
        rest == "connectSocket" || rest == "sendSocketMessage" || rest.ends_with("ocket.send") ||
        rest.ends_with("SocketTask.send"))
      return SinkKind::network;
    if (rest.starts_with("cloud") || rest == "callFunction" || rest.starts_with("uniCloud")) return SinkKind::cloud;
    if (rest == "setStorage" || rest == "setStorageSync") return SinkKind::storage;
    if (rest == "navigateToMiniProgram" || rest == "openEmbeddedMiniProgram" || rest == "navigateToSmartProgram" ||
        rest == "navigateBackMiniProgram")
      return SinkKind::share;
    if (rest == "reportEvent" || rest == "reportAnalytics" || rest == "report") return SinkKind::sdk;
    if (rest.starts_with("RealtimeLogManager.") || rest.starts_with("LogManager.")) return SinkKind::log;
    return std::nullopt;
  }

  bool is_network(const PlatformCall& call) {
    const ApiName& name = analysis_.api_of(call.path);
    return name.root.empty() ? !call.payload.empty() : kind_of(name.rest) == SinkKind::network;
  }

  // Where a request may go: its address, behind the client's base where it is no whole one.
  std::vector<Address> addresses_of(const PlatformCall& call) {
    std::vector<std::string> bases;
    if (call.base != kNoNode) bases = texts_.of(call.base);
    for (std::string& base : bases)  // BASE + url, whatever the URL
      while (base.ends_with(kUnknownPart)) base.pop_back();
    std::vector<Address> out;
    for (const std::string& text : texts_.of(call.url)) {
      const bool whole = bases.empty() || text.find("://") != std::string::npos;
      for (const std::string& base : whole ? std::vector<std::string>{""} : bases)
        if (std::optional<Address> address = address_of(join_url(base, text))) out.push_back(std::move(*address));
    }
    return out;
  }

  static std::string join_url(const std::string& base, const std::string& text) {
    const bool apart = !base.empty() && !base.ends_with('/') && !text.starts_with('/');
    return base + (apart ? "/" : "") + text;
  }

  bool is_foreign(const std::string& host) const { return foreign_.contains(registrable_domain(host)); }

  bool is_third_party(const Address& address) const {
    return !address.host.empty() &&
           (sdks_.of_host(address.host) != static_cast<std::size_t>(-1) || is_foreign(address.host));
  }

  void platform_call(const PlatformCall& call) {
    if (call.site.instance == kNone) return;
    const ApiName& name = analysis_.api_of(call.path);
    Target target;
    const std::uint32_t u = world_.unit_of_instruction(call.site.code);
    target.to = world_.place(u, world_.instruction(call.site.code).offset);
    if (name.root.empty() && call.payload.empty()) {
      library_call(call, target);
      return;
    }
    if (any_of(name.rest, {"navigateTo", "redirectTo", "reLaunch"})) plugin_page(call, target);
    const std::optional<SinkKind> kind = name.root.empty() ? SinkKind::network : kind_of(name.rest);
    if (!kind || call.payload.empty()) return;
    const std::string_view path = world_.atoms.text(call.path);
    target.sink =
        name.root.empty() ? std::string(path.substr(4, path.find_first_of(".#(", 4) - 4)) : name.root + "." + name.rest;
    target.kind = *kind;
    if (call.url != kNoNode) {
      if (*kind == SinkKind::network) {
        target.addresses = addresses_of(call);
      } else {
        for (const std::string& text : texts_.of(call.url))
          if (text.find(kUnknownPart) == std::string::npos) target.addresses.push_back({"", text});
      }
      target.merged = merge_addresses(target.addresses);
      for (const Address& address : target.addresses)
        if (!address.host.empty()) hosts_.push_back({address.host, target.to});
    }
    target.third_party = target.kind == SinkKind::share;
    if (*kind == SinkKind::network)
      target.third_party = std::any_of(target.addresses.begin(), target.addresses.end(),
                                       [&](const Address& a) { return is_third_party(a); });
    send(call.payload, target);
  }

  // A page of a plugin is opened: what its address holds goes to whoever made the plugin. Of objects put into it that is told even
  // where nothing personal is known of them (a place to begin at, a customer's file).
  void plugin_page(const PlatformCall& call, Target target) {
    if (call.url == kNoNode) return;
    std::set<std::string> names;
    for (const std::string& text : texts_.of(call.url))
      if (text.starts_with("plugin://")) names.insert(text.substr(9, text.find_first_of("/?", 9) - 9));
    if (names.empty()) return;
    target.kind = SinkKind::sdk;
    target.third_party = true;
    target.sink = "plugin:" + *names.begin();
    send(Arguments(&call.url, 1), target);
    for (const Solver::Entry& url : solver_.values(call.url)) {
      const ValueInfo joined = solver_.values_table[url.value];
      if (joined.kind != ValueKind::concat) continue;
      const Instruction& in = world_.instruction(joined.a);
      const Unit& unit = world_.units[solver_.instances[joined.b].unit];
      for (std::uint32_t k = 0; k < in.count; ++k) {
        const NodeId part = solver_.node_of(joined.b, unit.ir.args[in.args + k]);
        if (part == kNoNode) continue;
        for (const Solver::Entry& entry : solver_.values(part)) {
          const ValueInfo given = solver_.values_table[entry.value];
          if (given.kind != ValueKind::object || given.a == 0 || given.a > world_.instructions) continue;
          Flow flow;
          const std::uint32_t code = given.a - 1;
          flow.from = world_.place(world_.unit_of_instruction(code), world_.instruction(code).offset);
          offer(std::move(flow), {part}, target, {});
        }
      }
    }
  }

  void library_call(const PlatformCall& call, Target& target) {
    const std::string_view path = world_.atoms.text(call.path);
    if (path.starts_with("console.")) {
      target.kind = SinkKind::log;
    } else if (path.starts_with("plugin:") || (path.starts_with("npm:") && is_service(path.substr(4)))) {
      target.kind = SinkKind::sdk;
      target.third_party = true;
    } else {
      return;
    }
    target.sink = path;
    send(call.args, target);
  }

  // A package of someone who gets data with it; most packages are only code.
  bool is_service(std::string_view path) const {
    const auto takes = [&](std::size_t s) { return !sdks_.sdks[s]->data.empty(); };
    for (const auto& [name, s] : sdks_.packages)
      if (path.starts_with(name) &&
          (path.size() == name.size() || path[name.size()] == '.' || path[name.size()] == '/'))
        return takes(s);
    return std::any_of(sdks_.package_patterns.begin(), sdks_.package_patterns.end(), [&](const auto& one) {
      const std::string_view head = std::string_view(one.first).substr(0, one.first.find('*'));
      return path.starts_with(head) && takes(one.second);
    });
  }

  // Values kept where others can see them: the app's global data.
  void data_stores() {
    const Atom global_data = world_.atoms.find("globalData");
    if (global_data == 0) return;
    std::set<Value> shared;
    for (const auto& [name, node] : solver_.fields(analysis_.storage_object())) kept_.insert(node);
    for (const Solver::Entry& app : solver_.values(analysis_.app_node))
      if (const NodeId field = solver_.find_field(app.value, global_data); field != kNoNode)
        for (const Solver::Entry& entry : solver_.values(field)) shared.insert(entry.value);
    for (const Value value : shared)
      for (const auto& [name, node] : solver_.fields(value)) kept_.insert(node);
    for (std::uint32_t i = 0; i < solver_.instances.size(); ++i) {
      const Instance& at = solver_.instances[i];
      const Unit& unit = world_.units[at.unit];
      const FunctionIr& f = unit.ir.functions[at.function - unit.first_function];
      for (std::uint32_t c = f.code_begin; c < f.code_end; ++c) {
        const Instruction& in = unit.ir.code[c];
        if (in.op != Op::store || !is_local(in.b)) continue;
        const NodeId base = solver_.node_of(i, in.a);
        if (base == kNoNode) continue;
        bool hit = false;
        for (const Solver::Entry& entry : solver_.values(base)) hit = hit || shared.contains(entry.value);
        if (!hit) continue;
        Target target;
        target.sink = "globalData";
        target.kind = SinkKind::page;
        target.to = world_.place(at.unit, in.offset);
        target.addresses.push_back({"", std::string(world_.atoms.text(in.x))});
        const NodeId stored = solver_.node_of(i, in.b);
        send({&stored, 1}, target);
      }
    }
    for (const Analysis::DataSite& site : analysis_.data_sites) {
      if (site.patch == kNoNode || site.site.instance == kNone) continue;
      Target target;
      target.sink = "setData";
      target.kind = SinkKind::page;
      target.shown = true;
      const std::uint32_t u = world_.unit_of_instruction(site.site.code);
      target.to = world_.place(u, world_.instruction(site.site.code).offset);
      send({&site.patch, 1}, target);
    }
  }

  void send(Arguments payload, const Target& target) {
    for (const NodeId node : payload) {
      for (const auto& [source, way] : collector_.collect(node)) add(source, way, target);
    }
  }

  std::optional<SourceName> name_of(std::uint32_t number) const {
    const Source& source = analysis_.sources[number];
    switch (source.kind) {
      case Source::Kind::use: {
        const auto found = names_.calls.find({source.path, source.code});
        if (found != names_.calls.end()) return found->second;
        return std::nullopt;
      }
      case Source::Kind::field:
        return names_.elements[source.field];
      case Source::Kind::answer:
        return SourceName{"", world_.place(source.unit, source.code), analysis_.items_of_name(source.name)};
    }
    return std::nullopt;
  }

  void add(std::uint32_t number, const std::vector<NodeId>& way, const Target& target) {
    Named& named = sources_[number];
    if (!named.asked) named = {true, name_of(number)};
    const std::optional<SourceName>& source = named.name;
    if (!source) return;
    const bool answer = analysis_.sources[number].kind == Source::Kind::answer;
    // What the server knows already tells nothing new when it goes back there or into the log.
    if (answer && (target.kind == SinkKind::log || (target.kind == SinkKind::network && !target.third_party))) return;
    // A page that shows what it has itself asked for is no flow; one that shows what was kept elsewhere is.
    if (target.shown && std::none_of(way.begin(), way.end(), [&](NodeId node) { return kept_.contains(node); })) return;
    std::vector<Address> addresses = target.addresses;
    if (addresses.empty()) addresses.push_back({});
    for (const Address& address : addresses) {
      Flow flow;
      flow.source = source->id;
      flow.from = source->place;
      flow.items = source->items;
      offer(std::move(flow), way, target, address);
    }
  }

  // A flow that begins as `flow` says: kept, unless the same one by a shorter way is.
  void offer(Flow flow, const std::vector<NodeId>& way, const Target& target, const Address& address) {
    FlowCandidate made;
    flow.to = target.to;
    flow.sink = target.sink;
    flow.kind = target.kind;
    flow.host = address.host;
    flow.path = address.path;
    // One wrapper asks the own server and another's: who gets it depends on the address.
    flow.third_party =
        target.kind == SinkKind::network && !address.host.empty() ? is_third_party(address) : target.third_party;
    made.flow = std::move(flow);
    made.way = way;
    made.merged = target.merged;
    const Flow& f = made.flow;
    const auto key = std::make_tuple(f.from, f.to, f.sink, f.host, f.path, f.source, f.items);
    const auto [slot, fresh] = candidates_.try_emplace(key, made);
    if (fresh) return;
    const bool merged = slot->second.merged && made.merged;
    if (made.way.size() < slot->second.way.size()) slot->second = std::move(made);
    slot->second.merged = merged;
  }

  // Places on the way, source first, one a line.
  std::vector<Place> steps(const std::vector<NodeId>& way, const Place& from, const Place& to) const {
    std::vector<Place> out;
    for (auto it = way.rbegin(); it != way.rend(); ++it) {
      const std::optional<Place> at = place_of(*it);
      if (!at) continue;
      if (at->file == from.file && at->line == from.line) continue;
      if (at->file == to.file && at->line == to.line) continue;
      if (!out.empty() && out.back().file == at->file && out.back().line == at->line) continue;
      out.push_back(*at);
    }
    if (out.size() > kMaxSteps) out.resize(kMaxSteps);
    return out;
  }

  std::optional<Place> place_of(NodeId node) const {
    const std::uint32_t instance = solver_.instance_of(node);
    if (instance == kNone) return std::nullopt;
    const Instance& at = solver_.instances[instance];
    const Unit& unit = world_.units[at.unit];
    const FunctionIr& f = unit.ir.functions[at.function - unit.first_function];
    const std::uint32_t local = node - at.base;
    for (std::uint32_t c = f.code_begin; c < f.code_end; ++c)
      if (unit.ir.code[c].dst == local) return world_.place(at.unit, unit.ir.code[c].offset);
    if (local >= kFirstParameter && local < kFirstParameter + f.parameters && at.function != unit.first_function)
      return world_.place(at.unit, f.begin);
    return std::nullopt;
  }

  const World& world_;
  Solver& solver_;
  Analysis& analysis_;
  const SourceNames& names_;
  const SdkTable sdks_;
  ConstantTexts texts_;
  Collector collector_;
  struct Named {
    bool asked = false;
    std::optional<SourceName> name;
  };
  std::vector<Named> sources_;  // by number
  std::map<std::tuple<Place, Place, std::string, std::string, std::string, std::string, std::vector<std::string>>,
           FlowCandidate>
      candidates_;
  std::unordered_set<NodeId> kept_;  // places of the app's global data and of storage
  std::vector<HostUse> hosts_;
  std::set<std::string> foreign_;  // domains of somebody else
};

}  // namespace

FoundFlows find_flows(const World& world, Solver& solver, Analysis& analysis, const SourceNames& names) {
  return FlowFinder(world, solver, analysis, names).run();
}

}  // namespace qiyue::scan
