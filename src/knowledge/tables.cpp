#include "knowledge/tables.h"

#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "core/text.h"

namespace qiyue::knowledge {
namespace {

// ---- readers; the files have passed their schemas ----

std::string_view view(const json::string& text) { return {text.data(), text.size()}; }

const json::array& list(const json::value& object, std::string_view key) {
  static const json::array kEmpty;
  const json::value* value = find(object, key);
  const json::array* array = value == nullptr ? nullptr : value->if_array();
  return array == nullptr ? kEmpty : *array;
}

std::string text_of(const json::value& object, std::string_view key, std::string_view inner) {
  const json::value* value = find(object, key);
  return value == nullptr ? std::string() : get_string(*value, inner);
}

Verified verified_of(const json::value& object) {
  const json::value* value = find(object, "verified");
  if (value == nullptr) return Verified::no;
  if (value->is_string()) return Verified::partial;
  return value->is_bool() && value->get_bool() ? Verified::yes : Verified::no;
}

std::vector<Citation> sources_of(const json::value& object) {
  std::vector<Citation> result;
  for (const json::value& source : list(object, "sources")) {
    result.push_back({get_string(source, "statute"), get_string(source, "article"), get_bool(source, "verified")});
  }
  return result;
}

std::map<std::string, std::string> texts_by_key(const json::value* object) {
  std::map<std::string, std::string> result;
  if (object == nullptr) return result;
  for (const auto& entry : object->get_object()) {
    if (entry.value().is_string()) result.emplace(entry.key(), view(entry.value().get_string()));
  }
  return result;
}

Predicate condition(const json::value& object, std::string_view key) {
  auto parsed = Predicate::parse(get_string(object, key));
  return parsed ? std::move(*parsed) : Predicate();  // check_references has refused what cannot be read
}

ApiClass class_of(const json::value& object) {
  const std::string name = get_string(object, "class");
  if (name == "privacy") return ApiClass::privacy;
  if (name == "identity") return ApiClass::identity;
  if (name == "device") return ApiClass::device;
  if (name == "permission") return ApiClass::permission;
  return ApiClass::other;
}

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

// ---- taxonomy and third parties ----

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

void add_sdk(const json::value& row, Knowledge& out) {
  Sdk s;
  s.id = get_string(row, "id");
  s.name = get_string(row, "name");
  s.category = get_string(row, "category");
  s.provider = get_string(row, "provider");
  s.purpose = get_string(row, "purpose");
  s.privacy_url = get_string(row, "privacy_url");
  s.note = get_string(row, "note");
  s.vendor_says = get_string(row, "vendor_says");
  s.data = get_strings(row, "data");
  if (const json::value* match = find(row, "match")) {
    s.match.package = get_strings(*match, "package");
    s.match.file = get_strings(*match, "file");
    s.match.symbol = get_strings(*match, "symbol");
    s.match.host = get_strings(*match, "host");
    s.match.plugin_appid = get_strings(*match, "plugin_appid");
    s.match.appid = get_strings(*match, "appid");
    s.match.api = get_strings(*match, "api");
    s.match.folder = get_strings(*match, "folder");
    s.match.path = get_strings(*match, "path");
    s.match.component = get_strings(*match, "component");
    s.match.config = get_strings(*match, "config");
  }
  s.provider_verified = get_bool(row, "provider_verified");
  s.privacy_url_verified = get_bool(row, "privacy_url_verified");
  s.retired = get_bool(row, "retired");
  s.cross_border = get_bool(row, "cross_border");
  out.sdks.push_back(std::move(s));
}

void add_third_parties(const json::value& file, Knowledge& out) {
  for (const json::value& row : list(file, "sinks")) {
    out.sinks.push_back({get_string(row, "id"), get_string(row, "call"), get_string(row, "destination"),
                         get_string(row, "payload"), get_string(row, "kind"), get_string(row, "note"),
                         get_strings(row, "platforms")});
  }
  for (const json::value& row : list(file, "request_wrappers")) {
    out.request_wrappers.push_back({get_string(row, "package"), get_string(row, "signature"),
                                    get_string(row, "destination"), get_string(row, "payload"),
                                    get_string(row, "note")});
  }
  for (const json::value& row : list(file, "sdks")) add_sdk(row, out);
  for (const json::value& row : list(file, "plugins")) {
    Plugin p;
    p.provider_appid = get_string(row, "provider_appid");
    p.name = get_string(row, "name");
    p.company = get_string(row, "company");
    p.purpose = get_string(row, "purpose");
    p.doc = get_string(row, "doc");
    p.note = get_string(row, "note");
    p.items = get_strings(row, "items");
    p.appid_verified = get_bool(row, "appid_verified");
    p.company_verified = get_bool(row, "company_verified");
    out.plugins.push_back(std::move(p));
  }
  for (const json::value& row : list(file, "mini_programs_opened")) {
    out.opened_programs.push_back({get_string(row, "appid"), get_string(row, "name"), get_string(row, "company"),
                                   get_string(row, "note"), get_strings(row, "items")});
  }
  for (const json::value& row : list(file, "library_calls")) {
    LibraryCalls c;
    c.package = get_string(row, "package");
    c.version = get_string(row, "version");
    c.kind = get_string(row, "kind");
    c.note = get_string(row, "note");
    c.privacy_calls = get_strings(row, "privacy_calls");
    c.tags = get_strings(row, "tags");
    c.hosts = get_strings(row, "hosts");
    out.library_calls.push_back(std::move(c));
  }
}

// ---- platforms ----

PlatformApi api_of(const json::value& row) {
  PlatformApi a;
  a.id = get_string(row, "id");
  a.kind = get_string(row, "kind");
  a.name = get_string(row, "name");
  a.items = get_strings(row, "items");
  a.collect = get_string(row, "collect");
  a.api_class = class_of(row);
  a.privacy_key = get_string(row, "privacy_key");
  a.scope = get_string(row, "scope");
  a.status = get_string(row, "status");
  a.data = get_string(row, "data");
  a.note = get_string(row, "note");
  a.since = get_string(row, "since");
  a.wx_equivalent = get_string(row, "wx_equivalent");
  a.guide_category = get_string(row, "guide_category", get_string(row, "declared_category"));
  a.sensitive = get_bool(row, "sensitive");
  a.required_private_info = get_bool(row, "required_private_info");
  a.in_guideline = get_bool(row, "in_guideline");
  a.verified = verified_of(row);
  return a;
}

PlatformComponent component_of(const json::value& row) {
  PlatformComponent c;
  c.id = get_string(row, "id");
  c.tag = get_string(row, "tag");
  c.attribute = get_string(row, "attribute");
  c.attribute_values = get_strings(row, "attribute_values");
  if (const json::value* also = find(row, "also")) {
    for (const auto& entry : also->get_object()) c.also.emplace(entry.key(), get_strings(*also, entry.key()));
  }
  c.items = get_strings(row, "items");
  c.collect = get_string(row, "collect");
  c.api_class = class_of(row);
  c.privacy_key = get_string(row, "privacy_key");
  c.scope = get_string(row, "scope");
  c.status = get_string(row, "status");
  c.events = get_string(row, "events");
  c.note = get_string(row, "note");
  c.sensitive = get_bool(row, "sensitive");
  c.in_guideline = get_bool(row, "in_guideline");
  c.verified = verified_of(row);
  return c;
}

std::vector<CloudApi> cloud_of(const json::value& file, std::string_view key) {
  std::vector<CloudApi> result;
  for (const json::value& row : list(file, key)) {
    result.push_back({get_strings(row, "names"), get_string(row, "where"), get_string(row, "privacy_key"),
                      get_string(row, "note"), get_strings(row, "items"), get_bool(row, "sensitive")});
  }
  return result;
}

void add_platform(const json::value& file, Knowledge& out) {
  Platform p;
  if (const json::value* about = find(file, "platform")) {
    p.id = get_string(*about, "id");
    p.title_zh = get_string(*about, "title_zh");
    p.title_en = get_string(*about, "title_en");
    p.global_object = get_string(*about, "global_object");
    p.aliases = get_strings(*about, "aliases");
    p.template_extensions = get_strings(*about, "template_ext");
    p.script_extensions = get_strings(*about, "script_ext");
    p.style_extensions = get_strings(*about, "style_ext");
    p.module_extensions = get_strings(*about, "module_ext");
    p.config_files = get_strings(*about, "config");
  }
  for (const json::value& row : list(file, "apis")) {
    p.apis.push_back(api_of(row));
    p.api_index.emplace(p.apis.back().name, p.apis.size() - 1);
    p.api_index.emplace(p.apis.back().id, p.apis.size() - 1);
  }
  for (const json::value& row : list(file, "components")) p.components.push_back(component_of(row));
  for (const json::value& row : list(file, "scopes")) {
    p.scopes.push_back({get_string(row, "scope"), get_string(row, "privacy_key"), get_string(row, "description"),
                        get_string(row, "status"), get_strings(row, "calls")});
  }
  p.cloud = cloud_of(file, "cloud");
  p.minigame = cloud_of(file, "minigame");
  p.reviewed_without_personal_data = get_strings(file, "reviewed_without_personal_data");
  out.platforms.push_back(std::move(p));
}

void add_privacy_keys(const json::value& file, Knowledge& out) {
  const json::value* triggers = find(file, "triggers");
  for (const json::value& row : list(file, "keys")) {
    PrivacyKey k{get_string(row, "key"), get_string(row, "zh"), {}};
    if (triggers != nullptr) k.triggers = get_strings(*triggers, k.key);
    out.privacy_keys.push_back(std::move(k));
  }
}

void add_frameworks(const json::value& file, Knowledge& out) {
  for (const json::value& row : list(file, "frameworks")) {
    Framework f;
    f.id = get_string(row, "id");
    f.name = get_string(row, "name");
    f.api_prefix = get_strings(row, "api_prefix");
    f.event_syntax = get_string(row, "event_syntax");
    f.note = get_string(row, "note");
    if (const json::value* recognise = find(row, "recognise")) {
      f.files = get_strings(*recognise, "files");
      f.extensions = get_strings(*recognise, "ext");
      f.dependencies = get_strings(*recognise, "deps");
    }
    f.skip = get_strings(row, "skip");
    out.frameworks.push_back(std::move(f));
  }
  for (const json::value& row : list(file, "uni_api_map")) {
    out.uni_apis.push_back({get_string(row, "api"), get_strings(row, "items"), texts_by_key(find(row, "map"))});
  }
  for (const json::value& row : list(file, "ui_libraries")) {
    out.ui_libraries.push_back({get_string(row, "library"), get_string(row, "prefix"), get_string(row, "label_sources"),
                                get_strings(row, "input_tags"), get_strings(row, "agreement_tags"),
                                get_strings(row, "upload_tags")});
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
  out.version = std::max(out.version, get_string(file.value, "as_of"));
  switch (kind_of(file.path)) {
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
