// legal/review/: policy.yaml, comments.json, signoffs.json.
#include <fmt/core.h>

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>

#include "core/data.h"
#include "core/files.h"
#include "core/text.h"
#include "review/review.h"

namespace qiyue {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kSchema = "qiyue-review/1";

Error at(const DataFile& data, std::string_view pointer, Text message, Text remedy) {
  const Position place = data.place(pointer);
  Error error;
  error.message = std::move(message);
  error.remedy = std::move(remedy);
  error.file = data.path;
  error.line = place.line;
  error.column = place.column;
  return error;
}

std::string file_in(const std::string& directory, std::string_view name) {
  return (fs::path(directory) / name).string();
}

// The list under `key` of a JSON file of ours; empty when the file is not there.
Result<json::array> rows_of(const std::string& directory, std::string_view name, std::string_view key) {
  const std::string path = file_in(directory, name);
  std::error_code ignored;
  if (!fs::exists(path, ignored)) return json::array{};
  auto text = read_text_file(path);
  if (!text) return fail(std::move(text.error()));
  auto data = parse_json(path, *text);
  if (!data) return fail(std::move(data.error()));
  const json::value* rows = find(data->value, key);
  if (get_string(data->value, "schema") != kSchema || rows == nullptr || !rows->is_array())
    return fail(
        at(*data, "",
           {fmt::format("这不是 {} 的文件，或者缺少 {}", kSchema, key),
            fmt::format("this is no file of {}, or {} is missing", kSchema, key)},
           {"从版本库恢复它，或者删掉它重新开始", "restore it from version control, or delete it to start anew"}));
  return rows->get_array();
}

}  // namespace

Result<ReviewPolicy> read_policy(const std::string& directory) {
  ReviewPolicy policy;
  const std::string path = file_in(directory, "policy.yaml");
  std::error_code ignored;
  if (!fs::exists(path, ignored)) return policy;
  auto text = read_text_file(path);
  if (!text) return fail(std::move(text.error()));
  auto data = parse_yaml(path, *text);
  if (!data) return fail(std::move(data.error()));
  const Text example{"写法：roles 下每个角色一段，含 name、quorum（几人）、people（名单）、documents",
                     "under roles one section a role, with name, quorum, people and documents"};
  if (!data->value.is_object()) return fail(at(*data, "", {"应为“键: 值”", "expected keys and values"}, example));
  for (const auto& member : data->value.get_object()) {
    const std::string key(member.key());
    if (key != "schema" && key != "roles" && key != "comments_resolved")
      return fail(at(*data, pointer_child("", key),
                     {fmt::format("不认识的键“{}”", key), fmt::format("unknown key \"{}\"", key)}, example));
  }
  if (get_string(data->value, "schema") != kSchema)
    return fail(at(*data, "/schema",
                   {fmt::format("schema 应为 {}", kSchema), fmt::format("schema must be {}", kSchema)}, example));
  policy.comments_resolved = get_bool(data->value, "comments_resolved");
  const json::value* roles = find(data->value, "roles");
  if (roles == nullptr || !roles->is_object() || roles->get_object().empty())
    return fail(at(*data, "/roles", {"没有写角色（roles）", "there are no roles"}, example));
  for (const auto& member : roles->get_object()) {
    const std::string id(member.key());
    const std::string pointer = pointer_child("/roles", id);
    if (!member.value().is_object())
      return fail(at(*data, pointer, {"角色应为“键: 值”", "a role is keys and values"}, example));
    for (const auto& field : member.value().get_object()) {
      const std::string key(field.key());
      if (key != "name" && key != "quorum" && key != "people" && key != "documents")
        return fail(at(*data, pointer_child(pointer, key),
                       {fmt::format("不认识的键“{}”", key), fmt::format("unknown key \"{}\"", key)}, example));
    }
    ReviewRole role{.id = id,
                    .name = get_string(member.value(), "name", id),
                    .quorum = 1,
                    .people = get_strings(member.value(), "people"),
                    .documents = get_strings(member.value(), "documents")};
    if (const json::value* quorum = find(member.value(), "quorum")) {
      if (!quorum->is_int64() || quorum->get_int64() < 1 || quorum->get_int64() > 99)
        return fail(at(*data, pointer + "/quorum",
                       {"quorum 应为1到99的整数", "quorum must be a whole number from 1 to 99"}, example));
      role.quorum = static_cast<int>(quorum->get_int64());
    }
    if (!role.people.empty() && static_cast<int>(role.people.size()) < role.quorum)
      return fail(at(*data, pointer + "/quorum",
                     {fmt::format("要 {} 人签字，名单里只有 {} 人", role.quorum, role.people.size()),
                      fmt::format("{} must sign, but only {} are named", role.quorum, role.people.size())},
                     {"减少 quorum，或者补上名单", "lower quorum, or name more people"}));
    for (const std::string& document : role.documents)
      if (document != "privacy-policy" && document != "user-agreement" && document != "data-lists")
        return fail(at(
            *data, pointer + "/documents",
            {fmt::format("没有“{}”这份文本", document), fmt::format("there is no text \"{}\"", document)},
            {"可以写 privacy-policy、user-agreement、data-lists", "use privacy-policy, user-agreement or data-lists"}));
    policy.roles.push_back(std::move(role));
  }
  return policy;
}

