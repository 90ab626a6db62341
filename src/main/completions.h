// What the command line knows, as shell completions and a manual page. Both are made from the one tree of commands, so that they cannot
// fall behind; packaging/ holds what is shipped, and a test compares.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qiyue::cli {

struct OptionHelp {
  std::vector<std::string> names;  // --format, -j; empty: positional
  std::string value;               // FILE, VERSION …: what it takes; empty: a flag
  std::vector<std::string> choices;
  std::string help;
  bool several = false;
};
struct CommandHelp {
  std::string name, help;
  std::vector<OptionHelp> options;
  std::vector<CommandHelp> commands;
};

// kind: bash | zsh | fish | man. Nothing for another one.
std::optional<std::string> completions(const CommandHelp& program, std::string_view kind);

}  // namespace qiyue::cli
