// Model Context Protocol over standard input and output (JSON-RPC 2.0, one message a line): the same rooms the command line opens, for coding agents.
#pragma once

#include <iosfwd>
#include <string>

#include "knowledge/knowledge.h"

namespace qiyue {

struct McpOptions {
  std::string version;  // of this program
  std::string today;    // YYYY-MM-DD
};
// Serves until the input ends. A message that cannot be read is answered with an error, never with a crash; nothing but messages goes to `out`.
void serve_mcp(std::istream& in, std::ostream& out, const knowledge::Knowledge& knowledge, const McpOptions& options);

}  // namespace qiyue
