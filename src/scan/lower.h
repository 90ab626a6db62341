// Syntax tree -> IR, one file by itself.
#pragma once

#include "program/script.h"
#include "scan/ir.h"

namespace qiyue::scan {

// With `mentions` (sorted offsets), only functions that one of them lies in get a body: of a large library what calls the platform is
// looked at, the rest is not.
FileIr lower(const program::Script& script, const std::vector<std::uint32_t>* mentions = nullptr);

}  // namespace qiyue::scan
