// How the operator can be reached: a private mailbox, a mailbox of a template, or nothing at all.
#include <algorithm>

#include "check/book.h"
#include "core/text.h"

namespace qiyue::checking {
namespace {

struct Mail {
  std::size_t sentence = 0, begin = 0, end = 0;
  std::string local, domain;
};

bool mail_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
         c == '-' || c == '+';
}

std::vector<Mail> mails_in(const TextView& text) {
  std::vector<Mail> mails;
  for (std::size_t i = 0; i < text.sentences.size(); ++i) {
    const std::string& squeezed = text.sentences[i].squeezed;
    for (std::size_t at = squeezed.find('@'); at != std::string::npos; at = squeezed.find('@', at + 1)) {
      std::size_t begin = at, end = at + 1;
      while (begin > 0 && mail_character(squeezed[begin - 1])) --begin;
      while (end < squeezed.size() && mail_character(squeezed[end])) ++end;
      while (end > at + 1 && squeezed[end - 1] == '.') --end;
      if (begin == at || squeezed.substr(at + 1, end - at - 1).find('.') == std::string::npos) continue;
      mails.push_back({i, begin, end, to_lower_ascii(squeezed.substr(begin, at - begin)),
                       to_lower_ascii(squeezed.substr(at + 1, end - at - 1))});
    }
  }
  return mails;
}

bool names_operator(const TextView& text) {
  for (const std::string_view word : {"公司", "工作室", "个体工商户", "经营部", "医院", "大学", "学院", "研究院",
                                      "协会", "基金会", "事务所", "合作社", "中心（", "商行"}) {
    for (std::size_t at = text.whole.find(word); at != std::string::npos; at = text.whole.find(word, at + 3)) {
      // 关联公司, 本公司 and the like name nobody.
      const std::string_view before = std::string_view(text.whole).substr(at < 12 ? 0 : at - 12, at < 12 ? at : 12);
      const bool nobody =
          before.ends_with("本") || before.ends_with("关联") || before.ends_with("我") || before.ends_with("子") ||
          before.ends_with("母") || before.ends_with("该") || before.ends_with("合作") || before.ends_with("第三方") ||
          before.ends_with("X") || before.ends_with("】") || before.ends_with("]") || before.ends_with("*") ||
          before.ends_with("快递") || before.ends_with("物流") || before.ends_with("、") || before.ends_with("等") ||
          before.ends_with("其") || before.ends_with("联营") || before.ends_with("属");
      if (!nobody && at >= 12) return true;
    }
  }
  return false;
}

// 2026-06-23: digits that are no telephone.
std::string without_dates(std::string_view text) {
  const auto digit = [&](std::size_t i) { return i < text.size() && text[i] >= '0' && text[i] <= '9'; };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    constexpr std::size_t kDate = 10;
    bool date = i + kDate <= text.size() && !digit(i + kDate) && (i == 0 || !digit(i - 1));
    for (std::size_t k = 0; date && k < kDate; ++k) {
      date = k == 4 || k == 7 ? text[i + k] == '-' || text[i + k] == '.' || text[i + k] == '/' : digit(i + k);
    }
    if (date) {
      i += kDate - 1;
    } else {
      out += text[i];
    }
  }
  return out;
}

bool has_telephone_or_address(std::string_view text) {
  const std::string whole = without_dates(text);
  int digits = 0;
  for (const char c : whole) {
    if (c >= '0' && c <= '9') {
      if (++digits >= 7) return true;
    } else if (c != '-') {
      digits = 0;
    }
  }
  return whole.find("地址：") != std::string::npos || whole.find("客服电话") != std::string::npos ||
         whole.find("在线客服") != std::string::npos;
}

bool about_contact(const Sentence& sentence) {
  const auto says = [&](std::string_view word) {
    return sentence.squeezed.find(word) != std::string::npos || sentence.heading.find(word) != std::string::npos;
  };
  return says("联系") || says("疑问");
}

// 通过应用内公示的联系方式与我们联系, and no number, mailbox or address anywhere: the reader is sent round in a circle.
void contact_nowhere(Run& run, const TextView& text) {
  if (has_telephone_or_address(text.whole) || text.whole.find("微信号") != std::string::npos) return;
  for (std::size_t i = text.sentences.size(); i-- > 0;) {
    const Sentence& sentence = text.sentences[i];
    if (sentence.is_heading || !run.book.contact_elsewhere || !about_contact(sentence)) continue;
    const Match match = run.book.passage_patterns.find(*run.book.contact_elsewhere, sentence.squeezed);
    if (!match) continue;
    Finding finding = finding_of(run.book, "QY6015", "contact", Severity::warning);
    const auto [begin, end] = widen(sentence.squeezed, match.begin, match.end);
    locate(finding, text, i, begin, end);
    run.findings.push_back(std::move(finding));
    return;
  }
}

void contacts(Run& run, const TextView& text) {
  if (text.kind != TextKind::policy && text.kind != TextKind::agreement) return;
  const std::vector<Mail> mails = mails_in(text);
  if (mails.empty()) return contact_nowhere(run, text);
  const bool named = names_operator(text);
  for (const Mail& mail : mails) {
    const bool free = run.book.free_mail.contains(mail.domain);
    if (free && mails.size() == 1) {
      // Digits of a QQ mailbox are not a telephone.
      const std::string address = mail.local + "@" + mail.domain;
      if (has_telephone_or_address(replace_all(to_lower_ascii(text.whole), address, ""))) continue;
      Finding finding = finding_of(run.book, "QY6011", "contact", Severity::warning);
      locate(finding, text, mail.sentence, mail.begin, mail.end);
      run.findings.push_back(std::move(finding));
    } else if (!free && !named && run.book.generic_mail.contains(mail.local)) {
      Finding finding = finding_of(run.book, "QY6012", "placeholder", Severity::advice);
      locate(finding, text, mail.sentence, mail.begin, mail.end);
      run.findings.push_back(std::move(finding));
    }
  }
}

}  // namespace

void check_contact(Run& run, const TextView& text) { contacts(run, text); }

}  // namespace qiyue::checking
