#include "mcp/mcp.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <charconv>
#include <filesystem>
#include <istream>
#include <ostream>

#include "core/data.h"
#include "core/files.h"
#include "core/text.h"
#include "workspace/releases.h"
#include "workspace/workspace.h"

namespace qiyue {
namespace {

constexpr std::size_t kMaxMessageBytes = 4u << 20;
constexpr int kParseError = -32700;
constexpr int kInvalidRequest = -32600;
constexpr int kMethodNotFound = -32601;
constexpr int kInvalidParams = -32602;

constexpr std::array<std::string_view, 3> kProtocols{"2025-06-18", "2025-03-26", "2024-11-05"};

struct Parameter {
  std::string_view name, description;
  bool required = false;
};
struct Tool {
  std::string_view name, description;
  bool writes = false;
  std::vector<Parameter> parameters;
};

const Parameter kProgram{"program", "Directory of the mini program (default: the current directory)", false};

const std::vector<Tool>& tools() {
  static const std::vector<Tool> kTools{
      {"scan",
       "What personal information the mini program's source really collects: uses, form fields, flows, recipients, "
       "with file and line (JSON, schema qiyue-evidence/1).",
       false,
       {kProgram}},
      {"explain",
       "Everything the scan knows of one line of code: what is collected there, when, and where it goes.",
       false,
       {{"place", "file:line, relative to the program's root, e.g. pages/login/login.js:12", true}, kProgram}},
      {"questions",
       "What only people can tell and legal/facts.yaml does not say yet: path, question, why it is asked, proposal.",
       false,
       {kProgram}},
      {"draft",
       "Drafts the privacy policy, the user agreement and the lists into legal/ from code and facts; edits made by "
       "hand are merged.",
       true,
       {kProgram}},
      {"check",
       "Holds the texts in legal/ (or one text file) against the law and the code: findings with place, article and "
       "remedy (JSON, schema qiyue-findings/1).",
       false,
       {{"file", "One text to check (.md .html .docx .txt .wxml); without it the texts in legal/", false}, kProgram}},
      {"why",
       "Why a line of a drafted text is there: facts, code, articles.",
       false,
       {{"place", "file:line, e.g. legal/privacy-policy.md:42", true}, kProgram}},
      {"recheck",
       "Is the last published version still true: against code, law and calendar (JSON, schema qiyue-recheck/1).",
       false,
       {kProgram}}};
  return kTools;
}

class Server {
 public:
  Server(std::ostream& out, const knowledge::Knowledge& knowledge, const McpOptions& options)
      : out_(out), knowledge_(knowledge), options_(options) {}

  void message(const std::string& line) {
    if (trim(line).empty()) return;
    if (line.size() > kMaxMessageBytes) return error(nullptr, kInvalidRequest, "the message is too large");
    boost::system::error_code ec;
    const json::value request = json::parse(line, ec);
    if (ec) return error(nullptr, kParseError, "not JSON");
    if (!request.is_object() || get_string(request, "jsonrpc") != "2.0" || get_string(request, "method").empty())
      return error(nullptr, kInvalidRequest, "not a JSON-RPC 2.0 request");
    const json::value* id = request.as_object().if_contains("id");
    const std::string method = get_string(request, "method");
    if (id == nullptr) return;  // a notification wants no answer
    const json::value* params = find(request, "params");
    if (method == "initialize") return initialize(*id, params);
    if (method == "ping") return result(*id, json::object());
    if (method == "tools/list") return list(*id);
    if (method == "tools/call") return call(*id, params);
    error(id, kMethodNotFound, "no such method: " + method);
  }

 private:
  void send(const json::object& message) { out_ << json::serialize(message) << '\n' << std::flush; }
  void result(const json::value& id, json::value value) {
    send({{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(value)}});
  }
  void error(const json::value* id, int code, const std::string& text) {
    send({{"jsonrpc", "2.0"},
          {"id", id == nullptr ? json::value(nullptr) : *id},
          {"error", {{"code", code}, {"message", text}}}});
  }

  void initialize(const json::value& id, const json::value* params) {
    const std::string wanted = params == nullptr ? "" : get_string(*params, "protocolVersion");
    const bool known = std::find(kProtocols.begin(), kProtocols.end(), wanted) != kProtocols.end();
    result(id, json::object{{"protocolVersion", known ? wanted : std::string(kProtocols.front())},
                            {"capabilities", {{"tools", json::object()}}},
                            {"serverInfo", {{"name", "qiyue"}, {"version", options_.version}}},
                            {"instructions",
                             "Privacy policy and user agreement of a mini program: scan the code, ask a person the "
                             "questions, write the answers into "
                             "legal/facts.yaml, draft, check. Never answer a question in the person's place. Drafts "
                             "are no legal advice."}});
  }

