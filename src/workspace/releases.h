// Publishing from a workspace: legal/ as it stands -> legal/releases/X.Y.Z/, and what the releases there say.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "release/recheck.h"
#include "release/release.h"
#include "review/review.h"
#include "workspace/workspace.h"

namespace qiyue {

// Digest of each text as it stands in legal/: privacy-policy -> SHA-256 of the file. What a sign-off is bound to.
Result<std::map<std::string, std::string>> text_digests(const Workspace& workspace);

// Where releases stand in a workspace.
std::string releases_directory(const Workspace& workspace);

struct PublishRequest {
  ScanRequest scan;
  Workspace workspace;
  std::string today;             // YYYY-MM-DD
  bool bump = false;             // write the next version and the dates into facts.yaml, draft again, then publish
  std::string published;         // with bump; empty: today
  std::string effective;         // with bump; empty: what the change asks for
  std::string sign_key;          // PEM file; empty: not signed
  std::string accept;            // reason for publishing with findings that are errors
  std::string unsigned_because;  // reason for publishing without the sign-off that legal/review/policy.yaml asks for
  std::string site;              // address the releases are published at
};
struct Publication {
  std::optional<NewRelease> release;  // empty: refused because of findings
  std::string directory;
  std::vector<Document> documents;
  std::vector<Finding> findings;
  std::vector<RoleState> unsigned_roles;  // refused, or published with a reason, without these
  int open_comments = 0;                  // refused because of them
  std::vector<std::string> conflicts;     // files whose merge left conflict marks; nothing was published then
  PublishResult pages;
};
// Fails, with nothing published, on every fault that make_release() names, on drafts older than the facts, and on a release that exists.
Result<Publication> publish_release(const PublishRequest& request, const knowledge::Knowledge& knowledge);

struct RecheckRequest {
  ScanRequest scan;
  Workspace workspace;
  std::string today;
  bool online = false;  // ask every address that the texts name
};
struct RecheckResult {
  ReleaseEntry last;
  std::vector<Action> actions;
};
// Fails where nothing was published, or the last release was tampered with.
Result<RecheckResult> recheck_workspace(const RecheckRequest& request, const knowledge::Knowledge& knowledge);

// The working tree as the content of a release that was not made yet.
Result<ReleaseContent> release_content(const Inventory& inventory, const std::string& facts_yaml,
                                       const std::vector<Document>& documents);

}  // namespace qiyue
