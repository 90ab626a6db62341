// Review: a text goes to a lawyer as a Word file and comes back; what was changed becomes own wording of clauses, what was said becomes
// comments, and who agreed is recorded against the digest of what they agreed to. See docs/review.md.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "check/check.h"
#include "core/files.h"
#include "core/result.h"
#include "document/document.h"
#include "facts/facts.h"
#include "knowledge/knowledge.h"
#include "release/release.h"

namespace qiyue {

// ---- out: .docx (ECMA-376) ----
struct ReviewNote {  // a Word comment at the heading of a clause; an empty clause: at the title
  std::string clause, author, text;
};
struct DocxOptions {
  std::string date;  // YYYY-MM-DD of the comments
  std::vector<ReviewNote> notes;
  std::map<std::string, std::string> properties;  // custom document properties
};
// Styles, automatic numbering, real tables, a table of contents, comments. Each clause's heading carries its id as a bookmark, so that it
// is found again after editing. Same input, same bytes.
Result<std::string> write_review_docx(const Document& document, const DocxOptions& options);

// ---- in ----
struct DocxNote {  // a comment somebody made
  std::string author, date, text, clause, quote;
};
struct DocxReview {
  std::vector<DocxNote> notes;  // ours left out
  int insertions = 0, deletions = 0;
  std::vector<std::string> authors;  // of tracked changes
  std::map<std::string, std::string> properties;
};
// Who writes the comments that export puts in.
inline constexpr std::string_view kReviewAuthor = "Qiyue";
Result<DocxReview> read_docx_review(const std::string& path, std::string_view bytes);
// The same file with every tracked change refused.
Result<std::string> refuse_changes(const std::string& path, std::string_view bytes);

struct ImportRequest {
  const Document* base = nullptr;     // the text that was sent
  const Document* edited = nullptr;   // the text that came back
  const Document* drafted = nullptr;  // the same text as composed, for what each clause rests on; may be null
  const Facts* facts = nullptr;
  std::string own_clauses;  // legal/clauses
};
struct ImportResult {
  std::vector<OutputFile> clauses;  // files below legal/clauses
  std::vector<Text> placed;         // what became what
  std::vector<Text> advice;         // taken, but to be said in the facts as well
  std::vector<Text> unplaced;       // what a person has to look at
};
// Changed clauses become own clauses that are pinned to the facts they rest on; new ones are added, missing ones removed; references to
// other clauses stay references. What cannot be told apart is listed and left alone.
Result<ImportResult> import_review(const ImportRequest& request, const knowledge::Knowledge& knowledge);

// ---- pins ----
// An own clause that was worded for certain facts (`pinned:` in its front matter, path: value) and stands over others now.
std::vector<Finding> moved_pins(const Facts& facts, const std::string& own_clauses,
                                const knowledge::Knowledge& knowledge);
// "storage.period" -> its value as text; what is no single value as a digest.
std::string pinned_value(const Facts& facts, std::string_view path);

// ---- two texts side by side ----
std::string changes_text(const TextChange& change, Lang lang, bool color);
std::string changes_html(const TextChange& change, const std::string& before, const std::string& after, Lang lang);
// Native tracked changes, by `author` on `date`.
Result<std::string> changes_docx(const TextChange& change, const std::string& author, const std::string& date);

// ---- comments and sign-off, legal/review/ ----
struct ReviewComment {
  std::string id;  // C1, C2 …
  std::string document, clause, quote, author, date, text;
  std::string assignee, answer;
  bool resolved = false;
};
struct SignOff {
  std::string role, by, date;
  std::map<std::string, std::string> documents;  // privacy-policy -> SHA-256 of the file that was signed
};
struct ReviewRole {
  std::string id, name;
  int quorum = 1;
  std::vector<std::string> people;     // empty: anybody
  std::vector<std::string> documents;  // empty: all
};
struct ReviewPolicy {
  std::vector<ReviewRole> roles;
  bool comments_resolved = false;  // open comments stop publishing
};
// The three files of a review directory; what is not there is empty. Broken ones fail with line and remedy.
Result<ReviewPolicy> read_policy(const std::string& directory);
Result<std::vector<ReviewComment>> read_comments(const std::string& directory);
Result<std::vector<SignOff>> read_signoffs(const std::string& directory);
Status write_comments(const std::string& directory, const std::vector<ReviewComment>& comments);
Status write_signoffs(const std::string& directory, const std::vector<SignOff>& signoffs);

struct RoleState {
  std::string role, name, document;
  int needed = 0;
  std::vector<std::string> signed_by, voided;  // voided: signed something else than what stands there now
  [[nodiscard]] bool complete() const { return static_cast<int>(signed_by.size()) >= needed; }
};
// One row a role and document. `digests`: document -> SHA-256 of its file now.
std::vector<RoleState> review_state(const ReviewPolicy& policy, const std::vector<SignOff>& signoffs,
                                    const std::map<std::string, std::string>& digests);
// Signs for `role`; fails for an unknown role, for a person the policy does not name, and for no text.
Status sign(std::vector<SignOff>& signoffs, const ReviewPolicy& policy, const std::string& role, const std::string& by,
            const std::string& date, const std::map<std::string, std::string>& digests);

}  // namespace qiyue
