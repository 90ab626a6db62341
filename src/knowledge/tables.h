// Inside of the knowledge module: the files of knowledge/ as values, and the way from there to tables.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/knowledge.h"

namespace qiyue::knowledge {

inline std::string_view view(const json::string& text) { return {text.data(), text.size()}; }

// What a YAML file under knowledge/ holds, by its place in the folder.
enum class Kind {
  statutes,
  conditions,
  obligations,
  unfair_terms,
  vague_language,
  retention,
  necessary_info,
  platform,
  wechat_privacy_setting,
  frameworks,
  data_items,
  fields,
  sinks,
  case_topics,
  case_profiles,
  rules,
  lexicon,
  unknown,
};
Kind kind_of(std::string_view path);
// Stem of the schema in knowledge/schema that a kind is checked with; empty for unknown.
std::string_view schema_of(Kind kind);

struct ClauseFile {
  ClauseSource clause;
  std::string text;
};

struct Files {
  std::vector<DataFile> tables;  // sorted by path
  std::vector<ClauseFile> clauses;
  std::map<std::string, json::value, std::less<>> schemas;  // by stem
};

// Every trade of laws/necessary_info.yaml is a condition too: online-shopping -> trade_online_shopping.
std::string condition_of_trade(std::string_view id);

// Tables from files that have passed validate() and check_references().
Knowledge build(Files files);

// What no schema can say: every id unique, every reference found, every pattern and condition readable, every example right.
std::vector<Error> check_references(const Files& files);

// The files as one JSON text for embedding, and back. unpack() trusts its input: it is what pack() wrote.
std::string pack(const Files& files);
Files unpack(std::string_view packed);

// Reads and checks a directory laid out as knowledge/; load() without the tables.
Result<Files> read_files(const std::string& directory);

}  // namespace qiyue::knowledge
