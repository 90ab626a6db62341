// Evidence -> a first facts.yaml: commented, every guess marked, everything the code cannot tell left as 待填写.
#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <utility>

#include "core/text.h"
#include "facts/facts.h"
#include "facts/names.h"
#include "facts/purposes.h"
#include "facts/questions.h"

namespace qiyue {
namespace {

using facts::ProposedFunction;
using facts::ProposedItem;

// Lines of a YAML file at two spaces a level.
class Writer {
 public:
  void comment(int level, std::string_view text) { line(level, "# " + std::string(text)); }
  void blank() { out_ += '\n'; }
  void open(int level, std::string_view key) { line(level, std::string(key) + ":"); }
  // As a person would have written it.
  void value(int level, std::string_view key, std::string_view text) {
    line(level, std::string(key) + ": " + yaml_scalar(text));
  }
  void raw(int level, std::string_view key, std::string_view text) { line(level, std::string(key) + ": " + std::string(text)); }
  void flag(int level, std::string_view key, bool holds) { raw(level, key, holds ? "true" : "false"); }
  void empty(int level, std::string_view key) { raw(level, key, "\"\""); }
  void ask(int level, std::string_view key) { raw(level, key, kPlaceholder); }
  // With the mark, unless nothing is proposed.
  void propose(int level, std::string_view key, std::string_view text) {
    if (text.empty() || is_placeholder(text)) {
      value(level, key, text.empty() ? kPlaceholder : text);
    } else {
      line(level, std::string(key) + ": " + yaml_scalar(text) + "  " + std::string(kProposalMark));
    }
  }
  void propose_raw(int level, std::string_view key, std::string_view text) {
    line(level, std::string(key) + ": " + std::string(text) + "  " + std::string(kProposalMark));
  }
  void list(int level, std::string_view key, const std::vector<std::string>& items, bool proposed) {
    std::string text = "[";
    for (const std::string& item : items) text += (text.size() > 1 ? ", " : "") + yaml_scalar(item);
    text += "]";
    if (proposed && !items.empty()) {
      propose_raw(level, key, text);
    } else {
      raw(level, key, text);
    }
  }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void line(int level, const std::string& text) {
    out_ += std::string(static_cast<std::size_t>(level) * 2, ' ') + text + "\n";
  }
  std::string out_;
};

struct ProposedRecipient {
  std::string id, name, provider, role, contact, purpose, method, policy_url, url_hint;
  std::vector<std::string> items, hosts;
  bool provider_certain = false;
  enum class Abroad { no, yes, unknown } abroad = Abroad::unknown;
};

bool ascii_id_char(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }

// A key of facts.yaml from any name: lower-case letters, digits and underscores, beginning with a letter.
std::string key_from(std::string_view name) {
  std::string id;
  for (const char c : to_lower_ascii(name)) {
    if (ascii_id_char(c)) {
      id += c;
    } else if (!id.empty() && id.back() != '_') {
      id += '_';
    }
  }
  while (!id.empty() && id.back() == '_') id.pop_back();
  if (!id.empty() && !(id.front() >= 'a' && id.front() <= 'z')) id = "r_" + id;
  return id.substr(0, 36);
}

class Proposal {
 public:
  Proposal(const Evidence& evidence, const knowledge::Knowledge& knowledge)
      : evidence_(evidence),
        knowledge_(knowledge),
        purposes_(facts::read_purposes(knowledge)),
        questions_(facts::read_questions(knowledge)),
        functions_(facts::propose_functions(evidence, knowledge, purposes_)) {
    for (const ProposedFunction& function : functions_) {
      for (const ProposedItem& item : function.items) items_.insert(item.item);
    }
    find_recipients();
  }

  std::string run() {
    head();
    program();
    operator_and_release();
    services();
    functions();
    recipients();
    storage_and_security();
    account_and_rights();
    people();
    trade();
    terms();
    return writer_.take();
  }

