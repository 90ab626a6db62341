#include <algorithm>
#include <tuple>

#include "check/book.h"
#include "check/check.h"

namespace qiyue {

struct Checker::Compiled {
  explicit Compiled(const knowledge::Knowledge& knowledge) : book(knowledge) {}
  checking::Book book;
};

Checker::Checker(const knowledge::Knowledge& knowledge) : compiled_(std::make_shared<const Compiled>(knowledge)) {}

std::vector<Finding> Checker::check(const CheckInput& input) const {
  const checking::Book& book = compiled_->book;
  checking::Run run{input, book, input.as_of.empty() ? book.knowledge.version : input.as_of, {}, nullptr, {}};
  run.evidence = input.inventory != nullptr ? &input.inventory->evidence : input.evidence;
  run.texts.reserve(input.documents.size());
  for (const Document* document : input.documents) {
    checking::TextView text = checking::view(*document);
    text.candidates.reserve(text.sentences.size());
    for (const Sentence& sentence : text.sentences) {
      text.candidates.push_back(book.sentence_patterns.candidates(sentence.squeezed));
    }
    run.texts.push_back(std::move(text));
  }
  for (const checking::TextView& text : run.texts) {
    check_wording(run, text);
    check_form(run, text);
    check_names(run, text);
    check_clarity(run, text);
  }
  check_completeness(run);
  check_consistency(run);
  check_against_code(run);
  const auto key = [](const Finding& f) {
    return std::tie(f.document, f.begin, f.end, f.rule, f.type, f.severity, f.quote, f.message.zh);
  };
  std::stable_sort(run.findings.begin(), run.findings.end(),
                   [&](const Finding& a, const Finding& b) { return key(a) < key(b); });
  run.findings.erase(std::unique(run.findings.begin(), run.findings.end(),
                                 [&](const Finding& a, const Finding& b) { return key(a) == key(b); }),
                     run.findings.end());
  return run.findings;
}

std::vector<Finding> check(const CheckInput& input, const knowledge::Knowledge& knowledge) {
  return Checker(knowledge).check(input);
}

}  // namespace qiyue
