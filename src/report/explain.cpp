// One line of code, or one item, in plain words.
#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <set>

#include "core/text.h"
#include "report/words.h"

namespace qiyue {
namespace {

using namespace report_detail;

class Teller {
 public:
  explicit Teller(const ScanReport& report) : report_(report), lang_(report.lang) {
    flows_ = flows_by_source(report.evidence);
  }

  [[nodiscard]] std::string say(std::string zh, std::string en) const { return lang_ == Lang::zh ? zh : en; }

  std::string use(const Use& use) const {
    const std::string items = item_names(report_.knowledge, use.items, lang_);
    std::string out = fmt::format("{}  {}\n", use.id, place_text(use.place));
    out += say(fmt::format("  程序在这里使用 {}，取得{}。\n", use.api, items),
               fmt::format("  Here the program uses {} and takes: {}.\n", use.api, items));
    const std::string when = trigger_words(use.trigger).in(lang_);
    std::string where = use.page.empty() ? say("全局代码", "code of the whole program")
                                         : say("页面或组件 " + use.page, "page or component " + use.page);
    if (!use.function.empty()) where += say("，函数 " + use.function, ", function " + use.function);
    out += say(fmt::format("  {}（{}）。\n", when, where), fmt::format("  It happens {} ({}).\n", when, where));
    if (use.vendored)
      out += say("  这是随程序带来的第三方代码。\n", "  This is code of a third party that the program carries.\n");
    if (!use.reachable) out += unreachable();
    if (!use.purpose_hint.empty())
      out += say("  代码自己说明的目的：", "  The code says why: ") + use.purpose_hint + "\n";
    out += ways(use.id);
    return out;
  }

  std::string field(const Field& field) const {
    const std::string label = field.label.empty() ? field.name : field.label;
    std::string out = fmt::format("{}  {}\n", field.id, place_text(field.place));
    if (field.items.empty()) {
      out += say(fmt::format("  用户在这里填写或选择“{}”；这是什么信息，从代码看不出来。\n", label),
                 fmt::format("  Here the user types or picks “{}”; the code does not tell what it is.\n", label));
    } else {
      const std::string items = item_names(report_.knowledge, field.items, lang_);
      out += say(fmt::format("  用户在这里填写或选择“{}”，由此取得{}。\n", label, items),
                 fmt::format("  Here the user types or picks “{}”, which gives: {}.\n", label, items));
    }
    if (!field.page.empty())
      out += say("  在页面或组件 " + field.page + "。\n", "  On page or component " + field.page + ".\n");
    if (!field.reachable) out += unreachable();
    out += ways(field.id);
    return out;
  }

  std::string recipient(const Recipient& recipient) const {
    std::string out = place_text(recipient.place) + "\n";
    const std::string kind = kind_words(recipient.kind).in(lang_);
    out += say(fmt::format("  这里连接外部主体：{}（{}）。\n", recipient.name, kind),
               fmt::format("  This connects the program with {} ({}).\n", recipient.name, kind));
    if (!recipient.provider.empty()) {
      out += say("  提供方：", "  Provider: ") + recipient.provider +
             (recipient.provider_verified ? "" : say("（未核实）", " (not verified)")) + "\n";
    }
    if (!recipient.items.empty()) {
      out += say("  它可能得到：", "  It may get: ") + item_names(report_.knowledge, recipient.items, lang_) + "\n";
    }
    if (!recipient.privacy_url.empty())
      out += say("  它的隐私政策：", "  Its privacy policy: ") + recipient.privacy_url + "\n";
    return out;
  }

  std::string finding(const Finding& finding) const {
    std::string out =
        fmt::format("{}  {}\n  [{}] {}\n", finding.rule, place_text({finding.document, finding.begin.line, 0}),
                    severity_words(finding.severity).in(lang_), finding.message.in(lang_));
    if (!finding.help.in(lang_).empty()) out += say("  怎样改：", "  What to do: ") + finding.help.in(lang_) + "\n";
    if (!finding.law.empty())
      out += say("  依据：", "  Law: ") + law_text(finding.law, report_.knowledge, lang_) + "\n";
    return out;
  }

