#include "main/completions.h"

#include <fmt/core.h>

#include "core/text.h"

namespace qiyue::cli {
namespace {

bool is_positional(const OptionHelp& option) { return option.names.empty(); }

std::vector<std::string> names_of(const CommandHelp& program) {
  std::vector<std::string> names;
  for (const CommandHelp& command : program.commands) names.push_back(command.name);
  return names;
}

// Options of a command and of the program itself: the program takes its own after a command too.
std::vector<OptionHelp> all_options(const CommandHelp& program, const CommandHelp& command) {
  std::vector<OptionHelp> all = command.options;
  for (const OptionHelp& option : program.options) {
    bool known = false;
    for (const OptionHelp& own : command.options) known = known || own.names == option.names;
    if (!known) all.push_back(option);
  }
  return all;
}

std::string words(const std::vector<OptionHelp>& options, bool with_value_only) {
  std::vector<std::string> all;
  for (const OptionHelp& option : options)
    if (!is_positional(option) && (!with_value_only || !option.value.empty()))
      all.insert(all.end(), option.names.begin(), option.names.end());
  return join(all, " ");
}

std::string bash(const CommandHelp& program) {
  std::string out =
      "# bash completion for qiyue. Made by `qiyue --lang en completions bash`: do not edit.\n"
      "_qiyue() {\n"
      "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command= options takes choices=\n"
      "  local -i i at=0\n"
      "  if [[ $before == = ]]; then before=${COMP_WORDS[COMP_CWORD-2]}; fi\n"
      "  if [[ $word == = ]]; then before=${COMP_WORDS[COMP_CWORD-1]} word=; fi\n"
      "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
      "    case ${COMP_WORDS[i]} in\n";
  out += "      " + join(names_of(program), " | ") + ") command=${COMP_WORDS[i]}; break ;;\n";
  out += "    esac\n  done\n  case $command in\n";
  out +=
      fmt::format("    '') options='{}' takes='{}' ;;\n", words(program.options, false), words(program.options, true));
  for (const CommandHelp& command : program.commands) {
    const auto options = all_options(program, command);
    out +=
        fmt::format("    {}) options='{}' takes='{}' ;;\n", command.name, words(options, false), words(options, true));
  }
  out +=
      "  esac\n"
      "  if [[ $command ]]; then\n"
      "    for ((i++; i < COMP_CWORD; i++)); do\n"
      "      if [[ \" $takes \" == *\" ${COMP_WORDS[i]} \"* ]]; then ((i++)); elif [[ ${COMP_WORDS[i]} != -* ]]; then "
      "((at++)); fi\n"
      "    done\n"
      "  fi\n"
      "  case \"$command $before\" in\n";
  const auto choices_of = [&](const std::string& where, const std::vector<OptionHelp>& options) {
    for (const OptionHelp& option : options) {
      if (is_positional(option) || option.choices.empty()) continue;
      std::vector<std::string> patterns;
      for (const std::string& name : option.names) patterns.push_back("'" + where + " " + name + "'");
      out += fmt::format("    {}) choices='{}' ;;\n", join(patterns, " | "), join(option.choices, " "));
    }
  };
  choices_of("", program.options);
  for (const CommandHelp& command : program.commands) choices_of(command.name, all_options(program, command));
  out +=
      "  esac\n"
      "  if [[ $choices ]]; then\n"
      "    mapfile -t COMPREPLY < <(compgen -W \"$choices\" -- \"$word\")\n"
      "    return\n"
      "  fi\n"
      "  if [[ $word == -* ]]; then\n"
      "    mapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$word\")\n"
      "    return\n"
      "  fi\n"
      "  if [[ \" $takes \" != *\" $before \"* ]]; then\n"
      "    case \"$command $at\" in\n";
  out += fmt::format("      ' 0') choices='{}' ;;\n", join(names_of(program), " "));
  for (const CommandHelp& command : program.commands) {
    int at = 0;
    for (const OptionHelp& option : command.options) {
      if (!is_positional(option)) continue;
      if (!option.choices.empty())
        out += fmt::format("      '{} {}') choices='{}' ;;\n", command.name, at, join(option.choices, " "));
      ++at;
    }
  }
  out +=
      "    esac\n"
      "  fi\n"
      "  if [[ $choices ]]; then\n"
      "    mapfile -t COMPREPLY < <(compgen -W \"$choices\" -- \"$word\")\n"
      "  else\n"
      "    mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
      "    compopt -o filenames 2>/dev/null\n"
      "  fi\n"
      "}\n"
      "complete -F _qiyue qiyue\n";
  return out;
}

// Inside single quotes of a specification of _arguments: brackets and colons have a meaning there.
std::string zsh_words(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
      continue;
    }
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string zsh_specs(const std::vector<OptionHelp>& options, std::string_view indent) {
  std::string out;
  int at = 0;
  for (const OptionHelp& option : options) {
    const std::string action = option.choices.empty() ? "_files" : "(" + join(option.choices, " ") + ")";
    if (is_positional(option)) {
      ++at;
      out += fmt::format("{}'{}:{}:{}' \\\n", indent, option.several ? "*" : std::to_string(at),
                         zsh_words(option.value), action);
      continue;
    }
    std::string value;
    if (!option.value.empty()) value = fmt::format(":{}:{}", zsh_words(option.value), action);
    const std::string all = option.names.size() > 1 ? "(" + join(option.names, " ") + ")" : "";
    for (const std::string& name : option.names) {
      out += fmt::format("{}'{}{}[{}]{}' \\\n", indent, all, name, zsh_words(option.help), value);
    }
  }
  return out;
}

std::string zsh(const CommandHelp& program) {
  std::string out =
      "#compdef qiyue\n"
      "# zsh completion for qiyue. Made by `qiyue --lang en completions zsh`: do not edit.\n"
      "_qiyue() {\n"
      "  local curcontext=$curcontext state line\n"
      "  typeset -A opt_args\n"
      "  _arguments -C \\\n";
  out += zsh_specs(program.options, "    ");
  out +=
      "    '1:command:->command' \\\n"
      "    '*::argument:->argument' && return\n"
      "  case $state in\n"
      "    command)\n"
      "      local -a commands=(\n";
  for (const CommandHelp& command : program.commands)
    out += fmt::format("        '{}:{}'\n", command.name, zsh_words(command.help));
  out +=
      "      )\n"
      "      _describe -t commands command commands ;;\n"
      "    argument)\n"
      "      case $words[1] in\n";
  for (const CommandHelp& command : program.commands) {
    std::string specs = zsh_specs(all_options(program, command), "            ");
    if (specs.ends_with(" \\\n")) specs.erase(specs.size() - 3, 2);
    out += fmt::format("        {})\n          _arguments \\\n{}          ;;\n", command.name, specs);
  }
  out +=
      "      esac ;;\n"
      "  esac\n"
      "}\n"
      "if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _qiyue \"$@\"; else compdef _qiyue qiyue; fi\n";
  return out;
}

std::string fish_words(std::string_view text) {
  return "'" + replace_all(replace_all(std::string(text), "\\", "\\\\"), "'", "\\'") + "'";
}

std::string fish_option(const OptionHelp& option, const std::string& when) {
  std::string out = "complete -c qiyue" + when;
  for (const std::string& name : option.names)
    out += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  if (!option.value.empty())
    out += option.choices.empty() ? " -r -F" : " -x -a " + fish_words(join(option.choices, " "));
  return out + " -d " + fish_words(option.help) + "\n";
}

std::string fish(const CommandHelp& program) {
  const std::string names = join(names_of(program), " ");
  std::string out =
      "# fish completion for qiyue. Made by `qiyue --lang en completions fish`: do not edit.\n"
      "function __qiyue_at\n"
      "    # How many words that are no options stand after the command.\n"
      "    set -l at -1\n"
      "    for word in (commandline -opc)[2..-1]\n"
      "        string match -q -- '-*' $word; or set at (math $at + 1)\n"
      "    end\n"
      "    test $at -eq $argv[1]\n"
      "end\n";
  for (const OptionHelp& option : program.options) out += fish_option(option, "");
  for (const CommandHelp& command : program.commands) {
    out += fmt::format("complete -c qiyue -n 'not __fish_seen_subcommand_from {}' -f -a {} -d {}\n", names,
                       command.name, fish_words(command.help));
  }
  for (const CommandHelp& command : program.commands) {
    const std::string when = " -n '__fish_seen_subcommand_from " + command.name + "'";
    int at = 0;
    for (const OptionHelp& option : command.options) {
      if (!is_positional(option)) {
        if (option.names != std::vector<std::string>{"-h", "--help"}) out += fish_option(option, when);
        continue;
      }
      if (!option.choices.empty())
        out += fmt::format("complete -c qiyue -n '__fish_seen_subcommand_from {}; and __qiyue_at {}' -f -a {}\n",
                           command.name, at, fish_words(join(option.choices, " ")));
      ++at;
    }
  }
  return out;
}

std::string roff(std::string_view text) {
  std::string out = replace_all(replace_all(std::string(text), "\\", "\\e"), "-", "\\-");
  if (out.starts_with('.') || out.starts_with('\'')) out.insert(0, "\\&");
  return out;
}

std::string roff_option(const OptionHelp& option) {
  std::vector<std::string> names;
  for (const std::string& name : option.names) names.push_back("\\fB" + roff(name) + "\\fR");
  const std::string value =
      option.choices.empty() ? "\\fI" + roff(option.value) + "\\fR" : roff(join(option.choices, "|"));
  std::string head = join(names, ", ");
  if (!option.value.empty()) head += (head.empty() ? "" : " ") + value;
  return ".TP\n" + head + "\n" + roff(option.help) + "\n";
}

std::string manual(const CommandHelp& program) {
  std::string out =
      ".\\\" -*- coding: utf-8 -*-\n.\\\" Made by `qiyue --lang en completions man`: do not edit.\n"
      ".TH QIYUE 1 2026-12-01 qiyue \"User Commands\"\n"
      ".SH NAME\n"
      "qiyue \\- privacy policies and user agreements from a mini program's source\n"
      ".SH SYNOPSIS\n"
      ".B qiyue\n"
      ".I command\n"
      ".RI [ options ]\n"
      ".RI [ PROGRAM ]\n"
      ".SH DESCRIPTION\n"
      "Reads a mini program's source and a page of facts\n"
      ".RI ( legal/facts.yaml ),\n"
      "drafts the privacy policy and the user agreement, holds them against the law and the code, publishes them as\n"
      "versions and tells when they are no longer true.\n"
      "What it writes is a draft and an automatic check, not legal advice.\n"
      ".SH OPTIONS\n"
      "These may stand before or after a command.\n";
  for (const OptionHelp& option : program.options) out += roff_option(option);
  out += ".SH COMMANDS\n";
  for (const CommandHelp& command : program.commands) {
    out += ".SS " + command.name + "\n" + roff(command.help) + "\n";
    for (const OptionHelp& option : command.options)
      if (option.names != std::vector<std::string>{"-h", "--help"}) out += roff_option(option);
  }
  out +=
      ".SH EXIT STATUS\n"
      ".TP\n0\nnothing to do\n"
      ".TP\n1\nfindings, or something is due\n"
      ".TP\n2\nbad input or wrong use\n"
      ".SH ENVIRONMENT\n"
      ".TP\n.B NO_COLOR\nno colours\n"
      ".TP\n.BR LC_ALL , \" LC_MESSAGES\" , \" LANG\"\nlanguage of messages, unless\n.B \\-\\-lang\nsays it\n"
      ".SH FILES\n"
      ".TP\n.I legal/facts.yaml\nwhat only people know\n"
      ".TP\n.I legal/*.md\nthe texts as they stand\n"
      ".TP\n.I legal/releases/\nwhat was published\n";
  return out;
}

}  // namespace

std::optional<std::string> completions(const CommandHelp& program, std::string_view kind) {
  if (kind == "bash") return bash(program);
  if (kind == "zsh") return zsh(program);
  if (kind == "fish") return fish(program);
  if (kind == "man") return manual(program);
  return std::nullopt;
}

}  // namespace qiyue::cli
