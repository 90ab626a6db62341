// What people type or pick: form elements of the platform and of component libraries, own components that act as inputs, and views
// whose tap sets a personal value. Named by label, placeholder, name and bound variable (knowledge/taxonomy/fields.yaml).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scan/templates.h"

namespace qiyue::scan {

struct FormField {
  Field field;
  int file = 0;
  std::uint32_t node = 0;             // index into the file's markup
  std::uint32_t form = 0;             // its <form>; 0: none
  std::vector<std::string> bound;     // variables its value is bound to: "profile.name"
  std::vector<std::string> handlers;  // what its events call, as written
};

std::vector<FormField> form_fields(const TemplateInput& input);

}  // namespace qiyue::scan
