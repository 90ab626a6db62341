// What the evidence alone tells: declarations in app.json, retired interfaces, code nobody uses, personal information in logs.
#include <algorithm>
#include <map>
#include <set>

#include "core/text.h"
#include "knowledge/declarations.h"
#include "scan/code_findings.h"

namespace qiyue::scan {
namespace {

bool holds(const std::vector<std::string>& list, std::string_view value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

const knowledge::PlatformApi* api_named(const FindingInput& input, const Use& use) {
  const std::size_t dot = use.api.find('.');
  if (input.world.platform == nullptr || dot == std::string::npos) return nullptr;
  return input.world.platform->api(std::string_view(use.api).substr(dot + 1));
}

// Where a configuration declares `word`: app.json, or what a framework makes it from.
Place declared_at(const FindingInput& input, std::string_view word) {
  const program::Program& program = input.templates.program;
  for (const program::SourceFile& file : program.files) {
    if (file.vendored || !(file.path.ends_with("app.json") || file.path.ends_with("manifest.json") ||
                           file.path.find("app.config.") != std::string::npos))
      continue;
    const std::string_view text = file.source.text();
    const std::size_t list = text.find("requiredPrivateInfos");
    const std::size_t at = list == std::string_view::npos ? list : text.find(word, list);
    if (at == std::string_view::npos) continue;
    const Position position = file.source.at(static_cast<std::uint32_t>(at));
    return {file.path, position.line, position.column};
  }
  return {program.files[static_cast<std::size_t>(program.app_config)].path, 1, 1};
}

void declarations(const FindingInput& input, std::vector<CodeFinding>& out) {
  const program::Program& program = input.templates.program;
  const knowledge::Knowledge& all = input.templates.knowledge;
  if (program.platform != "wechat" || program.app_config < 0) return;
  const std::vector<std::string> described = code_words(all, "described_scopes");
  std::set<std::string> used, told;
  std::set<std::string> scopes;
  for (const Use& use : input.evidence.uses) {
    const knowledge::PlatformApi* api = api_named(input, use);
    if (api == nullptr) continue;
    used.insert(api->name);
    for (const std::string_view scope : split(api->scope, ','))
      if (!trim(scope).empty()) scopes.insert(std::string(trim(scope)));
    if (!use.reachable || api->verified != knowledge::Verified::yes) continue;
    if (api->required_private_info && !holds(program.required_private_infos, api->name) &&
        told.insert(api->name).second) {
      CodeFinding finding = code_finding(all, "QY1007", use.place,
                                         {use.api + " 没有写进 app.json 的 requiredPrivateInfos",
                                          use.api + " is missing in requiredPrivateInfos of app.json"});
      finding.evidence = {use.id};
      out.push_back(std::move(finding));
    }
    if (!holds(described, api->scope) || !told.insert(api->scope).second) continue;
    const bool stated = std::any_of(program.permissions.begin(), program.permissions.end(), [&](const auto& entry) {
      return entry.first == api->scope && !trim(entry.second).empty();
    });
    if (stated) continue;
    CodeFinding finding = code_finding(all, "QY1008", use.place,
                                       {"用到 " + api->scope + "，app.json 的 permission 没有写用途",
                                        api->scope + " is used, app.json does not state its purpose"});
    finding.evidence = {use.id};
    out.push_back(std::move(finding));
  }
  for (const std::string& name : program.required_private_infos) {
    if (used.contains(name) || input.world.platform->api(name) == nullptr) continue;
    // A listener and the call that starts it are declared together.
    if (name == "onLocationChange" &&
        (used.contains("startLocationUpdate") || used.contains("startLocationUpdateBackground")))
      continue;
    out.push_back(code_finding(all, "QY1009", declared_at(input, name),
                               {"requiredPrivateInfos 声明了 " + name + "，代码里没有用到",
                                name + " is declared in requiredPrivateInfos but not used"}));
  }
}

// Where app.json gives the text of a scope.
Place text_at(const FindingInput& input, std::string_view scope) {
  const program::Program& program = input.templates.program;
  for (const program::SourceFile& file : program.files) {
    if (file.vendored || !(file.path.ends_with("app.json") || file.path.ends_with("manifest.json") ||
                           file.path.find("app.config.") != std::string::npos))
      continue;
    const std::size_t at = file.source.text().find("\"" + std::string(scope) + "\"");
    if (at == std::string_view::npos) continue;
    const Position position = file.source.at(static_cast<std::uint32_t>(at));
    return {file.path, position.line, position.column};
  }
  return {program.files[static_cast<std::size_t>(program.app_config)].path, 1, 1};
}

// permission.<scope>.desc stands in the system's dialog: short, and saying what for.
void permission_texts(const FindingInput& input, std::vector<CodeFinding>& out) {
  const program::Program& program = input.templates.program;
  const knowledge::Knowledge& all = input.templates.knowledge;
  if (program.app_config < 0 || program.permissions.empty()) return;
  const knowledge::Declaration declaration = knowledge::declaration_of(program.platform, all);
  const knowledge::PurposeRules rules(all);
  for (const auto& [scope, text] : program.permissions) {
    const auto known = std::find_if(declaration.permission_texts.begin(), declaration.permission_texts.end(),
                                    [&, name = scope](const auto& entry) { return entry.scope == name; });
    if (known == declaration.permission_texts.end() || trim(text).empty()) continue;
    const int size = count_code_points(text);
    if (known->most > 0 && size > known->most) {
      out.push_back(code_finding(
          all, "QY1015", text_at(input, scope),
          {scope + " 的用途说明有 " + std::to_string(size) + " 个字，最多 " + std::to_string(known->most) + " 个",
           "the text of " + scope + " has " + std::to_string(size) + " characters, at most " +
               std::to_string(known->most) + " are allowed"}));
    }
    // It stands alone, not after 为了: such a beginning is good here.
    std::string_view purpose = trim(text);
    for (const std::string_view lead : {"为了", "用于"})
      if (purpose.starts_with(lead)) purpose.remove_prefix(lead.size());
    if (const auto fault = rules.fault(purpose)) {
      out.push_back(code_finding(all, "QY1015", text_at(input, scope),
                                 {scope + " 的用途说明“" + text + "”：" + fault->zh,
                                  "the text of " + scope + " \"" + text + "\": " + fault->en}));
    }
  }
}

void retired(const FindingInput& input, std::vector<CodeFinding>& out) {
  if (input.world.platform == nullptr) return;
  std::map<std::string, std::vector<const Use*>> by_api;
  for (const Use& use : input.evidence.uses) {
    if (!use.reachable || use.vendored) continue;
    if (const knowledge::PlatformApi* api = api_named(input, use)) {
      if (api->status == "retired" && api->verified == knowledge::Verified::yes) by_api[use.api].push_back(&use);
      continue;
    }
    for (const knowledge::PlatformComponent& component : input.world.platform->components) {
      if (component.status != "retired" || component.verified != knowledge::Verified::yes) continue;
      for (const std::string& value : component.attribute_values)
        if (use.api == component.tag + " " + component.attribute + "=" + value) by_api[use.api].push_back(&use);
    }
  }
  for (const auto& [api, uses] : by_api) {
    const std::string count = std::to_string(uses.size());
    CodeFinding finding =
        code_finding(input.templates.knowledge, "QY1010", uses.front()->place,
                     {api + " 已被平台收回，不再给出真实信息（" + count + " 处）",
                      api + " has been taken back by the platform and gives no real data (" + count + " places)"});
    for (const Use* use : uses) finding.evidence.push_back(use->id);
    out.push_back(std::move(finding));
  }
}

// How often `name` stands as a word of its own in the program, up to two.
int mentions(const program::Program& program, const std::string& name) {
  const auto is_word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$';
  };
  int count = 0;
  for (const program::SourceFile& file : program.files) {
    const std::string_view text = file.source.text();
    for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + name.size())) {
      const bool begins = at == 0 || !is_word(text[at - 1]);
      const bool ends = at + name.size() >= text.size() || !is_word(text[at + name.size()]);
      if (begins && ends && ++count == 2) return count;
    }
  }
  return count;
}

