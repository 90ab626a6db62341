// Inside of the program room: what `discover` and `open` share.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/data.h"
#include "core/files.h"
#include "program/conditional.h"
#include "program/program.h"

namespace qiyue::program {

bool ends_with_any(std::string_view path, const std::vector<std::string>& endings);
std::string_view file_name(std::string_view path);
std::string_view stem(std::string_view path);       // "a/b.wxml" -> "a/b"
std::string_view extension(std::string_view path);  // ".wxml", "" when there is none
std::string normal_path(std::string_view path);     // without "." and inner ".."
// "" for ".", else with a final '/'.
std::string folder_prefix(std::string_view folder);

// A template extension and the platform it is the first one of.
struct TemplateKind {
  std::string extension, platform;
  Dialect dialect = Dialect::wxml;
};
std::vector<TemplateKind> template_kinds(const knowledge::Knowledge& knowledge);

// Directories that no program's own source stands in.
bool skip_for_discovery(std::string_view path);
bool skip_native(std::string_view path);    // native programs: dist may be their source
bool skip_compiled(std::string_view path);  // frameworks: what they write out is not read

// True when a file is of a kind that is read; sets its language and dialect. `compiled`: of a framework with single-file components.
bool kind_of(std::string_view path, const knowledge::Platform* platform, bool compiled, SourceFile& file);

struct PageEntry {
  std::string path, package, title;
};
// What app.json, pages.json, app.config.ts, app.mpx and app.wpy all say.
struct AppConfig {
  std::vector<PageEntry> pages;
  std::map<std::string, std::string> components;  // tag -> as written
  std::string title, entry_page;
  bool custom_tab_bar = false;
  bool computed = false;  // some pages are worked out by code: the list is not whole
};

// Reads app.json-like `data` (file index `file`) into the configuration and the program.
AppConfig read_app_config(const DataFile& data, int file, Program& program);
// Reads uni-app's pages.json; `manifest` for the rest.
AppConfig read_uni_config(const DataFile& pages, int pages_file, const DataFile* manifest, int manifest_file,
                          Program& program);
// The configuration object of a script, or the JSON block of a .mpx or .wpy file.
std::optional<DataFile> read_config_block(const SourceFile& file);

// Fills pages and components, resolves what they use, marks what is reachable.
void read_pages(const AppConfig& config, const knowledge::Knowledge& knowledge, Program& program);
// Marks third-party and generated files.
void classify_files(const knowledge::Knowledge& knowledge, Program& program);

}  // namespace qiyue::program
