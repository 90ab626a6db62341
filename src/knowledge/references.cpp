#include <fmt/core.h>
#include <re2/re2.h>

#include <algorithm>
#include <boost/json.hpp>
#include <memory>
#include <set>
#include <utility>

#include "core/text.h"
#include "knowledge/tables.h"

namespace qiyue::knowledge {
namespace {

struct Seen {
  std::string file;
  int line;
};
using Names = std::map<std::string, Seen, std::less<>>;

std::unique_ptr<RE2> compile(std::string_view pattern) {
  RE2::Options options;
  options.set_log_errors(false);
  return std::make_unique<RE2>(re2::StringPiece(pattern.data(), pattern.size()), options);
}

std::string without_spaces(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t begin = i;
    decode_utf8(text, i);
    const std::string_view character = text.substr(begin, i - begin);
    if (!trim(character).empty()) result += character;
  }
  return result;
}

class Checker {
 public:
  explicit Checker(const Files& files) : files_(files) {}

  std::vector<Error> run() {
    for (const DataFile& file : files_.tables) declare(file);
    for (const DataFile& file : files_.tables) walk(file);
    for (const ClauseFile& file : files_.clauses) declare_clause(file);
    for (const ClauseFile& file : files_.clauses) check_clause(file);
    std::stable_sort(errors_.begin(), errors_.end(), [](const Error& a, const Error& b) {
      return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
    });
    return std::move(errors_);
  }

 private:
  void fault(const std::string& file, Position at, Text message, Text remedy = {}) {
    Error error;
    error.file = file;
    error.line = at.line;
    error.column = at.column;
    error.message = std::move(message);
    error.remedy = std::move(remedy);
    errors_.push_back(std::move(error));
  }

  // ---- what is declared ----

  void once(Names& names, const DataFile& file, std::string_view name, const std::string& pointer) {
    const Position at = file.place(pointer);
    const auto [it, fresh] = names.emplace(std::string(name), Seen{file.path, at.line});
    if (fresh) return;
    fault(file.path, at,
          {fmt::format("“{}”已在 {}:{} 写过", name, it->second.file, it->second.line),
           fmt::format("\"{}\" is already given at {}:{}", name, it->second.file, it->second.line)},
          {"改用另一个编号，或删去一处", "choose another id, or remove one of them"});
  }

  void declare_rows(const DataFile& file, std::string_view table, std::string_view key, Names& names) {
    const json::value* rows = find(file.value, table);
    if (rows == nullptr || !rows->is_array()) return;
    for (std::size_t i = 0; i < rows->get_array().size(); ++i) {
      const std::string name = get_string(rows->get_array()[i], key);
      if (!name.empty()) once(names, file, name, fmt::format("/{}/{}/{}", table, i, key));
    }
  }

  void declare(const DataFile& file) {
    switch (kind_of(file.path)) {
      case Kind::statutes:
        declare_rows(file, "statutes", "id", statutes_);
        break;
      case Kind::conditions:
        if (const json::value* conditions = find(file.value, "conditions")) {
          for (const auto& entry : conditions->get_object())
            once(conditions_, file, entry.key(), pointer_child("/conditions", entry.key()));
        }
        break;
      case Kind::obligations:
        declare_rows(file, "obligations", "id", obligations_);
        break;
      case Kind::unfair_terms:
        declare_rows(file, "terms", "id", terms_);
        split_ = get_string(file.value, "sentence_split");
        break;
      case Kind::vague_language:
        declare_rows(file, "patterns", "id", vague_);
        break;
      case Kind::retention:
        declare_rows(file, "entries", "id", retention_);
        break;
      case Kind::necessary_info:
        declare_rows(file, "types", "id", trades_);
        for (const auto& [id, seen] : trades_) conditions_.emplace(condition_of_trade(id), seen);
        break;
      case Kind::platform:
        declare_rows(file, "apis", "id", apis_);
        declare_rows(file, "components", "id", components_);
        break;
      case Kind::wechat_privacy_setting:
        declare_rows(file, "keys", "key", keys_);
        break;
      case Kind::frameworks:
        declare_rows(file, "frameworks", "id", frameworks_);
        declare_rows(file, "uni_api_map", "api", uni_);
        break;
      case Kind::data_items: {
        declare_rows(file, "items", "id", items_);
        for (const std::string& name : get_strings(file.value, "categories_35273")) categories_.insert(name);
        for (const std::string& name : get_strings(file.value, "classes_45574")) classes_.insert(name);
        break;
      }
      case Kind::sinks:
        declare_rows(file, "sinks", "id", sinks_);
        declare_rows(file, "sdks", "id", sdks_);
        declare_rows(file, "plugins", "provider_appid", plugins_);
        break;
      case Kind::case_topics:
        declare_rows(file, "topics", "id", topics_);
        break;
      case Kind::case_profiles: {
        Names corpora;
        declare_rows(file, "corpora", "id", corpora);
        break;
      }
      case Kind::rules:
        declare_rows(file, "rules", "id", rules_);
        break;
      case Kind::fields:
      case Kind::lexicon:
      case Kind::unknown:
        break;
    }
  }

