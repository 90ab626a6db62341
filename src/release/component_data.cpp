// What the components inside the mini program are told of a release (miniprogram/README.md).
#include <fmt/core.h>

#include <boost/json.hpp>

#include "core/text.h"
#include "release/release.h"

namespace qiyue {
namespace {

// The policy's own summary is what a person reads first; the dialog shows the same words.
json::array main_points(const std::vector<Document>& documents) {
  json::array points;
  for (const Document& document : documents) {
    if (document.kind != DocumentKind::privacy_policy) continue;
    visit(document, [&](const Clause& clause) {
      if (clause.id != "pp.summary") return;
      for (const Block& block : clause.blocks)
        for (const Inlines& item : block.items) points.emplace_back(plain_text(item));
    });
  }
  return points;
}

}  // namespace

Result<std::string> write_component_data(const ReleaseEntry& entry, const std::string& prefix) {
  auto content = read_release(entry);
  if (!content) return fail(content.error());
  const json::value& manifest = entry.manifest;
  const auto text = [](const json::value* holder, std::string_view key) {
    const std::string value = holder == nullptr ? std::string() : get_string(*holder, key);
    return is_placeholder(value) ? std::string() : value;
  };
  json::array changes;
  if (const json::value* summary = find(manifest, "summary");
      summary != nullptr && find(manifest, "previous") != nullptr)
    for (const std::string& line : get_strings(*summary, "zh")) changes.emplace_back(line);
  json::array documents;
  if (const json::value* list = find(manifest, "documents"); list != nullptr && list->is_array())
    for (const json::value& document : list->get_array())
      documents.push_back(json::object{{"title", get_string(document, "title")},
                                       {"path", fmt::format("{0}/{1}/{1}", prefix, get_string(document, "name"))}});
  const json::value* owner = find(content->facts, "operator");
  const json::value* contact = owner == nullptr ? nullptr : find(*owner, "contact");
  json::object out{{"program", text(find(manifest, "program"), "name")},
                   {"version", entry.version.text()},
                   {"digest", get_string(manifest, "digest")},
                   {"effective", get_string(manifest, "effective")},
                   {"summary", main_points(content->documents)},
                   {"changes", std::move(changes)},
                   {"documents", std::move(documents)},
                   {"contact", json::object{{"email", text(contact, "email")}, {"phone", text(contact, "phone")}}}};
  if (const json::value* rights = find(content->facts, "rights"))
    out["rights"] = json::object{{"days", get_int(*rights, "response_days", 15)}};
  return "// qiyue " + entry.version.text() + "\nmodule.exports = " + std::string(trim(to_json(out))) + ";\n";
}

}  // namespace qiyue
