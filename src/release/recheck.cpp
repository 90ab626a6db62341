#include "release/recheck.h"

#include <fmt/core.h>

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <set>

#include "core/calendar.h"
#include "core/data.h"
#include "core/text.h"
#include "facts/facts.h"

namespace qiyue {
namespace {

constexpr int kReviewYears = 1;  // a text that nobody has read for a year is read again; practice, not a statute
constexpr int kSoonDays = 30;    // what is told before it is due
constexpr int kAheadDays = 120;  // statutes that will come into force

std::string place_text(const Place& place) { return fmt::format("{}:{}", place.file, place.line); }

// Items the code takes, with the places. What no page reaches is not taken.
std::map<std::string, std::vector<std::string>> items_of(const Evidence& evidence) {
  std::map<std::string, std::vector<std::string>> items;
  for (const Use& use : evidence.uses)
    if (use.reachable)
      for (const std::string& item : use.items) items[item].push_back(place_text(use.place));
  for (const Field& field : evidence.fields)
    if (field.reachable)
      for (const std::string& item : field.items) items[item].push_back(place_text(field.place));
  return items;
}

std::map<std::string, std::vector<std::string>> recipients_of(const Evidence& evidence) {
  std::map<std::string, std::vector<std::string>> recipients;
  for (const Recipient& recipient : evidence.recipients)
    recipients[recipient.name].push_back(place_text(recipient.place));
  return recipients;
}

std::set<std::string> declared_items(const json::value& inventory) {
  std::set<std::string> items;
  const json::value* activities = find(inventory, "activities");
  if (activities == nullptr || !activities->is_array()) return items;
  for (const json::value& activity : activities->get_array()) items.insert(get_string(activity, "item"));
  return items;
}

class Rechecker {
 public:
  Rechecker(const RecheckInput& input, const knowledge::Knowledge& knowledge) : input_(input), knowledge_(knowledge) {}

  std::vector<Action> run() {
    code();
    text();
    law();
    findings();
    calendar();
    sign_offs();
    links();
    std::stable_sort(actions_.begin(), actions_.end(),
                     [](const Action& a, const Action& b) { return a.due && !b.due; });
    return std::move(actions_);
  }

 private:
  Action& add(std::string area, std::string kind, Text what, Text todo) {
    Action action;
    action.area = std::move(area);
    action.kind = std::move(kind);
    action.what = std::move(what);
    action.todo = std::move(todo);
    actions_.push_back(std::move(action));
    return actions_.back();
  }

  [[nodiscard]] std::string item_zh(const std::string& id) const { return item_words(id, knowledge_); }
  [[nodiscard]] std::string item_en(const std::string& id) const {
    const auto* known = knowledge_.item(id);
    return known == nullptr ? id : known->en;
  }

  void code() {
    const auto now = items_of(*input_.evidence);
    const auto then = items_of(*input_.released_evidence);
    const std::set<std::string> declared = declared_items(input_.released->inventory);
    for (const auto& [item, places] : now) {
      if (then.contains(item)) continue;
      const bool said = std::any_of(declared.begin(), declared.end(), [&, wanted = item](const std::string& one) {
        return declares(one, wanted, knowledge_);
      });
      if (said) continue;
      Action& action = add("code", "new_item",
                           {fmt::format("代码现在收集{}，已发布的文本没有写", item_zh(item)),
                            fmt::format("the code now takes: {}; the published texts do not say so", item_en(item))},
                           {"去掉这处收集；或在 facts.yaml 写明用途，起草、发布新版本并重新征得同意，在此之前不要上线",
                            "take it out, or say in facts.yaml what it is for, draft, publish and ask for consent "
                            "again, before this code goes live"});
      action.consent = true;
      action.places = places;
    }
    for (const auto& [item, places] : then) {
      if (now.contains(item) || !declared.contains(item)) continue;
      add("code", "removed_item",
          {fmt::format("代码不再收集{}，文本还写着", item_zh(item)),
           fmt::format("the code no longer takes: {}; the texts still say so", item_en(item))},
          {"从 facts.yaml 去掉它，发布新版本；已经收集的按承诺删除",
           "take it out of facts.yaml and publish; delete what was collected as promised"})
          .places = places;
    }
    const auto recipients = recipients_of(*input_.evidence);
    const auto before = recipients_of(*input_.released_evidence);
    for (const auto& [name, places] : recipients) {
      if (before.contains(name) || released_recipient(name)) continue;
      Action& action =
          add("code", "new_recipient",
              {fmt::format("代码接入了新的接收方：{}", name), fmt::format("a new recipient is in the code: {}", name)},
              {"在 facts.yaml 的 recipients 写明它是谁、收到什么、为了什么，发布新版本并重新征得同意",
               "say in facts.yaml under recipients who it is, what it receives and what for; publish and ask for "
               "consent again"});
      action.consent = true;
      action.places = places;
    }
    for (const auto& [name, places] : before)
      if (!recipients.contains(name))
        add("code", "removed_recipient",
            {fmt::format("代码里已经没有接收方 {}", name),
             fmt::format("the recipient {} is no longer in the code", name)},
            {"确认不再提供后从 facts.yaml 去掉它，发布新版本",
             "make sure it receives nothing, take it out of facts.yaml and publish"})
            .places = places;
    new_names(input_.released_evidence->hosts, input_.evidence->hosts, "new_host",
              {"代码新增了网络地址：", "new address in the code: "},
              {"确认它属于谁；不是运营者自己的，按接收方写进 facts.yaml",
               "find out whose it is; if not the operator's own, it is a recipient"});
    new_names(input_.released_evidence->declared.permission, input_.evidence->declared.permission, "new_permission",
              {"app.json 新声明了权限：", "newly declared in app.json: "},
              {"确认需要它，并在文本里写明用途", "make sure it is needed and that the texts say what for"});
  }

