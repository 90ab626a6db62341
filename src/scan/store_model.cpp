// State that is kept outside of pages: Pinia's and Vuex's stores, React's hooks and class components.
#include <algorithm>

#include "scan/analysis.h"

namespace qiyue::scan {

namespace {

constexpr std::uint32_t kModelObjects = 0x61000000U;  // numbers no instruction has

std::string_view last_name(std::string_view path, char separator) {
  const std::size_t at = path.rfind(separator);
  return at == std::string_view::npos ? path : path.substr(at + 1);
}

}  // namespace

// A function of our own: what it is called with or gives is tied to `about`.
Value Analysis::made_function(Solver& solver, std::string_view name, std::uint32_t about) {
  return solver.values_table.make(ValueKind::platform, solver.atoms.intern(name), about);
}

void Analysis::call_made(Solver& solver, Site site, Value callee, Arguments args, NodeId result) {
  const ValueInfo info = solver.values_table[callee];
  const std::string_view path = solver.atoms.text(info.a);
  const NodeId first = args.empty() ? kNoNode : args[0], second = args.size() > 1 ? args[1] : kNoNode;
  if (path == "$thunk") {
    // createAsyncThunk(…): called with the argument, its promise settles to what the function gives.
    const NodeId returned = solver.new_node();
    solver.call_node(site, info.b, kNoNode, {first == kNoNode ? solver.new_node() : first, solver.new_node()},
                     returned);
    if (result != kNoNode) {
      const Value answer = solver.values_table.make(ValueKind::object, site.code + 1, site.instance + 1);
      solver.settle(returned, field_node(solver, answer, "payload"));
      solver.settle(returned, result);
      solver.add(result, answer);
    }
  } else if (path == "$resolve") {
    if (first != kNoNode) solver.copy(first, solver.field(info.b, solver.settled));
  } else if (path == "$store") {
    if (result != kNoNode) solver.add(result, info.b);
  } else if (path == "$get") {
    if (result != kNoNode) solver.copy(info.b, result);
  } else if (path == "$set") {
    if (first == kNoNode) return;
    solver.copy(first, info.b);
    solver.call_node(site, first, kNoNode, {info.b}, info.b);
  } else if (path == "$merge") {
    if (first == kNoNode) return;
    const NodeId object = solver.value_node(info.b), returned = solver.new_node();
    solver.spread(object, first);
    solver.call_node(site, first, kNoNode, {object}, returned);
    solver.spread(object, returned);
  } else if (path == "$commit") {
    // commit("user/SET_PHONE", phone), commit({type, …}): modules are told apart by the last name alone.
    if (first == kNoNode) return;
    const std::uint32_t number = add_commit({first, second, result});
    solver.watch(first, static_cast<std::uint32_t>(Topic::commit), number);
  } else if (path == "$send") {
    if (first != kNoNode) solver.copy(first, solver.field(vuex_arguments_, info.b));
    if (result != kNoNode) solver.copy(solver.field(vuex_results_, info.b), result);
  }
}

bool Analysis::call_store(Solver& solver, Site site, std::string_view path, Arguments args, NodeId result) {
  const auto arg = [&](std::size_t i) { return i < args.size() ? args[i] : kNoNode; };
  const bool pinia = path.starts_with("npm:pinia."), vuex = path.starts_with("npm:vuex.") || path.starts_with("Vuex.");
  const std::string_view name = last_name(path, '.');
  if (pinia && name == "defineStore") {
    const Value store = solver.values_table.make(ValueKind::object, site.code + 1, site.instance + 1);
    if (result != kNoNode) solver.add(result, made_function(solver, "$store", store));
    const std::uint32_t owner = add_owner({store, Owner::Kind::vue, -1, false});
    for (const NodeId one : {arg(0), arg(1)})
      if (one != kNoNode) solver.watch(one, static_cast<std::uint32_t>(Topic::pinia), owner);
    solver.add(field_node(solver, store, "$patch"), made_function(solver, "$merge", store));
    return true;
  }
  if (vuex && (name == "Store" || name == "createStore")) {
    if (result != kNoNode) solver.add(result, vuex_object_);
    if (arg(0) != kNoNode) {
      const std::uint32_t owner = add_owner({vuex_object_, Owner::Kind::vue, -1, false});
      solver.watch(arg(0), static_cast<std::uint32_t>(Topic::vuex), owner);
    }
    return true;
  }
  if (vuex && name == "useStore") {
    if (result != kNoNode) solver.add(result, vuex_object_);
    return true;
  }
  if ((vuex || pinia) && any_of(name, {"mapState", "mapGetters", "mapActions", "mapMutations", "mapWritableState"})) {
    const Value mapped = solver.values_table.make(ValueKind::object, site.code + 1, site.instance + 1);
    if (result != kNoNode) solver.add(result, mapped);
    NodeId store = kNoNode;
    if (pinia && arg(0) != kNoNode) {
      store = solver.new_node();
      solver.call_node(site, arg(0), kNoNode, {}, store);
    }
    const auto kind = any_of(name, {"mapActions", "mapMutations"}) ? Mapping::Kind::function
                      : name == "mapGetters"                       ? Mapping::Kind::getter
                                                                   : Mapping::Kind::state;
    mappings_.push_back({kind, mapped, store, args.size() > 1 ? arg(0) : kNoNode});
    const NodeId list = args.size() > 1 ? arg(1) : arg(0);
    if (list != kNoNode)
      solver.watch(list, static_cast<std::uint32_t>(Topic::mapping), static_cast<std::uint32_t>(mappings_.size() - 1));
    return true;
  }
  const bool package = path.starts_with("npm:");
  if (package && name == "withTypes") {  // createAsyncThunk.withTypes<…>(): the same, typed
    const std::string_view same = path.substr(0, path.size() - std::string_view(".withTypes").size());
    if (result != kNoNode) solver.add(result, solver.values_table.make(ValueKind::platform, solver.atoms.intern(same)));
    return true;
  }
  if (package && name == "createAsyncThunk") {
    if (result != kNoNode && arg(1) != kNoNode) solver.add(result, made_function(solver, "$thunk", arg(1)));
    return true;
  }
  // Hooks of ahooks, react-use and their kin that hand back what they get.
  if (package && any_of(name, {"useMemoizedFn", "usePersistFn", "useEventCallback", "useEvent", "useLatestCallback",
                               "useLockFn", "debounce", "throttle", "once", "memo"})) {
    if (arg(0) != kNoNode && result != kNoNode) solver.copy(arg(0), result);
    return true;
  }
  const bool state_hook =
      package && any_of(name, {"useSafeState", "useRafState", "useGetState", "useResetState", "useMergedState"});
  if (!state_hook && !path.starts_with("npm:react.") && !path.starts_with("npm:preact/hooks.") &&
      !path.starts_with("React.") && !path.starts_with("npm:Taro."))
    return path.ends_with("connect()") && result != kNoNode && arg(0) != kNoNode && (solver.copy(arg(0), result), true);
  const Value made = solver.values_table.make(ValueKind::array, site.code + 1, site.instance + 1);
  if (state_hook || name == "useState" || name == "useReducer") {
    if (result != kNoNode) solver.add(result, made);
    const NodeId state = field_node(solver, made, "0"), setter = field_node(solver, made, "1");
    const NodeId initial = name == "useReducer" ? arg(1) : arg(0);
    if (initial != kNoNode) {
      solver.copy(initial, state);
      solver.call_node(site, initial, kNoNode, {}, state);
    }
    solver.add(setter, made_function(solver, "$set", state));
    return true;
  }
  if (name == "useRef" || name == "createRef") {
    const Value box = solver.values_table.make(ValueKind::object, site.code + 1, site.instance + 1);
    if (result != kNoNode) solver.add(result, box);
    if (arg(0) != kNoNode) solver.copy(arg(0), field_node(solver, box, "current"));
    return true;
  }
  if (any_of(name, {"useCallback", "memo", "forwardRef", "lazy"})) {
    if (arg(0) != kNoNode && result != kNoNode) solver.copy(arg(0), result);
    return true;
  }
  if (name == "useMemo") {
    if (arg(0) != kNoNode) solver.call_node(site, arg(0), kNoNode, {}, result);
    return true;
  }
  return false;
}

void Analysis::begin_stores(Solver& solver) {
  const auto model_object = [&](std::uint32_t number) {
    return solver.values_table.make(ValueKind::object, kModelObjects | number, 0);
  };
  vuex_object_ = model_object(0);
  vuex_arguments_ = model_object(1);
  vuex_results_ = model_object(2);
  solver.add(field_node(solver, vuex_object_, "state"), model_object(3));
  solver.add(field_node(solver, vuex_object_, "getters"), model_object(4));
  for (const std::string_view name : {"commit", "dispatch"})
    solver.add(field_node(solver, vuex_object_, name), made_function(solver, "$commit", 0));
  solver.add(field_node(solver, prototype_object_, "$store"), vuex_object_);
  // React: what a page's or component's script exports is drawn.
  for (const auto* list : {&world.program->pages, &world.program->components})
    for (const program::PageFiles& page : *list) draw_default(solver, page.script);
  draw_default(solver, world.program->app_script);
}

void Analysis::draw_default(Solver& solver, int file) {
  if (file < 0 || world.program->files[static_cast<std::size_t>(file)].language == program::Language::markup) return;
  const int unit = world.unit_of_file[static_cast<std::size_t>(file)];
  if (unit < 0 || !world.units[static_cast<std::size_t>(unit)].ir.es_module) return;
  const NodeId drawn = solver.new_node();
  solver.load(solver.module_exports(static_cast<std::uint32_t>(unit)), solver.atoms.intern("default"), drawn);
  solver.watch(drawn, static_cast<std::uint32_t>(Topic::drawn),
               add_owner({0, file == world.program->app_script ? Owner::Kind::app : Owner::Kind::page, file, false}));
  hooks.push_back({drawn, file == world.program->app_script ? Trigger::launch : Trigger::page_load});
}

// A function or class that draws: called, and its methods are those of what it makes.
void Analysis::draw(Solver& solver, std::uint32_t number, Value function) {
  const Value self = solver.values_table.make(ValueKind::object, kModelObjects + 16 + number, 0);
  owners_[number].self = self;
  solver.link(self, solver.field(function, solver.prototype));
  solver.call_node({0, 0xFFFFFFFF}, solver.value_node(function), solver.value_node(self), {solver.new_node()}, kNoNode);
  solver.watch_fields(self, static_cast<std::uint32_t>(Topic::entry), number);
}

void Analysis::on_store_value(Solver& solver, Topic topic, std::uint32_t payload, Value value) {
  const ValueKind kind = solver.values_table.kind(value);
  const auto part = [&](std::string_view name) { return field_node(solver, value, name); };
  const auto watch = [&](NodeId node, Topic next, std::uint32_t about) {
    solver.watch(node, static_cast<std::uint32_t>(next), about);
  };
  const Site nowhere{0, 0xFFFFFFFF};
  switch (topic) {
    case Topic::pinia: {
      const Value store = owners_[payload].self;
      if (kind == ValueKind::function) {
        const NodeId returned = solver.new_node();
        solver.call_node(nowhere, solver.value_node(value), kNoNode, {}, returned);
        solver.link(store, returned);
      } else if (kind == ValueKind::object) {
        const NodeId state = solver.new_node();
        solver.call_node(nowhere, part("state"), kNoNode, {}, state);
        solver.copy(part("state"), state);
        solver.link(store, state);
        solver.copy(state, field_node(solver, store, "$state"));
        solver.link(store, part("actions"));
        watch(part("getters"), Topic::vue_computed, payload);
      }
      break;
    }
    case Topic::vuex: {
      if (kind != ValueKind::object) break;
      const Value store = owners_[payload].self;
      const NodeId state = field_node(solver, store, "state");
      solver.copy(part("state"), state);
      solver.call_node(nowhere, part("state"), kNoNode, {}, state);
      for (const std::string_view table : {"mutations", "actions"}) watch(part(table), Topic::vuex_table, payload);
      watch(part("getters"), Topic::vuex_getters, payload);
      watch(part("modules"), Topic::vuex_modules, payload);
      break;
    }
    case Topic::vuex_table:
    case Topic::vuex_getters:
    case Topic::vuex_modules:
      if (kind == ValueKind::object) solver.watch_fields(value, static_cast<std::uint32_t>(topic), payload);
      break;
    case Topic::commit: {
      const Commit call = commits_[payload];
      if (kind != ValueKind::text) break;
      const Atom name = solver.atoms.intern(last_name(solver.atoms.text(solver.values_table[value].a), '/'));
      if (call.payload != kNoNode) solver.copy(call.payload, solver.field(vuex_arguments_, name));
      if (call.result != kNoNode) solver.copy(solver.field(vuex_results_, name), call.result);
      break;
    }
    case Topic::mapping:
      if (kind == ValueKind::array) {
        const NodeId each = solver.new_node();
        solver.element(solver.value_node(value), each);
        watch(each, topic, payload);
      } else if (kind == ValueKind::object) {
        solver.watch_fields(value, static_cast<std::uint32_t>(topic), payload);
      } else if (kind == ValueKind::text) {
        map_name(solver, mappings_[payload], solver.values_table[value].a, solver.values_table[value].a);
      }
      break;
    case Topic::drawn:
      if (kind == ValueKind::function && owners_[payload].self == 0) draw(solver, payload, value);
      break;
    default:
      break;
  }
}

void Analysis::map_name(Solver& solver, const Mapping& mapping, Atom as, Atom name) {
  const Atom last = solver.atoms.intern(last_name(solver.atoms.text(name), '/'));
  const NodeId to = solver.field(mapping.mapped, as);
  if (mapping.store != kNoNode) {  // Pinia
    if (mapping.kind == Mapping::Kind::function) {
      solver.load(mapping.store, name, to);
    } else {
      const NodeId value = solver.new_node();
      solver.load(mapping.store, name, value);
      solver.add(to, made_function(solver, "$get", value));
    }
    return;
  }
  if (mapping.kind == Mapping::Kind::function) {
    solver.add(to, made_function(solver, "$send", last));
    return;
  }
  const NodeId value = solver.new_node();
  const NodeId table = field_node(solver, vuex_object_, mapping.kind == Mapping::Kind::getter ? "getters" : "state");
  if (mapping.kind == Mapping::Kind::state && mapping.space != kNoNode) {
    const NodeId module = solver.new_node();
    solver.keyed(table, mapping.space, module, false);
    solver.load(module, name, value);
  } else {
    solver.load(table, last, value);
  }
  solver.add(to, made_function(solver, "$get", value));
}

void Analysis::on_store_field(Solver& solver, Topic topic, std::uint32_t payload, Atom name, NodeId field) {
  const Site nowhere{0, 0xFFFFFFFF};
  switch (topic) {
    case Topic::vuex_table: {
      // An action gets the store, a mutation the state: each takes from it what it knows.
      const Value store = owners_[payload].self;
      const NodeId state = field_node(solver, store, "state");
      const NodeId context = solver.new_node();
      solver.copy(state, context);
      solver.add(context, store);
      solver.call_node(nowhere, field, kNoNode, {context, solver.field(vuex_arguments_, name)},
                       solver.field(vuex_results_, name));
      break;
    }
    case Topic::vuex_getters: {
      NodeId result = solver.new_node();
      solver.store(field_node(solver, vuex_object_, "getters"), name, result);
      solver.call_node(nowhere, field, kNoNode, {field_node(solver, owners_[payload].self, "state")}, result);
      break;
    }
    case Topic::vuex_modules: {
      // A module is a store of its own whose state is part of the whole.
      const Value module = solver.values_table.make(ValueKind::object, kModelObjects + 8, name);
      for (const std::string_view shared : {"commit", "dispatch", "getters"})
        solver.copy(field_node(solver, vuex_object_, shared), field_node(solver, module, shared));
      solver.copy(field_node(solver, vuex_object_, "state"), field_node(solver, module, "rootState"));
      solver.store(field_node(solver, owners_[payload].self, "state"), name, field_node(solver, module, "state"));
      solver.watch(field, static_cast<std::uint32_t>(Topic::vuex), add_owner({module, Owner::Kind::vue, -1, false}));
      break;
    }
    case Topic::mapping: {
      // {shown: "phone", other: state => state.x}
      const Mapping mapping = mappings_[payload];
      const NodeId value = solver.new_node();
      solver.call_node(nowhere, field, kNoNode, {field_node(solver, vuex_object_, "state")}, value);
      solver.add(solver.field(mapping.mapped, name), made_function(solver, "$get", value));
      for (const Solver::Entry& entry : solver.values(field))
        if (solver.values_table.kind(entry.value) == ValueKind::text)
          map_name(solver, mapping, name, solver.values_table[entry.value].a);
      break;
    }
    case Topic::attributes: {
      // The events of an element in JSX: what is typed into it comes to the handler.
      const Element element = elements_[payload];
      std::string event = event_of_name(solver.atoms.text(name));
      if (event.empty()) return;
      Binding binding;
      binding.file = element.file;
      binding.node = element.node;
      binding.event = std::move(event);
      binding.form = binding.event == "submit";
      if (const auto found = brought_.find({element.file, element.node}); found != brought_.end())
        binding.sources = found->second;
      const Trigger trigger = binding.form ? Trigger::submit : Trigger::tap;
      bindings_.push_back(std::move(binding));
      solver.call_node(nowhere, field, kNoNode, {event_node(solver, static_cast<std::uint32_t>(bindings_.size() - 1))},
                       kNoNode);
      hooks.push_back({field, trigger});
      break;
    }
    default:
      break;
  }
}

void Analysis::jsx(Solver& solver, Site site, NodeId tag, NodeId props, NodeId result) {
  if (tag == kNoNode) return;
  solver.call_node(site, tag, kNoNode, {props}, result);
  const int file = file_of(solver, site);
  // Taro 1 and 2 start with Taro.render(<App />, …) in the module itself.
  if (is_app_file(file) &&
      solver.function_of(site) == world.units[world.unit_of_function(solver.function_of(site))].first_function)
    solver.watch(tag, static_cast<std::uint32_t>(Topic::drawn), add_owner({0, Owner::Kind::app, file, false}));
  if (file < 0 || props == kNoNode) return;
  auto& nodes = element_nodes_[file];
  const program::Markup& markup = (*world.markups)[static_cast<std::size_t>(file)];
  if (nodes.empty())
    for (std::uint32_t n = 1; n < markup.nodes.size(); ++n)
      if (markup.nodes[n].kind == program::NodeKind::element) nodes.try_emplace(markup.nodes[n].span.begin, n);
  const auto found = nodes.find(world.instruction(site.code).offset);
  if (found == nodes.end()) return;
  elements_.push_back({file, found->second});
  solver.watch(props, static_cast<std::uint32_t>(Topic::attributes_of),
               static_cast<std::uint32_t>(elements_.size() - 1));
}

}  // namespace qiyue::scan
