// Inside of the recipient pass: by what each known kit, service and network is recognised (knowledge/third_parties).
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "knowledge/knowledge.h"

namespace qiyue::scan {

// A text with at most one '*' held against another.
bool glob(std::string_view pattern, std::string_view text);

// Every second value is an index into `sdks`.
struct SdkTable {
  explicit SdkTable(const knowledge::Knowledge& knowledge);
  // The service that answers on a host; npos when none is known.
  [[nodiscard]] std::size_t of_host(std::string_view host) const;

  struct Component {  // an element, and an attribute that it must have when that is not empty
    std::string tag, attribute;
    std::size_t sdk;
  };
  std::vector<const knowledge::Sdk*> sdks;
  std::multimap<std::string, std::size_t> files;  // file name in lower case
  std::vector<std::pair<std::string, std::size_t>> file_patterns, sdk_hosts, package_patterns, symbols;
  std::unordered_map<std::string, std::size_t> packages, appids;
  std::vector<Component> components;
};

}  // namespace qiyue::scan
