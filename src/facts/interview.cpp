// The interview in the terminal, and unattended.
#include <fmt/core.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <istream>
#include <map>
#include <optional>
#include <ostream>
#include <set>
#include <utility>

#include "core/text.h"
#include "facts/answers.h"
#include "facts/edit.h"
#include "facts/facts.h"
#include "facts/names.h"
#include "facts/purposes.h"
#include "facts/questions.h"
#include "facts/usual.h"

namespace qiyue {
namespace {

constexpr int kMaxQuestions = 500;  // asked in one sitting

class Sitting {
 public:
  Sitting(const std::string& path, std::string yaml, const Evidence& evidence, const knowledge::Knowledge& knowledge,
          const Interview& options)
      : path_(path), yaml_(std::move(yaml)), evidence_(evidence), knowledge_(knowledge), options_(options) {
    const auto schema = knowledge.schemas.find("facts");
    if (schema != knowledge.schemas.end()) schema_ = &schema->second;
  }

  Result<std::string> run() {
    if (auto status = reread(); !status) return fail(status.error());
    if (!options_.answers_file.empty()) {
      if (auto status = answers(); !status) return fail(status.error());
    }
    if (options_.accept_proposals) {
      if (auto status = accept_all(); !status) return fail(status.error());
    }
    if (options_.in != nullptr && options_.out != nullptr) {
      if (auto status = talk(); !status) return fail(status.error());
    }
    return yaml_;
  }

 private:
  // ---- the file ----

  Status reread() {
    auto facts = parse_facts(path_, yaml_, knowledge_);
    if (!facts) return fail(facts.error());
    facts_ = std::move(*facts);
    return {};
  }

  // Takes over a changed text when it is still a facts file without contradictions, and saves it.
  Status accept(std::string text) {
    auto facts = parse_facts(path_, text, knowledge_);
    if (!facts) return fail(facts.error());
    if (options_.save) {
      if (auto saved = options_.save(text); !saved) return saved;
    }
    yaml_ = std::move(text);
    facts_ = std::move(*facts);
    return {};
  }

  // ---- unattended ----

  Status answers() {
    auto text = facts::apply_answers(options_.answers_file, facts_, knowledge_);
    if (!text) return fail(text.error());
    // Contradictions only show when all answers are in.
    return accept(std::move(*text));
  }

  Status accept_all() {
    std::set<std::string> tried;
    for (int round = 0; round < kMaxQuestions; ++round) {
      bool changed = false;
      for (const Question& question : open_questions(facts_, evidence_, knowledge_)) {
        if (question.proposal.empty() || is_placeholder(question.proposal) || proposed(question.id)) continue;
        if (!tried.insert(question.id).second) continue;
        auto next = answer(yaml_, question, question.proposal, schema_);
        if (!next) continue;
        // Taken unseen: it stays marked for a person to look at.
        if (auto status = accept(marked(std::move(*next), question.id)); !status) continue;
        changed = true;
        break;  // further questions may have opened or closed
      }
      if (!changed) break;
    }
    return {};
  }
  [[nodiscard]] bool proposed(const std::string& path) const {
    return std::find(facts_.proposals.begin(), facts_.proposals.end(), path) != facts_.proposals.end();
  }
  static std::string marked(std::string yaml, const std::string& path) {
    const auto data = parse_yaml("", yaml);
    if (!data) return yaml;
    const SourceText source("", yaml);
    const auto place = facts::find_value(source, *data, facts::pointer_of(path));
    if (!place || place->block || place->begin == place->end) return yaml;
    const std::size_t end = std::min(yaml.find('\n', place->end), yaml.size());
    if (!trim(std::string_view(yaml).substr(place->end, end - place->end)).empty()) return yaml;
    yaml.insert(place->end, "  " + std::string(kProposalMark));
    return yaml;
  }

  // ---- with a person ----

  [[nodiscard]] bool zh() const { return options_.lang == Lang::zh; }
  void say(const Text& text) const { *options_.out << text.in(options_.lang) << '\n'; }
  bool listen(std::string& line) const {
    *options_.out << "> " << std::flush;
    if (!std::getline(*options_.in, line)) return false;
    line = trim(line);
    return true;
  }

