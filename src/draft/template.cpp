#include "draft/template.h"

#include <fmt/core.h>

#include <algorithm>

#include "core/text.h"

namespace qiyue::drafting {
namespace {

constexpr int kMaxNesting = 8;

// One tag or stretch of text of one line.
struct Token {
  bool tag = false;
  std::string_view text;  // inside the braces, trimmed; or the text itself
  int line = 0, column = 0;
};

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t corner = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = corner + (a[i - 1] == b[j - 1] ? 0 : 1);
      corner = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
    }
  }
  return row[b.size()];
}

class Parser {
 public:
  Parser(std::string path, const Vocabulary& vocabulary) : path_(std::move(path)), vocabulary_(vocabulary) {
    open_.push_back({nullptr, &nodes_, nullptr, 0, 0, false, false});
  }

  Result<Template> parse(std::string_view body, int first_line) {
    int number = first_line;
    for (const std::string_view line : split(body, '\n')) {
      take_line(line, number);
      ++number;
    }
    while (open_.size() > 1) {
      const Frame& frame = open_.back();
      fault(frame.line, frame.column, {"这个标签没有闭合", "this tag is never closed"},
            {"在它管到的内容之后写 {{/if}} 或 {{/each}}", "write {{/if}} or {{/each}} after what it covers"});
      open_.pop_back();
    }
    if (!faults_.empty()) {
      Error first = std::move(faults_.front());
      first.more.assign(std::make_move_iterator(faults_.begin() + 1), std::make_move_iterator(faults_.end()));
      return fail(std::move(first));
    }
    // The split leaves an empty last line after the final line break.
    return Template{path_, std::move(nodes_)};
  }

 private:
  struct Frame {
    Node* node;               // choice or each; null for the body itself; stable: only the innermost vector grows
    std::vector<Node>* into;  // where nodes go now
    const Name* list;         // each: the list's rows
    int line, column;
    bool each, otherwise;  // otherwise: {{else}} was seen
  };

  void fault(int line, int column, Text message, Text remedy) {
    Error error;
    error.message = std::move(message);
    error.remedy = std::move(remedy);
    error.file = path_;
    error.line = line;
    error.column = column;
    faults_.push_back(std::move(error));
  }

  std::vector<Token> tokens_of(std::string_view line, int number) {
    std::vector<Token> tokens;
    std::size_t at = 0;
    // Counted on from the last place asked for: a line may be very long.
    std::size_t counted = 0;
    int columns = 1;
    const auto column = [&](std::size_t offset) {
      columns += count_code_points(line.substr(counted, offset - counted));
      counted = offset;
      return columns;
    };
    while (at < line.size()) {
      const std::size_t begin = line.find("{{", at);
      if (begin == std::string_view::npos) {
        tokens.push_back({false, line.substr(at), number, column(at)});
        break;
      }
      if (begin > at) tokens.push_back({false, line.substr(at, begin - at), number, column(at)});
      const std::size_t end = line.find("}}", begin);
      if (end == std::string_view::npos) {
        fault(number, column(begin), {"“{{”没有对应的“}}”", "this {{ has no }}"},
              {"标签要在同一行内写完", "a tag begins and ends on one line"});
        break;
      }
      tokens.push_back({true, trim(line.substr(begin + 2, end - begin - 2)), number, column(begin)});
      at = end + 2;
    }
    return tokens;
  }

  static bool is_block_tag(std::string_view tag) {
    return tag.starts_with('#') || tag.starts_with('/') || tag.starts_with('!') || tag == "else" ||
           tag.starts_with("else ");
  }

