#include "cases/terms.h"

#include <algorithm>

#include "core/segment.h"
#include "core/text.h"

namespace qiyue::cases {
namespace {

bool is_word_character(char32_t c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0x24F);
}

// Calls han(run) for each run of ideographs and other(run) for each of letters and digits, as byte ranges.
template <class Han, class Other>
void runs(std::string_view text, const Han& han, const Other& other) {
  enum class Script { nothing, ideographs, letters };
  Script open = Script::nothing;
  std::size_t begin = 0;
  const auto close = [&](std::size_t end) {
    if (open == Script::ideographs) han(text.substr(begin, end - begin));
    if (open == Script::letters) other(text.substr(begin, end - begin));
    open = Script::nothing;
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    const char32_t c = decode_utf8(text, at);
    const Script kind = is_han(c) ? Script::ideographs : is_word_character(c) ? Script::letters : Script::nothing;
    if (kind == open) continue;
    close(start);
    open = kind;
    begin = start;
  }
  close(text.size());
}

std::vector<std::string_view> characters(std::string_view run) {
  std::vector<std::string_view> out;
  for (std::size_t at = 0; at < run.size();) {
    const std::size_t start = at;
    decode_utf8(run, at);
    out.push_back(run.substr(start, at - start));
  }
  return out;
}

void append(std::string& out, std::string_view term) {
  if (!out.empty()) out += ' ';
  out += term;
}

// Where the run of ideographs that holds `offset` begins or ends; not further than a sentence needs to be read.
std::size_t run_edge(std::string_view text, std::size_t offset, bool forward) {
  constexpr std::size_t kFar = 48;
  std::size_t at = offset;
  while (forward ? at < text.size() && at - offset < kFar : at >= 3 && offset - at < kFar) {
    std::size_t next = forward ? at : at - 3;
    const std::size_t start = next;
    if (!is_han(decode_utf8(text, next)) || next - start != 3) break;
    at = forward ? next : start;
  }
  return at;
}

// Begins inside one word of the dictionary and ends inside another.
bool cuts_two_words(std::string_view text, std::size_t begin, std::size_t end) {
  const std::size_t left = run_edge(text, begin, false);
  const std::size_t right = run_edge(text, end, true);
  if (left == begin || right == end) return false;
  const std::vector<WordSpan> words = words_of(text.substr(left, right - left));
  const auto around = [&](std::size_t offset) {
    return std::find_if(words.begin(), words.end(),
                        [&](const WordSpan& word) { return left + word.begin < offset && offset < left + word.end; });
  };
  const auto first = around(begin), last = around(end);
  return first != words.end() && last != words.end() && first != last;
}

}  // namespace

std::string index_terms(std::string_view text) {
  std::string out;
  runs(
      text,
      [&](std::string_view run) {
        const auto each = characters(run);
        for (std::size_t i = 0; i + 1 < each.size(); ++i) {
          append(out, each[i]);
          out += each[i + 1];
        }
        append(out, each.back());
      },
      [&](std::string_view run) { append(out, to_lower_ascii(run)); });
  return out;
}

std::string query_phrase(std::string_view word) {
  std::string terms;
  bool prefix = false;
  std::size_t pieces = 0;
  runs(
      word,
      [&](std::string_view run) {
        ++pieces;
        const auto each = characters(run);
        for (std::size_t i = 0; i + 1 < each.size(); ++i) {
          append(terms, each[i]);
          terms += each[i + 1];
        }
        if (each.size() > 1) return;
        append(terms, each.front());
        prefix = true;
      },
      [&](std::string_view run) {
        ++pieces;
        append(terms, to_lower_ascii(run));
        prefix = false;
      });
  if (terms.empty()) return {};
  // In a word of several scripts the pairs at a seam do not stand side by side in the index: its parts are looked for each by itself.
  if (pieces > 1) {
    std::string parts;
    for (const std::string_view term : split(terms, ' ')) {
      if (!parts.empty()) parts += " AND ";
      parts += '"' + std::string(term) + "\"*";
    }
    return "(" + parts + ")";
  }
  return '"' + terms + '"' + (prefix ? "*" : "");
}

std::vector<Span> word_places(std::string_view text, std::string_view word) {
  std::vector<Span> places;
  if (word.empty()) return places;
  const std::string low = to_lower_ascii(text);
  const std::string wanted = to_lower_ascii(word);
  for (std::size_t at = low.find(wanted); at != std::string::npos; at = low.find(wanted, at + wanted.size())) {
    const std::size_t end = at + wanted.size();
    if (!cuts_two_words(text, at, end)) {
      places.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)});
    }
  }
  return places;
}

}  // namespace qiyue::cases
