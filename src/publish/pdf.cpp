// PDF by cairo and pango: A4, Chinese fonts of the system embedded as subsets, bookmarks for every heading, structure tags (completed by
// pdf_tags), links between the parts of the text. Nothing of the clock or of the machine gets in but the fonts.
#include <cairo-pdf.h>
#include <fmt/core.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <array>
#include <memory>

#include "core/text.h"
#include "publish/anchors.h"
#include "publish/pdf_tags.h"
#include "publish/publish.h"

namespace qiyue {
namespace {

using namespace publish_detail;

constexpr double kWidth = 595.28;
constexpr double kHeight = 841.89;
constexpr double kLeft = 62;
constexpr double kRight = 62;
constexpr double kTop = 64;
constexpr double kBottom = 70;
constexpr double kBody = 10.5;
constexpr double kSmall = 9;
constexpr double kCellPadding = 4;
constexpr const char* kFonts =
    "Noto Sans CJK SC, Source Han Sans SC, WenQuanYi Micro Hei, Droid Sans Fallback, PingFang SC, Microsoft YaHei, "
    "Sans";

struct Free {
  void operator()(cairo_surface_t* p) const { cairo_surface_destroy(p); }
  void operator()(cairo_t* p) const { cairo_destroy(p); }
  void operator()(PangoLayout* p) const { g_object_unref(p); }
  void operator()(PangoAttrList* p) const { pango_attr_list_unref(p); }
  void operator()(PangoFontDescription* p) const { pango_font_description_free(p); }
  void operator()(PangoLayoutIter* p) const { pango_layout_iter_free(p); }
  void operator()(cairo_font_options_t* p) const { cairo_font_options_destroy(p); }
};
template <class T>
using Held = std::unique_ptr<T, Free>;

// cairo's tag attributes are in single quotes.
std::string single_quoted(std::string_view text) {
  return "'" + replace_all(replace_all(std::string(text), "\\", "\\\\"), "'", "\\'") + "'";
}

struct Style {
  double size = kBody;
  bool bold = false;
  double indent = 0;
  double before = 0, after = 0;
  const char* tag = "P";
  double grey = 0;
};

cairo_status_t append(void* to, const unsigned char* bytes, unsigned int length) {
  static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), length);
  return CAIRO_STATUS_SUCCESS;
}

class Pdf {
 public:
  Pdf(const Document& document, const PageMeta& meta)
      : document_(document), meta_(meta), clauses_(place_clauses(document)) {
    surface_.reset(cairo_pdf_surface_create_for_stream(append, &bytes_, kWidth, kHeight));
    cairo_.reset(cairo_create(surface_.get()));
    Held<cairo_font_options_t> options(cairo_font_options_create());
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
    cairo_set_font_options(cairo_.get(), options.get());
  }

  Result<std::string> write() {
    metadata();
    title();
    blocks(document_.preamble, 0);
    for (const Placed& placed : clauses_) {
      heading(placed);
      blocks(placed.clause->blocks, 0);
    }
    finish_page();
    cairo_.reset();
    cairo_surface_finish(surface_.get());
    const cairo_status_t status = cairo_surface_status(surface_.get());
    surface_.reset();
    if (unknown_ > 0) {
      return fail(
          {.message = {fmt::format("没有能显示中文的字体，PDF 没有生成（{} 个字没有字形）", unknown_),
                       fmt::format("no font has the Chinese characters: the PDF was not made ({} glyphs missing)",
                                   unknown_)},
           .remedy = {"安装中文字体，例如 Debian 的 fonts-noto-cjk，再试一次",
                      "install a Chinese font, e.g. Debian's fonts-noto-cjk, and try again"},
           .file = std::string(to_string(document_.kind)) + ".pdf",
           .more = {}});
    }
    if (status != CAIRO_STATUS_SUCCESS) {
      return fail({.message = {fmt::format("PDF 没有生成：{}", cairo_status_to_string(status)),
                               fmt::format("the PDF was not made: {}", cairo_status_to_string(status))},
                   .remedy = {},
                   .file = std::string(to_string(document_.kind)) + ".pdf",
                   .more = {}});
    }
    return complete_tags(bytes_, document_.lang == "en" ? "en" : "zh-CN");
  }

 private:
  void metadata() {
    const auto set = [&](cairo_pdf_metadata_t key, const std::string& value) {
      if (!value.empty()) cairo_pdf_surface_set_metadata(surface_.get(), key, value.c_str());
    };
    set(CAIRO_PDF_METADATA_TITLE, document_.title);
    set(CAIRO_PDF_METADATA_AUTHOR, meta_.operator_name);
    set(CAIRO_PDF_METADATA_SUBJECT, meta_.version.empty() ? meta_.program : meta_.program + " " + meta_.version);
    // Without one cairo writes the time of day: another file at every run.
    const std::string day = meta_.published.size() == 10 ? meta_.published : std::string("2000-01-01");
    set(CAIRO_PDF_METADATA_CREATE_DATE, day + "T00:00:00");
    set(CAIRO_PDF_METADATA_MOD_DATE, day + "T00:00:00");
  }

