#include "facts/recipients.h"

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <utility>

#include "core/text.h"

namespace qiyue::facts {
namespace {

bool ascii_id_char(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }

// A key of facts.yaml from any name: lower-case letters, digits and underscores, beginning with a letter.
std::string key_from(std::string_view name) {
  std::string id;
  for (const char c : to_lower_ascii(name)) {
    if (ascii_id_char(c)) {
      id += c;
    } else if (!id.empty() && id.back() != '_') {
      id += '_';
    }
  }
  while (!id.empty() && id.back() == '_') id.pop_back();
  if (!id.empty() && !(id.front() >= 'a' && id.front() <= 'z')) id = "r_" + id;
  return id.substr(0, 36);
}

class Finder {
 public:
  Finder(const Evidence& evidence, const knowledge::Knowledge& knowledge, const Purposes& purposes,
         const std::set<std::string, std::less<>>& items)
      : evidence_(evidence), knowledge_(knowledge), purposes_(purposes), items_(items) {}

  std::vector<ProposedRecipient> run() {
    platform_recipients();
    for (const Recipient& found : evidence_.recipients) {
      // A component library that takes nothing receives nothing.
      if (found.kind == RecipientKind::component && found.items.empty()) continue;
      const std::string identity = !found.knowledge_id.empty() ? found.knowledge_id
                                   : !found.host.empty()       ? found.host
                                                               : found.name;
      const auto [entry, fresh] = seen_.emplace(identity, recipients_.size());
      if (fresh) recipients_.push_back(recipient(found));
      ProposedRecipient& row = recipients_[entry->second];
      for (const std::string& item : found.items) {
        if (std::find(row.items.begin(), row.items.end(), item) == row.items.end()) row.items.push_back(item);
      }
      if (!found.host.empty() && std::find(row.hosts.begin(), row.hosts.end(), found.host) == row.hosts.end())
        row.hosts.push_back(found.host);
    }
    std::set<std::string> taken;
    int number = 1;
    for (ProposedRecipient& row : recipients_) {
      if (row.id.empty()) row.id = "recipient_" + std::to_string(number++);
      const std::string stem = row.id;
      for (int copy = 2; !taken.insert(row.id).second; ++copy) row.id = stem + "_" + std::to_string(copy);
      std::sort(row.items.begin(), row.items.end());
      std::sort(row.hosts.begin(), row.hosts.end());
    }
    return std::move(recipients_);
  }

 private:
  [[nodiscard]] const knowledge::Sdk* sdk(std::string_view id) const {
    for (const knowledge::Sdk& one : knowledge_.sdks) {
      if (!id.empty() && one.id == id) return &one;
    }
    return nullptr;
  }

  [[nodiscard]] ProposedRecipient recipient(const Recipient& found) const {
    ProposedRecipient row;
    const knowledge::Sdk* known = sdk(found.knowledge_id);
    row.id = key_from(!found.knowledge_id.empty() ? found.knowledge_id : !found.host.empty() ? found.host : found.name);
    row.name = found.name.empty() ? found.host : found.name;
    row.provider = found.provider;
    row.provider_certain = found.provider_verified;
    row.role = found.kind == RecipientKind::cloud          ? "entrusted"
               : found.kind == RecipientKind::mini_program ? "independent"
               : found.kind == RecipientKind::host         ? "entrusted"
                                                           : "sdk";
    row.purpose = found.purpose;
    if (row.purpose.empty() && known != nullptr) row.purpose = known->purpose;
    // What kind of service it is says less than what it does for the user.
    if (const auto said = purposes_.recipient_purposes.find(row.purpose); said != purposes_.recipient_purposes.end())
      row.purpose = said->second;
    const auto method = purposes_.recipient_methods.find(to_string(found.kind));
    if (method != purposes_.recipient_methods.end()) row.method = method->second;
    const std::string url = !found.privacy_url.empty() ? found.privacy_url : known != nullptr ? known->privacy_url : "";
    if (known != nullptr && known->privacy_url_verified && known->privacy_url == url) {
      row.policy_url = url;
    } else {
      row.url_hint = url;
    }
    if (known != nullptr)
      row.abroad = known->cross_border ? ProposedRecipient::Abroad::yes : ProposedRecipient::Abroad::no;
    return row;
  }

  // The platform gives and gets what its interfaces take; its payment gets the order.
  void platform_recipients() {
    const json::value* row = find(purposes_.platforms, evidence_.program.platform);
    if (row == nullptr) return;
    std::vector<std::string> items;
    for (const std::string& item : get_strings(*row, "items")) {
      const bool from_platform = std::any_of(evidence_.uses.begin(), evidence_.uses.end(), [&](const Use& use) {
        return use.reachable && std::find(use.items.begin(), use.items.end(), item) != use.items.end();
      });
      if (from_platform && items_.contains(item)) items.push_back(item);
    }
    const auto add = [&](const json::value& from, std::string id, std::vector<std::string> taken) {
      ProposedRecipient platform;
      platform.id = std::move(id);
      platform.name = get_string(from, "name");
      platform.provider = get_string(from, "provider");
      platform.role = "independent";
      platform.purpose = get_string(from, "purpose");
      platform.method = get_string(from, "method");
      platform.items = std::move(taken);
      platform.abroad = ProposedRecipient::Abroad::no;
      recipients_.push_back(std::move(platform));
    };
    if (!items.empty()) add(*row, evidence_.program.platform + "_platform", items);
    const json::value* pay = find(*row, "pay");
    if (pay == nullptr || !items_.contains("payment_record")) return;
    std::vector<std::string> paid{"order_info"};
    for (const char* id : {"platform_openid", "alipay_user_id"}) {
      if (items_.contains(id)) paid.emplace_back(id);
    }
    if (!items_.contains("order_info")) paid.front() = "payment_record";
    // The scan names the payment too, by its id among the SDKs: one row for both.
    const std::string known_as = get_string(*pay, "sdk");
    if (!known_as.empty()) seen_.emplace(known_as, recipients_.size());
    add(*pay, get_string(*pay, "id"), paid);
    recipients_.back().confirmed_each_time = true;
    if (const knowledge::Sdk* known = sdk(known_as)) {
      ProposedRecipient& payment = recipients_.back();
      payment.provider_certain = known->provider_verified && known->provider == payment.provider;
      (known->privacy_url_verified ? payment.policy_url : payment.url_hint) = known->privacy_url;
    }
  }

  const Evidence& evidence_;
  const knowledge::Knowledge& knowledge_;
  const Purposes& purposes_;
  const std::set<std::string, std::less<>>& items_;
  std::map<std::string, std::size_t> seen_;  // by id among the SDKs, host or name
  std::vector<ProposedRecipient> recipients_;
};

}  // namespace

std::vector<ProposedRecipient> propose_recipients(const Evidence& evidence, const knowledge::Knowledge& knowledge,
                                                  const Purposes& purposes,
                                                  const std::set<std::string, std::less<>>& items) {
  return Finder(evidence, knowledge, purposes, items).run();
}

}  // namespace qiyue::facts
