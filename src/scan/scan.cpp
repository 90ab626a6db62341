#include "scan/scan.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/text.h"
#include "program/script.h"
#include "scan/analysis.h"
#include "scan/code_findings.h"
#include "scan/constants.h"
#include "scan/dialogs.h"
#include "scan/fields.h"
#include "scan/flows.h"
#include "scan/lower.h"
#include "scan/recipients.h"
#include "scan/solver.h"
#include "scan/templates.h"
#include "scan/texts.h"
#include "scan/uses.h"
#include "scan/world.h"

namespace qiyue::scan {

namespace {

constexpr std::size_t kMaxFaultsPerFile = 3;

void describe_program(const program::Program& program, Evidence& out) {
  out.program.root = program.root;
  out.program.platform = program.platform;
  out.program.framework = program.framework;
  out.program.appid = program.appid;
  out.program.name = program.name;
  for (const program::PageFiles& page : program.pages)
    out.program.pages.push_back({page.path, page.package, page.reachable, page.title});
  for (const program::PluginDeclaration& plugin : program.plugins) {
    const std::string file =
        plugin.file >= 0 ? program.files[static_cast<std::size_t>(plugin.file)].path : std::string();
    out.program.plugins.push_back(
        {plugin.name, plugin.provider, plugin.version, {file, plugin.place.line, plugin.place.column}});
  }
  for (const auto& [scope, description] : program.permissions) out.declared.permission.push_back(scope);
  out.declared.required_private_infos = program.required_private_infos;
  for (const program::Unread& unread : program.unread) out.unread.push_back({unread.file, unread.line, unread.why});
}

void list_unread(const World& world, Evidence& out) {
  for (const Unit& unit : world.units) {
    const program::SourceFile& file = world.file_of(unit);
    std::size_t listed = 0;
    int last = 0;
    for (const std::uint32_t offset : unit.faults) {
      const int line = file.source.line_of(offset);
      if (line == last || listed == kMaxFaultsPerFile) continue;
      last = line;
      ++listed;
      out.unread.push_back({file.path,
                            line,
                            {"语法有误，此处未能读懂；其余部分已读",
                             "syntax error: this passage was not understood; the rest was read"}});
    }
    if (unit.ir.cut)
      out.unread.push_back(
          {file.path,
           1,
           {"嵌套过深，最深处未读；其余部分已读", "nested too deeply: the innermost part was not read; the rest was"}});
  }
}

struct ConstantReader {
  World& world;
  Solver& solver;
  Analysis& analysis;

  // What stands under `path` in the data that a template sees, when it can be nothing else.
  std::vector<NodeId> places(int file, std::string_view path) const {
    std::vector<NodeId> at = analysis.template_scopes(solver, file);
    std::string rest(path);
    while (!rest.empty()) {
      const std::size_t dot = rest.find('.');
      const Atom name = world.atoms.find(rest.substr(0, dot));
      rest = dot == std::string::npos ? std::string() : rest.substr(dot + 1);
      std::vector<NodeId> next;
      if (name == 0) return next;
      for (const NodeId node : at)
        for (const Solver::Entry& entry : solver.values(node)) {
          if (const NodeId field = solver.find_field(entry.value, name); field != kNoNode) next.push_back(field);
          for (const NodeId lender : solver.links(entry.value))
            for (const Solver::Entry& lent : solver.values(lender))
              if (const NodeId field = solver.find_field(lent.value, name); field != kNoNode) next.push_back(field);
        }
      at = std::move(next);
    }
    std::sort(at.begin(), at.end());
    at.erase(std::unique(at.begin(), at.end()), at.end());
    return at;
  }

  std::optional<bool> truth(int file, std::string_view expression) const {
    bool negated = false;
    std::string_view path = trim(expression);
    while (path.starts_with('!')) {
      negated = !negated;
      path = trim(path.substr(1));
    }
    const std::vector<NodeId> found = places(file, path);
    if (found.size() != 1 || solver.incoming(found[0]) != 1 || solver.values(found[0]).size() != 1) return std::nullopt;
    const ValueInfo info = solver.values_table[solver.values(found[0])[0].value];
    if (info.kind != ValueKind::word) return std::nullopt;
    return (static_cast<Word>(info.a) == Word::yes) != negated;
  }

