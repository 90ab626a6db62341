// Open-addressing tables of numbers: what the scan's tables are made of. They never shrink, nothing is removed.
#pragma once

#include <cstdint>
#include <vector>

namespace qiyue::scan {

constexpr std::uint64_t pair_key(std::uint32_t high, std::uint32_t low) {
  return (static_cast<std::uint64_t>(high) << 32) | low;
}

inline std::size_t hash_of(std::uint64_t key) {
  key ^= key >> 31;
  key *= 0x9E3779B97F4A7C15ULL;
  return static_cast<std::size_t>(key >> 20);
}

// From 64-bit keys to 32-bit numbers.
class FlatMap {
 public:
  static constexpr std::uint32_t kAbsent = 0xFFFFFFFF;

  [[nodiscard]] std::uint32_t find(std::uint64_t key) const {
    if (slots_.empty()) return kAbsent;
    for (std::size_t i = hash_of(key);; ++i) {
      const Slot& slot = slots_[i & mask_];
      if (slot.value == kAbsent) return kAbsent;
      if (slot.holds(key)) return slot.value;
    }
  }

  // The value stored under `key`; stores `fresh` there when there is none. `fresh` must not be kAbsent.
  std::uint32_t find_or_insert(std::uint64_t key, std::uint32_t fresh) {
    if ((count_ + 1) * 3 >= slots_.size() * 2) grow();
    for (std::size_t i = hash_of(key);; ++i) {
      Slot& slot = slots_[i & mask_];
      if (slot.value == kAbsent) {
        slot = {static_cast<std::uint32_t>(key >> 32), static_cast<std::uint32_t>(key), fresh};
        ++count_;
        return fresh;
      }
      if (slot.holds(key)) return slot.value;
    }
  }

  void set(std::uint64_t key, std::uint32_t value) {
    if (find_or_insert(key, value) == value) return;
    for (std::size_t i = hash_of(key);; ++i) {
      Slot& slot = slots_[i & mask_];
      if (slot.holds(key)) {
        slot.value = value;
        return;
      }
    }
  }

  [[nodiscard]] std::size_t size() const { return count_; }

 private:
  struct Slot {  // twelve bytes: the key in halves, so that nothing is lost to alignment
    std::uint32_t high = 0, low = 0, value = kAbsent;
    [[nodiscard]] bool holds(std::uint64_t key) const { return pair_key(high, low) == key; }
  };
  void grow() {
    std::vector<Slot> old = std::move(slots_);
    slots_.assign(old.empty() ? 16 : old.size() * 2, Slot{});
    mask_ = slots_.size() - 1;
    for (const Slot& slot : old) {
      if (slot.value == kAbsent) continue;
      std::size_t i = hash_of(pair_key(slot.high, slot.low));
      while (slots_[i & mask_].value != kAbsent) ++i;
      slots_[i & mask_] = slot;
    }
  }

  std::vector<Slot> slots_;
  std::size_t mask_ = 0, count_ = 0;
};

// Three numbers that were seen together. The first must not be 0xFFFFFFFF.
struct Triple {
  std::uint32_t a, b, c;
  bool operator==(const Triple&) const = default;
};
inline std::size_t hash_of(const Triple& key) {
  return hash_of(pair_key(key.a, key.c) ^ (key.b * 0xD6E8FEB86659FD93ULL));
}
inline bool is_free(std::uint64_t key) { return key == ~std::uint64_t{0}; }
inline bool is_free(const Triple& key) { return key.a == 0xFFFFFFFF; }

// Which keys were seen: pairs (pair_key) that are not all ones, or triples.
template <class Key>
class FlatSet {
 public:
  // Whether `key` is new; it is in the set afterwards.
  bool insert(const Key& key) {
    if ((count_ + 1) * 3 >= slots_.size() * 2) grow();
    for (std::size_t i = hash_of(key);; ++i) {
      Key& slot = slots_[i & mask_];
      if (is_free(slot)) {
        slot = key;
        ++count_;
        return true;
      }
      if (slot == key) return false;
    }
  }
  [[nodiscard]] std::size_t size() const { return count_; }

 private:
  static constexpr Key free_key() {
    if constexpr (sizeof(Key) == sizeof(std::uint64_t)) {
      return ~Key{0};
    } else {
      return {0xFFFFFFFF, 0, 0};
    }
  }
  void grow() {
    std::vector<Key> old = std::move(slots_);
    slots_.assign(old.empty() ? 16 : old.size() * 2, free_key());
    mask_ = slots_.size() - 1;
    for (const Key& key : old) {
      if (is_free(key)) continue;
      std::size_t i = hash_of(key);
      while (!is_free(slots_[i & mask_])) ++i;
      slots_[i & mask_] = key;
    }
  }

  std::vector<Key> slots_;
  std::size_t mask_ = 0, count_ = 0;
};

}  // namespace qiyue::scan
