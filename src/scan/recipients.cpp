#include "scan/recipients.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "core/data.h"
#include "core/text.h"
#include "scan/literals.h"
#include "scan/markup_view.h"
#include "scan/sdk_table.h"

namespace qiyue::scan {
namespace {

bool is_script(const program::SourceFile& file) {
  return file.language == program::Language::javascript || file.language == program::Language::typescript ||
         file.language == program::Language::tsx;
}

constexpr std::size_t kOwnToForeign = 3;  // paths of the own server for each one of a server that is somebody else's

struct Words {
  std::vector<std::string> path_endings, path_parts, attributes, names, other_names, ignored;
};

class RecipientFinder {
 public:
  RecipientFinder(const TemplateInput& input, const std::vector<ApiCall>& calls, const std::vector<HostUse>& hosts)
      : input_(input), calls_(calls), host_uses_(hosts), table_(input.knowledge) {
    if (const json::value* table =
            input.knowledge.lexicon.is_object() ? find(input.knowledge.lexicon, "passive") : nullptr) {
      words_.path_endings = get_strings(*table, "path_endings");
      words_.path_parts = get_strings(*table, "path_parts");
      words_.attributes = get_strings(*table, "attributes");
      words_.names = get_strings(*table, "names");
      words_.other_names = get_strings(*table, "other_names");
      words_.ignored = get_strings(*table, "ignored_hosts");
    }
    for (const HostUse& use : hosts) {
      // One that is told nothing is asked for a table or a picture: nobody to be named.
      if (!use.foreign || use.items.empty()) {
        own_domains_.insert(registrable_domain(use.host));
      } else if (table_.of_host(use.host) == npos) {
        foreign_.emplace(use.host, &use);
      }
    }
    // The address of a service that is only a setting, in a program that asks for nothing, is told nothing.
    asks_ = !hosts.empty() || std::any_of(calls.begin(), calls.end(), [](const ApiCall& call) {
      static const std::vector<std::string> kNetwork = {"request", "uploadFile", "downloadFile", "connectSocket",
                                                        "httpRequest"};
      return !call.vendored && contains(kNetwork, std::string_view(call.api).substr(call.api.rfind('.') + 1));
    });
  }

  Recipients run() {
    for (const program::SourceFile& source : input_.program.files)
      if (!source.vendored && !source.generated && is_script(source)) own_servers(source.source.text());
    plugins();
    for (std::size_t i = 0; i < input_.program.files.size(); ++i) read(static_cast<int>(i));
    for (const program::Dependency& dependency : input_.program.dependencies) {
      for (std::size_t s = 0; s < sdks_.size(); ++s) {
        const auto& packages = sdks_[s]->match.package;
        const bool known = std::any_of(packages.begin(), packages.end(),
                                       [&](const std::string& p) { return glob(p, dependency.name); });
        // The package file may stand above the program's root: it is a place only where nothing in the program is one.
        if (known && !seen_sdks_.contains(s))
          add_sdk(s, {dependency.file, dependency.place.line, dependency.place.column});
      }
    }
    for (const ApiCall& call : calls_)
      if (!is_test(call.place.file)) api(call);
    for (const HostUse& use : host_uses_) {
      if (is_test(use.place.file)) continue;
      hosts_.insert(use.host);
      request_host(use);
    }
    configuration();
    Recipients out;
    for (auto& [key, recipient] : found_) out.recipients.push_back(std::move(recipient));
    std::stable_sort(out.recipients.begin(), out.recipients.end(), [](const Recipient& a, const Recipient& b) {
      return std::tie(a.place, a.name) < std::tie(b.place, b.name);
    });
    out.hosts.assign(hosts_.begin(), hosts_.end());
    return out;
  }

 private:
  const program::SourceFile& file(int index) const { return input_.program.files[static_cast<std::size_t>(index)]; }
  Place place(int index, std::uint32_t offset) const {
    const Position at = file(index).source.at(offset);
    return {file(index).path, at.line, at.column};
  }

  // The address of a server that answers an interface tells whose domain it is, though the request itself was not understood.
  void own_servers(std::string_view text) {
    for_each_literal(text, 0, [this](std::uint32_t, std::string_view content) {
      if (content.size() > 200 || !content.starts_with("http")) return;
      for (const Url& url : urls_in(content)) {
        const std::string_view first = std::string_view(url.host).substr(0, url.host.find('.'));
        const bool answers = first == "api" || first.starts_with("api-") || first.ends_with("-api") ||
                             url.path == "/api" || url.path.starts_with("/api/");
        if (answers && !is_passive(url.path) && table_.of_host(url.host) == npos && !foreign_.contains(url.host))
          own_domains_.insert(registrable_domain(url.host));
      }
    });
  }

