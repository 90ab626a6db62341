// HTML, WXML and the templates of Vue: a tolerant parser that keeps the place of every character, and what of it a user sees.
// Own code instead of an HTML5 tree builder: those re-nest WXML (<input>, <image>, <p> have other rules there), recurse, and lose
// places inside decoded text.
#include <algorithm>
#include <array>
#include <set>
#include <unordered_map>

#include "core/text.h"
#include "document/flow_builder.h"

namespace qiyue::doc {
namespace {

constexpr std::uint32_t kNoNode = static_cast<std::uint32_t>(-1);

struct MarkupSlice {
  std::size_t begin = 0, end = 0;
};

struct Node {
  std::string name;        // lower case; empty for text
  MarkupSlice attributes;  // inside the tag
  MarkupSlice text;
  std::uint32_t parent = kNoNode;
  std::uint32_t end = 0;        // one past the last node inside
  bool holds_text = false;      // text of its own between its tags
  bool has_table = false;       // table: another one inside
  std::uint16_t columns = 0;    // table: most cells in a row
  std::uint16_t row_cells = 0;  // tr
};

template <std::size_t N>
bool is_one_of(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

constexpr std::array<std::string_view, 14> kVoid{"area",  "base", "br",   "col",   "embed",  "hr",    "img",
                                                 "input", "link", "meta", "param", "source", "track", "wbr"};
constexpr std::array<std::string_view, 11> kRaw{"script", "style",  "wxs",     "sjs",      "textarea", "title",
                                                "xmp",    "iframe", "noembed", "noframes", "noscript"};
constexpr std::array<std::string_view, 37> kInline{
    "a",    "abbr", "acronym", "b",    "bdi", "bdo", "big",       "cite",  "code", "del",    "dfn",    "em",  "font",
    "i",    "ins",  "kbd",     "mark", "q",   "s",   "samp",      "small", "span", "strike", "strong", "sub", "sup",
    "text", "time", "tt",      "u",    "var", "wbr", "navigator", "nobr",  "o:p",  "block",  "image"};
// Nothing of these is shown.
constexpr std::array<std::string_view, 16> kUnseen{"script", "style",  "wxs",     "sjs",      "head",     "meta",
                                                   "link",   "iframe", "noembed", "noframes", "noscript", "svg",
                                                   "canvas", "object", "audio",   "page-meta"};

bool is_html_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
bool is_tag_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_inline(std::string_view name) {
  return is_one_of(name, kInline) || name == "template" || name == "slot" || name.substr(0, 4) == "st1:" ||
         name.substr(0, 2) == "o:";
}

// ---- parsing ----
class Parser {
 public:
  Parser(std::string_view text, Markup dialect) : t_(text), html_(dialect == Markup::html) {}

  std::vector<Node> run() {
    std::size_t text_from = 0;
    for (std::size_t at = 0; at < t_.size();) {
      if (t_[at] == '{' && t_.substr(at, 2) == "{{") {
        const auto close = t_.substr(0, std::min(t_.size(), at + 2000)).find("}}", at);
        at = close == std::string_view::npos ? at + 2 : close + 2;
        continue;
      }
      if (t_[at] != '<' || at + 1 >= t_.size()) {
        ++at;
        continue;
      }
      const char next = t_[at + 1];
      if (next != '!' && next != '?' && next != '/' && !is_tag_letter(next)) {
        ++at;
        continue;
      }
      add_text({text_from, at});
      at = markup(at);
      text_from = at;
    }
    add_text({text_from, t_.size()});
    while (!open_.empty()) pop();
    return std::move(nodes_);
  }

 private:
  void add_text(MarkupSlice text) {
    if (text.begin >= text.end) return;
    Node node;
    node.text = text;
    node.parent = open_.empty() ? kNoNode : open_.back();
    node.end = static_cast<std::uint32_t>(nodes_.size()) + 1;
    const auto inside = t_.substr(text.begin, text.end - text.begin);
    if (node.parent != kNoNode && !std::all_of(inside.begin(), inside.end(), is_html_space))
      nodes_[node.parent].holds_text = true;
    nodes_.push_back(std::move(node));
  }

  std::size_t skip_to(std::string_view what, std::size_t from) {
    const auto found = t_.find(what, from);
    return found == std::string_view::npos ? t_.size() : found + what.size();
  }

  std::size_t markup(std::size_t at) {
    if (t_.substr(at, 4) == "<!--") return skip_to("-->", at + 4);
    if (t_.substr(at, 9) == "<![CDATA[") return skip_to("]]>", at + 9);
    if (t_[at + 1] == '!' || t_[at + 1] == '?') return skip_to(">", at + 2);
    const bool closing = t_[at + 1] == '/';
    std::size_t i = at + (closing ? 2 : 1);
    const std::size_t name_from = i;
    while (i < t_.size() && !is_html_space(t_[i]) && t_[i] != '>' && t_[i] != '/' && t_[i] != '<') ++i;
    const std::string name = to_lower_ascii(t_.substr(name_from, i - name_from));
    const std::size_t attributes_from = i;
    while (i < t_.size() && t_[i] != '>') {
      // An attribute's value may hold anything between its quotes; a quote elsewhere is stray.
      if ((t_[i] == '"' || t_[i] == '\'') && after_equals(attributes_from, i)) {
        const auto close = t_.find(t_[i], i + 1);
        if (close == std::string_view::npos) break;
        i = close;
      }
      ++i;
    }
    const std::size_t attributes_end = std::min(i, t_.size());
    const std::size_t after = std::min(i + 1, t_.size());
    if (closing) {
      close(name);
      return after;
    }
    const bool self_closing = attributes_end > attributes_from && t_[attributes_end - 1] == '/';
    open(name, {attributes_from, attributes_end});
    if (self_closing || (html_ && is_one_of(name, kVoid)) || name == "br" || name == "hr") {
      pop();
    } else if (is_one_of(name, kRaw) && (html_ || (name != "title" && name != "textarea"))) {
      return raw(name, after);
    }
    return after;
  }

  [[nodiscard]] bool after_equals(std::size_t from, std::size_t at) const {
    while (at > from && is_html_space(t_[at - 1])) --at;
    return at > from && t_[at - 1] == '=';
  }

  // Content that is no markup, up to its own end tag.
  std::size_t raw(const std::string& name, std::size_t from) {
    std::size_t at = from;
    while (true) {
      at = t_.find("</", at);
      if (at == std::string_view::npos) {
        at = t_.size();
        break;
      }
      if (to_lower_ascii(t_.substr(at + 2, name.size())) == name) break;
      at += 2;
    }
    add_text({from, at});
    pop();
    return at == t_.size() ? at : skip_to(">", at);
  }

  void open(const std::string& name, MarkupSlice attributes) {
    if (html_) close_implied(name);
    Node node;
    node.name = name;
    node.attributes = attributes;
    node.parent = open_.empty() ? kNoNode : open_.back();
    if (name == "table") {
      if (!tables_.empty()) nodes_[tables_.back()].has_table = true;
      tables_.push_back(static_cast<std::uint32_t>(nodes_.size()));
    } else if (name == "tr") {
      rows_.push_back(static_cast<std::uint32_t>(nodes_.size()));
    } else if ((name == "td" || name == "th") && !rows_.empty()) {
      Node& row = nodes_[rows_.back()];
      if (row.row_cells < 1000) ++row.row_cells;
      if (!tables_.empty()) nodes_[tables_.back()].columns = std::max(nodes_[tables_.back()].columns, row.row_cells);
    }
    open_.push_back(static_cast<std::uint32_t>(nodes_.size()));
    ++open_names_[name];
    nodes_.push_back(std::move(node));
  }

  void pop() {
    const std::uint32_t index = open_.back();
    open_.pop_back();
    Node& node = nodes_[index];
    node.end = static_cast<std::uint32_t>(nodes_.size());
    --open_names_[node.name];
    if (!tables_.empty() && tables_.back() == index) tables_.pop_back();
    if (!rows_.empty() && rows_.back() == index) rows_.pop_back();
  }

  void close(const std::string& name) {
    const auto found = open_names_.find(name);
    if (found == open_names_.end() || found->second == 0) return;
    if (html_ && is_inline(name)) {
      // </b> never closes a block around it.
      std::size_t steps = 0;
      for (auto at = open_.rbegin(); at != open_.rend() && steps < 256; ++at, ++steps) {
        if (nodes_[*at].name == name) break;
        if (!is_inline(nodes_[*at].name)) return;
      }
    }
    while (nodes_[open_.back()].name != name) pop();
    pop();
  }

  // End tags that HTML lets one leave out.
  void close_implied(const std::string& name) {
    static constexpr std::array<std::string_view, 27> closes_p{
        "p",  "div",  "ul", "ol",      "li",      "table",  "h1",     "h2",         "h3",
        "h4", "h5",   "h6", "section", "article", "hr",     "pre",    "dl",         "dd",
        "dt", "form", "tr", "td",      "th",      "header", "footer", "blockquote", "center"};
    if (is_one_of(name, closes_p)) close_up_to("p", "");
    if (name == "li") close_up_to("li", "ul ol table");
    if (name == "dt" || name == "dd") {
      close_up_to("dt", "dl");
      close_up_to("dd", "dl");
    }
    if (name == "td" || name == "th" || name == "tr") {
      close_up_to("td", "table");
      close_up_to("th", "table");
    }
    if (name == "tr") close_up_to("tr", "table");
  }

  // Closes the nearest open `name` that is not behind one of `walls`; for p, behind no block at all.
  void close_up_to(std::string_view name, std::string_view walls) {
    if (const auto found = open_names_.find(std::string(name)); found == open_names_.end() || found->second == 0)
      return;
    std::size_t steps = 0;
    for (auto at = open_.rbegin(); at != open_.rend() && steps < 64; ++at, ++steps) {
      const std::string& open = nodes_[*at].name;
      if (open == name) {
        while (nodes_[open_.back()].name != name) pop();
        pop();
        return;
      }
      if (walls.empty() ? !is_inline(open) : (!open.empty() && walls.find(open) != std::string_view::npos)) return;
    }
  }

  std::string_view t_;
  bool html_;
  std::vector<Node> nodes_;
  std::vector<std::uint32_t> open_, tables_, rows_;
  std::unordered_map<std::string, int> open_names_;
};

// ---- showing ----
struct Attribute {
  std::string_view name;
  MarkupSlice value;
};

class Shower {
 public:
  Shower(const Mapped& source, Markup dialect, Flow& flow, int depth)
      : m_(source), t_(source.text), dialect_(dialect), flow_(flow), out_(flow), depth_(depth) {}

  void run() {
    nodes_ = Parser(t_, dialect_).run();
    std::vector<std::uint32_t> open;
    for (std::uint32_t i = 0; i < nodes_.size();) {
      while (!open.empty() && nodes_[open.back()].end <= i) {
        leave(nodes_[open.back()]);
        open.pop_back();
      }
      const Node& node = nodes_[i];
      if (node.name.empty()) {
        text(node);
        ++i;
      } else if (!seen(node)) {
        i = node.end;
      } else {
        enter(i);
        open.push_back(i++);
      }
    }
    while (!open.empty()) {
      leave(nodes_[open.back()]);
      open.pop_back();
    }
    out_.finish();
  }

 private:
  [[nodiscard]] std::string_view view(MarkupSlice slice) const {
    return t_.substr(slice.begin, slice.end - slice.begin);
  }

  [[nodiscard]] std::vector<Attribute> attributes(const Node& node) const {
    std::vector<Attribute> out;
    std::size_t at = node.attributes.begin;
    const std::size_t end = node.attributes.end;
    while (at < end) {
      while (at < end && (is_html_space(t_[at]) || t_[at] == '/')) ++at;
      const std::size_t from = at;
      while (at < end && !is_html_space(t_[at]) && t_[at] != '=' && t_[at] != '/') ++at;
      Attribute attribute{t_.substr(from, at - from), {at, at}};
      while (at < end && is_html_space(t_[at])) ++at;
      if (at < end && t_[at] == '=') {
        ++at;
        while (at < end && is_html_space(t_[at])) ++at;
        if (at < end && (t_[at] == '"' || t_[at] == '\'')) {
          const auto close = t_.find(t_[at], at + 1);
          attribute.value = {at + 1, std::min(close == std::string_view::npos ? end : close, end)};
          at = std::min(attribute.value.end + 1, end);
        } else {
          attribute.value.begin = at;
          while (at < end && !is_html_space(t_[at])) ++at;
          attribute.value.end = at;
        }
      }
      if (attribute.name.empty()) {
        ++at;
      } else {
        out.push_back(attribute);
      }
    }
    return out;
  }
  [[nodiscard]] std::string_view attribute(const Node& node, std::string_view name) const {
    for (const auto& found : attributes(node))
      if (to_lower_ascii(found.name) == name) return view(found.value);
    return {};
  }
  [[nodiscard]] int number(const Node& node, std::string_view name, int otherwise) const {
    const auto value = attribute(node, name);
    int result = 0;
    for (const char c : value.substr(0, 6)) {
      if (c < '0' || c > '9') return otherwise;
      result = result * 10 + (c - '0');
    }
    return value.empty() ? otherwise : result;
  }

  bool seen(const Node& node) {
    if (node.name == "title" && dialect_ == Markup::html) {
      std::string title;
      for (std::uint32_t i = index_of(node) + 1; i < node.end; ++i) title += view(nodes_[i].text);
      if (flow_.title_hint.empty()) flow_.title_hint = std::string(trim(title));
      return false;
    }
    // The head is unseen but for its title; browsers and editors that never close it keep the body inside.
    if (node.name == "head") return true;
    if (dialect_ == Markup::vue && node.parent == kNoNode && node.name != "template") return false;
    if (is_one_of(node.name, kUnseen)) return false;
    if (dialect_ == Markup::wxml && node.name == "picker-view") return false;
    for (const auto& attribute : attributes(node)) {
      const std::string name = to_lower_ascii(attribute.name);
      const std::string_view value = trim(view(attribute.value));
      if (name == "hidden" && dialect_ == Markup::html) return false;
      if ((name == "wx:if" || name == "a:if" || name == "v-if" || name == "v-show" || name == "s-if" ||
           name == "tt:if") &&
          (value == "{{false}}" || value == "{{ false }}" || value == "false"))
        return false;
      if (name == "style" && value.find("display") != std::string_view::npos) {
        std::string style;
        for (const char c : value)
          if (!is_html_space(c)) style += c;
        if (to_lower_ascii(style).find("display:none") != std::string::npos) return false;
      }
    }
    return true;
  }
  [[nodiscard]] std::uint32_t index_of(const Node& node) const {
    return static_cast<std::uint32_t>(&node - nodes_.data());
  }

  // class="section-title", "text-h4", "main_heading".
  [[nodiscard]] bool title_like(const Node& node) const {
    const std::string classes = to_lower_ascii(attribute(node, "class"));
    std::size_t at = 0;
    while (at < classes.size()) {
      const auto end = std::min(classes.find_first_of(" -_\t\n", at), classes.size());
      const std::string_view word = std::string_view(classes).substr(at, end - at);
      static constexpr std::array<std::string_view, 13> words{
          "title", "subtitle", "heading", "headline", "subheading", "caption", "tit",
          "h1",    "h2",       "h3",      "h4",       "h5",         "h6"};
      if (is_one_of(word, words)) return true;
      at = end + 1;
    }
    return false;
  }

  [[nodiscard]] bool lone_text(const Node& node) const {
    // <text> beside other <text>s and no words between: each is set as a line of its own.
    if (dialect_ == Markup::html || node.name != "text") return false;
    if (node.parent == kNoNode) return true;
    const Node& parent = nodes_[node.parent];
    return !is_inline(parent.name) && !parent.holds_text;
  }

  bool starts_line(std::uint32_t index) const {
    if (out_.empty()) return false;
    const auto last = trim(out_.last_text());
    for (const std::string_view end : {"。", "；", "！", "？", "：", ";"})
      if (last.ends_with(end)) return true;
    for (std::uint32_t i = index + 1; i < nodes_[index].end && i < index + 8; ++i) {
      if (!nodes_[i].name.empty()) continue;
      const auto ahead = trim(view(nodes_[i].text));
      if (ahead.empty()) continue;
      return parse_number(ahead).has_value() || bullet_length(ahead) > 0;
    }
    return false;
  }

  void enter(std::uint32_t index) {
    const Node& node = nodes_[index];
    const std::string& name = node.name;
    if (name == "br") {
      out_.line_break();
    } else if (name == "b" || name == "strong") {
      out_.begin_strong();
    } else if (name == "a" || name == "navigator") {
      std::string_view target = attribute(node, "href");
      if (target.empty()) target = attribute(node, "url");
      if (target.find("{{") == std::string_view::npos && !target.empty() &&
          to_lower_ascii(target.substr(0, 11)) != "javascript:")
        out_.begin_link(std::string(target));
    } else if (name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6') {
      out_.begin_block(name[1] - '0');
    } else if (name == "ul" || name == "ol") {
      out_.begin_list(name == "ol", number(node, "start", 1));
    } else if (name == "li") {
      out_.begin_item();
    } else if (name == "table" && is_grid(node)) {
      out_.begin_table();
    } else if (name == "tr" && in_grid(node)) {
      out_.begin_row(node.parent != kNoNode && nodes_[node.parent].name == "thead");
    } else if ((name == "td" || name == "th") && in_grid(node)) {
      out_.begin_cell(name == "th", number(node, "colspan", 1), number(node, "rowspan", 1));
    } else if (name == "head") {
      // nothing: only its title counts, and that is not shown
    } else if (lone_text(node)) {
      const bool title = title_like(node);
      if (title || after_title_ == node.parent || starts_line(index)) {
        out_.begin_block(0, title);
        out_.end_block();
      }
      after_title_ = kNoNode;
      if (title) {
        out_.begin_block(0, true);
        blocks_.insert(index);
      }
    } else if (!is_inline(name)) {
      out_.begin_block(0, title_like(node));
      if (name.find('-') != std::string::npos) shown_attributes(node);
    }
    if (bold_style(node)) out_.begin_strong();
    if (name == "rich-text") rich_text(node);
  }

  void leave(const Node& node) {
    const std::string& name = node.name;
    if (bold_style(node)) out_.end_strong();
    if (name == "br" || name == "head") {
      return;
    } else if (name == "b" || name == "strong") {
      out_.end_strong();
    } else if (name == "a" || name == "navigator") {
      out_.end_link();
    } else if (name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6') {
      out_.end_block();
    } else if (name == "ul" || name == "ol") {
      out_.end_list();
    } else if (name == "li") {
      out_.end_item();
    } else if (name == "table" && is_grid(node)) {
      out_.end_table();
    } else if (name == "tr" && in_grid(node)) {
      return;
    } else if ((name == "td" || name == "th") && in_grid(node)) {
      out_.end_cell();
    } else if (lone_text(node)) {
      if (blocks_.erase(index_of(node)) > 0) {
        out_.end_block();
        after_title_ = node.parent;
      }
    } else if (!is_inline(name)) {
      out_.end_block();
    }
  }

  // A table that lays out a page (one column, or tables within) is no table of facts.
  static bool is_grid(const Node& table) { return table.columns >= 2 && !table.has_table; }
  [[nodiscard]] bool in_grid(const Node& node) const {
    std::uint32_t up = node.parent;
    for (int steps = 0; up != kNoNode && steps < 8; ++steps, up = nodes_[up].parent)
      if (nodes_[up].name == "table") return is_grid(nodes_[up]);
    return false;
  }

  [[nodiscard]] bool bold_style(const Node& node) const {
    if (node.attributes.begin == node.attributes.end) return false;
    const std::string style = to_lower_ascii(attribute(node, "style"));
    const auto at = style.find("font-weight");
    if (at == std::string::npos) return false;
    const auto value = trim(std::string_view(style).substr(std::min(style.find(':', at) + 1, style.size())));
    return value.starts_with("bold") || value.starts_with("600") || value.starts_with("700") ||
           value.starts_with("800") || value.starts_with("900");
  }

  void text(const Node& node) {
    FlowBuilder::Reading reading;
    const std::string_view parent =
        node.parent == kNoNode ? std::string_view() : std::string_view(nodes_[node.parent].name);
    if (parent == "head" || parent == "html" || parent == "tr" || parent == "tbody" || parent == "thead") {
      if (trim(view(node.text)).empty()) return;
    }
    const bool pre = parent == "pre" || parent == "textarea" || (dialect_ != Markup::html && parent == "text");
    reading.white = pre ? FlowBuilder::White::lines : FlowBuilder::White::fold;
    reading.backslash_n = dialect_ != Markup::html && parent == "text";
    out_.text(m_, node.text.begin, node.text.end, reading);
  }

  // Components of others show what stands in their attributes: <nav-bar title="会员协议">, <van-cell title="…" label="…">.
  void shown_attributes(const Node& node) {
    for (const auto& attribute : attributes(node)) {
      const std::string name = to_lower_ascii(attribute.name);
      const std::string_view value = view(attribute.value);
      if (!contains_han(value) || value.find("{{") != std::string_view::npos) continue;
      if (name == "title" && node.name.find("nav") != std::string::npos) {
        if (flow_.title_hint.empty()) flow_.title_hint = std::string(trim(value));
        continue;
      }
      if (name != "title" && name != "label" && name != "content" && name != "text" && name != "desc" &&
          name != "value")
        continue;
      out_.begin_block(0, name == "title");
      out_.text(m_, attribute.value.begin, attribute.value.end, {});
      out_.end_block();
    }
  }

  void rich_text(const Node& node) {
    for (const auto& attribute : attributes(node)) {
      if (to_lower_ascii(attribute.name) != "nodes" || depth_ > 0) continue;
      std::string html;
      std::vector<Span> origin;
      for (std::size_t at = attribute.value.begin; at < attribute.value.end;) {
        const Entity entity = t_[at] == '&'
                                  ? decode_entity(t_.substr(at, std::min<std::size_t>(attribute.value.end - at, 40)))
                                  : Entity{};
        const std::size_t length = std::max<std::size_t>(entity.length, 1);
        html += entity.length > 0 ? entity.text : std::string(1, t_[at]);
        origin.resize(html.size(), m_.span(at, at + length));
        at += length;
      }
      if (html.starts_with("{{")) continue;
      out_.finish();
      Shower({html, 0, &origin}, Markup::html, flow_, depth_ + 1).run();
    }
  }

  Mapped m_;
  std::string_view t_;
  Markup dialect_;
  Flow& flow_;
  FlowBuilder out_;
  int depth_;
  std::vector<Node> nodes_;
  std::set<std::uint32_t> blocks_;       // <text> elements opened as blocks
  std::uint32_t after_title_ = kNoNode;  // parent whose last child was a title
};

}  // namespace

void read_markup(const Mapped& text, Markup dialect, Flow& flow) { Shower(text, dialect, flow, 0).run(); }

}  // namespace qiyue::doc
