#include "review/review.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>

#include "core/text.h"
#include "draft/draft.h"
#include "review/package.h"

namespace qiyue {
namespace {

namespace fs = std::filesystem;
const knowledge::Knowledge& kKnowledge = knowledge::builtin();

// A directory of its own for each test.
class Folder {
 public:
  Folder()
      : path_(fs::path(testing::TempDir()) /
              ("review-" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()))) {
    fs::remove_all(path_);
    fs::create_directories(path_);
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  [[nodiscard]] std::string path() const { return path_.string(); }
  [[nodiscard]] std::string file(std::string_view name) const { return (path_ / name).string(); }

 private:
  fs::path path_;
};

Inventory shop() {
  const std::string folder = QIYUE_SOURCE_DIR "/tests/draft/shop/";
  auto yaml = read_text_file(folder + "facts.yaml");
  auto facts = parse_facts("legal/facts.yaml", yaml.value_or(""), kKnowledge);
  auto evidence = read_evidence(folder + "evidence.json");
  if (!facts || !evidence) {
    ADD_FAILURE() << "the shop's facts or evidence cannot be read";
    return {};
  }
  return join(*facts, *evidence, kKnowledge);
}

Document as_sent(const Document& drafted) {
  auto read = parse_documents("legal/" + std::string(to_string(drafted.kind)) + ".md", write_markdown(drafted));
  if (!read || read->empty()) {
    ADD_FAILURE() << "the draft cannot be read";
    return {};
  }
  return read->front();
}

std::string docx_of(const Document& document,
                    const DocxOptions& options = {.date = "2026-11-23", .notes = {}, .properties = {}}) {
  auto bytes = write_review_docx(document, options);
  if (!bytes) ADD_FAILURE() << render(bytes.error(), Lang::en);
  return bytes.value_or("");
}

Document read_back(const std::string& bytes) {
  auto read = parse_documents("text.docx", bytes);
  if (!read || read->size() != 1) {
    ADD_FAILURE() << (read ? "not one text" : render(read.error(), Lang::en));
    return {};
  }
  return read->front();
}

// Edits word/document.xml as a person's program would have.
std::string edited(const std::string& bytes, const std::vector<std::pair<std::string, std::string>>& replacements,
                   const std::string& part = "word/document.xml") {
  auto parts = review::unpack("text.docx", bytes);
  if (!parts) {
    ADD_FAILURE() << "cannot be unpacked";
    return {};
  }
  for (OutputFile& one : *parts) {
    if (one.path != part) continue;
    for (const auto& [from, to] : replacements) {
      const std::size_t at = one.content.find(from);
      if (at == std::string::npos) {
        ADD_FAILURE() << "not there: " << from;
      } else {
        one.content.replace(at, from.size(), to);
      }
    }
  }
  return review::pack(*parts).value_or("");
}

struct Sent {
  Inventory inventory = shop();
  Drafts drafts = draft(inventory, kKnowledge).value_or(Drafts{});
  Document base = as_sent(drafts.privacy_policy);
  std::string bytes = docx_of(base);

