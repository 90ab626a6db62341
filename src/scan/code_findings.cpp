#include "scan/code_findings.h"

#include <algorithm>

#include "core/data.h"

namespace qiyue::scan {

CodeFinding code_finding(const knowledge::Knowledge& knowledge, std::string_view rule, Place place, Text message) {
  CodeFinding finding;
  finding.rule = rule;
  finding.place = std::move(place);
  finding.message = std::move(message);
  if (const knowledge::Rule* known = knowledge.rule(rule); known != nullptr) {
    finding.severity = known->severity == "error"    ? Severity::error
                       : known->severity == "advice" ? Severity::advice
                                                     : Severity::warning;
    finding.help = {known->help_zh, known->help_en};
  }
  return finding;
}

std::vector<std::string> code_words(const knowledge::Knowledge& knowledge, std::string_view key) {
  const json::value* table = knowledge.lexicon.is_object() ? find(knowledge.lexicon, "code") : nullptr;
  return table == nullptr ? std::vector<std::string>{} : get_strings(*table, key);
}

std::string zh_items(const knowledge::Knowledge& knowledge, const std::vector<std::string>& ids) {
  std::string out;
  for (const std::string& id : ids) {
    const knowledge::DataItem* item = knowledge.item(id);
    out += (out.empty() ? "" : "、") + (item == nullptr ? id : item->zh);
  }
  return out;
}

std::string en_items(const knowledge::Knowledge& knowledge, const std::vector<std::string>& ids) {
  std::string out;
  for (const std::string& id : ids) {
    const knowledge::DataItem* item = knowledge.item(id);
    out += (out.empty() ? "" : ", ") + (item == nullptr ? id : item->en);
  }
  return out;
}

const program::Script& SyntaxTrees::of(int file) {
  const auto [slot, fresh] = trees_.try_emplace(file);
  if (!fresh) return slot->second;
  const program::SourceFile& source = input_.program.files[static_cast<std::size_t>(file)];
  program::Language language = source.language;
  std::vector<Span> ranges;
  if (language == program::Language::markup) {
    language = program::Language::javascript;
    for (const program::MarkupNode& node : input_.markups[static_cast<std::size_t>(file)].nodes) {
      if (node.kind != program::NodeKind::element || node.name != "script" || node.inner.begin >= node.inner.end)
        continue;
      const program::Attribute* lang = node.attribute("lang");
      if (lang != nullptr && lang->value.starts_with("ts")) language = program::Language::typescript;
      if (ranges.empty() || ranges.back().end <= node.inner.begin) ranges.push_back(node.inner);
    }
    if (ranges.empty()) return slot->second;
  } else if (language != program::Language::javascript && language != program::Language::typescript &&
             language != program::Language::tsx) {
    return slot->second;
  }
  slot->second = program::parse_script(source.source.text(), language, ranges);
  return slot->second;
}

std::vector<std::uint32_t> SyntaxTrees::path_to(const program::Script& script, std::uint32_t offset) {
  std::vector<std::uint32_t> path;
  if (script.nodes.empty()) return path;
  std::uint32_t at = 0;
  for (;;) {
    path.push_back(at);
    std::uint32_t inner = 0;
    for (std::uint32_t child = at + 1; child < script.nodes[at].last; child = script.nodes[child].last) {
      if (script.nodes[child].begin <= offset && offset < script.nodes[child].end) {
        inner = child;
        break;
      }
    }
    if (inner == 0) return path;
    at = inner;
  }
}

std::vector<CodeFinding> find_code_faults(const FindingInput& input) {
  std::vector<CodeFinding> out;
  use_findings(input, out);
  opening_findings(input, out);
  text_findings(input, out);
  consent_findings(input, out);
  depth_findings(input, out);
  return out;
}

}  // namespace qiyue::scan
