// uni-app's conditional compilation: `#ifdef A || B`, `#ifndef`, `#else`, `#elif`, `#endif` in the comments of scripts, templates, styles and JSON.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace qiyue::program {

using Defines = std::set<std::string, std::less<>>;  // MP, MP-WEIXIN, VUE3 …

// The names that hold on a platform ("wechat", "alipay" …).
Defines platform_defines(std::string_view platform, bool vue3);

// `text` with every passage that is not compiled replaced by spaces, one for each character, line breaks kept: lines and columns stay
// true. A block that is never closed is kept as it is.
std::string apply_conditions(std::string_view text, const Defines& defines);

}  // namespace qiyue::program
