// What the platforms want declared besides the texts: their privacy forms, and what app.json must hold.
#include <fmt/core.h>

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <set>

#include "core/text.h"
#include "knowledge/declarations.h"
#include "publish/publish.h"
#include "publish/purpose.h"

namespace qiyue {
namespace {

using namespace publish_detail;

bool listed(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

std::string place_of(const Place& place) { return place.file + ":" + std::to_string(place.line); }

// The activities that stand on one of `ids`, in the order of the facts.
std::vector<const Activity*> activities_of(const Inventory& inventory, const std::set<std::string>& ids) {
  std::vector<const Activity*> found;
  for (const Activity& activity : inventory.activities)
    if (std::any_of(activity.evidence.begin(), activity.evidence.end(),
                    [&](const std::string& id) { return ids.contains(id); }))
      found.push_back(&activity);
  return found;
}

std::vector<std::string> purposes_of(const std::vector<const Activity*>& activities) {
  std::vector<std::string> found;
  for (const Activity* activity : activities) {
    const std::string purpose = purpose_alone(activity->purpose);
    if (!purpose.empty() && !is_placeholder(purpose) && !listed(found, purpose)) found.push_back(purpose);
  }
  return found;
}

// All purposes where they fit, else as many of the first as do.
std::string fitting(const std::vector<std::string>& purposes, int most) {
  std::string text;
  for (const std::string& purpose : purposes) {
    const std::string longer = text.empty() ? purpose : text + "；" + purpose;
    if (most == 0 || count_code_points(longer) <= most) text = longer;
  }
  return text;
}

class AppDeclarations {
 public:
  AppDeclarations(const Inventory& inventory, const knowledge::Platform& platform, knowledge::Declaration declaration)
      : inventory_(inventory), platform_(platform), declaration_(std::move(declaration)) {}

  Result<std::string> write() {
    json::object out;
    if (json::object texts = permissions(); !texts.empty()) out["permission"] = std::move(texts);
    json::array infos;
    for (const std::string& name : private_infos()) infos.emplace_back(name);
    if (!infos.empty()) out["requiredPrivateInfos"] = std::move(infos);
    json::array modes;
    for (const std::string& mode : modes_) modes.emplace_back(mode);
    if (!modes.empty()) out["requiredBackgroundModes"] = std::move(modes);
    if (!declaration_.privacy_switch.empty()) out[declaration_.privacy_switch] = true;
    if (!errors_.empty()) {
      Error error = std::move(errors_.front());
      error.more.assign(std::make_move_iterator(errors_.begin() + 1), std::make_move_iterator(errors_.end()));
      return fail(std::move(error));
    }
    return out.empty() ? std::string() : to_json(out);
  }

 private:
  using PermissionText = knowledge::Declaration::PermissionText;

  json::object permissions() {
    json::object texts;
    for (const PermissionText& wanted : declaration_.permission_texts) {
      std::set<std::string> ids;
      std::string call;
      for (const Use& use : inventory_.evidence.uses) {
        if (!listed(wanted.calls, use.api)) continue;
        if (call.empty()) call = use.api + "（" + place_of(use.place) + "）";
        ids.insert(use.id);
      }
      if (ids.empty()) continue;
      if (!wanted.background_mode.empty()) modes_.insert(wanted.background_mode);
      const auto activities = activities_of(inventory_, ids);
      const auto purposes = purposes_of(activities);
      const std::string text = fitting(purposes, wanted.most);
      if (text.empty()) {
        complain(activities, wanted, call, !purposes.empty());
        continue;
      }
      texts[wanted.scope] = json::object{{"desc", text}};
    }
    return texts;
  }

  void complain(const std::vector<const Activity*>& activities, const PermissionText& wanted, const std::string& call,
                bool too_long) {
    Error error;
    error.file = inventory_.facts.path;
    const std::string path = activities.empty() ? "functions" : activities.front()->fact_path;
    const Position place = inventory_.facts.data.place("/" + replace_all(path, ".", "/"));
    error.line = place.line;
    error.column = place.column;
    if (too_long) {
      error.message = {
          fmt::format("用途超过 {} 个字，放不进 app.json 的 permission.{}.desc", wanted.most, wanted.scope),
          fmt::format("no purpose fits permission.{}.desc of app.json: at most {} characters", wanted.scope,
                      wanted.most)};
      error.remedy = {"把这一项的用途写短，或者自己在 app.json 里写一句",
                      "shorten the purpose, or write a text of your own in app.json"};
    } else {
      error.message = {fmt::format("app.json 的 permission.{}.desc 没有用途可写：{}", wanted.scope, call),
                       fmt::format("no purpose for permission.{}.desc of app.json: {}", wanted.scope, call)};
      error.remedy = {"请在 " + path + " 填写用途后再发布", "fill in the purpose in " + path + " and publish again"};
    }
    errors_.push_back(std::move(error));
  }

  [[nodiscard]] std::set<std::string> private_infos() const {
    std::set<std::string> names;
    for (const Use& use : inventory_.evidence.uses) {
      const knowledge::PlatformApi* api = platform_.api(use.api);
      if (api != nullptr && api->required_private_info) names.insert(api->name);
    }
    return names;
  }

  const Inventory& inventory_;
  const knowledge::Platform& platform_;
  knowledge::Declaration declaration_;
  std::set<std::string> modes_;
  std::vector<Error> errors_;
};

std::string cell(std::string text) { return replace_all(replace_all(std::move(text), "|", "\\|"), "\n", " "); }

// A person fills the console in from this sheet, so it is Chinese, and says of each row whether it was verified.
class Sheet {
 public:
  Sheet(const Inventory& inventory, const knowledge::Platform& platform, knowledge::Declaration declaration)
      : inventory_(inventory), platform_(platform), declaration_(std::move(declaration)) {}

  std::string write() {
    const auto& facts = inventory_.facts;
    out_ = fmt::format("# {}：{}小程序隐私声明填写底稿\n\n", facts.program.name, platform_.title_zh);
    out_ +=
        "- 填写位置：" + declaration_.console + (declaration_.console_verified ? "" : "（未核实，以后台为准）") + "\n";
    const Contact& contact = facts.operator_.contact;
    for (const auto& [name, value] : {std::pair("邮箱", contact.email), std::pair("电话", contact.phone)})
      if (!value.empty()) out_ += fmt::format("- {}：{}\n", name, value);
    if (!declaration_.privacy_switch.empty())
      out_ += fmt::format("- app.json：`\"{}\": true`（见 app-declarations.json）\n", declaration_.privacy_switch);
    out_ += "\n";
    categories();
    rest();
    return out_;
  }

 private:
  void categories() {
    if (declaration_.categories.empty()) {
      out_ += fmt::format("{}后台的信息种类清单没有公开资料可以核对，下面按信息列出目的，填写时选最接近的种类。\n\n",
                          platform_.title_zh);
      return;
    }
    out_ += "## 按后台的种类\n\n| 种类 | 用途 | 代码位置 | 核实 |\n|---|---|---|---|\n";
    for (const auto& category : declaration_.categories) {
      std::set<std::string> ids;
      std::vector<std::string> places;
      for (const Use& use : inventory_.evidence.uses) {
        if (!listed(category.calls, use.api)) continue;
        ids.insert(use.id);
        const std::string place = use.api + " " + place_of(use.place);
        if (!listed(places, place)) places.push_back(place);
      }
      if (ids.empty()) continue;
      declared_.insert(ids.begin(), ids.end());
      std::string purpose = join(purposes_of(activities_of(inventory_, ids)), "；");
      if (purpose.empty()) purpose = "待填写";
      out_ += fmt::format("| {} | {} | {} | {} |\n", category.name, cell(purpose), cell(join(places, "、")),
                          category.verified ? "已核实" : "未核实：接口与种类的对应是推断的，以后台提示为准");
    }
    out_ += "\n";
  }

  // What no category stands for: typed by people, or not in the console's list.
  void rest() {
    std::string rows;
    for (const Activity& activity : inventory_.activities) {
      const bool told =
          !activity.evidence.empty() && std::all_of(activity.evidence.begin(), activity.evidence.end(),
                                                    [&](const std::string& id) { return declared_.contains(id); });
      if (told) continue;
      std::string purpose = purpose_alone(activity.purpose);
      if (purpose.empty()) purpose = "待填写";
      rows += fmt::format("| {} | {} | {} |\n", cell(activity.item_zh), cell(activity.function_name), cell(purpose));
    }
    if (rows.empty()) return;
    out_ += declaration_.categories.empty() ? "## 收集的信息\n\n" : "## 后台种类之外的信息（隐私政策已写明）\n\n";
    out_ += "| 信息 | 功能 | 用途 |\n|---|---|---|\n" + rows;
  }

  const Inventory& inventory_;
  const knowledge::Platform& platform_;
  knowledge::Declaration declaration_;
  std::set<std::string> declared_;
  std::string out_;
};

}  // namespace

Result<std::string> write_app_declarations(const Inventory& inventory, const knowledge::Knowledge& knowledge) {
  const knowledge::Platform* platform = knowledge.platform(inventory.facts.program.platform);
  if (platform == nullptr) return std::string();
  return AppDeclarations(inventory, *platform, knowledge::declaration_of(platform->id, knowledge)).write();
}

std::string write_declaration_sheet(const Inventory& inventory, const knowledge::Knowledge& knowledge) {
  const knowledge::Platform* platform = knowledge.platform(inventory.facts.program.platform);
  if (platform == nullptr) return {};
  knowledge::Declaration declaration = knowledge::declaration_of(platform->id, knowledge);
  return declaration.console.empty() ? std::string() : Sheet(inventory, *platform, std::move(declaration)).write();
}

PlatformForms write_platform_forms(const Inventory& inventory, const knowledge::Knowledge& knowledge) {
  PlatformForms out;
  const std::string& platform = inventory.facts.program.platform;
  const auto add = [&](std::string name, Result<std::string> content) {
    if (!content) {
      out.left_out.push_back(content.error());
    } else if (!content->empty()) {
      out.files.push_back({std::move(name), std::move(*content)});
    }
  };
  if (platform == "wechat") add("wechat-privacy-setting.json", write_privacy_setting(inventory, knowledge));
  add("app-declarations.json", write_app_declarations(inventory, knowledge));
  add(platform + "-privacy.md", write_declaration_sheet(inventory, knowledge));
  return out;
}

}  // namespace qiyue
