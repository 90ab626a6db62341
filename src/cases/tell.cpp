// Libraries, finds and comparisons as a person reads them.
#include <fmt/core.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>

#include "cases/cases.h"
#include "core/data.h"
#include "core/text.h"

namespace qiyue {
namespace {

constexpr int kQuoteWidth = 88;  // columns

std::string kind_name(std::string_view kind, Lang lang) {
  if (kind == "user-agreement") return Text{"用户协议", "user agreement"}.in(lang);
  return Text{"隐私政策", "privacy policy"}.in(lang);
}

std::string trade_name(std::string_view id, const knowledge::Knowledge& knowledge, Lang lang) {
  for (const knowledge::Trade& trade : knowledge.trades) {
    if (trade.id == id) return lang == Lang::zh ? trade.zh : trade.en;
  }
  return std::string(id);
}

std::string trade_of(const CaseText& text, const knowledge::Knowledge& knowledge, Lang lang) {
  if (text.trade.empty()) return Text{"业态不明", "trade unknown"}.in(lang);
  const std::string name = trade_name(text.trade, knowledge, lang);
  return text.trade_given ? name : name + Text{"（推断）", " (guessed)"}.in(lang);
}

std::string thousands(int number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::string padded(const std::string& text, int width) {
  return text + std::string(static_cast<std::size_t>(std::max(0, width - display_width(text))), ' ');
}
std::string padded_left(const std::string& text, int width) {
  return std::string(static_cast<std::size_t>(std::max(0, width - display_width(text))), ' ') + text;
}

// The last two parts of a path or address: enough to tell one 用户协议 from another.
std::string short_source(const std::string& source) {
  const std::size_t last = source.find_last_of("/\\");
  if (last == std::string::npos || last == 0) return source;
  const std::size_t before = source.find_last_of("/\\", last - 1);
  return before == std::string::npos ? source : source.substr(before + 1);
}

std::string line_of(const CaseText& text, const knowledge::Knowledge& knowledge, Lang lang) {
  std::string out = fmt::format("{}  {}  ", padded_left(std::to_string(text.id), 4), text.name);
  out += kind_name(text.kind, lang) + " · " + trade_of(text, knowledge, lang) + " · " + thousands(text.characters) +
         Text{" 字", " characters"}.in(lang);
  if (text.lang == "en") out += Text{" · 英文", " · in English"}.in(lang);
  return out + " · " + short_source(text.source) + "\n";
}

int percent(int part, int whole) { return whole == 0 ? 0 : static_cast<int>(std::lround(100.0 * part / whole)); }

// The part of the passage around its first mark, with the marked words set apart.
std::string quote(const FoundPassage& passage, bool color) {
  const std::string_view body = passage.body;
  std::size_t begin = 0, end = body.size();
  if (display_width(body) > kQuoteWidth) {
    const std::size_t first = passage.marks.empty() ? 0 : passage.marks.front().begin;
    begin = first;
    for (int width = 0; begin > 0 && width < kQuoteWidth / 3;) {
      --begin;
      while (begin > 0 && (static_cast<unsigned char>(body[begin]) & 0xC0) == 0x80) --begin;
      width += 2;
    }
    end = begin;
    for (int width = 0; end < body.size() && width < kQuoteWidth;) {
      const std::size_t start = end;
      decode_utf8(body, end);
      width += display_width(body.substr(start, end - start));
    }
  }
  std::string out = begin > 0 ? "…" : "";
  std::size_t at = begin;
  for (const Span& mark : passage.marks) {
    if (mark.begin < at || mark.end > end) continue;
    out += body.substr(at, mark.begin - at);
    out += color ? "\033[1m" : "";
    out += body.substr(mark.begin, mark.end - mark.begin);
    out += color ? "\033[0m" : "";
    at = mark.end;
  }
  out += body.substr(at, end - at);
  if (end < body.size()) out += "…";
  return replace_all(std::move(out), "\n", " ");
}

}  // namespace

std::string tell_added(const AddResult& result, const Library& library, const knowledge::Knowledge& knowledge,
                       Lang lang) {
  std::string out = Text{fmt::format("收录 {} 份：{}\n", result.added.size(), library.path()),
                         fmt::format("{} added to {}\n", result.added.size(), library.path())}
                        .in(lang);
  for (const CaseText& text : result.added) out += line_of(text, knowledge, lang);
  if (!result.known.empty()) {
    out += Text{fmt::format("库里已有 {} 份（内容相同，没有再收）：\n", result.known.size()),
                fmt::format("{} known already (same content, not added again):\n", result.known.size())}
               .in(lang);
    for (const AddResult::Known& known : result.known) {
      out += Text{fmt::format("  {}：就是 {} 号 {}\n", known.source, known.as.id, known.as.name),
                  fmt::format("  {}: is number {} {}\n", known.source, known.as.id, known.as.name)}
                 .in(lang);
    }
  }
  if (!result.left_out.empty()) {
    out += Text{fmt::format("没有收 {} 份：\n", result.left_out.size()),
                fmt::format("{} not taken:\n", result.left_out.size())}
               .in(lang);
    for (const Error& error : result.left_out)
      out += "  " + error.file + Text{"：", ": "}.in(lang) + error.message.in(lang) + "\n";
  }
  for (const Text& note : result.notes) out += note.in(lang) + "\n";
  return out;
}

std::string tell_list(const std::vector<CaseText>& texts, const knowledge::Knowledge& knowledge, Lang lang) {
  if (texts.empty()) {
    return Text{"库里还没有文本。用 qiyue cases add 文件、目录或网址 收录。\n",
                "The library is empty. Add texts with `qiyue cases add FILE|DIR|URL`.\n"}
        .in(lang);
  }
  std::string out;
  for (const CaseText& text : texts) out += line_of(text, knowledge, lang);
  return out;
}

std::string tell_case(const CaseText& text, const Document& document, const TextMeter& meter,
                      const knowledge::Knowledge& knowledge, Lang lang) {
  const TextFigures figures = meter.measure(document);
  std::string out = line_of(text, knowledge, lang);
  const auto row = [&](const Text& name, const std::string& value) {
    out += "      " + name.in(lang) + Text{"：", ": "}.in(lang) + value + "\n";
  };
  row({"来自", "from"}, text.source);
  row({"收录", "added"}, text.added);
  row({"摘要", "digest"}, text.digest.substr(0, 12));
  row({"平均句长", "characters a sentence"}, fmt::format("{:.0f}", figures.clarity.mean_sentence));
  row({"九成句子不超过", "nine sentences in ten at most"}, fmt::format("{:.0f}", figures.clarity.p90_sentence));
  row({"法律术语（每千字）", "legal terms a thousand characters"},
      fmt::format("{:.1f}", figures.clarity.terms_per_1000));
  row({"易读指数（越低越好读）", "readability (lower reads easier)"},
      fmt::format("{:.1f}", figures.clarity.readability));
  if (text.lang != "zh") return out;
  out += Text{"\n写到的主题\n", "\nWhat it covers\n"}.in(lang);
  for (const TopicCoverage& topic : figures.topics) {
    const knowledge::CaseTopic* known = meter.tables().topic(topic.topic);
    out += "  " + padded(known->title.in(lang), 42) + " ";
    if (topic.characters == 0) {
      out += Text{"没有\n", "nothing\n"}.in(lang);
      continue;
    }
    out += padded_left(thousands(topic.characters), 6) + Text{" 字", " characters"}.in(lang);
    if (!topic.heading.empty()) out += Text{"  见", "  in "}.in(lang) + "“" + topic.heading + "”";
    out += "\n";
  }
  return out;
}

std::string tell_found(const SearchResult& result, const knowledge::Knowledge& knowledge, Lang lang, bool color) {
  std::string out;
  if (result.some_words_only) {
    out += Text{"没有一段同时含有这些词；以下各段含有其中一部分。\n\n",
                "No paragraph holds all of the words; these hold some of them.\n\n"}
               .in(lang);
  }
  for (const FoundText& found : result.texts) {
    out += line_of(found.text, knowledge, lang);
    std::string under = "\n";  // no heading is called that
    for (const FoundPassage& passage : found.passages) {
      if (passage.heading != under && !passage.heading.empty()) out += "      “" + passage.heading + "”\n";
      under = passage.heading;
      out += "        " + quote(passage, color) + "\n";
    }
    if (found.more > 0) {
      out += Text{fmt::format("      另有 {} 段\n", found.more), fmt::format("      {} more\n", found.more)}.in(lang);
    }
  }
  const int hidden = result.texts_in_all - static_cast<int>(result.texts.size());
  out +=
      Text{
          fmt::format("\n{} {} 份文本、{} 段{}\n", result.at_least ? "不少于" : "共", result.texts_in_all,
                      result.passages, hidden > 0 ? fmt::format("，显示前 {} 份（--limit）", result.texts.size()) : ""),
          fmt::format("\n{}{} texts, {} paragraphs{}\n", result.at_least ? "at least " : "", result.texts_in_all,
                      result.passages,
                      hidden > 0 ? fmt::format("; the first {} texts are shown (--limit)", result.texts.size()) : "")}
          .in(lang);
  return out;
}

std::string list_json(const std::vector<CaseText>& texts) {
  json::array rows;
  for (const CaseText& text : texts) {
    rows.push_back(json::object{{"id", text.id},
                                {"name", text.name},
                                {"kind", text.kind},
                                {"lang", text.lang},
                                {"trade", text.trade},
                                {"trade_given", text.trade_given},
                                {"source", text.source},
                                {"added", text.added},
                                {"digest", text.digest},
                                {"characters", text.characters}});
  }
  return to_json(json::object{{"schema", "qiyue-cases-list/1"}, {"texts", std::move(rows)}});
}

// ---- comparison ----

namespace {

// What the figures of ours are called beside those of others.
struct Standing {
  std::string zh, en;
};
Standing standing(double value, const knowledge::Spread& spread) {
  if (value <= spread.p10) return {"比九成文本低", "lower than in nine texts of ten"};
  if (value <= spread.p25) return {"比四分之三的文本低", "lower than in three texts of four"};
  if (value <= spread.median) return {"比一半文本低", "lower than in half of the texts"};
  if (value <= spread.p75) return {"比一半文本高", "higher than in half of the texts"};
  if (value <= spread.p90) return {"比四分之三的文本高", "higher than in three texts of four"};
  return {"比九成文本高", "higher than in nine texts of ten"};
}

struct Words {
  const CaseComparison& comparison;
  const knowledge::Knowledge& knowledge;
  Lang lang;