  [[nodiscard]] ImportResult import(const std::string& returned, const std::string& own = "") const {
    const Document document = read_back(returned);
    auto result = import_review({.base = &base,
                                 .edited = &document,
                                 .drafted = &drafts.privacy_policy,
                                 .facts = &inventory.facts,
                                 .own_clauses = own},
                                kKnowledge);
    return result.value_or(ImportResult{});
  }
};

std::string all_of(const std::vector<Text>& texts) {
  std::string out;
  for (const Text& text : texts) out += text.zh + "\n";
  return out;
}

TEST(Docx, ComesBackAsItWasSent) {
  const Sent sent;
  for (const Document* drafted : {&sent.drafts.privacy_policy, &sent.drafts.user_agreement, &sent.drafts.data_lists}) {
    const Document base = as_sent(*drafted);
    const Document back = read_back(docx_of(base));
    EXPECT_EQ(back.title, base.title);
    EXPECT_EQ(back.kind, base.kind);
    auto result = import_review(
        {.base = &base, .edited = &back, .drafted = drafted, .facts = &sent.inventory.facts, .own_clauses = ""},
        kKnowledge);
    ASSERT_TRUE(result);
    EXPECT_EQ(all_of(result->placed), "") << to_string(base.kind);
    EXPECT_EQ(all_of(result->unplaced), "") << to_string(base.kind);
  }
}

TEST(Docx, SameInputSameBytes) {
  const Sent sent;
  EXPECT_EQ(sent.bytes, docx_of(sent.base));
}

TEST(Docx, CarriesOurCommentsAndProperties) {
  const Sent sent;
  const std::string bytes =
      docx_of(sent.base, {.date = "2026-11-23",
                          .notes = {{"pp.rights", "Qiyue", "依据 <法条> & 事实"}, {"", "王律师", "整体可以"}},
                          .properties = {{"qiyue-sha256", "abc"}}});
  const auto review = read_docx_review("text.docx", bytes);
  ASSERT_TRUE(review);
  EXPECT_EQ(review->properties.at("qiyue-sha256"), "abc");
  ASSERT_EQ(review->notes.size(), 1U);  // ours are left out
  EXPECT_EQ(review->notes[0].author, "王律师");
  EXPECT_EQ(review->notes[0].quote, sent.base.title);
}

TEST(Import, ARewordedClauseBecomesAnOwnOneThatIsPinned) {
  const Sent sent;
  const ImportResult result =
      sent.import(edited(sent.bytes, {{"撤回同意和给出同意一样方便。", "您可以随时撤回同意，做法见第八部分。"}}));
  ASSERT_EQ(result.clauses.size(), 1U);
  EXPECT_EQ(result.clauses[0].path, "pp.rights.withdraw.md");
  const std::string& text = result.clauses[0].content;
  EXPECT_NE(text.find("id: pp.rights.withdraw\n"), std::string::npos) << text;
  EXPECT_NE(text.find("pinned:\n  rights.withdraw: "), std::string::npos) << text;
  EXPECT_NE(text.find("您可以随时撤回同意，做法见{{ref pp."), std::string::npos) << text;

  // It is drafted, and the check tells when its fact moves.
  const Folder folder;
  ASSERT_TRUE(write_file(folder.file(result.clauses[0].path), text));
  const auto drafts = draft(sent.inventory, kKnowledge, {.lang = Lang::zh, .own_clauses = folder.path()});
  ASSERT_TRUE(drafts) << render(drafts.error(), Lang::en);
  EXPECT_NE(write_markdown(drafts->privacy_policy).find("您可以随时撤回同意"), std::string::npos);
  EXPECT_TRUE(moved_pins(sent.inventory.facts, folder.path(), kKnowledge).empty());
  Facts moved = sent.inventory.facts;
  moved.data.value.as_object()["rights"].as_object()["withdraw"] = "发邮件";
  const auto findings = moved_pins(moved, folder.path(), kKnowledge);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].rule, "QY4120");
  EXPECT_NE(findings[0].message.zh.find("发邮件"), std::string::npos);
  EXPECT_GT(findings[0].begin.line, 1);
}

TEST(Import, TrackedChangesAreTakenOrRefused) {
  const Sent sent;
  const std::string run = R"(<w:r><w:t xml:space="preserve">撤回同意和给出同意一样方便。</w:t></w:r>)";
  const std::string returned = edited(
      sent.bytes,
      {{run,
        R"(<w:del w:id="901" w:author="王律师" w:date="2026-11-23T00:00:00Z"><w:r><w:delText xml:space="preserve">撤回同意和给出同意一样方便。</w:delText></w:r></w:del><w:ins w:id="902" w:author="王律师" w:date="2026-11-23T00:00:00Z"><w:r><w:t>随时可以撤回。</w:t></w:r></w:ins>)"}});
  const auto review = read_docx_review("text.docx", returned);
  ASSERT_TRUE(review);
  EXPECT_EQ(review->insertions, 1);
  EXPECT_EQ(review->deletions, 1);
  EXPECT_EQ(review->authors, std::vector<std::string>{"王律师"});
  const ImportResult taken = sent.import(returned);
  ASSERT_EQ(taken.clauses.size(), 1U);
  EXPECT_NE(taken.clauses[0].content.find("随时可以撤回。"), std::string::npos);
  EXPECT_EQ(taken.clauses[0].content.find("一样方便"), std::string::npos);
  const auto refused = refuse_changes("text.docx", returned);
  ASSERT_TRUE(refused);
  EXPECT_TRUE(sent.import(*refused).clauses.empty());
}

