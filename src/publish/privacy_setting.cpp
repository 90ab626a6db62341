// WeChat's user privacy protection guideline as the body of setprivacysetting. Shown to users as 为了{privacy_text}, so a text holds the
// purpose alone. What is not known is an error: a form with a guess in it would be a false statement.
#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <set>

#include "core/text.h"
#include "knowledge/declarations.h"
#include "publish/publish.h"
#include "publish/purpose.h"

namespace qiyue {

namespace publish_detail {

std::string purpose_alone(std::string_view purpose) {
  purpose = trim(purpose);
  bool more = true;
  while (more) {
    more = false;
    for (const std::string_view lead : {"为了", "用于", "以便", "用来", "用以", "目的是", "："}) {
      if (purpose.starts_with(lead)) {
        purpose = trim(purpose.substr(lead.size()));
        more = true;
      }
    }
    for (const std::string_view tail : {"。", "；", ";", ".", "，", "、"}) {
      if (purpose.ends_with(tail)) {
        purpose = trim(purpose.substr(0, purpose.size() - tail.size()));
        more = true;
      }
    }
  }
  return std::string(purpose);
}

}  // namespace publish_detail

namespace {

using publish_detail::purpose_alone;

class Form {
 public:
  Form(const Inventory& inventory, const knowledge::Knowledge& knowledge)
      : inventory_(inventory), knowledge_(knowledge), platform_(knowledge.platform("wechat")), rules_(knowledge) {}

  Result<std::string> write() {
    json::object owner = contacts();
    activities();
    permissions();
    uses();
    settle();
    json::array sdks = recipients();
    if (!errors_.empty()) {
      Error error = std::move(errors_.front());
      error.more.assign(std::make_move_iterator(errors_.begin() + 1), std::make_move_iterator(errors_.end()));
      return fail(std::move(error));
    }
    json::array settings;
    for (const auto& [key, text] : settled_)
      settings.push_back(json::object{{"privacy_key", key}, {"privacy_text", text}});
    json::object body{{"privacy_ver", 2}, {"owner_setting", std::move(owner)}, {"setting_list", std::move(settings)}};
    if (!sdks.empty()) body["sdk_privacy_info_list"] = std::move(sdks);
    return to_json(body);
  }

 private:
  void missing(const std::string& fact_path, Text what) {
    Error error;
    error.file = inventory_.facts.path;
    std::string pointer = "/" + replace_all(fact_path, ".", "/");
    const Position place = inventory_.facts.data.place(pointer);
    error.line = place.line;
    error.column = place.column;
    error.message = std::move(what);
    error.remedy = {"请在 " + fact_path + " 填写后再发布", "fill in " + fact_path + " and publish again"};
    errors_.push_back(std::move(error));
  }

  json::object contacts() {
    const Contact& contact = inventory_.facts.operator_.contact;
    json::object owner;
    const auto add = [&](const char* key, const std::string& value) {
      if (!value.empty() && !is_placeholder(value)) owner[key] = value;
    };
    add("contact_email", contact.email);
    add("contact_phone", contact.phone);
    add("contact_weixin", contact.wechat);
    if (owner.empty())
      missing("operator.contact",
              {"缺少联系方式：邮箱、电话、微信至少填一项", "no contact: one of e-mail, phone and WeChat is required"});
    owner["notice_method"] = "弹窗";
    return owner;
  }

  struct Purpose {
    std::string text, function, fact_path;
  };
  void add(const std::string& key, Purpose purpose) {
    auto& list = purposes_[key];
    if (std::none_of(list.begin(), list.end(), [&](const Purpose& known) { return known.text == purpose.text; }))
      list.push_back(std::move(purpose));
  }

  // One text a key. The same text for two keys is sent back (WR01), so such texts name the function they belong to and, where that is
  // not enough, the kind of information.
  void settle() {
    std::vector<std::pair<const knowledge::PrivacyKey*, std::string>> texts;
    for (const auto& key : knowledge_.privacy_keys) {
      const auto found = purposes_.find(key.key);
      if (found == purposes_.end()) continue;
      std::vector<std::string> parts;
      for (const Purpose& purpose : found->second) {
        parts.push_back(purpose.text);
        if (const auto fault = rules_.fault(purpose.text)) {
          missing(purpose.fact_path, {"用途“" + purpose.text + "”会被平台退回：" + fault->zh,
                                      "the platform sends the purpose \"" + purpose.text + "\" back: " + fault->en});
        }
      }
      texts.emplace_back(&key, join(parts, "；"));
    }
    const auto same = [&](const std::string& text) {
      return std::count_if(texts.begin(), texts.end(), [&](const auto& other) { return other.second == text; }) > 1;
    };
    const auto tell_apart = [&](const auto& more) {
      std::vector<std::string> longer;
      for (const auto& [key, text] : texts) longer.push_back(same(text) ? text + "（" + more(*key) + "）" : text);
      for (std::size_t i = 0; i < texts.size(); ++i) texts[i].second = std::move(longer[i]);
    };
    tell_apart([&](const knowledge::PrivacyKey& key) { return purposes_.at(key.key).front().function; });
    tell_apart([&](const knowledge::PrivacyKey& key) { return key.zh; });
    for (const auto& [key, text] : texts) settled_.emplace_back(key->key, text);
  }

