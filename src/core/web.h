// One address on the web, by curl, bounded in time and size. The only place that asks the network, and only when the user names an address.
#pragma once

#include <cstdint>
#include <string>

#include "core/result.h"

namespace qiyue {

struct WebLimits {
  int seconds = 30;
  std::uint64_t bytes = 10u << 20;
  bool keep_body = true;  // false: the status alone is wanted
};
struct WebAnswer {
  int status = 0;            // of HTTP; 0: nothing answers
  std::string content_type;  // as sent; empty when not said
  std::string address;       // after redirects
  std::string body;
};
// Fails where there is no curl, and with keep_body where nothing answers (no network, unknown host, too slow, too large): the message says which.
// Redirects are followed five times, to http and https alone; curl is run without a shell, so an address is never a command.
Result<WebAnswer> ask_web(const std::string& address, const WebLimits& limits);

}  // namespace qiyue
