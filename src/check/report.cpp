// Findings as JSON and text; SARIF, CSV and HTML are the report module's.
#include <algorithm>
#include <boost/json.hpp>
#include <map>

#include "check/check.h"
#include "core/data.h"
#include "core/text.h"

namespace qiyue {
namespace {

json::object json_of(const Finding& finding, Lang lang) {
  json::object out;
  out["rule"] = finding.rule;
  out["type"] = finding.type;
  out["severity"] = to_string(finding.severity);
  out["document"] = finding.document;
  out["line"] = finding.begin.line;
  out["column"] = finding.begin.column;
  out["end_line"] = finding.end.line;
  out["end_column"] = finding.end.column;
  out["quote"] = finding.quote;
  out["message"] = finding.message.in(lang);
  out["help"] = finding.help.in(lang);
  json::array law;
  for (const knowledge::Citation& citation : finding.law) {
    json::object entry;
    entry["statute"] = citation.statute;
    entry["article"] = citation.article;
    entry["verified"] = citation.verified;
    law.push_back(std::move(entry));
  }
  out["law"] = std::move(law);
  json::array evidence;
  for (const std::string& place : finding.evidence) evidence.push_back(json::string(place));
  out["evidence"] = std::move(evidence);
  if (finding.fix) {
    json::object fix;
    fix["title"] = finding.fix->title.in(lang);
    fix["replacement"] = finding.fix->replacement;
    fix["safe"] = finding.fix->safe;
    out["fix"] = std::move(fix);
  } else {
    out["fix"] = nullptr;
  }
  return out;
}

std::string lines_text(const std::vector<int>& lines, Lang lang) {
  constexpr std::size_t kMost = 12;
  std::string text;
  for (std::size_t i = 0; i < std::min(lines.size(), kMost); ++i) {
    text += (i == 0 ? "" : lang == Lang::zh ? "、" : ", ") + std::to_string(lines[i]);
  }
  if (lines.size() > kMost) text += " …";
  return text;
}

}  // namespace

std::string findings_json(const std::vector<Finding>& findings, const std::vector<const Document*>& documents,
                          Lang lang) {
  json::object out;
  out["schema"] = "qiyue-findings/1";
  json::array paths;
  std::string last;
  for (const Document* document : documents) {
    if (document->source.path() != last) paths.push_back(json::string(document->source.path()));
    last = document->source.path();
  }
  out["documents"] = std::move(paths);
  json::array list;
  for (const Finding& finding : findings) list.push_back(json_of(finding, lang));
  out["findings"] = std::move(list);
  return to_json(out);
}

std::string findings_text(const std::vector<Finding>& findings, const std::vector<const Document*>& documents,
                          const knowledge::Knowledge& knowledge, const RenderStyle& style) {
  constexpr std::size_t kShown = 3;  // of one rule in one document; the rest are told by their lines
  std::map<std::pair<std::string, std::string>, std::vector<const Finding*>> groups;
  for (const Finding& finding : findings) groups[{finding.document, finding.rule}].push_back(&finding);
  // Gravest first: whoever reads only the top has read what matters.
  std::vector<const Finding*> order;
  for (const Finding& finding : findings) order.push_back(&finding);
  std::stable_sort(order.begin(), order.end(),
                   [](const Finding* a, const Finding* b) { return a->severity < b->severity; });

  std::map<std::pair<std::string, std::string>, std::size_t> told;
  std::string out;
  int counts[3] = {0, 0, 0};
  for (const Finding* finding : order) {
    ++counts[static_cast<int>(finding->severity)];
    const std::pair key{finding->document, finding->rule};
    const auto& group = groups[key];
    const std::size_t number = ++told[key];
    const bool many = group.size() > kShown + 1;
    if (many && number > kShown) continue;
    Diagnostic diagnostic;
    diagnostic.code = finding->rule;
    diagnostic.severity = finding->severity;
    diagnostic.message = finding->message;
    diagnostic.file = finding->document;
    diagnostic.help = finding->help;
    if (!finding->quote.empty()) {
      const auto source = std::find_if(documents.begin(), documents.end(), [&](const Document* document) {
        return document->source.path() == finding->document && !document->source.text().empty();
      });
      if (source != documents.end() && finding->begin.line > 0) {
        diagnostic.begin = finding->begin;
        diagnostic.end = finding->end;
        for (int line = finding->begin.line; line <= std::max(finding->begin.line, finding->end.line); ++line) {
          diagnostic.lines.emplace_back((*source)->source.line(line));
        }
      } else {
        diagnostic.notes.push_back({"原文：" + finding->quote, "text: " + finding->quote});
      }
    } else if (finding->begin.line > 0 && finding->begin != Position{1, 1}) {
      diagnostic.begin = diagnostic.end = finding->begin;
    }
    std::string zh, en;
    for (const knowledge::Citation& citation : finding->law) {
      zh += (zh.empty() ? "" : "；") + knowledge.cite(citation, Lang::zh);
      en += (en.empty() ? "" : "; ") + knowledge.cite(citation, Lang::en);
    }
    if (!zh.empty()) diagnostic.notes.push_back({zh, en});
    if (finding->fix) diagnostic.replacement = {finding->fix->replacement, finding->fix->replacement};
    if (many && number == kShown) {
      std::vector<int> lines;
      for (std::size_t i = 0; i < group.size(); ++i) {
        const auto shown = std::find(order.begin(), order.end(), group[i]);
        std::size_t place = 0;
        for (auto it = order.begin(); it != shown; ++it) {
          if ((*it)->document == finding->document && (*it)->rule == finding->rule) ++place;
        }
        if (place >= kShown && group[i]->begin.line > 0) lines.push_back(group[i]->begin.line);
      }
      std::sort(lines.begin(), lines.end());
      lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
      const std::string rest = std::to_string(group.size() - kShown);
      diagnostic.notes.push_back({"同样的问题还有 " + rest + " 处：第 " + lines_text(lines, Lang::zh) + " 行",
                                  rest + " more of the same: lines " + lines_text(lines, Lang::en)});
    }
    out += render(diagnostic, style);
    out += '\n';
  }
  const std::string e = std::to_string(counts[0]), w = std::to_string(counts[1]), a = std::to_string(counts[2]);
  out += style.lang == Lang::zh ? e + " 个错误，" + w + " 个警告，" + a + " 条建议\n"
                                : e + " errors, " + w + " warnings, " + a + " pieces of advice\n";
  return out;
}

}  // namespace qiyue
