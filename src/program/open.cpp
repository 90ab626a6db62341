// Reads one program: which files belong to it, their text, its configuration.
#include <algorithm>
#include <filesystem>
#include <utility>

#include "core/text.h"
#include "program/limits.h"
#include "program/opening.h"

namespace qiyue::program {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> kServerPackages = {"\"express\"",
                                                  "\"koa\"",
                                                  "\"@nestjs/core\"",
                                                  "\"egg\"",
                                                  "\"fastify\"",
                                                  "\"hapi\"",
                                                  "\"next\"",
                                                  "\"nuxt\"",
                                                  "\"vue-router\"",
                                                  "\"vite\"",
                                                  "\"webpack-dev-server\"",
                                                  "\"umi\"",
                                                  "\"electron\""};

// The name users see: the project's where that is in Chinese, else the title of the window unless that names a page; a folder's name
// ("shop-wxapp") only where there is nothing better.
std::string shown_name(const std::string& project, const std::string& window) {
  static const std::vector<std::string> kPages = {"首页", "主页", "登录", "登陆", "我的", "小程序", "微信小程序"};
  if (contains_han(project)) return project;
  if (contains_han(window) && !contains(kPages, window)) return window;
  return project.empty() && !contains(kPages, window) ? window : project;
}

class Opener {
 public:
  Opener(const std::string& directory, const Candidate& candidate, const knowledge::Knowledge& knowledge)
      : directory_(directory), candidate_(candidate), knowledge_(knowledge), top_(normal_path(candidate.root)) {}

  Result<Program> run() {
    std::error_code ec;
    program_.directory = fs::canonical(directory_, ec).string();
    program_.platform = candidate_.platform;
    program_.framework = candidate_.framework;
    project_files();
    place_root();
    if (Status listed = list(); !listed) return fail(listed.error());
    conditions();
    read_files();
    auto config = app_config();
    if (!config) return fail(config.error());
    drop_foreign(*config);
    index_scripts();
    if (program_.name.empty()) program_.name = shown_name(project_name_, config->title);
    program_.entry_page = config->entry_page;
    if (program_.entry_page.empty() && !config->pages.empty()) program_.entry_page = config->pages.front().path;
    read_aliases();
    read_pages(*config, knowledge_, program_);
    classify_files(knowledge_, program_);
    std::stable_sort(program_.unread.begin(), program_.unread.end(),
                     [](const Unread& a, const Unread& b) { return a.file < b.file; });
    return std::move(program_);
  }

 private:
  [[nodiscard]] fs::path disk(std::string_view relative) const {
    return fs::path(directory_) / fs::path(std::string(relative));
  }

  // The folder and those above it, up to the directory that was opened.
  static std::vector<std::string> upwards(std::string_view folder) {
    std::vector<std::string> out;
    for (std::string up(folder);; up = std::string(folder_of(up))) {
      out.push_back(up);
      if (up.empty()) return out;
    }
  }

  std::optional<DataFile> read_json(const std::string& relative) const {
    std::error_code ec;
    if (!fs::is_regular_file(disk(relative), ec)) return std::nullopt;
    auto text = read_text_file(disk(relative));
    if (!text) return std::nullopt;
    auto data = parse_json(relative, *text);
    if (!data || !data->value.is_object()) return std::nullopt;
    return std::move(*data);
  }

  // project.config.json and its kin, nearest first; package.json; folders of cloud functions.
  void project_files() {
    std::vector<std::string> names = {"project.config.json"};
    if (const knowledge::Platform* platform = knowledge_.platform(program_.platform)) {
      for (const std::string& written : platform->config_files) {
        const std::string name = written.substr(0, written.find(' '));
        if (name != "app.json" && name.find("project") != std::string::npos) names.push_back(name);
      }
    }
    for (const std::string& up : upwards(top_)) {
      for (const std::string& name : names) {
        const auto data = read_json(folder_prefix(up) + name);
        if (!data) continue;
        if (program_.appid.empty()) program_.appid = get_string(data->value, "appid");
        if (project_name_.empty()) project_name_ = decode_percent(get_string(data->value, "projectname"));
        if (const json::value* options = find(data->value, "packOptions")) pack_options(*options, up);
        const std::string root = get_string(data->value, "cloudfunctionRoot");
        if (!root.empty()) cloud_folder(normal_path(folder_prefix(up) + root));
      }
      std::error_code ec;
      const std::string cloud = folder_prefix(up) + "cloudfunctions";
      if (fs::is_directory(disk(cloud), ec)) cloud_folder(cloud);
      for (const char* uni : {"uniCloud-aliyun", "uniCloud-tcb", "uniCloud-alipay", "uniCloud"}) {
        const std::string below = folder_prefix(up) + uni + "/cloudfunctions";
        if (fs::is_directory(disk(below), ec)) cloud_folder(below);
      }
      package_json(up);
    }
  }

