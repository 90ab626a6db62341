// Evidence and Findings told to people and to other tools: terminal tree, SARIF 2.1.0, CSV, one self-contained HTML page, and plain words
// about one line or one item. Nothing here decides anything; it shows what scan and check found.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "check/check.h"
#include "core/diagnostic.h"
#include "core/result.h"
#include "evidence/evidence.h"
#include "knowledge/knowledge.h"

namespace qiyue {

// What scan found wrong in the code itself, as findings with law and remedy of their rules.
std::vector<Finding> code_findings(const Evidence& evidence, const knowledge::Knowledge& knowledge);

// What a report about a program is made of. All that is referred to must outlive it.
struct ScanReport {
  const Evidence& evidence;
  const std::vector<Finding>& findings;  // of the code
  const knowledge::Knowledge& knowledge;
  Lang lang = Lang::zh;
};
// The text of a file of the program (path as in the evidence); nothing when it cannot be read.
using ReadSource = std::function<std::optional<std::string>(const std::string& path)>;

std::string scan_tree(const ScanReport& report);  // pages -> functions -> items, then who gets data
std::string scan_csv(const ScanReport& report);   // UTF-8 with byte order mark, CRLF, RFC 4180
std::string scan_sarif(
    const ScanReport& report);  // 2.1.0; uses and fields as informational results, flows as code flows
std::string scan_html(const ScanReport& report, const ReadSource& read);

// What the scan knows of `place` ("pages/a/a.js:12"; a suffix of the path is enough), in words, with each path step by step.
// Fails when `place` is no FILE:LINE or the program has no such file among the evidence.
Result<std::string> explain_place(const ScanReport& report, const std::string& place);
// Why an item (id, Chinese or English name) counts as collected: every place, and where it goes. Fails on an unknown item.
Result<std::string> explain_item(const ScanReport& report, const std::string& item);

std::string findings_sarif(const std::vector<Finding>& findings, const knowledge::Knowledge& knowledge,
                           Lang lang = Lang::zh);
std::string findings_csv(const std::vector<Finding>& findings, const knowledge::Knowledge& knowledge,
                         Lang lang = Lang::zh);
std::string findings_html(const std::vector<Finding>& findings, const std::vector<const Document*>& documents,
                          const knowledge::Knowledge& knowledge, Lang lang = Lang::zh);

}  // namespace qiyue
