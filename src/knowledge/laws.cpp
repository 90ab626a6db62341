#include "knowledge/laws.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>
#include <vector>

#include "core/text.h"

namespace qiyue::knowledge {
namespace {

Text words(Standing standing) {
  switch (standing) {
    case Standing::in_force:
      return {"现行有效", "in force"};
    case Standing::not_yet:
      return {"尚未施行", "not yet in force"};
    case Standing::repealed:
      return {"已废止", "repealed"};
    case Standing::draft:
      return {"征求意见稿，尚未施行", "draft, not in force"};
    case Standing::no_statute:
      return {"不存在这部法律", "there is no such statute"};
    case Standing::unknown:
      return {"施行日期不详", "day of entry into force unknown"};
  }
  return {};
}

Text words_for_kind(std::string_view kind) {
  static constexpr std::array<std::tuple<std::string_view, std::string_view, std::string_view>, 9> kKinds{{
      {"law", "法律", "Laws"},
      {"administrative regulation", "行政法规", "Administrative regulations"},
      {"judicial interpretation", "司法解释", "Judicial interpretations"},
      {"departmental rule", "部门规章", "Departmental rules"},
      {"normative document", "规范性文件", "Normative documents"},
      {"national standard", "国家标准", "National standards"},
      {"technical guide", "技术指南", "Technical guides"},
      {"draft", "征求意见稿", "Drafts"},
      {"not-a-statute", "不存在的名称", "Names of no statute"},
  }};
  for (const auto& [name, zh, en] : kKinds) {
    if (name == kind) return {std::string(zh), std::string(en)};
  }
  return {std::string(kind), std::string(kind)};
}

Text words(Verified verified) {
  switch (verified) {
    case Verified::yes:
      return {"已核对原文或官方转载", "checked against a copy of the text"};
    case Verified::partial:
      return {"部分核对，引用前请核对条文", "checked in part: verify before citing"};
    case Verified::no:
      return {"未核对，引用前务必核对原文", "not checked: verify before citing"};
  }
  return {};
}

bool is_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  for (const std::size_t i : {0U, 1U, 2U, 3U, 5U, 6U, 8U, 9U}) {
    if (text[i] < '0' || text[i] > '9') return false;
  }
  const int month = (text[5] - '0') * 10 + (text[6] - '0');
  const int day = (text[8] - '0') * 10 + (text[9] - '0');
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

tl::unexpected<Error> refuse(Text message, Text remedy) {
  Error error;
  error.message = std::move(message);
  error.remedy = std::move(remedy);
  return fail(std::move(error));
}

// Without the marks and words that people leave out: 《中华人民共和国个人信息保护法》 and 个人信息保护法 are one name.
std::string bare_name(std::string_view name) {
  std::string result = to_lower_ascii(trim(name));
  for (const std::string_view part :
       {std::string_view("《"), std::string_view("》"), std::string_view("中华人民共和国"), std::string_view(" ")}) {
    result = replace_all(std::move(result), part, "");
  }
  return result;
}

class Teller {
 public:
  Teller(const Knowledge& knowledge, std::string_view as_of, Lang lang)
      : knowledge_(knowledge), as_of_(as_of), lang_(lang) {}

  std::string list() {
    std::vector<std::string_view> kinds;
    std::size_t widest = 0;
    for (const Statute& statute : knowledge_.statutes) {
      if (std::find(kinds.begin(), kinds.end(), statute.kind) == kinds.end()) kinds.push_back(statute.kind);
      widest = std::max(widest, statute.id.size());
    }
    for (const std::string_view kind : kinds) {
      line("{}", words_for_kind(kind).in(lang_));
      for (const Statute& statute : knowledge_.statutes) {
        if (statute.kind != kind) continue;
        line("  {:<{}}  {}  {}", statute.id, widest, title(statute), mark(statute));
      }
      out_ += '\n';
    }
    line("{}", say(fmt::format("共 {} 项，知识库日期 {}。qiyue laws show 编号 看详情。", knowledge_.statutes.size(),
                               knowledge_.version),
                   fmt::format("{} in all, knowledge of {}. `qiyue laws show ID` tells more.",
                               knowledge_.statutes.size(), knowledge_.version)));
    return std::move(out_);
  }

  Result<std::string> show(std::string_view what) {
    if (trim(what).empty()) {
      return refuse(
          {"请写明要看哪一部法律或哪一项义务", "say which statute or obligation to show"},
          {"例如 qiyue laws show pipl，或 qiyue laws show 个人信息保护法", "for instance qiyue laws show pipl"});
    }
    if (const Statute* statute = find_statute(what)) {
      show_statute(*statute);
      return std::move(out_);
    }
    if (const Obligation* obligation = knowledge_.obligation(trim(what))) {
      show_obligation(*obligation);
      return std::move(out_);
    }
    if (wrong_name(what)) return std::move(out_);
    return unknown(what);
  }

