// The JSON form of Evidence (docs/formats.md). Messages keep both languages so that a stored scan can be shown in either.
#include <boost/json.hpp>

#include "core/data.h"
#include "core/files.h"
#include "evidence/evidence.h"

namespace qiyue {

namespace {

json::array strings(const std::vector<std::string>& values) {
  json::array out;
  for (const std::string& value : values) out.emplace_back(value);
  return out;
}

json::object at(const Place& place, bool with_column = true) {
  json::object out;
  out["file"] = place.file;
  out["line"] = place.line;
  if (with_column) out["column"] = place.column;
  return out;
}

json::value or_null(const std::string& value) { return value.empty() ? json::value(nullptr) : json::value(value); }

json::object program_json(const Evidence::Program& program) {
  json::object out;
  out["root"] = program.root;
  out["platform"] = program.platform;
  out["framework"] = program.framework;
  out["appid"] = or_null(program.appid);
  out["name"] = or_null(program.name);
  json::array pages;
  for (const Page& page : program.pages) {
    json::object one;
    one["path"] = page.path;
    one["package"] = or_null(page.package);
    one["reachable"] = page.reachable;
    one["title"] = or_null(page.title);
    pages.emplace_back(std::move(one));
  }
  out["pages"] = std::move(pages);
  json::array plugins;
  for (const PluginUse& plugin : program.plugins) {
    json::object one;
    one["name"] = plugin.name;
    one["provider"] = plugin.provider;
    one["version"] = plugin.version;
    for (auto& member : at(plugin.place)) one[member.key()] = member.value();
    plugins.emplace_back(std::move(one));
  }
  out["plugins"] = std::move(plugins);
  return out;
}

json::object use_json(const Use& use) {
  json::object out;
  out["id"] = use.id;
  out["items"] = strings(use.items);
  out["api"] = use.api;
  out["class"] = to_string(use.use_class);
  out["how"] = to_string(use.how);
  out["file"] = use.place.file;
  out["line"] = use.place.line;
  out["column"] = use.place.column;
  out["page"] = use.page;
  out["function"] = use.function;
  out["trigger"] = to_string(use.trigger);
  out["reachable"] = use.reachable;
  out["vendored"] = use.vendored;
  if (!use.purpose_hint.empty()) out["purpose_hint"] = use.purpose_hint;
  return out;
}

json::object field_json(const Field& field) {
  json::object out;
  out["id"] = field.id;
  out["items"] = strings(field.items);
  out["file"] = field.place.file;
  out["line"] = field.place.line;
  out["column"] = field.place.column;
  out["label"] = field.label;
  out["page"] = field.page;
  out["name"] = field.name;
  out["reachable"] = field.reachable;
  out["sent"] = field.sent;
  return out;
}

json::object flow_json(const Flow& flow) {
  json::object out;
  out["source"] = flow.source;
  out["from"] = at(flow.from);
  out["to"] = at(flow.to);
  out["sink"] = flow.sink;
  out["kind"] = to_string(flow.kind);
  out["host"] = flow.host;
  out["path"] = flow.path;
  out["third_party"] = flow.third_party;
  out["items"] = strings(flow.items);
  json::array steps;
  for (const Place& step : flow.steps) steps.emplace_back(at(step));
  out["steps"] = std::move(steps);
  return out;
}

json::object recipient_json(const Recipient& recipient) {
  json::object out;
  out["name"] = recipient.name;
  out["provider"] = recipient.provider;
  out["kind"] = to_string(recipient.kind);
  out["file"] = recipient.place.file;
  out["line"] = recipient.place.line;
  out["column"] = recipient.place.column;
  out["items"] = strings(recipient.items);
  out["knowledge_id"] = recipient.knowledge_id;
  out["host"] = recipient.host;
  out["purpose"] = recipient.purpose;
  out["privacy_url"] = recipient.privacy_url;
  out["provider_verified"] = recipient.provider_verified;
  return out;
}

json::object finding_json(const CodeFinding& finding, Lang lang) {
  json::object out;
  out["rule"] = finding.rule;
  out["severity"] = to_string(finding.severity);
  out["file"] = finding.place.file;
  out["line"] = finding.place.line;
  out["column"] = finding.place.column;
  out["message"] = finding.message.in(lang);
  out["message_zh"] = finding.message.zh;
  out["message_en"] = finding.message.en;
  out["help_zh"] = finding.help.zh;
  out["help_en"] = finding.help.en;
  out["evidence"] = strings(finding.evidence);
  return out;
}

template <class T, class Make>
json::array array_of(const std::vector<T>& values, Make make) {
  json::array out;
  for (const T& value : values) out.emplace_back(make(value));
  return out;
}

// The enumerator whose name stands in `object[key]`; the last of `values` when none does.
template <class E>
E read_enum(const json::value& object, std::string_view key, std::initializer_list<E> values) {
  const std::string text = get_string(object, key);
  for (const E value : values)
    if (to_string(value) == text) return value;
  return *(values.end() - 1);
}

Place read_place(const json::value& object) {
  return {get_string(object, "file"), static_cast<int>(get_int(object, "line")),
          static_cast<int>(get_int(object, "column"))};
}

template <class Each>
void each(const json::value& object, std::string_view key, Each visit) {
  const json::value* list = find(object, key);
  if (list == nullptr || !list->is_array()) return;
  for (const json::value& value : list->get_array())
    if (value.is_object()) visit(value);
}

Use read_use(const json::value& v) {
  Use use;
  use.id = get_string(v, "id");
  use.items = get_strings(v, "items");
  use.api = get_string(v, "api");
  use.use_class = read_enum(
      v, "class", {UseClass::privacy, UseClass::identity, UseClass::device, UseClass::permission, UseClass::other});
  use.how = read_enum(v, "how", {How::typed, How::third_party, How::automatic});
  use.place = read_place(v);
  use.page = get_string(v, "page");
  use.function = get_string(v, "function");
  use.trigger = read_enum(v, "trigger",
                          {Trigger::launch, Trigger::page_load, Trigger::tap, Trigger::submit, Trigger::timer,
                           Trigger::message, Trigger::unknown});
  use.reachable = get_bool(v, "reachable", true);
  use.vendored = get_bool(v, "vendored");
  use.purpose_hint = get_string(v, "purpose_hint");
  return use;
}

Flow read_flow(const json::value& v) {
  Flow flow;
  flow.source = get_string(v, "source");
  if (const json::value* from = find(v, "from")) flow.from = read_place(*from);
  if (const json::value* to = find(v, "to")) flow.to = read_place(*to);
  flow.sink = get_string(v, "sink");
  flow.kind = read_enum(v, "kind",
                        {SinkKind::storage, SinkKind::cloud, SinkKind::sdk, SinkKind::page, SinkKind::log,
                         SinkKind::share, SinkKind::network});
  flow.host = get_string(v, "host");
  flow.path = get_string(v, "path");
  flow.third_party = get_bool(v, "third_party");
  flow.items = get_strings(v, "items");
  each(v, "steps", [&](const json::value& step) { flow.steps.push_back(read_place(step)); });
  return flow;
}

Recipient read_recipient(const json::value& v) {
  Recipient recipient;
  recipient.name = get_string(v, "name");
  recipient.provider = get_string(v, "provider");
  recipient.kind = read_enum(v, "kind",
                             {RecipientKind::sdk, RecipientKind::plugin, RecipientKind::cloud,
                              RecipientKind::mini_program, RecipientKind::component, RecipientKind::host});
  recipient.place = read_place(v);
  recipient.items = get_strings(v, "items");
  recipient.knowledge_id = get_string(v, "knowledge_id");
  recipient.host = get_string(v, "host");
  recipient.purpose = get_string(v, "purpose");
  recipient.privacy_url = get_string(v, "privacy_url");
  recipient.provider_verified = get_bool(v, "provider_verified");
  return recipient;
}

void read_program(const json::value& v, Evidence::Program& program) {
  program.root = get_string(v, "root", ".");
  program.platform = get_string(v, "platform");
  program.framework = get_string(v, "framework");
  program.appid = get_string(v, "appid");
  program.name = get_string(v, "name");
  each(v, "pages", [&](const json::value& page) {
    program.pages.push_back({get_string(page, "path"), get_string(page, "package"), get_bool(page, "reachable", true),
                             get_string(page, "title")});
  });
  each(v, "plugins", [&](const json::value& plugin) {
    program.plugins.push_back({get_string(plugin, "name"), get_string(plugin, "provider"),
                               get_string(plugin, "version"), read_place(plugin)});
  });
}

}  // namespace

std::string to_json_text(const Evidence& evidence, Lang lang) {
  json::object out;
  out["schema"] = "qiyue-evidence/1";
  out["program"] = program_json(evidence.program);
  out["uses"] = array_of(evidence.uses, use_json);
  out["fields"] = array_of(evidence.fields, field_json);
  out["flows"] = array_of(evidence.flows, flow_json);
  out["recipients"] = array_of(evidence.recipients, recipient_json);
  out["hosts"] = strings(evidence.hosts);
  json::object declared;
  declared["permission"] = strings(evidence.declared.permission);
  declared["requiredPrivateInfos"] = strings(evidence.declared.required_private_infos);
  out["declared"] = std::move(declared);
  out["texts"] = strings(evidence.texts);
  out["remote_texts"] = strings(evidence.remote_texts);
  out["findings"] = array_of(evidence.findings, [&](const CodeFinding& f) { return finding_json(f, lang); });
  out["unread"] = array_of(evidence.unread, [&](const Unread& u) {
    json::object one;
    one["file"] = u.file;
    one["line"] = u.line;
    one["why"] = u.why.in(lang);
    one["why_zh"] = u.why.zh;
    one["why_en"] = u.why.en;
    return one;
  });
  return to_json(json::value(std::move(out)));
}

Result<Evidence> read_evidence(const std::string& path) {
  Result<std::string> text = read_text_file(path);
  if (!text) return fail(text.error());
  Result<DataFile> data = parse_json(path, *text);
  if (!data) return fail(data.error());
  const json::value& v = data->value;
  if (!v.is_object() || get_string(v, "schema") != "qiyue-evidence/1") {
    Error error;
    error.message = {"这不是扫描证据文件：应有 \"schema\": \"qiyue-evidence/1\"",
                     "not a scan evidence file: \"schema\": \"qiyue-evidence/1\" was expected"};
    error.remedy = {"请用 qiyue scan 目录 --format json 重新生成", "make it again with qiyue scan DIR --format json"};
    error.file = path;
    error.line = 1;
    error.column = 1;
    return fail(std::move(error));
  }
  Evidence evidence;
  if (const json::value* program = find(v, "program")) read_program(*program, evidence.program);
  each(v, "uses", [&](const json::value& one) { evidence.uses.push_back(read_use(one)); });
  each(v, "fields", [&](const json::value& one) {
    Field field;
    field.id = get_string(one, "id");
    field.items = get_strings(one, "items");
    field.place = read_place(one);
    field.label = get_string(one, "label");
    field.page = get_string(one, "page");
    field.name = get_string(one, "name");
    field.reachable = get_bool(one, "reachable", true);
    field.sent = get_bool(one, "sent");
    evidence.fields.push_back(std::move(field));
  });
  each(v, "flows", [&](const json::value& one) { evidence.flows.push_back(read_flow(one)); });
  each(v, "recipients", [&](const json::value& one) { evidence.recipients.push_back(read_recipient(one)); });
  evidence.hosts = get_strings(v, "hosts");
  if (const json::value* declared = find(v, "declared")) {
    evidence.declared.permission = get_strings(*declared, "permission");
    evidence.declared.required_private_infos = get_strings(*declared, "requiredPrivateInfos");
  }
  evidence.texts = get_strings(v, "texts");
  evidence.remote_texts = get_strings(v, "remote_texts");
  each(v, "findings", [&](const json::value& one) {
    CodeFinding finding;
    finding.rule = get_string(one, "rule");
    finding.severity = read_enum(one, "severity", {Severity::error, Severity::advice, Severity::warning});
    finding.place = read_place(one);
    finding.message = {get_string(one, "message_zh"), get_string(one, "message_en")};
    finding.help = {get_string(one, "help_zh"), get_string(one, "help_en")};
    finding.evidence = get_strings(one, "evidence");
    evidence.findings.push_back(std::move(finding));
  });
  each(v, "unread", [&](const json::value& one) {
    evidence.unread.push_back({get_string(one, "file"),
                               static_cast<int>(get_int(one, "line")),
                               {get_string(one, "why_zh"), get_string(one, "why_en")}});
  });
  return evidence;
}

}  // namespace qiyue
