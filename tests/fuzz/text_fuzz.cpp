// Plain text and scripts: the first byte chooses.
#include <array>

#include "document_checks.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static constexpr std::array paths{"a.txt", "a.js", "a.ts", "a.tsx"};
  if (size == 0) return 0;
  qiyue::fuzz::check_input(paths[data[0] % paths.size()], qiyue::fuzz::bytes(data + 1, size - 1));
  return 0;
}
