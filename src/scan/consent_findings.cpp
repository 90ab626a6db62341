// Consent boxes and login pages, as templates show them.
#include <re2/re2.h>

#include <algorithm>
#include <optional>
#include <set>

#include "core/data.h"
#include "core/text.h"
#include "scan/code_findings.h"
#include "scan/markup_view.h"

namespace qiyue::scan {
namespace {

constexpr std::size_t kMaxNear = 400;  // bytes of text that still belong to one box

class Consents {
 public:
  explicit Consents(const FindingInput& input)
      : input_(input),
        program_(input.templates.program),
        all_(input.templates.knowledge),
        owners_(input.templates),
        trees_(input.templates),
        ticks_(code_words(all_, "tick_words")),
        not_ticks_(code_words(all_, "tick_words_not")),
        documents_(code_words(all_, "document_words")),
        agreeing_(code_words(all_, "agreeing_words")),
        login_paths_(code_words(all_, "login_paths")),
        traces_(code_words(all_, "document_traces")) {
    const json::value* table = all_.lexicon.is_object() ? find(all_.lexicon, "code") : nullptr;
    if (table != nullptr) implied_.emplace(get_string(*table, "implied_consent"));
  }

  void run(std::vector<CodeFinding>& out) {
    for (std::size_t i = 0; i < program_.files.size(); ++i) {
      const int file = static_cast<int>(i);
      if (program_.files[i].vendored || program_.files[i].generated || input_.templates.markups[i].nodes.size() < 2)
        continue;
      if (!owners_.reachable(file)) continue;
      boxes(file, out);
    }
    for (const program::PageFiles& page : program_.pages)
      if (page.reachable && page.markup >= 0) login_page(page, out);
  }

 private:
  const program::Markup& markup(int file) const { return input_.templates.markups[static_cast<std::size_t>(file)]; }
  const program::SourceFile& source(int file) const { return program_.files[static_cast<std::size_t>(file)]; }
  Place place(int file, const program::MarkupNode& node) const {
    const Position at = source(file).source.at(node.span.begin);
    return {source(file).path, at.line, at.column};
  }

  static void add_text(const program::Markup& tree, std::uint32_t root, std::string& out) {
    std::vector<std::uint32_t> todo{root};
    while (!todo.empty() && out.size() <= kMaxNear) {
      const program::MarkupNode& node = tree.nodes[todo.back()];
      todo.pop_back();
      if (node.kind != program::NodeKind::element) out += trim(node.text);
      for (const char* name : {"label", "text", "title"})
        if (const program::Attribute* a = node.attribute(name)) out += a->value;
      for (auto child = node.children.rbegin(); child != node.children.rend(); ++child) todo.push_back(*child);
    }
  }

  // Whether what stands beside the element, at most three levels up, asks to agree to a document. The nearest text decides: a switch in a
  // list of settings is no consent box because another line of the list says 隐私政策.
  bool beside_document(const program::Markup& tree, std::uint32_t node) const {
    const auto has = [](const std::string& text, const std::vector<std::string>& words) {
      return std::any_of(words.begin(), words.end(),
                         [&](const std::string& word) { return text.find(word) != std::string::npos; });
    };
    for (int level = 0; level < 4; ++level) {
      std::string text;
      add_text(tree, node, text);
      if (text.size() > kMaxNear) return false;
      if (has(text, agreeing_) && has(text, documents_)) return true;
      if (node == 0 || (!text.empty() && !has(text, agreeing_) && !has(text, documents_))) return false;
      node = tree.nodes[node].parent;
    }
    return false;
  }

  // What a variable of the template is before anybody has done anything; nothing when the script does not say it plainly.
  std::optional<bool> initially(int template_file, const std::string& path) {
    const program::PageFiles* owner = owners_.owner(template_file);
    const int script_file = source(template_file).dialect == program::Dialect::vue &&
                                    source(template_file).language == program::Language::markup
                                ? template_file
                            : owner != nullptr ? owner->script
                                               : -1;
    if (script_file < 0) return std::nullopt;
    using program::Role;
    using program::Syntax;
    const std::string name = path.substr(path.rfind('.') == std::string::npos ? 0 : path.rfind('.') + 1);
    const program::Script& script = trees_.of(script_file);
    for (std::uint32_t i = 0; i < script.nodes.size(); ++i) {
      const program::ScriptNode& node = script.nodes[i];
      if (node.type == Syntax::pair) {
        std::string key(script.slice(i + 1));
        std::erase_if(key, [](char c) { return c == '"' || c == '\''; });
        if (key != name || i + 1 >= node.last) continue;
        const std::uint32_t value = script.nodes[i + 1].last;
        if (value >= node.last) continue;
        const Syntax type = script.nodes[value].type;
        if (type != Syntax::literal_true && type != Syntax::literal_false) continue;
        if (in_data(script, node.begin)) return type == Syntax::literal_true;
      } else if (node.type == Syntax::variable_declarator && path == name) {
        const std::string_view text = script.slice(i).substr(0, 200);
        const bool named = text.starts_with(name + " ") || text.starts_with(name + "=") ||
                           text.starts_with("[" + name + ",") || text.starts_with("[ " + name + ",");
        if (!named) continue;
        for (const char* maker : {"ref(", "ref<boolean>(", "useState(", "useState<boolean>("}) {
          if (text.find(std::string(maker) + "true)") != std::string_view::npos) return true;
          if (text.find(std::string(maker) + "false)") != std::string_view::npos) return false;
        }
      }
    }
    return std::nullopt;
  }

