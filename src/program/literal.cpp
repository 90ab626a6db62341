#include "program/literal.h"

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cstdlib>
#include <utility>

#include "core/text.h"

namespace qiyue::program {
namespace {

constexpr int kMaxDepth = 64;

bool is_identifier(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
         static_cast<unsigned char>(c) >= 0x80;
}

class Reader {
 public:
  explicit Reader(std::string_view text, std::size_t at) : text_(text), at_(at) {}

  Literal read() {
    const char first = done() ? '\0' : text_[at_];
    if (first == '{') literal_.value = object("", 0);
    if (first == '[') literal_.value = array("", 0);
    return std::move(literal_);
  }

 private:
  [[nodiscard]] bool done() const { return at_ >= text_.size(); }

  void space() {
    while (!done()) {
      const char c = text_[at_];
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        ++at_;
      } else if (text_.substr(at_, 2) == "//") {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (text_.substr(at_, 2) == "/*") {
        const std::size_t end = text_.find("*/", at_ + 2);
        at_ = end == npos ? text_.size() : end + 2;
      } else {
        return;
      }
    }
  }

  // Past the string at at_; its content in `out` when it is a constant.
  bool string(std::string& out) {
    const char quote = text_[at_++];
    bool constant = true;
    while (!done() && text_[at_] != quote) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) {
        ++at_;
        out += text_[at_] == 'n' ? '\n' : text_[at_];
      } else {
        if (quote == '`' && text_[at_] == '$') constant = false;
        if (quote != '`' && text_[at_] == '\n') return false;
        out += text_[at_];
      }
      ++at_;
    }
    if (!done()) ++at_;
    return constant;
  }

  // Past an expression that is not read, up to the comma or bracket that ends it.
  void skip_expression() {
    int depth = 0;
    while (!done()) {
      space();
      if (done()) return;
      const char c = text_[at_];
      if (c == '"' || c == '\'' || c == '`') {
        std::string ignored;
        string(ignored);
        continue;
      }
      if (c == '(' || c == '[' || c == '{') ++depth;
      if (c == ')' || c == ']' || c == '}') {
        if (depth == 0) return;
        --depth;
      }
      if ((c == ',' || c == ';') && depth == 0) return;
      ++at_;
    }
  }

  // True when the value read so far is all there is: `'a' + b` and `x ? 'a' : 'b'` are no constants.
  bool ends_here() {
    space();
    if (text_.substr(at_, 3) == "as " || text_.substr(at_, 10) == "satisfies ") {
      while (!done() && text_[at_] != ',' && text_[at_] != '}' && text_[at_] != ']' && text_[at_] != ')' &&
             text_[at_] != '\n')
        ++at_;
    }
    return done() || text_[at_] == ',' || text_[at_] == '}' || text_[at_] == ']' || text_[at_] == ')' ||
           text_[at_] == ';';
  }

  json::value value(const std::string& pointer, int depth) {
    space();
    if (done() || depth > kMaxDepth) {
      skip_expression();
      return nullptr;
    }
    const char c = text_[at_];
    json::value out;
    if (c == '{') {
      out = object(pointer, depth);
    } else if (c == '[') {
      out = array(pointer, depth);
    } else if (c == '"' || c == '\'' || c == '`') {
      std::string found;
      if (string(found)) out = json::string(found);
    } else {
      std::size_t end = at_;
      while (end < text_.size() &&
             (is_identifier(text_[end]) || text_[end] == '.' || (end == at_ && text_[end] == '-')))
        ++end;
      const std::string word(text_.substr(at_, end - at_));
      at_ = end;
      if (word == "true" || word == "false") {
        out = word == "true";
      } else if (!word.empty() && (word[0] == '-' || (word[0] >= '0' && word[0] <= '9'))) {
        out = std::strtod(word.c_str(), nullptr);
      } else {
        skip_expression();
        return nullptr;
      }
    }
    if (ends_here()) return out;
    skip_expression();
    return nullptr;
  }