TEST(Import, ADeletedBookmarkIsFoundByItsHeading) {
  const Sent sent;
  const ImportResult result =
      sent.import(edited(sent.bytes, {{R"(w:name="qy_pp_rights_withdraw"/>)", R"(w:name="_Toc1"/>)"},
                                      {"撤回同意和给出同意一样方便。", "随时可以撤回。"}}));
  ASSERT_EQ(result.clauses.size(), 1U);
  EXPECT_EQ(result.clauses[0].path, "pp.rights.withdraw.md");
}

TEST(Import, NewAndDeletedClauses) {
  const Sent sent;
  const std::string heading =
      R"(<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>律师的补充</w:t></w:r></w:p><w:p><w:r><w:t>补充的内容。</w:t></w:r></w:p>)";
  const ImportResult added = sent.import(edited(sent.bytes, {{"<w:sectPr>", heading + "<w:sectPr>"}}));
  ASSERT_EQ(added.clauses.size(), 1U) << all_of(added.placed) << all_of(added.unplaced);
  EXPECT_NE(added.clauses[0].content.find("document: privacy-policy"), std::string::npos);
  const Folder folder;
  ASSERT_TRUE(write_file(folder.file(added.clauses[0].path), added.clauses[0].content));
  const auto drafts = draft(sent.inventory, kKnowledge, {.lang = Lang::zh, .own_clauses = folder.path()});
  ASSERT_TRUE(drafts) << render(drafts.error(), Lang::en);
  EXPECT_NE(write_markdown(drafts->privacy_policy).find("律师的补充\n\n补充的内容。"), std::string::npos);

  Document cut = sent.base;
  std::erase_if(cut.clauses, [](const Clause& clause) { return clause.id == "pp.complaint"; });
  const ImportResult removed = sent.import(docx_of(cut));
  ASSERT_EQ(removed.clauses.size(), 1U) << all_of(removed.placed) << all_of(removed.unplaced);
  EXPECT_EQ(removed.clauses[0].content, "---\nid: pp.complaint\nremove: true\n---\n");
}

TEST(Import, WhatCannotBePlacedIsListed) {
  const Sent sent;
  Document odd = sent.base;
  odd.title = "别的标题隐私政策";
  for (Clause& clause : odd.clauses) {
    if (clause.id != "pp.complaint") continue;
    clause.blocks.clear();
    Block block;
    block.text.push_back({"Please write to us.", false, "", {}});
    clause.blocks.push_back(block);
  }
  std::swap(odd.clauses[1], odd.clauses[2]);
  const ImportResult result = sent.import(docx_of(odd));
  const std::string told = all_of(result.unplaced);
  EXPECT_NE(told.find("标题改成了"), std::string::npos) << told;
  EXPECT_NE(told.find("别的语言"), std::string::npos) << told;
  EXPECT_NE(told.find("次序"), std::string::npos) << told;
}

// One item of a list in another language: the clause is left alone and named.
TEST(Import, AnotherLanguageInOneItemIsNotTaken) {
  const Sent sent;
  Document odd = sent.base;
  for (Clause& clause : odd.clauses) {
    if (clause.id != "pp.complaint") continue;
    for (Block& block : clause.blocks)
      if (!block.items.empty()) block.items.back() = {{"Or turn to the court of law.", false, "", {}}};
  }
  const ImportResult result = sent.import(docx_of(odd));
  EXPECT_TRUE(result.clauses.empty()) << all_of(result.placed);
  EXPECT_NE(all_of(result.unplaced).find("改成别的语言的话：Or turn"), std::string::npos) << all_of(result.unplaced);
}

// A heading whose words were deleted and whose number is left: its text goes on under the clause before it.
TEST(Import, AnEmptiedHeadingIsNone) {
  const Sent sent;
  const std::string words = R"(<w:t xml:space="preserve">期满之后</w:t></w:r><w:bookmarkEnd)";
  const Document document = read_back(edited(sent.bytes, {{words, "<w:t/></w:r><w:bookmarkEnd"}}));
  visit(document, [](const Clause& clause) { EXPECT_FALSE(clause.title.empty()); });
}

// An editor that strikes out the end of a paragraph joins it with the next one.
TEST(Import, AStruckOutParagraphEndJoins) {
  const Sent sent;
  const std::string run = R"(<w:p><w:r><w:t xml:space="preserve">撤回同意和给出同意一样方便。</w:t></w:r>)";
  const Document document = read_back(edited(
      sent.bytes,
      {{run,
        R"(<w:p><w:pPr><w:rPr><w:del w:id="901" w:author="王律师"/></w:rPr></w:pPr><w:r><w:t>您可以撤回：</w:t></w:r></w:p>)" +
            run}}));
  EXPECT_NE(write_markdown(document).find("您可以撤回：撤回同意和给出同意一样方便。"), std::string::npos);
}

