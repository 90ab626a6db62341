// What a team says about the rules: legal/check.yaml and the baseline.
#include <re2/re2.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <map>
#include <set>
#include <tuple>

#include "check/book.h"
#include "core/data.h"
#include "core/text.h"

namespace qiyue {
namespace {

using checking::severity_named;

Error fault(const DataFile& data, const std::string& pointer, Text message, Text remedy) {
  const Position place = data.place(pointer);
  return {.message = std::move(message),
          .remedy = std::move(remedy),
          .file = data.path,
          .line = place.line,
          .column = place.column,
          .more = {}};
}

bool matches_any(const std::vector<std::string>& patterns, std::string_view text) {
  const std::string squeezed = squeeze(text);
  return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
    return re2::RE2::PartialMatch(squeezed, re2::RE2(pattern, re2::RE2::Quiet));
  });
}
bool finds(const CheckSettings::OwnRule& rule, std::string_view text) {
  return matches_any(rule.patterns, text) && !matches_any(rule.unless, text);
}

const json::array* list_of(const json::value& value, std::string_view key) {
  const json::value* found = find(value, key);
  return found == nullptr || !found->is_array() ? nullptr : &found->get_array();
}

std::string key_of(std::string_view rule, std::string_view document, std::string_view quote) {
  return std::string(rule) + '\t' + std::string(document) + '\t' + squeeze(quote);
}
// What is missing has no quote: its type tells it apart.
std::string key_of(const Finding& finding) {
  return key_of(finding.rule, finding.document, finding.quote.empty() ? finding.type : finding.quote);
}

class SettingsReader {
 public:
  SettingsReader(const DataFile& data, const knowledge::Knowledge& knowledge) : data_(data), knowledge_(knowledge) {}

  Result<CheckSettings> run() {
    own_rules();
    silences();
    regrades();
    if (faults_.empty()) return std::move(settings_);
    Error first = std::move(faults_.front());
    first.more.assign(std::make_move_iterator(faults_.begin() + 1), std::make_move_iterator(faults_.end()));
    return fail(std::move(first));
  }

 private:
  void known(const std::string& rule, const std::string& pointer) {
    if (knowledge_.rule(rule) != nullptr || ids_.contains(rule)) return;
    faults_.push_back(
        fault(data_, pointer + "/rule", {"没有这条规则：“" + rule + "”", "there is no rule “" + rule + "”"},
              {"编号见 docs/rules/ 和 qiyue check 的输出", "ids are in docs/rules/ and in what check prints"}));
  }

  void own_rules() {
    const json::array* list = list_of(data_.value, "rules");
    if (list == nullptr) return;
    for (std::size_t i = 0; i < list->size(); ++i) {
      const json::value& row = (*list)[i];
      const std::string pointer = "/rules/" + std::to_string(i);
      CheckSettings::OwnRule rule;
      rule.id = get_string(row, "id");
      rule.type = get_string(row, "type", "own");
      rule.title = get_string(row, "title");
      rule.help = get_string(row, "help");
      rule.severity = severity_named(get_string(row, "severity"), Severity::warning);
      rule.patterns = get_strings(row, "patterns");
      rule.unless = get_strings(row, "unless");
      if (knowledge_.rule(rule.id) != nullptr || !ids_.insert(rule.id).second) {
        faults_.push_back(fault(data_, pointer + "/id",
                                {"编号“" + rule.id + "”已经有了", "the id “" + rule.id + "” is taken"},
                                {"换一个，例如 OWN1", "choose another, such as OWN1"}));
      }
      if (!compiles(rule, pointer)) continue;
      examples(rule, row, pointer);
      settings_.rules.push_back(std::move(rule));
    }
  }

  bool compiles(const CheckSettings::OwnRule& rule, const std::string& pointer) {
    bool good = true;
    for (const auto& [key, patterns] : {std::pair{"/patterns", &rule.patterns}, std::pair{"/unless", &rule.unless}}) {
      for (const std::string& pattern : *patterns) {
        const re2::RE2 compiled(pattern, re2::RE2::Quiet);
        if (compiled.ok()) continue;
        good = false;
        faults_.push_back(fault(data_, pointer + key,
                                {"正则表达式写错了：" + compiled.error(), "a wrong pattern: " + compiled.error()},
                                {"语法见 RE2；不支持前后查找", "RE2 syntax, without look-around"}));
      }
    }
    return good;
  }

  void examples(const CheckSettings::OwnRule& rule, const json::value& row, const std::string& pointer) {
    for (const std::string& text : get_strings(row, "bad")) {
      if (finds(rule, text)) continue;
      faults_.push_back(
          fault(data_, pointer + "/bad",
                {"这个例子应当被发现，却没有：“" + text + "”", "this example is not found: “" + text + "”"},
                {"改 patterns 或例子", "mend the patterns or the example"}));
    }
    for (const std::string& text : get_strings(row, "good")) {
      if (!finds(rule, text)) continue;
      faults_.push_back(
          fault(data_, pointer + "/good",
                {"这个例子不应当被发现：“" + text + "”", "this example must not be found: “" + text + "”"},
                {"收窄 patterns，或写进 unless", "narrow the patterns or add an `unless`"}));
    }
  }

  void silences() {
    const json::array* list = list_of(data_.value, "silence");
    if (list == nullptr) return;
    for (std::size_t i = 0; i < list->size(); ++i) {
      const json::value& row = (*list)[i];
      known(get_string(row, "rule"), "/silence/" + std::to_string(i));
      settings_.silence.push_back(
          {get_string(row, "rule"), get_string(row, "document"), get_string(row, "quote"), get_string(row, "reason")});
    }
  }

