// Safe fixes, made in the source of a text.
#include <algorithm>

#include "check/check.h"
#include "core/text.h"

namespace qiyue {
namespace {

struct Edit {
  std::size_t begin = 0, end = 0;
  std::string replacement;
};

std::size_t offset_of(const SourceText& source, const Position& position) {
  const std::string_view text = source.text();
  std::size_t offset = source.offset_of_line(position.line);
  for (int column = 1; column < position.column && offset < text.size() && text[offset] != '\n'; ++column) {
    decode_utf8(text, offset);
  }
  return offset;
}

std::vector<Edit> edits_of(const SourceText& source, const std::vector<Finding>& findings) {
  std::vector<Edit> edits;
  for (const Finding& finding : findings) {
    if (!finding.fix || !finding.fix->safe || finding.document != source.path() || finding.begin.line < 1) continue;
    const std::size_t begin = offset_of(source, finding.begin), end = offset_of(source, finding.end);
    if (begin < end && end <= source.text().size()) edits.push_back({begin, end, finding.fix->replacement});
  }
  std::stable_sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) { return a.begin < b.begin; });
  std::size_t last = 0;  // edits that overlap an earlier one wait for the next run
  std::erase_if(edits, [&](const Edit& edit) {
    if (edit.begin < last) return true;
    last = edit.end;
    return false;
  });
  return edits;
}

}  // namespace

Mended apply_safe_fixes(const SourceText& source, const std::vector<Finding>& findings) {
  Mended mended;
  const std::string_view text = source.text();
  const std::vector<Edit> edits = edits_of(source, findings);
  mended.fixes = static_cast<int>(edits.size());
  std::size_t done = 0;
  for (const Edit& edit : edits) {
    mended.text.append(text.substr(done, edit.begin - done)).append(edit.replacement);
    done = edit.end;
  }
  mended.text.append(text.substr(done));
  if (edits.empty()) return mended;
  mended.diff = "--- " + source.path() + "\n+++ " + source.path() + "\n";
  for (std::size_t i = 0; i < edits.size();) {
    const std::size_t from = text.rfind('\n', edits[i].begin) + 1;  // npos + 1 is 0: the first line
    const std::size_t stop = std::min(text.find('\n', edits[i].end), text.size());
    std::string after;
    std::size_t at = from;
    for (; i < edits.size() && edits[i].begin < stop; ++i) {
      after.append(text.substr(at, edits[i].begin - at)).append(edits[i].replacement);
      at = edits[i].end;
    }
    after.append(text.substr(at, stop > at ? stop - at : 0));
    const int line = source.line_of(static_cast<std::uint32_t>(from));
    mended.diff +=
        "@@ " + std::to_string(line) + " @@\n-" + std::string(text.substr(from, stop - from)) + "\n+" + after + "\n";
  }
  return mended;
}

}  // namespace qiyue