  // ---- what is referred to ----

  void known(const Names& names, const DataFile& file, std::string_view name, const std::string& pointer,
             const Text& what) {
    if (names.find(name) != names.end()) return;
    fault(file.path, file.place(pointer),
          {fmt::format("没有这个{}：“{}”", what.zh, name), fmt::format("no such {}: \"{}\"", what.en, name)},
          {"检查拼写，或先在它的表里添上", "check the spelling, or add it to its table first"});
  }

  void pattern(const DataFile& file, std::string_view text, const std::string& pointer) {
    const auto compiled = compile(text);
    if (compiled->ok()) return;
    fault(file.path, file.place(pointer),
          {fmt::format("正则表达式有误：{}（{}）", text, compiled->error()),
           fmt::format("bad pattern: {} ({})", text, compiled->error())},
          {"用 RE2 的写法：不支持环视与反向引用", "write it for RE2: no look-around, no back-references"});
  }

  void condition(const std::string& file, Position at, std::string_view text) {
    const auto parsed = Predicate::parse(text);
    if (!parsed) {
      fault(file, at, parsed.error().message, parsed.error().remedy);
      return;
    }
    for (const std::string& name : parsed->names()) {
      if (name == "always" || conditions_.contains(name)) continue;
      fault(file, at, {fmt::format("没有这个条件：“{}”", name), fmt::format("no such condition: \"{}\"", name)},
            {"检查拼写，或先添到 laws/conditions.yaml", "check the spelling, or add it to laws/conditions.yaml first"});
    }
  }

  static bool is_pattern_key(std::string_view key) {
    return key == "patterns" || key == "unless" || key == "signals" || key == "bad_signals" ||
           key == "bad_signals_unless" || key == "sentence_split" || key == "regex" || key == "headings" ||
           key == "says";
  }

  void leaf(const DataFile& file, Kind kind, std::string_view key, std::string_view text, const std::string& pointer) {
    static const Text kItem{"信息项", "data item"};
    static const Text kStatute{"法规", "statute"};
    static const Text kKey{"微信隐私键", "WeChat privacy key"};
    if (key == "statute" || key == "instrument") {
      known(statutes_, file, text, pointer, kStatute);
    } else if (key == "items" || key == "item" || (kind == Kind::sinks && key == "data")) {
      known(items_, file, text, pointer, kItem);
    } else if (key == "privacy_key" || key == "wechat_key" || key == "privacy_key_also") {
      known(keys_, file, text, pointer, kKey);
    } else if (key == "entry" && kind == Kind::rules) {
      if (obligations_.find(text) == obligations_.end() && terms_.find(text) == terms_.end() &&
          topics_.find(text) == topics_.end()) {
        known(vague_, file, text, pointer,
              {"义务、不公平条款、含糊用语或文本主题", "obligation, unfair term, vague pattern or topic"});
      }
    } else if (key == "topic" && kind == Kind::case_profiles) {
      known(topics_, file, text, pointer, {"文本主题", "topic"});
    } else if (key == "trade" && kind == Kind::case_profiles && text != "all") {
      known(trades_, file, text, pointer, {"业态", "trade"});
    } else if (key == "obligations" && kind == Kind::case_topics) {
      known(obligations_, file, text, pointer, {"义务", "obligation"});
    } else if (key == "when" && kind == Kind::case_topics) {
      condition(file.path, file.place(pointer), text);
    } else if (key == "applies_when" && kind == Kind::obligations) {
      condition(file.path, file.place(pointer), text);
    } else if (key == "category_35273" && !categories_.contains(text)) {
      fault(file.path, file.place(pointer),
            {fmt::format("没有这个类别：“{}”", text), fmt::format("no such category: \"{}\"", text)});
    } else if (key == "class_45574" && !classes_.contains(text)) {
      fault(file.path, file.place(pointer),
            {fmt::format("没有这个类别：“{}”", text), fmt::format("no such class: \"{}\"", text)});
    } else if (kind != Kind::lexicon && is_pattern_key(key)) {
      pattern(file, text, pointer);
    }
  }

