// What came back in a Word file beside the text: comments, tracked changes, properties.
#include <algorithm>
#include <pugixml.hpp>

#include "core/text.h"
#include "review/package.h"
#include "review/review.h"

namespace qiyue {
namespace {

constexpr int kMaxDepth = 60;

std::string attribute(const pugi::xml_node& node, const char* name) { return node.attribute(name).value(); }

const std::string* part(const std::vector<OutputFile>& parts, std::string_view name) {
  for (const OutputFile& one : parts)
    if (one.path == name) return &one.content;
  return nullptr;
}

std::string text_of(const pugi::xml_node& node) {
  struct Walker : pugi::xml_tree_walker {
    std::string text;
    int paragraphs = 0;
    bool for_each(pugi::xml_node& at) override {
      const std::string_view name = at.name();
      if (name == "w:p" && paragraphs++ > 0) text += '\n';
      if (name == "w:t") text += at.text().get();
      return depth() < kMaxDepth;
    }
  } walker;
  pugi::xml_node copy = node;
  copy.traverse(walker);
  return std::string(trim(walker.text));
}

// Walks the text in order: which clause is being read, what stands inside the ranges of comments, who changed what.
struct TextWalker : pugi::xml_tree_walker {
  std::string clause;
  std::map<std::string, std::string> clause_of, quote_of;  // by comment id
  std::vector<std::string> open, points;  // points: comments at a place, without a range; they speak of their paragraph
  std::string paragraph;
  int insertions = 0, deletions = 0;
  std::vector<std::string> authors;

  void changed(const pugi::xml_node& node, int& count) {
    ++count;
    const std::string author = attribute(node, "w:author");
    if (!author.empty() && !contains(authors, author)) authors.push_back(author);
  }
  void end_paragraph() {
    for (const std::string& id : points) {
      std::string& quote = quote_of[id];
      if (quote.empty()) quote = paragraph;
    }
    points.clear();
    paragraph.clear();
  }
  bool for_each(pugi::xml_node& node) override {
    const std::string_view name = node.name();
    if (name == "w:p") {
      end_paragraph();
    } else if (name == "w:bookmarkStart") {
      if (std::string id = review::clause_of_bookmark(attribute(node, "w:name")); !id.empty()) clause = std::move(id);
    } else if (name == "w:commentRangeStart") {
      open.push_back(attribute(node, "w:id"));
      clause_of.emplace(open.back(), clause);
    } else if (name == "w:commentRangeEnd") {
      std::erase(open, attribute(node, "w:id"));
    } else if (name == "w:commentReference") {
      clause_of.emplace(attribute(node, "w:id"), clause);
      points.push_back(attribute(node, "w:id"));
    } else if (name == "w:t") {
      paragraph += node.text().get();
      for (const std::string& id : open) quote_of[id] += node.text().get();
    } else if (name == "w:ins" || name == "w:moveTo") {
      changed(node, insertions);
    } else if (name == "w:del" || name == "w:moveFrom") {
      changed(node, deletions);
    }
    return depth() < 4 * kMaxDepth;
  }
};

// Inserted text goes, struck out text comes back.
void refuse(const pugi::xml_node& parent, int depth) {
  if (depth > 2 * kMaxDepth) return;
  for (pugi::xml_node node = parent.first_child(); node;) {
    const pugi::xml_node next = node.next_sibling();
    const std::string_view name = node.name();
    pugi::xml_node up = parent;
    if (name == "w:ins" || name == "w:moveTo") {
      up.remove_child(node);
    } else if (name == "w:del" || name == "w:moveFrom") {
      while (pugi::xml_node child = node.first_child()) up.insert_move_before(child, node);
      up.remove_child(node);
      refuse(parent, depth + 1);
      return;
    } else if (name == "w:delText") {
      node.set_name("w:t");
    } else {
      refuse(node, depth + 1);
    }
    node = next;
  }
}

// "2026-12-01T08:00:00Z" -> "2026-12-01"; empty for what is no date (LibreOffice writes 0-00-00 for a comment without one).
std::string day_of(const std::string& written) {
  std::string day = written.substr(0, 10);
  bool date = day.size() == 10;
  for (std::size_t i = 0; i < day.size(); ++i)
    date = date && ((i == 4 || i == 7) ? day[i] == '-' : day[i] >= '0' && day[i] <= '9');
  return date ? day : "";
}

Error no_text(const std::string& path) {
  return {.message = {"文件里没有 Word 正文", "the file holds no Word text"},
          .remedy = {"请在 Word 或 WPS 里另存为 .docx 再试", "save it again as .docx in Word or WPS"},
          .file = path,
          .more = {}};
}

}  // namespace

Result<DocxReview> read_docx_review(const std::string& path, std::string_view bytes) {
  auto parts = review::unpack(path, bytes);
  if (!parts) return fail(std::move(parts.error()));
  const std::string* body = part(*parts, "word/document.xml");
  pugi::xml_document xml;
  if (body == nullptr || !xml.load_buffer(body->data(), body->size(), pugi::parse_default | pugi::parse_ws_pcdata))
    return fail(no_text(path));
  DocxReview result;
  TextWalker walker;
  xml.traverse(walker);
  walker.end_paragraph();
  result.insertions = walker.insertions;
  result.deletions = walker.deletions;
  result.authors = std::move(walker.authors);
  std::sort(result.authors.begin(), result.authors.end());
  if (const std::string* comments = part(*parts, "word/comments.xml")) {
    pugi::xml_document notes;
    if (notes.load_buffer(comments->data(), comments->size(), pugi::parse_default | pugi::parse_ws_pcdata)) {
      for (const pugi::xml_node& node : notes.document_element().children("w:comment")) {
        const std::string id = attribute(node, "w:id");
        DocxNote note{.author = attribute(node, "w:author"),
                      .date = day_of(attribute(node, "w:date")),
                      .text = text_of(node),
                      .clause = walker.clause_of[id],
                      .quote = ellipsize(walker.quote_of[id], 120)};
        if (note.author != kReviewAuthor && !note.text.empty()) result.notes.push_back(std::move(note));
      }
    }
  }
  if (const std::string* custom = part(*parts, "docProps/custom.xml")) {
    pugi::xml_document properties;
    if (properties.load_buffer(custom->data(), custom->size()))
      for (const pugi::xml_node& node : properties.document_element().children())
        result.properties[attribute(node, "name")] = node.first_child().text().get();
  }
  return result;
}

Result<std::string> refuse_changes(const std::string& path, std::string_view bytes) {
  auto parts = review::unpack(path, bytes);
  if (!parts) return fail(std::move(parts.error()));
  for (OutputFile& one : *parts) {
    if (one.path != "word/document.xml") continue;
    pugi::xml_document xml;
    if (!xml.load_buffer(one.content.data(), one.content.size(), pugi::parse_default | pugi::parse_ws_pcdata))
      return fail(no_text(path));
    refuse(xml, 0);
    struct Out : pugi::xml_writer {
      std::string text;
      void write(const void* data, std::size_t size) override { text.append(static_cast<const char*>(data), size); }
    } out;
    xml.save(out, "", pugi::format_raw);
    one.content = std::move(out.text);
    return review::pack(*parts);
  }
  return fail(no_text(path));
}

}  // namespace qiyue
