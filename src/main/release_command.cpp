// publish, releases: versions of the texts that are kept.
#include <fmt/core.h>

#include <algorithm>
#include <boost/json.hpp>
#include <ctime>

#include "core/calendar.h"
#include "core/data.h"
#include "core/text.h"
#include "main/commands.h"
#include "publish/into.h"
#include "workspace/releases.h"

namespace qiyue::cli {
namespace {

int publish_pages(const PublishArguments& arguments, const Session& session) {
  const Workspace workspace = workspace_at(arguments.program.program, arguments.program.legal);
  auto facts = read_facts(workspace.file("facts.yaml"), session.knowledge);
  if (!facts) return report(facts.error(), session.lang);
  auto scan = scan_program(
      {.program = arguments.program.program, .root = arguments.program.root, .threads = arguments.program.threads},
      session.knowledge);
  if (!scan) return report(scan.error(), session.lang);
  const auto documents = read_workspace_documents(workspace);
  if (!documents) return report(documents.error(), session.lang);
  const auto published =
      publish_into(workspace, *documents, join(*facts, scan->evidence, session.knowledge), session.knowledge);
  if (!published) return report(published.error(), session.lang);
  for (const std::string& path : published->written) fmt::print("  {}\n", path);
  for (const Error& left_out : published->left_out) fmt::print(stderr, "{}", render(left_out, session.lang));
  return published->left_out.empty() ? kClean : kFindings;
}

Text class_words(const json::value& manifest) {
  const json::value* change = find(manifest, "change");
  const std::string name = change == nullptr ? "" : get_string(*change, "class");
  for (const ChangeClass value : {ChangeClass::patch, ChangeClass::minor, ChangeClass::major, ChangeClass::first})
    if (to_string(value) == name) return words_of(value);
  return words_of(ChangeClass::none);
}

const ReleaseEntry* entry_of(const std::vector<ReleaseEntry>& entries, const std::string& version) {
  for (const ReleaseEntry& entry : entries)
    if (entry.version.text() == version) return &entry;
  return nullptr;
}

Error unknown_version(const std::vector<ReleaseEntry>& entries, const std::string& version,
                      const std::string& directory) {
  std::vector<std::string> known;
  for (const ReleaseEntry& entry : entries) known.push_back(entry.version.text());
  if (known.empty() || version.empty())
    return {.message = {"还没有发布过版本", "nothing is published yet"},
            .remedy = {"运行 qiyue publish", "run `qiyue publish`"},
            .file = directory,
            .more = {}};
  return {.message = {fmt::format("没有版本 {}", version), fmt::format("there is no release {}", version)},
          .remedy = {fmt::format("有：{}", join(known, "、")), fmt::format("there are: {}", join(known, ", "))},
          .file = directory,
          .more = {}};
}

// The last release's pages and nothing newer: what a program shows is what was published.
Result<IntoPlan> plan_of(const PublishArguments& arguments) {
  if (arguments.undo) return plan_undo(arguments.into);
  const std::string directory = releases_directory(workspace_at(arguments.program.program, arguments.program.legal));
  auto entries = list_releases(directory);
  if (!entries) return fail(entries.error());
  if (entries->empty()) return fail(unknown_version(*entries, "", directory));
  IntoRequest request{.directory = arguments.into, .pages = {}, .link_page = arguments.link_page, .links = {}};
  const std::string folder = entries->back().directory + "/miniprogram";
  auto tree = list_tree(folder, nullptr);
  if (!tree) return fail(tree.error());
  for (const TreeEntry& file : tree->files) {
    if (file.path.ends_with(".md")) continue;
    auto bytes = read_file(folder + "/" + file.path);
    if (!bytes) return fail(bytes.error());
    request.pages.push_back({file.path, std::move(*bytes)});
  }
  auto data = write_component_data(entries->back(), "pages/legal");
  if (!data) return fail(data.error());
  request.pages.push_back({"pages/legal/legal.js", std::move(*data)});
  for (const json::value& document : entries->back().manifest.at("documents").get_array()) {
    const std::string name = get_string(document, "name");
    request.links.push_back({"《" + get_string(document, "title") + "》", fmt::format("pages/legal/{0}/{0}", name)});
  }
  return plan_into(request);
}

int publish_into_program(const PublishArguments& arguments, const Session& session) {
  const auto plan = plan_of(arguments);
  if (!plan) return report(plan.error(), session.lang);
  if (plan->changes.empty()) {
    fmt::print("{}\n", Text{"没有要改的", "nothing to change"}.in(session.lang));
    return kClean;
  }
  fmt::print("{}\n{}", plan->root, show_plan(*plan, session.lang));
  if (!arguments.yes) {
    fmt::print("{}\n",
               Text{"以上还没有写入；加 --yes 写入", "nothing is written yet; add --yes to write it"}.in(session.lang));
    return kClean;
  }
  if (auto status = apply_plan(*plan); !status) return report(status.error(), session.lang);
  fmt::print("{}\n",
             Text{"已写入；--undo --yes 可以取出", "written; --undo --yes takes it out again"}.in(session.lang));
  return kClean;
}

void list(const std::vector<ReleaseEntry>& entries, Lang lang) {
  if (entries.empty()) fmt::print("{}\n", Text{"还没有发布过版本", "nothing is published yet"}.in(lang));
  for (const ReleaseEntry& entry : entries)
    fmt::print("{:<10} {}  {} {}  {}  {}\n", entry.version.text(), get_string(entry.manifest, "published"),
               Text{"生效", "effective"}.in(lang), get_string(entry.manifest, "effective"),
               get_string(entry.manifest, "digest").substr(0, 12), class_words(entry.manifest).in(lang));
}

void show(const ReleaseEntry& entry, const Session& session) {
  const json::value& manifest = entry.manifest;
  const Lang lang = session.lang;
  fmt::print("{} · {}\n", entry.version.text(), class_words(manifest).in(lang));
  fmt::print("{}\n",
             Text{fmt::format("发布 {}，生效 {}", get_string(manifest, "published"), get_string(manifest, "effective")),
                  fmt::format("published {}, effective {}", get_string(manifest, "published"),
                              get_string(manifest, "effective"))}
                 .in(lang));
  fmt::print("{} {}\n", Text{"总摘要", "digest"}.in(lang), get_string(manifest, "digest"));
  if (const std::string why = get_string(manifest, "accepted_findings"); !why.empty())
    fmt::print("{}: {}\n", Text{"带着未解决的问题发布，理由", "published with open findings, because"}.in(lang), why);
  const json::value* change = find(manifest, "change");
  const json::value* reasons = change == nullptr ? nullptr : find(*change, "reasons");
  if (reasons != nullptr && reasons->is_array()) {
    for (const json::value& reason : reasons->get_array()) {
      fmt::print("  - [{}] {}\n", get_string(reason, "class"), get_string(reason, lang == Lang::zh ? "zh" : "en"));
      const json::value* law = find(reason, "law");
      if (law == nullptr || !law->is_array()) continue;
      for (const json::value& citation : law->get_array())
        fmt::print("      {}\n", session.knowledge.cite(
                                     {get_string(citation, "statute"), get_string(citation, "article"), true}, lang));
    }
  }
  for (const json::value& file : manifest.at("files").get_array())
    fmt::print("  {}  {}\n", get_string(file, "sha256").substr(0, 16), get_string(file, "path"));
}

std::string terminal(const std::vector<Edit>& edits, bool color) {
  std::string out;
  for (const Edit& edit : edits) {
    if (edit.kind == EditKind::same) {
      out += edit.text;
    } else if (edit.kind == EditKind::removed) {
      out += color ? "\x1b[31;9m" + edit.text + "\x1b[0m" : "[-" + edit.text + "-]";
    } else {
      out += color ? "\x1b[32;4m" + edit.text + "\x1b[0m" : "{+" + edit.text + "+}";
    }
  }
  return out;
}

int diff(const ReleaseContent& before, const ReleaseContent& after, const Session& session) {
  const Lang lang = session.lang;
  const Comparison comparison = compare_releases(before, after, session.knowledge);
  fmt::print("{} -> {}: {}\n", before.version, after.version, words_of(comparison.change).in(lang));
  for (const Change& change : comparison.changes)
    fmt::print("  - [{}] {}\n", to_string(change.weight), change.what.in(lang));
  for (const Document& now : after.documents) {
    const Document* was = nullptr;
    for (const Document& one : before.documents)
      if (one.kind == now.kind) was = &one;
    const TextChange text = compare_texts(was, now, {}, {});
    bool titled = false;
    for (const ClauseChange& clause : text.clauses) {
      if (clause.change == LineChange::same) continue;
      if (!titled) fmt::print("\n== {}\n", now.title);
      titled = true;
      const std::string& title = clause.title.empty() ? clause.old_title : clause.title;
      fmt::print("\n-- {}\n", title.empty() ? Text{"开头", "head"}.in(lang) : title);
      for (const ClauseLine& line : clause.lines)
        if (line.change != LineChange::same) fmt::print("{}\n", terminal(line.edits, session.color));
    }
  }
  return comparison.change == ChangeClass::none ? kClean : kFindings;
}

int verify(const std::vector<ReleaseEntry>& entries, const std::string& key, Lang lang) {
  int code = kClean;
  for (const ReleaseEntry& entry : entries) {
    auto verified = verify_release(entry, key);
    if (!verified) return report(verified.error(), lang);
    for (const Error& fault : verified->faults) fmt::print(stderr, "{}", render(fault, lang));
    Text signature{"没有签名", "not signed"};
    if (verified->signature == SignatureState::valid)
      signature = {"签名有效，密钥 " + verified->key.substr(0, 16),
                   "signature valid, key " + verified->key.substr(0, 16)};
    if (verified->signature == SignatureState::broken)
      signature = {"签名与清单不符", "the signature does not fit the manifest"};
    if (verified->signature == SignatureState::other_key) signature = {"由另一把密钥签名", "signed with another key"};
    const bool intact = verified->intact();
    fmt::print("{}  {}  {}\n", entry.version.text(),
               intact ? Text{"完好", "intact"}.in(lang) : Text{"被改动过", "TAMPERED"}.in(lang), signature.in(lang));
    if (!intact) code = kFindings;
  }
  return code;
}

}  // namespace

std::string today_or(const std::string& as_of) {
  if (!as_of.empty()) return as_of;
  constexpr std::int64_t kChina = 8 * 3600;
  constexpr std::int64_t kDay = 24 * 3600;
  return date_of_day(static_cast<int>((static_cast<std::int64_t>(std::time(nullptr)) + kChina) / kDay));
}

int run(const PublishArguments& arguments, const Session& session) {
  if (!arguments.into.empty()) return publish_into_program(arguments, session);
  if (arguments.pages) return publish_pages(arguments, session);
  const Lang lang = session.lang;
  const PublishRequest request{.scan = {.program = arguments.program.program,
                                        .root = arguments.program.root,
                                        .threads = arguments.program.threads},
                               .workspace = workspace_at(arguments.program.program, arguments.program.legal),
                               .today = today_or(arguments.as_of),
                               .bump = arguments.bump,
                               .published = arguments.published,
                               .effective = arguments.effective,
                               .sign_key = arguments.sign_key,
                               .accept = arguments.accept,
                               .unsigned_because = arguments.unsigned_because,
                               .site = arguments.site};
  const auto published = publish_release(request, session.knowledge);
  if (!published) return report(published.error(), lang);
  if (!published->conflicts.empty()) {
    for (const std::string& path : published->conflicts)
      fmt::print(stderr, "{}: {}\n", path,
                 Text{"您的修改与新稿有冲突，已用 <<<<<<< 和 >>>>>>> 标出；没有发布",
                      "your edits and the new draft conflict; nothing was published"}
                     .in(lang));
    return kFindings;
  }
  if (!published->release && (!published->unsigned_roles.empty() || published->open_comments > 0)) {
    for (const RoleState& state : published->unsigned_roles)
      fmt::print(
          stderr, "{}\n",
          Text{fmt::format("{}：{} 还差 {} 人签字{}", state.document, state.name,
                           state.needed - static_cast<int>(state.signed_by.size()),
                           state.voided.empty() ? "" : "（" + join(state.voided, "、") + " 签过，文本后来改了）"),
               fmt::format("{}: {} more must sign as {}{}", state.document,
                           state.needed - static_cast<int>(state.signed_by.size()), state.role,
                           state.voided.empty() ? "" : " (" + join(state.voided, ", ") + " signed an earlier text)")}
              .in(lang));
    if (published->open_comments > 0)
      fmt::print(stderr, "{}\n",
                 Text{fmt::format("还有 {} 条意见没有处理", published->open_comments),
                      fmt::format("{} comments are open", published->open_comments)}
                     .in(lang));
    fmt::print(
        stderr, "{}\n",
        Text{"没有发布。用 qiyue review sign 签字；一定要发布，用 --unsigned-because 写明理由（会记入发布记录）。",
             "Nothing was published. Sign with `qiyue review sign`, or give the reason with --unsigned-because (it is "
             "recorded)."}
            .in(lang));
    return kFindings;
  }
  if (!published->release) {
    std::vector<const Document*> documents;
    for (const Document& document : published->documents) documents.push_back(&document);
    std::vector<Finding> shown;
    for (const Finding& finding : published->findings)
      if (finding.severity == Severity::error && shown.size() < kFindingsShown) shown.push_back(finding);
    fmt::print(stderr, "{}",
               findings_text(shown, documents, session.knowledge, {.lang = lang, .color = session.color}));
    fmt::print(stderr, "{}\n",
               Text{"有错误没有解决，没有发布。解决后再来；一定要发布，用 --accept-findings 写明理由（会记入清单）。",
                    "There are errors: nothing was published. Mend them, or give the reason with --accept-findings (it "
                    "is recorded)."}
                   .in(lang));
    return kFindings;
  }
  const NewRelease& release = *published->release;
  fmt::print("{}\n", Text{fmt::format("已发布 {}：{}", release.version, words_of(release.comparison.change).zh),
                          fmt::format("published {}: {}", release.version, words_of(release.comparison.change).en)}
                         .in(lang));
  for (const Change& change : release.comparison.changes) fmt::print("  - {}\n", change.what.in(lang));
  fmt::print("  {}  ({} {})\n", published->directory, release.files.size(), Text{"个文件", "files"}.in(lang));
  fmt::print("  {} {}\n", Text{"总摘要", "digest"}.in(lang), release.digest);
  for (const Error& left_out : release.left_out) fmt::print(stderr, "{}", render(left_out, lang));
  return kClean;
}

int run(const ReleasesArguments& arguments, const Session& session) {
  const Workspace workspace = workspace_at(arguments.program.program, arguments.program.legal);
  const std::string directory = releases_directory(workspace);
  auto entries = list_releases(directory);
  if (!entries) return report(entries.error(), session.lang);
  for (const std::string& version : arguments.versions)
    if (version != "now" && entry_of(*entries, version) == nullptr)
      return report(unknown_version(*entries, version, directory), session.lang);

  if (arguments.action == "list") {
    list(*entries, session.lang);
    return kClean;
  }
  if (arguments.action == "verify") {
    std::string key;
    if (!arguments.key.empty()) {
      auto pem = read_text_file(arguments.key);
      if (!pem) return report(pem.error(), session.lang);
      key = std::move(*pem);
    }
    std::vector<ReleaseEntry> chosen;
    for (const ReleaseEntry& entry : *entries)
      if (arguments.versions.empty() || std::find(arguments.versions.begin(), arguments.versions.end(),
                                                  entry.version.text()) != arguments.versions.end())
        chosen.push_back(entry);
    if (chosen.empty()) return report(unknown_version(*entries, "", directory), session.lang);
    return verify(chosen, key, session.lang);
  }
  if (entries->empty())
    return report(unknown_version(*entries, arguments.versions.empty() ? "" : arguments.versions[0], directory),
                  session.lang);
  if (arguments.action == "show") {
    show(arguments.versions.empty() ? entries->back() : *entry_of(*entries, arguments.versions[0]), session);
    return kClean;
  }
  // diff A B; diff A: with the one before or, for the last, with the working tree.
  std::string first = arguments.versions.empty() ? entries->back().version.text() : arguments.versions[0];
  const std::string second = arguments.versions.size() > 1 ? arguments.versions[1] : "now";
  if (first == "now") return report(unknown_version(*entries, first, directory), session.lang);
  auto before = read_release(*entry_of(*entries, first));
  if (!before) return report(before.error(), session.lang);
  if (second != "now") {
    auto after = read_release(*entry_of(*entries, second));
    if (!after) return report(after.error(), session.lang);
    return diff(*before, *after, session);
  }
  auto facts = read_facts(workspace.file("facts.yaml"), session.knowledge);
  if (!facts) return report(facts.error(), session.lang);
  auto scan = scan_program(
      {.program = arguments.program.program, .root = arguments.program.root, .threads = arguments.program.threads},
      session.knowledge);
  if (!scan) return report(scan.error(), session.lang);
  auto documents = read_workspace_documents(workspace);
  if (!documents) return report(documents.error(), session.lang);
  auto after = release_content(join(*facts, scan->evidence, session.knowledge), facts->text, *documents);
  if (!after) return report(after.error(), session.lang);
  return diff(*before, *after, session);
}

int run(const RecheckArguments& arguments, const Session& session) {
  const std::string today = today_or(arguments.as_of);
  const auto result = recheck_workspace({.scan = {.program = arguments.program.program,
                                                  .root = arguments.program.root,
                                                  .threads = arguments.program.threads},
                                         .workspace = workspace_at(arguments.program.program, arguments.program.legal),
                                         .today = today,
                                         .online = arguments.online},
                                        session.knowledge);
  if (!result) return report(result.error(), session.lang);
  const Lang lang = session.lang;
  const auto due =
      std::count_if(result->actions.begin(), result->actions.end(), [](const Action& action) { return action.due; });
  const int code = due == 0 ? kClean : kFindings;
  if (arguments.format == OutputFormat::json) {
    fmt::print("{}", recheck_json(result->actions, result->last, today));
    return code;
  }
  for (const Action& action : result->actions) {
    fmt::print("{} {}\n", action.due ? Text{"[要做]", "[due]"}.in(lang) : Text{"[留意]", "[note]"}.in(lang),
               action.what.in(lang));
    constexpr std::size_t kPlacesShown = 5;
    for (std::size_t i = 0; i < action.places.size() && i < kPlacesShown; ++i) fmt::print("    {}\n", action.places[i]);
    fmt::print("    {}{}\n", Text{"怎么做：", "to do: "}.in(lang), action.todo.in(lang));
  }
  const bool consent = std::any_of(result->actions.begin(), result->actions.end(),
                                   [](const Action& action) { return action.due && action.consent; });
  const std::string version = result->last.version.text();
  if (due == 0) {
    fmt::print(
        "{}\n",
        Text{fmt::format("{}：{} 仍然属实", today, version), fmt::format("{}: {} still holds", today, version)}.in(
            lang));
  } else {
    fmt::print("{}\n",
               Text{fmt::format("{}：{} 有 {} 件事要做，{}", today, version, due,
                                consent ? "发布后要重新征得同意" : "不需要重新征得同意"),
                    fmt::format("{}: {} things are due for {}; {}", today, due, version,
                                consent ? "consent is asked again once it is published" : "no new consent is due")}
                   .in(lang));
  }
  return code;
}

}  // namespace qiyue::cli
