// Texts that a place can hold, put together from constants wherever they stand.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "scan/solver.h"

namespace qiyue::scan {

inline constexpr char kUnknownPart = '\x01';  // stands for a passage that is not constant

// Every text the place can hold, in order of finding; unknown passages as kUnknownPart. At most kMaxTexts.
inline constexpr std::size_t kMaxTexts = 64;
std::vector<std::string> constant_texts(const Solver& solver, NodeId node);

// The same for many places of a solver that has come to rest: what was put together once is kept.
class ConstantTexts {
 public:
  explicit ConstantTexts(const Solver& solver) : solver_(solver) {}
  std::vector<std::string> of(NodeId node) { return texts(node, 0); }

 private:
  std::vector<std::string> texts(NodeId node, int depth);
  const std::vector<std::string>& joined(Value value, int depth);

  const Solver& solver_;
  std::unordered_map<Value, std::vector<std::string>>
      joined_;  // by concatenation; one that is being made has no texts yet
};

struct Address {
  std::string host;  // with port; empty when it is not known
  std::string path;  // "/login"; empty when it is not known
  bool operator<(const Address& other) const { return std::tie(host, path) < std::tie(other.host, other.path); }
  bool operator==(const Address&) const = default;
};
// Of a URL with unknown passages; nothing when it names no host and no path.
std::optional<Address> address_of(std::string_view url);

}  // namespace qiyue::scan
