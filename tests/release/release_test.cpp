// Versions, change classes, word by word comparison, signatures, verification.
#include "release/release.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <functional>

#include "core/calendar.h"
#include "core/data.h"

namespace qiyue {
namespace {

namespace fs = std::filesystem;

json::value parse(const char* text) {
  auto data = parse_json("test.json", text);
  EXPECT_TRUE(data.has_value());
  return data ? data->value : json::value();
}

constexpr const char* kInventory = R"({
  "activities": [
    {"function": "order", "function_name": "下单", "item": "phone_number", "item_zh": "手机号码", "purpose": "用于联系您送货。",
     "how": "typed", "required": true, "retention": "保存3年"},
    {"function": "order", "function_name": "下单", "item": "shipping_address", "item_zh": "收货地址", "purpose": "送货",
     "how": "typed", "required": true, "retention": "保存3年"}],
  "recipients": [{"id": "courier", "name": "快递公司", "role": "entrusted", "purpose": "送货", "items": ["shipping_address"]}],
  "permissions": []})";
constexpr const char* kFacts = R"({
  "operator": {"name": "甲公司", "contact": {"email": "a@example.com"}},
  "storage": {"place": "境内", "period": "保存3年", "logs_period": "6个月"},
  "cross_border": {"exists": false}, "payment": {"exists": false}, "minors": {"under_14": false}})";

Document text(const std::string& body) {
  auto documents = parse_documents("privacy-policy.md",
                                   "# 隐私政策\n\n<!-- clause: pp.contact -->\n## 一、联系我们\n\n" + body + "\n");
  EXPECT_TRUE(documents.has_value());
  return documents->front();
}

ReleaseContent content() {
  return {.version = "1.0.0",
          .published = "2026-12-01",
          .effective = "2026-12-08",
          .inventory = parse(kInventory),
          .facts = parse(kFacts),
          .documents = {text("写信给我们。")}};
}

std::vector<std::string> kinds(const Comparison& comparison) {
  std::vector<std::string> out;
  for (const Change& change : comparison.changes) out.push_back(change.kind);
  return out;
}

Comparison compare(const ReleaseContent& before, const ReleaseContent& after) {
  return compare_releases(before, after, knowledge::builtin());
}

json::object& activity(ReleaseContent& release, std::size_t i) {
  return release.inventory.as_object().at("activities").as_array().at(i).as_object();
}
json::object& recipient(ReleaseContent& release) {
  return release.inventory.as_object().at("recipients").as_array().at(0).as_object();
}

TEST(Versions, ReadAndFollowEachOther) {
  EXPECT_EQ(parse_version("1.20.3")->text(), "1.20.3");
  for (const char* bad : {"", "1", "1.2", "1.2.3.4", "1.02.3", "v1.2.3", "1.2.x", "1.2.123456", "1..2"})
    EXPECT_FALSE(parse_version(bad).has_value()) << bad;
  EXPECT_LT(*parse_version("1.9.0"), *parse_version("1.10.0"));
  const Version last{1, 2, 3};
  EXPECT_EQ(next_version(last, ChangeClass::major).text(), "2.0.0");
  EXPECT_EQ(next_version(last, ChangeClass::minor).text(), "1.3.0");
  EXPECT_EQ(next_version(last, ChangeClass::patch).text(), "1.2.4");
}

TEST(Calendar, Days) {
  EXPECT_EQ(plus_days("2026-12-28", 7), "2027-01-04");
  EXPECT_EQ(plus_years("2028-02-29", 1), "2029-02-28");
  EXPECT_EQ(days_between("2026-11-23", "2026-12-01"), 8);
  for (const char* bad : {"2026-02-30", "2026-1-01", "20261201", "2026-13-01", "today", ""})
    EXPECT_FALSE(day_number(bad).has_value()) << bad;
}

TEST(Changes, TheSameIsNone) {
  const Comparison same = compare(content(), content());
  EXPECT_EQ(same.change, ChangeClass::none);
  EXPECT_TRUE(same.changes.empty());
}

TEST(Changes, NewDatesAloneAreNone) {
  ReleaseContent before = content();
  ReleaseContent after = content();
  before.documents = {text("版本 1.0.0，2026年12月8日生效。")};
  after.version = "1.0.1";
  after.effective = "2027-01-02";
  after.documents = {text("版本 1.0.1，2027年1月2日生效。")};
  EXPECT_EQ(compare(before, after).change, ChangeClass::none);
}