  Held<PangoLayout> layout(const Inlines& runs, const Style& style, double width) {
    Held<PangoLayout> made(pango_cairo_create_layout(cairo_.get()));
    pango_cairo_context_set_resolution(pango_layout_get_context(made.get()), 72);
    Held<PangoFontDescription> font(pango_font_description_from_string(kFonts));
    pango_font_description_set_absolute_size(font.get(), style.size * PANGO_SCALE);
    pango_layout_set_font_description(made.get(), font.get());
    pango_layout_set_width(made.get(), static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_wrap(made.get(), PANGO_WRAP_WORD_CHAR);
    std::string text;
    Held<PangoAttrList> attributes(pango_attr_list_new());
    pango_attr_list_insert(
        attributes.get(), pango_attr_language_new(pango_language_from_string(document_.lang == "en" ? "en" : "zh-cn")));
    for (const Inline& run : joined_runs(runs)) {
      const auto begin = static_cast<guint>(text.size());
      text += run.text;
      const auto end = static_cast<guint>(text.size());
      if (style.bold || run.strong) add(attributes.get(), pango_attr_weight_new(PANGO_WEIGHT_BOLD), begin, end);
      if (run.link.starts_with("http"))
        add(attributes.get(), pango_attr_foreground_new(0x0b0b, 0x5757, 0xc2c2), begin, end);
    }
    pango_layout_set_text(made.get(), text.c_str(), static_cast<int>(text.size()));
    pango_layout_set_attributes(made.get(), attributes.get());
    unknown_ += pango_layout_get_unknown_glyphs_count(made.get());
    return made;
  }

  static void add(PangoAttrList* list, PangoAttribute* attribute, guint begin, guint end) {
    attribute->start_index = begin;
    attribute->end_index = end;
    pango_attr_list_insert(list, attribute);
  }

  [[nodiscard]] double room() const { return kHeight - kBottom - y_; }

  void begin(const char* tag, const std::string& attributes = "") {
    cairo_tag_begin(cairo_.get(), tag, attributes.c_str());
  }
  void end(const char* tag) { cairo_tag_end(cairo_.get(), tag); }

  // The foot of a page is no part of the text: it carries no tag.
  void finish_page() {
    Style style;
    style.size = kSmall;
    std::string words = meta_.program;
    for (const std::string& part : {document_.title, meta_.version})
      if (!part.empty() && words.find(part) == std::string::npos) words += (words.empty() ? "" : "  ") + part;
    words += fmt::format("    {}", page_);
    auto foot = layout({{.text = words, .strong = false, .link = "", .source = {}}}, style, kWidth - kLeft - kRight);
    pango_layout_set_alignment(foot.get(), PANGO_ALIGN_CENTER);
    cairo_set_source_rgb(cairo_.get(), 0.35, 0.35, 0.38);
    cairo_move_to(cairo_.get(), kLeft, kHeight - kBottom + 24);
    pango_cairo_show_layout(cairo_.get(), foot.get());
    cairo_show_page(cairo_.get());
    ++page_;
  }
  void next_page() {
    finish_page();
    y_ = kTop;
  }

  // Line by line, so that a paragraph may run on to the next page.
  void paragraph(const Inlines& runs, const Style& style, const std::string& marker = "") {
    if (plain_text(runs).empty()) return;
    const double left = kLeft + style.indent;
    const auto text = layout(runs, style, kWidth - kRight - left);
    const double leading = style.size * 1.65;
    y_ += style.before;
    if (room() < leading) next_page();
    cairo_set_source_rgb(cairo_.get(), style.grey, style.grey, style.grey);
    const char* tag = style.tag;
    begin(tag);
    Held<PangoLayoutIter> iter(pango_layout_get_iter(text.get()));
    bool first = true;
    do {
      if (room() < leading) {
        end(tag);
        next_page();
        cairo_set_source_rgb(cairo_.get(), style.grey, style.grey, style.grey);
        tag = kRestOfParagraph;
        begin(tag);
      }
      if (first && !marker.empty()) {
        const auto sign = layout({{.text = marker, .strong = false, .link = "", .source = {}}}, style, 40);
        cairo_move_to(cairo_.get(), left - 16, y_ + style.size);
        pango_cairo_show_layout_line(cairo_.get(), pango_layout_get_line_readonly(sign.get(), 0));
      }
      first = false;
      cairo_move_to(cairo_.get(), left, y_ + style.size);
      pango_cairo_show_layout_line(cairo_.get(), pango_layout_iter_get_line_readonly(iter.get()));
      y_ += leading;
    } while (pango_layout_iter_next_line(iter.get()) != 0);
    end(tag);
    y_ += style.after;
  }

  void words(const std::string& text, const Style& style) {
    paragraph({{.text = text, .strong = false, .link = "", .source = {}}}, style);
  }

  void title() {
    bookmark(document_.title, CAIRO_PDF_OUTLINE_ROOT, "top");
    Style style;
    style.size = 20;
    style.bold = true;
    style.tag = "H1";
    style.after = 6;
    words(document_.title, style);
    Style facts;
    facts.size = kSmall + 0.5;
    facts.grey = 0.3;
    const bool english = document_.lang == "en";
    std::string line = meta_.operator_name;
    const auto fact = [&](const char* zh, const char* en, const std::string& value) {
      if (!value.empty()) line += (line.empty() ? "" : "  ·  ") + std::string(english ? en : zh) + " " + value;
    };
    fact("版本", "version", meta_.version);
    fact("发布", "published", meta_.published);
    fact("生效", "effective", meta_.effective);
    facts.after = 8;
    words(line, facts);
  }

  int bookmark(const std::string& text, int parent, const std::string& anchor) {
    const std::string name = "name=" + single_quoted(anchor);
    begin(CAIRO_TAG_DEST, name);
    end(CAIRO_TAG_DEST);
    return cairo_pdf_surface_add_outline(surface_.get(), parent, text.c_str(),
                                         ("dest=" + single_quoted(anchor)).c_str(), CAIRO_PDF_OUTLINE_FLAG_OPEN);
  }

  void heading(const Placed& placed) {
    static constexpr std::array<const char*, 6> kTags{"H2", "H3", "H4", "H5", "H6", "H6"};
    static constexpr std::array<double, 4> kSizes{14.5, 12.5, 11.5, 11};
    const auto depth = static_cast<std::size_t>(std::clamp(placed.level, 1, 6)) - 1;
    Style style;
    style.size = kSizes.at(std::min<std::size_t>(depth, 3));
    style.bold = true;
    style.before = depth == 0 ? 14 : 9;
    style.after = 3;
    style.tag = kTags.at(depth);
    // A heading never stands alone at the foot of a page.
    if (room() < style.before + style.size * 1.65 + kBody * 1.65 * 2) {
      next_page();
      style.before = 0;
    }
    const int parent = depth == 0 || parents_.size() < depth ? 0 : parents_[depth - 1];
    parents_.resize(depth);
    parents_.push_back(bookmark(heading_text(*placed.clause), parent, placed.anchor));
    words(heading_text(*placed.clause), style);
  }

  void blocks(const std::vector<Block>& all, double indent) {
    for (const Block& block : all) {
      Style style;
      style.indent = indent;
      style.after = 5;
      switch (block.kind) {
        case BlockKind::paragraph:
          paragraph(block.text, style);
          break;
        case BlockKind::list:
          for (std::size_t i = 0; i < block.items.size(); ++i) {
            ItemMark mark{0, block.ordered, static_cast<int>(i) + 1};
            if (i < block.marks.size()) mark = block.marks[i];
            style.indent = indent + 18 + mark.depth * 18;
            style.after = 2;
            style.tag = "LI";
            paragraph(block.items[i], style, mark.ordered ? fmt::format("{}.", mark.number) : std::string("•"));
          }
          y_ += 4;
          break;
        case BlockKind::table:
          table(block);
          break;
      }
    }
  }

  static double natural_width(PangoLayout* cell) {
    pango_layout_set_width(cell, -1);
    int width = 0;
    pango_layout_get_size(cell, &width, nullptr);
    return static_cast<double>(width) / PANGO_SCALE;
  }

  std::vector<double> columns(const Block& block, const Style& style) {
    std::size_t count = block.header.size();
    for (const auto& row : block.rows) count = std::max(count, row.size());
    if (count == 0) return {};
    std::vector<double> natural(count, 30);
    const auto measure = [&](const std::vector<Inlines>& row) {
      for (std::size_t i = 0; i < row.size(); ++i) {
        if (row[i].empty()) continue;
        const auto cell = layout(row[i], style, 1000);
        natural[i] = std::max(natural[i], std::min(natural_width(cell.get()), 260.0));
      }
    };
    measure(block.header);
    for (const auto& row : block.rows) measure(row);
    const double whole = kWidth - kLeft - kRight - static_cast<double>(count) * 2 * kCellPadding;
    double sum = 0;
    for (const double width : natural) sum += width;
    // Narrow columns keep what they need; the others share the rest.
    const double fair = whole / static_cast<double>(count);
    double fixed = 0;
    double wide = 0;
    for (const double width : natural) (width <= fair ? fixed : wide) += width;
    for (double& width : natural) {
      if (sum <= whole) {
        width *= whole / sum;
      } else if (width > fair) {
        width *= (whole - fixed) / wide;
      }
    }
    return natural;
  }

  struct Row {
    std::vector<Held<PangoLayout>> cells;
    double height = 0;
  };
  Row row_of(const std::vector<Inlines>& cells, const std::vector<double>& widths, const Style& style) {
    Row row;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      row.cells.push_back(layout(i < cells.size() ? cells[i] : Inlines(), style, widths[i]));
      pango_layout_set_spacing(row.cells.back().get(), static_cast<int>(style.size * 0.25 * PANGO_SCALE));
      int height = 0;
      pango_layout_get_size(row.cells.back().get(), nullptr, &height);
      row.height = std::max(row.height, static_cast<double>(height) / PANGO_SCALE + 2 * kCellPadding);
    }
    return row;
  }