  // Every value with the key it stands under. Depth is bounded by the parser.
  void visit(const DataFile& file, Kind kind, std::string_view key, const json::value& value,
             const std::string& pointer) {
    if (kind == Kind::wechat_privacy_setting && pointer == "/request")
      return;  // a description of a request body, not references
    if (const json::string* text = value.if_string()) {
      leaf(file, kind, key, view(*text), pointer);
    } else if (const json::array* list = value.if_array()) {
      for (std::size_t i = 0; i < list->size(); ++i)
        visit(file, kind, key, (*list)[i], pointer + "/" + std::to_string(i));
    } else if (const json::object* object = value.if_object()) {
      for (const auto& entry : *object)
        visit(file, kind, entry.key(), entry.value(), pointer_child(pointer, entry.key()));
    }
  }

  void walk(const DataFile& file) {
    const Kind kind = kind_of(file.path);
    visit(file, kind, "", file.value, "");
    if (kind == Kind::unfair_terms) examples(file, "terms");
    if (kind == Kind::vague_language) examples(file, "patterns");
    if (kind == Kind::case_profiles) shares(file);
  }

  // ---- figures ----

  // No topic can be covered by more texts than there are; a trade below `least` would be told as if it were known.
  void shares(const DataFile& file) {
    const json::value* profiles = find(file.value, "profiles");
    if (profiles == nullptr) return;
    const std::int64_t least = get_int(file.value, "least");
    for (std::size_t i = 0; i < profiles->get_array().size(); ++i) {
      const json::value& row = profiles->get_array()[i];
      const std::int64_t texts = get_int(row, "texts");
      if (texts < least && get_string(row, "trade") != "all") {
        fault(file.path, file.place(fmt::format("/profiles/{}/texts", i)),
              {fmt::format("只有 {} 份文本，少于 least 规定的 {} 份", texts, least),
               fmt::format("{} texts are fewer than the {} that `least` asks for", texts, least)},
              {"删去这个业态：比较时会改用全部业态的数字",
               "leave this trade out: figures of all trades are used for it"});
      }
      const json::value* topics = find(row, "topics");
      for (std::size_t j = 0; topics != nullptr && j < topics->get_array().size(); ++j) {
        const std::int64_t covered = get_int(topics->get_array()[j], "texts");
        if (covered <= texts) continue;
        fault(file.path, file.place(fmt::format("/profiles/{}/topics/{}/texts", i, j)),
              {fmt::format("{} 份文本里不会有 {} 份写到它", texts, covered),
               fmt::format("{} of {} texts cannot cover it", covered, texts)},
              {"重新运行 scripts/case_profiles.sh", "run scripts/case_profiles.sh again"});
      }
    }
  }

  // ---- examples ----

  std::vector<std::string> sentences(std::string_view text) const {
    const auto split = compile(split_.empty() ? "\n" : split_);
    std::string rest(text);
    if (split->ok()) RE2::GlobalReplace(&rest, *split, "\n");
    std::vector<std::string> result;
    for (const std::string_view sentence : qiyue::split(rest, '\n')) {
      if (!trim(sentence).empty()) result.push_back(without_spaces(sentence));
    }
    return result;
  }

