// A text as a row of paragraphs, list items and table rows, each with the clause it stands in. Insides of cases.
#pragma once

#include <string>
#include <vector>

#include "claims/claims.h"
#include "document/document.h"

namespace qiyue::cases {

struct Passage {
  std::string text;                 // as printed; the cells of a row joined by " | "
  std::string squeezed;             // without white space
  std::string heading;              // nearest clause title
  std::size_t first = 0, last = 0;  // sentences [first, last)
  int line = 0;
};
// Headings are no passages.
std::vector<Passage> passages_of(const Document& document, const std::vector<Sentence>& sentences);

}  // namespace qiyue::cases
