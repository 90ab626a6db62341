#include "inventory/conditions.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <string_view>

#include "core/text.h"

namespace qiyue {
namespace inventory {
namespace {

using Names = std::set<std::string, std::less<>>;

constexpr std::array<std::string_view, 5> kLocation{"precise_location", "fuzzy_location", "location_track",
                                                    "background_location", "chosen_location"};
constexpr std::array<std::string_view, 12> kIdNumbers{
    "id_card_number",     "id_card_photo",        "passport",         "military_id", "driver_license",
    "social_security_no", "medical_insurance_no", "residence_permit", "work_permit", "other_id_document",
    "household_register", "vehicle_license"};
constexpr std::array<std::string_view, 5> kLogin{"platform_openid", "unionid", "alipay_user_id", "account_id",
                                                 "password"};
constexpr std::array<std::string_view, 3> kChildren{"baby_info", "minor_info", "guardian_info"};
constexpr std::array<std::string_view, 6> kLogs{"operation_log",  "login_log",  "error_log",
                                                "session_replay", "ip_address", "browsing_history"};

template <std::size_t N>
bool any_of(const std::array<std::string_view, N>& wanted, const Names& items) {
  return std::any_of(wanted.begin(), wanted.end(), [&](std::string_view item) { return items.contains(item); });
}

// What holds of a set of items, whoever names them.
void of_items(const Names& items, const knowledge::Knowledge& knowledge, Conditions& out) {
  if (!items.empty()) out.insert("processes_pi");
  for (const std::string& id : items) {
    const knowledge::DataItem* item = knowledge.item(id);
    if (item == nullptr) continue;
    if (item->sensitive) out.insert("has_sensitive");
    if (!permission_key(*item, knowledge).empty()) out.insert("has_permissions");
    if (item->category == "个人常用设备信息") out.insert("has_device_info");
    if (item->sensitive && item->category == "个人健康生理信息") out.insert("has_health_or_finance");
    if (item->class_45574 == "金融账户信息") out.insert("has_health_or_finance");
  }
  if (any_of(kLocation, items)) out.insert("has_location");
  if (any_of(kLogs, items)) out.insert("has_device_info");
  if (any_of(kIdNumbers, items)) out.insert("has_id_number");
  if (items.contains("face_image")) out.insert("has_face");
  if (items.contains("background_location")) out.insert("has_background_collection");
  if (items.contains("live_stream")) out.insert("has_live");
  if (items.contains("ad_interaction")) out.insert("has_ads");
  if (items.contains("ai_prompt")) out.insert("has_generative_ai");
  if (any_of(kChildren, items)) out.insert({"has_minors", "has_minors_under_14"});
  if (items.contains("cookie") || items.contains("anonymous_id")) out.insert("uses_local_storage");
}

void of_evidence(const Evidence& evidence, const knowledge::Knowledge& knowledge, Conditions& out) {
  Names items;
  bool third_party_source = false;
  for (const Use& use : evidence.uses) {
    if (!use.reachable) continue;
    items.insert(use.items.begin(), use.items.end());
    if (!use.items.empty() && use.how == How::third_party) third_party_source = true;
    if (!use.items.empty() && use.trigger == Trigger::timer) out.insert("has_background_collection");
    // A profile taken from elsewhere; preferences that people tick themselves are none.
    if (std::find(use.items.begin(), use.items.end(), "user_tag") != use.items.end())
      out.insert("has_automated_decision");
  }
  for (const Field& field : evidence.fields) {
    if (field.reachable) items.insert(field.items.begin(), field.items.end());
  }
  of_items(items, knowledge, out);
  if (third_party_source) out.insert("has_third_party_source");
  for (const Flow& flow : evidence.flows) {
    if (flow.kind == SinkKind::storage) out.insert("uses_local_storage");
    if (flow.third_party && flow.kind != SinkKind::storage) out.insert("has_third_party_sharing");
  }
  for (const Recipient& recipient : evidence.recipients) {
    const bool gets = !recipient.items.empty();
    switch (recipient.kind) {
      case RecipientKind::sdk:
      case RecipientKind::plugin:
        out.insert("has_sdk");
        if (gets) out.insert("has_third_party_sharing");
        if (recipient.kind == RecipientKind::plugin) out.insert("has_third_party_service");
        break;
      case RecipientKind::cloud:
        out.insert("has_entrusted_processing");
        break;
      case RecipientKind::mini_program:
        out.insert("has_third_party_service");
        break;
      case RecipientKind::host:
        if (gets) out.insert("has_third_party_sharing");
        break;
      case RecipientKind::component:
        break;
    }
    for (const knowledge::Sdk& sdk : knowledge.sdks) {
      if (sdk.cross_border && !recipient.knowledge_id.empty() && sdk.id == recipient.knowledge_id)
        out.insert("has_cross_border");
    }
  }
  if (!evidence.program.plugins.empty()) out.insert({"has_sdk", "has_third_party_service"});
  if (items.contains("payment_record")) out.insert({"has_paid_service", "is_e_commerce", "has_third_party_sharing"});
  if (items.contains("payment_record") && (items.contains("shipping_address") || items.contains("home_address")))
    out.insert("sells_goods");
  if (items.contains("virtual_property")) out.insert("has_promotion");
  if (any_of(kLogin, items)) out.insert("has_account");
  for (const Assignment& one : assign_functions(evidence, knowledge)) {
    const bool published = one.function == "publish" || one.function == "review" || one.function == "live";
    if (published && (one.item == "user_content" || one.item == "live_stream"))
      out.insert({"has_ugc", "has_ugc_or_im", "has_public_disclosure"});
    if (one.function == "chat" && one.item == "chat_content") out.insert("has_ugc_or_im");
  }
}

// What follows from what holds.
void derive(Conditions& out) {
  const auto has = [&out](std::string_view name) { return out.contains(name); };
  if (has("has_live")) out.insert({"is_game_or_live_or_social", "has_ugc", "has_ugc_or_im"});
  if (has("has_ugc")) out.insert("has_ugc_or_im");
  if (has("has_minors_under_14")) out.insert({"has_minors", "has_sensitive"});
  if (has("has_auto_renewal") || has("has_prepaid") || has("has_deposit") || has("sells_goods") || has("sells_digital"))
    out.insert("has_paid_service");
  if (has("has_paid_service") || has("is_platform")) out.insert("is_e_commerce");
  if (has("has_account") || has("has_ugc") || has("has_paid_service")) out.insert("has_user_agreement");
  // Rules against users' content or accounts are needed wherever there are such.
  if (has("has_account") || has("has_ugc_or_im")) out.insert("has_sanctions");
  if (has("has_ai_companion") || has("has_deep_synthesis")) out.insert("has_generative_ai");
  if (has("has_significant_automated_decision")) out.insert("has_automated_decision");
  // PIPL art. 55.
  for (const char* reason : {"has_sensitive", "has_automated_decision", "has_entrusted_processing",
                             "has_third_party_sharing", "has_public_disclosure", "has_cross_border"}) {
    if (has(reason)) out.insert("needs_pia");
  }
  out.insert("always");
}

bool listed(const knowledge::Knowledge& knowledge, std::string_view list, std::string_view trade) {
  const json::value* table = find(knowledge.lexicon, "interview");
  if (table == nullptr || trade.empty()) return false;
  const auto trades = get_strings(*table, list);
  return std::find(trades.begin(), trades.end(), trade) != trades.end();
}

class FromFacts {
 public:
  FromFacts(const Facts& facts, const knowledge::Knowledge& knowledge, Conditions& out)
      : facts_(facts), knowledge_(knowledge), out_(out) {}

