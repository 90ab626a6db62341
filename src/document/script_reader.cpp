// Scripts that hold a policy or agreement in strings, template literals, arrays of sections, rich-text nodes or JSX.
#include <tree_sitter/api.h>

#include <algorithm>
#include <map>
#include <memory>

#include "core/text.h"
#include "document/flow_builder.h"

extern "C" {
const TSLanguage* tree_sitter_javascript(void);
const TSLanguage* tree_sitter_typescript(void);
const TSLanguage* tree_sitter_tsx(void);
}

namespace qiyue::doc {
namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);
constexpr int kTextFrom = 300;      // ideographs: less than this under a telling name is a label, not a text
constexpr int kSmallestText = 120;  // of a whole text
constexpr int kSmallestNamed = 60;  // of one under a telling name
constexpr int kMaxUp = 64;          // scopes looked at above a string

// What a string stands in: a property, a function, an object, a JSX element.
struct Scope {
  std::size_t parent = kNone;
  std::string name;
  DocumentKind hint = DocumentKind::unknown;
  bool object = false;
  bool element = false;       // JSX
  bool words_inside = false;  // JSX: text of its own
  std::string tag;            // rich-text node or JSX element
  std::string classes;
  int han = 0;  // in everything below
};

struct Piece {
  std::size_t scope = kNone;
  std::size_t concat = kNone;  // pieces of one 'a' + 'b' share it
  std::string key;
  std::string text;
  std::vector<Span> origin;
  bool jsx = false;
};

