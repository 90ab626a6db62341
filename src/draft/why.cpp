// "Why are you here?" for one line of a drafted file.
#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "core/files.h"
#include "core/text.h"
#include "draft/draft.h"
#include "draft/model.h"

namespace qiyue {
namespace {

constexpr std::string_view kMarker = "<!-- clause: ";

const Document* document_of(const Drafts& drafts, std::string_view file) {
  for (const Document* document : {&drafts.privacy_policy, &drafts.user_agreement, &drafts.data_lists}) {
    if (file.find(to_string(document->kind)) != std::string_view::npos) return document;
  }
  return nullptr;
}

const Clause* find_clause(const std::vector<Clause>& clauses, std::string_view id) {
  for (const Clause& clause : clauses) {
    if (clause.id == id) return &clause;
    if (const Clause* below = find_clause(clause.children, id)) return below;
  }
  return nullptr;
}

// `part` without the marks of Markdown is in `line`.
bool says(std::string_view line, std::string_view part) {
  return !part.empty() && line.find(part) != std::string_view::npos;
}

class Answer {
 public:
  Answer(const Inventory& inventory, const knowledge::Knowledge& knowledge, Lang lang)
      : inventory_(inventory), knowledge_(knowledge), lang_(lang) {}

  void add(const char* zh, const char* en, std::string text) {
    out_ += fmt::format("  {} {}\n", lang_ == Lang::zh ? zh : en, text);
  }
  void raw(std::string text) { out_ += std::move(text) + "\n"; }

  void fact(const std::string& path) {
    std::string pointer = "/" + replace_all(path, ".", "/");
    const Position place = inventory_.facts.data.place(pointer);
    const std::string where =
        place.line > 0 ? fmt::format("{}:{}", inventory_.facts.path, place.line) : inventory_.facts.path;
    add("事实", "fact", where.empty() ? path : fmt::format("{}  {}", where, path));
  }

  void code(const std::string& id) {
    const auto place = [](const Place& p) { return fmt::format("{}:{}", p.file, p.line); };
    for (const Use& use : inventory_.evidence.uses) {
      if (use.id == id)
        return add("代码", "code", fmt::format("{}  {} → {} ({})", place(use.place), use.api, names(use.items), id));
    }
    for (const Field& field : inventory_.evidence.fields) {
      if (field.id == id)
        return add("代码", "code",
                   fmt::format("{}  {} → {} ({})", place(field.place), field.label, names(field.items), id));
    }
    for (const Recipient& recipient : inventory_.evidence.recipients) {
      if (recipient.name == id)
        return add("代码", "code", fmt::format("{}  {}", place(recipient.place), recipient.name));
    }
    add("代码", "code", id);
  }

  void obligation(const std::string& id) {
    const knowledge::Obligation* known = knowledge_.obligation(id);
    if (known == nullptr) return add("义务", "obligation", id);
    std::vector<std::string> laws;
    for (const knowledge::Citation& citation : known->sources) laws.push_back(knowledge_.cite(citation, lang_));
    add("依据", "law",
        fmt::format("{} ({}): {}", lang_ == Lang::zh ? known->title_zh : known->title_en, id, join(laws, "; ")));
  }

  std::string text() && { return std::move(out_); }

 private:
  [[nodiscard]] std::string names(const std::vector<std::string>& items) const {
    std::vector<std::string> out;
    for (const std::string& id : items) {
      const knowledge::DataItem* item = knowledge_.item(id);
      out.push_back(item == nullptr ? id : lang_ == Lang::zh ? item->zh : item->en);
    }
    return join(out, lang_ == Lang::zh ? "、" : ", ");
  }

