// The register of processing activities as JSON: what a release keeps and what two releases are compared by.
#include <boost/json.hpp>

#include "core/data.h"
#include "inventory/inventory.h"

namespace qiyue {
namespace {

json::array list(const std::vector<std::string>& texts) {
  json::array out;
  for (const std::string& text : texts) out.emplace_back(text);
  return out;
}

std::string_view name_of(RecipientRole role) {
  switch (role) {
    case RecipientRole::sdk:
      return "sdk";
    case RecipientRole::entrusted:
      return "entrusted";
    case RecipientRole::joint:
      return "joint";
    case RecipientRole::independent:
      return "independent";
    case RecipientRole::affiliate:
      return "affiliate";
  }
  return "sdk";
}

std::string_view name_of(GapKind kind) {
  switch (kind) {
    case GapKind::undeclared_item:
      return "undeclared_item";
    case GapKind::unused_item:
      return "unused_item";
    case GapKind::undeclared_recipient:
      return "undeclared_recipient";
    case GapKind::unused_recipient:
      return "unused_recipient";
    case GapKind::missing_fact:
      return "missing_fact";
    case GapKind::unknown_field:
      return "unknown_field";
    case GapKind::unread:
      return "unread";
  }
  return "missing_fact";
}

json::object activity_json(const Activity& activity) {
  json::object out;
  out["function"] = activity.function_id;
  out["function_name"] = activity.function_name;
  out["basic"] = activity.basic;
  out["item"] = activity.item;
  out["item_zh"] = activity.item_zh;
  out["sensitive"] = activity.sensitive;
  out["purpose"] = activity.purpose;
  out["how"] = std::string(to_string(activity.how));
  out["required"] = activity.required;
  out["refusal"] = activity.refusal;
  out["retention"] = activity.retention;
  out["necessity"] = activity.necessity;
  out["effect"] = activity.effect;
  out["recipients"] = list(activity.recipients);
  out["evidence"] = list(activity.evidence);
  out["fact"] = activity.fact_path;
  return out;
}

json::object recipient_json(const InventoryRecipient& recipient) {
  const RecipientFact& fact = recipient.fact;
  json::object out;
  out["id"] = fact.id;
  out["name"] = fact.name;
  out["provider"] = fact.provider;
  out["role"] = std::string(name_of(fact.role));
  out["contact"] = fact.contact;
  out["purpose"] = fact.purpose;
  out["method"] = fact.method;
  out["policy_url"] = fact.policy_url;
  out["items"] = list(fact.items);
  out["items_zh"] = list(recipient.items_zh);
  out["consent"] = fact.consent;
  out["overseas"] = fact.overseas;
  out["hosts"] = list(recipient.hosts);
  out["evidence"] = list(recipient.evidence);
  out["fact"] = recipient.fact_path;
  return out;
}

}  // namespace

std::string to_json_text(const Inventory& inventory) {
  json::object out;
  out["schema"] = "qiyue-inventory/1";
  const Facts& facts = inventory.facts;
  out["program"] = {{"name", facts.program.name},
                    {"platform", facts.program.platform},
                    {"appid", facts.program.appid},
                    {"trade", facts.program.trade}};
  out["operator"] = {{"name", facts.operator_.name}, {"credit_code", facts.operator_.credit_code}};
  out["release"] = {{"version", facts.release.version},
                    {"published", facts.release.published},
                    {"effective", facts.release.effective}};
  json::array activities;
  for (const Activity& activity : inventory.activities) activities.emplace_back(activity_json(activity));
  out["activities"] = std::move(activities);
  json::array permissions;
  for (const Permission& permission : inventory.permissions) {
    permissions.push_back({{"key", permission.privacy_key},
                           {"scope", permission.scope},
                           {"name_zh", permission.name_zh},
                           {"name_en", permission.name_en},
                           {"purpose", permission.purpose},
                           {"evidence", list(permission.evidence)}});
  }
  out["permissions"] = std::move(permissions);
  json::array recipients;
  for (const InventoryRecipient& recipient : inventory.recipients) recipients.emplace_back(recipient_json(recipient));
  out["recipients"] = std::move(recipients);
  json::array gaps;
  for (const Gap& gap : inventory.gaps) {
    gaps.push_back({{"kind", std::string(name_of(gap.kind))},
                    {"message", {{"zh", gap.message.zh}, {"en", gap.message.en}}},
                    {"help", {{"zh", gap.help.zh}, {"en", gap.help.en}}},
                    {"item", gap.item},
                    {"evidence", list(gap.evidence)},
                    {"fact", gap.fact_path}});
  }
  out["gaps"] = std::move(gaps);
  json::array conditions;
  for (const std::string& name : inventory.conditions) conditions.emplace_back(name);
  out["conditions"] = std::move(conditions);
  return to_json(out);
}

}  // namespace qiyue