void unused(const FindingInput& input, std::vector<CodeFinding>& out) {
  const program::Program& program = input.templates.program;
  // Bundlers leave out what nothing imports.
  if (program.framework != "native") return;
  bool stripped = false;
  for (const program::SourceFile& file : program.files) {
    if (!file.path.ends_with("project.config.json")) continue;
    const std::string_view text = file.source.text();
    const std::size_t at = text.find("\"ignoreUploadUnusedFiles\"");
    stripped = at != std::string_view::npos && trim(text.substr(at + 25, 8)).find("true") != std::string_view::npos;
  }
  std::map<std::string, std::vector<const Use*>> by_file;
  for (const Use& use : input.evidence.uses) {
    if (use.reachable || use.use_class != UseClass::privacy) continue;
    const int index = program.find_file(use.place.file);
    if (index < 0) continue;
    const program::SourceFile& file = program.files[static_cast<std::size_t>(index)];
    if (file.cloud_function || file.path.starts_with("node_modules/") ||
        file.path.find("/node_modules/") != std::string::npos)
      continue;
    const int unit = input.world.unit_of_file[static_cast<std::size_t>(index)];
    const bool file_used = unit >= 0 && input.world.units[static_cast<std::size_t>(unit)].reachable;
    // In a file that is loaded, only a function that nothing else names is sure never to run.
    if (file_used ? use.function.empty() || mentions(program, use.function) > 1 : stripped && unit >= 0) continue;
    by_file[use.place.file].push_back(&use);
  }
  for (const auto& [file, uses] : by_file) {
    std::set<std::string> items, apis;
    for (const Use* use : uses) {
      items.insert(use->items.begin(), use->items.end());
      apis.insert(use->api);
    }
    const std::string names = join({apis.begin(), apis.end()}, "、");
    const std::vector<std::string> ids(items.begin(), items.end());
    // The whole file, or functions of a file that is loaded.
    const int unit = input.world.unit_of_file[static_cast<std::size_t>(program.find_file(file))];
    const bool loaded = unit >= 0 && input.world.units[static_cast<std::size_t>(unit)].reachable;
    const std::string& function = uses.front()->function;
    const Text subject = loaded ? Text{"函数 " + function, "the function " + function} : Text{file, file};
    const Text nobody =
        loaded ? Text{"没有地方用到这个函数", "nothing uses it"} : Text{"没有页面会用到", "no page uses it"};
    CodeFinding finding = code_finding(
        input.templates.knowledge, "QY1011", uses.front()->place,
        {subject.zh + " 里有 " + names + "（" + zh_items(input.templates.knowledge, ids) + "），但" + nobody.zh,
         subject.en + " holds " + join({apis.begin(), apis.end()}, ", ") + " (" +
             en_items(input.templates.knowledge, ids) + "), but " + nobody.en});
    for (const Use* use : uses) finding.evidence.push_back(use->id);
    out.push_back(std::move(finding));
  }
}

