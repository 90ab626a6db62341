// Every name a clause may use. docs/clauses.md lists them; a test compares the two and the model that is made.
#include "draft/model.h"

namespace qiyue::drafting {
namespace {

Name text(const char* zh, const char* en) { return {ValueKind::text, {zh, en}, {}}; }
Name flag(const char* zh, const char* en) { return {ValueKind::flag, {zh, en}, {}}; }
Name list(const char* zh, const char* en, Names fields) { return {ValueKind::list, {zh, en}, std::move(fields)}; }

Names activity_fields() {
  return {
      {"function", text("功能名称", "function")},
      {"item", text("信息名称", "information")},
      {"purpose", text("使用目的", "purpose")},
      {"how", text("收集方式", "way of collecting")},
      {"required", flag("是否必需", "required")},
      {"refusal", text("不提供的影响", "what refusing means")},
      {"retention", text("保存期限", "retention")},
      {"sensitive", flag("是否敏感", "sensitive")},
      {"necessity", text("处理敏感个人信息的必要性", "why the sensitive information is needed")},
      {"effect", text("对个人权益的影响", "effect on you")},
      {"continuous", flag("是否持续收集", "collected continuously")},
      {"chosen", flag("是否由用户自己选择或填写", "chosen or typed by you")},
  };
}

Names recipient_fields() {
  return {
      {"name", text("接收方或插件名称", "name")},
      {"provider", text("提供方全称", "provider")},
      {"contact", text("接收方联系方式", "contact")},
      {"purpose", text("提供信息的目的", "purpose")},
      {"method", text("提供信息的方式", "method")},
      {"items", text("提供的信息种类", "information")},
      {"policy_url", text("隐私政策链接", "privacy policy")},
      {"consent", flag("是否取得单独同意", "separate consent")},
      {"overseas", flag("是否在境外", "overseas")},
  };
}

Names service_fields() {
  return {
      {"name", text("服务名称", "service")},
      {"description", text("服务内容", "what it does")},
      {"price", text("服务价格", "price")},
      {"paid", flag("是否收费", "paid")},
  };
}

Names make_names() {
  Names names{
      {"program.name", text("小程序名称", "name of the program")},
      {"program.description", text("小程序简介", "what the program is")},
      {"platform.name", text("平台名称", "platform")},
      {"platform.guideline", text("平台隐私指引的名称", "the platform's privacy guideline")},
      {"platform.identifies", flag("平台是否提供用户标识", "the platform gives an identifier")},
      {"operator.name", text("运营者全称", "name of the operator")},
      {"operator.kind", text("运营者类型", "kind of operator")},
      {"operator.individual", flag("是否个人开发者", "an individual")},
      {"operator.credit_code", text("统一社会信用代码", "unified social credit code")},
      {"operator.address", text("运营者地址", "address of the operator")},
      {"operator.email", text("联系邮箱", "e-mail")},
      {"operator.phone", text("联系电话", "phone")},
      {"operator.post", text("通信地址", "postal address")},
      {"operator.wechat", text("微信客服", "WeChat contact")},
      {"operator.online", text("在线客服入口", "online service")},
      {"operator.privacy_officer", text("个人信息保护负责人", "person in charge of personal information")},
      {"operator.privacy_contact", text("个人信息保护负责人的联系方式", "contact of the person in charge")},
      {"operator.reachable", flag("是否有联系方式", "has a contact")},
      {"operator.icp", text("备案编号", "filing number")},
      {"operator.representative", text("境内代表及联系方式", "representative in China")},
      {"release.version", text("版本号", "version")},
      {"release.published", text("发布日期", "date of publication")},
      {"release.effective", text("生效日期", "date of effect")},
      {"services", list("服务", "services", service_fields())},
      {"free_services", list("免费服务", "free services", service_fields())},
      {"paid_services", list("收费服务", "paid services", service_fields())},
      {"activities", list("收集的信息", "what is collected", activity_fields())},
      {"basic_activities", list("基本功能收集的信息", "basic functions", activity_fields())},
      {"extended_activities", list("扩展功能收集的信息", "extended functions", activity_fields())},
      {"sensitive_activities", list("敏感个人信息", "sensitive information", activity_fields())},
      {"location_activities", list("位置信息", "location", activity_fields())},
      {"device_activities", list("设备与日志信息", "device and log data", activity_fields())},
      {"sourced_activities", list("从第三方取得的信息", "information from third parties", activity_fields())},
      {"functions", list("功能", "functions",
                         {{"name", text("功能名称", "function")},
                          {"description", text("功能说明", "what it does")},
                          {"basic", flag("是否基本功能", "basic")},
                          {"items", text("用到的信息", "information used")},
                          {"has_items", flag("是否用到个人信息", "uses personal information")},
                          {"activities", list("收集的信息", "what is collected", activity_fields())}})},
      {"permissions", list("系统权限", "permissions",
                           {{"name", text("权限名称", "permission")},
                            {"purpose", text("权限用途", "purpose of the permission")},
                            {"when", text("申请时机", "when it is asked for")}})},
      {"basic_items", text("基本功能用到的信息", "what basic functions use")},
      {"extended_items", text("可选择提供的信息", "what you may choose to provide")},
      {"recipient_names", text("接收方名称", "names of the recipients")},
      {"sensitive_items", text("敏感个人信息的种类", "kinds of sensitive information")},
      {"health_finance_items", text("健康和金融账户信息的种类", "kinds of health and financial information")},
      {"recipients", list("接收方", "recipients", recipient_fields())},
      {"sdk_recipients", list("第三方插件", "plug-ins", recipient_fields())},
      {"entrusted_recipients", list("受托方", "entrusted parties", recipient_fields())},
      {"joint_recipients", list("共同处理方", "joint handlers", recipient_fields())},
      {"provided_recipients", list("其他个人信息处理者", "other handlers", recipient_fields())},
      {"consent_recipients", list("须单独同意的接收方", "recipients needing separate consent", recipient_fields())},
      {"storage.place", text("存储地点", "place of storage")},
      {"storage.period", text("保存期限", "retention")},
      {"storage.after", text("期满后的处理方式", "what happens after")},
      {"storage.anonymises", flag("期满是否匿名化", "made anonymous afterwards")},
      {"storage.logs_period", text("网络日志保存期限", "retention of logs")},
      {"cross_border.receiver", text("境外接收方名称", "overseas recipient")},
      {"cross_border.contact", text("境外接收方联系方式", "contact of the overseas recipient")},
      {"cross_border.purpose", text("出境目的", "purpose of the transfer")},
      {"cross_border.method", text("出境方式", "method of the transfer")},
      {"cross_border.country", text("接收方所在国家或地区", "country or region")},
      {"cross_border.mechanism", text("出境合规路径", "legal basis of the transfer")},
      {"cross_border.items", text("出境的信息种类", "information transferred")},
      {"security.encryption_transit", flag("传输加密", "encrypted in transit")},
      {"security.encryption_storage", flag("存储加密", "encrypted at rest")},
      {"security.access_control", flag("访问控制", "access control")},
      {"security.backup", flag("备份", "backup")},
      {"security.training", flag("培训", "training")},
      {"security.described", flag("是否写明安全措施", "measures are described")},
      {"security.certification", text("安全认证", "certification")},
      {"security.incident_contact", text("安全事件联系方式", "contact for incidents")},
      {"account.login", text("登录方式", "ways to log in")},
      {"account.real_name", flag("是否实名", "real name")},
      {"account.cancel_path", text("注销入口", "where to cancel the account")},
      {"account.cancel_conditions", text("注销条件", "conditions of cancelling")},
      {"account.cancel_days", text("注销完成时限", "days to cancel")},
      {"rights.access", text("查阅入口", "where to see your information")},
      {"rights.correct", text("更正入口", "where to correct it")},
      {"rights.remove", text("删除入口", "where to delete it")},
      {"rights.copy", text("复制方式", "how to get a copy")},
      {"rights.withdraw", text("撤回同意的入口", "where to withdraw consent")},
      {"rights.response_days", text("答复时限", "days to answer")},
      {"minors.children", flag("是否面向儿童", "for children")},
      {"minors.guardian_method", text("取得监护人同意的方式", "how the guardian consents")},
      {"marketing.channels", text("营销渠道", "marketing channels")},
      {"marketing.opt_out", text("退订方式", "how to opt out")},
      {"marketing.personalised", flag("是否个性化推荐", "personalised")},
      {"marketing.personalised_opt_out", text("关闭个性化推荐的入口", "how to turn off personalisation")},
      {"automated.description", text("自动化决策说明", "what is decided automatically")},
      {"automated.opt_out", text("拒绝自动化决策的方式", "how to refuse automated decisions")},
      {"content.kinds", text("用户可发布的内容", "what users can publish")},
      {"content.review", text("内容审核方式", "how content is reviewed")},
      {"content.license_scope", text("内容的使用范围", "scope of use of content")},
      {"payment.methods", text("支付方式", "ways to pay")},
      {"payment.refund", text("退款规则", "refunds")},
      {"payment.price_display", text("价格公示方式", "how prices are shown")},
      {"payment.invoice", text("发票申请方式", "how to get an invoice")},
      {"payment.renewal_cancel", text("取消自动续费的入口", "how to cancel renewal")},
      {"payment.trial", text("试用规则", "trial")},
      {"marketplace.merchants_rules", text("平台规则的查看入口", "where the platform's rules are")},
      {"ai.training", text("输入内容是否用于训练模型", "whether input is used for training")},
      {"ai.registration", text("算法或大模型备案情况", "registration of the model")},
      {"dispute.arbitration", flag("是否约定仲裁", "arbitration")},
      {"dispute.court", text("约定的管辖机构", "court or arbitration body agreed")},
  };
  return names;
}

}  // namespace

const Names& model_names() {
  static const Names names = make_names();
  return names;
}

}  // namespace qiyue::drafting
