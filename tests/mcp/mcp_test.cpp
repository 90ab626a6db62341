// Messages in, messages out.
#include "mcp/mcp.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <sstream>

namespace qiyue {
namespace {

namespace json = boost::json;

std::vector<json::value> serve(const std::string& messages) {
  std::istringstream in(messages);
  std::ostringstream out;
  serve_mcp(in, out, knowledge::builtin(), {.version = "0", .today = "2026-11-23"});
  std::vector<json::value> answers;
  std::istringstream lines(out.str());
  for (std::string line; std::getline(lines, line);) answers.push_back(json::parse(line));
  return answers;
}
json::value one(const std::string& message) {
  const auto answers = serve(message + "\n");
  EXPECT_EQ(answers.size(), 1U) << message;
  return answers.empty() ? json::value() : answers.front();
}
json::value call(const std::string& tool, const std::string& arguments) {
  return one(R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":")" + tool + R"(","arguments":)" +
             arguments + "}}");
}
std::string text_of(const json::value& answer) {
  return std::string(answer.at("result").at("content").at(0).at("text").as_string());
}
const std::string kShop = std::string(R"("program":")") + QIYUE_SOURCE_DIR + R"(/examples/tea-shop")";

TEST(Mcp, AgreesOnAProtocol) {
  const auto known = one(R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2024-11-05"}})");
  EXPECT_EQ(known.at("result").at("protocolVersion").as_string(), "2024-11-05");
  const auto unknown =
      one(R"({"jsonrpc":"2.0","id":"a","method":"initialize","params":{"protocolVersion":"1999-01-01"}})");
  EXPECT_EQ(unknown.at("result").at("protocolVersion").as_string(), "2025-06-18");
  EXPECT_EQ(unknown.at("id").as_string(), "a");
}

TEST(Mcp, ListsItsTools) {
  const auto answer = one(R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})");
  std::vector<std::string> names;
  for (const auto& tool : answer.at("result").at("tools").as_array()) {
    names.emplace_back(tool.at("name").as_string());
    EXPECT_EQ(tool.at("inputSchema").at("type").as_string(), "object");
  }
  EXPECT_EQ(names, (std::vector<std::string>{"scan", "explain", "questions", "draft", "check", "why", "recheck"}));
}

TEST(Mcp, ANotificationWantsNoAnswer) {
  EXPECT_TRUE(serve("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\n\n").empty());
}

TEST(Mcp, BadMessagesAreAnsweredAndTheNextIsServed) {
  const auto answers = serve("{\n[]\n{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"none\"}\n" +
                             std::string(5u << 20, 'x') + "\n" + R"({"jsonrpc":"2.0","id":4,"method":"ping"})" + "\n");
  ASSERT_EQ(answers.size(), 5U);
  EXPECT_EQ(answers[0].at("error").at("code").as_int64(), -32700);
  EXPECT_EQ(answers[1].at("error").at("code").as_int64(), -32600);
  EXPECT_EQ(answers[2].at("error").at("code").as_int64(), -32601);
  EXPECT_EQ(answers[3].at("error").at("code").as_int64(), -32600);
  EXPECT_EQ(answers[4].at("id").as_int64(), 4);
}

TEST(Mcp, WrongArgumentsAreToldApart) {
  for (const char* arguments : {R"({"program":3})", R"({"unknown":"x"})", "[]", "3"})
    EXPECT_EQ(call("scan", arguments).at("error").at("code").as_int64(), -32602) << arguments;
  EXPECT_EQ(call("why", "{}").at("error").at("code").as_int64(), -32602);
  EXPECT_EQ(call("none", "{}").at("error").at("code").as_int64(), -32602);
}

TEST(Mcp, AFailureOfTheToolIsAResult) {
  const auto answer = call("scan", R"({"program":"no-such-directory"})");
  EXPECT_TRUE(answer.at("result").at("isError").as_bool());
  EXPECT_NE(text_of(answer).find("no-such-directory"), std::string::npos);
}

TEST(Mcp, ScansAndExplains) {
  const auto scan = call("scan", "{" + kShop + "}");
  ASSERT_FALSE(scan.at("result").at("isError").as_bool());
  const auto evidence = json::parse(text_of(scan));
  EXPECT_EQ(evidence.at("schema").as_string(), "qiyue-evidence/1");
  const auto& use = evidence.at("uses").at(0);
  const std::string place = std::string(use.at("file").as_string()) + ":" + std::to_string(use.at("line").as_int64());
  const auto explained = json::parse(text_of(call("explain", "{" + kShop + R"(,"place":")" + place + "\"}")));
  EXPECT_FALSE(explained.at("uses").as_array().empty());
  EXPECT_TRUE(call("explain", "{" + kShop + R"(,"place":"nowhere"})").at("result").at("isError").as_bool());
}

TEST(Mcp, AsksWhatOnlyPeopleKnow) {
  const auto questions = json::parse(text_of(call("questions", "{" + kShop + "}")));
  EXPECT_TRUE(questions.at("exists").as_bool());
  EXPECT_TRUE(questions.at("questions").as_array().empty());
}

}  // namespace
}  // namespace qiyue
