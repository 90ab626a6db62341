// Clients of HTTP that come as packages whose source is not at hand: axios, flyio, luch-request and their like
// (knowledge/third_parties/sinks.yaml, request_wrappers). A client is made with settings, changed by interceptors, and sends what its
// verbs are given.
#include <algorithm>

#include "core/text.h"
#include "scan/analysis.h"

namespace qiyue::scan {

namespace {

bool opens_part(char c) { return c == '.' || c == '(' || c == '/' || c == '#'; }

bool is_verb(std::string_view name) {
  return any_of(name, {"get", "delete", "del", "head", "options", "post", "put", "patch", "upload", "download"});
}

}  // namespace

void Analysis::read_clients() {
  for (const knowledge::RequestWrapper& row : world.knowledge->request_wrappers) {
    if (row.signature.find("get|post") == std::string::npos) continue;
    const std::string names = replace_all(row.package, " / ", "+");
    for (const std::string_view written : split(names, '+'))
      if (const std::string_view name = trim(written); !name.empty() && name.find(' ') == npos)
        clients_.push_back("npm:" + std::string(name));
  }
  std::sort(clients_.begin(), clients_.end(), [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() > b.size() : a < b;
  });
}

// "npm:flyio/dist/npm/wx.config" -> the length of "npm:flyio/dist/npm/wx"; npos for what is no client.
std::size_t Analysis::client_name(std::string_view path) const {
  if (!path.starts_with("npm:")) return npos;
  for (const std::string& client : clients_) {
    if (!path.starts_with(client)) continue;
    std::size_t end = client.size();
    if (end < path.size() && !opens_part(path[end])) continue;
    if (end < path.size() && path[end] == '/') end = std::min(path.find_first_of(".(#", end), path.size());
    return end;
  }
  return npos;
}

bool Analysis::call_client(Solver& solver, std::string_view path, PlatformCall& seen, bool constructed) {
  std::size_t head = client_name(path);
  if (head == npos) return false;
  if (path.substr(head).starts_with('#')) head = std::min(path.find('.', head), path.size());
  const std::string_view client = path.substr(0, head), rest = path.substr(head);
  const std::size_t dot = rest.rfind('.');
  const std::string_view verb = dot == npos ? std::string_view() : rest.substr(dot + 1);
  const std::string owner(dot == npos ? client : path.substr(0, head + dot));
  const auto arg = [&](std::size_t i) { return i < seen.args.size() ? seen.args[i] : kNoNode; };
  const auto part = [&](const std::string& of, std::string_view name) {
    return field_node(solver, solver.values_table.make(ValueKind::platform, solver.atoms.intern(of)), name);
  };
  const std::string base(client);
  if (constructed || verb == "create") {
    // Told apart by where they are made: each has its own address.
    const std::string made = base.substr(0, base.find('#')) + "#" + std::to_string(seen.site.code);
    if (seen.result != kNoNode)
      solver.add(seen.result, solver.values_table.make(ValueKind::platform, solver.atoms.intern(made)));
    if (arg(0) != kNoNode) solver.copy(arg(0), part(made, "$settings"));
    return true;
  }
  const NodeId answer = solver.new_node();
  solver.add(answer, solver.values_table.make(ValueKind::answer, 0));
  if (verb == "use" && owner.find(".interceptors") != std::string::npos) {
    if (owner.ends_with("response")) {
      for (const NodeId one : seen.args) solver.call_node(seen.site, one, kNoNode, {answer}, kNoNode);
    } else if (arg(0) != kNoNode) {
      solver.copy(arg(0), part(base, "$before"));
    }
    return true;
  }
  if (verb == "setConfig") {
    const NodeId settings = part(base, "$settings");
    solver.add(settings, solver.values_table.make(ValueKind::object, seen.site.code + 1, seen.site.instance + 1));
    if (arg(0) != kNoNode) solver.call_node(seen.site, arg(0), kNoNode, {settings}, settings);
    return true;
  }
  const bool plain = verb.empty() || verb == "request";
  if (!plain && !is_verb(verb)) return false;
  // What the call sends, as the interceptors and an adapter see it.
  const Value request = solver.values_table.make(ValueKind::object, seen.site.code + 1, seen.site.instance + 1);
  const NodeId config = solver.value_node(request);
  solver.spread(config, part(base, "$settings"));
  for (const std::string_view settings : {".defaults", ".config"})
    for (const std::string_view name : {"baseURL", "baseUrl", "adapter"})
      solver.copy(part(base + std::string(settings), name), field_node(solver, request, name));
  for (const std::string_view name : {"baseURL", "baseUrl"})
    solver.copy(part(owner, name), field_node(solver, request, name));
  const NodeId url = field_node(solver, request, "url"), data = field_node(solver, request, "data");
  if (arg(0) != kNoNode) {
    solver.copy(arg(0), url);
    if (plain) solver.spread(config, arg(0));
  }
  if (arg(1) != kNoNode) {
    solver.copy(arg(1), data);
    solver.spread(config, arg(1));
  }
  if (arg(2) != kNoNode) solver.spread(config, arg(2));
  for (const NodeId before :
       {part(base, "$before"), part(base + ".interceptors", "request"), part(owner, "beforeRequest")})
    solver.call_node(seen.site, before, kNoNode, {config}, kNoNode);
  solver.call_node(seen.site, field_node(solver, request, "adapter"), kNoNode, {config}, answer);
  seen.url = url;
  seen.base = solver.new_node();
  for (const std::string_view name : {"baseURL", "baseUrl"}) solver.copy(field_node(solver, request, name), seen.base);
  seen.payload = {url, data, field_node(solver, request, "params"), field_node(solver, request, "headers")};
  if (plain) seen.payload.push_back(field_node(solver, request, "body"));
  solver.platform_calls.push_back(seen);
  if (seen.result != kNoNode) solver.copy(answer, seen.result);
  return true;
}

}  // namespace qiyue::scan
