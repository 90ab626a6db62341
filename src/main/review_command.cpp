// review: Word files out and in, two texts side by side, comments, sign-off.
#include "review/review.h"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "core/text.h"
#include "main/commands.h"
#include "workspace/releases.h"

namespace qiyue::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxWordFile = 50u << 20;
constexpr std::string_view kDocumentProperty = "qiyue-document";
constexpr std::string_view kDigestProperty = "qiyue-sha256";

Error wrong_use(Text message, Text remedy) {
  return {.message = std::move(message), .remedy = std::move(remedy), .file = {}, .more = {}};
}

struct Room {  // a workspace with everything that review looks at
  Workspace workspace;
  Inventory inventory;
  std::vector<Document> documents;
};
Result<Room> open_room(const ProgramArguments& program, const Session& session) {
  Room room{.workspace = workspace_at(program.program, program.legal), .inventory = {}, .documents = {}};
  auto facts = read_facts(room.workspace.file("facts.yaml"), session.knowledge);
  if (!facts) return fail(std::move(facts.error()));
  auto scan =
      scan_program({.program = program.program, .root = program.root, .threads = program.threads}, session.knowledge);
  if (!scan) return fail(std::move(scan.error()));
  room.inventory = join(*facts, scan->evidence, session.knowledge);
  auto documents = read_workspace_documents(room.workspace);
  if (!documents) return fail(std::move(documents.error()));
  room.documents = std::move(*documents);
  return room;
}

std::string sent_path(const Workspace& workspace, std::string_view document, const std::string& digest) {
  return workspace.file(fmt::format(".base/sent/{}-{}.md", document, digest.substr(0, 16)));
}

const Document* of_kind(const Drafts& drafts, DocumentKind kind) {
  for (const Document* one : {&drafts.privacy_policy, &drafts.user_agreement, &drafts.data_lists})
    if (one->kind == kind) return one;
  return nullptr;
}

// ---- export ----

std::string provenance_note(const Clause& clause, const Inventory& inventory, const knowledge::Knowledge& knowledge,
                            Lang lang) {
  const Provenance& why = clause.provenance;
  std::string text;
  const auto add = [&](const Text& label, const std::string& value) {
    if (!value.empty()) text += (text.empty() ? "" : "\n") + label.in(lang) + value;
  };
  add({"条款：", "clause: "}, clause.id);
  add({"事实：", "facts: "}, join(why.facts, lang == Lang::zh ? "、" : ", "));
  std::vector<std::string> places;
  for (const Use& use : inventory.evidence.uses)
    if (contains(why.evidence, use.id))
      places.push_back(fmt::format("{}:{} {}", use.place.file, use.place.line, use.api));
  for (const Field& field : inventory.evidence.fields)
    if (contains(why.evidence, field.id)) places.push_back(fmt::format("{}:{}", field.place.file, field.place.line));
  constexpr std::size_t kShown = 8;
  if (places.size() > kShown) places.resize(kShown);
  add({"代码：", "code: "}, join(places, lang == Lang::zh ? "、" : ", "));
  std::vector<std::string> laws;
  for (const std::string& id : why.obligations) {
    for (const knowledge::Obligation& obligation : knowledge.obligations) {
      if (obligation.id != id) continue;
      for (const knowledge::Citation& source : obligation.sources) {
        std::string cited = knowledge.cite(source, lang);
        if (!contains(laws, cited)) laws.push_back(std::move(cited));
      }
    }
  }
  add({"依据：", "law: "}, join(laws, lang == Lang::zh ? "；" : "; "));
  return text;
}

// The clause that a line of the text belongs to; empty before the first heading.
std::string clause_at(const Document& document, int line) {
  std::string found;
  visit(document, [&](const Clause& clause) {
    if (!clause.id.empty() && clause.source.end > 0 && document.source.line_of(clause.source.begin) <= line)
      found = clause.id;
  });
  return found;
}

