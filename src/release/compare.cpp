// Two releases: what is processed differently now. From the registers (inventory.json) and the facts behind them.
#include <fmt/core.h>

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <set>

#include "core/data.h"
#include "core/text.h"
#include "facts/facts.h"
#include "release/dates.h"
#include "release/duration.h"
#include "release/release.h"

namespace qiyue {
namespace {

using knowledge::Citation;

const Citation kConsentAgain{"pipl", "第14条", true};
const Citation kTellChanges{"pipl", "第17条", true};

struct Item {  // all that is processed of one data item
  std::string zh, en;
  bool sensitive = false;
  std::set<std::string> functions, purposes, hows, required_by;
  std::map<std::string, std::string> retention;  // by function
};

struct MentionedRecipient {
  std::string name, provider, role, purpose, method, contact, policy_url;
  std::set<std::string> items;
  bool overseas = false;
};

struct Register {
  std::map<std::string, Item> items;
  std::map<std::string, std::string> functions;          // id -> name
  std::map<std::string, MentionedRecipient> recipients;  // by id, else by name
  std::map<std::string, std::string> permissions;
};

const json::array& array_of(const json::value& object, std::string_view key) {
  static const json::array kNone;
  const json::value* found = find(object, key);
  return found != nullptr && found->is_array() ? found->get_array() : kNone;
}

// A purpose without the signs at its end and the words that lead into it: 用于送货。 is 送货.
std::string bare(std::string_view text) {
  text = trim(text);
  for (const std::string_view lead : {"为了", "用于", "以便"})
    if (text.starts_with(lead)) text.remove_prefix(lead.size());
  for (const std::string_view tail : {"。", "；", "."})
    if (text.ends_with(tail)) text.remove_suffix(tail.size());
  return std::string(trim(text));
}

Register read(const json::value& inventory, const knowledge::Knowledge& knowledge) {
  Register out;
  for (const json::value& activity : array_of(inventory, "activities")) {
    const std::string id = get_string(activity, "item");
    const std::string function = get_string(activity, "function");
    Item& item = out.items[id];
    item.zh = item_words(id, knowledge);
    const auto* known = knowledge.item(id);
    item.en = known == nullptr ? item.zh : known->en;
    item.sensitive = item.sensitive || get_bool(activity, "sensitive");
    item.functions.insert(function);
    item.purposes.insert(bare(get_string(activity, "purpose")));
    item.hows.insert(get_string(activity, "how"));
    if (get_bool(activity, "required")) item.required_by.insert(function);
    item.retention[function] = get_string(activity, "retention");
    out.functions[function] = get_string(activity, "function_name", function);
  }
  for (const json::value& one : array_of(inventory, "recipients")) {
    MentionedRecipient recipient{.name = get_string(one, "name"),
                                 .provider = get_string(one, "provider"),
                                 .role = get_string(one, "role"),
                                 .purpose = bare(get_string(one, "purpose")),
                                 .method = bare(get_string(one, "method")),
                                 .contact = get_string(one, "contact"),
                                 .policy_url = get_string(one, "policy_url"),
                                 .items = {},
                                 .overseas = get_bool(one, "overseas")};
    for (const std::string& item : get_strings(one, "items")) recipient.items.insert(item);
    const std::string id = get_string(one, "id");
    out.recipients.emplace(id.empty() ? recipient.name : id, std::move(recipient));
  }
  for (const json::value& one : array_of(inventory, "permissions"))
    out.permissions.emplace(get_string(one, "key"), get_string(one, "name_zh"));
  return out;
}

std::string how_zh(const std::string& how) {
  return how == "typed" ? "由您填写" : how == "third_party" ? "从第三方取得" : "自动收集";
}
std::string how_en(const std::string& how) {
  return how == "typed"         ? "typed by you"
         : how == "third_party" ? "obtained from a third party"
                                : "collected automatically";
}

class Differences {
 public:
  Differences(const ReleaseContent& before, const ReleaseContent& after, const knowledge::Knowledge& knowledge)
      : before_(before),
        after_(after),
        knowledge_(knowledge),
        old_(read(before.inventory, knowledge)),
        new_(read(after.inventory, knowledge)) {}

