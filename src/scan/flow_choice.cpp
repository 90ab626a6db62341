#include "scan/flow_choice.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "core/text.h"
#include "scan/literals.h"

namespace qiyue::scan {

namespace {

constexpr std::size_t kMaxPaths = 3;    // of one host, told one by one
constexpr std::size_t kManyTexts = 12;  // addresses that no single call has

std::string common_path(const std::vector<std::string>& paths) {
  std::vector<std::string_view> end = split(paths.front(), '/'), begin = end;
  for (const std::string& path : paths) {
    const std::vector<std::string_view> parts = split(path, '/');
    std::size_t same = 0;
    while (same < std::min(end.size(), parts.size()) && end[end.size() - 1 - same] == parts[parts.size() - 1 - same])
      ++same;
    end.erase(end.begin(), end.end() - static_cast<std::ptrdiff_t>(same));
    same = 0;
    while (same < std::min(begin.size(), parts.size()) && begin[same] == parts[same]) ++same;
    begin.resize(same);
  }
  const auto join = [](const std::vector<std::string_view>& parts) {
    std::string out;
    for (const std::string_view part : parts)
      if (!part.empty()) out += "/" + std::string(part);
    return out;
  };
  const std::string tail = join(end);
  return tail.empty() ? join(begin) : tail;
}

}  // namespace

bool merge_addresses(std::vector<Address>& addresses) {
  std::sort(addresses.begin(), addresses.end());
  addresses.erase(std::unique(addresses.begin(), addresses.end()), addresses.end());
  const bool many = addresses.size() > kManyTexts;
  if (std::any_of(addresses.begin(), addresses.end(), [](const Address& a) { return !a.host.empty(); }))
    std::erase_if(addresses, [](const Address& a) { return a.host.empty(); });
  std::map<std::string, std::vector<std::string>> paths;
  for (const Address& address : addresses) paths[address.host].push_back(address.path);
  addresses.clear();
  for (const auto& [host, all] : paths) {
    if (all.size() <= kMaxPaths) {
      for (const std::string& path : all) addresses.push_back({host, path});
    } else {
      addresses.push_back({host, many ? std::string() : common_path(all)});
    }
  }
  return many;
}

std::vector<FlowCandidate> choose_flows(std::vector<FlowCandidate> candidates) {
  using Key = std::tuple<Place, std::string, std::vector<std::string>, Place, std::string>;
  std::map<Key, std::vector<FlowCandidate>> groups;
  for (FlowCandidate& one : candidates) {
    const Flow& f = one.flow;
    Key key{f.from, f.source, f.items, f.to, f.sink};
    groups[std::move(key)].push_back(std::move(one));
  }
  std::vector<FlowCandidate> out;
  for (auto& [key, group] : groups) {
    const auto drop = [&](auto&& weaker, auto&& than) {
      if (std::any_of(group.begin(), group.end(), [&](const FlowCandidate& one) { return than(one); }))
        std::erase_if(group, [&](const FlowCandidate& one) { return weaker(one); });
    };
    drop([](const FlowCandidate& one) { return one.merged; }, [](const FlowCandidate& one) { return !one.merged; });
    drop([](const FlowCandidate& one) { return one.flow.host.empty() || is_local_host(one.flow.host); },
         [](const FlowCandidate& one) { return !one.flow.host.empty() && !is_local_host(one.flow.host); });
    drop([](const FlowCandidate& one) { return one.flow.path.empty(); },
         [](const FlowCandidate& one) { return !one.flow.path.empty(); });
    for (FlowCandidate& one : group) out.push_back(std::move(one));
  }
  return out;
}

}  // namespace qiyue::scan