  std::vector<std::string> strings(int file, std::string_view expression) const {
    std::vector<std::string> out;
    for (const NodeId node : places(file, trim(expression)))
      for (std::string& text : constant_texts(solver, node))
        if (text.find(kUnknownPart) == std::string::npos) out.push_back(std::move(text));
    return out;
  }
};

}  // namespace

Evidence scan(const program::Program& program, const knowledge::Knowledge& knowledge, const Options& options) {
  Evidence out;
  describe_program(program, out);
  const std::vector<program::Markup> markups = program::parse_markups(program);
  World world = read_world(program, markups, knowledge, options.threads);
  resolve_modules(world);
  list_unread(world, out);

  TemplateInput input{program, knowledge, markups, {}, {}, {}};
  const std::vector<TemplateUse> first_uses = template_uses(input);
  const std::vector<FormField> first_fields = form_fields(input);
  Analysis analysis(world, first_uses, first_fields);
  Solver solver(world, analysis);
  solver.run();

  // With what the scripts tell, templates are read once more: elements that never show, types kept in variables.
  const ConstantReader constants{world, solver, analysis};
  input.constant_truth = [&](int file, std::string_view expression) { return constants.truth(file, expression); };
  input.constant_strings = [&](int file, std::string_view expression) { return constants.strings(file, expression); };
  const std::vector<TemplateUse> uses = template_uses(input);
  const std::vector<FormField> fields = form_fields(input);

  if (solver.exhausted())
    out.unread.push_back({"",
                          0,
                          {"程序过于庞杂，数据流分析达到上限；数据流可能不全",
                           "the program is too intricate: the analysis met its limit; flows may be missing"}});
  const Reach reach(world, solver, analysis);
  std::vector<FoundUse> calls = script_uses(world, solver, analysis, reach);
  // Names by which flows refer to their source, before normalize() numbers everything by place.
  SourceNames names;
  for (std::size_t i = 0; i < calls.size(); ++i) {
    calls[i].use.id = "s" + std::to_string(i);
    names.calls[{calls[i].path, calls[i].code}] = {calls[i].use.id, calls[i].use.place, calls[i].use.items};
    out.uses.push_back(calls[i].use);
  }
  std::map<std::pair<int, std::uint32_t>, SourceName> by_node;
  for (std::size_t i = 0; i < uses.size(); ++i) {
    Use use = uses[i].use;
    use.id = "t" + std::to_string(i);
    by_node.try_emplace({uses[i].file, uses[i].node}, SourceName{use.id, use.place, use.items});
    out.uses.push_back(std::move(use));
  }
  for (const TemplateUse& use : first_uses) {
    const auto found = by_node.find({use.file, use.node});
    names.elements.push_back(found == by_node.end() ? SourceName{"", use.use.place, use.use.items} : found->second);
  }
  by_node.clear();
  for (std::size_t i = 0; i < fields.size(); ++i) {
    Field field = fields[i].field;
    field.id = "f" + std::to_string(i);
    by_node.try_emplace({fields[i].file, fields[i].node}, SourceName{field.id, field.place, field.items});
    out.fields.push_back(std::move(field));
  }
  for (DialogField& dialog : dialog_fields(world, solver, analysis, reach)) {
    dialog.field.id = "d" + std::to_string(out.fields.size());
    names.calls[{dialog.path, dialog.code}] = {dialog.field.id, dialog.field.place, dialog.field.items};
    out.fields.push_back(std::move(dialog.field));
  }
  for (const FormField& field : first_fields) {
    const auto found = by_node.find({field.file, field.node});
    names.elements.push_back(found == by_node.end() ? SourceName{"", field.field.place, field.field.items}
                                                    : found->second);
  }
  FoundFlows flows = find_flows(world, solver, analysis, names);
  out.flows = std::move(flows.flows);
  std::set<std::string> sent;
  for (const Flow& flow : out.flows) sent.insert(flow.source);
  for (Field& field : out.fields) field.sent = sent.contains(field.id);

  std::vector<ApiCall> api_calls;
  for (SeenCall& call : seen_calls(world, solver, analysis))
    api_calls.push_back({std::move(call.api), call.place, call.vendored});
  Recipients recipients = find_recipients(input, api_calls, flows.hosts);
  out.recipients = std::move(recipients.recipients);
  out.hosts = std::move(recipients.hosts);
  PolicyTexts texts = find_policy_texts(input);
  out.texts = std::move(texts.texts);
  out.remote_texts = std::move(texts.remote_texts);
  normalize(out);
  out.findings = find_code_faults({world, solver, analysis, input, out});
  normalize(out);
  return out;
}

Result<std::string> dump(const program::Program& program, const knowledge::Knowledge& knowledge,
                         std::string_view pass) {
  const std::vector<program::Markup> markups = program::parse_markups(program);
  std::string out;
  if (pass == "ast") {
    for (const program::SourceFile& file : program.files) {
      if (file.language != program::Language::javascript && file.language != program::Language::typescript &&
          file.language != program::Language::tsx)
        continue;
      out += "== " + file.path + "\n" + program::dump(program::parse_script(file.source.text(), file.language));
    }
    return out;
  }
  if (pass != "ir" && pass != "callgraph" && pass != "flows") {
    Error error;
    error.message = {"没有名为“" + std::string(pass) + "”的步骤；可用：ast、ir、callgraph、flows",
                     "no pass is called \"" + std::string(pass) + "\"; there are ast, ir, callgraph and flows"};
    return fail(std::move(error));
  }
  World world = read_world(program, markups, knowledge, 1);
  resolve_modules(world);
  if (pass == "ir") {
    for (const Unit& unit : world.units)
      out += "== " + world.file_of(unit).path + "\n" + dump(unit.ir, world.atoms, world.file_of(unit).source);
    return out;
  }
  if (pass == "callgraph") {
    const TemplateInput input{program, knowledge, markups, {}, {}, {}};
    const std::vector<TemplateUse> uses = template_uses(input);
    const std::vector<FormField> fields = form_fields(input);
    Analysis analysis(world, uses, fields);
    Solver solver(world, analysis);
    solver.run();
    const Reach reach(world, solver, analysis);
    std::set<std::string> lines;
    const auto name = [&](std::uint32_t function) {
      const std::uint32_t u = world.unit_of_function(function);
      const Place at = world.place(u, world.function(function).begin);
      const std::string own = function_name(world, function);
      return at.file + ":" + std::to_string(at.line) + " " + (own.empty() ? "(anonymous)" : own);
    };
    for (const CallEdge& edge : solver.call_edges)
      lines.insert((edge.caller == 0xFFFFFFFF ? std::string("(platform)") : name(edge.caller)) + " -> " +
                   name(edge.callee) + "\n");
    for (const std::string& line : lines) out += line;
    return out;
  }
  const Evidence evidence = scan(program, knowledge, {1});
  for (const Flow& flow : evidence.flows) {
    out += flow.source + " " + flow.from.file + ":" + std::to_string(flow.from.line);
    for (const Place& step : flow.steps) out += "\n    " + step.file + ":" + std::to_string(step.line);
    out += "\n    -> " + flow.to.file + ":" + std::to_string(flow.to.line) + " " + flow.sink + " " + flow.host +
           flow.path + "\n";
  }
  return out;
}

std::vector<DueKey> due_privacy_keys(const Evidence& evidence, const knowledge::Knowledge& knowledge) {
  std::map<std::string, std::set<std::string>> due;
  const auto by_items = [&](const std::vector<std::string>& items, const std::string& id) {
    for (const std::string& name : items)
      if (const knowledge::DataItem* item = knowledge.item(name); item != nullptr && !item->wechat_key.empty())
        due[item->wechat_key].insert(id);
  };
  const knowledge::Platform* platform = knowledge.platform(evidence.program.platform);
  for (const Use& use : evidence.uses) {
    const std::size_t dot = use.api.find('.');
    const knowledge::PlatformApi* api = platform == nullptr || dot == std::string::npos
                                            ? nullptr
                                            : platform->api(std::string_view(use.api).substr(dot + 1));
    if (api != nullptr && !api->privacy_key.empty()) {
      due[api->privacy_key].insert(use.id);
    } else {
      by_items(use.items, use.id);
    }
  }
  for (const Field& field : evidence.fields) by_items(field.items, field.id);
  std::vector<DueKey> out;
  for (const auto& [key, ids] : due) out.push_back({key, {ids.begin(), ids.end()}});
  return out;
}

}  // namespace qiyue::scan
