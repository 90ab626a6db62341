#include "workspace/releases.h"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>

#include "core/calendar.h"
#include "core/files.h"
#include "core/text.h"

namespace qiyue {
namespace fs = std::filesystem;
namespace {

// What `--bump` allows for users to read and for a platform operator's notice (E-Commerce Law art. 34; Measures on platform rules art. 12).
constexpr int kNoticeDays = 7;
constexpr int kPlatformMajorDays = 15;

class Publisher {
 public:
  Publisher(const PublishRequest& request, const knowledge::Knowledge& knowledge)
      : request_(request), knowledge_(knowledge) {}

  Result<Publication> run() {
    auto scanned = scan_program(request_.scan, knowledge_);
    if (!scanned) return fail(scanned.error());
    evidence_ = std::move(scanned->evidence);
    auto yaml = read_text_file(request_.workspace.file("facts.yaml"));
    if (!yaml) {
      if (!exists(request_.workspace.file("facts.yaml")))
        yaml.error().remedy = {"先运行 qiyue init 或 qiyue build", "run `qiyue init` or `qiyue build` first"};
      return fail(yaml.error());
    }
    yaml_ = std::move(*yaml);
    if (auto status = join_facts(); !status) return fail(status.error());
    auto entries = list_releases(releases_directory(request_.workspace));
    if (!entries) return fail(entries.error());
    entries_ = std::move(*entries);
    if (!entries_.empty()) {
      // What is compared with must be what was published.
      auto verified = verify_release(entries_.back(), "");
      if (!verified) return fail(verified.error());
      if (!verified->intact()) return fail(tampered(*verified));
      auto last = read_release(entries_.back());
      if (!last) return fail(last.error());
      last_ = std::move(*last);
    }
    if (request_.bump) {
      if (auto status = bump(); !status) return fail(status.error());
      if (!out_.conflicts.empty()) return std::move(out_);
    } else if (auto status = drafts_are_fresh(); !status) {
      return fail(status.error());
    }
    if (auto status = read_documents(); !status) return fail(status.error());
    return publish();
  }

 private:
  static Error tampered(const Verification& verified) {
    Error error;
    if (verified.faults.empty()) {
      error.message = {"上一版的签名与清单不符", "the last release's signature does not fit its manifest"};
    } else {
      error = verified.faults.front();
      error.more.assign(verified.faults.begin() + 1, verified.faults.end());
    }
    error.remedy = {"发布过的版本不能改动：用版本库恢复它，再发布新版本",
                    "a published release must not change: restore it from version control, then publish a new one"};
    return error;
  }

  Status join_facts() {
    auto facts = parse_facts(request_.workspace.file("facts.yaml"), yaml_, knowledge_);
    if (!facts) return fail(facts.error());
    inventory_ = join(*facts, evidence_, knowledge_);
    return {};
  }

  Status read_documents() {
    auto documents = read_workspace_documents(request_.workspace);
    if (!documents) return fail(documents.error());
    out_.documents = std::move(*documents);
    return {};
  }

  Status draft_now() {
    auto drafted = draft_into(request_.workspace, inventory_, knowledge_, Lang::zh);
    if (!drafted) return fail(drafted.error());
    out_.conflicts = drafted->conflicts;
    return {};
  }

  // A draft that was made of other facts would state a version, dates or practices that no longer hold.
  Status drafts_are_fresh() {
    const std::string own = request_.workspace.file("clauses");
    auto drafts = draft(inventory_, knowledge_, {.lang = Lang::zh, .own_clauses = exists(own) ? own : ""});
    if (!drafts) return fail(drafts.error());
    for (const Document* document : {&drafts->privacy_policy, &drafts->user_agreement, &drafts->data_lists}) {
      const std::string base = request_.workspace.file(fmt::format(".base/{}.md", to_string(document->kind)));
      if (!exists(base)) continue;  // a text that people wrote themselves
      auto text = read_text_file(base);
      if (!text) return fail(text.error());
      if (*text == write_markdown(*document)) continue;
      return fail({.message = {"起草之后事实、代码或条款有了变化，文本不是最新的",
                               "facts, code or clauses have changed since the text was drafted"},
                   .remedy = {"先运行 qiyue draft 并读一遍改动；或用 qiyue publish --bump",
                              "run `qiyue draft` and read what changed, or use `qiyue publish --bump`"},
                   .file = request_.workspace.file(fmt::format("{}.md", to_string(document->kind))),
                   .more = {}});
    }
    return {};
  }

