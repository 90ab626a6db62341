// Re-check: is what was published last still true? Against the code, against the law that has come into force since, against the calendar.
#pragma once

#include <string>
#include <vector>

#include "check/check.h"
#include "evidence/evidence.h"
#include "release/release.h"

namespace qiyue {

struct Action {
  std::string area;      // code | text | law | calendar | link
  std::string kind;      // new_item, statute_in_force …: docs/recheck.md
  bool due = true;       // false: good to know, does not change the exit code
  bool consent = false;  // users have to be asked again once it is published
  Text what, todo;
  std::string when;                 // a day that matters; may be empty
  std::vector<std::string> places;  // "pages/a/a.js:12", files, addresses
};

struct Link {
  std::string url, where;
  int status = 0;  // of HTTP; 0: no answer
};

struct RecheckInput {
  const ReleaseEntry* last = nullptr;
  const ReleaseContent* released = nullptr;
  const Evidence* released_evidence = nullptr;
  std::string released_findings;            // findings.json of the release
  const Evidence* evidence = nullptr;       // the code now
  const Inventory* inventory = nullptr;     // code and facts now; null: there are no facts
  const ReleaseContent* working = nullptr;  // legal/ now
  std::vector<OutputFile> sign_offs;        // legal/review of the release
  std::vector<Link> links;                  // as they answered; empty: not asked
  std::string today;
};
// Sorted: what is due first, then by area.
std::vector<Action> recheck(const RecheckInput& input, const knowledge::Knowledge& knowledge);

// Every web address that the released texts and recipients name, each once.
std::vector<Link> links_of(const ReleaseContent& released);

std::string recheck_json(const std::vector<Action>& actions, const ReleaseEntry& last, const std::string& today);

}  // namespace qiyue
