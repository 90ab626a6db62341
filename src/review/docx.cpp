// Document -> .docx, and a comparison -> .docx with tracked changes.
#include <fmt/core.h>

#include <algorithm>

#include "core/text.h"
#include "review/package.h"
#include "review/review.h"

namespace qiyue {
namespace {

using review::escape_xml;

constexpr std::string_view kHead =
    R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>
)";
constexpr std::string_view kTail =
    R"(<w:sectPr><w:footerReference w:type="default" r:id="rFooter"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1300" w:bottom="1440" w:left="1300" w:header="720" w:footer="720" w:gutter="0"/></w:sectPr></w:body></w:document>
)";
constexpr int kHeadings = 1, kBullets = 2, kFirstList = 10;  // w:num
constexpr std::size_t kTextWidth = 9300;                     // twentieths of a point between the margins

class Writer {
 public:
  Writer(const Document& document, const DocxOptions& options) : document_(document), options_(options) {}

  Result<std::string> run() {
    body_ = kHead;
    body_ +=
        R"(<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr>)" + noted("", text_run(document_.title, false)) + "</w:p>\n";
    blocks(document_.preamble);
    contents();
    visit(document_, [this](const Clause& clause) {
      heading(clause);
      blocks(clause.blocks);
    });
    body_ += kTail;
    return review::pack(review::common_parts(std::move(body_), comments(), numbering(), relations(), properties()));
  }

 private:
  static std::string text_run(std::string_view text, bool strong) {
    std::string out;
    const std::string properties = strong ? "<w:rPr><w:b/></w:rPr>" : "";
    bool first = true;
    for (const std::string_view line : split(text, '\n')) {
      if (!first) out += "<w:r>" + properties + "<w:br/></w:r>";
      first = false;
      if (!line.empty())
        out += "<w:r>" + properties + R"(<w:t xml:space="preserve">)" + escape_xml(line) + "</w:t></w:r>";
    }
    return out;
  }

  std::string runs(const Inlines& inlines) {
    std::string out;
    for (const Inline& run : inlines) {
      if (run.link.empty()) {
        out += text_run(run.text, run.strong);
        continue;
      }
      links_.push_back(run.link);
      out +=
          fmt::format(R"(<w:hyperlink r:id="rLink{}">{}</w:hyperlink>)", links_.size(), text_run(run.text, run.strong));
    }
    return out;
  }

  // Comments on a clause are anchored at its heading.
  std::string noted(const std::string& clause, std::string content) {
    std::string before, after;
    for (std::size_t i = 0; i < options_.notes.size(); ++i) {
      if (options_.notes[i].clause != clause) continue;
      before += fmt::format(R"(<w:commentRangeStart w:id="{}"/>)", i);
      after += fmt::format(R"(<w:commentRangeEnd w:id="{0}"/><w:r><w:commentReference w:id="{0}"/></w:r>)", i);
    }
    return before + std::move(content) + after;
  }

