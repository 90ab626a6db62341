// .docx (ECMA-376): paragraphs, headings by style or outline level, automatic numbering, tables, hyperlinks. Macros and embedded
// objects are never looked at. What it unpacks is bounded, so that a small file cannot fill the memory.
#include <zip.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <pugixml.hpp>

#include "core/text.h"
#include "document/flow.h"

namespace qiyue::doc {
namespace {

constexpr zip_uint64_t kMaxPart = 64u << 20;  // unpacked bytes of one part
constexpr zip_uint64_t kMaxRatio = 200;       // unpacked : packed
constexpr int kMaxDepth = 400;                // of XML elements: parsed by loops, but freed and walked with care

struct ZipDeleter {
  void operator()(zip_t* zip) const { zip_discard(zip); }
};
using Zip = std::unique_ptr<zip_t, ZipDeleter>;

Error broken(const std::string& path, Text message) {
  Error error;
  error.file = path;
  error.message = std::move(message);
  error.remedy = {"请用 Word 或 WPS 打开后另存为 .docx，或导出为 .txt 再试",
                  "open it in Word or WPS and save it again as .docx, or export it as .txt"};
  return error;
}

// One part of the package; empty when there is none of that name.
Result<std::string> part(zip_t* zip, const char* name, const std::string& path) {
  zip_stat_t stat;
  zip_stat_init(&stat);
  if (zip_stat(zip, name, 0, &stat) != 0) return std::string();
  const bool sized = (stat.valid & ZIP_STAT_SIZE) != 0 && (stat.valid & ZIP_STAT_COMP_SIZE) != 0;
  if (!sized || stat.size > kMaxPart || stat.size / kMaxRatio > stat.comp_size + 1024)
    return fail(broken(path, {"Word 文件解压后过大，可能是压缩炸弹，已停止读取",
                              "the Word file unpacks to too much (a zip bomb?); reading stopped"}));
  if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE)
    return fail(broken(path, {"Word 文件有密码保护，无法读取", "the Word file is protected by a password"}));
  zip_file_t* file = zip_fopen(zip, name, 0);
  if (file == nullptr)
    return fail(broken(path, {"Word 文件已损坏，无法解压", "the Word file is damaged and cannot be unpacked"}));
  std::string content(stat.size, '\0');
  zip_uint64_t done = 0;
  while (done < stat.size) {
    const zip_int64_t got = zip_fread(file, content.data() + done, stat.size - done);
    if (got <= 0) break;
    done += static_cast<zip_uint64_t>(got);
  }
  char beyond = 0;
  const bool sound = zip_fread(file, &beyond, 1) == 0;  // the checksum is looked at only at the very end
  if (zip_fclose(file) != 0 || !sound || done != stat.size)
    return fail(broken(path, {"Word 文件已损坏，无法解压", "the Word file is damaged and cannot be unpacked"}));
  return content;
}

// pugixml frees and walks without recursion, but a nesting that no editor writes is refused before anything else looks at it.
bool too_deep(std::string_view xml) {
  int depth = 0;
  for (std::size_t at = xml.find('<'); at != std::string_view::npos; at = xml.find('<', at + 1)) {
    if (at + 1 >= xml.size()) break;
    if (xml[at + 1] == '/') {
      --depth;
    } else if (xml[at + 1] != '!' && xml[at + 1] != '?') {
      const auto close = xml.find('>', at);
      if (close == std::string_view::npos) break;
      if (xml[close - 1] != '/' && ++depth > kMaxDepth) return true;
    }
  }
  return false;
}

std::string attribute(const pugi::xml_node& node, const char* name) { return node.attribute(name).value(); }

struct Style {
  std::string based_on;
  int outline = 0;  // 1 = first rank, 0 none
  bool title = false;
  bool contents = false;  // a line of the table of contents
  bool bold = false;
  std::string number_id;
  int number_level = 0;
};

struct NumberLevel {
  std::string format;  // chineseCounting, decimal …
  std::string text;    // "第%1条", "%1、", "%1.%2"
  int start = 1;
};

class DocxReader {
 public:
  DocxReader(const std::string& path, std::string& rendered, Flow& flow) : path_(path), out_(rendered), flow_(flow) {}