  Comparison run() {
    items();
    retentions();
    permissions();
    recipients();
    cross_border();
    people();
    agreement();
    contacts();
    texts();
    std::stable_sort(out_.changes.begin(), out_.changes.end(),
                     [](const Change& a, const Change& b) { return a.weight > b.weight; });
    for (const Change& change : out_.changes) out_.change = std::max(out_.change, change.weight);
    return std::move(out_);
  }

 private:
  void add(std::string kind, ChangeClass weight, Text what, std::string subject, std::vector<Citation> law = {}) {
    if (law.empty() && weight == ChangeClass::major) law = {kConsentAgain};
    if (law.empty() && weight == ChangeClass::minor) law = {kTellChanges};
    out_.changes.push_back({std::move(kind), weight, std::move(what), std::move(subject), std::move(law)});
  }
  void major(std::string kind, Text what, std::string subject, std::vector<Citation> law = {}) {
    add(std::move(kind), ChangeClass::major, std::move(what), std::move(subject), std::move(law));
  }
  void minor(std::string kind, Text what, std::string subject, std::vector<Citation> law = {}) {
    add(std::move(kind), ChangeClass::minor, std::move(what), std::move(subject), std::move(law));
  }

  static const json::value* at(const json::value& root, std::string_view path) {
    const json::value* value = &root;
    for (const std::string_view part : split(path, '.')) {
      value = find(*value, part);
      if (value == nullptr) return nullptr;
    }
    return value;
  }
  static std::string text_at(const json::value& root, std::string_view path) {
    const json::value* value = at(root, path);
    if (value == nullptr || value->is_object() || value->is_array()) return {};
    return value->is_string() ? std::string(value->get_string()) : to_compact_json(*value);
  }
  static bool yes_at(const json::value& root, std::string_view path) {
    const json::value* value = at(root, path);
    return value != nullptr && value->is_bool() && value->get_bool();
  }
  static std::string set_at(const json::value& root, std::string_view path) {
    const json::value* value = at(root, path);
    return value == nullptr ? std::string() : to_compact_json(*value);
  }
  bool newly(std::string_view path) const { return yes_at(after_.facts, path) && !yes_at(before_.facts, path); }

  std::string item_zh(const std::string& id) const {
    const auto found = new_.items.find(id);
    if (found != new_.items.end()) return found->second.zh;
    return item_words(id, knowledge_);
  }
  std::string item_en(const std::string& id) const {
    const auto* known = knowledge_.item(id);
    return known == nullptr ? id : known->en;
  }

  void items() {
    for (const auto& [id, now] : new_.items) {
      const auto found = old_.items.find(id);
      if (found == old_.items.end()) {
        std::vector<std::string> functions;
        for (const std::string& function : now.functions) functions.push_back(new_.functions.at(function));
        const std::string where = join(functions, "、");
        std::vector<Citation> law{kConsentAgain};
        if (now.sensitive) law.push_back({"pipl", "第28条至第30条", true});
        major(now.sensitive ? "new_sensitive_item" : "new_item",
              {fmt::format("“{}”新收集您的{}{}，用于{}。", where, now.zh, now.sensitive ? "（敏感个人信息）" : "",
                           join({now.purposes.begin(), now.purposes.end()}, "、")),
               fmt::format("{} now collects: {}{}.", where, now.en,
                           now.sensitive ? " (sensitive personal information)" : "")},
              id, std::move(law));
        continue;
      }
      item(id, found->second, now);
    }
    for (const auto& [id, was] : old_.items)
      if (!new_.items.contains(id))
        minor("removed_item",
              {fmt::format("不再收集您的{}。", was.zh), fmt::format("No longer collected: {}.", was.en)}, id);
  }