  void contents() {
    body_ +=
        R"(<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>
)";
    std::vector<std::string> lines;
    visit(document_, [&](const Clause& clause) {
      if (clause.level > 2) return;
      lines.push_back(fmt::format(
          R"(<w:pPr><w:pStyle w:val="TOC{}"/></w:pPr>{}<w:hyperlink w:anchor="{}">{}</w:hyperlink>)", clause.level,
          lines.empty()
              ? R"(<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \o "1-2" \h \n </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>)"
              : "",
          review::bookmark_of(clause.id), text_run(clause.number + clause.title, false)));
    });
    for (std::size_t i = 0; i < lines.size(); ++i)
      body_ += "<w:p>" + lines[i] + (i + 1 == lines.size() ? R"(<w:r><w:fldChar w:fldCharType="end"/></w:r>)" : "") +
               "</w:p>\n";
    if (lines.empty()) body_ += "<w:p/>\n";
    body_ += R"(</w:sdtContent></w:sdt>
<w:p><w:r><w:br w:type="page"/></w:r></w:p>
)";
  }

  // What Word would count here; a number of another make is written out.
  std::string counted(const Clause& clause) {
    const auto level = static_cast<std::size_t>(std::clamp(clause.level, 1, 4)) - 1;
    const int next = counters_[level] + 1;
    std::string printed = level == 0   ? chinese_numeral(next) + "、"
                          : level == 1 ? "（" + chinese_numeral(next) + "）"
                          : level == 2 ? fmt::format("{}.", next)
                                       : fmt::format("（{}）", next);
    if (clause.number != printed) return {};
    counters_[level] = next;
    for (std::size_t i = level + 1; i < 4; ++i) counters_[i] = 0;
    return printed;
  }

  void heading(const Clause& clause) {
    const int level = std::clamp(clause.level, 1, 4);
    const bool automatic = !clause.number.empty() && !counted(clause).empty();
    std::string inside = clause.number.empty() || automatic ? "" : text_run(clause.number + " ", false);
    inside += text_run(clause.title, false);
    body_ += fmt::format(
        R"(<w:p><w:pPr><w:pStyle w:val="Heading{}"/>{}</w:pPr>)", level,
        automatic ? fmt::format(R"(<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr>)", level - 1, kHeadings)
                  : "");
    if (!clause.id.empty())
      body_ +=
          fmt::format(R"(<w:bookmarkStart w:id="{0}" w:name="{1}"/>)", ++bookmarks_, review::bookmark_of(clause.id));
    body_ += noted(clause.id.empty() ? "\n" : clause.id, std::move(inside));
    if (!clause.id.empty()) body_ += fmt::format(R"(<w:bookmarkEnd w:id="{}"/>)", bookmarks_);
    body_ += "</w:p>\n";
  }

  void blocks(const std::vector<Block>& all) {
    for (const Block& block : all) {
      if (block.kind == BlockKind::paragraph) {
        body_ += "<w:p>" + runs(block.text) + "</w:p>\n";
      } else if (block.kind == BlockKind::list) {
        list(block);
      } else {
        table(block);
      }
    }
  }

  void list(const Block& block) {
    int ordered = 0;
    for (std::size_t i = 0; i < block.items.size(); ++i) {
      const ItemMark mark = i < block.marks.size()
                                ? block.marks[i]
                                : ItemMark{.depth = 0, .ordered = block.ordered, .number = static_cast<int>(i) + 1};
      int number = kBullets;
      if (mark.ordered) {
        if (ordered == 0) {
          starts_.push_back(mark.number);
          ordered = kFirstList + static_cast<int>(starts_.size()) - 1;
        }
        number = ordered;
      }
      body_ += fmt::format(R"(<w:p><w:pPr><w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr></w:pPr>)",
                           std::clamp(mark.depth, 0, 8), number) +
               runs(block.items[i]) + "</w:p>\n";
    }
  }

  // Wide columns for long cells: by the mean length of a column's cells, within bounds.
  static std::vector<std::size_t> column_widths(const Block& block, std::size_t columns) {
    constexpr std::size_t kLeast = 6, kMost = 20;  // characters
    std::vector<std::size_t> weights(columns, kLeast);
    std::size_t all = 0;
    for (std::size_t i = 0; i < columns; ++i) {
      std::size_t characters = 0;
      for (const auto& row : block.rows)
        if (i < row.size()) characters += static_cast<std::size_t>(count_code_points(plain_text(row[i])));
      if (!block.rows.empty()) weights[i] = std::clamp(characters / block.rows.size(), kLeast, kMost);
      all += weights[i];
    }
    for (std::size_t& weight : weights) weight = kTextWidth * weight / all;
    return weights;
  }

  void table(const Block& block) {
    std::size_t columns = block.header.size();
    for (const auto& row : block.rows) columns = std::max(columns, row.size());
    if (columns == 0) return;
    const std::vector<std::size_t> widths = column_widths(block, columns);
    body_ += R"(<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/></w:tblPr><w:tblGrid>)";
    for (const std::size_t width : widths) body_ += fmt::format(R"(<w:gridCol w:w="{}"/>)", width);
    body_ += "</w:tblGrid>\n";
    const auto row = [&](const std::vector<Inlines>& cells, bool header) {
      body_ += header ? "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" : "<w:tr><w:trPr><w:cantSplit/></w:trPr>";
      for (std::size_t i = 0; i < columns; ++i) {
        body_ += fmt::format(
            R"(<w:tc><w:tcPr><w:tcW w:w="{}" w:type="dxa"/>{}</w:tcPr><w:p><w:pPr><w:pStyle w:val="TableText"/></w:pPr>)",
            widths[i], header ? R"(<w:shd w:val="clear" w:color="auto" w:fill="EDEDED"/>)" : "");
        if (i < cells.size()) {
          Inlines cell = cells[i];
          if (header)
            for (Inline& run : cell) run.strong = true;
          body_ += runs(cell);
        }
        body_ += "</w:p></w:tc>";
      }
      body_ += "</w:tr>\n";
    };
    if (!block.header.empty()) row(block.header, true);
    for (const auto& cells : block.rows) row(cells, false);
    body_ += "</w:tbl>\n<w:p/>\n";  // two tables in a row would become one
  }

  [[nodiscard]] std::string comments() const {
    std::string out =
        R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
)";
    for (std::size_t i = 0; i < options_.notes.size(); ++i) {
      const ReviewNote& note = options_.notes[i];
      out += fmt::format(R"(<w:comment w:id="{}" w:author="{}" w:date="{}T00:00:00Z" w:initials="Q">)", i,
                         escape_xml(note.author), escape_xml(options_.date));
      for (const std::string_view line : split(note.text, '\n'))
        out += R"(<w:p><w:pPr><w:pStyle w:val="CommentText"/></w:pPr>)" + text_run(line, false) + "</w:p>";
      out += "</w:comment>\n";
    }
    return out + "</w:comments>\n";
  }

  [[nodiscard]] std::string numbering() const {
    std::string out =
        R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="（%2）"/></w:lvl><w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="space"/><w:lvlText w:val="%3."/></w:lvl><w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="nothing"/><w:lvlText w:val="（%4）"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>)";
    for (int level = 0; level < 4; ++level)
      out += fmt::format(
          R"(<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:pPr><w:ind w:left="{}" w:hanging="300"/></w:pPr></w:lvl>)",
          level, 420 * (level + 1));
    out += "</w:abstractNum>\n";
    out +=
        R"(<w:abstractNum w:abstractNumId="2"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:pPr><w:ind w:left="420" w:hanging="420"/></w:pPr></w:lvl></w:abstractNum>
)";
    out += fmt::format(
        R"(<w:num w:numId="{}"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="{}"><w:abstractNumId w:val="1"/></w:num>)",
        kHeadings, kBullets);
    for (std::size_t i = 0; i < starts_.size(); ++i)
      out += fmt::format(
          R"(<w:num w:numId="{}"><w:abstractNumId w:val="2"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="{}"/></w:lvlOverride></w:num>)",
          kFirstList + static_cast<int>(i), starts_[i]);
    return out + "</w:numbering>\n";
  }

  [[nodiscard]] std::string relations() const {
    std::string out =
        R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="comments.xml"/><Relationship Id="rFooter" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer.xml"/>)";
    for (std::size_t i = 0; i < links_.size(); ++i)
      out += fmt::format(
          R"(<Relationship Id="rLink{}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="{}" TargetMode="External"/>)",
          i + 1, escape_xml(links_[i]));
    return out + "</Relationships>\n";
  }

  [[nodiscard]] std::string properties() const {
    std::string out =
        R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">)";
    int id = 2;
    for (const auto& [name, value] : options_.properties)
      out += fmt::format(
          R"(<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{}" name="{}"><vt:lpwstr>{}</vt:lpwstr></property>)",
          id++, escape_xml(name), escape_xml(value));
    return out + "</Properties>\n";
  }

  const Document& document_;
  const DocxOptions& options_;
  std::string body_;
  std::vector<std::string> links_;
  std::vector<int> starts_;
  int counters_[4] = {0, 0, 0, 0};
  int bookmarks_ = 0;
};

}  // namespace