  const Inventory& inventory_;
  const knowledge::Knowledge& knowledge_;
  Lang lang_;
  std::string out_;
};

// Facts that belong to one row of a list: functions.order.items.…, recipients.qqmap.…
bool belongs_to_a_row(std::string_view fact) {
  return fact.starts_with("functions.") || fact.starts_with("recipients.") || fact.starts_with("services.");
}

}  // namespace

std::string why(const Drafts& drafts, const Inventory& inventory, const knowledge::Knowledge& knowledge,
                std::string_view file, int line, Lang lang) {
  const bool zh = lang == Lang::zh;
  const Document* document = document_of(drafts, file);
  if (document == nullptr) {
    return zh ? fmt::format("{} 不是 Qiyue 写出的文件：应为 privacy-policy.md、user-agreement.md 或 data-lists.md\n",
                            file)
              : fmt::format(
                    "{} is not a file of Qiyue: expected privacy-policy.md, user-agreement.md or data-lists.md\n",
                    file);
  }
  // The file as it stands now, hand edits and all; the draft where it was never written.
  auto content = read_text_file(std::string(file));
  const std::string text = content ? std::move(*content) : write_markdown(*document);
  const std::vector<std::string_view> lines = split(text, '\n');
  if (line < 1 || line > static_cast<int>(lines.size())) {
    return zh ? fmt::format("{} 没有第 {} 行，共 {} 行\n", file, line, lines.size())
              : fmt::format("{} has no line {}; it has {}\n", file, line, lines.size());
  }
  const std::string shown(trim(lines[static_cast<std::size_t>(line - 1)]));
  std::string id;
  for (int i = line; i >= 1 && id.empty(); --i) {
    const std::string_view candidate = trim(lines[static_cast<std::size_t>(i - 1)]);
    if (!candidate.starts_with(kMarker)) continue;
    const std::string_view rest = candidate.substr(kMarker.size());
    id = std::string(trim(rest.substr(0, rest.find(" -->"))));
  }
  Answer answer(inventory, knowledge, lang);
  answer.raw(fmt::format("{}:{}: {}", file, line, ellipsize(shown, 80)));
  if (id.empty()) {
    answer.add("条款", "clause",
               zh ? "文件开头：名称、运营者与日期，来自 program、operator 和 release"
                  : "the head of the file, made of program, operator and release");
    for (const char* path :
         {"program.name", "operator.name", "release.version", "release.published", "release.effective"})
      answer.fact(path);
    return std::move(answer).text();
  }
  const Clause* clause = find_clause(document->clauses, id);
  if (clause == nullptr) {
    answer.add("条款", "clause",
               zh ? fmt::format("{}：不在现在的草案里，是以前写的或手工加的", id)
                  : fmt::format("{}: not in the present draft; written earlier or by hand", id));
    return std::move(answer).text();
  }
  answer.add("条款", "clause",
             fmt::format("{}{} [{}] {}", clause->number, clause->title, clause->id, clause->provenance.clause));

  // A row of a table speaks for itself: only what that row was made of.
  std::set<std::string> facts, evidence;
  if (shown.starts_with('|')) {
    for (const Activity& activity : inventory.activities) {
      const Lang written = document->lang == "en" ? Lang::en : Lang::zh;
      if (!says(shown, drafting::item_name(activity.item, inventory, knowledge, written))) continue;
      if (!says(shown, activity.function_name)) continue;
      facts.insert(activity.fact_path);
      evidence.insert(activity.evidence.begin(), activity.evidence.end());
    }
    for (const InventoryRecipient& recipient : inventory.recipients) {
      if (!says(shown, recipient.fact.name)) continue;
      facts.insert(recipient.fact_path);
      evidence.insert(recipient.evidence.begin(), recipient.evidence.end());
    }
    for (const Permission& permission : inventory.permissions) {
      if (says(shown, permission.name_zh) || says(shown, permission.name_en))
        evidence.insert(permission.evidence.begin(), permission.evidence.end());
    }
  }
  if (facts.empty() && evidence.empty()) {
    for (const std::string& fact : clause->provenance.facts) {
      if (!belongs_to_a_row(fact)) facts.insert(fact);
    }
    evidence.insert(clause->provenance.evidence.begin(), clause->provenance.evidence.end());
  }
  for (const std::string& fact : facts) answer.fact(fact);
  for (const std::string& use : evidence) answer.code(use);
  for (const std::string& obligation : clause->provenance.obligations) answer.obligation(obligation);
  return std::move(answer).text();
}

}  // namespace qiyue
