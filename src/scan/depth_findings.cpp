// How many taps it is from the home page to the policy. Every text in a page's code that is the path of another page counts as a way there:
// too many ways hide a fault, too few would invent one.
#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include "core/text.h"
#include "scan/code_findings.h"
#include "scan/literals.h"
#include "scan/markup_view.h"

namespace qiyue::scan {
namespace {

constexpr int kMostTaps = 4;  // App违法违规收集使用个人信息行为认定方法 一.3

class Ways {
 public:
  explicit Ways(const FindingInput& input) : input_(input), program_(input.templates.program) {
    for (const program::PageFiles& page : program_.pages)
      if (page.reachable) pages_.push_back(&page);
  }

  void run(std::vector<CodeFinding>& out) {
    const program::PageFiles* home = program_.find_page(program_.entry_page);
    if (home == nullptr || input_.evidence.texts.empty()) return;
    std::set<std::string> texts;
    for (const std::string& file : input_.evidence.texts)
      if (const program::PageFiles* page = page_of_text(file); page != nullptr && page->reachable)
        texts.insert(page->path);
    if (texts.empty()) return;  // shown by a component or loaded: nothing sure can be said
    std::map<std::string, int> taps{{home->path, 0}};
    std::deque<std::string> queue{home->path};
    for (const std::string& tab : program_.tab_pages)
      if (taps.try_emplace(tab, 1).second) queue.push_back(tab);
    for (const std::string& target : ways_of_app())
      if (taps.try_emplace(target, 1).second) queue.push_back(target);
    while (!queue.empty()) {
      const std::string path = queue.front();
      queue.pop_front();
      const program::PageFiles* page = program_.find_page(path);
      if (page == nullptr) continue;
      for (const std::string& target : ways_of(*page))
        if (taps.try_emplace(target, taps.at(path) + 1).second) queue.push_back(target);
    }
    int nearest = -1;
    std::string shown;
    for (const std::string& text : texts) {
      const auto found = taps.find(text);
      if (found != taps.end() && (nearest < 0 || found->second < nearest)) {
        nearest = found->second;
        shown = text;
      }
    }
    const knowledge::Knowledge& all = input_.templates.knowledge;
    if (nearest > kMostTaps) {
      const std::string count = std::to_string(nearest);
      out.push_back(code_finding(all, "QY1005", place_of(shown),
                                 {"从首页到 " + shown + " 至少要点 " + count + " 次",
                                  "from the home page to " + shown + " it takes at least " + count + " taps"}));
    } else if (nearest < 0 && !mentioned(texts)) {
      const std::string& first = *texts.begin();
      out.push_back(code_finding(all, "QY1006", place_of(first),
                                 {"没有看到通向 " + first + " 的入口", "no way to " + first + " was seen"}));
    }
  }

 private:
  Place place_of(const std::string& path) const {
    const program::PageFiles* page = program_.find_page(path);
    const int file = page->markup >= 0 ? page->markup : page->script;
    return {file < 0 ? path : program_.files[static_cast<std::size_t>(file)].path, 1, 1};
  }

  const program::PageFiles* page_of_text(const std::string& text) const {
    const std::string folder(program::folder_of(text));
    const program::PageFiles* beside = nullptr;
    for (const program::PageFiles& page : program_.pages) {
      for (const int file : {page.markup, page.script}) {
        if (file < 0) continue;
        const std::string& path = program_.files[static_cast<std::size_t>(file)].path;
        if (path == text) return &page;
        if (!folder.empty() && program::folder_of(path) == folder) beside = &page;
      }
    }
    return beside;
  }

  // Texts of a file that may be paths of pages.
  const std::set<std::string>& paths_in(int file) {
    const auto [slot, fresh] = paths_.try_emplace(file);
    if (!fresh) return slot->second;
    std::set<std::string>& out = slot->second;
    const program::SourceFile& source = program_.files[static_cast<std::size_t>(file)];
    const auto take = [&](std::string_view text) {
      text = trim(text.substr(0, text.find_first_of("?#")));
      if (text.size() > 2 && text.size() < 200 && text.find(' ') == std::string_view::npos) out.emplace(text);
    };
    using program::Language;
    if (source.language == Language::markup || source.language == Language::tsx) {
      for (const program::MarkupNode& node : input_.templates.markups[static_cast<std::size_t>(file)].nodes) {
        for (const program::Attribute& a : node.attributes) {
          take(a.value);
          for (const std::string& quoted : quoted_texts(a.value)) take(quoted);
        }
        if (node.name == "script")
          for_each_literal(source.source.slice(node.inner), 0,
                           [&](std::uint32_t, std::string_view text) { take(text); });
      }
    }
    if (source.language == Language::javascript || source.language == Language::typescript ||
        source.language == Language::tsx || source.language == Language::json) {
      for_each_literal(source.source.text(), 0, [&](std::uint32_t, std::string_view text) { take(text); });
    }
    return out;
  }

