#include "report/report.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>

#include "core/data.h"
#include "core/files.h"

namespace qiyue {
namespace {

namespace fs = std::filesystem;

const knowledge::Knowledge& all() { return knowledge::builtin(); }

// A shop: a phone number typed on one page and sent, a location taken on opening and sent to someone else, one thing never used.
Evidence shop() {
  Evidence evidence;
  evidence.program = {".", "wechat", "native",
                      "",  "小店",   {{"pages/index/index", "", true, "首页"}, {"pages/order/order", "", true, ""}},
                      {}};
  Use location;
  location.items = {"precise_location"};
  location.api = "wx.getLocation";
  location.use_class = UseClass::privacy;
  location.place = {"pages/index/index.js", 3, 8};
  location.page = "pages/index/index";
  location.function = "onLoad";
  location.trigger = Trigger::page_load;
  location.id = "a";
  Use unused = location;
  unused.id = "b";
  unused.items = {"clipboard"};
  unused.api = "wx.getClipboardData";
  unused.place = {"utils/old.js", 2, 6};
  unused.page = "";
  unused.function = "paste";
  unused.trigger = Trigger::unknown;
  unused.reachable = false;
  evidence.uses = {location, unused};
  Field phone;
  phone.id = "c";
  phone.items = {"phone_number"};
  phone.place = {"pages/order/order.wxml", 1, 1};
  phone.label = "=手机号,\"必填\"";
  phone.page = "pages/order/order";
  evidence.fields = {phone};
  Flow out;
  out.source = "a";
  out.from = location.place;
  out.to = {"utils/http.js", 4, 6};
  out.sink = "wx.request";
  out.host = "apis.map.qq.com";
  out.path = "/ws";
  out.third_party = true;
  out.items = {"precise_location"};
  out.steps = {{"pages/index/index.js", 4, 9}};
  evidence.flows = {out};
  Recipient map;
  map.name = "腾讯位置服务";
  map.provider = "深圳市腾讯计算机系统有限公司";
  map.kind = RecipientKind::sdk;
  map.place = {"libs/qqmap.js", 1, 1};
  map.items = {"precise_location"};
  map.provider_verified = true;
  evidence.recipients = {map};
  evidence.unread = {{"broken.js", 7, {"语法有误", "syntax error"}}};
  normalize(evidence);
  return evidence;
}

std::optional<std::string> source_of(const std::string& file) {
  if (file == "pages/index/index.js")
    return "Page({\n  onLoad() {\n    wx.getLocation({ success: (r) => {\n      send(r) } })\n  }\n})\n";
  if (file == "pages/order/order.wxml") return "<input placeholder=\"<手机号>\"/>\n";
  return std::nullopt;
}

void expect_golden(const std::string& name, const std::string& text) {
  const fs::path path = fs::path(QIYUE_SOURCE_DIR) / "tests/report" / name;
  const char* update = std::getenv("QIYUE_UPDATE");
  if (update != nullptr && std::string_view(update) == "1") {
    ASSERT_TRUE(write_file(path, text).has_value());
    return;
  }
  const auto expected = read_file(path);
  ASSERT_TRUE(expected.has_value()) << path << " is missing: run with QIYUE_UPDATE=1";
  EXPECT_EQ(*expected, text) << path;
}

TEST(Scan, TreeInBothLanguages) {
  const Evidence evidence = shop();
  const std::vector<Finding> none;
  expect_golden("tree.zh.txt", scan_tree({evidence, none, all(), Lang::zh}));
  expect_golden("tree.en.txt", scan_tree({evidence, none, all(), Lang::en}));
}

TEST(Scan, CsvIsWhatSpreadsheetsRead) {
  const Evidence evidence = shop();
  const std::vector<Finding> none;
  const std::string csv = scan_csv({evidence, none, all(), Lang::zh});
  EXPECT_TRUE(csv.starts_with("\xEF\xBB\xBF")) << "Excel takes a file without byte order mark for GBK";
  EXPECT_NE(csv.find("\"'=手机号,\"\"必填\"\"\""), std::string::npos) << "quoted, and no formula";
  for (std::size_t at = csv.find('\n'); at != std::string::npos; at = csv.find('\n', at + 1))
    ASSERT_EQ(csv[at - 1], '\r');
  expect_golden("scan.csv", csv);
}

// What the official schema asks of a log: https://docs.oasis-open.org/sarif/sarif/v2.1.0/
void expect_sarif(const std::string& text) {
  const auto sarif = parse_json("out.sarif", text);
  ASSERT_TRUE(sarif.has_value());
  const json::object& root = sarif->value.as_object();
  EXPECT_EQ(root.at("version").as_string(), "2.1.0");
  const json::object& run = root.at("runs").as_array().at(0).as_object();
  EXPECT_EQ(run.at("columnKind").as_string(), "unicodeCodePoints");
  const json::object& driver = run.at("tool").as_object().at("driver").as_object();
  EXPECT_FALSE(driver.at("name").as_string().empty());
  const json::array& rules = driver.at("rules").as_array();
  std::set<std::string> ids;
  for (const json::value& rule : rules) EXPECT_TRUE(ids.insert(get_string(rule, "id")).second) << "unique rules";
  static const std::set<std::string> kLevels = {"none", "note", "warning", "error"};
  const auto location = [](const json::value& value) {
    const json::object& physical = value.as_object().at("physicalLocation").as_object();
    const std::string uri = get_string(physical.at("artifactLocation"), "uri");
    EXPECT_FALSE(uri.empty());
    EXPECT_EQ(uri.find(' '), std::string::npos);
    if (const auto* region = physical.if_contains("region")) {
      EXPECT_GE(region->as_object().at("startLine").as_int64(), 1);
      EXPECT_GE(region->as_object().at("startColumn").as_int64(), 1);
    }
  };
  for (const json::value& value : run.at("results").as_array()) {
    const json::object& result = value.as_object();
    const auto index = static_cast<std::size_t>(result.at("ruleIndex").as_int64());
    ASSERT_LT(index, rules.size());
    EXPECT_EQ(rules[index].as_object().at("id"), result.at("ruleId"));
    EXPECT_FALSE(get_string(result.at("message"), "text").empty());
    EXPECT_TRUE(kLevels.contains(get_string(result, "level")));
    // 3.27.9: a result that is not a failure has no level.
    if (get_string(result, "kind") == "informational") {
      EXPECT_EQ(get_string(result, "level"), "none");
    }
    if (const auto* places = result.if_contains("locations"))
      for (const json::value& place : places->as_array()) location(place);
    if (const auto* flows = result.if_contains("codeFlows")) {
      for (const json::value& flow : flows->as_array()) {
        const json::array& threads = flow.as_object().at("threadFlows").as_array();
        ASSERT_FALSE(threads.empty());
        for (const json::value& step : threads.at(0).as_object().at("locations").as_array())
          location(step.as_object().at("location"));
      }
    }
  }
}

TEST(Scan, Sarif) {
  const Evidence evidence = shop();
  const std::vector<Finding> none;
  const std::string text = scan_sarif({evidence, none, all(), Lang::zh});
  expect_sarif(text);
  expect_golden("scan.sarif", text);
}

TEST(Scan, HtmlStandsAlone) {
  const Evidence evidence = shop();
  const std::vector<Finding> none;
  const std::string html = scan_html({evidence, none, all(), Lang::zh}, source_of);
  for (const char* outside : {"<script", "<img", "<link", "@import", "url("})
    EXPECT_EQ(html.find(outside), std::string::npos) << outside;
  EXPECT_NE(html.find("<svg"), std::string::npos);
  EXPECT_NE(html.find("prefers-color-scheme:dark"), std::string::npos);
  EXPECT_NE(html.find("max-width:40rem"), std::string::npos);
  EXPECT_NE(html.find("wx.getLocation({ success"), std::string::npos) << "the source around the place";
  EXPECT_EQ(html.find("<手机号>"), std::string::npos) << "what comes from the program is escaped";
  EXPECT_NE(html.find("腾讯位置服务"), std::string::npos);
}

TEST(Scan, SecretsAreNotHandedOn) {
  Evidence evidence = shop();
  Finding secret;
  secret.rule = "QY1012";
  secret.type = "secret_in_package";
  secret.document = "pages/index/index.js";
  secret.begin = {3, 5};
  secret.message = {"密钥", "secret"};
  const std::vector<Finding> findings = {secret};
  const std::string html = scan_html({evidence, findings, all(), Lang::zh}, source_of);
  EXPECT_EQ(html.find("wx.getLocation({ success"), std::string::npos) << "lines around a secret are not shown";
}

TEST(Explain, LineItemAndWrongUse) {
  const Evidence evidence = shop();
  const std::vector<Finding> none;
  const ScanReport report{evidence, none, all(), Lang::zh};
  const auto line = explain_place(report, "index/index.js:3");
  ASSERT_TRUE(line.has_value());
  expect_golden("explain.txt", *line);
  const auto passing = explain_place(report, "utils/http.js:4");
  ASSERT_TRUE(passing.has_value());
  EXPECT_NE(passing->find("wx.request"), std::string::npos);
  const auto nothing = explain_place(report, "pages/index/index.js:90");
  ASSERT_TRUE(nothing.has_value());
  EXPECT_NE(nothing->find("pages/index/index.js:3"), std::string::npos) << "the nearest place is named";
  for (const char* wrong : {"", "a.js", "a.js:", ":3", "a.js:x", "a.js:12345678901234567890"})
    EXPECT_FALSE(explain_place(report, wrong).has_value()) << wrong;
  const auto why = explain_item(report, "phone_number");
  ASSERT_TRUE(why.has_value());
  expect_golden("why.txt", *why);
  EXPECT_TRUE(explain_item(report, "手机号").has_value()) << "part of a name is enough";
  EXPECT_FALSE(explain_item(report, "没有这种信息").has_value());
}

constexpr std::string_view kAgreement = "# 用户协议\n\n## 一、约定\n\n";

std::vector<Document> read(std::string name, std::string_view text) {
  auto documents = parse_documents(std::move(name), text);
  EXPECT_TRUE(documents.has_value());
  return documents ? *documents : std::vector<Document>{};
}

TEST(Findings, HtmlMarksTheQuote) {
  const auto documents = read("a.md", std::string(kAgreement) + "本平台拥有对本协议的最终解释权。\n");
  CheckInput input;
  for (const Document& document : documents) input.documents.push_back(&document);
  const std::vector<Finding> findings = check(input, all());
  const std::string html = findings_html(findings, input.documents, all());
  EXPECT_NE(html.find("<mark>"), std::string::npos);
  EXPECT_EQ(html.find("<script"), std::string::npos);
  const std::string csv = findings_csv(findings, all());
  EXPECT_NE(csv.find("最终解释权"), std::string::npos);
}

TEST(Findings, SarifHasRulesLevelsAndRegions) {
  const auto documents = read("协议.md", std::string(kAgreement) + "本平台拥有对本协议的最终解释权。\n");
  CheckInput input;
  for (const Document& document : documents) input.documents.push_back(&document);
  const auto sarif = parse_json("out.sarif", findings_sarif(check(input, all()), all()));
  ASSERT_TRUE(sarif.has_value());
  const json::object& root = sarif->value.as_object();
  EXPECT_EQ(root.at("version").as_string(), "2.1.0");
  const json::object& run = root.at("runs").as_array()[0].as_object();
  EXPECT_EQ(run.at("columnKind").as_string(), "unicodeCodePoints");
  const json::array& rules = run.at("tool").as_object().at("driver").as_object().at("rules").as_array();
  bool interpretation = false;
  for (const json::value& result : run.at("results").as_array()) {
    const auto index = static_cast<std::size_t>(result.as_object().at("ruleIndex").as_int64());
    ASSERT_LT(index, rules.size());
    EXPECT_EQ(rules[index].as_object().at("id"), result.as_object().at("ruleId"));
    const json::object& place =
        result.as_object().at("locations").as_array()[0].as_object().at("physicalLocation").as_object();
    EXPECT_EQ(place.at("artifactLocation").as_object().at("uri").as_string(), "%E5%8D%8F%E8%AE%AE.md");
    if (result.as_object().at("properties").as_object().at("type").as_string() == "final_interpretation") {
      interpretation = true;
      EXPECT_EQ(result.as_object().at("level").as_string(), "error");
      EXPECT_EQ(place.at("region").as_object().at("startLine").as_int64(), 5);
    }
  }
  EXPECT_TRUE(interpretation);
}

}  // namespace
}  // namespace qiyue
