// What people type into a dialog of the platform: showModal with `editable`, Alipay's prompt.
#pragma once

#include <vector>

#include "scan/analysis.h"
#include "scan/uses.h"

namespace qiyue::scan {

struct DialogField {
  Field field;
  Atom path = 0;           // of the call
  std::uint32_t code = 0;  // instruction + 1
};

// Sorted by place, one for each call.
std::vector<DialogField> dialog_fields(const World& world, Solver& solver, Analysis& analysis, const Reach& reach);

}  // namespace qiyue::scan