// A cell that prints one fact: taken, and said where else it has to change.
TEST(Import, ACellOfAFactIsToldToBeOne) {
  const Sent sent;
  Document odd = sent.base;
  std::string was;
  for (Clause& clause : odd.clauses) {
    for (Clause& child : clause.children) {
      if (child.id != "pp.collect.basic") continue;
      for (Block& block : child.blocks) {
        if (block.rows.empty()) continue;
        was = plain_text(block.rows[0][2]);
        block.rows[0][2] = {{"认出您的账号", false, "", {}}};
      }
    }
  }
  ASSERT_FALSE(was.empty());
  const ImportResult result = sent.import(docx_of(odd));
  EXPECT_EQ(result.clauses.size(), 1U);
  ASSERT_EQ(result.advice.size(), 1U) << was;
  EXPECT_NE(result.advice[0].zh.find(was), std::string::npos) << result.advice[0].zh;
  EXPECT_NE(result.advice[0].zh.find(".purpose"), std::string::npos) << result.advice[0].zh;
}

// Files that LibreOffice 7.4 saved: one with changes tracked, one with the same changes made plainly; both with a comment and a new
// clause. QIYUE_UPDATE=1 rewrites what is expected.
TEST(LibreOffice, ItsFilesComeBack) {
  const fs::path folder = fs::path(QIYUE_SOURCE_DIR) / "tests" / "review" / "libreoffice";
  const auto base = read_documents((folder / "sent.md").string());
  ASSERT_TRUE(base);
  const auto came_back = [&](const std::string& bytes) {
    const Document document = read_back(bytes);
    const auto result = import_review(
        {.base = &base->front(), .edited = &document, .drafted = nullptr, .facts = nullptr, .own_clauses = ""},
        kKnowledge);
    if (!result) return render(result.error(), Lang::en);
    std::string out = all_of(result->placed) + all_of(result->unplaced);
    for (const OutputFile& file : result->clauses) out += "== " + file.path + "\n" + file.content;
    return out;
  };
  const std::string expected_path = (folder / "expected.txt").string();
  for (const char* name : {"tracked.docx", "accepted.docx"}) {
    const auto bytes = read_file((folder / name).string());
    ASSERT_TRUE(bytes);
    std::string text = came_back(*bytes);
    const auto review = read_docx_review(name, *bytes);
    ASSERT_TRUE(review);
    for (const DocxNote& note : review->notes)
      text += "** " + note.author + " " + note.clause + " “" + note.quote + "” " + note.text + "\n";
    if (std::getenv("QIYUE_UPDATE") != nullptr) {
      ASSERT_TRUE(write_file(expected_path, text));
    }
    EXPECT_EQ(text, read_text_file(expected_path).value_or("")) << name;
    EXPECT_EQ(review->insertions + review->deletions > 0, std::string_view(name) == "tracked.docx");
    if (review->insertions == 0) continue;
    const auto refused = refuse_changes(name, *bytes);
    ASSERT_TRUE(refused);
    EXPECT_EQ(came_back(*refused), "") << "with every change refused";
  }
}

TEST(Import, RefusesWhatIsNoWordFile) {
  EXPECT_FALSE(read_docx_review("a.docx", "not a zip"));
  EXPECT_FALSE(refuse_changes("a.docx", ""));
  const std::string hollow = review::pack({{"a.txt", "x"}}).value_or("");
  const auto read = read_docx_review("a.docx", hollow);
  ASSERT_FALSE(read);
  EXPECT_FALSE(read.error().remedy.zh.empty());
}

TEST(Changes, AreNativeInWordAndMarkedElsewhere) {
  const Sent sent;
  Document after = sent.base;
  for (Clause& clause : after.clauses) {
    if (clause.id == "pp.complaint") clause.blocks[0].text = {{"您可以用第十二部分的联系方式投诉。", false, "", {}}};
  }
  const TextChange change = compare_texts(&sent.base, after, {}, {});
  const std::string text = changes_text(change, Lang::zh, false);
  EXPECT_NE(text.find("[-"), std::string::npos) << text;
  EXPECT_NE(changes_html(change, "1.0.0", "now", Lang::zh).find("<del>"), std::string::npos);
  const auto bytes = changes_docx(change, "Qiyue", "2026-11-23");
  ASSERT_TRUE(bytes);
  const auto review = read_docx_review("changes.docx", *bytes);
  ASSERT_TRUE(review);
  EXPECT_GT(review->deletions, 0);
  EXPECT_EQ(changes_text(compare_texts(&sent.base, sent.base, {}, {}), Lang::zh, false), "没有不同\n");
}

