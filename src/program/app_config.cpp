// app.json and what stands in its place in the frameworks.
#include <algorithm>

#include "core/text.h"
#include "program/literal.h"
#include "program/opening.h"

namespace qiyue::program {
namespace {

std::string pointer_part(std::string_view key) {
  return replace_all(replace_all(std::string(key), "~", "~0"), "/", "~1");
}

const json::array* array_of(const json::value& object, std::string_view key) {
  const json::value* found = find(object, key);
  return found != nullptr && found->is_array() ? &found->get_array() : nullptr;
}
const json::object* object_of(const json::value& object, std::string_view key) {
  const json::value* found = find(object, key);
  return found != nullptr && found->is_object() ? &found->get_object() : nullptr;
}

void read_plugins(const DataFile& data, const std::string& pointer, const json::value& holder, int file,
                  Program& program) {
  const json::object* plugins = object_of(holder, "plugins");
  if (plugins == nullptr) return;
  for (const auto& [name, value] : *plugins) {
    if (!value.is_object()) continue;
    const std::string path = pointer + "/plugins/" + pointer_part(name);
    // The place of the provider tells who it is; older tables count the line of the name.
    program.plugins.push_back(
        {std::string(name), get_string(value, "provider"), get_string(value, "version"), file, data.place(path)});
  }
}

void read_permissions(const json::value& holder, Program& program) {
  if (const json::object* permission = object_of(holder, "permission")) {
    for (const auto& [scope, value] : *permission) {
      program.permissions.emplace_back(std::string(scope), get_string(value, "desc"));
    }
  }
  for (std::string& name : get_strings(holder, "requiredPrivateInfos"))
    program.required_private_infos.push_back(std::move(name));
  for (const char* key : {"__usePrivacyCheck__", "usePrivacyCheck"}) {
    program.privacy_check = program.privacy_check || get_bool(holder, key);
  }
}

void read_components(const json::value& holder, std::map<std::string, std::string>& out) {
  if (const json::object* components = object_of(holder, "usingComponents")) {
    for (const auto& [tag, path] : *components) {
      if (path.is_string()) out.emplace(std::string(tag), std::string(path.get_string()));
    }
  }
}

void read_tab_bar(const json::value& app, AppConfig& config, Program& program) {
  const json::value* bar = find(app, "tabBar");
  if (bar == nullptr) return;
  config.custom_tab_bar = get_bool(*bar, "custom");
  for (const char* key : {"list", "items"}) {
    const json::array* list = array_of(*bar, key);
    if (list == nullptr) continue;
    for (const json::value& tab : *list) {
      std::string path = get_string(tab, "pagePath");
      if (!path.empty()) program.tab_pages.push_back(normal_path(path));
    }
  }
}

std::string window_title(const json::value& window) {
  std::string title = get_string(window, "navigationBarTitleText");
  if (title.empty()) title = get_string(window, "defaultTitle");
  return title;
}

DataFile data_of(const SourceFile& file, Literal literal) {
  DataFile data;
  data.path = file.path;
  data.value = std::move(literal.value);
  for (const auto& [pointer, offset] : literal.offsets) data.places.emplace(pointer, file.source.at(offset));
  return data;
}

}  // namespace

AppConfig read_app_config(const DataFile& data, int file, Program& program) {
  const json::value& app = data.value;
  AppConfig config;
  const auto computed = [](const json::value* list) {
    if (list == nullptr || !list->is_array()) return list != nullptr && list->is_null();
    return std::any_of(list->get_array().begin(), list->get_array().end(),
                       [](const json::value& one) { return one.is_null(); });
  };
  for (const char* key : {"pages", "subpackages", "subPackages"})
    config.computed = config.computed || computed(find(app, key));
  if (const json::array* pages = array_of(app, "pages")) {
    for (const json::value& page : *pages) {
      std::string path = page.is_string() ? std::string(page.get_string()) : get_string(page, "path");
      if (!path.empty()) config.pages.push_back({normal_path(path), "", ""});
    }
  }
  if (const json::object* pages = object_of(app, "pages")) {  // plugin.json: name -> path
    for (const auto& [name, path] : *pages) {
      if (path.is_string()) config.pages.push_back({normal_path(std::string(path.get_string())), "", ""});
    }
  }
  for (const char* key : {"subpackages", "subPackages"}) {
    const json::array* packages = array_of(app, key);
    if (packages == nullptr) continue;
    for (std::size_t i = 0; i < packages->size(); ++i) {
      const json::value& package = (*packages)[i];
      if (!package.is_object()) continue;
      const std::string root = normal_path(get_string(package, "root"));
      if (const json::array* pages = array_of(package, "pages")) {
        for (const json::value& page : *pages) {
          const std::string path = page.is_string() ? std::string(page.get_string()) : get_string(page, "path");
          if (!path.empty()) config.pages.push_back({normal_path(root + "/" + path), root, ""});
        }
      }
      read_plugins(data, std::string("/") + key + "/" + std::to_string(i), package, file, program);
    }
  }
  read_components(app, config.components);
  if (const json::object* open = object_of(app, "publicComponents")) {
    for (const auto& [tag, path] : *open) {
      if (path.is_string()) config.components.emplace(std::string(tag), "/" + std::string(path.get_string()));
    }
  }
  read_plugins(data, "", app, file, program);
  read_permissions(app, program);
  read_tab_bar(app, config, program);
  if (const json::value* window = find(app, "window")) config.title = window_title(*window);
  if (const json::object* libraries = object_of(app, "useExtendedLib")) {
    for (const auto& [name, on] : *libraries) {
      if (on.is_bool() && on.get_bool()) program.extended_libraries.emplace_back(name);
    }
  }
  config.entry_page = normal_path(get_string(app, "entryPagePath"));
  return config;
}

AppConfig read_uni_config(const DataFile& pages, int pages_file, const DataFile* manifest, int manifest_file,
                          Program& program) {
  AppConfig config;
  const json::value& value = pages.value;
  const auto add = [&config](const json::value& page, const std::string& root) {
    const std::string path = get_string(page, "path");
    if (path.empty()) return;
    PageEntry entry{normal_path(root + "/" + path), root, ""};
    if (const json::value* style = find(page, "style")) entry.title = window_title(*style);
    config.pages.push_back(std::move(entry));
  };
  if (const json::array* list = array_of(value, "pages")) {
    for (const json::value& page : *list) add(page, "");
  }
  for (const char* key : {"subPackages", "subpackages"}) {
    const json::array* packages = array_of(value, key);
    if (packages == nullptr) continue;
    for (std::size_t i = 0; i < packages->size(); ++i) {
      const json::value& package = (*packages)[i];
      const std::string root = normal_path(get_string(package, "root"));
      if (const json::array* list = array_of(package, "pages")) {
        for (const json::value& page : *list) add(page, root);
      }
      read_plugins(pages, std::string("/") + key + "/" + std::to_string(i), package, pages_file, program);
    }
  }
  read_tab_bar(value, config, program);
  if (const json::value* style = find(value, "globalStyle")) {
    config.title = window_title(*style);
    read_components(*style, config.components);
  }
  config.entry_page = normal_path(get_string(value, "entryPagePath"));
  if (manifest == nullptr) return config;
  program.name = get_string(manifest->value, "name");
  static const std::map<std::string, const char*, std::less<>> kSections = {
      {"wechat", "mp-weixin"}, {"alipay", "mp-alipay"}, {"douyin", "mp-toutiao"},
      {"baidu", "mp-baidu"},   {"qq", "mp-qq"},         {"kuaishou", "mp-kuaishou"}};
  const auto section = kSections.find(program.platform);
  if (section == kSections.end()) return config;
  if (const json::value* mine = find(manifest->value, section->second)) {
    program.appid = get_string(*mine, "appid");
    read_permissions(*mine, program);
    read_plugins(*manifest, std::string("/") + section->second, *mine, manifest_file, program);
    read_components(*mine, config.components);
  }
  return config;
}

std::optional<DataFile> read_config_block(const SourceFile& file) {
  if (file.language != Language::markup) {
    const std::size_t at = find_config_object(file.source.text());
    if (at == std::string_view::npos) return std::nullopt;
    return data_of(file, read_literal(file.source.text(), at));
  }
  const Markup markup = parse_markup(file.source.text(), file.dialect);
  for (const std::uint32_t child : markup.nodes[0].children) {
    const MarkupNode& node = markup.nodes[child];
    const std::string_view inside = file.source.slice(node.inner);
    const Attribute* type = node.attribute("type");
    const Attribute* name = node.attribute("name");
    const bool block = node.name == "config" || node.name == "json" ||
                       (node.name == "script" && ((type != nullptr && type->value == "application/json") ||
                                                  (name != nullptr && name->value == "json")));
    if (block) {
      // A JSON block is an object literal; `module.exports = {…}` is allowed too.
      std::size_t open = inside.find('{');
      if (const std::size_t object = find_config_object(inside); object != std::string_view::npos) open = object;
      if (open == std::string_view::npos) continue;
      return data_of(file, read_literal(file.source.text(), node.inner.begin + open));
    }
  }
  for (const std::uint32_t child : markup.nodes[0].children) {
    const MarkupNode& node = markup.nodes[child];
    if (node.name != "script") continue;
    const std::string_view inside = file.source.slice(node.inner);
    // wepy 1: `config = {…}` in the class; `export default` there is the class or the page itself.
    for (std::size_t at = inside.find("config"); at != std::string_view::npos; at = inside.find("config", at + 1)) {
      const std::size_t next = inside.find_first_not_of(" \t\r\n", at + 6);
      if (next == std::string_view::npos || (inside[next] != '=' && inside[next] != ':')) continue;
      const std::size_t open = inside.find_first_not_of(" \t\r\n", next + 1);
      if (open == std::string_view::npos || inside[open] != '{') continue;
      return data_of(file, read_literal(file.source.text(), node.inner.begin + open));
    }
  }
  return std::nullopt;
}

}  // namespace qiyue::program
