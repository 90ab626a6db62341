// What a clause can say: the inventory as named values and lists. The names are the language of clause writers (docs/clauses.md).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "inventory/inventory.h"
#include "knowledge/knowledge.h"

namespace qiyue::drafting {

enum class ValueKind { text, flag, list };

struct Value;
using Row = std::map<std::string, Value, std::less<>>;
struct Value {
  ValueKind kind = ValueKind::text;
  std::string text;
  bool flag = false;
  std::vector<Row> rows;
  std::vector<std::string> facts;     // paths in facts.yaml it was made from
  std::vector<std::string> evidence;  // ids
};

// The name of a value, before any inventory is known: what a template may use, and what to call it when it is missing.
struct Name {
  ValueKind kind = ValueKind::text;
  Text label;                                       // 公司名称: printed as 【待填写：公司名称】
  std::map<std::string, Name, std::less<>> fields;  // lists: what each row has
};
using Names = std::map<std::string, Name, std::less<>>;
const Names& model_names();

struct Model {
  std::map<std::string, Value, std::less<>> values;  // exactly the names of model_names()
  Conditions conditions;                             // of the vocabulary, with those that follow from the facts alone
};
Model make_model(const Inventory& inventory, const knowledge::Knowledge& knowledge, Lang lang);

// What the documents call an item: its words in knowledge/lexicon/drafting.yaml, else the taxonomy's name.
std::string item_name(const std::string& id, const Inventory& inventory, const knowledge::Knowledge& knowledge,
                      Lang lang);
// "【待填写：公司名称】"
std::string placeholder(const Text& label, Lang lang);
// 2026-11-23 -> 2026年11月23日 or 23 November 2026; anything else as it is.
std::string format_date(std::string_view iso, Lang lang);

}  // namespace qiyue::drafting
