// Everything that goes into a release folder, computed before a byte is written.
#include <fmt/core.h>

#include <algorithm>
#include <boost/json.hpp>
#include <set>

#include "core/calendar.h"
#include "core/data.h"
#include "core/text.h"
#include "facts/facts.h"
#include "publish/publish.h"
#include "release/dates.h"
#include "release/manifest.h"
#include "release/release.h"

namespace qiyue {
namespace {

using namespace release_detail;

constexpr int kPlatformNoticeDays = 7;  // E-Commerce Law art. 34(1)

std::string name_of(const Document& document) {
  return document.kind == DocumentKind::unknown ? "legal-text" : std::string(to_string(document.kind));
}

class Maker {
 public:
  Maker(const ReleaseRequest& request, const knowledge::Knowledge& knowledge)
      : request_(request), knowledge_(knowledge), facts_(request.inventory->facts) {}

  Result<NewRelease> make() {
    auto version = parse_version(facts_.release.version);
    if (!version) return fail(at("release.version", version.error().message, version.error().remedy));
    if (auto status = content(); !status) return fail(status.error());
    if (auto status = compare(*version); !status) return fail(status.error());
    if (auto status = dates(); !status) return fail(status.error());
    made_.version = version->text();
    documents();
    inside_the_program();
    form();
    add("inventory.json", to_json_text(*request_.inventory));
    add("evidence.json", request_.evidence_json);
    add("findings.json", request_.findings_json);
    add("facts.yaml", request_.facts_yaml);
    for (const OutputFile& file : request_.review) add("review/" + file.path, file.content);
    changes();
    std::sort(made_.files.begin(), made_.files.end(),
              [](const OutputFile& a, const OutputFile& b) { return a.path < b.path; });
    manifest();
    return std::move(made_);
  }

 private:
  void add(std::string path, std::string bytes) { made_.files.push_back({std::move(path), std::move(bytes)}); }

  // A format that this machine cannot make is left out and said, not a reason to publish nothing.
  void binary(std::string path, Result<std::string> bytes) {
    if (bytes) {
      add(std::move(path), std::move(*bytes));
    } else {
      made_.left_out.push_back(bytes.error());
    }
  }

  // An error at its place in facts.yaml.
  [[nodiscard]] Error at(std::string_view path, Text message, Text remedy) const {
    const Position place = place_of(facts_, path);
    return {.message = std::move(message),
            .remedy = std::move(remedy),
            .file = facts_.path,
            .line = place.line,
            .column = place.column,
            .more = {}};
  }

  Status content() {
    now_.version = facts_.release.version;
    now_.published = facts_.release.published;
    now_.effective = facts_.release.effective;
    auto inventory = parse_json("inventory.json", to_json_text(*request_.inventory));
    if (!inventory) return fail(inventory.error());
    now_.inventory = std::move(inventory->value);
    auto facts = parse_yaml(facts_.path, request_.facts_yaml);
    if (!facts) return fail(facts.error());
    now_.facts = std::move(facts->value);
    for (const Document* document : request_.documents) now_.documents.push_back(*document);
    return {};
  }

  Status compare(const Version& version) {
    if (request_.last == nullptr) {
      made_.comparison.change = ChangeClass::first;
      return {};
    }
    made_.comparison = compare_releases(*request_.last, now_, knowledge_);
    const ChangeClass change = made_.comparison.change;
    const auto last = parse_version(request_.last->version);
    if (!last) return fail(last.error());
    if (version <= *last) {
      return fail(at("release.version",
                     {fmt::format("版本 {} 不在上一版 {} 之后", version.text(), last->text()),
                      fmt::format("version {} does not come after the last one, {}", version.text(), last->text())},
                     {"用 qiyue publish --bump 按变化写入下一个版本号和日期",
                      "`qiyue publish --bump` writes the next version and dates"}));
    }
    if (change == ChangeClass::none) {
      return fail({.message = {fmt::format("与 {} 相比没有变化，不必发布新版本", last->text()),
                               fmt::format("nothing has changed since {}: no new version is due", last->text())},
                   .remedy = {},
                   .file = facts_.path,
                   .more = {}});
    }
    const Version least = next_version(*last, change);
    if (version < least) {
      Error error = at(
          "release.version",
          {fmt::format("这次是{}，版本号至少是 {}，现在写的是 {}", words_of(change).zh, least.text(), version.text()),
           fmt::format("{}: the version is at least {}, not {}", words_of(change).en, least.text(), version.text())},
          {fmt::format("理由：{}。运行 qiyue publish --bump，或改写 release.version",
                       join(summary_lines(made_.comparison, Lang::zh), "")),
           fmt::format("because: {} Run `qiyue publish --bump`, or change release.version",
                       join(summary_lines(made_.comparison, Lang::en), " "))});
      return fail(std::move(error));
    }
    return {};
  }

