// The join of code and facts.
#include "inventory/inventory.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "core/files.h"
#include "core/text.h"

namespace qiyue {
namespace {

namespace fs = std::filesystem;

const fs::path kHere = fs::path(QIYUE_SOURCE_DIR) / "tests" / "inventory";
const fs::path kShop = fs::path(QIYUE_SOURCE_DIR) / "tests" / "facts" / "complete";
const knowledge::Knowledge& kKnowledge = knowledge::builtin();

std::string text_of(const fs::path& path) { return read_text_file(path).value_or(""); }

Facts facts_of(std::string_view yaml) {
  auto facts = parse_facts("facts.yaml", yaml, kKnowledge);
  if (!facts) {
    ADD_FAILURE() << render(facts.error(), Lang::en);
    return {};
  }
  return std::move(*facts);
}
Evidence shop_evidence() {
  auto evidence = read_evidence((kShop / "evidence.json").string());
  if (!evidence) {
    ADD_FAILURE() << render(evidence.error(), Lang::en);
    return {};
  }
  return std::move(*evidence);
}
std::string shop_yaml() { return text_of(kShop / "facts.yaml"); }

// The file with one passage changed; the passage must be there.
std::string with(std::string yaml, std::string_view from, std::string_view to) {
  EXPECT_NE(yaml.find(from), std::string::npos) << from;
  return replace_all(std::move(yaml), from, to);
}

std::vector<GapKind> kinds(const Inventory& inventory) {
  std::vector<GapKind> result;
  for (const Gap& gap : inventory.gaps) result.push_back(gap.kind);
  return result;
}
const Gap* gap_of(const Inventory& inventory, GapKind kind) {
  for (const Gap& gap : inventory.gaps) {
    if (gap.kind == kind) return &gap;
  }
  return nullptr;
}
std::string gaps_text(const Inventory& inventory) {
  std::string text;
  for (const Gap& gap : inventory.gaps) text += gap.fact_path + ": " + gap.message.zh + "\n";
  return text;
}

TEST(Join, TheCompleteShopHasNoGap) {
  const Inventory inventory = join(facts_of(shop_yaml()), shop_evidence(), kKnowledge);
  EXPECT_TRUE(inventory.gaps.empty()) << gaps_text(inventory);
}

TEST(Join, TheRegisterOfTheShop) {
  const Inventory inventory = join(facts_of(shop_yaml()), shop_evidence(), kKnowledge);
  const fs::path expected = kHere / "shop" / "register.json";
  const std::string actual = to_json_text(inventory);
  if (std::getenv("QIYUE_UPDATE") != nullptr) {
    ASSERT_TRUE(write_file(expected, actual));
    return;
  }
  EXPECT_EQ(text_of(expected), actual);
}

// PIPL art. 28: of a child under fourteen everything is sensitive, whatever the item is elsewhere.
TEST(Join, WhatIsKeptOfAChildIsSensitive) {
  Facts facts;
  Function child{.id = "kids", .name = "孩子", .description = {}, .basic = true, .items = {}};
  for (const char* item : {"minor_info", "gender", "guardian_info"}) {
    FunctionItem one;
    one.item = one.key = item;
    child.items.push_back(std::move(one));
  }
  Function profile = child;
  profile.id = "profile";
  profile.items.erase(profile.items.begin());
  facts.functions = {child, profile};
  const Inventory inventory = join(facts, {}, kKnowledge);
  ASSERT_EQ(inventory.activities.size(), 5U);
  EXPECT_TRUE(inventory.activities[1].sensitive);
  EXPECT_FALSE(inventory.activities[2].sensitive);
  EXPECT_FALSE(inventory.activities[3].sensitive);
}

TEST(Join, EvidenceGoesToTheFunctionOfItsPage) {
  const Inventory inventory = join(facts_of(shop_yaml()), shop_evidence(), kKnowledge);
  const auto find = [&](std::string_view function, std::string_view item) -> const Activity* {
    for (const Activity& activity : inventory.activities) {
      if (activity.function_id == function && activity.item == item) return &activity;
    }
    return nullptr;
  };
  const Activity* nearby = find("nearby", "precise_location");
  ASSERT_NE(nearby, nullptr);
  EXPECT_EQ(nearby->evidence, std::vector<std::string>{"U7"});
  EXPECT_EQ(nearby->recipients, std::vector<std::string>{"腾讯位置服务（微信小程序 JavaScript SDK）"});
  EXPECT_TRUE(nearby->sensitive);
  EXPECT_EQ(nearby->fact_path, "functions.nearby.items.precise_location");
  const Activity* name = find("address", "name");
  ASSERT_NE(name, nullptr);
  EXPECT_EQ(name->evidence, (std::vector<std::string>{"F1", "U4"}));
  const Activity* address = find("address", "shipping_address");
  ASSERT_NE(address, nullptr);
  EXPECT_EQ(address->evidence, (std::vector<std::string>{"F3", "U4"}));  // the typed street is part of the address
}

TEST(Join, AnItemTheFactsDoNotNameIsAGap) {
  std::string yaml = shop_yaml();
  const std::size_t begin = yaml.find("  nearby:\n");
  const std::size_t end = yaml.find("  review:\n");
  yaml.erase(begin, end - begin);
  const Inventory inventory = join(facts_of(yaml), shop_evidence(), kKnowledge);
  ASSERT_EQ(kinds(inventory), std::vector<GapKind>{GapKind::undeclared_item}) << gaps_text(inventory);
  const Gap& gap = inventory.gaps.front();
  EXPECT_EQ(gap.item, "precise_location");
  EXPECT_EQ(gap.evidence, std::vector<std::string>{"U7"});
  EXPECT_NE(gap.message.zh.find("pages/stores/stores.js:17"), std::string::npos);
}

TEST(Join, UnreachableCodeIsNoGap) {
  Evidence evidence = shop_evidence();
  evidence.uses.push_back({.id = "U99",
                           .items = {"microphone"},
                           .api = "wx.startRecord",
                           .place = {"dead.js", 1, 1},
                           .page = "",
                           .function = "",
                           .reachable = false,
                           .purpose_hint = ""});
  EXPECT_TRUE(join(facts_of(shop_yaml()), evidence, kKnowledge).gaps.empty());
  evidence.uses.back().reachable = true;
  EXPECT_EQ(kinds(join(facts_of(shop_yaml()), evidence, kKnowledge)), std::vector<GapKind>{GapKind::undeclared_item});
}

TEST(Join, SayingMoreThanTheCodeDoesIsAGapUnlessSomethingWasNotRead) {
  Evidence evidence = shop_evidence();
  std::erase_if(evidence.uses, [](const Use& use) { return use.id == "U7"; });
  const Inventory inventory = join(facts_of(shop_yaml()), evidence, kKnowledge);
  ASSERT_EQ(kinds(inventory), std::vector<GapKind>{GapKind::unused_item}) << gaps_text(inventory);
  EXPECT_EQ(inventory.gaps[0].fact_path, "functions.nearby.items.precise_location");
  evidence.unread.push_back({"x.js", 3, {"语法错误", "syntax error"}});
  EXPECT_EQ(kinds(join(facts_of(shop_yaml()), evidence, kKnowledge)), std::vector<GapKind>{GapKind::unread});
}

TEST(Join, RecipientsAreMatchedByIdNameAndHost) {
  Evidence evidence = shop_evidence();
  evidence.recipients.push_back({.name = "Sentry 错误监控",
                                 .provider = "Functional Software, Inc.",
                                 .kind = RecipientKind::sdk,
                                 .place = {"app.js", 2, 1},
                                 .items = {"error_log"},
                                 .knowledge_id = "sentry",
                                 .host = "sentry.io",
                                 .purpose = "",
                                 .privacy_url = ""});
  Inventory inventory = join(facts_of(shop_yaml()), evidence, kKnowledge);
  const Gap* gap = gap_of(inventory, GapKind::undeclared_recipient);
  ASSERT_NE(gap, nullptr);
  EXPECT_EQ(gap->item, "Sentry 错误监控");
  const std::string told = with(shop_yaml(), "    overseas: false\n\n# 存在哪里",
                                "    overseas: false\n  errors:\n    name: 自建的错误收集\n    provider: 自己\n    "
                                "role: entrusted\n    contact: 见官网\n"
                                "    purpose: 排查故障\n    items: [error_log]\n    hosts: [sentry.io]\n\n# 存在哪里");
  inventory = join(facts_of(told), evidence, kKnowledge);
  EXPECT_TRUE(inventory.gaps.empty()) << gaps_text(inventory);
  evidence.recipients.pop_back();
  evidence.recipients.clear();
  inventory = join(facts_of(shop_yaml()), evidence, kKnowledge);
  ASSERT_EQ(kinds(inventory), std::vector<GapKind>{GapKind::unused_recipient});
  EXPECT_EQ(inventory.gaps[0].fact_path, "recipients.qqmap");
}

TEST(Join, OpenAnswersAndUnknownFieldsAreGaps) {
  Evidence evidence = shop_evidence();
  evidence.fields.push_back(
      {.id = "F9", .items = {}, .place = {"a.wxml", 3, 1}, .label = "备注", .page = "", .name = ""});
  std::string yaml = with(shop_yaml(), "  name: 杭州禾里小满果品有限公司", "  name: 待填写");
  yaml = with(yaml, "  backup: true", "  backup: 待填写");
  const Inventory inventory = join(facts_of(yaml), evidence, kKnowledge);
  ASSERT_EQ(kinds(inventory),
            (std::vector<GapKind>{GapKind::missing_fact, GapKind::missing_fact, GapKind::unknown_field}))
      << gaps_text(inventory);
  EXPECT_EQ(inventory.gaps[0].fact_path, "operator.name");
  EXPECT_EQ(inventory.gaps[1].fact_path, "security.backup");
  EXPECT_EQ(inventory.gaps[2].evidence, std::vector<std::string>{"F9"});
}

TEST(Join, WhatTheLawAsksForAndIsMissingIsAGap) {
  std::string yaml = shop_yaml();
  yaml = with(yaml, "        refusal: 不授权时可以手动选择门店\n", "");
  yaml = with(yaml, "        necessity: 不知道您所在的位置就无法计算距离\n", "");
  yaml = with(yaml, "  refund: 鲜活易腐商品", "  invoice_note: 鲜活易腐商品");
  EXPECT_FALSE(parse_facts("facts.yaml", yaml, kKnowledge));  // a key that does not exist
  yaml = with(yaml, "  invoice_note:", "  trial_note:");
  yaml = yaml.substr(0, yaml.find("  trial_note:")) + yaml.substr(yaml.find('\n', yaml.find("  trial_note:")) + 1);
  const Inventory inventory = join(facts_of(yaml), shop_evidence(), kKnowledge);
  std::vector<std::string> paths;
  for (const Gap& gap : inventory.gaps) paths.push_back(gap.fact_path);
  EXPECT_EQ(paths, (std::vector<std::string>{"functions.nearby.items.precise_location.refusal",
                                             "functions.nearby.items.precise_location.necessity", "payment.refund"}));
}

TEST(Permissions, AreThoseTheCodeAsksForWithTheirPurposes) {
  const Inventory inventory = join(facts_of(shop_yaml()), shop_evidence(), kKnowledge);
  ASSERT_EQ(inventory.permissions.size(), 2u);
  EXPECT_EQ(inventory.permissions[0].privacy_key, "Album");
  EXPECT_EQ(inventory.permissions[0].purpose, "随您的评价一并展示");
  EXPECT_EQ(inventory.permissions[1].privacy_key, "Location");
  EXPECT_EQ(inventory.permissions[1].scope, "scope.userLocation");
  EXPECT_EQ(inventory.permissions[1].evidence, std::vector<std::string>{"U7"});
}

TEST(ConditionsOf, AreNamesOfTheVocabulary) {
  std::string yaml = shop_yaml();
  for (const char* flag :
       {"overseas: false", "exists: false", "significant: false", "personalised: false", "ads: false", "digital: false",
        "auto_renewal: false", "prepaid: false", "deposit: false", "generative: false", "companion: false",
        "deep_synthesis: false", "under_14: false", "real_name: false"}) {
    const std::string on = replace_all(flag, "false", "true");
    yaml = replace_all(std::move(yaml), flag, on);
  }
  yaml = with(yaml, "audience: general", "audience: children");
  yaml = with(yaml, "role: entrusted", "role: joint");
  yaml = with(yaml, "trade: online-shopping", "trade: live-stream");
  yaml = with(yaml, "users: under_100k", "users: over_1m");
  Evidence evidence = shop_evidence();
  for (const knowledge::DataItem& item : kKnowledge.items) {
    evidence.uses.push_back({.id = "U",
                             .items = {item.id},
                             .api = "wx.x",
                             .place = {"a.js", 1, 1},
                             .page = "",
                             .function = "",
                             .trigger = Trigger::timer,
                             .purpose_hint = ""});
  }
  evidence.recipients.push_back({.name = "云",
                                 .provider = "",
                                 .kind = RecipientKind::cloud,
                                 .place = {},
                                 .items = {},
                                 .knowledge_id = "",
                                 .host = "",
                                 .purpose = "",
                                 .privacy_url = ""});
  evidence.program.plugins.push_back({.name = "物流助手", .provider = "wx1", .version = "1.0.0", .place = {}});
  evidence.flows.push_back({.source = "U",
                            .from = {},
                            .to = {},
                            .sink = "wx.setStorage",
                            .kind = SinkKind::storage,
                            .host = "",
                            .path = "",
                            .items = {},
                            .steps = {}});
  const Inventory inventory = join(facts_of(yaml), evidence, kKnowledge);
  for (const std::string& name : inventory.conditions) {
    EXPECT_TRUE(name == "always" || kKnowledge.vocabulary.contains(name)) << name;
  }
  // Everything at once: only what excludes another is missing.
  for (const auto& [name, meaning] : kKnowledge.vocabulary) {
    if (name == "small_handler" || (name.starts_with("trade_") && name != "trade_live_stream")) continue;
    EXPECT_TRUE(inventory.conditions.contains(name)) << name << " " << meaning;
  }
}

TEST(ConditionsOf, ThePlainShop) {
  const Inventory inventory = join(facts_of(shop_yaml()), shop_evidence(), kKnowledge);
  const Conditions& holds = inventory.conditions;
  for (const char* name : {"always",
                           "processes_pi",
                           "has_account",
                           "has_permissions",
                           "has_location",
                           "has_device_info",
                           "has_sdk",
                           "has_third_party_sharing",
                           "has_entrusted_processing",
                           "has_sensitive",
                           "has_ugc",
                           "has_paid_service",
                           "is_e_commerce",
                           "sells_goods",
                           "has_promotion",
                           "has_marketing",
                           "small_handler",
                           "has_user_agreement",
                           "needs_pia",
                           "has_jurisdiction_clause",
                           "has_third_party_source",
                           "has_public_disclosure"}) {
    EXPECT_TRUE(holds.contains(name)) << name;
  }
  for (const char* name : {"has_minors", "has_minors_under_14", "has_face", "has_id_number", "has_live",
                           "has_cross_border", "has_ads", "is_platform", "has_auto_renewal", "has_generative_ai",
                           "overseas_handler", "handles_1m_plus", "has_joint_processing", "needs_special_permit"}) {
    EXPECT_FALSE(holds.contains(name)) << name;
  }
}

TEST(ConditionsOf, APersonsNoStandsAgainstWhatTheCodeOnlySuggests) {
  std::string yaml = with(shop_yaml(), "content:\n  exists: true\n  public: true\n  kinds: 商品评价的文字和图片",
                          "content:\n  exists: false\n  kinds: \"\"");
  const Inventory inventory = join(facts_of(yaml), shop_evidence(), kKnowledge);
  EXPECT_FALSE(inventory.conditions.contains("has_ugc"));
  EXPECT_TRUE(conditions_of(shop_evidence(), kKnowledge).contains("has_ugc"));
}

TEST(ConditionsOf, EvidenceAlone) {
  const Conditions holds = conditions_of(shop_evidence(), kKnowledge);
  EXPECT_TRUE(holds.contains("has_account"));
  EXPECT_TRUE(holds.contains("has_paid_service"));
  EXPECT_TRUE(holds.contains("has_location"));
  EXPECT_FALSE(holds.contains("has_marketing"));
  EXPECT_EQ(conditions_of({}, kKnowledge), Conditions{"always"});
}

TEST(Join, ProposedFactsNameAllTheCodeDoes) {
  const Evidence evidence = shop_evidence();
  const Inventory inventory = join(facts_of(propose_facts(evidence, kKnowledge)), evidence, kKnowledge);
  for (const Gap& gap : inventory.gaps) EXPECT_EQ(gap.kind, GapKind::missing_fact) << gap.message.zh;
}

}  // namespace
}  // namespace qiyue
