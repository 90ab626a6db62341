// Inventory -> Documents: privacy policy, user agreement, the two lists. Same input, same bytes.
#pragma once

#include <string>
#include <vector>

#include "core/result.h"
#include "document/document.h"
#include "inventory/inventory.h"
#include "knowledge/knowledge.h"

namespace qiyue {

struct DraftOptions {
  Lang lang = Lang::zh;
  std::string own_clauses;  // legal/clauses: own wording by clause id; empty: none
};
struct Drafts {
  Document privacy_policy, user_agreement, data_lists;
};
// Fails on a broken clause (unknown variable or condition, bad syntax) with file, line and remedy.
Result<Drafts> draft(const Inventory& inventory, const knowledge::Knowledge& knowledge,
                     const DraftOptions& options = {});

// Hand edits survive: merges the last draft (base), the file as a person left it (ours) and the new draft (theirs).
struct Merged {
  std::string text;
  int conflicts = 0;  // shown in the text between <<<<<<< and >>>>>>>
};
Merged merge(std::string_view base, std::string_view ours, std::string_view theirs);

// "Why are you here?" for one line of a drafted Markdown file: facts with their places, code places, articles.
std::string why(const Drafts& drafts, const Inventory& inventory, const knowledge::Knowledge& knowledge,
                std::string_view file, int line, Lang lang);

}  // namespace qiyue
