// What a program that was opened can answer.
#include "program/program.h"

#include <algorithm>

#include "core/text.h"
#include "program/jsx.h"
#include "program/literal.h"
#include "program/opening.h"

namespace qiyue::program {

bool kind_of(std::string_view path, const knowledge::Platform* platform, bool compiled, SourceFile& file) {
  static const std::vector<std::string> kScripts = {".js", ".mjs", ".cjs", ".jsx", ".wxs", ".sjs", ".qs"};
  static const std::vector<std::string> kTypeScripts = {".ts", ".mts", ".cts", ".uts"};
  static const std::vector<std::string> kOthers = {".wxss", ".acss", ".ttss", ".qss", ".css", ".scss",
                                                   ".less", ".sass", ".styl", ".md",  ".txt"};
  if (path.ends_with(".d.ts")) return false;
  const std::string ext = to_lower_ascii(extension(path));
  const auto is = [&ext](const std::vector<std::string>& list) {
    return std::find(list.begin(), list.end(), ext) != list.end();
  };
  if (is(kScripts)) {
    file.language = Language::javascript;
  } else if (is(kTypeScripts)) {
    file.language = Language::typescript;
  } else if (ext == ".tsx") {
    file.language = Language::tsx;
  } else if (ext == ".json" || ext == ".jsonc") {
    file.language = Language::json;
  } else if (ext == ".vue" || ext == ".nvue" || ext == ".uvue" || ext == ".wpy" || ext == ".mpx") {
    file.language = Language::markup;
    file.dialect = Dialect::vue;
    return compiled;
  } else if (ext == ".html" || ext == ".htm") {
    file.language = Language::markup;
    file.dialect = Dialect::html;
  } else if (is(kOthers)) {
    file.language = Language::other;
  } else {
    if (platform == nullptr) return false;
    const std::vector<std::string>& own = platform->template_extensions;
    if (std::find(own.begin(), own.end(), ext) == own.end()) return false;
    file.language = Language::markup;
    file.dialect = ext == ".axml" ? Dialect::axml : Dialect::wxml;
  }
  return true;
}

int Program::find_file(std::string_view path) const {
  const auto at = std::lower_bound(files.begin(), files.end(), path,
                                   [](const SourceFile& f, std::string_view p) { return f.path < p; });
  return at == files.end() || at->path != path ? -1 : static_cast<int>(at - files.begin());
}

const PageFiles* Program::find_page(std::string_view path) const {
  for (const std::vector<PageFiles>* list : {&pages, &components}) {
    const auto at = std::lower_bound(list->begin(), list->end(), path,
                                     [](const PageFiles& f, std::string_view p) { return f.path < p; });
    if (at != list->end() && at->path == path) return &*at;
  }
  return nullptr;
}

namespace {

// Where elements may stand in scripts.
bool may_hold_jsx(const Program& program, const SourceFile& file) {
  if (file.vendored || file.generated) return false;
  if (file.language == Language::tsx || file.path.ends_with(".jsx")) return true;
  if (program.framework == "native" || program.framework == "uni-app" || file.language != Language::javascript)
    return false;
  const std::string_view text = file.source.text();
  return text.find("/>") != std::string_view::npos || text.find("</") != std::string_view::npos;
}

}  // namespace

std::vector<Markup> parse_markups(const Program& program) {
  std::vector<Markup> out(program.files.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    const SourceFile& file = program.files[i];
    if (file.language == Language::markup) {
      out[i] = parse_markup(file.source.text(), file.dialect);
    } else if (may_hold_jsx(program, file)) {
      out[i] = jsx_markup(parse_script(file.source.text(), file.language));
    }
  }
  return out;
}

std::optional<DataFile> exported_object(const SourceFile& file) {
  if (file.language != Language::json) return read_config_block(file);
  auto data = parse_json(file.path, file.source.text());
  if (!data || !data->value.is_object()) return std::nullopt;
  return std::move(*data);
}

}  // namespace qiyue::program
