// Which file a module specifier means, and which files a running program can load.
#include <algorithm>
#include <deque>

#include "scan/world.h"

namespace qiyue::scan {

namespace {

constexpr std::string_view kEndings[] = {
    "",           ".js",        ".ts",        ".tsx",       ".jsx",       ".mjs",       ".cjs",      ".uts",
    ".vue",       ".nvue",      ".uvue",      ".wpy",       ".mpx",       ".json",      "/index.js", "/index.ts",
    "/index.tsx", "/index.jsx", "/index.mjs", "/index.uts", "/index.vue", "/index.wpy", "/index.mpx"};

class Resolver {
 public:
  explicit Resolver(const World& world) : world_(world), program_(*world.program) {}

  int resolve(std::uint32_t file, std::string_view specifier) const {
    const std::string_view folder = program::folder_of(program_.files[file].path);
    if (const std::size_t query = specifier.find('?'); query != std::string_view::npos)
      specifier = specifier.substr(0, query);
    if (specifier.empty()) return kUnknownModule;
    if (specifier[0] == '.' || specifier[0] == '/') return at(program::join_path(program_, folder, specifier));
    for (const auto& [prefix, target] : program_.aliases) {
      if (!specifier.starts_with(prefix)) continue;
      if (const int found = at(program::join_path(program_, "", target + std::string(specifier.substr(prefix.size()))));
          found != kUnknownModule)
        return found;
      if (const int found = at(target + std::string(specifier.substr(prefix.size()))); found != kUnknownModule)
        return found;
    }
    // Packages stand in the nearest folder of packages upward.
    for (std::string_view up = folder;; up = program::folder_of(up)) {
      for (const std::string_view packages : {"miniprogram_npm/", "node_modules/"}) {
        std::string path = up.empty() ? std::string(packages) : std::string(up) + "/" + std::string(packages);
        path += specifier;
        if (const int found = at(path); found != kUnknownModule) return found;
      }
      if (up.empty()) break;
    }
    // Old base libraries take a bare path as relative.
    if (specifier.find('/') != std::string_view::npos || specifier.ends_with(".js")) {
      if (const int found = at(program::join_path(program_, folder, "./" + std::string(specifier)));
          found != kUnknownModule)
        return found;
      return at(program_.base + std::string(specifier));
    }
    return kUnknownModule;
  }

 private:
  int at(const std::string& path) const {
    for (const std::string_view ending : kEndings) {
      const int file = program_.find_file(path + std::string(ending));
      if (file < 0) continue;
      const auto index = static_cast<std::size_t>(file);
      if (world_.unit_of_file[index] >= 0) return world_.unit_of_file[index];
      if (program_.files[index].language == program::Language::json) return kDataModule;
    }
    // What TypeScript calls x.js may be x.ts.
    if (path.ends_with(".js")) {
      const int file = program_.find_file(path.substr(0, path.size() - 3) + ".ts");
      if (file >= 0 && world_.unit_of_file[static_cast<std::size_t>(file)] >= 0)
        return world_.unit_of_file[static_cast<std::size_t>(file)];
    }
    return kUnknownModule;
  }

  const World& world_;
  const program::Program& program_;
};

}  // namespace

void resolve_modules(World& world) {
  const Resolver resolver(world);
  for (Unit& unit : world.units) {
    // Specifiers can be put together from constants elsewhere (require(BASE + "x")): only whole ones are resolved here.
    for (const Atom request : unit.ir.requests)
      unit.modules.emplace_back(request, resolver.resolve(unit.file, world.atoms.text(request)));
  }
  std::deque<std::size_t> todo;
  const auto reach = [&](int unit) {
    if (unit < 0 || world.units[static_cast<std::size_t>(unit)].reachable) return;
    world.units[static_cast<std::size_t>(unit)].reachable = true;
    todo.push_back(static_cast<std::size_t>(unit));
  };
  const auto reach_file = [&](int file) {
    if (file >= 0) reach(world.unit_of_file[static_cast<std::size_t>(file)]);
  };
  reach_file(world.program->app_script);
  reach_file(world.program->main_script);
  for (const auto* list : {&world.program->pages, &world.program->components})
    for (const program::PageFiles& page : *list) {
      if (!page.reachable) continue;
      reach_file(page.script);
      reach_file(page.markup);
    }
  for (std::size_t u = 0; u < world.units.size(); ++u)
    if (world.file_of(world.units[u]).cloud_function) reach(static_cast<int>(u));
  while (!todo.empty()) {
    const std::size_t next = todo.front();
    todo.pop_front();
    for (const auto& [name, target] : world.units[next].modules) reach(target);
  }
}

}  // namespace qiyue::scan