  Result<const Statute*> statute_named(std::string_view what) {
    if (trim(what).empty()) {
      return refuse({"请写明是哪一部法律", "say which statute"},
                    {"例如 qiyue laws impact pipl", "for instance qiyue laws impact pipl"});
    }
    if (const Statute* statute = find_statute(what)) return statute;
    if (wrong_name(what)) {
      const std::string told(trim(out_));
      return refuse({told, told}, {"用上面的名称再查", "look again under that name"});
    }
    return unknown(what);
  }

  Result<std::string> search(std::string_view what) {
    std::vector<std::string> terms;
    const std::string spaced = replace_all(std::string(what), "　", " ");
    for (const std::string_view part : split(spaced, ' ')) {
      if (!trim(part).empty()) terms.push_back(to_lower_ascii(trim(part)));
    }
    if (terms.empty()) {
      return refuse({"请写明要查的词", "say which words to look for"},
                    {"例如 qiyue laws search 注销 账号", "for instance qiyue laws search children"});
    }
    std::size_t found = 0;
    wrong_name(what);
    for (const Statute& s : knowledge_.statutes) {
      std::string head = join({s.id, s.title_zh, s.title_en, s.issuer, s.document_no, s.note}, "\n");
      bool shown = false;
      if (holds(head, terms)) {
        line("{}  {}  {}", s.id, title(s), mark(s));
        shown = true;
        ++found;
      }
      for (const auto& [article, text] : s.key_articles) {
        if (!holds(join({s.title_zh, s.title_en, article, text}, "\n"), terms) || (shown && !holds(text, terms)))
          continue;
        if (!shown) line("{}  {}  {}", s.id, title(s), mark(s));
        shown = true;
        line("    {}  {}", article, text);
        ++found;
      }
    }
    for (const Obligation& o : knowledge_.obligations) {
      if (!holds(join({o.id, o.title_zh, o.title_en, o.requirement_zh, o.requirement_en}, "\n"), terms)) continue;
      line("{}  {}", o.id, say(o.title_zh, o.title_en));
      ++found;
    }
    for (const UnfairTerm& t : knowledge_.unfair_terms) {
      if (!holds(join({t.id, t.description_zh, t.description_en}, "\n"), terms)) continue;
      line("{}  {}", t.id, say(t.description_zh, t.description_en));
      ++found;
    }
    if (found == 0 && out_.empty()) {
      line("{}", say(fmt::format("没有查到“{}”。", what), fmt::format("Nothing found for \"{}\".", what)));
    } else {
      line("{}", say(fmt::format("查到 {} 处。", found), fmt::format("{} found.", found)));
    }
    return std::move(out_);
  }

 private:
  template <class... Args>
  void line(fmt::format_string<Args...> format, Args&&... args) {
    out_ += fmt::format(format, std::forward<Args>(args)...);
    out_ += '\n';
  }
  [[nodiscard]] std::string say(std::string zh, std::string en) const {
    return lang_ == Lang::zh ? std::move(zh) : std::move(en);
  }
  [[nodiscard]] const std::string& title(const Statute& s) const { return lang_ == Lang::zh ? s.title_zh : s.title_en; }

  [[nodiscard]] std::string mark(const Statute& s) const {
    std::string result = "[" + words(standing(s, as_of_)).in(lang_) + "]";
    if (s.verified != Verified::yes) result += say("[待核]", "[to verify]");
    return result;
  }

  static bool holds(std::string_view text, const std::vector<std::string>& terms) {
    const std::string lower = to_lower_ascii(text);
    return std::all_of(terms.begin(), terms.end(),
                       [&](const std::string& term) { return lower.find(term) != std::string::npos; });
  }

  [[nodiscard]] const Statute* find_statute(std::string_view what) const {
    if (const Statute* by_id = knowledge_.statute(trim(what)); by_id != nullptr && by_id->status != "not a statute")
      return by_id;
    const std::string name = bare_name(what);
    const Statute* by_part = nullptr;
    std::size_t parts = 0;
    for (const Statute& s : knowledge_.statutes) {
      if (s.status == "not a statute") continue;
      const std::string own = bare_name(s.title_zh);
      if (own == name || bare_name(s.title_en) == name) return &s;
      if (count_code_points(name) >= 4 && own.find(name) != std::string::npos) {
        by_part = &s;
        ++parts;
      }
    }
    return parts == 1 ? by_part : nullptr;
  }

