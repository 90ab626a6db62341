#include "scan/literals.h"

#include <algorithm>
#include <array>

#include "core/text.h"

namespace qiyue::scan {
namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// Whether a '/' after the code so far begins a regular expression: it does not after a value.
bool divides(char before, std::string_view word) {
  if (before == ')' || before == ']' || before == '}') return true;
  if (!is_word(before)) return false;
  static constexpr std::array<std::string_view, 8> kBeforeRegex = {"return", "typeof", "case", "in",
                                                                   "of",     "delete", "void", "else"};
  return std::find(kBeforeRegex.begin(), kBeforeRegex.end(), word) == kBeforeRegex.end();
}

}  // namespace

void for_each_literal(std::string_view text, std::uint32_t base,
                      const std::function<void(std::uint32_t offset, std::string_view content)>& take) {
  std::vector<int> templates;  // depth of braces at which each open template string goes on
  int depth = 0;
  char before = '\n';
  std::string_view word;  // the last one, when `before` is a letter
  std::size_t at = 0;
  // Reads a template string from `at` (behind the '`' or the '}') to its end or to the next ${.
  const auto read_template = [&] {
    const std::size_t begin = at;
    while (at < text.size() && text[at] != '`' && text.substr(at, 2) != "${") at += text[at] == '\\' ? 2 : 1;
    at = std::min(at, text.size());
    if (at > begin) take(base + static_cast<std::uint32_t>(begin), text.substr(begin, at - begin));
    if (text.substr(at, 2) == "${") {
      templates.push_back(depth++);
      at += 2;
      before = '{';
    } else {
      ++at;
      before = '"';
    }
  };
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"' || c == '\'') {
      const std::size_t begin = ++at;
      while (at < text.size() && text[at] != c && text[at] != '\n') at += text[at] == '\\' ? 2 : 1;
      at = std::min(at, text.size());
      if (at > begin) take(base + static_cast<std::uint32_t>(begin), text.substr(begin, at - begin));
      ++at;
      before = ']';  // a value
    } else if (c == '`') {
      ++at;
      read_template();
      if (before == '"') before = ']';
    } else if (text.substr(at, 2) == "//") {
      at = std::min(text.find('\n', at), text.size());
    } else if (text.substr(at, 2) == "/*") {
      const std::size_t end = text.find("*/", at + 2);
      at = end == npos ? text.size() : end + 2;
    } else if (c == '/' && !divides(before, word)) {
      bool in_class = false;
      ++at;
      while (at < text.size() && text[at] != '\n' && (in_class || text[at] != '/')) {
        if (text[at] == '\\')
          ++at;
        else if (text[at] == '[')
          in_class = true;
        else if (text[at] == ']')
          in_class = false;
        ++at;
      }
      ++at;
      before = ']';
    } else {
      if (c == '{') ++depth;
      if (c == '}') {
        if (!templates.empty() && depth - 1 == templates.back()) {
          depth = templates.back();
          templates.pop_back();
          ++at;
          read_template();
          if (before == '"') before = ']';
          continue;
        }
        if (depth > 0) --depth;
      }
      if (is_word(c)) {
        const std::size_t begin = at;
        while (at < text.size() && is_word(text[at])) ++at;
        word = text.substr(begin, at - begin);
        before = 'a';
        continue;
      }
      if (c != ' ' && c != '\t' && c != '\r' && c != '\n') before = c;
      ++at;
    }
  }
}

std::string name_before(std::string_view text, std::size_t offset) {
  const auto skip = [&](std::string_view signs) {
    while (offset > 0 && signs.find(text[offset - 1]) != std::string_view::npos) --offset;
  };
  if (offset == 0) return {};
  --offset;  // the opening quote
  skip(" \t\r\n");
  if (offset == 0 || (text[offset - 1] != ':' && text[offset - 1] != '=')) return {};
  --offset;
  if (offset > 0 && (text[offset - 1] == '=' || text[offset - 1] == '!')) return {};  // a comparison
  skip(" \t\r\n\"'`");
  const std::size_t end = offset;
  while (offset > 0 && is_word(text[offset - 1])) --offset;
  std::string name = to_lower_ascii(text.substr(offset, end - offset));
  std::erase_if(name, [](char c) { return c == '_' || c == '-' || c == '$'; });
  return name;
}