  // A flow as seen from a line on its way.
  std::string passing(const Flow& flow) const {
    const std::string items = item_names(report_.knowledge, flow.items, lang_);
    return say(fmt::format("这一行在数据经过的路上：{}\n", items.empty() ? flow.source : items),
               fmt::format("Data pass through this line: {}\n", items.empty() ? flow.source : items)) +
           way(flow);
  }

  std::string way(const Flow& flow) const {
    std::string out;
    int number = 0;
    const auto step = [&](const Place& place, const std::string& text) {
      out += fmt::format("    {}. {}  {}\n", ++number, place_text(place), text);
    };
    step(flow.from, say("取得", "taken"));
    for (const Place& place : flow.steps) step(place, say("经过", "handed on"));
    step(flow.to, say(fmt::format("由 {} 送到 {}", flow.sink, destination(flow, lang_)),
                      fmt::format("{} hands it to {}", flow.sink, destination(flow, lang_))) +
                      (flow.third_party ? say("（第三方）", " (third party)") : ""));
    return out;
  }

 private:
  std::string unreachable() const {
    return say("  没有发现会走到这里的页面或事件：代码在，但看不出会被用到。\n",
               "  No page or event was found that leads here: the code is there, but nothing seems to use it.\n");
  }

  std::string ways(const std::string& id) const {
    const auto found = flows_.find(id);
    if (found == flows_.end()) return say("  没有看到它离开页面。\n", "  It was not seen to leave the page.\n");
    std::string out;
    for (const Flow* flow : found->second) {
      out += say("  去向：", "  Goes to: ") + destination(*flow, lang_) + "\n" + way(*flow);
    }
    return out;
  }