  void add_targets(std::string_view text, std::string_view folder, std::set<std::string>& out) const {
    const bool relative = text.starts_with(".");
    std::string path = relative ? program::join_path(program_, folder, text) : std::string(text);
    while (path.starts_with("/")) path.erase(0, 1);
    // "../" + name + "/" + name: any page below may be meant.
    const bool prefix = path.ends_with("/") && path.size() > 3;
    for (const program::PageFiles* page : pages_) {
      const std::string& known = page->path;
      if (path == known || (prefix && known.starts_with(path)) ||
          (path.size() > 4 && known.ends_with("/" + path)))  // below a subpackage's or a router's root
        out.insert(known);
    }
  }

  // The page's own files, its components' and all modules they ask for.
  std::set<int> files_of(const program::PageFiles& page) const {
    std::set<int> files;
    std::vector<int> todo;
    std::vector<const program::PageFiles*> owners{&page};
    std::set<const program::PageFiles*> seen;
    while (!owners.empty()) {
      const program::PageFiles* at = owners.back();
      owners.pop_back();
      if (!seen.insert(at).second) continue;
      for (const int file : {at->markup, at->script})
        if (file >= 0) todo.push_back(file);
      todo.insert(todo.end(), at->includes.begin(), at->includes.end());
      for (const auto& [tag, path] : at->components)
        if (const program::PageFiles* component = program_.find_page(path)) owners.push_back(component);
    }
    while (!todo.empty()) {
      const int file = todo.back();
      todo.pop_back();
      if (!files.insert(file).second) continue;
      const int unit = input_.world.unit_of_file[static_cast<std::size_t>(file)];
      if (unit < 0) continue;
      for (const auto& [name, target] : input_.world.units[static_cast<std::size_t>(unit)].modules)
        if (target >= 0) todo.push_back(static_cast<int>(input_.world.units[static_cast<std::size_t>(target)].file));
    }
    return files;
  }

  std::set<std::string> ways_of(const program::PageFiles& page) {
    std::set<std::string> out;
    const std::string folder(program::folder_of(page.path));
    for (const int file : files_of(page)) {
      if (program_.files[static_cast<std::size_t>(file)].vendored) continue;
      for (const std::string& text : paths_in(file)) add_targets(text, folder, out);
    }
    return out;
  }

  std::set<std::string> ways_of_app() {
    std::set<std::string> out;
    for (const int file : {program_.app_script, program_.main_script}) {
      if (file < 0) continue;
      for (const std::string& text : paths_in(file)) add_targets(text, "", out);
    }
    return out;
  }

  // Whether any file names one of the pages, even by its last part: addresses put together at run time, tables of a router.
  bool mentioned(const std::set<std::string>& texts) const {
    for (const std::string& path : texts) {
      const std::size_t slash = path.rfind('/');
      const std::string folder = slash == std::string::npos ? "" : path.substr(0, slash);
      const std::string last = path.substr(slash == std::string::npos ? 0 : slash + 1);
      const std::string before = folder.substr(folder.rfind('/') == std::string::npos ? 0 : folder.rfind('/') + 1);
      const std::string part = last == "index" || last == before ? before : last;
      const program::PageFiles* page = program_.find_page(path);
      for (std::size_t i = 0; i < program_.files.size(); ++i) {
        const int file = static_cast<int>(i);
        if (file == page->markup || file == page->script || file == page->config || file == program_.app_config)
          continue;
        if (program_.files[i].language == program::Language::json ||
            program_.files[i].language == program::Language::other)
          continue;
        if (program_.files[i].source.text().find(part) != std::string_view::npos) return true;
      }
    }
    return false;
  }

  const FindingInput& input_;
  const program::Program& program_;
  std::vector<const program::PageFiles*> pages_;
  std::map<int, std::set<std::string>> paths_;
};

}  // namespace

void depth_findings(const FindingInput& input, std::vector<CodeFinding>& out) { Ways(input).run(out); }

}  // namespace qiyue::scan
