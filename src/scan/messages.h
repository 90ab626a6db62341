// Inside of the field pass: the texts that a program keeps in language files and names by a key: $t('login.phone').
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "program/program.h"

namespace qiyue::scan {

class Messages {
 public:
  explicit Messages(const program::Program& program);
  // The Chinese text of a key; "" when there is none.
  [[nodiscard]] std::string find(std::string_view key) const;

 private:
  std::unordered_map<std::string, std::string> texts_;  // "login.phone"
};

}  // namespace qiyue::scan
