// Word's format, as small as Word and WPS take it: one document part, styles, numbering by text, tables, bookmarks. Entries carry a fixed time and
// stand in a fixed order, so that the same text gives the same bytes.
#include <fmt/core.h>
#include <zip.h>

#include <algorithm>
#include <memory>

#include "core/text.h"
#include "publish/anchors.h"
#include "publish/publish.h"

namespace qiyue {
namespace {

using namespace publish_detail;

constexpr std::string_view kContentTypes =
    R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>)";
constexpr std::string_view kPackage =
    R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>)";

std::string styles() {
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:styles "
      "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/"
      "main\"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts "
      "w:ascii=\"Calibri\" w:hAnsi=\"Calibri\" w:eastAsia=\"微软雅黑\" w:cs=\"Calibri\"/><w:sz w:val=\"21\"/><w:lang "
      "w:val=\"en-US\" "
      "w:eastAsia=\"zh-CN\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after=\"120\" w:line=\"360\" "
      "w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>"
      "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/></w:style>"
      "<w:style w:type=\"paragraph\" w:styleId=\"Title\"><w:name w:val=\"Title\"/><w:basedOn "
      "w:val=\"Normal\"/><w:rPr><w:b/><w:sz "
      "w:val=\"40\"/></w:rPr></w:style>";
  for (int i = 1; i <= 6; ++i)
    out += fmt::format(
        "<w:style w:type=\"paragraph\" w:styleId=\"Heading{0}\"><w:name w:val=\"heading {0}\"/><w:basedOn "
        "w:val=\"Normal\"/><w:next "
        "w:val=\"Normal\"/><w:pPr><w:keepNext/><w:spacing w:before=\"240\" w:after=\"120\"/><w:outlineLvl "
        "w:val=\"{1}\"/></w:pPr><w:rPr><w:b/><w:sz "
        "w:val=\"{2}\"/></w:rPr></w:style>",
        i, i - 1, std::max(22, 32 - 3 * i));
  out +=
      "<w:style w:type=\"paragraph\" w:styleId=\"ListItem\"><w:name w:val=\"List Paragraph\"/><w:basedOn "
      "w:val=\"Normal\"/></w:style>"
      "<w:style w:type=\"table\" w:styleId=\"Grid\"><w:name w:val=\"Table Grid\"/><w:tblPr><w:tblBorders>";
  for (const char* side : {"top", "left", "bottom", "right", "insideH", "insideV"})
    out += fmt::format("<w:{} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"999999\"/>", side);
  return out + "</w:tblBorders></w:tblPr></w:style></w:styles>";
}