  // The developer tools write the name as in a URL.
  static std::string decode_percent(std::string_view text) {
    const auto digit = [](char c) {
      return c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
    };
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0) {
        out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
        i += 2;
      } else {
        out += text[i];
      }
    }
    return first_invalid_utf8(out) == std::string_view::npos ? out : std::string(text);
  }

  void cloud_folder(const std::string& folder) {
    std::error_code ec;
    if (folder.starts_with("..") || folder.empty() || !fs::is_directory(disk(folder), ec)) return;
    if (std::find(clouds_.begin(), clouds_.end(), folder) == clouds_.end()) clouds_.push_back(folder);
  }

  void pack_options(const json::value& options, const std::string& folder) {
    const json::value* ignore = find(options, "ignore");
    if (ignore == nullptr || !ignore->is_array()) return;
    for (const json::value& rule : ignore->get_array()) {
      ignored_.emplace_back(get_string(rule, "type"), get_string(rule, "value"));
    }
    ignored_from_ = folder;
  }

  void package_json(const std::string& folder) {
    const std::string path = folder_prefix(folder) + "package.json";
    const auto data = read_json(path);
    if (!data) return;
    const json::value* list = find(data->value, "dependencies");
    if (list == nullptr || !list->is_object()) return;
    for (const auto& [name, version] : list->get_object()) {
      const std::string pointer = "/dependencies/" + replace_all(replace_all(std::string(name), "~", "~0"), "/", "~1");
      program_.dependencies.push_back({std::string(name),
                                       version.is_string() ? std::string(version.get_string()) : std::string(), path,
                                       data->place(pointer)});
    }
  }

  [[nodiscard]] bool below_top(const std::string& path) const { return path.starts_with(folder_prefix(top_)); }

  // Cloud functions that stand beside the program move the root up to the folder that holds both.
  void place_root() {
    std::string root = top_;
    for (const std::string& cloud : clouds_) {
      while (!root.empty() && !cloud.starts_with(folder_prefix(root))) root = std::string(folder_of(root));
    }
    program_.root = root.empty() ? "." : root;
    program_.base = folder_prefix(top_).substr(folder_prefix(root).size());
    for (const std::string& cloud : clouds_) program_.cloud_function_roots.push_back(from_root(cloud));
    std::sort(program_.cloud_function_roots.begin(), program_.cloud_function_roots.end());
    for (Dependency& dependency : program_.dependencies) dependency.file = from_root(dependency.file);
  }

  // A path below `directory` as seen from the program's root.
  [[nodiscard]] std::string from_root(const std::string& path) const {
    if (program_.root == ".") return path;
    return fs::path("/" + path).lexically_relative("/" + program_.root).generic_string();
  }

  [[nodiscard]] bool compiled() const { return program_.framework != "native"; }
  [[nodiscard]] bool is_cloud(std::string_view path) const {
    return std::any_of(program_.cloud_function_roots.begin(), program_.cloud_function_roots.end(),
                       [path](const std::string& root) { return path.starts_with(root + "/"); });
  }

  [[nodiscard]] bool is_ignored(std::string_view path) const {
    const std::string whole = folder_prefix(program_.root == "." ? "" : program_.root) + std::string(path);
    // Rules count from the folder of app.json; older tools counted from that of project.config.json.
    for (const std::string& from : {folder_prefix(top_), folder_prefix(ignored_from_)}) {
      if (!whole.starts_with(from)) continue;
      const std::string_view rest = std::string_view(whole).substr(from.size());
      for (const auto& [type, raw] : ignored_) {
        const std::string value = normal_path(raw);
        if (value.empty()) continue;
        if (type == "folder" && rest.starts_with(value + "/")) return true;
        if (type == "file" && rest == value) return true;
        if (type == "suffix" && rest.ends_with(raw)) return true;
        if (type == "prefix" && rest.starts_with(value)) return true;
      }
    }
    return false;
  }

  Status list() {
    auto tree = list_tree(disk(program_.root), compiled() ? skip_compiled : skip_native);
    if (!tree) return fail(tree.error());
    for (const Tree::Skipped& skipped : tree->skipped) program_.unread.push_back({skipped.path, 0, skipped.why});
    std::set<std::string> others;  // folders of other programs and of servers
    for (const TreeEntry& entry : tree->files) {
      const std::string_view name = file_name(entry.path);
      const std::string folder(folder_of(entry.path));
      if (folder.empty() || is_cloud(entry.path) || folder + "/" == program_.base ||
          program_.base.starts_with(folder + "/"))
        continue;
      if (entry.path.find("miniprogram_npm/") != std::string::npos ||
          entry.path.find("uni_modules/") != std::string::npos)
        continue;
      if (name == "project.config.json" || name == "app.ux" || name == "go.mod" || name == "pom.xml" ||
          name == "composer.json" || name == "manage.py" || name == "Cargo.toml") {
        others.insert(folder);
      } else if (name == "package.json") {
        const auto text = read_text_file(disk(program_.root) / entry.path);
        const bool server =
            text && std::any_of(kServerPackages.begin(), kServerPackages.end(),
                                [&text](const std::string& p) { return text->find(p) != std::string::npos; });
        if (server) others.insert(folder);
      }
    }
    foreign_ = std::move(others);
    for (TreeEntry& entry : tree->files) {
      SourceFile file;
      if (!kind_of(entry.path, knowledge_.platform(program_.platform), compiled(), file)) continue;
      const bool inside = entry.path.starts_with(program_.base) || is_cloud(entry.path);
      if (!inside || is_ignored(entry.path)) continue;
      file.path = std::move(entry.path);
      file.cloud_function = is_cloud(file.path);
      program_.files.push_back(std::move(file));
    }
    return {};
  }

  void conditions() {
    bool vue3 = false;
    if (program_.framework != "uni-app") return;
    for (const SourceFile& file : program_.files) {
      if (file.path != program_.base + "manifest.json") continue;
      const auto text = read_text_file(disk(program_.root) / file.path);
      vue3 = text && text->find("\"vueVersion\"") != std::string::npos && text->find("\"3\"") != std::string::npos;
    }
    for (const Dependency& d : program_.dependencies) {
      if (d.name == "vue" && d.version.find('3') < 2) vue3 = true;
    }
    defines_ = platform_defines(program_.platform, vue3);
  }

  void read_files() {
    std::vector<SourceFile> read;
    read.reserve(program_.files.size());
    std::uint64_t total = 0;
    for (SourceFile& file : program_.files) {
      auto text = read_text_file(disk(program_.root) / file.path);
      if (!text) {
        Text why = text.error().message;
        if (!text.error().remedy.empty()) {
          why.zh += "；" + text.error().remedy.zh;
          why.en += "; " + text.error().remedy.en;
        }
        program_.unread.push_back({file.path, text.error().line, std::move(why)});
        continue;
      }
      total += text->size();
      if (total > kMaxProgramBytes) {
        program_.unread.push_back(
            {file.path, 0, {"源代码总量过大，此文件未读", "too much source in all; this file is not read"}});
        continue;
      }
      if (!defines_.empty() && !file.cloud_function) *text = apply_conditions(*text, defines_);
      file.source = SourceText(file.path, std::move(*text));
      read.push_back(std::move(file));
    }
    program_.files = std::move(read);
  }

  // Files of servers and of other programs in the same folder, unless a page of ours stands there.
  void drop_foreign(const AppConfig& config) {
    std::vector<std::string> prefixes;
    for (const std::string& folder : foreign_) {
      const std::string prefix = folder + "/";
      const bool ours = std::any_of(config.pages.begin(), config.pages.end(), [&](const PageEntry& page) {
        return (program_.base + page.path).starts_with(prefix);
      });
      if (!ours) prefixes.push_back(prefix);
    }
    std::erase_if(program_.files, [&prefixes](const SourceFile& file) {
      return !file.cloud_function && starts_with_any(file.path, prefixes);
    });
    for (int i = 0; i < static_cast<int>(program_.files.size()); ++i) {
      const std::string& path = program_.files[static_cast<std::size_t>(i)].path;
      if (path == app_config_path_) program_.app_config = i;
    }
    for (PluginDeclaration& plugin : program_.plugins) {
      plugin.file =
          plugin_files_[static_cast<std::size_t>(&plugin - program_.plugins.data())].empty()
              ? -1
              : program_.find_file(plugin_files_[static_cast<std::size_t>(&plugin - program_.plugins.data())]);
    }
  }

  Error unreadable(const std::string& path) const {
    Error error;
    error.file = folder_prefix(program_.root == "." ? "" : program_.root) + path;
    error.message = {"读不到程序配置 " + path, "the program's configuration " + path + " cannot be read"};
    for (const Unread& unread : program_.unread) {
      if (unread.file == path) error.message = unread.why;
    }
    return error;
  }

  Result<DataFile> config_file(const std::string& path) const {
    const int index = program_.find_file(path);
    if (index < 0) return fail(unreadable(path));
    const SourceFile& file = program_.files[static_cast<std::size_t>(index)];
    if (file.language == Language::json) {
      auto data = parse_json(folder_prefix(program_.root == "." ? "" : program_.root) + path, file.source.text());
      if (!data) return fail(data.error());
      if (!data->value.is_object()) {
        Error error = unreadable(path);
        error.line = error.column = 1;
        error.message = {"应为 JSON 对象 {…}", "a JSON object {…} was expected"};
        return fail(std::move(error));
      }
      return data;
    }
    auto block = read_config_block(file);
    if (block && block->value.is_object()) return std::move(*block);
    Error error = unreadable(path);
    error.message = {"没有找到写成对象字面量的程序配置（pages 等）",
                     "no program configuration (pages …) written as an object literal was found"};
    return fail(std::move(error));
  }

  Result<AppConfig> app_config() {
    const std::string path = from_root(normal_path(candidate_.marker));
    auto data = config_file(path);
    if (!data) return fail(data.error());
    app_config_path_ = path;
    const int index = program_.find_file(path);
    AppConfig config;
    if (program_.framework == "uni-app") {
      const std::string manifest_path = program_.base + "manifest.json";
      const int manifest_index = program_.find_file(manifest_path);
      std::optional<DataFile> manifest;
      if (manifest_index >= 0) {
        auto read = config_file(manifest_path);
        if (read) {
          manifest = std::move(*read);
        } else {
          program_.unread.push_back({manifest_path, read.error().line, read.error().message});
        }
      }
      config = read_uni_config(*data, index, manifest ? &*manifest : nullptr, manifest_index, program_);
    } else {
      config = read_app_config(*data, index, program_);
    }
    for (const PluginDeclaration& plugin : program_.plugins) {
      plugin_files_.push_back(plugin.file < 0 ? std::string()
                                              : program_.files[static_cast<std::size_t>(plugin.file)].path);
    }
    if (const json::value* alias = find(data->value, "resolveAlias"); alias != nullptr && alias->is_object()) {
      for (const auto& [from, to] : alias->get_object()) {
        if (to.is_string()) add_alias(std::string(from), program_.base + std::string(to.get_string()));
      }
    }
    return config;
  }

  void index_scripts() {
    const auto first = [this](std::initializer_list<const char*> names) {
      for (const char* name : names) {
        if (const int found = program_.find_file(program_.base + name); found >= 0) return found;
      }
      return -1;
    };
    if (program_.framework == "uni-app" || program_.framework == "mpvue") {
      program_.app_script = first({"App.vue", "App.uvue", "App.nvue"});
      program_.main_script = first({"main.ts", "main.js", "main.uts"});
    } else {
      program_.app_script = first({"app.mpx", "app.wpy", "app.tsx", "app.ts", "app.jsx", "app.js", "app.mjs", "app.vue",
                                   "index.ts", "index.js"});
    }
  }

  // "@utils/*": ["src/utils/*"] and "@": "src" -> "@utils/" -> "utils/"
  void add_alias(std::string from, std::string to) {
    if (from.ends_with("*")) from.pop_back();
    if (to.ends_with("*")) to.pop_back();
    to = normal_path(to);
    if (from.empty()) return;
    if (from.ends_with('/') && !to.empty()) to += '/';
    program_.aliases.emplace_back(std::move(from), std::move(to));
  }

  void read_aliases() {
    for (const std::string& up : upwards(top_)) {
      for (const char* name : {"tsconfig.json", "jsconfig.json"}) {
        const auto data = read_json(folder_prefix(up) + name);
        if (!data) continue;
        const json::value* options = find(data->value, "compilerOptions");
        if (options == nullptr) continue;
        const std::string from = folder_prefix(up) + get_string(*options, "baseUrl", ".");
        const json::value* paths = find(*options, "paths");
        if (paths == nullptr || !paths->is_object()) continue;
        for (const auto& [alias, targets] : paths->get_object()) {
          if (!targets.is_array() || targets.get_array().empty() || !targets.get_array()[0].is_string()) continue;
          const std::string target = normal_path(from + "/" + std::string(targets.get_array()[0].get_string()));
          add_alias(std::string(alias), from_root(target));
        }
      }
    }
    if (compiled()) add_alias("@/", program_.base);
    std::stable_sort(program_.aliases.begin(), program_.aliases.end(),
                     [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
    // The nearest definition of a prefix stands first and is the one that counts.
    std::vector<std::pair<std::string, std::string>> once;
    for (auto& alias : program_.aliases) {
      if (once.empty() || once.back().first != alias.first) once.push_back(std::move(alias));
    }
    program_.aliases = std::move(once);
  }

  std::string directory_;
  const Candidate& candidate_;
  const knowledge::Knowledge& knowledge_;
  std::string top_;  // folder of app.json relative to the directory
  std::string project_name_, app_config_path_, ignored_from_;
  std::vector<std::string> clouds_;  // relative to the directory
  std::vector<std::string> plugin_files_;
  std::vector<std::pair<std::string, std::string>> ignored_;  // type, value
  std::set<std::string> foreign_;
  Defines defines_;
  Program program_;
};

}  // namespace

Result<Program> open(const std::string& directory, const Candidate& candidate, const knowledge::Knowledge& knowledge) {
  return Opener(directory, candidate, knowledge).run();
}

}  // namespace qiyue::program