 private:
  [[nodiscard]] bool has_item(std::string_view item) const { return items_.contains(item); }
  [[nodiscard]] bool has_function(std::string_view id) const {
    return std::any_of(functions_.begin(), functions_.end(), [&](const auto& f) { return f.id == id; });
  }
  [[nodiscard]] bool has_in(std::string_view function, std::string_view item) const {
    return std::any_of(functions_.begin(), functions_.end(), [&](const ProposedFunction& f) {
      return f.id == function &&
             std::any_of(f.items.begin(), f.items.end(), [&](const ProposedItem& i) { return i.item == item; });
    });
  }
  // Title of a reachable page that holds `word`; empty when there is none.
  [[nodiscard]] std::string page_titled(std::string_view word) const {
    for (const Page& page : evidence_.program.pages) {
      if (page.reachable && page.title.find(word) != std::string::npos) return page.title;
    }
    return {};
  }
  // What the question about `path` offers, when it needs no other fact.
  [[nodiscard]] std::string offered(std::string_view path) const {
    for (const facts::QuestionRow& row : questions_) {
      if (row.path == path && row.propose.find('{') == std::string::npos) return row.propose;
    }
    return {};
  }

  void head() {
    writer_.comment(0, "小程序的事实说明书：代码里看不出来的事写在这里，隐私政策和用户协议都从这里来。");
    writer_.comment(0, "");
    writer_.comment(0, "怎么填：");
    writer_.comment(0, "  - 写着“待填写”的地方要由您回答；运行 qiyue init 会逐个提问，也可以直接编辑本文件。");
    writer_.comment(0, "  - 行尾标着“提案: 请核对”的内容是根据代码提出的，核对无误后删去这条注释。");
    writer_.comment(0, "  - 每一句都会成为对用户的承诺：没有做到的不要写，不确定的先留着“待填写”。");
    writer_.comment(0, "  - 信息的种类可以写代号（phone_number），也可以写中文名（手机号）。");
    writer_.raw(0, "schema", "qiyue-facts/1");
  }

  void program() {
    const auto& program = evidence_.program;
    writer_.blank();
    writer_.comment(0, "小程序本身。名称与平台后台登记的一致；trade 是应用类型，决定哪些信息算“必要”。");
    writer_.open(0, "program");
    writer_.propose(1, "name", program.name);
    const bool known = knowledge_.platform(program.platform) != nullptr;
    writer_.value(1, "platform", known ? std::string_view(program.platform) : kPlaceholder);
    writer_.value(1, "appid", program.appid);
    trade_ = facts::guess_trade(evidence_, knowledge_, purposes_);
    const knowledge::Trade* trade = facts::find_trade(trade_, knowledge_);
    if (trade != nullptr) writer_.comment(1, trade->zh + "：基本功能是" + trade->basic_function);
    writer_.propose(1, "trade", trade_);
    writer_.comment(1, "用一句话写明提供什么服务");
    writer_.propose(1, "description", trade == nullptr ? std::string() : trade->basic_function);
  }

  void operator_and_release() {
    writer_.blank();
    writer_.comment(0, "谁在运营。name 写营业执照上的全称（个人开发者写姓名），与小程序认证主体一致。");
    writer_.comment(0, "kind: company 公司 | individual_business 个体工商户 | individual 个人 | institution 事业单位、学校、团体");
    writer_.open(0, "operator");
    writer_.ask(1, "name");
    writer_.ask(1, "kind");
    writer_.comment(1, "统一社会信用代码，18位；个人开发者留空");
    writer_.ask(1, "credit_code");
    writer_.ask(1, "address");
    writer_.comment(1, "邮箱和电话至少有一个，并且真的有人答复；online 写小程序里的客服入口");
    writer_.open(1, "contact");
    writer_.ask(2, "email");
    writer_.ask(2, "phone");
    writer_.empty(2, "address");
    writer_.empty(2, "wechat");
    if (has_item("chat_content")) {
      writer_.propose(2, "online", "小程序内的客服会话");
    } else {
      writer_.empty(2, "online");
    }
    writer_.comment(1, "个人信息保护负责人及其联系方式：处理100万人以上的必须指定，其他可以留空");
    writer_.empty(1, "privacy_officer");
    writer_.empty(1, "privacy_contact");
    writer_.comment(1, "小程序备案号，没有可以留空");
    writer_.empty(1, "icp");
    writer_.comment(1, "运营者是否在境外；在境外的还要写境内代表");
    writer_.ask(1, "overseas");
    writer_.empty(1, "representative");

    writer_.blank();
    writer_.comment(0, "这一版的版本号和日期。日期写成 2026-12-01；生效日期不早于发布日期。");
    writer_.open(0, "release");
    writer_.propose(1, "version", offered("release.version"));
    writer_.ask(1, "published");
    writer_.ask(1, "effective");
  }