Result<std::string> write_review_docx(const Document& document, const DocxOptions& options) {
  return Writer(document, options).run();
}

Result<std::string> changes_docx(const TextChange& change, const std::string& author, const std::string& date) {
  std::string body(kHead);
  int id = 0;
  const std::string who = fmt::format(R"(w:author="{}" w:date="{}T00:00:00Z")", escape_xml(author), escape_xml(date));
  const auto edit = [&](const Edit& one) {
    const std::string text = escape_xml(one.text);
    if (one.kind == EditKind::same) return R"(<w:r><w:t xml:space="preserve">)" + text + "</w:t></w:r>";
    if (one.kind == EditKind::added)
      return fmt::format(R"(<w:ins w:id="{}" {}><w:r><w:t xml:space="preserve">{}</w:t></w:r></w:ins>)", ++id, who,
                         text);
    return fmt::format(R"(<w:del w:id="{}" {}><w:r><w:delText xml:space="preserve">{}</w:delText></w:r></w:del>)", ++id,
                       who, text);
  };
  // The mark of a paragraph that came or went is a change itself: else an empty one is left behind.
  const auto mark = [&](LineChange line) {
    if (line != LineChange::added && line != LineChange::removed) return std::string();
    return fmt::format(R"(<w:rPr><w:{} w:id="{}" {}/></w:rPr>)", line == LineChange::added ? "ins" : "del", ++id, who);
  };
  body += R"(<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr>)" + edit({EditKind::same, change.title}) + "</w:p>\n";
  for (const ClauseChange& clause : change.clauses) {
    if (!clause.title.empty() || !clause.old_title.empty()) {
      body += R"(<w:p><w:pPr><w:pStyle w:val="Heading2"/>)" + mark(clause.change) + "</w:pPr>";
      if (clause.change == LineChange::added) {
        body += edit({EditKind::added, clause.title});
      } else if (clause.change == LineChange::removed) {
        body += edit({EditKind::removed, clause.old_title.empty() ? clause.title : clause.old_title});
      } else if (clause.old_title.empty() || clause.old_title == clause.title) {
        body += edit({EditKind::same, clause.title});
      } else {
        body += edit({EditKind::removed, clause.old_title}) + edit({EditKind::added, clause.title});
      }
      body += "</w:p>\n";
    }
    for (const ClauseLine& line : clause.lines) {
      body += "<w:p><w:pPr>" + mark(line.change) + "</w:pPr>";
      for (const Edit& one : line.edits) body += edit(one);
      body += "</w:p>\n";
    }
  }
  body += kTail;
  Document none;
  const DocxOptions options;
  // The other parts are those of an empty text.
  auto empty = Writer(none, options).run();
  if (!empty) return fail(std::move(empty.error()));
  auto parts = review::unpack("", *empty);
  if (!parts) return fail(std::move(parts.error()));
  for (OutputFile& part : *parts)
    if (part.path == "word/document.xml") part.content = body;
  return review::pack(*parts);
}

}  // namespace qiyue