  void list(const json::value& id) {
    json::array all;
    for (const Tool& tool : tools()) {
      json::object properties;
      json::array required;
      for (const Parameter& parameter : tool.parameters) {
        properties[parameter.name] = json::object{{"type", "string"}, {"description", parameter.description}};
        if (parameter.required) required.emplace_back(parameter.name);
      }
      all.push_back(
          json::object{{"name", tool.name},
                       {"description", tool.description},
                       {"inputSchema",
                        {{"type", "object"}, {"properties", std::move(properties)}, {"required", std::move(required)}}},
                       {"annotations", {{"readOnlyHint", !tool.writes}, {"openWorldHint", false}}}});
    }
    result(id, json::object{{"tools", std::move(all)}});
  }

  void call(const json::value& id, const json::value* params) {
    const std::string name = params == nullptr ? "" : get_string(*params, "name");
    const auto tool = std::find_if(tools().begin(), tools().end(), [&](const Tool& one) { return one.name == name; });
    if (tool == tools().end()) return error(&id, kInvalidParams, "no such tool: " + name);
    static const json::value kNone = json::object();
    const json::value* given = find(*params, "arguments");
    const json::value& arguments = given == nullptr ? kNone : *given;
    if (!arguments.is_object()) return error(&id, kInvalidParams, "arguments must be an object");
    for (const auto& entry : arguments.get_object()) {
      const bool known = std::any_of(tool->parameters.begin(), tool->parameters.end(),
                                     [&](const Parameter& one) { return one.name == entry.key(); });
      if (!known || !entry.value().is_string())
        return error(&id, kInvalidParams, "unknown or ill-typed argument: " + std::string(entry.key()));
    }
    for (const Parameter& parameter : tool->parameters)
      if (parameter.required && get_string(arguments, parameter.name).empty())
        return error(&id, kInvalidParams, "missing argument: " + std::string(parameter.name));
    const Result<std::string> text = run(name, arguments);
    result(id, json::object{{"content", {{{"type", "text"}, {"text", text ? *text : render(text.error(), Lang::en)}}}},
                            {"isError", !text.has_value()}});
  }

  Result<std::string> run(const std::string& name, const json::value& arguments) {
    program_ = get_string(arguments, "program", ".");
    workspace_ = workspace_at(program_);
    const std::string place = get_string(arguments, "place");
    if (name == "scan") return scan();
    if (name == "explain") return explain(place);
    if (name == "questions") return questions();
    if (name == "draft") return draft();
    if (name == "check") return check_texts(get_string(arguments, "file"));
    if (name == "why") return why_here(place);
    auto checked = recheck_workspace(
        {.scan = {.program = program_, .root = ""}, .workspace = workspace_, .today = options_.today, .online = false},
        knowledge_);
    if (!checked) return fail(checked.error());
    return recheck_json(checked->actions, checked->last, options_.today);
  }

  Result<Evidence> evidence() {
    auto scanned = scan_program({.program = program_, .root = ""}, knowledge_);
    if (!scanned) return fail(scanned.error());
    return std::move(scanned->evidence);
  }

  Result<Inventory> inventory() {
    auto seen = evidence();
    if (!seen) return fail(seen.error());
    auto facts = read_facts(workspace_.file("facts.yaml"), knowledge_);
    if (!facts) return fail(facts.error());
    return join(*facts, *seen, knowledge_);
  }

  Result<std::string> scan() {
    auto seen = evidence();
    if (!seen) return fail(seen.error());
    return to_json_text(*seen);
  }

  static bool split_place(const std::string& place, std::string& file, int& line) {
    const auto colon = place.rfind(':');
    if (colon == std::string::npos) return false;
    file = place.substr(0, colon);
    const char* end = place.data() + place.size();
    const auto parsed = std::from_chars(place.data() + colon + 1, end, line);
    return parsed.ec == std::errc() && parsed.ptr == end && line > 0;
  }
  static Error no_place(const std::string& place) {
    return {.message = {fmt::format("“{}”不是 文件:行号", place), fmt::format("\"{}\" is not file:line", place)},
            .remedy = {},
            .file = "",
            .more = {}};
  }

