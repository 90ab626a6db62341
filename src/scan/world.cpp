#include "scan/world.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include "program/script.h"
#include "scan/lower.h"

namespace qiyue::scan {

using program::Language;
using program::Markup;
using program::MarkupNode;
using program::SourceFile;

namespace {

struct Job {
  std::uint32_t file = 0;
  Language language = Language::javascript;
  std::vector<Span> ranges;  // empty: the whole file
  bool setup = false;
};

// The <script> blocks of a single-file component, those that hold configuration left out.
bool script_blocks(const Markup& markup, Job& job) {
  for (const MarkupNode& node : markup.nodes) {
    if (node.kind != program::NodeKind::element || node.name != "script" || node.inner.begin >= node.inner.end)
      continue;
    const program::Attribute* type = node.attribute("type");
    if (type != nullptr && type->value.find("json") != std::string::npos) continue;
    const program::Attribute* name = node.attribute("name");
    if (name != nullptr && name->value == "json") continue;
    if (const program::Attribute* module = node.attribute("module"); module != nullptr) continue;  // wxs, renderjs
    const program::Attribute* lang = node.attribute("lang");
    if (lang != nullptr && (lang->value == "ts" || lang->value == "typescript")) job.language = Language::typescript;
    if (lang != nullptr && (lang->value == "tsx" || lang->value == "jsx")) job.language = Language::tsx;
    if (node.attribute("setup") != nullptr) job.setup = true;
    job.ranges.push_back(node.inner);
  }
  std::sort(job.ranges.begin(), job.ranges.end(), [](const Span& a, const Span& b) { return a.begin < b.begin; });
  for (std::size_t i = 1; i < job.ranges.size();)
    if (job.ranges[i].begin < job.ranges[i - 1].end) {
      job.ranges.erase(job.ranges.begin() + static_cast<std::ptrdiff_t>(i));
    } else {
      ++i;
    }
  return !job.ranges.empty();
}

constexpr std::size_t kLargeLibrary = 200'000;  // bytes

// Where a text names one of the platform's objects: "wx." in wx.login, not in prefix_wx.x.
std::vector<std::uint32_t> mentions_of(std::string_view text, const std::vector<std::string>& roots) {
  std::vector<std::uint32_t> out;
  const auto word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
           c == '.';
  };
  for (const std::string& root : roots)
    for (std::size_t at = text.find(root); at != std::string_view::npos; at = text.find(root, at + 1)) {
      const std::size_t end = at + root.size();
      if ((at > 0 && word(text[at - 1])) || end >= text.size() || (text[end] != '.' && text[end] != '[')) continue;
      out.push_back(static_cast<std::uint32_t>(at));
    }
  std::sort(out.begin(), out.end());
  return out;
}

Unit read_unit(const SourceFile& file, const Job& job, const std::vector<std::string>& roots) {
  Unit unit;
  unit.file = job.file;
  unit.setup = job.setup;
  const program::Script script = program::parse_script(file.source.text(), job.language, job.ranges);
  for (const program::SyntaxFault& fault : script.faults) unit.faults.push_back(fault.offset);
  if (file.vendored && file.source.text().size() > kLargeLibrary) {
    const std::vector<std::uint32_t> mentions = mentions_of(file.source.text(), roots);
    unit.ir = lower(script, &mentions);
  } else {
    unit.ir = lower(script);
  }
  return unit;
}

}  // namespace

std::uint32_t World::unit_of_function(std::uint32_t function) const {
  const auto after = std::upper_bound(units.begin(), units.end(), function,
                                      [](std::uint32_t f, const Unit& unit) { return f < unit.first_function; });
  return static_cast<std::uint32_t>(after - units.begin() - 1);
}

std::uint32_t World::unit_of_instruction(std::uint32_t instruction) const {
  // Units without code share their first instruction with the next one: take the last.
  const auto after = std::upper_bound(units.begin(), units.end(), instruction,
                                      [](std::uint32_t i, const Unit& unit) { return i < unit.first_instruction; });
  return static_cast<std::uint32_t>(after - units.begin() - 1);
}

Place World::place(std::uint32_t unit, std::uint32_t offset) const {
  const SourceFile& file = file_of(units[unit]);
  const Position at = file.source.at(offset);
  return {file.path, at.line, at.column};
}

World read_world(const program::Program& program, const std::vector<Markup>& markups,
                 const knowledge::Knowledge& knowledge, int threads) {
  World world;
  world.program = &program;
  world.knowledge = &knowledge;
  world.platform = knowledge.platform(program.platform);
  world.markups = &markups;
  std::vector<Job> jobs;
  for (std::uint32_t i = 0; i < program.files.size(); ++i) {
    const SourceFile& file = program.files[i];
    if (file.generated) continue;
    Job job;
    job.file = i;
    job.language = file.language;
    switch (file.language) {
      case Language::javascript:
      case Language::typescript:
      case Language::tsx:
        jobs.push_back(std::move(job));
        break;
      case Language::markup:
        job.language = Language::javascript;
        if (file.dialect == program::Dialect::vue && script_blocks(markups[i], job)) jobs.push_back(std::move(job));
        break;
      default:
        break;
    }
  }
  world.units.resize(jobs.size());
  std::vector<std::string> roots = {"uni", "Taro", "wepy", "wx"};
  if (world.platform != nullptr && world.platform->global_object != "wx")
    roots.push_back(world.platform->global_object);
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < jobs.size(); i = next++)
      world.units[i] = read_unit(program.files[jobs[i].file], jobs[i], roots);
  };
  std::vector<std::thread> pool;
  const int wanted = std::min<int>(std::max(threads, 1), static_cast<int>(jobs.size()));
  for (int i = 1; i < wanted; ++i) pool.emplace_back(work);
  work();
  for (std::thread& thread : pool) thread.join();

  world.unit_of_file.assign(program.files.size(), -1);
  for (std::size_t u = 0; u < world.units.size(); ++u) {
    Unit& unit = world.units[u];
    link(unit.ir, world.atoms);
    unit.first_function = world.functions;
    unit.first_instruction = world.instructions;
    world.functions += static_cast<std::uint32_t>(unit.ir.functions.size());
    world.instructions += static_cast<std::uint32_t>(unit.ir.code.size());
    world.unit_of_file[unit.file] = static_cast<int>(u);
  }
  return world;
}

}  // namespace qiyue::scan
