#include "review/package.h"

#include <zip.h>

#include <memory>

#include "core/text.h"

namespace qiyue::review {
namespace {

constexpr zip_uint64_t kMaxPart = 64u << 20;  // unpacked bytes of one part
constexpr zip_uint64_t kMaxAll = 128u << 20;  // of all parts
constexpr zip_int64_t kMaxParts = 4000;
constexpr zip_uint16_t kTime = 0;       // 00:00:00
constexpr zip_uint16_t kDate = 0x5C21;  // 2026-01-01

struct ZipDeleter {
  void operator()(zip_t* zip) const { zip_discard(zip); }
};
struct SourceDeleter {
  void operator()(zip_source_t* source) const { zip_source_free(source); }
};

Error damaged(const std::string& path) {
  return {.message = {"这不是完好的 Word 文件（.docx）", "this is no sound Word file (.docx)"},
          .remedy = {"请在 Word 或 WPS 里另存为 .docx 再试", "save it again as .docx in Word or WPS"},
          .file = path,
          .more = {}};
}

constexpr std::string_view kStyles =
    R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="宋体"/><w:sz w:val="22"/><w:szCs w:val="22"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="100" w:line="340" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="240" w:after="240"/><w:jc w:val="center"/></w:pPr><w:rPr><w:rFonts w:eastAsia="黑体"/><w:b/><w:sz w:val="36"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="320" w:after="120"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:rFonts w:eastAsia="黑体"/><w:b/><w:sz w:val="28"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="200" w:after="80"/><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:rFonts w:eastAsia="黑体"/><w:b/><w:sz w:val="24"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading3"><w:name w:val="heading 3"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="160" w:after="60"/><w:outlineLvl w:val="2"/></w:pPr><w:rPr><w:rFonts w:eastAsia="黑体"/><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading4"><w:name w:val="heading 4"/><w:basedOn w:val="Heading3"/><w:next w:val="Normal"/><w:pPr><w:outlineLvl w:val="3"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:after="20"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="TOC2"><w:name w:val="toc 2"/><w:basedOn w:val="TOC1"/><w:pPr><w:ind w:left="420"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="TableText"><w:name w:val="Table Text"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="20" w:after="20" w:line="260" w:lineRule="auto"/></w:pPr><w:rPr><w:sz w:val="20"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Footer"><w:name w:val="footer"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:after="0"/><w:jc w:val="center"/></w:pPr><w:rPr><w:sz w:val="18"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="CommentText"><w:name w:val="annotation text"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr><w:color w:val="0563C1"/><w:u w:val="single"/></w:rPr></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>
<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders><w:top w:val="single" w:sz="4" w:color="808080"/><w:left w:val="single" w:sz="4" w:color="808080"/><w:bottom w:val="single" w:sz="4" w:color="808080"/><w:right w:val="single" w:sz="4" w:color="808080"/><w:insideH w:val="single" w:sz="4" w:color="808080"/><w:insideV w:val="single" w:sz="4" w:color="808080"/></w:tblBorders></w:tblPr></w:style>
</w:styles>
)";

constexpr std::string_view kFooter =
    R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:ftr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:ftr>
)";

constexpr std::string_view kTypes =
    R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/><Override PartName="/word/comments.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"/><Override PartName="/word/footer.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/><Override PartName="/docProps/custom.xml" ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/></Types>
)";

constexpr std::string_view kRoot =
    R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties" Target="docProps/custom.xml"/></Relationships>
)";

}  // namespace