std::vector<Url> urls_in(std::string_view text) {
  std::vector<Url> out;
  const auto read = [&](std::size_t at) {
    std::size_t end = at;
    while (end < text.size()) {
      const char c = text[end];
      const bool fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                        c == '.' || c == '_';
      if (!fits) break;
      ++end;
    }
    std::string host = to_lower_ascii(text.substr(at, end - at));
    // Something else follows than a path, a port or the end: the host is put together at run time.
    if (end < text.size() && std::string_view("/:?#\"' )\\,;<>`，。；）(").find(text[end]) == npos &&
        static_cast<unsigned char>(text[end]) < 0x80)
      return;
    std::size_t port = end;
    if (port < text.size() && text[port] == ':') {
      ++port;
      while (port < text.size() && text[port] >= '0' && text[port] <= '9') ++port;
      if (port > end + 1) {
        host += std::string(text.substr(end, port - end));
        end = port;
      }
    }
    const std::string_view name = std::string_view(host).substr(0, host.find(':'));
    const std::size_t dot = name.rfind('.');
    const bool dotted = dot != npos && dot > 0 && dot + 1 < name.size();
    if (!dotted && name != "localhost") return;
    if (name.find("..") != npos || name.starts_with('-')) return;
    std::size_t path_end = end;
    while (path_end < text.size() && std::string_view("\"' )\\,;<>`").find(text[path_end]) == npos) ++path_end;
    out.push_back({static_cast<std::uint32_t>(at), std::move(host), text.substr(end, path_end - end)});
  };
  for (std::size_t at = text.find("://"); at != npos; at = text.find("://", at + 3)) {
    const std::string_view before = text.substr(0, at);
    std::string scheme;
    for (std::size_t k = before.size(); k > 0 && before.size() - k < 6; --k) {
      const char c = before[k - 1];
      if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))) break;
      scheme.insert(scheme.begin(), c);
    }
    scheme = to_lower_ascii(scheme);
    if (scheme == "http" || scheme == "https" || scheme == "ws" || scheme == "wss") read(at + 3);
  }
  if (text.starts_with("//")) read(2);
  return out;
}

std::string registrable_domain(std::string_view host) {
  const std::string_view name = host.substr(0, host.find(':'));
  std::vector<std::string_view> parts = split(name, '.');
  const bool figures = !parts.empty() && std::all_of(parts.back().begin(), parts.back().end(),
                                                     [](char c) { return c >= '0' && c <= '9'; });
  if (parts.size() <= 2 || figures) return std::string(host);
  static constexpr std::array<std::string_view, 7> kSecond = {"com", "net", "org", "gov", "edu", "co", "ac"};
  const bool second =
      std::find(kSecond.begin(), kSecond.end(), parts[parts.size() - 2]) != kSecond.end() && parts.back().size() == 2;
  const std::size_t keep = std::min<std::size_t>(second ? 3 : 2, parts.size());
  std::string out;
  for (std::size_t i = parts.size() - keep; i < parts.size(); ++i)
    out += (out.empty() ? "" : ".") + std::string(parts[i]);
  return out;
}

bool is_local_host(std::string_view host) {
  const std::string_view name = host.substr(0, host.find(':'));
  return name == "localhost" || name.starts_with("127.") || name.starts_with("192.168.") || name.starts_with("10.") ||
         name.starts_with("0.0.0.0") || name == "example.com" || name.ends_with(".example.com") ||
         name.ends_with(".local");
}

}  // namespace qiyue::scan
