// What is collected when the program or its first page opens, with nobody asked. Something counts only when a chain of calls leads there
// from the start and nothing on the way, by its words, asks for consent, a permission or a login.
#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include "core/text.h"
#include "scan/code_findings.h"
#include "scan/literals.h"

namespace qiyue::scan {
namespace {

class Openings {
 public:
  explicit Openings(const FindingInput& input)
      : input_(input),
        world_(input.world),
        trees_(input.templates),
        guards_(code_words(input.templates.knowledge, "guards")) {}

  void run(std::vector<CodeFinding>& out) {
    if (input_.world.platform == nullptr || guards_.empty()) return;
    start();
    std::vector<std::vector<const CallEdge*>> edges(world_.functions);
    for (const CallEdge& edge : input_.solver.call_edges)
      if (edge.caller < world_.functions) edges[edge.caller].push_back(&edge);
    while (!queue_.empty()) {
      const std::uint32_t function = queue_.front();
      queue_.pop_front();
      for (const CallEdge* edge : edges[function])
        if (!asked(edge->code)) reach(edge->callee);
    }
    std::set<std::pair<std::string, std::string>> told;  // interface and file
    for (const Use& use : input_.evidence.uses) {
      if (!use.reachable || use.vendored || use.use_class != UseClass::privacy || !needs_consent(use)) continue;
      const int file = input_.templates.program.find_file(use.place.file);
      if (file < 0) continue;
      const int unit = world_.unit_of_file[static_cast<std::size_t>(file)];
      if (unit < 0) continue;
      const std::uint32_t code = code_at(world_.units[static_cast<std::size_t>(unit)], use.place);
      if (code == kNowhere || !reached_.contains(function_at(code)) || asked(code)) continue;
      if (!told.insert({use.api, use.place.file}).second) continue;
      const knowledge::Knowledge& all = input_.templates.knowledge;
      CodeFinding finding = code_finding(
          all, "QY1001", use.place,
          {"小程序一打开就调用 " + use.api + "（" + zh_items(all, use.items) + "），用户还没有使用需要它的功能",
           use.api + " (" + en_items(all, use.items) +
               ") is called on opening, before the user does anything that needs it"});
      finding.evidence = {use.id};
      out.push_back(std::move(finding));
    }
  }

 private:
  static constexpr std::uint32_t kNowhere = 0xFFFFFFFF;

  void reach(std::uint32_t function) {
    if (reached_.insert(function).second) queue_.push_back(function);
  }

  void start() {
    const program::Program& program = input_.templates.program;
    std::set<int> first;  // scripts of the first page
    if (const program::PageFiles* page = program.find_page(program.entry_page); page != nullptr) {
      first.insert(page->script);
      first.insert(page->markup);
    }
    for (const Analysis::Hook& hook : input_.analysis.hooks) {
      if (hook.trigger != Trigger::launch && hook.trigger != Trigger::page_load) continue;
      for (const Solver::Entry& entry : input_.solver.values(hook.function)) {
        const ValueInfo info = input_.solver.values_table[entry.value];
        if (info.kind != ValueKind::function) continue;
        const Unit& unit = world_.units[world_.unit_of_function(info.a)];
        if (hook.trigger == Trigger::launch || first.contains(static_cast<int>(unit.file))) reach(info.a);
      }
    }
    for (const int file : {program.app_script, program.main_script}) {
      if (file < 0 || world_.unit_of_file[static_cast<std::size_t>(file)] < 0) continue;
      reach(world_.units[static_cast<std::size_t>(world_.unit_of_file[static_cast<std::size_t>(file)])].first_function);
    }
  }

  // Interfaces that the platform guards itself: with a permission or a category of its privacy guideline.
  bool needs_consent(const Use& use) const {
    const std::size_t dot = use.api.find('.');
    if (dot == std::string::npos) return false;
    const knowledge::PlatformApi* api = world_.platform->api(std::string_view(use.api).substr(dot + 1));
    // Putting a text on the clipboard takes nothing from anybody.
    const bool takes = api != nullptr && (api->collect != "write" || !api->scope.empty());
    return takes && api->status != "retired" && (api->in_guideline || !api->scope.empty());
  }