Result<std::vector<OutputFile>> unpack(const std::string& path, std::string_view bytes) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  if (source == nullptr) return fail(damaged(path));
  const std::unique_ptr<zip_t, ZipDeleter> zip(zip_open_from_source(source, ZIP_RDONLY, &error));
  zip_error_fini(&error);
  if (!zip) {
    zip_source_free(source);
    return fail(damaged(path));
  }
  std::vector<OutputFile> parts;
  const zip_int64_t count = zip_get_num_entries(zip.get(), 0);
  if (count > kMaxParts) return fail(damaged(path));
  zip_uint64_t all = 0;
  for (zip_int64_t i = 0; i < count; ++i) {
    zip_stat_t stat;
    if (zip_stat_index(zip.get(), static_cast<zip_uint64_t>(i), 0, &stat) != 0) return fail(damaged(path));
    all += stat.size;
    if (stat.size > kMaxPart || all > kMaxAll) return fail(damaged(path));
    zip_file_t* file = zip_fopen_index(zip.get(), static_cast<zip_uint64_t>(i), 0);
    if (file == nullptr) return fail(damaged(path));
    std::string content(stat.size, '\0');
    zip_uint64_t done = 0;
    while (done < stat.size) {
      const zip_int64_t got = zip_fread(file, content.data() + done, stat.size - done);
      if (got <= 0) break;
      done += static_cast<zip_uint64_t>(got);
    }
    zip_fclose(file);
    if (done != stat.size) return fail(damaged(path));
    parts.push_back({stat.name, std::move(content)});
  }
  return parts;
}

Result<std::string> pack(const std::vector<OutputFile>& parts) {
  const auto failed = [] {
    return fail(
        {.message = {"无法生成 Word 文件", "the Word file could not be made"}, .remedy = {}, .file = {}, .more = {}});
  };
  zip_error_t error;
  zip_error_init(&error);
  const std::unique_ptr<zip_source_t, SourceDeleter> source(zip_source_buffer_create(nullptr, 0, 0, &error));
  if (!source) return failed();
  zip_source_keep(source.get());
  zip_t* zip = zip_open_from_source(source.get(), ZIP_CREATE | ZIP_TRUNCATE, &error);
  zip_error_fini(&error);
  if (zip == nullptr) {
    zip_source_free(source.get());
    return failed();
  }
  for (const OutputFile& part : parts) {
    zip_source_t* content = zip_source_buffer(zip, part.content.data(), part.content.size(), 0);
    const zip_int64_t index = content == nullptr ? -1 : zip_file_add(zip, part.path.c_str(), content, ZIP_FL_ENC_UTF_8);
    if (index < 0 || zip_file_set_dostime(zip, static_cast<zip_uint64_t>(index), kTime, kDate, 0) != 0) {
      if (content != nullptr && index < 0) zip_source_free(content);
      zip_discard(zip);
      return failed();
    }
  }
  if (zip_close(zip) != 0) {
    zip_discard(zip);
    return failed();
  }
  zip_stat_t stat;
  if (zip_source_open(source.get()) != 0 || zip_source_stat(source.get(), &stat) != 0) return failed();
  std::string bytes(stat.size, '\0');
  const zip_int64_t got = zip_source_read(source.get(), bytes.data(), bytes.size());
  zip_source_close(source.get());
  if (got < 0 || static_cast<zip_uint64_t>(got) != stat.size) return failed();
  return bytes;
}

std::string escape_xml(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '"') {
      out += "&quot;";
    } else if (static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\n') {
      out += c;  // other control characters are no XML
    }
  }
  return out;
}

std::string bookmark_of(std::string_view clause) {
  std::string name = "qy_";
  for (const char c : clause) {
    if (c == '.') {
      name += '_';
    } else if (c == '-') {
      name += "__";
    } else {
      name += c;
    }
  }
  return name;
}

std::string clause_of_bookmark(std::string_view name) {
  if (!name.starts_with("qy_") || name.size() < 4) return {};
  std::string clause;
  for (std::size_t i = 3; i < name.size(); ++i) {
    if (name[i] != '_') {
      clause += name[i];
    } else if (i + 1 < name.size() && name[i + 1] == '_') {
      clause += '-';
      ++i;
    } else {
      clause += '.';
    }
  }
  return clause;
}

std::vector<OutputFile> common_parts(std::string document_xml, std::string comments_xml, std::string numbering_xml,
                                     std::string relations, std::string properties) {
  return {{"[Content_Types].xml", std::string(kTypes)},           {"_rels/.rels", std::string(kRoot)},
          {"word/document.xml", std::move(document_xml)},         {"word/styles.xml", std::string(kStyles)},
          {"word/numbering.xml", std::move(numbering_xml)},       {"word/comments.xml", std::move(comments_xml)},
          {"word/_rels/document.xml.rels", std::move(relations)}, {"word/footer.xml", std::string(kFooter)},
          {"docProps/custom.xml", std::move(properties)}};
}

}  // namespace qiyue::review