void logs(const FindingInput& input, std::vector<CodeFinding>& out) {
  const std::vector<std::string> telling = code_words(input.templates.knowledge, "telling_in_log");
  std::set<std::string> live;
  for (const Use& use : input.evidence.uses)
    if (use.reachable && !use.vendored) live.insert(use.id);
  for (const Field& field : input.evidence.fields)
    if (field.reachable) live.insert(field.id);
  struct Logged {
    Place first;
    std::set<std::string> items, sources;
    std::set<Place> places;
  };
  std::map<std::string, Logged> by_file;
  for (const Flow& flow : input.evidence.flows) {
    if (flow.kind != SinkKind::log || !live.contains(flow.source)) continue;
    const int index = input.templates.program.find_file(flow.to.file);
    if (index < 0 || input.templates.program.files[static_cast<std::size_t>(index)].vendored ||
        input.templates.program.files[static_cast<std::size_t>(index)].cloud_function)
      continue;
    const bool told = std::any_of(flow.items.begin(), flow.items.end(),
                                  [&](const std::string& item) { return holds(telling, item); });
    if (!told) continue;
    Logged& logged = by_file[flow.to.file];
    for (const std::string& item : flow.items)
      if (holds(telling, item)) logged.items.insert(item);
    logged.places.insert({flow.to.file, flow.to.line, 0});
    logged.sources.insert(flow.source);
    if (logged.first.line == 0 || flow.to < logged.first) logged.first = flow.to;
  }
  for (const auto& [file, logged] : by_file) {
    const std::vector<std::string> ids(logged.items.begin(), logged.items.end());
    const std::string count = std::to_string(logged.places.size());
    CodeFinding finding = code_finding(
        input.templates.knowledge, "QY1014", logged.first,
        {"日志里有个人信息：" + zh_items(input.templates.knowledge, ids) + "（这个文件里 " + count + " 处）",
         "personal information in a log: " + en_items(input.templates.knowledge, ids) + " (" + count +
             " places in this file)"});
    finding.evidence.assign(logged.sources.begin(), logged.sources.end());
    out.push_back(std::move(finding));
  }
}

}  // namespace

void use_findings(const FindingInput& input, std::vector<CodeFinding>& out) {
  declarations(input, out);
  permission_texts(input, out);
  retired(input, out);
  unused(input, out);
  logs(input, out);
}

}  // namespace qiyue::scan
