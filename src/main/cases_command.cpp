// cases: the own library of reference texts, and comparison with what good texts cover.
#include "cases/cases.h"

#include <fmt/core.h>

#include <cstdlib>
#include <filesystem>
#include <optional>

#include "core/data.h"
#include "core/files.h"
#include "core/text.h"
#include "main/commands.h"
#include "workspace/workspace.h"

namespace qiyue::cli {
namespace {

namespace fs = std::filesystem;

Error wrong(Text message, Text remedy, std::string file = {}) {
  Error error;
  error.message = std::move(message);
  error.remedy = std::move(remedy);
  error.file = std::move(file);
  return error;
}

// Where the library stands: --library, else the user's data directory (XDG Base Directory Specification).
Result<std::string> library_path(const CasesArguments& arguments) {
  if (!arguments.library.empty()) return arguments.library;
  const char* data = std::getenv("XDG_DATA_HOME");
  if (data != nullptr && *data == '/') return (fs::path(data) / "qiyue/cases.db").string();
  const char* home = std::getenv("HOME");
  if (home != nullptr && *home != '\0') return (fs::path(home) / ".local/share/qiyue/cases.db").string();
  return fail(wrong({"不知道案例库放在哪里：没有设置 HOME", "it is not known where the library is: HOME is not set"},
                    {"用 --library 指定文件", "name a file with --library"}));
}

Status needs(const CasesArguments& arguments, std::size_t least, const Text& what) {
  if (arguments.what.size() >= least) return {};
  return fail(wrong({fmt::format("cases {} 缺少{}", arguments.action, what.zh),
                     fmt::format("cases {} needs {}", arguments.action, what.en)},
                    {"用 qiyue cases --help 查看用法", "see `qiyue cases --help`"}));
}

Result<int> add(const CasesArguments& arguments, const std::string& path, const Session& session) {
  if (auto status = needs(arguments, 1, {"要收录的文件、目录或网址", "a file, a directory or an address"}); !status)
    return fail(status.error());
  AddRequest request;
  request.what = arguments.what;
  request.name = arguments.name;
  request.today = today_or(arguments.as_of);
  if (!arguments.trade.empty()) {
    auto trade = trade_named(arguments.trade, session.knowledge);
    if (!trade) return fail(trade.error());
    request.trade = *trade;
  }
  if (!arguments.kind.empty())
    request.kind = arguments.kind == "user-agreement" ? DocumentKind::user_agreement : DocumentKind::privacy_policy;
  auto library = Library::open(path, Library::Access::write);
  if (!library) return fail(library.error());
  const auto added = add_cases(*library, request, session.knowledge);
  if (!added) return fail(added.error());
  fmt::print("{}", tell_added(*added, *library, session.knowledge, session.lang));
  return kClean;
}

Result<int> list(const CasesArguments& arguments, const Library& library, const Session& session) {
  auto texts = list_cases(library);
  if (!texts) return fail(texts.error());
  if (!arguments.trade.empty()) {
    const auto trade = trade_named(arguments.trade, session.knowledge);
    if (!trade) return fail(trade.error());
    std::erase_if(*texts, [&](const CaseText& text) { return text.trade != *trade; });
  }
  if (!arguments.kind.empty()) std::erase_if(*texts, [&](const CaseText& text) { return text.kind != arguments.kind; });
  fmt::print("{}", arguments.format == OutputFormat::json ? list_json(*texts)
                                                          : tell_list(*texts, session.knowledge, session.lang));
  return kClean;
}

Result<int> show(const CasesArguments& arguments, const Library& library, const Session& session) {
  if (auto status = needs(arguments, 1, {"编号或名称", "a number or a name"}); !status) return fail(status.error());
  const TextMeter meter(session.knowledge);
  if (!arguments.topic.empty() && meter.tables().topic(arguments.topic) == nullptr) {
    std::vector<std::string> known;
    for (const knowledge::CaseTopic& topic : meter.tables().topics) known.push_back(topic.id);
    return fail(wrong({"没有“" + arguments.topic + "”这个主题", "there is no topic \"" + arguments.topic + "\""},
                      {"可以写：" + join(known, "、"), "one of: " + join(known, ", ")}));
  }
  for (const std::string& which : arguments.what) {
    const auto text = find_case(library, which);
    if (!text) return fail(text.error());
    const auto document = case_document(library, *text);
    if (!document) return fail(document.error());
    if (!arguments.topic.empty()) {
      std::string heading = "\n";
      for (const auto& [under, passage] : meter.passages_about(*document, arguments.topic)) {
        if (under != heading && !under.empty()) fmt::print("“{}”\n", under);
        heading = under;
        fmt::print("  {}\n", passage);
      }
    } else if (arguments.text) {
      fmt::print("{}", write_markdown(*document));
    } else {
      fmt::print("{}", tell_case(*text, *document, meter, session.knowledge, session.lang));
    }
  }
  return kClean;
}

Result<int> remove(const CasesArguments& arguments, const std::string& path, const Session& session) {
  if (auto status = needs(arguments, 1, {"编号或名称", "a number or a name"}); !status) return fail(status.error());
  std::error_code ignored;
  if (!fs::exists(path, ignored)) return fail(wrong({"还没有案例库", "there is no library yet"}, {}, path));
  auto library = Library::open(path, Library::Access::write);
  if (!library) return fail(library.error());
  std::vector<CaseText> texts;
  for (const std::string& which : arguments.what) {
    auto text = find_case(*library, which);
    if (!text) return fail(text.error());
    texts.push_back(std::move(*text));
  }
  for (const CaseText& text : texts) {
    if (auto status = remove_case(*library, text); !status) return fail(status.error());
    fmt::print("{}\n", Text{fmt::format("已移出 {} 号 {}", text.id, text.name),
                            fmt::format("removed number {} {}", text.id, text.name)}
                           .in(session.lang));
  }
  return kClean;
}

Result<int> search(const CasesArguments& arguments, const Library& library, const Session& session) {
  SearchRequest request{
      .words = join(arguments.what, " "), .trade = {}, .kind = arguments.kind, .limit = arguments.limit};
  if (!arguments.trade.empty()) {
    auto trade = trade_named(arguments.trade, session.knowledge);
    if (!trade) return fail(trade.error());
    request.trade = *trade;
  }
  const auto found = search_cases(library, request);
  if (!found) return fail(found.error());
  if (arguments.format == OutputFormat::json) {
    fmt::print("{}", found_json(*found, request.words));
  } else if (!found->texts.empty()) {
    fmt::print("{}", tell_found(*found, session.knowledge, session.lang, session.color));
  } else {
    const auto all = list_cases(library);
    if (!all) return fail(all.error());
    fmt::print(stderr, "{}",
               all->empty()
                   ? tell_list(*all, session.knowledge, session.lang)
                   : Text{"没有找到“" + request.words + "”\n", "nothing found for \"" + request.words + "\"\n"}.in(
                         session.lang));
  }
  return found->texts.empty() ? kFindings : kClean;
}

// The texts to compare: those named, else the workspace's.
Result<std::vector<Document>> compared(const CasesArguments& arguments, std::string& trade) {
  std::vector<Document> documents;
  std::vector<std::string> paths = arguments.what;
  const Workspace workspace = workspace_at(arguments.program, arguments.legal);
  if (paths.empty()) {
    std::error_code ignored;
    for (const char* name : {"privacy-policy.md", "user-agreement.md"}) {
      if (fs::exists(workspace.file(name), ignored)) paths.push_back(workspace.file(name));
    }
    if (paths.empty()) {
      return fail(
          wrong({"这里没有起草好的文本", "there are no drafted texts here"},
                {"给出要比较的文本文件，或先运行 qiyue build", "name the texts to compare, or run `qiyue build` first"},
                workspace.directory));
    }
    if (const auto facts = read_text_file(workspace.file("facts.yaml")); facts && trade.empty()) {
      if (const auto parsed = parse_yaml("facts.yaml", *facts)) {
        if (const json::value* program = find(parsed->value, "program")) trade = get_string(*program, "trade");
      }
    }
  }
  for (const std::string& path : paths) {
    auto read = read_documents(path);
    if (!read) return fail(read.error());
    for (Document& document : *read) documents.push_back(std::move(document));
  }
  return documents;
}

Result<int> compare(const CasesArguments& arguments, const Library& library, const Session& session) {
  std::string trade;
  if (!arguments.trade.empty()) {
    auto named = trade_named(arguments.trade, session.knowledge);
    if (!named) return fail(named.error());
    trade = *named;
  }
  const auto documents = compared(arguments, trade);
  if (!documents) return fail(documents.error());
  if (trade == "待填写") trade.clear();
  const TextMeter meter(session.knowledge);
  std::vector<CaseComparison> comparisons;
  for (const Document& document : *documents) {
    auto comparison = compare_case({.document = &document, .trade = trade, .trade_given = !trade.empty()}, &library,
                                   meter, session.knowledge);
    if (!comparison) return fail(comparison.error());
    comparisons.push_back(std::move(*comparison));
  }
  if (arguments.format == OutputFormat::json) {
    fmt::print("{}", comparisons_json(comparisons));
    return kClean;
  }
  for (std::size_t i = 0; i < comparisons.size(); ++i) {
    if (i > 0) fmt::print("\n");
    fmt::print("{}", arguments.format == OutputFormat::markdown
                         ? comparison_markdown(comparisons[i], session.knowledge, session.lang)
                         : tell_comparison(comparisons[i], session.knowledge, session.lang));
  }
  return kClean;
}

Result<int> run_action(const CasesArguments& arguments, const Session& session) {
  const auto path = library_path(arguments);
  if (!path) return fail(path.error());
  if (arguments.action == "add") return add(arguments, *path, session);
  if (arguments.action == "remove") return remove(arguments, *path, session);
  const auto library = Library::open(*path, Library::Access::read);
  if (!library) return fail(library.error());
  if (arguments.action == "list") return list(arguments, *library, session);
  if (arguments.action == "show") return show(arguments, *library, session);
  if (arguments.action == "search") return search(arguments, *library, session);
  return compare(arguments, *library, session);
}

}  // namespace

int run(const CasesArguments& arguments, const Session& session) {
  const auto done = run_action(arguments, session);
  return done ? *done : report(done.error(), session.lang);
}

}  // namespace qiyue::cli
