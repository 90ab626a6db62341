// The platform's privacy form held against code and policy: what the code calls for, what the texts say, what the form declares.
#include "check/platform_form.h"

#include <re2/re2.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "check/book.h"
#include "core/text.h"
#include "knowledge/declarations.h"

namespace qiyue {

Result<std::optional<PlatformForm>> read_platform_form(std::string path, std::string_view text) {
  auto data = parse_json(std::move(path), text);
  if (!data) return fail(data.error());
  if (find(data->value, "setting_list") == nullptr && find(data->value, "owner_setting") == nullptr)
    return std::optional<PlatformForm>();
  // Chinese stands at U+4E00 and above: \u4e00 … \u9fff.
  static const re2::RE2 kEscaped(R"(\\u[4-9a-fA-F][0-9a-fA-F]{3})");
  return std::optional<PlatformForm>(PlatformForm{std::move(*data), re2::RE2::PartialMatch(text, kEscaped)});
}

namespace checking {
namespace {

struct Row {  // one purpose of a form
  std::string key, text, pointer;
};

// The entries of `list` that are objects, with their JSON pointer.
template <class Each>
void each_entry(const json::value& holder, std::string_view key, const std::string& parent, Each visit) {
  const json::value* list = find(holder, key);
  if (list == nullptr || !list->is_array()) return;
  const auto& entries = list->get_array();
  for (std::size_t i = 0; i < entries.size(); ++i)
    if (entries[i].is_object()) visit(entries[i], parent + "/" + std::string(key) + "/" + std::to_string(i));
}

struct Due {          // a key that the code calls for
  std::string where;  // "wx.getLocation（pages/a/a.js:3）"
  std::vector<std::string> evidence;
  bool by_platform = false;  // the platform itself refuses the call without the key
  bool reachable = false, verified = true;
};

class FormCheck {
 public:
  FormCheck(const CheckInput& input, const PlatformForm& form, const knowledge::PurposeRules& rules,
            const Lexicon& lexicon, const knowledge::Knowledge& knowledge, std::vector<Finding>& findings)
      : input_(input),
        form_(form),
        rules_(rules),
        lexicon_(lexicon),
        knowledge_(knowledge),
        platform_(knowledge.platform("wechat")),
        evidence_(input.inventory != nullptr ? &input.inventory->evidence : input.evidence),
        findings_(findings) {}

  void check() {
    for (const knowledge::PrivacyKey& key : knowledge_.privacy_keys) names_.emplace(key.key, key.zh);
    const auto row = [&](std::vector<Row>& to) {
      return [&to](const json::value& value, const std::string& pointer) {
        to.push_back({get_string(value, "privacy_key"), get_string(value, "privacy_text"), pointer});
      };
    };
    each_entry(form_.data.value, "setting_list", "", row(rows_));
    each_entry(form_.data.value, "sdk_privacy_info_list", "", [&](const json::value& sdk, const std::string& pointer) {
      each_entry(sdk, "sdk_list", pointer, row(sdk_rows_));
    });
    for (const Row& one : rows_) declared_.insert(one.key);
    sdk_declared_ = declared_;
    for (const Row& one : sdk_rows_) sdk_declared_.insert(one.key);
    read_texts();
    read_code();
    escapes();
    contacts();
    keys();
    against_code();
    against_policy();
    kits();
    purposes();
  }

 private:
  Finding& add(std::string_view rule, const std::string& pointer, Text message) {
    Finding finding;
    finding.rule = std::string(rule);
    if (const knowledge::Rule* known = knowledge_.rule(rule)) {
      finding.type = known->type;
      finding.severity = severity_named(known->severity, Severity::warning);
      finding.help = {known->help_zh, known->help_en};
      finding.law = in_force(known->sources, input_.as_of.empty() ? knowledge_.version : input_.as_of, knowledge_);
    }
    finding.document = form_.data.path;
    finding.begin = form_.data.place(pointer);
    finding.end = finding.begin;
    finding.message = std::move(message);
    findings_.push_back(std::move(finding));
    return findings_.back();
  }

  [[nodiscard]] std::string zh(const std::string& key) const {
    const auto it = names_.find(key);
    return it == names_.end() ? key : key + "（" + it->second + "）";
  }

  // Keys of what policy and lists name, and whether there is a policy at all.
  void read_texts() {
    for (const Document* document : input_.documents) {
      const TextView text = view(*document);
      if (text.kind != TextKind::policy && text.kind != TextKind::lists) continue;
      policy_ = policy_ || text.kind == TextKind::policy;
      for (const ItemMention& mention : item_mentions(text.sentences, lexicon_)) {
        const knowledge::DataItem* item = knowledge_.item(mention.item);
        if (item != nullptr && !item->wechat_key.empty()) said_.insert(item->wechat_key);
      }
      whole_ += text.whole;
    }
  }