TEST(Changes, WhatUsersMustAgreeToAnew) {
  const auto expect_major = [](const char* kind, const std::function<void(ReleaseContent&)>& edit) {
    ReleaseContent after = content();
    edit(after);
    const Comparison found = compare(content(), after);
    EXPECT_EQ(found.change, ChangeClass::major) << kind;
    const auto all = kinds(found);
    EXPECT_NE(std::find(all.begin(), all.end(), kind), all.end()) << kind;
    for (const Change& change : found.changes) {
      EXPECT_FALSE(change.law.empty()) << kind;
      EXPECT_FALSE(change.what.zh.empty() || change.what.en.empty()) << kind;
    }
  };
  expect_major("new_item", [](ReleaseContent& r) { activity(r, 1)["item"] = "email"; });
  expect_major("new_sensitive_item", [](ReleaseContent& r) {
    activity(r, 1)["item"] = "id_number";
    activity(r, 1)["sensitive"] = true;
  });
  expect_major("new_purpose", [](ReleaseContent& r) { activity(r, 0)["purpose"] = "推荐商品"; });
  expect_major("new_method", [](ReleaseContent& r) { activity(r, 0)["how"] = "automatic"; });
  expect_major("longer_retention", [](ReleaseContent& r) { activity(r, 0)["retention"] = "保存5年"; });
  expect_major("longer_retention", [](ReleaseContent& r) { activity(r, 0)["retention"] = "长期保存"; });
  expect_major("longer_retention",
               [](ReleaseContent& r) { r.facts.at("storage").as_object()["logs_period"] = "一年"; });
  expect_major("new_recipient", [](ReleaseContent& r) { recipient(r)["id"] = "other"; });
  expect_major("recipient_gets_more",
               [](ReleaseContent& r) { recipient(r)["items"].as_array().emplace_back("phone_number"); });
  expect_major("recipient_purpose", [](ReleaseContent& r) { recipient(r)["purpose"] = "统计"; });
  expect_major("recipient_role", [](ReleaseContent& r) { recipient(r)["role"] = "independent"; });
  expect_major("recipient_abroad", [](ReleaseContent& r) { recipient(r)["overseas"] = true; });
  expect_major("new_cross_border", [](ReleaseContent& r) { r.facts.at("cross_border").as_object()["exists"] = true; });
  expect_major("under_14", [](ReleaseContent& r) { r.facts.at("minors").as_object()["under_14"] = true; });
  expect_major("new_charge", [](ReleaseContent& r) { r.facts.at("payment").as_object()["exists"] = true; });
  expect_major("new_permission", [](ReleaseContent& r) {
    r.inventory.at("permissions").as_array().push_back(json::object{{"key", "Camera"}, {"name_zh", "摄像头"}});
  });
}

TEST(Changes, WhatUsersAreToldOf) {
  const auto expect_minor = [](const char* kind, const std::function<void(ReleaseContent&)>& edit) {
    ReleaseContent after = content();
    edit(after);
    const Comparison found = compare(content(), after);
    EXPECT_EQ(found.change, ChangeClass::minor) << kind;
    const auto all = kinds(found);
    EXPECT_NE(std::find(all.begin(), all.end(), kind), all.end()) << kind;
  };
  expect_minor("contact", [](ReleaseContent& r) {
    r.facts.at("operator").as_object()["contact"].as_object()["email"] = "b@example.com";
  });
  expect_minor("operator", [](ReleaseContent& r) { r.facts.at("operator").as_object()["name"] = "乙公司"; });
  expect_minor("storage_place", [](ReleaseContent& r) { r.facts.at("storage").as_object()["place"] = "上海"; });
  expect_minor("shorter_retention", [](ReleaseContent& r) { activity(r, 0)["retention"] = "保存180天"; });
  expect_minor("shorter_retention",
               [](ReleaseContent& r) { r.facts.at("storage").as_object()["logs_period"] = "180小时"; });
  expect_minor("removed_item", [](ReleaseContent& r) { r.inventory.at("activities").as_array().pop_back(); });
  expect_minor("removed_recipient", [](ReleaseContent& r) { r.inventory.at("recipients").as_array().clear(); });
  expect_minor("wording", [](ReleaseContent& r) { r.documents = {text("打电话给我们。")}; });
}

