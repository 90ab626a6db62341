// Calls of the platform that take personal information, as evidence.
#pragma once

#include <vector>

#include "evidence/evidence.h"
#include "scan/analysis.h"
#include "scan/solver.h"

namespace qiyue::scan {

// How the program gets to a function: the event that starts it, and whether anything does.
class Reach {
 public:
  Reach(const World& world, const Solver& solver, const Analysis& analysis);
  [[nodiscard]] Trigger trigger(std::uint32_t function) const;
  [[nodiscard]] bool reached(std::uint32_t function) const { return rank_[function] < kNever; }

 private:
  static constexpr int kNever = 100;
  std::vector<int> rank_;
};

struct FoundUse {
  Use use;
  Atom path = 0;           // of the call
  std::uint32_t code = 0;  // instruction + 1
};

// Sorted by place, one for each place and API.
std::vector<FoundUse> script_uses(const World& world, Solver& solver, Analysis& analysis, const Reach& reach);

// Every call of the platform as (name, place), for the recognition of services by what is called.
struct SeenCall {
  std::string api;
  Place place;
  bool vendored = false;
};
std::vector<SeenCall> seen_calls(const World& world, Solver& solver, Analysis& analysis);

// Name of the method or function that an instruction stands in, as a person would call it.
std::string function_name(const World& world, std::uint32_t function);
const program::PageFiles* page_of(const World& world, std::uint32_t unit);

}  // namespace qiyue::scan
