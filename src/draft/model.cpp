#include "draft/model.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <initializer_list>

#include "core/data.h"
#include "core/text.h"

namespace qiyue::drafting {
namespace {

constexpr std::array<std::string_view, 5> kTrailing{"。", "；", "，", ";", "."};
constexpr std::array<std::string_view, 3> kPurposeLeads{"用于", "为了", "目的是"};

// A fragment of a sentence as people write it, without what the sentence around it brings itself.
std::string fragment(std::string_view text) {
  text = trim(text);
  bool cut = true;
  while (cut) {
    cut = false;
    for (const std::string_view mark : kTrailing) {
      if (text.size() <= mark.size() || !text.ends_with(mark)) continue;
      // An ASCII full stop after an ASCII letter belongs to a name: "Pte. Ltd."
      if (mark.size() == 1 && static_cast<unsigned char>(text[text.size() - 2]) < 0x80) continue;
      text = trim(text.substr(0, text.size() - mark.size()));
      cut = true;
    }
  }
  return std::string(text);
}

std::string purpose(std::string_view text) {
  std::string result = fragment(text);
  for (const std::string_view lead : kPurposeLeads) {
    if (result.size() > lead.size() && result.starts_with(lead))
      return std::string(trim(std::string_view(result).substr(lead.size())));
  }
  return result;
}

// 我的 > 设置 -> 我的→设置
std::string menu_path(std::string_view text) { return replace_all(fragment(text), " > ", "→"); }

// Where to tap. "Ask us" is what the texts say anyway: nothing, or what stands before it.
std::string own_way(std::string_view text) {
  std::string result = menu_path(text);
  for (const std::string_view asked : {"通过运营者的联系方式提出", "联系我们", "与我们联系", "联系运营者"}) {
    if (!result.ends_with(asked)) continue;
    result.resize(result.size() - asked.size());
    for (const std::string_view lead : {"或者", "或", "，", "、", "；"}) {
      if (result.ends_with(lead)) result.resize(result.size() - lead.size());
    }
    for (const std::string_view mark : {"，", "、", "；"}) {
      if (result.ends_with(mark)) result.resize(result.size() - mark.size());
    }
    break;
  }
  return result;
}

// knowledge/lexicon/drafting.yaml: group -> key -> words; `otherwise` where there are none.
std::string drafting_word(const knowledge::Knowledge& knowledge, std::string_view group, std::string_view key,
                          std::string_view otherwise, Lang lang) {
  const json::value* words = knowledge.lexicon.is_object() ? find(knowledge.lexicon, "drafting") : nullptr;
  for (const std::string_view step : {group, key}) {
    if (words != nullptr) words = find(*words, step);
  }
  std::string found = words == nullptr ? "" : get_string(*words, lang == Lang::zh ? "zh" : "en");
  return found.empty() ? std::string(otherwise) : found;
}

std::string platform_name(const Inventory& inventory, const knowledge::Knowledge& knowledge, Lang lang) {
  const std::string& told = inventory.facts.program.platform;
  const std::string& platform = told.empty() ? inventory.evidence.program.platform : told;
  return platform.empty() ? "" : drafting_word(knowledge, "platforms", platform, platform, lang);
}

class Maker {
 public:
  Maker(const Inventory& inventory, const knowledge::Knowledge& knowledge, Lang lang)
      : inventory_(inventory), knowledge_(knowledge), lang_(lang) {
    for (const Use& use : inventory.evidence.uses) uses_.emplace(use.id, &use);
  }

  Model make() {
    model_.conditions = inventory_.conditions;
    operator_and_release();
    services();
    activities();
    permissions();
    recipients();
    storage_and_security();
    account_and_rights();
    marketing_and_content();
    payment_and_rest();
    return std::move(model_);
  }

 private:
  void text(const std::string& name, std::string value, std::vector<std::string> facts) {
    Value made;
    made.text = std::move(value);
    made.facts = std::move(facts);
    model_.values.emplace(name, std::move(made));
  }
  // A value that stands in facts.yaml under the same name.
  void plain(const std::string& name, std::string_view value) { text(name, fragment(value), {name}); }
  void flag(const std::string& name, bool value, std::vector<std::string> facts) {
    Value made;
    made.kind = ValueKind::flag;
    made.flag = value;
    made.facts = std::move(facts);
    model_.values.emplace(name, std::move(made));
  }
  void list(const std::string& name, std::vector<Row> rows) {
    Value made;
    made.kind = ValueKind::list;
    made.rows = std::move(rows);
    model_.values.emplace(name, std::move(made));
  }
  static Value cell(std::string value, std::string fact) {
    Value made;
    made.text = std::move(value);
    made.facts.push_back(std::move(fact));
    return made;
  }
  static Value yes(bool value, std::string fact) {
    Value made;
    made.kind = ValueKind::flag;
    made.flag = value;
    made.facts.push_back(std::move(fact));
    return made;
  }