TEST(Changes, SignsAndSpacesAreEditorial) {
  ReleaseContent after = content();
  after.documents = {text("写信，给我们")};
  const Comparison found = compare(content(), after);
  EXPECT_EQ(found.change, ChangeClass::patch);
  EXPECT_EQ(kinds(found), std::vector<std::string>{"editorial"});
}

TEST(Changes, TheSignsAroundAPurposeAreNoPurpose) {
  ReleaseContent after = content();
  activity(after, 0)["purpose"] = "联系您送货";
  EXPECT_EQ(compare(content(), after).change, ChangeClass::none);
}

std::string shown(const TextChange& change) {
  std::string out;
  for (const ClauseChange& clause : change.clauses) {
    if (clause.change == LineChange::same) continue;
    out += clause.title.empty() ? "-" + clause.old_title : clause.title;
    out += '\n';
    for (const ClauseLine& line : clause.lines) {
      if (line.change == LineChange::same) continue;
      for (const Edit& edit : line.edits)
        out += edit.kind == EditKind::same    ? edit.text
               : edit.kind == EditKind::added ? "{" + edit.text + "}"
                                              : "[" + edit.text + "]";
      out += '\n';
    }
  }
  return out;
}

TextChange compare_markdown(const std::string& before, const std::string& after) {
  auto a = parse_documents("privacy-policy.md", before);
  auto b = parse_documents("privacy-policy.md", after);
  EXPECT_TRUE(a.has_value() && b.has_value());
  return compare_texts(&a->front(), b->front(), {}, {});
}

TEST(Words, ClauseByClauseWordByWord) {
  const TextChange change = compare_markdown(
      "# 隐私政策\n\n<!-- clause: a -->\n## 一、收集\n\n我们收集手机号，保存30日。\n\n<!-- clause: b -->\n## "
      "二、旧条款\n\n会删去。\n\n"
      "<!-- clause: c -->\n## 三、联系\n\n- 电话\n- 邮箱\n",
      "# 隐私政策\n\n<!-- clause: a -->\n## 一、收集\n\n我们收集手机号和头像，保存60日。\n\n<!-- clause: d -->\n## "
      "二、新条款\n\n加进来。\n\n"
      "<!-- clause: c -->\n## 三、联系\n\n- 电话\n- 微信\n- 邮箱\n");
  EXPECT_FALSE(change.editorial);
  EXPECT_EQ(shown(change),
            "一、收集\n我们收集手机号{和头像}，保存[30]{60}日。\n"
            "二、新条款\n{加进来。}\n"
            "-二、旧条款\n[会删去。]\n"
            "三、联系\n{微信}\n");
}

TEST(Words, AVeryLongTextIsBounded) {
  std::string before = "# 隐私政策\n\n## 一、甲\n\n";
  std::string after = before;
  for (int i = 0; i < 6000; ++i) {
    before += "旧" + std::to_string(i) + "号内容\n\n";
    after += "新" + std::to_string(i) + "项文字\n\n";
  }
  EXPECT_FALSE(compare_markdown(before, after).editorial);
}

// ---- a whole release ----

constexpr const char* kPrivate =
    "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE "
    "KEY-----\n";
constexpr const char* kPublic =
    "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC "
    "KEY-----\n";
constexpr const char* kOtherPublic =
    "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAPUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=\n-----END PUBLIC "
    "KEY-----\n";

