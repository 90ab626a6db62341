// SARIF 2.1.0 (OASIS). Columns count code points; paths are relative to the program's root and percent-encoded (RFC 3986).
#include <algorithm>
#include <boost/json.hpp>
#include <map>

#include "check/rules.h"
#include "core/data.h"
#include "report/words.h"

namespace qiyue {
namespace {

using namespace report_detail;

// RFC 3986: what may not stand in a URI reference is percent-encoded, byte by byte.
std::string uri_of(std::string_view path) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string uri;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    if (plain) {
      uri += c;
    } else {
      uri += '%';
      uri += kHex[byte >> 4];
      uri += kHex[byte & 15];
    }
  }
  return uri;
}

std::string_view sarif_level(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::advice:
      break;
  }
  return "note";
}

json::object message(const std::string& text) {
  json::object out;
  out["text"] = text;
  return out;
}

json::object location_of(const std::string& file, Position begin, Position end, const std::string& snippet) {
  json::object physical;
  json::object artifact;
  artifact["uri"] = uri_of(file);
  physical["artifactLocation"] = std::move(artifact);
  if (begin.line > 0) {
    json::object region;
    region["startLine"] = begin.line;
    region["startColumn"] = std::max(1, begin.column);
    if (end >= begin && end.line > 0) {
      region["endLine"] = end.line;
      region["endColumn"] = std::max(1, end.column);
    }
    if (!snippet.empty()) region["snippet"] = message(snippet);
    physical["region"] = std::move(region);
  }
  json::object location;
  location["physicalLocation"] = std::move(physical);
  return location;
}

json::object location_of(const Place& place) { return location_of(place.file, {place.line, place.column}, {}, ""); }

json::object sarif_result(const Finding& finding, const std::map<std::string, int>& index,
                          const knowledge::Knowledge& knowledge, Lang lang) {
  json::object result;
  result["ruleId"] = finding.rule;
  result["ruleIndex"] = index.at(finding.rule);
  result["level"] = sarif_level(finding.severity);
  std::string text = finding.message.in(lang);
  if (!finding.help.in(lang).empty()) text += (lang == Lang::zh ? "。" : ". ") + finding.help.in(lang);
  result["message"] = message(text);
  if (!finding.document.empty())
    result["locations"] = json::array{location_of(finding.document, finding.begin, finding.end, finding.quote)};
  json::object properties;
  properties["type"] = finding.type;
  json::array law;
  for (const knowledge::Citation& citation : finding.law) law.push_back(json::string(knowledge.cite(citation, lang)));
  properties["law"] = std::move(law);
  json::array evidence;
  for (const std::string& place : finding.evidence) evidence.push_back(json::string(place));
  properties["evidence"] = std::move(evidence);
  if (finding.fix) properties["replacement"] = finding.fix->replacement;
  result["properties"] = std::move(properties);
  return result;
}

// The rules that `findings` name, and where each stands in the list.
json::array rules_of(const std::vector<Finding>& findings, const knowledge::Knowledge& knowledge, Lang lang,
                     std::map<std::string, int>& index) {
  for (const Finding& finding : findings) index[finding.rule] = 0;
  int next = 0;
  json::array rules;
  for (auto& [id, number] : index) {
    number = next++;
    const RuleText text = rule_text(id, knowledge);
    json::object rule;
    rule["id"] = id;
    if (!text.title.empty()) rule["shortDescription"] = message(text.title.in(lang));
    if (!text.why.in(lang).empty()) rule["fullDescription"] = message(text.why.in(lang));
    if (!text.help.in(lang).empty()) rule["help"] = message(text.help.in(lang));
    json::object configuration;
    configuration["level"] = sarif_level(text.severity);
    rule["defaultConfiguration"] = std::move(configuration);
    rules.push_back(std::move(rule));
  }
  return rules;
}

