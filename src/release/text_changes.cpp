// Two versions of one text: clause by clause, line by line, word by word.
#include <algorithm>
#include <map>
#include <set>

#include "core/text.h"
#include "release/diff.h"
#include "release/release.h"

namespace qiyue {
namespace {

using namespace release_detail;

struct Part {  // one clause, or what stands before the first
  std::string id, title, number;
  std::vector<std::string> lines;
};

std::string printed(const Part& part) {
  if (part.number.empty() || part.title.empty()) return part.number + part.title;
  const bool closed = part.number.ends_with("、") || part.number.ends_with("）");
  return part.number + (closed ? "" : " ") + part.title;
}

void add_lines(std::vector<std::string>& out, const std::vector<Block>& blocks) {
  for (const Block& block : blocks) {
    switch (block.kind) {
      case BlockKind::paragraph:
        out.push_back(plain_text(block.text));
        break;
      case BlockKind::list:
        for (const Inlines& item : block.items) out.push_back(plain_text(item));
        break;
      case BlockKind::table:
        for (const auto& row : block.rows) {
          std::string line;
          for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string value = plain_text(row[i]);
            if (value.empty()) continue;
            if (!line.empty()) line += "；";
            if (i < block.header.size()) line += plain_text(block.header[i]) + "：";
            line += value;
          }
          out.push_back(std::move(line));
        }
        break;
    }
  }
  std::erase_if(out, [](const std::string& line) { return trim(line).empty(); });
}

std::vector<Part> parts_of(const Document& document) {
  std::vector<Part> parts;
  Part head{.id = "", .title = "", .number = "", .lines = {}};
  add_lines(head.lines, document.preamble);
  parts.push_back(std::move(head));
  visit(document, [&parts](const Clause& clause) {
    Part part{.id = clause.id, .title = clause.title, .number = clause.number, .lines = {}};
    add_lines(part.lines, clause.blocks);
    parts.push_back(std::move(part));
  });
  return parts;
}

// What is left of a line when signs, spaces, numbering and the release's own dates do not count.
std::string essence(std::string_view line, const std::vector<std::string>& dates) {
  std::string text(line);
  for (const std::string& date : dates)
    if (!date.empty()) text = replace_all(std::move(text), date, "");
  static constexpr std::string_view kSigns[] = {"，", "。", "；", "：", "、", "（", "）", "“", "”", "‘",  "’",
                                                "《", "》", "！", "？", "—",  "…",  "　", "·", " ", ",",  ".",
                                                ";",  ":",  "(",  ")",  "\"", "'",  "-",  "!", "?", "\n", "\t"};
  for (const std::string_view sign : kSigns) text = replace_all(std::move(text), sign, "");
  return text;
}

ClauseLine whole_line(std::string_view text, LineChange change) {
  const EditKind kind = change == LineChange::added     ? EditKind::added
                        : change == LineChange::removed ? EditKind::removed
                                                        : EditKind::same;
  return {change, {{kind, std::string(text)}}};
}

// How many words two lines share, of the longer one: tells an edited line from another one in its place.
bool akin(const std::vector<Edit>& edits) {
  std::size_t same = 0;
  std::size_t removed = 0;
  std::size_t added = 0;
  for (const Edit& edit : edits)
    (edit.kind == EditKind::same ? same : edit.kind == EditKind::added ? added : removed) += edit.text.size();
  return same * 2 >= std::max(removed, added) + same;
}

class Compare {
 public:
  Compare(TextChange& out, const std::vector<std::string>& dates_before, const std::vector<std::string>& dates_after)
      : out_(out), dates_before_(dates_before), dates_after_(dates_after) {}

  void clause(const Part& before, const Part& after) {
    ClauseChange change{
        .change = LineChange::same, .id = after.id, .title = printed(after), .old_title = "", .lines = {}};
    if (before.title != after.title) {
      change.change = LineChange::changed;
      change.old_title = printed(before);
      if (essence(before.title, {}) != essence(after.title, {})) out_.editorial = false;
    }
    std::map<std::string_view, int> ids;
    const auto number = [&ids](const std::vector<std::string>& lines) {
      std::vector<int> numbers;
      for (const std::string& line : lines)
        numbers.push_back(ids.emplace(line, static_cast<int>(ids.size())).first->second);
      return numbers;
    };
    const std::vector<int> a = number(before.lines);
    const std::vector<int> b = number(after.lines);
    std::vector<std::string_view> removed;
    std::vector<std::string_view> added;
    const auto flush = [&] {
      lines(change, removed, added);
      removed.clear();
      added.clear();
    };
    for (const Step& step : shortest_edit(a, b)) {
      if (step.kind == EditKind::removed) {
        removed.push_back(before.lines[step.before]);
      } else if (step.kind == EditKind::added) {
        added.push_back(after.lines[step.after]);
      } else {
        flush();
        change.lines.push_back(whole_line(after.lines[step.after], LineChange::same));
      }
    }
    flush();
    out_.clauses.push_back(std::move(change));
  }