  std::uint32_t code_at(const Unit& unit, const Place& place) const {
    const program::SourceFile& file = world_.file_of(unit);
    for (std::uint32_t c = 0; c < unit.ir.code.size(); ++c) {
      const Op op = unit.ir.code[c].op;
      if (op != Op::call && op != Op::invoke && op != Op::invoke_at && op != Op::load) continue;
      const Position at = file.source.at(unit.ir.code[c].offset);
      if (at.line == place.line && at.column == place.column) return unit.first_instruction + c;
    }
    return kNowhere;
  }

  std::uint32_t function_at(std::uint32_t code) const {
    const Unit& unit = world_.units[world_.unit_of_instruction(code)];
    const std::uint32_t index = code - unit.first_instruction;
    std::uint32_t inside = unit.first_function;
    for (std::size_t f = 0; f < unit.ir.functions.size(); ++f) {
      if (index >= unit.ir.functions[f].code_begin && index < unit.ir.functions[f].code_end)
        inside = unit.first_function + static_cast<std::uint32_t>(f);
    }
    return inside;
  }

  bool asks(std::string_view text) const {
    const std::string lower = to_lower_ascii(text.substr(0, 400));
    return std::any_of(guards_.begin(), guards_.end(),
                       [&](const std::string& word) { return lower.find(word) != std::string::npos; });
  }

  // Whether a condition or a call around the instruction, or a way out before it, asks somebody first.
  bool asked(std::uint32_t code) {
    using program::Role;
    using program::Syntax;
    const Unit& unit = world_.units[world_.unit_of_instruction(code)];
    const program::Script& script = trees_.of(static_cast<int>(unit.file));
    const std::uint32_t offset = unit.ir.code[code - unit.first_instruction].offset;
    const std::vector<std::uint32_t> path = SyntaxTrees::path_to(script, offset);
    for (std::size_t i = 0; i + 1 < path.size(); ++i) {
      const program::ScriptNode& node = script.nodes[path[i]];
      switch (node.type) {
        case Syntax::if_statement:
        case Syntax::conditional:
        case Syntax::switch_statement:
        case Syntax::while_statement:
        case Syntax::binary: {
          const std::uint32_t condition = path[i] + 1;
          if (path[i + 1] != condition && condition < node.last && asks(script.slice(condition))) return true;
          break;
        }
        case Syntax::call: {
          // wx.getSetting({ success() { … } }), checkConsent().then(…): what stands inside the arguments runs when that has answered.
          const std::uint32_t callee = path[i] + 1;
          if (path[i + 1] != callee && callee < node.last && asks(script.slice(callee))) return true;
          break;
        }
        case Syntax::block:
        case Syntax::program:
          for (std::uint32_t before = path[i] + 1; before < path[i + 1]; before = script.nodes[before].last) {
            const std::string_view text = script.slice(before);
            const bool leaves =
                script.nodes[before].type == Syntax::if_statement &&
                (text.find("return") != std::string_view::npos || text.find("throw") != std::string_view::npos);
            if (leaves && asks(script.slice(before + 1))) return true;
            if (text.substr(0, 300).find("await ") != std::string_view::npos && asks(text.substr(0, 300))) return true;
          }
          break;
        default:
          break;
      }
    }
    return false;
  }

