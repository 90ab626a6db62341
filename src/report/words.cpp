#include "report/words.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "core/text.h"

namespace qiyue::report_detail {

std::string place_text(const Place& place) {
  return place.line > 0 ? place.file + ":" + std::to_string(place.line) : place.file;
}

std::string item_name(const knowledge::Knowledge& knowledge, const std::string& id, Lang lang, bool mark) {
  const knowledge::DataItem* item = knowledge.item(id);
  if (item == nullptr) return id;
  std::string name = lang == Lang::zh ? item->zh : item->en;
  if (mark && item->sensitive) name += lang == Lang::zh ? "（敏感）" : " (sensitive)";
  return name;
}

std::string item_names(const knowledge::Knowledge& knowledge, const std::vector<std::string>& ids, Lang lang,
                       bool mark) {
  std::vector<std::string> names;
  for (const std::string& id : ids) names.push_back(item_name(knowledge, id, lang, mark));
  return join(names, lang == Lang::zh ? "、" : ", ");
}

Text trigger_words(Trigger trigger) {
  switch (trigger) {
    case Trigger::launch:
      return {"小程序启动时", "when the program starts"};
    case Trigger::page_load:
      return {"页面打开时", "when the page opens"};
    case Trigger::tap:
      return {"用户点击时", "when the user taps"};
    case Trigger::submit:
      return {"提交表单时", "when a form is submitted"};
    case Trigger::timer:
      return {"定时", "on a timer"};
    case Trigger::message:
      return {"收到消息时", "when a message arrives"};
    case Trigger::unknown:
      break;
  }
  return {"时机不明", "at an unknown moment"};
}

Text kind_words(RecipientKind kind) {
  switch (kind) {
    case RecipientKind::sdk:
      return {"SDK", "SDK"};
    case RecipientKind::plugin:
      return {"插件", "plugin"};
    case RecipientKind::cloud:
      return {"云服务", "cloud service"};
    case RecipientKind::mini_program:
      return {"其他小程序", "another mini program"};
    case RecipientKind::component:
      return {"外部资源", "outside resource"};
    case RecipientKind::host:
      break;
  }
  return {"域名", "host"};
}

Text severity_words(Severity severity) {
  switch (severity) {
    case Severity::error:
      return {"错误", "error"};
    case Severity::warning:
      return {"警告", "warning"};
    case Severity::advice:
      break;
  }
  return {"建议", "advice"};
}

std::string destination(const Flow& flow, Lang lang) {
  const bool zh = lang == Lang::zh;
  const auto with = [&](const char* zh_name, const char* en_name) {
    std::string text = zh ? zh_name : en_name;
    if (!flow.path.empty()) text += " " + flow.path;
    return text;
  };
  switch (flow.kind) {
    case SinkKind::network:
      if (!flow.host.empty()) {
        return flow.host + (flow.path.empty() || flow.path.front() == '/' ? "" : "/") + flow.path;
      }
      return flow.path.empty() ? std::string(zh ? "服务器（地址在运行时确定）" : "a server (address known at run time)")
                               : with("服务器", "server");
    case SinkKind::cloud:
      return with("云端", "cloud");
    case SinkKind::storage:
      return with("本机存储", "storage on the device");
    case SinkKind::log:
      return std::string(zh ? "日志 " : "log ") + flow.sink;
    case SinkKind::share:
      return with("分享或其他小程序", "shares or another mini program");
    case SinkKind::sdk:
      return std::string(zh ? "第三方代码 " : "third-party code ") +
             (flow.sink.starts_with("npm:") ? flow.sink.substr(4) : flow.sink);
    case SinkKind::page:
      break;
  }
  return with("页面数据", "page data");
}

bool leaves_page(const Flow& flow) { return flow.kind != SinkKind::page; }

std::map<std::string, std::vector<const Flow*>> flows_by_source(const Evidence& evidence, bool all) {
  std::map<std::string, std::vector<const Flow*>> out;
  for (const Flow& flow : evidence.flows)
    if (all || leaves_page(flow)) out[flow.source].push_back(&flow);
  return out;
}

std::vector<Receiver> receivers(const Evidence& evidence) {
  std::map<std::tuple<RecipientKind, std::string, std::string>, Receiver> by_name;
  for (const Recipient& recipient : evidence.recipients) {
    Receiver& receiver = by_name[{recipient.kind, recipient.name, recipient.provider}];
    if (receiver.first == nullptr) receiver.first = &recipient;
    receiver.places.push_back(&recipient);
    receiver.items.insert(receiver.items.end(), recipient.items.begin(), recipient.items.end());
  }
  std::vector<Receiver> out;
  for (auto& [key, receiver] : by_name) {
    std::sort(receiver.items.begin(), receiver.items.end());
    receiver.items.erase(std::unique(receiver.items.begin(), receiver.items.end()), receiver.items.end());
    out.push_back(std::move(receiver));
  }
  return out;
}

std::string law_text(const std::vector<knowledge::Citation>& law, const knowledge::Knowledge& knowledge, Lang lang) {
  std::string out;
  for (const knowledge::Citation& citation : law) {
    if (!out.empty()) out += lang == Lang::zh ? "；" : "; ";
    out += knowledge.cite(citation, lang);
  }
  return out;
}

std::string window(std::string_view text, int& column, int width) {
  const int length = count_code_points(text);
  if (length <= width) return std::string(text);
  const int first = std::clamp(column - width / 3, 1, std::max(1, length - width + 1));  // code point, from 1
  std::string out = first > 1 ? "…" : "";
  int number = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t code_point = decode_utf8(text, at);
    ++number;
    if (number < first) continue;
    if (number >= first + width) break;
    append_utf8(out, code_point);
  }
  if (first + width <= length) out += "…";
  column = std::max(1, column - first + 1) + (first > 1 ? 1 : 0);
  return out;
}

}  // namespace qiyue::report_detail
