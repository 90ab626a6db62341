#include <fmt/core.h>

#include <boost/json.hpp>

#include "cases/figures.h"
#include "cases/sqlite.h"
#include "core/data.h"

namespace qiyue {
namespace {

struct OwnText {
  CaseText text;
  TextFigures figures;
};

// Chinese texts of one kind with their figures; measured again where the knowledge has changed since they were added.
Result<std::vector<OwnText>> own_texts(const Library& library, std::string_view kind, const TextMeter& meter,
                                       const knowledge::Knowledge& knowledge) {
  cases::Statement rows(library,
                        fmt::format("SELECT {}, f.knowledge, f.figures FROM texts t LEFT JOIN figures f ON f.text = "
                                    "t.id WHERE t.kind = ? AND t.lang = 'zh' ORDER BY t.id",
                                    cases::kTextColumns));
  rows.bind(kind);
  std::vector<OwnText> out;
  for (;;) {
    auto row = rows.step();
    if (!row) return fail(row.error());
    if (!*row) return out;
    OwnText own{.text = cases::text_of(rows), .figures = {}};
    auto figures = rows.text(11) == knowledge.digest ? cases::parse_figures(rows.text(12)) : std::nullopt;
    if (!figures) {
      const auto document = case_document(library, own.text);
      if (!document) return fail(document.error());
      figures = meter.measure(*document);
    }
    own.figures = std::move(*figures);
    out.push_back(std::move(own));
  }
}

// Those of the trade; all where there are none.
std::vector<OwnText> of_trade(std::vector<OwnText> texts, const std::string& trade, bool& matched) {
  std::vector<OwnText> same;
  for (const OwnText& own : texts) {
    if (!trade.empty() && own.text.trade == trade) same.push_back(own);
  }
  matched = !same.empty();
  return matched ? same : texts;
}

Error not_comparable(const Document& document, Text message, Text remedy) {
  Error error;
  error.file = document.source.path();
  error.message = std::move(message);
  error.remedy = std::move(remedy);
  return error;
}

json::object spread_json(const knowledge::Spread& spread) {
  return {
      {"p10", spread.p10}, {"p25", spread.p25}, {"median", spread.median}, {"p75", spread.p75}, {"p90", spread.p90}};
}

json::value profile_json(const knowledge::CaseProfile* profile) {
  if (profile == nullptr) return nullptr;
  json::array topics;
  for (const knowledge::TopicShare& share : profile->topics) {
    topics.push_back(json::object{{"topic", share.topic},
                                  {"texts", share.texts},
                                  {"characters", share.characters},
                                  {"mean_sentence", share.sentence}});
  }
  return json::object{{"trade", profile->trade.empty() ? "all" : profile->trade},
                      {"texts", profile->texts},
                      {"characters", spread_json(profile->characters)},
                      {"mean_sentence", spread_json(profile->mean_sentence)},
                      {"p90_sentence", spread_json(profile->p90_sentence)},
                      {"terms_per_1000", spread_json(profile->terms_per_1000)},
                      {"readability", spread_json(profile->readability)},
                      {"topics", std::move(topics)}};
}

}  // namespace

Result<CaseComparison> compare_case(const CompareRequest& request, const Library* library, const TextMeter& meter,
                                    const knowledge::Knowledge& knowledge) {
  const Document& document = *request.document;
  if (document.kind != DocumentKind::privacy_policy && document.kind != DocumentKind::user_agreement) {
    return fail(not_comparable(
        document,
        {"看不出是隐私政策还是用户协议，无从比较", "neither a policy nor an agreement: nothing to compare with"},
        {"给文本加上写明种类的标题", "give the text a title that says which it is"}));
  }
  if (language_of(document) != "zh") {
    return fail(not_comparable(
        document,
        {"这是英文文本：比较所用的主题和句长只适用于中文", "an English text: topics and figures are for Chinese"},
        {"比较中文文本", "compare the Chinese text"}));
  }
  CaseComparison comparison;
  comparison.document = document.source.path();
  comparison.title = document.title;
  comparison.ours = meter.measure(document);
  comparison.trade_given = request.trade_given;
  comparison.trade = request.trade.empty() ? guess_trade(document, document.source.path(), knowledge) : request.trade;
  const std::string kind(to_string(document.kind));
  comparison.usual = meter.tables().profile(comparison.trade, kind);

  std::vector<OwnText> own;
  if (library != nullptr) {
    auto all = own_texts(*library, kind, meter, knowledge);
    if (!all) return fail(all.error());
    bool matched = false;
    own = of_trade(std::move(*all), comparison.trade, matched);
    std::vector<TextFigures> figures;
    figures.reserve(own.size());
    for (const OwnText& text : own) figures.push_back(text.figures);
    if (!figures.empty()) comparison.own = profile_of(figures, matched ? comparison.trade : "", document.kind);
  }
  for (const TopicCoverage& topic : comparison.ours.topics) {
    CaseComparison::Row row;
    row.topic = meter.tables().topic(topic.topic);
    double best = 0;
    for (const OwnText& text : own) {
      const TopicCoverage* there = text.figures.topic(topic.topic);
      if (there == nullptr || there->characters == 0) continue;
      if (row.example && there->mean_sentence >= best) continue;
      row.example = text.text;
      best = there->mean_sentence;
    }
    comparison.rows.push_back(std::move(row));
  }
  return comparison;
}

std::string comparisons_json(const std::vector<CaseComparison>& comparisons) {
  json::array out;
  for (const CaseComparison& comparison : comparisons) {
    json::array topics;
    for (std::size_t i = 0; i < comparison.rows.size(); ++i) {
      const CaseComparison::Row& row = comparison.rows[i];
      const TopicCoverage& ours = comparison.ours.topics[i];
      const bool usual = comparison.usual != nullptr && is_usual(*comparison.usual, row.topic->id);
      json::object line{{"topic", row.topic->id},
                        {"title", json::object{{"zh", row.topic->title.zh}, {"en", row.topic->title.en}}},
                        {"covered", ours.characters > 0},
                        {"characters", ours.characters},
                        {"mean_sentence", ours.mean_sentence},
                        {"line", ours.line},
                        {"usual", usual},
                        {"when", row.topic->when.text()},
                        {"example", nullptr}};
      if (row.example) line["example"] = json::object{{"id", row.example->id}, {"name", row.example->name}};
      topics.push_back(std::move(line));
    }
    const Clarity& c = comparison.ours.clarity;
    out.push_back(json::object{{"document", comparison.document},
                               {"kind", json::string(to_string(comparison.ours.kind))},
                               {"trade", comparison.trade},
                               {"trade_given", comparison.trade_given},
                               {"characters", comparison.ours.characters},
                               {"mean_sentence", c.mean_sentence},
                               {"p90_sentence", c.p90_sentence},
                               {"terms_per_1000", c.terms_per_1000},
                               {"readability", c.readability},
                               {"topics", std::move(topics)},
                               {"usual", profile_json(comparison.usual)},
                               {"own", profile_json(comparison.own ? &*comparison.own : nullptr)}});
  }
  return to_json(json::object{{"schema", "qiyue-cases-compare/1"}, {"comparisons", std::move(out)}});
}

}  // namespace qiyue
