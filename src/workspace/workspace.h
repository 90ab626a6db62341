// The workspace (legal/ in the user's repository) and the line that runs through it: scan -> facts -> inventory -> drafts -> findings -> pages.
// Knows which file stands where and writes each whole or not at all; what goes into them is the other rooms'.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

#include "check/check.h"
#include "check/platform_form.h"
#include "core/progress.h"
#include "core/result.h"
#include "draft/draft.h"
#include "evidence/evidence.h"
#include "inventory/inventory.h"
#include "knowledge/knowledge.h"

namespace qiyue {

// Where things stand. `directory` is legal/; every path below is inside it.
struct Workspace {
  std::string program;    // the directory that was given
  std::string directory;  // <program>/legal unless --legal says otherwise
  [[nodiscard]] std::string file(std::string_view name) const;
};
Workspace workspace_at(std::string program, std::string directory = "");

struct ScanRequest {
  std::string program;
  std::string root;  // which program of the repository; empty: the first that discovery names
  int threads = 2;
};
struct ScanResult {
  Evidence evidence;
  std::vector<std::string> other_roots;  // further programs in the same directory, not scanned
};
// discover -> open -> scan.
Result<ScanResult> scan_program(const ScanRequest& request, const knowledge::Knowledge& knowledge);

// How facts.yaml gets its answers.
struct InterviewRequest {
  bool accept_proposals = false;  // --yes
  std::string answers_file;       // --answers
  std::istream* in = nullptr;     // terminal; null: nobody to ask
  std::ostream* out = nullptr;
  Lang lang = Lang::zh;
};
struct FactsResult {
  Facts facts;
  bool created = false;  // facts.yaml was not there and was proposed from the scan
  int open = 0;          // how many places still say 待填写
};
// Reads legal/facts.yaml, or proposes it from the evidence and runs the interview. Never overwrites an answer.
Result<FactsResult> prepare_facts(const Workspace& workspace, const Evidence& evidence, const InterviewRequest& request,
                                  const knowledge::Knowledge& knowledge);

// Drafts into legal/: what was edited by hand since the last draft is merged three ways.
struct DraftResult {
  Drafts drafts;                       // as composed
  std::vector<std::string> written;    // paths
  std::vector<std::string> conflicts;  // files whose merge left conflict marks
};
Result<DraftResult> draft_into(const Workspace& workspace, const Inventory& inventory,
                               const knowledge::Knowledge& knowledge, Lang lang);

// The documents as they now stand in legal/ (after hand edits), ready for check and publish.
Result<std::vector<Document>> read_workspace_documents(const Workspace& workspace);

// The platform's forms in legal/platform/: what publish wrote, and what was fetched from the platform and put beside it.
Result<std::vector<PlatformForm>> read_platform_forms(const Workspace& workspace);

// HTML pages, mini-program pages and the platform's forms into legal/pages, legal/miniprogram, legal/platform.
struct PublishResult {
  std::vector<std::string> written;
  std::vector<Error> left_out;  // what could not be made yet, and why (a purpose still 待填写)
};
Result<PublishResult> publish_into(const Workspace& workspace, const std::vector<Document>& documents,
                                   const Inventory& inventory, const knowledge::Knowledge& knowledge);

struct BuildRequest {
  ScanRequest scan;
  Workspace workspace;
  InterviewRequest interview;
  std::string as_of;
};
struct BuildResult {
  ScanResult scan;
  FactsResult facts;
  Inventory inventory;
  DraftResult draft;
  std::vector<Document> documents;
  std::vector<Finding> findings;
  PublishResult publish;
};
// The whole line. Stops at the first failure; files written by earlier steps are whole and stay.
Result<BuildResult> build(const BuildRequest& request, const knowledge::Knowledge& knowledge, Progress& progress);

}  // namespace qiyue
