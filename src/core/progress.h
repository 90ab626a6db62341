// What the program is doing and how long it took, on stderr. Times never reach an output file.
#pragma once

#include <chrono>
#include <string>

#include "core/result.h"

namespace qiyue {

// One line a step: "扫描源代码 … 0.12 s". Quiet when `enabled` is false.
class Progress {
 public:
  Progress(bool enabled, Lang lang) : enabled_(enabled), lang_(lang) {}
  void begin(const Text& step);
  void end(const Text& result = {});

 private:
  bool enabled_;
  Lang lang_;
  Text step_;
  std::chrono::steady_clock::time_point started_;
};

}  // namespace qiyue
