// What has to be done about a release on a given day.
#include "release/recheck.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>

#include "core/data.h"

namespace qiyue {
namespace {

// One statute that comes into force on 2027-01-01, with one duty for those who have accounts.
knowledge::Knowledge law() {
  knowledge::Knowledge knowledge;
  knowledge::Statute statute;
  statute.id = "new-law";
  statute.title_zh = "新法";
  statute.title_en = "New Law";
  statute.effective = "2027-01-01";
  statute.verified = knowledge::Verified::yes;
  knowledge.statutes.push_back(statute);
  knowledge::Obligation duty;
  duty.id = "duty";
  duty.title_zh = "新的义务";
  duty.title_en = "a new duty";
  duty.applies_when = *Predicate::parse("has_account");
  duty.sources = {{"new-law", "1", true}};
  knowledge.obligations.push_back(duty);
  return knowledge;
}

class Recheck : public testing::Test {
 protected:
  void SetUp() override {
    released_.version = "1.0.0";
    released_.published = "2026-12-01";
    released_.effective = "2026-12-08";
    released_.inventory =
        json::parse(R"({"activities": [{"item": "phone_number"}], "recipients": [{"name": "快递"}]})");
    released_.facts = json::object{};
    last_.version = {1, 0, 0};
    last_.manifest = json::parse(R"({"version": "1.0.0", "previous": {"version": "0.9.0"}})");
    use("phone_number", 3);
    released_evidence_ = evidence_;
    inventory_.conditions = {"has_account"};
  }

  void use(const char* item, int line, bool reachable = true) {
    Use one;
    one.items = {item};
    one.place = {"pages/a/a.js", line, 1};
    one.reachable = reachable;
    evidence_.uses.push_back(one);
  }

  std::vector<std::string> on(const std::string& today,
                              const knowledge::Knowledge& knowledge = knowledge::Knowledge()) {
    actions_ = recheck({.last = &last_,
                        .released = &released_,
                        .released_evidence = &released_evidence_,
                        .released_findings = R"({"findings": []})",
                        .evidence = &evidence_,
                        .inventory = &inventory_,
                        .working = nullptr,
                        .sign_offs = sign_offs_,
                        .links = links_,
                        .today = today},
                       knowledge);
    std::vector<std::string> kinds;
    for (const Action& action : actions_) kinds.push_back((action.due ? "" : "note ") + action.kind);
    return kinds;
  }
  using Kinds = std::vector<std::string>;

  ReleaseEntry last_;
  ReleaseContent released_;
  Evidence released_evidence_, evidence_;
  Inventory inventory_;
  std::vector<OutputFile> sign_offs_;
  std::vector<Link> links_;
  std::vector<Action> actions_;
};

TEST_F(Recheck, NothingToDo) { EXPECT_EQ(on("2026-12-20"), Kinds{}); }

TEST_F(Recheck, ANewItemNeedsConsentAndNamesItsPlace) {
  use("location_precise", 12);
  EXPECT_EQ(on("2026-12-20"), Kinds{"new_item"});
  EXPECT_TRUE(actions_[0].consent);
  EXPECT_EQ(actions_[0].places, Kinds{"pages/a/a.js:12"});
}

TEST_F(Recheck, WhatNoPageReachesIsNotCollected) {
  use("location_precise", 12, false);
  EXPECT_EQ(on("2026-12-20"), Kinds{});
}

TEST_F(Recheck, AnItemThatIsGone) {
  evidence_.uses.clear();
  EXPECT_EQ(on("2026-12-20"), Kinds{"removed_item"});
  EXPECT_FALSE(actions_[0].consent);
}

TEST_F(Recheck, RecipientsAndAddresses) {
  Recipient known;
  known.name = "快递";
  Recipient fresh;
  fresh.name = "统计公司";
  evidence_.recipients = {known, fresh};
  evidence_.hosts = {"stat.example.com"};
  EXPECT_EQ(on("2026-12-20"), (Kinds{"new_recipient", "new_host"}));
  std::swap(evidence_.recipients, released_evidence_.recipients);
  evidence_.hosts.clear();
  EXPECT_EQ(on("2026-12-20"), (Kinds{"removed_recipient", "removed_recipient"}));
}

TEST_F(Recheck, AStatuteThatCameIntoForce) {
  EXPECT_EQ(on("2026-12-20", law()), Kinds{"note statute_in_force"});
  EXPECT_EQ(on("2027-01-01", law()), Kinds{"statute_in_force"});
  inventory_.conditions.clear();  // nobody it concerns
  EXPECT_EQ(on("2027-01-01", law()), Kinds{});
  inventory_.conditions = {"has_account"};
  released_.published = "2027-01-02";  // published under it
  EXPECT_EQ(on("2027-01-10", law()), Kinds{});
}

TEST_F(Recheck, TheCalendar) {
  EXPECT_EQ(on("2026-12-02"), Kinds{"note notice_runs"});
  EXPECT_EQ(on("2027-11-10"), Kinds{"note yearly_review"});
  EXPECT_EQ(on("2027-12-01"), Kinds{"yearly_review"});
}

TEST_F(Recheck, SignOffsThatExpire) {
  sign_offs_ = {{"a.yaml", "sign_offs:\n  - role: 法务\n    expires: \"2027-03-01\"\n"},
                {"b.json", R"({"role": "律师", "expires": "2026-12-19"})"},
                {"c.txt", "expires: 2020-01-01"},
                {"d.json", "{broken"}};
  EXPECT_EQ(on("2026-12-20"), Kinds{"sign_off_expires"});
  EXPECT_NE(actions_[0].what.zh.find("律师"), std::string::npos);
  EXPECT_EQ(on("2027-02-20"), (Kinds{"sign_off_expires", "note sign_off_expires"}));
}

TEST_F(Recheck, AddressesThatDoNotOpen) {
  links_ = {{"https://a.example.com", "privacy-policy", 200},
            {"https://b.example.com", "privacy-policy", 404},
            {"https://c.example.com", "x", 0}};
  EXPECT_EQ(on("2026-12-20"), (Kinds{"dead_link", "dead_link"}));
}

TEST_F(Recheck, LinksAreEachNamedOnce) {
  auto documents = parse_documents("privacy-policy.md",
                                   "# 隐私政策\n\n[甲](https://a.example.com) [乙](user-agreement.md)\n\n## "
                                   "一、丙\n\n- [甲](https://a.example.com)\n- "
                                   "[丁](https://d.example.com)\n");
  ASSERT_TRUE(documents.has_value());
  released_.documents = *documents;
  released_.inventory = json::parse(
      R"({"recipients": [{"policy_url": "https://e.example.com", "fact": "recipients.e"}, {"policy_url": "javascript:x"}]})");
  Kinds urls;
  for (const Link& link : links_of(released_)) urls.push_back(link.url);
  EXPECT_EQ(urls, (Kinds{"https://a.example.com", "https://d.example.com", "https://e.example.com"}));
}

TEST_F(Recheck, Json) {
  use("location_precise", 12);
  on("2026-12-20");
  const auto value = json::parse(recheck_json(actions_, last_, "2026-12-20"));
  EXPECT_FALSE(value.at("true").as_bool());
  EXPECT_TRUE(value.at("consent").as_bool());
}

}  // namespace
}  // namespace qiyue
