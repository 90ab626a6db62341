// Clauses in force -> three documents: order, numbers, cross references, provenance.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

#include "core/text.h"
#include "draft/blocks.h"
#include "draft/draft.h"
#include "draft/model.h"
#include "draft/own_clauses.h"
#include "draft/template.h"

namespace qiyue {
namespace {

using drafting::Model;
using knowledge::ClauseSource;

constexpr int kMaxLevel = 4;
constexpr int kMaxPasses = 4;
constexpr std::array<DocumentKind, 3> kKinds{DocumentKind::privacy_policy, DocumentKind::user_agreement,
                                             DocumentKind::data_lists};

Text name_of(DocumentKind kind) {
  switch (kind) {
    case DocumentKind::privacy_policy:
      return {"隐私政策", "Privacy Policy"};
    case DocumentKind::user_agreement:
      return {"用户协议", "User Agreement"};
    default:
      return {"个人信息清单", "Lists of Personal Information"};
  }
}

Error fault(const ClauseSource& clause, int line, Text message, Text remedy) {
  Error error;
  error.message = std::move(message);
  error.remedy = std::move(remedy);
  error.file = clause.path;
  error.line = line;
  error.column = line > 0 ? 1 : 0;
  return error;
}

std::string number_of(int level, int index) {
  switch (level) {
    case 1:
      return chinese_numeral(index) + "、";
    case 2:
      return "（" + chinese_numeral(index) + "）";
    case 3:
      return fmt::format("{}.", index);
    default:
      return fmt::format("（{}）", index);
  }
}
std::string number_of_en(int level, const std::vector<int>& chain) {
  std::string number;
  for (const int part : chain) number += (number.empty() ? "" : ".") + std::to_string(part);
  return level == 1 ? number + "." : number;
}

// What {{ref}} and {{title}} print.
struct Target {
  DocumentKind kind = DocumentKind::unknown;
  std::string reference, title;
};

class Composer {
 public:
  Composer(const std::vector<ClauseSource>& clauses, const Inventory& inventory, const knowledge::Knowledge& knowledge,
           Lang lang)
      : clauses_(clauses),
        lang_(lang),
        model_(drafting::make_model(inventory, knowledge, lang)),
        conditions_(knowledge.vocabulary) {
    for (const knowledge::Trade& trade : knowledge.trades) {
      conditions_.try_emplace("trade_" + replace_all(trade.id, "-", "_"), trade.zh);
    }
    vocabulary_.names = &drafting::model_names();
    vocabulary_.conditions = &conditions_;
    for (const ClauseSource& clause : clauses) {
      vocabulary_.clauses.insert(clause.id);
      by_id_.emplace(clause.id, &clause);
    }
  }

  Result<Drafts> run() {
    choose();
    parse();
    Drafts drafts;
    const std::array<Document*, 3> documents{&drafts.privacy_policy, &drafts.user_agreement, &drafts.data_lists};
    // A clause whose condition holds may still have nothing to say. What others say of it must know that, so they are rendered again.
    for (int pass = 0; pass < kMaxPasses; ++pass) {
      references_.clear();
      targets_.clear();
      aliases_.clear();
      present_.clear();
      for (std::size_t i = 0; i < kKinds.size(); ++i) {
        *documents[i] = begin(kKinds[i]);
        fill(*documents[i]);
        number(*documents[i]);
      }
      if (present_ == standing_ || !faults_.empty()) break;
      standing_ = present_;
    }
    check_references();
    for (Document* document : documents) resolve(*document);
    if (!faults_.empty()) {
      Error first = std::move(faults_.front());
      for (std::size_t i = 1; i < faults_.size(); ++i) first.more.push_back(std::move(faults_[i]));
      return fail(std::move(first));
    }
    return drafts;
  }

 private:
  [[nodiscard]] const std::string& title(const ClauseSource& clause) const {
    return lang_ == Lang::zh ? clause.title_zh : clause.title_en;
  }

  // Which clauses stand: their condition holds, and so does that of each clause above them.
  void choose() {
    std::set<std::string, std::less<>> holding;
    for (const ClauseSource& clause : clauses_) {
      bool known = true;
      for (const std::string& name : clause.when.names()) {
        if (conditions_.contains(name)) continue;
        known = false;
        faults_.push_back(fault(clause, 0,
                                {fmt::format("条款 {} 的 when 里有不认识的条件 {}", clause.id, name),
                                 fmt::format("clause {} has an unknown condition {}", clause.id, name)},
                                {"可用的条件见 docs/clauses.md", "docs/clauses.md lists the conditions"}));
      }
      if (known && !clause.remove && clause.when.holds(model_.conditions)) holding.insert(clause.id);
    }
    for (const ClauseSource& clause : clauses_) {
      const ClauseSource* above = &clause;
      int depth = 1;
      bool stands = holding.contains(clause.id);
      while (!above->parent.empty()) {
        const auto parent = by_id_.find(above->parent);
        if (parent == by_id_.end() || parent->second->document != clause.document || ++depth > kMaxLevel) {
          faults_.push_back(
              fault(clause, 0,
                    {fmt::format("条款 {} 的上级 {} 不存在、不在同一文件里，或者层级超过 {} 层", clause.id,
                                 above->parent, kMaxLevel),
                     fmt::format("the parent {} of clause {} does not exist in that document, or lies deeper than {}",
                                 above->parent, clause.id, kMaxLevel)},
                    {"改正 parent", "mend its parent"}));
          stands = false;
          break;
        }
        above = parent->second;
        stands = stands && holding.contains(above->id);
      }
      if (stands) standing_.insert(clause.id);
    }
  }

