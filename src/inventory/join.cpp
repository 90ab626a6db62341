#include <fmt/core.h>

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <set>
#include <utility>

#include "core/text.h"
#include "inventory/conditions.h"
#include "inventory/inventory.h"

namespace qiyue {
namespace {

void add_once(std::vector<std::string>& to, const std::string& what) {
  if (!what.empty() && std::find(to.begin(), to.end(), what) == to.end()) to.push_back(what);
}

// U2 before U10.
bool id_before(const std::string& a, const std::string& b) { return std::pair{a.size(), a} < std::pair{b.size(), b}; }

// A name without what stands in brackets: 腾讯位置服务（微信小程序 SDK） -> 腾讯位置服务.
std::string bare(std::string_view name) {
  const std::size_t bracket = std::min(name.find("（"), name.find('('));
  return std::string(trim(name.substr(0, bracket)));
}

class Joiner {
 public:
  Joiner(const Facts& facts, const Evidence& evidence, const knowledge::Knowledge& knowledge) : knowledge_(knowledge) {
    out_.facts = facts;
    out_.evidence = evidence;
  }

  Inventory run() {
    activities();
    attach_evidence();
    recipients();
    permissions();
    unused();
    questions();
    unread();
    out_.conditions = inventory::conditions_for(out_.facts, out_.evidence, knowledge_);
    return std::move(out_);
  }

 private:
  void gap(GapKind kind, Text message, Text help, std::string item, std::vector<std::string> evidence,
           std::string path) {
    out_.gaps.push_back({.kind = kind,
                         .message = std::move(message),
                         .help = std::move(help),
                         .item = std::move(item),
                         .evidence = std::move(evidence),
                         .fact_path = std::move(path)});
  }

  void activities() {
    for (const Function& function : out_.facts.functions) {
      const bool child = about_child(function);
      for (const FunctionItem& item : function.items) {
        const knowledge::DataItem* known = knowledge_.item(item.item);
        Activity activity;
        activity.function_id = function.id;
        activity.function_name = function.name;
        activity.function_description = function.description;
        activity.basic = function.basic;
        activity.item = item.item;
        activity.item_zh = known == nullptr ? item.item : known->zh;
        activity.item_en = known == nullptr ? item.item : known->en;
        // Of a child under 14 everything is sensitive (PIPL art. 28).
        activity.sensitive = (known != nullptr && known->sensitive) || (child && item.item != "guardian_info");
        activity.purpose = item.purpose;
        activity.refusal = item.refusal;
        activity.retention = item.retention;
        activity.necessity = item.necessity;
        activity.effect = item.effect;
        activity.how = item.how;
        activity.required = item.required;
        activity.fact_path = "functions." + function.id + ".items." + item.key;
        for (const RecipientFact& recipient : out_.facts.recipients) {
          const bool gets = std::any_of(recipient.items.begin(), recipient.items.end(),
                                        [&](const std::string& one) { return one == item.item; });
          if (gets) add_once(activity.recipients, recipient.name);
        }
        out_.activities.push_back(std::move(activity));
      }
    }
  }

  // Each use and field to the activity of its own function; else to all that name the item; else it is a gap.
  void attach_evidence() {
    std::map<std::string, std::pair<std::vector<std::string>, std::string>> undeclared;  // item -> evidence, function
    for (const Assignment& seen : assign_functions(out_.evidence, knowledge_)) {
      std::vector<Activity*> exact;
      std::vector<Activity*> fitting;
      std::vector<Activity*> covering;
      for (Activity& activity : out_.activities) {
        const bool same = activity.item == seen.item;
        if (!same && !declares(activity.item, seen.item, knowledge_)) continue;
        (same ? fitting : covering).push_back(&activity);
        if (same && activity.function_id == seen.function) exact.push_back(&activity);
      }
      std::vector<Activity*>& chosen = !exact.empty() ? exact : !fitting.empty() ? fitting : covering;
      for (Activity* activity : chosen) add_once(activity->evidence, seen.evidence);
      if (!chosen.empty()) continue;
      auto& [evidence, function] = undeclared[seen.item];
      add_once(evidence, seen.evidence);
      if (function.empty()) function = seen.function;
    }
    for (Activity& activity : out_.activities) std::sort(activity.evidence.begin(), activity.evidence.end(), id_before);
    for (auto& [item, found] : undeclared) {
      std::sort(found.first.begin(), found.first.end(), id_before);
      const knowledge::DataItem* known = knowledge_.item(item);
      const std::string zh = item_words(item, knowledge_);
      const std::string en = known == nullptr ? item : known->en;
      const std::string places = join(where(found.first), "、");
      gap(GapKind::undeclared_item,
          {fmt::format("代码收集了{}（{}），事实文件里没有写", zh, places),
           fmt::format("the code collects {} ({}), which the facts file does not name", en,
                       join(where(found.first), ", "))},
          {fmt::format("在 functions.{}.items 下补上 {}，或者从代码里去掉", found.second, item),
           fmt::format("add {} below functions.{}.items, or take it out of the code", item, found.second)},
          item, found.first, "functions." + found.second);
    }
  }