  [[nodiscard]] std::string word(std::string_view group, std::string_view key) const { return word(group, key, key); }
  [[nodiscard]] std::string word(std::string_view group, std::string_view key, std::string_view otherwise) const {
    return drafting_word(knowledge_, group, key, otherwise, lang_);
  }
  [[nodiscard]] std::string enumerate(std::vector<std::string> parts) const {
    std::vector<std::string> unique;
    for (std::string& part : parts) {
      if (!part.empty() && std::find(unique.begin(), unique.end(), part) == unique.end())
        unique.push_back(std::move(part));
    }
    return join(unique, lang_ == Lang::zh ? "、" : ", ");
  }
  [[nodiscard]] std::string item_name(const std::string& id) const {
    return drafting::item_name(id, inventory_, knowledge_, lang_);
  }
  // Without what stands in brackets: for lists in which the detail would drown the rest.
  [[nodiscard]] std::string short_name(const std::string& name) const {
    const std::size_t bracket = name.find(lang_ == Lang::zh ? "（" : " (");
    return bracket == std::string::npos || bracket == 0 ? name : name.substr(0, bracket);
  }

  void operator_and_release() {
    const Facts& facts = inventory_.facts;
    plain("program.name", facts.program.name);
    plain("program.description", facts.program.description);
    const std::string platform =
        facts.program.platform.empty() ? inventory_.evidence.program.platform : facts.program.platform;
    platform_ = platform_name(inventory_, knowledge_, lang_);
    text("platform.name", platform_, {"program.platform"});
    flag("platform.identifies",
         std::any_of(inventory_.activities.begin(), inventory_.activities.end(),
                     [](const Activity& one) {
                       return one.item == "platform_openid" || one.item == "unionid" || one.item == "alipay_user_id";
                     }),
         {"functions"});
    text("platform.guideline", platform.empty() ? "" : word("guidelines", platform, ""), {"program.platform"});
    const auto& who = facts.operator_;
    flag("operator.reachable",
         !(who.contact.email + who.contact.phone + who.contact.online + who.contact.wechat).empty(),
         {"operator.contact"});
    plain("operator.name", who.name);
    text("operator.kind", who.kind.empty() || is_placeholder(who.kind) ? who.kind : word("operator_kinds", who.kind),
         {"operator.kind"});
    flag("operator.individual", who.kind == "individual", {"operator.kind"});
    plain("operator.credit_code", who.credit_code);
    plain("operator.address", who.address);
    text("operator.email", fragment(who.contact.email), {"operator.contact.email"});
    text("operator.phone", fragment(who.contact.phone), {"operator.contact.phone"});
    text("operator.post", fragment(who.contact.address), {"operator.contact.address"});
    text("operator.wechat", fragment(who.contact.wechat), {"operator.contact.wechat"});
    text("operator.online", menu_path(who.contact.online), {"operator.contact.online"});
    // People repeat the title that the sentence has already given.
    std::string officer = fragment(who.privacy_officer);
    for (const std::string_view title : {"个人信息保护负责人：", "个人信息保护负责人"}) {
      if (officer.size() > title.size() && officer.starts_with(title))
        officer = std::string(trim(std::string_view(officer).substr(title.size())));
    }
    text("operator.privacy_officer", std::move(officer), {"operator.privacy_officer"});
    plain("operator.privacy_contact", who.privacy_contact);
    plain("operator.icp", who.icp);
    plain("operator.representative", who.representative);
    plain("release.version", facts.release.version);
    text("release.published", format_date(facts.release.published, lang_), {"release.published"});
    text("release.effective", format_date(facts.release.effective, lang_), {"release.effective"});
    if (!facts.program.trade.empty()) model_.conditions.insert("trade_" + replace_all(facts.program.trade, "-", "_"));
  }

