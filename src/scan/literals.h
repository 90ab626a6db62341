// Inside of the recipient and text passes: the texts that stand in a script, without reading the script.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace qiyue::scan {

// Calls `take(offset, content)` for every string in a script or a JSON text, and for each constant stretch of a template string.
// Comments and regular expressions are passed over. `base` is added to the offsets.
void for_each_literal(std::string_view text, std::uint32_t base,
                      const std::function<void(std::uint32_t offset, std::string_view content)>& take);

struct Url {
  std::uint32_t offset = 0;
  std::string host;  // lower case, with the port that is written
  std::string_view path;
};
// The addresses with a host in a text: "https://a.b/c", "wss://…", and "//a.b/c" at the text's start.
// The name that a text at `offset` (behind its opening quote) is given to, in lower case without separators:
// "appsecret" for  appSecret: "…",  APP_SECRET = "…",  "app-secret": "…"; "" where there is none.
std::string name_before(std::string_view text, std::size_t offset);

std::vector<Url> urls_in(std::string_view text);
// "example.com" for "img.api.example.com", "example.com.cn" for "x.example.com.cn"; addresses in figures stay whole.
std::string registrable_domain(std::string_view host);
// True for localhost, figures of a private network and names that exist for examples alone.
bool is_local_host(std::string_view host);

}  // namespace qiyue::scan