bool is_any(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

DocumentKind kind_of_name(std::string_view name) {
  bool privacy = false;
  bool agreement = false;
  for (const auto& word : split_identifier(name)) {
    privacy = privacy || is_any(word, {"privacy", "yinsi", "yszc", "ysxy"});
    agreement = agreement || is_any(word, {"agreement", "protocol", "terms", "term", "xieyi", "yhxy", "eula", "tos"});
  }
  if (privacy) return DocumentKind::privacy_policy;  // privacyAgreement is one as well
  return agreement ? DocumentKind::user_agreement : DocumentKind::unknown;
}

bool is_title_key(std::string_view key) {
  for (const auto& word : split_identifier(key))
    if (is_any(word, {"title", "subtitle", "heading", "header", "headline", "h1", "h2", "h3", "h4", "tit"}))
      return true;
  return false;
}

// The key under which a page keeps the title of the whole text.
bool is_page_title_key(std::string_view key) {
  return is_any(key, {"title", "pageTitle", "navTitle", "navigationTitle", "docTitle", "documentTitle", "headerTitle",
                      "heading", "name"});
}

bool is_inline_tag(std::string_view tag) {
  return is_any(tag, {"span", "strong", "b", "em", "i", "a", "u", "font", "text", "sub", "sup", "label", "small",
                      "navigator", ""});
}
bool is_block_tag(std::string_view tag) {
  return is_any(tag, {"p", "div", "view", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "section", "article",
                      "blockquote", "scroll-view", "scrollview"});
}
int heading_of(std::string_view tag) {
  return tag.size() == 2 && tag[0] == 'h' && tag[1] >= '1' && tag[1] <= '6' ? tag[1] - '0' : 0;
}

int count_han(std::string_view text) {
  int found = 0;
  for (std::size_t at = 0; at < text.size();) found += is_han(decode_utf8(text, at)) ? 1 : 0;
  return found;
}

// English prose in a string, as against a path, a style or a name.
bool is_prose(std::string_view text) {
  int words = 0;
  for (const auto word : split(text, ' '))
    words += word.size() > 1 && word.find_first_of("{}<>/_=;$#") == std::string_view::npos ? 1 : 0;
  return words >= 5;
}

bool holds_tags(std::string_view text) {
  for (auto at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
    const std::string head = to_lower_ascii(text.substr(at + 1, 8));
    for (const std::string_view tag : {"p", "div", "br", "span", "strong", "b", "ul", "ol", "li", "table", "h1", "h2",
                                       "h3", "h4", "h5", "section", "font", "view"})
      if (head.starts_with(tag) &&
          (head.size() == tag.size() || head[tag.size()] == '>' || head[tag.size()] == ' ' || head[tag.size()] == '/'))
        return true;
  }
  return false;
}

class Collector {
 public:
  Collector(std::string_view text, std::uint32_t base) : t_(text), base_(base) {}

  void run(TSNode root) {
    TSTreeCursor cursor = ts_tree_cursor_new(root);
    std::vector<Frame> frames;
    Frame frame;
    bool down = true;
    while (true) {
      if (down) {
        frame = frames.empty() ? Frame{} : frames.back();
        const bool descend = enter(cursor, frame);
        if (descend && ts_tree_cursor_goto_first_child(&cursor)) {
          frames.push_back(frame);
          continue;
        }
      }
      if (ts_tree_cursor_goto_next_sibling(&cursor)) {
        down = true;
        continue;
      }
      if (!ts_tree_cursor_goto_parent(&cursor)) break;
      frames.pop_back();
      down = false;
    }
    ts_tree_cursor_delete(&cursor);
  }

  std::vector<Scope> scopes;
  std::vector<Piece> pieces;

 private:
  struct Frame {
    std::size_t scope = kNone;
    std::size_t concat = kNone;
    std::string key;
  };

  [[nodiscard]] std::string_view view(TSNode node) const {
    const auto begin = ts_node_start_byte(node);
    return t_.substr(begin, ts_node_end_byte(node) - begin);
  }
  [[nodiscard]] std::string field(TSNode node, std::string_view name) const {
    const TSNode child = ts_node_child_by_field_name(node, name.data(), static_cast<std::uint32_t>(name.size()));
    if (ts_node_is_null(child)) return {};
    std::string text(view(child).substr(0, 200));
    if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'')) text = text.substr(1, text.size() - 2);
    return text;
  }

  std::size_t add_scope(std::size_t parent, std::string name, bool object = false) {
    Scope scope;
    scope.parent = parent;
    scope.hint = kind_of_name(name);
    scope.name = std::move(name);
    scope.object = object;
    scopes.push_back(std::move(scope));
    return scopes.size() - 1;
  }

  // What is said to the developer or in passing: logs, toasts, imports.
  [[nodiscard]] bool is_aside(TSNode call) const {
    const std::string callee = field(call, "function");
    return callee.starts_with("console.") || callee == "require" || callee == "import" ||
           callee.find(".showToast") != std::string::npos || callee.find(".showLoading") != std::string::npos ||
           callee.find(".showModal") != std::string::npos || callee.find(".setNavigationBarTitle") != std::string::npos;
  }

  bool enter(const TSTreeCursor& cursor, Frame& frame) {
    const TSNode node = ts_tree_cursor_current_node(&cursor);
    const std::string_view type = ts_node_type(node);
    const char* field_name = ts_tree_cursor_current_field_name(&cursor);
    const std::string_view role = field_name == nullptr ? std::string_view() : field_name;
    if (type == "comment" || type == "import_statement" || type == "regex") return false;
    if (type == "call_expression" && is_aside(node)) return false;
    if (role == "key" || role == "source") return false;
    if (type == "pair") {
      frame.key = field(node, "key");
      frame.scope = add_scope(frame.scope, frame.key);
      frame.concat = kNone;
    } else if (type == "method_definition" || type == "function_declaration" || type == "variable_declarator" ||
               type == "class_declaration" || type == "public_field_definition" || type == "field_definition") {
      std::string name = field(node, "name");
      if (name.empty()) name = field(node, "property");
      frame.scope = add_scope(frame.scope, name);
      frame.key = name;
    } else if (type == "assignment_expression") {
      std::string name = field(node, "left");
      name = name.substr(name.find_last_of('.') + 1);
      frame.scope = add_scope(frame.scope, name);
      frame.key = name;
    } else if (type == "object") {
      frame.scope = add_scope(frame.scope, "", true);
      frame.concat = kNone;
    } else if (type == "array" || type == "arguments") {
      frame.concat = kNone;
    } else if (type == "binary_expression") {
      if (frame.concat == kNone) frame.concat = next_concat_++;
    } else if (type == "jsx_element" || type == "jsx_fragment") {
      open_element(node, frame);
    } else if (type == "jsx_attribute" || type == "jsx_opening_element" || type == "jsx_closing_element") {
      return false;
    } else if (type == "jsx_text" || (type == "html_character_reference" && frame.scope != kNone)) {
      add_jsx_text(node, frame);
      return false;
    } else if (type == "jsx_expression") {
      const TSNode inner = ts_node_named_child(node, 0);
      const std::string_view kind = ts_node_is_null(inner) ? "" : ts_node_type(inner);
      if (kind == "identifier" || kind == "member_expression") {
        add_jsx_text(node, frame);
        return false;
      }
    } else if (type == "string" || type == "template_string") {
      add_string(node, frame);
      return false;
    }
    return true;
  }

  void open_element(TSNode node, Frame& frame) {
    const std::size_t scope = add_scope(frame.scope, "");
    scopes[scope].element = true;
    const TSNode opening = ts_node_child_by_field_name(node, "open_tag", 8);
    if (!ts_node_is_null(opening)) {
      scopes[scope].tag = to_lower_ascii(field(opening, "name"));
      for (std::uint32_t i = 0; i < std::min(ts_node_named_child_count(opening), 40U); ++i) {
        const auto attribute = view(ts_node_named_child(opening, i));
        if (attribute.starts_with("className") || attribute.starts_with("class="))
          scopes[scope].classes = std::string(attribute.substr(attribute.find('=') + 1));
      }
    }
    for (std::uint32_t i = 0; i < std::min(ts_node_child_count(node), 200U); ++i) {
      const TSNode child = ts_node_child(node, i);
      if (std::string_view(ts_node_type(child)) == "jsx_text" && !trim(view(child)).empty())
        scopes[scope].words_inside = true;
    }
    frame.scope = scope;
    frame.concat = kNone;
    frame.key.clear();
  }

  void add_jsx_text(TSNode node, const Frame& frame) {
    Piece piece;
    piece.scope = frame.scope;
    piece.jsx = true;
    piece.text = std::string(view(node));
    const auto begin = base_ + ts_node_start_byte(node);
    for (std::size_t i = 0; i < piece.text.size(); ++i)
      piece.origin.push_back({begin + static_cast<std::uint32_t>(i), begin + static_cast<std::uint32_t>(i + 1)});
    add(std::move(piece));
  }

  void add_string(TSNode node, const Frame& frame) {
    Piece piece;
    piece.scope = frame.scope;
    piece.concat = frame.concat;
    piece.key = frame.key;
    piece.jsx = frame.scope != kNone && scopes[frame.scope].element;
    std::vector<Span> holes;  // ${…}
    for (std::uint32_t i = 0; i < ts_node_named_child_count(node); ++i) {
      const TSNode child = ts_node_named_child(node, i);
      if (std::string_view(ts_node_type(child)) == "template_substitution")
        holes.push_back({ts_node_start_byte(child), ts_node_end_byte(child)});
    }
    const std::uint32_t begin = ts_node_start_byte(node) + 1;
    const std::uint32_t end = ts_node_end_byte(node);
    if (end > begin) decode(begin, end - 1, holes, piece);
    Scope* object =
        frame.scope == kNone || scopes[frame.scope].parent == kNone ? nullptr : &scopes[scopes[frame.scope].parent];
    if (object != nullptr && object->object) {
      if ((frame.key == "name" || frame.key == "tag") &&
          (is_block_tag(piece.text) || (is_inline_tag(piece.text) && !piece.text.empty()))) {
        object->tag = piece.text;
        return;
      }
      if (is_page_title_key(frame.key) && reads_like_title(piece.text)) object->hint = kind_of_title(piece.text);
    }
    add(std::move(piece));
  }

  void add(Piece piece) {
    const int han = count_han(piece.text);
    if (han == 0 && !piece.jsx && !is_prose(piece.text)) return;
    std::size_t up = piece.scope;
    for (int steps = 0; up != kNone && steps < kMaxUp; ++steps, up = scopes[up].parent)
      scopes[up].han += han > 0 ? han : 1;
    pieces.push_back(std::move(piece));
  }

  void decode(std::uint32_t begin, std::uint32_t end, const std::vector<Span>& holes, Piece& piece) const {
    std::size_t hole = 0;
    for (std::uint32_t at = begin; at < end;) {
      if (hole < holes.size() && at == holes[hole].begin) {
        for (; at < holes[hole].end; ++at) put(piece, t_.substr(at, 1), at, at + 1);
        ++hole;
        continue;
      }
      if (t_[at] != '\\' || at + 1 >= end) {
        put(piece, t_.substr(at, 1), at, at + 1);
        ++at;
        continue;
      }
      std::string decoded;
      const std::uint32_t length = escape(at, end, decoded);
      put(piece, decoded, at, at + length);
      at += length;
    }
  }
  void put(Piece& piece, std::string_view text, std::uint32_t begin, std::uint32_t end) const {
    piece.text += text;
    piece.origin.resize(piece.text.size(), Span{base_ + begin, base_ + end});
  }

  [[nodiscard]] std::uint32_t hex(std::uint32_t from, std::uint32_t to, char32_t& value) const {
    value = 0;
    std::uint32_t at = from;
    for (; at < to; ++at) {
      const char c = t_[at];
      const int digit = c >= '0' && c <= '9'   ? c - '0'
                        : c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                               : -1;
      if (digit < 0) break;
      value = value * 16 + static_cast<char32_t>(digit);
    }
    return at - from;
  }

  // Bytes of the escape at `at`; `decoded` is what it stands for.
  std::uint32_t escape(std::uint32_t at, std::uint32_t end, std::string& decoded) const {
    const char c = t_[at + 1];
    char32_t value = 0;
    switch (c) {
      case 'n':
        decoded = "\n";
        return 2;
      case 't':
        decoded = " ";
        return 2;
      case 'r':
      case 'b':
      case 'f':
      case 'v':
        return 2;
      case '\n':
        return 2;  // a string continued on the next line
      case '\r':
        return at + 2 < end && t_[at + 2] == '\n' ? 3 : 2;
      case 'x':
        if (hex(at + 2, std::min(end, at + 4), value) == 2) {
          append_utf8(decoded, value);
          return 4;
        }
        break;
      case 'u':
        if (at + 2 < end && t_[at + 2] == '{') {
          const std::uint32_t digits = hex(at + 3, std::min(end, at + 9), value);
          if (digits > 0 && at + 3 + digits < end && t_[at + 3 + digits] == '}' && value <= 0x10FFFF) {
            append_utf8(decoded, value);
            return digits + 4;
          }
        } else if (hex(at + 2, std::min(end, at + 6), value) == 4) {
          char32_t low = 0;
          if (value >= 0xD800 && value < 0xDC00 && at + 11 < end && t_[at + 6] == '\\' && t_[at + 7] == 'u' &&
              hex(at + 8, at + 12, low) == 4 && low >= 0xDC00 && low < 0xE000) {
            append_utf8(decoded, 0x10000 + ((value - 0xD800) << 10U) + (low - 0xDC00));
            return 12;
          }
          append_utf8(decoded, value >= 0xD800 && value < 0xE000 ? 0xFFFD : value);
          return 6;
        }
        break;
      default:
        break;
    }
    std::size_t next = at + 1;
    append_utf8(decoded, decode_utf8(t_, next));
    return static_cast<std::uint32_t>(next) - at;
  }

  std::string_view t_;
  std::uint32_t base_;
  std::size_t next_concat_ = 0;
};

