// Document: a policy or agreement as a tree of clauses, whichever format it came from or goes to. One tree, many readers and writers.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/source.h"

namespace qiyue {

enum class DocumentKind { unknown, privacy_policy, user_agreement, data_lists };
std::string_view to_string(DocumentKind kind);  // "privacy-policy" …

// Why a clause stands here.
struct Provenance {
  std::vector<std::string> facts;        // paths into facts.yaml: "operator.name"
  std::vector<std::string> evidence;     // ids of uses, fields, recipients
  std::vector<std::string> obligations;  // obligation ids
  std::string clause;                    // file the wording comes from
};

// A run of text in one style. '\n' in it is a line break inside the block.
// A run that was read is either verbatim (its text is the bytes of `source`, a line break read as a space) or stands as a whole for them: a decoded entity or escape,
// or white space that was folded. So every character of a paragraph leads back to its bytes: see span_of.
struct Inline {
  std::string text;
  bool strong = false;
  std::string link;  // target; empty for plain text
  Span source;       // bytes in the document's source text this run came from; empty for drafted ones
};
using Inlines = std::vector<Inline>;

struct ItemMark {  // how one list item is set
  int depth = 0;   // 0 at the outside
  bool ordered = false;
  int number = 0;  // as printed, when ordered
  bool operator==(const ItemMark&) const = default;
};

enum class BlockKind { paragraph, list, table };
struct Block {
  BlockKind kind = BlockKind::paragraph;
  Inlines text;                // paragraph
  bool ordered = false;        // list
  std::vector<Inlines> items;  // list
  std::vector<ItemMark>
      marks;  // list: one per item when some item is nested or the numbers do not run 1, 2, 3…; else empty
  std::vector<Inlines> header;  // table
  std::vector<std::vector<Inlines>> rows;
  Span source;
};

struct Clause {
  std::string id;      // stable: "pp.location"; empty for texts that are not ours
  std::string number;  // as printed: 一、（一）1.1; empty when none
  std::string title;
  Inlines title_runs;  // with source spans, when read from a text
  int level = 1;       // depth of its heading, 1 below the document's title
  std::vector<Block> blocks;
  std::vector<Clause> children;
  Provenance provenance;
  Span source;
};

struct Document {
  DocumentKind kind = DocumentKind::unknown;
  std::string title;
  Inlines title_runs;  // with source spans, when the title stood in the text
  std::string lang = "zh";
  std::vector<Block> preamble;  // before the first heading
  std::vector<Clause> clauses;
  SourceText source;  // what it was read from; path alone for drafted ones
};

// Depth-first, parents before children, without recursion limits to fear: the tree is at most 8 deep by construction.
void visit(const Document& document, const std::function<void(const Clause&)>& seen);
std::string plain_text(const Inlines& runs);
std::string plain_text(const Block& block);
// Where bytes [begin, end) of plain_text(runs) stand in the source text; an empty span for drafted runs.
Span span_of(const Inlines& runs, std::size_t begin, std::size_t end);
// Same text, structure and styles; neighbouring runs of one style count as one run, sources and provenance do not count.
bool same_content(const Document& a, const Document& b);

// ---- readers: any text -> Document with exact positions ----
// Fails on what is no text (PDF, old .doc, pictures, GBK, an empty file, more than kMaxDocumentBytes), naming the way out.
inline constexpr std::size_t kMaxDocumentBytes = 50u << 20;
// Chooses by extension and content: .md .html .htm .txt .wxml .axml .vue .docx, and .js/.ts pages that hold the text in strings.
// A file that holds several texts gives several documents. `kind` is told from title and body.
Result<std::vector<Document>> read_documents(const std::string& path);
Result<std::vector<Document>> parse_documents(std::string path, std::string_view content);
// By title, else by the file's name, else by the body.
DocumentKind guess_kind(const Document& document);
// By the body alone: tells a text that was given the wrong title.
DocumentKind body_kind(const Document& document);

// ---- writers ----
// Markdown with a "<!-- clause: id -->" line before each heading of a clause with an id; read back unchanged by the reader.
std::string write_markdown(const Document& document);
std::string write_plain_text(const Document& document);
std::string write_json(const Document& document);  // the clause tree

}  // namespace qiyue