  void new_names(const std::vector<std::string>& before, const std::vector<std::string>& now, const char* kind,
                 const Text& what, const Text& todo) {
    for (const std::string& name : now)
      if (std::find(before.begin(), before.end(), name) == before.end())
        add("code", kind, {what.zh + name, what.en + name}, todo);
  }

  [[nodiscard]] bool released_recipient(const std::string& name) const {
    const json::value* recipients = find(input_.released->inventory, "recipients");
    if (recipients == nullptr || !recipients->is_array()) return false;
    return std::any_of(recipients->get_array().begin(), recipients->get_array().end(),
                       [&](const json::value& one) { return get_string(one, "name") == name; });
  }

  void text() {
    if (input_.working == nullptr) return;
    const Comparison comparison = compare_releases(*input_.released, *input_.working, knowledge_);
    if (comparison.change == ChangeClass::none) return;
    std::vector<std::string> zh;
    std::vector<std::string> en;
    for (const Change& change : comparison.changes) {
      zh.push_back(change.what.zh);
      en.push_back(change.what.en);
    }
    Action& action = add("text", "unpublished",
                         {fmt::format("legal/ 与已发布的 {} 不同（{}）：{}", input_.released->version,
                                      words_of(comparison.change).zh, join(zh, "")),
                          fmt::format("legal/ differs from the published {} ({}): {}", input_.released->version,
                                      words_of(comparison.change).en, join(en, " "))},
                         {"运行 qiyue publish --bump", "run `qiyue publish --bump`"});
    action.consent = comparison.change == ChangeClass::major;
  }

  // Obligations that stand on a statute and are due for this program.
  std::vector<const knowledge::Obligation*> due_under(const std::string& statute) const {
    std::vector<const knowledge::Obligation*> due;
    for (const knowledge::Obligation& obligation : knowledge_.obligations) {
      const bool cites = std::any_of(obligation.sources.begin(), obligation.sources.end(),
                                     [&](const knowledge::Citation& source) { return source.statute == statute; });
      if (cites && (input_.inventory == nullptr || obligation.applies_when.holds(input_.inventory->conditions)))
        due.push_back(&obligation);
    }
    return due;
  }

  void statute(const knowledge::Statute& statute, const std::string& day, const char* kind, const Text& happened) {
    if (!day_number(day)) return;
    const bool since = day > input_.released->published && day <= input_.today;
    const bool ahead = day > input_.today && days_between(input_.today, day) <= kAheadDays;
    if (!since && !ahead) return;
    const auto obligations = due_under(statute.id);
    if (obligations.empty()) return;
    std::vector<std::string> zh;
    std::vector<std::string> en;
    for (const auto* obligation : obligations) {
      if (zh.size() == 5) break;
      zh.push_back(obligation->title_zh);
      en.push_back(obligation->title_en);
    }
    Action& action =
        add("law", kind,
            {fmt::format("《{}》{} {}，涉及：{}{}", statute.title_zh, day, happened.zh, join(zh, "、"),
                         obligations.size() > zh.size() ? fmt::format("等 {} 项", obligations.size()) : ""),
             fmt::format("{}: {} on {}; it concerns: {}", statute.title_en, happened.en, day, join(en, ", "))},
            since ? Text{"对照这些要求复核文本（qiyue check），请律师确认后发布新版本或重新签字",
                         "hold the texts against these duties (`qiyue check`), have a lawyer confirm, then publish or "
                         "sign again"}
                  : Text{"提前准备", "prepare for it"});
    action.due = since;
    action.when = day;
    if (statute.verified != knowledge::Verified::yes) {
      action.what.zh += "（此条未完全核对原文）";
      action.what.en += " (not fully checked against the text)";
    }
  }

