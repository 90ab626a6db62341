// The releases that are there: listing, reading back, verifying.
#include <fmt/core.h>

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <map>
#include <set>

#include "core/data.h"
#include "core/text.h"
#include "release/ed25519.h"
#include "release/manifest.h"
#include "release/release.h"

namespace qiyue {
namespace fs = std::filesystem;
using namespace release_detail;

namespace release_detail {

std::string digest_of(const json::value& manifest) {
  json::object bare;
  for (const auto& entry : manifest.as_object())
    if (entry.key() != "digest") bare.emplace(entry.key(), entry.value());
  return sha256_hex(to_compact_json(bare));
}

}  // namespace release_detail

namespace {

bool is_there(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

Error fault(const fs::path& file, Text message) {
  return {.message = std::move(message), .remedy = {}, .file = file.string(), .more = {}};
}

// The shape that everything after this relies on.
Status well_formed(const fs::path& path, const json::value& manifest, const Version& folder) {
  const auto bad = [&path](Text what) {
    Error error = fault(path, std::move(what));
    error.remedy = {"用版本库里原来的文件恢复它", "restore the file from version control"};
    return fail(std::move(error));
  };
  if (!manifest.is_object() || get_string(manifest, "schema") != "qiyue-release/1")
    return bad(
        {"不是发布清单（schema 应为 qiyue-release/1）", "not a release manifest (schema must be qiyue-release/1)"});
  if (get_string(manifest, "version") != folder.text())
    return bad({fmt::format("清单里的版本是 {}，文件夹是 {}", get_string(manifest, "version"), folder.text()),
                fmt::format("the manifest says {}, the folder {}", get_string(manifest, "version"), folder.text())});
  const json::value* files = find(manifest, "files");
  if (files == nullptr || !files->is_array()) return bad({"清单里没有 files", "the manifest has no files"});
  for (const json::value& file : files->get_array()) {
    const fs::path relative = fs::path(get_string(file, "path")).lexically_normal();
    if (relative.empty() || relative.is_absolute() || *relative.begin() == "..")
      return bad({"清单里有文件夹之外的路径", "the manifest names a path outside the folder"});
  }
  return {};
}

}  // namespace

Result<std::vector<ReleaseEntry>> list_releases(const std::string& directory) {
  std::vector<ReleaseEntry> entries;
  std::error_code ec;
  if (!fs::is_directory(directory, ec)) return entries;
  for (fs::directory_iterator it(directory, ec), end; !ec && it != end; it.increment(ec)) {
    const auto version = parse_version(it->path().filename().string());
    if (!version || !it->is_directory(ec)) continue;
    const fs::path path = it->path() / kManifest;
    if (!is_there(path)) return fail(fault(path, {"这个版本没有清单", "this release has no manifest"}));
    auto text = read_text_file(path);
    if (!text) return fail(text.error());
    auto manifest = parse_json(path.string(), *text);
    if (!manifest) return fail(manifest.error());
    if (auto status = well_formed(path, manifest->value, *version); !status) return fail(status.error());
    entries.push_back({*version, it->path().string(), std::move(manifest->value)});
  }
  if (ec) return fail(fault(directory, {"目录无法读取", "the directory cannot be read"}));
  std::sort(entries.begin(), entries.end(),
            [](const ReleaseEntry& a, const ReleaseEntry& b) { return a.version < b.version; });
  return entries;
}

Result<ReleaseContent> read_release(const ReleaseEntry& entry) {
  ReleaseContent content;
  content.version = entry.version.text();
  content.published = get_string(entry.manifest, "published");
  content.effective = get_string(entry.manifest, "effective");
  const fs::path directory(entry.directory);
  auto inventory = read_text_file(directory / "inventory.json");
  if (!inventory) return fail(inventory.error());
  auto register_json = parse_json((directory / "inventory.json").string(), *inventory);
  if (!register_json) return fail(register_json.error());
  content.inventory = std::move(register_json->value);
  auto facts = read_text_file(directory / "facts.yaml");
  if (!facts) return fail(facts.error());
  auto facts_value = parse_yaml((directory / "facts.yaml").string(), *facts);
  if (!facts_value) return fail(facts_value.error());
  content.facts = std::move(facts_value->value);
  if (const json::value* documents = find(entry.manifest, "documents"); documents != nullptr && documents->is_array()) {
    for (const json::value& document : documents->get_array()) {
      const std::string name = get_string(document, "name");
      if (name.empty() || name.find('/') != std::string::npos) continue;
      auto read = read_documents((directory / (name + ".md")).string());
      if (!read) return fail(read.error());
      for (Document& one : *read) content.documents.push_back(std::move(one));
    }
  }
  return content;
}

Result<Verification> verify_release(const ReleaseEntry& entry, std::string_view public_pem) {
  Verification found;
  const fs::path directory(entry.directory);
  const std::string digest = get_string(entry.manifest, "digest");
  if (digest_of(entry.manifest) != digest)
    found.faults.push_back(fault(directory / kManifest,
                                 {"清单被改动过：总摘要不符", "the manifest was changed: its digest does not fit"}));
  std::set<std::string, std::less<>> named;
  for (const json::value& file : entry.manifest.at("files").get_array()) {
    const std::string path = get_string(file, "path");
    named.insert(path);
    const fs::path whole = directory / path;
    if (!is_there(whole)) {
      found.faults.push_back(fault(whole, {"文件不见了", "the file is missing"}));
      continue;
    }
    auto bytes = read_file(whole);
    if (!bytes) {
      found.faults.push_back(bytes.error());
    } else if (sha256_hex(*bytes) != get_string(file, "sha256")) {
      found.faults.push_back(fault(
          whole, {"文件被改动过：SHA-256 与清单不符", "the file was changed: its SHA-256 is not the manifest's"}));
    }
  }
  auto tree = list_tree(directory, nullptr);
  if (!tree) return fail(tree.error());
  for (const TreeEntry& file : tree->files) {
    if (file.path == kManifest || file.path == kSignature || file.path == kPublicKey || named.contains(file.path))
      continue;
    found.faults.push_back(
        fault(directory / file.path, {"清单里没有这个文件", "the manifest does not name this file"}));
  }

  const bool signature = is_there(directory / kSignature);
  if (!signature) {
    if (!public_pem.empty()) {
      found.faults.push_back(fault(directory / kSignature, {"没有签名", "there is no signature"}));
    }
    return found;
  }
  auto bytes = read_file(directory / kSignature);
  if (!bytes) return fail(bytes.error());
  auto manifest = read_file(directory / kManifest);
  if (!manifest) return fail(manifest.error());
  auto own = read_file(directory / kPublicKey);
  if (!own) return fail(own.error());
  auto key = parse_public_key((directory / kPublicKey).string(), *own);
  if (!key) return fail(key.error());
  found.key = sha256_hex(*key);
  if (!public_pem.empty()) {
    auto wanted = parse_public_key("--key", public_pem);
    if (!wanted) return fail(wanted.error());
    if (*wanted != *key) {
      found.signature = SignatureState::other_key;
      return found;
    }
  }
  found.signature = signature_fits(*key, *manifest, *bytes) ? SignatureState::valid : SignatureState::broken;
  return found;
}

}  // namespace qiyue
