#include "program/script.h"

#include <tree_sitter/api.h>

#include <memory>
#include <string>

#include "core/text.h"
#include "program/script_kinds.h"

extern "C" {
const TSLanguage* tree_sitter_javascript(void);
const TSLanguage* tree_sitter_typescript(void);
const TSLanguage* tree_sitter_tsx(void);
}

namespace qiyue::program {

namespace {

struct Grammar {
  const TSLanguage* language;
  GrammarTable table;
};

const Grammar& grammar_of(Language language) {
  static const Grammar javascript{tree_sitter_javascript(), make_table(tree_sitter_javascript())};
  static const Grammar typescript{tree_sitter_typescript(), make_table(tree_sitter_typescript())};
  static const Grammar tsx{tree_sitter_tsx(), make_table(tree_sitter_tsx())};
  if (language == Language::typescript) return typescript;
  if (language == Language::tsx) return tsx;
  return javascript;
}

struct TreeDeleter {
  void operator()(TSTree* tree) const { ts_tree_delete(tree); }
};
struct ParserDeleter {
  void operator()(TSParser* parser) const { ts_parser_delete(parser); }
};
using Tree = std::unique_ptr<TSTree, TreeDeleter>;
using ParserHandle = std::unique_ptr<TSParser, ParserDeleter>;

Tree parse_tree(std::string_view text, const Grammar& grammar, const std::vector<Span>& ranges) {
  thread_local const ParserHandle parser(ts_parser_new());  // keeps its stacks and pools from file to file
  if (!ts_parser_set_language(parser.get(), grammar.language)) return nullptr;
  std::vector<TSRange> included;
  if (!ranges.empty()) {
    included.reserve(ranges.size());
    for (const Span& range : ranges) {
      // Points are not used by us, but the parser wants them in order: the offset stands for the column.
      included.push_back({{0, range.begin}, {0, range.end}, range.begin, range.end});
    }
  }
  ts_parser_set_included_ranges(parser.get(), included.data(), static_cast<std::uint32_t>(included.size()));
  return Tree(ts_parser_parse_string(parser.get(), nullptr, text.data(), static_cast<std::uint32_t>(text.size())));
}

bool takes_operator(Syntax type) {
  return type == Syntax::binary || type == Syntax::unary || type == Syntax::augmented_assignment;
}

// Walks the concrete tree with a cursor (no recursion) and keeps what matters, depth first.
class Builder {
 public:
  Builder(Script& script, const GrammarTable& table) : script_(script), table_(table) {}

  void run(TSNode root) {
    TSTreeCursor cursor = ts_tree_cursor_new(root);
    bool entering = true;
    while (true) {
      if (entering && enter(cursor) && ts_tree_cursor_goto_first_child(&cursor)) continue;
      leave();
      if (ts_tree_cursor_goto_next_sibling(&cursor)) {
        entering = true;
        continue;
      }
      if (!ts_tree_cursor_goto_parent(&cursor)) break;
      entering = false;
    }
    ts_tree_cursor_delete(&cursor);
    while (!open_.empty()) leave();
    if (script_.nodes.empty()) script_.nodes.push_back({Syntax::program, Role::none, 0, 0, 0, 1});
  }

 private:
  // One entry per level of the cursor: the node opened there, or none.
  struct Level {
    std::uint32_t node = kNone;
    std::uint32_t owner = kNone;  // nearest kept node: the one that marks are set on
    Role role = Role::none;       // inherited from a transparent parent
    bool transparent = false, taken = false;
  };
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  // Returns whether to go into the children. Always opens a level.
  bool enter(const TSTreeCursor& cursor) {
    const TSNode node = ts_tree_cursor_current_node(&cursor);
    const TSSymbol symbol = ts_node_symbol(node);
    const bool parent_transparent = !open_.empty() && open_.back().transparent;
    const std::uint32_t owner = open_.empty() ? kNone : open_.back().owner;
    Role role = Role::none;
    if (const TSFieldId field = ts_tree_cursor_current_field_id(&cursor); field != 0) role = table_.roles[field];
    if (parent_transparent) role = open_.back().role;
    Level level;
    level.owner = owner;
    if (ts_node_is_missing(node)) {
      script_.faults.push_back({ts_node_start_byte(node)});
      open_.push_back(level);
      return false;
    }
    SymbolRule rule;
    if (symbol < table_.symbols.size()) {
      rule = table_.symbols[symbol];
    } else {
      rule.action = SymbolAction::keep;
      rule.type = Syntax::error;
    }
    if (rule.type == Syntax::error) script_.faults.push_back({ts_node_start_byte(node)});
    if (rule.action == SymbolAction::skip || rule.action == SymbolAction::drop) {
      if (owner != kNone) mark(owner, rule);
      open_.push_back(level);
      return false;
    }
    if (open_.size() >= static_cast<std::size_t>(kMaxScriptDepth)) {
      script_.cut = true;
      open_.push_back(level);
      return false;
    }
    if (parent_transparent && open_.back().taken) {  // the type of `x as T`
      open_.push_back(level);
      return false;
    }
    if (parent_transparent) open_.back().taken = true;
    if (rule.action == SymbolAction::transparent) {
      level.transparent = true;
      level.role = role;
      open_.push_back(level);
      return true;
    }
    ScriptNode kept;
    kept.type = rule.type;
    kept.role = role;
    kept.flags = rule.mark;
    kept.begin = ts_node_start_byte(node);
    kept.end = ts_node_end_byte(node);
    level.node = static_cast<std::uint32_t>(script_.nodes.size());
    level.owner = level.node;
    script_.nodes.push_back(kept);
    open_.push_back(level);
    return !rule.leaf;
  }