  // "pages/a/a.js:12", at most three.
  [[nodiscard]] std::vector<std::string> where(const std::vector<std::string>& evidence) const {
    constexpr std::size_t kShown = 3;
    std::vector<std::string> places;
    for (const std::string& id : evidence) {
      if (places.size() == kShown) break;
      for (const Use& use : out_.evidence.uses) {
        if (use.id == id) add_once(places, use.place.file + ":" + std::to_string(use.place.line));
      }
      for (const Field& field : out_.evidence.fields) {
        if (field.id == id) add_once(places, field.place.file + ":" + std::to_string(field.place.line));
      }
    }
    return places;
  }

  [[nodiscard]] static bool same(const RecipientFact& fact, const Recipient& found) {
    if (!found.knowledge_id.empty() && fact.id == to_lower_ascii(found.knowledge_id)) return true;
    if (!found.host.empty() && std::find(fact.hosts.begin(), fact.hosts.end(), found.host) != fact.hosts.end())
      return true;
    const std::string name = bare(found.name);
    return !name.empty() && (bare(fact.name) == name || fact.name == found.name);
  }

  void recipients() {
    std::vector<bool> known(out_.evidence.recipients.size(), false);
    for (const RecipientFact& fact : out_.facts.recipients) {
      InventoryRecipient recipient;
      recipient.fact = fact;
      recipient.fact_path = "recipients." + fact.id;
      recipient.hosts = fact.hosts;
      for (const std::string& item : fact.items) add_once(recipient.items_zh, item_words(item, knowledge_));
      std::set<std::string> untold;
      for (std::size_t i = 0; i < out_.evidence.recipients.size(); ++i) {
        const Recipient& found = out_.evidence.recipients[i];
        if (!same(fact, found)) continue;
        known[i] = true;
        if (!found.place.file.empty())
          add_once(recipient.evidence, found.place.file + ":" + std::to_string(found.place.line));
        add_once(recipient.hosts, found.host);
        for (const std::string& item : found.items) {
          const bool told = std::any_of(fact.items.begin(), fact.items.end(),
                                        [&](const std::string& one) { return declares(one, item, knowledge_); });
          if (!told) untold.insert(item);
        }
      }
      std::sort(recipient.hosts.begin(), recipient.hosts.end());
      for (const std::string& item : untold) {
        gap(GapKind::undeclared_recipient,
            {fmt::format("“{}”还会得到{}，事实文件里没有写", fact.name, item_words(item, knowledge_)),
             fmt::format("\"{}\" also gets {}, which the facts file does not say", fact.name, item)},
            {fmt::format("在 {}.items 里补上 {}", recipient.fact_path, item),
             fmt::format("add {} to {}.items", item, recipient.fact_path)},
            item, recipient.evidence, recipient.fact_path + ".items");
      }
      out_.recipients.push_back(std::move(recipient));
    }
    std::set<std::string> told;
    for (std::size_t i = 0; i < known.size(); ++i) {
      const Recipient& found = out_.evidence.recipients[i];
      if (known[i] || (found.kind == RecipientKind::component && found.items.empty())) continue;
      const std::string name = found.name.empty() ? found.host : found.name;
      if (!told.insert(name).second) continue;
      const std::string place =
          found.place.file.empty() ? "" : found.place.file + ":" + std::to_string(found.place.line);
      gap(GapKind::undeclared_recipient,
          {fmt::format("代码里有第三方“{}”（{}），事实文件里没有写", name, place.empty() ? found.host : place),
           fmt::format("the code holds the third party \"{}\" ({}), which the facts file does not name", name,
                       place.empty() ? found.host : place)},
          {"在 recipients 下补上它；属于自己的服务器就不用写，用 hosts 注明",
           "add it below recipients, or name its host in hosts of the recipient it belongs to"},
          name, place.empty() ? std::vector<std::string>{} : std::vector<std::string>{place}, "recipients");
    }
  }

  void permissions() {
    const knowledge::Platform* platform = knowledge_.platform(out_.evidence.program.platform);
    const json::value* table = find(knowledge_.lexicon, "purposes");
    const json::value* names = table == nullptr ? nullptr : find(*table, "permissions");
    if (names == nullptr) return;
    std::map<std::string, Permission> found;
    for (const Use& use : out_.evidence.uses) {
      if (!use.reachable) continue;
      for (const std::string& id : use.items) {
        const knowledge::DataItem* item = knowledge_.item(id);
        const std::string key = item == nullptr ? "" : inventory::permission_key(*item, knowledge_);
        if (key.empty()) continue;
        Permission& permission = found[key];
        permission.privacy_key = key;
        permission.name_zh = get_string(*find(*names, key), "zh");
        permission.name_en = get_string(*find(*names, key), "en");
        add_once(permission.evidence, use.id);
        const knowledge::PlatformApi* api = platform == nullptr ? nullptr : platform->api(use.api);
        if (api != nullptr && permission.scope.empty()) permission.scope = api->scope;
      }
    }
    for (auto& [key, permission] : found) {
      if (permission.scope.empty() && platform != nullptr) {
        for (const knowledge::Scope& scope : platform->scopes) {
          if (scope.privacy_key == key && permission.scope.empty()) permission.scope = scope.scope;
        }
      }
      std::vector<std::string> purposes;
      for (const Activity& activity : out_.activities) {
        const knowledge::DataItem* item = knowledge_.item(activity.item);
        if (item == nullptr || item->wechat_key != key || is_placeholder(activity.purpose)) continue;
        add_once(purposes, activity.purpose);
      }
      permission.purpose = join(purposes, "；");
      std::sort(permission.evidence.begin(), permission.evidence.end(), id_before);
      out_.permissions.push_back(std::move(permission));
    }
  }