int export_texts(const ReviewArguments& arguments, const Session& session) {
  auto room = open_room(arguments.program, session);
  if (!room) return report(room.error(), session.lang);
  const std::string own = room->workspace.file("clauses");
  std::error_code ignored;
  auto drafts =
      draft(room->inventory, session.knowledge, {.lang = Lang::zh, .own_clauses = fs::exists(own, ignored) ? own : ""});
  if (!drafts) return report(drafts.error(), session.lang);
  std::vector<const Document*> all;
  for (const Document& document : room->documents) all.push_back(&document);
  const std::string today = today_or(arguments.as_of);
  std::vector<Finding> findings =
      check({.documents = all, .inventory = &room->inventory, .evidence = nullptr, .as_of = today}, session.knowledge);
  int written = 0;
  for (const Document& document : room->documents) {
    const std::string kind(to_string(document.kind));
    if (!arguments.what.empty() && !contains(arguments.what, kind)) continue;
    const std::string path = room->workspace.file(kind + ".md");
    auto bytes = read_file(path);
    if (!bytes) return report(bytes.error(), session.lang);
    DocxOptions options{.date = today, .notes = {}, .properties = {}};
    const std::string digest = sha256_hex(*bytes);
    options.properties.emplace(kDocumentProperty, kind);
    options.properties.emplace(kDigestProperty, digest);
    if (const Document* drafted = of_kind(*drafts, document.kind)) {
      visit(*drafted, [&](const Clause& clause) {
        if (!clause.provenance.clause.empty())
          options.notes.push_back({clause.id, std::string(kReviewAuthor),
                                   provenance_note(clause, room->inventory, session.knowledge, session.output_lang)});
      });
    }
    for (const Finding& finding : findings) {
      if (finding.document != document.source.path()) continue;
      std::string text =
          fmt::format("[{} {}] {}", finding.rule, to_string(finding.severity), finding.message.in(session.output_lang));
      if (!finding.quote.empty()) text += "\n“" + finding.quote + "”";
      if (!finding.help.empty()) text += "\n" + finding.help.in(session.output_lang);
      options.notes.push_back({clause_at(document, finding.begin.line), std::string(kReviewAuthor), std::move(text)});
    }
    auto file = write_review_docx(document, options);
    if (!file) return report(file.error(), session.lang);
    const std::string folder = arguments.out.empty() ? room->workspace.file("docx") : arguments.out;
    const std::string target = folder.ends_with(".docx") ? folder : (fs::path(folder) / (kind + ".docx")).string();
    if (folder.ends_with(".docx") && written > 0)
      return report(wrong_use({"一个 .docx 只能放一份文本", "one .docx holds one text"},
                              {"写明是哪一份，例如 review export privacy-policy -o a.docx；或给一个目录",
                               "name the text, as in `review export privacy-policy -o a.docx`, or give a directory"}),
                    session.lang);
    if (auto status = write_file(sent_path(room->workspace, kind, digest), *bytes); !status)
      return report(status.error(), session.lang);
    if (auto status = write_file(target, *file); !status) return report(status.error(), session.lang);
    fmt::print("  {}\n", target);
    ++written;
  }
  if (written == 0)
    return report(
        wrong_use({"没有这样的文本", "there is no such text"}, {"可以写 privacy-policy、user-agreement、data-lists",
                                                                "use privacy-policy, user-agreement or data-lists"}),
        session.lang);
  return kClean;
}

// ---- import ----

// Puts the files of legal/clauses back as they were when the new ones cannot be drafted.
class Undo {
 public:
  void remember(const std::string& path) {
    auto text = read_file(path);
    before_.emplace_back(path, text ? std::optional(std::move(*text)) : std::nullopt);
  }
  void run() {
    std::error_code ignored;
    for (const auto& [path, text] : before_) {
      if (!text) {
        fs::remove(path, ignored);
      } else if (auto status = write_file(path, *text); !status) {
        fmt::print(stderr, "{}", render(status.error(), Lang::zh));
      }
    }
  }

 private:
  std::vector<std::pair<std::string, std::optional<std::string>>> before_;
};

Status keep_comments(const Room& room, const DocxReview& review, const std::string& kind, int& kept) {
  const std::string directory = room.workspace.file("review");
  auto comments = read_comments(directory);
  if (!comments) return fail(std::move(comments.error()));
  for (const DocxNote& note : review.notes) {
    const bool known = std::any_of(comments->begin(), comments->end(), [&](const ReviewComment& one) {
      return one.document == kind && one.author == note.author && one.date == note.date && one.text == note.text;
    });
    if (known) continue;
    ++kept;
    comments->push_back({.id = fmt::format("C{}", comments->size() + 1),
                         .document = kind,
                         .clause = note.clause,
                         .quote = note.quote,
                         .author = note.author,
                         .date = note.date,
                         .text = note.text,
                         .assignee = {},
                         .answer = {},
                         .resolved = false});
  }
  return kept == 0 ? Status{} : write_comments(directory, *comments);
}

