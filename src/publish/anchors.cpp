#include "publish/anchors.h"

#include <algorithm>
#include <array>
#include <set>

#include "core/text.h"

namespace qiyue::publish_detail {
namespace {

bool is_anchor_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

void place(const std::vector<Clause>& clauses, int level, const std::string& position, std::set<std::string>& taken,
           std::vector<Placed>& out) {
  for (std::size_t i = 0; i < clauses.size(); ++i) {
    const Clause& clause = clauses[i];
    const std::string here = (position.empty() ? "s" : position + "-") + std::to_string(i + 1);
    std::string anchor;
    for (const char c : clause.id) anchor += is_anchor_char(c) ? c : '-';
    const bool starts_well =
        !anchor.empty() && ((anchor[0] >= 'a' && anchor[0] <= 'z') || (anchor[0] >= 'A' && anchor[0] <= 'Z'));
    if (!starts_well || taken.contains(anchor)) anchor = here;
    while (!taken.insert(anchor).second) anchor += "_";
    out.push_back({&clause, level, anchor});
    place(clause.children, level + 1, here, taken, out);
  }
}

}  // namespace

std::vector<Placed> place_clauses(const Document& document) {
  std::set<std::string> taken{"top", "toc", "text"};
  std::vector<Placed> out;
  place(document.clauses, 1, "", taken, out);
  return out;
}

bool is_safe_link(std::string_view link) {
  if (link.empty()) return false;
  const auto colon = link.find(':');
  const auto slash = link.find_first_of("/?#");
  if (colon == std::string_view::npos || (slash != std::string_view::npos && slash < colon)) return true;  // relative
  const std::string scheme = to_lower_ascii(link.substr(0, colon));
  return scheme == "http" || scheme == "https" || scheme == "mailto" || scheme == "tel";
}

DocumentLink document_link(std::string_view link) {
  DocumentLink found;
  const auto hash = link.find('#');
  std::string_view file = link.substr(0, hash);
  if (file.find("://") != std::string_view::npos) return found;
  if (const auto slash = file.find_last_of('/'); slash != std::string_view::npos) file.remove_prefix(slash + 1);
  for (const auto kind : {DocumentKind::privacy_policy, DocumentKind::user_agreement, DocumentKind::data_lists}) {
    const std::string name(to_string(kind));
    if (file == name || file == name + ".md" || file == name + ".html") found.kind = kind;
  }
  if (found.kind != DocumentKind::unknown && hash != std::string_view::npos)
    found.anchor = std::string(link.substr(hash + 1));
  return found;
}

std::string heading_text(const Clause& clause) {
  if (clause.number.empty() || clause.title.empty()) return clause.number + clause.title;
  for (const std::string_view tail : {"、", "）", "．", "，", "："})
    if (clause.number.ends_with(tail)) return clause.number + clause.title;
  return clause.number + " " + clause.title;
}

Inlines joined_runs(const Inlines& runs) {
  Inlines out;
  for (const auto& run : runs) {
    if (!out.empty() && out.back().strong == run.strong && out.back().link == run.link) {
      out.back().text += run.text;
    } else {
      out.push_back({.text = run.text, .strong = run.strong, .link = run.link, .source = {}});
    }
  }
  return out;
}

std::vector<Block> opening(const Document& document) {
  constexpr std::array<std::string_view, 6> kBoxed{"版本号：", "发布日期：", "生效日期：",
                                                   "Version:", "Published:", "Effective:"};
  const auto boxed = [&](const Inlines& item) {
    const std::string text = plain_text(item);
    return std::any_of(kBoxed.begin(), kBoxed.end(), [&](std::string_view label) { return text.starts_with(label); });
  };
  std::vector<Block> out;
  for (const Block& block : document.preamble) {
    if (block.kind == BlockKind::list && std::all_of(block.items.begin(), block.items.end(), boxed)) continue;
    out.push_back(block);
  }
  return out;
}

bool is_pairs(const Block& table) {
  return table.header.size() == 2 &&
         std::all_of(table.rows.begin(), table.rows.end(), [](const auto& row) { return row.size() == 2; });
}

}  // namespace qiyue::publish_detail
