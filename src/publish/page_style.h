// Inside of the publish module: the styles of the two kinds of page.
#pragma once

#include <string_view>

namespace qiyue::publish_detail {

extern const std::string_view kHtmlStyle;
extern const std::string_view kWxssStyle;

}  // namespace qiyue::publish_detail
