#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/text.h"
#include "report/drawing.h"
#include "report/page.h"
#include "report/words.h"

namespace qiyue {
namespace {

using namespace report_detail;

constexpr std::size_t kMostExcerpts = 1500;  // passages of source in one page
constexpr int kAround = 2;                   // lines before and after

// The rule about secrets in the code: a report is handed around, so it must not carry the secret itself.
constexpr std::string_view kSecretType = "secret_in_package";

class ScanPage {
 public:
  ScanPage(const ScanReport& report, const ReadSource& read)
      : report_(report), lang_(report.lang), read_(read), flows_(flows_by_source(report.evidence)) {
    for (const Finding& finding : report.findings)
      if (finding.type == kSecretType) secret_lines_.insert({finding.document, finding.begin.line});
  }

  std::string write() {
    const auto& program = report_.evidence.program;
    const std::string name = program.name.empty() ? program.root : program.name;
    const std::string title = say("个人信息扫描报告", "What the code collects");
    out_ = "<header>\n<h1>" + escape_html(title) + "</h1>\n<p class=\"soft\">" +
           escape_html(fmt::format("{} · {} · {}", name, program.platform, program.framework)) + "</p>\n";
    figures();
    out_ += "</header>\n<main>\n";
    if (const std::string picture = drawing(report_); !picture.empty()) {
      heading(say("谁把什么信息交给谁", "Who sends what to whom"));
      out_ += picture;
      out_ +=
          "<p class=\"soft\">" +
          say("红框：敏感个人信息，或本运营者以外的接收方。只存在本机、写进日志的不画。",
              "Red frames: sensitive information, or a receiver outside the operator. What only stays on the device "
              "or goes to a log is not drawn.") +
          "</p>\n";
    }
    findings();
    items();
    receiver_table();
    unread();
    out_ += "</main>\n<footer>" +
            say("由源代码自动得出，没有运行程序。不是法律意见。",
                "Worked out from the source; the program was not run. This is no legal advice.") +
            "</footer>\n";
    return page(title + " · " + name, out_, lang_);
  }

 private:
  [[nodiscard]] std::string say(const char* zh, const char* en) const { return lang_ == Lang::zh ? zh : en; }
  void heading(const std::string& text) { out_ += "<h2>" + escape_html(text) + "</h2>\n"; }

  void figures() {
    std::set<std::string> items;
    for (const Use& use : report_.evidence.uses) items.insert(use.items.begin(), use.items.end());
    for (const Field& field : report_.evidence.fields) items.insert(field.items.begin(), field.items.end());
    std::size_t sensitive = 0;
    for (const std::string& id : items)
      if (const knowledge::DataItem* item = report_.knowledge.item(id); item != nullptr && item->sensitive) ++sensitive;
    out_ += "<ul class=\"figures\">";
    const auto figure = [&](std::size_t number, const char* zh, const char* en) {
      out_ += fmt::format("<li><b>{}</b>{}</li>", number, say(zh, en));
    };
    figure(report_.evidence.program.pages.size(), "个页面", "pages");
    figure(items.size(), "种信息", "kinds of information");
    figure(sensitive, "种敏感信息", "of them sensitive");
    figure(report_.evidence.uses.size(), "处接口", "uses of interfaces");
    figure(report_.evidence.fields.size(), "个输入项", "fields");
    figure(receivers(report_.evidence).size(), "个外部主体", "outside receivers");
    figure(report_.findings.size(), "个问题", "findings");
    out_ += "</ul>\n";
  }

  const SourceText* source(const std::string& file) {
    const auto [slot, fresh] = sources_.try_emplace(file);
    if (fresh) {
      if (std::optional<std::string> text = read_(file)) slot->second.emplace(file, std::move(*text));
    }
    return slot->second ? &*slot->second : nullptr;
  }

  void excerpt(const Place& place) {
    if (place.line < 1 || excerpts_ >= kMostExcerpts) return;
    for (int line = place.line - kAround; line <= place.line + kAround; ++line)
      if (secret_lines_.contains({place.file, line})) return;
    const SourceText* text = source(place.file);
    if (text == nullptr) return;
    ++excerpts_;
    out_ += passage(*text, {place.line, place.column}, {}, kAround);
  }

