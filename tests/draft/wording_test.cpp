// What every drafted text must be: complete for its situation, and free of what Qiyue itself would object to.
#include <re2/re2.h>
#include <re2/set.h>

#include <map>
#include <memory>
#include <set>

#include "cases.h"
#include "claims/claims.h"
#include "clarity/clarity.h"
#include "core/text.h"
#include "knowledge/cases.h"

namespace qiyue::draft_tests {
namespace {

const knowledge::Knowledge& kKnowledge = knowledge::builtin();

std::vector<Sentence> sentences_of(const Document& document) {
  const auto read = parse_documents("draft.md", write_markdown(document));
  if (!read || read->empty()) {
    ADD_FAILURE() << "the draft cannot be read back";
    return {};
  }
  return sentences(read->front());
}

// Each pattern is compiled once.
const RE2& compiled(const std::string& pattern) {
  static std::map<std::string, std::unique_ptr<RE2>> known;
  std::unique_ptr<RE2>& made = known[pattern];
  if (made == nullptr) made = std::make_unique<RE2>(pattern);
  return *made;
}

bool matches(std::string_view text, const std::vector<std::string>& patterns) {
  return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
    return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), compiled(pattern));
  });
}

// All patterns of unfair and vague wording, matched in one pass.
struct Bad {
  std::string id, applies_to, pattern;
  const std::vector<std::string>* unless;
};
class Badness {
 public:
  static const Badness& all() {
    static const Badness made;
    return made;
  }
  [[nodiscard]] std::vector<const Bad*> in(std::string_view sentence) const {
    std::vector<int> hits;
    set_.Match(re2::StringPiece(sentence.data(), sentence.size()), &hits);
    std::vector<const Bad*> found;
    for (const int hit : hits) found.push_back(&bad_[static_cast<std::size_t>(hit)]);
    return found;
  }

 private:
  Badness() : set_(roomy(), RE2::UNANCHORED) {
    for (const knowledge::VaguePattern& vague : kKnowledge.vague_patterns) {
      if (vague.severity == "advice") continue;
      for (const std::string& pattern : vague.patterns) add({vague.id, "both", pattern, &vague.unless});
    }
    for (const knowledge::UnfairTerm& term : kKnowledge.unfair_terms) {
      for (const std::string& pattern : term.patterns) add({term.id, term.applies_to, pattern, &term.unless});
    }
    EXPECT_TRUE(set_.Compile());
  }
  static RE2::Options roomy() {
    RE2::Options options;
    options.set_max_mem(512 << 20);
    return options;
  }
  void add(Bad bad) {
    EXPECT_GE(set_.Add(bad.pattern, nullptr), 0) << bad.pattern;
    bad_.push_back(std::move(bad));
  }
  RE2::Set set_;
  std::vector<Bad> bad_;
};

class Wording : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    inventory_ = inventory_of(GetParam());
    drafts_ = drafts_of(inventory_);
  }
  Inventory inventory_;
  Drafts drafts_;
};

// The words of a law's rule that show it is met stand in the text wherever the rule is due.
TEST_P(Wording, ShowsEveryObligationDue) {
  // Facts that are not known yet cannot be shown, and one signal names WeChat's own form.
  const std::set<std::string, std::less<>> excused =
      GetParam() == "missing" ? std::set<std::string, std::less<>>{"pp-version-date", "ua-parties"}
                              : std::set<std::string, std::less<>>{"pp-host-platform-consistency"};
  for (const Document* document : {&drafts_.privacy_policy, &drafts_.user_agreement}) {
    const std::string text = write_markdown(*document);
    for (const knowledge::Obligation& obligation : kKnowledge.obligations) {
      if (obligation.document != to_string(document->kind) || !obligation.applies_when.holds(inventory_.conditions))
        continue;
      if (excused.contains(obligation.id)) continue;
      if (inventory_.permissions.empty() && obligation.id == "pp-permissions")
        continue;  // no code was read in this case
      for (const std::string& signal : obligation.signals) {
        EXPECT_TRUE(RE2::PartialMatch(text, compiled(signal)))
            << GetParam() << ": " << obligation.id << " wants " << signal;
      }
    }
  }
}

TEST_P(Wording, HasNoVagueOrUnfairSentence) {
  for (const Document* document : {&drafts_.privacy_policy, &drafts_.user_agreement, &drafts_.data_lists}) {
    for (const Sentence& sentence : sentences_of(*document)) {
      for (const Bad* bad : Badness::all().in(sentence.squeezed)) {
        if (bad->applies_to != "both" && bad->applies_to != to_string(document->kind)) continue;
        EXPECT_TRUE(matches(sentence.squeezed, *bad->unless))
            << GetParam() << ": " << bad->id << " (" << bad->pattern << "): " << sentence.text;
      }
    }
  }
}

TEST(Badness, IsFound) {
  EXPECT_FALSE(Badness::all().in("本公司享有最终解释权").empty());
  EXPECT_FALSE(Badness::all().in("我们会收集您的手机号、位置等信息").empty());
  EXPECT_TRUE(Badness::all().in("我们会收集您的手机号和收货地址").empty());
}

// docs/writing.md, "Readability".
TEST_P(Wording, ReadsEasierThanNineTextsInTen) {
  const ClarityMeter meter(kKnowledge);
  const knowledge::CaseTables tables = knowledge::case_tables(kKnowledge);
  for (const Document* document : {&drafts_.privacy_policy, &drafts_.user_agreement}) {
    const knowledge::CaseProfile* others = tables.profile("", to_string(document->kind));
    ASSERT_NE(others, nullptr);
    const Clarity ours = meter.of(*document);
    EXPECT_LT(ours.readability, others->readability.p10) << GetParam() << ": " << to_string(document->kind);
    EXPECT_LT(ours.p90_sentence, others->p90_sentence.p10) << GetParam() << ": " << to_string(document->kind);
  }
}

