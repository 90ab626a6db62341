// knowledge/lexicon/purposes.yaml as tables, and the functions of a program as the evidence suggests them. Insides of facts.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "evidence/evidence.h"
#include "knowledge/knowledge.h"

namespace qiyue::facts {

struct FunctionRow {
  std::string id, name, description, retention, refusal;
  bool basic = true;
  bool general = false;  // its words yield to those of another row on the same level
  std::vector<std::string> pages;
  std::set<std::string, std::less<>> accepts, required;
  std::map<std::string, std::string, std::less<>> purposes, refusals;
};
struct ItemRow {
  std::string purpose, function, retention, refusal, necessity, effect;
};
struct Purposes {
  std::vector<FunctionRow> functions;
  std::map<std::string, ItemRow, std::less<>> items;
  std::map<std::string, std::string, std::less<>> retentions, effects, recipient_methods, recipient_purposes;
  std::map<std::string, std::set<std::string, std::less<>>, std::less<>> groups, covers;
  std::map<std::string, std::vector<std::string>, std::less<>> trade_words;
  std::string default_refusal, default_necessity, default_content_purpose, child_effect;
  std::string page_name, page_description, page_purpose, page_phone_purpose, page_retention;
  json::value platforms;
  [[nodiscard]] const FunctionRow* function(std::string_view id) const;
  [[nodiscard]] const ItemRow* item(std::string_view id) const;
};
// Without the table (another --knowledge) everything is empty and every proposal becomes 待填写.
Purposes read_purposes(const knowledge::Knowledge& knowledge);

// Item names inside a sentence: 身份证照片或扫描件; 支付、收款、退款、提现记录.
std::string spoken_name(const knowledge::DataItem& item);

struct Observation {  // one use or field that takes an item
  std::string id, where, api;
  std::set<std::string, std::less<>> together;  // all items of the same use or field
  How how = How::automatic;
  bool field = false, sent = false;
};
struct ProposedItem {
  std::string item, purpose, refusal, retention, necessity, effect;
  How how = How::automatic;
  bool required = false, sensitive = false;
  std::vector<Observation> seen;
};
struct ProposedFunction {
  std::string id, name, description;
  bool basic = true;
  std::vector<ProposedItem> items;
};
// Reachable uses and fields grouped into functions, in the table's order, functions of single pages last; no item twice in one function.
std::vector<ProposedFunction> propose_functions(const Evidence& evidence, const knowledge::Knowledge& knowledge,
                                                const Purposes& purposes);

// The same with every item of every use, also those that another one says too.
std::vector<ProposedFunction> group_all(const Evidence& evidence, const knowledge::Knowledge& knowledge,
                                        const Purposes& purposes);

// What is usually said of `field` (purpose, refusal, retention, necessity, effect) of an item in a function; empty when nothing is known.
std::string usual(std::string_view field, std::string_view function, std::string_view function_name,
                  std::string_view item, std::string_view purpose, const knowledge::Knowledge& knowledge,
                  const Purposes& purposes);

// Trade whose words come up most in the program's name, titles and page paths; empty when nothing points to one.
std::string guess_trade(const Evidence& evidence, const knowledge::Knowledge& knowledge, const Purposes& purposes);

}  // namespace qiyue::facts