  json::value object(const std::string& pointer, int depth) {
    json::object out;
    ++at_;
    while (true) {
      space();
      if (done()) return out;
      if (text_[at_] == '}') {
        ++at_;
        return out;
      }
      if (text_[at_] == ',') {
        ++at_;
        continue;
      }
      const std::size_t start = at_;
      std::string key;
      bool named = false;
      if (text_[at_] == '"' || text_[at_] == '\'') {
        named = string(key);
      } else {
        while (!done() && is_identifier(text_[at_])) key += text_[at_++];
        named = !key.empty();
      }
      space();
      if (named && !done() && text_[at_] == ':') {
        ++at_;
        const std::string child = pointer + "/" + replace_all(replace_all(key, "~", "~0"), "/", "~1");
        literal_.offsets.emplace(child, static_cast<std::uint32_t>(start));
        out[key] = value(child, depth + 1);
      } else {
        skip_expression();  // a spread, a method, a shorthand or computed key
      }
      if (at_ == start) ++at_;
      if (!done() && text_[at_] != ',' && text_[at_] != '}') {
        if (text_[at_] == ')' || text_[at_] == ']' || text_[at_] == ';') return out;
      }
    }
  }

  json::value array(const std::string& pointer, int depth) {
    json::array out;
    ++at_;
    while (true) {
      space();
      if (done()) return out;
      if (text_[at_] == ']') {
        ++at_;
        return out;
      }
      if (text_[at_] == ',') {
        ++at_;
        continue;
      }
      const std::size_t start = at_;
      const std::string child = pointer + "/" + std::to_string(out.size());
      literal_.offsets.emplace(child, static_cast<std::uint32_t>(start));
      out.push_back(value(child, depth + 1));
      if (at_ == start) ++at_;
      if (!done() && (text_[at_] == ')' || text_[at_] == '}' || text_[at_] == ';')) return out;
    }
  }

  std::string_view text_;
  std::size_t at_;
  Literal literal_;
};

// The text with comments blanked out, so that a search does not stop in one.
std::string without_comments(std::string_view text) {
  std::string out(text);
  char quote = '\0';
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (quote != '\0') {
      if (out[i] == '\\')
        ++i;
      else if (out[i] == quote || (out[i] == '\n' && quote != '`'))
        quote = '\0';
    } else if (out[i] == '"' || out[i] == '\'' || out[i] == '`') {
      quote = out[i];
    } else if (out.compare(i, 2, "//") == 0) {
      while (i < out.size() && out[i] != '\n') out[i++] = ' ';
    } else if (out.compare(i, 2, "/*") == 0) {
      const std::size_t end = std::min(out.find("*/", i + 2), out.size() - 2) + 2;
      for (; i < end && i < out.size(); ++i) {
        if (out[i] != '\n') out[i] = ' ';
      }
      --i;
    }
  }
  return out;
}

}  // namespace

Literal read_literal(std::string_view text, std::size_t offset) { return Reader(text, offset).read(); }

std::size_t find_config_object(std::string_view raw) {
  const std::string text = without_comments(raw);
  static constexpr std::array<std::string_view, 6> kMarkers = {"export default",  "module.exports", "exports.wechat",
                                                               "exports.default", "config ",        "config="};
  for (const std::string_view marker : kMarkers) {
    for (std::size_t at = text.find(marker); at != npos; at = text.find(marker, at + 1)) {
      std::size_t next = at + marker.size();
      const bool is_class_field = marker.starts_with("config");
      if (at > 0 && (is_identifier(text[at - 1]) || text[at - 1] == '.')) continue;
      const std::string_view rest = std::string_view(text).substr(next);
      if (rest.empty()) break;
      // Up to the next '{': only an '=', a type, a call and parentheses may stand before it.
      const std::size_t brace = rest.find_first_of("{;\n");
      if (brace != npos && rest[brace] == '{') {
        const std::string_view between = rest.substr(0, brace);
        const bool names_a_class =
            between.find("class ") != npos || between.find("function") != npos || between.find("=>") != npos;
        const bool assigned = !is_class_field || between.find('=') != npos || marker.ends_with("=");
        if (!names_a_class && assigned) return next + brace;
      }
      if (is_class_field) continue;
      // `export default name` and `module.exports = name`: the literal that the name was given.
      std::size_t begin = next;
      while (begin < text.size() && !is_identifier(text[begin])) ++begin;
      std::size_t end = begin;
      while (end < text.size() && is_identifier(text[end])) ++end;
      const std::string name = text.substr(begin, end - begin);
      if (name.empty() || name == "class" || name == "function") continue;
      for (std::size_t place = text.find(name); place != npos; place = text.find(name, place + 1)) {
        const std::size_t after = place + name.size();
        if (place > 0 && is_identifier(text[place - 1])) continue;
        const std::size_t stop = text.find_first_of("={;\n", after);
        if (stop == npos || text[stop] != '=') continue;
        const std::size_t open = text.find_first_not_of(" \t\r\n(", stop + 1);
        if (open != npos && text[open] == '{') return open;
      }
    }
  }
  return npos;
}

}  // namespace qiyue::program