// docs/writing.md: at most 60 characters a sentence; a few may need up to 90. Lists of names do not count.
TEST_P(Wording, HasShortSentences) {
  for (const Document* document : {&drafts_.privacy_policy, &drafts_.user_agreement}) {
    int all = 0;
    int lengthy = 0;
    for (const Sentence& sentence : sentences_of(*document)) {
      if (sentence.is_heading || sentence.in_table) continue;
      ++all;
      if (std::count(sentence.squeezed.begin(), sentence.squeezed.end(), '\x81') > 9) continue;  // 、 ends in 0x81
      const int length = count_code_points(sentence.squeezed);
      EXPECT_LE(length, 90) << GetParam() << ": " << sentence.text;
      if (length > 60) ++lengthy;
    }
    EXPECT_LE(lengthy * 50, all) << GetParam() << ": " << lengthy << " of " << all
                                 << " sentences are longer than 60 characters";
  }
}

// Nothing of the template language may be left in what a user reads.
TEST_P(Wording, LeavesNoTemplateBehind) {
  for (const Lang lang : {Lang::zh, Lang::en}) {
    DraftOptions options;
    options.lang = lang;
    const Drafts drafts = drafts_of(inventory_, options);
    for (const Document* document : {&drafts.privacy_policy, &drafts.user_agreement, &drafts.data_lists}) {
      const std::string text = write_markdown(*document);
      for (const char* mark : {"{{", "}}", "\x01", "\x02", "\x03", "。。", "，。", "；。", "：。", "“”", "、、"}) {
        EXPECT_EQ(text.find(mark), std::string::npos)
            << GetParam() << " " << mark << ": " << text.substr(std::min(text.size(), text.find(mark)), 60);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Cases, Wording, testing::ValuesIn(cases()), [](const auto& each) { return each.param; });

// What a draft calls an item must be read back as that item, or check would miss it.
TEST_P(Wording, NamesItemsSoThatTheyAreReadBack) {
  std::set<std::string> named;
  const std::vector<Sentence> read = sentences_of(drafts_.privacy_policy);
  for (const ItemMention& mention : item_mentions(read, kKnowledge)) named.insert(mention.item);
  for (const Activity& activity : inventory_.activities) {
    EXPECT_TRUE(named.contains(activity.item)) << GetParam() << ": " << activity.item;
  }
}

TEST(Clauses, MeetEveryObligationOfTheTwoTexts) {
  std::set<std::string, std::less<>> met;
  for (const knowledge::ClauseSource& clause : kKnowledge.clauses)
    met.insert(clause.obligations.begin(), clause.obligations.end());
  for (const knowledge::Obligation& obligation : kKnowledge.obligations) {
    if (obligation.document != "privacy-policy" && obligation.document != "user-agreement") continue;
    EXPECT_TRUE(met.contains(obligation.id)) << obligation.id << " is met by no clause";
  }
}

TEST(Clauses, ClaimOnlyObligationsThatExist) {
  for (const knowledge::ClauseSource& clause : kKnowledge.clauses) {
    for (const std::string& id : clause.obligations)
      EXPECT_NE(kKnowledge.obligation(id), nullptr) << clause.path << ": " << id;
  }
}

// What no case drafts, nobody reads and no measure above is taken of.
TEST(Clauses, EachStandsInSomeCase) {
  std::set<std::string, std::less<>> stood;
  for (const std::string& name : cases()) {
    const Drafts drafts = drafts_of(inventory_of(name));
    for (const Document* document : {&drafts.privacy_policy, &drafts.user_agreement, &drafts.data_lists}) {
      visit(*document, [&](const Clause& clause) { stood.insert(clause.id); });
    }
  }
  for (const knowledge::ClauseSource& clause : kKnowledge.clauses) {
    if (clause.place == "preamble") continue;  // has no heading to be found by
    EXPECT_TRUE(stood.contains(clause.id)) << clause.id << " stands in no case of tests/draft";
  }
}

TEST(Clauses, SpeakBothLanguages) {
  for (const knowledge::ClauseSource& clause : kKnowledge.clauses) {
    EXPECT_EQ(clause.body_zh.empty(), clause.body_en.empty()) << clause.path;
    EXPECT_FALSE(contains_han(replace_all(clause.body_en, "待填写", "")))
        << clause.path << ": Chinese in the English text";
  }
}

// Both languages say the same: the same variables, conditions and references, in the same number.
TEST(Clauses, SayTheSameInBothLanguages) {
  for (const knowledge::ClauseSource& clause : kKnowledge.clauses) {
    const auto tags = [](const std::string& body) {
      std::map<std::string, int> count;
      std::size_t at = 0;
      while ((at = body.find("{{", at)) != std::string::npos) {
        const std::size_t end = body.find("}}", at);
        if (end == std::string::npos) break;
        std::string tag = body.substr(at + 2, end - at - 2);
        tag = tag.substr(0, tag.find(" sep="));
        ++count[tag];
        at = end;
      }
      return count;
    };
    EXPECT_EQ(tags(clause.body_zh), tags(clause.body_en)) << clause.path;
  }
}

}  // namespace
}  // namespace qiyue::draft_tests
