// The command line as plain structs. Parsing is all that happens here.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "core/diagnostic.h"
#include "core/result.h"

namespace qiyue::cli {

enum class OutputFormat { text, json, sarif, csv, html, form, markdown };

struct ProgramArguments {  // which program, which workspace
  std::string program = ".";
  std::string root;
  std::string legal;
  int threads = 2;
};
struct ScanArguments {
  ProgramArguments program;
  OutputFormat format = OutputFormat::text;
  std::string dump;     // pass to print; empty: none
  std::string explain;  // FILE:LINE to tell about; empty: none
  std::string why;      // item to tell about; empty: none
  std::string many;     // list of programs, "-" for standard input; empty: one program
  std::string resume;   // lines of an earlier run over such a list
  int jobs = 1;         // programs scanned side by side
  int memory = 4096;    // MiB that one program of a list may take
  Severity fail_on = Severity::error;
};
struct InterviewArguments {
  bool yes = false;
  std::string answers;
};
struct BuildArguments {
  ProgramArguments program;
  InterviewArguments interview;
  std::string as_of;
  Severity fail_on = Severity::error;
};
struct InitArguments {
  ProgramArguments program;
  InterviewArguments interview;
};
struct DraftArguments {
  ProgramArguments program;
};
struct CheckArguments {
  std::vector<std::string> paths;  // texts, or one directory: a workspace or a program with texts in it
  std::string program;             // code to hold the texts against; empty: the program a text lies in, if any
  bool text_only = false;          // no code
  bool fix = false, diff = false;  // apply safe fixes; show them only
  bool write_baseline = false;
  std::string dump;  // pass to print; empty: none
  std::string root, legal;
  OutputFormat format = OutputFormat::text;
  std::string as_of;
  Severity fail_on = Severity::error;
};
struct PublishArguments {
  ProgramArguments program;
  bool pages = false;  // pages and forms of the texts as they stand, without a release
  bool bump = false;
  std::string published, effective, as_of, sign_key, accept, unsigned_because, site;
  std::string into, link_page;  // put the pages into this program
  bool yes = false, undo = false;
};
struct ReleasesArguments {
  ProgramArguments program;
  std::string action = "list";  // list | show | diff | verify
  std::vector<std::string> versions;
  std::string key;  // public key that verify holds signatures against
};
struct RecheckArguments {
  ProgramArguments program;
  OutputFormat format = OutputFormat::text;
  std::string as_of;
  bool online = false;
};
struct ReviewArguments {
  ProgramArguments program;
  std::string action;             // export | import | diff | comments | comment | assign | resolve | status | sign
  std::vector<std::string> what;  // files, documents, comment ids …
  std::string out, by, role, to, text, clause, as_of;
  bool docx = false, html = false, refuse_pending = false;
};
struct WhyArguments {
  ProgramArguments program;
  std::string place;  // legal/privacy-policy.md:42
};
struct LawsArguments {
  std::string action = "list";       // list | show | search | impact | diff
  std::string what, other;           // diff: two directories of knowledge
  std::string program = ".", legal;  // impact, diff: the workspace whose texts are told
  std::string as_of;
};
struct CasesArguments {
  std::string action;             // add | list | show | remove | search | compare
  std::vector<std::string> what;  // files, directories, addresses; numbers or names; words
  std::string library;            // empty: in the user's data directory
  std::string trade, kind, name, topic, as_of;
  std::string program = ".", legal;  // compare: the workspace whose texts are taken when none is named
  bool text = false;                 // show: the text itself
  int limit = 10;
  OutputFormat format = OutputFormat::text;
};
struct McpArguments {
  std::string as_of;
};
struct VersionArguments {};

using Command = std::variant<BuildArguments, ScanArguments, InitArguments, DraftArguments, CheckArguments,
                             PublishArguments, ReleasesArguments, RecheckArguments, ReviewArguments, WhyArguments,
                             LawsArguments, CasesArguments, McpArguments, VersionArguments>;

struct Invocation {
  Command command;
  Lang lang = Lang::zh;  // of messages: --lang, else the locale
  Lang output_lang =
      Lang::zh;  // of machine-readable outputs: --lang, else Chinese whatever the locale, so that bytes stay the same
  bool color = false;
  bool progress = true;
  std::string knowledge;  // --knowledge DIR; empty: the embedded one
};

// What to do, or the exit code when everything is said already (help, wrong use).
std::variant<Invocation, int> parse(int argc, char** argv);

}  // namespace qiyue::cli