class Releases : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "qiyue-release-XXXXXX").string();
    scratch_ = mkdtemp(pattern.data());
    inventory_.facts.path = "legal/facts.yaml";
    inventory_.facts.program.name = "茶铺";
    inventory_.facts.operator_.name = "甲公司";
    inventory_.facts.release.version = "1.0.0";
    inventory_.facts.release.published = "2026-12-01";
    inventory_.facts.release.effective = "2026-12-08";
    document_ = text("写信给我们。");
    document_.kind = DocumentKind::privacy_policy;
  }
  void TearDown() override {
    std::error_code ignored;
    fs::remove_all(scratch_, ignored);
  }

  Result<NewRelease> make(const ReleaseContent* last = nullptr, const std::string& today = "2026-11-23") {
    return make_release({.inventory = &inventory_,
                         .facts_yaml = "schema: qiyue-facts/1\n",
                         .documents = {&document_},
                         .findings_json = "{}\n",
                         .evidence_json = "{}\n",
                         .review = {{"sign-offs.yaml", "- lawyer\n"}},
                         .accepted_findings = "",
                         .today = today,
                         .last = last,
                         .last_digest = last == nullptr ? "" : "0"},
                        knowledge::builtin());
  }
  ReleaseEntry write(const NewRelease& release) {
    EXPECT_TRUE(write_directory(scratch_ / release.version, release.files).has_value());
    auto entries = list_releases(scratch_.string());
    EXPECT_TRUE(entries.has_value());
    return entries->back();
  }

  fs::path scratch_;
  Inventory inventory_;
  Document document_;
};

TEST_F(Releases, SameInputSameBytes) {
  const auto first = make();
  const auto second = make();
  ASSERT_TRUE(first.has_value() && second.has_value());
  ASSERT_EQ(first->files.size(), second->files.size());
  for (std::size_t i = 0; i < first->files.size(); ++i) {
    EXPECT_EQ(first->files[i].path, second->files[i].path);
    EXPECT_EQ(first->files[i].content, second->files[i].content) << first->files[i].path;
  }
  EXPECT_EQ(first->comparison.change, ChangeClass::first);
}

TEST_F(Releases, VerifyNamesWhatWasTouched) {
  const auto made = make();
  ASSERT_TRUE(made.has_value());
  const ReleaseEntry entry = write(*made);
  EXPECT_TRUE(verify_release(entry, "")->intact());

  std::ofstream(scratch_ / "1.0.0/privacy-policy.html", std::ios::app) << "!";
  std::ofstream(scratch_ / "1.0.0/extra.txt") << "!";
  fs::remove(scratch_ / "1.0.0/review/sign-offs.yaml");
  const auto found = verify_release(entry, "");
  ASSERT_TRUE(found.has_value());
  std::vector<std::string> files;
  for (const Error& fault : found->faults) files.push_back(fs::path(fault.file).filename().string());
  std::sort(files.begin(), files.end());
  EXPECT_EQ(files, (std::vector<std::string>{"extra.txt", "privacy-policy.html", "sign-offs.yaml"}));
}

TEST_F(Releases, AChangedManifestShowsInItsDigest) {
  const auto made = make();
  ASSERT_TRUE(made.has_value());
  write(*made);
  const fs::path path = scratch_ / "1.0.0/manifest.json";
  auto manifest = read_text_file(path);
  ASSERT_TRUE(manifest.has_value());
  const auto at = manifest->find("2026-12-08");
  ASSERT_NE(at, std::string::npos);
  manifest->replace(at, 10, "2026-12-09");
  ASSERT_TRUE(write_file(path, *manifest).has_value());
  auto entries = list_releases(scratch_.string());
  ASSERT_TRUE(entries.has_value());
  const auto found = verify_release(entries->back(), "");
  ASSERT_TRUE(found.has_value());
  ASSERT_EQ(found->faults.size(), 1U);
  EXPECT_EQ(fs::path(found->faults[0].file).filename(), "manifest.json");
}

TEST_F(Releases, SignedAndVerified) {
  auto made = make();
  ASSERT_TRUE(made.has_value());
  ASSERT_TRUE(sign_release(*made, "key.pem", kPrivate).has_value());
  EXPECT_EQ(made->files.back().content, kPublic);  // RFC 8032, 7.1, test 1
  const ReleaseEntry entry = write(*made);
  EXPECT_EQ(verify_release(entry, "")->signature, SignatureState::valid);
  EXPECT_EQ(verify_release(entry, kPublic)->signature, SignatureState::valid);
  const auto other = verify_release(entry, kOtherPublic);
  EXPECT_EQ(other->signature, SignatureState::other_key);
  EXPECT_FALSE(other->intact());

  std::ofstream(scratch_ / "1.0.0/manifest.json", std::ios::app) << "\n";
  EXPECT_EQ(verify_release(entry, kPublic)->signature, SignatureState::broken);
  EXPECT_FALSE(sign_release(*made, "key.pem", kPublic).has_value());
}