  // One entry for a recipient and file: the first place in it.
  void add(const std::string& identity, Recipient recipient) {
    const auto key = std::make_pair(identity, recipient.place.file);
    const auto [at, is_new] = found_.emplace(key, recipient);
    if (!is_new && recipient.place < at->second.place) at->second.place = recipient.place;
  }

  void add_sdk(std::size_t s, const Place& at) {
    const knowledge::Sdk& sdk = *sdks_[s];
    seen_sdks_.insert(s);
    Recipient recipient;
    recipient.name = sdk.name;
    recipient.provider = sdk.provider;
    recipient.kind = sdk.category == "baas" || sdk.category == "storage" ? RecipientKind::cloud : RecipientKind::sdk;
    recipient.place = at;
    recipient.items = sdk.data;
    recipient.knowledge_id = sdk.id;
    recipient.purpose = sdk.purpose;
    recipient.privacy_url = sdk.privacy_url;
    recipient.provider_verified = sdk.provider_verified;
    add("sdk " + sdk.id, std::move(recipient));
  }

  const knowledge::Plugin* known_plugin(std::string_view appid) const {
    for (const knowledge::Plugin& plugin : input_.knowledge.plugins) {
      if (plugin.provider_appid == appid) return &plugin;
    }
    return nullptr;
  }

  void plugins() {
    for (const program::PluginDeclaration& declared : input_.program.plugins) {
      Recipient recipient;
      recipient.kind = RecipientKind::plugin;
      recipient.name = declared.name;
      recipient.knowledge_id = declared.provider;
      if (declared.file >= 0) recipient.place = {file(declared.file).path, declared.place.line, declared.place.column};
      if (const knowledge::Plugin* plugin = known_plugin(declared.provider)) {
        recipient.name = plugin->name;
        recipient.provider = plugin->company;
        recipient.provider_verified = plugin->company_verified;
        recipient.purpose = plugin->purpose;
        recipient.items = plugin->items;
      }
      // A kit that comes as a plugin is told of once, with all that is known of it.
      for (std::size_t s = 0; s < sdks_.size(); ++s) {
        if (contains(sdks_[s]->match.plugin_appid, declared.provider) && recipient.provider.empty()) {
          recipient.name = sdks_[s]->name;
          recipient.provider = sdks_[s]->provider;
          recipient.provider_verified = sdks_[s]->provider_verified;
          recipient.purpose = sdks_[s]->purpose;
          recipient.privacy_url = sdks_[s]->privacy_url;
          recipient.items = sdks_[s]->data;
        }
      }
      add("plugin " + declared.provider + declared.name, std::move(recipient));
    }
  }

  // Tests stand beside the code and are not shipped: an address in them is no recipient.
  static bool is_test(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    const std::string_view name = slash == npos ? path : path.substr(slash + 1);
    if (name.find(".test.") != npos || name.find(".spec.") != npos) return true;
    const auto folders = split(path, '/');
    return std::any_of(folders.begin(), folders.end(), [](std::string_view folder) {
      return folder == "__tests__" || folder == "__mocks__" || folder == "e2e";
    });
  }

  void read(int index) {
    const program::SourceFile& source = file(index);
    if (is_test(source.path)) return;
    if (source.language == program::Language::markup) {
      if (source.dialect != program::Dialect::html) markup(index);
    } else if (is_script(source)) {
      by_file_name(index);
      if (!source.generated) script(index, source.source.text(), 0);
      for (const program::MarkupNode& node : input_.markups[static_cast<std::size_t>(index)].nodes) {
        if (node.kind == program::NodeKind::element) element(index, node);
      }
    } else if (source.language == program::Language::json) {
      if (is_configuration(source.path)) script(index, source.source.text(), 0);
    } else if (source.path.ends_with("ss") || source.path.ends_with(".styl")) {
      if (!source.vendored) styles(index, source.source.text(), 0);
    }
  }

  // Settings of the tools are no part of the program.
  static bool is_configuration(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    const std::string_view name = slash == npos ? path : path.substr(slash + 1);
    return !name.starts_with("project.") && !name.starts_with("package") && !name.starts_with("tsconfig") &&
           !name.starts_with("jsconfig") && !name.starts_with(".") && name != "sitemap.json" && name != "theme.json" &&
           name.find("eslint") == npos;
  }

