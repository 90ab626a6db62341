// Whose text it is: a second company as the operator, and a name that is spelled almost like the program's own.
#include <algorithm>
#include <array>
#include <map>

#include "check/book.h"
#include "core/text.h"

namespace qiyue::checking {
namespace {

struct NameInText {
  std::string name;
  std::size_t sentence = 0, begin = 0, end = 0;  // in the squeezed sentence
};

std::vector<std::pair<char32_t, std::size_t>> characters(std::string_view text) {
  std::vector<std::pair<char32_t, std::size_t>> out;  // and where each begins
  for (std::size_t offset = 0; offset < text.size();) {
    const std::size_t begin = offset;
    const char32_t c = decode_utf8(text, offset);
    out.emplace_back(c, begin);
  }
  return out;
}

// 某某（北京）科技有限公司: back from the ending to what cannot stand in a name.
std::vector<NameInText> companies(const TextView& text, std::size_t sentence) {
  constexpr std::string_view kEnding = "有限公司";
  constexpr std::u32string_view kStops = U"由与及是为向归即指给的在对：“”《》，、。；";
  constexpr std::size_t kShortest = 8;  // characters, 有限公司 included
  const std::string& squeezed = text.sentences[sentence].squeezed;
  std::vector<NameInText> out;
  for (std::size_t at = squeezed.find(kEnding); at != std::string::npos; at = squeezed.find(kEnding, at + 1)) {
    const std::size_t end = at + kEnding.size();
    const auto before = characters(std::string_view(squeezed).substr(0, at));
    std::size_t first = before.size();
    while (first > 0 && before.size() - first < 26) {
      const char32_t c = before[first - 1].first;
      const bool bracket = c == U'（' || c == U'）' || c == '(' || c == ')';
      if ((!is_han(c) && !bracket) || kStops.find(c) != std::u32string_view::npos) break;
      --first;
    }
    while (first < before.size() && !is_han(before[first].first)) ++first;  // a bracket that opens before the name
    const std::size_t begin = first < before.size() ? before[first].second : at;
    std::string name = squeezed.substr(begin, end - begin);
    for (const auto& [wide, narrow] : {std::pair{"（", "("}, std::pair{"）", ")"}})
      name = replace_all(name, wide, narrow);
    for (const std::string_view lead : {"本公司", "运营主体", "运营者", "开发者", "公司名称", "我公司"}) {
      if (name.starts_with(lead)) name.erase(0, lead.size());
    }
    if (static_cast<std::size_t>(count_code_points(name)) >= kShortest)
      out.push_back({std::move(name), sentence, begin, end});
  }
  return out;
}

// The sentence says that the company is the one who speaks: 以下简称“我们”, 运营主体：…, 由…运营.
bool is_operator(std::string_view squeezed, const NameInText& company) {
  const std::string_view after = squeezed.substr(company.end, std::min<std::size_t>(squeezed.size() - company.end, 90));
  const std::string_view before = squeezed.substr(0, company.begin);
  const auto holds = [](std::string_view text, std::string_view word) {
    return text.find(word) != std::string_view::npos;
  };
  const bool called = holds(after, "我们") || holds(after, "本公司") || holds(after, "本平台");
  const bool defines = holds(after, "简称") || holds(after, "下称") || holds(after, "统称");
  if (called && defines && !holds(after.substr(0, after.find("我们")), "公司及")) return true;
  return before.ends_with("运营主体：") || before.ends_with("公司名称：") || before.ends_with("运营者：") ||
         before.ends_with("开发者：");
}

void second_company(Run& run, const TextView& text) {
  std::vector<NameInText> operators;
  for (std::size_t i = 0; i < text.sentences.size(); ++i) {
    for (NameInText& company : companies(text, i)) {
      if (is_operator(text.sentences[i].squeezed, company)) operators.push_back(std::move(company));
    }
  }
  for (std::size_t i = 1; i < operators.size(); ++i) {
    const NameInText& own = operators.front();
    const NameInText& other = operators[i];
    if (other.name == own.name) continue;
    Finding finding = finding_of(run.book, "QY6013", "wrong_company", Severity::error);
    finding.message = {"这里的经营者是“" + other.name + "”，前面是“" + own.name + "”",
                       "the operator is “" + other.name + "” here and “" + own.name + "” before"};
    locate(finding, text, other.sentence, other.begin, other.end);
    run.findings.push_back(std::move(finding));
    return;
  }
}

// The name in the title, 某某停车用户服务协议, without what every title holds.
std::string own_name(const TextView& text) {
  std::string title =
      squeeze(text.document->title.empty() ? plain_text(text.document->title_runs) : text.document->title);
  if (title.empty() && !text.sentences.empty()) title = text.sentences.front().squeezed;
  for (const std::string_view mark : {"《", "》", "“", "”", "\""}) title = replace_all(title, mark, "");
  for (const std::string_view word :
       {"用户服务协议", "用户协议", "服务协议", "隐私政策", "隐私协议", "隐私保护政策", "隐私保护指引", "注册协议",
        "使用协议", "用户服务", "会员协议", "小程序", "平台", "软件", "APP", "App"}) {
    const std::size_t at = title.find(word);
    if (at != std::string::npos) title.resize(at);
  }
  const auto all = characters(title);
  const bool han = std::all_of(all.begin(), all.end(), [](const auto& c) { return is_han(c.first); });
  return han && all.size() >= 4 && all.size() <= 10 ? title : std::string();
}

int count_of(std::string_view text, std::string_view word) {
  int found = 0;
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + word.size())) ++found;
  return found;
}

