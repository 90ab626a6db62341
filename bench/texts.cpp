// Time of drafting all three texts (warm) and of writing both documents as Word files: medians, in one process. Fails when either is
// over its limit.
#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "core/files.h"
#include "draft/draft.h"
#include "facts/facts.h"
#include "inventory/inventory.h"
#include "knowledge/knowledge.h"
#include "review/review.h"

namespace {

using namespace qiyue;

constexpr int kRuns = 15;
constexpr double kDraftLimit = 50;  // ms
constexpr double kDocxLimit = 300;

double median_ms(const std::function<bool()>& work) {
  std::vector<double> times;
  for (int i = 0; i < kRuns; ++i) {
    const auto began = std::chrono::steady_clock::now();
    if (!work()) return -1;
    times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count());
  }
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr,
               "usage: bench_texts DIRECTORY…   (each with facts.yaml and, where there is one, evidence.json)\n");
    return 2;
  }
  const knowledge::Knowledge& knowledge = knowledge::builtin();
  int status = 0;
  for (int i = 1; i < argc; ++i) {
    const std::string folder = argv[i];
    auto yaml = read_text_file(folder + "/facts.yaml");
    auto facts = yaml ? parse_facts("facts.yaml", *yaml, knowledge) : Result<Facts>(fail(yaml.error()));
    if (!facts) {
      fmt::print(stderr, "{}", render(facts.error(), Lang::en));
      return 2;
    }
    auto evidence = read_evidence(folder + "/evidence.json");
    const Inventory inventory = join(*facts, evidence.value_or(Evidence{}), knowledge);
    Drafts drafts;
    const double drafting = median_ms([&] {
      auto made = draft(inventory, knowledge);
      if (made) drafts = std::move(*made);
      return made.has_value();
    });
    const DocxOptions options{.date = "2026-01-01", .notes = {}, .properties = {}};
    const double word = median_ms([&] {
      return write_review_docx(drafts.privacy_policy, options).has_value() &&
             write_review_docx(drafts.user_agreement, options).has_value();
    });
    const bool within = drafting >= 0 && word >= 0 && drafting < kDraftLimit && word < kDocxLimit;
    fmt::print("  {}: draft {:.1f} ms (limit {}), Word files {:.1f} ms (limit {}){}\n", folder, drafting, kDraftLimit,
               word, kDocxLimit, within ? "" : "  OVER");
    if (!within) status = 1;
  }
  return status;
}
