// Who receives data, as the evidence shows it: the platform, its payment, third-party code and hosts. Insides of facts.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "evidence/evidence.h"
#include "facts/purposes.h"
#include "knowledge/knowledge.h"

namespace qiyue::facts {

struct ProposedRecipient {
  std::string id, name, provider, role, contact, purpose, method, policy_url, url_hint;
  std::vector<std::string> items, hosts;
  bool provider_certain = false;
  bool confirmed_each_time = false;  // nothing reaches it before the person confirms, payment by payment
  enum class Abroad { no, yes, unknown } abroad = Abroad::unknown;
};
// The platform first, then in the evidence's order; ids are unique keys. `items`: the data items that the functions use.
std::vector<ProposedRecipient> propose_recipients(const Evidence& evidence, const knowledge::Knowledge& knowledge,
                                                  const Purposes& purposes,
                                                  const std::set<std::string, std::less<>>& items);

}  // namespace qiyue::facts
