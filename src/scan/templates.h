// What templates take without a line of script: buttons with an open-type, cameras, maps that show where the user is.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "evidence/evidence.h"
#include "knowledge/knowledge.h"
#include "program/program.h"

namespace qiyue::scan {

// A program's templates and what the scripts tell about them. The functions may be empty: then nothing is constant, and a page's
// registration alone decides what can be reached.
struct TemplateInput {
  const program::Program& program;
  const knowledge::Knowledge& knowledge;
  const std::vector<program::Markup>& markups;  // by file, of program::parse_markups
  std::function<bool(int file)> file_reachable;
  // Of an expression ("isLogin", "user.ready") in the template `file`: its truth where it never changes, the texts it can have.
  std::function<std::optional<bool>(int file, std::string_view expression)> constant_truth;
  std::function<std::vector<std::string>(int file, std::string_view expression)> constant_strings;
};

struct TemplateUse {
  Use use;
  int file = 0;
  std::uint32_t node = 0;             // index into the file's markup
  std::vector<std::string> handlers;  // what its events call, as written: "onPhone", "login($event)"
};

UseClass class_of(knowledge::ApiClass value);

std::vector<TemplateUse> template_uses(const TemplateInput& input);

}  // namespace qiyue::scan
