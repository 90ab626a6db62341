// Which mini programs stand at or below a directory.
#include <algorithm>
#include <filesystem>
#include <map>

#include "core/data.h"
#include "core/text.h"
#include "program/limits.h"
#include "program/literal.h"
#include "program/opening.h"

namespace qiyue::program {
namespace {

namespace fs = std::filesystem;

struct Ranked {
  Candidate candidate;
  bool built = false;  // stands in a folder that builds write to
  int depth = 0;       // of the folder a person would open: that of project.config.json, else of the marker
};

class Discovery {
 public:
  Discovery(std::string directory, const Tree& tree, const knowledge::Knowledge& knowledge)
      : directory_(std::move(directory)), kinds_(template_kinds(knowledge)) {
    for (const TreeEntry& entry : tree.files) {
      paths_.insert(entry.path);
      for (const TemplateKind& kind : kinds_) {
        if (entry.path.ends_with(kind.extension)) templates_.emplace_back(entry.path, &kind);
      }
    }
  }

  std::vector<Ranked> run() {
    for (const std::string& path : paths_) {
      if (found_.size() >= kMaxCandidates) break;
      const std::string_view name = file_name(path);
      if (name == "pages.json") uni_app(path);
      if (name == "app.mpx") component_file(path, "mpx");
      if (name == "app.wpy") component_file(path, "wepy");
      if (name.starts_with("app.config.") || name == "app.tsx" || name == "app.jsx") script_config(path);
      // Taro 1 and 2: beside the other files of a source folder, where no app.json stands.
      if ((name == "app.js" || name == "app.ts") && !has(folder_of(path), "app.json")) script_config(path);
      if (name == "app.json") native(path);
      if (name == "plugin.json") plugin(path);
    }
    std::vector<Ranked> out;
    for (auto& [root, ranked] : found_) out.push_back(std::move(ranked));
    std::stable_sort(out.begin(), out.end(), [](const Ranked& a, const Ranked& b) {
      if (a.built != b.built) return !a.built;
      if ((a.depth == 0) != (b.depth == 0)) return a.depth == 0;
      if (a.candidate.pages != b.candidate.pages) return a.candidate.pages > b.candidate.pages;
      if (a.depth != b.depth) return a.depth < b.depth;
      return a.candidate.root < b.candidate.root;
    });
    return out;
  }

  // Other kinds of program that were seen, and configuration that does not parse: why they are not read.
  [[nodiscard]] std::vector<Error> strangers() const {
    std::vector<Error> out;
    const auto tell = [&](const std::string& path, std::string_view zh, std::string_view en) {
      Error error;
      error.file = directory_ + "/" + path;
      error.message = {std::string(zh), std::string(en)};
      out.push_back(std::move(error));
    };
    for (const std::string& path : paths_) {
      const std::string_view name = file_name(path);
      const std::string folder(folder_of(path));
      if (name == "game.json" && has(folder, "game.js")) {
        tell(path, "小游戏，暂不支持", "a mini game, which is not supported");
      } else if (name == "app.ux") {
        tell(path, "快应用，暂不支持", "a quick app, which is not supported");
      } else if (name.ends_with(".jxml") || name.ends_with(".xhsml")) {
        tell(path, "该平台的小程序暂不支持", "a mini program of a platform that is not supported");
      } else if (name == "app.json" || name == "pages.json") {
        if (auto data = parse_json(directory_ + "/" + path, read(path)); !data) {
          out.push_back(data.error());
        } else {
          tell(path, "没有 pages 列表", "has no list of pages");
        }
      }
      if (out.size() >= 3) break;
    }
    return out;
  }

 private:
  [[nodiscard]] bool has(std::string_view folder, std::string_view name) const {
    return paths_.contains(folder_prefix(folder) + std::string(name));
  }
  [[nodiscard]] std::string read(const std::string& path) const {
    auto text = read_text_file(fs::path(directory_) / path);
    return text ? std::move(*text) : std::string();
  }

