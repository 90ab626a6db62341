// mcp: the rooms for coding agents.
#include <iostream>

#include "main/commands.h"
#include "mcp/mcp.h"

namespace qiyue::cli {

int run(const McpArguments& arguments, const Session& session) {
  serve_mcp(std::cin, std::cout, session.knowledge, {.version = QIYUE_VERSION, .today = today_or(arguments.as_of)});
  return kClean;
}

}  // namespace qiyue::cli
