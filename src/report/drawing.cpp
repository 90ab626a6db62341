#include "report/drawing.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/text.h"
#include "report/words.h"

namespace qiyue::report_detail {
namespace {

constexpr int kWidth = 1000, kBoxHeight = 28, kGap = 10, kTop = 34;
constexpr int kColumnX[3] = {10, 380, 700}, kColumnWidth[3] = {260, 210, 290};
constexpr std::size_t kMost = 60;  // boxes a column; the rest is told in the lists below the drawing

struct Box {
  std::string text, css;
  int y = 0;
};

class Drawing {
 public:
  explicit Drawing(const ScanReport& report) : report_(report) {}

  std::string draw() {
    collect();
    if (columns_[1].empty()) return "";
    int height = 0;
    for (auto& column : columns_) {
      int y = kTop;
      for (auto& [key, box] : column) {
        box.y = y;
        y += kBoxHeight + kGap;
      }
      height = std::max(height, y);
    }
    const std::string title = say("谁把什么信息交给谁", "who sends what to whom");
    std::string out = fmt::format(
        "<div class=\"drawing\"><svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">\n<title>{}</title>\n",
        kWidth, height + 4, title, title);
    const std::string heads[3] = {say("在哪里收集", "where it is taken"), say("什么信息", "what"),
                                  say("交给谁", "who gets it")};
    for (int i = 0; i < 3; ++i)
      out += fmt::format("<text class=\"head\" x=\"{}\" y=\"20\">{}</text>\n", kColumnX[i], escape_html(heads[i]));
    for (const auto& [from, to] : taken_) edge(out, 0, from, 1, to);
    for (const auto& [from, to] : given_) edge(out, 1, from, 2, to);
    for (std::size_t i = 0; i < 3; ++i)
      for (const auto& [key, box] : columns_[i]) draw_box(out, static_cast<int>(i), box);
    return out + "</svg></div>\n";
  }

 private:
  [[nodiscard]] std::string say(const char* zh, const char* en) const { return report_.lang == Lang::zh ? zh : en; }

  bool add(std::size_t column, const std::string& key, const std::string& text, const std::string& css) {
    auto& boxes = columns_[column];
    if (boxes.contains(key)) return true;
    if (boxes.size() >= kMost) return false;
    boxes[key] = {text, css, 0};
    return true;
  }
  bool add_item(const std::string& id) {
    const knowledge::DataItem* item = report_.knowledge.item(id);
    const bool sensitive = item != nullptr && item->sensitive;
    return add(1, (sensitive ? "0" : "1") + id, item_name(report_.knowledge, id, report_.lang, false),
               sensitive ? "sensitive" : "");
  }
  std::string item_key(const std::string& id) const {
    const knowledge::DataItem* item = report_.knowledge.item(id);
    return (item != nullptr && item->sensitive ? "0" : "1") + id;
  }
  void take(const std::string& page, const std::vector<std::string>& items) {
    for (const std::string& id : items)
      if (add_item(id) && add(0, page, page, "")) taken_.insert({page, item_key(id)});
  }
  void give(const std::string& id, const std::string& key, const std::string& text, bool outside) {
    if (add_item(id) && add(2, (outside ? "0" : "1") + key, text, outside ? "outside" : ""))
      given_.insert({item_key(id), (outside ? "0" : "1") + key});
  }

  void collect() {
    const Evidence& evidence = report_.evidence;
    for (const Use& use : evidence.uses)
      if (use.reachable) take(use.page.empty() ? use.place.file : use.page, use.items);
    for (const Field& field : evidence.fields)
      if (field.reachable) take(field.page.empty() ? field.place.file : field.page, field.items);
    for (const Flow& flow : evidence.flows) {
      if (flow.kind == SinkKind::page || flow.kind == SinkKind::storage || flow.kind == SinkKind::log) continue;
      std::string to = flow.host;
      if (to.empty()) {
        to = flow.kind == SinkKind::network
                 ? say("自己的服务器（地址在运行时确定）", "a server (address known at run time)")
             : flow.kind == SinkKind::cloud ? say("云端", "the cloud")
             : flow.kind == SinkKind::share ? say("分享或其他小程序", "shares or another mini program")
                                            : destination(flow, report_.lang);
      }
      for (const std::string& id : flow.items) give(id, to, to, flow.third_party);
    }
    for (const Receiver& receiver : receivers(evidence)) {
      if (receiver.first->kind == RecipientKind::component) continue;
      for (const std::string& id : receiver.items) give(id, receiver.first->name, receiver.first->name, true);
    }
  }

  void edge(std::string& out, std::size_t from_column, const std::string& from, std::size_t to_column,
            const std::string& to) const {
    const auto a = columns_[from_column].find(from);
    const auto b = columns_[to_column].find(to);
    if (a == columns_[from_column].end() || b == columns_[to_column].end()) return;
    const int x1 = kColumnX[from_column] + kColumnWidth[from_column], x2 = kColumnX[to_column];
    const int y1 = a->second.y + kBoxHeight / 2, y2 = b->second.y + kBoxHeight / 2, middle = (x1 + x2) / 2;
    out += fmt::format("<path class=\"edge {}\" d=\"M{} {}C{} {} {} {} {} {}\"/>\n",
                       b->second.css == "outside" ? "outside" : "", x1, y1, middle, y1, middle, y2, x2, y2);
  }

  static void draw_box(std::string& out, int column, const Box& box) {
    const int x = kColumnX[column], width = kColumnWidth[column];
    // 13 px: a Chinese character takes 13, a Latin letter about 7.
    const std::string shown = ellipsize(box.text, (width - 16) / 7);
    out += fmt::format(
        "<g><title>{}</title><rect class=\"box {}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"6\"/>",
        escape_html(box.text), box.css, x, box.y, width, kBoxHeight);
    out += fmt::format("<text x=\"{}\" y=\"{}\">{}</text></g>\n", x + 8, box.y + 19, escape_html(shown));
  }

  const ScanReport& report_;
  std::map<std::string, Box> columns_[3];
  std::set<std::pair<std::string, std::string>> taken_, given_;
};

}  // namespace

std::string drawing(const ScanReport& report) { return Drawing(report).draw(); }

}  // namespace qiyue::report_detail
