#include "evidence/evidence.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace qiyue {

std::string_view to_string(UseClass value) {
  switch (value) {
    case UseClass::privacy:
      return "privacy";
    case UseClass::identity:
      return "identity";
    case UseClass::device:
      return "device";
    case UseClass::permission:
      return "permission";
    case UseClass::other:
      break;
  }
  return "other";
}

std::string_view to_string(How value) {
  switch (value) {
    case How::typed:
      return "typed";
    case How::third_party:
      return "third_party";
    case How::automatic:
      break;
  }
  return "automatic";
}

std::string_view to_string(Trigger value) {
  switch (value) {
    case Trigger::launch:
      return "launch";
    case Trigger::page_load:
      return "page_load";
    case Trigger::tap:
      return "tap";
    case Trigger::submit:
      return "submit";
    case Trigger::timer:
      return "timer";
    case Trigger::message:
      return "message";
    case Trigger::unknown:
      break;
  }
  return "unknown";
}

std::string_view to_string(SinkKind value) {
  switch (value) {
    case SinkKind::storage:
      return "storage";
    case SinkKind::cloud:
      return "cloud";
    case SinkKind::sdk:
      return "sdk";
    case SinkKind::page:
      return "page";
    case SinkKind::log:
      return "log";
    case SinkKind::share:
      return "share";
    case SinkKind::network:
      break;
  }
  return "network";
}

std::string_view to_string(RecipientKind value) {
  switch (value) {
    case RecipientKind::sdk:
      return "sdk";
    case RecipientKind::plugin:
      return "plugin";
    case RecipientKind::cloud:
      return "cloud";
    case RecipientKind::mini_program:
      return "mini_program";
    case RecipientKind::component:
      return "component";
    case RecipientKind::host:
      break;
  }
  return "host";
}

namespace {

void sort_unique(std::vector<std::string>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

template <class T, class Key>
void sort_by(std::vector<T>& values, Key key) {
  std::stable_sort(values.begin(), values.end(), [&](const T& a, const T& b) { return key(a) < key(b); });
}

}  // namespace

void normalize(Evidence& evidence) {
  for (Use& use : evidence.uses) sort_unique(use.items);
  for (Field& field : evidence.fields) sort_unique(field.items);
  for (Flow& flow : evidence.flows) sort_unique(flow.items);
  for (Recipient& recipient : evidence.recipients) sort_unique(recipient.items);

  sort_by(evidence.uses, [](const Use& u) { return std::tie(u.place, u.api, u.page, u.function); });
  sort_by(evidence.fields, [](const Field& f) { return std::tie(f.place, f.label, f.name, f.page); });
  std::map<std::string, std::string> renamed;
  for (std::size_t i = 0; i < evidence.uses.size(); ++i) {
    std::string id = "U" + std::to_string(i + 1);
    if (!evidence.uses[i].id.empty()) renamed[evidence.uses[i].id] = id;
    evidence.uses[i].id = std::move(id);
  }
  for (std::size_t i = 0; i < evidence.fields.size(); ++i) {
    std::string id = "F" + std::to_string(i + 1);
    if (!evidence.fields[i].id.empty()) renamed[evidence.fields[i].id] = id;
    evidence.fields[i].id = std::move(id);
  }
  for (Flow& flow : evidence.flows)
    if (const auto found = renamed.find(flow.source); found != renamed.end()) flow.source = found->second;

  sort_by(evidence.flows, [](const Flow& f) { return std::tie(f.from, f.to, f.sink, f.host, f.path, f.source); });
  sort_by(evidence.recipients,
          [](const Recipient& r) { return std::tie(r.place, r.kind, r.name, r.host, r.knowledge_id); });
  sort_unique(evidence.hosts);
  sort_unique(evidence.declared.permission);
  sort_unique(evidence.declared.required_private_infos);
  sort_unique(evidence.texts);
  sort_unique(evidence.remote_texts);
  sort_by(evidence.findings, [](const CodeFinding& f) { return std::tie(f.place, f.rule, f.message.zh); });
  sort_by(evidence.unread, [](const Unread& u) { return std::tie(u.file, u.line, u.why.zh); });
  sort_by(evidence.program.pages, [](const Page& p) { return std::tie(p.path, p.package); });
  sort_by(evidence.program.plugins, [](const PluginUse& p) { return std::tie(p.name, p.place); });
}

}  // namespace qiyue
