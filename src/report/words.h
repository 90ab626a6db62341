// Inside of the report module: how things of the evidence are called.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "report/report.h"

namespace qiyue::report_detail {

std::string place_text(const Place& place);  // pages/a/a.js:12
// 手机号；with `mark` 人脸图像（敏感）
std::string item_name(const knowledge::Knowledge& knowledge, const std::string& id, Lang lang, bool mark = true);
std::string item_names(const knowledge::Knowledge& knowledge, const std::vector<std::string>& ids, Lang lang,
                       bool mark = true);
Text trigger_words(Trigger trigger);
Text kind_words(RecipientKind kind);
Text severity_words(Severity severity);
// Where a flow ends, for people: "api.example.com/login", 云函数 login, 本机存储 token …
std::string destination(const Flow& flow, Lang lang);
// Flows that leave the page they start on: what only fills the page's own data says nothing about who gets it.
bool leaves_page(const Flow& flow);
// By id of use or field.
std::map<std::string, std::vector<const Flow*>> flows_by_source(const Evidence& evidence, bool all = false);
// One recipient, however many places of the code show it.
struct Receiver {
  const Recipient* first = nullptr;
  std::vector<const Recipient*> places;
  std::vector<std::string> items;  // sorted
};
std::vector<Receiver> receivers(const Evidence& evidence);
std::string law_text(const std::vector<knowledge::Citation>& law, const knowledge::Knowledge& knowledge, Lang lang);
// `text` up to `width` columns around `column` (code points, from 1), with … where it was cut; `column` becomes the place in the result.
std::string window(std::string_view text, int& column, int width);

}  // namespace qiyue::report_detail
