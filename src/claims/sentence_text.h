// A sentence with its words: stretches of it trimmed, names of data and of parties found. Inside of claims/.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "claims/lexicon.h"

namespace qiyue::reading {

// A word of knowledge/lexicon/claims.yaml, or of the items, where it stands.
struct Token {
  std::uint32_t begin = 0, end = 0;
  WordKind kind = WordKind::plain;
  int value = 0;
};

inline bool is_stop(char32_t c) {
  return c == U'，' || c == ',' || c == U'：' || c == ':' || c == U'；' || c == ';' || c == U'。' || c == U'！' ||
         c == U'？' || c == '\n';
}
inline bool opens_bracket(char32_t c) { return c == U'（' || c == '(' || c == U'【' || c == U'['; }
inline bool closes_bracket(char32_t c) { return c == U'）' || c == ')' || c == U'】' || c == U']'; }
inline bool joins(char32_t c) { return c == U'、' || c == '/' || c == U'／' || c == U'｜' || c == '|'; }
inline bool is_blank(char32_t c) { return c <= 0x20 || c == 0xA0 || c == 0x3000 || c == '*' || c == '_'; }

class SentenceText {
 public:
  SentenceText(std::string_view text, const Lexicon::Tables& tables);

  [[nodiscard]] std::string_view at(Stretch range) const;
  [[nodiscard]] Stretch trimmed(Stretch range) const;
  [[nodiscard]] std::size_t length(Stretch range) const;
  static std::string_view ending(std::string_view text, const std::vector<std::string>& endings);
  [[nodiscard]] Stretch without_lead(Stretch range, const WordTrie& lead) const;
  // Whether `range` names data, by its last word.
  [[nodiscard]] bool names_data(Stretch range) const;
  // MAC, OAID …
  [[nodiscard]] bool abbreviates(Stretch range) const;
  // The last word is one of items.yaml or 个人信息.
  [[nodiscard]] bool ending_word(Stretch range) const;
  // The last part of 您在使用服务时产生的浏览记录 is the name.
  [[nodiscard]] Stretch head_of(Stretch range) const;
  // Cuts a list into names of data: at 、 / 和 及 以及 或 and brackets.
  void split_names(Stretch range, std::vector<Stretch>& found) const;
  // 当您发布照片, 向我们提供信息: more than a name.
  [[nodiscard]] bool says(Stretch range) const;
  // No verb, nobody who acts, nothing that ends like a service.
  [[nodiscard]] bool may_name(Stretch range) const;
  // The parties of 向A、B和C.
  void split_parties(Stretch range, std::vector<Stretch>& found) const;
  [[nodiscard]] bool inside_word(std::uint32_t offset) const;
  // 阅读记录, 访问时间: in a list of names a verb begins or ends one of them.
  [[nodiscard]] bool inside_name(const Token& verb, std::uint32_t begin, std::uint32_t end) const;
  // A verb inside a name: 您主动提供的信息.
  [[nodiscard]] bool relative(const Token& verb, std::uint32_t end) const;

 protected:
  std::string_view text_;
  const Lexicon::Tables& tables_;
  std::vector<Token> tokens_;
};

}  // namespace qiyue::reading
