// Which reader for which file, and clear words for what cannot be read.
#include <algorithm>
#include <array>

#include "core/files.h"
#include "core/text.h"
#include "document/flow.h"

namespace qiyue {
namespace {

std::string extension_of(std::string_view path) {
  const auto slash = path.find_last_of('/');
  const auto name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  const auto dot = name.find_last_of('.');
  return dot == std::string_view::npos || dot == 0 ? std::string() : to_lower_ascii(name.substr(dot + 1));
}

Error unreadable(const std::string& path, Text message, Text remedy) {
  Error error;
  error.file = path;
  error.message = std::move(message);
  error.remedy = std::move(remedy);
  return error;
}

Error too_large(const std::string& path) {
  return unreadable(
      path, {"文件超过 50 MB，不像是一份协议文本", "the file is larger than 50 MB, which no policy or agreement is"},
      {"请给出协议文本本身（.md、.html、.txt、.docx 或小程序页面）",
       "give the text itself (.md, .html, .txt, .docx or a page of the program)"});
}

// Formats that hold no readable text, told by their first bytes.
std::optional<Error> known_binary(const std::string& path, std::string_view bytes) {
  if (bytes.substr(0, 5) == "%PDF-")
    return unreadable(
        path, {"PDF 文件无法读取", "a PDF cannot be read"},
        {"请导出为文本或 Word（.txt、.md、.docx）再试", "export it as text or Word (.txt, .md, .docx) and try again"});
  if (bytes.substr(0, 8) == "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
    return unreadable(path, {"旧版 Word（.doc）文件无法读取", "an old Word file (.doc) cannot be read"},
                      {"请在 Word 或 WPS 中另存为 .docx 再试", "save it as .docx in Word or WPS and try again"});
  if (bytes.substr(0, 5) == "{\\rtf")
    return unreadable(path, {"RTF 文件无法读取", "an RTF file cannot be read"},
                      {"请另存为 .docx 或 .txt 再试", "save it as .docx or .txt and try again"});
  static constexpr std::array<std::string_view, 6> pictures{"\x89PNG", "\xFF\xD8\xFF", "GIF8", "RIFF", "BM\x36", "II*"};
  for (const auto start : pictures)
    if (bytes.substr(0, start.size()) == start)
      return unreadable(path, {"这是图片，不是文字", "this is a picture, not a text"},
                        {"请提供文字版本；用户也应当能复制协议文字",
                         "give the text itself; users should be able to copy it as well"});
  return std::nullopt;
}

Error empty_text(const std::string& path) {
  return unreadable(
      path, {"文件里没有可读的文字", "there is no text in the file"},
      {"请确认文件内容；如果文字在运行时从服务器加载，请把服务器上的文本另存为文件再检查",
       "check the file; where the text is loaded from a server at run time, save that text as a file and check it"});
}

Status check_encoding(const std::string& path, std::string_view text) {
  const auto bad = first_invalid_utf8(text);
  if (bad == std::string_view::npos) {
    if (const auto zero = text.find('\0'); zero != std::string_view::npos) {
      Error error = unreadable(path, {"这是二进制文件，不是文字", "this is a binary file, not a text"},
                               {"请提供 .md、.html、.txt、.docx 或小程序页面",
                                "give a .md, .html, .txt, .docx file or a page of the program"});
      return fail(std::move(error));
    }
    return {};
  }
  if (looks_like_gb18030(text)) {
    return fail(unreadable(
        path, {"文件不是 UTF-8 编码，看起来是 GBK/GB18030", "the file is not UTF-8; it looks like GBK/GB18030"},
        {"请先转换：iconv -f GB18030 -t UTF-8 '" + path + "' > 新文件",
         "convert it first: iconv -f GB18030 -t UTF-8 '" + path + "' > new-file"}));
  }
  Error error = unreadable(path, {"文件不是 UTF-8 编码的文字", "the file is not UTF-8 text"},
                           {"请另存为 UTF-8 编码再试", "save it as UTF-8 and try again"});
  const auto before = text.substr(0, bad);
  error.line = 1 + static_cast<int>(std::count(before.begin(), before.end(), '\n'));
  return fail(std::move(error));
}

enum class Format { markdown, html, text, markup, vue, script, docx };

Format format_of(std::string_view extension, std::string_view content) {
  static constexpr std::array markup{"wxml", "axml", "swan", "ttml", "qml", "ksml", "jxml", "tyml"};
  static constexpr std::array scripts{"js", "ts", "jsx", "tsx", "mjs", "cjs", "mts", "cts"};
  if (extension == "docx" || extension == "docm" || content.substr(0, 4) == "PK\x03\x04") return Format::docx;
  if (extension == "md" || extension == "markdown") return Format::markdown;
  if (extension == "html" || extension == "htm" || extension == "xhtml") return Format::html;
  if (extension == "vue") return Format::vue;
  if (std::find(markup.begin(), markup.end(), extension) != markup.end()) return Format::markup;
  if (std::find(scripts.begin(), scripts.end(), extension) != scripts.end()) return Format::script;
  // No name to go by: by what it looks like.
  const std::string start = to_lower_ascii(trim(content.substr(0, 1000)));
  if (start.starts_with("<!doctype html") || start.starts_with("<html") || start.find("<body") != std::string::npos)
    return Format::html;
  if (extension.empty() && (start.starts_with("# ") || start.find("\n## ") != std::string::npos))
    return Format::markdown;
  return Format::text;
}

int han_in(const Document& document) {
  int found = 0;
  const auto count = [&](std::string_view text) {
    for (std::size_t at = 0; at < text.size();) found += is_han(decode_utf8(text, at)) ? 1 : 0;
  };
  for (const auto& block : document.preamble) count(plain_text(block));
  visit(document, [&](const Clause& clause) {
    count(clause.title);
    for (const auto& block : clause.blocks) count(plain_text(block));
  });
  return found;
}

}  // namespace

Result<std::vector<Document>> parse_documents(std::string path, std::string_view content) {
  if (content.size() > kMaxDocumentBytes) return fail(too_large(path));
  if (auto error = known_binary(path, content)) return fail(std::move(*error));
  if (content.starts_with("\xEF\xBB\xBF")) content.remove_prefix(3);
  const std::string extension = extension_of(path);
  const Format format = format_of(extension, content);
  std::vector<Document> documents;
  const auto add = [&](doc::Flow flow, const SourceText& source) {
    for (auto& document : doc::outline(std::move(flow), source)) documents.push_back(std::move(document));
  };
  if (format == Format::docx) {
    std::string rendered;
    doc::Flow flow;
    if (auto read = doc::read_docx(content, path, rendered, flow); !read) return fail(std::move(read.error()));
    add(std::move(flow), SourceText(path, std::move(rendered)));
    if (documents.empty()) return fail(empty_text(path));
    return documents;
  }
  if (auto checked = check_encoding(path, content); !checked) return fail(std::move(checked.error()));
  const SourceText source(path, std::string(content));
  const std::string_view text = source.text();
  doc::Flow flow;
  switch (format) {
    case Format::markdown:
      doc::read_markdown(text, flow);
      add(std::move(flow), source);
      break;
    case Format::text:
      doc::read_plain_text(text, flow);
      add(std::move(flow), source);
      break;
    case Format::html:
      doc::read_markup({text}, doc::Markup::html, flow);
      add(std::move(flow), source);
      break;
    case Format::markup:
      doc::read_markup({text}, doc::Markup::wxml, flow);
      add(std::move(flow), source);
      break;
    case Format::vue: {
      doc::read_markup({text}, doc::Markup::vue, flow);
      add(std::move(flow), source);
      // A template that only loops over data: the text stands in the script.
      const std::size_t from_template = documents.size();
      int shown = 0;
      for (const auto& document : documents) shown += han_in(document);
      for (auto& part : doc::read_vue_script(text)) add(std::move(part), source);
      if (documents.size() > from_template && shown < 200)
        documents.erase(documents.begin(), documents.begin() + static_cast<std::ptrdiff_t>(from_template));
      break;
    }
    case Format::script:
      for (auto& part : doc::read_script(text, extension)) add(std::move(part), source);
      break;
    case Format::docx:
      break;
  }
  if (documents.empty()) return fail(empty_text(path));
  return documents;
}

Result<std::vector<Document>> read_documents(const std::string& path) {
  auto content = read_file(path, kMaxDocumentBytes);
  if (!content) return fail(std::move(content.error()));
  return parse_documents(path, *content);
}

}  // namespace qiyue
