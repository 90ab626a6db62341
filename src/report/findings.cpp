#include "report/report.h"

namespace qiyue {

std::vector<Finding> code_findings(const Evidence& evidence, const knowledge::Knowledge& knowledge) {
  std::vector<Finding> findings;
  for (const CodeFinding& code : evidence.findings) {
    const knowledge::Rule* rule = knowledge.rule(code.rule);
    Finding finding;
    finding.rule = code.rule;
    finding.type = rule == nullptr ? "code" : rule->type;
    finding.severity = code.severity;
    finding.document = code.place.file;
    finding.begin = {code.place.line, code.place.column};
    finding.end = finding.begin;
    finding.message = code.message;
    finding.help = code.help;
    finding.evidence = code.evidence;
    if (rule != nullptr) finding.law = rule->sources;
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace qiyue