TEST(SignOff, IsBoundToWhatWasSigned) {
  ReviewPolicy policy;
  policy.roles.push_back(
      {.id = "legal", .name = "法务", .quorum = 2, .people = {"甲", "乙", "丙"}, .documents = {"privacy-policy"}});
  const std::map<std::string, std::string> now{{"privacy-policy", "aa"}, {"user-agreement", "bb"}};
  std::vector<SignOff> signoffs;
  EXPECT_FALSE(sign(signoffs, policy, "legal", "丁", "2026-11-23", now));
  EXPECT_FALSE(sign(signoffs, policy, "boss", "甲", "2026-11-23", now));
  ASSERT_TRUE(sign(signoffs, policy, "legal", "甲", "2026-11-23", now));
  ASSERT_TRUE(sign(signoffs, policy, "legal", "甲", "2026-11-24", now));  // twice is once
  auto state = review_state(policy, signoffs, now);
  ASSERT_EQ(state.size(), 1U);
  EXPECT_FALSE(state[0].complete());
  ASSERT_TRUE(sign(signoffs, policy, "legal", "乙", "2026-11-24", now));
  EXPECT_TRUE(review_state(policy, signoffs, now)[0].complete());
  state = review_state(policy, signoffs, {{"privacy-policy", "cc"}});
  EXPECT_FALSE(state[0].complete());
  EXPECT_EQ(state[0].voided, (std::vector<std::string>{"甲", "乙"}));
}

TEST(Record, IsReadAsItWasWritten) {
  const Folder folder;
  EXPECT_TRUE(read_comments(folder.path())->empty());
  const std::vector<ReviewComment> comments{{.id = "C1",
                                             .document = "privacy-policy",
                                             .clause = "pp.rights",
                                             .quote = "您的权利",
                                             .author = "王律师",
                                             .date = "2026-11-23",
                                             .text = "写明时限",
                                             .assignee = "小李",
                                             .answer = "",
                                             .resolved = false}};
  ASSERT_TRUE(write_comments(folder.path(), comments));
  const auto read = read_comments(folder.path());
  ASSERT_TRUE(read);
  ASSERT_EQ(read->size(), 1U);
  EXPECT_EQ(read->front().assignee, "小李");
  ASSERT_TRUE(write_signoffs(
      folder.path(), {{.role = "legal", .by = "甲", .date = "2026-11-23", .documents = {{"privacy-policy", "aa"}}}}));
  EXPECT_EQ(read_signoffs(folder.path())->front().documents.at("privacy-policy"), "aa");
  ASSERT_TRUE(write_file(folder.file("comments.json"), "{}"));
  EXPECT_FALSE(read_comments(folder.path()));
}

TEST(Policy, SaysWhatIsWrong) {
  const Folder folder;
  EXPECT_TRUE(read_policy(folder.path())->roles.empty());
  const auto fault = [&](const std::string& text) {
    EXPECT_TRUE(write_file(folder.file("policy.yaml"), text));
    const auto read = read_policy(folder.path());
    return read ? std::string() : std::to_string(read.error().line) + ": " + read.error().message.zh;
  };
  EXPECT_EQ(fault("schema: qiyue-review/1\nroles:\n  legal: {name: 法务, quorum: 1}\n"), "");
  EXPECT_EQ(fault("schema: qiyue-review/1\nrole: {}\n"), "2: 不认识的键“role”");
  EXPECT_EQ(fault("schema: qiyue-review/1\nroles:\n  legal:\n    quorum: 2\n    people: [甲]\n"),
            "4: 要 2 人签字，名单里只有 1 人");
  EXPECT_EQ(fault("schema: qiyue-review/1\nroles:\n  legal:\n    documents: [terms]\n"), "4: 没有“terms”这份文本");
  EXPECT_EQ(fault("schema: qiyue-review/1\nroles:\n  legal:\n    quorum: 0\n"), "4: quorum 应为1到99的整数");
}

}  // namespace
}  // namespace qiyue
