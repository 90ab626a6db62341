#include "publish/into.h"

#include <fmt/core.h>

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <set>

#include "core/data.h"
#include "core/source.h"
#include "core/text.h"

namespace qiyue {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kRecord = ".qiyue-pages.json";  // beside app.json: what was put in, for taking it out again
constexpr std::string_view kBegin = "<!-- qiyue: links to the policy and the agreement -->";
constexpr std::string_view kEnd = "<!-- /qiyue -->";

bool is_there(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

Result<fs::path> root_of(const std::string& directory) {
  fs::path given(directory);
  if (is_there(given / "app.json")) return given;
  const fs::path config = given / "project.config.json";
  if (is_there(config)) {
    auto text = read_text_file(config);
    if (!text) return fail(text.error());
    auto data = parse_json(config.string(), *text);
    if (!data) return fail(data.error());
    fs::path root = (given / get_string(data->value, "miniprogramRoot")).lexically_normal();
    if (!root.has_filename()) root = root.parent_path();  // "app/"
    if (is_there(root / "app.json")) return root;
  }
  if (is_there(given / "pages.json") || is_there(given / "src/pages.json")) {
    return fail(
        {.message = {"这是 uni-app 工程：原生页面不能放进 pages.json",
                     "this is a uni-app project: pages.json takes no native pages"},
         .remedy =
             {"用 legal/pages 里的网页（web-view），或把 miniprogram/ 的组件放进 wxcomponents（见它的 README）",
              "show the pages of legal/pages in a web-view, or put the components of miniprogram/ into wxcomponents "
              "(see its README)"},
         .file = directory,
         .more = {}});
  }
  return fail({.message = {"这里没有 app.json", "there is no app.json here"},
               .remedy = {"给出原生小程序的目录；uni-app、Taro 等请把 legal/miniprogram 里的页面按其文档放进工程",
                          "name the directory of a native mini program; for uni-app, Taro and others copy the pages of "
                          "legal/miniprogram as their manual says"},
               .file = directory,
               .more = {}});
}

// The bytes of each entry of "pages", quotes included.
struct Entry {
  std::string route;
  std::size_t begin = 0, end = 0;
};
Result<std::vector<Entry>> entries_of(const std::string& path, const std::string& text) {
  auto data = parse_json(path, text);
  if (!data) return fail(data.error());
  const json::value* pages = find(data->value, "pages");
  if (pages == nullptr || !pages->is_array() || pages->get_array().empty()) {
    const Position place = data->place("/pages");
    return fail({.message = {"app.json 里没有 pages，或者是空的", "app.json has no pages, or none in them"},
                 .remedy = {"先让小程序至少有一个页面", "give the program at least one page first"},
                 .file = path,
                 .line = place.line,
                 .column = place.column,
                 .more = {}});
  }
  const SourceText source(path, text);
  std::vector<Entry> entries;
  for (std::size_t i = 0; i < pages->get_array().size(); ++i) {
    const json::value& page = pages->get_array()[i];
    if (!page.is_string()) continue;
    const Position place = data->place(fmt::format("/pages/{}", i));
    std::size_t begin = source.offset_of_line(place.line);
    for (int column = 1; column < place.column; ++column) decode_utf8(text, begin);
    std::size_t end = begin + 1;
    while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2U : 1U;
    if (begin >= text.size() || text[begin] != '"' || end >= text.size()) continue;
    entries.push_back({std::string(page.get_string()), begin, end + 1});
  }
  if (entries.empty())
    return fail({.message = {"app.json 的 pages 里没有页面", "the pages of app.json name no page"},
                 .remedy = {},
                 .file = path,
                 .more = {}});
  return entries;
}

// White space and comments from `at` on.
std::size_t past_space(const std::string& text, std::size_t at) {
  while (at < text.size()) {
    if (text[at] == ' ' || text[at] == '\t' || text[at] == '\r' || text[at] == '\n') {
      ++at;
    } else if (text.compare(at, 2, "//") == 0) {
      at = std::min(text.find('\n', at), text.size());
    } else if (text.compare(at, 2, "/*") == 0) {
      const auto end = text.find("*/", at + 2);
      at = end == std::string::npos ? text.size() : end + 2;
    } else {
      break;
    }
  }
  return at;
}

std::string links_block(const std::vector<IntoRequest::Link>& links, std::string_view newline) {
  std::string out = std::string(kBegin) + std::string(newline);
  for (const auto& link : links)
    out += "<navigator url=\"/" + escape_html(link.page) + "\">" + escape_html(link.title) + "</navigator>" +
           std::string(newline);
  return out + std::string(kEnd) + std::string(newline);
}

// The block of links, with the line break before it if we had to add one; empty when there is none.
std::pair<std::size_t, std::size_t> block_in(const std::string& text) {
  const auto begin = text.find(kBegin);
  const auto end = begin == std::string::npos ? begin : text.find(kEnd, begin);
  if (end == std::string::npos) return {0, 0};
  std::size_t after = end + kEnd.size();
  if (text.compare(after, 2, "\r\n") == 0) {
    after += 2;
  } else if (after < text.size() && text[after] == '\n') {
    ++after;
  }
  return {begin, after};
}

// The last line of `text` is not ended: the block of links ends it, and taking the block out opens it again.
bool is_open(const std::string& text) { return !text.empty() && !text.ends_with('\n'); }

std::string with_links(const std::string& text, const std::vector<IntoRequest::Link>& links) {
  const std::string newline = text.find("\r\n") == std::string::npos ? "\n" : "\r\n";
  const auto [begin, end] = block_in(text);
  if (end > begin) return text.substr(0, begin) + links_block(links, newline) + text.substr(end);
  return text + (is_open(text) ? newline : "") + links_block(links, newline);
}

// Without the block; `opened`: with the line before it open again.
std::string without_links(const std::string& text, bool opened) {
  auto [begin, end] = block_in(text);
  if (end <= begin) return text;
  if (opened && begin > 0 && text[begin - 1] == '\n') begin -= begin > 1 && text[begin - 2] == '\r' ? 2U : 1U;
  return text.substr(0, begin) + text.substr(end);
}

void change(IntoPlan& plan, const std::string& path, std::optional<std::string> before,
            std::optional<std::string> after) {
  if (before != after) plan.changes.push_back({path, std::move(before), std::move(after)});
}

Result<std::optional<std::string>> content(const fs::path& path) {
  if (!is_there(path)) return std::optional<std::string>();
  auto bytes = read_file(path);
  if (!bytes) return fail(bytes.error());
  return std::optional<std::string>(std::move(*bytes));
}

}  // namespace

Result<std::string> add_routes(const std::string& path, const std::string& text,
                               const std::vector<std::string>& routes) {
  auto entries = entries_of(path, text);
  if (!entries) return fail(entries.error());
  std::vector<std::string> missing;
  for (const std::string& route : routes)
    if (std::none_of(entries->begin(), entries->end(), [&](const Entry& entry) { return entry.route == route; }))
      missing.push_back(route);
  if (missing.empty()) return text;
  const Entry& last = entries->back();
  // As the last entry stands: on a line of its own with its indent, or behind the one before.
  const auto line = text.rfind('\n', last.begin);
  const std::size_t line_begin = line == std::string::npos ? 0 : line + 1;
  const std::string lead = text.substr(line_begin, last.begin - line_begin);
  const bool own_line = line != std::string::npos && lead.find_first_not_of(" \t") == std::string::npos;
  const std::string newline = text.find("\r\n") == std::string::npos ? "\n" : "\r\n";
  const std::string separator = own_line ? newline + lead : std::string(" ");
  const std::size_t comma = past_space(text, last.end);
  const bool trailing = comma < text.size() && text[comma] == ',';
  std::string insert;
  for (const std::string& route : missing)
    insert += trailing ? separator + "\"" + route + "\"," : "," + separator + "\"" + route + "\"";
  const std::size_t at = trailing ? comma + 1 : last.end;
  return text.substr(0, at) + insert + text.substr(at);
}

Result<std::string> remove_routes(const std::string& path, const std::string& text,
                                  const std::vector<std::string>& routes) {
  auto entries = entries_of(path, text);
  if (!entries) return fail(entries.error());
  std::string out = text;
  for (std::size_t i = entries->size(); i-- > 0;) {
    const Entry& entry = (*entries)[i];
    if (std::find(routes.begin(), routes.end(), entry.route) == routes.end() || entries->size() == 1) continue;
    const std::size_t after = past_space(out, entry.end);
    if (i == 0) {
      out.erase(entry.begin, (*entries)[1].begin - entry.begin);
      continue;
    }
    // As it was put in: behind the comma of the one before and with its own, or with the comma before it.
    const std::size_t before = past_space(out, (*entries)[i - 1].end);
    if (after < out.size() && out[after] == ',') {
      out.erase(before + 1, after - before);
    } else {
      out.erase(before, entry.end - before);
    }
  }
  return out;
}

Result<IntoPlan> plan_into(const IntoRequest& request) {
  auto root = root_of(request.directory);
  if (!root) return fail(root.error());
  IntoPlan plan{.root = root->string(), .changes = {}};
  std::vector<std::string> routes;
  json::array files;
  for (const OutputFile& page : request.pages) {
    auto before = content(*root / page.path);
    if (!before) return fail(before.error());
    change(plan, page.path, std::move(*before), page.content);
    files.push_back(json::object{{"path", page.path}, {"sha256", sha256_hex(page.content)}});
    if (page.path.ends_with(".wxml")) routes.push_back(page.path.substr(0, page.path.size() - 5));
  }
  const std::string app = (*root / "app.json").string();
  auto text = read_text_file(app);
  if (!text) return fail(text.error());
  auto added = add_routes(app, *text, routes);
  if (!added) return fail(added.error());
  // Somebody's own route of the same name is not ours to take out again.
  json::array own;
  auto record = content(*root / kRecord);
  if (!record) return fail(record.error());
  json::value known = json::object();
  if (*record) {
    auto data = parse_json((*root / kRecord).string(), **record);
    if (!data) return fail(data.error());
    known = std::move(data->value);
  }
  const auto were_ours = get_strings(known, "routes");
  auto entries = entries_of(app, *text);
  for (const std::string& route : routes) {
    const bool there =
        std::any_of(entries->begin(), entries->end(), [&](const Entry& entry) { return entry.route == route; });
    if (!there || std::find(were_ours.begin(), were_ours.end(), route) != were_ours.end()) own.emplace_back(route);
  }
  change(plan, "app.json", *text, *added);

  std::string link_page = request.link_page;
  if (link_page.empty()) link_page = get_string(known, "link_page");
  bool opened = get_bool(known, "link_line_was_open") && get_string(known, "link_page") == link_page;
  if (!link_page.empty()) {
    const fs::path page = *root / (link_page + ".wxml");
    if (!is_there(page))
      return fail(
          {.message = {"没有这个页面", "there is no such page"},
           .remedy = {"写成 app.json 里的样子，例如 pages/mine/mine", "write it as in app.json, e.g. pages/mine/mine"},
           .file = page.string(),
           .more = {}});
    auto markup = read_text_file(page);
    if (!markup) return fail(markup.error());
    if (const auto [begin, end] = block_in(*markup); end <= begin) opened = is_open(*markup);
    change(plan, link_page + ".wxml", *markup, with_links(*markup, request.links));
  }
  json::object note{{"note", "qiyue publish --into wrote these; qiyue publish --into … --undo takes them out"},
                    {"files", std::move(files)},
                    {"routes", std::move(own)},
                    {"link_page", link_page},
                    {"link_line_was_open", opened}};
  change(plan, std::string(kRecord), std::move(*record), to_json(note));
  return plan;
}

Result<IntoPlan> plan_undo(const std::string& directory) {
  auto root = root_of(directory);
  if (!root) return fail(root.error());
  IntoPlan plan{.root = root->string(), .changes = {}};
  const fs::path record = *root / kRecord;
  if (!is_there(record)) return plan;
  auto text = read_text_file(record);
  if (!text) return fail(text.error());
  auto data = parse_json(record.string(), *text);
  if (!data) return fail(data.error());
  const json::value* files = find(data->value, "files");
  if (files != nullptr && files->is_array()) {
    for (const json::value& file : files->get_array()) {
      const std::string path = get_string(file, "path");
      const fs::path relative = fs::path(path).lexically_normal();
      if (relative.empty() || relative.is_absolute() || *relative.begin() == "..") continue;
      auto bytes = content(*root / relative);
      if (!bytes) return fail(bytes.error());
      if (!*bytes) continue;
      if (sha256_hex(**bytes) != get_string(file, "sha256"))
        return fail(
            {.message = {"这个文件在放入之后被改动过，没有撤销", "this file was edited since; nothing was undone"},
             .remedy = {"把改动另存后删除它，再试一次", "keep your edits elsewhere, delete it and try again"},
             .file = (*root / relative).string(),
             .more = {}});
      change(plan, path, std::move(*bytes), std::nullopt);
    }
  }
  const std::string app = (*root / "app.json").string();
  auto json_text = read_text_file(app);
  if (!json_text) return fail(json_text.error());
  auto removed = remove_routes(app, *json_text, get_strings(data->value, "routes"));
  if (!removed) return fail(removed.error());
  change(plan, "app.json", *json_text, *removed);
  if (const std::string page = get_string(data->value, "link_page");
      !page.empty() && is_there(*root / (page + ".wxml"))) {
    auto markup = read_text_file(*root / (page + ".wxml"));
    if (!markup) return fail(markup.error());
    change(plan, page + ".wxml", *markup, without_links(*markup, get_bool(data->value, "link_line_was_open")));
  }
  change(plan, std::string(kRecord), std::move(*text), std::nullopt);
  return plan;
}

std::string show_plan(const IntoPlan& plan, Lang lang) {
  std::string out;
  for (const FileChange& change : plan.changes) {
    if (!change.before) {
      const auto lines = std::count(change.after->begin(), change.after->end(), '\n');
      out += fmt::format("+ {}  ({} {})\n", change.path, lines, Text{"行", "lines"}.in(lang));
      continue;
    }
    if (!change.after) {
      out += fmt::format("- {}\n", change.path);
      continue;
    }
    out += fmt::format("M {}\n", change.path);
    const auto before = split(*change.before, '\n');
    const auto after = split(*change.after, '\n');
    std::size_t head = 0;
    while (head < before.size() && head < after.size() && before[head] == after[head]) ++head;
    std::size_t tail = 0;
    while (tail < before.size() - head && tail < after.size() - head &&
           before[before.size() - 1 - tail] == after[after.size() - 1 - tail])
      ++tail;
    constexpr std::size_t kShown = 40;
    for (std::size_t i = head; i < before.size() - tail && i < head + kShown; ++i)
      out += fmt::format("    - {}\n", before[i]);
    for (std::size_t i = head; i < after.size() - tail && i < head + kShown; ++i)
      out += fmt::format("    + {}\n", after[i]);
  }
  return out;
}

Status apply_plan(const IntoPlan& plan) {
  const fs::path root(plan.root);
  // Routes last: app.json never names a page that is not there yet; when pages go, it is the other way round.
  const auto write = [&](const FileChange& change) -> Status {
    if (change.after) return write_file(root / change.path, *change.after);
    std::error_code ec;
    fs::remove(root / change.path, ec);
    if (ec)
      return fail({.message = {"文件删不掉", "the file cannot be deleted"},
                   .remedy = {},
                   .file = (root / change.path).string(),
                   .more = {}});
    for (fs::path folder = (root / change.path).parent_path(); folder != root && fs::is_empty(folder, ec) && !ec;
         folder = folder.parent_path())
      fs::remove(folder, ec);
    return {};
  };
  for (const int round : {0, 1, 2})
    for (const FileChange& change : plan.changes) {
      const int turn = !change.before ? 0 : change.after ? 1 : 2;
      if (turn != round) continue;
      if (auto status = write(change); !status) return status;
    }
  return {};
}

}  // namespace qiyue
