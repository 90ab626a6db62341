#include <sqlite3.h>

#include <boost/json.hpp>

#include "core/data.h"
#include "support.h"

namespace qiyue {
namespace {

using namespace testing_cases;

TEST(Library, KeepsAText) {
  const Folder folder;
  const std::string file = folder.write("shop.md", policy("小店"));
  {
    Library library = open(folder.path("deep/er/cases.db"));
    const AddResult added = add(library, file, "online-shopping");
    ASSERT_EQ(added.added.size(), 1U);
    EXPECT_EQ(added.added[0].name, "小店隐私政策");
  }
  const Library library = open(folder.path("deep/er/cases.db"), Library::Access::read);
  const auto texts = list_cases(library);
  ASSERT_TRUE(texts);
  ASSERT_EQ(texts->size(), 1U);
  const CaseText& text = texts->front();
  EXPECT_EQ(text.kind, "privacy-policy");
  EXPECT_EQ(text.trade, "online-shopping");
  EXPECT_TRUE(text.trade_given);
  EXPECT_EQ(text.added, "2026-11-29");
  EXPECT_EQ(text.lang, "zh");
  const auto document = case_document(library, text);
  ASSERT_TRUE(document);
  EXPECT_EQ(document->title, "小店隐私政策");
  EXPECT_EQ(document->clauses.size(), 7U);
}

TEST(Library, TheSameTextTwiceIsRecognisedWhateverItsFormat) {
  const Folder folder;
  Library library = open(folder.path("cases.db"));
  add(library, folder.write("a.md", policy("小店")));
  EXPECT_TRUE(add(library, folder.write("b.md", policy("小店") + "\n\n\n")).added.empty());
  const auto documents = parse_documents("a.md", policy("小店"));
  ASSERT_TRUE(documents);
  const AddResult third = add(library, folder.write("c.txt", write_plain_text(documents->front())));
  EXPECT_TRUE(third.added.empty());
  ASSERT_EQ(third.known.size(), 1U);
  EXPECT_EQ(third.known[0].as.id, 1);
}

TEST(Library, ADirectoryIsReadAndWhatWasNotIsTold) {
  const Folder folder;
  folder.write("texts/a.md", policy("甲"));
  folder.write("texts/sub/b.txt", policy("乙"));
  folder.write("texts/README.md", "# 说明\n\n这里放文本。\n");
  folder.write("texts/scan.pdf", "%PDF-1.4\n");
  folder.write("texts/picture.png", "\x89PNG");
  folder.write("texts/app.js", "App({})");
  folder.write("texts/node_modules/c.md", policy("丙"));
  Library library = open(folder.path("cases.db"));
  const AddResult result = add(library, folder.path("texts"));
  EXPECT_EQ(result.added.size(), 2U);
  ASSERT_EQ(result.left_out.size(), 1U);
  EXPECT_NE(result.left_out[0].message.en.find("PDF"), std::string::npos) << result.left_out[0].message.en;
  ASSERT_EQ(result.notes.size(), 3U);
  EXPECT_NE(result.notes[0].en.find("1 source files"), std::string::npos) << result.notes[0].en;
  EXPECT_NE(result.notes[1].en.find("1 text files"), std::string::npos) << result.notes[1].en;
  EXPECT_NE(result.notes[2].en.find(".png 1"), std::string::npos) << result.notes[2].en;
}

// A report on a policy uses its words and does not speak to its reader.
TEST(Library, InADirectoryWhatOnlySpeaksOfPoliciesIsNoCase) {
  const Folder folder;
  std::string report = "# 合规报告\n\n";
  for (int i = 0; i < 12; ++i) {
    report +=
        "隐私政策缺少个人信息的保存期限，用户协议的免责条款、争议管辖、未成年人监护人一节要补，第三方共享和撤回同意没有"
        "写明，注销后终止服务的责任不清。\n\n";
  }
  folder.write("texts/report.md", report);
  folder.write("texts/policy.md", policy("甲"));
  Library library = open(folder.path("cases.db"));
  EXPECT_EQ(add(library, folder.path("texts")).added.size(), 1U);
  EXPECT_EQ(add(library, folder.path("texts/report.md")).added.size(), 1U) << "a file that is named is taken";
}

TEST(Library, OneFaultOfSeveralAddsNothing) {
  const Folder folder;
  Library library = open(folder.path("cases.db"));
  AddRequest request;
  request.what = {folder.write("a.md", policy("甲")), folder.path("nowhere.md")};
  request.today = "2026-11-29";
  EXPECT_FALSE(add_cases(library, request, all()));
  EXPECT_TRUE(list_cases(library)->empty());
}

TEST(Library, WhatIsNoTextIsRefused) {
  const Folder folder;
  Library library = open(folder.path("cases.db"));
  AddRequest request;
  request.today = "2026-11-29";
  std::string story = "# 游记\n\n";
  for (int i = 0; i < 40; ++i) story += "那天山上下着雪，我们走了很久才看见灯。";
  for (const auto& [name, text, said] : std::vector<std::tuple<std::string, std::string, std::string>>{
           {"short.md", "# 隐私政策\n\n我们收集手机号。\n", "characters are no whole"},
           {"story.md", story, "not clear whether"},
           {"empty.md", "", ""}}) {
    request.what = {folder.write(name, text)};
    const auto added = add_cases(library, request, all());
    ASSERT_FALSE(added) << name;
    EXPECT_NE(render(added.error(), Lang::en).find(said), std::string::npos) << render(added.error(), Lang::en);
  }
  request.kind = DocumentKind::user_agreement;
  request.what = {folder.path("story.md")};
  EXPECT_TRUE(add_cases(library, request, all())) << "a person may say what it is";
}

TEST(Library, AnEnglishTextIsKeptAndTold) {
  const Folder folder;
  std::string text = "# Privacy Policy\n\n";
  for (int i = 0; i < 12; ++i)
    text += "We collect your phone number and use personal information to process your order. ";
  Library library = open(folder.path("cases.db"));
  const AddResult added = add(library, folder.write("en.md", text));
  ASSERT_EQ(added.added.size(), 1U);
  EXPECT_EQ(added.added[0].lang, "en");
  EXPECT_EQ(added.notes.size(), 1U);
  EXPECT_EQ(search_cases(library, {.words = "phone number", .trade = {}, .kind = {}})->texts.size(), 1U);
}

TEST(Library, RemovedTextsAreForgottenBySearchToo) {
  const Folder folder;
  Library library = open(folder.path("cases.db"));
  add(library, folder.write("a.md", policy("甲", "会员积分一年后清零。")));
  add(library, folder.write("b.md", policy("乙", "会员积分不会清零。")));
  EXPECT_EQ(search_cases(library, {.words = "积分", .trade = {}, .kind = {}})->texts.size(), 2U);
  const auto text = find_case(library, "甲隐私政策");
  ASSERT_TRUE(text);
  ASSERT_TRUE(remove_case(library, *text));
  const auto found = search_cases(library, {.words = "积分", .trade = {}, .kind = {}});
  ASSERT_EQ(found->texts.size(), 1U);
  EXPECT_EQ(found->texts[0].text.name, "乙隐私政策");
  EXPECT_FALSE(find_case(library, "甲隐私政策"));
  EXPECT_TRUE(find_case(library, found->texts[0].text.digest.substr(0, 8)));
}

TEST(Library, AFileThatIsNotThereReadsAsEmpty) {
  const Folder folder;
  const Library library = open(folder.path("none.db"), Library::Access::read);
  EXPECT_TRUE(list_cases(library)->empty());
  EXPECT_TRUE(search_cases(library, {.words = "注销", .trade = {}, .kind = {}})->texts.empty());
  EXPECT_FALSE(fs::exists(folder.path("none.db")));
}

std::string refusal(const std::string& path) {
  const auto library = Library::open(path, Library::Access::write);
  return library ? "opened" : render(library.error(), Lang::en);
}

void run_sql(const std::string& path, const char* sql) {
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &db), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(db, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
  sqlite3_close(db);
}

TEST(Library, ForeignFilesAreRefusedAndLeftAlone) {
  const Folder folder;
  const std::string text = folder.write("notes.txt", "my notes");
  EXPECT_NE(refusal(text).find("no case library"), std::string::npos);
  const std::string other = folder.path("other.db");
  run_sql(other, "CREATE TABLE t(a); PRAGMA application_id = 7");
  EXPECT_NE(refusal(other).find("no case library"), std::string::npos);
  EXPECT_NE(refusal(folder.path("")).find("directory"), std::string::npos);
  std::ifstream in(text);
  std::string kept;
  std::getline(in, kept);
  EXPECT_EQ(kept, "my notes");
}

TEST(Library, ANewerSchemaIsRefused) {
  const Folder folder;
  {
    open(folder.path("cases.db"));
  }
  run_sql(folder.path("cases.db"), "PRAGMA user_version = 99");
  EXPECT_NE(refusal(folder.path("cases.db")).find("newer Qiyue"), std::string::npos);
}

TEST(Library, ADamagedFileIsTold) {
  const Folder folder;
  const std::string path = folder.path("cases.db");
  {
    Library library = open(path);
    add(library, folder.write("a.md", policy("甲")));
  }
  fs::resize_file(path, fs::file_size(path) / 2);
  std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
  file.seekp(100);
  file << std::string(2000, '\x7F');
  file.close();
  const auto library = Library::open(path, Library::Access::read);
  const std::string said = library ? (list_cases(*library) ? "read" : render(list_cases(*library).error(), Lang::en))
                                   : render(library.error(), Lang::en);
  EXPECT_NE(said.find("damaged"), std::string::npos) << said;
}

TEST(Library, AnInterruptedAdditionLeavesNothing) {
  const Folder folder;
  const std::string path = folder.path("cases.db");
  Library library = open(path);
  // A second writer holds the file: the addition fails whole.
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &db), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(db, "BEGIN IMMEDIATE; INSERT INTO figures VALUES(99, '', '')", nullptr, nullptr, nullptr),
            SQLITE_OK);
  EXPECT_TRUE(list_cases(library)->empty()) << "readers see nothing of it";
  sqlite3_exec(db, "ROLLBACK", nullptr, nullptr, nullptr);
  sqlite3_close(db);
  EXPECT_EQ(add(library, folder.write("a.md", policy("甲"))).added.size(), 1U);
}

