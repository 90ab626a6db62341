// Pages and components: their files, what they use, what can be reached from the registered pages.
#include <algorithm>
#include <deque>
#include <set>

#include "core/text.h"
#include "program/literal.h"
#include "program/opening.h"

namespace qiyue::program {
namespace {

class Pages {
 public:
  Pages(const AppConfig& config, const knowledge::Knowledge& knowledge, Program& program)
      : config_(config), program_(program) {
    if (const knowledge::Platform* platform = knowledge.platform(program.platform))
      templates_ = platform->template_extensions;
    if (program_.framework == "native") {
      markup_extensions_ = templates_;
      script_extensions_ = {".ts", ".js", ".mjs"};
    } else {
      for (const char* ext : {".vue", ".nvue", ".uvue", ".mpx", ".wpy"}) markup_extensions_.emplace_back(ext);
      markup_extensions_.insert(markup_extensions_.end(), templates_.begin(), templates_.end());
      script_extensions_ = {".tsx", ".jsx", ".ts", ".js"};
    }
  }

  void run() {
    for (const PageEntry& entry : config_.pages) {
      PageFiles page;
      page.path = entry.path;
      page.package = entry.package;
      page.title = entry.title;
      const std::size_t at = add(std::move(page));
      if (found_[at].script < 0 && found_[at].markup < 0) {
        program_.unread.push_back(
            {program_.base + entry.path,
             0,
             {"页面已注册，但没有找到它的文件", "the page is registered, but its files are not there"}});
      }
    }
    if (config_.computed) computed_pages();
    if (config_.custom_tab_bar) add_component("custom-tab-bar/index", true);
    global_components();
    drain();
    if (program_.framework != "native") reach_by_imports();
    leftovers();
    drain();
    std::vector<PageFiles> all;
    all.swap(found_);
    for (PageFiles& files : all) (files.is_page ? program_.pages : program_.components).push_back(std::move(files));
    for (std::vector<PageFiles>* list : {&program_.pages, &program_.components}) {
      std::sort(list->begin(), list->end(), [](const PageFiles& a, const PageFiles& b) { return a.path < b.path; });
    }
  }

 private:
  const SourceFile& file(int index) const { return program_.files[static_cast<std::size_t>(index)]; }
  int find_file(const std::string& app_path) const { return program_.find_file(normal_path(program_.base + app_path)); }

  int first_of(const std::string& path, const std::vector<std::string>& extensions) const {
    for (const std::string& ext : extensions) {
      if (const int found = find_file(path + ext); found >= 0) return found;
    }
    return -1;
  }

  // Sets script, markup and config of `files` from its path; false when there is neither script nor markup.
  bool find_files(PageFiles& files) const {
    files.markup = first_of(files.path, markup_extensions_);
    files.script = first_of(files.path, script_extensions_);
    files.config = first_of(files.path, {".json", ".jsonc", ".config.ts", ".config.js"});
    if (files.markup >= 0 && file(files.markup).dialect == Dialect::vue) files.script = files.markup;
    return files.markup >= 0 || files.script >= 0;
  }

  // Takes in a page or component once; its configuration is read when its turn in the queue comes.
  std::size_t add(PageFiles files) {
    const auto [at, is_new] = index_.emplace(files.path, found_.size());
    if (is_new) {
      find_files(files);
      queue_.push_back(found_.size());
      found_.push_back(std::move(files));
    }
    return at->second;
  }

  std::size_t add_component(std::string path, bool reachable) {
    if (const auto known = index_.find(path); known != index_.end()) {
      PageFiles& files = found_[known->second];
      if (reachable && !files.reachable) {  // its own components become reachable in turn
        files.reachable = true;
        queue_.push_back(known->second);
      }
      return known->second;
    }
    PageFiles files;
    files.path = std::move(path);
    files.is_page = false;
    files.registered = false;
    files.reachable = reachable;
    for (const PageEntry& page : config_.pages) {
      if (!page.package.empty() && files.path.starts_with(page.package + "/")) files.package = page.package;
    }
    return add(std::move(files));
  }

  [[nodiscard]] bool exists(const std::string& path) const {
    PageFiles probe;
    probe.path = path;
    return find_files(probe);
  }

