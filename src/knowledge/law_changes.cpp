// What rests on a statute, and what is different between two versions of the knowledge.
#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/text.h"
#include "knowledge/laws.h"

namespace qiyue::knowledge {
namespace {

using Ids = std::set<std::string, std::less<>>;

bool cites(const std::vector<Citation>& sources, std::string_view statute) {
  return std::any_of(sources.begin(), sources.end(), [&](const Citation& c) { return c.statute == statute; });
}

std::string listed(const Ids& ids) { return join(std::vector<std::string>(ids.begin(), ids.end()), "、"); }

class Out {
 public:
  explicit Out(Lang lang) : lang_(lang) {}
  template <class... Args>
  void line(fmt::format_string<Args...> format, Args&&... args) {
    text_ += fmt::format(format, std::forward<Args>(args)...) + '\n';
  }
  [[nodiscard]] std::string say(std::string zh, std::string en) const {
    return lang_ == Lang::zh ? std::move(zh) : std::move(en);
  }
  void places(const Ids& clauses, const std::vector<ClauseUse>& uses) {
    std::map<std::string, Ids> by_file;
    for (const ClauseUse& use : uses) {
      if (clauses.contains(use.clause)) by_file[use.file].insert(fmt::format("{}（{}）", use.clause, use.line));
    }
    line("\n{}", say("工作区里受影响的文本（条款和行号）", "Texts of the workspace it touches (clause and line)"));
    if (by_file.empty()) line("  {}", say("没有", "none"));
    for (const auto& [file, found] : by_file) line("  {}  {}", file, listed(found));
  }
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  Lang lang_;
  std::string text_;
};

Ids clauses_meeting(const Knowledge& knowledge, const Ids& obligations) {
  Ids clauses;
  for (const ClauseSource& clause : knowledge.clauses) {
    if (std::any_of(clause.obligations.begin(), clause.obligations.end(),
                    [&](const std::string& id) { return obligations.contains(id); })) {
      clauses.insert(clause.id);
    }
  }
  return clauses;
}

// An entry as one string: what differs in it is a change.
std::string told(const std::vector<Citation>& sources) {
  std::string out;
  for (const Citation& c : sources) out += c.statute + '\t' + c.article + (c.verified ? "\t1\n" : "\t0\n");
  return out;
}
std::string told(const Statute& s) {
  std::string out = s.title_zh + '\n' + s.status + '\n' + s.effective + '\n' + s.expires + '\n';
  std::map<std::string, std::string> articles(s.key_articles.begin(), s.key_articles.end());
  for (const auto& [article, text] : articles) out += article + '\t' + text + '\n';
  return out;
}
std::string told(const Obligation& o) {
  return join({o.title_zh, o.requirement_zh, o.severity, o.applies_when.text(), told(o.sources), join(o.signals, "\n"),
               join(o.bad_signals, "\n")},
              "\n");
}
std::string told(const UnfairTerm& t) {
  return join({t.type, t.severity, t.applies_to, told(t.sources), join(t.patterns, "\n"), join(t.unless, "\n"),
               t.suggested_rewrite},
              "\n");
}
std::string told(const Retention& r) { return join({r.item_zh, r.period, told(r.sources)}, "\n"); }
std::string told(const ClauseSource& c) {
  return join({c.title_zh, c.when.text(), join(c.obligations, "\n"), c.body_zh, c.body_en}, "\n");
}
std::string told(const Rule& r) { return join({r.type, r.entry, r.severity, told(r.sources)}, "\n"); }

struct Changes {
  Ids added, removed, changed;
  [[nodiscard]] bool any() const { return !added.empty() || !removed.empty() || !changed.empty(); }
  [[nodiscard]] Ids all() const {
    Ids ids = added;
    ids.insert(removed.begin(), removed.end());
    ids.insert(changed.begin(), changed.end());
    return ids;
  }
};

template <class Table>
Changes compare(const Table& before, const Table& after) {
  std::map<std::string, std::string> old, now;
  for (const auto& entry : before) old.emplace(entry.id, told(entry));
  for (const auto& entry : after) now.emplace(entry.id, told(entry));
  Changes changes;
  for (const auto& [id, text] : now) {
    const auto it = old.find(id);
    if (it == old.end()) {
      changes.added.insert(id);
    } else if (it->second != text) {
      changes.changed.insert(id);
    }
  }
  for (const auto& [id, text] : old) {
    if (!now.contains(id)) changes.removed.insert(id);
  }
  return changes;
}

void show(Out& out, const Text& what, const Changes& changes, Lang lang) {
  if (!changes.any()) return;
  out.line("{}", what.in(lang));
  if (!changes.added.empty()) out.line("  + {}", listed(changes.added));
  if (!changes.changed.empty()) out.line("  ~ {}", listed(changes.changed));
  if (!changes.removed.empty()) out.line("  - {}", listed(changes.removed));
}

}  // namespace

std::string tell_impact(const Knowledge& knowledge, const Statute& statute, std::string_view as_of,
                        const std::vector<ClauseUse>& uses, Lang lang) {
  Out out(lang);
  const Standing now = standing(statute, as_of);
  out.line("{}  {}", statute.id, out.say(statute.title_zh, statute.title_en));
  if (now != Standing::in_force) {
    out.line("  {}", out.say(now == Standing::not_yet
                                 ? fmt::format("尚未施行（{} 起施行）：不作为现行法引用", statute.effective)
                             : now == Standing::repealed ? "已废止：不作为现行法引用"
                                                         : "不是现行有效的法律：不作为现行法引用",
                             "not law in force on that day: never cited as such"));
  }
  Ids obligations, terms, periods;
  for (const Obligation& o : knowledge.obligations) {
    if (cites(o.sources, statute.id)) obligations.insert(o.id);
  }
  for (const UnfairTerm& t : knowledge.unfair_terms) {
    if (cites(t.sources, statute.id)) terms.insert(t.id);
  }
  for (const Retention& r : knowledge.retention) {
    if (cites(r.sources, statute.id)) periods.insert(r.id);
  }
  out.line("\n{}",
           out.say(fmt::format("义务（{}）", obligations.size()), fmt::format("Obligations ({})", obligations.size())));
  for (const std::string& id : obligations) {
    const Obligation* o = knowledge.obligation(id);
    out.line("  {}  {}", id, out.say(o->title_zh, o->title_en));
  }
  Ids rules;
  for (const Rule& rule : knowledge.rules) {
    if (cites(rule.sources, statute.id) || obligations.contains(rule.entry) || terms.contains(rule.entry)) {
      rules.insert(rule.id);
    }
  }
  for (const VaguePattern& pattern : knowledge.vague_patterns) {
    if (!cites(pattern.sources, statute.id)) continue;
    for (const Rule& rule : knowledge.rules) {
      if (rule.entry == pattern.id) rules.insert(rule.id);
    }
  }
  out.line("\n{}", out.say(fmt::format("检查规则（{}）：这些编号的结论以它为依据", rules.size()),
                           fmt::format("Rules ({}): findings of these numbers rest on it", rules.size())));
  if (!rules.empty()) out.line("  {}", listed(rules));
  if (!periods.empty()) out.line("\n{}\n  {}", out.say("保存期限", "Periods of retention"), listed(periods));
  const Ids clauses = clauses_meeting(knowledge, obligations);
  out.line("\n{}", out.say(fmt::format("起草条款（{}）", clauses.size()), fmt::format("Clauses ({})", clauses.size())));
  if (!clauses.empty()) out.line("  {}", listed(clauses));
  out.places(clauses, uses);
  return out.take();
}

std::string tell_difference(const Knowledge& before, const Knowledge& after, const std::vector<ClauseUse>& uses,
                            Lang lang) {
  Out out(lang);
  out.line("{} {} → {} {}", before.version, before.digest.substr(0, 12), after.version, after.digest.substr(0, 12));
  const Changes statutes = compare(before.statutes, after.statutes);
  const Changes obligations = compare(before.obligations, after.obligations);
  const Changes clauses = compare(before.clauses, after.clauses);
  show(out, {"法律", "Statutes"}, statutes, lang);
  show(out, {"义务", "Obligations"}, obligations, lang);
  show(out, {"禁止条款", "Unfair terms"}, compare(before.unfair_terms, after.unfair_terms), lang);
  show(out, {"保存期限", "Periods of retention"}, compare(before.retention, after.retention), lang);
  show(out, {"检查规则", "Rules"}, compare(before.rules, after.rules), lang);
  show(out, {"起草条款", "Clauses"}, clauses, lang);

  // An obligation is touched when it changed itself or a statute it rests on did; a clause, when an obligation it meets was.
  Ids touched = obligations.all();
  const Ids changed_statutes = statutes.all();
  for (const Knowledge* side : {&before, &after}) {
    for (const Obligation& o : side->obligations) {
      if (std::any_of(o.sources.begin(), o.sources.end(),
                      [&](const Citation& c) { return changed_statutes.contains(c.statute); })) {
        touched.insert(o.id);
      }
    }
  }
  Ids affected = clauses.all();
  for (const Knowledge* side : {&before, &after}) affected.merge(clauses_meeting(*side, touched));
  if (touched.empty() && affected.empty()) {
    out.line("{}", out.say("没有影响义务或条款的变化。", "Nothing that touches an obligation or a clause."));
    return out.take();
  }
  out.line("\n{}\n  {}", out.say("受影响的义务", "Obligations touched"), touched.empty() ? "-" : listed(touched));
  out.line("\n{}\n  {}", out.say("受影响的条款", "Clauses touched"), affected.empty() ? "-" : listed(affected));
  out.places(affected, uses);
  if (!uses.empty()) {
    out.line(
        "\n{}",
        out.say("运行 qiyue draft 按新知识库重新起草；手改的内容三方合并，差异可用 git diff 审阅。",
                "`qiyue draft` redrafts with the new knowledge; hand edits are merged, `git diff` shows the redline."));
  }
  return out.take();
}

}  // namespace qiyue::knowledge