  void findings() {
    heading(say("代码里的问题", "Findings in the code"));
    if (report_.findings.empty()) {
      out_ += "<p>" + say("没有发现。", "None.") + "</p>\n";
      return;
    }
    for (const Finding& finding : report_.findings) {
      out_ += "<div class=\"one\"><p>" +
              tag("badge " + std::string(to_string(finding.severity)), severity_words(finding.severity).in(lang_)) +
              "<b>" + escape_html(finding.message.in(lang_)) + "</b> " + tag("soft", finding.rule) + "</p>\n<p>" +
              tag("where", place_text({finding.document, finding.begin.line, 0})) + "</p>\n";
      excerpt({finding.document, finding.begin.line, finding.begin.column});
      if (!finding.help.in(lang_).empty()) {
        out_ += "<p>" + escape_html(say("怎样改：", "What to do: ") + finding.help.in(lang_)) + "</p>\n";
      }
      if (!finding.law.empty()) {
        out_ += "<p class=\"soft\">" +
                escape_html(say("依据：", "Law: ") + law_text(finding.law, report_.knowledge, lang_)) + "</p>\n";
      }
      out_ += "</div>\n";
    }
  }

  struct Taken {
    Place place;
    std::string what, page, function, id, note;
  };

  void items() {
    std::map<std::string, std::vector<Taken>> by_item;
    const std::string unknown;  // fields of unknown meaning sort first under the empty id; they are told last
    for (const Use& use : report_.evidence.uses) {
      std::string note = trigger_words(use.trigger).in(lang_);
      if (!use.reachable) note += say("；代码未被使用", "; not reachable");
      if (use.vendored) note += say("；第三方代码", "; third-party code");
      for (const std::string& item : use.items)
        by_item[item].push_back({use.place, use.api, use.page, use.function, use.id, note});
    }
    for (const Field& field : report_.evidence.fields) {
      const Taken taken{field.place, say("输入项“", "field “") + (field.label.empty() ? field.name : field.label) + "”",
                        field.page,  "",
                        field.id,    field.reachable ? "" : say("代码未被使用", "not reachable")};
      for (const std::string& item : field.items) by_item[item].push_back(taken);
      if (field.items.empty()) by_item[unknown].push_back(taken);
    }
    heading(say("收集了什么，在哪里", "What is collected, and where"));
    if (by_item.empty())
      out_ += "<p>" + say("没有发现收集个人信息的代码。", "No code that collects was found.") + "</p>\n";
    std::vector<std::string> order;
    for (const auto& [item, taken] : by_item)
      if (!item.empty()) order.push_back(item);
    std::stable_partition(order.begin(), order.end(), [&](const std::string& id) {
      const knowledge::DataItem* item = report_.knowledge.item(id);
      return item != nullptr && item->sensitive;
    });
    if (by_item.contains(unknown)) order.push_back(unknown);
    for (const std::string& id : order) {
      const knowledge::DataItem* item = report_.knowledge.item(id);
      const std::string name = id.empty() ? say("含义不明的输入项", "fields of unknown meaning")
                                          : item_name(report_.knowledge, id, lang_, false);
      out_ += "<details id=\"item-" + (id.empty() ? std::string("unknown") : escape_html(id)) + "\"><summary>" +
              escape_html(name) + " ";
      if (item != nullptr && item->sensitive) out_ += tag("badge sensitive", say("敏感", "sensitive"));
      out_ += tag("soft", std::to_string(by_item[id].size()) + say(" 处", " places")) + "</summary>\n";
      for (const Taken& taken : by_item[id]) one(taken);
      out_ += "</details>\n";
    }
  }

