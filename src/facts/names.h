// Names people write for data items and trades, and the nearest one when a name is not known. Insides of facts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "knowledge/knowledge.h"

namespace qiyue::facts {

// The words of an item's name: "身份证照片/扫描件" -> 身份证照片, 扫描件; what stands in brackets is dropped.
std::vector<std::string> short_names(std::string_view zh);
// Its first short name: what a sentence calls it.
std::string short_name(const knowledge::DataItem& item);
// Up to three data items (as "手机号码 phone_number") whose names come nearest to `name`, best first; may be empty.
std::vector<std::string> nearest_items(std::string_view name, const knowledge::Knowledge& knowledge);
const knowledge::Trade* find_trade(std::string_view name, const knowledge::Knowledge& knowledge);
std::vector<std::string> nearest_trades(std::string_view name, const knowledge::Knowledge& knowledge);

// Up to three of `known` nearest to `name`.
std::vector<std::string> nearest_names(std::string_view name, const std::vector<std::string>& known);

// Dotted path ("functions.order.name") <-> JSON pointer ("/functions/order/name").
std::string pointer_of(std::string_view path);
std::string path_of(std::string_view pointer);

}  // namespace qiyue::facts
