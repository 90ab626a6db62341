// Faults of form: template remains, typing errors, law names, numbering, a text that is cut, doubled or under a wrong title.
#include <algorithm>
#include <array>
#include <map>

#include "check/book.h"
#include "core/text.h"

namespace qiyue::checking {
namespace {

Match group_match(const Book& book, const PatternGroup& group, const std::vector<int>& candidates,
                  std::string_view text) {
  const auto possible = [&](int pattern) { return std::binary_search(candidates.begin(), candidates.end(), pattern); };
  for (const int pattern : group.patterns) {
    if (!possible(pattern)) continue;
    const Match match = book.sentence_patterns.find(pattern, text);
    if (!match) continue;
    for (const int unless : group.unless) {
      if (possible(unless) && book.sentence_patterns.matches(unless, text)) return {};
    }
    return match;
  }
  return {};
}

// Pages of a program fill {{…}} at run time: there it is no fault, only something that was not read.
bool is_page(const TextView& text) {
  constexpr std::array<std::string_view, 7> kPages{".wxml", ".axml", ".vue", ".js", ".ts", ".ttml", ".swan"};
  return std::any_of(kPages.begin(), kPages.end(),
                     [&](std::string_view extension) { return text.document->source.path().ends_with(extension); });
}

void placeholders(Run& run, const TextView& text) {
  const Book& book = run.book;
  const bool page = is_page(text);
  std::map<std::string, int> told;  // the same remainder over and over is one thing to mend
  for (std::size_t i = 0; i < text.sentences.size(); ++i) {
    const std::string& squeezed = text.sentences[i].squeezed;
    const std::vector<int>& candidates = text.candidates[i];
    int last = -1;
    for (const int candidate : candidates) {
      const Book::Owner owner = book.owners[static_cast<std::size_t>(candidate)];
      if (owner.family != Family::placeholder || owner.exception || owner.index == last) continue;
      last = owner.index;
      const Book::Placeholder& entry = book.placeholders[static_cast<std::size_t>(owner.index)];
      const Match match = group_match(book, entry.group, candidates, squeezed);
      if (!match) continue;
      const std::string words = squeezed.substr(match.begin, match.end - match.begin);
      const bool variable = entry.id == "variables" && page;
      Finding finding = finding_of(book, variable ? "QY6002" : "QY6001", "placeholder", Severity::error);
      if (++told[words] > 1) finding.severity = std::max(finding.severity, Severity::warning);
      if (told[words] > 3) continue;
      finding.message.zh += "：“" + words + "”";
      finding.message.en += ": “" + words + "”";
      std::size_t last_end = match.end;
      for (const int pattern : entry.group.patterns) {
        for (Match more = book.sentence_patterns.find(pattern, squeezed, match.end); more;
             more = book.sentence_patterns.find(pattern, squeezed, more.end)) {
          last_end = std::max(last_end, more.end);
        }
      }
      auto [begin, end] = widen(squeezed, match.begin, last_end);
      // 客服邮箱：【请填写】: the label tells what is to be filled in.
      if (const std::size_t colon = begin >= 3 ? begin - 3 : 0; colon > 0 && squeezed.compare(colon, 3, "：") == 0) {
        const auto label = widen(squeezed, colon - 1, colon - 1);
        if (count_code_points(std::string_view(squeezed).substr(label.first, colon - label.first)) <= 12)
          begin = label.first;
      }
      locate(finding, text, i, begin, end);
      run.findings.push_back(std::move(finding));
      break;
    }
  }
}

// A merge of two versions that nobody has finished: both of them stand in the text. Told for each place where one begins, from the bytes
// of the text, for a reader of Markdown takes the marks for quotes and headings.
void conflict_marks(Run& run, const TextView& text) {
  const SourceText& source = text.document->source;
  for (int number = 1; number <= source.line_count(); ++number) {
    const std::string_view line = source.line(number);
    if (!line.starts_with("<<<<<<< ")) continue;
    Finding finding = finding_of(run.book, "QY6014", "merge_conflict", Severity::error);
    finding.document = source.path();
    finding.quote = ellipsize(line, 60);
    finding.begin = {number, 1};
    finding.end = {number, count_code_points(line) + 1};
    run.findings.push_back(std::move(finding));
  }
}

// 客服邮箱： and nothing after it.
void empty_labels(Run& run, const TextView& text) {
  for (std::size_t i = 0; i < text.sentences.size(); ++i) {
    const Sentence& sentence = text.sentences[i];
    std::string_view label = sentence.squeezed;
    const bool colon = label.ends_with("：") || label.ends_with(":");
    if (!colon || sentence.in_table) continue;
    label = label.substr(0, label.size() - (label.ends_with("：") ? 3 : 1));
    std::string_view bare = label;
    for (const std::string_view mark : {"•", "·", "-", "*", "●"}) {
      if (bare.starts_with(mark)) bare.remove_prefix(mark.size());
    }
    if (run.book.empty_labels.find(bare) == run.book.empty_labels.end()) continue;
    // The value may stand in the next line or list item; another label may not.
    if (i + 1 < text.sentences.size()) {
      const Sentence& next = text.sentences[i + 1];
      const bool value =
          !next.is_heading &&
          (next.passage == sentence.passage ||
           (next.squeezed.find("：") == std::string::npos && next.squeezed.find(':') == std::string::npos &&
            count_code_points(next.squeezed) <= 60 && next.in_list == sentence.in_list && !sentence.in_list));
      if (value) continue;
    }
    Finding finding = finding_of(run.book, "QY6003", "placeholder", Severity::error);
    const std::size_t begin = static_cast<std::size_t>(bare.data() - sentence.squeezed.data());
    locate(finding, text, i, begin, begin + bare.size());
    run.findings.push_back(std::move(finding));
  }
}

void typing_errors(Run& run, const TextView& text) {
  const Book& book = run.book;
  for (std::size_t i = 0; i < text.sentences.size(); ++i) {
    const std::string& squeezed = text.sentences[i].squeezed;
    int last = -1;
    for (const int candidate : text.candidates[i]) {
      const Book::Owner owner = book.owners[static_cast<std::size_t>(candidate)];
      if (owner.family != Family::typo || owner.exception || owner.index == last) continue;
      last = owner.index;
      const Book::Typo& entry = book.typos[static_cast<std::size_t>(owner.index)];
      const Match match = group_match(book, entry.group, text.candidates[i], squeezed);
      if (!match) continue;
      Finding finding = finding_of(book, "QY6004", "typo", Severity::warning);
      finding.message = {"错字：“" + entry.wrong + "”应为“" + entry.right + "”",
                         "typing error: “" + entry.wrong + "” should be “" + entry.right + "”"};
      locate(finding, text, i, match.begin, match.end);
      finding.fix = Fix{{"改正错字", "correct it"}, entry.right, true};
      // A bare pair of characters says little in a list of findings: the stretch around it is quoted, the place stays exact.
      const auto [begin, end] = widen(squeezed, match.begin, match.end);
      const auto [from, to] = unsqueeze(text.sentences[i], begin, end);
      finding.quote = text.sentences[i].text.substr(from, to - from);
      run.findings.push_back(std::move(finding));
    }
  }
}

// 《…》 in a sentence, as (begin, end) of what stands between the marks.
std::vector<std::pair<std::size_t, std::size_t>> titles_in(std::string_view squeezed) {
  std::vector<std::pair<std::size_t, std::size_t>> titles;
  for (std::size_t at = squeezed.find("《"); at != std::string_view::npos; at = squeezed.find("《", at + 3)) {
    const std::size_t end = squeezed.find("》", at);
    if (end == std::string_view::npos) break;
    titles.emplace_back(at + 3, end);
  }
  return titles;
}

void law_names(Run& run, const TextView& text) {
  constexpr std::string_view kRepublic = "中华人民共和国";
  std::map<std::string, int> told;
  for (std::size_t i = 0; i < text.sentences.size(); ++i) {
    const std::string& squeezed = text.sentences[i].squeezed;
    for (const auto& [begin, end] : titles_in(squeezed)) {
      const std::string title = squeezed.substr(begin, end - begin);
      std::string_view bare = title;
      if (bare.starts_with(kRepublic)) bare.remove_prefix(kRepublic.size());
      if (told[title]++ > 0) continue;
      std::string right;
      bool repealed = false;
      for (const auto& [wrong, use] : run.book.wrong_laws) {
        if (bare == wrong) right = use;
      }
      if (right.empty()) {
        for (const knowledge::Statute& statute : run.book.knowledge.statutes) {
          std::string_view name = statute.title_zh;
          if (name.starts_with(kRepublic)) name.remove_prefix(kRepublic.size());
          if (name != bare) continue;
          const bool over = statute.status == "repealed" && (statute.expires.empty() || statute.expires <= run.as_of);
          const bool early = statute.status == "draft" || (!statute.effective.empty() && statute.effective > run.as_of);
          if (over || early) {
            repealed = true;
            right = over ? "现行规定" : "已经施行的规定";
          }
          if (!over && !early) right.clear();
          break;
        }
      }
      if (right.empty()) continue;
      const bool policy = text.kind == TextKind::policy;
      Finding finding =
          finding_of(run.book, "QY6005", policy ? "pp-current-law-names" : "ua-no-obsolete-law", Severity::warning);
      finding.message =
          repealed ? Text{"《" + title + "》已废止或尚未施行", "《" + title + "》 is no longer or not yet in force"}
                   : Text{"没有名为《" + title + "》的现行法律", "there is no law in force named 《" + title + "》"};
      finding.help = {"改为" + right, "cite " + right};
      locate(finding, text, i, begin - 3, end + 3);
      // One name in its marks can be put in place; “A or B” is for a person to choose.
      if (right.starts_with("《") && right.find("》") == right.size() - 3) {
        finding.fix = Fix{{"改为现行法律的名称", "write the name of the law in force"}, right, true};
      }
      run.findings.push_back(std::move(finding));
    }
  }
}

// ---- numbering ----

int chinese_value(std::u32string_view digits) {
  constexpr std::u32string_view kDigits = U"零一二三四五六七八九";
  int total = 0, digit = 0;
  for (const char32_t c : digits) {
    if (const auto at = kDigits.find(c); at != std::u32string_view::npos) {
      digit = static_cast<int>(at);
    } else if (c == U'十') {
      total += (digit == 0 ? 1 : digit) * 10;
      digit = 0;
    } else if (c == U'百') {
      total += (digit == 0 ? 1 : digit) * 100;
      digit = 0;
    }
  }
  return total + digit;
}

bool chinese_digit(char32_t c) {
  constexpr std::u32string_view kAll = U"零一二三四五六七八九十百";
  return kAll.find(c) != std::u32string_view::npos;
}

// 一、 -> 1, 第三条 -> 3, 2.4 -> 4 (the last part). 0 when it is no number. `style` tells numbers of one kind apart.
int value_of(std::string_view number, std::string& style) {
  int value = 0;
  style.clear();
  std::u32string chinese;
  std::string digits;
  for (std::size_t offset = 0; offset < number.size();) {
    const std::size_t start = offset;
    const char32_t c = decode_utf8(number, offset);
    if (c >= '0' && c <= '9') {
      digits += static_cast<char>(c);
      if (digits.size() > 4) return 0;
      value = std::stoi(digits);
      continue;
    }
    if (chinese_digit(c)) {
      chinese.push_back(c);
      value = chinese_value(chinese);
      continue;
    }
    if (!digits.empty() && c == '.') style += digits;  // the parent's number belongs to the kind
    digits.clear();
    style.append(number.substr(start, offset - start));
  }
  style += chinese.empty() ? "1" : "一";
  return value;
}

// A sequence 一 二 四: something is missing or was counted twice.
void numbering(Run& run, const TextView& text) {
  std::vector<std::pair<const Clause*, std::string>> faults;
  std::vector<std::map<std::string, int>> levels(10);
  visit(*text.document, [&](const Clause& clause) {
    const auto level = static_cast<std::size_t>(std::clamp(clause.level, 1, 9));
    for (std::size_t deeper = level + 1; deeper < levels.size(); ++deeper) levels[deeper].clear();
    std::string style;
    const int value = value_of(clause.number, style);
    if (value == 0) return;
    int& before = levels[level][style];
    if (before > 0 && value != before + 1 && value != 1) {
      faults.emplace_back(&clause, value == before ? "重复" : value < before ? "倒退" : "跳号");
    }
    before = value;
  });
  for (const auto& [clause, what] : faults) {
    Finding finding = finding_of(run.book, "QY6006", "numbering", Severity::advice);
    finding.message.zh += "：“" + clause->number + "”" + what;
    finding.message.en += ": “" + clause->number + "”";
    finding.document = text.document->source.path();
    finding.quote = clause->title.empty() ? clause->number : clause->number + clause->title;
    if (!text.document->source.text().empty() && clause->source.end > clause->source.begin) {
      finding.begin = text.document->source.at(clause->source.begin);
      finding.end = finding.begin;
    }
    run.findings.push_back(std::move(finding));
  }
}

// 第三条 where the text has two: what it points to was cut off or renumbered.
void dangling_references(Run& run, const TextView& text) {
  int largest = 0;
  for (const Clause& clause : text.document->clauses) {
    std::string style;
    largest = std::max(largest, value_of(clause.number, style));
  }
  // Articles may be plain paragraphs that begin with their number.
  for (const Sentence& sentence : text.sentences) {
    if (!sentence.squeezed.starts_with("第")) continue;
    const std::size_t stop = sentence.squeezed.find("条");
    if (stop > 21) continue;  // also where there is none
    std::string style;
    largest = std::max(largest, value_of(sentence.squeezed.substr(3, stop - 3), style));
  }
  if (largest == 0) return;
  for (std::size_t i = 0; i < text.sentences.size(); ++i) {
    const Sentence& sentence = text.sentences[i];
    const std::string& squeezed = sentence.squeezed;
    // A number beside the name of a law is that law's.
    if (sentence.is_heading || squeezed.find("》") != std::string::npos || squeezed.find("法第") != std::string::npos ||
        squeezed.find("条例第") != std::string::npos || squeezed.find("规定第") != std::string::npos ||
        squeezed.find("办法第") != std::string::npos) {
      continue;
    }
    for (std::size_t at = squeezed.find("第"); at != std::string::npos; at = squeezed.find("第", at + 3)) {
      if (at == 0) continue;
      std::u32string digits;
      std::size_t offset = at + 3;
      while (offset < squeezed.size() && digits.size() < 6) {
        std::size_t next = offset;
        const char32_t c = decode_utf8(squeezed, next);
        if (!chinese_digit(c) && !(c >= '0' && c <= '9')) break;
        digits.push_back(c);
        offset = next;
      }
      if (digits.empty() || squeezed.compare(offset, 3, "条") != 0) continue;
      std::string ignored;
      const int value = value_of(squeezed.substr(at + 3, offset - at - 3), ignored);
      if (value <= largest || value == 0) continue;
      Finding finding = finding_of(run.book, "QY6007", "truncated", Severity::warning);
      const std::string words = squeezed.substr(at, offset + 3 - at);
      finding.message.zh += "：没有" + words;
      finding.message.en += ": " + words;
      locate(finding, text, i, at, widen(squeezed, at, offset + 3).second);
      run.findings.push_back(std::move(finding));
    }
  }
}

// An agreement of two chapters without a word on liability, disputes, changes or contact was cut off in the copying.
void cut_off(Run& run, const TextView& text) {
  if (text.sentences.empty() || text.document->source.text().empty()) return;
  const bool long_kind = text.kind == TextKind::agreement || text.kind == TextKind::policy;
  if (!long_kind) return;
  const std::array<std::string_view, 10> closings{"争议", "法律适用", "适用法律", "联系我们", "联系方式",
                                                  "变更", "修改",     "免责",     "终止",     "更新"};
  const bool closes = std::any_of(closings.begin(), closings.end(),
                                  [&](std::string_view word) { return text.whole.find(word) != std::string::npos; });
  const Sentence& last = text.sentences.back();
  const std::string& end = last.squeezed;
  const std::array<std::string_view, 6> unfinished{"，", "、", "：", ",", "（", "《"};
  const bool stops_short =
      std::any_of(unfinished.begin(), unfinished.end(), [&](std::string_view mark) { return end.ends_with(mark); });
  if (closes && !stops_short) return;
  // 客服邮箱： at the end is an empty label, told as such.
  if (stops_short &&
      run.book.empty_labels.contains(std::string_view(end).substr(0, end.size() - (end.ends_with(":") ? 1 : 3)))) {
    return;
  }
  if (!stops_short && text.document->clauses.size() > 3) return;
  Finding finding = finding_of(run.book, "QY6008", "truncated", Severity::warning);
  locate(finding, text, text.sentences.size() - 1, 0, end.size());
  run.findings.push_back(std::move(finding));
}

void repeated(Run& run, const TextView& text) {
  constexpr int kLongEnough = 16;
  std::map<std::string_view, std::size_t> first;
  int told = 0;
  bool running = false;
  for (std::size_t i = 0; i < text.sentences.size(); ++i) {
    const Sentence& sentence = text.sentences[i];
    if (sentence.is_heading || sentence.in_table || count_code_points(sentence.squeezed) < kLongEnough) continue;
    const auto [it, fresh] = first.emplace(sentence.squeezed, i);
    if (fresh) {
      running = false;
      continue;
    }
    if (running || told >= 5) continue;  // one finding a copied run
    running = true;
    ++told;
    Finding finding = finding_of(run.book, "QY6009", "repeated", Severity::advice);
    locate(finding, text, i, 0, sentence.squeezed.size());
    Finding earlier;
    locate(earlier, text, it->second, 0, 1);
    if (earlier.begin.line > 0) {
      finding.message.zh += "（与第 " + std::to_string(earlier.begin.line) + " 行相同）";
      finding.message.en += " (same as line " + std::to_string(earlier.begin.line) + ")";
    }
    run.findings.push_back(std::move(finding));
  }
}

// The same item twice in one list.
void repeated_items(Run& run, const TextView& text) {
  constexpr int kLongEnough = 8;
  std::map<std::pair<int, std::string>, std::size_t> first;
  for (std::size_t i = 0; i < text.sentences.size(); ++i) {
    const Sentence& sentence = text.sentences[i];
    if (sentence.list < 0 || !sentence.in_list || sentence.in_table) continue;
    // 4、 and 1、 before the same words.
    std::string words = sentence.squeezed;
    const std::size_t start = words.find_first_not_of("0123456789.()");
    words.erase(0, start == std::string::npos ? 0 : start);
    for (const std::string_view mark : {"、", "）", "．", "•", "·", "-"}) {
      if (words.starts_with(mark)) words.erase(0, mark.size());
    }
    for (const std::string_view stop : {"；", "。", ";"}) {
      if (words.ends_with(stop)) words.resize(words.size() - stop.size());
    }
    if (count_code_points(words) < kLongEnough || words.ends_with("：")) continue;
    const auto [it, fresh] = first.emplace(std::pair{sentence.list, words}, i);
    if (fresh) continue;
    Finding finding = finding_of(run.book, "QY6009", "repeated", Severity::advice);
    locate(finding, text, i, 0, sentence.squeezed.size());
    run.findings.push_back(std::move(finding));
    return;
  }
}

// 本政策将帮助您了解以下内容：1. … 5. …, and the text ends there: a list of contents without its chapters.
void contents_only(Run& run, const TextView& text) {
  if (text.sentences.empty()) return;
  const Sentence& last = text.sentences.back();
  const bool contents = last.in_list && (last.lead_in.find("以下内容") != std::string::npos ||
                                         last.lead_in.find("以下部分") != std::string::npos ||
                                         last.lead_in.find("目录") != std::string::npos);
  if (!contents) return;
  Finding finding = finding_of(run.book, "QY6008", "truncated", Severity::warning);
  locate(finding, text, text.sentences.size() - 1, 0, last.squeezed.size());
  run.findings.push_back(std::move(finding));
}

// ---- the wrong document under a title ----

void wrong_document(Run& run, const TextView& text) {
  const Document& document = *text.document;
  if (text.kind == TextKind::consent_box || text.length < 300) return;
  const DocumentKind body = body_kind(document);
  if (document.kind == DocumentKind::unknown || body == DocumentKind::unknown || body == document.kind) return;
  if (document.kind == DocumentKind::data_lists || body == DocumentKind::data_lists) return;
  // A text that calls itself by its title's kind over and over, or that holds both kinds, is what its title says.
  constexpr int kOften = 3;
  const bool agrees = document.kind == DocumentKind::user_agreement;
  int own = 0;
  for (const std::string_view word : agrees ? std::array<std::string_view, 2>{"本协议", "本条款"}
                                            : std::array<std::string_view, 2>{"本政策", "本隐私"}) {
    for (std::size_t at = text.whole.find(word); at != std::string::npos; at = text.whole.find(word, at + 1)) ++own;
  }
  const std::string other_title = agrees ? "隐私政策》\n" : "协议》\n";
  // 本《某某隐私协议》（下称“本协议”）: what it calls itself over and over is a policy.
  constexpr std::size_t kDefinition = 30;  // bytes behind the name within which it is given
  for (const std::string_view name : {"隐私协议》（", "隐私政策》（", "隐私条款》（"}) {
    const std::size_t at = text.whole.find(name);
    if (!agrees || at == std::string::npos) continue;
    if (text.whole.substr(at + name.size(), kDefinition).find("称") != std::string::npos) own = 0;
  }
  if (own >= kOften || text.whole.find(other_title) != std::string::npos) return;
  Finding finding = finding_of(run.book, "QY6010", "wrong_document", Severity::error);
  const bool agreement = document.kind == DocumentKind::user_agreement;
  finding.message = {agreement ? "标题是用户协议，正文却是隐私政策" : "标题是隐私政策，正文却是用户协议",
                     agreement ? "the title says user agreement, the body is a privacy policy"
                               : "the title says privacy policy, the body is a user agreement"};
  locate_whole(finding, text);
  const std::string title = document.title.empty() ? plain_text(document.title_runs) : document.title;
  finding.quote = title;
  if (const Span span = span_of(document.title_runs, 0, title.size()); span.end > span.begin) {
    finding.begin = document.source.at(span.begin);
    finding.end = document.source.at(span.end);
  }
  run.findings.push_back(std::move(finding));
}

}  // namespace

void check_form(Run& run, const TextView& text) {
  placeholders(run, text);
  conflict_marks(run, text);
  empty_labels(run, text);
  typing_errors(run, text);
  law_names(run, text);
  numbering(run, text);
  dangling_references(run, text);
  cut_off(run, text);
  contents_only(run, text);
  repeated(run, text);
  repeated_items(run, text);
  wrong_document(run, text);
  check_contact(run, text);
}

}  // namespace qiyue::checking