  Status dates() {
    const std::string& published = now_.published;
    const std::string& effective = now_.effective;
    for (const auto& [path, date] :
         {std::pair{"release.published", &published}, std::pair{"release.effective", &effective}}) {
      if (!day_number(*date)) return fail(at(path, {"日期应写成 2026-12-01", "a date is written 2026-12-01"}, {}));
      if (*date < request_.today)
        return fail(at(
            path,
            {fmt::format("日期 {} 已经过去（今天 {}）：写进文本的日期必须真实", *date, request_.today),
             fmt::format("{} has passed (today is {}): the dates in the texts have to be true", *date, request_.today)},
            {"改成今天或以后的日期再起草一次，或用 qiyue publish --bump",
             "write today or a later day and draft again, or use `qiyue publish --bump`"}));
    }
    if (effective < published)
      return fail(at("release.effective", {"生效日期早于发布日期", "it takes effect before it is published"}, {}));
    const bool platform = request_.inventory->conditions.contains("is_platform");
    if (platform && request_.last != nullptr && agreement_changed() &&
        days_between(published, effective) < kPlatformNoticeDays) {
      return fail(at(
          "release.effective",
          {fmt::format("平台经营者修改服务协议要在实施前至少公示七日（{}）：最早 {} 生效",
                       knowledge_.cite({"ecl", "第34条", true}, Lang::zh), plus_days(published, kPlatformNoticeDays)),
           fmt::format(
               "a platform operator announces a changed agreement at least seven days before ({}): {} at the earliest",
               knowledge_.cite({"ecl", "第34条", true}, Lang::en), plus_days(published, kPlatformNoticeDays))},
          {"推迟 release.effective；影响众多用户或重大利益的，公示十五日",
           "move release.effective; fifteen days where many users or weighty interests are concerned"}));
    }
    return {};
  }

  [[nodiscard]] bool agreement_changed() const {
    for (const TextChange& text : text_changes())
      if (text.kind == DocumentKind::user_agreement)
        return std::any_of(text.clauses.begin(), text.clauses.end(), [](const ClauseChange& clause) {
          return clause.change != LineChange::same && !clause.id.empty();
        });
    return false;
  }

  [[nodiscard]] std::vector<TextChange> text_changes() const {
    std::vector<TextChange> changes;
    if (request_.last == nullptr) return changes;
    for (const Document* now : request_.documents) {
      const Document* was = nullptr;
      for (const Document& one : request_.last->documents)
        if (one.kind == now->kind) was = &one;
      changes.push_back(compare_texts(was, *now, printed_dates(*request_.last), printed_dates(now_)));
    }
    return changes;
  }

  [[nodiscard]] PageMeta meta() const {
    return {.program = facts_.program.name,
            .operator_name = facts_.operator_.name,
            .version = facts_.release.version,
            .published = facts_.release.published,
            .effective = facts_.release.effective,
            .links = {}};
  }

  void documents() {
    std::set<std::string> taken;
    for (const Document* document : request_.documents) {
      std::string name = name_of(*document);
      for (int i = 2; !taken.insert(name).second; ++i) name = fmt::format("{}-{}", name_of(*document), i);
      PageMeta page = meta();
      if (request_.last != nullptr)
        page.links.push_back({fmt::format("与 {} 相比有哪些变化", request_.last->version),
                              "changes.html#" + std::string(to_string(document->kind))});
      page.links.push_back({"全部版本", "../index.html"});
      add(name + ".md", write_markdown(*document));
      add(name + ".txt", write_plain_text(*document));
      add(name + ".json", write_json(*document));
      add(name + ".html", write_html(*document, page));
      binary(name + ".docx", write_docx(*document, page));
      binary(name + ".pdf", write_pdf(*document, page));
      names_.push_back(name);
    }
  }

