// A purpose as a platform's form wants it.
#pragma once

#include <string>
#include <string_view>

namespace qiyue::publish_detail {

// Without 为了, 用于 … before it and signs after it: WeChat shows 为了 before the text (platforms/wechat_rules.md, WG06).
std::string purpose_alone(std::string_view purpose);

}  // namespace qiyue::publish_detail
