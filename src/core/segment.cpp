#include "core/segment.h"

#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include <memory>

namespace qiyue {
namespace {

struct Close {
  void operator()(UBreakIterator* iterator) const { ubrk_close(iterator); }
  void operator()(UText* text) const { utext_close(text); }
};

// Opening one costs more than a paragraph does; none may be shared between threads.
UBreakIterator* word_iterator() {
  thread_local const std::unique_ptr<UBreakIterator, Close> iterator = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<UBreakIterator, Close> made(ubrk_open(UBRK_WORD, "zh", nullptr, 0, &status));
    return U_SUCCESS(status) ? std::move(made) : nullptr;
  }();
  return iterator.get();
}

}  // namespace

std::vector<WordSpan> words_of(std::string_view text) {
  std::vector<WordSpan> words;
  UBreakIterator* iterator = word_iterator();
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UText, Close> opened(
      utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status));
  if (iterator == nullptr || U_FAILURE(status)) return words;
  ubrk_setUText(iterator, opened.get(), &status);
  if (U_FAILURE(status)) return words;
  std::int32_t begin = ubrk_first(iterator);
  for (std::int32_t end = ubrk_next(iterator); end != UBRK_DONE; end = ubrk_next(iterator)) {
    if (ubrk_getRuleStatus(iterator) >= UBRK_WORD_NONE_LIMIT) {
      words.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
    }
    begin = end;
  }
  return words;
}

}  // namespace qiyue
