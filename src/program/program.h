// A mini program as read from disk: where it is, what platform, which pages, templates and scripts, each parsed with positions.
// This room knows files, configuration and syntax; what the code means is the scan's.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/source.h"
#include "knowledge/knowledge.h"

namespace qiyue::program {

struct Attribute {
  std::string name;   // as written, case kept: bind:tap, open-type, v-model
  std::string value;  // raw, entities kept
  bool has_value = false;
  Span span, value_span;
};
enum class NodeKind { element, text, interpolation_text };
struct MarkupNode {
  NodeKind kind = NodeKind::element;
  std::string name;  // element name, case kept
  std::string text;  // text nodes
  std::vector<Attribute> attributes;
  std::vector<std::uint32_t> children;  // indices into Markup::nodes
  std::uint32_t parent = 0;
  Span span, inner;  // inner: between the tags; raw text of <script>, <style>, <wxs>
  [[nodiscard]] const Attribute* attribute(std::string_view wanted) const;
};
struct MarkupError {
  std::uint32_t offset = 0;
  Text message;
};
struct Markup {  // flat tree, node 0 is the root; comments are left out
  std::vector<MarkupNode> nodes;
  std::vector<MarkupError> errors;
};
enum class Dialect { wxml, axml, vue, html };
// Total: any input gives a tree; faults are listed. Depth and size bounded by constants in limits.h. No recursion.
Markup parse_markup(std::string_view text, Dialect dialect);

enum class Language {
  javascript,
  typescript,
  tsx,
  json,
  markup,
  other
};  // other: styles, policy texts in .md and .txt

struct SourceFile {
  std::string path;  // relative to the program's root, '/'
  Language language = Language::other;
  Dialect dialect = Dialect::wxml;  // of markup; a .vue, .wpy or .mpx file holds script and template both
  SourceText source;       // for uni-app with what is not compiled for the platform blanked out, positions kept
  bool vendored = false;   // third-party code: node_modules, miniprogram_npm, minified libraries, known SDK files
  bool generated = false;  // compiled output that stands beside its source (a.js beside a.ts)
  bool cloud_function = false;
};

struct PageFiles {      // a page or a component: its config, template and script by index into files, -1 where absent
  std::string path;     // pages/a/a
  std::string package;  // root of the subpackage
  std::string title;
  bool is_page = true;
  bool registered = true;  // in app.json
  bool reachable = true;   // registered, or a component that a reachable page or component names
  int script = -1, markup = -1, config = -1;
  std::vector<int> includes;  // templates that its markup takes in by <import> and <include>, at any distance
  // tag -> path of a PageFiles in Program::components; "plugin://name/component" and what is not in the source as written
  std::map<std::string, std::string> components;
};

struct PluginDeclaration {
  std::string name, provider, version;
  int file = -1;
  Position place;
};

struct Dependency {  // of package.json
  std::string name, version;
  std::string file;  // package.json as seen from the root ("../package.json" where it stands above)
  Position place;
};

struct Unread {
  std::string file;
  int line = 0;
  Text why;
};

struct Program {
  std::string directory;   // where it was opened, absolute
  std::string root = ".";  // the program's root relative to `directory` (miniprogramRoot, …)
  std::string platform;    // id in knowledge platforms
  std::string framework;   // native | uni-app | taro | mpx | wepy …
  std::string appid, name;
  // Folder of app.json below the root, "" or with a final '/': not empty only where cloud functions stand beside the program
  // ("miniprogram/"). Page paths count from here, file paths from the root.
  std::string base;
  std::vector<SourceFile> files;             // sorted by path
  std::vector<PageFiles> pages, components;  // sorted by path
  std::vector<PluginDeclaration> plugins;
  std::vector<std::string> required_private_infos;
  std::vector<std::pair<std::string, std::string>> permissions;  // scope -> desc
  std::vector<std::string> cloud_function_roots;
  std::string entry_page;
  std::vector<std::string> tab_pages;
  int app_script = -1, app_config = -1;
  int main_script = -1;                         // main.js of uni-app: runs before App.vue
  bool privacy_check = false;                   // __usePrivacyCheck__
  std::vector<std::string> extended_libraries;  // useExtendedLib: weui, kbone
  std::vector<std::pair<std::string, std::string>>
      aliases;  // import prefix ("@/", "@utils/") -> path from the root, longest prefix first
  std::vector<Dependency> dependencies;
  std::vector<Unread> unread;
  [[nodiscard]] int find_file(std::string_view path) const;  // -1 when absent
  // The page or component of that path ("pages/a/a"), nullptr when absent.
  [[nodiscard]] const PageFiles* find_page(std::string_view path) const;
};

// The trees of all files in Language::markup and the JSX of scripts (jsx.h), by index into program.files; empty for the others.
std::vector<Markup> parse_markups(const Program& program);
// The object that a JSON file is, or that a script exports as a literal; nullopt when there is none. Values that must be computed are null.
std::optional<DataFile> exported_object(const SourceFile& file);
// Joins a folder and a relative or absolute ('/': from the base) path: "a/b", "../c.js" -> "a/c.js". What climbs above the root keeps its "..".
std::string join_path(const Program& program, std::string_view folder, std::string_view path);
std::string_view folder_of(std::string_view path);  // "a/b.js" -> "a", "b.js" -> ""

// Finds the mini programs at or below a directory (a repository may hold several): project.config.json, app.json with pages,
// pages.json + manifest.json, mini.project.json … nearest first. Fails when there is none, telling what was looked for.
struct Candidate {
  std::string root;  // relative to `directory`
  std::string platform, framework;
  std::string marker;  // the file it was recognised by, relative to `directory`
  int pages = 0;
};
Result<std::vector<Candidate>> discover(const std::string& directory, const knowledge::Knowledge& knowledge);

// The directory to discover() the program in that a file (a policy, say) lies in: the nearest folder above it that holds a program's
// configuration or a repository. Nothing when the file stands alone.
std::optional<std::string> program_around(const std::string& file);

// Reads the program at `candidate`. A file that cannot be read or parsed is listed in `unread`; the rest goes on.
Result<Program> open(const std::string& directory, const Candidate& candidate, const knowledge::Knowledge& knowledge);

}  // namespace qiyue::program
