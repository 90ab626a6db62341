// A document as the checks see it: sentences, lists read as one, paragraphs, and what kind of text it is.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "check/check.h"
#include "claims/claims.h"
#include "core/patterns.h"

namespace qiyue::checking {

// What a text is for; decides what it must hold. A consent box only points to the texts it asks consent for.
enum class TextKind { policy, agreement, consent_box, lists, other };

// A stretch that patterns run over: one sentence, or a lead-in with all items of its list.
struct Unit {
  std::string text;                                        // without white space
  std::vector<std::pair<std::size_t, std::size_t>> parts;  // where in `text` each sentence begins, and which it is
};

struct TextView {
  const Document* document = nullptr;
  TextKind kind = TextKind::other;
  std::vector<Sentence> sentences;
  std::vector<std::vector<int>> candidates;  // by sentence: sentence patterns that may match it
  std::vector<Unit> lists;                   // lead-ins with their items
  std::vector<std::string> passages;         // paragraphs, items and table rows (|a|b|), without white space
  std::string whole;                         // all sentences, a line each, without white space
  int length = 0;                            // code points of all sentences
  bool has_strong = false, has_table = false;
};

TextView view(const Document& document);
std::string_view name_of(TextKind kind, Lang lang);

// A place in one sentence as bytes of its squeezed text.
struct Place {
  std::size_t sentence = 0, begin = 0, end = 0;
};
// From a range of a unit's text to the sentences it covers; the last place it touches ends the range.
std::vector<Place> places_of(const Unit& unit, std::size_t begin, std::size_t end);

// Widens a range of squeezed text to the commas around it.
std::pair<std::size_t, std::size_t> widen(std::string_view squeezed, std::size_t begin, std::size_t end);

// Fills document, begin, end and quote of `finding` for a range of the squeezed text of a sentence.
void locate(Finding& finding, const TextView& text, std::size_t sentence, std::size_t begin, std::size_t end);
// The same for a range that runs over several sentences.
void locate(Finding& finding, const TextView& text, const std::vector<Place>& places);
// The document's first line, for what is missing from it.
void locate_whole(Finding& finding, const TextView& text);

}  // namespace qiyue::checking
