// libFuzzer entry: any bytes are the configuration of a program: app.json, pages.json with conditions, app.config.ts, app.mpx.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/data.h"
#include "program/literal.h"
#include "program/opening.h"

using namespace qiyue;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const std::string compiled = program::apply_conditions(text, program::platform_defines("wechat", true));
  const SourceText before("a", text), after("a", compiled);
  if (before.line_count() != after.line_count()) std::abort();  // positions must stay true

  for (const program::Language language :
       {program::Language::json, program::Language::typescript, program::Language::markup}) {
    program::Program holder;
    holder.platform = "wechat";
    if (language == program::Language::json) {
      const auto json = parse_json("app.json", compiled);
      if (!json) continue;
      program::read_app_config(*json, -1, holder);
      program::read_uni_config(*json, -1, &*json, -1, holder);
    } else {
      const program::SourceFile file{"app", language, program::Dialect::vue, SourceText("app", compiled), false,
                                     false, false};
      if (const auto block = program::read_config_block(file)) program::read_app_config(*block, -1, holder);
    }
  }
  return 0;
}