  Document begin(DocumentKind kind) {
    Document document;
    document.kind = kind;
    document.lang = lang_ == Lang::zh ? "zh" : "en";
    const drafting::Value& program = model_.values.at("program.name");
    const std::string name = program.text.empty() || is_placeholder(program.text)
                                 ? drafting::placeholder(drafting::model_names().at("program.name").label, lang_)
                                 : program.text;
    document.title = lang_ == Lang::zh ? name + name_of(kind).zh : name + " " + name_of(kind).en;
    return document;
  }

  void fill(Document& document) {
    std::vector<const ClauseSource*> sources;
    for (const ClauseSource& clause : clauses_) {
      if (clause.document != to_string(document.kind)) continue;
      sources.push_back(&clause);
    }
    std::sort(sources.begin(), sources.end(), [](const ClauseSource* a, const ClauseSource* b) {
      return a->order != b->order ? a->order < b->order : a->id < b->id;
    });
    std::map<std::string, std::vector<Clause>, std::less<>> children;  // by parent
    for (const ClauseSource* source : sources) {
      auto clause = make(*source);
      if (!clause) continue;
      if (source->place == "preamble") {
        present_.insert(clause->id);
        for (Block& block : clause->blocks) document.preamble.push_back(std::move(block));
        continue;
      }
      children[source->parent].push_back(std::move(*clause));
    }
    document.clauses = gather(children, "", 1);
  }

  // At most kMaxLevel deep. A clause that says nothing, itself or below it, is left out.
  std::vector<Clause> gather(std::map<std::string, std::vector<Clause>, std::less<>>& children,
                             const std::string& parent, int level) {
    std::vector<Clause> out;
    const auto found = children.find(parent);
    if (found == children.end() || level > kMaxLevel) return out;
    std::vector<Clause> own = std::move(found->second);
    for (Clause& clause : own) {
      clause.level = level;
      clause.children = gather(children, clause.id, level + 1);
      if (clause.blocks.empty() && clause.children.empty()) continue;
      if (clause.blocks.empty() &&
          clause.children.size() == 1) {  // a heading over one heading: the lower one takes its place
        Clause only = std::move(clause.children.front());
        present_.insert(clause.id);
        aliases_[clause.id] = only.id;
        raise(only, level);
        out.push_back(std::move(only));
        continue;
      }
      present_.insert(clause.id);
      out.push_back(std::move(clause));
    }
    return out;
  }

  static void raise(Clause& clause, int level) {
    clause.level = level;
    for (Clause& child : clause.children) raise(child, level + 1);
  }

  // Every clause, whether it stands or not: a fault must not wait for the day its condition holds.
  void parse() {
    const bool zh = lang_ == Lang::zh;
    for (const ClauseSource& source : clauses_) {
      if (source.remove) continue;
      auto parsed = drafting::parse_template(source.path, zh ? source.body_zh : source.body_en,
                                             zh ? source.body_line : source.body_en_line, vocabulary_);
      if (parsed) {
        templates_.emplace(source.id, std::move(*parsed));
        continue;
      }
      Error error = std::move(parsed.error());
      std::vector<Error> more = std::move(error.more);
      error.more.clear();
      faults_.push_back(std::move(error));
      for (Error& further : more) faults_.push_back(std::move(further));
      standing_.erase(source.id);
    }
  }

  // Null when the clause does not stand, or has a fault (which is kept).
  std::optional<Clause> make(const ClauseSource& source) {
    if (!standing_.contains(source.id)) return std::nullopt;
    const drafting::Rendered rendered = drafting::render_template(templates_.at(source.id), model_, standing_, lang_);
    auto blocks = drafting::make_blocks(rendered, source.path);
    if (!blocks) {
      faults_.push_back(std::move(blocks.error()));
      return std::nullopt;
    }
    for (const auto& [id, line] : rendered.references) references_.push_back({&source, id, line});
    Clause clause;
    clause.id = source.id;
    clause.title = title(source);
    clause.blocks = std::move(*blocks);
    clause.provenance.clause = source.path;
    clause.provenance.obligations = source.obligations;
    std::set<std::string, std::less<>> facts(source.facts.begin(), source.facts.end());
    facts.insert(rendered.facts.begin(), rendered.facts.end());
    clause.provenance.facts.assign(facts.begin(), facts.end());
    clause.provenance.evidence.assign(rendered.evidence.begin(), rendered.evidence.end());
    return clause;
  }

