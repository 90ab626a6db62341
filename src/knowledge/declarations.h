// What a platform wants declared besides the texts: in its console, in app.json (knowledge/lexicon/platform_form.yaml).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "knowledge/knowledge.h"

namespace qiyue::knowledge {

struct Declaration {
  struct Category {  // one row of the console's own list
    std::string name;
    std::vector<std::string> calls;
    bool verified = false;  // that the calls belong to it, not that it is in the list
  };
  struct PermissionText {  // app.json permission.<scope>.desc
    std::string scope;
    std::vector<std::string> calls;
    int most = 0;                 // characters; 0: no limit known
    std::string background_mode;  // requiredBackgroundModes that goes with it
    bool verified = false;
  };
  std::string console;         // where a person fills it in; empty: not known, or it takes a file
  std::string privacy_switch;  // key of app.json that turns the privacy check on; empty: none
  bool console_verified = false;
  std::vector<Category> categories;  // empty: the list is not known
  std::vector<PermissionText> permission_texts;
};
// Empty for a platform of which nothing is known.
Declaration declaration_of(std::string_view platform, const Knowledge& knowledge);

// The key of WeChat's guideline behind a use as evidence names it: an interface ("wx.getLocation") or a component ("input
// type=nickname"). `verified`: the row was read in an official page.
struct PrivacyKeyOfUse {
  std::string key;        // empty: none
  bool required = false;  // the platform itself asks for it; else it is the developer's own statement
  bool verified = false;
};
PrivacyKeyOfUse privacy_key_of(std::string_view use, const Platform& platform);

// Why the platform sends a purpose back, as far as known (platforms/wechat_rules.md WR02-WR05, WG06; lexicon/platform_form.yaml).
class PurposeRules {
 public:
  explicit PurposeRules(const knowledge::Knowledge& knowledge);
  [[nodiscard]] std::optional<Text> fault(std::string_view purpose) const;  // nothing when it passes

 private:
  struct Compiled;
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace qiyue::knowledge
