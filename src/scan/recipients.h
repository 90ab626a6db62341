// Everyone outside the operator who gets data or whose code runs inside: plugins, SDKs (also when copied in under another name),
// components of others, hosts.
#pragma once

#include <map>
#include <set>
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
  bool foreign = false;              // not the operator's, as far as the addresses tell (foreign_domains)
  std::vector<std::string> items{};  // what was seen to go there; of foreign hosts only
};

// Of the domains that requests go to, with the paths asked for on each: those of somebody else. A program speaks with its own server
// all the time and with another's at one or two places; where that is not plain, nobody is called foreign.
std::set<std::string> foreign_domains(const std::map<std::string, std::set<std::string>>& paths_of_host);

struct Recipients {
  std::vector<Recipient> recipients;  // sorted by place
  std::vector<std::string>
      hosts;  // every host named in templates, styles, scripts and configuration, port kept; sorted
};

Recipients find_recipients(const TemplateInput& input, const std::vector<ApiCall>& calls,
                           const std::vector<HostUse>& hosts);

}  // namespace qiyue::scan
