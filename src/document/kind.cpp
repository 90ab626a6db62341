// Which kind of text is this: by what its title says, what its file is called, what its body speaks of.
#include <algorithm>
#include <array>

#include "core/text.h"
#include "document/flow.h"

namespace qiyue {
namespace {

bool holds(std::string_view text, std::string_view word) { return text.find(word) != std::string_view::npos; }

template <std::size_t N>
bool holds_any(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return holds(text, word); });
}

int count(std::string_view text, std::string_view word) {
  int found = 0;
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + word.size())) ++found;
  return found;
}

void collect_text(const std::vector<Block>& blocks, std::string& out) {
  for (const auto& block : blocks) out += plain_text(block) + '\n';
}

}  // namespace

std::string_view to_string(DocumentKind kind) {
  switch (kind) {
    case DocumentKind::privacy_policy:
      return "privacy-policy";
    case DocumentKind::user_agreement:
      return "user-agreement";
    case DocumentKind::data_lists:
      return "data-lists";
    case DocumentKind::unknown:
      break;
  }
  return "unknown";
}

namespace doc {

namespace {

struct Names {
  bool lists = false, privacy = false, agreement = false;
};

Names names_in(std::string_view title) {
  const std::string lower = to_lower_ascii(title);
  static constexpr std::array<std::string_view, 2> lists{"清单", "data list"};
  static constexpr std::array<std::string_view, 6> privacy{"隐私",    "个人信息保护", "个人信息处理",
                                                           "privacy", "儿童个人信息", "个人信息收集"};
  static constexpr std::array<std::string_view, 18> agreement{"用户协议",
                                                              "服务协议",
                                                              "使用协议",
                                                              "注册协议",
                                                              "会员协议",
                                                              "用户服务",
                                                              "服务条款",
                                                              "使用条款",
                                                              "用户条款",
                                                              "购买协议",
                                                              "充值协议",
                                                              "续费协议",
                                                              "平台协议",
                                                              "用户须知",
                                                              "user agreement",
                                                              "terms of",
                                                              "terms and conditions",
                                                              "license agreement"};
  Names names;
  names.lists = holds_any(lower, lists) &&
                (holds(lower, "信息") || holds(lower, "共享") || holds(lower, "sdk") || holds(lower, "data"));
  names.privacy = holds_any(lower, privacy);
  names.agreement = holds_any(lower, agreement);
  if (!names.privacy)
    names.agreement = names.agreement || lower.ends_with("协议") || lower.ends_with("条款") || lower.ends_with("公约");
  return names;
}

}  // namespace

DocumentKind kind_of_title(std::string_view title) {
  const Names names = names_in(title);
  if (names.lists) return DocumentKind::data_lists;
  if (names.privacy == names.agreement) return DocumentKind::unknown;  // 用户协议及隐私政策: the body tells
  return names.privacy ? DocumentKind::privacy_policy : DocumentKind::user_agreement;
}

bool names_text(std::string_view title) {
  const Names names = names_in(title);
  return names.lists || names.privacy || names.agreement;
}

DocumentKind kind_of_path(std::string_view path) {
  const std::string lower = to_lower_ascii(path);
  // The file's own name tells more than the folders it lies in.
  const auto slash = lower.find_last_of('/');
  const std::string_view whole = lower;
  const std::string_view name = slash == std::string::npos ? whole : whole.substr(slash + 1);
  const auto folder_start = slash == std::string::npos || slash == 0 ? 0 : lower.find_last_of('/', slash - 1) + 1;
  const std::string_view folder =
      slash == std::string::npos ? std::string_view() : whole.substr(folder_start, slash - folder_start);
  static constexpr std::array<std::string_view, 6> privacy{"privacy", "yinsi", "yszc", "ysxy", "隐私", "personal-info"};
  static constexpr std::array<std::string_view, 8> agreement{"agreement", "protocol", "terms", "xieyi",
                                                             "yhxy",      "fwxy",     "协议",  "条款"};
  static constexpr std::array<std::string_view, 3> lists{"data-lists", "data_lists", "清单"};
  for (const auto part : {name, folder}) {
    if (holds_any(part, lists)) return DocumentKind::data_lists;
    const bool private_ = holds_any(part, privacy);
    const bool agrees = holds_any(part, agreement);
    if (private_ && agrees) return DocumentKind::unknown;
    if (private_) return DocumentKind::privacy_policy;
    if (agrees) return DocumentKind::user_agreement;
  }
  return DocumentKind::unknown;
}

}  // namespace doc

DocumentKind body_kind(const Document& document) {
  std::string text;
  collect_text(document.preamble, text);
  visit(document, [&](const Clause& clause) {
    text += clause.title + '\n';
    collect_text(clause.blocks, text);
  });
  const std::string lower = to_lower_ascii(text);
  struct Word {
    std::string_view word;
    int weight;
  };
  static constexpr std::array<Word, 17> privacy{{{"收集", 2},
                                                 {"个人信息", 2},
                                                 {"隐私政策", 2},
                                                 {"隐私协议", 1},
                                                 {"cookie", 1},
                                                 {"撤回", 1},
                                                 {"存储期限", 2},
                                                 {"保存期限", 2},
                                                 {"共享", 1},
                                                 {"敏感", 1},
                                                 {"匿名", 1},
                                                 {"去标识", 2},
                                                 {"设备信息", 1},
                                                 {"personal information", 2},
                                                 {"personal data", 2},
                                                 {"privacy", 1},
                                                 {"collect", 1}}};
  static constexpr std::array<Word, 24> agreement{
      {{"用户协议", 2}, {"注册协议", 2}, {"服务条款", 2}, {"服务协议", 2},  {"本服务", 1},    {"账号", 1},
       {"帐号", 1},     {"账户", 1},     {"违约", 2},     {"知识产权", 2},  {"免责", 2},      {"不承担", 1},
       {"管辖", 2},     {"争议", 1},     {"退款", 2},     {"支付", 1},      {"终止", 1},      {"不得", 1},
       {"行为规范", 2}, {"会员", 1},     {"terms", 2},    {"liability", 2}, {"shall not", 1}, {"governing law", 2}}};
  int private_score = 0;
  int agreement_score = 0;
  for (const auto& [word, weight] : privacy) private_score += weight * count(lower, word);
  for (const auto& [word, weight] : agreement) agreement_score += weight * count(lower, word);
  if (private_score + agreement_score < 3) return DocumentKind::unknown;
  return private_score > agreement_score ? DocumentKind::privacy_policy : DocumentKind::user_agreement;
}

DocumentKind guess_kind(const Document& document) {
  if (const auto kind = doc::kind_of_title(document.title); kind != DocumentKind::unknown) return kind;
  if (doc::names_text(document.title)) return body_kind(document);  // both at once
  if (const auto kind = doc::kind_of_path(document.source.path()); kind != DocumentKind::unknown) return kind;
  return body_kind(document);
}

}  // namespace qiyue
