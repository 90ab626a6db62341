#include <array>

#include "knowledge/tables.h"

namespace qiyue::knowledge {
namespace {

struct Place {
  std::string_view path;  // a file; a folder when it ends with '/'; the start of a file's name when it ends with '*'
  Kind kind;
};

// The first match counts: the named files of platforms/ come before the folder.
constexpr std::array<Place, 17> kPlaces{{
    {"laws/statutes.yaml", Kind::statutes},
    {"laws/conditions.yaml", Kind::conditions},
    {"laws/obligations/", Kind::obligations},
    {"laws/unfair_terms*", Kind::unfair_terms},
    {"laws/vague_language*", Kind::vague_language},
    {"laws/retention.yaml", Kind::retention},
    {"laws/necessary_info.yaml", Kind::necessary_info},
    {"platforms/wechat_privacy_setting.yaml", Kind::wechat_privacy_setting},
    {"platforms/frameworks.yaml", Kind::frameworks},
    {"platforms/", Kind::platform},
    {"taxonomy/data_items.yaml", Kind::data_items},
    {"taxonomy/fields.yaml", Kind::fields},
    {"third_parties/sinks.yaml", Kind::sinks},
    {"cases/topics.yaml", Kind::case_topics},
    {"cases/profiles.yaml", Kind::case_profiles},
    {"rules/", Kind::rules},
    {"lexicon/", Kind::lexicon},
}};

constexpr std::array<std::string_view, 18> kSchemas{"statutes",       "conditions",     "obligations",
                                                    "unfair_terms",   "vague_language", "retention",
                                                    "necessary_info", "platform",       "wechat_privacy_setting",
                                                    "frameworks",     "data_items",     "fields",
                                                    "sinks",          "case_topics",    "case_profiles",
                                                    "rules",          "lexicon",        ""};

}  // namespace

Kind kind_of(std::string_view path) {
  for (const Place& place : kPlaces) {
    std::string_view start = place.path;
    bool matches = path == start;
    if (start.back() == '*') {
      start.remove_suffix(1);
      matches = path.starts_with(start) && path.find('/', start.size()) == std::string_view::npos;
    } else if (start.back() == '/') {
      matches = path.starts_with(start) && path.find('/', start.size()) == std::string_view::npos;
    }
    if (matches) return place.kind;
  }
  return Kind::unknown;
}

std::string_view schema_of(Kind kind) { return kSchemas[static_cast<std::size_t>(kind)]; }

}  // namespace qiyue::knowledge