  void take_line(std::string_view line, int number) {
    if (line.find_first_of("\x01\x02\x03") != std::string_view::npos) {
      fault(number, 1, {"条款里有不可见的控制字符", "the clause has an invisible control character"},
            {"删去它", "delete it"});
      return;
    }
    const std::vector<Token> tokens = tokens_of(line, number);
    // A line of block tags and nothing else leaves no line behind.
    const bool alone = std::any_of(tokens.begin(), tokens.end(), [](const Token& t) { return t.tag; }) &&
                       std::all_of(tokens.begin(), tokens.end(),
                                   [](const Token& t) { return t.tag ? is_block_tag(t.text) : trim(t.text).empty(); });
    for (const Token& token : tokens) {
      if (token.tag) {
        take_tag(token);
      } else if (!alone) {
        add_text(std::string(token.text), token.line, token.column);
      }
    }
    if (!alone) add_text("\n", number, count_code_points(line) + 1);
  }

  void add_text(std::string text, int line, int column) {
    std::vector<Node>& into = *open_.back().into;
    if (!into.empty() && into.back().kind == Node::Kind::text && into.back().line == line) {
      into.back().text += text;
      return;
    }
    Node node;
    node.text = std::move(text);
    node.line = line;
    node.column = column;
    into.push_back(std::move(node));
  }

  void take_tag(const Token& token) {
    const std::string_view tag = token.text;
    if (tag.starts_with('!')) return;  // a note to the next writer
    if (tag.starts_with("#if ")) return open_choice(token, tag.substr(4));
    if (tag.starts_with("#each ")) return open_each(token, trim(tag.substr(6)));
    if (tag == "else") return take_else(token);
    if (tag.starts_with("else if ")) return take_else_if(token, tag.substr(8));
    if (tag == "/if" || tag == "/each") return close(token, tag == "/each");
    if (tag.starts_with("ref ") || tag.starts_with("title ")) {
      const bool reference = tag.starts_with("ref ");
      const std::string id(trim(tag.substr(reference ? 4 : 6)));
      if (!vocabulary_.clauses.contains(id)) {
        return fault(token.line, token.column,
                     {fmt::format("没有编号为 {} 的条款", id), fmt::format("there is no clause {}", id)},
                     nearest(id, vocabulary_.clauses));
      }
      return add_node(reference ? Node::Kind::reference : Node::Kind::title, id, token);
    }
    if (tag.starts_with('#') || tag.starts_with('/') || tag.empty()) {
      return fault(
          token.line, token.column,
          {fmt::format("不认识的标签 {{{{{}}}}}", tag), fmt::format("unknown tag {{{{{}}}}}", tag)},
          {"可用的有 {{#if}} {{else}} {{else if}} {{/if}} {{#each}} {{/each}} {{ref}} {{title}} {{!}} 和变量",
           "there are {{#if}} {{else}} {{else if}} {{/if}} {{#each}} {{/each}} {{ref}} {{title}} {{!}} and variables"});
    }
    take_variable(token, tag);
  }

  void add_node(Node::Kind kind, std::string text, const Token& token) {
    Node node;
    node.kind = kind;
    node.text = std::move(text);
    node.line = token.line;
    node.column = token.column;
    open_.back().into->push_back(std::move(node));
  }

  // The name behind "operator.name", "row.item" or "outer.name"; null when there is none.
  [[nodiscard]] const Name* find_name(std::string_view name) const {
    std::size_t skip = 0;
    std::string_view field;
    if (name.starts_with("row.")) {
      field = name.substr(4);
    } else if (name.starts_with("outer.")) {
      field = name.substr(6);
      skip = 1;
    } else {
      const auto found = vocabulary_.names->find(name);
      return found == vocabulary_.names->end() ? nullptr : &found->second;
    }
    for (auto frame = open_.rbegin(); frame != open_.rend(); ++frame) {
      if (!frame->each || frame->list == nullptr || frame->otherwise) continue;
      if (skip-- > 0) continue;
      const auto found = frame->list->fields.find(field);
      return found == frame->list->fields.end() ? nullptr : &found->second;
    }
    return nullptr;
  }

