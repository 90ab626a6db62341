// Templates and scripts together: what an event brings to its handler, which variables an input writes to, what page parameters are.
#include <algorithm>

#include "core/text.h"
#include "scan/analysis.h"
#include "scan/markup_view.h"

namespace qiyue::scan {

namespace {

// "login($event, item)" -> 0; the place of $event among the arguments. A bare name gets the event first.
std::size_t event_argument(std::string_view handler) {
  const std::size_t open = handler.find('(');
  if (open == std::string_view::npos) return 0;
  std::size_t index = 0;
  int depth = 0;
  for (std::size_t i = open + 1; i < handler.size(); ++i) {
    const char c = handler[i];
    if (c == '(' || c == '[' || c == '{') ++depth;
    if (c == ')' || c == ']' || c == '}') --depth;
    if (c == ',' && depth == 0) ++index;
    if (handler.substr(i).starts_with("$event")) return index;
  }
  return 0;
}

std::vector<std::string> split_path(std::string_view path) {
  std::vector<std::string> parts;
  std::string part;
  for (const char c : path) {
    if (c == '.' || c == '[' || c == ']' || c == '\'' || c == '"') {
      if (!part.empty()) parts.push_back(std::move(part));
      part.clear();
    } else {
      part += c;
    }
  }
  if (!part.empty()) parts.push_back(std::move(part));
  return parts;
}

}  // namespace

void Analysis::read_bindings(Solver& solver) {
  (void)solver;
  read_templates();
  for (std::uint32_t i = 0; i < template_uses_.size(); ++i) {
    Source source;
    source.kind = Source::Kind::field;
    source.field = i;
    brought_[{template_uses_[i].file, template_uses_[i].node}].push_back(static_cast<std::uint32_t>(sources.size()));
    sources.push_back(source);
  }
  for (std::uint32_t i = 0; i < form_fields_.size(); ++i) {
    Source source;
    source.kind = Source::Kind::field;
    source.field = static_cast<std::uint32_t>(template_uses_.size()) + i;
    brought_[{form_fields_[i].file, form_fields_[i].node}].push_back(static_cast<std::uint32_t>(sources.size()));
    sources.push_back(source);
  }
  for (std::size_t f = 0; f < world.program->files.size(); ++f) {
    const program::Markup& markup = (*world.markups)[f];
    const int file = static_cast<int>(f);
    for (std::uint32_t n = 1; n < markup.nodes.size(); ++n) {
      const program::MarkupNode& node = markup.nodes[n];
      if (node.kind != program::NodeKind::element) continue;
      for (const program::Attribute& attribute : node.attributes) {
        Binding binding;
        binding.event = event_of(attribute.name);
        if (binding.event.empty()) continue;
        std::vector<std::string> names = quoted_texts(attribute.value);
        if (const std::string one = handler_name(attribute.value); !one.empty()) names = {one};
        binding.file = file;
        binding.node = n;
        binding.argument = event_argument(attribute.value);
        binding.form = binding.event == "submit" || binding.event == "formsubmit";
        if (const auto found = brought_.find({file, n}); found != brought_.end()) binding.sources = found->second;
        for (std::string& name : names) {
          binding.handler = std::move(name);
          bindings_of_file_[file].push_back(static_cast<std::uint32_t>(bindings_.size()));
          bindings_.push_back(binding);
        }
      }
    }
  }
}

// "data-user-name" -> "userName", as the platform names it in the event; "" for other attributes.
std::string Analysis::dataset_name(std::string_view attribute) {
  const std::size_t at = attribute.find("data-");
  if (at == std::string_view::npos || (at > 0 && attribute[at - 1] != ':')) return {};
  std::string out;
  bool hump = false;
  for (const char c : to_lower_ascii(attribute.substr(at + 5))) {
    if (c == '-') {
      hump = !out.empty();
    } else {
      out += hump && c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
      hump = false;
    }
  }
  return out;
}

// What a path written in a template stands for: a variable of the page's data, or one of the list that an element is repeated for.
std::vector<NodeId> Analysis::template_values(Solver& solver, int file, std::uint32_t element, std::string_view path) {
  const program::Markup& markup = (*world.markups)[static_cast<std::size_t>(file)];
  std::vector<std::string> parts = split_path(path);
  if (parts.empty() || parts.size() > 8) return {};
  bool repeated = false;
  for (std::uint32_t at = element; at != 0 && !repeated; at = markup.nodes[at].parent) {
    std::string_view list;
    std::string item = "item";
    for (const program::Attribute& a : markup.nodes[at].attributes) {
      if (a.name.ends_with(":for") || a.name.ends_with(":for-items")) list = a.value;
      if (a.name.ends_with(":for-item")) item = a.value;
    }
    if (list.empty() || item != parts[0]) continue;
    list = trim(list);
    if (list.starts_with("{{") && list.ends_with("}}")) list = trim(list.substr(2, list.size() - 4));
    std::vector<std::string> of = split_path(path_of(list));
    if (of.empty() || of[0] == item) return {};
    of.emplace_back();  // any element of it
    of.insert(of.end(), parts.begin() + 1, parts.end());
    parts = std::move(of);
    repeated = true;
  }
  std::vector<NodeId> at = template_scopes(solver, file);
  for (NodeId& node : at)
    for (const std::string& part : parts) {
      const NodeId next = solver.new_node();
      if (part.empty()) {
        solver.element(node, next);
      } else {
        solver.load(node, solver.atoms.intern(part), next);
      }
      node = next;
    }
  return at;
}

void Analysis::fill_dataset(Solver& solver, const Binding& binding, Value dataset) {
  const program::MarkupNode& element = (*world.markups)[static_cast<std::size_t>(binding.file)].nodes[binding.node];
  for (const program::Attribute& a : element.attributes) {
    const std::string name = dataset_name(a.name);
    if (name.empty() || a.value.empty()) continue;
    std::string_view value = trim(a.value);
    const bool braces = value.starts_with("{{") && value.ends_with("}}");
    const NodeId field = field_node(solver, dataset, name);
    if (!braces && a.name[0] != ':' && !a.name.starts_with("v-bind")) {
      if (value.find("{{") == std::string_view::npos)
        solver.add(field, solver.values_table.make(ValueKind::text, solver.atoms.intern(std::string(value))));
      continue;
    }
    if (braces) value = value.substr(2, value.size() - 4);
    const std::string path = path_of(trim(value));
    if (path.empty()) continue;
    for (const NodeId node : template_values(solver, binding.file, binding.node, path)) solver.copy(node, field);
  }
}

NodeId Analysis::event_node(Solver& solver, std::uint32_t number) {
  if (const auto known = events_.find(number); known != events_.end()) return known->second;
  const NodeId node = solver.new_node();
  events_[number] = node;
  const Binding binding = bindings_[number];
  const program::MarkupNode& element = (*world.markups)[static_cast<std::size_t>(binding.file)].nodes[binding.node];
  const auto object = [&](std::uint32_t part) { return solver.values_table.make(ValueKind::event, number, part); };
  const Value event = object(0), target = object(1), dataset = object(2);
  solver.add(node, event);
  solver.add(field_node(solver, event, "target"), target);
  solver.add(field_node(solver, event, "currentTarget"), target);
  solver.add(field_node(solver, target, "dataset"), dataset);
  fill_dataset(solver, binding, dataset);
  const NodeId detail = field_node(solver, event, "detail");
  for (const std::uint32_t source : binding.sources) {
    const Value mark = solver.values_table.make(ValueKind::taint, source);
    solver.add(detail, mark);
    solver.add(field_node(solver, target, "value"), mark);
    solver.add(field_node(solver, dataset, "*"), mark);
    // Components hand their value over without an event around it.
    if (element.name.find('-') != std::string::npos) solver.add(node, mark);
  }
  if (binding.form) {
    const Value holder = object(3), values = object(4);
    solver.add(detail, holder);
    solver.add(field_node(solver, holder, "value"), values);
    solver.add(field_node(solver, target, "value"), values);
    for (std::uint32_t i = 0; i < form_fields_.size(); ++i) {
      const FormField& one = form_fields_[i];
      if (one.file != binding.file || one.form != binding.node) continue;
      const Value mark =
          solver.values_table.make(ValueKind::taint, static_cast<std::uint32_t>(template_uses_.size()) + i);
      solver.add(solver.field(values, one.field.name.empty() ? solver.star : solver.atoms.intern(one.field.name)),
                 mark);
    }
  }
  return node;
}

NodeId Analysis::parameters_node(Solver& solver, int file) {
  const auto [slot, fresh] = parameters_.try_emplace(file, kNoNode);
  if (fresh) {
    slot->second = solver.new_node();
    const Value query = solver.values_table.make(ValueKind::object, 0x78000000U, static_cast<std::uint32_t>(file) + 1);
    solver.add(slot->second, query);
    solver.add(field_node(solver, query, "query"), query);
  }
  return slot->second;
}

const std::vector<int>& Analysis::templates_of(int file) const {
  static const std::vector<int> kNowhere;
  return file < 0 ? kNowhere : templates_of_file_[static_cast<std::size_t>(file)];
}

void Analysis::read_templates() {
  templates_of_file_.resize(world.program->files.size());
  for (const auto* list : {&world.program->pages, &world.program->components})
    for (const program::PageFiles& page : *list)
      for (const int file : {page.script, page.markup}) {
        if (file < 0) continue;
        std::vector<int>& out = templates_of_file_[static_cast<std::size_t>(file)];
        if (page.markup >= 0) out.push_back(page.markup);
        out.insert(out.end(), page.includes.begin(), page.includes.end());
      }
  for (std::size_t f = 0; f < templates_of_file_.size(); ++f) {
    std::vector<int>& out = templates_of_file_[f];
    if (out.empty() && world.program->files[f].language == program::Language::markup)
      out.push_back(static_cast<int>(f));
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
  }
}

void Analysis::bind_path(Solver& solver, NodeId base, std::string_view path, NodeId value) {
  const std::vector<std::string> parts = split_path(path);
  NodeId at = base;
  for (std::size_t i = 0; i + 1 < parts.size() && i < 8; ++i) {
    const NodeId next = solver.new_node();
    solver.load(at, solver.atoms.intern(parts[i]), next);
    at = next;
  }
  if (!parts.empty()) solver.store(at, solver.atoms.intern(parts.back()), value);
}

void Analysis::bind_owner(Solver& solver, std::uint32_t number) {
  const Owner owner = owners_[number];
  const std::vector<int>& files = templates_of(owner.file);
  bool declared = owner.kind == Owner::Kind::vue;
  for (std::uint32_t i = 0; i < form_fields_.size(); ++i) {
    const FormField& one = form_fields_[i];
    if (!declared && !one.bound.empty()) {  // data that is bound without having been declared
      solver.add(field_node(solver, owner.self, "data"),
                 solver.values_table.make(ValueKind::object, 0x70000000U, owner.self + 1));
      declared = true;
    }
    if (one.bound.empty() || std::find(files.begin(), files.end(), one.file) == files.end()) continue;
    const Value mark =
        solver.values_table.make(ValueKind::taint, static_cast<std::uint32_t>(template_uses_.size()) + i);
    const NodeId base =
        owner.kind == Owner::Kind::vue ? solver.value_node(owner.self) : field_node(solver, owner.self, "data");
    for (const std::string& path : one.bound) bind_path(solver, base, path, solver.value_node(mark));
  }
}

// <script setup>: the template sees the names of the module itself.
void Analysis::bind_setup(Solver& solver) {
  for (std::uint32_t u = 0; u < world.units.size(); ++u) {
    const Unit& unit = world.units[u];
    if (!unit.setup) continue;
    const int file = static_cast<int>(unit.file);
    const NodeId base = solver.module_base(u);
    const Atom value_name = solver.atoms.intern("value");
    for (const auto& [name, local] : unit.ir.names) {
      const NodeId variable = base + local;
      const auto found = bindings_of_file_.find(file);
      if (found == bindings_of_file_.end()) continue;
      for (const std::uint32_t number : found->second) {
        const Binding& binding = bindings_[number];
        if (binding.handler != solver.atoms.text(name)) continue;
        std::vector<NodeId> args;
        while (args.size() <= binding.argument) args.push_back(solver.new_node());
        args[binding.argument] = event_node(solver, number);
        solver.call_node({0, 0xFFFFFFFF}, variable, kNoNode, args, kNoNode);
        hooks.push_back({variable, binding.event == "submit" ? Trigger::submit : Trigger::tap});
      }
    }
    for (std::uint32_t i = 0; i < form_fields_.size(); ++i) {
      const FormField& one = form_fields_[i];
      if (one.file != file) continue;
      const NodeId mark = solver.value_node(
          solver.values_table.make(ValueKind::taint, static_cast<std::uint32_t>(template_uses_.size()) + i));
      for (const std::string& path : one.bound) {
        const std::vector<std::string> parts = split_path(path);
        if (parts.empty()) continue;
        const Atom head = solver.atoms.intern(parts[0]);
        for (const auto& [name, local] : unit.ir.names) {
          if (name != head) continue;
          const std::size_t dot = path.find_first_of(".[");
          const NodeId inner = solver.new_node();
          solver.load(base + local, value_name, inner);
          if (dot == std::string::npos) {
            solver.store(base + local, value_name, mark);
          } else {
            bind_path(solver, base + local, std::string_view(path).substr(dot + 1), mark);
            bind_path(solver, inner, std::string_view(path).substr(dot + 1), mark);
          }
        }
      }
    }
  }
}

std::vector<NodeId> Analysis::template_scopes(Solver& solver, int template_file) {
  std::vector<NodeId> out;
  const std::size_t count = owners_.size();
  for (std::size_t i = 0; i < count; ++i) {
    const Owner owner = owners_[i];
    if (owner.self == 0 || owner.mixin) continue;
    const std::vector<int>& files = templates_of(owner.file);
    if (std::find(files.begin(), files.end(), template_file) == files.end()) continue;
    if (owner.kind == Owner::Kind::vue) {
      out.push_back(solver.value_node(owner.self));
    } else {
      out.push_back(field_node(solver, owner.self, "data"));
    }
  }
  return out;
}

bool Analysis::call_component_method(Solver& solver, Site site, Value receiver, std::string_view name, Arguments args,
                                     NodeId result) {
  (void)receiver;
  (void)result;
  if (name == "$set") {
    if (args.size() > 2) solver.keyed(args[0], args[1], args[2], true);
    return true;
  }
  if (name == "$nextTick") {
    if (!args.empty()) solver.call_node(site, args[0], solver.value_node(receiver), {}, kNoNode);
    return true;
  }
  return false;
}

std::string Analysis::event_of_name(std::string_view attribute) { return event_of(attribute); }

bool Analysis::settle(Solver& solver, int round) {
  if (round == 0) {
    bind_setup(solver);
    fold_storage_keys(solver);
    return true;
  }
  return fold_storage_keys(solver);
}

}  // namespace qiyue::scan
