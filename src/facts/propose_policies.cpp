// The proposed sections on storage, accounts, people, trade and terms: mostly questions, for the code shows little of them.
#include <algorithm>
#include <boost/json.hpp>

#include "core/text.h"
#include "facts/proposal.h"

namespace qiyue::facts {

void Proposal::storage_and_security() {
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
  writer_.comment(0,
                  "有没有把个人信息传到境外（包括接收方在境外、境外人员可以访问）。exists 为 true 时其余各项都要写。");
  writer_.open(0, "cross_border");
  if (abroad) {
    writer_.propose_raw(1, "exists", "true");
  } else {
    writer_.ask(1, "exists");
  }
  for (const char* key : {"receiver", "contact", "purpose", "method", "country", "mechanism"}) writer_.empty(1, key);
  writer_.raw(1, "items", "[]");

  writer_.blank();
  writer_.comment(
      0, "实际做到了的安全措施：做到写 true，没做到写 false。certification 写已取得的认证或等级保护，没有留空。");
  writer_.open(0, "security");
  for (const char* key : {"encryption_transit", "encryption_storage", "access_control", "backup", "training"})
    writer_.ask(1, key);
  writer_.empty(1, "certification");
  writer_.comment(1, "发生泄露时用户找谁；留空则用运营者的联系方式");
  writer_.empty(1, "incident_contact");
}

void Proposal::account_and_rights() {
  std::vector<std::string> login;
  if (has_item("platform_openid") || has_item("alipay_user_id")) {
    const std::string& platform = evidence_.program.platform;
    login.push_back(platform.empty() ? "platform" : platform);
  }
  if (has_in("login", "phone_number")) login.emplace_back("phone");
  if (has_in("login", "password")) login.emplace_back("password");
  const bool account = !login.empty() || has_item("account_id");
  writer_.blank();
  writer_.comment(0,
                  "账号。login 写登录方式：wechat alipay phone password 等；cancel_path 写用户在哪里注销，例如：我的 "
                  "> 设置 > 注销账号。");
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
    // Orders are a condition only where there are any.
    if (has_item("payment_record") || has_item("order_info")) {
      writer_.propose(1, "cancel_conditions", offered("account.cancel_conditions"));
    } else {
      writer_.empty(1, "cancel_conditions");
    }
  }
  writer_.comment(1, "几个工作日内办完，依法不超过15");
  writer_.raw(1, "cancel_days", "15");

  std::string profile = page_titled("个人资料");
  if (profile.empty()) profile = page_titled("个人信息");
  const std::string contact = "联系我们";
  const std::string own = profile.empty() ? "" : "小程序内的“" + profile + "”页面，或者" + contact;
  writer_.blank();
  writer_.comment(0,
                  "用户在哪里行使权利：查阅、更正、删除、复制、撤回同意、注销。小程序里有入口的写入口。response_days "
                  "是答复期限。");
  writer_.open(0, "rights");
  writer_.propose(1, "access", own.empty() ? contact : own);
  writer_.propose(1, "correct", own.empty() ? contact : own);
  writer_.propose(1, "remove", contact);
  writer_.propose(1, "copy", contact);
  writer_.propose(
      1, "withdraw",
      evidence_.program.platform == "wechat" ? "在小程序右上角“···”菜单的设置中关闭授权，或者" + contact : contact);
  if (account && closing.empty()) {
    writer_.propose(1, "cancel", contact);
  } else if (account) {
    writer_.propose(1, "cancel", "小程序内的“" + closing + "”页面");
  } else {
    writer_.empty(1, "cancel");
  }
  writer_.raw(1, "response_days", "15");
}

void Proposal::people() {
  const bool child = has_item("baby_info") || has_item("minor_info") || has_item("guardian_info");
  writer_.blank();
  writer_.comment(0, "未成年人。audience: general 一般公众 | includes_minors 用户中有不少未成年人 | children 面向儿童");
  writer_.comment(0,
                  "under_14: 是否处理不满十四周岁者的信息（家长填写孩子的信息也算）；是的话写明怎样取得监护人同意。");
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
  const bool ads = has_item("ad_interaction") ||
                   std::any_of(recipients_.begin(), recipients_.end(), [](const ProposedRecipient& row) {
                     return std::find(row.items.begin(), row.items.end(), "ad_interaction") != row.items.end();
                   });
  writer_.blank();
  writer_.comment(0,
                  "营销与个性化推荐。exists: 是否向用户发营销或提醒消息；personalised: "
                  "是否按用户的行为推荐内容；ads: 是否展示第三方广告。");
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
  if (has_in("publish", "user_content"))
    kinds.emplace_back(has_in("publish", "photo_video") ? "文字、图片和视频" : "文字");
  if (has_in("review", "user_content"))
    kinds.emplace_back(has_in("review", "photo_video") ? "带图片的评价" : "文字评价");
  if (has_item("live_stream")) kinds.emplace_back("直播");
  const bool content = !kinds.empty();
  writer_.blank();
  writer_.comment(0,
                  "用户能不能发布内容给别人看。public: 是否公开展示；review: 怎么审核；license_scope: "
                  "运营者可以怎样使用这些内容。");
  writer_.open(0, "content");
  if (content) {
    writer_.propose_raw(1, "exists", "true");
    writer_.propose_raw(1, "public", "true");
    writer_.propose(1, "kinds", join(kinds, "、"));
    writer_.ask(1, "review");
    writer_.propose(1, "license_scope", offered("content.license_scope"));
  } else {
    writer_.ask(1, "exists");
    writer_.propose_raw(1, "public", "true");
    for (const char* key : {"kinds", "review", "license_scope"}) writer_.empty(1, key);
  }
}

void Proposal::trade() {
  const bool paid = has_item("payment_record");
  writer_.blank();
  writer_.comment(0,
                  "交易与付费。goods 卖实物 | digital 卖数字内容 | auto_renewal 自动续费 | prepaid 充值预付 | "
                  "deposit 押金 | promotion 优惠券积分");
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
      writer_.comment(1, "没有专门的入口就留空：协议写明联系运营者开具");
      writer_.empty(1, "invoice");
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

void Proposal::terms() {
  writer_.blank();
  writer_.comment(0,
                  "人工智能。generative 生成内容 | companion 拟人化、情感陪伴 | deep_synthesis "
                  "换脸变声等；registration 写备案号或所用模型的备案号。");
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

}  // namespace qiyue::facts
