// Inventory: Evidence and Facts joined, the register of processing activities (PIPL art. 55-56, GB/T 35273 11.3). The only input of
// drafting and of consistency checks. A gap between the two is a question for a person, never a guess.
#pragma once

#include <string>
#include <vector>

#include "core/predicate.h"
#include "core/result.h"
#include "evidence/evidence.h"
#include "facts/facts.h"
#include "knowledge/knowledge.h"

namespace qiyue {

struct Activity {  // one function's processing of one item
  std::string function_id, function_name, function_description;
  bool basic = true;
  std::string item, item_zh, item_en;
  bool sensitive = false;
  std::string purpose, refusal, retention, necessity, effect;
  How how = How::typed;
  bool required = false;
  std::vector<std::string> evidence;    // uses and fields of this item
  std::vector<std::string> recipients;  // names of those who receive it
  std::string fact_path;                // "functions.order.items.phone_number"
};

struct Permission {  // a system permission the code asks for
  std::string scope, privacy_key, name_zh, name_en;
  std::string purpose;
  std::vector<std::string> evidence;
};

struct InventoryRecipient {
  RecipientFact fact;
  std::vector<std::string> items_zh;
  std::vector<std::string> evidence;
  std::vector<std::string> hosts;
  std::string fact_path;
};

enum class GapKind {
  undeclared_item,
  unused_item,
  undeclared_recipient,
  unused_recipient,
  missing_fact,
  unknown_field,
  unread
};
struct Gap {  // a difference between code and facts: a question, with where to answer it
  GapKind kind = GapKind::missing_fact;
  Text message, help;
  std::string item;                   // data item or recipient concerned
  std::vector<std::string> evidence;  // ids
  std::string fact_path;
};

struct Inventory {
  Facts facts;
  Evidence evidence;
  std::vector<Activity> activities;  // in the order of facts.functions
  std::vector<Permission> permissions;
  std::vector<InventoryRecipient> recipients;
  std::vector<Gap> gaps;
  Conditions conditions;  // names of the vocabulary that hold
};

Inventory join(const Facts& facts, const Evidence& evidence, const knowledge::Knowledge& knowledge);
// Conditions that evidence alone proves (for checking a text without facts).
Conditions conditions_of(const Evidence& evidence, const knowledge::Knowledge& knowledge);
std::string to_json_text(const Inventory& inventory);  // the register, sorted, stable

}  // namespace qiyue