  void item(const std::string& id, const Item& was, const Item& now) {
    for (const std::string& purpose : now.purposes)
      if (!was.purposes.contains(purpose))
        major("new_purpose",
              {fmt::format("您的{}新增用途：{}。", now.zh, purpose),
               fmt::format("New purpose for {}: {}.", now.en, purpose)},
              id);
    for (const std::string& purpose : was.purposes)
      if (!now.purposes.contains(purpose))
        minor("removed_purpose",
              {fmt::format("您的{}不再用于{}。", now.zh, purpose),
               fmt::format("{} is no longer used for: {}.", now.en, purpose)},
              id);
    for (const std::string& how : now.hows)
      if (!was.hows.contains(how))
        major("new_method",
              {fmt::format("您的{}现在{}。", now.zh, how_zh(how)), fmt::format("{} is now {}.", now.en, how_en(how))},
              id);
    for (const std::string& function : now.required_by)
      if (was.functions.contains(function) && !was.required_by.contains(function))
        major("now_required",
              {fmt::format("使用“{}”现在必须提供{}。", new_.functions.at(function), now.zh),
               fmt::format("{} is now required for {}.", now.en, new_.functions.at(function))},
              id);
    for (const auto& [function, period] : now.retention) {
      const auto before = was.retention.find(function);
      if (before == was.retention.end() || before->second == period) continue;
      kept_[{before->second, period}].insert(id);
    }
    if (now.sensitive && !was.sensitive)
      minor("now_sensitive",
            {fmt::format("{}现在按敏感个人信息保护。", now.zh),
             fmt::format("{} is now protected as sensitive information.", now.en)},
            id);
  }

  // One sentence for all that is now kept for another time.
  void retentions() {
    for (const auto& [periods, ids] : kept_) {
      std::vector<std::string> zh;
      std::vector<std::string> en;
      for (const std::string& id : ids) {
        zh.push_back(item_zh(id));
        en.push_back(item_en(id));
      }
      retention("您的" + join(zh, "、"), join(en, ", "), periods.first, periods.second,
                join({ids.begin(), ids.end()}, ","));
    }
  }

  void retention(const std::string& whose_zh, const std::string& whose_en, const std::string& was,
                 const std::string& now, const std::string& subject) {
    const Text what{fmt::format("{}的保存期限由“{}”改为“{}”。", whose_zh, was, now),
                    fmt::format("{} is kept: {} (before: {}).", whose_en, now, was)};
    switch (release_detail::compare_durations(was, now)) {
      case release_detail::Longer::yes:
      case release_detail::Longer::unknown:  // cannot be told not to be longer: consent is the safe side
        major("longer_retention", what, subject, {kConsentAgain, {"pipl", "第19条", true}});
        break;
      case release_detail::Longer::no:
        minor("shorter_retention", what, subject);
        break;
      case release_detail::Longer::same:
        break;
    }
  }

  void permissions() {
    for (const auto& [key, name] : new_.permissions)
      if (!old_.permissions.contains(key))
        major(
            "new_permission",
            {fmt::format("新申请系统权限：{}。", name), fmt::format("A new system permission is asked for: {}.", key)},
            key);
    for (const auto& [key, name] : old_.permissions)
      if (!new_.permissions.contains(key))
        minor(
            "removed_permission",
            {fmt::format("不再申请系统权限：{}。", name), fmt::format("No longer asked for: the permission {}.", key)},
            key);
  }

  void recipients() {
    for (const auto& [id, now] : new_.recipients) {
      const auto found = old_.recipients.find(id);
      if (found == old_.recipients.end()) {
        std::vector<std::string> zh;
        std::vector<std::string> en;
        for (const std::string& item : now.items) {
          zh.push_back(item_zh(item));
          en.push_back(item_en(item));
        }
        const std::string who = now.provider.empty() || now.provider == now.name
                                    ? now.name
                                    : fmt::format("{}（{}）", now.name, now.provider);
        std::vector<Citation> law{kConsentAgain};
        law.push_back(now.role == "entrusted" || now.role == "sdk" ? Citation{"pipl", "第21条", true}
                      : now.role == "joint"                        ? Citation{"pipl", "第20条", true}
                                                                   : Citation{"pipl", "第23条", true});
        major("new_recipient",
              {zh.empty() ? fmt::format("新增接收方：{}。", who)
                          : fmt::format("新增接收方：{}，会收到{}。", who, join(zh, "、")),
               en.empty() ? fmt::format("New recipient: {}.", who)
                          : fmt::format("New recipient: {}; it receives: {}.", who, join(en, ", "))},
              id, std::move(law));
        continue;
      }
      recipient(id, found->second, now);
    }
    for (const auto& [id, was] : old_.recipients)
      if (!new_.recipients.contains(id))
        minor("removed_recipient",
              {fmt::format("不再向{}提供您的信息。", was.name),
               fmt::format("{} no longer receives your information.", was.name)},
              id);
  }

