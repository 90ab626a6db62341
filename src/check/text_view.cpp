#include "check/text_view.h"

#include <algorithm>
#include <map>

#include "core/text.h"

namespace qiyue::checking {
namespace {

constexpr int kConsentBoxAtMost = 700;  // code points: longer texts state rules themselves

int count(std::string_view text, std::string_view word) {
  int found = 0;
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + word.size())) ++found;
  return found;
}

// A short text that names the policy or the agreement, asks to agree and has no chapters of its own.
bool is_consent_box(const TextView& text) {
  if (text.length > kConsentBoxAtMost) return false;
  const bool names = text.whole.find("《") != std::string::npos;
  const bool asks = text.whole.find("同意") != std::string::npos;
  int clauses = 0;
  visit(*text.document, [&](const Clause&) { ++clauses; });
  return names && asks && clauses <= 2;
}

TextKind kind_of(const TextView& text) {
  if (is_consent_box(text)) return TextKind::consent_box;
  switch (text.document->kind) {
    case DocumentKind::privacy_policy:
      return TextKind::policy;
    case DocumentKind::user_agreement:
      return TextKind::agreement;
    case DocumentKind::data_lists:
      return TextKind::lists;
    case DocumentKind::unknown:
      break;
  }
  const int policy = count(text.whole, "个人信息") + count(text.whole, "隐私") + count(text.whole, "收集");
  const int agreement = count(text.whole, "本协议") + count(text.whole, "用户协议") + count(text.whole, "服务条款") +
                        count(text.whole, "不得") + count(text.whole, "违约");
  if (policy + agreement < 5) return TextKind::other;
  return policy >= agreement ? TextKind::policy : TextKind::agreement;
}

void add_lists(TextView& text) {
  std::map<int, std::vector<std::size_t>> members;
  for (std::size_t i = 0; i < text.sentences.size(); ++i) {
    if (text.sentences[i].list >= 0) members[text.sentences[i].list].push_back(i);
  }
  for (const auto& [number, sentences] : members) {
    if (sentences.size() < 2) continue;
    Unit unit;
    for (std::size_t k = 0; k < sentences.size(); ++k) {
      const std::size_t i = sentences[k];
      // A pattern must not run on for ever: what the lead-in says holds for the first items as for the last.
      if (unit.parts.size() > 40) break;
      if (!unit.text.empty()) unit.text += "、";
      unit.parts.emplace_back(unit.text.size(), i);
      for (const char c : text.sentences[i].squeezed) unit.text += c;
      // Sentences of one item stay apart: only what ends the item runs on to the next.
      if (k + 1 < sentences.size() && text.sentences[sentences[k + 1]].passage == text.sentences[i].passage) continue;
      for (const std::string_view stop : {"；", "。", ";"}) {
        if (unit.text.ends_with(stop)) unit.text.resize(unit.text.size() - stop.size());
      }
    }
    text.lists.push_back(std::move(unit));
  }
}

void add_passages(TextView& text) {
  for (std::size_t i = 0; i < text.sentences.size();) {
    const Sentence& first = text.sentences[i];
    std::string passage;
    std::size_t end = i;
    if (first.in_table) {
      passage = "|";
      while (end < text.sentences.size() && text.sentences[end].table == first.table &&
             text.sentences[end].row == first.row) {
        const int column = text.sentences[end].column;
        while (end < text.sentences.size() && text.sentences[end].table == first.table &&
               text.sentences[end].row == first.row && text.sentences[end].column == column) {
          passage += text.sentences[end].squeezed;
          ++end;
        }
        passage += "|";
      }
    } else {
      while (end < text.sentences.size() && text.sentences[end].passage == first.passage) {
        passage += text.sentences[end].squeezed;
        ++end;
      }
    }
    text.passages.push_back(std::move(passage));
    i = std::max(end, i + 1);
  }
}

Position position(const Document& document, std::uint32_t offset) {
  return document.source.text().empty() ? Position{} : document.source.at(offset);
}

void place(Finding& finding, const TextView& text, Span span) {
  finding.document = text.document->source.path();
  if (text.document->source.text().empty() || span.end <= span.begin) return;
  finding.begin = position(*text.document, span.begin);
  finding.end = position(*text.document, span.end);
}

}  // namespace