  void law() {
    for (const knowledge::Statute& one : knowledge_.statutes) {
      statute(one, one.effective, "statute_in_force", {"起施行", "in force"});
      statute(one, one.amendment_effective, "statute_amended", {"修订后的条文起施行", "amendment in force"});
      statute(one, one.expires, "statute_repealed", {"起废止", "repealed"});
    }
  }

  // What today's rules find in the published texts and did not when they were published.
  void findings() {
    std::vector<const Document*> documents;
    for (const Document& document : input_.released->documents) documents.push_back(&document);
    if (documents.empty()) return;
    std::set<std::string> known;
    if (auto before = parse_json("findings.json", input_.released_findings);
        before && find(before->value, "findings") != nullptr)
      if (const json::value* all = find(before->value, "findings"); all->is_array())
        for (const json::value& finding : all->get_array()) known.insert(get_string(finding, "rule"));
    const auto found =
        check({.documents = documents, .inventory = input_.inventory, .evidence = nullptr, .as_of = input_.today},
              knowledge_);
    std::map<std::string, const Finding*> fresh;
    for (const Finding& finding : found)
      if (finding.severity == Severity::error && finding.evidence.empty() && !known.contains(finding.rule))
        fresh.emplace(finding.rule, &finding);
    for (const auto& [rule, finding] : fresh) {
      Action& action =
          add("law", "new_finding",
              {fmt::format("按今天的规则，已发布的文本有问题（{}）：{}", rule, finding->message.zh),
               fmt::format("by today's rules the published text has a fault ({}): {}", rule, finding->message.en)},
              {finding->help.zh.empty() ? "改正后发布新版本" : finding->help.zh,
               finding->help.en.empty() ? "mend it and publish" : finding->help.en});
      if (finding->begin.line > 0)
        action.places.push_back(fmt::format("{}:{}", finding->document, finding->begin.line));
    }
  }

  void calendar() {
    const std::string& published = input_.released->published;
    if (!day_number(published)) return;
    const std::string review = plus_years(published, kReviewYears);
    const int left = days_between(input_.today, review);
    if (left <= kSoonDays) {
      Action& action = add(
          "calendar", "yearly_review",
          {fmt::format("{} 发布至今{}一年", input_.released->version, left <= 0 ? "已满" : "快满"),
           fmt::format("{} was published {} a year ago", input_.released->version, left <= 0 ? "more than" : "nearly")},
          {"请法务通读一遍：做法、接收方、联系方式是否还属实；没有变化也请重新签字",
           "have legal read all of it again: practice, recipients, contacts; sign again even if nothing changed"});
      action.due = left <= 0;
      action.when = review;
    }
    const std::string& effective = input_.released->effective;
    if (day_number(effective) && effective > input_.today) {
      const json::value* previous = find(input_.last->manifest, "previous");
      const bool first = previous == nullptr;
      Action& action =
          add("calendar", "notice_runs",
              first ? Text{fmt::format("{} 将于 {} 生效", input_.released->version, effective),
                           fmt::format("{} takes effect on {}", input_.released->version, effective)}
                    : Text{fmt::format("{} 将于 {} 生效，此前上一版仍然有效", input_.released->version, effective),
                           fmt::format("{} takes effect on {}; until then the version before it holds",
                                       input_.released->version, effective)},
              {"保持公示，收集意见", "keep the notice up and collect opinions"});
      action.due = false;
      action.when = effective;
    }
    if (input_.inventory != nullptr && input_.inventory->conditions.contains("has_minors_under_14")) yearly_audit();
  }

  // Regulations on the Protection of Minors in Cyberspace, art. 37: those who process minors' information audit themselves every year.
  void yearly_audit() {
    for (const knowledge::Obligation& obligation : knowledge_.obligations) {
      if (obligation.id != "rh-minors-audit") continue;
      const std::string due = input_.today.substr(0, 4) + "-12-31";
      const int left = days_between(input_.today, due);
      Action& action = add(
          "calendar", "minors_audit",
          {fmt::format("{}：{} 前完成", obligation.title_zh, due), fmt::format("{}: by {}", obligation.title_en, due)},
          {obligation.requirement_zh, obligation.requirement_en});
      action.due = left <= kSoonDays;
      action.when = due;
    }
  }

