// Markdown inside a paragraph. Own code, because every run must lead back to its bytes, and because CommonMark does not see bold beside
// Chinese punctuation (**《隐私政策》**我们), which is how most Chinese texts are written.
#include <algorithm>

#include "core/text.h"
#include "document/flow.h"

namespace qiyue::doc {
namespace {

constexpr std::size_t kLongestLabel = 4000;
constexpr std::size_t kLongestTag = 2000;

bool is_ascii_punctuation(char c) {
  return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_word(char c) { return is_letter(c) || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80; }

struct Stars {
  std::size_t at = 0;
  std::size_t length = 0;
  bool can_open = false;
  bool can_close = false;
  bool strong_closes_later = false;  // a later run can close what this one opens
  bool soft_closes_later = false;
};

class Inliner {
 public:
  Inliner(const Mapped& source, Inlines& runs) : m_(source), t_(source.text), runs_(runs) { find_stars(); }

  void run() {
    while (at_ < t_.size()) {
      if (label_end_ != 0 && at_ == label_end_) {
        flush();
        link_.clear();
        at_ = start_ = after_link_;
        label_end_ = 0;
        continue;
      }
      if (!special()) ++at_;
    }
    flush();
  }

 private:
  [[nodiscard]] bool strong() const { return strong_ || tag_strong_ > 0; }

  void flush() {
    if (at_ > start_) append_slice(runs_, m_, start_, at_, strong(), link_);
    start_ = at_;
  }
  // Leaves out the next `bytes` bytes.
  void skip(std::size_t bytes) {
    flush();
    at_ += bytes;
    start_ = at_;
  }
  void emit(std::string_view text, std::size_t bytes) {
    flush();
    append_run(runs_, text, strong(), link_, m_.span(at_, at_ + bytes));
    at_ += bytes;
    start_ = at_;
  }

  void find_stars() {
    for (std::size_t i = 0; i < t_.size(); ++i) {
      if (t_[i] == '\\') {
        ++i;
        continue;
      }
      if (t_[i] != '*') continue;
      Stars stars{i};
      while (i < t_.size() && t_[i] == '*') ++i;
      stars.length = i - stars.at;
      stars.can_open = i < t_.size() && !is_blank(t_[i]);
      stars.can_close = stars.at > 0 && !is_blank(t_[stars.at - 1]);
      stars_.push_back(stars);
      --i;
    }
    bool strong_later = false;
    bool soft_later = false;
    for (auto stars = stars_.rbegin(); stars != stars_.rend(); ++stars) {
      stars->strong_closes_later = strong_later;
      stars->soft_closes_later = soft_later;
      if (stars->can_close && (stars->length == 2 || stars->length == 3)) strong_later = true;
      if (stars->can_close && (stars->length == 1 || stars->length == 3)) soft_later = true;
    }
  }

  bool special() {
    switch (t_[at_]) {
      case '\\':
        return escape();
      case '`':
        return code();
      case '*':
        return stars();
      case '_':
        return underscores();
      case '~':
        return strike();
      case '[':
        return link(at_, 1);
      case '!':
        return at_ + 1 < t_.size() && t_[at_ + 1] == '[' && link(at_ + 1, 2);
      case '<':
        return angle();
      case '&':
        return entity();
      default:
        return false;
    }
  }

  bool escape() {
    if (at_ + 1 >= t_.size() || !is_ascii_punctuation(t_[at_ + 1])) return false;
    emit(t_.substr(at_ + 1, 1), 2);
    return true;
  }

  bool code() {
    std::size_t ticks = 0;
    while (at_ + ticks < t_.size() && t_[at_ + ticks] == '`') ++ticks;
    if (ticks > unclosed_ticks_.size() || !unclosed_ticks_[ticks - 1]) {
      for (std::size_t i = at_ + ticks; i < t_.size();) {
        if (t_[i] != '`') {
          ++i;
          continue;
        }
        std::size_t run = 0;
        while (i + run < t_.size() && t_[i + run] == '`') ++run;
        if (run == ticks) {
          skip(ticks);
          at_ = i;
          skip(ticks);
          return true;
        }
        i += run;
      }
      if (ticks > unclosed_ticks_.size()) unclosed_ticks_.resize(ticks);
      unclosed_ticks_[ticks - 1] = true;  // looked for once, not again: linear in all
    }
    at_ += ticks;
    return true;
  }

  bool stars() {
    while (next_stars_ < stars_.size() && stars_[next_stars_].at < at_) ++next_stars_;
    if (next_stars_ >= stars_.size() || stars_[next_stars_].at != at_) return false;
    const Stars& run = stars_[next_stars_];
    const bool both = run.length == 3;
    if (run.length == 2 || both) {
      if (strong_ && run.can_close) {
        skip(run.length);
        strong_ = false;
        if (both) soft_ = false;
        return true;
      }
      if (!strong_ && run.can_open && run.strong_closes_later) {
        skip(run.length);
        strong_ = true;
        if (both) soft_ = true;
        return true;
      }
    } else if (run.length == 1 && ((soft_ && run.can_close) || (!soft_ && run.can_open && run.soft_closes_later))) {
      skip(1);
      soft_ = !soft_;
      return true;
    }
    at_ += run.length;
    return true;
  }

  bool underscores() {
    std::size_t length = 0;
    while (at_ + length < t_.size() && t_[at_ + length] == '_') ++length;
    const bool word_before = at_ > 0 && is_word(t_[at_ - 1]);
    const bool word_after = at_ + length < t_.size() && is_word(t_[at_ + length]);
    if (length <= 2) {
      bool& open = length == 2 ? under_strong_ : under_soft_;
      if (open && !word_after && at_ > 0 && !is_blank(t_[at_ - 1])) {
        skip(length);
        open = false;
        if (length == 2) --tag_strong_;
        return true;
      }
      if (!open && !word_before && at_ + length < t_.size() && !is_blank(t_[at_ + length]) && closes(length)) {
        skip(length);
        open = true;
        if (length == 2) ++tag_strong_;
        return true;
      }
    }
    at_ += length;
    return true;
  }
  // A later run of exactly `length` underscores at the end of a word. Looked for once: a failure holds for the rest.
  bool closes(std::size_t length) {
    bool& none = length == 2 ? no_strong_under_ : no_soft_under_;
    if (none) return false;
    for (std::size_t i = at_ + length; i < t_.size();) {
      if (t_[i] != '_') {
        i += t_[i] == '\\' ? 2 : 1;
        continue;
      }
      std::size_t run = 0;
      while (i + run < t_.size() && t_[i + run] == '_') ++run;
      const bool word_after = i + run < t_.size() && is_word(t_[i + run]);
      if (run == length && !word_after && !is_blank(t_[i - 1])) return true;
      i += run;
    }
    none = true;
    return false;
  }

  bool strike() {
    if (t_.substr(at_, 2) != "~~" || (at_ + 2 < t_.size() && t_[at_ + 2] == '~')) return false;
    if (!strike_ && (no_strike_ || t_.find("~~", at_ + 2) == std::string_view::npos)) {
      no_strike_ = true;
      at_ += 2;
      return true;
    }
    strike_ = !strike_;
    skip(2);
    return true;
  }

  // All brackets are paired in one pass, so that a text of nothing but brackets costs no more than another.
  std::size_t matching_bracket(std::size_t bracket) {
    if (!paired_) {
      paired_ = true;
      std::vector<std::size_t> open;
      for (std::size_t i = 0; i < t_.size(); ++i) {
        if (t_[i] == '\\') {
          ++i;
        } else if (t_[i] == '[') {
          open.push_back(brackets_.size());
          brackets_.push_back({i, std::string_view::npos});
        } else if (t_[i] == ']' && !open.empty()) {
          brackets_[open.back()].second = i;
          open.pop_back();
        }
      }
    }
    const auto found = std::lower_bound(brackets_.begin(), brackets_.end(), std::pair{bracket, std::size_t{0}});
    return found != brackets_.end() && found->first == bracket ? found->second : std::string_view::npos;
  }

  // [label](target "title"), and ![alt](…) whose alternative text is read as text.
  bool link(std::size_t bracket, std::size_t lead) {
    if (label_end_ != 0) return false;
    const std::size_t close = matching_bracket(bracket);
    if (close == std::string_view::npos || close - bracket > kLongestLabel) return false;
    if (close + 1 >= t_.size() || t_[close + 1] != '(') return false;
    std::size_t i = close + 2;
    while (i < t_.size() && is_blank(t_[i])) ++i;
    std::string target;
    if (i < t_.size() && t_[i] == '<') {
      const auto end = t_.substr(0, std::min(t_.size(), i + kLongestTag)).find('>', i);
      if (end == std::string_view::npos) return false;
      target = std::string(t_.substr(i + 1, end - i - 1));
      i = end + 1;
    } else {
      int parentheses = 0;
      for (; i < t_.size() && i < close + kLongestTag && !is_blank(t_[i]); ++i) {
        if (t_[i] == '\\' && i + 1 < t_.size() && is_ascii_punctuation(t_[i + 1])) {
          ++i;
        } else if (t_[i] == '(') {
          ++parentheses;
        } else if (t_[i] == ')' && parentheses-- == 0) {
          break;
        }
        target += t_[i];
      }
    }
    while (i < t_.size() && is_blank(t_[i])) ++i;
    if (i < t_.size() && (t_[i] == '"' || t_[i] == '\'')) {
      const auto end = t_.substr(0, std::min(t_.size(), i + kLongestTag)).find(t_[i], i + 1);
      if (end == std::string_view::npos) return false;
      i = end + 1;
      while (i < t_.size() && is_blank(t_[i])) ++i;
    }
    if (i >= t_.size() || t_[i] != ')') return false;
    skip(lead);
    if (lead == 1) link_ = target;
    label_end_ = close;
    after_link_ = i + 1;
    return true;
  }

  bool angle() {
    if (t_.substr(at_, 4) == "<!--") {
      const auto end = no_comment_end_ ? std::string_view::npos : t_.find("-->", at_ + 4);
      no_comment_end_ = end == std::string_view::npos;
      if (no_comment_end_) return false;
      skip(end + 3 - at_);
      return true;
    }
    std::size_t i = at_ + 1;
    const bool closing = i < t_.size() && t_[i] == '/';
    if (closing) ++i;
    if (i >= t_.size() || !is_letter(t_[i])) return false;
    const auto end = t_.substr(0, std::min(t_.size(), at_ + kLongestTag)).find_first_of("<>", i);
    if (end == std::string_view::npos || t_[end] != '>') return false;
    const std::string_view inside = t_.substr(i, end - i);
    const auto name_end =
        std::find_if_not(inside.begin(), inside.end(), [](char c) { return is_letter(c) || (c >= '0' && c <= '9'); });
    const std::string name = to_lower_ascii(inside.substr(0, static_cast<std::size_t>(name_end - inside.begin())));
    const char after = name_end == inside.end() ? '>' : *name_end;
    if (after != '>' && after != '/' && !is_blank(after)) {
      // <https://…> and <name@host> show themselves.
      const bool address = !closing && inside.find_first_of(" \t\n") == std::string_view::npos &&
                           (inside.find("://") != std::string_view::npos ||
                            inside.find('@') != std::string_view::npos || inside.substr(0, 7) == "mailto:");
      if (!address) return false;
      skip(1);
      const std::string before = link_;
      if (label_end_ == 0)
        link_ = inside.find("://") == std::string_view::npos && inside.substr(0, 7) != "mailto:"
                    ? "mailto:" + std::string(inside)
                    : std::string(inside);
      at_ = end;
      flush();
      link_ = before;
      skip(1);
      return true;
    }
    tag(name, closing, inside, end + 1 - at_);
    return true;
  }

  void tag(const std::string& name, bool closing, std::string_view inside, std::size_t bytes) {
    if (name == "br" || (name == "p" && closing)) {
      flush();
      while (!runs_.empty() && (runs_.back().text == " " || runs_.back().text == "\t")) runs_.pop_back();
      if (!runs_.empty() && (runs_.back().text.ends_with(' ') || runs_.back().text.ends_with('\t'))) {
        Inlines tail{runs_.back()};
        const auto keep = tail[0].text.find_last_not_of(" \t") + 1;
        if (tail[0].source.end - tail[0].source.begin == tail[0].text.size())
          runs_.back().source.end -= static_cast<std::uint32_t>(tail[0].text.size() - keep);
        runs_.back().text.resize(keep);
      }
      emit("\n", bytes);
      while (at_ < t_.size() && is_blank(t_[at_])) ++at_;
      start_ = at_;
      return;
    }
    skip(bytes);
    if (name == "b" || name == "strong") {
      if (!closing) ++tag_strong_;
      if (closing && tag_strong_ > 0) --tag_strong_;
    } else if (name == "a" && label_end_ == 0) {
      link_.clear();
      const auto href = closing ? std::string_view::npos : inside.find("href=");
      if (href != std::string_view::npos && href + 6 < inside.size()) {
        const char quote = inside[href + 5];
        const bool quoted = quote == '"' || quote == '\'';
        const std::size_t from = href + (quoted ? 6 : 5);
        const auto to = quoted ? inside.find(quote, from) : inside.find_first_of(" \t\n", from);
        link_ = std::string(inside.substr(from, to == std::string_view::npos ? to : to - from));
      }
    }
  }

  bool entity() {
    const Entity found = decode_entity(t_.substr(at_));
    if (found.length == 0) return false;
    emit(found.text == "\u00A0" ? " " : found.text, found.length);
    return true;
  }

  const Mapped& m_;
  std::string_view t_;
  Inlines& runs_;
  std::vector<Stars> stars_;
  std::size_t next_stars_ = 0;
  std::size_t at_ = 0, start_ = 0;
  std::size_t label_end_ = 0, after_link_ = 0;
  std::string link_;
  bool strong_ = false, soft_ = false, under_strong_ = false, under_soft_ = false;
  bool strike_ = false, no_strike_ = false, no_strong_under_ = false, no_soft_under_ = false;
  bool paired_ = false, no_comment_end_ = false;
  std::vector<std::pair<std::size_t, std::size_t>> brackets_;  // of each '[' and its ']'
  int tag_strong_ = 0;
  std::vector<bool> unclosed_ticks_;
};

}  // namespace

void parse_markdown_inlines(const Mapped& text, Inlines& runs) { Inliner(text, runs).run(); }

}  // namespace qiyue::doc