  // The component that `written` names from the folder of `user`, as a path from the base; "" when it is not in the source.
  std::string resolve(std::string_view user, std::string written) const {
    if (written.find("://") != npos) return {};
    for (const auto& [from, to] : program_.aliases) {
      if (!written.starts_with(from)) continue;
      const std::string target = normal_path(to + "/" + written.substr(from.size()));
      if (target.starts_with(program_.base)) written = "/" + target.substr(program_.base.size());
      break;
    }
    std::vector<std::string> places;
    const std::string folder(folder_of(user));
    if (written.starts_with('/')) {
      places.push_back(normal_path(written));
    } else {
      places.push_back(normal_path(folder + "/" + written));
      for (std::string up = folder;; up = std::string(folder_of(up))) {
        places.push_back(folder_prefix(up) + "miniprogram_npm/" + written);
        places.push_back(folder_prefix(up) + "node_modules/" + written);
        if (up.empty()) break;
      }
      places.push_back(normal_path(written));
    }
    for (const std::string& place : places) {
      if (place.starts_with("..")) continue;
      for (const std::string& path : {place, place + "/index"}) {
        if (exists(path)) return path;
      }
      const std::string_view ext = extension(place);
      if (!ext.empty() && exists(std::string(stem(place)))) return std::string(stem(place));
    }
    return {};
  }

  void use(std::size_t user, const std::string& tag, const std::string& written) {
    const std::string path = resolve(found_[user].path, written);
    if (path.empty()) {
      found_[user].components.emplace(tag, written);
      return;
    }
    found_[user].components.emplace(tag, path);
    add_component(path, found_[user].reachable);
  }

  // Where the list of pages is worked out by code (`...TABS.map(tab => tab.path)`): the texts in it, and in what it imports, that
  // are the path of a script or template.
  void computed_pages() {
    std::vector<int> todo;
    std::set<int> seen;
    const auto reach = [&](int index) {
      if (index >= 0 && seen.insert(index).second && seen.size() < 64) todo.push_back(index);
    };
    reach(program_.app_config);
    while (!todo.empty()) {
      const int next = todo.back();
      todo.pop_back();
      if (file(next).language == Language::markup) continue;
      const std::string_view text = file(next).source.text();
      for (std::size_t at = text.find_first_of("'\""); at != npos; at = text.find_first_of("'\"", at + 1)) {
        const std::size_t end = text.find_first_of("'\"\n", at + 1);
        if (end == npos) break;
        const std::string written(text.substr(at + 1, end - at - 1));
        if (written.find('/') == std::string::npos || written[0] == '.') continue;
        PageFiles page;
        page.path = normal_path(written[0] == '/' ? written.substr(1) : written);
        if (exists(page.path)) add(std::move(page));
        at = end;
      }
      for (const int target : quoted_paths(next)) reach(target);
    }
  }

  void global_components() {
    for (const auto& [tag, written] : config_.components) {
      const std::string path = resolve("app", written);
      if (!path.empty()) add_component(path, true);
    }
  }

  void drain() {
    while (!queue_.empty()) {
      const std::size_t at = queue_.front();
      queue_.pop_front();
      read_config(at);
      for (const auto& [tag, written] : config_.components) {
        if (found_[at].components.contains(tag)) continue;
        const std::string path = resolve("app", written);
        found_[at].components.emplace(tag, path.empty() ? written : path);
      }
      read_includes(at);
    }
  }

  void read_config(std::size_t at) {
    const int config = found_[at].config >= 0 ? found_[at].config
                       : found_[at].markup >= 0 && (file(found_[at].markup).path.ends_with(".mpx") ||
                                                    file(found_[at].markup).path.ends_with(".wpy"))
                           ? found_[at].markup
                           : -1;
    if (config < 0) return;
    json::value value;
    if (file(config).language == Language::json) {
      auto data = parse_json(file(config).path, file(config).source.text());
      if (!data) {
        if (broken_.insert(config).second)
          program_.unread.push_back({file(config).path, data.error().line, data.error().message});
        return;
      }
      value = std::move(data->value);
    } else if (auto block = read_config_block(file(config))) {
      value = std::move(block->value);
    }
    if (!value.is_object()) return;
    if (found_[at].title.empty()) {
      found_[at].title = get_string(value, "navigationBarTitleText", get_string(value, "defaultTitle"));
    }
    if (const json::value* components = find(value, "usingComponents");
        components != nullptr && components->is_object()) {
      for (const auto& [tag, path] : components->get_object()) {
        if (path.is_string()) use(at, std::string(tag), std::string(path.get_string()));
      }
    }
    if (const json::value* generics = find(value, "componentGenerics"); generics != nullptr && generics->is_object()) {
      for (const auto& [tag, generic] : generics->get_object()) {
        const std::string written = get_string(generic, "default");
        if (!written.empty()) use(at, std::string(tag), written);
      }
    }
  }