  Status run(std::string_view bytes) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    if (source == nullptr) return fail(broken(path_, {"Word 文件无法打开", "the Word file cannot be opened"}));
    Zip zip(zip_open_from_source(source, ZIP_RDONLY, &error));
    zip_error_fini(&error);
    if (!zip) {
      zip_source_free(source);
      return fail(broken(path_, {"Word 文件已损坏，无法解压", "the Word file is damaged and cannot be unpacked"}));
    }
    auto body = part(zip.get(), "word/document.xml", path_);
    if (!body) return fail(std::move(body.error()));
    if (body->empty())
      return fail(broken(path_, {"压缩包里没有 Word 正文（word/document.xml）",
                                 "the archive holds no Word text (word/document.xml)"}));
    auto styles = part(zip.get(), "word/styles.xml", path_);
    if (!styles) return fail(std::move(styles.error()));
    auto numbering = part(zip.get(), "word/numbering.xml", path_);
    if (!numbering) return fail(std::move(numbering.error()));
    auto relations = part(zip.get(), "word/_rels/document.xml.rels", path_);
    if (!relations) return fail(std::move(relations.error()));
    for (const std::string* xml : {&*body, &*styles, &*numbering, &*relations})
      if (too_deep(*xml))
        return fail(broken(path_, {"Word 文件的结构嵌套过深，无法读取", "the Word file is nested too deeply"}));
    read_styles(*styles);
    read_numbering(*numbering);
    read_relations(*relations);
    pugi::xml_document document;
    const auto parsed = document.load_buffer(body->data(), body->size(), pugi::parse_default | pugi::parse_ws_pcdata);
    if (!parsed) return fail(broken(path_, {"Word 正文不是有效的 XML", "the Word text is not valid XML"}));
    content(document.child("w:document").child("w:body"), 0);
    return {};
  }

 private:
  void read_styles(std::string& xml) {
    pugi::xml_document document;
    if (xml.empty() || !document.load_buffer(xml.data(), xml.size())) return;
    for (const auto& node : document.child("w:styles").children("w:style")) {
      Style style;
      const std::string name = to_lower_ascii(attribute(node.child("w:name"), "w:val"));
      style.based_on = attribute(node.child("w:basedOn"), "w:val");
      style.title = name == "title" || name == "标题文档";
      style.contents = name.starts_with("toc ") || name.starts_with("contents ");
      const auto properties = node.child("w:pPr");
      if (const auto level = properties.child("w:outlineLvl")) style.outline = level.attribute("w:val").as_int(-1) + 1;
      if (name.starts_with("heading ") && name.size() == 9 && name[8] >= '1' && name[8] <= '9')
        style.outline = name[8] - '0';
      if (style.outline > 9) style.outline = 0;
      style.number_id = attribute(properties.child("w:numPr").child("w:numId"), "w:val");
      style.number_level = properties.child("w:numPr").child("w:ilvl").attribute("w:val").as_int(0);
      style.bold = on(node.child("w:rPr").child("w:b"));
      styles_[attribute(node, "w:styleId")] = style;
    }
  }

  static bool on(const pugi::xml_node& toggle) {
    if (!toggle) return false;
    const std::string value = attribute(toggle, "w:val");
    return value.empty() || value == "1" || value == "true" || value == "on";
  }

  // A style with what it takes over from the one it is based on.
  Style style(const std::string& id) const {
    Style result;
    std::string next = id;
    for (int steps = 0; steps < 16; ++steps) {
      const auto found = styles_.find(next);
      if (found == styles_.end()) break;
      const Style& own = found->second;
      if (result.outline == 0) result.outline = own.outline;
      result.title = result.title || (steps == 0 && own.title);
      result.contents = result.contents || own.contents;
      result.bold = result.bold || own.bold;
      if (result.number_id.empty()) {
        result.number_id = own.number_id;
        result.number_level = own.number_level;
      }
      next = own.based_on;
    }
    return result;
  }

