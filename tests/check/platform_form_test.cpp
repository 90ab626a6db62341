// WeChat's guideline held against code and policy, three ways.
#include "check/platform_form.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "knowledge/declarations.h"

namespace qiyue {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const knowledge::Knowledge& all() { return knowledge::builtin(); }

Evidence shop() {
  Evidence evidence;
  evidence.program.platform = "wechat";
  const auto use = [&](const char* id, const char* api, const char* item, UseClass kind) {
    Use one;
    one.id = id;
    one.api = api;
    one.items = {item};
    one.use_class = kind;
    one.place = {"pages/a/a.js", 3, 1};
    evidence.uses.push_back(one);
  };
  use("U1", "wx.getLocation", "precise_location", UseClass::privacy);
  use("U2", "button open-type=getPhoneNumber", "phone_number", UseClass::privacy);
  use("U3", "wx.getDeviceInfo", "device_info", UseClass::device);
  Field mail;
  mail.id = "F1";
  mail.items = {"email"};
  mail.label = "邮箱";
  mail.place = {"pages/a/a.wxml", 5, 1};
  evidence.fields.push_back(mail);
  return evidence;
}

constexpr const char* kPolicy =
    "# 隐私政策\n\n## "
    "一、收集\n\n我们收集您的精确位置，用于按远近排列门店；收集手机号码，作为账号；收集电子邮箱，用于寄发票；收集设备信"
    "息，用于适配屏幕。\n\n"
    "联系邮箱：privacy@qiyue.cn\n";

struct Told {
  std::vector<std::string> rules;
  std::vector<Finding> findings;
};
Told told(const std::string& form, const char* policy = kPolicy, const Evidence& evidence = shop()) {
  auto documents = parse_documents("privacy-policy.md", policy);
  EXPECT_TRUE(documents.has_value());
  auto read = read_platform_form("legal/platform/form.json", form);
  EXPECT_TRUE(read.has_value() && read->has_value());
  Told out;
  check_platform_forms({.documents = {&documents->front()}, .inventory = nullptr, .evidence = &evidence, .as_of = ""},
                       {**read}, all(), out.findings);
  for (const Finding& finding : out.findings) out.rules.push_back(finding.rule);
  return out;
}

std::string form(const std::string& settings,
                 const std::string& owner = R"({"contact_email": "privacy@qiyue.cn", "notice_method": "弹窗"})") {
  return R"({"privacy_ver": 2, "owner_setting": )" + owner + R"(, "setting_list": [)" + settings + "]}";
}
constexpr const char* kWhole =
    R"({"privacy_key": "Location", "privacy_text": "按远近排列门店"},
       {"privacy_key": "PhoneNumber", "privacy_text": "作为您的登录账号"},
       {"privacy_key": "Email", "privacy_text": "把发票寄给您"},
       {"privacy_key": "DeviceInfo", "privacy_text": "适配屏幕和系统版本"})";

TEST(PlatformForm, AgreesWithCodeAndPolicy) { EXPECT_THAT(told(form(kWhole)).rules, ElementsAre()); }

TEST(PlatformForm, WhatTheCodeCallsIsMissing) {
  const Told out = told(form(R"({"privacy_key": "Location", "privacy_text": "按远近排列门店"})"));
  EXPECT_THAT(out.rules, ElementsAre("QY4130", "QY4133", "QY4133"));
  EXPECT_THAT(out.findings[0].message.zh, HasSubstr("PhoneNumber"));
  EXPECT_EQ(out.findings[0].severity, Severity::error);
  EXPECT_THAT(out.findings[0].evidence, ElementsAre("U2"));
  EXPECT_THAT(out.findings[1].message.zh, HasSubstr("DeviceInfo"));
  EXPECT_THAT(out.findings[2].message.zh, HasSubstr("Email"));
}

TEST(PlatformForm, WhatNobodyCollectsIsDeclared) {
  const Told out = told(form(std::string(kWhole) + R"(,
{"privacy_key": "Camera", "privacy_text": "扫描商品条码"})"));
  EXPECT_THAT(out.rules, ElementsAre("QY4131", "QY4132"));
  EXPECT_EQ(out.findings[0].begin.line, 5);
}

TEST(PlatformForm, PurposesThatAreSentBack) {
  const Told out = told(form(R"({"privacy_key": "Location", "privacy_text": "为了收集您的位置"},
      {"privacy_key": "PhoneNumber", "privacy_text": "办理您发起的业务"},
      {"privacy_key": "Email", "privacy_text": "办理您发起的业务"},
      {"privacy_key": "DeviceInfo", "privacy_text": "适配屏幕和系统版本"})"));
  EXPECT_THAT(out.rules, ElementsAre("QY4134", "QY4134"));
  EXPECT_THAT(out.findings[1].message.zh, HasSubstr("一字不差"));
}

TEST(PlatformForm, ContactsAndKeys) {
  EXPECT_THAT(told(form(kWhole, R"({"contact_qq": ""})")).rules, ElementsAre("QY4135", "QY4135"));
  const Told other = told(form(kWhole, R"({"contact_email": "other@qiyue.cn", "notice_method": "弹窗"})"));
  EXPECT_THAT(other.rules, ElementsAre("QY4135"));
  EXPECT_EQ(other.findings[0].severity, Severity::warning);
  const Told wrong =
      told(form(std::string(kWhole) + R"(, {"privacy_key": "phonenumber", "privacy_text": "作为会员编号"})"));
  EXPECT_THAT(wrong.rules, ElementsAre("QY4138"));
  EXPECT_EQ(wrong.findings[0].help.zh, "应为 PhoneNumber");
}

TEST(PlatformForm, KitsWithoutProviderOrPolicy) {
  const Told out =
      told(R"({"owner_setting": {"contact_email": "privacy@qiyue.cn", "notice_method": "弹窗"}, "setting_list": [)" +
           std::string(kWhole) +
           R"(], "sdk_privacy_info_list": [{"sdk_name": "某某地图", "sdk_biz_name": "", "sdk_list": []}]})");
  EXPECT_THAT(out.rules, ElementsAre("QY4137", "QY4137"));
}

TEST(PlatformForm, EscapesAreSeen) {
  const auto read = read_platform_form("f.json", R"({"owner_setting": {"notice_method": "\u5f39\u7a97"}})");
  ASSERT_TRUE(read.has_value() && read->has_value());
  EXPECT_TRUE((*read)->escaped);
}

TEST(PlatformForm, OtherFilesAreLeftAlone) {
  const auto other = read_platform_form("app-declarations.json", R"({"permission": {}})");
  ASSERT_TRUE(other.has_value());
  EXPECT_FALSE(other->has_value());
  EXPECT_FALSE(read_platform_form("f.json", "{").has_value());
}

TEST(PurposeRules, ExamplesOfTheTable) {
  const knowledge::PurposeRules rules(all());
  const json::value* table = find(*find(all().lexicon, "platform_form"), "purpose_faults");
  ASSERT_NE(table, nullptr);
  for (const json::value& row : table->get_array()) {
    const Text why{get_string(row, "zh"), get_string(row, "en")};
    for (const std::string& bad : get_strings(row, "bad")) {
      const auto fault = rules.fault(bad);
      ASSERT_TRUE(fault.has_value()) << bad;
      EXPECT_EQ(fault->zh, why.zh) << bad;
    }
    for (const std::string& good : get_strings(row, "good")) EXPECT_FALSE(rules.fault(good).has_value()) << good;
  }
}

}  // namespace
}  // namespace qiyue