// One character off, and seldom: left over from the text that was copied.
void misspelt_name(Run& run, const TextView& text) {
  constexpr int kOften = 5, kSeldom = 3;
  const std::string own = own_name(text);
  if (own.empty() || count_of(text.whole, own) < kOften) return;
  const auto wanted = characters(own);
  std::map<std::string, std::vector<NameInText>> others;
  for (std::size_t i = 0; i < text.sentences.size(); ++i) {
    const std::string& squeezed = text.sentences[i].squeezed;
    const auto have = characters(squeezed);
    for (std::size_t at = 0; at + wanted.size() <= have.size(); ++at) {
      std::size_t different = 0;
      for (std::size_t k = 0; k < wanted.size() && different < 2; ++k) {
        if (have[at + k].first != wanted[k].first) different += is_han(have[at + k].first) ? 1 : 2;
      }
      if (different != 1) continue;
      const std::size_t begin = have[at].second;
      const std::size_t end = at + wanted.size() < have.size() ? have[at + wanted.size()].second : squeezed.size();
      others[squeezed.substr(begin, end - begin)].push_back({own, i, begin, end});
    }
  }
  for (const auto& [name, places] : others) {
    if (places.size() > kSeldom) continue;
    const NameInText& place = places.front();
    Finding finding = finding_of(run.book, "QY6013", "wrong_company", Severity::warning);
    finding.severity = Severity::warning;
    finding.message = {"“" + name + "”与本文的名称“" + own + "”只差一个字，像是从别的文本抄来的",
                       "“" + name + "” is one character off this text's name “" + own + "”"};
    const auto [begin, end] = widen(text.sentences[place.sentence].squeezed, place.begin, place.end);
    locate(finding, text, place.sentence, begin, end);
    run.findings.push_back(std::move(finding));
  }
}

// 向您说明某某在提供服务时…, where the title and the definitions have another name.
void other_brand(Run& run, const TextView& text) {
  std::string title =
      squeeze(text.document->title.empty() ? plain_text(text.document->title_runs) : text.document->title);
  for (const std::string_view word : {"用户", "服务", "使用", "隐私", "注册", "协议", "政策", "会员", "小程序"}) {
    if (const std::size_t at = title.find(word); at != std::string::npos) title.resize(at);
  }
  constexpr int kShortestName = 2;
  if (count_code_points(title) < kShortestName) return;
  const auto nobody = [&](std::string_view name) {
    return std::any_of(run.book.no_brand.begin(), run.book.no_brand.end(),
                       [&](const std::string& word) { return name.find(word) != std::string_view::npos; });
  };
  const auto own = [&](const std::string& name) {
    if (title.find(name) != std::string::npos || name.find(title) != std::string::npos) return true;
    // (以下简称“某某”), 某某（上海）有限公司: a name the text explains.
    for (const std::string_view before : {"简称", "下称", "统称", "简称为"}) {
      for (const std::string_view mark : {"“", "\"", "「", "‘", ""}) {
        if (text.whole.find(std::string(before) + std::string(mark) + name) != std::string::npos) return true;
      }
    }
    for (std::size_t i = 0; i < text.sentences.size(); ++i) {
      for (const NameInText& company : companies(text, i)) {
        if (company.name.find(name) != std::string::npos) return true;
      }
    }
    return false;
  };
  for (std::size_t i = 0; i < text.sentences.size(); ++i) {
    const std::string& squeezed = text.sentences[i].squeezed;
    for (const int pattern : run.book.brands) {
      const Match match = run.book.passage_patterns.find(pattern, squeezed);
      if (!match) continue;
      const std::string name = squeezed.substr(match.begin, match.end - match.begin);
      if (nobody(name) || own(name)) continue;
      Finding finding = finding_of(run.book, "QY6013", "wrong_company", Severity::warning);
      finding.severity = Severity::warning;
      finding.message = {"“" + name + "”不是本文的名称（“" + title + "”），像是从别的文本抄来的",
                         "“" + name + "” is not the name of this text (“" + title + "”)"};
      const auto [begin, end] = widen(squeezed, match.begin, match.end);
      locate(finding, text, i, begin, end);
      run.findings.push_back(std::move(finding));
      return;
    }
  }
}

}  // namespace

void check_names(Run& run, const TextView& text) {
  other_brand(run, text);
  second_company(run, text);
  misspelt_name(run, text);
}

}  // namespace qiyue::checking