  [[nodiscard]] std::string say(const std::string& zh, const std::string& en) const { return Text{zh, en}.in(lang); }

  // Whose texts these are: 网上购物类 42 份 / 全部业态 500 份.
  [[nodiscard]] std::string group(const knowledge::CaseProfile& profile) const {
    const std::string trade =
        profile.trade.empty() ? say("各业态", "all trades") : trade_name(profile.trade, knowledge, lang);
    return say(fmt::format("{} {} 份", trade, profile.texts), fmt::format("{} texts, {}", profile.texts, trade));
  }

  [[nodiscard]] std::string trade_line() const {
    if (comparison.trade.empty()) {
      return say("看不出业态，与各业态的文本比较；用 --trade 说明业态。",
                 "The trade cannot be told: compared with texts of all trades. Say which with --trade.");
    }
    const std::string name = trade_name(comparison.trade, knowledge, lang);
    std::string out = comparison.trade_given
                          ? say("业态：" + name + "。", "Trade: " + name + ".")
                          : say("业态：" + name + "（由用词推断，不对请用 --trade 说明）。",
                                "Trade: " + name + " (guessed from its words; say otherwise with --trade).");
    if (comparison.usual != nullptr && comparison.usual->trade.empty()) {
      out += say("这个业态的文本太少，改与各业态比较。",
                 " Too few texts of it are known: compared with those of all trades.");
    }
    return out;
  }

