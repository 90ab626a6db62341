#include "publish/pdf_tags.h"

// qpdf 11 asks which of its two pointer types is meant: the standard one.
#define POINTERHOLDER_TRANSITION 4
#include <exception>
#include <map>
#include <memory>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFWriter.hh>
#include <utility>
#include <vector>

namespace qiyue::publish_detail {
namespace {

using Object = QPDFObjectHandle;

std::vector<Object> kids_of(Object element) {
  Object kids = element.getKey("/K");
  if (kids.isArray()) return kids.getArrayAsVector();
  if (kids.isNull()) return {};
  return {kids};
}

bool is_element(Object object) { return object.isDictionary() && object.hasKey("/S"); }

std::string type_of(Object element) { return is_element(element) ? element.getKey("/S").getName() : std::string(); }

class Tree {
 public:
  explicit Tree(QPDF& pdf) : pdf_(pdf), root_(pdf.getRoot().getKey("/StructTreeRoot")) {}

  void complete() {
    if (!root_.isDictionary()) return;
    Object document = pdf_.makeIndirectObject(Object::parse("<< /Type /StructElem /S /Document >>"));
    document.replaceKey("/P", root_);
    std::vector<Object> out;
    for (Object element : kids_of(root_)) {
      const std::string type = type_of(element);
      if (type == std::string("/") + kRestOfParagraph && !out.empty()) {
        append_content(last_leaf(out.back()), element);
      } else if (type == std::string("/") + kRestOfTable && !out.empty() && type_of(out.back()) == "/Table") {
        append_rows(out.back(), element);
      } else if (type == "/LI") {
        if (out.empty() || type_of(out.back()) != "/L") {
          Object list = pdf_.makeIndirectObject(Object::parse("<< /Type /StructElem /S /L /K [] >>"));
          list.replaceKey("/P", document);
          out.push_back(list);
        }
        adopt(out.back(), element);
      } else {
        element.replaceKey("/P", document);
        out.push_back(element);
      }
    }
    document.replaceKey("/K", Object::newArray(out));
    root_.replaceKey("/K", Object::newArray(std::vector<Object>{document}));
    for (const Object& element : out)
      if (type_of(element) == "/Table") column_heads(element);
    repair_parents();
  }

 private:
  // The element that text of a paragraph or of a list's last item goes on in.
  static Object last_leaf(Object element) {
    if (type_of(element) != "/L") return element;
    const auto items = kids_of(element);
    return items.empty() ? element : items.back();
  }

  static void adopt(Object parent, Object child) {
    child.replaceKey("/P", parent);
    std::vector<Object> kids = kids_of(parent);
    kids.push_back(child);
    parent.replaceKey("/K", Object::newArray(kids));
  }

  // Content marked by number alone lies on the page of its element; beside another page's it has to name its own.
  static Object with_page(Object content, Object page) {
    if (!content.isInteger()) return content;
    Object named = Object::parse("<< /Type /MCR >>");
    named.replaceKey("/Pg", page);
    named.replaceKey("/MCID", content);
    return named;
  }

  void append_content(Object to, Object from) {
    std::vector<Object> kids;
    for (const Object& content : kids_of(to)) kids.push_back(with_page(content, to.getKey("/Pg")));
    for (const Object& content : kids_of(from)) kids.push_back(with_page(content, from.getKey("/Pg")));
    to.replaceKey("/K", Object::newArray(kids));
    moved_.emplace(from.getObjGen(), to);
  }

  void append_rows(Object to, Object from) {
    for (const Object& row : kids_of(from)) {
      if (is_element(row)) {
        adopt(to, row);
      } else {
        std::vector<Object> kids = kids_of(to);
        kids.push_back(with_page(row, from.getKey("/Pg")));
        to.replaceKey("/K", Object::newArray(kids));
      }
    }
    moved_.emplace(from.getObjGen(), to);
  }

  static void column_heads(Object table) {
    for (const Object& row : kids_of(table))
      for (Object cell : kids_of(row))
        if (type_of(cell) == "/TH") cell.replaceKey("/A", Object::parse("<< /O /Table /Scope /Column >>"));
  }

  // The parent tree leads from marked content to its element.
  void repair_parents() {
    Object numbers = root_.getKey("/ParentTree").getKey("/Nums");
    if (!numbers.isArray()) return;
    for (int i = 1; i < numbers.getArrayNItems(); i += 2) {
      Object parents = numbers.getArrayItem(i);
      if (!parents.isArray()) continue;
      for (int k = 0; k < parents.getArrayNItems(); ++k) {
        const auto found = moved_.find(parents.getArrayItem(k).getObjGen());
        if (found != moved_.end()) parents.setArrayItem(k, found->second);
      }
    }
  }

  QPDF& pdf_;
  Object root_;
  std::map<QPDFObjGen, Object> moved_;
};

}  // namespace

Result<std::string> complete_tags(const std::string& bytes, std::string_view language) {
  try {
    QPDF pdf;
    pdf.setSuppressWarnings(true);
    pdf.processMemoryFile("pdf", bytes.data(), bytes.size());
    Tree(pdf).complete();
    Object catalog = pdf.getRoot();
    catalog.replaceKey("/MarkInfo", Object::parse("<< /Marked true >>"));
    catalog.replaceKey("/Lang", Object::newString(std::string(language)));
    catalog.replaceKey("/ViewerPreferences", Object::parse("<< /DisplayDocTitle true >>"));
    QPDFWriter writer(pdf);
    writer.setOutputMemory();
    writer.setDeterministicID(true);
    writer.setObjectStreamMode(qpdf_o_generate);
    writer.write();
    const std::shared_ptr<Buffer> buffer = writer.getBufferSharedPointer();
    return std::string(reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize());
  } catch (const std::exception& error) {
    return fail({.message = {std::string("PDF 的结构标签没有写成：") + error.what(),
                             std::string("the tags of the PDF could not be completed: ") + error.what()},
                 .remedy = {},
                 .file = "pdf",
                 .more = {}});
  }
}

}  // namespace qiyue::publish_detail
