// Lines of a proposed facts file. Insides of facts.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/data.h"
#include "facts/facts.h"

namespace qiyue::facts {

// Lines of a YAML file at two spaces a level.
class Writer {
 public:
  void comment(int level, std::string_view text) { line(level, text.empty() ? "#" : "# " + std::string(text)); }
  void blank() { out_ += '\n'; }
  void open(int level, std::string_view key) { line(level, std::string(key) + ":"); }
  // As a person would have written it.
  void value(int level, std::string_view key, std::string_view text) {
    line(level, std::string(key) + ": " + yaml_scalar(text));
  }
  void raw(int level, std::string_view key, std::string_view text) {
    line(level, std::string(key) + ": " + std::string(text));
  }
  void flag(int level, std::string_view key, bool holds) { raw(level, key, holds ? "true" : "false"); }
  void empty(int level, std::string_view key) { raw(level, key, "\"\""); }
  void ask(int level, std::string_view key) { raw(level, key, kPlaceholder); }
  // With the mark, unless nothing is proposed.
  void propose(int level, std::string_view key, std::string_view text) {
    if (text.empty() || is_placeholder(text)) {
      value(level, key, text.empty() ? kPlaceholder : text);
    } else {
      line(level, std::string(key) + ": " + yaml_scalar(text) + "  " + std::string(kProposalMark));
    }
  }
  void propose_raw(int level, std::string_view key, std::string_view text) {
    line(level, std::string(key) + ": " + std::string(text) + "  " + std::string(kProposalMark));
  }
  void list(int level, std::string_view key, const std::vector<std::string>& items, bool proposed) {
    std::string text = "[";
    for (const std::string& item : items) text += (text.size() > 1 ? ", " : "") + yaml_scalar(item);
    text += "]";
    if (proposed && !items.empty()) {
      propose_raw(level, key, text);
    } else {
      raw(level, key, text);
    }
  }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void line(int level, const std::string& text) {
    out_ += std::string(static_cast<std::size_t>(level) * 2, ' ') + text + "\n";
  }
  std::string out_;
};

}  // namespace qiyue::facts