  void draw(const Row& row, const std::vector<double>& widths, bool head, bool tagged) {
    double x = kLeft;
    if (head) {
      double whole = 0;
      for (const double width : widths) whole += width + 2 * kCellPadding;
      cairo_set_source_rgb(cairo_.get(), 0.95, 0.96, 0.97);
      cairo_rectangle(cairo_.get(), kLeft, y_, whole, row.height);
      cairo_fill(cairo_.get());
    }
    if (tagged) begin("TR");
    for (std::size_t i = 0; i < widths.size(); ++i) {
      cairo_set_source_rgb(cairo_.get(), 0.6, 0.62, 0.65);
      cairo_set_line_width(cairo_.get(), 0.5);
      cairo_rectangle(cairo_.get(), x, y_, widths[i] + 2 * kCellPadding, row.height);
      cairo_stroke(cairo_.get());
      cairo_set_source_rgb(cairo_.get(), 0, 0, 0);
      cairo_move_to(cairo_.get(), x + kCellPadding, y_ + kCellPadding);
      if (tagged) begin(head ? "TH" : "TD");
      pango_cairo_show_layout(cairo_.get(), row.cells[i].get());
      if (tagged) end(head ? "TH" : "TD");
      x += widths[i] + 2 * kCellPadding;
    }
    if (tagged) end("TR");
    y_ += row.height;
  }

