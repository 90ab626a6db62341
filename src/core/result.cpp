#include "core/result.h"

#include <fmt/core.h>

#include <iterator>

namespace qiyue {
namespace {

void append(std::string& out, const Error& error, Lang lang) {
  if (!error.file.empty()) {
    out += error.file;
    if (error.line > 0) {
      out += fmt::format(":{}", error.line);
      if (error.column > 0) out += fmt::format(":{}", error.column);
    }
    out += ": ";
  }
  const bool zh = lang == Lang::zh;
  out += fmt::format("{}{}\n", zh ? "错误：" : "error: ", error.message.in(lang));
  if (!error.remedy.empty()) {
    out += fmt::format("  {}{}\n", zh ? "改法：" : "help: ", error.remedy.in(lang));
  }
}

}  // namespace

std::string render(const Error& error, Lang lang) {
  // `more` may itself carry `more`: flattened with a work list, so that no nesting can exhaust the stack.
  std::string out;
  std::vector<const Error*> pending{&error};
  while (!pending.empty()) {
    const Error* next = pending.back();
    pending.pop_back();
    append(out, *next, lang);
    for (auto it = next->more.rbegin(); it != next->more.rend(); ++it) pending.push_back(&*it);
  }
  return out;
}

}  // namespace qiyue
