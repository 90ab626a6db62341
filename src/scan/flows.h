// Where personal information goes: from a source to a call that hands it over.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "evidence/evidence.h"
#include "scan/analysis.h"
#include "scan/recipients.h"
#include "scan/solver.h"

namespace qiyue::scan {

struct SourceName {
  std::string id;  // empty: nothing to show for it
  Place place;
  std::vector<std::string> items;
};
struct SourceNames {
  std::map<std::pair<Atom, std::uint32_t>, SourceName> calls;  // by path and instruction + 1
  std::vector<SourceName> elements;                            // template uses, then form fields
};

struct FoundFlows {
  std::vector<Flow> flows;     // sorted
  std::vector<HostUse> hosts;  // hosts that requests go to
};

FoundFlows find_flows(const World& world, Solver& solver, Analysis& analysis, const SourceNames& names);

}  // namespace qiyue::scan