  const FindingInput& input_;
  const World& world_;
  SyntaxTrees trees_;
  std::vector<std::string> guards_;
  std::set<std::uint32_t> reached_;
  std::deque<std::uint32_t> queue_;
};

// ---- secrets and plain http ----

bool is_identifier(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '$';
}

// Long enough, mixed enough, and no sentence.
bool looks_secret(std::string_view text) {
  if (text.size() < 16 || text.size() > 4096) return false;
  std::set<char> kinds;
  bool digit = false;
  for (const char c : text) {
    const bool fits = is_identifier(c) || c == '+' || c == '/' || c == '=';
    if (!fits) return false;
    digit = digit || (c >= '0' && c <= '9');
    kinds.insert(c);
  }
  return digit && kinds.size() >= 8;
}

}  // namespace

void opening_findings(const FindingInput& input, std::vector<CodeFinding>& out) { Openings(input).run(out); }

void text_findings(const FindingInput& input, std::vector<CodeFinding>& out) {
  const program::Program& program = input.templates.program;
  const knowledge::Knowledge& all = input.templates.knowledge;
  const std::vector<std::string> names = code_words(all, "secret_names");
  std::map<std::string, Place> plain;  // host -> where http:// or ws:// stands
  std::set<std::string> encrypted;
  for (const program::SourceFile& file : program.files) {
    if (file.vendored || file.generated || file.cloud_function) continue;
    const bool script = file.language == program::Language::javascript ||
                        file.language == program::Language::typescript || file.language == program::Language::tsx ||
                        (file.language == program::Language::markup && file.dialect == program::Dialect::vue);
    if (!script) continue;
    const std::string_view text = file.source.text();
    const auto look = [&](std::uint32_t offset, std::string_view content) {
      const auto place = [&] {
        const Position at = file.source.at(offset);
        return Place{file.path, at.line, at.column};
      };
      const std::string name = name_before(text, offset);
      const bool named = !name.empty() && std::find(names.begin(), names.end(), name) != names.end();
      const bool key = content.find("-----BEGIN ") != std::string_view::npos &&
                       content.find("PRIVATE KEY-----") != std::string_view::npos;
      const std::size_t parameter = content.find("secret=");
      bool in_url = false;
      if (parameter != std::string_view::npos) {
        const std::string_view value = content.substr(parameter + 7);
        in_url = looks_secret(value.substr(0, value.find('&')));
      }
      if (key || in_url || (named && looks_secret(content))) {
        const std::string what = key ? "private key" : in_url ? "secret" : name;
        out.push_back(code_finding(all, "QY1012", place(),
                                   {"密钥（" + what + "）以明文写在会随小程序下发的代码里",
                                    "a secret (" + what + ") stands in code that is shipped with the program"}));
      }
      for (const std::string_view scheme : {"http://", "ws://"}) {
        if (!content.starts_with(scheme)) continue;
        const std::string_view rest = content.substr(scheme.size());
        const std::string host = to_lower_ascii(rest.substr(0, rest.find_first_of("/?# '\"")));
        if (!host.empty()) plain.try_emplace(host, place());
      }
      for (const std::string_view scheme : {"https://", "wss://"}) {
        if (!content.starts_with(scheme)) continue;
        const std::string_view rest = content.substr(scheme.size());
        encrypted.insert(to_lower_ascii(rest.substr(0, rest.find_first_of("/?# '\""))));
      }
    };
    if (file.language == program::Language::markup) {
      for (const program::MarkupNode& node :
           input.templates.markups[static_cast<std::size_t>(&file - program.files.data())].nodes)
        if (node.kind == program::NodeKind::element && node.name == "script" && node.inner.end > node.inner.begin)
          for_each_literal(file.source.slice(node.inner), node.inner.begin, look);
    } else {
      for_each_literal(text, 0, look);
    }
  }
  struct Sent {
    std::set<std::string> items, evidence;
  };
  std::map<std::string, Sent> by_host;
  for (const Flow& flow : input.evidence.flows) {
    if (flow.kind != SinkKind::network || flow.items.empty() || is_local_host(flow.host) ||
        encrypted.contains(flow.host) || !plain.contains(flow.host))
      continue;
    Sent& sent = by_host[flow.host];
    sent.items.insert(flow.items.begin(), flow.items.end());
    if (!flow.source.empty()) sent.evidence.insert(flow.source);
    sent.evidence.insert(flow.to.file + ":" + std::to_string(flow.to.line));
  }
  for (const auto& [host, sent] : by_host) {
    const std::vector<std::string> items(sent.items.begin(), sent.items.end());
    CodeFinding finding = code_finding(all, "QY1013", plain.find(host)->second,
                                       {zh_items(all, items) + " 用明文 http 传到 " + host,
                                        en_items(all, items) + " goes to " + host + " over plain http"});
    finding.evidence.assign(sent.evidence.begin(), sent.evidence.end());
    out.push_back(std::move(finding));
  }
}

}  // namespace qiyue::scan