  void services() {
    const bool paid = has_item("payment_record");
    const knowledge::Trade* trade = facts::find_trade(trade_, knowledge_);
    writer_.blank();
    writer_.comment(0, "提供哪些服务、收不收费。一种服务一段，代号自取（小写字母、数字、下划线）。");
    writer_.open(0, "services");
    writer_.open(1, "main");
    writer_.propose(2, "name", trade == nullptr ? evidence_.program.name : trade->basic_function);
    writer_.empty(2, "description");
    writer_.propose_raw(2, "paid", paid ? "true" : "false");
    if (paid) {
      writer_.comment(2, "怎么收费；价格以页面标明的为准时也写明在哪里标明");
      writer_.ask(2, "price");
    } else {
      writer_.empty(2, "price");
    }
  }

  static std::string_view how_name(How how) {
    return how == How::typed ? "typed" : how == How::third_party ? "third_party" : "automatic";
  }

  // "pages/a/a.js:12 wx.login、pages/b/b.js:3 wx.login 等4处"
  static std::string places(const ProposedItem& item) {
    constexpr std::size_t kShown = 2;
    std::vector<std::string> shown;
    for (const facts::Observation& seen : item.seen) {
      std::string one = seen.where + (seen.api.empty() ? "" : " " + ellipsize(seen.api, 30));
      // A comment ends with its line.
      std::replace_if(one.begin(), one.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
      if (shown.size() < kShown) shown.push_back(std::move(one));
    }
    std::string text = join(shown, "、");
    if (item.seen.size() > kShown) text += " 等" + std::to_string(item.seen.size()) + "处";
    return text;
  }

  void functions() {
    writer_.blank();
    writer_.comment(0, "每个功能用到哪些个人信息。隐私政策的收集清单就是这一节，请逐项核对。");
    writer_.comment(0, "  basic      是不是基本功能：没有它就无法提供主要服务");
    writer_.comment(0, "  purpose    做什么用，接在“用于”之后写具体事情，不写“改善服务”这类空话");
    writer_.comment(0, "  how        怎么得到：typed 用户填写或选择 | automatic 授权后自动取得 | third_party 由平台或第三方提供");
    writer_.comment(0, "  required   是不是非有不可；false 时用 refusal 写明不提供会怎样");
    writer_.comment(0, "  retention  保存多久；不写则按 storage.period");
    writer_.comment(0, "  necessity  敏感个人信息为什么必要；effect 对用户有什么影响（只有敏感个人信息要写）");
    if (functions_.empty()) {
      writer_.comment(0, "没有在代码里看到收集个人信息的地方。如有线下或服务器端收集，请补写。");
      writer_.raw(0, "functions", "{}");
      return;
    }
    writer_.open(0, "functions");
    for (const ProposedFunction& function : functions_) {
      writer_.open(1, function.id);
      writer_.value(2, "name", function.name);
      writer_.value(2, "description", function.description);
      writer_.propose_raw(2, "basic", function.basic ? "true" : "false");
      writer_.open(2, "items");
      for (const ProposedItem& item : function.items) proposed_item(item);
    }
  }

  void proposed_item(const ProposedItem& item) {
    const knowledge::DataItem* known = knowledge_.item(item.item);
    std::string title = known == nullptr ? item.item : known->zh;
    if (item.sensitive) title += "，敏感个人信息";
    writer_.comment(3, title + "。代码: " + places(item));
    writer_.open(3, yaml_scalar(item.item));
    writer_.propose(4, "purpose", item.purpose);
    writer_.raw(4, "how", how_name(item.how));
    writer_.propose_raw(4, "required", item.required ? "true" : "false");
    if (!item.required) writer_.propose(4, "refusal", item.refusal);
    writer_.propose(4, "retention", item.retention);
    if (!item.sensitive) return;
    writer_.propose(4, "necessity", item.necessity);
    writer_.propose(4, "effect", item.effect);
  }

  // ---- recipients ----

  [[nodiscard]] const knowledge::Sdk* sdk(std::string_view id) const {
    for (const knowledge::Sdk& one : knowledge_.sdks) {
      if (!id.empty() && one.id == id) return &one;
    }
    return nullptr;
  }

  void find_recipients() {
    platform_recipients();
    std::map<std::string, std::size_t> seen;
    for (const Recipient& found : evidence_.recipients) {
      // A component library that takes nothing receives nothing.
      if (found.kind == RecipientKind::component && found.items.empty()) continue;
      const std::string identity = !found.knowledge_id.empty() ? found.knowledge_id
                                   : !found.host.empty()       ? found.host
                                                               : found.name;
      const auto [entry, fresh] = seen.emplace(identity, recipients_.size());
      if (fresh) recipients_.push_back(recipient(found));
      ProposedRecipient& row = recipients_[entry->second];
      for (const std::string& item : found.items) {
        if (std::find(row.items.begin(), row.items.end(), item) == row.items.end()) row.items.push_back(item);
      }
      if (!found.host.empty() && std::find(row.hosts.begin(), row.hosts.end(), found.host) == row.hosts.end())
        row.hosts.push_back(found.host);
    }
    std::set<std::string> taken;
    int number = 1;
    for (ProposedRecipient& row : recipients_) {
      if (row.id.empty()) row.id = "recipient_" + std::to_string(number++);
      const std::string stem = row.id;
      for (int copy = 2; !taken.insert(row.id).second; ++copy) row.id = stem + "_" + std::to_string(copy);
      std::sort(row.items.begin(), row.items.end());
      std::sort(row.hosts.begin(), row.hosts.end());
    }
  }

  [[nodiscard]] ProposedRecipient recipient(const Recipient& found) const {
    ProposedRecipient row;
    const knowledge::Sdk* known = sdk(found.knowledge_id);
    row.id = key_from(!found.knowledge_id.empty() ? found.knowledge_id
                      : !found.host.empty()       ? found.host
                                                  : found.name);
    row.name = found.name.empty() ? found.host : found.name;
    row.provider = found.provider;
    row.provider_certain = found.provider_verified;
    row.role = found.kind == RecipientKind::cloud          ? "entrusted"
               : found.kind == RecipientKind::mini_program ? "independent"
               : found.kind == RecipientKind::host         ? "entrusted"
                                                           : "sdk";
    row.purpose = found.purpose;
    if (row.purpose.empty() && known != nullptr) row.purpose = known->purpose;
    const auto method = purposes_.recipient_methods.find(to_string(found.kind));
    if (method != purposes_.recipient_methods.end()) row.method = method->second;
    const std::string url = !found.privacy_url.empty() ? found.privacy_url : known != nullptr ? known->privacy_url : "";
    if (known != nullptr && known->privacy_url_verified && known->privacy_url == url) {
      row.policy_url = url;
    } else {
      row.url_hint = url;
    }
    if (known != nullptr) row.abroad = known->cross_border ? ProposedRecipient::Abroad::yes : ProposedRecipient::Abroad::no;
    return row;
  }

  // The platform gives and gets what its interfaces take; its payment gets the order.
  void platform_recipients() {
    const json::value* row = find(purposes_.platforms, evidence_.program.platform);
    if (row == nullptr) return;
    std::vector<std::string> items;
    for (const std::string& item : get_strings(*row, "items")) {
      const bool from_platform = std::any_of(evidence_.uses.begin(), evidence_.uses.end(), [&](const Use& use) {
        return use.reachable && std::find(use.items.begin(), use.items.end(), item) != use.items.end();
      });
      if (from_platform && has_item(item)) items.push_back(item);
    }
    const auto add = [&](const json::value& from, std::string id, std::vector<std::string> taken) {
      ProposedRecipient platform;
      platform.id = std::move(id);
      platform.name = get_string(from, "name");
      platform.provider = get_string(from, "provider");
      platform.role = "independent";
      platform.purpose = get_string(from, "purpose");
      platform.method = get_string(from, "method");
      platform.items = std::move(taken);
      platform.abroad = ProposedRecipient::Abroad::no;
      recipients_.push_back(std::move(platform));
    };
    if (!items.empty()) add(*row, evidence_.program.platform + "_platform", items);
    const json::value* pay = find(*row, "pay");
    if (pay == nullptr || !has_item("payment_record")) return;
    std::vector<std::string> paid{"order_info"};
    for (const char* id : {"platform_openid", "alipay_user_id"}) {
      if (has_item(id)) paid.emplace_back(id);
    }
    if (!has_item("order_info")) paid.front() = "payment_record";
    add(*pay, get_string(*pay, "id"), paid);
  }

  void recipients() {
    writer_.blank();
    writer_.comment(0, "谁会收到个人信息，或者把代码放进了小程序。短信、物流、云服务等服务器端的接收方代码里看不到，请补写。");
    writer_.comment(0, "  role     sdk 第三方代码 | entrusted 受托处理（云、短信、物流） | joint 共同处理 | independent 独立处理者 | affiliate 关联公司");
    writer_.comment(0, "  contact  接收方的联系方式；policy_url 是它的隐私政策网址，两者至少有一个");
    writer_.comment(0, "  consent  向它提供之前是否单独征得用户同意（独立处理者必须）");
    writer_.comment(0, "  hosts    属于它的域名（可以不写）");
    if (recipients_.empty()) {
      writer_.raw(0, "recipients", "{}");
      return;
    }
    writer_.open(0, "recipients");
    for (const ProposedRecipient& row : recipients_) {
      writer_.open(1, row.id);
      writer_.value(2, "name", row.name);
      if (row.provider_certain) {
        writer_.value(2, "provider", row.provider);
      } else {
        writer_.propose(2, "provider", row.provider);
      }
      writer_.propose(2, "role", row.role);
      writer_.empty(2, "contact");
      writer_.propose(2, "purpose", row.purpose);
      writer_.propose(2, "method", row.method);
      if (!row.url_hint.empty()) writer_.comment(2, "可能的网址，未经核实: " + row.url_hint);
      writer_.value(2, "policy_url", row.policy_url.empty() ? kPlaceholder : std::string_view(row.policy_url));
      if (row.items.empty()) {
        writer_.raw(2, "items", "[" + std::string(kPlaceholder) + "]");
      } else {
        writer_.list(2, "items", row.items, true);
      }
      if (!row.hosts.empty()) writer_.list(2, "hosts", row.hosts, false);
      writer_.propose_raw(2, "consent", "false");
      if (row.abroad == ProposedRecipient::Abroad::unknown) {
        writer_.ask(2, "overseas");
      } else {
        writer_.propose_raw(2, "overseas", row.abroad == ProposedRecipient::Abroad::yes ? "true" : "false");
      }
    }
  }

  void storage_and_security() {
    const bool abroad = std::any_of(recipients_.begin(), recipients_.end(), [](const ProposedRecipient& row) {
      return row.abroad == ProposedRecipient::Abroad::yes;
    });
    writer_.blank();
    writer_.comment(0, "存在哪里、存多久、到期怎么办。place 例如：中华人民共和国境内（某云服务的某地机房）。");
    writer_.open(0, "storage");
    writer_.ask(1, "place");
    writer_.propose(1, "period", offered("storage.period"));
    writer_.propose(1, "after", offered("storage.after"));
    writer_.comment(1, "网络日志，依法不少于六个月");
    writer_.propose(1, "logs_period", offered("storage.logs_period"));

    writer_.blank();
    writer_.comment(0, "有没有把个人信息传到境外（包括接收方在境外、境外人员可以访问）。exists 为 true 时其余各项都要写。");
    writer_.open(0, "cross_border");
    if (abroad) {
      writer_.propose_raw(1, "exists", "true");
    } else {
      writer_.ask(1, "exists");
    }
    for (const char* key : {"receiver", "contact", "purpose", "method", "country", "mechanism"}) writer_.empty(1, key);
    writer_.raw(1, "items", "[]");

    writer_.blank();
    writer_.comment(0, "实际做到了的安全措施：做到写 true，没做到写 false。certification 写已取得的认证或等级保护，没有留空。");
    writer_.open(0, "security");
    for (const char* key : {"encryption_transit", "encryption_storage", "access_control", "backup", "training"})
      writer_.ask(1, key);
    writer_.empty(1, "certification");
    writer_.comment(1, "发生泄露时用户找谁；留空则用运营者的联系方式");
    writer_.empty(1, "incident_contact");
  }

  void account_and_rights() {
    std::vector<std::string> login;
    if (has_item("platform_openid") || has_item("alipay_user_id")) {
      const std::string& platform = evidence_.program.platform;
      login.push_back(platform.empty() ? "platform" : platform);
    }
    if (has_in("login", "phone_number")) login.emplace_back("phone");
    if (has_in("login", "password")) login.emplace_back("password");
    const bool account = !login.empty() || has_item("account_id");
    writer_.blank();
    writer_.comment(0, "账号。login 写登录方式：wechat alipay phone password 等；cancel_path 写用户在哪里注销，例如：我的 > 设置 > 注销账号。");
    writer_.open(0, "account");
    writer_.propose_raw(1, "exists", account ? "true" : "false");
    writer_.list(1, "login", login, true);
    if (!account) {
      writer_.flag(1, "real_name", false);
    } else if (has_item("real_name_auth_result") || has_in("real_name", "id_card_number") || has_item("face_image")) {
      writer_.propose_raw(1, "real_name", "true");
    } else {
      writer_.ask(1, "real_name");
    }
    const std::string closing = page_titled("注销");
    if (!account) {
      writer_.empty(1, "cancel_path");
      writer_.empty(1, "cancel_conditions");
    } else {
      writer_.propose(1, "cancel_path", closing.empty() ? "" : "小程序内的“" + closing + "”页面");
      writer_.propose(1, "cancel_conditions", offered("account.cancel_conditions"));
    }
    writer_.comment(1, "几个工作日内办完，依法不超过15");
    writer_.raw(1, "cancel_days", "15");

    std::string profile = page_titled("个人资料");
    if (profile.empty()) profile = page_titled("个人信息");
    const std::string own = profile.empty() ? "" : "小程序内的“" + profile + "”页面，或者通过运营者的联系方式提出";
    const std::string contact = "通过运营者的联系方式提出";
    writer_.blank();
    writer_.comment(0, "用户在哪里行使权利：查阅、更正、删除、复制、撤回同意、注销。小程序里有入口的写入口。response_days 是答复期限。");
    writer_.open(0, "rights");
    writer_.propose(1, "access", own.empty() ? contact : own);
    writer_.propose(1, "correct", own.empty() ? contact : own);
    writer_.propose(1, "remove", contact);
    writer_.propose(1, "copy", contact);
    writer_.propose(1, "withdraw", evidence_.program.platform == "wechat"
                                       ? "在小程序右上角“···”菜单的设置中关闭授权，或者通过运营者的联系方式提出"
                                       : contact);
    if (account && closing.empty()) {
      writer_.propose(1, "cancel", contact);
    } else if (account) {
      writer_.propose(1, "cancel", "小程序内的“" + closing + "”页面");
    } else {
      writer_.empty(1, "cancel");
    }
    writer_.raw(1, "response_days", "15");
  }

  void people() {
    const bool child = has_item("baby_info") || has_item("minor_info") || has_item("guardian_info");
    writer_.blank();
    writer_.comment(0, "未成年人。audience: general 一般公众 | includes_minors 用户中有不少未成年人 | children 面向儿童");
    writer_.comment(0, "under_14: 是否处理不满十四周岁者的信息（家长填写孩子的信息也算）；是的话写明怎样取得监护人同意。");
    writer_.open(0, "minors");
    writer_.ask(1, "audience");
    if (child) {
      writer_.propose_raw(1, "under_14", "true");
      writer_.ask(1, "guardian_method");
    } else {
      writer_.ask(1, "under_14");
      writer_.empty(1, "guardian_method");
    }

    const bool messages = has_item("subscription_choice");
    const bool ads = has_item("ad_interaction");
    writer_.blank();
    writer_.comment(0, "营销与个性化推荐。exists: 是否向用户发营销或提醒消息；personalised: 是否按用户的行为推荐内容；ads: 是否展示第三方广告。");
    writer_.open(0, "marketing");
    if (messages) {
      writer_.comment(1, "代码里请求了订阅消息；如果只用于办理用户发起的业务，可以改为 false 并清空 channels");
      writer_.propose_raw(1, "exists", "true");
      writer_.list(1, "channels", {"订阅消息"}, true);
      writer_.propose(1, "opt_out", "在小程序右上角菜单的设置中关闭订阅消息");
    } else {
      writer_.ask(1, "exists");
      writer_.raw(1, "channels", "[]");
      writer_.empty(1, "opt_out");
    }
    writer_.ask(1, "personalised");
    writer_.empty(1, "personalised_opt_out");
    if (ads) {
      writer_.propose_raw(1, "ads", "true");
    } else {
      writer_.ask(1, "ads");
    }

    writer_.blank();
    writer_.comment(0, "自动化决策：由程序自动决定价格、资格、额度等。significant: 结果对用户有重大影响。");
    writer_.open(0, "automated");
    writer_.ask(1, "exists");
    writer_.flag(1, "significant", false);
    writer_.empty(1, "description");
    writer_.empty(1, "opt_out");

    std::vector<std::string> kinds;
    if (has_function("review")) kinds.emplace_back("评价的文字和图片");
    if (has_function("publish")) kinds.emplace_back("用户发布的文字、图片或视频");
    if (has_item("live_stream")) kinds.emplace_back("直播");
    const bool content = has_item("user_content") || !kinds.empty();
    writer_.blank();
    writer_.comment(0, "用户能不能发布内容给别人看。public: 是否公开展示；review: 怎么审核；license_scope: 运营者可以怎样使用这些内容。");
    writer_.open(0, "content");
    if (content) {
      writer_.propose_raw(1, "exists", "true");
      writer_.propose_raw(1, "public", "true");
      writer_.propose(1, "kinds", kinds.empty() ? "用户提交的文字" : join(kinds, "、"));
      writer_.ask(1, "review");
      writer_.propose(1, "license_scope", offered("content.license_scope"));
    } else {
      writer_.ask(1, "exists");
      writer_.propose_raw(1, "public", "true");
      for (const char* key : {"kinds", "review", "license_scope"}) writer_.empty(1, key);
    }
  }

  void trade() {
    const bool paid = has_item("payment_record");
    writer_.blank();
    writer_.comment(0, "交易与付费。goods 卖实物 | digital 卖数字内容 | auto_renewal 自动续费 | prepaid 充值预付 | deposit 押金 | promotion 优惠券积分");
    writer_.comment(0, "refund 写退款的条件、方式和到账时间；鲜活易腐、定制等不适用七日无理由退货的，要写明范围。");
    writer_.open(0, "payment");
    writer_.propose_raw(1, "exists", paid ? "true" : "false");
    for (const char* key : {"goods", "digital", "auto_renewal", "prepaid", "deposit"}) {
      if (paid) {
        writer_.ask(1, key);
      } else {
        writer_.flag(1, key, false);
      }
    }
    if (has_item("virtual_property")) {
      writer_.propose_raw(1, "promotion", "true");
    } else if (paid) {
      writer_.ask(1, "promotion");
    } else {
      writer_.flag(1, "promotion", false);
    }
    const json::value* platform = find(purposes_.platforms, evidence_.program.platform);
    const json::value* pay = platform == nullptr ? nullptr : find(*platform, "pay");
    if (paid) {
      writer_.propose(1, "methods", pay == nullptr ? "" : get_string(*pay, "name"));
      writer_.ask(1, "refund");
      writer_.propose(1, "price_display", offered("payment.price_display"));
      if (has_function("invoice")) {
        writer_.propose(1, "invoice", "在小程序内提交抬头后开具");
      } else {
        writer_.ask(1, "invoice");
      }
    } else {
      for (const char* key : {"methods", "refund", "price_display", "invoice"}) writer_.empty(1, key);
    }
    writer_.comment(1, "自动续费才要写：怎样取消、试用期多长");
    writer_.empty(1, "renewal_cancel");
    writer_.empty(1, "trial");
    writer_.blank();
    writer_.comment(0, "有没有其他商家在小程序里开店；有的话写入驻规则公示在哪里。");
    writer_.open(0, "marketplace");
    if (has_function("merchant")) {
      writer_.propose_raw(1, "exists", "true");
      writer_.ask(1, "merchants_rules");
    } else {
      writer_.ask(1, "exists");
      writer_.empty(1, "merchants_rules");
    }
  }

  void terms() {
    writer_.blank();
    writer_.comment(0, "人工智能。generative 生成内容 | companion 拟人化、情感陪伴 | deep_synthesis 换脸变声等；registration 写备案号或所用模型的备案号。");
    writer_.open(0, "ai");
    if (has_item("ai_prompt")) {
      writer_.propose_raw(1, "generative", "true");
      writer_.ask(1, "companion");
      writer_.ask(1, "deep_synthesis");
      writer_.ask(1, "registration");
    } else {
      for (const char* key : {"generative", "companion", "deep_synthesis"}) writer_.ask(1, key);
      writer_.empty(1, "registration");
    }
    writer_.blank();
    writer_.comment(0, "争议怎么解决。method: court 法院 | arbitration 仲裁；court 留空表示依法律规定的法院。");
    writer_.open(0, "dispute");
    writer_.ask(1, "method");
    writer_.empty(1, "court");
    writer_.blank();
    writer_.comment(0, "大约处理多少人的个人信息: under_100k 不满10万 | 100k_to_1m 10万至100万 | over_1m 100万以上");
    writer_.open(0, "scale");
    writer_.ask(1, "users");
    writer_.blank();
    writer_.comment(0, "手工补充的适用条件（has_live 等），一般留空。");
    writer_.raw(0, "conditions", "[]");
  }

  const Evidence& evidence_;
  const knowledge::Knowledge& knowledge_;
  facts::Purposes purposes_;
  std::vector<facts::QuestionRow> questions_;
  std::vector<ProposedFunction> functions_;
  std::set<std::string, std::less<>> items_;
  std::vector<ProposedRecipient> recipients_;
  std::string trade_;
  Writer writer_;
};

}  // namespace

std::string propose_facts(const Evidence& evidence, const knowledge::Knowledge& knowledge) {
  return Proposal(evidence, knowledge).run();
}

}  // namespace qiyue
