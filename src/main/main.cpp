#include <fmt/core.h>

#include <optional>

#include "main/arguments.h"
#include "main/commands.h"

namespace {

using namespace qiyue;

int run_with(const cli::Invocation& invocation, const knowledge::Knowledge& knowledge) {
  const cli::Session session{.knowledge = knowledge,
                             .lang = invocation.lang,
                             .output_lang = invocation.output_lang,
                             .color = invocation.color,
                             .progress = invocation.progress};
  return std::visit([&session](const auto& arguments) { return cli::run(arguments, session); }, invocation.command);
}

}  // namespace

int main(int argc, char** argv) {
  const auto parsed = cli::parse(argc, argv);
  if (const int* code = std::get_if<int>(&parsed)) return *code;
  const auto& invocation = std::get<cli::Invocation>(parsed);
  if (invocation.knowledge.empty()) return run_with(invocation, knowledge::builtin());
  const auto loaded = knowledge::load(invocation.knowledge);
  if (!loaded) return cli::report(loaded.error(), invocation.lang);
  return run_with(invocation, *loaded);
}