  void note(const std::string& key, const std::string& id, const std::string& where, bool by_platform, bool reachable,
            bool verified) {
    if (key.empty()) return;
    Due& due = due_[key];
    due.evidence.push_back(id);
    const bool stronger =
        (by_platform && !due.by_platform) || (by_platform == due.by_platform && reachable && !due.reachable);
    if (due.where.empty() || stronger) due.where = where;
    if (due.evidence.size() == 1 || stronger) due.verified = verified;
    due.by_platform = due.by_platform || by_platform;
    due.reachable = due.reachable || reachable;
  }

  void read_code() {
    if (evidence_ == nullptr) return;
    const auto by_items = [&](const std::vector<std::string>& items, const std::string& id, const std::string& where,
                              bool reachable) {
      for (const std::string& name : items)
        if (const knowledge::DataItem* item = knowledge_.item(name))
          note(item->wechat_key, id, where, false, reachable, true);
    };
    for (const Use& use : evidence_->uses) {
      const knowledge::PrivacyKeyOfUse row =
          platform_ == nullptr ? knowledge::PrivacyKeyOfUse() : knowledge::privacy_key_of(use.api, *platform_);
      const std::string where = use.api + "（" + use.place.file + ":" + std::to_string(use.place.line) + "）";
      if (row.key.empty()) {
        if (use.use_class == UseClass::privacy) by_items(use.items, use.id, where, use.reachable);
      } else {
        note(row.key, use.id, where, row.required, use.reachable, row.verified);
      }
    }
    for (const Field& field : evidence_->fields)
      by_items(field.items, field.id,
               "“" + field.label + "”（" + field.place.file + ":" + std::to_string(field.place.line) + "）",
               field.reachable);
  }

  void escapes() {
    if (!form_.escaped) return;
    add("QY4136", "",
        {"中文写成了 \\u 转义，微信会原样显示给用户",
         "Chinese is written as \\u escapes: WeChat shows them to users as they are"});
  }

  void contacts() {
    const json::value* owner = find(form_.data.value, "owner_setting");
    if (owner == nullptr) {
      add("QY4135", "", {"没有 owner_setting（联系方式和通知方式）", "there is no owner_setting (contacts, notice)"});
      return;
    }
    const auto given = [&](const char* key) {
      const std::string value = get_string(*owner, key);
      return value.empty() || is_placeholder(value) ? std::string() : value;
    };
    const std::string email = given("contact_email");
    const std::string phone = given("contact_phone");
    if (email.empty() && phone.empty() && given("contact_qq").empty() && given("contact_weixin").empty())
      add("QY4135", "/owner_setting", {"联系方式至少填一项", "at least one contact is required"});
    if (given("notice_method").empty())
      add("QY4135", "/owner_setting", {"没有写通知方式 notice_method", "notice_method is missing"});
    // The policy tells users where to write; the form may not tell them another place.
    const auto differs = [&](const char* key, const std::string& value) {
      if (value.empty() || !policy_ || whole_.find(squeeze(value)) != std::string::npos) return;
      Finding& finding = add("QY4135", std::string("/owner_setting/") + key,
                             {"表单的联系方式 " + value + " 与隐私政策不一致",
                              "the contact " + value + " of the form is not in the policy"});
      finding.severity = Severity::warning;
    };
    differs("contact_email", email);
    differs("contact_phone", phone);
  }

  // A text of one's own is accepted as a key; a misspelt key is not one.
  void keys() {
    std::set<std::string> seen;
    for (const Row& row : rows_) {
      if (!seen.insert(row.key).second)
        add("QY4138", row.pointer + "/privacy_key",
            {"同一种信息写了两次：" + row.key, row.key + " stands there twice"});
      const bool latin = !row.key.empty() && std::all_of(row.key.begin(), row.key.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      });
      if (names_.contains(row.key) || !latin) continue;
      std::string near;
      for (const auto& [key, zh] : names_)
        if (lower(key) == lower(row.key)) near = key;
      Finding& finding = add("QY4138", row.pointer + "/privacy_key",
                             {"没有这个 privacy_key：" + row.key, "there is no privacy_key " + row.key});
      if (!near.empty()) finding.help = {"应为 " + near, "it is " + near};
    }
  }

  static std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
  }

  void against_code() {
    if (evidence_ == nullptr) return;
    for (const auto& [key, due] : due_) {
      if (sdk_declared_.contains(key)) continue;
      Finding& finding = due.by_platform ? add("QY4130", "/setting_list",
                                               {"代码用到 " + due.where + "，表单没有申报 " + zh(key),
                                                "the code uses " + due.where + ", the form does not declare " + key})
                                         : add("QY4133", "/setting_list",
                                               {"收集了 " + due.where + "，表单没有写 " + zh(key),
                                                due.where + " is collected, the form does not name " + key});
      finding.evidence = due.evidence;
      if (due.by_platform && (!due.reachable || !due.verified)) finding.severity = Severity::warning;
    }
    for (const Row& row : rows_) {
      if (!names_.contains(row.key) || due_.contains(row.key) || stated(row.key)) continue;
      add("QY4131", row.pointer + "/privacy_key",
          {"表单申报了 " + zh(row.key) + "，代码和事实里都没有",
           row.key + " is declared, neither code nor facts have it"});
    }
  }

