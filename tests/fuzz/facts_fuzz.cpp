// legal/facts.yaml: any bytes give facts or faults with a place; an answer put into what can be read changes its one value alone.
#include <boost/json.hpp>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/text.h"
#include "facts/facts.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kMaxInput = 16 << 10;
  if (size > kMaxInput) return 0;
  const std::string yaml(reinterpret_cast<const char*>(data), size);
  const auto facts = qiyue::parse_facts("facts.yaml", yaml, qiyue::knowledge::builtin());
  if (!facts && facts.error().message.empty()) std::abort();

  const auto file = qiyue::parse_yaml("facts.yaml", yaml);
  if (!file || !file->value.is_object()) return 0;
  int tried = 0;
  for (const auto& [pointer, position] : file->places) {
    if (pointer.empty() || pointer.find('~') != std::string::npos || pointer.find('.') != std::string::npos) continue;
    if (++tried > 8) break;
    qiyue::Question question;
    question.id = qiyue::replace_all(pointer.substr(1), "/", ".");
    const auto changed = qiyue::answer(yaml, question, "新的: 值 # 1");
    if (!changed) continue;
    const auto again = qiyue::parse_yaml("facts.yaml", *changed);
    if (!again) std::abort();
    const qiyue::json::value* value = &again->value;
    for (const std::string_view part : qiyue::split(question.id, '.')) {
      value = qiyue::find(*value, part);
      if (value == nullptr) std::abort();
    }
    if (!value->is_string() || value->get_string() != "新的: 值 # 1") std::abort();
  }
  return 0;
}