Result<std::vector<ReviewComment>> read_comments(const std::string& directory) {
  auto rows = rows_of(directory, "comments.json", "comments");
  if (!rows) return fail(std::move(rows.error()));
  std::vector<ReviewComment> comments;
  for (const json::value& row : *rows) {
    comments.push_back({.id = get_string(row, "id"),
                        .document = get_string(row, "document"),
                        .clause = get_string(row, "clause"),
                        .quote = get_string(row, "quote"),
                        .author = get_string(row, "author"),
                        .date = get_string(row, "date"),
                        .text = get_string(row, "text"),
                        .assignee = get_string(row, "assignee"),
                        .answer = get_string(row, "answer"),
                        .resolved = get_bool(row, "resolved")});
  }
  return comments;
}

Status write_comments(const std::string& directory, const std::vector<ReviewComment>& comments) {
  json::array rows;
  for (const ReviewComment& one : comments)
    rows.push_back(json::object{{"id", one.id},
                                {"document", one.document},
                                {"clause", one.clause},
                                {"quote", one.quote},
                                {"author", one.author},
                                {"date", one.date},
                                {"text", one.text},
                                {"assignee", one.assignee},
                                {"answer", one.answer},
                                {"resolved", one.resolved}});
  return write_file(file_in(directory, "comments.json"),
                    to_json(json::object{{"schema", kSchema}, {"comments", std::move(rows)}}));
}

Result<std::vector<SignOff>> read_signoffs(const std::string& directory) {
  auto rows = rows_of(directory, "signoffs.json", "signoffs");
  if (!rows) return fail(std::move(rows.error()));
  std::vector<SignOff> signoffs;
  for (const json::value& row : *rows) {
    SignOff one{
        .role = get_string(row, "role"), .by = get_string(row, "by"), .date = get_string(row, "date"), .documents = {}};
    if (const json::value* documents = find(row, "documents"); documents != nullptr && documents->is_object())
      for (const auto& member : documents->get_object())
        one.documents.emplace(std::string(member.key()), get_string(*documents, member.key()));
    signoffs.push_back(std::move(one));
  }
  return signoffs;
}

Status write_signoffs(const std::string& directory, const std::vector<SignOff>& signoffs) {
  json::array rows;
  for (const SignOff& one : signoffs) {
    json::object documents;
    for (const auto& [document, digest] : one.documents) documents[document] = digest;
    rows.push_back(
        json::object{{"role", one.role}, {"by", one.by}, {"date", one.date}, {"documents", std::move(documents)}});
  }
  return write_file(file_in(directory, "signoffs.json"),
                    to_json(json::object{{"schema", kSchema}, {"signoffs", std::move(rows)}}));
}

std::vector<RoleState> review_state(const ReviewPolicy& policy, const std::vector<SignOff>& signoffs,
                                    const std::map<std::string, std::string>& digests) {
  std::vector<RoleState> states;
  for (const ReviewRole& role : policy.roles) {
    for (const auto& [document, digest] : digests) {
      if (!role.documents.empty() && !contains(role.documents, document)) continue;
      RoleState state{.role = role.id,
                      .name = role.name,
                      .document = document,
                      .needed = role.quorum,
                      .signed_by = {},
                      .voided = {}};
      for (const SignOff& one : signoffs) {
        const auto seen = one.documents.find(document);
        if (one.role != role.id || seen == one.documents.end()) continue;
        if (!role.people.empty() && !contains(role.people, one.by)) continue;
        std::vector<std::string>& list = seen->second == digest ? state.signed_by : state.voided;
        if (!contains(list, one.by)) list.push_back(one.by);
      }
      std::erase_if(state.voided, [&](const std::string& name) { return contains(state.signed_by, name); });
      states.push_back(std::move(state));
    }
  }
  return states;
}

Status sign(std::vector<SignOff>& signoffs, const ReviewPolicy& policy, const std::string& role, const std::string& by,
            const std::string& date, const std::map<std::string, std::string>& digests) {
  const auto refuse = [](Text message, Text remedy) {
    return fail({.message = std::move(message), .remedy = std::move(remedy), .file = {}, .more = {}});
  };
  const auto found =
      std::find_if(policy.roles.begin(), policy.roles.end(), [&](const ReviewRole& one) { return one.id == role; });
  if (found == policy.roles.end()) {
    std::vector<std::string> known;
    for (const ReviewRole& one : policy.roles) known.push_back(one.id);
    return refuse({fmt::format("没有“{}”这个角色", role), fmt::format("there is no role \"{}\"", role)},
                  {known.empty() ? "先写 legal/review/policy.yaml" : "有：" + join(known, "、"),
                   known.empty() ? "write legal/review/policy.yaml first" : "there are: " + join(known, ", ")});
  }
  if (by.empty() || (!found->people.empty() && !contains(found->people, by)))
    return refuse({fmt::format("“{}”不在 {} 的名单里", by, found->name),
                   fmt::format("\"{}\" is not among those who sign as {}", by, found->name)},
                  {"名单写在 legal/review/policy.yaml 的 people", "the list is `people` in legal/review/policy.yaml"});
  SignOff fresh{.role = role, .by = by, .date = date, .documents = {}};
  for (const auto& [document, digest] : digests)
    if (found->documents.empty() || contains(found->documents, document)) fresh.documents.emplace(document, digest);
  if (fresh.documents.empty())
    return refuse({"还没有可以签的文本", "there is no text to sign"},
                  {"先运行 qiyue draft", "run `qiyue draft` first"});
  signoffs.push_back(std::move(fresh));
  return {};
}

}  // namespace qiyue
