// Inside of the document module: what every reader makes (a flat run of headings, paragraphs, items, tables) and what outline() turns
// into the clause tree.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"

namespace qiyue::doc {

inline constexpr int kMaxClauseLevel = 5;  // what Markdown can say below the title

// ---- clause numbers ----
enum class NumberKind {
  chapter,
  section,
  article,
  han,
  han_paren,
  digit,
  digit2,
  digit3,
  digit4,
  digit_paren,
  circled,
  letter
};
struct Number {
  NumberKind kind = NumberKind::digit;
  int value = 0;           // of its last part
  std::size_t length = 0;  // bytes of the number with its punctuation and the white space behind it
  std::string printed;     // without that white space
};
// The clause number a line starts with: 第一章 第1条 一、 （一） 1. 1、 1.1 （1） ① a) …
std::optional<Number> parse_number(std::string_view text);
// What stands between a printed number and its title: nothing after full-width punctuation, else a space.
std::string_view number_separator(std::string_view number);

// Bytes of the bullet a line starts with (• · ● - * …) and the white space behind it; 0 when there is none.
std::size_t bullet_length(std::string_view line);

// ---- text that was decoded from the bytes of a file ----
// Either a slice of the file (no origin; base = where it starts) or a decoded string with the file's bytes behind each of its bytes:
// one byte for a verbatim one, the whole escape for each byte of a decoded character.
struct Mapped {
  std::string_view text;
  std::uint32_t base = 0;
  const std::vector<Span>* origin = nullptr;  // text.size() entries
  [[nodiscard]] Span span(std::size_t begin, std::size_t end) const {
    if (origin == nullptr) return {base + static_cast<std::uint32_t>(begin), base + static_cast<std::uint32_t>(end)};
    if (begin >= end) return {};
    return {(*origin)[begin].begin, (*origin)[end - 1].end};
  }
};

// ---- the flow ----
struct FlowItem {
  enum class Kind { heading, paragraph, item, table };
  Kind kind = Kind::paragraph;
  int level = 0;                    // heading: as the source ranks it, 1 = h1
  bool title = false;               // the source says that this is the text's title
  bool looks_like_heading = false;  // paragraph: set in bold as a whole, or its class says title
  bool starts_list = false;         // item: a new list, even where the one before was of the same sort
  ItemMark mark;                    // item
  Inlines runs;
  Block table;
  std::string clause_id;
  Span source;
};
struct Flow {
  std::vector<FlowItem> items;
  std::string title_hint;                     // <title>, navigation bar: used when the text itself has no title
  std::string lang;                           // from front matter
  DocumentKind kind = DocumentKind::unknown;  // from front matter
};

// Flow -> one document, or several where the flow holds several texts. An empty flow gives none.
std::vector<Document> outline(Flow flow, const SourceText& source);

DocumentKind kind_of_title(std::string_view title);
bool names_text(std::string_view title);       // speaks of a policy, an agreement or both
bool reads_like_title(std::string_view text);  // names the kind of text and is no sentence: 某某小程序用户服务协议
DocumentKind kind_of_path(std::string_view path);

// ---- runs ----
// Appends a verbatim piece or a decoded one; joins it to the last run where style and bytes allow.
void append_run(Inlines& runs, std::string_view text, bool strong, std::string_view link, Span source);
// Appends bytes [begin, end) of `text`, in as many runs as its way back to the file needs.
void append_slice(Inlines& runs, const Mapped& text, std::size_t begin, std::size_t end, bool strong,
                  std::string_view link);
// Turns places in the decoded `text` into places in the file, for everything in the flow from item `first` on.
void remap(Flow& flow, std::size_t first, const Mapped& text);
// Drops the first `bytes` bytes of the runs' text.
void drop_prefix(Inlines& runs, std::size_t bytes);
void trim_runs(Inlines& runs);        // white space at both ends, ideographic and no-break spaces too
Inlines merged(const Inlines& runs);  // neighbouring runs of one style joined, sources dropped
bool all_strong(const Inlines& runs);
bool has_letters(std::string_view text);  // at least one letter, digit or ideograph

// ---- readers: one per format; each appends to the flow ----
void read_markdown(std::string_view text, Flow& flow);
void read_plain_text(std::string_view text, Flow& flow);
enum class Markup { html, wxml, vue, jsx };
void read_markup(const Mapped& text, Markup dialect, Flow& flow);
// Scripts: every text found in strings, template literals, node arrays or JSX; one flow a text.
std::vector<Flow> read_script(std::string_view text, std::string_view extension, std::uint32_t base = 0);
std::vector<Flow> read_vue_script(std::string_view text);  // the <script> parts of a single-file component
// .docx: `rendered` receives the plain text that positions refer to, one paragraph a line.
Status read_docx(std::string_view bytes, const std::string& path, std::string& rendered, Flow& flow);

// Inline syntax of one paragraph, item or cell ('\n' in it is a line break). Bold beside CJK punctuation is read as bold.
void parse_markdown_inlines(const Mapped& text, Inlines& runs);

// &nbsp; &#12345; &#x4e00;: decodes the entity at the start of `text` (which starts with '&'); length 0 when it is none.
struct Entity {
  std::string text;
  std::size_t length = 0;
};
Entity decode_entity(std::string_view text);

}  // namespace qiyue::doc
