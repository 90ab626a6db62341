// The facts file that a program's evidence suggests, section by section. Insides of facts.
#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "facts/facts.h"
#include "facts/purposes.h"
#include "facts/questions.h"
#include "facts/recipients.h"
#include "facts/writer.h"

namespace qiyue::facts {

class Proposal {
 public:
  Proposal(const Evidence& evidence, const knowledge::Knowledge& knowledge);
  std::string run();

 private:
  [[nodiscard]] bool has_item(std::string_view item) const { return items_.contains(item); }
  [[nodiscard]] bool has_function(std::string_view id) const {
    return std::any_of(functions_.begin(), functions_.end(), [&](const auto& f) { return f.id == id; });
  }
  [[nodiscard]] bool has_in(std::string_view function, std::string_view item) const {
    return std::any_of(functions_.begin(), functions_.end(), [&](const ProposedFunction& f) {
      return f.id == function &&
             std::any_of(f.items.begin(), f.items.end(), [&](const ProposedItem& i) { return i.item == item; });
    });
  }
  // Title of a reachable page that holds `word`; empty when there is none.
  [[nodiscard]] std::string page_titled(std::string_view word) const {
    for (const Page& page : evidence_.program.pages) {
      if (page.reachable && page.title.find(word) != std::string::npos) return page.title;
    }
    return {};
  }
  // What the question about `path` offers, when it needs no other fact.
  [[nodiscard]] std::string offered(std::string_view path) const {
    for (const facts::QuestionRow& row : questions_) {
      if (row.path == path && row.propose.find('{') == std::string::npos) return row.propose;
    }
    return {};
  }

  void head();
  void program();
  void operator_and_release();
  void services();
  void functions();
  void proposed_item(const ProposedItem& item);
  void recipients();
  void storage_and_security();
  void account_and_rights();
  void people();
  void trade();
  void terms();

  const Evidence& evidence_;
  const knowledge::Knowledge& knowledge_;
  Purposes purposes_;
  std::vector<QuestionRow> questions_;
  std::vector<ProposedFunction> functions_;
  std::set<std::string, std::less<>> items_;
  std::vector<ProposedRecipient> recipients_;
  std::string trade_, program_name_;
  Writer writer_;
};

}  // namespace qiyue::facts
