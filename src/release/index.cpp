// What stands beside the releases, made of their manifests alone: a page of all versions, changes.json and an Atom feed.
#include <fmt/core.h>

#include <boost/json.hpp>

#include "core/data.h"
#include "core/text.h"
#include "publish/publish.h"
#include "release/release.h"

namespace qiyue {
namespace {

const json::array& array_at(const json::value& object, std::string_view key) {
  static const json::array kNone;
  const json::value* found = find(object, key);
  return found != nullptr && found->is_array() ? found->get_array() : kNone;
}

std::string change_class(const json::value& manifest) {
  const json::value* change = find(manifest, "change");
  return change == nullptr ? "" : get_string(*change, "class");
}

Text change_words(const json::value& manifest) {
  const std::string name = change_class(manifest);
  for (const ChangeClass value : {ChangeClass::patch, ChangeClass::minor, ChangeClass::major, ChangeClass::first})
    if (to_string(value) == name) return words_of(value);
  return words_of(ChangeClass::none);
}

// A name-based UUID (version 8) of a digest: Atom wants an id that never changes.
std::string uuid(std::string_view digest) {
  std::string hex(digest.substr(0, 32));
  hex.resize(32, '0');
  hex[12] = '8';
  hex[16] = 'a';
  return fmt::format("urn:uuid:{}-{}-{}-{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(12, 4),
                     hex.substr(16, 4), hex.substr(20));
}

std::string summary(const json::value& manifest, std::string_view lang) {
  const json::value* all = find(manifest, "summary");
  return all == nullptr ? "" : join(get_strings(*all, lang), lang == "zh" ? "" : " ");
}

std::string program_name(const json::value& manifest) {
  const json::value* program = find(manifest, "program");
  return program == nullptr ? "" : get_string(*program, "name");
}

std::string page(const std::vector<ReleaseEntry>& releases) {
  std::string body;
  for (auto entry = releases.rbegin(); entry != releases.rend(); ++entry) {
    const json::value& manifest = entry->manifest;
    const std::string folder = entry->version.text();
    body += fmt::format("<section id=\"v{}\">\n<h2>{}</h2>\n", folder, folder);
    body += fmt::format("<p>{} 发布，{} 生效 · {}</p>\n<ul>\n", escape_html(get_string(manifest, "published")),
                        escape_html(get_string(manifest, "effective")), escape_html(change_words(manifest).zh));
    const json::value* lines = find(manifest, "summary");
    if (lines != nullptr)
      for (const std::string& line : get_strings(*lines, "zh")) body += "<li>" + escape_html(line) + "</li>\n";
    body += "</ul>\n<ul>\n";
    for (const json::value& document : array_at(manifest, "documents")) {
      const std::string name = get_string(document, "name");
      body += fmt::format("<li><a href=\"{}/{}.html\">{}</a></li>\n", folder, escape_html(name),
                          escape_html(get_string(document, "title", name)));
    }
    body += fmt::format("<li><a href=\"{}/changes.html\">有哪些变化</a></li>\n</ul>\n</section>\n", folder);
  }
  const std::string program = releases.empty() ? "" : program_name(releases.back().manifest);
  return write_html_shell({.title = program + " 协议的全部版本",
                           .heading = "全部版本",
                           .style = "",
                           .facts = {{"小程序", program}},
                           .body = body});
}

std::string changes_json(const std::vector<ReleaseEntry>& releases) {
  json::array all;
  for (auto entry = releases.rbegin(); entry != releases.rend(); ++entry) {
    const json::value& manifest = entry->manifest;
    json::object one{{"version", entry->version.text()},
                     {"published", get_string(manifest, "published")},
                     {"effective", get_string(manifest, "effective")},
                     {"digest", get_string(manifest, "digest")}};
    for (const char* key : {"change", "summary", "documents"})
      if (const json::value* value = find(manifest, key)) one[key] = *value;
    all.push_back(std::move(one));
  }
  json::object out{{"schema", "qiyue-changes/1"},
                   {"program", releases.empty() ? "" : program_name(releases.back().manifest)},
                   {"current", releases.empty() ? "" : releases.back().version.text()},
                   {"releases", std::move(all)}};
  return to_json(out);
}

std::string feed(const std::vector<ReleaseEntry>& releases, const std::string& site) {
  const json::value& last = releases.back().manifest;
  const auto moment = [](const json::value& manifest) { return get_string(manifest, "published") + "T00:00:00+08:00"; };
  std::string out =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"zh-CN\">\n";
  out += "<title>" + escape_html(program_name(last)) + " 协议更新</title>\n";
  out += "<id>" + uuid(get_string(releases.front().manifest, "digest")) + "</id>\n";
  out += "<updated>" + escape_html(moment(last)) + "</updated>\n";
  out += "<author><name>" + escape_html(get_string(last, "operator")) + "</name></author>\n";
  if (!site.empty()) {
    out += "<link rel=\"self\" href=\"" + escape_html(site) + "feed.atom\"/>\n";
    out += "<link rel=\"alternate\" type=\"text/html\" href=\"" + escape_html(site) + "index.html\"/>\n";
  }
  for (auto entry = releases.rbegin(); entry != releases.rend(); ++entry) {
    const json::value& manifest = entry->manifest;
    const std::string digest = get_string(manifest, "digest");
    // The first entry's id must not be the feed's own.
    out += "<entry>\n<title>" + entry->version.text() + " · " + escape_html(change_words(manifest).zh) + "</title>\n";
    out += "<id>" + uuid(sha256_hex("entry " + digest)) + "</id>\n";
    out += "<updated>" + escape_html(moment(manifest)) + "</updated>\n";
    if (!site.empty())
      out += "<link rel=\"alternate\" type=\"text/html\" href=\"" + escape_html(site) + entry->version.text() +
             "/changes.html\"/>\n";
    out += "<category term=\"" + escape_html(change_class(manifest)) + "\"/>\n";
    out += "<summary>" + escape_html(summary(manifest, "zh")) + "</summary>\n</entry>\n";
  }
  return out + "</feed>\n";
}

}  // namespace

std::vector<OutputFile> release_index(const std::vector<ReleaseEntry>& releases, const std::string& site) {
  if (releases.empty()) return {};
  std::string base = site;
  if (!base.empty() && !base.ends_with('/')) base += '/';
  return {
      {"index.html", page(releases)}, {"changes.json", changes_json(releases)}, {"feed.atom", feed(releases, base)}};
}

}  // namespace qiyue
