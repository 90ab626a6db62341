// What the law, the platforms and the field know, as plain tables. C++ knows the shapes, never the entries: every entry is YAML or Markdown
// under knowledge/, checked against knowledge/schema/ when the binary is built (embedded) or when --knowledge DIR is given.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/data.h"
#include "core/predicate.h"
#include "core/result.h"

namespace qiyue::knowledge {

// How sure we are of an entry: `yes` was read in a stored copy, `partial` in part, `no` from general knowledge alone.
// What is not `yes` is marked as such to the user and is never stated as certain.
enum class Verified { no, partial, yes };

struct Citation {       // a statute and the place in it
  std::string statute;  // id in statutes
  std::string article;  // 第17条第1款第1项
  bool verified = false;
};

struct Statute {
  std::string id, title_zh, title_en, kind, issuer, promulgated, effective, last_amended, status, note;
  std::string document_no, status_note, relevant_to, replaces;
  std::string
      amendment_effective;  // since when the numbering of key_articles counts; empty: unchanged since `effective`
  std::string expires;      // repealed on this day
  std::map<std::string, std::string> key_articles;
  Verified verified = Verified::no;
};
struct WrongName {               // a name that is no statute's, and what to write
  std::string wrong, use, when;  // when: in what sense it is wrong; empty: always
};

struct Obligation {
  std::string id, document, title_zh, title_en, requirement_zh, requirement_en, severity;
  Predicate applies_when;
  std::vector<Citation> sources;
  std::string evidence;                                               // what shows that it is met
  std::vector<std::string> signals, bad_signals, bad_signals_unless;  // RE2
  std::string typical_violation, penalty_hint, note;
  Verified verified = Verified::no;
};

struct UnfairTerm {
  std::string id, type;  // type: as in docs/formats.md (final_interpretation, no_refund …)
  std::string description_zh, description_en, applies_to, severity, suggested_rewrite, note;
  std::vector<Citation> sources;
  std::vector<std::string> patterns, unless;  // RE2, over one sentence without white space
  std::vector<std::string> bad_examples, counterexamples;
  Verified verified = Verified::no;
};

struct VaguePattern {
  std::string id, category, severity, why, advice, report;
  std::vector<std::string> patterns, unless, bad_examples, counterexamples;
  std::vector<Citation> sources;
  Verified verified = Verified::no;
};

struct DataItem {
  std::string id, zh, en, category;  // category: GB/T 35273-2020 appendix A
  bool sensitive = false;            // union of GB/T 35273 appendix B and GB/T 45574-2025 appendix A
  std::string class_45574;
  std::string wechat_key;  // key of setPrivacySetting; empty where no platform interface stands behind it
  std::string wechat_category;
  std::string note;
  Verified verified = Verified::no;
};

enum class ApiClass { privacy, identity, device, permission, other };

struct PlatformApi {
  std::string id, kind, name;      // wx.getLocation, api|method, getLocation (methods: MapContext.moveToLocation)
  std::vector<std::string> items;  // data item ids; empty: takes nothing personal
  std::string collect;             // read | write | send | store | share | display | control | none
  ApiClass api_class = ApiClass::other;
  std::string privacy_key, scope, status, data, note, since, wx_equivalent;
  std::string
      guide_category;  // the platform's own name for what is collected (WeChat's guideline, Douyin's declaration)
  bool sensitive = false, required_private_info = false, in_guideline = false;
  Verified verified = Verified::no;
};

struct PlatformComponent {
  std::string id, tag;
  std::string attribute;                                 // "open-type", "type", "show-location"; empty: the tag alone
  std::vector<std::string> attribute_values;             // empty: the attribute's presence is enough
  std::map<std::string, std::vector<std::string>> also;  // further attributes that must have one of these values
  std::vector<std::string> items;
  std::string collect;
  ApiClass api_class = ApiClass::other;
  std::string privacy_key, scope, status, events, note;
  bool sensitive = false, in_guideline = false;
  Verified verified = Verified::no;
};

struct Scope {
  std::string scope, privacy_key, description, status;
  std::vector<std::string> calls;
};

struct CloudApi {                  // a call in a cloud function or of a service, a mini game's interface
  std::vector<std::string> names;  // cloud.getWXContext, cloud.openapi.ocr.idcard …
  std::string where, privacy_key, note;
  std::vector<std::string> items;
  bool sensitive = false;
};

struct Platform {
  std::string id;             // wechat alipay douyin baidu qq kuaishou
  std::string global_object;  // wx my tt swan qq ks
  std::vector<std::string> aliases, template_extensions, script_extensions, style_extensions, module_extensions,
      config_files;
  std::vector<PlatformApi> apis;
  std::vector<PlatformComponent> components;
  std::vector<Scope> scopes;
  std::vector<CloudApi> cloud;
  std::vector<CloudApi> minigame;
  std::vector<std::string> reviewed_without_personal_data;
  std::string title_zh, title_en;
  std::map<std::string, std::size_t, std::less<>> api_index;          // by name and by id
  [[nodiscard]] const PlatformApi* api(std::string_view name) const;  // by name or id, nullptr when unknown
};

struct PrivacyKey {  // WeChat's setPrivacySetting
  std::string key, zh;
  std::vector<std::string> triggers;
};

struct FieldRule {                                                // which words name which item in a form
  std::string item, confidence, note, input_type, needs_context;  // confidence: strong | weak
  std::vector<std::string> zh, en, pinyin, exclude_zh, exclude_en;
  bool sensitive = false, minor = false;
};

struct Sink {
  std::string id, call, destination, payload, kind, note;
  std::vector<std::string> platforms;
};
struct RequestWrapper {
  std::string package, signature, destination, payload, note;
};
struct SdkMatch {
  std::vector<std::string> package, file, symbol, host, plugin_appid, appid, api;
  std::vector<std::string> folder, path, component,
      config;  // names of folders, request paths, component tags, keys of a configuration
};
struct Sdk {
  std::string id, name, category, provider, purpose, privacy_url, note, vendor_says;
  std::vector<std::string> data;  // data item ids
  SdkMatch match;
  bool provider_verified = false, privacy_url_verified = false, retired = false, cross_border = false;
};
struct Plugin {
  std::string provider_appid, name, company, purpose, doc, note;
  std::vector<std::string> items;
  bool appid_verified = false, company_verified = false;
};
struct OpenedProgram {
  std::string appid, name, company, note;
  std::vector<std::string> items;
};
struct LibraryCalls {  // what an npm library calls by itself
  std::string package, version, kind, note;
  std::vector<std::string> privacy_calls, tags, hosts;
};

struct Framework {
  std::string id, name;
  std::vector<std::string> api_prefix;
  std::string event_syntax, note;
  std::vector<std::string> files, extensions, dependencies, skip;  // by which it is recognised; folders it generates
};
struct UniApi {  // uni.x -> data items and the native name per platform
  std::string api;
  std::vector<std::string> items;
  std::map<std::string, std::string> map;
};
struct UiLibrary {  // component library: which tags are inputs
  std::string library, prefix, label_sources;
  std::vector<std::string> input_tags, agreement_tags, upload_tags;
};

struct Retention {
  std::string id, item_zh, item_en, applies_to, period, kind, note;
  std::vector<Citation> sources;
  Verified verified = Verified::no;
};
struct Trade {  // one of the 39 app types of 必要个人信息范围规定
  std::string id, zh, en, basic_function;
  std::vector<std::string> necessary, keywords;
  bool needs_no_personal_info = false;
  Verified verified = Verified::no;
};
struct ReadabilityMetric {
  std::string metric, value, kind;
};

// One clause of the library (knowledge/clauses/<document>/*.md): front matter and a Markdown body with variables.
// The syntax of the body is the draft module's (docs/clauses.md).
struct ClauseSource {
  std::string id, document;  // document: privacy-policy | user-agreement | data-lists
  int order = 0;
  std::string title_zh, title_en, parent;  // parent: clause id, empty at the top
  std::string place;                       // "" numbered clause | unnumbered | preamble (before the first heading)
  Predicate when;
  std::vector<std::string> obligations;  // obligation ids it meets
  std::vector<std::string> facts;        // fact paths it is there for
  std::vector<std::pair<std::string, std::string>>
      pinned;           // own clauses only: fact path and the value it was worded for
  bool remove = false;  // own clauses only: take the clause of this id out
  std::string body_zh, body_en;
  std::string path;                     // relative to knowledge/, or as the user named an own clause
  int body_line = 1, body_en_line = 1;  // line of the file where each body begins
  std::vector<std::string> given;       // keys of the front matter that were written
};
// Reads one clause file: YAML front matter between two "---" lines, the Chinese body, and after a line "<!-- en -->" the English one.
// `schema` (knowledge/schema/clause.schema.json) may be null. Fails with file, line and what was expected.
Result<ClauseSource> parse_clause(std::string path, std::string_view text, const json::value* schema);

struct Rule {        // knowledge/rules: number, words and severity of what check can report
  std::string id;    // QY3012
  std::string type;  // as in docs/formats.md
  std::string
      entry;  // the unfair term, vague pattern or obligation it reports: what is empty below is taken from there
  std::string title_zh, title_en, why_zh, why_en, help_zh, help_en, severity;
  std::vector<Citation> sources;
};

struct Knowledge {
  std::string version;  // date of the newest table
  std::string digest;   // sha256 of all entries
  std::vector<Statute> statutes;
  std::vector<WrongName> wrong_names;
  std::map<std::string, std::string> vocabulary;  // condition name -> what it means (zh)
  std::vector<Obligation> obligations;
  std::vector<UnfairTerm> unfair_terms;
  std::string sentence_split;
  std::vector<VaguePattern> vague_patterns;
  std::vector<ReadabilityMetric> readability;
  std::vector<DataItem> items;
  std::vector<Platform> platforms;
  std::vector<PrivacyKey> privacy_keys;
  std::vector<FieldRule> field_rules;
  std::vector<Sink> sinks;
  std::vector<RequestWrapper> request_wrappers;
  std::vector<Sdk> sdks;
  std::vector<Plugin> plugins;
  std::vector<OpenedProgram> opened_programs;
  std::vector<LibraryCalls> library_calls;
  std::vector<Framework> frameworks;
  std::vector<UniApi> uni_apis;
  std::vector<UiLibrary> ui_libraries;
  std::vector<Retention> retention;
  std::vector<Trade> trades;
  std::vector<ClauseSource> clauses;
  std::vector<Rule> rules;
  // Every knowledge/schema/*.schema.json by stem ("facts", "clause" …), embedded too: facts.yaml is checked with schemas.at("facts").
  std::map<std::string, json::value, std::less<>> schemas;
  json::value lexicon;  // knowledge/lexicon/*.yaml by file stem, for the claims module
  std::map<std::string, std::size_t, std::less<>> item_index;

  [[nodiscard]] const DataItem* item(std::string_view id) const;
  [[nodiscard]] const Statute* statute(std::string_view id) const;
  [[nodiscard]] const Obligation* obligation(std::string_view id) const;
  [[nodiscard]] const Platform* platform(std::string_view id) const;
  [[nodiscard]] const Rule* rule(std::string_view id) const;
  [[nodiscard]] const Rule* rule_of_type(std::string_view type) const;
  // "《中华人民共和国个人信息保护法》第17条第1款" / "Personal Information Protection Law, art. …"; says so where unverified.
  [[nodiscard]] std::string cite(const Citation& citation, Lang lang) const;
};

// The knowledge embedded in this binary. Never fails: it was validated when it was built.
const Knowledge& builtin();
// Knowledge from a directory laid out as knowledge/. Every file is checked against its schema, every reference (item, statute,
// obligation, condition) against its table, every pattern against RE2, every example against its pattern.
// Fails with file, line and reason for each fault.
Result<Knowledge> load(const std::string& directory);

}  // namespace qiyue::knowledge
