// Uses and fields -> functions: by the words of the page they stand on, otherwise by what the item usually belongs to.
#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "core/text.h"
#include "facts/facts.h"
#include "facts/purposes.h"

namespace qiyue::facts {
namespace {

struct PageWords {
  std::string title;
  std::vector<std::vector<std::string>> segments;  // words of each part of the path, last part first
};

PageWords words_of(const std::string& path, const Evidence& evidence) {
  PageWords words;
  for (const Page& page : evidence.program.pages) {
    if (page.path == path) words.title = page.title;
  }
  const std::vector<std::string_view> parts = split(path, '/');
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
    std::string_view name = *part;
    if (const std::size_t dot = name.rfind('.'); dot != std::string_view::npos && dot > 0) name = name.substr(0, dot);
    std::vector<std::string> tokens = split_identifier(name);
    tokens.push_back(to_lower_ascii(name));
    // pages/address/address: the doubled name counts once.
    if (words.segments.empty() || words.segments.back() != tokens) words.segments.push_back(std::move(tokens));
  }
  return words;
}

// How well a page fits a function: words of the title first, then of the path, the last part most.
int fit(const PageWords& words, const FunctionRow& row) {
  constexpr int kTitle = 1000;
  constexpr int kPath = 500;
  constexpr int kStep = 100;
  const int yields = row.general ? kStep / 2 : 0;
  int best = 0;
  for (const std::string& word : row.pages) {
    const int length = count_code_points(word);
    if (contains_han(word)) {
      if (words.title.find(word) != std::string::npos) best = std::max(best, kTitle + length - yields);
      continue;
    }
    int weight = kPath;
    for (const auto& tokens : words.segments) {
      if (std::find(tokens.begin(), tokens.end(), word) != tokens.end())
        best = std::max(best, weight + length - yields);
      weight -= kStep;
      if (weight <= 0) break;
    }
  }
  return best;
}

class Grouper {
 public:
  Grouper(const Evidence& evidence, const knowledge::Knowledge& knowledge, const Purposes& purposes, bool merge)
      : evidence_(evidence), knowledge_(knowledge), purposes_(purposes), merge_(merge) {}

  std::vector<ProposedFunction> run() {
    for (const Flow& flow : evidence_.flows) {
      if (flow.kind == SinkKind::network || flow.kind == SinkKind::cloud || flow.kind == SinkKind::sdk)
        sent_.insert(flow.source);
    }
    find_forms();
    for (const Use& use : evidence_.uses) {
      if (!use.reachable) continue;
      const Observation seen{.id = use.id,
                             .where = use.place.file + ":" + std::to_string(use.place.line),
                             .api = use.api,
                             .together = {use.items.begin(), use.items.end()},
                             .how = use.how,
                             .field = false,
                             .sent = evidence_.flows.empty() || sent_.contains(use.id)};
      for (const std::string& item : use.items) add(item, use.page.empty() ? use.place.file : use.page, seen);
    }
    for (const Field& field : evidence_.fields) {
      if (!field.reachable) continue;
      const Observation seen{.id = field.id,
                             .where = field.place.file + ":" + std::to_string(field.place.line),
                             .api = field.label,
                             .together = {field.items.begin(), field.items.end()},
                             .how = How::typed,
                             .field = true,
                             .sent = evidence_.flows.empty() || field.sent || sent_.contains(field.id)};
      for (const std::string& item : field.items) add(item, field.page.empty() ? field.place.file : field.page, seen);
    }
    return finish();
  }

 private:
  // Functions that the page's words name, best first.
  const std::vector<const FunctionRow*>& matches(const std::string& page) {
    const auto known = matches_.find(page);
    if (known != matches_.end()) return known->second;
    const PageWords words = words_of(page, evidence_);
    std::vector<std::pair<int, const FunctionRow*>> scored;
    for (const FunctionRow& row : purposes_.functions) {
      if (const int score = fit(words, row); score > 0) scored.emplace_back(score, &row);
    }
    std::stable_sort(scored.begin(), scored.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<const FunctionRow*> rows;
    for (const auto& [score, row] : scored) rows.push_back(row);
    return matches_.emplace(page, std::move(rows)).first->second;
  }
  const FunctionRow* function_on(const std::string& page, std::string_view item) {
    for (const FunctionRow* row : matches(page)) {
      if (row->accepts.contains(item)) return row;
    }
    return nullptr;
  }
  [[nodiscard]] bool in_group(std::string_view group, std::string_view item) const {
    const auto found = purposes_.groups.find(group);
    return found != purposes_.groups.end() && found->second.contains(item);
  }
  [[nodiscard]] bool personal(std::string_view item) const {
    return in_group("person", item) || in_group("papers", item) || in_group("body", item) || in_group("money", item);
  }

  // Pages where people type something about themselves and no function of the table is named: a function each, if the page has a title
  // of its own. One that several pages share is the program's.
  void find_forms() {
    std::map<std::string, int, std::less<>> titles;
    for (const Page& page : evidence_.program.pages) ++titles[page.title];
    for (const Field& field : evidence_.fields) {
      if (!field.reachable || field.page.empty()) continue;
      const std::string title = words_of(field.page, evidence_).title;
      if (title.empty() || title == evidence_.program.name || titles[title] > 2) continue;
      for (const std::string& item : field.items) {
        if (personal(item) && function_on(field.page, item) == nullptr) forms_.insert(field.page);
      }
    }
  }

  static std::string form_id(const std::string& page) {
    std::vector<std::string> names;
    for (const std::string_view part : split(page, '/')) {
      if (part == "pages" || part == "index" || part == "components") continue;
      std::string name;
      for (const std::string& token : split_identifier(part)) {
        std::string word;
        for (const char c : token) {
          if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) word += c;
        }
        if (!word.empty()) name += (name.empty() ? "" : "_") + word;
      }
      if (!name.empty() && (names.empty() || names.back() != name)) names.push_back(std::move(name));
    }
    std::string id = "page";
    const std::size_t first = names.size() > 2 ? names.size() - 2 : 0;
    for (std::size_t i = first; i < names.size(); ++i) id += "_" + names[i];
    return id.substr(0, 38);
  }

