// What most texts of the trade have and this one lacks: usage, not law. Figures of knowledge/cases/; a rule each topic, QY7xxx.
#include <algorithm>

#include "check/book.h"
#include "core/text.h"

namespace qiyue::checking {
namespace {

std::string trade_of(const Run& run, const TextView& text) {
  if (run.input.inventory != nullptr) {
    const std::string& trade = run.input.inventory->facts.program.trade;
    if (!trade.empty() && !is_placeholder(trade)) return trade;
  }
  return guess_trade(*text.document, text.document->source.path(), run.book.knowledge);
}

Text name_of_trade(const Run& run, const std::string& trade) {
  for (const knowledge::Trade& known : run.book.knowledge.trades) {
    if (known.id == trade) return {known.zh, known.en};
  }
  return {"各业态", "all trades"};
}

}  // namespace

void check_usage(Run& run, const TextView& text, const std::vector<const TextView*>& read, const Conditions& conditions,
                 const std::set<std::string, std::less<>>& told) {
  const DocumentKind kind =
      text.kind == TextKind::agreement ? DocumentKind::user_agreement : DocumentKind::privacy_policy;
  const std::string trade = trade_of(run, text);
  const knowledge::CaseProfile* usual = run.book.meter.tables().profile(trade, to_string(kind));
  if (usual == nullptr || language_of(*text.document) != "zh") return;
  // What the lists beside a policy tell, the policy tells.
  std::set<std::string, std::less<>> covered;
  for (const TextView* view : read) {
    for (const TopicCoverage& topic : run.book.meter.topics(*view->document, view->sentences, kind)) {
      if (topic.characters > 0) covered.insert(topic.topic);
    }
  }
  for (const knowledge::CaseTopic& topic : run.book.meter.tables().topics) {
    const knowledge::Rule* rule = run.book.rule_of_entry(topic.id);
    if (rule == nullptr || topic.document != to_string(kind) || !is_usual(*usual, topic.id)) continue;
    if (!topic.when.holds(conditions)) continue;
    const bool by_law = std::any_of(topic.obligations.begin(), topic.obligations.end(),
                                    [&](const std::string& obligation) { return told.contains(obligation); });
    if (by_law || covered.contains(topic.id)) continue;
    Finding finding = finding_of(run.book, rule->id, rule->type, Severity::advice);
    const int texts = usual->topic(topic.id)->texts;
    const Text name = name_of_trade(run, usual->trade);
    finding.message.zh +=
        "（" + name.zh + " " + std::to_string(usual->texts) + " 份里有 " + std::to_string(texts) + " 份）";
    finding.message.en += " (" + std::to_string(texts) + " of " + std::to_string(usual->texts) + ", " + name.en + ")";
    locate_whole(finding, text);
    run.findings.push_back(std::move(finding));
  }
}

}  // namespace qiyue::checking