  void by_file_name(int index) {
    const std::string& path = file(index).path;
    const std::string name =
        to_lower_ascii(path.substr(path.rfind('/') == std::string::npos ? 0 : path.rfind('/') + 1));
    const auto [first, last] = table_.files.equal_range(name);
    for (auto at = first; at != last; ++at) add_sdk(at->second, {path, 1, 1});
    for (const auto& [pattern, s] : table_.file_patterns) {
      if (glob(pattern, name)) add_sdk(s, {path, 1, 1});
    }
  }

  void script(int index, std::string_view text, std::uint32_t base) {
    const program::SourceFile& source = file(index);
    for_each_literal(text, base, [&](std::uint32_t offset, std::string_view content) {
      literal(index, offset, content, content.starts_with("http") && names_picture(name_before(text, offset - base)));
    });
    if (!is_script(source) && source.language != program::Language::markup) return;
    // Whatever its file is called now: the name it gives itself.
    for (const auto& [symbol, s] : table_.symbols) {
      for (std::size_t at = text.find(symbol); at != npos; at = text.find(symbol, at + 1)) {
        if (at > 0 && (is_word(text[at - 1]) || text[at - 1] == '.')) continue;
        if (at + symbol.size() < text.size() && is_word(text[at + symbol.size()])) continue;
        if (in_comment(text, at)) continue;
        add_sdk(s, place(index, base + static_cast<std::uint32_t>(at)));
        break;
      }
    }
  }

  static bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$';
  }

  // Near enough for a name that is rare: after "//" on its line, or between the last "/*" and its "*/".
  static bool in_comment(std::string_view text, std::size_t at) {
    const std::size_t line = text.rfind('\n', at);
    const std::string_view before = text.substr(line == npos ? 0 : line, at - (line == npos ? 0 : line));
    if (before.size() < 2000 && before.find("//") != npos && before.find("://") == npos) return true;
    if (trim(before).starts_with('*')) return true;
    const std::size_t open = text.substr(0, at).rfind("/*");
    return open != npos && at - open < 5000 && text.find("*/", open) > at;
  }

  // avatarUrl: "https://…"; not uploadImageUrl, which takes pictures instead of showing one.
  bool names_picture(const std::string& name) const {
    const auto says = [&name](const std::string& word) { return name.find(word) != std::string::npos; };
    return std::any_of(words_.names.begin(), words_.names.end(), says) &&
           std::none_of(words_.other_names.begin(), words_.other_names.end(), says);
  }

  // `picture`: the name it is given to says that it shows one.
  void literal(int index, std::uint32_t offset, std::string_view content, bool picture) {
    if (content.size() > 4000) content = content.substr(0, 4000);
    const program::SourceFile& source = file(index);
    for (const Url& url : urls_in(content)) address(index, offset + url.offset, url, picture);
    const auto known_package = [&](std::string_view name) {
      const auto found = table_.packages.find(std::string(name));
      if (found != table_.packages.end()) add_sdk(found->second, place(index, offset));
    };
    if (!source.vendored && content.size() < 120 && content.find(' ') == npos && !content.empty()) {
      // import 'pkg', require('pkg/dist/x'), "usingComponents": {"a": "pkg/a"}
      const std::size_t slash = content.find('/');
      const std::size_t second = slash != npos && content[0] == '@' ? content.find('/', slash + 1) : slash;
      known_package(content);
      if (second != npos) known_package(content.substr(0, second));
      for (const auto& [pattern, s] : table_.package_patterns) {
        if (glob(pattern, content)) add_sdk(s, place(index, offset));
      }
      if (content[0] == '.' || content[0] == '/' || content[0] == '@') imported_file(index, offset, content);
      if (const auto found = table_.appids.find(std::string(content)); found != table_.appids.end())
        add_sdk(found->second, place(index, offset));
      opened_program(index, offset, content);
    }
    if (content.starts_with("plugin://")) plugin_page(index, offset, content);
  }

  void imported_file(int index, std::uint32_t offset, std::string_view written) {
    const std::size_t slash = written.rfind('/');
    if (slash == npos) return;
    std::string name = to_lower_ascii(written.substr(slash + 1));
    if (!name.ends_with(".js")) name += ".js";
    const auto [first, last] = table_.files.equal_range(name);
    for (auto at = first; at != last; ++at) add_sdk(at->second, place(index, offset));
  }

