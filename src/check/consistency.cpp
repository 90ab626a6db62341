// Statements that contradict each other, inside a text and between the texts of one program.
#include <algorithm>
#include <array>
#include <map>

#include "check/book.h"
#include "core/text.h"

namespace qiyue::checking {
namespace {

struct Said {  // where a pattern of a pair was found
  std::size_t text = 0, sentence = 0, begin = 0, end = 0;
};

bool hits(const Book& book, int pattern, const std::vector<int>& candidates, std::string_view text) {
  return pattern >= 0 && std::binary_search(candidates.begin(), candidates.end(), pattern) &&
         book.pair_patterns.matches(pattern, text);
}

std::string where(const Run& run, const Said& said, bool other_text) {
  Finding place;
  locate(place, run.texts[said.text], said.sentence, said.begin, said.end);
  std::string words;
  if (other_text) words = place.document + " ";
  if (place.begin.line > 0) words += "第 " + std::to_string(place.begin.line) + " 行";
  return words + "“" + place.quote + "”";
}

std::string where_en(const Run& run, const Said& said, bool other_text) {
  Finding place;
  locate(place, run.texts[said.text], said.sentence, said.begin, said.end);
  std::string words;
  if (other_text) words = place.document + " ";
  if (place.begin.line > 0) words += "line " + std::to_string(place.begin.line) + " ";
  return words + "“" + place.quote + "”";
}

void pairs(Run& run) {
  const Book& book = run.book;
  const std::size_t count = book.contradictions.size();
  std::vector<std::vector<Said>> firsts(count), seconds(count);
  for (std::size_t t = 0; t < run.texts.size(); ++t) {
    const TextView& text = run.texts[t];
    if (text.kind == TextKind::consent_box) continue;
    for (std::size_t i = 0; i < text.sentences.size(); ++i) {
      const std::string& squeezed = text.sentences[i].squeezed;
      const std::vector<int> candidates = book.pair_patterns.candidates(squeezed);
      for (std::size_t p = 0; p < count; ++p) {
        const Book::Contradiction& pair = book.contradictions[p];
        const auto look = [&](int pattern, int unless, std::vector<Said>& out) {
          if (pattern < 0 || !std::binary_search(candidates.begin(), candidates.end(), pattern)) return;
          const Match match = book.pair_patterns.find(pattern, squeezed);
          if (!match || hits(book, unless, candidates, squeezed)) return;
          // 除以下情形外 may stand in the lead-in or in the next sentence.
          if (pattern == pair.first && pair.after_first >= 0) {
            if (book.pair_patterns.matches(pair.after_first, squeezed + text.sentences[i].lead_in)) return;
            if (i + 1 < text.sentences.size() &&
                book.pair_patterns.matches(pair.after_first, text.sentences[i + 1].squeezed)) {
              return;
            }
          }
          const auto [begin, end] = widen(squeezed, match.begin, match.end);
          out.push_back({t, i, begin, end});
        };
        look(pair.first, pair.unless_first, firsts[p]);
        look(pair.second, pair.unless_second, seconds[p]);
      }
    }
  }
  for (std::size_t p = 0; p < count; ++p) {
    const Book::Contradiction& pair = book.contradictions[p];
    int told = 0;
    for (const Said& first : firsts[p]) {
      const auto other = std::find_if(seconds[p].begin(), seconds[p].end(), [&](const Said& second) {
        if (second.text == first.text) return second.sentence != first.sentence;
        return pair.across;
      });
      if (other == seconds[p].end() || ++told > 3) continue;
      Finding finding = finding_of(book, "QY4001", "contradiction", Severity::warning);
      const bool elsewhere = other->text != first.text;
      finding.message = {pair.message.zh + "：" + where(run, *other, elsewhere),
                         pair.message.en + ": " + where_en(run, *other, elsewhere)};
      finding.help = pair.help;
      locate(finding, run.texts[first.text], first.sentence, first.begin, first.end);
      run.findings.push_back(std::move(finding));
    }
  }
}

// A plain denial of collecting: 不会收集您的位置信息, without 未经同意, 如果 or 主动.
bool denies_collecting(const Sentence& sentence) {
  constexpr std::array<std::string_view, 4> kDenials{"不收集", "不会收集", "不获取", "不会获取"};
  constexpr std::array<std::string_view, 5> kLimits{"如", "主动", "额外", "其他", "影响"};
  const auto says = [&](std::string_view word) { return sentence.squeezed.find(word) != std::string::npos; };
  return std::any_of(kDenials.begin(), kDenials.end(), says) && std::none_of(kLimits.begin(), kLimits.end(), says);
}

// We never collect X against we collect X.
void collected_and_not(Run& run) {
  struct Told {
    std::size_t text, sentence;
  };
  const bool any = std::any_of(run.texts.begin(), run.texts.end(), [](const TextView& text) {
    return text.kind == TextKind::policy &&
           std::any_of(text.sentences.begin(), text.sentences.end(), denies_collecting);
  });
  if (!any) return;
  std::map<std::string, Told> denied, collected;
  for (std::size_t t = 0; t < run.texts.size(); ++t) {
    const TextView& text = run.texts[t];
    if (text.kind != TextKind::policy) continue;
    for (const Claim& claim : claims(text.sentences, run.book.lexicon)) {
      if (claim.action != ClaimAction::collect || claim.who != Actor::operator_ || claim.excepted) continue;
      const Sentence& sentence = text.sentences[claim.sentence];
      if (claim.negated) {
        if (!denies_collecting(sentence) || !claim.condition.empty() || claim.items.size() > 6) continue;
        for (const std::string& item : claim.items) denied.emplace(item, Told{t, claim.sentence});
      } else if (sentence.squeezed.find("不") == std::string::npos) {
        for (const std::string& item : claim.items) collected.emplace(item, Told{t, claim.sentence});
      }
    }
  }
  std::set<std::pair<std::size_t, std::size_t>> told;
  for (const auto& [item, no] : denied) {
    const auto yes = collected.find(item);
    if (yes == collected.end() || (yes->second.text == no.text && yes->second.sentence == no.sentence)) continue;
    if (!told.emplace(no.text, no.sentence).second) continue;
    const Sentence& sentence = run.texts[no.text].sentences[no.sentence];
    const Sentence& other = run.texts[yes->second.text].sentences[yes->second.sentence];
    const knowledge::DataItem* named = run.book.knowledge.item(item);
    const std::string zh = named == nullptr ? item : named->zh;
    const std::string en = named == nullptr ? item : named->en;
    const Said said{yes->second.text, yes->second.sentence, 0, other.squeezed.size()};
    const bool elsewhere = said.text != no.text;
    Finding finding = finding_of(run.book, "QY4002", "contradiction", Severity::warning);
    finding.message = {"这里说不收集“" + zh + "”，另一处却说收集：" + where(run, said, elsewhere),
                       "“" + en + "” is not collected here, but elsewhere it is: " + where_en(run, said, elsewhere)};
    locate(finding, run.texts[no.text], no.sentence, 0, sentence.squeezed.size());
    run.findings.push_back(std::move(finding));
  }
}

// 北京市海淀区人民法院 in one place, 被告住所地 in another: the courts of a set of texts must agree.
void courts(Run& run) {
  struct Court {
    std::string name;
    Said said;
  };
  std::vector<Court> found;
  for (std::size_t t = 0; t < run.texts.size(); ++t) {
    const TextView& text = run.texts[t];
    for (std::size_t i = 0; i < text.sentences.size(); ++i) {
      const std::string& squeezed = text.sentences[i].squeezed;
      const std::size_t at = squeezed.find("人民法院");
      if (at == std::string::npos) continue;
      const std::array<std::pair<std::string_view, std::string_view>, 6> kinds{{{"被告", "被告住所地"},
                                                                                {"原告", "原告住所地"},
                                                                                {"签订地", "合同签订地"},
                                                                                {"签署地", "合同签订地"},
                                                                                {"您所在地", "用户所在地"},
                                                                                {"您住所地", "用户所在地"}}};
      std::string name;
      const std::string before = squeezed.substr(0, at);
      for (const auto& [word, kind] : kinds) {
        if (before.find(word) != std::string::npos) name = kind;
      }
      if (name.empty()) {
        for (const std::string_view word :
             {"我们所在地", "本公司所在地", "公司所在地", "运营方住所地", "我们住所地", "我们注册地", "开发者所在地",
              "公司住所地", "平台所在地", "运营者所在地", "运营者住所地", "公司注册地"}) {
          if (before.find(word) != std::string::npos) name = "经营者所在地";
        }
      }
      if (name.empty()) continue;
      found.push_back({name, {t, i, 0, squeezed.size()}});
    }
  }
  for (std::size_t i = 1; i < found.size(); ++i) {
    if (found[i].name == found[0].name || found[i].said.text == found[0].said.text) continue;
    Finding finding = finding_of(run.book, "QY4003", "contradiction", Severity::warning);
    finding.message = {"两份文本约定的法院不同：这里是" + found[i].name + "，另一处是" + found[0].name + "（" +
                           where(run, found[0].said, true) + "）",
                       "the texts name different courts: " + where_en(run, found[0].said, true)};
    const Said& said = found[i].said;
    locate(finding, run.texts[said.text], said.sentence, said.begin, said.end);
    run.findings.push_back(std::move(finding));
    break;
  }
}

}  // namespace

void check_consistency(Run& run) {
  pairs(run);
  collected_and_not(run);
  courts(run);
}

}  // namespace qiyue::checking