int import_text(const ReviewArguments& arguments, const Session& session) {
  const Lang lang = session.lang;
  if (arguments.what.size() != 1)
    return report(wrong_use({"要给一个 Word 文件", "give one Word file"},
                            {"qiyue review import 文件.docx", "qiyue review import FILE.docx"}),
                  lang);
  const std::string& path = arguments.what[0];
  auto bytes = read_file(path, kMaxWordFile);
  if (!bytes) return report(bytes.error(), lang);
  auto review = read_docx_review(path, *bytes);
  if (!review) return report(review.error(), lang);
  if (arguments.refuse_pending) {
    auto refused = refuse_changes(path, *bytes);
    if (!refused) return report(refused.error(), lang);
    *bytes = std::move(*refused);
  }
  auto edited = parse_documents(path, *bytes);
  if (!edited) return report(edited.error(), lang);
  auto room = open_room(arguments.program, session);
  if (!room) return report(room.error(), lang);
  std::string kind = review->properties.contains(std::string(kDocumentProperty))
                         ? review->properties.at(std::string(kDocumentProperty))
                         : "";
  if (kind.empty() && !edited->empty()) kind = to_string(edited->front().kind);
  const auto current = std::find_if(room->documents.begin(), room->documents.end(),
                                    [&](const Document& one) { return to_string(one.kind) == kind; });
  if (edited->empty() || current == room->documents.end())
    return report({.message = {"看不出这是哪一份文本", "it cannot be told which text this is"},
                   .remedy = {"用 qiyue review export 导出的文件来改", "edit a file that `qiyue review export` made"},
                   .file = path,
                   .more = {}},
                  lang);

  // What was sent is what the changes are counted from: later drafts are not undone.
  const Document* base = &*current;
  std::vector<Document> sent;
  const auto digest = review->properties.find(std::string(kDigestProperty));
  std::error_code ignored;
  const std::string kept_base =
      digest == review->properties.end() ? "" : sent_path(room->workspace, kind, digest->second);
  if (!kept_base.empty() && fs::exists(kept_base, ignored)) {
    auto text = read_text_file(kept_base);
    if (!text) return report(text.error(), lang);
    auto read = parse_documents(room->workspace.file(kind + ".md"), *text);
    if (!read || read->empty())
      return report(read ? wrong_use({"导出时的底稿读不出来", "the text as sent cannot be read"}, {}) : read.error(),
                    lang);
    sent = std::move(*read);
    base = &sent.front();
  } else {
    fmt::print(stderr, "{}\n",
               Text{"找不到导出时的底稿，按现在的文本比较",
                    "the text as it was sent is not there; compared with the present one"}
                   .in(lang));
  }
  const std::string own = room->workspace.file("clauses");
  auto drafts =
      draft(room->inventory, session.knowledge, {.lang = Lang::zh, .own_clauses = fs::exists(own, ignored) ? own : ""});
  if (!drafts) return report(drafts.error(), lang);
  auto imported = import_review({.base = base,
                                 .edited = &edited->front(),
                                 .drafted = of_kind(*drafts, base->kind),
                                 .facts = &room->inventory.facts,
                                 .own_clauses = own},
                                session.knowledge);
  if (!imported) return report(imported.error(), lang);

  Undo undo;
  for (const OutputFile& file : imported->clauses) {
    const std::string target = (fs::path(own) / file.path).string();
    undo.remember(target);
    if (auto status = write_file(target, file.content); !status) return report(status.error(), lang);
  }
  auto drafted = draft_into(room->workspace, room->inventory, session.knowledge, Lang::zh);
  if (!drafted) {
    undo.run();
    return report(drafted.error(), lang);
  }
  int kept = 0;
  if (auto status = keep_comments(*room, *review, kind, kept); !status) return report(status.error(), lang);

  if (review->insertions + review->deletions > 0)
    fmt::print(
        "{}\n",
        Text{fmt::format("还没有接受的修订：{} 处增加、{} 处删除（{}）{}", review->insertions, review->deletions,
                         join(review->authors, "、"), arguments.refuse_pending ? "，没有采用" : "，一并采用"),
             fmt::format("pending changes: {} insertions, {} deletions ({}), {}", review->insertions, review->deletions,
                         join(review->authors, ", "), arguments.refuse_pending ? "left out" : "taken")}
            .in(lang));
  for (const Text& one : imported->placed) fmt::print("  {}\n", one.in(lang));
  for (const Text& one : imported->advice) fmt::print("  {}{}\n", Text{"请注意：", "note: "}.in(lang), one.in(lang));
  if (imported->placed.empty()) fmt::print("{}\n", Text{"没有要采用的改动", "there is no change to take"}.in(lang));
  if (kept > 0)
    fmt::print("{}\n", Text{fmt::format("新意见 {} 条：qiyue review comments", kept),
                            fmt::format("{} new comments: qiyue review comments", kept)}
                           .in(lang));
  for (const Text& one : imported->unplaced)
    fmt::print(stderr, "{}{}\n", Text{"没有采用：", "not taken: "}.in(lang), one.in(lang));
  for (const std::string& conflict : drafted->conflicts)
    fmt::print(stderr, "{}: {}\n", conflict,
               Text{"有冲突，已用 <<<<<<< 和 >>>>>>> 标出", "conflicts are marked <<<<<<< and >>>>>>>"}.in(lang));
  return imported->unplaced.empty() && drafted->conflicts.empty() ? kClean : kFindings;
}