  Status set_fact(const std::string& path, const std::string& value, Question::Kind kind) {
    Question question;
    question.id = path;
    question.kind = kind;
    auto changed = answer(yaml_, question, value);
    if (!changed) return fail(changed.error());
    yaml_ = std::move(*changed);
    return {};
  }

  Status bump() {
    if (auto status = draft_now(); !status) return status;
    if (!out_.conflicts.empty()) return {};
    if (auto status = read_documents(); !status) return status;
    ChangeClass change = ChangeClass::first;
    std::string version = inventory_.facts.release.version;
    if (!parse_version(version)) version = "1.0.0";
    if (!entries_.empty()) {
      auto now = release_content(inventory_, yaml_, out_.documents);
      if (!now) return fail(now.error());
      change = compare_releases(last_, *now, knowledge_).change;
      if (change == ChangeClass::none) {
        return fail({.message = {fmt::format("与 {} 相比没有变化，不必发布新版本", last_.version),
                                 fmt::format("nothing has changed since {}: no new version is due", last_.version)},
                     .remedy = {},
                     .file = request_.workspace.file("facts.yaml"),
                     .more = {}});
      }
      const Version least = next_version(entries_.back().version, change);
      const auto given = parse_version(version);
      version = (given && *given > least ? *given : least).text();
    }
    const std::string published = request_.published.empty() ? request_.today : request_.published;
    if (!day_number(published)) return fail(no_date(published));
    int days = change == ChangeClass::minor || change == ChangeClass::major ? kNoticeDays : 0;
    if (change == ChangeClass::major && inventory_.conditions.contains("is_platform")) days = kPlatformMajorDays;
    const std::string effective = request_.effective.empty() ? plus_days(published, days) : request_.effective;
    if (!day_number(effective)) return fail(no_date(effective));
    if (auto status = set_fact("release.version", version, Question::Kind::text); !status) return status;
    if (auto status = set_fact("release.published", published, Question::Kind::date); !status) return status;
    if (auto status = set_fact("release.effective", effective, Question::Kind::date); !status) return status;
    if (auto status = join_facts(); !status) return status;
    if (auto status = write_file(request_.workspace.file("facts.yaml"), yaml_); !status) return status;
    return draft_now();
  }

  static Error no_date(const std::string& text) {
    return {.message = {fmt::format("“{}”不是日期，应写成 2026-12-01", text),
                        fmt::format("\"{}\" is no date; write 2026-12-01", text)},
            .remedy = {},
            .file = "",
            .more = {}};
  }

  // legal/review as it stands: sign-offs are part of what was published.
  Result<std::vector<OutputFile>> review_files() const {
    std::vector<OutputFile> files;
    const std::string directory = request_.workspace.file("review");
    if (!exists(directory)) return files;
    auto tree = list_tree(directory, nullptr);
    if (!tree) return fail(tree.error());
    for (const TreeEntry& file : tree->files) {
      auto bytes = read_file(fs::path(directory) / file.path);
      if (!bytes) return fail(bytes.error());
      files.push_back({file.path, std::move(*bytes)});
    }
    return files;
  }

  // Who still has to sign what stands in legal/ now.
  Status signed_off() {
    const std::string directory = request_.workspace.file("review");
    auto policy = read_policy(directory);
    if (!policy) return fail(policy.error());
    auto signoffs = read_signoffs(directory);
    if (!signoffs) return fail(signoffs.error());
    auto comments = read_comments(directory);
    if (!comments) return fail(comments.error());
    auto digests = text_digests(request_.workspace);
    if (!digests) return fail(digests.error());
    for (RoleState& state : review_state(*policy, *signoffs, *digests))
      if (!state.complete()) out_.unsigned_roles.push_back(std::move(state));
    if (!policy->comments_resolved) return {};
    for (const ReviewComment& comment : *comments) out_.open_comments += comment.resolved ? 0 : 1;
    return {};
  }

