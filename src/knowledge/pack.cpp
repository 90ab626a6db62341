#include <boost/json.hpp>
#include <utility>

#include "knowledge/tables.h"

namespace qiyue::knowledge {
namespace {

json::array array_of(const std::vector<std::string>& texts) {
  json::array result;
  for (const std::string& text : texts) result.emplace_back(text);
  return result;
}

json::object clause_to_json(const ClauseSource& clause) {
  return {{"path", clause.path},
          {"id", clause.id},
          {"document", clause.document},
          {"order", clause.order},
          {"title_zh", clause.title_zh},
          {"title_en", clause.title_en},
          {"parent", clause.parent},
          {"place", clause.place},
          {"when", clause.when.text()},
          {"obligations", array_of(clause.obligations)},
          {"facts", array_of(clause.facts)},
          {"given", array_of(clause.given)},
          {"body_zh", clause.body_zh},
          {"body_en", clause.body_en},
          {"body_line", clause.body_line},
          {"body_en_line", clause.body_en_line}};
}

ClauseSource clause_from_json(const json::value& value) {
  ClauseSource clause;
  clause.path = get_string(value, "path");
  clause.id = get_string(value, "id");
  clause.document = get_string(value, "document");
  clause.order = static_cast<int>(get_int(value, "order"));
  clause.title_zh = get_string(value, "title_zh");
  clause.title_en = get_string(value, "title_en");
  clause.parent = get_string(value, "parent");
  clause.place = get_string(value, "place");
  if (auto when = Predicate::parse(get_string(value, "when"))) clause.when = std::move(*when);
  clause.obligations = get_strings(value, "obligations");
  clause.facts = get_strings(value, "facts");
  clause.given = get_strings(value, "given");
  clause.body_zh = get_string(value, "body_zh");
  clause.body_en = get_string(value, "body_en");
  clause.body_line = static_cast<int>(get_int(value, "body_line"));
  clause.body_en_line = static_cast<int>(get_int(value, "body_en_line"));
  return clause;
}

}  // namespace

std::string pack(const Files& files) {
  json::object tables;
  for (const DataFile& file : files.tables) tables.emplace(file.path, file.value);
  json::array clauses;
  for (const ClauseFile& file : files.clauses) clauses.emplace_back(clause_to_json(file.clause));
  json::object schemas;
  for (const auto& [stem, schema] : files.schemas) schemas.emplace(stem, schema);
  return to_compact_json(
      json::object{{"tables", std::move(tables)}, {"clauses", std::move(clauses)}, {"schemas", std::move(schemas)}});
}

Files unpack(std::string_view packed) {
  Files files;
  json::error_code failure;
  json::parse_options options;
  options.max_depth = 200;
  json::value root = json::parse(packed, failure, {}, options);
  json::object* parts = failure ? nullptr : root.if_object();
  if (parts == nullptr) return files;
  for (auto& entry : (*parts)["tables"].as_object()) {
    DataFile file;
    file.path = entry.key();
    file.value = std::move(entry.value());
    files.tables.push_back(std::move(file));
  }
  for (const json::value& clause : (*parts)["clauses"].as_array())
    files.clauses.push_back({clause_from_json(clause), {}});
  for (auto& entry : (*parts)["schemas"].as_object()) files.schemas.emplace(entry.key(), std::move(entry.value()));
  return files;
}

}  // namespace qiyue::knowledge
