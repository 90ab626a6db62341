#include "core/progress.h"

#include <fmt/core.h>
#include <unistd.h>

#include <cstdio>

namespace qiyue {

void Progress::begin(const Text& step) {
  step_ = step;
  started_ = std::chrono::steady_clock::now();
  // On a terminal the step shows while it runs; in a log each step is one line, written when it is done.
  if (enabled_ && isatty(STDERR_FILENO) != 0) {
    fmt::print(stderr, "{} …", step_.in(lang_));
    std::fflush(stderr);
  }
}

void Progress::end(const Text& result) {
  if (!enabled_) return;
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started_;
  if (isatty(STDERR_FILENO) == 0) fmt::print(stderr, "{} …", step_.in(lang_));
  fmt::print(stderr, " {:.2f} s", took.count());
  if (!result.empty()) fmt::print(stderr, "{}{}", lang_ == Lang::zh ? "，" : ", ", result.in(lang_));
  fmt::print(stderr, "\n");
}

}  // namespace qiyue
