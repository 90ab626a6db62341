// Syntax tree -> IR, one file by itself.
#pragma once

#include "program/script.h"
#include "scan/ir.h"

namespace qiyue::scan {

FileIr lower(const program::Script& script);

}  // namespace qiyue::scan