// ---- diff ----

// A file, or a release with the kind of text to take from it.
Result<std::vector<Document>> texts_of(const std::string& name, const Workspace& workspace) {
  std::error_code ignored;
  if (name == "now") return read_workspace_documents(workspace);
  if (fs::is_regular_file(name, ignored)) return read_documents(name);
  if (parse_version(name)) {
    auto entries = list_releases(releases_directory(workspace));
    if (!entries) return fail(std::move(entries.error()));
    for (const ReleaseEntry& entry : *entries) {
      if (entry.version.text() != name) continue;
      auto content = read_release(entry);
      if (!content) return fail(std::move(content.error()));
      return std::move(content->documents);
    }
  }
  return fail({.message = {fmt::format("没有“{}”", name), fmt::format("there is no \"{}\"", name)},
               .remedy = {"给文件、发布过的版本号，或 now（现在的文本）", "give a file, a published version, or `now`"},
               .file = {},
               .more = {}});
}

int diff_texts(const ReviewArguments& arguments, const Session& session) {
  const Lang lang = session.lang;
  if (arguments.what.size() != 2 || (arguments.docx && arguments.out.empty()))
    return report(
        wrong_use({"要给两个文本；Word 文件还要用 -o 写明写到哪里", "give two texts; a Word file needs -o too"},
                  {"例如 qiyue review diff 1.0.0 now --docx -o changes.docx",
                   "as in `qiyue review diff 1.0.0 now --docx -o changes.docx`"}),
        lang);
  const Workspace workspace = workspace_at(arguments.program.program, arguments.program.legal);
  auto before = texts_of(arguments.what[0], workspace);
  if (!before) return report(before.error(), lang);
  auto after = texts_of(arguments.what[1], workspace);
  if (!after) return report(after.error(), lang);
  const bool two_files = before->size() == 1 && after->size() == 1;
  std::string text, html;
  std::vector<std::pair<std::string, std::string>> files;
  bool differ = false;
  for (const Document& now : *after) {
    const Document* was = two_files ? &before->front() : nullptr;
    for (const Document& one : *before)
      if (one.kind == now.kind) was = &one;
    const TextChange change = compare_texts(was, now, {}, {});
    differ = differ || std::any_of(change.clauses.begin(), change.clauses.end(),
                                   [](const ClauseChange& one) { return one.change != LineChange::same; });
    text += changes_text(change, lang, session.color && arguments.out.empty());
    html += changes_html(change, arguments.what[0], arguments.what[1], lang);
    if (!arguments.docx) continue;
    auto made = changes_docx(change, std::string(kReviewAuthor), today_or(arguments.as_of));
    if (!made) return report(made.error(), lang);
    const fs::path out(arguments.out);
    const std::string name =
        after->size() == 1
            ? out.string()
            : (out.parent_path() / (out.stem().string() + "-" + std::string(to_string(now.kind)) + ".docx")).string();
    files.emplace_back(name, std::move(*made));
  }
  if (arguments.docx) {
    for (const auto& [name, bytes] : files) {
      if (auto status = write_file(name, bytes); !status) return report(status.error(), lang);
      fmt::print("  {}\n", name);
    }
  } else if (const std::string& shown = arguments.html ? html : text; arguments.out.empty()) {
    fmt::print("{}", shown);
  } else {
    if (auto status = write_file(arguments.out, shown); !status) return report(status.error(), lang);
    fmt::print("  {}\n", arguments.out);
  }
  return differ ? kFindings : kClean;
}

// ---- comments, sign-off ----

