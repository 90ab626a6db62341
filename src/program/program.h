// A mini program as read from disk: where it is, what platform, which pages, templates and scripts, each parsed with positions.
// This room knows files, configuration and syntax; what the code means is the scan's.
#pragma once

#include <map>
#include <memory>
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
  [[nodiscard]] const Attribute* attribute(std::string_view name) const;
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

enum class Language { javascript, typescript, tsx, json, markup, other };

struct SourceFile {
  std::string path;  // relative to the program's root, '/'
  Language language = Language::other;
  SourceText source;
  bool vendored = false;     // third-party code: node_modules, miniprogram_npm, minified libraries, known SDK files
  bool generated = false;    // compiled output that stands beside its source (a.js beside a.ts)
  bool cloud_function = false;
};

struct PageFiles {  // a page or a component: its config, template and script by index into files, -1 where absent
  std::string path;     // pages/a/a
  std::string package;  // root of the subpackage
  std::string title;
  bool is_page = true;
  bool registered = true;  // in app.json
  int script = -1, markup = -1, config = -1;
  std::map<std::string, std::string> components;  // tag -> component path, "plugin://name/component" or npm path
};

struct PluginDeclaration {
  std::string name, provider, version;
  int file = -1;
  Position place;
};

struct Unread {
  std::string file;
  int line = 0;
  Text why;
};

struct Program {
  std::string directory;    // where it was opened, absolute
  std::string root = ".";   // the program's root relative to `directory` (miniprogramRoot, …)
  std::string platform;     // id in knowledge platforms
  std::string framework;    // native | uni-app | taro | mpx | wepy …
  std::string appid, name;
  std::vector<SourceFile> files;  // sorted by path
  std::vector<PageFiles> pages, components;
  std::vector<PluginDeclaration> plugins;
  std::vector<std::string> required_private_infos;
  std::vector<std::pair<std::string, std::string>> permissions;  // scope -> desc
  std::vector<std::string> cloud_function_roots;
  std::string entry_page;
  int app_script = -1, app_config = -1;
  std::vector<Unread> unread;
  [[nodiscard]] int find_file(std::string_view path) const;  // -1 when absent
};

// Finds the mini programs at or below a directory (a repository may hold several): project.config.json, app.json with pages,
// pages.json + manifest.json, mini.project.json … nearest first. Fails when there is none, telling what was looked for.
struct Candidate {
  std::string root;  // relative to `directory`
  std::string platform, framework, marker;
};
Result<std::vector<Candidate>> discover(const std::string& directory, const knowledge::Knowledge& knowledge);

// Reads the program at `candidate`. A file that cannot be read or parsed is listed in `unread`; the rest goes on.
Result<Program> open(const std::string& directory, const Candidate& candidate, const knowledge::Knowledge& knowledge);

}  // namespace qiyue::program