  bool reported(const json::value& row, std::string_view text) const {
    const auto any = [](const std::vector<std::string>& patterns, const std::string& sentence) {
      return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
        const auto compiled = compile(pattern);
        return compiled->ok() && RE2::PartialMatch(sentence, *compiled);
      });
    };
    const std::vector<std::string> patterns = get_strings(row, "patterns");
    const std::vector<std::string> unless = get_strings(row, "unless");
    const std::vector<std::string> parts = sentences(text);
    return std::any_of(parts.begin(), parts.end(),
                       [&](const std::string& sentence) { return any(patterns, sentence) && !any(unless, sentence); });
  }

  static bool readable(const json::value& row) {
    for (const char* key : {"patterns", "unless"}) {
      for (const std::string& pattern : get_strings(row, key)) {
        if (!compile(pattern)->ok()) return false;
      }
    }
    return true;
  }

  void examples(const DataFile& file, std::string_view table) {
    const json::value* rows = find(file.value, table);
    if (rows == nullptr) return;
    for (std::size_t i = 0; i < rows->get_array().size(); ++i) {
      const json::value& row = rows->get_array()[i];
      if (!readable(row)) continue;  // told already
      for (const bool bad : {true, false}) {
        const std::string_view key = bad ? "bad_examples" : "counterexamples";
        const std::vector<std::string> texts = get_strings(row, key);
        for (std::size_t j = 0; j < texts.size(); ++j) {
          if (reported(row, texts[j]) == bad) continue;
          const std::string pointer = fmt::format("/{}/{}/{}/{}", table, i, key, j);
          if (bad) {
            fault(file.path, file.place(pointer),
                  {fmt::format("反例没有被规则“{}”发现：{}", get_string(row, "id"), texts[j]),
                   fmt::format("the bad example is not found by \"{}\": {}", get_string(row, "id"), texts[j])},
                  {"改写 patterns 使它命中，或改正例句", "change patterns so that one matches, or mend the example"});
          } else {
            fault(file.path, file.place(pointer),
                  {fmt::format("合法的例句被规则“{}”误报：{}", get_string(row, "id"), texts[j]),
                   fmt::format("the counterexample is reported by \"{}\": {}", get_string(row, "id"), texts[j])},
                  {"收窄 patterns 或补充 unless", "narrow patterns, or add to unless"});
          }
        }
      }
    }
  }

  // ---- clauses ----

  static Position line_with(const ClauseFile& file, std::string_view word) {
    int number = 1;
    for (const std::string_view line : split(file.text, '\n')) {
      const std::size_t column = line.find(word);
      if (column != std::string_view::npos) return {number, count_code_points(line.substr(0, column)) + 1};
      ++number;
    }
    return {1, 1};
  }

  void declare_clause(const ClauseFile& file) {
    const ClauseSource& clause = file.clause;
    const Position at = line_with(file, clause.id);
    const auto [it, fresh] = clauses_.emplace(clause.id, Seen{clause.path, at.line});
    if (!fresh) {
      fault(clause.path, at,
            {fmt::format("条款“{}”已在 {} 写过", clause.id, it->second.file),
             fmt::format("the clause \"{}\" is already given in {}", clause.id, it->second.file)});
    }
    documents_.emplace(clause.id, clause.document);
  }

  void check_clause(const ClauseFile& file) {
    const ClauseSource& clause = file.clause;
    condition(clause.path, line_with(file, "when:"), clause.when.text());
    for (const std::string& obligation : clause.obligations) {
      if (obligations_.contains(obligation)) continue;
      fault(clause.path, line_with(file, obligation),
            {fmt::format("没有这项义务：“{}”", obligation), fmt::format("no such obligation: \"{}\"", obligation)},
            {"检查拼写，或先添到 laws/obligations/", "check the spelling, or add it to laws/obligations/ first"});
    }
    if (!clause.parent.empty()) {
      const auto parent = documents_.find(clause.parent);
      if (parent == documents_.end() || parent->second != clause.document) {
        fault(clause.path, line_with(file, "parent:"),
              {fmt::format("同一文件中没有上级条款“{}”", clause.parent),
               fmt::format("no clause \"{}\" in the same document", clause.parent)});
      }
    }
    if (clause.remove) {
      fault(clause.path, line_with(file, "remove:"),
            {"remove 只用于自己的条款目录", "remove is for a project's own clauses alone"},
            {"删去这个文件", "delete this file instead"});
    }
  }

  const Files& files_;
  std::vector<Error> errors_;
  Names statutes_, conditions_, obligations_, terms_, vague_, retention_, trades_, apis_, components_, keys_,
      frameworks_, uni_, items_, sinks_, sdks_, plugins_, rules_, topics_, clauses_;
  std::map<std::string, std::string, std::less<>> documents_;  // clause -> document
  std::set<std::string, std::less<>> categories_, classes_;
  std::string split_;
};

}  // namespace

std::vector<Error> check_references(const Files& files) { return Checker(files).run(); }

}  // namespace qiyue::knowledge