  [[nodiscard]] std::string share(const knowledge::CaseProfile* profile, std::string_view topic) const {
    const knowledge::TopicShare* found = profile == nullptr ? nullptr : profile->topic(topic);
    if (found == nullptr) return "–";
    return fmt::format("{}%", percent(found->texts, profile->texts));
  }
  [[nodiscard]] std::string own_share(std::string_view topic) const {
    const knowledge::TopicShare* found = comparison.own ? comparison.own->topic(topic) : nullptr;
    if (found == nullptr) return "–";
    return fmt::format("{}/{}", found->texts, comparison.own->texts);
  }
  [[nodiscard]] std::string ours(std::size_t i) const {
    const TopicCoverage& topic = comparison.ours.topics[i];
    return topic.characters == 0 ? say("没有", "none") : thousands(topic.characters);
  }
  [[nodiscard]] std::string length(std::size_t i) const {
    const knowledge::TopicShare* found =
        comparison.usual == nullptr ? nullptr : comparison.usual->topic(comparison.rows[i].topic->id);
    return found == nullptr || found->texts == 0 ? "–" : thousands(found->characters);
  }
  [[nodiscard]] std::string sentence(std::size_t i) const {
    const TopicCoverage& topic = comparison.ours.topics[i];
    const knowledge::TopicShare* found = comparison.usual == nullptr ? nullptr : comparison.usual->topic(topic.topic);
    const std::string mine = topic.characters == 0 ? "–" : fmt::format("{:.0f}", topic.mean_sentence);
    const std::string theirs = found == nullptr || found->texts == 0 ? "–" : fmt::format("{:.0f}", found->sentence);
    return mine + " / " + theirs;
  }