  Status talk() {
    const std::vector<Question> first = open_questions(facts_, evidence_, knowledge_);
    if (first.empty() && purposes_open().empty()) return {};
    say({fmt::format("还有 {} 个问题，每答一个就保存一次。", first.size()),
         fmt::format("{} questions are open; every answer is saved at once.", first.size())});
    say({"回车接受提案，- 跳过，? 看为什么问，b 回到上一题，q 离开（下次接着问）。",
         "Enter accepts the proposal, - skips, ? tells why, b goes back, q leaves (to go on later)."});
    std::set<std::string> skipped;
    std::vector<std::pair<std::string, std::string>> history;  // question, the file before its answer
    bool reviewed = false;
    for (int asked = 0; asked < kMaxQuestions; ++asked) {
      std::optional<Question> next;
      std::size_t left = 0;
      for (Question& question : open_questions(facts_, evidence_, knowledge_)) {
        if (skipped.contains(question.id)) continue;
        if (!next) next = std::move(question);
        ++left;
      }
      if (!reviewed && (!next || !(next->id.starts_with("operator.") || next->id.starts_with("program.")))) {
        reviewed = true;
        const auto stay = review();
        if (!stay) return fail(stay.error());
        if (!*stay) return farewell();
        continue;
      }
      if (!next) break;
      auto outcome = ask(*next, left);
      if (!outcome) return fail(outcome.error());
      if (outcome->leave) return farewell();
      if (outcome->skip) skipped.insert(next->id);
      if (outcome->back) {
        if (history.empty()) {
          say({"已经是第一题。", "This is the first question."});
          continue;
        }
        auto [id, before] = std::move(history.back());
        history.pop_back();
        skipped.erase(id);
        if (auto status = accept(std::move(before)); !status) return status;
        continue;
      }
      history.emplace_back(next->id, std::move(outcome->before));
    }
    return farewell();
  }

  struct Outcome {
    bool leave = false, skip = false, back = false;
    std::string before;
  };

  Result<Outcome> ask(const Question& question, std::size_t left) {
    *options_.out << '\n';
    say({fmt::format("（还有 {} 题）{}", left, question.ask.zh), fmt::format("({} left) {}", left, question.ask.en)});
    show_choices(question);
    if (const Text hint = facts::usual_hint(question.id, facts_, knowledge_); !hint.empty())
      say({fmt::format("  同类文本：{}", hint.zh), fmt::format("  other texts: {}", hint.en)});
    if (!question.proposal.empty()) {
      const std::string shown = proposal_words(question);
      say({fmt::format("  提案：{}", shown), fmt::format("  proposed: {}", shown)});
    }
    std::string line;
    for (;;) {
      if (!listen(line) || line == "q" || line == "Q")
        return Outcome{.leave = true, .skip = false, .back = false, .before = {}};
      if (line == "?" || line == "？") {
        say({"  " + question.why.zh, "  " + question.why.en});
        continue;
      }
      if (line == "b" || line == "B") return Outcome{.leave = false, .skip = false, .back = true, .before = {}};
      if (line == "-" || (line.empty() && question.proposal.empty())) {
        return Outcome{.leave = false, .skip = true, .back = false, .before = yaml_};
      }
      auto next = answer(yaml_, question, line.empty() ? question.proposal : line, schema_);
      if (!next) {
        complain(next.error());
        continue;
      }
      std::string before = yaml_;
      if (auto facts = parse_facts(path_, *next, knowledge_); !facts) {
        complain(facts.error());
        continue;
      }
      if (auto status = accept(std::move(*next)); !status) return fail(status.error());
      return Outcome{.leave = false, .skip = false, .back = false, .before = std::move(before)};
    }
  }

  void complain(const Error& error) const {
    say({"  " + error.message.zh, "  " + error.message.en});
    if (!error.remedy.empty()) say({"  " + error.remedy.zh, "  " + error.remedy.en});
  }

  void show_choices(const Question& question) const {
    constexpr std::size_t kLong = 15;
    const bool many = question.choices.size() > kLong;
    std::string row;
    for (std::size_t i = 0; i < question.choices.size(); ++i) {
      const std::string one = fmt::format("{} {}", i + 1, question.choices[i].second.in(options_.lang));
      if (!many) {
        *options_.out << "  " << one << '\n';
        continue;
      }
      if (display_width(row) + display_width(one) > 92) {
        *options_.out << "  " << row << '\n';
        row.clear();
      }
      row += (row.empty() ? "" : "  ") + one;
    }
    if (!row.empty()) *options_.out << "  " << row << '\n';
    if (question.kind == Question::Kind::list && !question.choices.empty())
      say({"  写编号，可以多个（1,3）；都没有写 0", "  numbers, several at once (1,3); 0 for none"});
    if (question.kind == Question::Kind::yes_no) say({"  是 / 否", "  yes / no"});
  }

  [[nodiscard]] std::string proposal_words(const Question& question) const {
    for (const auto& [value, words] : question.choices) {
      if (value == question.proposal) return words.in(options_.lang);
    }
    if (question.kind == Question::Kind::yes_no)
      return (Text{question.proposal == "true" ? "是" : "否", question.proposal == "true" ? "yes" : "no"})
          .in(options_.lang);
    return question.proposal;
  }