  void services() {
    std::vector<Row> all, free, paid;
    for (const Service& service : inventory_.facts.services) {
      const std::string path = "services." + service.id;
      Row row;
      row.emplace("name", cell(fragment(service.name), path + ".name"));
      // The only service is what the program offers.
      const bool whole = service.description.empty() && inventory_.facts.services.size() == 1;
      row.emplace("description", whole ? cell(fragment(inventory_.facts.program.description), "program.description")
                                       : cell(fragment(service.description), path + ".description"));
      row.emplace("price", cell(fragment(service.price), path + ".price"));
      row.emplace("paid", yes(service.paid, path + ".paid"));
      (service.paid ? paid : free).push_back(row);
      all.push_back(std::move(row));
    }
    list("services", std::move(all));
    list("free_services", std::move(free));
    list("paid_services", std::move(paid));
  }

  [[nodiscard]] bool in_lexicon(std::string_view list, const std::string& item) const {
    const json::value* drafting = knowledge_.lexicon.is_object() ? find(knowledge_.lexicon, "drafting") : nullptr;
    if (drafting == nullptr) return false;
    const std::vector<std::string> items = get_strings(*drafting, list);
    return std::find(items.begin(), items.end(), item) != items.end();
  }

  [[nodiscard]] std::string how_words(const Activity& activity) const {
    if (activity.how == How::typed) return word("how", "typed");
    bool identity = false, privacy = false;
    for (const std::string& id : activity.evidence) {
      const auto use = uses_.find(id);
      if (use == uses_.end()) continue;
      identity = identity || use->second->use_class == UseClass::identity;
      privacy = privacy || use->second->use_class == UseClass::privacy;
    }
    const bool automatic = activity.how == How::automatic;
    if (automatic && in_lexicon("chosen_items", activity.item)) return word("how", "typed");
    if (automatic && in_lexicon("written_items", activity.item)) return word("how", "written");
    const bool handed = automatic && !identity && in_lexicon("platform_items", activity.item);
    const std::string key = identity                           ? "identity"
                            : handed                           ? "platform"
                            : activity.how == How::third_party ? "platform"
                            : privacy                          ? "authorised"
                                                               : "automatic";
    return replace_all(word("how", key), "{platform}", platform_);
  }

  // Collected on and on until the function is stopped: the item itself says so, or the code takes it together with one that does.
  [[nodiscard]] bool continuous(const Activity& activity) const {
    const json::value* drafting = knowledge_.lexicon.is_object() ? find(knowledge_.lexicon, "drafting") : nullptr;
    if (drafting == nullptr) return false;
    for (const std::string& item : get_strings(*drafting, "continuous_items")) {
      if (activity.item == item) return true;
      for (const std::string& id : activity.evidence) {
        const auto use = uses_.find(id);
        if (use != uses_.end() &&
            std::find(use->second->items.begin(), use->second->items.end(), item) != use->second->items.end())
          return true;
      }
    }
    return false;
  }

  Row activity_row(const Activity& activity) {
    const std::string& path = activity.fact_path;
    Row row;
    row.emplace("function", cell(fragment(activity.function_name), "functions." + activity.function_id + ".name"));
    Value item = cell(item_name(activity.item), path);
    item.evidence = activity.evidence;
    row.emplace("item", std::move(item));
    row.emplace("purpose", cell(purpose(activity.purpose), path + ".purpose"));
    row.emplace("how", cell(how_words(activity), path + ".how"));
    row.emplace("required", yes(activity.required, path + ".required"));
    row.emplace("refusal", cell(fragment(activity.refusal), path + ".refusal"));
    const bool own = !activity.retention.empty();
    row.emplace("retention", cell(fragment(own ? activity.retention : inventory_.facts.storage.period),
                                  own ? path + ".retention" : std::string("storage.period")));
    row.emplace("sensitive", yes(activity.sensitive, path));
    row.emplace("necessity", cell(fragment(activity.necessity), path + ".necessity"));
    row.emplace("effect", cell(fragment(activity.effect), path + ".effect"));
    row.emplace("continuous", yes(continuous(activity), path));
    row.emplace("chosen", yes(activity.how == How::typed || in_lexicon("chosen_items", activity.item), path));
    return row;
  }