  // Rows that most texts have and ours lacks; a topic that hangs on what the program does is told apart.
  [[nodiscard]] std::vector<std::size_t> lacking() const {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < comparison.rows.size(); ++i) {
      if (comparison.ours.topics[i].characters > 0 || comparison.usual == nullptr) continue;
      if (is_usual(*comparison.usual, comparison.rows[i].topic->id)) out.push_back(i);
    }
    const auto part = [&](std::size_t i) { return comparison.usual->topic(comparison.rows[i].topic->id)->texts; };
    std::stable_sort(out.begin(), out.end(), [&](std::size_t a, std::size_t b) { return part(a) > part(b); });
    return out;
  }
  // Topics that ours tells in a fraction of the usual length.
  [[nodiscard]] std::vector<std::string> brief() const {
    constexpr int kFraction = 5;
    std::vector<std::string> out;
    for (std::size_t i = 0; i < comparison.rows.size(); ++i) {
      const knowledge::TopicShare* found =
          comparison.usual == nullptr ? nullptr : comparison.usual->topic(comparison.rows[i].topic->id);
      const int mine = comparison.ours.topics[i].characters;
      if (found == nullptr || mine == 0 || mine * kFraction >= found->characters) continue;
      out.push_back(say(fmt::format("{}（{} 字，通常 {} 字）", comparison.rows[i].topic->title.zh, mine,
                                    thousands(found->characters)),
                        fmt::format("{} ({} characters, usually {})", comparison.rows[i].topic->title.en, mine,
                                    thousands(found->characters))));
    }
    return out;
  }
  [[nodiscard]] std::string advice(std::size_t i) const {
    const CaseComparison::Row& row = comparison.rows[i];
    const knowledge::TopicShare* found = comparison.usual->topic(row.topic->id);
    std::string out = say(fmt::format("{}：{} 份里有 {} 份写到。{}。", row.topic->title.zh, comparison.usual->texts,
                                      found->texts, row.topic->about.zh),
                          fmt::format("{}: {} of {} texts tell it: {}.", row.topic->title.en, found->texts,
                                      comparison.usual->texts, row.topic->about.en));
    if (row.topic->when.text() != "always") {
      const auto meaning = knowledge.vocabulary.find(row.topic->when.text());
      const std::string when = meaning == knowledge.vocabulary.end() ? row.topic->when.text() : meaning->second;
      out += say(fmt::format("（只在小程序{}时才需要）", condition_words(when)),
                 fmt::format(" (only when it holds: {})", row.topic->when.text()));
    }
    if (row.example) {
      out += say(fmt::format("可看自己库里的 {} 号：qiyue cases show {} --topic {}", row.example->id, row.example->id,
                             row.topic->id),
                 fmt::format(" See number {} of your library: qiyue cases show {} --topic {}", row.example->id,
                             row.example->id, row.topic->id));
    }
    return out;
  }
  static std::string condition_words(const std::string& meaning) { return "“" + meaning + "”"; }