  void one(const Taken& taken) {
    out_ += "<div class=\"one\"><p><b>" + escape_html(taken.what) + "</b> " + tag("where", place_text(taken.place));
    std::string more = taken.page;
    if (!taken.function.empty()) more += (more.empty() ? "" : " · ") + taken.function;
    if (!taken.note.empty()) more += (more.empty() ? "" : " · ") + taken.note;
    out_ += "</p>\n<p class=\"soft\">" + escape_html(more) + "</p>\n";
    excerpt(taken.place);
    const auto found = flows_.find(taken.id);
    if (found != flows_.end()) {
      std::set<std::string> told;
      for (const Flow* flow : found->second) {
        const std::string where = destination(*flow, lang_);
        if (!told.insert(where).second) continue;
        out_ += "<p>→ <b>" + escape_html(where) + "</b>";
        if (flow->third_party) out_ += " " + tag("badge sensitive", say("第三方", "third party"));
        out_ += "</p>\n<ol class=\"way where\"><li>" + escape_html(place_text(flow->from)) + "</li>";
        for (const Place& step : flow->steps) out_ += "<li>" + escape_html(place_text(step)) + "</li>";
        out_ += "<li>" + escape_html(place_text(flow->to) + "  " + flow->sink) + "</li></ol>\n";
      }
    }
    out_ += "</div>\n";
  }

  void receiver_table() {
    const std::vector<Receiver> all = receivers(report_.evidence);
    if (all.empty()) return;
    heading(say("数据可能到达的外部主体", "Who else gets data or runs inside"));
    const std::string heads[] = {say("名称", "Name"), say("类别", "Kind"), say("提供方", "Provider"),
                                 say("信息", "Information"), say("在代码里的位置", "In the code")};
    out_ += "<table><thead><tr>";
    for (const std::string& head : heads) out_ += "<th>" + head + "</th>";
    out_ += "</tr></thead><tbody>\n";
    for (const Receiver& receiver : all) {
      const Recipient& first = *receiver.first;
      std::string provider = first.provider;
      if (!provider.empty() && !first.provider_verified) provider += say("（未核实）", " (not verified)");
      std::string places;
      constexpr std::size_t kShown = 4;
      for (std::size_t i = 0; i < std::min(kShown, receiver.places.size()); ++i)
        places += (i == 0 ? "" : " ") + place_text(receiver.places[i]->place);
      if (receiver.places.size() > kShown) places += fmt::format(" +{}", receiver.places.size() - kShown);
      const std::string cells[] = {first.name, kind_words(first.kind).in(lang_), provider,
                                   item_names(report_.knowledge, receiver.items, lang_), places};
      out_ += "<tr>";
      for (std::size_t i = 0; i < 5; ++i) {
        out_ +=
            "<td data-label=\"" + heads[i] + "\"" + (i == 4 ? " class=\"where\"" : "") + ">" + escape_html(cells[i]);
        if (i == 0 && first.privacy_url.starts_with("https://")) {
          out_ += " <a rel=\"noreferrer\" href=\"" + escape_html(first.privacy_url) + "\">" +
                  say("隐私政策", "privacy policy") + "</a>";
        }
        out_ += "</td>";
      }
      out_ += "</tr>\n";
    }
    out_ += "</tbody></table>\n";
  }

  void unread() {
    if (report_.evidence.unread.empty()) return;
    heading(say("没有读到的地方", "Not read"));
    out_ += "<ul>\n";
    for (const Unread& one : report_.evidence.unread) {
      out_ +=
          "<li>" + tag("where", place_text({one.file, one.line, 0})) + " " + escape_html(one.why.in(lang_)) + "</li>\n";
    }
    out_ += "</ul>\n";
  }

  const ScanReport& report_;
  Lang lang_;
  const ReadSource& read_;
  std::map<std::string, std::vector<const Flow*>> flows_;
  std::map<std::string, std::optional<SourceText>> sources_;
  std::set<std::pair<std::string, int>> secret_lines_;
  std::size_t excerpts_ = 0;
  std::string out_;
};

}  // namespace

std::string scan_html(const ScanReport& report, const ReadSource& read) { return ScanPage(report, read).write(); }

}  // namespace qiyue
