// Evidence: what the code does. Made by scan, read by everyone after it. The JSON form is a contract: docs/formats.md.
#pragma once

#include <string>
#include <vector>

#include "core/diagnostic.h"
#include "core/result.h"

namespace qiyue {

enum class UseClass { privacy, identity, device, permission, other };
enum class How { typed, automatic, third_party };
enum class Trigger { launch, page_load, tap, submit, timer, message, unknown };
enum class SinkKind { network, storage, cloud, sdk, page, log, share };
enum class RecipientKind { sdk, plugin, host, cloud, mini_program, component };
std::string_view to_string(UseClass value);
std::string_view to_string(How value);
std::string_view to_string(Trigger value);
std::string_view to_string(SinkKind value);
std::string_view to_string(RecipientKind value);

struct Place {
  std::string file;  // relative to the program's root
  int line = 0;
  int column = 0;
  auto operator<=>(const Place&) const = default;
};

struct Use {       // a place where the code takes personal information from the platform, the user's device or account
  std::string id;  // U1…, numbered in order of place
  std::vector<std::string> items;
  std::string api;  // as the platform names it, whatever wrapper the code uses
  UseClass use_class = UseClass::other;
  How how = How::automatic;
  Place place;
  std::string page;      // page or component path; empty for app-wide code
  std::string function;  // enclosing function or handler
  Trigger trigger = Trigger::unknown;
  bool reachable = true;
  bool vendored = false;
  std::string purpose_hint;  // what the code itself says of the purpose: `desc`, permission text; empty when nothing
};

struct Field {                     // what people type or pick
  std::string id;                  // F1…
  std::vector<std::string> items;  // empty: a field whose meaning is not known
  Place place;
  std::string label;
  std::string page;
  std::string name;  // name or bound variable
  bool reachable = true;
  bool sent = false;  // its value was seen to reach a sink
};

struct Flow {
  std::string source;  // id of a use or a field
  Place from, to;
  std::string sink;  // wx.request
  SinkKind kind = SinkKind::network;
  std::string host, path;
  bool third_party = false;
  std::vector<std::string> items;
  std::vector<Place> steps;
};

struct Recipient {  // everyone outside the operator who gets data, or whose code runs inside
  std::string name, provider;
  RecipientKind kind = RecipientKind::host;
  Place place;
  std::vector<std::string> items;
  std::string knowledge_id;  // id of the SDK or appid of the plugin it was recognised as; empty when unknown
  std::string host;
  std::string purpose, privacy_url;
  bool provider_verified = false;
};

struct Page {
  std::string path, package;  // package: root of the subpackage, empty for the main one
  bool reachable = true;
  std::string title;  // navigationBarTitleText
};

struct PluginUse {
  std::string name, provider, version;
  Place place;
};

struct CodeFinding {  // something wrong in the code itself
  std::string rule;   // QY1nnn
  Severity severity = Severity::warning;
  Place place;
  Text message, help;
  std::vector<std::string> evidence;  // ids of uses and fields, "pages/a/a.js:12": what it rests on
};

struct Unread {
  std::string file;
  int line = 0;
  Text why;
};

struct Evidence {
  struct Program {
    std::string root = ".", platform, framework, appid, name;
    std::vector<Page> pages;
    std::vector<PluginUse> plugins;
  } program;
  std::vector<Use> uses;
  std::vector<Field> fields;
  std::vector<Flow> flows;
  std::vector<Recipient> recipients;
  std::vector<std::string> hosts;
  struct Declared {
    std::vector<std::string> permission, required_private_infos;
  } declared;
  std::vector<std::string> texts;         // files that hold a policy or agreement text
  std::vector<std::string> remote_texts;  // pages that show one loaded at run time
  std::vector<CodeFinding> findings;
  std::vector<Unread> unread;
};

// Sorts everything by place and numbers uses and fields; makes the JSON stable.
void normalize(Evidence& evidence);
std::string to_json_text(const Evidence& evidence, Lang lang = Lang::zh);
Result<Evidence> read_evidence(const std::string& path);

}  // namespace qiyue