  // In the facts: on the server, by telephone …
  [[nodiscard]] bool stated(const std::string& key) const {
    if (input_.inventory == nullptr) return false;
    const auto& all = input_.inventory->activities;
    return std::any_of(all.begin(), all.end(), [&](const Activity& activity) {
      const knowledge::DataItem* item = knowledge_.item(activity.item);
      return item != nullptr && item->wechat_key == key;
    });
  }

  void against_policy() {
    if (!policy_) return;
    for (const Row& row : rows_) {
      if (!names_.contains(row.key) || said_.contains(row.key)) continue;
      add("QY4132", row.pointer + "/privacy_key",
          {"表单申报了 " + zh(row.key) + "，隐私政策没有写", row.key + " is declared, the policy does not name it"});
    }
    if (input_.inventory == nullptr) return;
    for (const std::string& key : said_) {
      if (sdk_declared_.contains(key) || due_.contains(key) || !stated(key)) continue;
      add("QY4133", "/setting_list",
          {"隐私政策和事实里有 " + zh(key) + "，表单没有写", "policy and facts have " + key + ", the form does not"});
    }
  }

  void kits() {
    std::string named;
    each_entry(form_.data.value, "sdk_privacy_info_list", "", [&](const json::value& sdk, const std::string& pointer) {
      const std::string name = get_string(sdk, "sdk_name");
      named += squeeze(name) + "\n";
      if (is_placeholder(get_string(sdk, "sdk_biz_name")) || get_string(sdk, "sdk_biz_name").empty())
        add("QY4137", pointer, {"“" + name + "”没有写提供方 sdk_biz_name", "sdk_biz_name of " + name + " is missing"});
      if (policy_ && !name.empty() && whole_.find(squeeze(name)) == std::string::npos)
        add("QY4137", pointer, {"表单写了“" + name + "”，隐私政策没有写", name + " is in the form, not in the policy"});
    });
    if (input_.inventory == nullptr) return;
    for (const InventoryRecipient& recipient : input_.inventory->recipients) {
      if (recipient.fact.role != RecipientRole::sdk || recipient.evidence.empty()) continue;
      const bool keyed = std::any_of(recipient.fact.items.begin(), recipient.fact.items.end(), [&](const auto& id) {
        const knowledge::DataItem* item = knowledge_.item(id);
        return item != nullptr && !item->wechat_key.empty();
      });
      if (!keyed || named.find(squeeze(recipient.fact.name)) != std::string::npos) continue;
      Finding& finding = add("QY4137", "/sdk_privacy_info_list",
                             {"代码里有“" + recipient.fact.name + "”，表单的 SDK 清单没有写",
                              recipient.fact.name + " is in the code, not in the form's list of kits"});
      finding.evidence = recipient.evidence;
    }
  }

  void purposes() {
    std::map<std::string, std::string> first;  // text -> key
    for (const std::vector<Row>* rows : {&rows_, &sdk_rows_}) {
      for (const Row& row : *rows) {
        const std::string pointer = row.pointer + "/privacy_text";
        if (trim(row.text).empty()) {
          refused(pointer, {zh(row.key) + "没有写目的", row.key + " has no purpose"});
          continue;
        }
        if (const auto fault = rules_.fault(row.text))
          refused(pointer, {"“" + row.text + "”：" + fault->zh, "\"" + row.text + "\": " + fault->en});
        if (rows != &rows_) continue;  // several kinds of one kit may share its purpose
        const auto [known, added] = first.emplace(squeeze(row.text), row.key);
        if (!added && known->second != row.key)
          refused(pointer, {zh(row.key) + "与 " + known->second + " 的目的一字不差，会被退回（WR01）",
                            row.key + " has the very text of " + known->second + ", which is sent back (WR01)"});
      }
    }
  }
  void refused(const std::string& pointer, Text message) { add("QY4134", pointer, std::move(message)); }

  const CheckInput& input_;
  const PlatformForm& form_;
  const knowledge::PurposeRules& rules_;
  const Lexicon& lexicon_;
  const knowledge::Knowledge& knowledge_;
  const knowledge::Platform* platform_;
  const Evidence* evidence_;
  std::vector<Finding>& findings_;
  std::map<std::string, std::string> names_;
  std::vector<Row> rows_, sdk_rows_;
  std::set<std::string> declared_, sdk_declared_;  // keys of the program's own rows; those of its kits too
  std::set<std::string> said_;                     // keys that policy or lists name
  std::map<std::string, Due> due_;
  std::string whole_;
  bool policy_ = false;
};

}  // namespace
}  // namespace checking

void check_platform_forms(const CheckInput& input, const std::vector<PlatformForm>& forms,
                          const knowledge::Knowledge& knowledge, std::vector<Finding>& findings) {
  if (forms.empty()) return;
  const knowledge::PurposeRules rules(knowledge);
  const Lexicon lexicon(knowledge);
  for (const PlatformForm& form : forms) checking::FormCheck(input, form, rules, lexicon, knowledge, findings).check();
  std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    return std::tie(a.document, a.begin, a.end, a.rule) < std::tie(b.document, b.begin, b.end, b.rule);
  });
}

}  // namespace qiyue
