#include <array>

#include "knowledge/tables.h"

namespace qiyue::knowledge {
namespace {

struct Place {
  std::string_view path;  // a file, or a folder when it ends with '/'
  Kind kind;
};

// The first match counts: the named files of platforms/ come before the folder.
constexpr std::array<Place, 15> kPlaces{{
    {"laws/statutes.yaml", Kind::statutes},
    {"laws/conditions.yaml", Kind::conditions},
    {"laws/obligations/", Kind::obligations},
    {"laws/unfair_terms.yaml", Kind::unfair_terms},
    {"laws/vague_language.yaml", Kind::vague_language},
    {"laws/retention.yaml", Kind::retention},
    {"laws/necessary_info.yaml", Kind::necessary_info},
    {"platforms/wechat_privacy_setting.yaml", Kind::wechat_privacy_setting},
    {"platforms/frameworks.yaml", Kind::frameworks},
    {"platforms/", Kind::platform},
    {"taxonomy/data_items.yaml", Kind::data_items},
    {"taxonomy/fields.yaml", Kind::fields},
    {"third_parties/sinks.yaml", Kind::sinks},
    {"rules/", Kind::rules},
    {"lexicon/", Kind::lexicon},
}};

constexpr std::array<std::string_view, 16> kSchemas{"statutes",
                                                    "conditions",
                                                    "obligations",
                                                    "unfair_terms",
                                                    "vague_language",
                                                    "retention",
                                                    "necessary_info",
                                                    "platform",
                                                    "wechat_privacy_setting",
                                                    "frameworks",
                                                    "data_items",
                                                    "fields",
                                                    "sinks",
                                                    "rules",
                                                    "lexicon",
                                                    ""};

}  // namespace

Kind kind_of(std::string_view path) {
  for (const Place& place : kPlaces) {
    const bool folder = place.path.back() == '/';
    if (folder ? path.starts_with(place.path) && path.find('/', place.path.size()) == std::string_view::npos
               : path == place.path) {
      return place.kind;
    }
  }
  return Kind::unknown;
}

std::string_view schema_of(Kind kind) { return kSchemas[static_cast<std::size_t>(kind)]; }

}  // namespace qiyue::knowledge