  const ScanReport& report_;
  Lang lang_;
  std::map<std::string, std::vector<const Flow*>> flows_;
};

// The file itself, or a path that ends in it.
bool names_file(std::string_view wanted, std::string_view file) {
  while (wanted.starts_with("./")) wanted.remove_prefix(2);
  if (wanted == file) return true;
  const auto ends = [](std::string_view longer, std::string_view shorter) {
    return longer.size() > shorter.size() && longer.ends_with(shorter) &&
           longer[longer.size() - shorter.size() - 1] == '/';
  };
  return ends(file, wanted) || ends(wanted, file);
}

Error wrong_place(const std::string& place) {
  return {.message = {"不是“文件:行号”：" + place, "not FILE:LINE: " + place},
          .remedy = {"例如 qiyue scan --explain pages/index/index.js:12",
                     "e.g. qiyue scan --explain pages/index/index.js:12"},
          .file = {},
          .more = {}};
}

}  // namespace

Result<std::string> explain_place(const ScanReport& report, const std::string& place) {
  const std::size_t colon = place.rfind(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == place.size() || place.size() - colon > 9 ||
      place.find_first_not_of("0123456789", colon + 1) != std::string::npos) {
    return fail(wrong_place(place));
  }
  const std::string wanted = place.substr(0, colon);
  int line = 0;
  std::from_chars(place.data() + colon + 1, place.data() + place.size(), line);
  const Teller teller(report);
  std::vector<std::string> parts;
  std::set<std::pair<int, std::string>> near;  // distance, place: what else there is in that file
  bool known = false;
  const auto at = [&](const Place& where) {
    if (!names_file(wanted, where.file)) return false;
    known = true;
    if (where.line == line) return true;
    near.insert({std::abs(where.line - line), place_text(where)});
    return false;
  };
  for (const Use& use : report.evidence.uses)
    if (at(use.place)) parts.push_back(teller.use(use));
  for (const Field& field : report.evidence.fields)
    if (at(field.place)) parts.push_back(teller.field(field));
  for (const Recipient& recipient : report.evidence.recipients)
    if (at(recipient.place)) parts.push_back(teller.recipient(recipient));
  for (const Finding& finding : report.findings)
    if (at({finding.document, finding.begin.line, finding.begin.column})) parts.push_back(teller.finding(finding));
  std::set<std::string> passed;
  for (const Flow& flow : report.evidence.flows) {
    if (!leaves_page(flow) || flow.items.empty()) continue;
    bool passes = at(flow.to);
    for (const Place& step : flow.steps) passes = at(step) || passes;
    if (flow.from.line == line && names_file(wanted, flow.from.file)) continue;  // told with its source
    if (passes) {
      std::string text = teller.passing(flow);
      if (passed.insert(text).second) parts.push_back(std::move(text));
    }
  }
  if (!parts.empty()) return join(parts, "\n");
  std::string out = teller.say("这一行没有收集、传送个人信息的代码，也没有问题：",
                               "Nothing on this line collects or hands on personal information: ") +
                    place + "\n";
  if (!known) {
    out += teller.say("这个文件里什么也没有发现。\n", "Nothing was found in this file.\n");
    return out;
  }
  out += teller.say("离它最近的有：\n", "The nearest places that do:\n");
  int shown = 0;
  for (const auto& [distance, text] : near) {
    if (++shown > 5) break;
    out += "  " + text + "\n";
  }
  return out;
}

Result<std::string> explain_item(const ScanReport& report, const std::string& item) {
  const knowledge::DataItem* known = nullptr;
  for (const knowledge::DataItem& one : report.knowledge.items) {
    if (one.id == item || one.zh == item || to_lower_ascii(one.en) == to_lower_ascii(item)) known = &one;
  }
  std::set<std::string> found;
  for (const Use& use : report.evidence.uses) found.insert(use.items.begin(), use.items.end());
  for (const Field& field : report.evidence.fields) found.insert(field.items.begin(), field.items.end());
  const std::vector<std::string> ids(found.begin(), found.end());
  // A part of one name alone says enough: 密码 for 密码/口令.
  if (known == nullptr && !item.empty()) {
    std::vector<const knowledge::DataItem*> close;
    for (const std::string& id : ids) {
      const knowledge::DataItem* one = report.knowledge.item(id);
      if (one != nullptr && (one->zh.find(item) != std::string::npos || one->id.find(item) != std::string::npos))
        close.push_back(one);
    }
    if (close.size() == 1) known = close.front();
  }
  if (known == nullptr) {
    std::string zh, en;
    for (const std::string& id : ids) {
      zh += (zh.empty() ? "" : "、") + id + "（" + item_name(report.knowledge, id, Lang::zh, false) + "）";
      en += (en.empty() ? "" : ", ") + id;
    }
    return fail({.message = {"没有叫“" + item + "”的信息项", "there is no item called \"" + item + "\""},
                 .remedy = {"这个程序里有：" + (zh.empty() ? std::string("没有收集任何信息") : zh),
                            "this program has: " + (en.empty() ? std::string("none at all") : en)},
                 .file = {},
                 .more = {}});
  }
  const Teller teller(report);
  const std::string name = item_name(report.knowledge, known->id, report.lang);
  if (!found.contains(known->id)) {
    return teller.say("没有发现代码收集“" + name + "”。\n", "The code was not seen to collect “" + name + "”.\n");
  }
  std::vector<std::string> parts;
  const auto has = [&](const std::vector<std::string>& items) {
    return std::find(items.begin(), items.end(), known->id) != items.end();
  };
  for (const Use& use : report.evidence.uses)
    if (has(use.items)) parts.push_back(teller.use(use));
  for (const Field& field : report.evidence.fields)
    if (has(field.items)) parts.push_back(teller.field(field));
  const std::string head = teller.say(fmt::format("“{}”：代码里有 {} 处。\n\n", name, parts.size()),
                                      fmt::format("“{}”: {} places in the code.\n\n", name, parts.size()));
  std::string others;
  for (const Receiver& receiver : receivers(report.evidence)) {
    if (has(receiver.items)) others += "  " + receiver.first->name + "  " + place_text(receiver.first->place) + "\n";
  }
  if (!others.empty())
    others = teller.say("\n可能得到它的外部主体：\n", "\nOutside receivers that may get it:\n") + others;
  return head + join(parts, "\n") + others;
}

}  // namespace qiyue