  struct Figure {
    std::string name, ours, usual, place;
  };
  [[nodiscard]] std::vector<Figure> figures() const {
    const Clarity& c = comparison.ours.clarity;
    const knowledge::CaseProfile* usual = comparison.usual;
    std::vector<Figure> out;
    const auto add = [&](const std::string& zh, const std::string& en, double value, const knowledge::Spread* spread,
                         int digits) {
      Figure figure{say(zh, en), fmt::format("{:.{}f}", value, digits), "–", ""};
      if (spread != nullptr) {
        figure.usual = fmt::format("{:.{}f}", spread->median, digits);
        const Standing words = standing(value, *spread);
        figure.place = say(words.zh, words.en);
      }
      out.push_back(std::move(figure));
    };
    add("全文字数", "characters", comparison.ours.characters, usual ? &usual->characters : nullptr, 0);
    add("平均句长（字）", "characters a sentence", c.mean_sentence, usual ? &usual->mean_sentence : nullptr, 0);
    add("九成句子不超过（字）", "nine sentences in ten at most", c.p90_sentence, usual ? &usual->p90_sentence : nullptr,
        0);
    add("法律术语（每千字）", "legal terms a thousand characters", c.terms_per_1000,
        usual ? &usual->terms_per_1000 : nullptr, 1);
    add("易读指数（越低越好读）", "readability (lower reads easier)", c.readability,
        usual ? &usual->readability : nullptr, 1);
    return out;
  }

