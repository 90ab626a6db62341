// A table that grows without moving what it holds: nothing is copied when it grows, and references into it stay good.
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

namespace qiyue::scan {

template <class T, unsigned kBits = 12>
class Chunked {
  static_assert(std::is_trivially_destructible_v<T> && std::is_trivially_copyable_v<T>);
  static constexpr std::size_t kChunk = std::size_t{1} << kBits;

 public:
  T& operator[](std::size_t i) { return chunks_[i >> kBits][i & (kChunk - 1)]; }
  const T& operator[](std::size_t i) const { return chunks_[i >> kBits][i & (kChunk - 1)]; }
  [[nodiscard]] std::size_t size() const { return size_; }
  void push_back(const T& value) {
    if (size_ == chunks_.size() << kBits) chunks_.emplace_back(std::make_unique_for_overwrite<Cell[]>(kChunk));
    new (&(*this)[size_]) T(value);
    ++size_;
  }
  void grow(std::size_t more) {
    for (std::size_t i = 0; i < more; ++i) push_back(T{});
  }

 private:
  // Memory without a value yet: a chunk costs only the pages that are written.
  union Cell {
    Cell() {}
    T value;
  };
  class Chunk {
   public:
    explicit Chunk(std::unique_ptr<Cell[]> cells) : cells_(std::move(cells)) {}
    T& operator[](std::size_t i) const { return cells_[i].value; }

   private:
    std::unique_ptr<Cell[]> cells_;
  };
  std::vector<Chunk> chunks_;
  std::size_t size_ = 0;
};

// Rows of any length, cut from large slabs; they stay where they are and are given back all together.
template <class T>
class Rows {
  static_assert(std::is_trivially_destructible_v<T> && std::is_trivially_copyable_v<T>);
  static constexpr std::size_t kSlab = 8192;

 public:
  T* take(std::size_t count) {
    if (count > kSlab / 4) return large_.emplace_back(std::make_unique_for_overwrite<T[]>(count)).get();
    if (slabs_.empty() || left_ < count) {
      slabs_.push_back(std::make_unique_for_overwrite<T[]>(kSlab));
      left_ = kSlab;
    }
    T* row = slabs_.back().get() + (kSlab - left_);
    left_ -= count;
    return row;
  }

 private:
  std::vector<std::unique_ptr<T[]>> slabs_, large_;  // the last slab is being filled
  std::size_t left_ = 0;
};

}  // namespace qiyue::scan
