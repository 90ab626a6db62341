// Lists what a scan of a program parses, for the peers of the benchmark: the same files, and of single-file components the same blocks.
//   bench_sources DIRECTORY LIST PATHS
// LIST: for bench_parse_only, one file a line: grammar ("-": read only), ranges "begin-end,…" ("-": all of it), path.
// PATHS: the paths of the scripts alone, one a line.
#include <fmt/core.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include "knowledge/knowledge.h"
#include "program/program.h"

namespace {

using qiyue::program::Language;

struct Listed {
  std::string grammar = "-", ranges = "-";
};

// The <script> blocks of a single-file component; the grammar that their `lang` asks for.
Listed blocks_of(const qiyue::program::SourceFile& file) {
  Listed out;
  std::vector<qiyue::Span> spans;
  for (const qiyue::program::MarkupNode& node : qiyue::program::parse_markup(file.source.text(), file.dialect).nodes) {
    if (node.name != "script" || node.inner.begin >= node.inner.end) continue;
    const qiyue::program::Attribute* lang = node.attribute("lang");
    out.grammar = lang == nullptr ? "js" : lang->value == "ts" || lang->value == "typescript" ? "ts" : "tsx";
    spans.push_back(node.inner);
  }
  std::sort(spans.begin(), spans.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
  if (!spans.empty()) out.ranges.clear();
  for (const qiyue::Span& span : spans)
    out.ranges += fmt::format("{}{}-{}", out.ranges.empty() ? "" : ",", span.begin, span.end);
  return out;
}

Listed listed(const qiyue::program::SourceFile& file) {
  switch (file.language) {
    case Language::javascript:
      return {"js", "-"};
    case Language::typescript:
      return {"ts", "-"};
    case Language::tsx:
      return {"tsx", "-"};
    case Language::json:
      return {"json", "-"};
    case Language::markup:
      return file.dialect == qiyue::program::Dialect::vue ? blocks_of(file) : Listed{};
    case Language::other:
      break;
  }
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    fmt::print(stderr, "usage: bench_sources DIRECTORY LIST PATHS\n");
    return 2;
  }
  const qiyue::knowledge::Knowledge& knowledge = qiyue::knowledge::builtin();
  const auto found = qiyue::program::discover(argv[1], knowledge);
  if (!found || found->empty()) {
    fmt::print(stderr, "error: no mini program in {}\n", argv[1]);
    return 2;
  }
  const auto program = qiyue::program::open(argv[1], found->front(), knowledge);
  if (!program) {
    fmt::print(stderr, "error: {} cannot be read\n", argv[1]);
    return 2;
  }
  std::ofstream list(argv[2]);
  std::ofstream paths(argv[3]);
  for (const qiyue::program::SourceFile& file : program->files) {
    if (file.generated) continue;
    const Listed one = listed(file);
    const std::string path = std::string(argv[1]) + "/" + program->root + "/" + file.path;
    list << one.grammar << ' ' << one.ranges << ' ' << path << '\n';
    if (one.grammar == "js" || one.grammar == "ts" || one.grammar == "tsx") paths << path << '\n';
  }
  return list.good() && paths.good() ? 0 : 2;
}
