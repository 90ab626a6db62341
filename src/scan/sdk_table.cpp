#include "scan/sdk_table.h"

#include <algorithm>

#include "core/text.h"

namespace qiyue::scan {

// "*.aliyuncs.com", "fundebug.0.*.min.js" and plain texts.
bool glob(std::string_view pattern, std::string_view text) {
  const std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == text;
  const std::string_view head = pattern.substr(0, star), tail = pattern.substr(star + 1);
  return text.size() >= head.size() + tail.size() && text.starts_with(head) && text.ends_with(tail);
}

namespace {

// "new QQMapWX({key})" -> "QQMapWX", "uma.init" -> "uma.init": what must stand in the code. "" for words that anyone might use.
std::string telling_symbol(std::string_view written) {
  std::string_view text = written;
  if (text.starts_with("new ")) text.remove_prefix(4);
  std::size_t end = 0;
  while (end < text.size()) {
    const char c = text[end];
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
          c == '$'))
      break;
    ++end;
  }
  text = text.substr(0, end);
  const std::size_t dot = text.find('.');
  if (dot != npos && dot > 0) {
    const std::string_view owner = text.substr(0, dot);
    // app.x and wx.x are telling by their second part.
    if (owner == "app" || owner == "App" || owner == "wx" || owner == "uni")
      return text.size() > dot + 3 ? std::string(text) : std::string();
    return owner.size() >= 3 && text.size() >= 8 ? std::string(text) : std::string();
  }
  const auto capitals = std::count_if(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  return text.size() >= 5 && capitals >= 2 && text[0] >= 'A' && text[0] <= 'Z' ? std::string(text) : std::string();
}

}  // namespace

SdkTable::SdkTable(const knowledge::Knowledge& knowledge) {
  for (const knowledge::Sdk& sdk : knowledge.sdks) {
    const std::size_t s = sdks.size();
    sdks.push_back(&sdk);
    for (const std::string& name : sdk.match.file) {
      if (name.find('*') == npos)
        files.emplace(to_lower_ascii(name), s);
      else
        file_patterns.emplace_back(to_lower_ascii(name), s);
    }
    for (const std::string& host : sdk.match.host) {
      if (host.find(' ') == npos) sdk_hosts.emplace_back(host, s);
    }
    for (const std::string& name : sdk.match.package) {
      if (name.find('*') == npos)
        packages.emplace(name, s);
      else
        package_patterns.emplace_back(name, s);
    }
    for (const std::string& symbol : sdk.match.symbol) {
      if (std::string telling = telling_symbol(symbol); !telling.empty()) symbols.emplace_back(std::move(telling), s);
    }
    for (const std::string& appid : sdk.match.appid) appids.emplace(appid, s);
    for (const std::string& written : sdk.match.component) {
      std::string text = replace_all(replace_all(written, "<", ""), ">", "");
      const std::vector<std::string_view> parts = split(text, ' ');
      components.push_back({std::string(parts[0]), parts.size() > 1 ? std::string(parts[1]) : std::string(), s});
    }
  }
}

std::size_t SdkTable::of_host(std::string_view host) const {
  const std::string_view name = host.substr(0, host.find(':'));
  for (const auto& [pattern, s] : sdk_hosts) {
    if (glob(pattern, name) || (pattern.starts_with("*.") && name == pattern.substr(2))) return s;
  }
  return npos;
}

}  // namespace qiyue::scan
