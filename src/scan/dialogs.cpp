#include "scan/dialogs.h"

#include <algorithm>
#include <map>

#include "core/text.h"
#include "scan/constants.h"
#include "scan/field_words.h"

namespace qiyue::scan {

namespace {

// The places of a field of the options that a dialog is called with.
std::vector<NodeId> option(const Solver& solver, NodeId options, std::string_view name) {
  std::vector<NodeId> out;
  const Atom atom = solver.atoms.find(name);
  if (atom == 0 || options == kNoNode) return out;
  for (const Solver::Entry& entry : solver.values(options))
    if (const NodeId field = solver.find_field(entry.value, atom); field != kNoNode) out.push_back(field);
  return out;
}

bool is_yes(const Solver& solver, const std::vector<NodeId>& places) {
  for (const NodeId place : places)
    for (const Solver::Entry& entry : solver.values(place)) {
      const ValueInfo info = solver.values_table[entry.value];
      if (info.kind == ValueKind::word && static_cast<Word>(info.a) == Word::yes) return true;
    }
  return false;
}

}  // namespace

std::vector<DialogField> dialog_fields(const World& world, Solver& solver, Analysis& analysis, const Reach& reach) {
  const FieldWords words(*world.knowledge);
  std::map<std::uint32_t, DialogField> found;
  for (const PlatformCall& call : solver.platform_calls) {
    if (call.site.instance == kNone || call.args.empty()) continue;
    const std::string& rest = analysis.api_of(call.path).rest;
    if (!any_of(rest, {"showModal", "prompt"})) continue;
    if (rest == "showModal" && !is_yes(solver, option(solver, call.args[0], "editable"))) continue;
    const std::uint32_t unit = world.unit_of_instruction(call.site.code);
    if (world.file_of(world.units[unit]).vendored) continue;
    const auto texts = [&](std::string_view name) {
      for (const NodeId place : option(solver, call.args[0], name))
        for (const std::string& text : constant_texts(solver, place))
          if (text.find(kUnknownPart) == std::string::npos && !trim(text).empty()) return text;
      return std::string();
    };
    DialogField made;
    made.path = call.path;
    made.code = call.site.code + 1;
    Field& field = made.field;
    field.place = world.place(unit, world.instruction(call.site.code).offset);
    if (const program::PageFiles* page = page_of(world, unit)) field.page = page->path;
    field.reachable = world.units[unit].reachable && reach.reached(solver.function_of(call.site));
    std::string all;
    for (const std::string_view name : {"placeholderText", "placeholder", "title", "message"}) {
      const std::string text = texts(name);
      if (text.empty()) continue;
      all += text + " ";
      if (field.label.empty() || words.in_label(field.label).empty())
        field.label = words.without_endings(words.strip(text));
      for (const ItemMatch& match : words.in_label(text))
        if (std::find(field.items.begin(), field.items.end(), match.item) == field.items.end() && field.items.empty())
          field.items.push_back(match.item);
    }
    if (field.items.empty() && words.says("not_personal", all)) continue;
    if (field.items.empty()) field.items.emplace_back("user_content");
    const auto [slot, fresh] = found.try_emplace(call.site.code, made);
    if (!fresh && field.reachable) slot->second.field.reachable = true;
  }
  std::vector<DialogField> out;
  for (auto& [code, field] : found) out.push_back(std::move(field));
  return out;
}

}  // namespace qiyue::scan
