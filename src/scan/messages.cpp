#include "scan/messages.h"

#include <utility>
#include <vector>

#include "core/data.h"
#include "core/text.h"

namespace qiyue::scan {
namespace {

constexpr std::size_t kMaxMessages = 50'000;

// locales/zh-CN.ts, lang/zh_CN/login.json, i18n/zh.js
bool holds_chinese_messages(std::string_view path) {
  const std::string lower = to_lower_ascii(path);
  bool language = false, chinese = false;
  for (const std::string_view part : split(lower, '/')) {
    const std::string_view name = part.substr(0, part.find('.'));
    language = language || name == "locale" || name == "locales" || name == "lang" || name == "langs" ||
               name == "i18n" || name == "language" || name == "languages";
    chinese = chinese || name == "zh" || name == "cn" || name == "zh-cn" || name == "zh_cn" || name == "zh-hans" ||
              name == "zhcn" || name == "zh_hans" || name == "chinese";
  }
  return language && chinese;
}

}  // namespace

Messages::Messages(const program::Program& program) {
  for (const program::SourceFile& file : program.files) {
    if (file.vendored || !holds_chinese_messages(file.path)) continue;
    const auto data = program::exported_object(file);
    if (!data) continue;
    const std::string name(file.path.substr(file.path.rfind('/') == std::string::npos ? 0 : file.path.rfind('/') + 1));
    // A file for one part of the program gives its name to the keys: lang/zh/login.json.
    std::vector<std::pair<std::string, const json::value*>> todo = {{"", &data->value},
                                                                    {name.substr(0, name.find('.')), &data->value}};
    while (!todo.empty() && texts_.size() < kMaxMessages) {
      const auto [key, value] = std::move(todo.back());
      todo.pop_back();
      if (value->is_string()) {
        if (contains_han(value->get_string())) texts_.emplace(key, std::string(value->get_string()));
      } else if (value->is_object()) {
        for (const auto& [part, child] : value->get_object()) {
          todo.emplace_back(key.empty() ? std::string(part) : key + "." + std::string(part), &child);
        }
      }
    }
  }
}

std::string Messages::find(std::string_view key) const {
  const auto found = texts_.find(std::string(key));
  return found == texts_.end() ? std::string() : found->second;
}

}  // namespace qiyue::scan
