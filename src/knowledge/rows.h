// Inside of the knowledge module: reading rows of tables that have passed their schemas.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/knowledge.h"
#include "knowledge/tables.h"

namespace qiyue::knowledge {

// Keys of Knowledge::lexicon where the tables of cases/ stand: case_tables() gives their shape.
inline constexpr std::string_view kCaseTopics = "cases/topics";
inline constexpr std::string_view kCaseProfiles = "cases/profiles";

// The list at `key`, or an empty one.
const json::array& list(const json::value& object, std::string_view key);
// The text at `inner` of the map at `key`.
std::string text_of(const json::value& object, std::string_view key, std::string_view inner);
Verified verified_of(const json::value& object);
std::vector<Citation> sources_of(const json::value& object);
std::map<std::string, std::string> texts_by_key(const json::value* object);
// The condition at `key`; check_references has refused what cannot be read.
Predicate condition(const json::value& object, std::string_view key);

// platforms.cpp
void add_platform(const json::value& file, Knowledge& out);
void add_privacy_keys(const json::value& file, Knowledge& out);
void add_frameworks(const json::value& file, Knowledge& out);
void add_third_parties(const json::value& file, Knowledge& out);

}  // namespace qiyue::knowledge