  [[nodiscard]] bool is_location(const Activity& activity) const {
    const knowledge::DataItem* item = knowledge_.item(activity.item);
    return item != nullptr && item->category == "个人位置信息" &&
           item->wechat_key.find("Location") != std::string::npos;
  }
  // Items that the duty on health and financial accounts speaks of; the inventory raises has_health_or_finance by the same ones.
  [[nodiscard]] bool is_health_or_finance(const Activity& activity) const {
    const knowledge::DataItem* item = knowledge_.item(activity.item);
    return item != nullptr &&
           ((item->sensitive && item->category == "个人健康生理信息") || item->class_45574 == "金融账户信息");
  }
  [[nodiscard]] bool is_device(const Activity& activity) const {
    const knowledge::DataItem* item = knowledge_.item(activity.item);
    if (item == nullptr || activity.how == How::typed) return false;
    const json::value* drafting = knowledge_.lexicon.is_object() ? find(knowledge_.lexicon, "drafting") : nullptr;
    const std::vector<std::string> logs =
        drafting == nullptr ? std::vector<std::string>{} : get_strings(*drafting, "device_log_items");
    return item->category == "个人常用设备信息" || std::find(logs.begin(), logs.end(), activity.item) != logs.end();
  }

  void activities() {
    std::vector<Row> all, basic, extended, sensitive, location, device, sourced;
    std::map<std::string, std::vector<Row>, std::less<>> by_function;
    std::map<std::string, std::vector<std::string>, std::less<>> items_of;
    std::vector<std::string> basic_items, extended_items, sensitive_items, guarded_items;
    for (const Activity& activity : inventory_.activities) {
      const Row row = activity_row(activity);
      all.push_back(row);
      (activity.basic ? basic : extended).push_back(row);
      const std::string name = short_name(row.at("item").text);
      (activity.basic ? basic_items : extended_items).push_back(name);
      if (activity.sensitive) {
        sensitive.push_back(row);
        sensitive_items.push_back(name);
      }
      if (is_health_or_finance(activity)) guarded_items.push_back(name);
      if (is_location(activity)) location.push_back(row);
      if (is_device(activity)) device.push_back(row);
      if (activity.how == How::third_party) sourced.push_back(row);
      by_function[activity.function_id].push_back(row);
      items_of[activity.function_id].push_back(name);
    }
    std::vector<Row> functions;
    for (const Function& function : inventory_.facts.functions) {
      const std::string path = "functions." + function.id;
      Row row;
      row.emplace("name", cell(fragment(function.name), path + ".name"));
      row.emplace("description", cell(fragment(function.description), path + ".description"));
      row.emplace("basic", yes(function.basic, path + ".basic"));
      row.emplace("items", cell(enumerate(items_of[function.id]), path));
      row.emplace("has_items", yes(!items_of[function.id].empty(), path));
      Value rows;
      rows.kind = ValueKind::list;
      rows.rows = std::move(by_function[function.id]);
      row.emplace("activities", std::move(rows));
      functions.push_back(std::move(row));
    }
    list("activities", std::move(all));
    list("basic_activities", std::move(basic));
    list("extended_activities", std::move(extended));
    list("sensitive_activities", std::move(sensitive));
    list("location_activities", std::move(location));
    list("device_activities", std::move(device));
    list("sourced_activities", std::move(sourced));
    list("functions", std::move(functions));
    std::erase_if(extended_items, [&](const std::string& name) {
      return std::find(basic_items.begin(), basic_items.end(), name) != basic_items.end();
    });
    text("basic_items", enumerate(std::move(basic_items)), {"functions"});
    text("extended_items", enumerate(std::move(extended_items)), {"functions"});
    text("sensitive_items", enumerate(std::move(sensitive_items)), {"functions"});
    text("health_finance_items", enumerate(std::move(guarded_items)), {"functions"});
  }

  void permissions() {
    std::vector<Row> rows;
    for (const Permission& permission : inventory_.permissions) {
      Row row;
      Value name;
      name.text = lang_ == Lang::zh ? permission.name_zh : permission.name_en;
      name.evidence = permission.evidence;
      row.emplace("name", std::move(name));
      Value why;
      why.text = purpose(permission.purpose);
      row.emplace("purpose", std::move(why));
      std::vector<std::string> times;
      for (const std::string& id : permission.evidence) {
        if (const auto use = uses_.find(id); use != uses_.end() && use->second->reachable) {
          times.push_back(word("triggers", to_string(use->second->trigger)));
        }
      }
      Value when;
      when.text = enumerate(std::move(times));
      if (when.text.empty()) when.text = word("triggers", "unknown");
      row.emplace("when", std::move(when));
      rows.push_back(std::move(row));
    }
    list("permissions", std::move(rows));
  }

