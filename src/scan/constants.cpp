#include "scan/constants.h"

#include <algorithm>
#include <set>

namespace qiyue::scan {

namespace {

constexpr std::size_t kMaxLength = 600;
constexpr int kMaxDepth = 12;

void push(std::vector<std::string>& out, std::string text) {
  if (out.size() < kMaxTexts && std::find(out.begin(), out.end(), text) == out.end()) out.push_back(std::move(text));
}

// Of several texts a part may be, those that make no address are from another branch: one that begins anew behind a host
// ("https://a.com" + "https://b.com/x"), or a figure.
enum class Joint { fits, glued, never };

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

Joint joint(const std::string& head, const std::string& tail) {
  const std::size_t scheme = head.find("://");
  if (scheme == std::string::npos || tail.empty()) return Joint::fits;
  if (tail.starts_with("http://") || tail.starts_with("https://"))
    return head.find_first_of("?=#", scheme + 3) != std::string::npos ? Joint::fits : Joint::never;
  const bool in_host = head.find_first_of("/?#", scheme + 3) == std::string::npos;
  if (!in_host || head.size() <= scheme + 3 || head.find('.', scheme) == std::string::npos || !is_letter(head.back()))
    return Joint::fits;
  if (tail[0] >= '0' && tail[0] <= '9') return Joint::never;
  // "https://a.com" + "api/x": the slash between them stands in another branch (a.endsWith('/') ? a : a + '/').
  return is_letter(tail[0]) ? Joint::glued : Joint::fits;
}

}  // namespace

std::vector<std::string> ConstantTexts::texts(NodeId node, int depth) {
  std::vector<std::string> out;
  if (node == kNoNode || depth > kMaxDepth) return out;
  for (const Solver::Entry& entry : solver_.values(node)) {
    if (out.size() >= kMaxTexts) break;
    const ValueInfo info = solver_.values_table[entry.value];
    if (info.kind == ValueKind::text || info.kind == ValueKind::number) {
      push(out, std::string(solver_.atoms.text(info.a)));
    } else if (info.kind == ValueKind::concat) {
      for (const std::string& one : joined(entry.value, depth)) push(out, one);
    }
  }
  return out;
}

const std::vector<std::string>& ConstantTexts::joined(Value value, int depth) {
  const auto [slot, fresh] = joined_.try_emplace(value, std::vector<std::string>{std::string(1, kUnknownPart)});
  if (!fresh) return slot->second;
  const ValueInfo info = solver_.values_table[value];
  const Instruction& in = solver_.world.instruction(info.a);
  const Unit& unit = solver_.world.units[solver_.instances[info.b].unit];
  std::vector<std::string> all{""};
  for (std::uint32_t k = 0; k < in.count; ++k) {
    std::vector<std::string> part = texts(solver_.node_of(info.b, unit.ir.args[in.args + k]), depth + 1);
    if (part.empty()) part.emplace_back(1, kUnknownPart);
    std::vector<std::string> next, glued;
    for (const std::string& head : all)
      for (const std::string& tail : part) {
        if (head.size() + tail.size() >= kMaxLength) continue;
        const Joint how = joint(head, tail);
        if (how == Joint::fits && next.size() < kMaxTexts) next.push_back(head + tail);
        if (how == Joint::glued && glued.size() < kMaxTexts) glued.push_back(head + "/" + tail);
      }
    all = std::move(next.empty() ? glued : next);
  }
  return joined_[value] = std::move(all);
}

std::vector<std::string> constant_texts(const Solver& solver, NodeId node) { return ConstantTexts(solver).of(node); }

std::optional<Address> address_of(std::string_view url) {
  Address out;
  std::size_t begin = std::string_view::npos;
  for (const std::string_view scheme : {"https://", "http://", "wss://", "ws://"})
    if (url.starts_with(scheme)) begin = scheme.size();
  if (url.starts_with("//")) begin = 2;
  std::string_view rest = url;
  if (begin != std::string_view::npos) {
    const std::size_t end = url.find_first_of("/?#", begin);
    const std::string_view host =
        url.substr(begin, end == std::string_view::npos ? std::string_view::npos : end - begin);
    if (host.find(kUnknownPart) == std::string_view::npos && !host.empty())
      out.host = host.substr(host.find('@') == std::string_view::npos ? 0 : host.find('@') + 1);
    rest = end == std::string_view::npos ? std::string_view() : url.substr(end);
  } else if (!rest.empty() && rest[0] == kUnknownPart) {
    rest.remove_prefix(1);
  }
  while (rest.starts_with("//")) rest.remove_prefix(1);
  const std::size_t stop = rest.find_first_of("?#");
  rest = rest.substr(0, stop);
  const std::size_t unknown = rest.find(kUnknownPart);
  out.path = rest.substr(0, unknown);
  if (out.host.empty() && out.path.empty()) return std::nullopt;
  return out;
}

}  // namespace qiyue::scan