  // Inside the object of first values: data: { … }, data() { … }, state = { … }, reactive({ … }).
  static bool in_data(const program::Script& script, std::uint32_t offset) {
    using program::Syntax;
    for (const std::uint32_t at : SyntaxTrees::path_to(script, offset)) {
      const program::ScriptNode& node = script.nodes[at];
      if (at + 1 >= node.last) continue;
      const std::string_view head = script.slice(at + 1);
      if (node.type == Syntax::call && head.ends_with("setData")) return false;
      if (node.type == Syntax::pair || node.type == Syntax::method_definition ||
          node.type == Syntax::field_definition || node.type == Syntax::assignment) {
        if (head == "data" || head == "state" || head == "this.state") return true;
      }
      if (node.type == Syntax::call && head == "reactive") return true;
    }
    return false;
  }

  bool tick_name(const std::string& path) const {
    const std::vector<std::string> words =
        split_identifier(path.substr(path.rfind('.') == std::string::npos ? 0 : path.rfind('.') + 1));
    const auto among = [&](const std::vector<std::string>& list) {
      return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
        return std::find(list.begin(), list.end(), word) != list.end();
      });
    };
    return among(ticks_) && !among(not_ticks_);
  }

  static bool is_box(std::string_view tag) {
    return tag == "checkbox" || tag == "radio" || tag == "switch" || tag.ends_with("-checkbox") ||
           tag.ends_with("-radio") || tag.ends_with("-switch");
  }

  // Whether the element is ticked when it first shows, and by what.
  bool ticked(int file, const program::MarkupNode& node, bool box) {
    if (box) {
      for (const char* name : {"checked", "default-checked", "value", "model-value"}) {
        const Bound bound = find_bound(node, name);
        if (!bound) continue;
        const bool state = std::string_view(name).ends_with("checked");
        if (!bound.attribute->has_value) return state;
        if (!bound.dynamic) {
          if (state && bound.text != "false") return true;
          continue;
        }
        if (trim(bound.text) == "true") return true;
        if (const std::string path = path_of(bound.text); !path.empty() && initially(file, path) == true) return true;
      }
      if (const program::Attribute* model = node.attribute("v-model"); model != nullptr) {
        if (const std::string path = path_of(model->value); !path.empty() && initially(file, path) == true) return true;
      }
      return false;
    }
    // A picture of a box: <image src="{{ agree ? 'on.png' : 'off.png' }}">.
    for (const program::Attribute& a : node.attributes) {
      const std::string name = plain_name(a.name);
      if (name != "src" && name != "class" && name != "name" && name != "type" && name != "custom-class") continue;
      const std::string_view value = a.value;
      const std::size_t question = value.find('?');
      if (question == std::string_view::npos || value.find(':', question) == std::string_view::npos) continue;
      std::size_t begin = value.rfind("{{", question);
      begin = begin == std::string_view::npos ? 0 : begin + 2;
      const std::string_view condition = trim(value.substr(begin, question - begin));
      const std::string path = path_of(condition);
      if (!path.empty() && tick_name(path) && initially(file, path) == true) return true;
    }
    return false;
  }

  void boxes(int file, std::vector<CodeFinding>& out) {
    const program::Markup& tree = markup(file);
    std::vector<bool> dead;
    for (std::uint32_t i = 1; i < tree.nodes.size(); ++i) {
      const program::MarkupNode& node = tree.nodes[i];
      if (node.kind != program::NodeKind::element) continue;
      const std::string tag = tag_of(node);
      const bool box = is_box(tag);
      const bool picture = tag == "image" || tag == "icon" || tag == "view" || tag == "text" || tag == "cover-image" ||
                           tag.ends_with("-icon") || tag == "div" || tag == "span" || tag == "img" || tag == "i";
      if (!box && !picture) continue;
      if (!ticked(file, node, box) || !beside_document(tree, i)) continue;
      if (dead.empty()) dead = dead_nodes(input_.templates, file);
      if (dead[i]) continue;
      out.push_back(code_finding(
          all_, "QY1002", place(file, node),
          {"同意协议的勾选框一开始就是勾上的", "the box that agrees to the texts is ticked from the start"}));
    }
  }