  template <class Keys>
  static Text nearest(std::string_view wanted, const Keys& keys) {
    std::string best;
    std::size_t least = wanted.size() / 2 + 2;
    for (const auto& key : keys) {
      std::string_view text;
      if constexpr (requires { key.first; }) {
        text = key.first;
      } else {
        text = key;
      }
      const std::size_t distance = edit_distance(wanted, text);
      if (distance < least) {
        least = distance;
        best = text;
      }
    }
    if (best.empty()) return {"可用的名称见 docs/clauses.md", "docs/clauses.md lists the names"};
    return {fmt::format("是否想写 {}？可用的名称见 docs/clauses.md", best),
            fmt::format("did you mean {}? docs/clauses.md lists the names", best)};
  }

  void take_variable(const Token& token, std::string_view name) {
    const Name* known = find_name(name);
    if (known == nullptr) {
      return fault(token.line, token.column,
                   {fmt::format("没有名为 {} 的变量", name), fmt::format("there is no variable {}", name)},
                   nearest(name, *vocabulary_.names));
    }
    if (known->kind != ValueKind::text) {
      return fault(token.line, token.column,
                   {fmt::format("{} 不是文字，不能直接写进正文", name),
                    fmt::format("{} is not a text and cannot be printed", name)},
                   {"清单用 {{#each}}，是否用 {{#if}}", "use {{#each}} for lists and {{#if}} for yes or no"});
    }
    add_node(Node::Kind::variable, std::string(name), token);
  }

  Result<Predicate> condition(const Token& token, std::string_view text) {
    auto parsed = Predicate::parse(trim(text));
    if (!parsed || parsed->names().empty()) {
      const bool empty = parsed.has_value();
      fault(token.line, token.column,
            empty ? Text{"标签里缺少条件", "the tag has no condition"} : parsed.error().message,
            empty ? Text{"例如 {{#if has_account}}", "such as {{#if has_account}}"} : parsed.error().remedy);
      return Predicate{};
    }
    for (const std::string& name : parsed->names()) {
      if (vocabulary_.conditions->contains(name) || vocabulary_.clauses.contains(name) || find_name(name) != nullptr)
        continue;
      Names all = *vocabulary_.names;
      for (const auto& [key, meaning] : *vocabulary_.conditions) all.try_emplace(key);
      fault(token.line, token.column,
            {fmt::format("没有名为 {} 的条件、变量或条款", name),
             fmt::format("there is no condition, variable or clause {}", name)},
            nearest(name, all));
    }
    return std::move(*parsed);
  }

  bool too_deep(const Token& token) {
    if (open_.size() <= kMaxNesting) return false;
    if (!deep_reported_) {
      deep_reported_ = true;
      fault(token.line, token.column,
            {fmt::format("标签套得太深，最多 {} 层", kMaxNesting),
             fmt::format("tags are nested more than {} deep", kMaxNesting)},
            {"把这个条款拆成几个", "split the clause"});
    }
    return true;
  }

  void open_choice(const Token& token, std::string_view text) {
    if (too_deep(token)) return;
    auto parsed = condition(token, text);
    add_node(Node::Kind::choice, "", token);
    Node& node = open_.back().into->back();
    node.branches.reserve(16);  // keeps the addresses of the bodies
    node.branches.push_back({std::move(*parsed), {}});
    open_.push_back({&node, &node.branches.back().body, nullptr, token.line, token.column, false, false});
  }

  // {{#each list}} or {{#each list sep="、"}}
  void open_each(const Token& token, std::string_view text) {
    if (too_deep(token)) return;
    std::string separator;
    std::string_view name = text;
    if (const std::size_t space = text.find(' '); space != std::string_view::npos) {
      name = text.substr(0, space);
      const std::string_view rest = trim(text.substr(space));
      if (!rest.starts_with("sep=\"") || !rest.ends_with('"') || rest.size() < 6) {
        fault(token.line, token.column,
              {"列表名之后只能写 sep=\"、\"", "only sep=\"…\" may follow the name of the list"}, {});
      } else {
        separator = rest.substr(5, rest.size() - 6);
      }
    }
    const Name* known = find_name(name);
    if (known == nullptr || known->kind != ValueKind::list) {
      fault(token.line, token.column,
            {fmt::format("没有名为 {} 的列表", name), fmt::format("there is no list {}", name)},
            nearest(name, *vocabulary_.names));
      known = nullptr;
    }
    add_node(Node::Kind::each, std::string(name), token);
    Node& node = open_.back().into->back();
    node.separator = std::move(separator);
    node.branches.reserve(2);
    node.branches.emplace_back();
    open_.push_back({&node, &node.branches.back().body, known, token.line, token.column, true, false});
  }

