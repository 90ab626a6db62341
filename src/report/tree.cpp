// The evidence as a tree: what a product manager asks first, page by page.
#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/text.h"
#include "report/words.h"

namespace qiyue {
namespace {

using namespace report_detail;

struct Node {
  std::string text;
  std::vector<Node> children;
};

void draw(const std::vector<Node>& nodes, const std::string& indent, std::string& out) {
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const bool last = i + 1 == nodes.size();
    out += indent + (last ? "└─ " : "├─ ") + nodes[i].text + "\n";
    draw(nodes[i].children, indent + (last ? "   " : "│  "), out);
  }
}

class Tree {
 public:
  explicit Tree(const ScanReport& report)
      : report_(report), evidence_(report.evidence), flows_(flows_by_source(report.evidence)) {
    for (const Page& page : evidence_.program.pages) titles_[page.path] = page.title;
  }

  std::string write() {
    const auto& program = evidence_.program;
    std::string out = fmt::format("{} {} · {} · {} · {} {}\n", say("小程序", "program"),
                                  program.name.empty() ? program.root : program.name, program.platform,
                                  program.framework, say("页面数", "pages"), program.pages.size());
    draw(pages(), "", out);
    if (const std::vector<Node> list = receiver_nodes(); !list.empty()) {
      out += "\n" + say("数据可能到达的外部主体", "who else gets data or runs inside") + "\n";
      draw(list, "", out);
    }
    if (!evidence_.hosts.empty()) out += fmt::format("\n{} {}\n", say("域名", "hosts"), join(evidence_.hosts, "  "));
    if (!evidence_.unread.empty()) {
      out += "\n" + say("没有读到的地方", "not read") + "\n";
      std::vector<Node> list;
      for (const Unread& unread : evidence_.unread) {
        const std::string place = place_text({unread.file, unread.line, 0});
        list.push_back({place + (place.empty() ? "" : "  ") + unread.why.in(report_.lang), {}});
      }
      draw(list, "", out);
    }
    return out;
  }

 private:
  [[nodiscard]] std::string say(const char* zh, const char* en) const { return report_.lang == Lang::zh ? zh : en; }

  std::vector<Node> flow_nodes(const std::string& id) const {
    std::vector<Node> out;
    const auto found = flows_.find(id);
    if (found == flows_.end()) return out;
    std::set<std::string> told;
    for (const Flow* flow : found->second) {
      const std::string where = destination(*flow, report_.lang);
      if (!told.insert(where).second) continue;
      out.push_back({fmt::format("→ {}{}  {}", where, flow->third_party ? say("（第三方）", " (third party)") : "",
                                 place_text(flow->to)),
                     {}});
    }
    return out;
  }

  std::string note(bool reachable, bool vendored) const {
    std::string text;
    if (!reachable) text += say(" 〔代码未被使用〕", " [not reachable]");
    if (vendored) text += say(" 〔第三方代码〕", " [third-party code]");
    return text;
  }

  std::vector<Node> pages() const {
    // page -> function -> items; code that belongs to no page comes last.
    std::map<std::pair<bool, std::string>, std::map<std::string, Node>> by_page;
    const std::string typed = say("填写与选择", "typed or picked");
    for (const Use& use : evidence_.uses) {
      const std::string page = use.page.empty() ? use.place.file : use.page;
      std::string function = use.function.empty() ? say("（文件本身）", "(the file itself)") : use.function;
      function += fmt::format(" · {}", trigger_words(use.trigger).in(report_.lang));
      Node& at = by_page[{use.page.empty(), page}][function];
      at.text = function;
      at.children.push_back({fmt::format("{}  {}  {}{}", item_names(report_.knowledge, use.items, report_.lang),
                                         use.api, place_text(use.place), note(use.reachable, use.vendored)),
                             flow_nodes(use.id)});
    }
    for (const Field& field : evidence_.fields) {
      const std::string page = field.page.empty() ? field.place.file : field.page;
      Node& at = by_page[{field.page.empty(), page}]["\xff" + typed];
      at.text = typed;
      const std::string items = field.items.empty() ? say("含义不明的输入项", "a field of unknown meaning")
                                                    : item_names(report_.knowledge, field.items, report_.lang);
      at.children.push_back({fmt::format("{}  “{}”  {}{}", items, field.label.empty() ? field.name : field.label,
                                         place_text(field.place), note(field.reachable, false)),
                             flow_nodes(field.id)});
    }
    std::vector<Node> out;
    for (auto& [page, functions] : by_page) {
      const auto title = titles_.find(page.second);
      Node node{page.second + (title == titles_.end() || title->second.empty() ? "" : "  " + title->second), {}};
      for (auto& [name, function] : functions) node.children.push_back(std::move(function));
      out.push_back(std::move(node));
    }
    if (out.empty())
      out.push_back({say("没有发现收集个人信息的代码", "no code that collects personal information was found"), {}});
    return out;
  }

  std::vector<Node> receiver_nodes() const {
    std::vector<Node> out;
    for (const Receiver& receiver : receivers(evidence_)) {
      const Recipient& first = *receiver.first;
      Node node{fmt::format("{}  {}", kind_words(first.kind).in(report_.lang), first.name), {}};
      if (!first.provider.empty()) {
        node.text += "  " + first.provider + (first.provider_verified ? "" : say("（未核实）", " (not verified)"));
      }
      if (!receiver.items.empty())
        node.children.push_back({item_names(report_.knowledge, receiver.items, report_.lang), {}});
      constexpr std::size_t kShown = 3;
      for (std::size_t i = 0; i < std::min(kShown, receiver.places.size()); ++i)
        node.children.push_back({place_text(receiver.places[i]->place), {}});
      if (receiver.places.size() > kShown)
        node.children.push_back(
            {fmt::format("{} {}", say("另有处数", "further places:"), receiver.places.size() - kShown), {}});
      out.push_back(std::move(node));
    }
    return out;
  }

  const ScanReport& report_;
  const Evidence& evidence_;
  std::map<std::string, std::vector<const Flow*>> flows_;
  std::map<std::string, std::string> titles_;
};

}  // namespace

std::string scan_tree(const ScanReport& report) { return Tree(report).write(); }

}  // namespace qiyue
