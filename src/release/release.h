// Release: an immutable, content-addressed version of all documents with its inventory, what was found in review and its change class.
// Stands in legal/releases/X.Y.Z/. The change class is computed from what is processed, never chosen:
//   major  a new item, purpose, method, recipient, cross-border transfer or a longer retention: consent is asked again (PIPL art. 14(2));
//   minor  users must be told (contact, channel, wording with meaning): PIPL art. 17(2);
//   patch  editorial.
#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/files.h"
#include "core/result.h"
#include "document/document.h"
#include "inventory/inventory.h"
#include "knowledge/knowledge.h"

namespace qiyue {

struct Version {
  int major = 0, minor = 0, patch = 0;
  auto operator<=>(const Version&) const = default;
  [[nodiscard]] std::string text() const;
};
Result<Version> parse_version(std::string_view text);  // 1.2.0, each number at most 99999

enum class ChangeClass { none, patch, minor, major, first };  // first: nothing to compare with
std::string_view to_string(ChangeClass value);
Text words_of(ChangeClass value);
Version next_version(const Version& last, ChangeClass change);

struct Change {
  std::string kind;  // new_item, new_purpose … see docs/releases.md
  ChangeClass weight = ChangeClass::minor;
  Text what;            // for users: one sentence of plain words
  std::string subject;  // item, recipient, fact path or clause
  std::vector<knowledge::Citation> law;
};
struct Comparison {
  ChangeClass change = ChangeClass::none;
  std::vector<Change> changes;  // heaviest first
};

// What a release says, whether it stands in legal/ or was read from legal/releases/.
struct ReleaseContent {
  std::string version, published, effective;
  boost::json::value inventory;  // inventory.json
  boost::json::value facts;      // facts.yaml
  std::vector<Document> documents;
};
Comparison compare_releases(const ReleaseContent& before, const ReleaseContent& after,
                            const knowledge::Knowledge& knowledge);

// ---- wording, word by word ----
enum class EditKind { same, removed, added };
struct Edit {
  EditKind kind = EditKind::same;
  std::string text;
};
enum class LineChange { same, changed, removed, added };
struct ClauseLine {  // a paragraph, a list item or a table row
  LineChange change = LineChange::same;
  std::vector<Edit> edits;
};
struct ClauseChange {
  LineChange change = LineChange::same;
  std::string id, title, old_title;  // as printed
  std::vector<ClauseLine> lines;
};
struct TextChange {
  DocumentKind kind = DocumentKind::unknown;
  std::string title;
  bool editorial = true;  // nothing but signs, spaces, numbering, dates and the version number differs
  std::vector<ClauseChange> clauses;
};
// Clauses are matched by id, else by title. `before` may be null: all of it is new.
TextChange compare_texts(const Document* before, const Document& after, const std::vector<std::string>& dates_before,
                         const std::vector<std::string>& dates_after);

// ---- making one ----
struct ReleaseRequest {
  const Inventory* inventory = nullptr;
  std::string facts_yaml;
  std::vector<const Document*> documents;
  std::string findings_json, evidence_json;
  std::vector<OutputFile> review;  // sign-offs and comments, as they stand in legal/review
  std::string accepted_findings;   // why it is published with findings that are errors; empty: there are none
  std::string today;               // YYYY-MM-DD
  const ReleaseContent* last = nullptr;
  std::string last_digest;
};
struct NewRelease {
  std::string version, digest;
  Comparison comparison;
  std::vector<OutputFile> files;  // manifest.json the last
  std::vector<Error> left_out;    // what could not be made (a form with a purpose missing, a PDF without fonts)
};
// Every file of the release. Fails on a version that is no version or too small for the change, dates in the past or out of order, notice too
// short for a platform operator's agreement (E-Commerce Law art. 34), and on nothing changed.
Result<NewRelease> make_release(const ReleaseRequest& request, const knowledge::Knowledge& knowledge);

// Signs manifest.json with Ed25519: `private_pem` is what `openssl genpkey -algorithm ed25519` writes. Adds manifest.json.sig (64 bytes) and
// manifest.json.pub; `openssl pkeyutl -verify -rawin` checks them too.
Status sign_release(NewRelease& release, const std::string& key_path, std::string_view private_pem);

// ---- those that are there ----
struct ReleaseEntry {
  Version version;
  std::string directory;
  boost::json::value manifest;
};
// Oldest first. What is no release folder is passed over; a release whose manifest cannot be read is an error.
Result<std::vector<ReleaseEntry>> list_releases(const std::string& directory);
Result<ReleaseContent> read_release(const ReleaseEntry& entry);

// A module for the components inside the mini program (miniprogram/): version, digest, the main points, what has changed, the pages
// below `prefix` (pages/legal), whom to write to.
Result<std::string> write_component_data(const ReleaseEntry& entry, const std::string& prefix);

enum class SignatureState { none, valid, other_key, broken };
struct Verification {
  std::vector<Error> faults;  // file by file: changed, missing, not in the manifest
  SignatureState signature = SignatureState::none;
  std::string key;  // SHA-256 of the public key that signed
  [[nodiscard]] bool intact() const {
    return faults.empty() && signature != SignatureState::broken && signature != SignatureState::other_key;
  }
};
// `public_pem`: the key it must be signed with; empty: any.
Result<Verification> verify_release(const ReleaseEntry& entry, std::string_view public_pem);

// releases/index.html, changes.json and feed.atom, made of the manifests. `site` is the address the folder is published at; may be empty.
std::vector<OutputFile> release_index(const std::vector<ReleaseEntry>& releases, const std::string& site);

}  // namespace qiyue
