// Everyone outside the operator who gets data or whose code runs inside: plugins, SDKs (also when copied in under another name),
// components of others, hosts.
#pragma once

#include <string>
#include <vector>

#include "scan/templates.h"

namespace qiyue::scan {

struct ApiCall {  // a call of the platform, by its own name: "wx.requestPayment"
  std::string api;
  Place place;
  bool vendored = false;
};
struct HostUse {  // a host that a request was seen to go to
  std::string host;
  Place place;
};

struct Recipients {
  std::vector<Recipient> recipients;  // sorted by place
  std::vector<std::string>
      hosts;  // every host named in templates, styles, scripts and configuration, port kept; sorted
};

Recipients find_recipients(const TemplateInput& input, const std::vector<ApiCall>& calls,
                           const std::vector<HostUse>& hosts);

}  // namespace qiyue::scan