  void regrades() {
    const json::array* list = list_of(data_.value, "regrade");
    if (list == nullptr) return;
    for (std::size_t i = 0; i < list->size(); ++i) {
      const json::value& row = (*list)[i];
      known(get_string(row, "rule"), "/regrade/" + std::to_string(i));
      settings_.regrade.push_back({get_string(row, "rule"),
                                   severity_named(get_string(row, "severity"), Severity::warning),
                                   get_string(row, "reason")});
    }
  }

  const DataFile& data_;
  const knowledge::Knowledge& knowledge_;
  CheckSettings settings_;
  std::set<std::string> ids_;
  std::vector<Error> faults_;
};

void add_own(const CheckSettings& settings, const std::vector<const Document*>& documents,
             std::vector<Finding>& findings) {
  for (const CheckSettings::OwnRule& rule : settings.rules) {
    std::vector<std::unique_ptr<re2::RE2>> patterns;
    for (const std::string& pattern : rule.patterns) {
      patterns.push_back(std::make_unique<re2::RE2>("(" + pattern + ")", re2::RE2::Quiet));
    }
    for (const Document* document : documents) {
      const checking::TextView text = checking::view(*document);
      for (std::size_t i = 0; i < text.sentences.size(); ++i) {
        const std::string& squeezed = text.sentences[i].squeezed;
        re2::StringPiece words;
        const bool found = std::any_of(patterns.begin(), patterns.end(), [&](const auto& pattern) {
          return re2::RE2::PartialMatch(squeezed, *pattern, &words);
        });
        if (!found || matches_any(rule.unless, squeezed)) continue;
        Finding finding;
        finding.rule = rule.id;
        finding.type = rule.type;
        finding.severity = rule.severity;
        finding.message = {rule.title, rule.title};
        finding.help = {rule.help, rule.help};
        const auto begin = static_cast<std::size_t>(words.data() - squeezed.data());
        const auto [from, to] = checking::widen(squeezed, begin, begin + words.size());
        checking::locate(finding, text, i, from, to);
        findings.push_back(std::move(finding));
      }
    }
  }
}

}  // namespace

Result<CheckSettings> parse_check_settings(std::string path, std::string_view yaml,
                                           const knowledge::Knowledge& knowledge) {
  auto data = parse_yaml(std::move(path), yaml);
  if (!data) return fail(std::move(data.error()));
  if (data->value.is_null()) return CheckSettings{};  // nothing but comments
  if (auto valid = validate(*data, knowledge.schemas.at("check")); !valid) return fail(std::move(valid.error()));
  return SettingsReader(*data, knowledge).run();
}

std::vector<Finding> apply_settings(const CheckSettings& settings, std::vector<Finding> findings,
                                    const std::vector<const Document*>& documents) {
  add_own(settings, documents, findings);
  for (Finding& finding : findings) {
    for (const CheckSettings::Regrade& regrade : settings.regrade) {
      if (regrade.rule == finding.rule) finding.severity = regrade.severity;
    }
  }
  std::erase_if(findings, [&](const Finding& finding) {
    return std::any_of(settings.silence.begin(), settings.silence.end(), [&](const CheckSettings::Silence& silence) {
      return silence.rule == finding.rule &&
             (silence.document.empty() || finding.document.ends_with(silence.document)) &&
             (silence.quote.empty() || squeeze(finding.quote).find(squeeze(silence.quote)) != std::string::npos);
    });
  });
  std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    return std::tie(a.document, a.begin, a.end, a.rule) < std::tie(b.document, b.begin, b.end, b.rule);
  });
  return findings;
}

std::string baseline_json(const std::vector<Finding>& findings) {
  json::array rows;
  std::vector<std::tuple<std::string, std::string, std::string>> known;
  for (const Finding& finding : findings) {
    known.emplace_back(finding.document, finding.rule, finding.quote.empty() ? finding.type : finding.quote);
  }
  std::sort(known.begin(), known.end());
  for (const auto& [document, rule, quote] : known) {
    rows.push_back(json::object{{"document", document}, {"rule", rule}, {"quote", quote}});
  }
  return to_json(json::object{{"schema", "qiyue-baseline/1"}, {"findings", std::move(rows)}});
}

Result<std::vector<Finding>> without_baseline(std::vector<Finding> findings, std::string path,
                                              std::string_view baseline) {
  auto data = parse_json(std::move(path), baseline);
  if (!data) return fail(std::move(data.error()));
  const json::array* rows = data->value.is_object() ? list_of(data->value, "findings") : nullptr;
  if (rows == nullptr || get_string(data->value, "schema") != "qiyue-baseline/1") {
    return fail(
        fault(*data, "", {"这不是基线文件", "this is no baseline"},
              {"用 qiyue check --write-baseline 重新生成", "write it anew with `qiyue check --write-baseline`"}));
  }
  std::map<std::string, int> known;
  for (const json::value& row : *rows) {
    if (row.is_object())
      ++known[key_of(get_string(row, "rule"), get_string(row, "document"), get_string(row, "quote"))];
  }
  std::erase_if(findings, [&](const Finding& finding) {
    const auto it = known.find(key_of(finding));
    return it != known.end() && it->second-- > 0;
  });
  return findings;
}

}  // namespace qiyue
