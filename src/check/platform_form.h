// The platform's privacy form held against code and policy.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "check/check.h"
#include "core/data.h"

namespace qiyue {

// The body of WeChat's setprivacysetting, or the answer of getprivacysetting.
struct PlatformForm {
  DataFile data;
  bool escaped = false;  // Chinese written as escapes, which WeChat shows to users as they stand
};
// Nothing when the file is some other JSON. Fails where it is none.
Result<std::optional<PlatformForm>> read_platform_form(std::string path, std::string_view text);

// Three ways: what the code calls for, what the texts say, what each form declares. Adds to `findings` and keeps them sorted.
void check_platform_forms(const CheckInput& input, const std::vector<PlatformForm>& forms,
                          const knowledge::Knowledge& knowledge, std::vector<Finding>& findings);

}  // namespace qiyue