// The pieces of one text, in order, as a flow.
class Unit {
 public:
  Unit(const std::vector<Scope>& scopes, Flow& flow) : scopes_(scopes), flow_(flow) {}

  void add(const std::vector<const Piece*>& pieces) {
    for (std::size_t i = 0; i < pieces.size();) {
      const std::size_t block = block_of(*pieces[i]);
      std::size_t end = i + 1;
      const Piece& first = *pieces[i];
      if (first.concat != kNone) {
        while (end < pieces.size() && pieces[end]->concat == first.concat && pieces[end]->scope == first.scope) ++end;
      } else if (block != kNone) {
        while (end < pieces.size() && block_of(*pieces[end]) == block) ++end;
      }
      if (block != kNone && first.concat == kNone) {
        element(pieces, i, end, block);
      } else {
        text(pieces, i, end);
      }
      i = end;
    }
  }

 private:
  // The element whose words these are: the nearest rich-text node or JSX element that is set as a block.
  [[nodiscard]] std::size_t block_of(const Piece& piece) const {
    if (!piece.jsx && piece.key != "text") return kNone;
    std::size_t up = piece.scope;
    for (int steps = 0; up != kNone && steps < kMaxUp; ++steps, up = scopes_[up].parent) {
      const Scope& scope = scopes_[up];
      if (scope.element) {
        const bool lone = scope.tag == "text" && (scope.parent == kNone || !scopes_[scope.parent].words_inside);
        if (lone || !is_inline_tag(scope.tag)) return up;
      } else if (scope.object && is_block_tag(scope.tag)) {
        return up;
      }
    }
    return kNone;
  }

