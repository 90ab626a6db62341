#include "release/diff.h"

#include <algorithm>
#include <map>

#include "core/text.h"

namespace qiyue::release_detail {
namespace {

constexpr int kMaxDifferences = 2000;

bool is_word_sign(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

void push(std::vector<Edit>& edits, EditKind kind, std::string_view text) {
  if (text.empty()) return;
  if (!edits.empty() && edits.back().kind == kind) {
    edits.back().text += text;
  } else {
    edits.push_back({kind, std::string(text)});
  }
}

}  // namespace

std::vector<Step> shortest_edit(const std::vector<int>& before, const std::vector<int>& after) {
  std::vector<Step> steps;
  std::size_t head = 0;
  while (head < before.size() && head < after.size() && before[head] == after[head]) ++head;
  std::size_t tail = 0;
  while (tail < before.size() - head && tail < after.size() - head &&
         before[before.size() - 1 - tail] == after[after.size() - 1 - tail])
    ++tail;
  for (std::size_t i = 0; i < head; ++i) steps.push_back({EditKind::same, i, i});

  const int n = static_cast<int>(before.size() - head - tail);
  const int m = static_cast<int>(after.size() - head - tail);
  const int limit = std::min(n + m, kMaxDifferences);
  std::vector<std::vector<int>> trace;
  std::vector<int> furthest(static_cast<std::size_t>(limit) * 2 + 3, 0);
  const auto at = [limit](int k) { return static_cast<std::size_t>(std::int64_t{k} + limit + 1); };
  int found = -1;
  for (int d = 0; d <= limit && found < 0; ++d) {
    for (int k = -d; k <= d; k += 2) {
      const bool down = k == -d || (k != d && furthest[at(k - 1)] < furthest[at(k + 1)]);
      int x = down ? furthest[at(k + 1)] : furthest[at(k - 1)] + 1;
      int y = x - k;
      while (x < n && y < m &&
             before[head + static_cast<std::size_t>(x)] == after[head + static_cast<std::size_t>(y)]) {
        ++x;
        ++y;
      }
      furthest[at(k)] = x;
      if (x >= n && y >= m) {
        found = d;
        break;
      }
    }
    // Only diagonals -d … d were touched.
    trace.emplace_back(furthest.begin() + static_cast<std::ptrdiff_t>(at(-d)),
                       furthest.begin() + static_cast<std::ptrdiff_t>(at(d)) + 1);
  }

  if (found < 0) {
    for (int i = 0; i < n; ++i) steps.push_back({EditKind::removed, head + static_cast<std::size_t>(i), head});
    for (int i = 0; i < m; ++i)
      steps.push_back({EditKind::added, head + static_cast<std::size_t>(n), head + static_cast<std::size_t>(i)});
  } else {
    std::vector<Step> back;
    int x = n;
    int y = m;
    for (int d = found; d > 0; --d) {
      const std::vector<int>& row = trace[static_cast<std::size_t>(d) - 1];  // diagonals -(d-1) … d-1
      const auto value = [&](int k) {
        return k < -(d - 1) || k > d - 1 ? 0 : row[static_cast<std::size_t>(k + d - 1)];
      };
      const int k = x - y;
      const bool down = k == -d || (k != d && value(k - 1) < value(k + 1));
      const int from_k = down ? k + 1 : k - 1;
      const int from_x = value(from_k);
      const int from_y = from_x - from_k;
      while (x > from_x + (down ? 0 : 1) && y > from_y + (down ? 1 : 0)) {
        --x;
        --y;
        back.push_back({EditKind::same, head + static_cast<std::size_t>(x), head + static_cast<std::size_t>(y)});
      }
      if (down) {
        --y;
        back.push_back({EditKind::added, head + static_cast<std::size_t>(x), head + static_cast<std::size_t>(y)});
      } else {
        --x;
        back.push_back({EditKind::removed, head + static_cast<std::size_t>(x), head + static_cast<std::size_t>(y)});
      }
    }
    while (x > 0 && y > 0) {
      --x;
      --y;
      back.push_back({EditKind::same, head + static_cast<std::size_t>(x), head + static_cast<std::size_t>(y)});
    }
    steps.insert(steps.end(), back.rbegin(), back.rend());
  }
  for (std::size_t i = 0; i < tail; ++i)
    steps.push_back({EditKind::same, before.size() - tail + i, after.size() - tail + i});
  return steps;
}

std::vector<std::string_view> words_of_text(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t begin = i;
    if (is_word_sign(text[i])) {
      while (i < text.size() && is_word_sign(text[i])) ++i;
    } else {
      decode_utf8(text, i);
    }
    words.push_back(text.substr(begin, i - begin));
  }
  return words;
}

std::vector<Edit> compare_words(std::string_view before, std::string_view after) {
  const auto a = words_of_text(before);
  const auto b = words_of_text(after);
  std::map<std::string_view, int> ids;
  const auto number = [&ids](const std::vector<std::string_view>& words) {
    std::vector<int> out;
    out.reserve(words.size());
    for (const auto word : words) out.push_back(ids.emplace(word, static_cast<int>(ids.size())).first->second);
    return out;
  };
  const std::vector<int> ia = number(a);
  const std::vector<int> ib = number(b);
  const auto steps = shortest_edit(ia, ib);
  // Between two edits a word or two that happen to be equal only make the change harder to read.
  std::vector<Edit> edits;
  std::string removed;
  std::string added;
  const auto flush = [&] {
    push(edits, EditKind::removed, removed);
    push(edits, EditKind::added, added);
    removed.clear();
    added.clear();
  };
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Step& step = steps[i];
    if (step.kind == EditKind::removed) {
      removed += a[step.before];
    } else if (step.kind == EditKind::added) {
      added += b[step.after];
    } else {
      std::size_t run = 0;
      while (i + run < steps.size() && steps[i + run].kind == EditKind::same) ++run;
      const bool inside = (!removed.empty() || !added.empty()) && i + run < steps.size();
      if (inside && run <= 1) {
        removed += a[step.before];
        added += b[step.after];
        continue;
      }
      flush();
      for (std::size_t j = 0; j < run; ++j) push(edits, EditKind::same, a[steps[i + j].before]);
      i += run - 1;
    }
  }
  flush();
  return edits;
}

}  // namespace qiyue::release_detail
