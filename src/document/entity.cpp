// Character references of HTML: numeric ones, and the named ones that texts use.
#include <algorithm>
#include <array>

#include "core/text.h"
#include "document/flow.h"

namespace qiyue::doc {
namespace {

struct Named {
  std::string_view name;
  char32_t code_point;
};
// Sorted by name. References that are not here stay as they are written, so nothing is lost.
constexpr std::array kNamed = std::to_array<Named>({
    {"AMP", '&'},       {"GT", '>'},        {"LT", '<'},        {"QUOT", '"'},     {"amp", '&'},
    {"apos", '\''},     {"asymp", 0x2248},  {"bdquo", 0x201E},  {"bull", 0x2022},  {"cent", 0xA2},
    {"copy", 0xA9},     {"dagger", 0x2020}, {"deg", 0xB0},      {"divide", 0xF7},  {"emsp", 0x2003},
    {"ensp", 0x2002},   {"euro", 0x20AC},   {"frac12", 0xBD},   {"ge", 0x2265},    {"gt", '>'},
    {"hearts", 0x2665}, {"hellip", 0x2026}, {"laquo", 0xAB},    {"larr", 0x2190},  {"ldquo", 0x201C},
    {"le", 0x2264},     {"loz", 0x25CA},    {"lsaquo", 0x2039}, {"lsquo", 0x2018}, {"lt", '<'},
    {"mdash", 0x2014},  {"middot", 0xB7},   {"minus", 0x2212},  {"nbsp", 0xA0},    {"ndash", 0x2013},
    {"ne", 0x2260},     {"para", 0xB6},     {"permil", 0x2030}, {"plusmn", 0xB1},  {"pound", 0xA3},
    {"prime", 0x2032},  {"quot", '"'},      {"raquo", 0xBB},    {"rarr", 0x2192},  {"rdquo", 0x201D},
    {"reg", 0xAE},      {"rsaquo", 0x203A}, {"rsquo", 0x2019},  {"sbquo", 0x201A}, {"sect", 0xA7},
    {"shy", 0xAD},      {"sum", 0x2211},    {"thinsp", 0x2009}, {"tilde", 0x2DC},  {"times", 0xD7},
    {"trade", 0x2122},  {"yen", 0xA5},      {"zwj", 0x200D},    {"zwnj", 0x200C},
});
static_assert(std::is_sorted(kNamed.begin(), kNamed.end(),
                             [](const Named& a, const Named& b) { return a.name < b.name; }));

Entity make(char32_t code_point, std::size_t length) {
  Entity entity;
  if (code_point == 0 || code_point > 0x10FFFF || (code_point >= 0xD800 && code_point < 0xE000)) code_point = 0xFFFD;
  append_utf8(entity.text, code_point);
  entity.length = length;
  return entity;
}

}  // namespace

Entity decode_entity(std::string_view text) {
  if (text.size() < 3 || text[0] != '&') return {};
  if (text[1] == '#') {
    const bool hex = text[2] == 'x' || text[2] == 'X';
    char32_t value = 0;
    std::size_t at = hex ? 3 : 2;
    const std::size_t first = at;
    for (; at < text.size() && at < first + 8; ++at) {
      const char c = text[at];
      const int digit = c >= '0' && c <= '9'          ? c - '0'
                        : hex && c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : hex && c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                      : -1;
      if (digit < 0) break;
      value = value * (hex ? 16 : 10) + static_cast<char32_t>(digit);
    }
    if (at == first) return {};
    return make(value, at < text.size() && text[at] == ';' ? at + 1 : at);
  }
  std::size_t at = 1;
  while (at < text.size() && at < 10 &&
         ((text[at] >= 'a' && text[at] <= 'z') || (text[at] >= 'A' && text[at] <= 'Z') ||
          (text[at] >= '0' && text[at] <= '9')))
    ++at;
  const std::string_view name = text.substr(1, at - 1);
  const auto found = std::lower_bound(kNamed.begin(), kNamed.end(), name,
                                      [](const Named& a, std::string_view b) { return a.name < b; });
  if (found == kNamed.end() || found->name != name) return {};
  if (at < text.size() && text[at] == ';') return make(found->code_point, at + 1);
  // Without its semicolon only the old ones are read, as browsers do.
  static constexpr std::array old{"amp", "AMP", "lt", "LT", "gt", "GT", "quot", "QUOT", "nbsp", "copy", "reg"};
  return std::find(old.begin(), old.end(), name) != old.end() ? make(found->code_point, at) : Entity{};
}

}  // namespace qiyue::doc
