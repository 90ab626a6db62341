// One parser for the markup of all platforms. It never fails: what it does not understand becomes text, and the fault is listed.
// A loop with an explicit stack; each byte is looked at a bounded number of times.
#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "core/text.h"
#include "program/limits.h"
#include "program/program.h"

namespace qiyue::program {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

bool same_name(std::string_view a, std::string_view b, bool fold_case) {
  if (a.size() != b.size()) return false;
  if (!fold_case) return a == b;
  return std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
    auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return lower(x) == lower(y);
  });
}

// https://html.spec.whatwg.org/#void-elements: elements that have no end tag in HTML, and so none in Vue templates.
bool is_void(std::string_view name) {
  static constexpr std::array<std::string_view, 14> kNames = {
      "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

class MarkupParser {
 public:
  MarkupParser(std::string_view text, Dialect dialect) : text_(text), dialect_(dialect) {
    nodes_.emplace_back();
    nodes_[0].span = nodes_[0].inner = {0, offset(text.size())};
    stack_.push_back(0);
  }

  Markup parse() {
    while (at_ < text_.size() && nodes_.size() < kMaxMarkupNodes) step();
    if (at_ < text_.size()) {
      fault(at_, "元素过多，其余部分未读", "too many elements; the rest is not read");
    }
    while (stack_.size() > 1) {
      const std::uint32_t open = stack_.back();
      if (dialect_ != Dialect::html) {
        fault(nodes_[open].span.begin, "标签 <" + nodes_[open].name + "> 没有结束标签",
              "<" + nodes_[open].name + "> has no closing tag");
      }
      close_top(at_, at_);
    }
    return Markup{std::move(nodes_), std::move(errors_)};
  }

 private:
  static std::uint32_t offset(std::size_t at) { return static_cast<std::uint32_t>(at); }
  [[nodiscard]] bool starts(std::size_t at, std::string_view what) const {
    return text_.substr(at, what.size()) == what;
  }
  [[nodiscard]] bool wxml_like() const { return dialect_ == Dialect::wxml || dialect_ == Dialect::axml; }

  void fault(std::size_t at, std::string zh, std::string en) {
    if (errors_.size() < kMaxMarkupErrors) errors_.push_back({offset(at), {std::move(zh), std::move(en)}});
  }

  void step() {
    if (text_[at_] == '<') {
      if (starts(at_, "<!--")) return comment();
      if (starts(at_, "<![CDATA[")) return character_data();
      if (starts(at_, "<!") || starts(at_, "<?")) return declaration();
      if (starts(at_, "</") && at_ + 2 < text_.size() && is_name_start(text_[at_ + 2])) return end_tag();
      if (at_ + 1 < text_.size() && is_name_start(text_[at_ + 1])) return start_tag();
    }
    if (dialect_ != Dialect::html && starts(at_, "{{")) {
      const std::size_t end = interpolation_end(at_, /*quote=*/'\0');
      if (end != npos) return interpolation(end);
    }
    plain_text();
  }

  std::uint32_t add(NodeKind kind, std::size_t begin, std::size_t end) {
    const auto index = static_cast<std::uint32_t>(nodes_.size());
    MarkupNode& node = nodes_.emplace_back();
    node.kind = kind;
    node.parent = stack_.back();
    node.span = node.inner = {offset(begin), offset(end)};
    nodes_[stack_.back()].children.push_back(index);
    return index;
  }

  void comment() {
    const std::size_t end = text_.find("-->", at_ + 4);
    if (end == npos) fault(at_, "注释没有结束（缺少 -->）", "comment is not closed (--> is missing)");
    at_ = end == npos ? text_.size() : end + 3;
  }

  void declaration() {
    const std::size_t end = text_.find('>', at_);
    at_ = end == npos ? text_.size() : end + 1;
  }

  void character_data() {
    const std::size_t begin = at_ + 9;
    std::size_t end = text_.find("]]>", begin);
    const std::size_t next = end == npos ? text_.size() : end + 3;
    if (end == npos) end = text_.size();
    const std::uint32_t node = add(NodeKind::text, begin, end);
    nodes_[node].text = text_.substr(begin, end - begin);
    at_ = next;
  }

  // Characters up to the next tag or interpolation. White space alone gives no node.
  void plain_text() {
    const std::size_t begin = at_;
    std::size_t end = at_ + 1;
    while (end < text_.size()) {
      end = text_.find_first_of("<{", end);
      if (end == npos) break;
      if (text_[end] == '{') {
        if (dialect_ != Dialect::html && starts(end, "{{") && !no_more_interpolations_) break;
      } else if (end + 1 < text_.size() && (is_name_start(text_[end + 1]) || text_[end + 1] == '!' ||
                                            text_[end + 1] == '?' || text_[end + 1] == '/')) {
        break;
      }
      ++end;
    }
    if (end == npos) end = text_.size();
    at_ = end;
    const std::string_view found = text_.substr(begin, end - begin);
    if (std::all_of(found.begin(), found.end(), is_space)) return;
    const std::uint32_t node = add(NodeKind::text, begin, end);
    nodes_[node].text = found;
  }

  void interpolation(std::size_t end) {
    const std::uint32_t node = add(NodeKind::interpolation_text, at_, end);
    nodes_[node].inner = {offset(at_ + 2), offset(end - 2)};
    nodes_[node].text = text_.substr(at_ + 2, end - at_ - 4);
    at_ = end;
  }

  // Offset past the "}}" that closes the "{{" at `begin`, or npos. The end of a tag outside of any string means that it was never
  // closed. `quote`: not 0 inside an attribute.
  std::size_t interpolation_end(std::size_t begin, char quote) {
    if (no_more_interpolations_) return npos;
    const std::size_t quick = text_.find("}}", begin + 2);
    if (quick == npos) {
      no_more_interpolations_ = true;
      return npos;
    }
    // In its text Vue looks for the next "}}" alone (packages/compiler-core, parseInterpolation).
    if ((dialect_ == Dialect::vue && quote == '\0') || careful_scans_left_ == 0) return quick + 2;
    int depth = 0;
    std::size_t at = begin + 2;
    while (at < text_.size()) {
      const char c = text_[at];
      if (c == '"' || c == '\'' || c == '`') {
        const std::size_t close = string_end(at);
        if (close == npos) break;
        at = close;
        continue;
      }
      if (c == '}' && depth == 0 && starts(at, "}}")) return at + 2;
      if (starts(at, "</") || (quote != '\0' && starts(at, "/>"))) {
        --careful_scans_left_;
        return npos;
      }
      if (c == '{' || c == '(' || c == '[') ++depth;
      if ((c == '}' || c == ')' || c == ']') && depth > 0) --depth;
      ++at;
    }
    --careful_scans_left_;
    return quick + 2;
  }

  // Offset past the string literal that opens at `at`; npos when it is not closed on its line.
  std::size_t string_end(std::size_t at) const {
    const char quote = text_[at];
    for (++at; at < text_.size(); ++at) {
      if (text_[at] == '\\') {
        ++at;
      } else if (text_[at] == quote) {
        return at + 1;
      } else if (text_[at] == '\n' && quote != '`') {
        return npos;
      }
    }
    return npos;
  }

  void end_tag() {
    const std::size_t begin = at_;
    const std::size_t name_end = text_.find_first_of(" \t\n\r\f></", begin + 2);
    const std::string_view name = text_.substr(begin + 2, (name_end == npos ? text_.size() : name_end) - begin - 2);
    std::size_t end = text_.find_first_of("><", std::min(begin + 2 + name.size(), text_.size()));
    if (end == npos || text_[end] == '<') {
      fault(begin, "结束标签 </" + std::string(name) + " 缺少 >",
            "closing tag </" + std::string(name) + " lacks its >");
      if (end == npos) end = text_.size();
      at_ = end;
    } else {
      at_ = end + 1;
    }
    const std::string key = open_key(name);
    const auto open = open_.find(key);
    if (open == open_.end() || open->second == 0) {
      if (wxml_like() || !is_void(key)) {
        fault(begin, "结束标签 </" + std::string(name) + "> 没有对应的开始标签",
              "closing tag </" + std::string(name) + "> matches no opening tag");
      }
      return;
    }
    while (stack_.size() > 1) {
      const MarkupNode& top = nodes_[stack_.back()];
      if (open_key(top.name) == key) {
        close_top(begin, at_);
        return;
      }
      if (dialect_ != Dialect::html) {
        fault(top.span.begin, "标签 <" + top.name + "> 没有结束标签，在 </" + std::string(name) + "> 处视为结束",
              "<" + top.name + "> has no closing tag; taken as closed at </" + std::string(name) + ">");
      }
      close_top(begin, begin);
    }
  }

  [[nodiscard]] std::string open_key(std::string_view name) const {
    return dialect_ == Dialect::html ? to_lower_ascii(name) : std::string(name);
  }

  void close_top(std::size_t inner_end, std::size_t end) {
    MarkupNode& node = nodes_[stack_.back()];
    node.inner.end = offset(inner_end);
    node.span.end = offset(end);
    --open_[open_key(node.name)];
    stack_.pop_back();
  }

  void start_tag() {
    const std::size_t begin = at_;
    std::size_t name_end = text_.find_first_of(" \t\n\r\f></", begin + 1);
    if (name_end == npos) name_end = text_.size();
    const std::uint32_t index = add(NodeKind::element, begin, begin);
    nodes_[index].name = text_.substr(begin + 1, name_end - begin - 1);
    at_ = name_end;
    const bool self_closed = attributes(index);
    MarkupNode& node = nodes_[index];
    node.span.end = offset(at_);
    node.inner = {offset(at_), offset(at_)};
    if (self_closed || (!wxml_like() && is_void(open_key(node.name)))) return;
    if (is_raw(node) && raw_content(index)) return;
    ++open_[open_key(nodes_[index].name)];
    stack_.push_back(index);
  }

  // Attributes up to the tag's end; true when it closes itself.
  bool attributes(std::uint32_t index) {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (is_space(c)) {
        ++at_;
      } else if (c == '>') {
        ++at_;
        return false;
      } else if (c == '/') {
        if (starts(at_, "/>")) {
          at_ += 2;
          return true;
        }
        ++at_;
      } else if (c == '<') {
        break;
      } else if (c == '"' || c == '\'' || c == '=') {
        fault(at_, std::string("此处不应有 ") + c, std::string("unexpected ") + c + " here");
        ++at_;
      } else {
        attribute(index);
      }
    }
    fault(nodes_[index].span.begin, "标签 <" + nodes_[index].name + " 缺少 >",
          "tag <" + nodes_[index].name + " lacks its >");
    return false;
  }

  void attribute(std::uint32_t index) {
    Attribute found;
    const std::size_t begin = at_;
    std::size_t end = begin;
    int brackets = 0;  // Vue: v-bind:[expression], #[`slot name`]
    while (end < text_.size()) {
      const char c = text_[end];
      if (dialect_ != Dialect::html && starts(end, "{{")) {
        const std::size_t close = interpolation_end(end, '"');
        if (close != npos) {
          end = close;
          continue;
        }
      }
      if (c == '[') ++brackets;
      if (c == ']' && brackets > 0) --brackets;
      if (is_space(c) || c == '>' || c == '<' || (c == '=' && brackets == 0) || starts(end, "/>")) break;
      if ((c == '"' || c == '\'') && brackets == 0) break;
      ++end;
    }
    if (end == begin) end = begin + 1;
    found.name = text_.substr(begin, end - begin);
    at_ = end;
    std::size_t equals = end;
    while (equals < text_.size() && is_space(text_[equals])) ++equals;
    if (equals < text_.size() && text_[equals] == '=') {
      at_ = equals + 1;
      value(found);
      end = at_;
    }
    found.span = {offset(begin), offset(end)};
    MarkupNode& node = nodes_[index];
    if (node.attributes.size() < kMaxMarkupAttributes) node.attributes.push_back(std::move(found));
  }

  void value(Attribute& found) {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    found.has_value = true;
    std::size_t begin = at_;
    std::size_t end = begin;
    if (at_ < text_.size() && (text_[at_] == '"' || text_[at_] == '\'')) {
      const char quote = text_[at_];
      begin = end = at_ + 1;
      end = quoted_end(begin, quote);
      if (end == npos) {
        fault(at_, "属性值的引号没有结束", "quoted attribute value is not closed");
        end = text_.find_first_of("<>", begin);
        if (end == npos) end = text_.size();
        at_ = end;
      } else {
        at_ = end + 1;
      }
    } else {
      while (end < text_.size() && !is_space(text_[end]) && text_[end] != '>' && text_[end] != '<' &&
             !starts(end, "/>")) {
        const std::size_t close = dialect_ != Dialect::html && starts(end, "{{") ? interpolation_end(end, '"') : npos;
        end = close == npos ? end + 1 : close;
      }
      at_ = end;
    }
    found.value = text_.substr(begin, end - begin);
    found.value_span = {offset(begin), offset(end)};
  }

  // Offset of the quote that closes the value, or npos. A quote inside {{ }} does not close it.
  std::size_t quoted_end(std::size_t at, char quote) {
    if (text_.find(quote, at) == npos) return npos;
    while (at < text_.size()) {
      if (text_[at] == quote) return at;
      if (dialect_ != Dialect::html && text_[at] == '{' && starts(at, "{{")) {
        const std::size_t close = interpolation_end(at, quote);
        if (close != npos) {
          at = close;
          continue;
        }
      }
      ++at;
    }
    return npos;
  }

  // Elements whose content is not markup.
  [[nodiscard]] bool is_raw(const MarkupNode& node) const {
    const std::string_view name = node.name;
    switch (dialect_) {
      case Dialect::wxml:
        if (name == "filter" || name == "sjs" || name == "qs") return node.attribute("module") != nullptr;
        return name == "wxs" || name == "script" || name == "style";
      case Dialect::axml:
        return name == "script" || name == "style" || name == "sjs";
      case Dialect::html: {
        const std::string lower = to_lower_ascii(name);
        return lower == "script" || lower == "style" || lower == "textarea" || lower == "title";
      }
      case Dialect::vue:
        break;
    }
    if (name == "script" || name == "style" || name == "wxs") return true;
    if (stack_.size() > 1) return false;
    if (name != "template") return true;  // custom block of a single-file component
    const Attribute* lang = node.attribute("lang");
    return lang != nullptr && lang->value != "html" && lang->value != "wxml" && !lang->value.empty();
  }

  // Takes everything up to the end tag as the element's raw content. False: no end tag, and the element is not sure to be raw.
  bool raw_content(std::uint32_t index) {
    const std::string name = nodes_[index].name;
    const bool fold = dialect_ == Dialect::html || dialect_ == Dialect::vue;
    std::size_t end = at_;
    for (;; ++end) {
      end = text_.find("</", end);
      if (end == npos) break;
      const std::size_t after = end + 2 + name.size();
      if (same_name(text_.substr(end + 2, name.size()), name, fold) &&
          (after >= text_.size() || is_space(text_[after]) || text_[after] == '>' || text_[after] == '/')) {
        break;
      }
    }
    MarkupNode& node = nodes_[index];
    if (end == npos) {
      if (dialect_ == Dialect::vue && name != "script" && name != "style" && name != "wxs") return false;
      fault(node.span.begin, "标签 <" + name + "> 没有结束标签", "<" + name + "> has no closing tag");
      node.inner.end = node.span.end = offset(text_.size());
      at_ = text_.size();
      return true;
    }
    node.inner.end = offset(end);
    const std::size_t close = text_.find('>', end);
    at_ = close == npos ? text_.size() : close + 1;
    node.span.end = offset(at_);
    return true;
  }

  std::string_view text_;
  Dialect dialect_;
  std::size_t at_ = 0;
  std::vector<MarkupNode> nodes_;
  std::vector<MarkupError> errors_;
  std::vector<std::uint32_t> stack_;
  std::unordered_map<std::string, int> open_;  // how many elements of a name are open
  bool no_more_interpolations_ = false;
  int careful_scans_left_ = kMaxCarefulScans;
};

}  // namespace

const Attribute* MarkupNode::attribute(std::string_view wanted) const {
  for (const Attribute& a : attributes) {
    if (a.name == wanted) return &a;
  }
  return nullptr;
}

Markup parse_markup(std::string_view text, Dialect dialect) { return MarkupParser(text, dialect).parse(); }

}  // namespace qiyue::program