  void run() {
    Names items;
    for (const Function& function : facts_.functions) {
      for (const FunctionItem& item : function.items) {
        items.insert(item.item);
        if (item.how == How::third_party) out_.insert("has_third_party_source");
      }
    }
    of_items(items, knowledge_, out_);
    recipients();
    people();
    money();
    const auto& trade = facts_.program.trade;
    if (!trade.empty() && !is_placeholder(trade)) out_.insert("trade_" + replace_all(trade, "-", "_"));
    if (listed(knowledge_, "game_live_social_trades", trade)) out_.insert("is_game_or_live_or_social");
    if (listed(knowledge_, "special_permit_trades", trade)) out_.insert("needs_special_permit");
    if (facts_.scale.users == "under_100k") out_.insert("small_handler");
    if (facts_.scale.users == "over_1m") out_.insert("handles_1m_plus");
    if (facts_.operator_.overseas) out_.insert("overseas_handler");
    if (facts_.cross_border.exists) out_.insert("has_cross_border");
    if (facts_.dispute.method == "court" || facts_.dispute.method == "arbitration")
      out_.insert("has_jurisdiction_clause");
    // A person's no against what the code only suggests.
    const std::pair<const char*, std::vector<const char*>> denied[] = {
        {"account.exists", {"has_account"}},
        {"content.exists", {"has_ugc", "has_ugc_or_im", "has_public_disclosure"}},
        {"content.public", {"has_public_disclosure"}},
        {"payment.goods", {"sells_goods"}},
        {"payment.promotion", {"has_promotion"}}};
    for (const auto& [path, names] : denied) {
      if (!said_no(path)) continue;
      for (const char* name : names) out_.erase(name);
    }
    out_.insert(facts_.extra_conditions.begin(), facts_.extra_conditions.end());
  }