  static bool looks_like_appid(std::string_view text) {
    return text.size() == 18 && text.starts_with("wx") && std::all_of(text.begin() + 2, text.end(), [](char c) {
             return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
  }

  // Another mini program that is opened by its appid.
  void opened_program(int index, std::uint32_t offset, std::string_view appid) {
    if (!looks_like_appid(appid) || appid == input_.program.appid || table_.appids.contains(std::string(appid))) return;
    for (const program::PluginDeclaration& plugin : input_.program.plugins) {
      if (plugin.provider == appid) return;
    }
    if (known_plugin(appid) != nullptr) return;
    Recipient recipient;
    recipient.kind = RecipientKind::mini_program;
    recipient.name = std::string(appid);
    recipient.knowledge_id = std::string(appid);
    recipient.place = place(index, offset);
    bool known = false;
    for (const knowledge::OpenedProgram& opened : input_.knowledge.opened_programs) {
      if (opened.appid != appid) continue;
      known = true;
      recipient.name = opened.name;
      recipient.provider = opened.company;
      recipient.items = opened.items;
    }
    // An appid alone in a script may be the program's own: only known ones count there.
    const program::SourceFile& source = file(index);
    if (!known && source.language != program::Language::markup) return;
    add("program " + std::string(appid), std::move(recipient));
  }

  void plugin_page(int index, std::uint32_t offset, std::string_view written) {
    const std::size_t end = written.find_first_of("/?", 9);
    const std::string name(written.substr(9, end == npos ? npos : end - 9));
    for (const program::PluginDeclaration& declared : input_.program.plugins) {
      if (declared.name == name) return;  // told of where it is declared
    }
    if (name.empty()) return;
    Recipient recipient;
    recipient.kind = RecipientKind::plugin;
    recipient.name = name;
    recipient.place = place(index, offset);
    add("plugin " + name, std::move(recipient));
  }

  bool is_file(std::string_view path) const {
    const std::string lower = to_lower_ascii(path.substr(0, 500));
    const std::string_view bare = std::string_view(lower).substr(0, lower.find_first_of("?#"));
    return std::any_of(words_.path_endings.begin(), words_.path_endings.end(),
                       [&](const std::string& e) { return bare.ends_with(e); });
  }

  bool is_passive(std::string_view path) const {
    const std::string lower = to_lower_ascii(path.substr(0, 500));
    return is_file(path) || std::any_of(words_.path_parts.begin(), words_.path_parts.end(),
                                        [&](const std::string& p) { return lower.find(p) != std::string::npos; });
  }

  // An address in the source. `fetched`: it stands where only pictures, fonts and the like are asked for.
  void address(int index, std::uint32_t offset, const Url& url, bool fetched) {
    if (contains(words_.ignored, url.host)) return;
    const program::SourceFile& source = file(index);
    const std::size_t s = table_.of_host(url.host);
    const bool passive = fetched || is_passive(url.path);
    // Storage that serves pictures gets nothing but the request; a kit's own host in its own file names the kit.
    const bool storage = s != npos && sdks_[s]->category == "storage";
    if (s != npos && !(storage && passive) && (asks_ || source.vendored)) add_sdk(s, place(index, offset));
    if (source.vendored) return;
    hosts_.insert(url.host);
    if (const auto at = foreign_.find(url.host); at != foreign_.end() && !fetched && !is_file(url.path)) {
      foreign_host(*at->second, place(index, offset));
      return;
    }
    if (!passive || is_local_host(url.host) || (s != npos && !storage && asks_)) return;
    if (own_domains_.contains(registrable_domain(url.host))) return;
    Recipient recipient;
    recipient.kind = RecipientKind::component;  // asked for a picture, told nothing but who asks
    recipient.name = url.host;
    recipient.host = url.host;
    if (s != npos) {
      recipient.provider = sdks_[s]->provider;
      recipient.provider_verified = sdks_[s]->provider_verified;
    }
    recipient.place = place(index, offset);
    add("host " + url.host, std::move(recipient));
  }

  void foreign_host(const HostUse& use, const Place& at) {
    Recipient recipient;
    recipient.kind = RecipientKind::host;
    recipient.name = use.host;
    recipient.host = use.host;
    recipient.items = use.items;
    recipient.place = at;
    add("host " + use.host, std::move(recipient));
    told_.insert(use.host);
  }

  void styles(int index, std::string_view text, std::uint32_t base) {
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t comment = std::min(text.find("/*", at), text.size());
      const std::string_view code = text.substr(at, comment - at);
      for (const Url& url : urls_in(code))
        if (!in_line_comment(code, url.offset))
          address(index, base + static_cast<std::uint32_t>(at) + url.offset, url, true);
      // url(//at.alicdn.com/t/font.css)
      for (std::size_t u = code.find("//"); u != npos; u = code.find("//", u + 2)) {
        if (u == 0 || (code[u - 1] != '(' && code[u - 1] != '\'' && code[u - 1] != '"')) continue;
        const std::string_view rest = code.substr(u);
        const std::vector<Url> found = urls_in(rest.substr(0, std::min(rest.find_first_of(")'\""), rest.size())));
        if (!found.empty()) address(index, base + static_cast<std::uint32_t>(at + u) + found[0].offset, found[0], true);
      }
      const std::size_t end = text.find("*/", comment);
      if (comment == text.size() || end == npos) break;
      at = end + 2;
    }
  }

  // Less and Sass know comments to the end of the line.
  static bool in_line_comment(std::string_view text, std::size_t at) {
    const std::size_t line = text.rfind('\n', at);
    return trim(text.substr(line == npos ? 0 : line + 1)).starts_with("//");
  }

  void markup(int index) {
    const program::Markup& tree = input_.markups[static_cast<std::size_t>(index)];
    const program::SourceFile& source = file(index);
    for (const program::MarkupNode& node : tree.nodes) {
      if (node.kind == program::NodeKind::interpolation_text) {
        script(index, node.text, node.inner.begin);
        continue;
      }
      if (node.kind != program::NodeKind::element) continue;
      const bool raw = node.children.empty() && node.inner.begin < node.inner.end;
      if (raw && (node.name == "script" || node.name == "wxs" || node.name == "sjs" || node.name == "filter" ||
                  node.name == "config" || node.name == "json")) {
        script(index, source.source.slice(node.inner), node.inner.begin);
      } else if (raw && node.name == "style") {
        styles(index, source.source.slice(node.inner), node.inner.begin);
      }
      element(index, node);
    }
  }

  void element(int index, const program::MarkupNode& node) {
    const std::string tag = tag_of(node);
    for (const program::Attribute& a : node.attributes) {
      if (a.value.empty()) continue;
      const std::string name = plain_name(a.name);
      const bool web_view = tag == "web-view" && name == "src";
      const bool fetched = !web_view && (contains(words_.attributes, name) || name == "style");
      for (const Url& url : urls_in(trim(a.value))) {
        const std::uint32_t offset = a.value_span.begin + url.offset;
        if (web_view) {
          web_page(index, offset, url);
        } else {
          address(index, offset, url, fetched);
        }
      }
      if (name == "app-id" || name == "appid") opened_program(index, a.value_span.begin, a.value);
      if (a.value.starts_with("plugin://")) plugin_page(index, a.value_span.begin, a.value);
    }
    if (file(index).vendored) return;
    std::size_t best = npos;
    bool best_by_attribute = false;
    for (const SdkTable::Component& c : table_.components) {
      if (c.tag != tag) continue;
      const bool has = c.attribute.empty() || find_bound(node, c.attribute);
      if (has && (best == npos || (!c.attribute.empty() && !best_by_attribute))) {
        best = c.sdk;
        best_by_attribute = !c.attribute.empty();
      }
    }
    // <ad> is also a name for own components: one of a network says which place it fills.
    const bool placed = std::any_of(node.attributes.begin(), node.attributes.end(), [](const program::Attribute& a) {
      return a.name.find("unit") != npos || a.name.find("adpid") != npos;
    });
    if (best != npos && (placed || tag.find('-') != npos)) add_sdk(best, place(index, node.span.begin));
  }

  void web_page(int index, std::uint32_t offset, const Url& url) {
    hosts_.insert(url.host);
    if (is_local_host(url.host) || own_domains_.contains(registrable_domain(url.host))) return;
    Recipient recipient;
    recipient.kind = RecipientKind::host;
    recipient.name = url.host;
    recipient.host = url.host;
    recipient.place = place(index, offset);
    add("host " + url.host, std::move(recipient));
  }

  void api(const ApiCall& call) {
    if (call.vendored) return;
    const std::size_t dot = call.api.find('.');
    const std::string_view own =
        dot == std::string::npos ? std::string_view(call.api) : std::string_view(call.api).substr(dot + 1);
    for (std::size_t s = 0; s < sdks_.size(); ++s) {
      for (const std::string& written : sdks_[s]->match.api) {
        const std::string_view wanted = std::string_view(written).substr(0, written.find_first_of(" ("));
        const std::size_t wanted_dot = wanted.find('.');
        const std::string_view wanted_own = wanted_dot == npos ? wanted : wanted.substr(wanted_dot + 1);
        // A facade's call stands for the platform's: Taro.requestPayment is wx.requestPayment on WeChat.
        const std::string_view wanted_object = wanted.substr(0, wanted_dot);
        const knowledge::Platform* platform = input_.knowledge.platform(input_.program.platform);
        const bool same_platform = (platform != nullptr && wanted_object == platform->global_object) ||
                                   call.api.starts_with(std::string(wanted_object) + ".");
        if (same_platform && glob(wanted_own, own)) add_sdk(s, call.place);
      }
    }
  }

  // A host that a request goes to: that of a known service, or another's.
  void request_host(const HostUse& use) {
    const std::size_t s = table_.of_host(use.host);
    if (s != npos) {
      add_sdk(s, use.place);
    } else if (foreign_.contains(use.host) && !told_.contains(use.host)) {
      foreign_host(use, use.place);
    }
  }

  // "manifest.json uniStatistics.enable=true", and folders of a cloud.
  void configuration() {
    for (std::size_t s = 0; s < sdks_.size(); ++s) {
      for (const std::string& folder : sdks_[s]->match.folder) {
        for (const program::SourceFile& source : input_.program.files) {
          if (source.path.starts_with(folder + "/") || source.path.find("/" + folder + "/") != std::string::npos) {
            add_sdk(s, {source.path, 1, 1});
            break;
          }
        }
      }
      for (const std::string& written : sdks_[s]->match.config) {
        const std::size_t space = written.find(' ');
        if (space == std::string::npos) continue;
        const int index = input_.program.find_file(input_.program.base + written.substr(0, space));
        if (index < 0) continue;
        auto data = parse_json(file(index).path, file(index).source.text());
        if (!data) continue;
        setting(s, index, *data, written.substr(space + 1));
      }
    }
  }

  void setting(std::size_t s, int index, const DataFile& data, std::string_view written) {
    const std::size_t equals = written.find('=');
    const json::value* value = &data.value;
    std::string pointer;
    for (const std::string_view part : split(written.substr(0, equals), '.')) {
      value = find(*value, part);
      if (value == nullptr) return;
      pointer += "/" + std::string(part);
    }
    const bool on = equals == npos
                        ? !(value->is_object() && find(*value, "enable") != nullptr && !get_bool(*value, "enable"))
                        : value->is_bool() && value->get_bool() == (written.substr(equals + 1) == "true");
    if (!on) return;
    const Position at = data.place(pointer);
    add_sdk(s, {file(index).path, at.line, at.column});
  }

  const TemplateInput& input_;
  const std::vector<ApiCall>& calls_;
  const std::vector<HostUse>& host_uses_;
  Words words_;
  SdkTable table_;
  const std::vector<const knowledge::Sdk*>& sdks_ = table_.sdks;
  std::set<std::size_t> seen_sdks_;
  bool asks_ = false;  // some request leaves the program
  std::set<std::string> own_domains_;
  std::map<std::string, const HostUse*, std::less<>> foreign_;  // hosts of somebody else that requests go to
  std::set<std::string> told_;                                  // those whose address was met in the source
  std::map<std::pair<std::string, std::string>, Recipient> found_;
  std::set<std::string> hosts_;
};

}  // namespace

std::set<std::string> foreign_domains(const std::map<std::string, std::set<std::string>>& paths_of_host) {
  // The name in front of the public suffix: a.com and a.cn are one owner's.
  const auto owner = [](std::string_view domain) { return std::string(domain.substr(0, domain.find('.'))); };
  const auto is_own = [](std::string_view host) {
    return is_local_host(host) || (!host.empty() && host.find_first_not_of("0123456789.:") == npos);
  };
  std::map<std::string, std::size_t> asked;
  for (const auto& [host, paths] : paths_of_host)
    asked[is_own(host) ? std::string() : registrable_domain(host)] += paths.size();
  std::set<std::string> out;
  const auto most =
      std::max_element(asked.begin(), asked.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  if (most == asked.end()) return out;
  for (const auto& [domain, count] : asked)
    if (!domain.empty() && count * kOwnToForeign <= most->second && owner(domain) != owner(most->first))
      out.insert(domain);
  return out;
}

Recipients find_recipients(const TemplateInput& input, const std::vector<ApiCall>& calls,
                           const std::vector<HostUse>& hosts) {
  return RecipientFinder(input, calls, hosts).run();
}

}  // namespace qiyue::scan