  void recipients() {
    std::vector<Row> all, sdk, entrusted, joint, provided, consent;
    for (const InventoryRecipient& recipient : inventory_.recipients) {
      const RecipientFact& fact = recipient.fact;
      const std::string& path = recipient.fact_path;
      Row row;
      Value name = cell(fragment(fact.name), path + ".name");
      name.evidence = recipient.evidence;
      row.emplace("name", std::move(name));
      row.emplace("provider", cell(fragment(fact.provider), path + ".provider"));
      row.emplace("contact", cell(fragment(fact.contact), path + ".contact"));
      row.emplace("purpose", cell(purpose(fact.purpose), path + ".purpose"));
      row.emplace("method", cell(fragment(fact.method), path + ".method"));
      std::vector<std::string> items;
      for (const std::string& id : fact.items) items.push_back(item_name(id));
      row.emplace("items", cell(enumerate(std::move(items)), path + ".items"));
      row.emplace("policy_url", cell(std::string(trim(fact.policy_url)), path + ".policy_url"));
      row.emplace("consent", yes(fact.consent, path + ".consent"));
      row.emplace("overseas", yes(fact.overseas, path + ".overseas"));
      all.push_back(row);
      switch (fact.role) {
        case RecipientRole::sdk:
          sdk.push_back(row);
          break;
        case RecipientRole::entrusted:
          entrusted.push_back(row);
          break;
        case RecipientRole::joint:
          joint.push_back(row);
          break;
        case RecipientRole::independent:
        case RecipientRole::affiliate:
          provided.push_back(row);
          break;
      }
      if (fact.consent) consent.push_back(std::move(row));
    }
    std::vector<std::string> names;
    for (const Row& row : all) names.push_back(row.at("name").text);
    text("recipient_names", enumerate(std::move(names)), {"recipients"});
    list("recipients", std::move(all));
    list("sdk_recipients", std::move(sdk));
    list("entrusted_recipients", std::move(entrusted));
    list("joint_recipients", std::move(joint));
    list("provided_recipients", std::move(provided));
    list("consent_recipients", std::move(consent));
  }

  void storage_and_security() {
    const Facts& facts = inventory_.facts;
    plain("storage.place", facts.storage.place);
    plain("storage.period", facts.storage.period);
    plain("storage.after", facts.storage.after);
    flag("storage.anonymises", facts.storage.after.find("匿名") != std::string::npos, {"storage.after"});
    plain("storage.logs_period", facts.storage.logs_period);
    const CrossBorder& out = facts.cross_border;
    plain("cross_border.receiver", out.receiver);
    plain("cross_border.contact", out.contact);
    text("cross_border.purpose", purpose(out.purpose), {"cross_border.purpose"});
    plain("cross_border.method", out.method);
    plain("cross_border.country", out.country);
    plain("cross_border.mechanism", out.mechanism);
    std::vector<std::string> items;
    for (const std::string& id : out.items) items.push_back(item_name(id));
    text("cross_border.items", enumerate(std::move(items)), {"cross_border.items"});
    const auto& security = facts.security;
    flag("security.encryption_transit", security.encryption_transit, {"security.encryption_transit"});
    flag("security.encryption_storage", security.encryption_storage, {"security.encryption_storage"});
    flag("security.access_control", security.access_control, {"security.access_control"});
    flag("security.backup", security.backup, {"security.backup"});
    flag("security.training", security.training, {"security.training"});
    const bool described = security.encryption_transit || security.encryption_storage || security.access_control ||
                           security.backup || security.training || !security.certification.empty();
    flag("security.described", described, {"security"});
    plain("security.certification", security.certification);
    plain("security.incident_contact", security.incident_contact);
  }

  void account_and_rights() {
    const Facts& facts = inventory_.facts;
    std::vector<std::string> login;
    for (const std::string& way : facts.account.login) login.push_back(is_placeholder(way) ? way : word("login", way));
    text("account.login", enumerate(std::move(login)), {"account.login"});
    flag("account.real_name", facts.account.real_name, {"account.real_name"});
    const std::string& cancel = facts.account.cancel_path.empty() ? facts.rights.cancel : facts.account.cancel_path;
    text("account.cancel_path", own_way(cancel),
         {facts.account.cancel_path.empty() ? "rights.cancel" : "account.cancel_path"});
    plain("account.cancel_conditions", facts.account.cancel_conditions);
    text("account.cancel_days", fmt::format("{}", facts.account.cancel_days), {"account.cancel_days"});
    text("rights.access", own_way(facts.rights.access), {"rights.access"});
    text("rights.correct", own_way(facts.rights.correct), {"rights.correct"});
    text("rights.remove", own_way(facts.rights.remove), {"rights.remove"});
    text("rights.copy", own_way(facts.rights.copy), {"rights.copy"});
    text("rights.withdraw", own_way(facts.rights.withdraw), {"rights.withdraw"});
    text("rights.response_days", fmt::format("{}", facts.rights.response_days), {"rights.response_days"});
    flag("minors.children", facts.minors.audience == "children", {"minors.audience"});
    plain("minors.guardian_method", facts.minors.guardian_method);
  }