  void read_numbering(std::string& xml) {
    pugi::xml_document document;
    if (xml.empty() || !document.load_buffer(xml.data(), xml.size())) return;
    const auto root = document.child("w:numbering");
    std::map<std::string, std::map<int, NumberLevel>> abstract;
    for (const auto& node : root.children("w:abstractNum")) {
      auto& levels = abstract[attribute(node, "w:abstractNumId")];
      for (const auto& level : node.children("w:lvl")) {
        const int index = level.attribute("w:ilvl").as_int(0);
        if (index < 0 || index > 8) continue;
        levels[index] = {attribute(level.child("w:numFmt"), "w:val"), attribute(level.child("w:lvlText"), "w:val"),
                         level.child("w:start").attribute("w:val").as_int(1)};
      }
    }
    for (const auto& node : root.children("w:num")) {
      const std::string id = attribute(node, "w:numId");
      abstract_of_[id] = attribute(node.child("w:abstractNumId"), "w:val");
      numbering_[id] = abstract[abstract_of_[id]];
      for (const auto& replaced : node.children("w:lvlOverride")) {
        const int index = replaced.attribute("w:ilvl").as_int(0);
        if (index >= 0 && index <= 8 && replaced.child("w:startOverride"))
          numbering_[id][index].start = replaced.child("w:startOverride").attribute("w:val").as_int(1);
      }
    }
  }

  void read_relations(std::string& xml) {
    pugi::xml_document document;
    if (xml.empty() || !document.load_buffer(xml.data(), xml.size())) return;
    for (const auto& node : document.child("Relationships").children("Relationship"))
      if (attribute(node, "TargetMode") == "External") targets_[attribute(node, "Id")] = attribute(node, "Target");
  }

  // ---- numbers that Word counts by itself ----
  static std::string counted(int value, const std::string& format) {
    static constexpr std::array circled{"①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑨", "⑩"};
    if (format.starts_with("chinese") || format == "japaneseCounting" || format == "ideographDigital" ||
        format == "taiwaneseCounting")
      return value >= 1 && value <= 99 ? chinese_numeral(value) : std::to_string(value);
    if (format == "decimalEnclosedCircle" && value >= 1 && value <= 10)
      return circled[static_cast<std::size_t>(value - 1)];
    if (format == "lowerLetter" && value >= 1 && value <= 26) return {static_cast<char>('a' + value - 1)};
    if (format == "upperLetter" && value >= 1 && value <= 26) return {static_cast<char>('A' + value - 1)};
    return std::to_string(value);
  }