  void table(const Block& block) {
    Style style;
    style.size = kSmall;
    const std::vector<double> widths = columns(block, style);
    if (widths.empty()) return;
    y_ += 4;
    Style bold = style;
    bold.bold = true;
    const Row head = block.header.empty() ? Row() : row_of(block.header, widths, bold);
    const double page = kHeight - kTop - kBottom - head.height;
    const char* open = nullptr;  // the tag that stands open
    const char* next = "Table";
    bool headed = false;
    bool first = true;
    for (const auto& cells : block.rows) {
      const Row row = row_of(cells, widths, style);
      const double needed = row.height + (headed || head.cells.empty() ? 0 : head.height);
      if (row.height > page) {  // taller than any page: as text, each value behind the name of its column
        if (open != nullptr) end(open);
        open = nullptr;
        next = "Table";  // what follows the text is a table of its own
        headed = false;
        for (std::size_t i = 0; i < cells.size(); ++i) {
          Inlines line = cells[i];
          if (i < block.header.size())
            line.insert(line.begin(),
                        {.text = plain_text(block.header[i]) + "：", .strong = true, .link = "", .source = {}});
          paragraph(line, style);
        }
        continue;
      }
      if (room() < needed) {
        if (open != nullptr) {
          end(open);
          next = kRestOfTable;
        }
        open = nullptr;
        next_page();
        headed = false;
      }
      if (open == nullptr) {
        open = next;
        begin(open);
      }
      if (!headed && !head.cells.empty()) draw(head, widths, true, first);
      headed = true;
      first = false;
      draw(row, widths, false, true);
    }
    if (open != nullptr) end(open);
    y_ += 8;
  }

  const Document& document_;
  const PageMeta& meta_;
  std::vector<Placed> clauses_;
  std::string bytes_;
  Held<cairo_surface_t> surface_;
  Held<cairo_t> cairo_;
  std::vector<int> parents_;  // bookmark of the heading at each depth
  double y_ = kTop;
  int page_ = 1;
  int unknown_ = 0;
};

}  // namespace

Result<std::string> write_pdf(const Document& document, const PageMeta& meta) { return Pdf(document, meta).write(); }

}  // namespace qiyue
