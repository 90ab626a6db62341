// What a whole scan finds in the small programs under tests/scan/programs/<case>, one construct each.
//
// Expectations stand in comments on the line they speak of; what is found without one fails, as does what is not found:
//   @use API (dead)      @field [items]      @host name (anywhere in the program)
//   @foreign host        somebody else's server that a request goes to, at the place of its address
//   @source name         where a flow begins
//   @sink name kind host/path                where the flow of that name ends
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "core/text.h"
#include "scan/scan.h"

namespace qiyue::scan {
namespace {

namespace fs = std::filesystem;
using Lines = std::set<std::string>;

std::string at(const std::string& file, int line) { return file + ":" + std::to_string(line); }

// The expectations of one kind in a line's comment; several are joined by ';'.
std::vector<std::string> marks(std::string_view line, std::string_view kind) {
  std::vector<std::string> out;
  const std::string mark = "@" + std::string(kind) + " ";
  for (std::size_t i = line.find(mark); i != std::string_view::npos; i = line.find(mark, i + 1)) {
    const std::size_t begin = i + mark.size();
    const std::size_t end =
        std::min({line.find("-->", begin), line.find("*/", begin), line.find(';', begin), line.size()});
    out.emplace_back(trim(line.substr(begin, end - begin)));
  }
  return out;
}

struct Found {
  Lines uses, fields, flows, hosts, foreign;
};

Found expected_of(const program::Program& program) {
  Found out;
  std::map<std::string, std::vector<std::string>> sources;
  for (int pass = 0; pass < 2; ++pass)
    for (const program::SourceFile& file : program.files)
      for (int number = 1; number <= file.source.line_count(); ++number) {
        const std::string_view line = file.source.line(number);
        const std::string place = at(file.path, number);
        if (pass == 0) {
          for (const std::string& name : marks(line, "source")) sources[name].push_back(place);
          for (const std::string& one : marks(line, "use")) out.uses.insert(place + " " + one);
          for (const std::string& one : marks(line, "field")) out.fields.insert(place + " " + one);
          for (const std::string& one : marks(line, "host")) out.hosts.insert(one);
          for (const std::string& one : marks(line, "foreign")) out.foreign.insert(place + " " + one);
          continue;
        }
        for (const std::string& one : marks(line, "sink")) {
          const std::size_t space = one.find(' ');
          const std::string rest = space == std::string::npos ? std::string() : one.substr(space);
          for (const std::string& from : sources[one.substr(0, space)]) out.flows.insert(from + " -> " + place + rest);
          if (sources[one.substr(0, space)].empty()) out.flows.insert("(no such source) -> " + place + rest);
        }
      }
  return out;
}

Found found_in(const program::Program& program, const knowledge::Knowledge& tables) {
  const Evidence evidence = scan(program, tables, {});
  Found out;
  for (const Use& u : evidence.uses)
    out.uses.insert(at(u.place.file, u.place.line) + " " + u.api + (u.reachable ? "" : " dead"));
  for (const Field& f : evidence.fields)
    out.fields.insert(at(f.place.file, f.place.line) + " [" + join(f.items, " ") + "]");
  for (const Flow& f : evidence.flows)
    out.flows.insert(at(f.from.file, f.from.line) + " -> " + at(f.to.file, f.to.line) + " " +
                     std::string(to_string(f.kind)) +
                     (f.host.empty() && f.path.empty() ? std::string() : " " + f.host + f.path));
  out.hosts.insert(evidence.hosts.begin(), evidence.hosts.end());
  for (const Recipient& r : evidence.recipients)
    if (r.kind == RecipientKind::host) out.foreign.insert(at(r.place.file, r.place.line) + " " + r.name);
  return out;
}

std::string difference(const Lines& want, const Lines& got) {
  std::string out;
  for (const std::string& line : want)
    if (!got.contains(line)) out += "  missing " + line + "\n";
  for (const std::string& line : got)
    if (!want.contains(line)) out += "  extra   " + line + "\n";
  return out;
}

TEST(Programs, Golden) {
  const knowledge::Knowledge& tables = knowledge::builtin();
  int cases = 0;
  std::size_t things = 0;
  for (const auto& entry : fs::directory_iterator(QIYUE_SOURCE_DIR "/tests/scan/programs")) {
    const auto candidates = program::discover(entry.path().string(), tables);
    ASSERT_TRUE(candidates) << entry.path() << render(candidates.error(), Lang::en);
    const auto program = program::open(entry.path().string(), candidates->front(), tables);
    ASSERT_TRUE(program) << entry.path() << render(program.error(), Lang::en);
    const Found want = expected_of(*program);
    const Found got = found_in(*program, tables);
    for (const auto& [name, a, b] : {std::tuple{"uses", &want.uses, &got.uses},
                                     {"fields", &want.fields, &got.fields},
                                     {"flows", &want.flows, &got.flows},
                                     {"hosts", &want.hosts, &got.hosts},
                                     {"foreign", &want.foreign, &got.foreign}}) {
      const std::string differs = difference(*a, *b);
      EXPECT_TRUE(differs.empty()) << entry.path().filename().string() << " " << name << ":\n" << differs;
      things += a->size();
    }
    ++cases;
  }
  EXPECT_GE(cases, 10);
  EXPECT_GE(things, 70U);
}

}  // namespace
}  // namespace qiyue::scan