  void recipient(const std::string& id, const MentionedRecipient& was, const MentionedRecipient& now) {
    for (const std::string& item : now.items)
      if (!was.items.contains(item))
        major("recipient_gets_more",
              {fmt::format("{}现在也会收到您的{}。", now.name, item_zh(item)),
               fmt::format("{} now also receives: {}.", now.name, item_en(item))},
              id);
    if (was.purpose != now.purpose)
      major("recipient_purpose",
            {fmt::format("{}处理您的信息的目的改为：{}。", now.name, now.purpose),
             fmt::format("{} now processes your information for: {}.", now.name, now.purpose)},
            id);
    if (was.method != now.method)
      major("recipient_method",
            {fmt::format("{}处理您的信息的方式改为：{}。", now.name, now.method),
             fmt::format("{} now processes your information in this way: {}.", now.name, now.method)},
            id);
    if (was.role != now.role)
      major("recipient_role",
            {fmt::format("{}与我们的关系变了，处理您的信息时承担的责任随之改变。", now.name),
             fmt::format("The role of {} in processing your information has changed.", now.name)},
            id);
    if (now.overseas && !was.overseas)
      major("recipient_abroad", {fmt::format("{}在境外。", now.name), fmt::format("{} is abroad.", now.name)}, id,
            {kConsentAgain, {"pipl", "第38条至第39条", true}});
    if (was.name != now.name || was.provider != now.provider)
      minor("recipient_name",
            {fmt::format("{}的名称或提供方改为{}。", was.name, now.provider.empty() ? now.name : now.provider),
             fmt::format("{} is now: {}.", was.name, now.provider.empty() ? now.name : now.provider)},
            id);
    if (was.contact != now.contact || was.policy_url != now.policy_url)
      minor("recipient_contact",
            {fmt::format("{}的联系方式或隐私政策地址已更新。", now.name),
             fmt::format("Contact or policy address of {} updated.", now.name)},
            id);
  }

  void cross_border() {
    const std::vector<Citation> law{kConsentAgain, {"pipl", "第38条至第39条", true}};
    if (newly("cross_border.exists")) {
      major("new_cross_border",
            {fmt::format("您的信息会传到境外：{}（{}）。", text_at(after_.facts, "cross_border.receiver"),
                         text_at(after_.facts, "cross_border.country")),
             fmt::format("Your information is sent abroad: {} ({}).", text_at(after_.facts, "cross_border.receiver"),
                         text_at(after_.facts, "cross_border.country"))},
            "cross_border", law);
      return;
    }
    if (!yes_at(after_.facts, "cross_border.exists")) {
      if (yes_at(before_.facts, "cross_border.exists"))
        minor("no_cross_border", {"不再向境外传输您的信息。", "Your information is no longer sent abroad."},
              "cross_border");
      return;
    }
    for (const char* field : {"receiver", "country", "purpose", "method", "items"}) {
      const std::string path = std::string("cross_border.") + field;
      if (set_at(before_.facts, path) != set_at(after_.facts, path)) {
        major("cross_border_changed",
              {"向境外传输的接收方、地点、目的、方式或信息种类有变化。",
               "The receiver, place, purpose, method or kinds of information sent abroad have changed."},
              "cross_border", law);
        return;
      }
    }
    for (const char* field : {"contact", "mechanism"}) {
      const std::string path = std::string("cross_border.") + field;
      if (set_at(before_.facts, path) != set_at(after_.facts, path)) {
        minor("cross_border_contact",
              {"境外接收方的联系方式或出境依据已更新。", "Contact or legal basis of the transfer abroad updated."},
              "cross_border");
        return;
      }
    }
  }