  void take_else(const Token& token) {
    Frame& frame = open_.back();
    if (frame.node == nullptr || frame.otherwise) {
      return fault(token.line, token.column,
                   {"{{else}} 之前没有 {{#if}} 或 {{#each}}", "this {{else}} follows no {{#if}} or {{#each}}"}, {});
    }
    frame.otherwise = true;
    frame.node->branches.emplace_back();
    frame.into = &frame.node->branches.back().body;
  }

  void take_else_if(const Token& token, std::string_view text) {
    Frame& frame = open_.back();
    if (frame.node == nullptr || frame.otherwise || frame.each) {
      return fault(token.line, token.column, {"{{else if}} 之前没有 {{#if}}", "this {{else if}} follows no {{#if}}"},
                   {});
    }
    if (frame.node->branches.size() >= 15) {
      return fault(token.line, token.column, {"一个 {{#if}} 最多 15 个分支", "an {{#if}} has at most 15 branches"}, {});
    }
    auto parsed = condition(token, text);
    frame.node->branches.push_back({std::move(*parsed), {}});
    frame.into = &frame.node->branches.back().body;
  }

  void close(const Token& token, bool each) {
    if (open_.size() == 1 || open_.back().each != each) {
      const std::string wanted = open_.size() == 1 ? "" : open_.back().each ? "{{/each}}" : "{{/if}}";
      return fault(token.line, token.column,
                   {wanted.empty() ? "多余的闭合标签" : fmt::format("此处应为 {}", wanted),
                    wanted.empty() ? "this closes nothing" : fmt::format("expected {}", wanted)},
                   {});
    }
    open_.pop_back();
  }

  std::string path_;
  const Vocabulary& vocabulary_;
  std::vector<Node> nodes_;
  std::vector<Frame> open_;
  std::vector<Error> faults_;
  bool deep_reported_ = false;
};

// Text of a person: every byte that markup could take for its own is marked as text.
void append_literal(std::string& out, std::string_view text) {
  bool space = false;
  for (const char c : text) {
    if (c == '\n' || c == '\r' || c == '\t') {
      space = true;
      continue;
    }
    if (static_cast<unsigned char>(c) < 0x20) continue;
    if (space && !out.empty()) out.push_back(' ');
    space = false;
    if (c == '*' || c == '|' || c == '[' || c == ']' || c == '(' || c == ')') out.push_back(kLiteral);
    out.push_back(c);
  }
}

class Renderer {
 public:
  Renderer(const Model& model, const std::set<std::string, std::less<>>& clauses, Lang lang)
      : model_(model), clauses_(clauses), lang_(lang) {}

  Rendered run(const Template& parsed) {
    walk(parsed.nodes);  // at most kMaxNesting deep
    flush();
    return std::move(out_);
  }

 private:
  struct Scope {
    const Row* row;
    const Name* name;
  };

  struct Found {
    const Value* value;
    const Name* name;
  };
  [[nodiscard]] Found find(std::string_view name) const {
    const bool row = name.starts_with("row."), outer = name.starts_with("outer.");
    if (row || outer) {
      const Scope& scope = scopes_[scopes_.size() - (outer ? 2 : 1)];
      const std::string_view field = name.substr(row ? 4 : 6);
      const auto value = scope.row->find(field);
      const auto known = scope.name->fields.find(field);
      return {value == scope.row->end() ? nullptr : &value->second,
              known == scope.name->fields.end() ? nullptr : &known->second};
    }
    const auto value = model_.values.find(name);
    const auto known = model_names().find(name);
    return {value == model_.values.end() ? nullptr : &value->second,
            known == model_names().end() ? nullptr : &known->second};
  }