  // Templates taken in by <import src> and <include src>.
  void read_includes(std::size_t at) {
    const int markup = found_[at].markup;
    if (markup < 0 || !found_[at].includes.empty()) return;
    std::vector<int> todo = {markup};
    std::set<int> seen = {markup};
    while (!todo.empty()) {
      const int next = todo.back();
      todo.pop_back();
      for (const int target : includes_of(next)) {
        if (!seen.insert(target).second) continue;
        found_[at].includes.push_back(target);
        todo.push_back(target);
      }
    }
    std::sort(found_[at].includes.begin(), found_[at].includes.end());
  }

  const std::vector<int>& includes_of(int markup) {
    const auto [at, is_new] = include_cache_.emplace(markup, std::vector<int>());
    if (!is_new) return at->second;
    const std::string_view text = file(markup).source.text();
    if (text.find("<import") == npos && text.find("<include") == npos) return at->second;
    const Markup tree = parse_markup(text, file(markup).dialect);
    for (const MarkupNode& node : tree.nodes) {
      if (node.name != "import" && node.name != "include") continue;
      const Attribute* source = node.attribute("src");
      if (source == nullptr || source->value.empty()) continue;
      const std::string path = join_path(program_, folder_of(file(markup).path), source->value);
      int target = program_.find_file(path);
      for (const std::string& ext : templates_) {
        if (target < 0) target = program_.find_file(path + ext);
      }
      if (target >= 0) at->second.push_back(target);
    }
    return at->second;
  }

  // Frameworks: what pages import, whatever the way, is reachable. Script, template and styles name it in a quoted path.
  void reach_by_imports() {
    std::vector<bool> reached(program_.files.size(), false);
    std::vector<int> todo;
    const auto reach = [&](int index) {
      if (index < 0 || reached[static_cast<std::size_t>(index)]) return;
      reached[static_cast<std::size_t>(index)] = true;
      todo.push_back(index);
    };
    reach(program_.main_script);
    reach(program_.app_script);
    for (const PageFiles& page : found_) {
      reach(page.script);
      reach(page.markup);
    }
    while (!todo.empty()) {
      const int next = todo.back();
      todo.pop_back();
      for (const int target : quoted_paths(next)) reach(target);
      for (const int target : easy_components(next)) reach(target);
    }
    for (std::size_t i = 0; i < program_.files.size(); ++i) {
      const SourceFile& source = program_.files[i];
      if (source.dialect != Dialect::vue || source.language != Language::markup) continue;
      const std::string path(stem(source.path.substr(program_.base.size())));
      if (static_cast<int>(i) == program_.app_script || index_.contains(path)) continue;
      add_component(path, reached[i]);
    }
  }

  // Whether what stands before a quoted text makes it the name of a module: from "…", import "…", import("…"), require("…").
  static bool is_imported(std::string_view before) {
    before = trim(before);
    while (before.ends_with("*/")) {  // import(/* a comment for the bundler */ "…")
      const std::size_t open = before.rfind("/*");
      if (open == npos) return false;
      before = trim(before.substr(0, open));
    }
    if (before.ends_with('(') || before.ends_with('=')) before = trim(before.substr(0, before.size() - 1));
    for (const std::string_view word : {"from", "import", "require", "src"}) {
      if (!before.ends_with(word)) continue;
      const char last = before.size() == word.size() ? ' ' : before[before.size() - word.size() - 1];
      const bool joined = (last >= 'a' && last <= 'z') || (last >= 'A' && last <= 'Z') || last == '_' || last == '$';
      if (!joined) return true;
    }
    return false;
  }

  std::vector<int> quoted_paths(int index) const {
    std::vector<int> out;
    const SourceFile& from = file(index);
    const std::string_view text = from.source.text();
    for (std::size_t at = text.find_first_of("'\""); at != npos; at = text.find_first_of("'\"", at + 1)) {
      const std::size_t end = text.find_first_of("'\"\n", at + 1);
      if (end == npos) break;
      if (text[end] != text[at] || end - at > 300) continue;
      const std::string_view written = text.substr(at + 1, end - at - 1);
      // "./pages/a.mpx" in a configuration: with its ending, a file and nothing else.
      const bool whole =
          written.starts_with('.') && ends_with_any(std::string(written), {".mpx", ".wpy", ".vue", ".nvue"});
      if (!whole && !is_imported(text.substr(0, at))) {
        if (written.find_first_of("<>{};") == npos) at = end;
        continue;
      }
      if (written.empty() || (written[0] != '.' && written[0] != '@' && written[0] != '/' && written[0] != '~' &&
                              written.find('/') == npos)) {
        continue;
      }
      if (const int target = module_file(from.path, std::string(written)); target >= 0) out.push_back(target);
    }
    return out;
  }

