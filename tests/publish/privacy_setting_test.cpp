// The body of WeChat's setprivacysetting, from an inventory.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <set>

#include "publish/publish.h"

namespace qiyue {
namespace {

namespace json = boost::json;

knowledge::Knowledge table() {
  knowledge::Knowledge knowledge;
  for (const char* key : {"UserInfo", "Location", "Address", "PhoneNumber"})
    knowledge.privacy_keys.push_back({key, key, {}});
  const auto item = [&](const char* id, const char* zh, const char* key) {
    knowledge::DataItem one;
    one.id = id;
    one.zh = zh;
    one.en = id;
    one.wechat_key = key;
    knowledge.item_index.emplace(one.id, knowledge.items.size());
    knowledge.items.push_back(one);
  };
  item("phone_number", "手机号码", "PhoneNumber");
  item("location_precise", "精确位置信息", "Location");
  item("address", "收货地址", "Address");
  item("order", "订单", "");
  knowledge::Platform wechat;
  wechat.id = "wechat";
  knowledge::PlatformApi location;
  location.id = location.name = "wx.getLocation";
  location.privacy_key = "Location";
  wechat.api_index.emplace(location.name, wechat.apis.size());
  wechat.apis.push_back(location);
  knowledge.platforms.push_back(wechat);
  return knowledge;
}

Activity activity(const char* function, const char* item, const char* purpose) {
  Activity one;
  one.function_id = function;
  one.function_name = function;
  one.item = item;
  one.item_zh = item;
  one.item_en = item;
  one.purpose = purpose;
  one.fact_path = std::string("functions.") + function + ".items." + item;
  return one;
}

Inventory shop() {
  Inventory inventory;
  inventory.facts.path = "legal/facts.yaml";
  inventory.facts.operator_.contact.email = "privacy@example.com";
  inventory.activities = {activity("order", "phone_number", "为了联系您送货。"),
                          activity("member", "phone_number", "用于找回密码"), activity("order", "address", "送货"),
                          activity("order", "order", "完成交易")};
  return inventory;
}

TEST(PrivacySetting, BodyAsTheInterfaceTakesIt) {
  const auto body = write_privacy_setting(shop(), table());
  ASSERT_TRUE(body.has_value());
  EXPECT_EQ(json::parse(*body), json::parse(R"({
    "privacy_ver": 2,
    "owner_setting": {"contact_email": "privacy@example.com", "notice_method": "弹窗"},
    "setting_list": [
      {"privacy_key": "Address", "privacy_text": "送货"},
      {"privacy_key": "PhoneNumber", "privacy_text": "联系您送货；找回密码"}]})"));
  EXPECT_EQ(body->find("\\u"), std::string::npos);
}

TEST(PrivacySetting, SdkList) {
  Inventory inventory = shop();
  InventoryRecipient map;
  map.fact.name = "地图 SDK";
  map.fact.provider = "某地图有限公司";
  map.fact.purpose = "用于把坐标换成地名";
  map.fact.items = {"location_precise", "order"};
  map.fact.role = RecipientRole::sdk;
  inventory.recipients.push_back(map);
  map.fact.role = RecipientRole::entrusted;  // a company that is entrusted runs nothing in the program
  map.fact.name = "快递";
  inventory.recipients.push_back(map);
  const auto body = write_privacy_setting(inventory, table());
  ASSERT_TRUE(body.has_value());
  EXPECT_EQ(
      json::parse(*body).at("sdk_privacy_info_list"),
      json::parse(
          R"([{"sdk_name": "地图 SDK", "sdk_biz_name": "某地图有限公司", "sdk_list": [{"privacy_key": "Location", "privacy_text": "把坐标换成地名"}]}])"));
}

TEST(PrivacySetting, TheKeyIsThatOfTheInterfaceTheCodeCalls) {
  Inventory inventory = shop();
  Use use;
  use.id = "U1";
  use.api = "wx.getLocation";
  use.place = {"pages/a/a.js", 12, 3};
  inventory.evidence.uses.push_back(use);
  Activity near = activity("near", "address", "显示附近门店");
  near.evidence = {"U1"};
  inventory.activities.push_back(near);
  const auto body = write_privacy_setting(inventory, table());
  ASSERT_TRUE(body.has_value());
  EXPECT_NE(body->find("\"Location\""), std::string::npos);
}

TEST(PrivacySetting, MissingPurposesAndContactsAreErrors) {
  Inventory inventory = shop();
  inventory.facts.operator_.contact.email = "待填写";
  inventory.activities[0].purpose = "待填写";
  inventory.activities[2].purpose = "";
  const auto body = write_privacy_setting(inventory, table());
  ASSERT_FALSE(body.has_value());
  EXPECT_EQ(body.error().file, "legal/facts.yaml");
  EXPECT_NE(body.error().message.zh.find("联系方式"), std::string::npos);
  ASSERT_EQ(body.error().more.size(), 2U);
  EXPECT_NE(body.error().more[0].remedy.zh.find("functions.order.items.phone_number"), std::string::npos);
}

TEST(PrivacySetting, ACallThatNoFunctionExplainsIsAnError) {
  Inventory inventory = shop();
  Use use;
  use.id = "U1";
  use.api = "wx.getLocation";
  use.place = {"pages/a/a.js", 12, 3};
  inventory.evidence.uses.push_back(use);
  const auto body = write_privacy_setting(inventory, table());
  ASSERT_FALSE(body.has_value());
  EXPECT_NE(body.error().message.zh.find("pages/a/a.js:12"), std::string::npos);
}

TEST(PrivacySetting, ThePermissionsOwnPurposeCounts) {
  Inventory inventory = shop();
  Use use;
  use.id = "U1";
  use.api = "wx.getLocation";
  use.place = {"pages/a/a.js", 12, 3};
  inventory.evidence.uses.push_back(use);
  Permission permission;
  permission.privacy_key = "Location";
  permission.purpose = "用于显示附近门店";
  inventory.permissions.push_back(permission);
  const auto body = write_privacy_setting(inventory, table());
  ASSERT_TRUE(body.has_value());
  EXPECT_NE(body->find("显示附近门店"), std::string::npos);
}

TEST(PrivacySetting, TheSamePurposeForTwoKindsNamesTheFunction) {
  Inventory inventory = shop();
  inventory.activities = {activity("下单", "phone_number", "送货"), activity("收货地址", "address", "送货")};
  const auto body = write_privacy_setting(inventory, table());
  ASSERT_TRUE(body.has_value());
  EXPECT_EQ(json::parse(*body).at("setting_list"),
            json::parse(R"([{"privacy_key": "Address", "privacy_text": "送货（收货地址）"},
                            {"privacy_key": "PhoneNumber", "privacy_text": "送货（下单）"}])"));
  inventory.activities[1].function_name = "下单";
  const auto again = write_privacy_setting(inventory, table());
  ASSERT_TRUE(again.has_value());
  EXPECT_NE(again->find("送货（下单）（Address）"), std::string::npos) << *again;
}

TEST(PrivacySetting, APurposeThatIsSentBackIsToldBeforehand) {
  for (const char* purpose : {"收集您的手机号", "111", "暂未使用", "业务需要", "使用"}) {
    Inventory inventory;
    inventory.facts.path = "legal/facts.yaml";
    inventory.facts.operator_.contact.email = "privacy@example.com";
    inventory.activities = {activity("login", "phone_number", purpose)};
    const auto body = write_privacy_setting(inventory, knowledge::builtin());
    ASSERT_FALSE(body.has_value()) << purpose;
    EXPECT_NE(body.error().message.zh.find("退回"), std::string::npos) << body.error().message.zh;
    EXPECT_NE(body.error().remedy.zh.find("functions.login.items.phone_number"), std::string::npos);
  }
}

Inventory calling(const char* platform, const char* api, const char* item, const char* purpose) {
  Inventory inventory;
  inventory.facts.path = "legal/facts.yaml";
  inventory.facts.program.platform = platform;
  inventory.facts.program.name = "小铺";
  inventory.facts.operator_.contact.email = "privacy@example.com";
  inventory.evidence.program.platform = platform;
  Use use;
  use.id = "U1";
  use.api = api;
  use.place = {"pages/a/a.js", 12, 3};
  inventory.evidence.uses.push_back(use);
  Activity one = activity("near", item, purpose);
  one.evidence = {"U1"};
  inventory.activities.push_back(one);
  return inventory;
}

TEST(AppDeclarations, WhatTheCallsAskFor) {
  const auto body = write_app_declarations(
      calling("wechat", "wx.startLocationUpdateBackground", "background_location", "用于记录您的跑步路线"),
      knowledge::builtin());
  ASSERT_TRUE(body.has_value());
  EXPECT_EQ(json::parse(*body), json::parse(R"({
    "permission": {"scope.userLocationBackground": {"desc": "记录您的跑步路线"}},
    "requiredPrivateInfos": ["startLocationUpdateBackground"],
    "requiredBackgroundModes": ["location"]})"));
  EXPECT_EQ(*write_app_declarations(calling("wechat", "wx.login", "platform_openid", "登录"), knowledge::builtin()),
            "");
}

TEST(AppDeclarations, ATextTooLongOrMissingIsAnError) {
  const auto longer = write_app_declarations(
      calling("wechat", "wx.getLocation", "precise_location",
              "在您查找附近门店、规划骑行路线、估算配送时间和核对收货地址的时候计算距离并排列先后"),
      knowledge::builtin());
  ASSERT_FALSE(longer.has_value());
  EXPECT_NE(longer.error().message.zh.find("30"), std::string::npos);
  const auto open =
      write_app_declarations(calling("wechat", "wx.getLocation", "precise_location", "待填写"), knowledge::builtin());
  ASSERT_FALSE(open.has_value());
  EXPECT_NE(open.error().message.zh.find("pages/a/a.js:12"), std::string::npos);
}

TEST(DeclarationSheet, SaysWhatIsVerified) {
  const auto forms =
      write_platform_forms(calling("douyin", "tt.makePhoneCall", "phone_number", "联系门店"), knowledge::builtin());
  ASSERT_EQ(forms.files.size(), 2U);
  EXPECT_EQ(forms.files[0].path, "app-declarations.json");
  EXPECT_EQ(json::parse(forms.files[0].content), json::parse(R"({"usePrivacyCheck": true})"));
  EXPECT_EQ(forms.files[1].path, "douyin-privacy.md");
  EXPECT_NE(forms.files[1].content.find("| 拨打电话 | 联系门店 | tt.makePhoneCall pages/a/a.js:12 | 已核实 |"),
            std::string::npos)
      << forms.files[1].content;
  const std::string guess = write_declaration_sheet(calling("douyin", "tt.getLocation", "precise_location", "排列门店"),
                                                    knowledge::builtin());
  EXPECT_NE(guess.find("未核实"), std::string::npos) << guess;
  const std::string alipay = write_declaration_sheet(
      calling("alipay", "my.getLocation", "precise_location", "排列门店"), knowledge::builtin());
  EXPECT_NE(alipay.find("没有公开资料可以核对"), std::string::npos) << alipay;
  EXPECT_NE(alipay.find("| near | 排列门店 |"), std::string::npos) << alipay;
  EXPECT_TRUE(write_platform_forms(calling("kuaishou", "ks.login", "platform_openid", "登录"), knowledge::builtin())
                  .files.empty());
}

TEST(PrivacySetting, EveryKeyOfTheBuiltInTableIsAccepted) {
  const auto& knowledge = knowledge::builtin();
  ASSERT_FALSE(knowledge.privacy_keys.empty());
  Inventory inventory;
  inventory.facts.operator_.contact.phone = "0571-0000-0000";
  std::size_t expected = 0;
  for (const auto& key : knowledge.privacy_keys) {
    for (const auto& item : knowledge.items) {
      if (item.wechat_key != key.key) continue;
      inventory.activities.push_back(activity("下单", item.id.c_str(), "办理您发起的业务"));
      ++expected;
      break;
    }
  }
  const auto body = write_privacy_setting(inventory, knowledge);
  ASSERT_TRUE(body.has_value());
  const json::value parsed = json::parse(*body);
  const auto& list = parsed.at("setting_list").as_array();
  EXPECT_EQ(list.size(), expected);
  // The same purpose for several kinds is sent back: each text is told apart.
  std::set<std::string> texts;
  for (const auto& row : list) texts.emplace(row.at("privacy_text").as_string());
  EXPECT_EQ(texts.size(), expected);
}

}  // namespace
}  // namespace qiyue