  void add(const std::string& item, const std::string& page, const Observation& seen) {
    std::string id;
    if (const FunctionRow* row = function_on(page, item)) {
      id = row->id;
    } else if (forms_.contains(page) && (seen.field ? personal(item) || in_group("content", item)
                                                    : in_group("media", item) || in_group("place", item))) {
      id = form(page);
    } else if (const ItemRow* usual_row = purposes_.item(item)) {
      id = usual_row->function;
    }
    if (id.empty()) id = "other";
    std::vector<ProposedItem>& items = items_[id];
    for (ProposedItem& known : items) {
      if (known.item != item) continue;
      known.seen.push_back(seen);
      return;
    }
    ProposedItem fresh;
    fresh.item = item;
    fresh.seen.push_back(seen);
    items.push_back(std::move(fresh));
  }

  const std::string& form(const std::string& page) {
    const auto known = form_ids_.find(page);
    if (known != form_ids_.end()) return known->second;
    std::string id = form_id(page);
    int number = 2;
    const std::string stem = id;
    while (form_titles_.contains(id) || purposes_.function(id) != nullptr) id = stem + "_" + std::to_string(number++);
    form_titles_[id] = words_of(page, evidence_).title;
    return form_ids_.emplace(page, id).first->second;
  }

  std::vector<ProposedFunction> finish() {
    std::vector<ProposedFunction> result;
    for (const FunctionRow& row : purposes_.functions) {
      const auto found = items_.find(row.id);
      if (found == items_.end()) continue;
      ProposedFunction function{row.id, row.name, row.description, row.basic, std::move(found->second)};
      complete(function, &row, "");
      result.push_back(std::move(function));
    }
    for (auto& [id, items] : items_) {
      if (purposes_.function(id) != nullptr) continue;
      const auto title = form_titles_.find(id);
      const std::string name = title == form_titles_.end() ? "" : title->second;
      ProposedFunction function{id, std::string(kPlaceholder), std::string(kPlaceholder), true, std::move(items)};
      if (!name.empty()) {
        function.name = replace_all(purposes_.page_name, "{title}", name);
        // Two pages may bear the same title.
        for (const ProposedFunction& other : result) {
          if (other.name == function.name) function.name += "（" + id.substr(id.find('_') + 1) + "）";
        }
        function.description = replace_all(purposes_.page_description, "{title}", name);
      }
      complete(function, nullptr, name);
      result.push_back(std::move(function));
    }
    return result;
  }

  // Drops an item that only ever came together with one that says it too.
  void drop_covered(std::vector<ProposedItem>& items) const {
    const auto covered = [&](const ProposedItem& item) {
      for (const ProposedItem& other : items) {
        const auto covers = purposes_.covers.find(other.item);
        if (covers == purposes_.covers.end() || !covers->second.contains(item.item)) continue;
        if (std::all_of(item.seen.begin(), item.seen.end(),
                        [&](const Observation& seen) { return seen.together.contains(other.item); }))
          return true;
      }
      return false;
    };
    std::vector<ProposedItem> kept;
    for (const ProposedItem& item : items) {
      if (!covered(item)) kept.push_back(item);
    }
    items = std::move(kept);
  }