 private:
  [[nodiscard]] bool said_no(std::string_view path) const {
    const json::value* value = &facts_.data.value;
    for (const std::string_view part : split(path, '.')) {
      value = find(*value, part);
      if (value == nullptr) return false;
    }
    return value->is_bool() && !value->get_bool();
  }

  void recipients() {
    for (const RecipientFact& recipient : facts_.recipients) {
      switch (recipient.role) {
        case RecipientRole::sdk:
          out_.insert("has_sdk");
          if (!recipient.items.empty()) out_.insert("has_third_party_sharing");
          break;
        case RecipientRole::entrusted:
          out_.insert("has_entrusted_processing");
          break;
        case RecipientRole::joint:
          out_.insert("has_joint_processing");
          break;
        case RecipientRole::independent:
        case RecipientRole::affiliate:
          out_.insert("has_third_party_sharing");
          break;
      }
      if (recipient.overseas) out_.insert("has_cross_border");
    }
  }

  void people() {
    if (facts_.account.exists) out_.insert("has_account");
    if (facts_.minors.under_14) out_.insert("has_minors_under_14");
    if (facts_.minors.audience == "includes_minors" || facts_.minors.audience == "children") out_.insert("has_minors");
    if (facts_.marketing.exists) out_.insert("has_marketing");
    if (facts_.marketing.ads) out_.insert("has_ads");
    if (facts_.marketing.personalised || facts_.automated.exists) out_.insert("has_automated_decision");
    if (facts_.automated.significant) out_.insert("has_significant_automated_decision");
    if (facts_.content.exists) out_.insert("has_ugc");
    if (facts_.content.exists && facts_.content.is_public) out_.insert("has_public_disclosure");
    if (facts_.ai.generative) out_.insert("has_generative_ai");
    if (facts_.ai.companion) out_.insert("has_ai_companion");
    if (facts_.ai.deep_synthesis) out_.insert("has_deep_synthesis");
  }

  void money() {
    const auto& payment = facts_.payment;
    if (payment.exists) out_.insert("has_paid_service");
    for (const Service& service : facts_.services) {
      if (service.paid) out_.insert("has_paid_service");
    }
    if (payment.goods) out_.insert("sells_goods");
    if (payment.digital) out_.insert("sells_digital");
    if (payment.auto_renewal) out_.insert("has_auto_renewal");
    if (payment.prepaid) out_.insert("has_prepaid");
    if (payment.deposit) out_.insert("has_deposit");
    if (payment.promotion) out_.insert("has_promotion");
    if (facts_.marketplace.exists) out_.insert("is_platform");
  }

  const Facts& facts_;
  const knowledge::Knowledge& knowledge_;
  Conditions& out_;
};

}  // namespace

std::string permission_key(const knowledge::DataItem& item, const knowledge::Knowledge& knowledge) {
  const json::value* table = find(knowledge.lexicon, "purposes");
  const json::value* permissions = table == nullptr ? nullptr : find(*table, "permissions");
  if (permissions == nullptr || item.wechat_key.empty() || find(*permissions, item.wechat_key) == nullptr) return {};
  return item.wechat_key;
}

Conditions conditions_for(const Facts& facts, const Evidence& evidence, const knowledge::Knowledge& knowledge) {
  Conditions out;
  of_evidence(evidence, knowledge, out);
  FromFacts(facts, knowledge, out).run();
  derive(out);
  return out;
}

}  // namespace inventory

Conditions conditions_of(const Evidence& evidence, const knowledge::Knowledge& knowledge) {
  Conditions out;
  inventory::of_evidence(evidence, knowledge, out);
  inventory::derive(out);
  return out;
}

}  // namespace qiyue