  Result<Publication> publish() {
    std::vector<const Document*> pointers;
    for (const Document& document : out_.documents) pointers.push_back(&document);
    out_.findings = check(
        {.documents = pointers, .inventory = &inventory_, .evidence = nullptr, .as_of = request_.today}, knowledge_);
    bool errors = std::any_of(out_.findings.begin(), out_.findings.end(),
                              [](const Finding& finding) { return finding.severity == Severity::error; });
    const std::string directory = releases_directory(request_.workspace);
    out_.directory = (fs::path(directory) / inventory_.facts.release.version).string();
    if (parse_version(inventory_.facts.release.version) && exists(out_.directory)) {
      return fail(
          {.message = {"这个版本已经发布过，发布过的版本不再改动",
                       "this version is published already; a published version never changes"},
           .remedy = {"用 qiyue publish --bump 写入下一个版本号", "`qiyue publish --bump` writes the next version"},
           .file = out_.directory,
           .more = {}});
    }
    for (Finding& pin : moved_pins(inventory_.facts, request_.workspace.file("clauses"), knowledge_)) {
      out_.findings.push_back(std::move(pin));
      errors = true;
    }
    if (errors && request_.accept.empty()) return std::move(out_);
    if (auto status = signed_off(); !status) return fail(status.error());
    const bool refused = !out_.unsigned_roles.empty() || out_.open_comments > 0;
    if (refused && request_.unsigned_because.empty()) return std::move(out_);

    auto review = review_files();
    if (!review) return fail(review.error());
    if (refused) {
      json::array missing;
      for (const RoleState& state : out_.unsigned_roles)
        missing.push_back(json::object{{"role", state.role}, {"document", state.document}});
      review->push_back({"unsigned.json", to_json(json::object{{"schema", "qiyue-review/1"},
                                                               {"because", request_.unsigned_because},
                                                               {"on", request_.today},
                                                               {"missing", std::move(missing)},
                                                               {"open_comments", out_.open_comments}})});
    }
    ReleaseRequest make{.inventory = &inventory_,
                        .facts_yaml = yaml_,
                        .documents = pointers,
                        .findings_json = findings_json(out_.findings, pointers),
                        .evidence_json = to_json_text(evidence_),
                        .review = std::move(*review),
                        .accepted_findings = errors ? request_.accept : "",
                        .today = request_.today,
                        .last = entries_.empty() ? nullptr : &last_,
                        .last_digest = entries_.empty() ? "" : get_string(entries_.back().manifest, "digest")};
    auto made = make_release(make, knowledge_);
    if (!made) return fail(made.error());
    if (!request_.sign_key.empty()) {
      auto pem = read_text_file(request_.sign_key);
      if (!pem) return fail(pem.error());
      if (auto status = sign_release(*made, request_.sign_key, *pem); !status) return fail(status.error());
    }
    if (auto status = write_directory(out_.directory, made->files); !status) return fail(status.error());
    auto entries = list_releases(directory);
    if (!entries) return fail(entries.error());
    for (const OutputFile& file : release_index(*entries, request_.site))
      if (auto status = write_file((fs::path(directory) / file.path).string(), file.content); !status)
        return fail(status.error());
    auto pages = publish_into(request_.workspace, out_.documents, inventory_, knowledge_);
    if (!pages) return fail(pages.error());
    out_.pages = std::move(*pages);
    out_.release = std::move(*made);
    return std::move(out_);
  }

  const PublishRequest& request_;
  const knowledge::Knowledge& knowledge_;
  Evidence evidence_;
  std::string yaml_;
  Inventory inventory_;
  std::vector<ReleaseEntry> entries_;
  ReleaseContent last_;
  Publication out_;
};

}  // namespace

Result<std::map<std::string, std::string>> text_digests(const Workspace& workspace) {
  std::map<std::string, std::string> digests;
  for (const DocumentKind kind :
       {DocumentKind::privacy_policy, DocumentKind::user_agreement, DocumentKind::data_lists}) {
    const std::string path = workspace.file(fmt::format("{}.md", to_string(kind)));
    if (!exists(path)) continue;
    auto text = read_file(path);
    if (!text) return fail(text.error());
    digests.emplace(to_string(kind), sha256_hex(*text));
  }
  return digests;
}

std::string releases_directory(const Workspace& workspace) { return workspace.file("releases"); }

Result<ReleaseContent> release_content(const Inventory& inventory, const std::string& facts_yaml,
                                       const std::vector<Document>& documents) {
  ReleaseContent content{.version = inventory.facts.release.version,
                         .published = inventory.facts.release.published,
                         .effective = inventory.facts.release.effective,
                         .inventory = {},
                         .facts = {},
                         .documents = documents};
  auto register_json = parse_json("inventory.json", to_json_text(inventory));
  if (!register_json) return fail(register_json.error());
  content.inventory = std::move(register_json->value);
  auto facts = parse_yaml(inventory.facts.path, facts_yaml);
  if (!facts) return fail(facts.error());
  content.facts = std::move(facts->value);
  return content;
}

Result<Publication> publish_release(const PublishRequest& request, const knowledge::Knowledge& knowledge) {
  return Publisher(request, knowledge).run();
}

}  // namespace qiyue