  // Said to be taken through a permission, or given to third-party code, that the code does not show. What a server logs or derives
  // cannot be seen in the code and is not asked about; what could not be read may hold it, so nothing is said then.
  void unused() {
    if (!out_.evidence.unread.empty()) return;
    for (const Activity& activity : out_.activities) {
      const knowledge::DataItem* item = knowledge_.item(activity.item);
      if (!activity.evidence.empty() || activity.how == How::typed || item == nullptr) continue;
      if (inventory::permission_key(*item, knowledge_).empty()) continue;
      gap(GapKind::unused_item,
          {fmt::format("“{}”写了{}，代码里没有看到收集它的地方", activity.function_name,
                       item_words(activity.item, knowledge_)),
           fmt::format("\"{}\" names {}, but the code does not take it", activity.function_name, activity.item_en)},
          {"没有这项收集就从事实文件里删去，多写也是不实告知",
           "remove it from the facts file: saying too much is untrue as well"},
          activity.item, {}, activity.fact_path);
    }
    for (const InventoryRecipient& recipient : out_.recipients) {
      if (recipient.fact.role != RecipientRole::sdk || !recipient.evidence.empty()) continue;
      gap(GapKind::unused_recipient,
          {fmt::format("事实文件写了第三方代码“{}”，代码里没有看到", recipient.fact.name),
           fmt::format("the facts file names the third-party code \"{}\", which is not in the program",
                       recipient.fact.name)},
          {"不再使用就删去；如果它在服务器端，把 role 改为 entrusted 等",
           "remove it if it is no longer used; if it runs on the server, change its role"},
          recipient.fact.name, {}, recipient.fact_path);
    }
  }

  void questions() {
    const std::set<std::string, std::less<>> proposed(out_.facts.proposals.begin(), out_.facts.proposals.end());
    for (const Question& question : open_questions(out_.facts, out_.evidence, knowledge_)) {
      if (proposed.contains(question.id)) continue;  // answered, only not yet confirmed
      const bool group = question.kind == Question::Kind::list && !question.choices.empty();
      const std::vector<std::string> none;
      const auto missing = [&](const std::string& path, const Text& what) {
        gap(GapKind::missing_fact,
            {fmt::format("{} 待填写：{}", path, what.zh),
             fmt::format("{} is still to be filled in: {}", path, what.en)},
            {"运行 qiyue init 回答，或直接编辑这一行", "answer it with qiyue init, or edit the line"}, "", none, path);
      };
      if (!group || question.choices.front().first.find('.') == std::string::npos) {
        missing(question.id, question.ask);
        continue;
      }
      for (const auto& [path, words] : question.choices) missing(path, words);
    }
  }

  void unread() {
    for (const Field& field : out_.evidence.fields) {
      if (!field.reachable || !field.items.empty()) continue;
      const std::string place = field.place.file + ":" + std::to_string(field.place.line);
      const std::string label = !field.label.empty() ? field.label : !field.name.empty() ? field.name : place;
      gap(GapKind::unknown_field,
          {fmt::format("看不出“{}”（{}）填的是什么信息", label, place),
           fmt::format("it is not clear what \"{}\" ({}) asks for", label, place)},
          {"如果是个人信息，在对应功能的 items 里写明",
           "if it is personal information, name it in the items of its function"},
          "", {field.id}, "functions");
    }
    for (const Unread& file : out_.evidence.unread) {
      const std::string place = file.line > 0 ? file.file + ":" + std::to_string(file.line) : file.file;
      gap(GapKind::unread,
          {fmt::format("没有读懂 {}：{}", place, file.why.zh), fmt::format("{} was not read: {}", place, file.why.en)},
          {"其中的收集行为没有计入，请人工核对", "what it collects is not counted; look at it by hand"}, "", {place},
          "functions");
    }
  }

  const knowledge::Knowledge& knowledge_;
  Inventory out_;
};

}  // namespace

Inventory join(const Facts& facts, const Evidence& evidence, const knowledge::Knowledge& knowledge) {
  return Joiner(facts, evidence, knowledge).run();
}

}  // namespace qiyue
