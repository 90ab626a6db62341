// A file of answers: paths of facts.yaml and their values. Insides of facts.
#pragma once

#include <string>

#include "facts/facts.h"

namespace qiyue::facts {

// The text of `facts` with every answer of `file` put in. Fails with all unknown paths and unfit values of the file, each at its line.
Result<std::string> apply_answers(const std::string& file, const Facts& facts, const knowledge::Knowledge& knowledge);

}  // namespace qiyue::facts