  bool holds(const Predicate& condition) {
    Conditions truths;
    for (const std::string& name : condition.names()) {
      if (model_.conditions.contains(name) || clauses_.contains(name)) {
        truths.insert(name);
        continue;
      }
      const Value* value = find(name).value;
      if (value == nullptr) continue;
      read(*value);
      const bool truth = value->kind == ValueKind::text   ? !value->text.empty()
                         : value->kind == ValueKind::flag ? value->flag
                                                          : !value->rows.empty();
      if (truth) truths.insert(name);
    }
    return condition.holds(truths);
  }

  void read(const Value& value) {
    out_.facts.insert(value.facts.begin(), value.facts.end());
    out_.evidence.insert(value.evidence.begin(), value.evidence.end());
  }

  void walk(const std::vector<Node>& nodes) {
    for (const Node& node : nodes) {
      switch (node.kind) {
        case Node::Kind::text:
          put_text(node.text, node.line);
          break;
        case Node::Kind::variable:
          put_variable(node);
          break;
        case Node::Kind::reference:
        case Node::Kind::title: {
          const char mark = node.kind == Node::Kind::reference ? kReference : kTitleOf;
          put(std::string(1, mark) + node.text + mark, node.line);
          out_.references.emplace(node.text, node.line);
          break;
        }
        case Node::Kind::choice:
          for (const Branch& branch : node.branches) {
            if (!holds(branch.condition)) continue;
            walk(branch.body);
            break;
          }
          break;
        case Node::Kind::each:
          walk_each(node);
          break;
      }
    }
  }

  void walk_each(const Node& node) {
    const Found found = find(node.text);
    if (found.value == nullptr || found.value->rows.empty()) {
      if (node.branches.size() > 1) walk(node.branches[1].body);
      return;
    }
    read(*found.value);
    bool first = true;
    for (const Row& row : found.value->rows) {
      if (!first && !node.separator.empty()) put(node.separator, node.line);
      first = false;
      scopes_.push_back({&row, found.name});
      walk(node.branches.front().body);
      scopes_.pop_back();
    }
  }

  void put_variable(const Node& node) {
    const Found found = find(node.text);
    std::string text;
    if (found.value == nullptr || found.value->text.empty() || is_placeholder(found.value->text)) {
      append_literal(text, placeholder(found.name == nullptr ? Text{node.text, node.text} : found.name->label, lang_));
    } else {
      append_literal(text, found.value->text);
    }
    if (found.value != nullptr) read(*found.value);
    put(text, node.line);
  }

  void put_text(std::string_view text, int line) {
    while (true) {
      const std::size_t end = text.find('\n');
      put(std::string(text.substr(0, end)), line);
      if (end == std::string_view::npos) return;
      flush();
      text.remove_prefix(end + 1);
    }
  }

  void put(const std::string& text, int line) {
    if (text.empty()) {
      if (current_.line == 0) current_.line = line;
      return;
    }
    if (current_.text.empty()) current_.line = line;
    current_.text += text;
  }

  void flush() {
    out_.lines.push_back(std::move(current_));
    current_ = {};
  }

  const Model& model_;
  const std::set<std::string, std::less<>>& clauses_;
  Lang lang_;
  std::vector<Scope> scopes_;
  Rendered out_;
  RenderedLine current_;
};

}  // namespace

Result<Template> parse_template(std::string path, std::string_view body, int first_line, const Vocabulary& vocabulary) {
  return Parser(std::move(path), vocabulary).parse(body, first_line);
}

Rendered render_template(const Template& parsed, const Model& model, const std::set<std::string, std::less<>>& clauses,
                         Lang lang) {
  return Renderer(model, clauses, lang).run(parsed);
}

}  // namespace qiyue::drafting
