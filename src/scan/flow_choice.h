// Of all the ways that the analysis finds from a source to a sink: those worth telling.
#pragma once

#include <vector>

#include "evidence/evidence.h"
#include "scan/constants.h"
#include "scan/solver.h"

namespace qiyue::scan {

struct FlowCandidate {
  Flow flow;                // without steps
  std::vector<NodeId> way;  // from the payload back to the source
  bool merged = false;      // see merge_addresses()
};

// Sorts the addresses that one call may go to and takes together those of one host whose paths are too many to tell apart: what they
// end in, or else what they begin with, stands for all. Returns whether there were so many that several calls were looked at as one.
bool merge_addresses(std::vector<Address>& addresses);

// One candidate for each source, sink and address: an address that is fully known stands for the half-known ones of the same call, the
// host of the product for that of the developer's machine, and a call seen by itself for one seen together with others. Sorted.
std::vector<FlowCandidate> choose_flows(std::vector<FlowCandidate> candidates);

}  // namespace qiyue::scan
