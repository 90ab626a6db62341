// `qiyue laws`: statutes and obligations as text for people.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "knowledge/knowledge.h"

namespace qiyue::knowledge {

// Whether a statute may be cited as law in force on a day.
enum class Standing { in_force, not_yet, repealed, draft, no_statute, unknown };
// `as_of` is a day written 2026-11-23; empty: only what the table itself says, without comparing days.
Standing standing(const Statute& statute, std::string_view as_of);

// action: list | show | search (empty: list).
//   list               every statute with its standing on `as_of`
//   show ID-OR-NAME    one statute: dates, articles noted, obligations and unfair terms that cite it; one obligation by its id.
//                      A name that is no statute's is answered with the right one.
//   search WORDS       statutes, articles, obligations and unfair terms that hold every word
// Fails on an unknown action, a missing or unknown name (with the nearest ones) and a day that is none.
Result<std::string> tell_laws(const Knowledge& knowledge, std::string_view action, std::string_view what,
                              std::string_view as_of, Lang lang);

// The statute of an id or of a name as people write it; fails with the nearest ones, or with the right name for one that is no statute's.
Result<const Statute*> find_statute(const Knowledge& knowledge, std::string_view what, Lang lang);

// A clause as it stands in a text of a workspace: told by the lines <!-- clause: id --> that drafts carry.
struct ClauseUse {
  std::string file;
  int line = 0;
  std::string clause;
};
// What rests on a statute: obligations, rules, periods, clauses, and the drafts and releases that hold those clauses.
std::string tell_impact(const Knowledge& knowledge, const Statute& statute, std::string_view as_of,
                        const std::vector<ClauseUse>& uses, Lang lang);
// What is different between two versions of the knowledge, and which obligations, clauses and texts that touches.
std::string tell_difference(const Knowledge& before, const Knowledge& after, const std::vector<ClauseUse>& uses,
                            Lang lang);

}  // namespace qiyue::knowledge