  // All that a page shows or carries itself: its template, what it includes, its components, their scripts.
  std::set<int> files_of(const program::PageFiles& page) const {
    std::set<int> files;
    std::vector<const program::PageFiles*> todo{&page};
    std::set<const program::PageFiles*> seen;
    while (!todo.empty() && seen.size() < 200) {
      const program::PageFiles* at = todo.back();
      todo.pop_back();
      if (!seen.insert(at).second) continue;
      for (const int file : {at->markup, at->script, at->config})
        if (file >= 0) files.insert(file);
      files.insert(at->includes.begin(), at->includes.end());
      for (const auto& [tag, path] : at->components)
        if (const program::PageFiles* component = program_.find_page(path)) todo.push_back(component);
    }
    return files;
  }

  bool is_login(const program::PageFiles& page) const {
    const std::vector<std::string> words = split_identifier(page.path);
    const bool named = std::any_of(words.begin(), words.end(), [&](const std::string& word) {
      return std::find(login_paths_.begin(), login_paths_.end(), word) != login_paths_.end();
    });
    if (!named) return false;
    const auto takes = [](const std::vector<std::string>& items) {
      static const std::set<std::string> kAccount = {"phone_number", "password", "verification_code", "nickname",
                                                     "avatar",       "email",    "id_card_number",    "account_id"};
      return std::any_of(items.begin(), items.end(), [](const std::string& item) { return kAccount.contains(item); });
    };
    return std::any_of(input_.evidence.uses.begin(), input_.evidence.uses.end(),
                       [&](const Use& use) { return use.page == page.path && use.reachable && takes(use.items); }) ||
           std::any_of(input_.evidence.fields.begin(), input_.evidence.fields.end(), [&](const Field& field) {
             return field.page == page.path && field.reachable && takes(field.items);
           });
  }

  void login_page(const program::PageFiles& page, std::vector<CodeFinding>& out) {
    if (!is_login(page)) return;
    const std::set<int> files = files_of(page);
    bool traced = false, box = false;
    for (const int file : files) {
      const std::string lower = to_lower_ascii(source(file).source.text());
      traced = traced || std::any_of(traces_.begin(), traces_.end(),
                                     [&](const std::string& word) { return lower.find(word) != std::string::npos; });
      for (const program::MarkupNode& node : markup(file).nodes) {
        if (node.kind != program::NodeKind::element) continue;
        if (is_box(tag_of(node))) box = true;
        for (const program::Attribute& a : node.attributes) {
          // What is tapped or shown by the state of a box, not the address of the agreement's page.
          if (a.value.find("{{") == std::string::npos && a.value.find('?') == std::string::npos &&
              event_of(a.name).empty())
            continue;
          for (const std::string& word : split_identifier(a.value))
            box = box || std::find(ticks_.begin(), ticks_.end(), word) != ticks_.end();
        }
      }
    }
    if (!traced) {
      out.push_back(
          code_finding(all_, "QY1003", place(page.markup, markup(page.markup).nodes[0]),
                       {"登录或注册页 " + page.path + " 没有用户协议、隐私政策，也没有它们的链接",
                        "the login page " + page.path + " shows neither agreement nor policy and links to none"}));
      return;
    }
    if (box || !implied_ || !implied_->ok()) return;
    for (const int file : files) {
      const program::Markup& tree = markup(file);
      for (std::uint32_t i = 1; i < tree.nodes.size(); ++i) {
        if (tree.nodes[i].kind != program::NodeKind::text) continue;
        std::string text;
        add_text(tree, tree.nodes[i].parent, text);
        if (text.size() > kMaxNear || !RE2::PartialMatch(trim(tree.nodes[i].text), *implied_)) continue;
        const Position at = source(file).source.at(tree.nodes[i].span.begin);
        out.push_back(code_finding(
            all_, "QY1004", {source(file).path, at.line, at.column},
            {"“" + ellipsize(trim(tree.nodes[i].text), 60) + "”：没有让用户勾选，登录就算同意",
             "“" + ellipsize(trim(tree.nodes[i].text), 60) + "”: logging in counts as consent, there is no box"}));
        return;
      }
    }
  }

  const FindingInput& input_;
  const program::Program& program_;
  const knowledge::Knowledge& all_;
  TemplateOwners owners_;
  SyntaxTrees trees_;
  std::vector<std::string> ticks_, not_ticks_, documents_, agreeing_, login_paths_, traces_;
  std::optional<RE2> implied_;
};

}  // namespace

void consent_findings(const FindingInput& input, std::vector<CodeFinding>& out) { Consents(input).run(out); }

}  // namespace qiyue::scan
