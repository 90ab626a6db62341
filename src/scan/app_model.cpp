// What the frameworks start: App(), Page(), Component(), Vue's options, and the data they keep.
#include <algorithm>

#include "core/text.h"
#include "scan/analysis.h"

namespace qiyue::scan {

namespace {

Trigger trigger_of(std::string_view name, bool app) {
  if (any_of(name, {"onLaunch", "useLaunch"}) ||
      (app && any_of(name, {"onShow", "onError", "onPageNotFound", "created", "mounted", "globalData", "data", "setup",
                            "beforeCreate", "beforeMount", "componentWillMount", "componentDidMount",
                            "componentDidShow", "render", "onMounted", "onBeforeMount", "useDidShow", "useEffect"})))
    return Trigger::launch;
  if (any_of(name, {"onLoad",
                    "onShow",
                    "onReady",
                    "onHide",
                    "onUnload",
                    "created",
                    "attached",
                    "ready",
                    "mounted",
                    "beforeMount",
                    "beforeCreate",
                    "show",
                    "moved",
                    "detached",
                    "onInit",
                    "onTabItemTap",
                    "didMount",
                    "didUpdate",
                    "didUnmount",
                    "deriveDataFromProps",
                    "componentDidMount",
                    "componentWillMount",
                    "componentDidShow",
                    "componentDidHide",
                    "render",
                    "activated",
                    "setup",
                    "data",
                    "hide",
                    "resize",
                    "onResize",
                    "onPageShow",
                    "onBackPress",
                    "destroyed",
                    "beforeDestroy",
                    "unmounted",
                    "beforeUnmount",
                    "onMounted",
                    "onSaveExitState",
                    "updated",
                    "useLoad",
                    "useDidShow",
                    "useReady",
                    "useEffect",
                    "useLayoutEffect",
                    "useDidHide",
                    "useMount",
                    "onBeforeMount",
                    "onActivated"}))
    return Trigger::page_load;
  if (any_of(name, {"onPullDownRefresh", "onReachBottom", "onPageScroll", "onShareAppMessage", "onShareTimeline",
                    "onAddToFavorites", "onNavigationBarButtonTap", "onNavigationBarSearchInputConfirmed",
                    "usePullDownRefresh", "useReachBottom", "useShareAppMessage", "useShareTimeline", "usePageScroll"}))
    return Trigger::tap;
  return Trigger::unknown;
}

}  // namespace

int Analysis::file_of(const Solver& solver, const Site& site) const {
  if (site.instance == 0xFFFFFFFF || site.instance >= solver.instances.size()) return -1;
  return static_cast<int>(world.units[solver.instances[site.instance].unit].file);
}

bool Analysis::is_app_file(int file) const { return file >= 0 && file == world.program->app_script; }

void Analysis::begin(Solver& solver) {
  app_node = solver.new_node();
  const auto model_object = [&](std::uint32_t number) {
    return solver.values_table.make(ValueKind::object, 0x60000000U | number, 0);
  };
  storage_object_ = model_object(1);
  events_object_ = model_object(2);
  prototype_object_ = model_object(3);
  globals_object_ = model_object(4);
  intercepted_ = model_object(5);
  for (const auto& [name, number] : {std::pair<std::string_view, std::uint32_t>{"header", 6}, {"data", 7}})
    solver.add(field_node(solver, intercepted_, name), model_object(number));
  read_bindings(solver);
  begin_stores(solver);
  // What a program hangs on Vue's prototype every component sees as its own.
  for (const std::string_view path :
       {"npm:vue.prototype", "Vue.prototype", "npm:vue.createApp().config.globalProperties",
        "npm:vue.createSSRApp().config.globalProperties", "npm:@mpxjs/core.prototype", "npm:mpvue.prototype"}) {
    const std::uint32_t owner = add_owner({prototype_object_, Owner::Kind::vue, -1, false});
    solver.watch_fields(solver.values_table.make(ValueKind::platform, solver.atoms.intern(path)),
                        static_cast<std::uint32_t>(Topic::globals), owner);
  }
  // Single-file components: their default export is the component.
  for (std::uint32_t u = 0; u < world.units.size(); ++u) {
    const program::SourceFile& file = world.file_of(world.units[u]);
    if (file.language != program::Language::markup) continue;
    const NodeId exports = solver.new_node();
    solver.load(solver.module_exports(u), solver.atoms.intern("default"), exports);
    const std::uint32_t owner = add_owner({0, Owner::Kind::vue, static_cast<int>(world.units[u].file), false});
    solver.watch(exports, static_cast<std::uint32_t>(Topic::vue_options), owner);
  }
}

bool Analysis::call_framework(Solver& solver, Site site, std::string_view path, Arguments args, NodeId result,
                              bool constructed) {
  (void)constructed;
  const auto arg = [&](std::size_t i) { return i < args.size() ? args[i] : kNoNode; };
  std::string_view name = path;
  if (const std::size_t dot = name.rfind('.');
      dot != std::string_view::npos && (name.starts_with("npm:") || name.starts_with("Vue.")))
    name = name.substr(dot + 1);
  const auto watch = [&](Topic topic, Owner::Kind kind) {
    if (arg(0) == kNoNode) return;
    const int file = file_of(solver, site);
    // What a library's own components do among themselves is not followed; what they call is.
    if (file >= 0 && world.program->files[static_cast<std::size_t>(file)].vendored) return;
    const std::uint32_t owner = add_owner({0, kind, file, false});
    solver.watch(args[0], static_cast<std::uint32_t>(topic), owner);
  };
  if (path == "App") {
    if (arg(0) != kNoNode) solver.copy(args[0], app_node);
    watch(Topic::app_options, Owner::Kind::app);
    return true;
  }
  if (path == "Page") {
    watch(Topic::page_options, Owner::Kind::page);
    return true;
  }
  if (any_of(path, {"Component", "Behavior"})) {
    if (path == "Component") watch(Topic::component_options, Owner::Kind::component);
    if (arg(0) != kNoNode && result != kNoNode) solver.copy(args[0], result);
    return true;
  }
  if (any_of(path, {"mpx.createPage", "mpx.createComponent"})) {
    watch(Topic::component_options, Owner::Kind::component);
    return true;
  }
  if (any_of(path, {"mpx.createApp", "wepy.app"})) {
    if (arg(0) != kNoNode) solver.copy(args[0], app_node);
    watch(Topic::app_options, Owner::Kind::app);
    return true;
  }
  if (any_of(path, {"wepy.page", "wepy.component"})) {
    watch(Topic::vue_options, Owner::Kind::vue);
    return true;
  }
  if (path == "getApp") {
    if (result != kNoNode) solver.copy(app_node, result);
    return true;
  }
  if (path == "getCurrentPages" || path == "requirePlugin") {
    if (path == "requirePlugin" && result != kNoNode && arg(0) != kNoNode)
      for (const Solver::Entry& entry : solver.values(args[0]))
        if (solver.values_table.kind(entry.value) == ValueKind::text)
          solver.add(
              result,
              solver.values_table.make(
                  ValueKind::platform,
                  solver.atoms.intern("plugin:" + std::string(solver.atoms.text(solver.values_table[entry.value].a)))));
    return true;
  }
  const bool vue = path.starts_with("npm:vue") || path.starts_with("Vue") || path == name;
  if (vue && any_of(name, {"defineComponent", "extend", "createPage", "createComponent", "defineAppConfig"})) {
    if (arg(0) != kNoNode && result != kNoNode) solver.copy(args[0], result);
    if (path.starts_with("npm:@mpx") || path == "createPage" || path == "createComponent")
      watch(Topic::component_options, Owner::Kind::component);
    return true;
  }
  if (vue && any_of(name, {"ref", "shallowRef", "customRef", "toRef", "computed", "useState"})) {
    const Value box = solver.values_table.make(ValueKind::object, site.code + 1, site.instance + 1);
    if (result != kNoNode) solver.add(result, box);
    const NodeId inner = field_node(solver, box, "value");
    if (arg(0) != kNoNode) {
      if (name == "computed") {
        solver.call_node(site, args[0], kNoNode, {}, inner);
        const NodeId getter = solver.new_node();
        solver.load(args[0], solver.atoms.intern("get"), getter);
        solver.call_node(site, getter, kNoNode, {}, inner);
      } else {
        solver.copy(args[0], inner);
      }
    }
    return true;
  }
  if (vue &&
      any_of(name, {"reactive", "shallowReactive", "readonly", "toRefs", "storeToRefs", "markRaw", "observable"})) {
    if (arg(0) != kNoNode && result != kNoNode) solver.copy(args[0], result);
    return true;
  }
  if (vue && any_of(name, {"watch", "watchEffect"})) {
    if (name == "watchEffect" && arg(0) != kNoNode) solver.call_node(site, args[0], kNoNode, {}, kNoNode);
    if (name == "watch" && args.size() > 1) {
      const NodeId now = solver.new_node();
      solver.call_node(site, args[0], kNoNode, {}, now);
      solver.load(args[0], solver.atoms.intern("value"), now);
      solver.call_node(site, args[1], kNoNode, {now, now}, kNoNode);
    }
    return true;
  }
  if (call_store(solver, site, path, args, result)) return true;
  // Life-cycle hooks called with a function: onLoad(() => …), useDidShow(…), useEffect(…).
  if (const Trigger trigger = trigger_of(name, is_app_file(file_of(solver, site)));
      trigger != Trigger::unknown && arg(0) != kNoNode && path.find("()") == std::string_view::npos) {
    solver.call_node(site, args[0], kNoNode, {}, kNoNode);
    hooks.push_back({args[0], trigger});
    return true;
  }
  return false;
}

void Analysis::own(Solver& solver, Value self, Owner::Kind kind, int file) {
  if (!has_fields(solver.values_table.kind(self))) return;
  const auto [slot, fresh] = owner_of_.try_emplace({self, file}, 0);
  if (!fresh) return;
  const std::uint32_t owner = add_owner({self, kind, file, false});
  slot->second = owner;
  const auto part = [&](std::string_view name) { return field_node(solver, self, name); };
  const auto watch_part = [&](std::string_view name, Topic topic) {
    solver.watch(part(name), static_cast<std::uint32_t>(topic), owner);
  };
  if (kind == Owner::Kind::app) {
    solver.watch_fields(self, static_cast<std::uint32_t>(Topic::entry), owner);
  } else if (kind == Owner::Kind::page) {
    solver.watch_fields(self, static_cast<std::uint32_t>(Topic::entry), owner);
  } else if (kind == Owner::Kind::component) {
    solver.link(self, part("methods"));
    for (const std::string_view name : {"methods", "lifetimes", "pageLifetimes", "observers", "watch"})
      watch_part(name, Topic::methods);
    solver.watch_fields(self, static_cast<std::uint32_t>(Topic::entry), owner);
    watch_part("behaviors", Topic::mixins);
    watch_part("mixins", Topic::mixins);
    watch_part("computed", Topic::vue_computed);
    // Properties are read as this.data.x and this.properties.x.
    solver.copy(part("properties"), part("$properties"));
    watch_part("data", Topic::vue_data);
    if (world.program->framework == "mpx") solver.link(self, part("data"));
  } else {
    solver.link(self, part("methods"));
    for (const std::string_view name : {"methods", "watch", "filters"}) watch_part(name, Topic::methods);
    watch_part("computed", Topic::vue_computed);
    watch_part("data", Topic::vue_data);
    watch_part("setup", Topic::entry);
    watch_part("mixins", Topic::mixins);
    watch_part("extends", Topic::mixins);
    watch_part("globalData", Topic::vue_data);
    solver.watch_fields(self, static_cast<std::uint32_t>(Topic::entry), owner);
    solver.link(self, solver.value_node(prototype_object_));
    if (file >= 0 && file == world.program->app_script) solver.add(app_node, self);
  }
  bind_owner(solver, owner);
}

// A function under a name that the platform or the template may call.
void Analysis::start(Solver& solver, std::uint32_t owner_number, Atom name, NodeId function) {
  const Owner owner = owners_[owner_number];
  std::vector<NodeId> args;
  Trigger trigger = trigger_of(solver.atoms.text(name), owner.kind == Owner::Kind::app || is_app_file(owner.file));
  for (const int file : templates_of(owner.file)) {
    const auto found = bindings_of_file_.find(file);
    if (found == bindings_of_file_.end()) continue;
    for (const std::uint32_t number : found->second) {
      const Binding& binding = bindings_[number];
      if (binding.handler != solver.atoms.text(name)) continue;
      while (args.size() <= binding.argument) args.push_back(solver.new_node());
      solver.copy(event_node(solver, number), args[binding.argument]);
      if (trigger == Trigger::unknown || trigger == Trigger::tap)
        trigger = binding.event == "submit" ? Trigger::submit : Trigger::tap;
    }
  }
  if (args.empty()) args.push_back(solver.new_node());
  if (any_of(solver.atoms.text(name), {"onLoad", "onLaunch", "onShow"})) {
    solver.copy(parameters_node(solver, owner.file), args[0]);
  }
  // A mixin's function is looked at anew for each component it is mixed into.
  const Site site{owner.mixin ? owner_number : 0, 0xFFFFFFFF};
  solver.call_node(site, function, solver.value_node(owner.self), args, kNoNode);
  if (trigger != Trigger::unknown) hooks.push_back({function, trigger});
}

// A behavior or mixin: its methods and data are the component's own from now on.
void Analysis::mix(Solver& solver, const Owner& owner, Value mixin) {
  if (!mixed_.insert({owner.self, mixin}).second) return;
  const auto part = [&](std::string_view name) { return field_node(solver, mixin, name); };
  Owner lent = owner;
  lent.mixin = true;
  const std::uint32_t number = add_owner(lent);
  const auto watch_part = [&](std::string_view name, Topic topic) {
    solver.watch(part(name), static_cast<std::uint32_t>(topic), number);
  };
  solver.link(owner.self, part("methods"));
  for (const std::string_view name : {"methods", "lifetimes", "pageLifetimes", "observers", "watch"})
    watch_part(name, Topic::methods);
  watch_part("computed", Topic::vue_computed);
  watch_part("behaviors", Topic::mixins);
  watch_part("mixins", Topic::mixins);
  watch_part("extends", Topic::mixins);
  if (owner.kind == Owner::Kind::vue) {
    watch_part("data", Topic::vue_data);
  } else {
    solver.spread(field_node(solver, owner.self, "data"), part("data"));
  }
  solver.watch_fields(mixin, static_cast<std::uint32_t>(Topic::entry), number);
}

// What the framework makes of a class for that owner.
Value Analysis::instance_of_class(Solver& solver, std::uint32_t owner, Value made_by) {
  const Value self = solver.values_table.make(ValueKind::object, 0x62000000U + owner, made_by);
  solver.link(self, solver.field(made_by, solver.prototype));
  solver.call_node({0, 0xFFFFFFFF}, solver.value_node(made_by), solver.value_node(self), {}, kNoNode);
  return self;
}

void Analysis::on_value(Solver& solver, std::uint32_t topic, std::uint32_t payload, Value value) {
  if (static_cast<Topic>(topic) == Topic::callbacks) {
    // Only what the object has is asked for, so that no object grows fields here.
    if (solver.values_table.kind(value) == ValueKind::object) solver.watch_fields(value, topic, payload);
    return;
  }
  const ValueKind kind = solver.values_table.kind(value);
  if (static_cast<Topic>(topic) == Topic::stored) {
    read_storage(solver, payload, value);
    return;
  }
  if (static_cast<Topic>(topic) == Topic::storage) {
    if (kind == ValueKind::text || kind == ValueKind::number)
      reach_storage(solver, StorageAccess(storage_accesses_[payload]), solver.values_table[value].a);
    return;
  }
  if (static_cast<Topic>(topic) == Topic::started) {
    if (starts_[payload].done || (kind != ValueKind::function && kind != ValueKind::bound)) return;
    starts_[payload].done = true;
    const Start one = starts_[payload];
    start(solver, one.owner, one.name, one.field);
    return;
  }
  if (static_cast<Topic>(topic) == Topic::attributes_of) {
    if (kind == ValueKind::object) solver.watch_fields(value, static_cast<std::uint32_t>(Topic::attributes), payload);
    return;
  }
  if (static_cast<Topic>(topic) >= Topic::pinia) {
    on_store_value(solver, static_cast<Topic>(topic), payload, value);
    return;
  }
  const Owner owner = owners_[payload];
  switch (static_cast<Topic>(topic)) {
    case Topic::page_options:
      own(solver, value, Owner::Kind::page, owner.file);
      break;
    case Topic::app_options:
      own(solver, value, Owner::Kind::app, owner.file);
      break;
    case Topic::component_options:
      own(solver, value, Owner::Kind::component, owner.file);
      break;
    case Topic::vue_options:
      if (kind == ValueKind::function) {
        // A class: wepy's pages, Vue's class components.
        own(solver, instance_of_class(solver, payload, value), Owner::Kind::vue, owner.file);
        break;
      }
      own(solver, value, Owner::Kind::vue, owner.file);
      break;
    case Topic::methods:
      if (has_fields(kind) && kind != ValueKind::function) solver.watch_fields(value, topic, payload);
      break;
    case Topic::data_patch:
      if (kind == ValueKind::taint || kind == ValueKind::answer) {
        solver.store(field_node(solver, owner.self, "data"), solver.star, solver.value_node(value));
      } else if (has_fields(kind) && kind != ValueKind::function) {
        solver.watch_fields(value, topic, payload);
      }
      break;
    case Topic::vue_data:
      if (kind == ValueKind::function) {
        const NodeId returned = solver.new_node();
        const NodeId self = solver.value_node(owner.self);
        solver.call_node({0, 0xFFFFFFFF}, solver.value_node(value), self, {self}, returned);
        solver.link(owner.self, returned);
        solver.copy(returned, field_node(solver, owner.self, "$data"));
      } else if (has_fields(kind) && owner.kind == Owner::Kind::vue) {
        solver.link(owner.self, solver.value_node(value));
      }
      break;
    case Topic::vue_computed:
      if (has_fields(kind) && kind != ValueKind::function) solver.watch_fields(value, topic, payload);
      break;
    case Topic::mixins:
      if (kind == ValueKind::array) {
        const NodeId each = solver.new_node();
        solver.element(solver.value_node(value), each);
        solver.watch(each, topic, payload);
      } else if (kind == ValueKind::object) {
        mix(solver, owner, value);
      } else if (kind == ValueKind::function) {  // a class: wepy's mixins
        mix(solver, owner, instance_of_class(solver, payload, value));
      }
      break;
    case Topic::entry:  // Vue's setup: what it returns is seen by the template
      if (kind == ValueKind::function) {
        const NodeId returned = solver.new_node();
        solver.call_node({0, 0xFFFFFFFF}, solver.value_node(value), kNoNode, {solver.new_node(), solver.new_node()},
                         returned);
        solver.link(owner.self, returned);
        solver.watch(returned, static_cast<std::uint32_t>(Topic::methods), payload);
      }
      break;
    case Topic::callbacks:
    case Topic::storage:
    case Topic::stored:
    case Topic::started:
    case Topic::globals:
    default:
      break;
  }
}

void Analysis::on_field(Solver& solver, std::uint32_t topic, std::uint32_t payload, Atom name, NodeId field) {
  if (static_cast<Topic>(topic) == Topic::callbacks) {
    const std::string_view text = solver.atoms.text(name);
    if (!any_of(text, {"success", "complete", "fail"})) return;
    const Callbacks call = callbacks_[payload];
    std::vector<NodeId> given;
    if (text != "fail" && call.outcome != kNoNode) given.push_back(call.outcome);
    solver.call_node(call.site, field, call.options, given, kNoNode);
    return;
  }
  if (static_cast<Topic>(topic) >= Topic::pinia) {
    on_store_field(solver, static_cast<Topic>(topic), payload, name, field);
    return;
  }
  switch (static_cast<Topic>(topic)) {
    case Topic::entry:
    case Topic::methods:
      if (name != solver.star && !solver.atoms.text(name).starts_with("$")) {
        starts_.push_back({payload, name, field});
        solver.watch(field, static_cast<std::uint32_t>(Topic::started), static_cast<std::uint32_t>(starts_.size() - 1));
      }
      break;
    case Topic::globals:
      if (name != solver.star) solver.copy(field, solver.field(prototype_object_, name));
      break;
    case Topic::data_patch:
      patch_data(solver, owners_[payload].self, name, field);
      break;
    case Topic::vue_computed: {
      const Value self = owners_[payload].self;
      const NodeId result = solver.field(self, name);
      solver.call_node({0, 0xFFFFFFFF}, field, solver.value_node(self), {solver.value_node(self)}, result);
      const NodeId getter = solver.new_node();
      solver.load(field, solver.atoms.intern("get"), getter);
      solver.call_node({0, 0xFFFFFFFF}, getter, solver.value_node(self), {}, result);
      break;
    }
    default:
      break;
  }
}

// setData({'user.phone': value}): a path into the page's data.
void Analysis::patch_data(Solver& solver, Value owner, Atom path, NodeId value) {
  NodeId at = field_node(solver, owner, "data");
  std::string part;
  std::vector<std::string> parts;
  for (const char c : solver.atoms.text(path)) {
    if (c == '.' || c == '[' || c == ']') {
      if (!part.empty()) parts.push_back(std::move(part));
      part.clear();
    } else {
      part += c;
    }
  }
  if (!part.empty()) parts.push_back(std::move(part));
  if (parts.empty()) return;
  // Data that is set without having been declared.
  if (solver.values(at).empty()) solver.add(at, solver.values_table.make(ValueKind::object, 0x70000000U, owner + 1));
  for (std::size_t i = 0; i + 1 < parts.size() && i < 8; ++i) {
    const NodeId next = solver.new_node();
    solver.load(at, solver.atoms.intern(parts[i]), next);
    at = next;
  }
  solver.store(at, solver.atoms.intern(parts.back()), value);
}

}  // namespace qiyue::scan