  // Proposals inside functions that nobody has confirmed.
  [[nodiscard]] std::vector<std::string> purposes_open() const {
    std::vector<std::string> paths;
    for (const std::string& path : facts_.proposals) {
      if (facts::path_matches("functions.*.items.*.purpose", path)) paths.push_back(path);
    }
    return paths;
  }

  // The purposes found in the code, all at once: accepted together or changed one by one. False: the person left.
  Result<bool> review() {
    const std::vector<std::string> paths = purposes_open();
    if (paths.empty()) return true;
    *options_.out << '\n';
    say({"根据代码，这些功能收集这些信息，用途是我们的提案：",
         "From the code: what each function collects; the purposes are proposals:"});
    const std::vector<facts::QuestionRow> table = rows();
    std::string function;
    for (std::size_t i = 0; i < paths.size(); ++i) {
      const auto parts = split(paths[i], '.');
      const std::string id(parts[1]);
      const auto known = std::find_if(facts_.functions.begin(), facts_.functions.end(),
                                      [&](const Function& one) { return one.id == id; });
      const std::string name = known == facts_.functions.end() ? id : known->name;
      if (name != function) *options_.out << "  " << name << '\n';
      function = name;
      const knowledge::DataItem* item = knowledge_.item(find_item(parts[3], knowledge_));
      const std::string words = item == nullptr ? std::string(parts[3]) : zh() ? facts::spoken_name(*item) : item->en;
      std::string purpose;
      if (known != facts_.functions.end()) {
        for (const FunctionItem& one : known->items) {
          if (one.key == parts[3]) purpose = one.purpose;
        }
      }
      *options_.out << fmt::format("  {:>3}  {}{}{}\n", i + 1, words, zh() ? "：" : ": ", purpose);
    }
    for (;;) {
      say({"回车表示都对；写编号修改（2,5）；- 以后再核对", "Enter: all right; numbers to change (2,5); - later"});
      std::string line;
      if (!listen(line) || line == "q" || line == "Q") return false;
      if (line == "-") return true;
      if (line == "?" || line == "？") {
        const Question any = facts::question_for(paths.front(), facts_, knowledge_, table);
        say({"  " + any.why.zh, "  " + any.why.en});
        continue;
      }
      if (line.empty()) {
        std::vector<std::string> confirmed;
        for (const std::string& path : facts_.proposals) {
          if (path.starts_with("functions.")) confirmed.push_back(path);
        }
        if (auto status = accept(facts::confirm(yaml_, confirmed)); !status) return fail(status.error());
        return true;
      }
      bool understood = true;
      const std::string numbers = replace_all(replace_all(line, "，", ","), " ", ",");
      for (const std::string_view part : split(numbers, ',')) {
        if (part.empty()) continue;
        int number = 0;
        std::from_chars(part.data(), part.data() + part.size(), number);
        if (number < 1 || static_cast<std::size_t>(number) > paths.size()) {
          say({fmt::format("  没有编号“{}”", ellipsize(part, 20)),
               fmt::format("  there is no number \"{}\"", ellipsize(part, 20))});
          understood = false;
          continue;
        }
        const Question question =
            facts::question_for(paths[static_cast<std::size_t>(number) - 1], facts_, knowledge_, table);
        auto outcome = ask(question, 1);
        if (!outcome) return fail(outcome.error());
        if (outcome->leave) return false;
      }
      if (!understood) continue;
    }
  }

  Status farewell() const {
    const std::size_t open = open_questions(facts_, evidence_, knowledge_).size();
    *options_.out << '\n';
    if (open > 0) {
      say({fmt::format("已保存。还有 {} 题没有回答，随时可以接着来。", open),
           fmt::format("Saved. {} questions are still open; go on whenever you like.", open)});
    } else {
      say({"已保存，没有待回答的问题了。", "Saved; nothing is left to ask."});
    }
    if (!facts_.proposals.empty()) {
      say({fmt::format("文件里还有 {} 处标着“提案”的内容，请打开核对，核对后删去该注释。", facts_.proposals.size()),
           fmt::format("{} values are still marked as proposals (提案); look them over and remove the marks.",
                       facts_.proposals.size())});
    }
    return {};
  }

  const std::vector<facts::QuestionRow>& rows() {
    if (rows_.empty()) rows_ = facts::read_questions(knowledge_);
    return rows_;
  }

  const std::string& path_;
  std::string yaml_;
  const Evidence& evidence_;
  const knowledge::Knowledge& knowledge_;
  const Interview& options_;
  const json::value* schema_ = nullptr;
  Facts facts_;
  std::vector<facts::QuestionRow> rows_;
};

}  // namespace

Result<std::string> run_interview(const std::string& path, std::string yaml, const Evidence& evidence,
                                  const knowledge::Knowledge& knowledge, const Interview& interview) {
  return Sitting(path, std::move(yaml), evidence, knowledge, interview).run();
}

}  // namespace qiyue