  // The platform whose templates most files below `folder` are; "" when there are none.
  [[nodiscard]] std::string platform_by_templates(std::string_view folder) const {
    const std::string prefix = folder_prefix(folder);
    std::map<std::string, int> count;
    for (const auto& [path, kind] : templates_) {
      if (path.starts_with(prefix)) ++count[kind->platform];
    }
    std::string best;
    for (const auto& [platform, n] : count) {
      if (best.empty() || n > count[best]) best = platform;
    }
    return best;
  }

  void add(std::string_view root, std::string platform, std::string framework, const std::string& marker, int pages) {
    std::string key = normal_path(root);
    if (key.empty()) key = ".";
    if (found_.contains(key)) return;
    Ranked ranked;
    ranked.candidate = {key, std::move(platform), std::move(framework), marker, pages};
    std::string opened = std::string(folder_of(marker));
    for (std::string up = opened;; up = std::string(folder_of(up))) {
      if (has(up, "project.config.json") || has(up, "package.json") || has(up, "mini.project.json")) opened = up;
      if (up.empty()) break;
    }
    ranked.depth = opened.empty() ? 0 : static_cast<int>(std::count(opened.begin(), opened.end(), '/')) + 1;
    for (const std::string_view part : split(key, '/')) {
      ranked.built = ranked.built || part == "dist" || part == "unpackage" || part == "build";
    }
    found_.emplace(key, std::move(ranked));
  }

  static int count_pages(const json::value& app) {
    int pages = 0;
    if (const json::value* list = find(app, "pages")) {
      if (list->is_array()) pages += static_cast<int>(list->get_array().size());
      if (list->is_object()) pages += static_cast<int>(list->get_object().size());
    }
    for (const char* key : {"subpackages", "subPackages"}) {
      const json::value* packages = find(app, key);
      if (packages == nullptr || !packages->is_array()) continue;
      for (const json::value& package : packages->get_array()) {
        const json::value* list = find(package, "pages");
        if (list != nullptr && list->is_array()) pages += static_cast<int>(list->get_array().size());
      }
    }
    return pages;
  }

  void native(const std::string& path) {
    const std::string folder(folder_of(path));
    const bool has_script = has(folder, "app.js") || has(folder, "app.ts") || has(folder, "app.mjs");
    auto data = parse_json(path, read(path));
    int pages = 0;
    if (data) {
      pages = count_pages(data->value);
      if (pages == 0) return;
    } else if (!has_script) {
      return;
    }
    std::string platform = platform_by_templates(folder);
    const bool vue = has(folder, "main.js") || has(folder, "main.ts");
    if (platform.empty()) {
      if (!has_script && !vue && !has(folder, "project.config.json")) return;
      platform = has(folder, "mini.project.json") ? "alipay" : has(folder, "project.swan.json") ? "baidu" : "wechat";
    }
    const bool mpvue = vue && has(folder, "App.vue");
    add(folder, std::move(platform), mpvue ? "mpvue" : "native", path, pages);
  }

  void plugin(const std::string& path) {
    const std::string folder(folder_of(path));
    auto data = parse_json(path, read(path));
    if (!data || !data->value.is_object()) return;
    if (find(data->value, "main") == nullptr && find(data->value, "publicComponents") == nullptr) return;
    const std::string platform = platform_by_templates(folder);
    if (platform.empty()) return;
    add(folder, platform, "native", path, count_pages(data->value));
  }

  void uni_app(const std::string& path) {
    const std::string folder(folder_of(path));
    if (!has(folder, "manifest.json") && !has(folder, "App.vue") && !has(folder, "App.uvue")) return;
    auto data = parse_json(path, apply_conditions(read(path), platform_defines("wechat", true)));
    const int pages = data ? count_pages(data->value) : 0;
    if (data && pages == 0) return;
    std::string platform = "wechat";
    const std::string manifest_path = folder_prefix(folder) + "manifest.json";
    auto manifest = parse_json(manifest_path, apply_conditions(read(manifest_path), platform_defines("wechat", true)));
    if (manifest) platform = platform_of_manifest(manifest->value);
    add(folder, platform, "uni-app", path, pages);
  }