  void complete(ProposedFunction& function, const FunctionRow* row, const std::string& title) const {
    if (merge_) drop_covered(function.items);
    std::stable_sort(function.items.begin(), function.items.end(),
                     [&](const ProposedItem& a, const ProposedItem& b) { return order(a.item) < order(b.item); });
    const bool child = std::any_of(function.items.begin(), function.items.end(),
                                   [](const ProposedItem& item) { return tells_of_child(item.item); });
    for (ProposedItem& item : function.items) {
      const knowledge::DataItem* known = knowledge_.item(item.item);
      item.sensitive = (known != nullptr && known->sensitive) || (child && item.item != "guardian_info");
      item.how = how_of(item.seen);
      item.required = row != nullptr && row->required.contains(item.item);
      const auto say = [&](std::string_view field) {
        return usual(field, function.id, function.name, item.item, item.purpose, knowledge_, purposes_);
      };
      item.purpose = say("purpose");
      if (row == nullptr && !title.empty()) {
        item.purpose = replace_all(item.item == "phone_number" ? purposes_.page_phone_purpose : purposes_.page_purpose,
                                   "{title}", title);
      } else if (row == nullptr) {
        item.purpose = kPlaceholder;
      }
      if (!item.required) item.refusal = say("refusal");
      item.retention = retention(item, row, say("retention"));
      if (item.sensitive) {
        item.necessity = say("necessity");
        item.effect = known != nullptr && known->sensitive ? say("effect") : purposes_.child_effect;
      }
      for (std::string* field : {&item.purpose, &item.retention}) {
        if (field->empty()) *field = kPlaceholder;
      }
      if (!item.required && item.refusal.empty()) item.refusal = kPlaceholder;
      if (item.sensitive && item.necessity.empty()) item.necessity = kPlaceholder;
      if (item.sensitive && item.effect.empty()) item.effect = kPlaceholder;
    }
  }

  // What leaves the device is not "used this time only".
  [[nodiscard]] std::string retention(const ProposedItem& item, const FunctionRow* row, std::string text) const {
    const auto once = purposes_.retentions.find("once");
    const auto sent = purposes_.retentions.find("once_sent");
    if (row == nullptr) {
      const auto form = purposes_.retentions.find(purposes_.page_retention);
      if (form != purposes_.retentions.end()) text = form->second;
    }
    if (once == purposes_.retentions.end() || sent == purposes_.retentions.end() || text != once->second) return text;
    const bool leaves = std::any_of(item.seen.begin(), item.seen.end(), [](const Observation& o) { return o.sent; });
    return leaves ? sent->second : text;
  }

  static How how_of(const std::vector<Observation>& seen) {
    bool third_party = false;
    for (const Observation& one : seen) {
      if (one.field || one.how == How::typed) return How::typed;
      third_party = third_party || one.how == How::third_party;
    }
    return third_party ? How::third_party : How::automatic;
  }

  [[nodiscard]] std::size_t order(std::string_view item) const {
    const auto found = std::find_if(knowledge_.items.begin(), knowledge_.items.end(),
                                    [&](const knowledge::DataItem& known) { return known.id == item; });
    return static_cast<std::size_t>(found - knowledge_.items.begin());
  }

  const Evidence& evidence_;
  const knowledge::Knowledge& knowledge_;
  const Purposes& purposes_;
  bool merge_;  // leave out items that another of the same use says too
  std::set<std::string, std::less<>> sent_, forms_;
  std::map<std::string, std::vector<const FunctionRow*>, std::less<>> matches_;
  std::map<std::string, std::string, std::less<>> form_ids_, form_titles_;
  std::map<std::string, std::vector<ProposedItem>, std::less<>> items_;
};

}  // namespace

std::vector<ProposedFunction> propose_functions(const Evidence& evidence, const knowledge::Knowledge& knowledge,
                                                const Purposes& purposes) {
  return Grouper(evidence, knowledge, purposes, true).run();
}

std::vector<ProposedFunction> group_all(const Evidence& evidence, const knowledge::Knowledge& knowledge,
                                        const Purposes& purposes) {
  return Grouper(evidence, knowledge, purposes, false).run();
}

}  // namespace qiyue::facts

namespace qiyue {

std::vector<Assignment> assign_functions(const Evidence& evidence, const knowledge::Knowledge& knowledge) {
  const facts::Purposes purposes = facts::read_purposes(knowledge);
  std::vector<Assignment> result;
  for (const facts::ProposedFunction& function : facts::group_all(evidence, knowledge, purposes)) {
    for (const facts::ProposedItem& item : function.items) {
      for (const facts::Observation& seen : item.seen) result.push_back({seen.id, item.item, function.id});
    }
  }
  return result;
}

bool declares(std::string_view item, std::string_view other, const knowledge::Knowledge& knowledge) {
  if (item == other) return true;
  const json::value* table = find(knowledge.lexicon, "purposes");
  const json::value* covers = table == nullptr ? nullptr : find(*table, "covers");
  if (covers == nullptr) return false;
  const std::vector<std::string> said = get_strings(*covers, item);
  return std::find(said.begin(), said.end(), other) != said.end();
}

bool tells_of_child(std::string_view item) { return item == "baby_info" || item == "minor_info"; }

bool about_child(const Function& function) {
  return std::any_of(function.items.begin(), function.items.end(),
                     [](const FunctionItem& item) { return tells_of_child(item.item); });
}

std::string item_words(std::string_view item, const knowledge::Knowledge& knowledge) {
  const knowledge::DataItem* known = knowledge.item(item);
  return known == nullptr ? std::string(item) : facts::spoken_name(*known);
}

}  // namespace qiyue