  void people() {
    if (newly("minors.under_14"))
      major("under_14",
            {"开始处理不满十四周岁未成年人的信息，需要监护人同意。",
             "Information of children under 14 is processed now; a guardian has to agree."},
            "minors.under_14", {kConsentAgain, {"pipl", "第31条", true}});
    if (newly("automated.exists") || newly("marketing.personalised"))
      major("automated",
            {"开始用您的信息做个性化推荐或自动决定，您可以关闭。",
             "Your information is now used for personalised content or automated decisions; you can switch this off."},
            "automated", {kConsentAgain, {"pipl", "第24条", true}});
    if (newly("marketing.exists"))
      major("marketing",
            {"开始向您发送营销信息，您可以拒绝。", "Marketing messages are now sent; you can refuse them."},
            "marketing");
    if (newly("marketing.ads"))
      minor("ads", {"小程序里开始展示广告。", "The program now shows advertisements."}, "marketing.ads");
    if (newly("ai.generative") || newly("ai.deep_synthesis"))
      major("ai", {"您输入的内容会由人工智能处理。", "What you enter is now processed by artificial intelligence."},
            "ai");
    if (newly("content.public") && yes_at(before_.facts, "content.exists"))
      major("public_content", {"您发布的内容现在会公开展示。", "What you publish is now shown to others."},
            "content.public", {kConsentAgain, {"pipl", "第25条", true}});
    const std::string was = text_at(before_.facts, "ai.training");
    const std::string now = text_at(after_.facts, "ai.training");
    if (was != now && !now.empty())
      major("ai_training",
            {fmt::format("关于用您输入的内容训练模型：{}。", bare(now)),
             fmt::format("On training models with what you enter: {}.", bare(now))},
            "ai.training");
    for (const char* path : {"storage.period", "storage.logs_period"}) {
      const std::string before = text_at(before_.facts, path);
      const std::string after = text_at(after_.facts, path);
      if (before == after) continue;
      const bool logs = std::string_view(path).ends_with("logs_period");
      retention(logs ? "网络日志" : "其他信息", logs ? "network logs" : "other information", before, after, path);
    }
  }

  // New burdens in the contract itself: agreed anew, not merely told.
  void agreement() {
    const std::pair<const char*, Text> burdens[] = {
        {"payment.exists", {"开始提供收费服务。", "There are paid services now."}},
        {"payment.auto_renewal",
         {"开始提供自动续费，开通前会单独询问您。", "Automatic renewal is offered now; you are asked separately."}},
        {"payment.prepaid", {"开始提供预付（储值）服务。", "Prepaid services are offered now."}},
        {"payment.deposit", {"开始收取押金。", "A deposit is charged now."}}};
    for (const auto& [path, what] : burdens)
      if (newly(path)) major("new_charge", what, path, {{"civil-code", "第543条", false}});
    for (const char* path : {"payment.refund", "account.cancel_conditions", "account.cancel_days", "dispute.method",
                             "dispute.court", "content.license_scope", "rights.response_days"})
      if (text_at(before_.facts, path) != text_at(after_.facts, path)) {
        minor("terms",
              {"退款、注销、争议解决等约定有变化，见逐条对照。",
               "Terms on refunds, closing an account or disputes have changed; see the comparison."},
              path);
        break;
      }
  }

