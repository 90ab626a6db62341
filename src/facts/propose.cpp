// Evidence -> a first facts.yaml: commented, every guess marked, everything the code cannot tell left as 待填写.
#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "core/text.h"
#include "facts/facts.h"
#include "facts/names.h"
#include "facts/proposal.h"

namespace qiyue {
namespace facts {
namespace {

std::string_view how_name(How how) {
  return how == How::typed ? "typed" : how == How::third_party ? "third_party" : "automatic";
}

// A comment ends with its line.
std::string printable(std::string text) {
  std::replace_if(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return text;
}

// What users see, where the configuration tells it; a folder's name or a page's title is none.
std::string shown_name(const Evidence& evidence) {
  return contains_han(evidence.program.name) ? evidence.program.name : std::string();
}

// A trade's function that names examples (天气、日历等) does not say what this program offers.
std::string offer_of(const knowledge::Trade* trade) {
  return trade == nullptr || trade->basic_function.ends_with("等") ? std::string() : trade->basic_function;
}

// "pages/a/a.js:12 wx.login、pages/b/b.js:3 wx.login 等4处"
std::string places(const ProposedItem& item) {
  constexpr std::size_t kShown = 2;
  std::vector<std::string> shown;
  for (const Observation& seen : item.seen) {
    std::string one = seen.where + (seen.api.empty() ? "" : " " + ellipsize(seen.api, 30));
    if (shown.size() < kShown) shown.push_back(printable(std::move(one)));
  }
  std::string text = join(shown, "、");
  if (item.seen.size() > kShown) text += " 等" + std::to_string(item.seen.size()) + "处";
  return text;
}

}  // namespace

Proposal::Proposal(const Evidence& evidence, const knowledge::Knowledge& knowledge)
    : evidence_(evidence),
      knowledge_(knowledge),
      purposes_(read_purposes(knowledge)),
      questions_(read_questions(knowledge)),
      functions_(propose_functions(evidence, knowledge, purposes_)) {
  program_name_ = shown_name(evidence);
  for (const ProposedFunction& function : functions_) {
    for (const ProposedItem& item : function.items) items_.insert(item.item);
  }
  recipients_ = propose_recipients(evidence, knowledge, purposes_, items_);
}

std::string Proposal::run() {
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

void Proposal::head() {
  writer_.comment(0, "小程序的事实说明书：代码里看不出来的事写在这里，隐私政策和用户协议都从这里来。");
  writer_.comment(0, "");
  writer_.comment(0, "怎么填：");
  writer_.comment(0, "  - 写着“待填写”的地方要由您回答；运行 qiyue init 会逐个提问，也可以直接编辑本文件。");
  writer_.comment(0, "  - 行尾标着“提案: 请核对”的内容是根据代码提出的，核对无误后删去这条注释。");
  writer_.comment(0, "  - 每一句都会成为对用户的承诺：没有做到的不要写，不确定的先留着“待填写”。");
  writer_.comment(0, "  - 信息的种类可以写代号（phone_number），也可以写中文名（手机号）。");
  writer_.raw(0, "schema", "qiyue-facts/1");
}

void Proposal::program() {
  const auto& program = evidence_.program;
  writer_.blank();
  writer_.comment(0, "小程序本身。名称与平台后台登记的一致；trade 是应用类型，决定哪些信息算“必要”。");
  writer_.open(0, "program");
  if (program_name_.empty() && !program.name.empty())
    writer_.comment(1, "项目配置里写的是: " + printable(program.name));
  writer_.propose(1, "name", program_name_);
  const bool known = knowledge_.platform(program.platform) != nullptr;
  writer_.value(1, "platform", known ? std::string_view(program.platform) : kPlaceholder);
  writer_.value(1, "appid", program.appid);
  trade_ = guess_trade(evidence_, knowledge_, purposes_);
  const knowledge::Trade* trade = find_trade(trade_, knowledge_);
  if (trade != nullptr) writer_.comment(1, trade->zh + "：基本功能是" + trade->basic_function);
  writer_.propose(1, "trade", trade_);
  writer_.comment(1, "用一句话写明提供什么服务");
  writer_.propose(1, "description", offer_of(trade));
}

void Proposal::operator_and_release() {
  writer_.blank();
  writer_.comment(0, "谁在运营。name 写营业执照上的全称（个人开发者写姓名），与小程序认证主体一致。");
  writer_.comment(
      0, "kind: company 公司 | individual_business 个体工商户 | individual 个人 | institution 事业单位、学校、团体");
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

void Proposal::services() {
  const bool paid = has_item("payment_record");
  const knowledge::Trade* trade = find_trade(trade_, knowledge_);
  writer_.blank();
  writer_.comment(0, "提供哪些服务、收不收费。一种服务一段，代号自取（小写字母、数字、下划线）。");
  writer_.open(0, "services");
  writer_.open(1, "main");
  writer_.propose(2, "name", offer_of(trade));
  writer_.comment(2, "提供什么、怎样提供；只有一种服务时不写就用上面的 program.description");
  writer_.empty(2, "description");
  writer_.propose_raw(2, "paid", paid ? "true" : "false");
  if (paid) {
    writer_.comment(2, "怎么收费；价格以页面标明的为准时也写明在哪里标明");
    writer_.ask(2, "price");
  } else {
    writer_.empty(2, "price");
  }
}

void Proposal::functions() {
  writer_.blank();
  writer_.comment(0, "每个功能用到哪些个人信息。隐私政策的收集清单就是这一节，请逐项核对。");
  writer_.comment(0, "  basic      是不是基本功能：没有它就无法提供主要服务");
  writer_.comment(0, "  purpose    做什么用，接在“用于”之后写具体事情，不写“改善服务”这类空话");
  writer_.comment(
      0, "  how        怎么得到：typed 用户填写或选择 | automatic 授权后自动取得 | third_party 由平台或第三方提供");
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

void Proposal::proposed_item(const ProposedItem& item) {
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

void Proposal::recipients() {
  writer_.blank();
  writer_.comment(
      0, "谁会收到个人信息，或者把代码放进了小程序。短信、物流、云服务等服务器端的接收方代码里看不到，请补写。");
  writer_.comment(0,
                  "  role     sdk 第三方代码 | entrusted 受托处理（云、短信、物流） | joint 共同处理 | independent "
                  "独立处理者 | affiliate 关联公司");
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
    // Whether consent was asked the code cannot show, and only an independent handler needs it (PIPL art. 23).
    if (row.role == "independent" && !row.confirmed_each_time) {
      writer_.ask(2, "consent");
    } else {
      writer_.propose_raw(2, "consent", row.confirmed_each_time ? "true" : "false");
    }
    if (row.abroad == ProposedRecipient::Abroad::unknown) {
      writer_.ask(2, "overseas");
    } else {
      writer_.propose_raw(2, "overseas", row.abroad == ProposedRecipient::Abroad::yes ? "true" : "false");
    }
  }
}

}  // namespace facts

std::string propose_facts(const Evidence& evidence, const knowledge::Knowledge& knowledge) {
  return facts::Proposal(evidence, knowledge).run();
}

}  // namespace qiyue
