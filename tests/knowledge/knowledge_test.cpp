#include "knowledge/knowledge.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "knowledge/cases.h"

namespace qiyue::knowledge {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = QIYUE_SOURCE_DIR;
const fs::path kHere = kRoot / "tests/knowledge";

std::string read(const fs::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// A small knowledge in a folder of its own: tests/knowledge/base, the schemas of the product, and a case laid over it.
class Small {
 public:
  explicit Small(const fs::path& overlay = {}) {
    std::string name = (fs::temp_directory_path() / "qiyue.XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) std::abort();
    root_ = name;
    const auto options = fs::copy_options::recursive | fs::copy_options::overwrite_existing;
    fs::copy(kHere / "base", root_, options);
    fs::copy(kRoot / "knowledge/schema", root_ / "schema", options);
    if (!overlay.empty()) fs::copy(overlay, root_, options);
    fs::remove(root_ / "expected.txt");
  }
  Small(const Small&) = delete;
  Small& operator=(const Small&) = delete;
  ~Small() {
    std::error_code ec;
    fs::remove_all(root_, ec);
  }
  [[nodiscard]] const fs::path& root() const { return root_; }
  [[nodiscard]] Result<Knowledge> load() const { return knowledge::load(root_.string()); }

 private:
  fs::path root_;
};

class Refused : public testing::TestWithParam<std::string> {};

TEST_P(Refused, WithFileLineAndReason) {
  const fs::path folder = kHere / "refused" / GetParam();
  const Small small(folder);
  const auto loaded = small.load();
  ASSERT_FALSE(loaded) << "accepted";
  const std::string actual = render(loaded.error(), Lang::en) + render(loaded.error(), Lang::zh);
  if (std::getenv("QIYUE_UPDATE") != nullptr) std::ofstream(folder / "expected.txt") << actual;
  EXPECT_EQ(actual, read(folder / "expected.txt"));
}

std::vector<std::string> cases() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(kHere / "refused")) names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  return names;
}
INSTANTIATE_TEST_SUITE_P(Knowledge, Refused, testing::ValuesIn(cases()), [](const auto& one) { return one.param; });

TEST(Knowledge, MissingTablesAndSchemasAreToldByName) {
  const Small small;
  fs::remove(small.root() / "taxonomy/data_items.yaml");
  fs::remove(small.root() / "schema/sinks.schema.json");
  const auto loaded = small.load();
  ASSERT_FALSE(loaded);
  const std::string text = render(loaded.error(), Lang::en);
  EXPECT_NE(text.find("a kind of table is missing: data_items"), std::string::npos) << text;
  EXPECT_NE(text.find("third_parties/sinks.yaml: error: schema/sinks.schema.json is missing"), std::string::npos)
      << text;
  EXPECT_FALSE(knowledge::load((small.root() / "nowhere").string()));
  EXPECT_FALSE(knowledge::load((small.root() / "clauses").string())) << "a folder without tables";
}

TEST(Knowledge, TablesHoldWhatTheFilesSay) {
  const Small small;
  const auto loaded = small.load();
  ASSERT_TRUE(loaded) << render(loaded.error(), Lang::en);
  const Knowledge& k = *loaded;
  EXPECT_EQ(k.version, "2026-01-02") << "the newest day of any table";
  EXPECT_EQ(k.digest.size(), 64U);
  ASSERT_NE(k.item("precise_location"), nullptr);
  EXPECT_TRUE(k.item("precise_location")->sensitive);
  EXPECT_EQ(k.item("none"), nullptr);
  const Platform* wechat = k.platform("wechat");
  ASSERT_NE(wechat, nullptr);
  EXPECT_EQ(wechat->api("getLocation"), wechat->api("wx.getLocation"));
  ASSERT_NE(wechat->api("getLocation"), nullptr);
  EXPECT_EQ(wechat->api("getLocation")->api_class, ApiClass::privacy);
  EXPECT_EQ(wechat->api("chooseLocation"), nullptr);
  EXPECT_EQ(wechat->components[0].attribute_values, (std::vector<std::string>{"getPhoneNumber"}));
  const Obligation* name = k.obligation("pp-name");
  ASSERT_NE(name, nullptr);
  EXPECT_TRUE(name->applies_when.holds({"has_account"}));
  EXPECT_FALSE(name->applies_when.holds({"has_account", "has_ads"}));
  EXPECT_EQ(k.vocabulary.count("trade_online_shopping"), 1U) << "a trade is a condition";
  EXPECT_EQ(k.rule_of_type("code_mismatch"), k.rule("QY4001"));
  EXPECT_EQ(k.rule("QY3001")->entry, "final-word");
  EXPECT_EQ(get_strings(*find(k.lexicon, "words"), "negations").size(), 2U);
  EXPECT_EQ(k.schemas.count("facts"), 1U);
  ASSERT_EQ(k.clauses.size(), 1U);
  EXPECT_EQ(k.clauses[0].document, "privacy-policy");
  EXPECT_EQ(k.clauses[0].body_en, "We run this mini program.\n");
  EXPECT_EQ(k.statute("coming")->verified, Verified::partial);
}

TEST(Knowledge, CitesTheWayLawyersDo) {
  const Small small;
  const auto loaded = small.load();
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->cite({"pi-law", "第17条第1款第1项", true}, Lang::zh),
            "《中华人民共和国个人信息法》第17条第1款第1项");
  EXPECT_EQ(loaded->cite({"pi-law", "第17条第1款第1项", true}, Lang::en), "Personal Data Act, art. 17(1)(1)");
  EXPECT_EQ(loaded->cite({"pi-law", "第17条", false}, Lang::zh), "《中华人民共和国个人信息法》第17条（条文未核对）");
  EXPECT_EQ(loaded->cite({"old-rules", "第2条", true}, Lang::zh), "《旧办法》第2条（已废止）");
  EXPECT_EQ(loaded->cite({"old-rules", "附件第二条", true}, Lang::en), "Old Rules, 附件第二条 (repealed)");
  const Knowledge& own = builtin();
  EXPECT_EQ(own.cite({"gbt-35273", "5.5", true}, Lang::zh), "《信息安全技术 个人信息安全规范》（GB/T 35273-2020）5.5");
}