json::object log_of(json::array rules, json::array results) {
  json::object driver;
  driver["name"] = "qiyue";
  driver["rules"] = std::move(rules);
  json::object tool;
  tool["driver"] = std::move(driver);
  json::object run;
  run["tool"] = std::move(tool);
  run["columnKind"] = "unicodeCodePoints";
  run["results"] = std::move(results);
  json::object out;
  out["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json";
  out["version"] = "2.1.0";
  out["runs"] = json::array{std::move(run)};
  return out;
}

class ScanLog {
 public:
  explicit ScanLog(const ScanReport& report)
      : report_(report), lang_(report.lang), flows_(flows_by_source(report.evidence)) {}

  json::object write() {
    std::map<std::string, int> index;
    json::array rules = rules_of(report_.findings, report_.knowledge, lang_, index);
    const int first_item = static_cast<int>(rules.size());
    // Every data item is a rule of its own, so that a viewer groups what is collected by what it is.
    for (const Use& use : report_.evidence.uses)
      for (const std::string& item : use.items) items_[item] = 0;
    for (const Field& field : report_.evidence.fields)
      for (const std::string& item : field.items) items_[item] = 0;
    int next = first_item;
    for (auto& [id, number] : items_) {
      number = next++;
      json::object rule;
      rule["id"] = "collect/" + id;
      rule["shortDescription"] = message(say("收集：", "collected: ") + item_name(report_.knowledge, id, lang_));
      json::object configuration;
      configuration["level"] = "none";
      rule["defaultConfiguration"] = std::move(configuration);
      rules.push_back(std::move(rule));
    }
    json::array results;
    for (const Finding& finding : report_.findings)
      results.push_back(sarif_result(finding, index, report_.knowledge, lang_));
    for (const Use& use : report_.evidence.uses) {
      for (const std::string& item : use.items) {
        json::object result = collected(item, use.id, use.place, use.api);
        json::object properties;
        properties["id"] = use.id;
        properties["api"] = use.api;
        properties["page"] = use.page;
        properties["trigger"] = to_string(use.trigger);
        properties["reachable"] = use.reachable;
        properties["vendored"] = use.vendored;
        result["properties"] = std::move(properties);
        results.push_back(std::move(result));
      }
    }
    for (const Field& field : report_.evidence.fields) {
      for (const std::string& item : field.items) {
        json::object result = collected(item, field.id, field.place, field.label.empty() ? field.name : field.label);
        json::object properties;
        properties["id"] = field.id;
        properties["label"] = field.label;
        properties["page"] = field.page;
        properties["reachable"] = field.reachable;
        result["properties"] = std::move(properties);
        results.push_back(std::move(result));
      }
    }
    return log_of(std::move(rules), std::move(results));
  }

 private:
  [[nodiscard]] std::string say(const char* zh, const char* en) const { return lang_ == Lang::zh ? zh : en; }

  json::object collected(const std::string& item, const std::string& id, const Place& place, const std::string& how) {
    json::object result;
    result["ruleId"] = "collect/" + item;
    result["ruleIndex"] = items_.at(item);
    result["kind"] = "informational";
    result["level"] = "none";
    result["message"] = message(item_name(report_.knowledge, item, lang_) + (how.empty() ? "" : "  " + how));
    result["locations"] = json::array{location_of(place)};
    json::array flows;
    if (const auto found = flows_.find(id); found != flows_.end())
      for (const Flow* flow : found->second) flows.push_back(code_flow(*flow));
    if (!flows.empty()) result["codeFlows"] = std::move(flows);
    return result;
  }

  json::object code_flow(const Flow& flow) const {
    json::array steps;
    const auto step = [&](const Place& place, const std::string& text) {
      json::object location = location_of(place);
      location["message"] = message(text);
      json::object one;
      one["location"] = std::move(location);
      steps.push_back(std::move(one));
    };
    step(flow.from, say("取得", "taken"));
    for (const Place& place : flow.steps) step(place, say("经过", "handed on"));
    step(flow.to, say("到达 ", "reaches ") + destination(flow, lang_));
    json::object thread;
    thread["locations"] = std::move(steps);
    json::object out;
    out["message"] = message(item_names(report_.knowledge, flow.items, lang_) + " → " + destination(flow, lang_));
    out["threadFlows"] = json::array{std::move(thread)};
    return out;
  }

  const ScanReport& report_;
  Lang lang_;
  std::map<std::string, std::vector<const Flow*>> flows_;
  std::map<std::string, int> items_;
};

}  // namespace

std::string findings_sarif(const std::vector<Finding>& findings, const knowledge::Knowledge& knowledge, Lang lang) {
  std::map<std::string, int> index;
  json::array rules = rules_of(findings, knowledge, lang, index);
  json::array results;
  for (const Finding& finding : findings) results.push_back(sarif_result(finding, index, knowledge, lang));
  return to_json(log_of(std::move(rules), std::move(results)));
}

std::string scan_sarif(const ScanReport& report) { return to_json(ScanLog(report).write()); }

}  // namespace qiyue