  void element(const std::vector<const Piece*>& pieces, std::size_t begin, std::size_t end, std::size_t block) {
    const Scope& scope = scopes_[block];
    FlowBuilder out(flow_);
    const bool item = scope.tag == "li";
    if (item) {
      out.begin_list(false, 1);
      out.begin_item();
    } else {
      out.begin_block(heading_of(scope.tag), is_title_key(scope.classes));
    }
    for (std::size_t i = begin; i < end; ++i) {
      const Piece& piece = *pieces[i];
      int strong = 0;
      std::size_t up = piece.scope;
      for (int steps = 0; up != kNone && up != block && steps < kMaxUp; ++steps, up = scopes_[up].parent)
        if (scopes_[up].tag == "strong" || scopes_[up].tag == "b") ++strong;
      if (strong > 0) out.begin_strong();
      out.text({piece.text, 0, &piece.origin}, 0, piece.text.size(), {});
      if (strong > 0) out.end_strong();
    }
    if (item) {
      out.end_item();
      out.end_list();
    } else {
      out.end_block();
    }
  }

  void text(const std::vector<const Piece*>& pieces, std::size_t begin, std::size_t end) {
    std::string joined;
    std::vector<Span> origin;
    for (std::size_t i = begin; i < end; ++i) {
      joined += pieces[i]->text;
      origin.insert(origin.end(), pieces[i]->origin.begin(), pieces[i]->origin.end());
    }
    const Mapped mapped{joined, 0, &origin};
    const std::size_t first = flow_.items.size();
    if (holds_tags(joined)) {
      read_markup(mapped, Markup::html, flow_);
      return;
    }
    if (joined.find("\n## ") != std::string::npos || joined.find("\n# ") != std::string::npos ||
        trim(joined).starts_with("# ")) {
      read_markdown(joined, flow_);
    } else {
      read_plain_text(joined, flow_);
    }
    remap(flow_, first, mapped);
    if (flow_.items.size() != first + 1 || !is_title_key(pieces[begin]->key)) return;
    FlowItem& item = flow_.items.back();
    if (first == 0 && reads_like_title(trim(joined))) {
      item.title = true;
    } else {
      item.looks_like_heading = true;
    }
  }