  // The number of this paragraph as Word prints it; empty for bullets and none.
  std::string number(const std::string& id, int level, bool& bullet) {
    bullet = false;
    const auto found = numbering_.find(id);
    if (found == numbering_.end() || id == "0") return {};
    level = std::clamp(level, 0, 8);
    const auto definition = found->second.find(level);
    if (definition == found->second.end()) return {};
    if (definition->second.format == "bullet") {
      bullet = true;
      return {};
    }
    if (definition->second.format == "none") return {};
    auto& counters = counters_[abstract_of_[id]];
    for (int i = level + 1; i <= 8; ++i) counters[static_cast<std::size_t>(i)] = 0;
    for (int i = 0; i <= level; ++i) {
      auto& counter = counters[static_cast<std::size_t>(i)];
      const auto above = found->second.find(i);
      const int start = above == found->second.end() ? 1 : above->second.start;
      if (i == level) {
        counter = counter == 0 ? start : counter + 1;
      } else if (counter == 0) {
        counter = start;
      }
    }
    std::string printed;
    const std::string& text = definition->second.text;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '%' && i + 1 < text.size() && text[i + 1] >= '1' && text[i + 1] <= '9') {
        const int which = text[++i] - '1';
        const auto part_level = found->second.find(which);
        // In "1.1" the outer parts are digits even where they are printed as 一 on their own.
        const std::string format = part_level == found->second.end() ? "decimal" : part_level->second.format;
        printed += counted(counters[static_cast<std::size_t>(which)],
                           which != level && definition->second.format == "decimal" ? "decimal" : format);
      } else {
        printed += text[i];
      }
    }
    return printed;
  }

  // ---- text ----
  std::uint32_t here() const { return static_cast<std::uint32_t>(out_.size()); }
  void put(Inlines& runs, std::string_view text, bool strong, const std::string& link) {
    const std::uint32_t begin = here();
    out_ += text;
    append_run(runs, text, strong, link, {begin, here()});
  }

  void runs_of(const pugi::xml_node& parent, Inlines& runs, bool bold, const std::string& link, int depth) {
    if (depth > 20) return;
    for (const auto& node : parent.children()) {
      const std::string_view name = node.name();
      if (name == "w:r") {
        const auto properties = node.child("w:rPr");
        const bool strong = properties.child("w:b") ? on(properties.child("w:b")) : bold;
        if (on(properties.child("w:vanish"))) continue;
        for (const auto& child : node.children()) {
          const std::string_view what = child.name();
          if (what == "w:t") put(runs, child.text().get(), strong, link);
          if (what == "w:tab") put(runs, " ", strong, link);
          if (what == "w:noBreakHyphen") put(runs, "-", strong, link);
          if (what == "w:br" && attribute(child, "w:type") != "page") put(runs, "\n", strong, link);
          if (what == "w:cr") put(runs, "\n", strong, link);
        }
      } else if (name == "w:hyperlink") {
        const auto target = targets_.find(attribute(node, "r:id"));
        runs_of(node, runs, bold, target == targets_.end() ? link : target->second, depth + 1);
      } else if (name == "w:ins" || name == "w:smartTag" || name == "w:sdt" || name == "w:sdtContent" ||
                 name == "w:fldSimple" || name == "w:moveTo") {
        runs_of(node, runs, bold, link, depth + 1);
      }
      // w:del and w:moveFrom are struck out: they are no text any more.
    }
  }

  void paragraph(const pugi::xml_node& node, FlowItem& item) {
    const auto properties = node.child("w:pPr");
    const Style look = style(attribute(properties.child("w:pStyle"), "w:val"));
    if (look.contents) return;
    std::string number_id = look.number_id;
    int level = look.number_level;
    if (const auto own = properties.child("w:numPr")) {
      if (own.child("w:numId")) number_id = attribute(own.child("w:numId"), "w:val");
      level = own.child("w:ilvl").attribute("w:val").as_int(look.number_id.empty() ? 0 : level);
    }
    int outline = look.outline;
    if (const auto own = properties.child("w:outlineLvl")) outline = own.attribute("w:val").as_int(8) + 1;
    if (outline > 8) outline = 0;  // level 9 means body text
    bool bullet = false;
    std::string printed = number(number_id, level, bullet);
    const std::uint32_t begin = here();
    if (!printed.empty()) {
      printed += number_separator(printed);
      put(item.runs, printed, false, "");
    }
    const std::size_t words = out_.size();
    runs_of(node, item.runs, look.bold, "", 0);
    // A number with nothing behind it is what an editor leaves when the words were deleted: no heading and no item.
    if (trim(std::string_view(out_).substr(words)).empty()) item.runs.clear();
    item.source = {begin, here()};
    out_ += '\n';
    if (look.title) {
      item.title = !titled_;
      titled_ = titled_ || item.title;
    }
    if (outline > 0 && !item.title) {
      item.kind = FlowItem::Kind::heading;
      item.level = outline + 1;  // 1 is the title's
      item.clause_id = clause_of(node);
      for (auto& run : item.runs) run.strong = false;
    } else if (bullet && !item.title) {
      item.kind = FlowItem::Kind::item;
      item.mark.depth = std::clamp(level, 0, 7);
    } else {
      item.looks_like_heading = all_strong(item.runs);
    }
  }

  // The bookmark that our own Word files carry at the heading of each clause: qy_pp_share_sdk.
  static std::string clause_of(const pugi::xml_node& paragraph) {
    for (const auto& mark : paragraph.children("w:bookmarkStart")) {
      const std::string name = attribute(mark, "w:name");
      if (!name.starts_with("qy_") || name.size() < 4) continue;
      std::string clause;
      for (std::size_t i = 3; i < name.size(); ++i) {
        const bool twice = name[i] == '_' && i + 1 < name.size() && name[i + 1] == '_';
        clause += name[i] != '_' ? name[i] : twice ? '-' : '.';
        if (twice) ++i;
      }
      return clause;
    }
    return {};
  }

  void table(const pugi::xml_node& node, int depth) {
    FlowItem item;
    item.kind = FlowItem::Kind::table;
    item.table.kind = BlockKind::table;
    const std::uint32_t begin = here();
    std::vector<std::vector<Inlines>> rows;
    std::vector<bool> headers;
    std::size_t columns = 0;
    for (const auto& row : node.children("w:tr")) {
      std::vector<Inlines> cells;
      for (const auto& cell : row.children("w:tc")) {
        Inlines runs;
        cell_text(cell, runs, depth + 1);
        trim_runs(runs);
        const auto properties = cell.child("w:tcPr");
        const auto merge = properties.child("w:vMerge");
        if (merge && attribute(merge, "w:val") != "restart" && runs.empty() && !rows.empty() &&
            cells.size() < rows.back().size())
          runs = rows.back()[cells.size()];
        cells.push_back(std::move(runs));
        const int span = std::clamp(properties.child("w:gridSpan").attribute("w:val").as_int(1), 1, 50);
        for (int i = 1; i < span; ++i) cells.emplace_back();
      }
      headers.push_back(on(row.child("w:trPr").child("w:tblHeader")));
      columns = std::max(columns, cells.size());
      rows.push_back(std::move(cells));
    }
    item.source = {begin, here()};
    item.table.source = item.source;
    if (columns < 2) {  // a frame around text
      for (auto& row : rows)
        for (auto& cell : row) {
          FlowItem text;
          text.runs = std::move(cell);
          flow_.items.push_back(std::move(text));
        }
      return;
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const bool header = i == 0 && (headers[0] || std::all_of(rows[0].begin(), rows[0].end(), [](const Inlines& cell) {
                                       return cell.empty() || all_strong(cell);
                                     }));
      if (header) {
        item.table.header = std::move(rows[i]);
        for (auto& cell : item.table.header)
          for (auto& run : cell) run.strong = false;  // a header is one anyway
      } else {
        item.table.rows.push_back(std::move(rows[i]));
      }
    }
    flow_.items.push_back(std::move(item));
  }

  void cell_text(const pugi::xml_node& cell, Inlines& runs, int depth) {
    if (depth > 20) return;
    for (const auto& node : cell.children()) {
      const std::string_view name = node.name();
      if (name == "w:p") {
        FlowItem item;
        paragraph(node, item);
        trim_runs(item.runs);
        if (!runs.empty() && !item.runs.empty()) runs.push_back({"\n", false, "", {}});
        runs.insert(runs.end(), std::make_move_iterator(item.runs.begin()), std::make_move_iterator(item.runs.end()));
      } else if (name == "w:tbl" || name == "w:tr" || name == "w:tc" || name == "w:sdt" || name == "w:sdtContent") {
        cell_text(node, runs, depth + 1);
      }
    }
  }

  void content(const pugi::xml_node& parent, int depth) {
    if (depth > 20) return;
    Inlines carried;
    for (const auto& node : parent.children()) {
      const std::string_view name = node.name();
      if (name == "w:p") {
        // A paragraph whose end is struck out runs on into the next one.
        if (node.child("w:pPr").child("w:rPr").child("w:del")) {
          runs_of(node, carried, false, "", 0);
          continue;
        }
        FlowItem item;
        paragraph(node, item);
        if (!carried.empty()) {
          item.source.begin = std::min(item.source.begin, carried.front().source.begin);
          item.runs.insert(item.runs.begin(), std::make_move_iterator(carried.begin()),
                           std::make_move_iterator(carried.end()));
          carried.clear();
        }
        if (!item.runs.empty()) flow_.items.push_back(std::move(item));
      } else if (name == "w:tbl") {
        table(node, depth);
      } else if (name == "w:sdt" || name == "w:sdtContent" || name == "w:ins" || name == "w:customXml") {
        const auto gallery = node.child("w:sdtPr").child("w:docPartObj").child("w:docPartGallery");
        if (attribute(gallery, "w:val") == "Table of Contents") continue;
        content(node, depth + 1);
      }
    }
    if (carried.empty()) return;
    FlowItem last;
    last.source = {carried.front().source.begin, carried.back().source.end};
    last.runs = std::move(carried);
    flow_.items.push_back(std::move(last));
  }

  const std::string& path_;
  std::string& out_;
  Flow& flow_;
  std::map<std::string, Style> styles_;
  std::map<std::string, std::string> abstract_of_, targets_;
  std::map<std::string, std::map<int, NumberLevel>> numbering_;
  std::map<std::string, std::array<int, 9>> counters_;
  bool titled_ = false;
};

}  // namespace

Status read_docx(std::string_view bytes, const std::string& path, std::string& rendered, Flow& flow) {
  return DocxReader(path, rendered, flow).run(bytes);
}

}  // namespace qiyue::doc