  Result<std::string> explain(const std::string& place) {
    std::string file;
    int line = 0;
    if (!split_place(place, file, line)) return fail(no_place(place));
    auto seen = evidence();
    if (!seen) return fail(seen.error());
    json::array uses;
    json::array fields;
    json::array flows;
    std::vector<std::string> ids;
    const auto strings = [](const std::vector<std::string>& all) { return json::array(all.begin(), all.end()); };
    for (const Use& use : seen->uses) {
      if (use.place.file != file || use.place.line != line) continue;
      ids.push_back(use.id);
      uses.push_back(json::object{{"id", use.id},
                                  {"api", use.api},
                                  {"items", strings(use.items)},
                                  {"trigger", to_string(use.trigger)},
                                  {"page", use.page},
                                  {"function", use.function},
                                  {"reachable", use.reachable}});
    }
    for (const Field& field : seen->fields) {
      if (field.place.file != file || field.place.line != line) continue;
      ids.push_back(field.id);
      fields.push_back(json::object{{"id", field.id},
                                    {"label", field.label},
                                    {"items", strings(field.items)},
                                    {"page", field.page},
                                    {"reachable", field.reachable}});
    }
    for (const Flow& flow : seen->flows) {
      const bool starts = std::find(ids.begin(), ids.end(), flow.source) != ids.end();
      const bool ends = flow.to.file == file && flow.to.line == line;
      if (!starts && !ends) continue;
      flows.push_back(json::object{{"source", flow.source},
                                   {"from", fmt::format("{}:{}", flow.from.file, flow.from.line)},
                                   {"to", fmt::format("{}:{}", flow.to.file, flow.to.line)},
                                   {"sink", flow.sink},
                                   {"kind", to_string(flow.kind)},
                                   {"host", flow.host},
                                   {"third_party", flow.third_party},
                                   {"items", strings(flow.items)}});
    }
    return to_json(json::object{
        {"place", place}, {"uses", std::move(uses)}, {"fields", std::move(fields)}, {"flows", std::move(flows)}});
  }

  Result<std::string> questions() {
    auto seen = evidence();
    if (!seen) return fail(seen.error());
    const std::string path = workspace_.file("facts.yaml");
    auto yaml = read_text_file(path);
    const std::string text = yaml ? *yaml : propose_facts(*seen, knowledge_);
    auto facts = parse_facts(path, text, knowledge_);
    if (!facts) return fail(facts.error());
    json::array all;
    for (const Question& question : open_questions(*facts, *seen, knowledge_)) {
      json::array choices;
      for (const auto& [value, words] : question.choices)
        choices.push_back(json::object{{"value", value}, {"zh", words.zh}, {"en", words.en}});
      all.push_back(json::object{{"path", question.id},
                                 {"ask", {{"zh", question.ask.zh}, {"en", question.ask.en}}},
                                 {"why", {{"zh", question.why.zh}, {"en", question.why.en}}},
                                 {"choices", std::move(choices)},
                                 {"proposal", question.proposal},
                                 {"required", question.required}});
    }
    return to_json(json::object{{"file", path}, {"exists", yaml.has_value()}, {"questions", std::move(all)}});
  }

  Result<std::string> draft() {
    auto joined = inventory();
    if (!joined) return fail(joined.error());
    auto drafted = draft_into(workspace_, *joined, knowledge_, Lang::zh);
    if (!drafted) return fail(drafted.error());
    return to_json(json::object{{"written", json::array(drafted->written.begin(), drafted->written.end())},
                                {"conflicts", json::array(drafted->conflicts.begin(), drafted->conflicts.end())}});
  }

  Result<std::string> check_texts(const std::string& file) {
    auto documents = file.empty() ? read_workspace_documents(workspace_) : read_documents(file);
    if (!documents) return fail(documents.error());
    std::vector<const Document*> pointers;
    for (const Document& document : *documents) pointers.push_back(&document);
    CheckInput input{.documents = pointers, .inventory = nullptr, .evidence = nullptr, .as_of = options_.today};
    Inventory joined;
    Evidence seen;
    if (auto whole = inventory()) {
      joined = std::move(*whole);
      input.inventory = &joined;
    } else if (auto code = evidence()) {
      seen = std::move(*code);
      input.evidence = &seen;
    } else if (file.empty()) {
      return fail(code.error());
    }
    std::vector<Finding> findings = check(input, knowledge_);
    if (file.empty()) {
      auto forms = read_platform_forms(workspace_);
      if (!forms) return fail(forms.error());
      check_platform_forms(input, *forms, knowledge_, findings);
    }
    return findings_json(findings, pointers);
  }

  Result<std::string> why_here(const std::string& place) {
    std::string file;
    int line = 0;
    if (!split_place(place, file, line)) return fail(no_place(place));
    auto joined = inventory();
    if (!joined) return fail(joined.error());
    const std::string own = workspace_.file("clauses");
    std::error_code ignored;
    auto drafts = qiyue::draft(*joined, knowledge_,
                               {.lang = Lang::zh, .own_clauses = std::filesystem::exists(own, ignored) ? own : ""});
    if (!drafts) return fail(drafts.error());
    return why(*drafts, *joined, knowledge_, file, line, Lang::zh);
  }

  std::ostream& out_;
  const knowledge::Knowledge& knowledge_;
  const McpOptions& options_;
  std::string program_;
  Workspace workspace_;
};

}  // namespace

void serve_mcp(std::istream& in, std::ostream& out, const knowledge::Knowledge& knowledge, const McpOptions& options) {
  Server server(out, knowledge, options);
  std::string line;
  while (std::getline(in, line)) server.message(line);
}

}  // namespace qiyue