  // Tells what a wrong name stands for; false when it is none.
  bool wrong_name(std::string_view what) {
    const std::string name = bare_name(what);
    bool told = false;
    for (const WrongName& wrong : knowledge_.wrong_names) {
      if (bare_name(wrong.wrong) != name) continue;
      if (wrong.when.empty()) {
        line("{}", say(fmt::format("没有{}这部现行法律。应写：{}", wrong.wrong, wrong.use),
                       fmt::format("No statute in force is called {}. Write: {}", wrong.wrong, wrong.use)));
      } else {
        line("{}", say(fmt::format("{}（{}）：应写 {}", wrong.wrong, wrong.when, wrong.use),
                       fmt::format("{} ({}): write {}", wrong.wrong, wrong.when, wrong.use)));
      }
      told = true;
    }
    const Statute* myth = knowledge_.statute(trim(what));
    if (!told && myth != nullptr && myth->status == "not a statute") return wrong_name(myth->title_zh);
    return told;
  }

  tl::unexpected<Error> unknown(std::string_view what) {
    std::vector<std::string> near;
    const std::string name = bare_name(what);
    for (const Statute& s : knowledge_.statutes) {
      if (s.status == "not a statute") continue;
      const bool in_name = !name.empty() && bare_name(s.title_zh).find(name) != std::string::npos;
      const bool in_id = !name.empty() && s.id.find(name) != std::string::npos;
      if ((in_name || in_id) && near.size() < 8) near.push_back(s.id + " " + title(s));
    }
    Text remedy{"用 qiyue laws list 看全部，或 qiyue laws search 查找",
                "see all with qiyue laws list, or look with qiyue laws search"};
    if (!near.empty()) {
      remedy = {"相近的有：" + join(near, "；"), "near ones: " + join(near, "; ")};
    }
    return refuse(
        {fmt::format("没有这部法律或这项义务：{}", what), fmt::format("no such statute or obligation: {}", what)},
        std::move(remedy));
  }

  void field(const char* zh, const char* en, const std::string& value) {
    if (!value.empty()) line("  {}{}", say(fmt::format("{}：", zh), fmt::format("{}: ", en)), value);
  }

  void show_statute(const Statute& s) {
    const Standing now = standing(s, as_of_);
    line("{}  {}", s.title_zh, mark(s));
    line("{}", s.title_en);
    field("编号", "id", s.id);
    field("效力级别", "kind", words_for_kind(s.kind).in(lang_));
    field("制定机关", "issuer", s.issuer);
    field("文号", "number", s.document_no);
    field("公布", "promulgated", s.promulgated);
    field("施行", "in force since", s.effective);
    field("修改", "amended", s.last_amended);
    if (!s.expires.empty()) field("废止", "repealed on", s.expires);
    field("说明", "status", s.status_note);
    field("沿革", "history", s.replaces);
    field("核对", "verified", words(s.verified).in(lang_));
    field("备注", "note", s.note);
    if (now != Standing::in_force) {
      const std::string day = as_of_.empty() ? "" : say(fmt::format("（{}）", as_of_), fmt::format(" ({})", as_of_));
      line("  {}", say(fmt::format("注意：{}{}，不得作为现行依据引用。", words(now).zh, day),
                       fmt::format("Mind: {}{}. Do not cite it as law in force.", words(now).en, day)));
    } else if (!as_of_.empty() && !s.amendment_effective.empty() && as_of_ < s.amendment_effective) {
      line("  {}", say(fmt::format("注意：下列条号为 {} 起施行的文本，{} 时尚未施行。", s.amendment_effective, as_of_),
                       fmt::format("Mind: the articles below are those of the text in force since {}, later than {}.",
                                   s.amendment_effective, as_of_)));
    }
    if (!s.key_articles.empty()) {
      out_ += '\n';
      line("{}", say("要点条文（大意）", "Articles to know (in our words)"));
      std::vector<std::pair<std::string, std::string>> articles(s.key_articles.begin(), s.key_articles.end());
      std::stable_sort(articles.begin(), articles.end(),
                       [](const auto& a, const auto& b) { return number_of(a.first) < number_of(b.first); });
      for (const auto& [article, text] : articles) line("  {}  {}", article, text);
    }
    cited_by(s, now);
  }

  static long number_of(std::string_view article) {
    long number = 0;
    std::size_t i = 0;
    while (i < article.size() && (article[i] < '0' || article[i] > '9')) ++i;
    for (; i < article.size() && article[i] >= '0' && article[i] <= '9' && number < 100000; ++i)
      number = number * 10 + (article[i] - '0');
    return number == 0 ? 1'000'000 : number;
  }