TEST_F(Releases, AnUnsignedReleaseDoesNotPassForSigned) {
  const auto made = make();
  ASSERT_TRUE(made.has_value());
  EXPECT_FALSE(verify_release(write(*made), kPublic)->intact());
}

TEST_F(Releases, DatesHaveToBeTrue) {
  EXPECT_NE(make(nullptr, "2026-12-02").error().message.zh.find("已经过去"), std::string::npos);
  inventory_.facts.release.effective = "2026-11-30";
  EXPECT_NE(make().error().message.zh.find("早于发布"), std::string::npos);
  inventory_.facts.release.effective = "2026-12-32";
  EXPECT_FALSE(make().has_value());
}

TEST_F(Releases, APlatformAnnouncesAWeekBefore) {
  document_ =
      parse_documents("user-agreement.md", "# 用户协议\n\n<!-- clause: ua.a -->\n## 一、约定\n\n新的约定。\n")->front();
  document_.kind = DocumentKind::user_agreement;
  Document old =
      parse_documents("user-agreement.md", "# 用户协议\n\n<!-- clause: ua.a -->\n## 一、约定\n\n旧的。\n")->front();
  old.kind = DocumentKind::user_agreement;
  auto now = make();
  ASSERT_TRUE(now.has_value());
  ReleaseContent last = content();
  last.documents = {old};
  for (const OutputFile& file : now->files)
    if (file.path == "inventory.json") last.inventory = parse(file.content.c_str());
  last.facts = parse(R"({"schema": "qiyue-facts/1"})");
  inventory_.facts.release.version = "1.1.0";
  inventory_.facts.release.effective = "2026-12-07";
  EXPECT_TRUE(make(&last).has_value());
  inventory_.conditions.insert("is_platform");
  const auto early = make(&last);
  ASSERT_FALSE(early.has_value());
  EXPECT_NE(early.error().message.zh.find("2026-12-08"), std::string::npos) << early.error().message.zh;
  inventory_.facts.release.effective = "2026-12-08";
  EXPECT_TRUE(make(&last).has_value());
}

TEST_F(Releases, TheVersionHasToFitTheChange) {
  auto first = make();
  ASSERT_TRUE(first.has_value());
  const ReleaseEntry entry = write(*first);
  auto last = read_release(entry);
  ASSERT_TRUE(last.has_value());
  EXPECT_NE(make(&*last).error().message.zh.find("不在上一版"), std::string::npos);
  inventory_.facts.release.version = "1.0.1";
  EXPECT_NE(make(&*last).error().message.zh.find("没有变化"), std::string::npos);
  document_ = text("打电话给我们。");
  document_.kind = DocumentKind::privacy_policy;
  EXPECT_NE(make(&*last).error().message.zh.find("1.1.0"), std::string::npos);
  inventory_.facts.release.version = "1.1.0";
  const auto made = make(&*last);
  ASSERT_TRUE(made.has_value());
  EXPECT_EQ(made->comparison.change, ChangeClass::minor);
}

TEST_F(Releases, TheIndexTellsOfEach) {
  auto made = make();
  ASSERT_TRUE(made.has_value());
  write(*made);
  auto entries = list_releases(scratch_.string());
  ASSERT_TRUE(entries.has_value());
  const auto files = release_index(*entries, "https://example.com/legal");
  ASSERT_EQ(files.size(), 3U);
  EXPECT_NE(files[0].content.find("1.0.0/privacy-policy.html"), std::string::npos);
  EXPECT_EQ(parse(files[1].content.c_str()).at("current").as_string(), "1.0.0");
  EXPECT_NE(files[2].content.find("href=\"https://example.com/legal/feed.atom\""), std::string::npos);
  EXPECT_NE(files[2].content.find("<updated>2026-12-01T00:00:00+08:00</updated>"), std::string::npos);
}

TEST_F(Releases, AManifestMayNotLeadOutOfItsFolder) {
  fs::create_directories(scratch_ / "1.0.0");
  std::ofstream(scratch_ / "1.0.0/manifest.json")
      << R"({"schema": "qiyue-release/1", "version": "1.0.0", "files": [{"path": "../../etc/passwd", "sha256": ""}]})";
  EXPECT_FALSE(list_releases(scratch_.string()).has_value());
}

}  // namespace
}  // namespace qiyue
