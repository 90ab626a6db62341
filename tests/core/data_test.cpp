#include "core/data.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

namespace qiyue {
namespace {

std::string place(const Error& error) { return std::to_string(error.line) + ":" + std::to_string(error.column); }

TEST(Yaml, KeepsWhereEverythingStood) {
  const auto data = parse_yaml("f.yaml", "名称: 茶铺\nlist:\n  - a: 1\n  - {b: [x, y]}\n");
  ASSERT_TRUE(data);
  EXPECT_EQ(to_compact_json(data->value), R"({"名称":"茶铺","list":[{"a":1},{"b":["x","y"]}]})");
  EXPECT_EQ(data->place("/名称"), (Position{1, 1}));
  EXPECT_EQ(data->place("/list/0/a"), (Position{3, 5}));
  EXPECT_EQ(data->place("/list/1/b/1"), (Position{4, 13}));
  EXPECT_EQ(data->place("/list/1/zzz"), (Position{4, 5})) << "the nearest known ancestor";
}

TEST(Yaml, PlainScalarsAsInTheCoreSchema) {
  const auto data =
      parse_yaml("f", "[1, -2, 1.5, true, no, ~, 020-88886666, 0755, 2026-11-23, 1.2.0, '5', \"a\\nb\", 18 岁]");
  ASSERT_TRUE(data);
  EXPECT_EQ(to_compact_json(data->value),
            R"([1,-2,1.5,true,"no",null,"020-88886666","0755","2026-11-23","1.2.0","5","a\nb","18 岁"])");
}

TEST(Yaml, RefusesWhatWouldLoseSomething) {
  const std::vector<std::tuple<const char*, const char*, const char*>> cases{
      {"a: 1\nb: 2\na: 3\n", "3:1", "duplicate key"},
      {"a: &x 1\nb: *x\n", "2:4", "aliases"},
      {"a: 1\n---\nb: 2\n", "2:1", "one YAML document"},
      {"<<: {a: 1}\n", "1:1", "merge key"},
      {"a: !custom 1\n", "1:4", "tag"},
      {"? [a]\n: 1\n", "1:3", "key must be text"},
      {"a: 'x\n", "1:6", "indicator in scalar"},
      {"a: \"x\nb: 1", "2:5", "indicator in scalar"},
      {"- {x: 1\n", "1:8", "end of map flow"},
      {"a:\n\t- b\n", "2:1", ""},
      {"a: b: c\n", "1:5", ""},
  };
  for (const auto& [text, where, words] : cases) {
    const auto data = parse_yaml("f.yaml", text);
    ASSERT_FALSE(data) << text;
    EXPECT_EQ(data.error().file, "f.yaml");
    EXPECT_GT(data.error().line, 0) << text;
    if (*words != '\0') {
      EXPECT_EQ(place(data.error()), where) << text;
      EXPECT_NE(data.error().message.en.find(words), std::string::npos) << data.error().message.en;
    }
    EXPECT_FALSE(data.error().message.zh.empty());
  }
}

TEST(Yaml, DeepNestingIsAnError) {
  for (const std::string& open : {std::string("["), std::string("{a: "), std::string("- ")}) {
    std::string text;
    for (int i = 0; i < 100'000; ++i) text += open;
    EXPECT_FALSE(parse_yaml("deep.yaml", text)) << open;
  }
}

TEST(Yaml, WritesScalarsThatReadBackTheSame) {
  for (const char* text :
       {"茶铺", "a b", "",   "true", "no",         "~",   "123",  "0755", "1.5", "2026-11-23", "a: b", "a #b",
        "- x",  "*x",  "x:", " x",   "a\nb\t\"\\", "[a]", "a, b", "{x}",  "@a",  "100%",       "=",    "?x"}) {
    const auto data = parse_yaml("f", "k: " + yaml_scalar(text) + "\n");
    ASSERT_TRUE(data) << text;
    EXPECT_EQ(get_string(data->value, "k", "<not text>"), text);
    const auto inside = parse_yaml("f", "[" + yaml_scalar(text) + ", z]");
    ASSERT_TRUE(inside) << text;
    EXPECT_EQ(std::string(inside->value.at(0).as_string()), text);
  }
  EXPECT_EQ(yaml_scalar("茶铺"), "茶铺");
  EXPECT_EQ(yaml_scalar("no"), "\"no\"");
}

TEST(Json, AllowsCommentsAndTrailingCommas) {
  const auto data = parse_json("app.json", "\xEF\xBB\xBF// pages\n{\n  /* x */ \"pages\": [\"a\", \"b\",],\n}\n");
  ASSERT_TRUE(data);
  EXPECT_EQ(to_compact_json(data->value), R"({"pages":["a","b"]})");
  EXPECT_EQ(data->place("/pages"), (Position{3, 11}));
  EXPECT_EQ(data->place("/pages/1"), (Position{3, 26}));
}

TEST(Json, ReadsEscapesAndNumbers) {
  const auto data = parse_json("x", R"(["\u5951\ud83d\udd12\n", -0.5, 1e3, 9007199254740993, "\ud800x", {"a/b~": 1}])");
  ASSERT_TRUE(data);
  EXPECT_EQ(to_compact_json(data->value), "[\"契🔒\\n\",-0.5,1000,9007199254740993,\"\uFFFDx\",{\"a/b~\":1}]");
  EXPECT_EQ(data->places.count("/5/a~1b~0"), 1U);
}

TEST(Json, TheLastOfTwoEqualKeysCounts) {
  EXPECT_EQ(to_compact_json(parse_json("x", R"({"a": 1, "b": 2, "a": 3})").value().value), R"({"a":3,"b":2})");
}

TEST(Json, FaultsHaveTheirPlace) {
  const std::vector<std::pair<const char*, const char*>> cases{
      {"", "1:1"},          {"{\"a\": 1\n \"b\": 2}", "2:2"},
      {"{\"a\" 1}", "1:6"}, {"[1, 2", "1:1"},
      {"{a: 1}", "1:2"},    {"[\"x\n\"]", "1:2"},
      {"{} x", "1:4"},      {"[\"\\x\"]", "1:3"},
      {"[01x]", "1:2"},     {"/* a", "1:1"},
      {"['a']", "1:2"},     {"[1,,2]", "1:4"},
      {"[“a”]", "1:2"},     {R"(["\u12"])", "1:5"},
      {"[1e999]", "1:2"},
  };
  for (const auto& [text, where] : cases) {
    const auto data = parse_json("x.json", text);
    ASSERT_FALSE(data) << text;
    EXPECT_EQ(place(data.error()), where) << text << data.error().message.en;
    EXPECT_NE(data.error().remedy.zh, "") << text;
    EXPECT_NE(data.error().remedy.en, "") << text;
  }
}

TEST(Json, DeepNestingIsAnError) {
  EXPECT_FALSE(parse_json("deep.json", std::string(100'000, '[')));
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
  EXPECT_FALSE(parse_json("deep.json", objects));
}

TEST(Json, PrettyTextIsStable) {
  const auto data = parse_json("x", R"({"b": [1, {"c": []}], "a": {}, "t": "契\u0001"})");
  EXPECT_EQ(to_json(data->value),
            "{\n  \"b\": [\n    1,\n    {\n      \"c\": []\n    }\n  ],\n  \"a\": {},\n  \"t\": \"契\\u0001\"\n}\n");
  EXPECT_EQ(to_json(parse_json("x", to_json(data->value))->value), to_json(data->value));
}

// ---- schema ----

json::value schema_of(const char* text) { return parse_json("schema.json", text).value().value; }

const char* const kShop = R"({
  "type": "object", "additionalProperties": false, "required": ["name"],
  "properties": {
    "name": {"type": "string", "minLength": 1, "x-expect": {"zh": "经营者全称", "en": "the operator's full name"}},
    "email": {"type": "string", "pattern": "^[^@ ]+@[^@ ]+$", "x-expect": {"zh": "电子邮箱", "en": "an e-mail address"}},
    "minors": {"type": "boolean"},
    "kind": {"enum": ["shop", "game", "tool"]},
    "age": {"type": "integer", "minimum": 0, "maximum": 150},
    "tags": {"type": "array", "items": {"type": "string"}, "uniqueItems": true},
    "fee": {"anyOf": [{"type": "string"}, {"type": "object", "required": ["amount"], "properties": {"amount": {"type": "number"}}, "additionalProperties": false}]}
  }})";

std::string violations(const char* text, const char* schema, Lang lang = Lang::en) {
  const auto data = parse_yaml("facts.yaml", text);
  if (!data) return render(data.error(), lang);
  const auto valid = validate(*data, schema_of(schema));
  return valid ? "" : render(valid.error(), lang);
}

TEST(Schema, AcceptsWhatFits) {
  EXPECT_EQ(violations("name: 茶铺\nage: 18\nfee: {amount: 1}\ntags: [a, b]\n", kShop), "");
}

TEST(Schema, SaysWhereWhatAndHow) {
  EXPECT_EQ(
      violations("nmae: x\nemail: abc\nminors: yes\nkind: shpo\nage: 200\ntags: [a, 1, a]\nfee: {amout: 1}\n", kShop),
      "facts.yaml:1:1: error: the required key \"name\" is missing\n  help: add name: the operator's full name\n"
      "facts.yaml:1:1: error: unknown key \"nmae\"\n  help: did you mean \"name\"?\n"
      "facts.yaml:2:1: error: \"email\": \"abc\" is not right; expected an e-mail address\n"
      "facts.yaml:3:1: error: \"minors\" must be true or false; it is a text\n  help: write true or false, without "
      "quotes\n"
      "facts.yaml:4:1: error: \"kind\" cannot be \"shpo\"\n  help: did you mean shop? One of: shop | game | tool\n"
      "facts.yaml:5:1: error: \"age\" must be at most 150; it is 200\n"
      "facts.yaml:6:11: error: item 2 of the list must be a text; it is a whole number\n  help: put it in quotes: "
      "\"1\"\n"
      "facts.yaml:6:14: error: the same as item 1: a\n  help: remove one of them\n"
      "facts.yaml:7:1: error: the required key \"amount\" is missing\n  help: add amount:\n"
      "facts.yaml:7:7: error: unknown key \"amout\"\n  help: did you mean \"amount\"?\n");
  EXPECT_EQ(violations("name: \"\"\n", kShop, Lang::zh), "facts.yaml:1:1: 错误：“name”不能为空\n  改法：补上内容\n");
}

TEST(Schema, RefusesASchemaItDoesNotUnderstand) {
  EXPECT_NE(violations("a: 1\n", R"({"type": "object", "dependentRequired": {}})"), "");
  EXPECT_NE(violations("a: 1\n", R"({"$ref": "#/definitions/none"})"), "");
  EXPECT_NE(violations("a: 1\n", R"({"properties": {"a": {"pattern": 5}}, "required": "a"})"), "");
  EXPECT_NE(violations("a: 1\n", R"({"$ref": "#"})"), "") << "a reference to itself ends";
}

bool oracle(const json::value& schema, const json::value& value) {
  valijson::Schema compiled;
  valijson::SchemaParser parser;
  parser.populateSchema(valijson::adapters::BoostJsonAdapter(schema), compiled);
  valijson::Validator validator;
  return validator.validate(compiled, valijson::adapters::BoostJsonAdapter(value), nullptr);
}

TEST(Schema, AgreesWithValijson) {
  const std::vector<const char*> schemas{
      kShop,
      R"({"type": ["string", "integer"], "minLength": 2, "minimum": 3})",
      R"({"type": "array", "minItems": 1, "maxItems": 2, "items": {"enum": [1, "a", true, null]}})",
      R"({"oneOf": [{"type": "integer"}, {"type": "number", "minimum": 5}]})",
      R"({"not": {"type": "string"}})",
      R"({"allOf": [{"required": ["a"]}, {"maxProperties": 1}]})",
      R"({"if": {"required": ["a"]}, "then": {"required": ["b"]}, "else": {"required": ["c"]}})",
      R"({"patternProperties": {"^x": {"type": "integer"}}, "additionalProperties": {"type": "string"}})",
      R"({"propertyNames": {"pattern": "^[a-z]+$"}, "minProperties": 1})",
      R"({"$ref": "#/definitions/node", "definitions": {"node": {"type": "object", "properties": {"next": {"$ref": "#/definitions/node"}}, "additionalProperties": false}}})",
      R"({"contains": {"type": "integer"}})",
      R"({"const": {"a": [1]}})",
      R"({"exclusiveMinimum": 1, "exclusiveMaximum": 3})",
  };
  const std::vector<const char*> values{
      R"({"name": "x"})",
      R"({"name": ""})",
      R"({"nam": "x"})",
      R"({"name": "x", "fee": {"amount": "1"}})",
      R"("a")",
      R"("abc")",
      "2",
      "5",
      "5.5",
      "1.5",
      "null",
      "true",
      "[]",
      "[1]",
      "[1, \"a\"]",
      "[1, 2, 3]",
      "[2]",
      R"({})",
      R"({"a": 1})",
      R"({"a": [1]})",
      R"({"b": 1})",
      R"({"a": 1, "b": 2})",
      R"({"c": 1})",
      R"({"x1": 1, "y": "s"})",
      R"({"x1": "s"})",
      R"({"A": 1})",
      R"({"next": {"next": {}}})",
      R"({"next": {"nxt": {}}})",
      R"({"name": "x", "tags": ["a", "a"]})",
      R"({"name": "x", "kind": "toy"})",
  };
  for (const char* schema : schemas) {
    const json::value rules = schema_of(schema);
    for (const char* text : values) {
      const auto data = parse_json("v.json", text);
      ASSERT_TRUE(data);
      EXPECT_EQ(static_cast<bool>(validate(*data, rules)), oracle(rules, data->value)) << schema << "\n" << text;
    }
  }
}

}  // namespace
}  // namespace qiyue
