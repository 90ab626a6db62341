#include <fmt/core.h>

#include <charconv>

#include "core/text.h"
#include "release/release.h"

namespace qiyue {

std::string Version::text() const { return fmt::format("{}.{}.{}", major, minor, patch); }

Result<Version> parse_version(std::string_view text) {
  Version version;
  int* const parts[] = {&version.major, &version.minor, &version.patch};
  const auto pieces = split(text, '.');
  bool good = pieces.size() == 3;
  for (std::size_t i = 0; good && i < 3; ++i) {
    const std::string_view piece = pieces[i];
    good = !piece.empty() && piece.size() <= 5 && piece.find_first_not_of("0123456789") == std::string_view::npos &&
           (piece.size() == 1 || piece[0] != '0');
    if (good) std::from_chars(piece.data(), piece.data() + piece.size(), *parts[i]);
  }
  if (good) return version;
  return fail({.message = {fmt::format("“{}”不是版本号，应写成 1.2.0", text),
                           fmt::format("\"{}\" is no version number; write 1.2.0", text)},
               .remedy = {},
               .file = "",
               .more = {}});
}

std::string_view to_string(ChangeClass value) {
  switch (value) {
    case ChangeClass::none:
      return "none";
    case ChangeClass::patch:
      return "patch";
    case ChangeClass::minor:
      return "minor";
    case ChangeClass::major:
      return "major";
    case ChangeClass::first:
      return "first";
  }
  return "none";
}

Text words_of(ChangeClass value) {
  switch (value) {
    case ChangeClass::none:
      return {"没有变化", "no change"};
    case ChangeClass::patch:
      return {"文字订正：意思不变", "editorial: the meaning is the same"};
    case ChangeClass::minor:
      return {"一般变更：告知用户", "minor: tell users"};
    case ChangeClass::major:
      return {"重大变更：重新征得同意", "major: ask for consent again"};
    case ChangeClass::first:
      return {"第一版：征得同意", "first version: ask for consent"};
  }
  return {};
}

Version next_version(const Version& last, ChangeClass change) {
  switch (change) {
    case ChangeClass::major:
      return {last.major + 1, 0, 0};
    case ChangeClass::minor:
      return {last.major, last.minor + 1, 0};
    case ChangeClass::patch:
      return {last.major, last.minor, last.patch + 1};
    case ChangeClass::none:
    case ChangeClass::first:
      break;
  }
  return last;
}

}  // namespace qiyue