  void leave() {
    if (open_.empty()) return;
    const Level level = open_.back();
    open_.pop_back();
    if (level.node != kNone) script_.nodes[level.node].last = static_cast<std::uint32_t>(script_.nodes.size());
    // A transparent wrapper in a transparent wrapper counts as its child.
  }

  void mark(std::uint32_t owner, const SymbolRule& rule) {
    ScriptNode& node = script_.nodes[owner];
    if (takes_operator(node.type)) {
      node.flags = static_cast<std::uint16_t>(node.flags | rule.op);
    } else if (node.type == Syntax::export_statement && rule.mark == kGenerator) {
      node.flags = static_cast<std::uint16_t>(node.flags | kStarExport);
    } else if (rule.type_word && (node.type == Syntax::import_statement || node.type == Syntax::export_statement ||
                                  node.type == Syntax::import_specifier || node.type == Syntax::export_specifier)) {
      node.flags = static_cast<std::uint16_t>(node.flags | kTypeOnly);
    } else if (rule.mark != 0) {
      node.flags = static_cast<std::uint16_t>(node.flags | rule.mark);
    }
  }

  Script& script_;
  const GrammarTable& table_;
  std::vector<Level> open_;
};

int hex_value(std::string_view digits) {
  int value = 0;
  for (const char c : digits) {
    int digit = 0;
    if (c >= '0' && c <= '9') {
      digit = c - '0';
    } else if (c >= 'a' && c <= 'f') {
      digit = c - 'a' + 10;
    } else if (c >= 'A' && c <= 'F') {
      digit = c - 'A' + 10;
    } else {
      return -1;
    }
    if (value > 0x10FFFF) return -1;
    value = value * 16 + digit;
  }
  return digits.empty() ? -1 : value;
}

// `i` stands on the backslash; moves past the escape.
void append_escape(std::string& out, std::string_view text, std::size_t& i) {
  ++i;
  if (i >= text.size()) return;
  const char c = text[i++];
  switch (c) {
    case 'n':
      out += '\n';
      return;
    case 't':
      out += '\t';
      return;
    case 'r':
      out += '\r';
      return;
    case 'b':
      out += '\b';
      return;
    case 'f':
      out += '\f';
      return;
    case 'v':
      out += '\v';
      return;
    case '0':
      out += '\0';
      return;
    case '\n':
      return;
    case 'x':
      if (const int value = hex_value(text.substr(i, 2)); value >= 0 && i + 2 <= text.size()) {
        append_utf8(out, static_cast<char32_t>(value));
        i += 2;
      }
      return;
    case 'u': {
      std::string_view digits;
      if (i < text.size() && text[i] == '{') {
        const std::size_t close = text.find('}', i);
        if (close == std::string_view::npos) return;
        digits = text.substr(i + 1, close - i - 1);
        i = close + 1;
      } else {
        digits = text.substr(i, 4);
        i += digits.size();
      }
      if (const int value = hex_value(digits); value >= 0) append_utf8(out, static_cast<char32_t>(value));
      return;
    }
    default:
      out += c;
      return;
  }
}

}  // namespace

Script parse_script(std::string_view text, Language language, const std::vector<Span>& ranges) {
  const auto build = [&](Language as) {
    Script script;
    script.text = text;
    const Grammar& grammar = grammar_of(as);
    const Tree tree = parse_tree(text, grammar, ranges);
    if (tree == nullptr) {
      script.nodes.push_back({Syntax::program, Role::none, 0, 0, 0, 1});
      script.faults.push_back({0});
      return script;
    }
    script.nodes.reserve(text.size() / 8 + 8);
    Builder(script, grammar.table).run(ts_tree_root_node(tree.get()));
    return script;
  };
  Script script = build(language);
  // Plain .js may hold type annotations, and .ts may hold what only the TSX grammar knows: the better reading counts.
  if (!script.faults.empty()) {
    const Language second = language == Language::tsx ? Language::typescript : Language::tsx;
    Script other = build(second);
    if (other.faults.size() < script.faults.size()) script = std::move(other);
  }
  script.nodes.shrink_to_fit();
  return script;
}

std::string string_value(const Script& script, std::uint32_t node) {
  std::string_view text = script.slice(node);
  if (script.nodes[node].type == Syntax::string && text.size() >= 2) text = text.substr(1, text.size() - 2);
  if (text.find('\\') == std::string_view::npos) return std::string(text);
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '\\') {
      append_escape(out, text, i);
    } else {
      out += text[i++];
    }
  }
  return out;
}

std::string dump(const Script& script) {
  std::string out;
  std::vector<std::uint32_t> ends;
  for (std::uint32_t i = 0; i < script.nodes.size(); ++i) {
    while (!ends.empty() && ends.back() <= i) ends.pop_back();
    const ScriptNode& node = script.nodes[i];
    out.append(ends.size() * 2, ' ');
    if (node.role != Role::none) out += std::string(to_string(node.role)) + ": ";
    out += to_string(node.type);
    if (node.last == i + 1) {
      const std::string_view text = script.slice(i);
      if (text.size() <= 60 && text.find('\n') == std::string_view::npos) out += " `" + std::string(text) + "`";
    }
    out += '\n';
    ends.push_back(node.last);
  }
  return out;
}

}  // namespace qiyue::program