  void contacts() {
    if (text_at(before_.facts, "operator.name") != text_at(after_.facts, "operator.name"))
      minor("operator",
            {fmt::format("运营者改为{}。", text_at(after_.facts, "operator.name")),
             fmt::format("The operator is now {}.", text_at(after_.facts, "operator.name"))},
            "operator.name", {{"pipl", "第22条", true}, kTellChanges});
    for (const char* path : {"operator.contact", "operator.address", "operator.privacy_officer",
                             "operator.privacy_contact", "security.incident_contact"})
      if (set_at(before_.facts, path) != set_at(after_.facts, path)) {
        minor("contact", {"联系我们的方式有更新。", "Ways to contact us have been updated."}, path);
        break;
      }
    if (set_at(before_.facts, "rights") != set_at(after_.facts, "rights") ||
        text_at(before_.facts, "account.cancel_path") != text_at(after_.facts, "account.cancel_path"))
      minor("rights",
            {"查看、更正、删除信息或注销账号的办法有更新。",
             "Ways to see, correct or delete your information, or to close your account, have been updated."},
            "rights");
    if (text_at(before_.facts, "storage.place") != text_at(after_.facts, "storage.place"))
      minor("storage_place",
            {fmt::format("您的信息现在保存在：{}。", text_at(after_.facts, "storage.place")),
             fmt::format("Your information is now kept in: {}.", text_at(after_.facts, "storage.place"))},
            "storage.place");
  }

  void texts() {
    for (const Document& now : after_.documents) {
      const Document* was = nullptr;
      for (const Document& one : before_.documents)
        if (one.kind == now.kind) was = &one;
      const TextChange change =
          compare_texts(was, now, release_detail::printed_dates(before_), release_detail::printed_dates(after_));
      std::vector<std::string> changed;
      bool differs = was == nullptr || was->title != now.title;
      for (const ClauseChange& clause : change.clauses) {
        if (clause.change == LineChange::same) continue;
        differs = true;
        const std::string& title = clause.title.empty() ? clause.old_title : clause.title;
        if (!title.empty()) changed.push_back("“" + title + "”");
      }
      if (!differs || only_dates(change, was, now)) continue;
      const std::string subject(to_string(now.kind));
      if (change.editorial) {
        add("editorial", ChangeClass::patch,
            {fmt::format("《{}》有文字上的订正，意思不变。", now.title),
             fmt::format("Editorial corrections in {}.", subject)},
            subject);
        continue;
      }
      const std::size_t count = changed.size();
      if (changed.size() > 6) changed.resize(6);
      const std::string list = join(changed, "、");
      minor("wording",
            {count == 0 ? fmt::format("《{}》的内容有变化。", now.title)
                        : fmt::format("《{}》的{}{}有变化。", now.title, list,
                                      count > 6 ? fmt::format("等 {} 处", count) : ""),
             fmt::format("The text of {} has changed in {}.", subject,
                         count <= 1 ? std::string("one place") : fmt::format("{} places", count))},
            subject);
    }
  }

  // A new version number and new dates alone are no change.
  bool only_dates(const TextChange& change, const Document* was, const Document& now) const {
    if (was == nullptr || was->title != now.title) return false;
    const auto without = [](std::string text, const std::vector<std::string>& dates) {
      for (const std::string& date : dates)
        if (!date.empty()) text = replace_all(std::move(text), date, "");
      return text;
    };
    const auto old_dates = release_detail::printed_dates(before_);
    const auto new_dates = release_detail::printed_dates(after_);
    for (const ClauseChange& clause : change.clauses) {
      if (!clause.old_title.empty() || clause.change == LineChange::added || clause.change == LineChange::removed)
        return false;
      for (const ClauseLine& line : clause.lines) {
        if (line.change == LineChange::same) continue;
        std::string before;
        std::string after;
        for (const Edit& edit : line.edits) {
          if (edit.kind != EditKind::added) before += edit.text;
          if (edit.kind != EditKind::removed) after += edit.text;
        }
        if (without(before, old_dates) != without(after, new_dates)) return false;
      }
    }
    return true;
  }

  const ReleaseContent& before_;
  const ReleaseContent& after_;
  const knowledge::Knowledge& knowledge_;
  Register old_, new_;
  std::map<std::pair<std::string, std::string>, std::set<std::string>> kept_;  // periods before and now -> items
  Comparison out_;
};

}  // namespace

Comparison compare_releases(const ReleaseContent& before, const ReleaseContent& after,
                            const knowledge::Knowledge& knowledge) {
  return Differences(before, after, knowledge).run();
}

}  // namespace qiyue
