// Inside of the field pass: which data item a label or an identifier names, after the rules of knowledge/taxonomy/fields.yaml.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "knowledge/knowledge.h"

namespace qiyue::scan {

struct ItemMatch {
  std::string item;
  bool strong = false;
  std::size_t length = 0;  // of the words that matched
  std::string word{};      // by which it was recognised
};

class FieldWords {
 public:
  explicit FieldWords(const knowledge::Knowledge& knowledge);

  // Every item that a Chinese (or mixed) label names, longest words first, none overlapping another.
  [[nodiscard]] std::vector<ItemMatch> in_label(std::string_view label) const;
  // The items that an identifier names: "profile.parentPhone", "onMobileInput" (with `handler` its verbs are set aside).
  [[nodiscard]] std::vector<ItemMatch> in_identifier(std::string_view identifier, bool handler = false) const;
  // A label without what asks for it: "请输入您的手机号：" -> "手机号".
  [[nodiscard]] std::string strip(std::string_view label) const;
  [[nodiscard]] std::string without_endings(std::string_view label) const;  // "手机号：*" -> "手机号"

  // Whether `text` holds a word of a list of knowledge/lexicon/fields.yaml, or one of its tokens is one.
  [[nodiscard]] bool says(std::string_view name, std::string_view text) const;
  [[nodiscard]] bool names(std::string_view name, std::string_view identifier) const;
  [[nodiscard]] const std::vector<std::string>& list(std::string_view name) const;
  // False for an item or word that means something else where none of certain other items is asked for (有效期 without a card number).
  [[nodiscard]] bool fits(const std::string& item_or_word, const std::vector<std::string>& beside) const;
  [[nodiscard]] std::string item_of_tag(const std::string& tag) const;  // "" when the tag is for nothing in particular

 private:
  [[nodiscard]] std::vector<ItemMatch> in_clause(std::string_view text) const;

  struct Word {
    std::string text;                 // Chinese: lower case where Latin
    std::vector<std::string> tokens;  // identifiers
    std::size_t rule = 0;
    bool weak = false;
  };
  struct Rule {
    std::string item;
    bool strong = false, minor = false;
    std::vector<std::string> exclude_zh;
    std::vector<std::string> exclude_en;  // tokens joined by '_'
  };
  std::vector<Rule> rules_;
  std::vector<Word> chinese_;                                       // longest first
  std::unordered_map<std::string, std::vector<Word>> identifiers_;  // by first token
  std::unordered_map<std::string, std::vector<std::string>> lists_;
  std::unordered_map<std::string, std::string> tags_;
  std::unordered_map<std::string, std::vector<std::string>> company_;
};

}  // namespace qiyue::scan