TEST(Knowledge, FiguresOfTextsByTrade) {
  const Small small;
  const auto loaded = small.load();
  ASSERT_TRUE(loaded) << render(loaded.error(), Lang::en);
  const CaseTables tables = case_tables(*loaded);
  ASSERT_EQ(tables.topics.size(), 1U);
  EXPECT_EQ(tables.topics[0].title.en, "operator");
  EXPECT_EQ(tables.topics[0].obligations, (std::vector<std::string>{"pp-name"}));
  EXPECT_TRUE(tables.topics[0].when.holds({"always"}));
  ASSERT_EQ(tables.corpora.size(), 1U);
  EXPECT_EQ(tables.corpora[0].texts, 4);
  const CaseProfile* profile = tables.profile("online-shopping", "privacy-policy");
  ASSERT_NE(profile, nullptr);
  EXPECT_TRUE(profile->trade.empty()) << "no profile of the trade: that of all";
  EXPECT_DOUBLE_EQ(profile->characters.p90, 5);
  EXPECT_DOUBLE_EQ(profile->readability.median, 0.3) << "the file holds tenths";
  ASSERT_NE(profile->topic("policy-operator"), nullptr);
  EXPECT_DOUBLE_EQ(profile->topic("policy-operator")->sentence, 31.5);
  EXPECT_EQ(profile->topic("nothing"), nullptr);
  EXPECT_EQ(tables.profile("", "user-agreement"), nullptr);
  EXPECT_EQ(loaded->version, "2026-01-02") << "the day of the figures is not the day of the law";
}

