// Inside of the release module: manifest.json and the pages that tell of changes.
#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "release/release.h"

namespace qiyue::release_detail {

inline constexpr std::string_view kManifest = "manifest.json";
inline constexpr std::string_view kSignature = "manifest.json.sig";
inline constexpr std::string_view kPublicKey = "manifest.json.pub";

// SHA-256 of the manifest without its own "digest", in the compact form: one number stands for every byte of the release.
std::string digest_of(const boost::json::value& manifest);

struct ChangesPage {
  std::string program, version, last_version, published, effective;
  const Comparison* comparison = nullptr;
  std::vector<TextChange> texts;
};
std::string write_changes_html(const ChangesPage& page, const knowledge::Knowledge& knowledge);
std::string write_changes_markdown(const ChangesPage& page);
// The summary alone, in one language: what the update notice shows.
std::vector<std::string> summary_lines(const Comparison& comparison, Lang lang);

}  // namespace qiyue::release_detail
