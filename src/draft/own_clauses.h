// legal/clauses/*.md: own wording that replaces, adds, moves or removes clauses of the library, by id.
#pragma once

#include <string>
#include <vector>

#include "core/result.h"
#include "knowledge/knowledge.h"

namespace qiyue::drafting {

// The library's clauses with those of `directory` laid over them. A directory that is not there holds none.
// Fails with file and line on front matter that cannot be read, an id given twice, and a new clause without document or title.
Result<std::vector<knowledge::ClauseSource>> with_own_clauses(const knowledge::Knowledge& knowledge,
                                                              const std::string& directory);

}  // namespace qiyue::drafting