TextView view(const Document& document) {
  TextView text;
  text.document = &document;
  text.sentences = sentences(document);
  for (const Sentence& sentence : text.sentences) {
    text.whole += sentence.squeezed;
    text.whole += '\n';
    text.length += count_code_points(sentence.squeezed);
    text.has_strong = text.has_strong || (sentence.strong && !sentence.is_heading);
    text.has_table = text.has_table || sentence.in_table;
  }
  const auto look = [&](const std::vector<Block>& blocks) {
    for (const Block& block : blocks) {
      const auto any = [](const Inlines& runs) {
        return std::any_of(runs.begin(), runs.end(), [](const Inline& run) { return run.strong && !run.text.empty(); });
      };
      text.has_strong = text.has_strong || any(block.text) || std::any_of(block.items.begin(), block.items.end(), any);
    }
  };
  look(document.preamble);
  visit(document, [&](const Clause& clause) { look(clause.blocks); });
  add_lists(text);
  add_passages(text);
  text.kind = kind_of(text);
  return text;
}

std::string_view name_of(TextKind kind, Lang lang) {
  const bool zh = lang == Lang::zh;
  switch (kind) {
    case TextKind::policy:
      return zh ? "隐私政策" : "privacy policy";
    case TextKind::agreement:
      return zh ? "用户协议" : "user agreement";
    case TextKind::consent_box:
      return zh ? "同意提示框" : "consent box";
    case TextKind::lists:
      return zh ? "清单" : "lists";
    case TextKind::other:
      break;
  }
  return zh ? "文本" : "text";
}

std::vector<Place> places_of(const Unit& unit, std::size_t begin, std::size_t end) {
  std::vector<Place> places;
  for (std::size_t i = 0; i < unit.parts.size(); ++i) {
    const std::size_t from = unit.parts[i].first;
    const std::size_t to = i + 1 < unit.parts.size() ? unit.parts[i + 1].first : unit.text.size();
    if (end <= from || begin >= to) continue;
    places.push_back({unit.parts[i].second, begin > from ? begin - from : 0, std::min(end, to) - from});
  }
  return places;
}

std::pair<std::size_t, std::size_t> widen(std::string_view squeezed, std::size_t begin, std::size_t end) {
  const auto stops = [](char32_t c) {
    return c == U'，' || c == ',' || c == U'：' || c == ':' || c == U'；' || c == ';' || c == U'。' || c == U'！' ||
           c == U'？';
  };
  std::size_t from = 0, to = squeezed.size();
  for (std::size_t offset = 0; offset < squeezed.size();) {
    const std::size_t start = offset;
    if (!stops(decode_utf8(squeezed, offset))) continue;
    if (start >= end) {
      to = start;
      break;
    }
    if (offset <= begin) from = offset;
  }
  return {from, std::max(to, end)};
}

void locate(Finding& finding, const TextView& text, std::size_t sentence, std::size_t begin, std::size_t end) {
  const Sentence& place_in = text.sentences[sentence];
  const auto [from, to] = unsqueeze(place_in, begin, end);
  finding.quote = place_in.text.substr(from, to - from);
  Span span = source_of(place_in, from, to);
  const SourceText& source = text.document->source;
  if (source.path().ends_with(".md") && span.end > span.begin && span.end <= source.text().size()) {
    // In Markdown what is quoted can be found again as it stands, its marks of emphasis included.
    const std::string_view all = source.text();
    while (span.begin > 0 && all[span.begin - 1] == '*') --span.begin;
    while (span.end < all.size() && all[span.end] == '*') ++span.end;
    const std::string_view printed = source.slice(span);
    if (printed.find('\n') == std::string_view::npos) finding.quote = std::string(trim(printed));
  }
  place(finding, text, span);
}

void locate(Finding& finding, const TextView& text, const std::vector<Place>& places) {
  if (places.empty()) return;
  locate(finding, text, places.front().sentence, places.front().begin, places.front().end);
  if (places.size() == 1) return;
  Finding last;
  std::string quote = finding.quote;
  for (std::size_t i = 1; i < places.size(); ++i) {
    locate(last, text, places[i].sentence, places[i].begin, places[i].end);
    quote += "\n" + last.quote;
  }
  finding.quote = std::move(quote);
  finding.end = last.end;
}

void locate_whole(Finding& finding, const TextView& text) {
  finding.document = text.document->source.path();
  finding.quote.clear();
  finding.begin = finding.end = text.document->source.text().empty() ? Position{} : Position{1, 1};
}

}  // namespace qiyue::checking