  // Any file of the review record may say until when it holds: a key `expires` with a day, at any depth.
  void sign_offs() {
    for (const OutputFile& file : input_.sign_offs) {
      const bool json_file = file.path.ends_with(".json");
      if (!json_file && !file.path.ends_with(".yaml") && !file.path.ends_with(".yml")) continue;
      const Result<DataFile> data =
          json_file ? parse_json(file.path, file.content) : parse_yaml(file.path, file.content);
      if (!data) continue;
      std::vector<const json::value*> pending{&data->value};
      while (!pending.empty()) {
        const json::value* value = pending.back();
        pending.pop_back();
        if (value->is_array()) {
          for (const json::value& one : value->get_array()) pending.push_back(&one);
        } else if (value->is_object()) {
          for (const auto& entry : value->get_object()) {
            if (entry.key() == "expires" && entry.value().is_string()) {
              expiry(file.path, get_string(*value, "role", get_string(*value, "by", file.path)),
                     std::string(entry.value().get_string()));
            } else {
              pending.push_back(&entry.value());
            }
          }
        }
      }
    }
  }

  void expiry(const std::string& file, const std::string& who, const std::string& day) {
    if (!day_number(day)) return;
    const int left = days_between(input_.today, day);
    if (left > kSoonDays) return;
    Action& action =
        add("calendar", "sign_off_expires",
            {fmt::format("{}的签字{} {}", who, left < 0 ? "已于" : "将于", day + (left < 0 ? " 过期" : " 到期")),
             fmt::format("the sign-off of {} {} on {}", who, left < 0 ? "expired" : "expires", day)},
            {"请其重新审阅并签字", "ask for a new review and sign-off"});
    action.due = left < 0;
    action.when = day;
    action.places = {"review/" + file};
  }

  void links() {
    for (const Link& link : input_.links) {
      if (link.status >= 200 && link.status < 400) continue;
      Action& action =
          add("link", "dead_link",
              {fmt::format("地址打不开（{}）：{}",
                           link.status == 0 ? std::string("没有应答") : std::to_string(link.status), link.url),
               fmt::format("the address does not open ({}): {}",
                           link.status == 0 ? std::string("no answer") : std::to_string(link.status), link.url)},
              {"换成有效的地址，发布新版本", "replace it with one that works and publish"});
      action.places = {link.where};
    }
  }

  const RecheckInput& input_;
  const knowledge::Knowledge& knowledge_;
  std::vector<Action> actions_;
};

bool is_web(std::string_view url) { return url.starts_with("https://") || url.starts_with("http://"); }

}  // namespace

std::vector<Action> recheck(const RecheckInput& input, const knowledge::Knowledge& knowledge) {
  return Rechecker(input, knowledge).run();
}

std::vector<Link> links_of(const ReleaseContent& released) {
  std::map<std::string, std::string> found;
  const auto runs = [&found](const Inlines& inlines, const std::string& where) {
    for (const Inline& run : inlines)
      if (is_web(run.link)) found.emplace(run.link, where);
  };
  const auto blocks = [&runs](const std::vector<Block>& all, const std::string& where) {
    for (const Block& block : all) {
      runs(block.text, where);
      for (const Inlines& item : block.items) runs(item, where);
      for (const auto& row : block.rows)
        for (const Inlines& cell : row) runs(cell, where);
    }
  };
  for (const Document& document : released.documents) {
    const std::string where(to_string(document.kind));
    blocks(document.preamble, where);
    visit(document,
          [&](const Clause& clause) { blocks(clause.blocks, clause.id.empty() ? where : where + "#" + clause.id); });
  }
  if (const json::value* recipients = find(released.inventory, "recipients");
      recipients != nullptr && recipients->is_array())
    for (const json::value& one : recipients->get_array())
      if (const std::string url = get_string(one, "policy_url"); is_web(url))
        found.emplace(url, get_string(one, "fact"));
  std::vector<Link> links;
  for (const auto& [url, where] : found) links.push_back({url, where, 0});
  return links;
}

std::string recheck_json(const std::vector<Action>& actions, const ReleaseEntry& last, const std::string& today) {
  json::array all;
  bool consent = false;
  bool due = false;
  for (const Action& action : actions) {
    consent = consent || (action.consent && action.due);
    due = due || action.due;
    json::array places;
    for (const std::string& place : action.places) places.emplace_back(place);
    all.push_back(json::object{{"area", action.area},
                               {"kind", action.kind},
                               {"due", action.due},
                               {"consent", action.consent},
                               {"what", {{"zh", action.what.zh}, {"en", action.what.en}}},
                               {"todo", {{"zh", action.todo.zh}, {"en", action.todo.en}}},
                               {"when", action.when},
                               {"places", std::move(places)}});
  }
  return to_json(json::object{{"schema", "qiyue-recheck/1"},
                              {"release", last.version.text()},
                              {"as_of", today},
                              {"true", !due},
                              {"consent", consent},
                              {"actions", std::move(all)}});
}

}  // namespace qiyue
