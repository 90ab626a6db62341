#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "core/text.h"
#include "report/page.h"
#include "report/words.h"

namespace qiyue {

using namespace report_detail;

std::string findings_html(const std::vector<Finding>& findings, const std::vector<const Document*>& documents,
                          const knowledge::Knowledge& knowledge, Lang lang) {
  const auto say = [&](const char* zh, const char* en) { return std::string(lang == Lang::zh ? zh : en); };
  std::map<std::string, const SourceText*> sources;
  for (const Document* document : documents) {
    if (!document->source.text().empty()) sources.try_emplace(document->source.path(), &document->source);
  }
  // By document, gravest first inside each: whoever reads only the top has read what matters.
  std::map<std::string, std::vector<const Finding*>> by_document;
  for (const Document* document : documents) by_document[document->source.path()];
  int counts[3] = {0, 0, 0};
  for (const Finding& finding : findings) {
    by_document[finding.document].push_back(&finding);
    ++counts[static_cast<int>(finding.severity)];
  }
  const std::string title = say("协议检查报告", "Findings in the texts");
  std::string out = "<header>\n<h1>" + escape_html(title) + "</h1>\n<ul class=\"figures\">";
  for (const Severity severity : {Severity::error, Severity::warning, Severity::advice}) {
    out += fmt::format("<li class=\"{}\"><b>{}</b>{}</li>", to_string(severity), counts[static_cast<int>(severity)],
                       severity_words(severity).in(lang));
  }
  out += "</ul>\n</header>\n<main>\n";
  for (auto& [path, list] : by_document) {
    std::stable_sort(list.begin(), list.end(),
                     [](const Finding* a, const Finding* b) { return a->severity < b->severity; });
    out += "<h2>" + escape_html(path.empty() ? say("整套文本", "the texts as a whole") : path) + "</h2>\n";
    if (list.empty()) out += "<p>" + say("没有发现问题。", "Nothing found.") + "</p>\n";
    for (const Finding* finding : list) {
      out += "<div class=\"one\"><p>" +
             tag("badge " + std::string(to_string(finding->severity)), severity_words(finding->severity).in(lang)) +
             "<b>" + escape_html(finding->message.in(lang)) + "</b> " + tag("soft", finding->rule) + "</p>\n";
      const auto source = sources.find(path);
      const bool placed = finding->begin.line > 0 && (!finding->quote.empty() || finding->begin != Position{1, 1});
      if (source != sources.end() && placed) {
        out += passage(*source->second, finding->begin, finding->end, 1);
      } else if (!finding->quote.empty()) {
        out += "<pre><mark>" + escape_html(finding->quote) + "</mark></pre>\n";
      } else if (placed) {
        out += "<p>" + tag("where", path + ":" + std::to_string(finding->begin.line)) + "</p>\n";
      }
      if (!finding->help.in(lang).empty())
        out += "<p>" + escape_html(say("怎样改：", "What to do: ") + finding->help.in(lang)) + "</p>\n";
      if (finding->fix) {
        out += "<p>" + escape_html(say("可以写成：", "Wording: ") + finding->fix->replacement) + "</p>\n";
      }
      if (!finding->evidence.empty()) {
        out += "<p class=\"where\">" +
               escape_html(say("证据：", "Evidence: ") + join(finding->evidence, lang == Lang::zh ? "、" : ", ")) +
               "</p>\n";
      }
      if (!finding->law.empty()) {
        out += "<p class=\"soft\">" + escape_html(say("依据：", "Law: ") + law_text(finding->law, knowledge, lang)) +
               "</p>\n";
      }
      out += "</div>\n";
    }
  }
  out += "</main>\n<footer>" + say("机器检查，不是法律意见。", "Checked by a machine; this is no legal advice.") +
         "</footer>\n";
  return page(title, out, lang);
}

}  // namespace qiyue