  void whole(const Part& part, LineChange how) {
    if (part.title.empty() && part.lines.empty()) return;
    const bool gone = how == LineChange::removed;
    ClauseChange change{.change = how,
                        .id = part.id,
                        .title = gone ? "" : printed(part),
                        .old_title = gone ? printed(part) : "",
                        .lines = {}};
    for (const std::string& line : part.lines) change.lines.push_back(whole_line(line, how));
    out_.editorial = false;
    out_.clauses.push_back(std::move(change));
  }

 private:
  // Lines that stand in each other's place: each new one beside the old one it is most alike to, in order.
  void lines(ClauseChange& change, const std::vector<std::string_view>& removed,
             const std::vector<std::string_view>& added) {
    if (removed.empty() && added.empty()) return;
    change.change = LineChange::changed;
    std::size_t next = 0;
    for (const std::string_view now : added) {
      std::size_t match = removed.size();
      std::vector<Edit> edits;
      for (std::size_t i = next; i < removed.size() && i < next + 8; ++i) {
        auto tried = compare_words(removed[i], now);
        if (!akin(tried)) continue;
        match = i;
        edits = std::move(tried);
        break;
      }
      if (match == removed.size()) {
        change.lines.push_back(whole_line(now, LineChange::added));
        if (!essence(now, dates_after_).empty()) out_.editorial = false;
        continue;
      }
      for (; next < match; ++next) gone(change, removed[next]);
      ++next;
      change.lines.push_back({LineChange::changed, std::move(edits)});
      if (essence(removed[match], dates_before_) != essence(now, dates_after_)) out_.editorial = false;
    }
    for (; next < removed.size(); ++next) gone(change, removed[next]);
  }

  void gone(ClauseChange& change, std::string_view line) {
    change.lines.push_back(whole_line(line, LineChange::removed));
    if (!essence(line, dates_before_).empty()) out_.editorial = false;
  }

  TextChange& out_;
  const std::vector<std::string>& dates_before_;
  const std::vector<std::string>& dates_after_;
};

std::string key_of(const Part& part, std::map<std::string, int>& seen) {
  std::string key = part.id.empty() ? "title:" + part.title : "id:" + part.id;
  const int times = ++seen[key];
  return times == 1 ? key : key + "#" + std::to_string(times);
}

}  // namespace

TextChange compare_texts(const Document* before, const Document& after, const std::vector<std::string>& dates_before,
                         const std::vector<std::string>& dates_after) {
  TextChange out{.kind = after.kind, .title = after.title, .editorial = true, .clauses = {}};
  Compare compare(out, dates_before, dates_after);
  const std::vector<Part> new_parts = parts_of(after);
  const std::vector<Part> old_parts = before == nullptr ? std::vector<Part>() : parts_of(*before);

  std::map<std::string, int> seen;
  std::map<std::string, std::size_t> old_at;
  std::vector<std::string> old_keys;
  for (std::size_t i = 0; i < old_parts.size(); ++i) {
    old_keys.push_back(key_of(old_parts[i], seen));
    old_at.emplace(old_keys.back(), i);
  }
  seen.clear();
  std::vector<std::string> new_keys;
  for (const Part& part : new_parts) new_keys.push_back(key_of(part, seen));
  const std::set<std::string> kept(new_keys.begin(), new_keys.end());

  // A clause that is gone is shown where it stood: after the last clause before it that is still there.
  std::size_t next_old = 0;
  const auto tell_removed_until = [&](std::size_t end) {
    for (; next_old < end; ++next_old)
      if (!kept.contains(old_keys[next_old])) compare.whole(old_parts[next_old], LineChange::removed);
  };
  for (std::size_t i = 0; i < new_parts.size(); ++i) {
    const auto found = old_at.find(new_keys[i]);
    if (found == old_at.end()) {
      compare.whole(new_parts[i], LineChange::added);
      continue;
    }
    tell_removed_until(found->second);
    compare.clause(old_parts[found->second], new_parts[i]);
    next_old = std::max(next_old, found->second + 1);
  }
  tell_removed_until(old_parts.size());
  return out;
}

}  // namespace qiyue