  [[nodiscard]] std::string against() const {
    std::vector<std::string> parts;
    if (comparison.usual != nullptr) parts.push_back(group(*comparison.usual));
    if (comparison.own) parts.push_back(say("自己的库：", "your library: ") + group(*comparison.own));
    return parts.empty() ? say("没有可比的文本", "no texts to compare with") : join(parts, say("；", "; "));
  }
};

}  // namespace

std::string tell_comparison(const CaseComparison& comparison, const knowledge::Knowledge& knowledge, Lang lang) {
  const Words words{comparison, knowledge, lang};
  std::string out = comparison.document + Text{"（", " ("}.in(lang) + kind_name(to_string(comparison.ours.kind), lang) +
                    Text{"）\n", ")\n"}.in(lang);
  out += words.trade_line() + "\n" + words.say("比较对象：", "Compared with: ") + words.against() + "\n\n";
  const int first = lang == Lang::zh ? 30 : 44;
  out += "  " + padded(words.say("主题", "Topic"), first) + padded_left(words.say("本文字数", "ours"), 10) +
         padded_left(words.say("多少文本写到", "told by"), 14) + padded_left(words.say("通常字数", "usual"), 10) +
         padded_left(words.say("句长 本文/通常", "sentence"), 16);
  if (comparison.own) out += padded_left(words.say("自己的库", "own"), 10);
  out += "\n";
  for (std::size_t i = 0; i < comparison.rows.size(); ++i) {
    const knowledge::CaseTopic& topic = *comparison.rows[i].topic;
    out += "  " + padded(topic.title.in(lang), first) + padded_left(words.ours(i), 10) +
           padded_left(words.share(comparison.usual, topic.id), 14) + padded_left(words.length(i), 10) +
           padded_left(words.sentence(i), 16);
    if (comparison.own) out += padded_left(words.own_share(topic.id), 10);
    out += "\n";
  }
  out += "\n";
  for (const Words::Figure& figure : words.figures()) {
    out += "  " + padded(figure.name, first) + padded_left(figure.ours, 10) + "  " + words.say("通常 ", "usual ") +
           figure.usual + (figure.place.empty() ? "" : Text{"，", ", "}.in(lang) + figure.place) + "\n";
  }
  const std::vector<std::size_t> lacking = words.lacking();
  out += "\n";
  if (lacking.empty()) {
    out += words.say("同类文本大多写到的主题，本文都写到了。\n", "Every topic that most such texts have is there.\n");
  } else {
    out += words.say("本文没有、同类文本大多写到的：\n", "Told by most such texts and not by this one:\n");
    for (const std::size_t i : lacking) out += "  · " + words.advice(i) + "\n";
  }
  if (const std::vector<std::string> brief = words.brief(); !brief.empty()) {
    out += words.say("写得比同类短得多的（短不是错；看看有没有漏）：",
                     "Told in far fewer words than usual (no fault; see whether something is left out): ") +
           join(brief, words.say("、", ", ")) + "\n";
  }
  out += words.say("这是惯例，不是法律要求；法律要求什么，见 qiyue check。\n",
                   "This is usage, not law; what the law asks for `qiyue check` tells.\n");
  return out;
}

std::string comparison_markdown(const CaseComparison& comparison, const knowledge::Knowledge& knowledge, Lang lang) {
  const Words words{comparison, knowledge, lang};
  std::string out = "# " + words.say("与同类文本比较：", "Beside other texts: ") +
                    (comparison.title.empty() ? comparison.document : comparison.title) + "\n\n";
  out += words.trade_line() + words.say("比较对象：", " Compared with: ") + words.against() + words.say("。", ".") +
         "\n\n";
  out += words.say("| 主题 | 本文字数 | 多少文本写到 | 通常字数 | 句长 本文/通常 | 自己的库 |\n",
                   "| Topic | Ours, characters | Told by | Usual length | Sentence, ours / usual | Own library |\n") +
         "|---|---:|---:|---:|---:|---:|\n";
  for (std::size_t i = 0; i < comparison.rows.size(); ++i) {
    const knowledge::CaseTopic& topic = *comparison.rows[i].topic;
    out += fmt::format("| {} | {} | {} | {} | {} | {} |\n", topic.title.in(lang), words.ours(i),
                       words.share(comparison.usual, topic.id), words.length(i), words.sentence(i),
                       words.own_share(topic.id));
  }
  out += words.say("\n| 读起来 | 本文 | 通常 | |\n", "\n| How it reads | Ours | Usual | |\n") + "|---|---:|---:|---|\n";
  for (const Words::Figure& figure : words.figures())
    out += fmt::format("| {} | {} | {} | {} |\n", figure.name, figure.ours, figure.usual, figure.place);
  const std::vector<std::size_t> lacking = words.lacking();
  if (!lacking.empty()) {
    out += words.say("\n## 本文没有、同类文本大多写到的\n\n", "\n## Told by most such texts and not by this one\n\n");
    for (const std::size_t i : lacking) out += "- " + words.advice(i) + "\n";
  }
  if (const std::vector<std::string> brief = words.brief(); !brief.empty()) {
    out += words.say("\n写得比同类短得多的：", "\nTold in far fewer words than usual: ") +
           join(brief, words.say("、", ", ")) + words.say("。\n", ".\n");
  }
  out += words.say("\n这是惯例，不是法律要求。\n", "\nThis is usage, not law.\n");
  return out;
}

}  // namespace qiyue
