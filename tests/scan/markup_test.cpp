// What the template, field, recipient and text passes find in the small programs under tests/scan/markup/<case>.
//
// Expectations stand in comments on the line they speak of; what is found without one fails, as does what is not found:
//   @use API [items] function trigger (dead)      @field [items] label (dead)
//   @recipient kind name                          @host name        (anywhere in the program)
//   @text  @remote                                (anywhere in the file that is one)
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "core/text.h"
#include "scan/fields.h"
#include "scan/recipients.h"
#include "scan/templates.h"
#include "scan/texts.h"

namespace qiyue::scan {
namespace {

namespace fs = std::filesystem;
using Lines = std::multiset<std::string>;

std::string at(const Place& place) { return place.file + ":" + std::to_string(place.line) + " "; }

// The expectations of one kind in a line's comment; several are joined by ';'.
void expectations(std::string_view line, std::string_view kind, const std::string& prefix, Lines& out) {
  const std::string mark = "@" + std::string(kind);
  for (std::size_t i = line.find(mark); i != std::string_view::npos; i = line.find(mark, i + 1)) {
    const std::size_t begin = i + mark.size();
    if (begin < line.size() && line[begin] != ' ' && line[begin] != ';') continue;
    const std::size_t end =
        std::min({line.find("-->", begin), line.find("*/", begin), line.find(';', begin), line.size()});
    out.insert(prefix + std::string(trim(line.substr(begin, end - begin))));
  }
}

struct Found {
  Lines uses, fields, recipients, hosts, texts, remote;
};

Found expected_of(const program::Program& program) {
  Found out;
  for (const program::SourceFile& file : program.files) {
    for (int number = 1; number <= file.source.line_count(); ++number) {
      const std::string_view line = file.source.line(number);
      const std::string prefix = file.path + ":" + std::to_string(number) + " ";
      expectations(line, "use", prefix, out.uses);
      expectations(line, "field", prefix, out.fields);
      expectations(line, "recipient", prefix, out.recipients);
      expectations(line, "host", "", out.hosts);
      if (line.find("@text") != std::string_view::npos) out.texts.insert(file.path);
      if (line.find("@remote") != std::string_view::npos) out.remote.insert(file.path);
    }
  }
  return out;
}

Found found_in(const program::Program& program, const knowledge::Knowledge& tables) {
  const std::vector<program::Markup> markups = program::parse_markups(program);
  TemplateInput input{program, tables, markups, {}, {}, {}};
  // A page's constants as the script passes would tell them: names that begin with "never" or "always".
  input.constant_truth = [](int, std::string_view expression) -> std::optional<bool> {
    if (expression.starts_with("never")) return false;
    if (expression.starts_with("always")) return true;
    return std::nullopt;
  };
  input.constant_strings = [](int, std::string_view expression) {
    return expression == "phoneType" ? std::vector<std::string>{"getPhoneNumber"} : std::vector<std::string>{};
  };
  Found out;
  for (const TemplateUse& u : template_uses(input)) {
    out.uses.insert(at(u.use.place) + u.use.api + " [" + join(u.use.items, " ") + "]" +
                    (u.use.function.empty() ? "" : " " + u.use.function) + " " + std::string(to_string(u.use.trigger)) +
                    (u.use.reachable ? "" : " dead") + (u.use.vendored ? " vendored" : ""));
  }
  for (const FormField& f : form_fields(input)) {
    out.fields.insert(at(f.field.place) + "[" + join(f.field.items, " ") + "]" +
                      (f.field.label.empty() ? "" : " " + f.field.label) + (f.field.reachable ? "" : " dead"));
  }
  std::vector<ApiCall> calls;
  std::vector<HostUse> hosts;
  if (program.find_file("calls.txt") >=
      0) {  // what the script passes would hand over: "api wx.request a.js 3", "host a.b a.js 3"
    const program::SourceFile& list = program.files[static_cast<std::size_t>(program.find_file("calls.txt"))];
    for (int number = 1; number <= list.source.line_count(); ++number) {
      const std::vector<std::string_view> words = split(trim(list.source.line(number)), ' ');
      if (words.size() < 4) continue;
      const Place place{std::string(words[2]), std::stoi(std::string(words[3])), 1};
      if (words[0] == "api") calls.push_back({std::string(words[1]), place, false});
      if (words[0] == "host") hosts.push_back({std::string(words[1]), place});
    }
  }
  const Recipients recipients = find_recipients(input, calls, hosts);
  for (const Recipient& r : recipients.recipients) {
    out.recipients.insert(at(r.place) + std::string(to_string(r.kind)) + " " +
                          (r.knowledge_id.empty() ? r.name : r.knowledge_id));
  }
  for (const std::string& host : recipients.hosts) out.hosts.insert(host);
  const PolicyTexts texts = find_policy_texts(input);
  out.texts.insert(texts.texts.begin(), texts.texts.end());
  out.remote.insert(texts.remote_texts.begin(), texts.remote_texts.end());
  return out;
}

std::string difference(const Lines& want, const Lines& got) {
  std::string out;
  for (const std::string& line : want) {
    if (got.count(line) < want.count(line)) out += "  missing " + line + "\n";
  }
  for (const std::string& line : got) {
    if (want.count(line) < got.count(line)) out += "  extra   " + line + "\n";
  }
  return out;
}

TEST(MarkupPasses, Golden) {
  const knowledge::Knowledge& tables = knowledge::builtin();
  int cases = 0;
  std::size_t things = 0;
  for (const auto& entry : fs::directory_iterator(QIYUE_SOURCE_DIR "/tests/scan/markup")) {
    const auto candidates = program::discover(entry.path().string(), tables);
    ASSERT_TRUE(candidates) << entry.path() << render(candidates.error(), Lang::en);
    const auto program = program::open(entry.path().string(), candidates->front(), tables);
    ASSERT_TRUE(program) << entry.path() << render(program.error(), Lang::en);
    const Found want = expected_of(*program);
    const Found got = found_in(*program, tables);
    for (const auto& [name, a, b] : {std::tuple{"uses", &want.uses, &got.uses},
                                     {"fields", &want.fields, &got.fields},
                                     {"recipients", &want.recipients, &got.recipients},
                                     {"hosts", &want.hosts, &got.hosts},
                                     {"texts", &want.texts, &got.texts},
                                     {"remote texts", &want.remote, &got.remote}}) {
      const std::string differs = difference(*a, *b);
      EXPECT_TRUE(differs.empty()) << entry.path().filename().string() << " " << name << ":\n" << differs;
      things += a->size();
    }
    ++cases;
  }
  EXPECT_GE(cases, 10);
  EXPECT_GE(things, 130U);
}

}  // namespace
}  // namespace qiyue::scan
