// qiyue_embed KNOWLEDGE_DIR OUT_CPP: checks the knowledge and writes it beside OUT_CPP as one JSON file that OUT_CPP includes as bytes.
#include <fmt/core.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "core/files.h"
#include "knowledge/tables.h"

namespace {

constexpr std::string_view kTemplate = R"(// Written by qiyue_embed. Knowledge {digest}
#include <cstddef>
#include <string_view>

// clang-format off
asm(".section .rodata\n"
    ".balign 16\n"
    "qiyue_knowledge_begin:\n"
    ".incbin \"{blob}\"\n"
    "qiyue_knowledge_end:\n"
    ".byte 0\n"
    ".previous\n");

extern "C" {{
extern const char begin_of_knowledge[] asm("qiyue_knowledge_begin");
extern const char end_of_knowledge[] asm("qiyue_knowledge_end");
}}

namespace qiyue::knowledge {{
std::string_view embedded();
std::string_view embedded() {{ return {{begin_of_knowledge, static_cast<std::size_t>(end_of_knowledge - begin_of_knowledge)}}; }}
}}  // namespace qiyue::knowledge
)";

int complain(const qiyue::Error& error) {
  fmt::print(stderr, "{}", qiyue::render(error, qiyue::Lang::en));
  return EXIT_FAILURE;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: qiyue_embed KNOWLEDGE_DIR OUT_CPP\n");
    return EXIT_FAILURE;
  }
  const auto files = qiyue::knowledge::read_files(argv[1]);
  if (!files) return complain(files.error());
  const std::string packed = qiyue::knowledge::pack(*files);
  const std::string digest = qiyue::sha256_hex(packed);
  const std::string blob = std::filesystem::absolute(std::string(argv[2]) + ".blob").string();
  if (const auto written = qiyue::write_file(blob, digest + "\n" + packed); !written) return complain(written.error());
  const std::string source = fmt::format(kTemplate, fmt::arg("digest", digest), fmt::arg("blob", blob));
  if (const auto written = qiyue::write_file(argv[2], source); !written) return complain(written.error());
  return EXIT_SUCCESS;
}