TEST(Library, NamesThatSeveralHaveAskForANumber) {
  const Folder folder;
  Library library = open(folder.path("cases.db"));
  add(library, folder.write("a.md", policy("甲")));
  add(library, folder.write("b.md", policy("甲", "另一份。")));
  const auto found = find_case(library, "甲隐私政策");
  ASSERT_FALSE(found);
  EXPECT_NE(found.error().remedy.en.find("1, 2"), std::string::npos);
  EXPECT_TRUE(find_case(library, "2"));
}

TEST(Trade, ByIdByNameOrTheNearest) {
  EXPECT_EQ(*trade_named("online-shopping", all()), "online-shopping");
  EXPECT_EQ(*trade_named("网上购物", all()), "online-shopping");
  EXPECT_EQ(*trade_named("网上购物类", all()), "online-shopping");
  const auto wrong = trade_named("online-shoping", all());
  ASSERT_FALSE(wrong);
  EXPECT_NE(wrong.error().remedy.en.find("online-shopping"), std::string::npos);
}

TEST(Trade, GuessedByItsWords) {
  const auto guess = [](const std::string& text) {
    return guess_trade(parse_documents("a.md", text)->front(), "a.md", all());
  };
  EXPECT_EQ(
      guess("# 隐私政策\n\n您把东西放进购物车，再由店铺的卖家发货。购物车只存在本机。退货时，店铺和卖家查看退货原因。"
            "商城里的店铺由卖家自己管理。\n"),
      "online-shopping");
  EXPECT_EQ(guess("# 骑手外卖服务协议\n\n"), "food-delivery") << "its title says so";
  EXPECT_EQ(guess("# 隐私政策\n\n我们收集手机号。\n"), "") << "nothing stands out";
}

}  // namespace
}  // namespace qiyue
