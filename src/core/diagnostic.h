// What a person is told about one place: rustc-like, with the passage underlined (wide characters aligned).
#pragma once

#include <string>
#include <vector>

#include "core/result.h"
#include "core/source.h"

namespace qiyue {

enum class Severity { error, warning, advice };
std::string_view to_string(Severity severity);

struct Diagnostic {
  std::string code;  // QYnnnn
  Severity severity = Severity::error;
  Text message;
  std::string file;
  Position begin, end;             // begin.line 0: nothing to show but the file
  std::vector<std::string> lines;  // the source lines begin.line .. end.line
  std::vector<Text> notes;         // why: law and article, evidence
  Text help;                       // what to do
  Text replacement;                // wording offered in its place; may be empty
};

struct RenderStyle {
  Lang lang = Lang::zh;
  bool color = false;
  int width = 100;
};

std::string render(const Diagnostic& diagnostic, const RenderStyle& style);

}  // namespace qiyue
