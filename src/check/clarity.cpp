// What is hard to read: the sentences to mend. The figures are the clarity module's.
#include <algorithm>

#include "check/book.h"
#include "core/text.h"

namespace qiyue::checking {
namespace {

constexpr int kVeryLongSentence = 140;

int length_of(const Sentence& sentence) { return count_code_points(sentence.squeezed); }

}  // namespace

void check_clarity(Run& run, const TextView& text) {
  if (text.kind == TextKind::consent_box || text.kind == TextKind::other) return;
  // A fault of the whole text is told once, at its worst place.
  std::vector<std::pair<int, std::size_t>> longest;
  for (std::size_t i = 0; i < text.sentences.size(); ++i) {
    if (text.sentences[i].in_table) continue;
    if (const int length = length_of(text.sentences[i]); length >= kVeryLongSentence) longest.emplace_back(-length, i);
  }
  std::sort(longest.begin(), longest.end());
  for (std::size_t n = 0; n < std::min<std::size_t>(longest.size(), 3); ++n) {
    const auto [length, i] = longest[n];
    Finding finding = finding_of(run.book, "QY5901", "clarity", Severity::advice);
    finding.message.zh += "：" + std::to_string(-length) + " 个字";
    finding.message.en += ": " + std::to_string(-length) + " characters";
    locate(finding, text, i, 0, text.sentences[i].squeezed.size());
    run.findings.push_back(std::move(finding));
  }
  if (text.length > 1500 && !text.has_strong) {
    Finding finding = finding_of(run.book, "QY5903", "clarity", Severity::advice);
    locate_whole(finding, text);
    run.findings.push_back(std::move(finding));
  }
}

}  // namespace qiyue::checking
