#include "scan/uses.h"

#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include "scan/constants.h"

namespace qiyue::scan {

namespace {

constexpr Trigger kByRank[] = {Trigger::launch, Trigger::page_load, Trigger::submit, Trigger::tap,
                               Trigger::timer,  Trigger::message,   Trigger::unknown};

int rank_of(Trigger trigger) {
  for (int i = 0; i < 7; ++i)
    if (kByRank[i] == trigger) return i;
  return 6;
}

bool takes_information(const knowledge::PlatformApi& api) {
  return !api.items.empty() && (api.collect == "read" || api.collect == "write" || !api.privacy_key.empty());
}

bool is_callback_name(std::string_view name) {
  return name == "success" || name == "fail" || name == "complete" || name == "callback" || name == "handler" ||
         name == "default";
}

}  // namespace

Reach::Reach(const World& world, const Solver& solver, const Analysis& analysis) : rank_(world.functions, kNever) {
  std::vector<std::vector<std::uint32_t>> callees(world.functions);
  for (const CallEdge& edge : solver.call_edges)
    if (edge.caller != kNone) callees[edge.caller].push_back(edge.callee);
  std::vector<std::vector<std::uint32_t>> start(7);
  // Modules run when the app starts or when a page that asks for them is opened.
  std::set<std::size_t> at_launch;
  std::deque<std::size_t> todo;
  for (const int file : {world.program->app_script, world.program->main_script})
    if (file >= 0 && world.unit_of_file[static_cast<std::size_t>(file)] >= 0)
      todo.push_back(static_cast<std::size_t>(world.unit_of_file[static_cast<std::size_t>(file)]));
  while (!todo.empty()) {
    const std::size_t unit = todo.front();
    todo.pop_front();
    if (!at_launch.insert(unit).second) continue;
    for (const auto& [name, target] : world.units[unit].modules)
      if (target >= 0) todo.push_back(static_cast<std::size_t>(target));
  }
  for (std::size_t u = 0; u < world.units.size(); ++u)
    if (world.units[u].reachable) start[at_launch.contains(u) ? 0 : 1].push_back(world.units[u].first_function);
  for (const Analysis::Hook& hook : analysis.hooks)
    for (const Solver::Entry& entry : solver.values(hook.function)) {
      const ValueInfo info = solver.values_table[entry.value];
      if (info.kind != ValueKind::function) continue;
      if (!world.units[world.unit_of_function(info.a)].reachable) continue;
      start[static_cast<std::size_t>(rank_of(hook.trigger))].push_back(info.a);
    }
  for (int rank = 0; rank < 7; ++rank) {
    std::deque<std::uint32_t> queue(start[static_cast<std::size_t>(rank)].begin(),
                                    start[static_cast<std::size_t>(rank)].end());
    while (!queue.empty()) {
      const std::uint32_t f = queue.front();
      queue.pop_front();
      if (rank_[f] <= rank) continue;
      rank_[f] = rank;
      for (const std::uint32_t callee : callees[f]) queue.push_back(callee);
    }
  }
}

Trigger Reach::trigger(std::uint32_t function) const {
  return rank_[function] >= 7 ? Trigger::unknown : kByRank[rank_[function]];
}

std::string function_name(const World& world, std::uint32_t function) {
  const std::uint32_t u = world.unit_of_function(function);
  const Unit& unit = world.units[u];
  std::uint32_t f = function - unit.first_function;
  std::string fallback;
  while (f != kNone && f != 0) {
    const std::string_view name = world.atoms.text(unit.ir.functions[f].name);
    if (!name.empty() && !is_callback_name(name)) return std::string(name);
    if (fallback.empty() && !name.empty()) fallback = name;
    f = unit.ir.functions[f].parent;
  }
  return fallback;
}

const program::PageFiles* page_of(const World& world, std::uint32_t unit) {
  const int file = static_cast<int>(world.units[unit].file);
  for (const auto* list : {&world.program->pages, &world.program->components})
    for (const program::PageFiles& page : *list)
      if (page.script == file || page.markup == file) return &page;
  return nullptr;
}

namespace {

// Where a call counts: at the call, or where the function or its name was handed to a wrapper.
std::uint32_t counted_at(const World& world, const Solver& solver, const PlatformCall& call) {
  std::uint32_t code = call.site.code;
  std::uint32_t instance = call.site.instance;
  const Instruction& in = world.instruction(code);
  if ((in.flags & kCalleeIsParameter) != 0 && call.reference != 0) return call.reference - 1;
  if ((in.flags & kKeyIsParameter) != 0) {
    // wx[name](…) with the name given by the caller.
    while (instance != kNone && (world.instruction(code).flags & kKeyIsParameter) != 0 &&
           solver.instances[instance].caller != kNone) {
      code = solver.instances[instance].call;
      instance = solver.instances[instance].caller;
    }
  }
  return code;
}

bool has_field(const Solver& solver, NodeId node, std::string_view name) {
  const Atom atom = solver.atoms.find(name);
  if (atom == 0) return false;
  for (const Solver::Entry& entry : solver.values(node)) {
    const NodeId field = solver.find_field(entry.value, atom);
    if (field != kNoNode && solver.incoming(field) > 0) return true;
  }
  return false;
}

}  // namespace

std::vector<FoundUse> script_uses(const World& world, Solver& solver, Analysis& analysis, const Reach& reach) {
  std::map<std::pair<std::uint32_t, Atom>, FoundUse> found;
  const auto add = [&](std::uint32_t code, Atom path, std::uint32_t caller, Use use) {
    const std::uint32_t u = world.unit_of_instruction(code);
    const Unit& unit = world.units[u];
    const auto [slot, fresh] = found.try_emplace({code, path});
    const bool reached = unit.reachable && reach.reached(caller);
    if (!fresh) {
      if (reached && !slot->second.use.reachable) {
        slot->second.use.reachable = true;
        slot->second.use.trigger = reach.trigger(caller);
      }
      return;
    }
    use.place = world.place(u, unit.ir.code[code - unit.first_instruction].offset);
    use.vendored = world.file_of(unit).vendored;
    if (const program::PageFiles* page = page_of(world, u); page != nullptr) use.page = page->path;
    // The function that the place stands in, which is not always the one that calls.
    std::uint32_t inside = unit.first_function;
    for (std::size_t f = 0; f < unit.ir.functions.size(); ++f) {
      const std::uint32_t index = code - unit.first_instruction;
      if (index >= unit.ir.functions[f].code_begin && index < unit.ir.functions[f].code_end)
        inside = unit.first_function + static_cast<std::uint32_t>(f);
    }
    use.function = function_name(world, inside);
    use.reachable = reached;
    use.trigger = reach.trigger(caller);
    slot->second.use = std::move(use);
    slot->second.path = path;
    slot->second.code = code + 1;
  };
  ConstantTexts texts(solver);
  for (std::size_t i = 0; i < solver.platform_calls.size(); ++i) {
    const PlatformCall& call = solver.platform_calls[i];
    if (call.site.instance == kNone) continue;
    const ApiName& name = analysis.api_of(call.path);
    if (name.root.empty()) continue;
    const std::uint32_t caller = solver.instances[call.site.instance].function;
    if (name.api != nullptr && takes_information(*name.api)) {
      // With a point of its own the map moves there and asks for nothing.
      if (name.rest == "MapContext.moveToLocation" && !call.args.empty() && has_field(solver, call.args[0], "latitude"))
        continue;
      Use use;
      use.items = name.api->items;
      use.api = name.root + "." + name.rest;
      use.use_class = class_of(name.api->api_class);
      add(counted_at(world, solver, call), call.path, caller, std::move(use));
      continue;
    }
    if (name.rest == "navigateTo" || name.rest == "redirectTo" || name.rest == "reLaunch") {
      // Pages of plugins take what the plugin takes.
      if (call.args.empty()) continue;
      for (const std::string& text : texts.of(call.url)) {
        if (!text.starts_with("plugin://")) continue;
        const std::size_t slash = text.find('/', 9);
        const std::string plugin = text.substr(9, slash == std::string::npos ? std::string::npos : slash - 9);
        for (const program::PluginDeclaration& declared : world.program->plugins) {
          if (declared.name != plugin) continue;
          for (const knowledge::Plugin& known : world.knowledge->plugins) {
            if (known.provider_appid != declared.provider || known.items.empty()) continue;
            Use use;
            use.items = known.items;
            use.api = text.substr(0, text.find('?'));
            use.use_class = UseClass::privacy;
            use.how = How::third_party;
            const Atom api = solver.atoms.intern(use.api);
            add(call.site.code, api, caller, std::move(use));
          }
        }
      }
    }
  }
  std::vector<FoundUse> out;
  std::map<std::pair<Place, std::string>, std::size_t> seen;
  for (auto& [key, use] : found) {
    const auto [slot, fresh] = seen.try_emplace({use.use.place, use.use.api}, out.size());
    if (fresh) out.push_back(std::move(use));
  }
  std::sort(out.begin(), out.end(), [](const FoundUse& a, const FoundUse& b) {
    return std::tie(a.use.place, a.use.api) < std::tie(b.use.place, b.use.api);
  });
  return out;
}

std::vector<SeenCall> seen_calls(const World& world, Solver& solver, Analysis& analysis) {
  std::set<std::pair<std::uint32_t, Atom>> seen;
  std::vector<SeenCall> out;
  for (const PlatformCall& call : solver.platform_calls) {
    if (call.site.instance == kNone || !seen.insert({call.site.code, call.path}).second) continue;
    const ApiName& name = analysis.api_of(call.path);
    const std::uint32_t u = world.unit_of_instruction(call.site.code);
    std::string api = name.root.empty() ? std::string(world.atoms.text(call.path)) : name.root + "." + name.rest;
    out.push_back({std::move(api), world.place(u, world.instruction(call.site.code).offset),
                   world.file_of(world.units[u]).vendored});
  }
  std::sort(out.begin(), out.end(),
            [](const SeenCall& a, const SeenCall& b) { return std::tie(a.place, a.api) < std::tie(b.place, b.api); });
  return out;
}

}  // namespace qiyue::scan