  void number(Document& document) {
    std::vector<int> chain;
    number(document.clauses, document.kind, chain, "");
  }
  void number(std::vector<Clause>& clauses, DocumentKind kind, std::vector<int>& chain, const std::string& above) {
    int index = 0;
    for (Clause& clause : clauses) {
      const bool numbered = by_id_.at(clause.id)->place != "unnumbered";
      std::string reference = lang_ == Lang::zh ? "“" + clause.title + "”" : "\"" + clause.title + "\"";
      std::string inner = above;
      if (numbered) {
        chain.push_back(++index);
        if (lang_ == Lang::zh) {
          clause.number = number_of(clause.level, index);
          reference = clause.level == 1   ? "第" + chinese_numeral(index) + "部分"
                      : clause.level == 2 ? above + clause.number
                                          : fmt::format("{}第{}项", above, index);
        } else {
          clause.number = number_of_en(clause.level, chain);
          std::string_view bare = clause.number;
          if (bare.ends_with('.')) bare.remove_suffix(1);
          reference = "section " + std::string(bare);
        }
        inner = reference;
      }
      targets_[clause.id] = {kind, reference, clause.title};
      number(clause.children, kind, chain, inner);
      if (numbered) chain.pop_back();
    }
  }

  void check_references() {
    for (const auto& [from, to] : aliases_) {
      if (const auto target = targets_.find(to); target != targets_.end()) targets_[from] = target->second;
    }
    for (const Reference& reference : references_) {
      if (targets_.contains(reference.target)) continue;
      const auto gone = by_id_.find(reference.target);
      if (gone != by_id_.end() && gone->second->remove) {
        faults_.push_back(fault(
            *gone->second, 1,
            {fmt::format("移除了条款 {}，但是条款 {} 还引用它", reference.target, reference.from->id),
             fmt::format("clause {} is removed, but clause {} still refers to it", reference.target,
                         reference.from->id)},
            {fmt::format("在 legal/clauses 里一并改写 {}；或者不移除，只改写 {}", reference.from->id, reference.target),
             fmt::format("reword {} in legal/clauses as well, or reword {} instead of removing it", reference.from->id,
                         reference.target)}));
        continue;
      }
      faults_.push_back(fault(*reference.from, reference.line,
                              {fmt::format("引用的条款 {} 不在这份草案里", reference.target),
                               fmt::format("the clause {} it refers to is not in this draft", reference.target)},
                              {fmt::format("用 {{{{#if {}}}}} 把这句话包起来", reference.target),
                               fmt::format("put the sentence inside {{{{#if {}}}}}", reference.target)}));
    }
  }

  void resolve(Document& document) {
    kind_ = document.kind;
    for (Block& block : document.preamble) resolve(block);
    for (Clause& clause : document.clauses) resolve(clause);
  }
  void resolve(Clause& clause) {
    for (Block& block : clause.blocks) resolve(block);
    for (Clause& child : clause.children) resolve(child);
  }
  void resolve(Block& block) {
    resolve(block.text);
    for (Inlines& item : block.items) resolve(item);
    for (Inlines& cell : block.header) resolve(cell);
    for (auto& row : block.rows) {
      for (Inlines& cell : row) resolve(cell);
    }
  }
  void resolve(Inlines& runs) {
    for (Inline& run : runs) {
      std::size_t begin = 0;
      while ((begin = run.text.find_first_of("\x02\x03", begin)) != std::string::npos) {
        const char mark = run.text[begin];
        const std::size_t end = run.text.find(mark, begin + 1);
        if (end == std::string::npos) break;
        const auto target = targets_.find(run.text.substr(begin + 1, end - begin - 1));
        std::string words;
        if (target != targets_.end()) {
          const Target& to = target->second;
          words = mark == drafting::kTitleOf ? to.title : to.reference;
          if (to.kind != kind_ && mark == drafting::kReference) {
            words = lang_ == Lang::zh ? "《" + name_of(to.kind).zh + "》" + words
                                      : words + " of the " + name_of(to.kind).en;
          }
        }
        run.text.replace(begin, end - begin + 1, words);
        begin += words.size();
      }
    }
  }

  struct Reference {
    const ClauseSource* from;
    std::string target;
    int line;
  };

  const std::vector<ClauseSource>& clauses_;
  Lang lang_;
  Model model_;
  std::map<std::string, std::string> conditions_;
  drafting::Vocabulary vocabulary_;
  std::map<std::string, const ClauseSource*, std::less<>> by_id_;
  std::set<std::string, std::less<>> standing_;
  std::map<std::string, drafting::Template, std::less<>> templates_;
  std::set<std::string, std::less<>> present_;  // of those that stand: the ones with something to say
  std::vector<Reference> references_;
  std::map<std::string, Target, std::less<>> targets_;
  std::map<std::string, std::string, std::less<>> aliases_;  // a heading left out -> the clause that took its place
  std::vector<Error> faults_;
  DocumentKind kind_ = DocumentKind::unknown;
};

}  // namespace

Result<Drafts> draft(const Inventory& inventory, const knowledge::Knowledge& knowledge, const DraftOptions& options) {
  const auto clauses = drafting::with_own_clauses(knowledge, options.own_clauses);
  if (!clauses) return fail(clauses.error());
  return Composer(*clauses, inventory, knowledge, options.lang).run();
}

}  // namespace qiyue
