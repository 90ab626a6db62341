// Paths as strings with '/', never of this machine.
#include <algorithm>

#include "core/text.h"
#include "program/opening.h"

namespace qiyue::program {

bool ends_with_any(std::string_view path, const std::vector<std::string>& endings) {
  return std::any_of(endings.begin(), endings.end(), [path](const std::string& e) { return path.ends_with(e); });
}

std::string_view file_name(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string_view folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

std::string_view extension(std::string_view path) {
  const std::string_view name = file_name(path);
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos || dot == 0 ? std::string_view() : name.substr(dot);
}

std::string_view stem(std::string_view path) { return path.substr(0, path.size() - extension(path).size()); }

std::string normal_path(std::string_view path) {
  std::vector<std::string> parts;
  for (const std::string_view part : split(path, '/')) {
    if (part.empty() || part == ".") continue;
    if (part == ".." && !parts.empty() && parts.back() != "..") {
      parts.pop_back();
    } else {
      parts.emplace_back(part);
    }
  }
  return join(parts, "/");
}

std::string folder_prefix(std::string_view folder) {
  const std::string normal = normal_path(folder);
  return normal.empty() ? normal : normal + "/";
}

std::string join_path(const Program& program, std::string_view folder, std::string_view path) {
  if (path.starts_with('/')) return normal_path(program.base + std::string(path));
  return normal_path(std::string(folder) + "/" + std::string(path));
}

namespace {

bool has_part(std::string_view path, std::initializer_list<std::string_view> names) {
  const std::string_view name = file_name(path);
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

// Called on every directory on the way down, so that the last part alone decides.
bool skip_for_discovery(std::string_view path) {
  return file_name(path).starts_with('.') ||
         has_part(path, {"node_modules", "miniprogram_npm", "bower_components", "__MACOSX", "uni_modules"});
}
bool skip_native(std::string_view path) {
  return file_name(path).starts_with('.') ||
         has_part(path, {"node_modules", "bower_components", "__MACOSX", "unpackage"});
}
bool skip_compiled(std::string_view path) {
  return skip_native(path) || has_part(path, {"unpackage"}) || path == "dist" || path == "h5" || path == "hybrid";
}

}  // namespace qiyue::program
