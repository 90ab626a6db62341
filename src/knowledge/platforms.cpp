#include <boost/json.hpp>
#include <utility>

#include "knowledge/rows.h"

namespace qiyue::knowledge {
namespace {

ApiClass class_of(const json::value& object) {
  const std::string name = get_string(object, "class");
  if (name == "privacy") return ApiClass::privacy;
  if (name == "identity") return ApiClass::identity;
  if (name == "device") return ApiClass::device;
  if (name == "permission") return ApiClass::permission;
  return ApiClass::other;
}

PlatformApi api_of(const json::value& row) {
  PlatformApi a;
  a.id = get_string(row, "id");
  a.kind = get_string(row, "kind");
  a.name = get_string(row, "name");
  a.items = get_strings(row, "items");
  a.collect = get_string(row, "collect");
  a.api_class = class_of(row);
  a.privacy_key = get_string(row, "privacy_key");
  a.scope = get_string(row, "scope");
  a.status = get_string(row, "status");
  a.data = get_string(row, "data");
  a.note = get_string(row, "note");
  a.since = get_string(row, "since");
  a.wx_equivalent = get_string(row, "wx_equivalent");
  a.guide_category = get_string(row, "guide_category", get_string(row, "declared_category"));
  a.sensitive = get_bool(row, "sensitive");
  a.required_private_info = get_bool(row, "required_private_info");
  a.in_guideline = get_bool(row, "in_guideline");
  a.verified = verified_of(row);
  return a;
}

PlatformComponent component_of(const json::value& row) {
  PlatformComponent c;
  c.id = get_string(row, "id");
  c.tag = get_string(row, "tag");
  c.attribute = get_string(row, "attribute");
  c.attribute_values = get_strings(row, "attribute_values");
  if (const json::value* also = find(row, "also")) {
    for (const auto& entry : also->get_object()) c.also.emplace(entry.key(), get_strings(*also, entry.key()));
  }
  c.items = get_strings(row, "items");
  c.collect = get_string(row, "collect");
  c.api_class = class_of(row);
  c.privacy_key = get_string(row, "privacy_key");
  c.scope = get_string(row, "scope");
  c.status = get_string(row, "status");
  c.events = get_string(row, "events");
  c.note = get_string(row, "note");
  c.sensitive = get_bool(row, "sensitive");
  c.in_guideline = get_bool(row, "in_guideline");
  c.verified = verified_of(row);
  return c;
}

std::vector<CloudApi> cloud_of(const json::value& file, std::string_view key) {
  std::vector<CloudApi> result;
  for (const json::value& row : list(file, key)) {
    result.push_back({get_strings(row, "names"), get_string(row, "where"), get_string(row, "privacy_key"),
                      get_string(row, "note"), get_strings(row, "items"), get_bool(row, "sensitive")});
  }
  return result;
}

void add_sdk(const json::value& row, Knowledge& out) {
  Sdk s;
  s.id = get_string(row, "id");
  s.name = get_string(row, "name");
  s.category = get_string(row, "category");
  s.provider = get_string(row, "provider");
  s.purpose = get_string(row, "purpose");
  s.privacy_url = get_string(row, "privacy_url");
  s.note = get_string(row, "note");
  s.vendor_says = get_string(row, "vendor_says");
  s.data = get_strings(row, "data");
  if (const json::value* match = find(row, "match")) {
    s.match.package = get_strings(*match, "package");
    s.match.file = get_strings(*match, "file");
    s.match.symbol = get_strings(*match, "symbol");
    s.match.host = get_strings(*match, "host");
    s.match.plugin_appid = get_strings(*match, "plugin_appid");
    s.match.appid = get_strings(*match, "appid");
    s.match.api = get_strings(*match, "api");
    s.match.folder = get_strings(*match, "folder");
    s.match.path = get_strings(*match, "path");
    s.match.component = get_strings(*match, "component");
    s.match.config = get_strings(*match, "config");
  }
  s.provider_verified = get_bool(row, "provider_verified");
  s.privacy_url_verified = get_bool(row, "privacy_url_verified");
  s.retired = get_bool(row, "retired");
  s.cross_border = get_bool(row, "cross_border");
  out.sdks.push_back(std::move(s));
}

}  // namespace

void add_platform(const json::value& file, Knowledge& out) {
  Platform p;
  if (const json::value* about = find(file, "platform")) {
    p.id = get_string(*about, "id");
    p.title_zh = get_string(*about, "title_zh");
    p.title_en = get_string(*about, "title_en");
    p.global_object = get_string(*about, "global_object");
    p.aliases = get_strings(*about, "aliases");
    p.template_extensions = get_strings(*about, "template_ext");
    p.script_extensions = get_strings(*about, "script_ext");
    p.style_extensions = get_strings(*about, "style_ext");
    p.module_extensions = get_strings(*about, "module_ext");
    p.config_files = get_strings(*about, "config");
  }
  for (const json::value& row : list(file, "apis")) {
    p.apis.push_back(api_of(row));
    p.api_index.emplace(p.apis.back().name, p.apis.size() - 1);
    p.api_index.emplace(p.apis.back().id, p.apis.size() - 1);
  }
  for (const json::value& row : list(file, "components")) p.components.push_back(component_of(row));
  for (const json::value& row : list(file, "scopes")) {
    p.scopes.push_back({get_string(row, "scope"), get_string(row, "privacy_key"), get_string(row, "description"),
                        get_string(row, "status"), get_strings(row, "calls")});
  }
  p.cloud = cloud_of(file, "cloud");
  p.minigame = cloud_of(file, "minigame");
  p.reviewed_without_personal_data = get_strings(file, "reviewed_without_personal_data");
  out.platforms.push_back(std::move(p));
}

void add_privacy_keys(const json::value& file, Knowledge& out) {
  const json::value* triggers = find(file, "triggers");
  for (const json::value& row : list(file, "keys")) {
    PrivacyKey k{get_string(row, "key"), get_string(row, "zh"), {}};
    if (triggers != nullptr) k.triggers = get_strings(*triggers, k.key);
    out.privacy_keys.push_back(std::move(k));
  }
}

void add_frameworks(const json::value& file, Knowledge& out) {
  for (const json::value& row : list(file, "frameworks")) {
    Framework f;
    f.id = get_string(row, "id");
    f.name = get_string(row, "name");
    f.api_prefix = get_strings(row, "api_prefix");
    f.event_syntax = get_string(row, "event_syntax");
    f.note = get_string(row, "note");
    if (const json::value* recognise = find(row, "recognise")) {
      f.files = get_strings(*recognise, "files");
      f.extensions = get_strings(*recognise, "ext");
      f.dependencies = get_strings(*recognise, "deps");
    }
    f.skip = get_strings(row, "skip");
    out.frameworks.push_back(std::move(f));
  }
  for (const json::value& row : list(file, "uni_api_map")) {
    out.uni_apis.push_back({get_string(row, "api"), get_strings(row, "items"), texts_by_key(find(row, "map"))});
  }
  for (const json::value& row : list(file, "ui_libraries")) {
    out.ui_libraries.push_back({get_string(row, "library"), get_string(row, "prefix"), get_string(row, "label_sources"),
                                get_strings(row, "input_tags"), get_strings(row, "agreement_tags"),
                                get_strings(row, "upload_tags")});
  }
}

void add_third_parties(const json::value& file, Knowledge& out) {
  for (const json::value& row : list(file, "sinks")) {
    out.sinks.push_back({get_string(row, "id"), get_string(row, "call"), get_string(row, "destination"),
                         get_string(row, "payload"), get_string(row, "kind"), get_string(row, "note"),
                         get_strings(row, "platforms")});
  }
  for (const json::value& row : list(file, "request_wrappers")) {
    out.request_wrappers.push_back({get_string(row, "package"), get_string(row, "signature"),
                                    get_string(row, "destination"), get_string(row, "payload"),
                                    get_string(row, "note")});
  }
  for (const json::value& row : list(file, "sdks")) add_sdk(row, out);
  for (const json::value& row : list(file, "plugins")) {
    Plugin p;
    p.provider_appid = get_string(row, "provider_appid");
    p.name = get_string(row, "name");
    p.company = get_string(row, "company");
    p.purpose = get_string(row, "purpose");
    p.doc = get_string(row, "doc");
    p.note = get_string(row, "note");
    p.items = get_strings(row, "items");
    p.appid_verified = get_bool(row, "appid_verified");
    p.company_verified = get_bool(row, "company_verified");
    out.plugins.push_back(std::move(p));
  }
  for (const json::value& row : list(file, "mini_programs_opened")) {
    out.opened_programs.push_back({get_string(row, "appid"), get_string(row, "name"), get_string(row, "company"),
                                   get_string(row, "note"), get_strings(row, "items")});
  }
  for (const json::value& row : list(file, "library_calls")) {
    LibraryCalls c;
    c.package = get_string(row, "package");
    c.version = get_string(row, "version");
    c.kind = get_string(row, "kind");
    c.note = get_string(row, "note");
    c.privacy_calls = get_strings(row, "privacy_calls");
    c.tags = get_strings(row, "tags");
    c.hosts = get_strings(row, "hosts");
    out.library_calls.push_back(std::move(c));
  }
}

}  // namespace qiyue::knowledge
