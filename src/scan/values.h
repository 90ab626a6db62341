// What a place in the program may hold, as far as the scan cares: constants, functions, objects told apart by where they are made,
// parts of the platform, and marks of personal information.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "scan/atoms.h"
#include "scan/flat_map.h"

namespace qiyue::scan {

using Value = std::uint32_t;

enum class ValueKind : std::uint8_t {
  text,       // a: atom
  number,     // a: atom
  word,       // a: Word
  function,   // a: function, b: instance it was made in
  object,     // a: origin (instruction + 1, or a model's own number), b: instance
  array,      // like object
  promise,    // like object; field "$value" is what it settles to
  answer,     // what a server answered, with all its parts
  prototype,  // a: function value
  platform,   // a: path such as "wx.cloud"; b: instruction + 1 of the reference, 0 for a namespace
  module,     // a: unit
  concat,     // a: instruction, b: instance
  taint,      // a: source
  bound,      // a: function value, b: value of `this`
  keys,       // a: a platform value whose field names these are
  event,      // like object: what a handler gets; a: number of the binding
};

struct ValueInfo {
  ValueKind kind;
  std::uint32_t a, b;
};

class Values {
 public:
  Value make(ValueKind kind, std::uint32_t a, std::uint32_t b = 0) {
    FlatMap& map = maps_[static_cast<std::size_t>(kind)];
    const std::uint32_t found = map.find_or_insert(pair_key(a, b), static_cast<std::uint32_t>(infos_.size()));
    if (found == infos_.size()) infos_.push_back({kind, a, b});
    return found;
  }
  [[nodiscard]] const ValueInfo& operator[](Value value) const { return infos_[value]; }
  [[nodiscard]] ValueKind kind(Value value) const { return infos_[value].kind; }
  [[nodiscard]] std::size_t size() const { return infos_.size(); }

 private:
  std::vector<ValueInfo> infos_;
  FlatMap maps_[16];
};

inline bool any_of(std::string_view name, std::initializer_list<std::string_view> list) {
  for (const std::string_view one : list)
    if (name == one) return true;
  return false;
}

// Things with fields of their own. What is personal or comes from a server is so through and through: its parts need no places.
constexpr bool has_fields(ValueKind kind) {
  return kind == ValueKind::object || kind == ValueKind::array || kind == ValueKind::promise ||
         kind == ValueKind::prototype || kind == ValueKind::module || kind == ValueKind::function ||
         kind == ValueKind::platform || kind == ValueKind::event;
}
// Those that a store under an unknown name counts for.
constexpr bool is_record(ValueKind kind) {
  return kind == ValueKind::object || kind == ValueKind::array || kind == ValueKind::event;
}

}  // namespace qiyue::scan