  const std::vector<Scope>& scopes_;
  Flow& flow_;
};

struct ParserDeleter {
  void operator()(TSParser* parser) const { ts_parser_delete(parser); }
};
struct TreeDeleter {
  void operator()(TSTree* tree) const { ts_tree_delete(tree); }
};

// The scope that stands for the text a string belongs to; kNone when no name around it tells.
std::size_t unit_of(const std::vector<Scope>& scopes, const Piece& piece) {
  std::size_t outermost = kNone;
  std::size_t up = piece.scope;
  for (int steps = 0; up != kNone && steps < kMaxUp; ++steps, up = scopes[up].parent) {
    if (scopes[up].hint == DocumentKind::unknown) continue;
    if (scopes[up].han >= kTextFrom) return up;
    outermost = up;
  }
  return outermost;
}

}  // namespace

std::vector<Flow> read_script(std::string_view text, std::string_view extension, std::uint32_t base) {
  const bool typed = extension == "ts" || extension == "mts" || extension == "cts";
  const std::unique_ptr<TSParser, ParserDeleter> parser(ts_parser_new());
  ts_parser_set_language(parser.get(), typed                ? tree_sitter_typescript()
                                       : extension == "tsx" ? tree_sitter_tsx()
                                                            : tree_sitter_javascript());
  std::unique_ptr<TSTree, TreeDeleter> tree(
      ts_parser_parse_string(parser.get(), nullptr, text.data(), static_cast<std::uint32_t>(text.size())));
  if (!tree) return {};
  Collector collector(text, base);
  collector.run(ts_tree_root_node(tree.get()));

  // Strings by the text they belong to, in the order in which the texts start.
  std::vector<std::pair<std::size_t, std::vector<const Piece*>>> units;
  std::map<std::size_t, std::size_t> index;
  for (const Piece& piece : collector.pieces) {
    const std::size_t unit = unit_of(collector.scopes, piece);
    const auto [found, added] = index.emplace(unit, units.size());
    if (added) units.push_back({unit, {}});
    units[found->second].second.push_back(&piece);
  }
  const auto size_of = [](const std::vector<const Piece*>& pieces) {
    int size = 0;
    for (const Piece* piece : pieces)
      size += contains_han(piece->text) ? count_han(piece->text) : static_cast<int>(piece->text.size()) / 3;
    return size;
  };
  // Labels and messages are no text, however many there are: most of a text stands in sentences.
  const auto is_text = [&](const auto& entry) {
    const auto& [unit, pieces] = entry;
    int in_sentences = 0;
    for (const Piece* piece : pieces)
      if (piece->text.find("。") != std::string::npos || piece->text.find("；") != std::string::npos ||
          count_han(piece->text) >= 25 || is_prose(piece->text))
        in_sentences += contains_han(piece->text) ? count_han(piece->text) : static_cast<int>(piece->text.size()) / 3;
    const int size = size_of(pieces);
    return size >= (unit == kNone ? kSmallestText : kSmallestNamed) && in_sentences * 2 >= size;
  };
  const bool named = std::any_of(units.begin(), units.end(),
                                 [&](const auto& entry) { return entry.first != kNone && is_text(entry); });
  std::vector<Flow> flows;
  for (const auto& entry : units) {
    const auto& [unit, pieces] = entry;
    // Beside named texts the other strings of a page are its buttons and messages.
    if (!is_text(entry) || (named && unit == kNone)) continue;
    Flow flow;
    Unit(collector.scopes, flow).add(pieces);
    flows.push_back(std::move(flow));
  }
  return flows;
}

std::vector<Flow> read_vue_script(std::string_view text) {
  std::vector<Flow> flows;
  for (auto at = text.find("<script"); at != std::string_view::npos; at = text.find("<script", at)) {
    const auto open = text.find('>', at);
    if (open == std::string_view::npos) break;
    const auto attributes = text.substr(at, open - at);
    auto close = text.find("</script", open);
    if (close == std::string_view::npos) close = text.size();
    const bool tsx = attributes.find("tsx") != std::string_view::npos;
    const bool typed =
        attributes.find("\"ts\"") != std::string_view::npos || attributes.find("'ts'") != std::string_view::npos;
    for (auto& flow : read_script(text.substr(open + 1, close - open - 1),
                                  tsx     ? "tsx"
                                  : typed ? "ts"
                                          : "js",
                                  static_cast<std::uint32_t>(open + 1)))
      flows.push_back(std::move(flow));
    at = close;
  }
  return flows;
}

}  // namespace qiyue::doc