// XML 1.0 has no place for most control characters.
std::string xml(std::string_view text) {
  std::string clean;
  for (const char c : text)
    if (static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\n') clean += c;
  return escape_html(clean);
}

class Docx {
 public:
  Docx(const Document& document, const PageMeta& meta) : document_(document), meta_(meta) {}

  std::string document_xml() {
    out_ =
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document "
        "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
        "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:body>";
    paragraph({{.text = document_.title, .strong = false, .link = "", .source = {}}}, "Title", "", "");
    blocks(document_.preamble);
    for (const Placed& placed : place_clauses(document_)) {
      const std::string style = fmt::format("Heading{}", std::clamp(placed.level, 1, 6));
      paragraph({{.text = heading_text(*placed.clause), .strong = false, .link = "", .source = {}}}, style, "",
                placed.anchor);
      blocks(placed.clause->blocks);
    }
    out_ +=
        "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1440\" w:right=\"1440\" w:bottom=\"1440\" "
        "w:left=\"1440\" "
        "w:header=\"720\" w:footer=\"720\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>";
    return std::move(out_);
  }

  // Links are relationships of the document part; collected while it is written.
  [[nodiscard]] std::string relationships() const {
    std::string out =
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships "
        "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" "
        "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>";
    for (std::size_t i = 0; i < links_.size(); ++i)
      out += fmt::format(
          "<Relationship Id=\"rId{}\" "
          "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink\" Target=\"{}\" "
          "TargetMode=\"External\"/>",
          i + 2, xml(links_[i]));
    return out + "</Relationships>";
  }

  [[nodiscard]] std::string properties() const {
    const std::string day = (meta_.published.size() == 10 ? meta_.published : std::string("2000-01-01")) + "T00:00:00Z";
    return "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<cp:coreProperties "
           "xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" "
           "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" "
           "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>" +
           xml(document_.title) + "</dc:title><dc:creator>" + xml(meta_.operator_name) + "</dc:creator><dc:language>" +
           xml(document_.lang == "en" ? "en" : "zh-CN") +
           "</dc:language><dcterms:created xsi:type=\"dcterms:W3CDTF\">" + day + "</dcterms:created><cp:version>" +
           xml(meta_.version) + "</cp:version></cp:coreProperties>";
  }

 private:
  static std::string text_run(const std::string& text, bool strong) {
    std::string out;
    std::string_view rest = text;
    const std::string properties = strong ? "<w:rPr><w:b/></w:rPr>" : "";
    while (true) {
      const auto at = rest.find('\n');
      const std::string_view piece = rest.substr(0, at);
      if (!piece.empty()) out += "<w:r>" + properties + "<w:t xml:space=\"preserve\">" + xml(piece) + "</w:t></w:r>";
      if (at == std::string_view::npos) break;
      out += "<w:r><w:br/></w:r>";
      rest.remove_prefix(at + 1);
    }
    return out;
  }

  std::string runs(const Inlines& all, bool bold = false) {
    std::string out;
    for (const Inline& run : joined_runs(all)) {
      const std::string text = text_run(run.text, run.strong || bold);
      if (run.link.starts_with("http://") || run.link.starts_with("https://") || run.link.starts_with("mailto:")) {
        auto known = std::find(links_.begin(), links_.end(), run.link);
        if (known == links_.end()) known = links_.insert(links_.end(), run.link);
        out += fmt::format("<w:hyperlink r:id=\"rId{}\">{}</w:hyperlink>", known - links_.begin() + 2, text);
      } else {
        out += text;
      }
    }
    return out;
  }

  void paragraph(const Inlines& all, const std::string& style, const std::string& layout, const std::string& anchor,
                 bool bold = false) {
    out_ += "<w:p>";
    if (!style.empty() || !layout.empty())
      out_ += "<w:pPr>" + (style.empty() ? "" : "<w:pStyle w:val=\"" + style + "\"/>") + layout + "</w:pPr>";
    if (!anchor.empty()) {
      ++bookmarks_;
      out_ += fmt::format("<w:bookmarkStart w:id=\"{0}\" w:name=\"{1}\"/><w:bookmarkEnd w:id=\"{0}\"/>", bookmarks_,
                          xml(replace_all(replace_all(anchor, ".", "_"), "-", "_")));
    }
    out_ += runs(all, bold) + "</w:p>";
  }

  void list(const Block& block) {
    for (std::size_t i = 0; i < block.items.size(); ++i) {
      ItemMark mark{0, block.ordered, static_cast<int>(i) + 1};
      if (i < block.marks.size()) mark = block.marks[i];
      Inlines item = block.items[i];
      item.insert(item.begin(), {.text = mark.ordered ? fmt::format("{}. ", mark.number) : std::string("• "),
                                 .strong = false,
                                 .link = "",
                                 .source = {}});
      paragraph(item, "ListItem", fmt::format("<w:ind w:left=\"{}\" w:hanging=\"280\"/>", 420 + 420 * mark.depth), "");
    }
  }

  void row(const std::vector<Inlines>& cells, std::size_t columns, bool head) {
    out_ += head ? "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" : "<w:tr><w:trPr><w:cantSplit/></w:trPr>";
    for (std::size_t i = 0; i < columns; ++i) {
      out_ += head ? "<w:tc><w:tcPr><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F2F4F6\"/></w:tcPr>" : "<w:tc>";
      paragraph(i < cells.size() ? cells[i] : Inlines(), "",
                "<w:spacing w:after=\"40\" w:line=\"280\" w:lineRule=\"auto\"/>", "", head);
      out_ += "</w:tc>";
    }
    out_ += "</w:tr>";
  }

  void table(const Block& block) {
    std::size_t columns = block.header.size();
    for (const auto& cells : block.rows) columns = std::max(columns, cells.size());
    if (columns == 0) return;
    out_ += "<w:tbl><w:tblPr><w:tblStyle w:val=\"Grid\"/><w:tblW w:w=\"5000\" w:type=\"pct\"/></w:tblPr><w:tblGrid>";
    for (std::size_t i = 0; i < columns; ++i) out_ += fmt::format("<w:gridCol w:w=\"{}\"/>", 9026 / columns);
    out_ += "</w:tblGrid>";
    if (!block.header.empty()) row(block.header, columns, true);
    for (const auto& cells : block.rows) row(cells, columns, false);
    out_ += "</w:tbl>";
    paragraph({}, "", "", "");  // two tables in a row would become one
  }

  void blocks(const std::vector<Block>& all) {
    for (const Block& block : all) {
      switch (block.kind) {
        case BlockKind::paragraph:
          paragraph(block.text, "", "", "");
          break;
        case BlockKind::list:
          list(block);
          break;
        case BlockKind::table:
          table(block);
          break;
      }
    }
  }

  const Document& document_;
  const PageMeta& meta_;
  std::string out_;
  std::vector<std::string> links_;
  int bookmarks_ = 0;
};

Error no_zip() {
  return {.message = {"DOCX 没有生成：内存不足", "the DOCX was not made: out of memory"},
          .remedy = {},
          .file = "",
          .more = {}};
}

Result<std::string> pack(const std::vector<OutputFile>& parts) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
  if (target == nullptr) return fail(no_zip());
  zip_t* archive = zip_open_from_source(target, ZIP_TRUNCATE, &error);
  if (archive == nullptr) {
    zip_source_free(target);
    return fail(no_zip());
  }
  zip_source_keep(target);
  bool good = true;
  for (const OutputFile& part : parts) {
    zip_source_t* source = zip_source_buffer(archive, part.content.data(), part.content.size(), 0);
    const zip_int64_t index =
        source == nullptr ? -1 : zip_file_add(archive, part.path.c_str(), source, ZIP_FL_ENC_UTF_8);
    // 1 January 1980, the first moment a ZIP knows.
    if (index < 0 || zip_file_set_dostime(archive, static_cast<zip_uint64_t>(index), 0, (1U << 5U) | 1U, 0) != 0) {
      if (index < 0 && source != nullptr) zip_source_free(source);
      good = false;
      break;
    }
  }
  if (!good || zip_close(archive) != 0) {
    zip_discard(archive);
    zip_source_free(target);
    return fail(no_zip());
  }
  std::string bytes;
  zip_stat_t info;
  zip_stat_init(&info);
  if (zip_source_open(target) == 0 && zip_source_stat(target, &info) == 0) {
    bytes.resize(info.size);
    if (zip_source_read(target, bytes.data(), bytes.size()) != static_cast<zip_int64_t>(bytes.size())) bytes.clear();
    zip_source_close(target);
  }
  zip_source_free(target);
  if (bytes.empty()) return fail(no_zip());
  return bytes;
}

}  // namespace

Result<std::string> write_docx(const Document& document, const PageMeta& meta) {
  Docx docx(document, meta);
  std::string body = docx.document_xml();
  return pack({{"[Content_Types].xml", std::string(kContentTypes)},
               {"_rels/.rels", std::string(kPackage)},
               {"docProps/core.xml", docx.properties()},
               {"word/_rels/document.xml.rels", docx.relationships()},
               {"word/document.xml", std::move(body)},
               {"word/styles.xml", styles()}});
}

}  // namespace qiyue
