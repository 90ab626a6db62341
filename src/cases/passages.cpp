#include "cases/passages.h"

#include "core/text.h"

namespace qiyue::cases {
namespace {

// Whether b goes on with the paragraph, item or row that a began.
bool together(const Sentence& a, const Sentence& b) {
  if (a.in_table != b.in_table || a.is_heading != b.is_heading) return false;
  return a.in_table ? a.table == b.table && a.row == b.row : a.passage == b.passage;
}

}  // namespace

std::vector<Passage> passages_of(const Document& document, const std::vector<Sentence>& sentences) {
  std::vector<Passage> out;
  for (std::size_t i = 0; i < sentences.size();) {
    std::size_t end = i;
    while (end < sentences.size() && together(sentences[i], sentences[end])) ++end;
    if (!sentences[i].is_heading) {
      Passage passage;
      passage.heading = sentences[i].heading;
      passage.first = i;
      passage.last = end;
      for (std::size_t k = i; k < end; ++k) {
        if (k > i && sentences[k].column != sentences[k - 1].column) passage.text += " | ";
        passage.text += sentences[k].text;
        passage.squeezed += sentences[k].squeezed;
      }
      if (!document.source.text().empty() && sentences[i].source.end > sentences[i].source.begin)
        passage.line = document.source.line_of(sentences[i].source.begin);
      out.push_back(std::move(passage));
    }
    i = end;
  }
  return out;
}

}  // namespace qiyue::cases
