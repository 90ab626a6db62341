#include <fmt/core.h>

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <utility>

#include "core/files.h"
#include "core/text.h"
#include "knowledge/tables.h"

namespace qiyue::knowledge {
namespace {

constexpr std::string_view kSchemaFolder = "schema/";
constexpr std::string_view kSchemaEnd = ".schema.json";

// Takes `error` apart, so that all faults of all files stand in one list.
void add(std::vector<Error>& errors, Error error) {
  std::vector<Error> more = std::exchange(error.more, {});
  errors.push_back(std::move(error));
  for (Error& next : more) errors.push_back(std::move(next));
}

Error joined(std::vector<Error> errors) {
  Error first = std::move(errors.front());
  first.more.assign(std::make_move_iterator(errors.begin() + 1), std::make_move_iterator(errors.end()));
  return first;
}

Error whole_file(std::string file, Text message, Text remedy) {
  Error error;
  error.file = std::move(file);
  error.message = std::move(message);
  error.remedy = std::move(remedy);
  return error;
}

class Reader {
 public:
  explicit Reader(std::string directory) : directory_(std::move(directory)) {}

  Result<Files> run() {
    const auto tree = list_tree(directory_, nullptr);
    if (!tree) return fail(tree.error());
    for (const auto& skipped : tree->skipped) {
      errors_.push_back(whole_file(skipped.path, {"未读取：" + skipped.why.zh, "not read: " + skipped.why.en}, {}));
    }
    for (const TreeEntry& entry : tree->files) {
      if (entry.path.starts_with(kSchemaFolder)) schema(entry.path);
    }
    for (const TreeEntry& entry : tree->files) {
      if (!entry.path.starts_with(kSchemaFolder)) file(entry.path);
    }
    if (files_.tables.empty() && errors_.empty()) {
      errors_.push_back(whole_file(directory_,
                                   {"这里没有知识库：没有找到任何表", "no knowledge here: not one table was found"},
                                   {"目录应含 laws/、platforms/、taxonomy/、schema/ 等",
                                    "the folder should hold laws/, platforms/, taxonomy/, schema/ …"}));
    }
    required();
    if (!errors_.empty()) return fail(joined(std::move(errors_)));
    std::vector<Error> faults = check_references(files_);
    if (!faults.empty()) return fail(joined(std::move(faults)));
    return std::move(files_);
  }

 private:
  Result<std::string> text(const std::string& path) {
    auto content = read_text_file(std::filesystem::path(directory_) / path);
    if (!content) {
      content.error().file = path;
      add(errors_, content.error());
    }
    return content;
  }

  void schema(const std::string& path) {
    if (!path.ends_with(kSchemaEnd)) {
      errors_.push_back(whole_file(path, {"schema/ 只放 *.schema.json", "schema/ holds *.schema.json alone"}, {}));
      return;
    }
    const auto content = text(path);
    if (!content) return;
    auto parsed = parse_json(path, *content);
    if (!parsed) {
      add(errors_, parsed.error());
      return;
    }
    files_.schemas.emplace(path.substr(kSchemaFolder.size(), path.size() - kSchemaFolder.size() - kSchemaEnd.size()),
                           std::move(parsed->value));
  }

  const json::value* schema_named(std::string_view stem, const std::string& used_by) {
    const auto it = files_.schemas.find(stem);
    if (it != files_.schemas.end()) return &it->second;
    errors_.push_back(whole_file(
        used_by,
        {fmt::format("缺少 schema/{}{}", stem, kSchemaEnd), fmt::format("schema/{}{} is missing", stem, kSchemaEnd)},
        {}));
    return nullptr;
  }

  void file(const std::string& path) {
    if (path.starts_with("clauses/") && path.ends_with(".md")) {
      clause(path);
    } else if (path.ends_with(".yaml")) {
      table(path);
    } else if (!path.ends_with(".md")) {  // notes for readers may stand beside any table
      errors_.push_back(whole_file(path, {"这里只放 .yaml 和 .md 文件", "only .yaml and .md files belong here"},
                                   {"移走这个文件", "move this file away"}));
    }
  }

  void table(const std::string& path) {
    const Kind kind = kind_of(path);
    if (kind == Kind::unknown) {
      errors_.push_back(
          whole_file(path, {"没有任何程序会读取这个文件", "nothing reads this file"},
                     {"文件应放在哪里见 docs/knowledge.md", "docs/knowledge.md tells where each file belongs"}));
      return;
    }
    const auto content = text(path);
    if (!content) return;
    auto parsed = parse_yaml(path, *content);
    if (!parsed) {
      add(errors_, parsed.error());
      return;
    }
    const json::value* rules = schema_named(schema_of(kind), path);
    if (rules == nullptr) return;
    if (const auto valid = validate(*parsed, *rules); !valid) {
      add(errors_, valid.error());
      return;
    }
    files_.tables.push_back(std::move(*parsed));
  }

  void clause(const std::string& path) {
    auto content = text(path);
    if (!content) return;
    const json::value* rules = schema_named("clause", path);
    if (rules == nullptr) return;
    auto parsed = parse_clause(path, *content, rules);
    if (!parsed) {
      add(errors_, parsed.error());
      return;
    }
    const std::size_t begin = std::string_view("clauses/").size();
    if (parsed->document.empty()) parsed->document = path.substr(begin, path.find('/', begin) - begin);
    files_.clauses.push_back({std::move(*parsed), std::move(*content)});
  }

  // A folder that lacks a whole table would silently check nothing of that kind.
  void required() {
    for (int i = 0; i < static_cast<int>(Kind::rules); ++i) {
      const auto kind = static_cast<Kind>(i);
      const bool there = std::any_of(files_.tables.begin(), files_.tables.end(),
                                     [&](const DataFile& f) { return kind_of(f.path) == kind; });
      const bool refused =
          std::any_of(errors_.begin(), errors_.end(), [&](const Error& e) { return kind_of(e.file) == kind; });
      if (there || refused) continue;
      errors_.push_back(whole_file(
          directory_,
          {fmt::format("缺少一类表：{}", schema_of(kind)),
           fmt::format("a kind of table is missing: {}", schema_of(kind))},
          {"从自带的 knowledge/ 复制一份再改", "start from a copy of the knowledge/ that comes with the program"}));
    }
  }

  std::string directory_;
  Files files_;
  std::vector<Error> errors_;
};

}  // namespace

Result<Files> read_files(const std::string& directory) { return Reader(directory).run(); }

Result<Knowledge> load(const std::string& directory) {
  auto files = read_files(directory);
  if (!files) return fail(std::move(files.error()));
  std::string digest = sha256_hex(pack(*files));
  Knowledge result = build(std::move(*files));
  result.digest = std::move(digest);
  return result;
}

}  // namespace qiyue::knowledge
