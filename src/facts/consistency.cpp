#include "facts/consistency.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "core/text.h"

namespace qiyue::facts {
namespace {

class Faults {
 public:
  explicit Faults(const Facts& facts) : facts_(facts) {}

  void add(std::string_view path, Text message, Text remedy) {
    const Position where = place_of(facts_, path);
    Error error;
    error.message = std::move(message);
    error.remedy = std::move(remedy);
    error.file = facts_.path;
    error.line = where.line;
    error.column = where.column;
    errors.push_back(std::move(error));
  }
  // `path` says one thing, `other` another.
  void conflict(std::string_view path, std::string_view says, std::string_view other, std::string_view other_says,
                Text remedy) {
    const int line = place_of(facts_, other).line;
    add(path,
        {fmt::format("自相矛盾：{} 为 {}，而第 {} 行的 {} 为 {}", path, says, line, other, other_says),
         fmt::format("contradiction: {} is {}, but {} (line {}) is {}", path, says, other, line, other_says)},
        std::move(remedy));
  }

  std::vector<Error> errors;

 private:
  const Facts& facts_;
};

// An answer that says something: neither empty nor still open.
bool given(std::string_view text) { return !trim(text).empty() && !is_placeholder(text); }

bool says_free(std::string_view price) {
  const std::string_view text = trim(price);
  return text.empty() || is_placeholder(text) || text.find("免费") != std::string_view::npos || text == "无" ||
         text == "0" || text == "0元" || text == "不收费" || to_lower_ascii(text) == "free";
}

void dates(const Facts& facts, Faults& faults) {
  const auto& release = facts.release;
  const Text remedy{"写成 年-月-日，例如 2026-12-01", "write year-month-day, such as 2026-12-01"};
  const auto real = [&](std::string_view path, const std::string& value) {
    if (!given(value) || is_date(value)) return true;
    if (value.size() != 10 || value[4] != '-' || value[7] != '-') return false;  // the schema has said so
    faults.add(path, {fmt::format("没有“{}”这一天", value), fmt::format("there is no such day as \"{}\"", value)},
               remedy);
    return false;
  };
  const bool published = real("release.published", release.published);
  const bool effective = real("release.effective", release.effective);
  if (published && effective && given(release.published) && given(release.effective) &&
      release.effective < release.published) {
    faults.conflict("release.effective", release.effective, "release.published", release.published,
                    {"生效日期不能早于发布日期", "a text cannot take effect before it is published"});
  }
}

void money(const Facts& facts, Faults& faults) {
  const auto& payment = facts.payment;
  const auto unknown = [&](std::string_view path) {
    for (const std::string& open : facts.unanswered) {
      if (open == path) return true;
    }
    return false;
  };
  for (const Service& service : facts.services) {
    const std::string path = "services." + service.id;
    if (!service.paid && !unknown(path + ".paid") && !says_free(service.price)) {
      faults.conflict(path + ".paid", "false", path + ".price", service.price,
                      {"收费就把 paid 改为 true；不收费就清空 price", "set paid to true, or empty the price"});
    }
    if (service.paid && !payment.exists && !unknown("payment.exists") &&
        facts.data.places.contains("/payment/exists")) {
      faults.conflict(path + ".paid", "true", "payment.exists", "false",
                      {"有收费的服务就把 payment.exists 改为 true", "a paid service needs payment.exists: true"});
    }
  }
  if (payment.exists || unknown("payment.exists")) return;
  const std::pair<const char*, bool> kinds[] = {{"payment.goods", payment.goods},
                                                {"payment.digital", payment.digital},
                                                {"payment.prepaid", payment.prepaid},
                                                {"payment.deposit", payment.deposit},
                                                {"payment.auto_renewal", payment.auto_renewal}};
  for (const auto& [path, holds] : kinds) {
    if (!holds) continue;
    faults.conflict(path, "true", "payment.exists", "false",
                    {"有交易就把 payment.exists 改为 true；没有就把这一项改为 false",
                     "set payment.exists to true, or this to false"});
  }
}

void people(const Facts& facts, Faults& faults) {
  const auto unknown = [&](std::string_view path) {
    for (const std::string& open : facts.unanswered) {
      if (open == path) return true;
    }
    return false;
  };
  if (facts.minors.audience == "children" && !facts.minors.under_14 && !unknown("minors.under_14")) {
    faults.conflict("minors.under_14", "false", "minors.audience", "children",
                    {"面向儿童的小程序会处理不满十四周岁者的信息：改为 under_14: true",
                     "a program for children processes the data of persons under 14: set under_14 to true"});
  }
  if (!facts.minors.under_14 && !unknown("minors.under_14") && facts.data.places.contains("/minors/under_14")) {
    for (const Function& function : facts.functions) {
      for (const FunctionItem& item : function.items) {
        if (!tells_of_child(item.item)) continue;
        faults.conflict(
            "minors.under_14", "false", "functions." + function.id + ".items." + item.key,
            function.name.empty() ? function.id : function.name,
            {"收集孩子的信息（家长填写的也算）就把 under_14 改为 "
             "true，并写明怎样取得监护人同意；没有收集就删去该项信息",
             "information on children, also when parents enter it, needs under_14: true and how the guardian consents; "
             "or remove the item"});
      }
    }
  }
  // A no does not argue with what was only proposed.
  const auto only_proposed = [&](std::string_view path) {
    return std::find(facts.proposals.begin(), facts.proposals.end(), path) != facts.proposals.end();
  };
  const auto& account = facts.account;
  if (!account.exists && !unknown("account.exists") && facts.data.places.contains("/account/exists")) {
    if (!account.login.empty() && !only_proposed("account.login")) {
      faults.conflict("account.exists", "false", "account.login", join(account.login, ", "),
                      {"有登录方式就有账号：改为 exists: true，或清空 login",
                       "a way to log in means an account: set exists to true or empty login"});
    }
    if (account.real_name && !only_proposed("account.real_name")) {
      faults.conflict(
          "account.exists", "false", "account.real_name", "true",
          {"有实名认证就有账号：改为 exists: true", "real-name verification means an account: set exists to true"});
    }
  }
  const auto& marketing = facts.marketing;
  if (!marketing.exists && !unknown("marketing.exists") && !marketing.channels.empty() &&
      !only_proposed("marketing.channels") && facts.data.places.contains("/marketing/exists")) {
    faults.conflict("marketing.exists", "false", "marketing.channels", join(marketing.channels, ", "),
                    {"有营销渠道就改为 exists: true，没有就清空 channels", "set exists to true, or empty channels"});
  }
  const auto& automated = facts.automated;
  if (automated.significant && !automated.exists && !unknown("automated.exists")) {
    faults.conflict("automated.significant", "true", "automated.exists", "false",
                    {"有重大影响的自动化决策也是自动化决策：改为 exists: true",
                     "a significant automated decision is one too: set exists to true"});
  }
  const auto& content = facts.content;
  if (!content.exists && !unknown("content.exists") && given(content.kinds) && !only_proposed("content.kinds") &&
      facts.data.places.contains("/content/exists")) {
    faults.conflict("content.exists", "false", "content.kinds", content.kinds,
                    {"用户能发布内容就改为 exists: true，不能就清空 kinds", "set exists to true, or empty kinds"});
  }
  if (facts.dispute.method == "arbitration" && given(facts.dispute.court)) {
    faults.conflict("dispute.court", facts.dispute.court, "dispute.method", "arbitration",
                    {"选择仲裁就不写法院", "with arbitration, leave court empty"});
  }
}

void recipients(const Facts& facts, Faults& faults) {
  const bool cross_border_open = [&] {
    for (const std::string& open : facts.unanswered) {
      if (open == "cross_border.exists") return true;
    }
    return false;
  }();
  for (const RecipientFact& recipient : facts.recipients) {
    if (recipient.overseas && !facts.cross_border.exists && !cross_border_open) {
      faults.conflict(
          "recipients." + recipient.id + ".overseas", "true", "cross_border.exists", "false",
          {"接收方在境外就是个人信息出境：把 cross_border.exists 改为 true 并填写该节",
           "a recipient abroad is a cross-border transfer: set cross_border.exists to true and fill in that section"});
    }
  }
  std::set<std::string> names;
  for (const Function& function : facts.functions) {
    if (!given(function.name) || names.insert(function.name).second) continue;
    faults.add("functions." + function.id + ".name",
               {fmt::format("有两个功能都叫“{}”", function.name),
                fmt::format("two functions are called \"{}\"", function.name)},
               {"合并这两个功能，或者换一个名称", "merge the two, or give one another name"});
  }
}

}  // namespace

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  int numbers[3] = {0, 0, 0};
  int part = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i == 4 || i == 7) {
      ++part;
    } else if (text[i] >= '0' && text[i] <= '9') {
      numbers[part] = numbers[part] * 10 + (text[i] - '0');
    } else {
      return false;
    }
  }
  const int year = numbers[0];
  const int month = numbers[1];
  const int day = numbers[2];
  if (year < 2000 || month < 1 || month > 12 || day < 1) return false;
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return day <= kDays[month - 1] + (leap && month == 2 ? 1 : 0);
}

std::vector<Error> contradictions(const Facts& facts) {
  Faults faults(facts);
  dates(facts, faults);
  money(facts, faults);
  people(facts, faults);
  recipients(facts, faults);
  return std::move(faults.errors);
}

}  // namespace qiyue::facts
