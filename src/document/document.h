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

struct Inline {  // a run of text in one style
  std::string text;
  bool strong = false;
  std::string link;  // target; empty for plain text
  Span source;       // bytes in the document's source text this run came from; empty for drafted ones
};
using Inlines = std::vector<Inline>;

enum class BlockKind { paragraph, list, table };
struct Block {
  BlockKind kind = BlockKind::paragraph;
  Inlines text;                 // paragraph
  bool ordered = false;         // list
  std::vector<Inlines> items;   // list
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
  std::string lang = "zh";
  std::vector<Block> preamble;  // before the first heading
  std::vector<Clause> clauses;
  SourceText source;  // what it was read from; path alone for drafted ones
};

// Depth-first, parents before children, without recursion limits to fear: the tree is at most 8 deep by construction.
void visit(const Document& document, const std::function<void(const Clause&)>& seen);
std::string plain_text(const Inlines& runs);
std::string plain_text(const Block& block);

// ---- readers: any text -> Document with exact positions ----
// Chooses by extension and content: .md .html .htm .txt .wxml .axml .vue .docx, and .js/.ts pages that hold the text in strings.
// A file that holds several texts gives several documents. `kind` is told from title and body.
Result<std::vector<Document>> read_documents(const std::string& path);
Result<std::vector<Document>> parse_documents(std::string path, std::string_view content);
DocumentKind guess_kind(const Document& document);

// ---- writers ----
// Markdown with a "<!-- clause: id -->" line before each heading of a clause with an id; read back unchanged by the reader.
std::string write_markdown(const Document& document);
std::string write_plain_text(const Document& document);
std::string write_json(const Document& document);  // the clause tree

}  // namespace qiyue
