// Rendered lines of a clause -> blocks: paragraphs, lists, tables; **bold** and [text](link).
#pragma once

#include "core/result.h"
#include "document/document.h"
#include "draft/template.h"

namespace qiyue::drafting {

// Fails on an unclosed ** or a table row with too many or too few cells, with the line of the clause file.
Result<std::vector<Block>> make_blocks(const Rendered& rendered, const std::string& path);

}  // namespace qiyue::drafting
