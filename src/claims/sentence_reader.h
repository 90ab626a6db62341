// The grammar at work on one sentence; grammar.cpp reads its clauses, statements.cpp what they state. Inside of claims/.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "claims/grammar.h"
#include "claims/sentence_text.h"

namespace qiyue::reading {

class SentenceReader : private SentenceText {
 public:
  SentenceReader(std::string_view text, const Lexicon::Tables& tables) : SentenceText(text, tables) {}

  Reading read();
  std::vector<Stretch> list();

 private:
  struct Clause {
    Stretch all;
    std::vector<Stretch> brackets;  // what stands in them
    bool after_colon = false;
  };

  // Past （一）, 1.2, 3）, ### and the like.
  [[nodiscard]] Stretch skip_mark(Stretch range) const;
  void cut();
  [[nodiscard]] bool in_bracket(const Clause& clause, std::uint32_t offset) const;
  // The words of a stretch that are not inside brackets.
  [[nodiscard]] std::vector<Token> words_of(const Clause& clause, Stretch range) const;
  [[nodiscard]] static bool is_operator(const Token& token);
  // 以 or 为 before a verb of purpose: its length, else 0.
  [[nodiscard]] std::uint32_t light_purpose(std::uint32_t offset) const;
  void add_purpose(Stretch whole, std::uint32_t content);
  void add_condition(Stretch whole);
  // Where somebody begins to act after what `from` opened: 为了提供服务我们会收集 …
  [[nodiscard]] std::uint32_t subject_after(const std::vector<Token>& words, std::uint32_t from,
                                            std::uint32_t end) const;
  // Where a condition that begins at `from` ends; 0 when nothing closes it and it needs that.
  [[nodiscard]] std::uint32_t condition_end(const std::vector<Token>& words, std::size_t opener, Stretch range) const;
  // 情况下, 过程中: 下 and 中 close inside a clause only after such nouns.
  [[nodiscard]] bool closes_weakly(const Token& word) const;
  void read_clause(const Clause& clause);
  // A condition is opened before anything is done.
  [[nodiscard]] static bool opened(const std::vector<Token>& words);
  // The operator acts in these words: a clause that ends in 后 or 时 is still a statement.
  [[nodiscard]] static bool acts(const std::vector<Token>& words);
  // A list of data or of purposes that the clause before began.
  bool goes_on(const Clause& clause, Stretch range, const std::vector<Token>& words);
  [[nodiscard]] bool follows_purpose(Stretch range) const;
  void add_data(const std::vector<Stretch>& found);
  static void sort_unique(std::vector<Stretch>& ranges);
  // Purposes and conditions inside a statement: 我们可能为了提供服务而收集, 我们会根据法律规定披露, 收集您的信息以提供服务.
  // Gives what is left of the clause, in order.
  std::vector<Stretch> carve(const Clause& clause, Stretch range);
  // 出于合法的目的共享: the noun ends it before the verb.
  [[nodiscard]] std::uint32_t purpose_end(const std::vector<Token>& words, std::size_t opener, std::uint32_t end) const;
  // 根据法律法规规定 before the verb or the party; 在您同意后, 在以下情况下.
  [[nodiscard]] std::uint32_t inner_condition(const std::vector<Token>& words, std::size_t opener) const;
  void state(const Clause& clause, Stretch range);
  // 我们需要您的位置信息: asking for data is collecting it, where no other verb follows.
  void read_need(const Clause& clause, const std::vector<Stretch>& left, std::vector<Token> words);
  // The piece of `left` that holds `offset`.
  static Stretch piece_of(const std::vector<Stretch>& left, std::uint32_t offset);
  void read_statements(const Clause& clause, const std::vector<Stretch>& left, const std::vector<Token>& words);
  // 统计SDK会收集: the verb is part of a name.
  [[nodiscard]] static bool names_party(const std::vector<Token>& words, std::size_t verb, std::uint32_t from);
  [[nodiscard]] bool joined(const Token& a, const Token& b) const;
  void subject_of(const std::vector<Stretch>& left, const std::vector<Token>& words, std::uint32_t from,
                  std::size_t verb, std::size_t first);
  // 友盟+SDK, 第三方支付公司: from the start of the clause where nothing but a name stands before the word.
  [[nodiscard]] Stretch whole_name(const std::vector<Stretch>& left, const std::vector<Token>& words,
                                   std::uint32_t from, std::size_t actor) const;
  // 向A共享, 与A共享, 共享给A.
  void parties_of(const std::vector<Stretch>& left, const std::vector<Token>& words, std::uint32_t from,
                  std::size_t verb, std::size_t last, std::size_t first);
  void object_of(const Clause& clause, const std::vector<Stretch>& left, const std::vector<Token>& words,
                 std::uint32_t from, std::size_t verb, std::size_t last, std::size_t first);

  static constexpr std::array<std::string_view, 10> kToward{"向", "与", "给", "和", "同", "对", "将", "把", "经", "从"};
  std::vector<Clause> clauses_;
  Reading out_;
  Actor who_ = Actor::operator_;
  int open_ = -1;     // first statement whose list of data goes on
  bool aim_ = false;  // a purpose goes on
};

}  // namespace qiyue::reading
