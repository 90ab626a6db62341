// Privacy policies and user agreements that stand in the program, and pages that load one when they are opened.
#pragma once

#include <string>
#include <vector>

#include "scan/templates.h"

namespace qiyue::scan {

struct PolicyTexts {
  std::vector<std::string> texts;         // files that hold a text, sorted
  std::vector<std::string> remote_texts;  // pages that show one loaded at run time, sorted
};

PolicyTexts find_policy_texts(const TemplateInput& input);

}  // namespace qiyue::scan
