// Runs of text: joining, trimming, and the way back to the bytes.
#include "core/text.h"
#include "document/flow.h"

namespace qiyue {
namespace {

// Verbatim runs map byte by byte; a decoded one stands as a whole.
bool verbatim(const Inline& run) { return run.source.end - run.source.begin == run.text.size(); }

}  // namespace

std::string plain_text(const Inlines& runs) {
  std::string text;
  for (const auto& run : runs) text += run.text;
  return text;
}

Span span_of(const Inlines& runs, std::size_t begin, std::size_t end) {
  Span span;
  bool found = false;
  std::size_t at = 0;
  for (const auto& run : runs) {
    const std::size_t next = at + run.text.size();
    const bool sourced = run.source.end > run.source.begin;
    if (sourced && next > begin && at < end) {
      const bool exact = verbatim(run);
      const auto first =
          exact && begin > at ? run.source.begin + static_cast<std::uint32_t>(begin - at) : run.source.begin;
      const auto last = exact && end < next ? run.source.begin + static_cast<std::uint32_t>(end - at) : run.source.end;
      if (!found) span.begin = first;
      span.end = last;
      found = true;
    }
    at = next;
  }
  return span;
}

namespace doc {

void append_run(Inlines& runs, std::string_view text, bool strong, std::string_view link, Span source) {
  if (text.empty()) return;
  if (!runs.empty()) {
    Inline& last = runs.back();
    if (last.strong == strong && last.link == link && last.source.end == source.begin && verbatim(last) &&
        source.end - source.begin == text.size()) {
      last.text += text;
      last.source.end = source.end;
      return;
    }
  }
  runs.push_back({std::string(text), strong, std::string(link), source});
}

void append_slice(Inlines& runs, const Mapped& text, std::size_t begin, std::size_t end, bool strong,
                  std::string_view link) {
  if (text.origin == nullptr) {
    append_run(runs, text.text.substr(begin, end - begin), strong, link, text.span(begin, end));
    return;
  }
  const auto& origin = *text.origin;
  while (begin < end) {
    std::size_t stop = begin + 1;
    const bool exact = origin[begin].end - origin[begin].begin == 1;
    if (exact) {
      while (stop < end && origin[stop].begin == origin[stop - 1].end && origin[stop].end - origin[stop].begin == 1)
        ++stop;
    } else {
      while (stop < end && origin[stop] == origin[begin]) ++stop;
    }
    append_run(runs, text.text.substr(begin, stop - begin), strong, link, {origin[begin].begin, origin[stop - 1].end});
    begin = stop;
  }
}

void remap(Flow& flow, std::size_t first, const Mapped& text) {
  const auto place = [&](Span span) { return span.end > span.begin ? text.span(span.begin, span.end) : Span{}; };
  const auto runs = [&](Inlines& old) {
    Inlines out;
    for (const auto& run : old) {
      if (verbatim(run)) {
        append_slice(out, text, run.source.begin, run.source.end, run.strong, run.link);
      } else {
        out.push_back({run.text, run.strong, run.link, place(run.source)});
      }
    }
    old = std::move(out);
  };
  for (std::size_t i = first; i < flow.items.size(); ++i) {
    FlowItem& item = flow.items[i];
    runs(item.runs);
    for (auto& cell : item.table.header) runs(cell);
    for (auto& row : item.table.rows)
      for (auto& cell : row) runs(cell);
    item.table.source = place(item.table.source);
    item.source = place(item.source);
  }
}

void drop_prefix(Inlines& runs, std::size_t bytes) {
  std::size_t whole = 0;
  while (whole < runs.size() && bytes >= runs[whole].text.size()) bytes -= runs[whole++].text.size();
  runs.erase(runs.begin(), runs.begin() + static_cast<std::ptrdiff_t>(whole));
  if (runs.empty() || bytes == 0) return;
  Inline& first = runs.front();
  if (verbatim(first)) first.source.begin += static_cast<std::uint32_t>(bytes);
  first.text.erase(0, bytes);
}

namespace {

std::size_t leading_space(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t next = at;
    const char32_t c = decode_utf8(text, next);
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x3000 && c != 0xA0 && c != 0xFEFF &&
        c != 0x200B)
      break;
    at = next;
  }
  return at;
}

std::size_t trailing_space(std::string_view text) {
  static constexpr std::string_view spaces[] = {" ", "\t", "\n", "\r", "\f", "\u3000", "\u00A0", "\uFEFF", "\u200B"};
  std::size_t dropped = 0;
  for (bool more = true; more;) {
    more = false;
    for (const auto space : spaces) {
      if (!text.empty() && text.ends_with(space)) {
        text.remove_suffix(space.size());
        dropped += space.size();
        more = true;
      }
    }
  }
  return dropped;
}

}  // namespace

void trim_runs(Inlines& runs) {
  std::size_t empty = 0;
  while (empty < runs.size() && leading_space(runs[empty].text) == runs[empty].text.size()) ++empty;
  runs.erase(runs.begin(), runs.begin() + static_cast<std::ptrdiff_t>(empty));
  while (!runs.empty() && leading_space(runs.back().text) == runs.back().text.size()) runs.pop_back();
  if (runs.empty()) return;
  drop_prefix(runs, leading_space(runs.front().text));
  Inline& last = runs.back();
  const std::size_t tail = trailing_space(last.text);
  if (verbatim(last)) last.source.end -= static_cast<std::uint32_t>(tail);
  last.text.resize(last.text.size() - tail);
}

Inlines merged(const Inlines& runs) {
  Inlines out;
  for (const auto& run : runs) {
    if (run.text.empty()) continue;
    if (!out.empty() && out.back().strong == run.strong && out.back().link == run.link) {
      out.back().text += run.text;
    } else {
      out.push_back({run.text, run.strong, run.link, {}});
    }
  }
  return out;
}

bool all_strong(const Inlines& runs) {
  bool any = false;
  for (const auto& run : runs) {
    if (!has_letters(run.text)) continue;
    if (!run.strong) return false;
    any = true;
  }
  return any;
}

bool has_letters(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = decode_utf8(text, at);
    if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || is_han(c)) return true;
    // Latin beyond ASCII, Greek, Cyrillic … Hangul, kana; not punctuation, arrows, symbols or emoji.
    if (c >= 0xC0 && c < 0x2000 && c != 0xD7 && c != 0xF7) return true;
    if (c >= 0x3040 && c < 0xD800 && c != 0x30FB) return true;
    if (c >= 0xFF10 && c <= 0xFF5A) return true;
  }
  return false;
}

}  // namespace doc
}  // namespace qiyue