  // The platform that the program is published on: the first with an appid, in the order of their users; WeChat when none has one.
  static std::string platform_of_manifest(const json::value& manifest) {
    static const std::vector<std::pair<const char*, const char*>> kSections = {
        {"mp-weixin", "wechat"}, {"mp-alipay", "alipay"}, {"mp-toutiao", "douyin"},
        {"mp-baidu", "baidu"},   {"mp-qq", "qq"},         {"mp-kuaishou", "kuaishou"}};
    for (const auto& [section, platform] : kSections) {
      const json::value* found = find(manifest, section);
      if (found != nullptr && !get_string(*found, "appid").empty()) return platform;
    }
    return "wechat";
  }

  void component_file(const std::string& path, std::string framework) {
    const SourceFile file{path, Language::markup, Dialect::vue, SourceText(path, read(path)), false, false, false};
    const auto config = read_config_block(file);
    add(folder_of(path), "wechat", std::move(framework), path, config ? count_pages(config->value) : 0);
  }

  // Taro and Remax: app.config.ts, or `config = {…}` in the App class of Taro 1 and 2.
  void script_config(const std::string& path) {
    if (path.ends_with(".json")) return;
    const std::string text = read(path);
    const std::size_t at = find_config_object(text);
    if (at == std::string_view::npos) return;
    const Literal literal = read_literal(text, at);
    const json::value* list = find(literal.value, "pages");
    const bool computed = list != nullptr && list->is_null();  // pages: PAGES
    const int pages = computed ? 1 : count_pages(literal.value);
    if (pages == 0) return;
    std::string framework = "taro";
    for (std::string up(folder_of(path));; up = std::string(folder_of(up))) {
      if (has(up, "package.json")) {
        const std::string package = read(folder_prefix(up) + "package.json");
        if (package.find("\"@tarojs/") == std::string::npos && package.find("\"@remax/") != std::string::npos)
          framework = "remax";
        break;
      }
      if (up.empty()) break;
    }
    add(folder_of(path), "wechat", framework, path, pages);
  }

  std::string directory_;
  std::vector<TemplateKind> kinds_;
  std::set<std::string, std::less<>> paths_;
  std::vector<std::pair<std::string, const TemplateKind*>> templates_;
  std::map<std::string, Ranked> found_;  // by root
};

}  // namespace

std::vector<TemplateKind> template_kinds(const knowledge::Knowledge& knowledge) {
  std::vector<TemplateKind> out;
  for (const knowledge::Platform& platform : knowledge.platforms) {
    for (const std::string& ext : platform.template_extensions) {
      const bool taken =
          std::any_of(out.begin(), out.end(), [&ext](const TemplateKind& k) { return k.extension == ext; });
      const bool own = ext == platform.template_extensions.front();
      if (taken || !own) continue;
      out.push_back({ext, platform.id, ext == ".axml" ? Dialect::axml : Dialect::wxml});
    }
  }
  return out;
}

Result<std::vector<Candidate>> discover(const std::string& directory, const knowledge::Knowledge& knowledge) {
  auto tree = list_tree(directory, skip_for_discovery);
  if (!tree) return fail(tree.error());
  Discovery discovery(directory, *tree, knowledge);
  std::vector<Candidate> out;
  for (Ranked& ranked : discovery.run()) out.push_back(std::move(ranked.candidate));
  if (!out.empty()) return out;
  Error error;
  error.file = directory;
  error.message = {
      "这里没有找到小程序：查找了带 pages 的 app.json、pages.json 加 "
      "manifest.json（uni-app）、app.config.*（Taro）、app.mpx、app.wpy、plugin.json",
      "no mini program found here: looked for app.json with pages, pages.json with manifest.json (uni-app), "
      "app.config.* (Taro), "
      "app.mpx, app.wpy, plugin.json"};
  error.remedy = {"请指向 app.json 所在目录，或它上面的某一级目录",
                  "point at the folder that holds app.json, or at one above it"};
  error.more = discovery.strangers();
  return fail(std::move(error));
}

}  // namespace qiyue::program
