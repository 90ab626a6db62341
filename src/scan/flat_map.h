// An open-addressing map from 64-bit keys to 32-bit numbers: what the scan's tables are made of. Never shrinks, nothing is removed.
#pragma once

#include <cstdint>
#include <vector>

namespace qiyue::scan {

class FlatMap {
 public:
  static constexpr std::uint32_t kAbsent = 0xFFFFFFFF;

  [[nodiscard]] std::uint32_t find(std::uint64_t key) const {
    if (slots_.empty()) return kAbsent;
    for (std::size_t i = hash(key);; ++i) {
      const Slot& slot = slots_[i & mask_];
      if (slot.value == kAbsent) return kAbsent;
      if (slot.key == key) return slot.value;
    }
  }

  // The value stored under `key`; stores `fresh` there when there is none. `fresh` must not be kAbsent.
  std::uint32_t find_or_insert(std::uint64_t key, std::uint32_t fresh) {
    if ((count_ + 1) * 3 >= slots_.size() * 2) grow();
    for (std::size_t i = hash(key);; ++i) {
      Slot& slot = slots_[i & mask_];
      if (slot.value == kAbsent) {
        slot = {key, fresh};
        ++count_;
        return fresh;
      }
      if (slot.key == key) return slot.value;
    }
  }

  void set(std::uint64_t key, std::uint32_t value) {
    if (find_or_insert(key, value) == value) return;
    for (std::size_t i = hash(key);; ++i) {
      Slot& slot = slots_[i & mask_];
      if (slot.key == key) {
        slot.value = value;
        return;
      }
    }
  }

  [[nodiscard]] std::size_t size() const { return count_; }

 private:
  struct Slot {
    std::uint64_t key = 0;
    std::uint32_t value = kAbsent;
  };
  [[nodiscard]] std::size_t hash(std::uint64_t key) const {
    key ^= key >> 31;
    key *= 0x9E3779B97F4A7C15ULL;
    return static_cast<std::size_t>(key >> 20);
  }
  void grow() {
    std::vector<Slot> old = std::move(slots_);
    slots_.assign(old.empty() ? 16 : old.size() * 2, Slot{});
    mask_ = slots_.size() - 1;
    for (const Slot& slot : old) {
      if (slot.value == kAbsent) continue;
      std::size_t i = hash(slot.key);
      while (slots_[i & mask_].value != kAbsent) ++i;
      slots_[i & mask_] = slot;
    }
  }

  std::vector<Slot> slots_;
  std::size_t mask_ = 0, count_ = 0;
};

constexpr std::uint64_t pair_key(std::uint32_t high, std::uint32_t low) {
  return (static_cast<std::uint64_t>(high) << 32) | low;
}

}  // namespace qiyue::scan