  void marketing_and_content() {
    const Facts& facts = inventory_.facts;
    text("marketing.channels", enumerate(facts.marketing.channels), {"marketing.channels"});
    text("marketing.opt_out", menu_path(facts.marketing.opt_out), {"marketing.opt_out"});
    flag("marketing.personalised", facts.marketing.personalised, {"marketing.personalised"});
    text("marketing.personalised_opt_out", menu_path(facts.marketing.personalised_opt_out),
         {"marketing.personalised_opt_out"});
    plain("automated.description", facts.automated.description);
    text("automated.opt_out", menu_path(facts.automated.opt_out), {"automated.opt_out"});
    plain("content.kinds", facts.content.kinds);
    plain("content.review", facts.content.review);
    plain("content.license_scope", facts.content.license_scope);
  }

  void payment_and_rest() {
    const Facts& facts = inventory_.facts;
    plain("payment.methods", facts.payment.methods);
    plain("payment.refund", facts.payment.refund);
    plain("payment.price_display", facts.payment.price_display);
    text("payment.invoice", menu_path(facts.payment.invoice), {"payment.invoice"});
    text("payment.renewal_cancel", menu_path(facts.payment.renewal_cancel), {"payment.renewal_cancel"});
    plain("payment.trial", facts.payment.trial);
    text("marketplace.merchants_rules", menu_path(facts.marketplace.merchants_rules), {"marketplace.merchants_rules"});
    text("ai.training", fragment(facts.ai.training), {"ai.training"});
    plain("ai.registration", facts.ai.registration);
    flag("dispute.arbitration", facts.dispute.method == "arbitration", {"dispute.method"});
    plain("dispute.court", facts.dispute.court);
  }

  const Inventory& inventory_;
  const knowledge::Knowledge& knowledge_;
  Lang lang_;
  std::map<std::string, const Use*, std::less<>> uses_;
  std::string platform_;
  Model model_;
};

}  // namespace

std::string placeholder(const Text& label, Lang lang) {
  return lang == Lang::zh ? fmt::format("【{}：{}】", kPlaceholder, label.zh)
                          : fmt::format("[{}: {}]", kPlaceholder, label.en);
}

std::string format_date(std::string_view iso, Lang lang) {
  static constexpr std::array<std::string_view, 12> kMonths{"January",   "February", "March",    "April",
                                                            "May",       "June",     "July",     "August",
                                                            "September", "October",  "November", "December"};
  const auto digits = [](std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  if (iso.size() != 10 || iso[4] != '-' || iso[7] != '-' || !digits(iso.substr(0, 4)) || !digits(iso.substr(5, 2)) ||
      !digits(iso.substr(8))) {
    return std::string(iso);
  }
  const int month = (iso[5] - '0') * 10 + (iso[6] - '0');
  const int day = (iso[8] - '0') * 10 + (iso[9] - '0');
  if (month < 1 || month > 12) return std::string(iso);
  if (lang == Lang::zh) return fmt::format("{}年{}月{}日", iso.substr(0, 4), month, day);
  return fmt::format("{} {} {}", day, kMonths[static_cast<std::size_t>(month - 1)], iso.substr(0, 4));
}

std::string item_name(const std::string& id, const Inventory& inventory, const knowledge::Knowledge& knowledge,
                      Lang lang) {
  const knowledge::DataItem* item = knowledge.item(id);
  const std::string taxonomy = item == nullptr ? id : lang == Lang::zh ? item->zh : item->en;
  return replace_all(drafting_word(knowledge, "items", id, taxonomy, lang), "{platform}",
                     platform_name(inventory, knowledge, lang));
}

Model make_model(const Inventory& inventory, const knowledge::Knowledge& knowledge, Lang lang) {
  return Maker(inventory, knowledge, lang).make();
}

}  // namespace qiyue::drafting
