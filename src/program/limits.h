// Bounds of what this room takes in. They are counts, never times: the same input gives the same result on every machine.
#pragma once

#include <cstddef>
#include <cstdint>

namespace qiyue::program {

inline constexpr std::size_t kMaxMarkupNodes = 1'000'000;  // further markup is left out, and said so
inline constexpr std::size_t kMaxMarkupErrors = 100;       // faults listed per file
inline constexpr std::size_t kMaxMarkupAttributes = 4096;  // per element
inline constexpr int kMaxCarefulScans =
    64;  // interpolations that run to the end of the file before the quick search takes over
inline constexpr std::size_t kMaxCandidates = 1000;            // programs found below one directory
inline constexpr std::uint64_t kMaxProgramBytes = 1ull << 30;  // all source text of one program

}  // namespace qiyue::program
