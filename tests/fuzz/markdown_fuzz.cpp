// Markdown: nothing crashes, every run lies inside its text, and what was written once is written the same again.
#include "document_checks.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace qiyue;
  const auto documents = parse_documents("a.md", fuzz::bytes(data, size));
  if (!documents) return 0;
  for (const auto& document : *documents) {
    fuzz::check_document(document);
    const auto again = parse_documents("a.md", write_markdown(document));
    if (!again) continue;
    for (const auto& other : *again) fuzz::check_document(other);
  }
  return 0;
}