TEST(Knowledge, TheEmbeddedTablesAreThoseOfTheFolder) {
  const auto loaded = load((kRoot / "knowledge").string());
  ASSERT_TRUE(loaded) << render(loaded.error(), Lang::en);
  const Knowledge& own = builtin();
  EXPECT_EQ(own.digest, loaded->digest);
  EXPECT_EQ(own.version, loaded->version);
  EXPECT_EQ(own.obligations.size(), loaded->obligations.size());
  EXPECT_EQ(own.clauses.size(), loaded->clauses.size());
  EXPECT_TRUE(own.lexicon == loaded->lexicon);
  ASSERT_EQ(own.platforms.size(), 6U);
  EXPECT_EQ(own.platforms[0].id, "wechat");
  for (std::size_t i = 0; i < own.clauses.size(); ++i) {
    EXPECT_EQ(own.clauses[i].id, loaded->clauses[i].id);
    EXPECT_EQ(own.clauses[i].body_zh, loaded->clauses[i].body_zh);
    EXPECT_EQ(own.clauses[i].when.text(), loaded->clauses[i].when.text());
  }
}

std::map<std::string, ApiClass> classes_of(const Platform& platform) {
  std::map<std::string, ApiClass> result;
  for (const PlatformApi& api : platform.apis) result[api.name] = api.api_class;
  for (const PlatformComponent& component : platform.components) result[component.id] = component.api_class;
  return result;
}

TEST(Knowledge, ClassesTellWhatTheScanCounts) {
  const auto classes = classes_of(*builtin().platform("wechat"));
  const auto expect = [&](ApiClass wanted, const std::vector<const char*>& names) {
    for (const char* name : names) {
      ASSERT_EQ(classes.count(name), 1U) << name;
      EXPECT_EQ(classes.at(name), wanted) << name;
    }
  };
  expect(ApiClass::privacy, {"getLocation", "getUserProfile", "getUserInfo", "chooseImage", "chooseAddress",
                             "getRecorderManager", "setClipboardData", "saveImageToPhotosAlbum",
                             "wx:button[open-type=getPhoneNumber]", "wx:input[type=nickname]", "wx:camera"});
  expect(ApiClass::identity, {"login", "pluginLogin", "getGroupEnterInfo"});
  expect(ApiClass::device,
         {"getSystemInfo", "getSystemInfoSync", "getNetworkType", "getDeviceInfo", "wx:map[show-location]"});
  expect(ApiClass::permission, {"getSetting", "authorize", "requirePrivacyAuthorize"});
  expect(ApiClass::other,
         {"request", "requestPayment", "makePhoneCall", "scanCode", "checkSession", "setStorageSync",
          "wx:input[type=idcard]", "wx:textarea", "wx:button[open-type=feedback]", "wx:web-view[src]"});
}

TEST(Knowledge, WhatTakesNothingIsNeverCountedAsPrivacy) {
  for (const Platform& platform : builtin().platforms) {
    for (const PlatformApi& api : platform.apis) {
      if (api.api_class == ApiClass::privacy || api.api_class == ApiClass::identity) {
        EXPECT_FALSE(api.items.empty()) << api.id;
        EXPECT_TRUE(api.collect == "read" || api.in_guideline || api.collect == "write") << api.id;
      }
    }
  }
}

TEST(Knowledge, EveryPrivacyKeyOfTheGuidelineHasAnItem) {
  const Knowledge& k = builtin();
  for (const PrivacyKey& key : k.privacy_keys) {
    const bool named =
        std::any_of(k.items.begin(), k.items.end(), [&](const DataItem& item) { return item.wechat_key == key.key; });
    EXPECT_TRUE(named) << key.key;
  }
}

TEST(Knowledge, NothingInItTellsOfAMachine) {
  for (const auto& entry : fs::recursive_directory_iterator(kRoot / "knowledge")) {
    if (!entry.is_regular_file()) continue;
    const std::string text = read(entry.path());
    for (const char* word : {"/work/", "/tmp/"})
      EXPECT_EQ(text.find(word), std::string::npos) << entry.path() << " " << word;
  }
}

}  // namespace
}  // namespace qiyue::knowledge
