// The text that came back against the text that was sent: what differs becomes own clauses.
#include <fmt/core.h>

#include <algorithm>
#include <boost/json.hpp>
#include <set>

#include "core/data.h"
#include "core/text.h"
#include "review/review.h"

namespace qiyue {
namespace {

constexpr std::size_t kLongestPin = 200;

struct Place {
  const Clause* clause = nullptr;
  std::string parent, previous, reference;  // ids; how other clauses refer to it
};

void walk(const std::vector<Clause>& clauses, const std::string& parent, const std::string& above,
          std::vector<Place>& out) {
  std::string previous;
  int index = 0;
  for (const Clause& clause : clauses) {
    Place place{.clause = &clause, .parent = parent, .previous = previous, .reference = {}};
    if (!clause.number.empty()) {
      ++index;
      place.reference = clause.level == 1   ? "第" + chinese_numeral(index) + "部分"
                        : clause.level == 2 ? above + clause.number
                                            : fmt::format("{}第{}项", above, index);
    }
    out.push_back(place);
    walk(clause.children, clause.id, place.reference, out);
    previous = clause.id;
  }
}

bool same_blocks(const std::vector<Block>& a, const std::vector<Block>& b) {
  Document left, right;
  left.preamble = a;
  right.preamble = b;
  return same_content(left, right);
}

// ---- blocks as the body of a clause (docs/clauses.md) ----
class Body {
 public:
  explicit Body(const std::vector<Place>& base) {
    for (const Place& place : base)
      if (!place.reference.empty() && !place.clause->id.empty())
        references_.emplace_back(place.reference, place.clause->id);
    // The longer first: 第八部分（二） before 第八部分.
    std::stable_sort(references_.begin(), references_.end(),
                     [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
  }

  [[nodiscard]] std::string write(const std::vector<Block>& blocks) const {
    std::string out;
    for (const Block& block : blocks) {
      if (!out.empty()) out += '\n';
      if (block.kind == BlockKind::paragraph) out += inlines(block.text, false) + "\n";
      if (block.kind == BlockKind::list) list(block, out);
      if (block.kind == BlockKind::table) table(block, out);
    }
    return out;
  }

 private:
  [[nodiscard]] std::string plain(std::string text, bool cell) const {
    text = replace_all(std::move(text), "{{", "｛｛");
    text = replace_all(std::move(text), "**", "＊＊");
    if (cell) text = replace_all(std::move(text), "|", "｜");
    text = replace_all(std::move(text), "\n", cell ? " " : "\n");
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
      bool found = false;
      const bool elsewhere = std::string_view(text).substr(0, at).ends_with("》");  // 《隐私政策》第四部分
      for (const auto& [words, id] : references_) {
        if (elsewhere || text.compare(at, words.size(), words) != 0) continue;
        out += "{{ref " + id + "}}";
        at += words.size();
        found = true;
        break;
      }
      if (!found) out += text[at++];
    }
    return out;
  }

  [[nodiscard]] std::string inlines(const Inlines& runs, bool cell) const {
    std::string out;
    for (std::size_t i = 0; i < runs.size();) {
      const bool strong = runs[i].strong;
      std::string piece;
      for (; i < runs.size() && runs[i].strong == strong; ++i) {
        const std::string text = plain(runs[i].text, cell);
        const bool link = runs[i].link.starts_with("https://") || runs[i].link.starts_with("http://");
        piece += link ? "[" + text + "](" + runs[i].link + ")" : text;
      }
      out += strong && !trim(piece).empty() ? "**" + piece + "**" : piece;
    }
    return out;
  }

  void list(const Block& block, std::string& out) const {
    for (std::size_t i = 0; i < block.items.size(); ++i) {
      const bool ordered = i < block.marks.size() ? block.marks[i].ordered : block.ordered;
      const int number = i < block.marks.size() ? block.marks[i].number : static_cast<int>(i) + 1;
      const std::string mark = ordered ? fmt::format("{}. ", number) : "- ";
      out += mark + replace_all(inlines(block.items[i], false), "\n", "\n  ") + "\n";
    }
  }

  void table(const Block& block, std::string& out) const {
    const auto row = [&](const std::vector<Inlines>& cells) {
      out += "|";
      for (const Inlines& cell : cells) out += " " + inlines(cell, true) + " |";
      out += "\n";
    };
    std::vector<Inlines> header = block.header;
    if (header.empty() && !block.rows.empty()) header.resize(block.rows.front().size());
    row(header);
    out += "|";
    for (std::size_t i = 0; i < header.size(); ++i) out += "---|";
    out += "\n";
    for (const auto& cells : block.rows) row(cells);
  }

  std::vector<std::pair<std::string, std::string>> references_;
};

// The own clauses that are there already: id -> path below legal/clauses and text.
std::map<std::string, OutputFile> existing(const std::string& directory) {
  std::map<std::string, OutputFile> found;
  std::error_code ignored;
  if (directory.empty() || !std::filesystem::exists(directory, ignored)) return found;
  const auto tree = list_tree(directory, [](std::string_view) { return false; });
  if (!tree) return found;
  for (const TreeEntry& entry : tree->files) {
    if (!entry.path.ends_with(".md")) continue;
    auto text = read_text_file(std::filesystem::path(directory) / entry.path);
    if (!text) continue;
    if (auto clause = knowledge::parse_clause(entry.path, *text, nullptr))
      found.emplace(clause->id, OutputFile{entry.path, std::move(*text)});
  }
  return found;
}

// What a person wrote in the front matter stays, but for the keys that are written anew.
std::string kept_front(const std::string& text, const std::set<std::string>& anew) {
  std::string kept;
  bool inside = false, dropping = false;
  for (const std::string_view line : split(text, '\n')) {
    if (trim(line) == "---") {
      if (inside) break;
      inside = true;
      continue;
    }
    if (!inside) continue;
    if (!line.empty() && line.front() != ' ') dropping = anew.contains(std::string(line.substr(0, line.find(':'))));
    if (!dropping) kept.append(line).append("\n");
  }
  return kept;
}

// Paragraphs, items and cells, each as plain text.
std::vector<std::string> pieces(const std::vector<Block>& blocks) {
  std::vector<std::string> out;
  const auto add = [&out](const Inlines& runs) { out.push_back(plain_text(runs)); };
  for (const Block& block : blocks) {
    if (block.kind == BlockKind::paragraph) add(block.text);
    for (const Inlines& item : block.items) add(item);
    for (const Inlines& cell : block.header) add(cell);
    for (const auto& row : block.rows) {
      for (const Inlines& cell : row) add(cell);
    }
  }
  return out;
}

// Words of another language: several of them, and no Han at all. A name, an address or a link is none.
bool foreign(std::string_view text) {
  constexpr int kWords = 4;
  if (contains_han(text)) return false;
  int words = 0;
  for (const std::string_view word : split(text, ' ')) {
    const auto letters = std::count_if(word.begin(), word.end(),
                                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
    if (letters > 0 && word.find_first_of("@/") == std::string_view::npos) ++words;
  }
  return words >= kWords;
}

// The first piece that was Chinese, or was not there, and stands in another language now; empty when there is none.
std::string other_language(const std::vector<Block>& was, const std::vector<Block>& now) {
  const std::vector<std::string> before = pieces(was);
  for (const std::string& piece : pieces(now)) {
    if (foreign(piece) && !contains(before, piece)) return ellipsize(piece, 40);
  }
  return {};
}

class Importer {
 public:
  Importer(const ImportRequest& request, const knowledge::Knowledge& knowledge)
      : request_(request), knowledge_(knowledge), own_(existing(request.own_clauses)) {
    walk(request.base->clauses, "", "", base_);
    walk(request.edited->clauses, "", "", edited_);
    if (request.drafted != nullptr)
      visit(*request.drafted, [this](const Clause& clause) { rests_on_[clause.id] = clause.provenance.facts; });
  }

  Result<ImportResult> run() {
    pair_up();
    head();
    const Body body(base_);
    for (const Place& was : base_) {
      const std::string& id = was.clause->id;
      if (id.empty()) continue;
      const auto now = pairs_.find(id);
      if (now == pairs_.end()) {
        removed(was);
        continue;
      }
      changed(was, *now->second, body);
    }
    for (const Place& now : edited_)
      if (!taken_.contains(now.clause)) added(now, body);
    return std::move(result_);
  }

 private:
  static std::string bare(const std::string& title) { return std::string(trim(title)); }

  void pair_up() {
    std::map<std::string, const Clause*> by_id, by_title;
    for (const Place& place : edited_) {
      if (!place.clause->id.empty() && !by_id.emplace(place.clause->id, place.clause).second)
        result_.unplaced.push_back(
            {fmt::format("“{}”的书签出现了两次，第二处按新条款处理", place.clause->title),
             fmt::format("the bookmark of \"{}\" stands twice; the second is taken as new", place.clause->title)});
      if (place.clause->id.empty()) by_title.emplace(bare(place.clause->title), place.clause);
    }
    for (const Place& place : base_) {
      const auto id = by_id.find(place.clause->id);
      const Clause* found = id == by_id.end() ? nullptr : id->second;
      if (found == nullptr) {  // a bookmark that was deleted with its heading, or by another program
        const auto title = by_title.find(bare(place.clause->title));
        if (title != by_title.end() && !taken_.contains(title->second)) found = title->second;
      }
      if (found == nullptr || place.clause->id.empty()) continue;
      pairs_[place.clause->id] = found;
      taken_.insert(found);
    }
    // Order among those that are on both sides.
    std::vector<std::string> before, after;
    for (const Place& place : base_)
      if (pairs_.contains(place.clause->id)) before.push_back(place.clause->id);
    for (const Place& place : edited_)
      for (const auto& [id, clause] : pairs_)
        if (clause == place.clause) after.push_back(id);
    for (std::size_t i = 0; i < std::min(before.size(), after.size()); ++i) {
      if (before[i] == after[i]) continue;
      result_.unplaced.push_back(
          {fmt::format("条款的次序变了，从 {} 起；次序没有照搬，需要时在 legal/clauses 里写 order", after[i]),
           fmt::format("the order of clauses differs from {} on; it was not taken over: set `order` in legal/clauses",
                       after[i])});
      break;
    }
  }

  // What stands before the first heading belongs to the clause that is placed there.
  void head() {
    if (bare(request_.base->title) != bare(request_.edited->title))
      result_.unplaced.push_back(
          {fmt::format("标题改成了“{}”；标题由小程序名称组成，请改 legal/facts.yaml 的 program.name",
                       request_.edited->title),
           fmt::format("the title became \"{}\"; it is made of program.name in legal/facts.yaml",
                       request_.edited->title)});
    if (same_blocks(request_.base->preamble, request_.edited->preamble)) return;
    for (const knowledge::ClauseSource& source : knowledge_.clauses) {
      if (source.place != "preamble" || source.document != to_string(request_.base->kind)) continue;
      write(source.id, {}, Body(base_).write(request_.edited->preamble), {});
      result_.placed.push_back(
          {fmt::format("开头改写 → {}", source.id), fmt::format("the head was reworded -> {}", source.id)});
      return;
    }
    result_.unplaced.push_back(
        {"开头的改动放不进任何条款", "the change before the first heading belongs to no clause"});
  }

  void removed(const Place& was) {
    // Below a clause that is gone itself it is gone with it.
    if (!was.parent.empty() && !pairs_.contains(was.parent)) return;
    if (const std::string named = referred_by(was.clause->id); !named.empty()) {
      result_.unplaced.push_back(
          {fmt::format("“{}”被删除了，但是 {} 还引用它；请先改写那里", was.clause->title, named),
           fmt::format("\"{}\" was deleted, but {} still refers to it; reword that first", was.clause->title, named)});
      return;
    }
    std::string front = fmt::format("---\nid: {}\nremove: true\n---\n", was.clause->id);
    const auto own = own_.find(was.clause->id);
    const bool library = std::any_of(knowledge_.clauses.begin(), knowledge_.clauses.end(),
                                     [&](const knowledge::ClauseSource& one) { return one.id == was.clause->id; });
    if (!library) {
      result_.unplaced.push_back(
          {fmt::format("自有条款 {} 被删除：请删去它在 legal/clauses 里的文件", was.clause->id),
           fmt::format("own clause {} was deleted: remove its file from legal/clauses", was.clause->id)});
      return;
    }
    result_.clauses.push_back({own == own_.end() ? was.clause->id + ".md" : own->second.path, std::move(front)});
    result_.placed.push_back({fmt::format("删除“{}” → {}", was.clause->title, was.clause->id),
                              fmt::format("\"{}\" was deleted -> {}", was.clause->title, was.clause->id)});
  }

  // Clauses of the text that name `id` in every case, and are still there: "pp.children、pp.summary".
  [[nodiscard]] std::string referred_by(const std::string& id) const {
    std::vector<std::string> named;
    for (const knowledge::ClauseSource& source : knowledge_.clauses) {
      if (source.id == id || !pairs_.contains(source.id)) continue;
      const bool refers = source.body_zh.find("{{ref " + id + "}}") != std::string::npos ||
                          source.body_zh.find("{{title " + id + "}}") != std::string::npos;
      if (refers && source.body_zh.find("if " + id + "}}") == std::string::npos) named.push_back(source.id);
    }
    return join(named, "、");
  }

  void changed(const Place& was, const Clause& now, const Body& body) {
    const bool titled = bare(was.clause->title) != bare(now.title);
    const bool worded = !same_blocks(was.clause->blocks, now.blocks);
    if (!titled && !worded) return;
    if (const std::string other = other_language(was.clause->blocks, now.blocks); worded && !other.empty()) {
      result_.unplaced.push_back(
          {fmt::format("“{}”里有改成别的语言的话：{}", was.clause->title, other),
           fmt::format("\"{}\" says this in another language now: {}", was.clause->title, other)});
      return;
    }
    std::string text = worded ? body.write(now.blocks) : "";
    // A clause with no words of its own cannot be put over one that has: its heading stays for what is below it.
    if (worded && trim(text).empty()) {
      result_.unplaced.push_back(
          {fmt::format("“{}”只剩标题；要删去这一条，请连标题一起删", was.clause->title),
           fmt::format("\"{}\" has only its heading left; to drop the clause, delete the heading too",
                       was.clause->title)});
      return;
    }
    write(was.clause->id, titled ? now.title : "", text, rests_on_[was.clause->id]);
    if (worded) cells_of_facts(*was.clause, now);
    result_.placed.push_back({fmt::format("改写“{}” → {}", was.clause->title, was.clause->id),
                              fmt::format("\"{}\" was reworded -> {}", was.clause->title, was.clause->id)});
  }

  // A cell that prints one fact is better changed there: the other texts print it too, and new rows keep coming.
  void cells_of_facts(const Clause& was, const Clause& now) {
    if (request_.facts == nullptr || was.blocks.size() != now.blocks.size()) return;
    for (std::size_t i = 0; i < was.blocks.size(); ++i) {
      const auto& before = was.blocks[i].rows;
      const auto& after = now.blocks[i].rows;
      if (before.size() != after.size()) continue;
      for (std::size_t row = 0; row < before.size(); ++row) {
        for (std::size_t cell = 0; cell < std::min(before[row].size(), after[row].size()); ++cell) {
          const std::string old_text(trim(plain_text(before[row][cell])));
          const std::string new_text(trim(plain_text(after[row][cell])));
          const std::string path = old_text == new_text ? "" : only_fact(was.id, old_text);
          if (path.empty()) continue;
          result_.advice.push_back(
              {fmt::format("表格里的“{}”来自 legal/facts.yaml 的 {}：请在那里也改成“{}”，清单和别的表格才会一起改",
                           ellipsize(old_text, 40), path, ellipsize(new_text, 40)),
               fmt::format(
                   "\"{}\" in the table comes from {} in legal/facts.yaml: change it there to \"{}\" too, so that "
                   "the lists and other tables follow",
                   ellipsize(old_text, 40), path, ellipsize(new_text, 40))});
        }
      }
    }
  }
  // The fact the clause rests on that has this value; empty when none or several have it.
  [[nodiscard]] std::string only_fact(const std::string& clause, const std::string& value) const {
    const auto facts = rests_on_.find(clause);
    if (facts == rests_on_.end() || value.empty()) return {};
    std::string found;
    for (const std::string& path : std::set<std::string>(facts->second.begin(), facts->second.end())) {
      if (pinned_value(*request_.facts, path) != value) continue;
      if (!found.empty()) return {};
      found = path;
    }
    return found;
  }

  void added(const Place& now, const Body& body) {
    const std::string text = body.write(now.clause->blocks);
    if (trim(text).empty()) {
      result_.unplaced.push_back({fmt::format("新标题“{}”下面没有文字", now.clause->title),
                                  fmt::format("the new heading \"{}\" has no text", now.clause->title)});
      return;
    }
    std::string parent, previous;
    for (const auto& [id, clause] : pairs_) {
      for (const Place& place : edited_) {
        if (place.clause != clause) continue;
        for (const Clause& child : clause->children)
          if (&child == now.clause) parent = id;
      }
    }
    const Clause* before = nullptr;
    const std::vector<Clause>* row = &request_.edited->clauses;
    for (const auto& [id, clause] : pairs_)
      if (id == parent) row = &clause->children;
    for (const Clause& sibling : *row) {
      if (&sibling == now.clause) break;
      before = &sibling;
    }
    for (const auto& [id, clause] : pairs_)
      if (clause == before) previous = id;
    int order = 1;
    for (const knowledge::ClauseSource& source : knowledge_.clauses)
      if (source.id == previous) order = source.order + 1;
    const std::string prefix = request_.base->kind == DocumentKind::user_agreement ? "ua"
                               : request_.base->kind == DocumentKind::data_lists   ? "dl"
                                                                                   : "pp";
    const std::string id = fmt::format("{}.own.c{}", prefix, sha256_hex(now.clause->title + text).substr(0, 8));
    std::string front =
        fmt::format("---\nid: {}\ndocument: {}\norder: {}\n", id, to_string(request_.base->kind), order);
    if (!parent.empty()) front += "parent: " + parent + "\n";
    front += fmt::format("title: {{ zh: {0}, en: {0} }}\n---\n", yaml_scalar(now.clause->title));
    result_.clauses.push_back({id + ".md", front + text});
    result_.placed.push_back({fmt::format("新条款“{}” → {}", now.clause->title, id),
                              fmt::format("new clause \"{}\" -> {}", now.clause->title, id)});
  }

  void write(const std::string& id, const std::string& title, const std::string& body,
             const std::vector<std::string>& facts) {
    std::string front;
    const auto own = own_.find(id);
    std::set<std::string> anew{"pinned", "remove"};
    if (!title.empty()) anew.insert("title");
    front = own == own_.end() ? "id: " + id + "\n" : kept_front(own->second.content, anew);
    if (!title.empty()) {
      std::string english = title;
      for (const knowledge::ClauseSource& source : knowledge_.clauses)
        if (source.id == id) english = source.title_en;
      front += fmt::format("title: {{ zh: {}, en: {} }}\n", yaml_scalar(title), yaml_scalar(english));
    }
    if (request_.facts != nullptr && !facts.empty() && !body.empty()) {
      front += "pinned:\n";
      for (const std::string& path : std::set<std::string>(facts.begin(), facts.end()))
        front += fmt::format("  {}: {}\n", path, yaml_scalar("=" + pinned_value(*request_.facts, path)));
    }
    result_.clauses.push_back({own == own_.end() ? id + ".md" : own->second.path, "---\n" + front + "---\n" + body});
  }

  const ImportRequest& request_;
  const knowledge::Knowledge& knowledge_;
  std::map<std::string, OutputFile> own_;
  std::vector<Place> base_, edited_;
  std::map<std::string, const Clause*> pairs_;  // base id -> what it is now
  std::set<const Clause*> taken_;
  std::map<std::string, std::vector<std::string>> rests_on_;
  ImportResult result_;
};

}  // namespace

Result<ImportResult> import_review(const ImportRequest& request, const knowledge::Knowledge& knowledge) {
  return Importer(request, knowledge).run();
}

std::string pinned_value(const Facts& facts, std::string_view path) {
  const json::value* value = &facts.data.value;
  for (const std::string_view part : split(path, '.')) {
    value = value == nullptr ? nullptr : find(*value, part);
    if (value == nullptr) return "";
  }
  if (const json::string* text = value->if_string(); text != nullptr && text->size() <= kLongestPin)
    return std::string(trim({text->data(), text->size()}));
  std::string compact = to_compact_json(*value);
  return compact.size() <= kLongestPin && !value->is_object() ? compact : "sha256:" + sha256_hex(compact).substr(0, 16);
}

std::vector<Finding> moved_pins(const Facts& facts, const std::string& own_clauses,
                                const knowledge::Knowledge& knowledge) {
  std::vector<Finding> findings;
  const auto schema = knowledge.schemas.find("clause");
  for (const auto& [id, file] : existing(own_clauses)) {
    const std::string path = (std::filesystem::path(own_clauses) / file.path).generic_string();
    auto clause =
        knowledge::parse_clause(path, file.content, schema == knowledge.schemas.end() ? nullptr : &schema->second);
    if (!clause) continue;  // drafting has said so
    for (const auto& [fact, was] : clause->pinned) {
      const std::string now = "=" + pinned_value(facts, fact);
      if (now == was) continue;
      Finding finding;
      finding.rule = "QY4120";
      finding.type = "contradiction";
      finding.severity = Severity::error;
      finding.document = path;
      finding.begin = finding.end = {1, 1};
      int line = 0;
      for (const std::string_view text : split(file.content, '\n')) {
        ++line;
        if (std::string_view(trim(text)).starts_with(fact + ":")) {
          finding.begin = {line, 1};
          finding.end = {line, count_code_points(text) + 1};
          break;
        }
      }
      const auto shown = [](const std::string& value) {
        return value.size() <= 1 ? std::string("（空）") : value.substr(1);
      };
      finding.message = {
          fmt::format("条款 {} 是按 {} 为“{}”写定的，现在是“{}”", id, fact, shown(was), shown(now)),
          fmt::format("clause {} was worded for {} = \"{}\"; it is \"{}\" now", id, fact, shown(was), shown(now))};
      finding.help = {"请审阅人重新看这一条；仍然合适的，把 pinned 里的值改成现在的值",
                      "have the clause looked at again; if it still fits, set the value in pinned to the present one"};
      findings.push_back(std::move(finding));
    }
  }
  return findings;
}

}  // namespace qiyue
