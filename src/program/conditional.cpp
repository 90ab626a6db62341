#include "program/conditional.h"

#include <vector>

#include "core/text.h"

namespace qiyue::program {
namespace {

// One directive: its comment stands in [begin, end) and its words in `condition`.
struct Directive {
  enum class Kind { ifdef, ifndef, elif, otherwise, endif } kind = Kind::endif;
  std::size_t begin = 0, end = 0;
  std::string_view condition;
};

bool is_word(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

// "A || B && C"; names with comparison ("uniVersion > 3.9") count as true, as every recent compiler meets them.
bool holds(std::string_view condition, const Defines& defines) {
  bool any = false;
  bool all = true;
  bool seen = false;
  std::size_t at = 0;
  while (at < condition.size()) {
    const char c = condition[at];
    if (is_word(c)) {
      std::size_t end = at;
      while (end < condition.size() && is_word(condition[end])) ++end;
      const std::string_view name = condition.substr(at, end - at);
      std::size_t next = end;
      while (next < condition.size() && condition[next] == ' ') ++next;
      bool value = defines.contains(name);
      if (next < condition.size() && (condition[next] == '>' || condition[next] == '<' || condition[next] == '=')) {
        value = true;
        while (next < condition.size() && condition[next] != '|' && condition[next] != '&') ++next;
        end = next;
      }
      all = all && value;
      seen = true;
      at = end;
    } else if (condition.substr(at, 2) == "||") {
      any = any || (all && seen);
      all = true;
      seen = false;
      at += 2;
    } else {
      ++at;
    }
  }
  return any || (all && seen);
}

// The next directive at or after `from`; false when there is none.
bool next_directive(std::string_view text, std::size_t from, Directive& out) {
  for (std::size_t at = text.find('#', from); at != npos; at = text.find('#', at + 1)) {
    const std::string_view rest = text.substr(at + 1, 8);
    std::size_t length = 0;
    if (rest.starts_with("ifdef")) {
      out.kind = Directive::Kind::ifdef;
      length = 5;
    } else if (rest.starts_with("ifndef")) {
      out.kind = Directive::Kind::ifndef;
      length = 6;
    } else if (rest.starts_with("elif")) {
      out.kind = Directive::Kind::elif;
      length = 4;
    } else if (rest.starts_with("else")) {
      out.kind = Directive::Kind::otherwise;
      length = 4;
    } else if (rest.starts_with("endif")) {
      out.kind = Directive::Kind::endif;
      length = 5;
    } else {
      continue;
    }
    std::size_t begin = at;
    while (begin > 0 && (text[begin - 1] == ' ' || text[begin - 1] == '\t')) --begin;
    std::size_t close = npos;
    std::size_t end = npos;
    const std::string_view before = text.substr(0, begin);
    if (before.ends_with("//")) {
      begin -= 2;
      close = end = std::min(text.find('\n', at), text.size());
    } else if (before.ends_with("<!--")) {
      begin -= 4;
      close = text.find("-->", at);
      end = close == npos ? npos : close + 3;
    } else if (before.ends_with("/*") || before.ends_with("/**")) {
      begin -= before.ends_with("/**") ? 3 : 2;
      close = text.find("*/", at);
      end = close == npos ? npos : close + 2;
    }
    if (end == npos) continue;
    out.begin = begin;
    out.end = end;
    out.condition = trim(text.substr(at + 1 + length, close - at - 1 - length));
    return true;
  }
  return false;
}

void blank(std::string_view passage, std::string& out) {
  std::size_t at = 0;
  while (at < passage.size()) {
    if (passage[at] == '\n' || passage[at] == '\r') {
      out += passage[at++];
    } else {
      decode_utf8(passage, at);
      out += ' ';
    }
  }
}

}  // namespace

Defines platform_defines(std::string_view platform, bool vue3) {
  Defines defines = {"MP", vue3 ? "VUE3" : "VUE2"};
  if (platform == "wechat") defines.insert("MP-WEIXIN");
  if (platform == "alipay") defines.insert("MP-ALIPAY");
  if (platform == "douyin") defines.insert("MP-TOUTIAO");
  if (platform == "baidu") defines.insert("MP-BAIDU");
  if (platform == "qq") defines.insert("MP-QQ");
  if (platform == "kuaishou") defines.insert("MP-KUAISHOU");
  return defines;
}

std::string apply_conditions(std::string_view text, const Defines& defines) {
  if (text.find("#ifdef") == npos && text.find("#ifndef") == npos && text.find("# ifdef") == npos)
    return std::string(text);
  struct Block {
    bool outer;   // what surrounds the block is compiled
    bool active;  // the present branch is
    bool taken;   // one of its branches was
  };
  std::vector<Block> blocks;
  std::string out;
  out.reserve(text.size());
  std::size_t kept = 0;  // everything before this offset is written
  bool active = true;
  Directive directive;
  for (std::size_t at = 0; next_directive(text, at, directive); at = directive.end) {
    const std::string_view passage = text.substr(kept, directive.begin - kept);
    if (active) {
      out += passage;
    } else {
      blank(passage, out);
    }
    blank(text.substr(directive.begin, directive.end - directive.begin), out);
    kept = directive.end;
    switch (directive.kind) {
      case Directive::Kind::ifdef:
      case Directive::Kind::ifndef: {
        const bool met = holds(directive.condition, defines) == (directive.kind == Directive::Kind::ifdef);
        blocks.push_back({active, met, met});
        break;
      }
      case Directive::Kind::elif:
      case Directive::Kind::otherwise:
        if (!blocks.empty()) {
          Block& block = blocks.back();
          block.active =
              !block.taken && (directive.kind == Directive::Kind::otherwise || holds(directive.condition, defines));
          block.taken = block.taken || block.active;
        }
        break;
      case Directive::Kind::endif:
        if (!blocks.empty()) blocks.pop_back();
        break;
    }
    active = blocks.empty() || (blocks.back().outer && blocks.back().active);
  }
  if (!blocks.empty()) return std::string(text);
  out += text.substr(kept);
  return out;
}

}  // namespace qiyue::program
