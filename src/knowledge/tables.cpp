#include "knowledge/tables.h"

#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "core/text.h"
#include "knowledge/rows.h"

namespace qiyue::knowledge {
namespace {

// ---- laws ----

void add_statutes(const json::value& file, Knowledge& out) {
  for (const json::value& row : list(file, "wrong_names")) {
    out.wrong_names.push_back({get_string(row, "wrong"), get_string(row, "use"), get_string(row, "when")});
  }
  for (const json::value& row : list(file, "statutes")) {
    Statute s;
    s.id = get_string(row, "id");
    s.title_zh = get_string(row, "title_zh");
    s.title_en = get_string(row, "title_en");
    s.kind = get_string(row, "kind");
    s.issuer = get_string(row, "issuer");
    s.promulgated = get_string(row, "promulgated");
    s.effective = get_string(row, "effective");
    s.last_amended = get_string(row, "last_amended");
    s.status = get_string(row, "status");
    s.note = get_string(row, "note");
    s.document_no = get_string(row, "document_no");
    s.status_note = get_string(row, "status_note");
    s.relevant_to = get_string(row, "relevant_to");
    s.replaces = get_string(row, "replaces_or_replaced_by");
    s.amendment_effective = get_string(row, "amendment_effective");
    s.expires = get_string(row, "expires");
    s.key_articles = texts_by_key(find(row, "key_articles"));
    s.verified = verified_of(row);
    out.statutes.push_back(std::move(s));
  }
}

void add_obligations(const json::value& file, Knowledge& out) {
  const std::string document = get_string(file, "document");
  for (const json::value& row : list(file, "obligations")) {
    Obligation o;
    o.id = get_string(row, "id");
    o.document = document;
    o.title_zh = get_string(row, "title_zh");
    o.title_en = get_string(row, "title_en");
    o.requirement_zh = text_of(row, "requirement", "zh");
    o.requirement_en = text_of(row, "requirement", "en");
    o.severity = get_string(row, "severity");
    o.applies_when = condition(row, "applies_when");
    o.sources = sources_of(row);
    if (const json::value* check = find(row, "check")) {
      o.evidence = get_string(*check, "evidence");
      o.signals = get_strings(*check, "signals");
      o.bad_signals = get_strings(*check, "bad_signals");
      o.bad_signals_unless = get_strings(*check, "bad_signals_unless");
    }
    o.typical_violation = get_string(row, "typical_violation");
    o.penalty_hint = get_string(row, "penalty_hint");
    o.note = get_string(row, "note");
    o.verified = verified_of(row);
    out.obligations.push_back(std::move(o));
  }
}

void add_unfair_terms(const json::value& file, Knowledge& out) {
  if (out.sentence_split.empty()) out.sentence_split = get_string(file, "sentence_split");
  for (const json::value& row : list(file, "terms")) {
    UnfairTerm t;
    t.id = get_string(row, "id");
    t.type = get_string(row, "type");
    t.description_zh = get_string(row, "description_zh");
    t.description_en = get_string(row, "description_en");
    t.applies_to = get_string(row, "applies_to");
    t.severity = get_string(row, "severity");
    t.suggested_rewrite = get_string(row, "suggested_rewrite");
    t.note = get_string(row, "note");
    t.sources = sources_of(row);
    t.patterns = get_strings(row, "patterns");
    t.unless = get_strings(row, "unless");
    t.bad_examples = get_strings(row, "bad_examples");
    t.counterexamples = get_strings(row, "counterexamples");
    t.verified = verified_of(row);
    out.unfair_terms.push_back(std::move(t));
  }
}

void add_vague_language(const json::value& file, Knowledge& out) {
  for (const json::value& row : list(file, "patterns")) {
    VaguePattern p;
    p.id = get_string(row, "id");
    p.category = get_string(row, "category");
    p.severity = get_string(row, "severity");
    p.why = get_string(row, "why");
    p.advice = get_string(row, "advice");
    p.report = get_string(row, "report");
    p.patterns = get_strings(row, "patterns");
    p.unless = get_strings(row, "unless");
    p.bad_examples = get_strings(row, "bad_examples");
    p.counterexamples = get_strings(row, "counterexamples");
    p.sources = sources_of(row);
    p.verified = verified_of(row);
    out.vague_patterns.push_back(std::move(p));
  }
  if (const json::value* readability = find(file, "readability")) {
    for (const json::value& row : list(*readability, "advice_metrics")) {
      out.readability.push_back({get_string(row, "metric"), get_string(row, "value"), get_string(row, "kind")});
    }
  }
}

void add_retention(const json::value& file, Knowledge& out) {
  for (const json::value& row : list(file, "entries")) {
    Retention r;
    r.id = get_string(row, "id");
    r.item_zh = get_string(row, "item_zh");
    r.item_en = get_string(row, "item_en");
    r.applies_to = get_string(row, "applies_to");
    r.period = get_string(row, "period");
    r.kind = get_string(row, "kind");
    r.note = get_string(row, "note");
    r.sources = sources_of(row);
    r.verified = verified_of(row);
    out.retention.push_back(std::move(r));
  }
}

void add_trades(const json::value& file, Knowledge& out) {
  for (const json::value& row : list(file, "types")) {
    Trade t;
    t.id = get_string(row, "id");
    t.zh = get_string(row, "type_zh");
    t.en = get_string(row, "type_en");
    t.basic_function = get_string(row, "basic_function");
    t.necessary = get_strings(row, "necessary");
    t.keywords = get_strings(row, "keywords");
    t.needs_no_personal_info = get_bool(row, "needs_no_personal_info");
    t.verified = verified_of(row);
    out.trades.push_back(std::move(t));
  }
}

// ---- taxonomy ----

void add_items(const json::value& file, Knowledge& out) {
  for (const json::value& row : list(file, "items")) {
    DataItem i;
    i.id = get_string(row, "id");
    i.zh = get_string(row, "zh");
    i.en = get_string(row, "en");
    i.category = get_string(row, "category_35273");
    i.sensitive = get_bool(row, "sensitive");
    i.class_45574 = get_string(row, "class_45574");
    i.wechat_key = get_string(row, "wechat_key");
    i.wechat_category = get_string(row, "wechat_category");
    i.note = get_string(row, "note");
    i.verified = verified_of(row);
    out.item_index.emplace(i.id, out.items.size());
    out.items.push_back(std::move(i));
  }
}

void add_fields(const json::value& file, Knowledge& out) {
  for (const json::value& row : list(file, "fields")) {
    FieldRule f;
    f.item = get_string(row, "item");
    f.confidence = get_string(row, "confidence");
    f.note = get_string(row, "note");
    f.input_type = get_string(row, "input_type");
    f.needs_context = get_string(row, "needs_context");
    f.zh = get_strings(row, "zh");
    f.en = get_strings(row, "en");
    f.pinyin = get_strings(row, "pinyin");
    f.exclude_zh = get_strings(row, "exclude_zh");
    f.exclude_en = get_strings(row, "exclude_en");
    f.sensitive = get_bool(row, "sensitive");
    f.minor = get_bool(row, "minor");
    out.field_rules.push_back(std::move(f));
  }
}

void add_rules(const json::value& file, Knowledge& out) {
  for (const json::value& row : list(file, "rules")) {
    Rule r;
    r.id = get_string(row, "id");
    r.type = get_string(row, "type");
    r.entry = get_string(row, "entry");
    r.title_zh = text_of(row, "title", "zh");
    r.title_en = text_of(row, "title", "en");
    r.why_zh = text_of(row, "why", "zh");
    r.why_en = text_of(row, "why", "en");
    r.help_zh = text_of(row, "help", "zh");
    r.help_en = text_of(row, "help", "en");
    r.severity = get_string(row, "severity");
    r.sources = sources_of(row);
    out.rules.push_back(std::move(r));
  }
}

void add_file(DataFile& file, Knowledge& out, json::object& lexicon) {
  const Kind kind = kind_of(file.path);
  // The version is the day the law was read: what checks go by when no day is given. Figures of texts are no law.
  if (kind != Kind::case_topics && kind != Kind::case_profiles)
    out.version = std::max(out.version, get_string(file.value, "as_of"));
  switch (kind) {
    case Kind::statutes:
      return add_statutes(file.value, out);
    case Kind::conditions:
      out.vocabulary = texts_by_key(find(file.value, "conditions"));
      return;
    case Kind::obligations:
      return add_obligations(file.value, out);
    case Kind::unfair_terms:
      return add_unfair_terms(file.value, out);
    case Kind::vague_language:
      return add_vague_language(file.value, out);
    case Kind::retention:
      return add_retention(file.value, out);
    case Kind::necessary_info:
      return add_trades(file.value, out);
    case Kind::platform:
      return add_platform(file.value, out);
    case Kind::wechat_privacy_setting:
      return add_privacy_keys(file.value, out);
    case Kind::frameworks:
      return add_frameworks(file.value, out);
    case Kind::data_items:
      return add_items(file.value, out);
    case Kind::fields:
      return add_fields(file.value, out);
    case Kind::sinks:
      return add_third_parties(file.value, out);
    case Kind::case_topics:
      lexicon.emplace(kCaseTopics, std::move(file.value));
      return;
    case Kind::case_profiles:
      lexicon.emplace(kCaseProfiles, std::move(file.value));
      return;
    case Kind::rules:
      return add_rules(file.value, out);
    case Kind::lexicon: {
      const std::size_t slash = file.path.rfind('/') + 1;
      lexicon.emplace(file.path.substr(slash, file.path.rfind('.') - slash), std::move(file.value));
      return;
    }
    case Kind::unknown:
      return;
  }
}

}  // namespace

std::string condition_of_trade(std::string_view id) { return "trade_" + replace_all(std::string(id), "-", "_"); }

Knowledge build(Files files) {
  Knowledge result;
  json::object lexicon;
  for (DataFile& file : files.tables) add_file(file, result, lexicon);
  result.lexicon = std::move(lexicon);
  for (const Trade& trade : result.trades) result.vocabulary.emplace(condition_of_trade(trade.id), "业态：" + trade.zh);
  for (ClauseFile& file : files.clauses) result.clauses.push_back(std::move(file.clause));
  std::stable_sort(result.clauses.begin(), result.clauses.end(), [](const ClauseSource& a, const ClauseSource& b) {
    return std::tie(a.document, a.order, a.id) < std::tie(b.document, b.order, b.id);
  });
  result.schemas = std::move(files.schemas);
  // WeChat first, then by id: the order in which platforms are tried and shown.
  std::stable_sort(result.platforms.begin(), result.platforms.end(),
                   [](const Platform& a, const Platform& b) { return (a.id != "wechat") < (b.id != "wechat"); });
  return result;
}

}  // namespace qiyue::knowledge
