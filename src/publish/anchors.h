// Inside of the publish module: the anchor of every clause, and what a page may link to.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"

namespace qiyue::publish_detail {

// A clause in the order of the text, with its depth below the title and an anchor that is unique in the page: the clause's id, else
// its position (s2-1).
struct Placed {
  const Clause* clause = nullptr;
  int level = 1;
  std::string anchor;
};
std::vector<Placed> place_clauses(const Document& document);

// http, https, mailto, tel and relative targets; everything else (javascript:, data:) is no link.
bool is_safe_link(std::string_view link);
// "user-agreement.md#ua.refund" -> {user_agreement, "ua.refund"}; unknown when it leads elsewhere.
struct DocumentLink {
  DocumentKind kind = DocumentKind::unknown;
  std::string anchor;
};
DocumentLink document_link(std::string_view link);

std::string heading_text(const Clause& clause);  // number and title as printed

// Neighbouring runs of one style as one: a reader splits at every decoded sign, and an escape of two characters may not be cut.
Inlines joined_runs(const Inlines& runs);

// What stands before the first clause, without the list of version and dates: pages show those in a box of their own.
std::vector<Block> opening(const Document& document);
// A table of names and values, narrow enough for a phone as it is.
bool is_pairs(const Block& table);

}  // namespace qiyue::publish_detail