  void inside_the_program() {
    for (OutputFile& file : write_miniprogram_pages(request_.documents, meta(), "pages/legal"))
      add("miniprogram/" + file.path, std::move(file.content));
  }

  void form() {
    PlatformForms forms = write_platform_forms(*request_.inventory, knowledge_);
    for (OutputFile& file : forms.files) add("platform/" + file.path, std::move(file.content));
    for (Error& error : forms.left_out) made_.left_out.push_back(std::move(error));
  }

  void changes() {
    ChangesPage page{.program = facts_.program.name,
                     .version = now_.version,
                     .last_version = request_.last == nullptr ? "" : request_.last->version,
                     .published = now_.published,
                     .effective = now_.effective,
                     .comparison = &made_.comparison,
                     .texts = text_changes()};
    add("changes.html", write_changes_html(page, knowledge_));
    add("changes.md", write_changes_markdown(page));
  }

  void manifest() {
    json::array reasons;
    for (const Change& change : made_.comparison.changes) {
      json::array law;
      for (const auto& citation : change.law)
        law.push_back(json::object{{"statute", citation.statute}, {"article", citation.article}});
      reasons.push_back(json::object{{"kind", change.kind},
                                     {"class", to_string(change.weight)},
                                     {"subject", change.subject},
                                     {"zh", change.what.zh},
                                     {"en", change.what.en},
                                     {"law", std::move(law)}});
    }
    json::array texts;
    for (std::size_t i = 0; i < names_.size(); ++i)
      texts.push_back(json::object{{"kind", to_string(request_.documents[i]->kind)},
                                   {"title", request_.documents[i]->title},
                                   {"name", names_[i]}});
    json::array files;
    for (const OutputFile& file : made_.files)
      files.push_back(
          json::object{{"path", file.path}, {"bytes", file.content.size()}, {"sha256", sha256_hex(file.content)}});
    const ChangeClass change = made_.comparison.change;
    json::object out{
        {"schema", "qiyue-release/1"},
        {"version", made_.version},
        {"program",
         {{"name", facts_.program.name}, {"platform", facts_.program.platform}, {"appid", facts_.program.appid}}},
        {"operator", facts_.operator_.name},
        {"published", now_.published},
        {"effective", now_.effective}};
    out["previous"] = request_.last == nullptr
                          ? json::value(nullptr)
                          : json::value{{"version", request_.last->version}, {"digest", request_.last_digest}};
    out["change"] = {{"class", to_string(change)},
                     {"consent", change == ChangeClass::major || change == ChangeClass::first},
                     {"notice", change != ChangeClass::patch && change != ChangeClass::none},
                     {"reasons", std::move(reasons)}};
    const auto lines = [&](Lang lang) {
      json::array all;
      for (const std::string& line : summary_lines(made_.comparison, lang)) all.emplace_back(line);
      return all;
    };
    out["summary"] = {{"zh", lines(Lang::zh)}, {"en", lines(Lang::en)}};
    out["knowledge"] = {{"version", knowledge_.version}, {"digest", knowledge_.digest}};
    if (!request_.accepted_findings.empty()) out["accepted_findings"] = request_.accepted_findings;
    out["documents"] = std::move(texts);
    out["files"] = std::move(files);
    json::value whole = std::move(out);
    made_.digest = digest_of(whole);
    whole.as_object()["digest"] = made_.digest;
    add(std::string(kManifest), to_json(whole));
  }

  const ReleaseRequest& request_;
  const knowledge::Knowledge& knowledge_;
  const Facts& facts_;
  ReleaseContent now_;
  NewRelease made_;
  std::vector<std::string> names_;
};

}  // namespace

Result<NewRelease> make_release(const ReleaseRequest& request, const knowledge::Knowledge& knowledge) {
  return Maker(request, knowledge).make();
}

}  // namespace qiyue
