// The body of WeChat's setprivacysetting, from an inventory.
#include <gtest/gtest.h>

#include <boost/json.hpp>

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
    knowledge.items.push_back(one);
  };
  item("address", "收货地址", "Address");  // in order of id, as the loader keeps them
  item("location_precise", "精确位置信息", "Location");
  item("order", "订单", "");
  item("phone_number", "手机号码", "PhoneNumber");
  knowledge::Platform wechat;
  wechat.id = "wechat";
  knowledge::PlatformApi location;
  location.id = location.name = "wx.getLocation";
  location.privacy_key = "Location";
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

TEST(PrivacySetting, EveryKeyOfTheBuiltInTableIsAccepted) {
  const auto& knowledge = knowledge::builtin();
  ASSERT_FALSE(knowledge.privacy_keys.empty());
  Inventory inventory;
  inventory.facts.operator_.contact.phone = "0571-0000-0000";
  std::size_t expected = 0;
  for (const auto& key : knowledge.privacy_keys) {
    for (const auto& item : knowledge.items) {
      if (item.wechat_key != key.key) continue;
      inventory.activities.push_back(activity("all", item.id.c_str(), "测试"));
      ++expected;
      break;
    }
  }
  const auto body = write_privacy_setting(inventory, knowledge);
  ASSERT_TRUE(body.has_value());
  EXPECT_EQ(json::parse(*body).at("setting_list").as_array().size(), expected);
}

}  // namespace
}  // namespace qiyue