  int module_file(std::string_view user, std::string written) const {
    std::string path;
    if (written.starts_with('.')) {
      path = join_path(program_, folder_of(user), written);
    } else if (written.starts_with('/')) {
      path = join_path(program_, "", written);
    } else {
      for (const auto& [from, to] : program_.aliases) {
        if (written.starts_with(from)) {
          path = normal_path(to + "/" + written.substr(from.size()));
          break;
        }
      }
      if (path.empty()) return -1;
    }
    for (const char* ext : {"", ".vue", ".ts", ".js", ".tsx", ".jsx", ".nvue", ".uvue", ".mpx", ".wpy", "/index.vue",
                            "/index.ts", "/index.js", "/index.tsx", "/index.jsx", "/index.mpx"}) {
      if (const int found = program_.find_file(path + ext); found >= 0) return found;
    }
    return -1;
  }

  // uni-app's easycom: <my-card> is components/my-card/my-card.vue, also below uni_modules/*/components.
  std::vector<int> easy_components(int index) {
    std::vector<int> out;
    const SourceFile& from = file(index);
    if (program_.framework != "uni-app" || from.dialect != Dialect::vue || from.language != Language::markup)
      return out;
    if (easy_.empty()) {
      for (std::size_t i = 0; i < program_.files.size(); ++i) {
        const std::string& path = program_.files[i].path;
        const std::string_view ext = extension(path);
        if (ext != ".vue" && ext != ".nvue" && ext != ".uvue") continue;
        const std::string name(stem(file_name(path)));
        const std::string_view folder = folder_of(path);
        if (file_name(folder) == name && file_name(folder_of(folder)) == "components")
          easy_.emplace(name, static_cast<int>(i));
      }
      easy_.emplace("", -1);
    }
    const std::string_view text = from.source.text();
    for (std::size_t at = text.find('<'); at != npos; at = text.find('<', at + 1)) {
      std::size_t end = at + 1;
      while (end < text.size() && (text[end] == '-' || (text[end] >= 'a' && text[end] <= 'z') ||
                                   (text[end] >= 'A' && text[end] <= 'Z') || (text[end] >= '0' && text[end] <= '9'))) {
        ++end;
      }
      if (end == at + 1) continue;
      const std::string tag(text.substr(at + 1, end - at - 1));
      auto found = easy_.find(tag);
      if (found == easy_.end() && tag.find('-') == std::string::npos) found = easy_.find(kebab(tag));
      if (found != easy_.end() && found->second >= 0) out.push_back(found->second);
    }
    return out;
  }

  static std::string kebab(std::string_view name) {
    std::string out;
    for (const char c : name) {
      if (c >= 'A' && c <= 'Z') {
        if (!out.empty()) out += '-';
        out += static_cast<char>(c + 32);
      } else {
        out += c;
      }
    }
    return out;
  }

  // Pages and components that stand in the folder and that nothing names.
  void leftovers() {
    if (program_.framework != "native") return;
    std::set<int> owned;
    for (const PageFiles& files : found_) {
      owned.insert(files.markup);
      owned.insert(files.includes.begin(), files.includes.end());
    }
    for (std::size_t i = 0; i < program_.files.size(); ++i) {
      const SourceFile& source = program_.files[i];
      if (source.language != Language::markup || !ends_with_any(source.path, templates_) ||
          owned.contains(static_cast<int>(i)))
        continue;
      if (!source.path.starts_with(program_.base)) continue;
      PageFiles files;
      files.path = std::string(stem(source.path.substr(program_.base.size())));
      files.registered = false;
      files.reachable = false;
      const int config = find_file(files.path + ".json");
      files.is_page = config < 0 || file(config).source.text().find("\"component\"") == npos;
      add(std::move(files));
    }
  }

  const AppConfig& config_;
  Program& program_;
  std::vector<std::string> templates_, markup_extensions_, script_extensions_;
  std::vector<PageFiles> found_;
  std::map<std::string, std::size_t> index_;
  std::deque<std::size_t> queue_;
  std::map<int, std::vector<int>> include_cache_;
  std::map<std::string, int, std::less<>> easy_;
  std::set<int> broken_;
};

}  // namespace

void read_pages(const AppConfig& config, const knowledge::Knowledge& knowledge, Program& program) {
  Pages(config, knowledge, program).run();
}

}  // namespace qiyue::program
