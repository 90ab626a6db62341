#include "draft/own_clauses.h"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "core/files.h"
#include "core/nearest.h"
#include "core/text.h"

namespace qiyue::drafting {
namespace {

using knowledge::ClauseSource;

Error fault(const std::string& path, Text message, Text remedy) {
  Error error;
  error.message = std::move(message);
  error.remedy = std::move(remedy);
  error.file = path;
  error.line = 1;
  error.column = 1;
  return error;
}

bool has(const ClauseSource& clause, std::string_view key) {
  return std::find(clause.given.begin(), clause.given.end(), key) != clause.given.end();
}

// What the person wrote wins, field by field; what they left out stays the library's.
void lay_over(ClauseSource& base, ClauseSource own) {
  if (has(own, "order")) base.order = own.order;
  if (has(own, "title")) {
    base.title_zh = std::move(own.title_zh);
    base.title_en = std::move(own.title_en);
  }
  if (has(own, "parent")) base.parent = std::move(own.parent);
  if (has(own, "place")) base.place = std::move(own.place);
  if (has(own, "when")) base.when = std::move(own.when);
  if (has(own, "obligations")) base.obligations = std::move(own.obligations);
  if (has(own, "facts")) base.facts = std::move(own.facts);
  base.pinned = std::move(own.pinned);
  base.given = std::move(own.given);
  if (own.body_zh.empty() && own.body_en.empty()) return;  // moved or renamed, wording kept
  base.path = std::move(own.path);
  base.body_line = own.body_line;
  base.body_en_line = own.body_en.empty() ? own.body_line : own.body_en_line;
  base.body_en = own.body_en.empty() ? own.body_zh : std::move(own.body_en);
  base.body_zh = std::move(own.body_zh);
}

bool keep_all(std::string_view) { return false; }

// Conditions in `when` that the vocabulary does not have, each at its place in the front matter.
void unknown_conditions(const ClauseSource& own, const std::string& path, std::string_view content,
                        const knowledge::Knowledge& knowledge, std::vector<Error>& faults) {
  std::vector<std::string> known;
  for (const auto& [name, words] : knowledge.vocabulary) known.push_back(name);
  for (const knowledge::Trade& trade : knowledge.trades) known.push_back("trade_" + replace_all(trade.id, "-", "_"));
  for (const std::string& name : own.when.names()) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    Error error = fault(path,
                        {fmt::format("条款 {} 的 when 里有不认识的条件 {}", own.id, name),
                         fmt::format("clause {} has an unknown condition {}", own.id, name)},
                        {});
    const std::string near = nearest(name, known);
    error.remedy = near.empty() ? Text{"可用的条件见 knowledge/laws/conditions.yaml 和 docs/clauses.md",
                                       "see knowledge/laws/conditions.yaml and docs/clauses.md"}
                                : Text{fmt::format("是否想写 {}？", near), fmt::format("did you mean {}?", near)};
    int number = 0;
    for (const std::string_view line : split(content, '\n')) {
      ++number;
      if (!line.starts_with("when:")) continue;
      const std::size_t at = line.find(name);
      if (at == std::string_view::npos) continue;
      error.line = number;
      error.column = count_code_points(line.substr(0, at)) + 1;
      break;
    }
    faults.push_back(std::move(error));
  }
}

}  // namespace

Result<std::vector<ClauseSource>> with_own_clauses(const knowledge::Knowledge& knowledge,
                                                   const std::string& directory) {
  std::vector<ClauseSource> clauses = knowledge.clauses;
  std::error_code ignored;
  if (directory.empty() || !std::filesystem::exists(directory, ignored)) return clauses;
  const auto tree = list_tree(directory, keep_all);
  if (!tree) return fail(tree.error());
  const auto schema = knowledge.schemas.find("clause");
  std::vector<Error> faults;
  std::map<std::string, std::string, std::less<>> seen;
  for (const TreeEntry& entry : tree->files) {
    if (!entry.path.ends_with(".md")) continue;
    const std::string path = (std::filesystem::path(directory) / entry.path).generic_string();
    auto content = read_text_file(path);
    if (!content) {
      faults.push_back(std::move(content.error()));
      continue;
    }
    auto own = knowledge::parse_clause(path, *content, schema == knowledge.schemas.end() ? nullptr : &schema->second);
    if (!own) {
      faults.push_back(std::move(own.error()));
      continue;
    }
    if (const auto [other, fresh] = seen.emplace(own->id, path); !fresh) {
      faults.push_back(fault(path,
                             {fmt::format("条款 {} 已写在 {} 里", own->id, other->second),
                              fmt::format("clause {} is already in {}", own->id, other->second)},
                             {"一个编号只写一个文件", "write each id in one file only"}));
      continue;
    }
    unknown_conditions(*own, path, *content, knowledge, faults);
    const auto base =
        std::find_if(clauses.begin(), clauses.end(), [&](const ClauseSource& clause) { return clause.id == own->id; });
    if (own->remove) {
      if (base == clauses.end()) {
        faults.push_back(fault(
            path,
            {fmt::format("要移除的条款 {} 不存在", own->id), fmt::format("there is no clause {} to remove", own->id)},
            {"用 `qiyue draft` 写出的 <!-- clause: … --> 里有每个条款的编号",
             "each drafted clause shows its id in <!-- clause: … -->"}));
        continue;
      }
      // It stays in the list, so that a clause which still refers to it can be told what became of it.
      base->remove = true;
      base->path = path;
      continue;
    }
    if (base != clauses.end()) {
      if (has(*own, "document") && own->document != base->document) {
        faults.push_back(
            fault(path,
                  {fmt::format("条款 {} 属于 {}，不能改到 {}", own->id, base->document, own->document),
                   fmt::format("clause {} belongs to {}, not to {}", own->id, base->document, own->document)},
                  {"删去 document 这一行，或换一个新的编号", "delete the document line, or choose a new id"}));
        continue;
      }
      lay_over(*base, std::move(*own));
      continue;
    }
    if (own->document.empty() || own->title_zh.empty() || own->body_zh.empty()) {
      faults.push_back(fault(
          path,
          {fmt::format("新条款 {} 缺少 document、title 或正文", own->id),
           fmt::format("the new clause {} lacks document, title or text", own->id)},
          {"新增条款要写 document、order、title（zh 和 en）和正文；只想改写已有条款时请核对编号",
           "a new clause needs document, order, title (zh and en) and a text; to reword a clause, check its id"}));
      continue;
    }
    if (own->body_en.empty()) {
      own->body_en = own->body_zh;
      own->body_en_line = own->body_line;
    }
    clauses.push_back(std::move(*own));
  }
  if (!faults.empty()) {
    Error first = std::move(faults.front());
    first.more.insert(first.more.end(), std::make_move_iterator(faults.begin() + 1),
                      std::make_move_iterator(faults.end()));
    return fail(std::move(first));
  }
  return clauses;
}

}  // namespace qiyue::drafting