  [[nodiscard]] std::string key_of_item(const std::string& item) const {
    const auto* known = knowledge_.item(item);
    return known == nullptr ? std::string() : known->wechat_key;
  }
  [[nodiscard]] std::string key_of_use(const Use& use) const {
    return platform_ == nullptr ? std::string() : knowledge::privacy_key_of(use.api, *platform_).key;
  }
  [[nodiscard]] const Use* use(const std::string& id) const {
    for (const auto& found : inventory_.evidence.uses)
      if (found.id == id) return &found;
    return nullptr;
  }

  // The keys behind one activity: of the interfaces the code calls for it, else of the item itself (a form, a statement of facts).
  [[nodiscard]] std::set<std::string> keys(const Activity& activity) const {
    std::set<std::string> found;
    for (const auto& id : activity.evidence) {
      const Use* behind = use(id);
      std::string key = behind == nullptr ? std::string() : key_of_use(*behind);
      if (key.empty()) key = key_of_item(activity.item);
      if (!key.empty()) found.insert(key);
    }
    if (activity.evidence.empty())
      if (std::string key = key_of_item(activity.item); !key.empty()) found.insert(key);
    return found;
  }

  void activities() {
    for (const auto& activity : inventory_.activities) {
      const auto all = keys(activity);
      if (all.empty()) continue;
      const std::string purpose = purpose_alone(activity.purpose);
      if (purpose.empty() || is_placeholder(purpose)) {
        missing(activity.fact_path,
                {"缺少目的：" + activity.function_name + "使用" + activity.item_zh + "是为了什么",
                 "no purpose: what " + activity.function_name + " uses " + activity.item_en + " for"});
        continue;
      }
      for (const auto& key : all) add(key, {purpose, activity.function_name, activity.fact_path});
    }
  }

  void permissions() {
    for (const auto& permission : inventory_.permissions) {
      if (permission.privacy_key.empty() || purposes_.contains(permission.privacy_key)) continue;
      const std::string purpose = purpose_alone(permission.purpose);
      if (!purpose.empty() && !is_placeholder(purpose))
        add(permission.privacy_key, {purpose, permission.name_zh, "functions"});
    }
  }

  // WeChat asks for every key behind a call in the code, whatever the facts say.
  void uses() {
    std::map<std::string, const Use*> first;
    for (const auto& found : inventory_.evidence.uses) {
      const std::string key = key_of_use(found);
      if (!key.empty() && !purposes_.contains(key)) first.emplace(key, &found);
    }
    for (const auto& [key, found] : first) {
      const std::string place = found->place.file + ":" + std::to_string(found->place.line);
      // Its purpose may be missing rather than the item: then that was said already.
      const bool said =
          std::any_of(inventory_.activities.begin(), inventory_.activities.end(),
                      [&, wanted = key](const Activity& activity) { return keys(activity).contains(wanted); });
      if (said) continue;
      missing("functions", {"代码调用了 " + found->api + "（" + place + "），但没有任何功能说明它的目的",
                            "the code calls " + found->api + " (" + place + "), and no function says what for"});
    }
  }

  json::array recipients() {
    json::array out;
    for (const auto& recipient : inventory_.recipients) {
      if (recipient.fact.role != RecipientRole::sdk) continue;
      std::set<std::string> all;
      for (const auto& item : recipient.fact.items)
        if (std::string key = key_of_item(item); !key.empty()) all.insert(key);
      if (all.empty()) continue;
      const std::string purpose = purpose_alone(recipient.fact.purpose);
      if (purpose.empty() || is_placeholder(purpose)) {
        missing(recipient.fact_path,
                {"缺少目的：" + recipient.fact.name + "处理个人信息是为了什么",
                 "no purpose: what " + recipient.fact.name + " processes personal information for"});
        continue;
      }
      if (recipient.fact.provider.empty() || is_placeholder(recipient.fact.provider)) {
        missing(recipient.fact_path,
                {"缺少提供方：" + recipient.fact.name + "由谁提供", "no provider: who offers " + recipient.fact.name});
        continue;
      }
      json::array list;
      for (const auto& key : knowledge_.privacy_keys)
        if (all.contains(key.key)) list.push_back(json::object{{"privacy_key", key.key}, {"privacy_text", purpose}});
      out.push_back(json::object{
          {"sdk_name", recipient.fact.name}, {"sdk_biz_name", recipient.fact.provider}, {"sdk_list", std::move(list)}});
    }
    return out;
  }

  const Inventory& inventory_;
  const knowledge::Knowledge& knowledge_;
  const knowledge::Platform* platform_;
  knowledge::PurposeRules rules_;
  std::map<std::string, std::vector<Purpose>> purposes_;
  std::vector<std::pair<std::string, std::string>> settled_;  // key and text, in the order of the keys
  std::vector<Error> errors_;
};

}  // namespace

Result<std::string> write_privacy_setting(const Inventory& inventory, const knowledge::Knowledge& knowledge) {
  return Form(inventory, knowledge).write();
}

}  // namespace qiyue