  void cited_by(const Statute& s, Standing now) {
    std::vector<std::string> rows;
    const auto add = [&](const std::vector<Citation>& sources, const std::string& id, const std::string& name) {
      for (const Citation& c : sources) {
        if (c.statute != s.id) continue;
        rows.push_back(fmt::format("  {}  {}  {}{}", c.article, id, name,
                                   c.verified ? "" : say("（条文未核对）", " (article not checked)")));
      }
    };
    for (const Obligation& o : knowledge_.obligations) add(o.sources, o.id, say(o.title_zh, o.title_en));
    for (const UnfairTerm& t : knowledge_.unfair_terms) add(t.sources, t.id, say(t.description_zh, t.description_en));
    for (const Retention& r : knowledge_.retention)
      add(r.sources, r.id, say(r.item_zh + "：" + r.period, r.item_en + ": " + r.period));
    if (rows.empty()) return;
    std::stable_sort(rows.begin(), rows.end(),
                     [](const std::string& a, const std::string& b) { return number_of(a) < number_of(b); });
    out_ += '\n';
    line("{}", now == Standing::in_force
                   ? say(fmt::format("以它为依据的义务、禁止条款和期限（{} 处）", rows.size()),
                         fmt::format("Obligations, unfair terms and periods that rest on it ({})", rows.size()))
                   : say(fmt::format("提到它的义务、禁止条款和期限（{} 处）", rows.size()),
                         fmt::format("Obligations, unfair terms and periods that name it ({})", rows.size())));
    for (const std::string& row : rows) line("{}", row);
  }

  void show_obligation(const Obligation& o) {
    line("{}  {}", o.id, say(o.title_zh, o.title_en));
    field("文件", "document", o.document);
    field("要求", "requirement", say(o.requirement_zh, o.requirement_en));
    field("程度", "severity", o.severity);
    field("何时适用", "applies when", o.applies_when.text());
    for (const std::string& name : o.applies_when.names()) {
      const auto meaning = knowledge_.vocabulary.find(name);
      if (meaning != knowledge_.vocabulary.end()) line("    {} = {}", name, meaning->second);
    }
    line("  {}", say("依据：", "sources:"));
    for (const Citation& source : o.sources) {
      std::string cited = knowledge_.cite(source, lang_);
      if (const Statute* s = knowledge_.statute(source.statute)) {
        const Standing now = standing(*s, as_of_);
        if (now == Standing::not_yet || (now == Standing::repealed && s->status != "repealed"))
          cited += " [" + words(now).in(lang_) + "]";
      }
      line("    {}", cited);
    }
    field("怎样算做到", "met when", o.evidence);
    field("常见违规", "typical violation", o.typical_violation);
    field("后果", "consequence", o.penalty_hint);
    field("核对", "verified", words(o.verified).in(lang_));
    field("备注", "note", o.note);
  }

  const Knowledge& knowledge_;
  std::string as_of_;
  Lang lang_;
  std::string out_;
};

}  // namespace

Standing standing(const Statute& statute, std::string_view as_of) {
  if (statute.status == "not a statute") return Standing::no_statute;
  if (statute.status == "draft") return Standing::draft;
  if (as_of.empty()) return statute.status == "repealed" ? Standing::repealed : Standing::in_force;
  if (statute.effective.empty()) return Standing::unknown;
  if (as_of < statute.effective) return Standing::not_yet;  // days written year first compare as text
  if (!statute.expires.empty() && as_of >= statute.expires) return Standing::repealed;
  return Standing::in_force;
}

Result<const Statute*> find_statute(const Knowledge& knowledge, std::string_view what, Lang lang) {
  return Teller(knowledge, "", lang).statute_named(what);
}

Result<std::string> tell_laws(const Knowledge& knowledge, std::string_view action, std::string_view what,
                              std::string_view as_of, Lang lang) {
  if (!as_of.empty() && !is_day(as_of)) {
    return refuse({fmt::format("日期“{}”写法不对", as_of), fmt::format("\"{}\" is not a day", as_of)},
                  {"写作 2026-11-23 的样子", "write it like 2026-11-23"});
  }
  Teller teller(knowledge, as_of, lang);
  if (action.empty() || action == "list") return teller.list();
  if (action == "show") return teller.show(what);
  if (action == "search") return teller.search(what);
  return refuse({fmt::format("不认识的动作“{}”", action), fmt::format("unknown action \"{}\"", action)},
                {"可用：list、show、search、impact、diff", "use list, show, search, impact or diff"});
}

}  // namespace qiyue::knowledge