int comment_command(const ReviewArguments& arguments, const Session& session) {
  const Lang lang = session.lang;
  const std::string directory = workspace_at(arguments.program.program, arguments.program.legal).file("review");
  auto comments = read_comments(directory);
  if (!comments) return report(comments.error(), lang);
  if (arguments.action == "comments") {
    int open = 0;
    for (const ReviewComment& one : *comments) {
      open += one.resolved ? 0 : 1;
      fmt::print("{} [{}] {} {} {} {}{}\n", one.id,
                 one.resolved ? Text{"已处理", "done"}.in(lang) : Text{"待处理", "open"}.in(lang), one.document,
                 one.clause, one.author, one.date, one.assignee.empty() ? "" : " → " + one.assignee);
      if (!one.quote.empty()) fmt::print("    “{}”\n", one.quote);
      fmt::print("    {}\n", replace_all(one.text, "\n", "\n    "));
      if (!one.answer.empty()) fmt::print("    = {}\n", one.answer);
    }
    if (comments->empty()) fmt::print("{}\n", Text{"没有意见", "no comments"}.in(lang));
    return open == 0 ? kClean : kFindings;
  }
  if (arguments.action == "comment") {
    if (arguments.what.size() != 1 || arguments.by.empty() || arguments.text.empty())
      return report(wrong_use({"要写明哪份文本、谁、说什么", "say which text, who, and what"},
                              {"qiyue review comment privacy-policy --clause pp.rights --by 王律师 --text …",
                               "qiyue review comment privacy-policy --clause pp.rights --by NAME --text …"}),
                    lang);
    comments->push_back({.id = fmt::format("C{}", comments->size() + 1),
                         .document = arguments.what[0],
                         .clause = arguments.clause,
                         .quote = {},
                         .author = arguments.by,
                         .date = today_or(arguments.as_of),
                         .text = arguments.text,
                         .assignee = arguments.to,
                         .answer = {},
                         .resolved = false});
    fmt::print("{}\n", comments->back().id);
  } else {
    if (arguments.what.empty() || (arguments.action == "assign" && arguments.to.empty()))
      return report(wrong_use({"要写意见编号；assign 还要写 --to", "name the comment; assign needs --to"},
                              {"编号见 qiyue review comments", "`qiyue review comments` lists them"}),
                    lang);
    for (const std::string& id : arguments.what) {
      const auto found =
          std::find_if(comments->begin(), comments->end(), [&](const ReviewComment& one) { return one.id == id; });
      if (found == comments->end())
        return report(wrong_use({fmt::format("没有意见 {}", id), fmt::format("there is no comment {}", id)},
                                {"编号见 qiyue review comments", "`qiyue review comments` lists them"}),
                      lang);
      if (arguments.action == "assign") {
        found->assignee = arguments.to;
      } else {
        found->resolved = true;
        found->answer = arguments.text;
      }
    }
  }
  if (auto status = write_comments(directory, *comments); !status) return report(status.error(), lang);
  return kClean;
}

int sign_command(const ReviewArguments& arguments, const Session& session) {
  const Lang lang = session.lang;
  const Workspace workspace = workspace_at(arguments.program.program, arguments.program.legal);
  const std::string directory = workspace.file("review");
  auto policy = read_policy(directory);
  if (!policy) return report(policy.error(), lang);
  auto signoffs = read_signoffs(directory);
  if (!signoffs) return report(signoffs.error(), lang);
  auto digests = text_digests(workspace);
  if (!digests) return report(digests.error(), lang);
  if (arguments.action == "sign") {
    std::map<std::string, std::string> chosen;
    for (const auto& [document, digest] : *digests)
      if (arguments.what.empty() || contains(arguments.what, document)) chosen.emplace(document, digest);
    if (auto status = sign(*signoffs, *policy, arguments.role, arguments.by, today_or(arguments.as_of), chosen);
        !status)
      return report(status.error(), lang);
    if (auto status = write_signoffs(directory, *signoffs); !status) return report(status.error(), lang);
  }
  if (policy->roles.empty())
    fmt::print(
        "{}\n",
        Text{"没有 review/policy.yaml：发布不要求签字", "there is no review/policy.yaml: no sign-off is asked for"}.in(
            lang));
  bool complete = true;
  for (const RoleState& state : review_state(*policy, *signoffs, *digests)) {
    complete = complete && state.complete();
    fmt::print("{} {:<16} {} {}/{}  {}{}\n", state.complete() ? "✓" : "·", state.document, state.name,
               state.signed_by.size(), state.needed, join(state.signed_by, "、"),
               state.voided.empty() ? ""
                                    : Text{fmt::format("（{} 签过，文本后来改了）", join(state.voided, "、")),
                                           fmt::format(" ({} signed an earlier text)", join(state.voided, ", "))}
                                          .in(lang));
  }
  return complete ? kClean : kFindings;
}

}  // namespace

int run(const ReviewArguments& arguments, const Session& session) {
  if (arguments.action == "export") return export_texts(arguments, session);
  if (arguments.action == "import") return import_text(arguments, session);
  if (arguments.action == "diff") return diff_texts(arguments, session);
  if (arguments.action == "status" || arguments.action == "sign") return sign_command(arguments, session);
  return comment_command(arguments, session);
}

}  // namespace qiyue::cli
