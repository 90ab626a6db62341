#include "scan/texts.h"

#include <algorithm>
#include <set>

#include "core/data.h"
#include "core/text.h"
#include "scan/literals.h"
#include "scan/markup_view.h"

namespace qiyue::scan {
namespace {

constexpr std::size_t kMaxText = 400'000;  // bytes of a file's text that are looked at

struct TextWords {
  std::vector<std::string> path_words, words, viewers;
  int least_words_named = 0, least_characters_named = 0, least_words = 0, least_characters = 0;
};

int count_han(std::string_view text) {
  int count = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (is_han(decode_utf8(text, at))) ++count;
  }
  return count;
}

class TextFinder {
 public:
  explicit TextFinder(const TemplateInput& input) : input_(input), owners_(input) {
    const json::value* table = input.knowledge.lexicon.is_object() ? find(input.knowledge.lexicon, "texts") : nullptr;
    if (table == nullptr) return;
    words_.path_words = get_strings(*table, "path_words");
    words_.words = get_strings(*table, "words");
    words_.viewers = get_strings(*table, "viewers");
    words_.least_words_named = static_cast<int>(get_int(*table, "least_words_named"));
    words_.least_characters_named = static_cast<int>(get_int(*table, "least_characters_named"));
    words_.least_words = static_cast<int>(get_int(*table, "least_words"));
    words_.least_characters = static_cast<int>(get_int(*table, "least_characters"));
  }

  PolicyTexts run() {
    PolicyTexts out;
    if (words_.words.empty()) return out;
    std::set<std::string> texts, remote;
    for (std::size_t i = 0; i < input_.program.files.size(); ++i) {
      const program::SourceFile& file = input_.program.files[i];
      if (file.vendored || file.generated || file.cloud_function) continue;
      if (holds_text(static_cast<int>(i))) texts.insert(file.path);
    }
    // A page whose text stands in its script, or in a module of its folder, loads nothing.
    for (const auto* list : {&input_.program.pages, &input_.program.components}) {
      for (const program::PageFiles& page : *list) {
        if (page.markup < 0 || !named(page.path)) continue;
        const std::string folder(program::folder_of(file_path(page.markup)));
        const bool here = std::any_of(texts.begin(), texts.end(),
                                      [&](const std::string& t) { return program::folder_of(t) == folder; });
        if (!here && shows_remote_text(page.markup)) remote.insert(file_path(page.markup));
      }
    }
    out.texts.assign(texts.begin(), texts.end());
    out.remote_texts.assign(remote.begin(), remote.end());
    return out;
  }

 private:
  const std::string& file_path(int index) const { return input_.program.files[static_cast<std::size_t>(index)].path; }

  bool named(std::string_view path) const {
    for (const std::string& token : split_identifier(path)) {
      for (const std::string& word : words_.path_words) {
        if (token == word || (word.size() > 5 && token.find(word) != std::string::npos)) return true;
      }
    }
    return false;
  }

  bool holds_text(int index) const {
    const program::SourceFile& file = input_.program.files[static_cast<std::size_t>(index)];
    std::string text;
    using program::Language;
    switch (file.language) {
      case Language::markup:
        text = shown_text(index);
        break;
      case Language::javascript:
      case Language::typescript:
      case Language::tsx:
      case Language::json:
        for_each_literal(file.source.text(), 0, [&text](std::uint32_t, std::string_view content) {
          if (text.size() < kMaxText && content.size() > 12 && contains_han(content))
            text.append(content).push_back('\n');
        });
        break;
      case Language::other:
        if (!file.path.ends_with(".md") && !file.path.ends_with(".txt")) return false;
        text = file.source.text().substr(0, kMaxText);
        if (!named(file.path) && !titled(text)) return false;
        break;
    }
    const bool by_name = named(file.path);
    int known = 0;
    for (const std::string& word : words_.words) known += text.find(word) != std::string::npos ? 1 : 0;
    if (known < (by_name ? words_.least_words_named : words_.least_words)) return false;
    const int characters = count_han(text);
    return characters >= (by_name ? words_.least_characters_named : words_.least_characters);
  }

  // The first line of a document says what it is.
  static bool titled(std::string_view text) {
    const std::string_view head = text.substr(0, text.find('\n', std::min<std::size_t>(text.size(), 60)));
    return head.find("隐私") != npos || head.find("协议") != npos || head.find("条款") != npos;
  }

  std::string shown_text(int index) const {
    const program::Markup& markup = input_.markups[static_cast<std::size_t>(index)];
    const program::SourceFile& file = input_.program.files[static_cast<std::size_t>(index)];
    std::string text;
    for (const program::MarkupNode& node : markup.nodes) {
      if (text.size() > kMaxText) break;
      if (node.kind == program::NodeKind::text) text.append(node.text).push_back('\n');
      if (node.kind == program::NodeKind::element && node.name == "script" && node.children.empty()) {
        for_each_literal(file.source.slice(node.inner), 0, [&text](std::uint32_t, std::string_view content) {
          if (text.size() < kMaxText && content.size() > 12 && contains_han(content))
            text.append(content).push_back('\n');
        });
      }
    }
    return text;
  }

  // A viewer whose content is an expression or an address.
  bool shows_remote_text(int index) const {
    const program::Markup& markup = input_.markups[static_cast<std::size_t>(index)];
    for (const program::MarkupNode& node : markup.nodes) {
      if (node.kind != program::NodeKind::element) continue;
      const std::string tag = tag_of(node);
      if (tag == "web-view" && find_bound(node, "src")) return true;
      if (std::any_of(node.attributes.begin(), node.attributes.end(),
                      [](const program::Attribute& a) { return a.name == "v-html"; }))
        return true;
      if (tag == "template") {
        const Bound is = find_bound(node, "is");
        if (is && to_lower_ascii(is.text).find("wxparse") != npos) return true;
      }
      if (std::find(words_.viewers.begin(), words_.viewers.end(), tag) == words_.viewers.end() || tag == "text")
        continue;
      for (const char* name : {"nodes", "content", "html", "data", "article"}) {
        if (const Bound bound = find_bound(node, name); bound && bound.dynamic) return true;
      }
    }
    // Or one text alone that is filled in later.
    int shown = 0, own = 0;
    for (const program::MarkupNode& node : markup.nodes) {
      if (node.kind == program::NodeKind::interpolation_text && !path_of(node.text).empty()) ++shown;
      if (node.kind == program::NodeKind::text) own += count_han(node.text);
    }
    return shown > 0 && own < 60;
  }

  const TemplateInput& input_;
  TemplateOwners owners_;
  TextWords words_;
};

}  // namespace

PolicyTexts find_policy_texts(const TemplateInput& input) { return TextFinder(input).run(); }

}  // namespace qiyue::scan
