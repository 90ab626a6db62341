// Facts: what only people know, from legal/facts.yaml. Written by people (or the interview), never by the scan.
// A value that is not known yet is the placeholder 待填写; drafting keeps it visible and check reports it as an error.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "core/data.h"
#include "core/result.h"
#include "evidence/evidence.h"
#include "knowledge/knowledge.h"

namespace qiyue {

inline constexpr std::string_view kPlaceholder = "待填写";
inline bool is_placeholder(std::string_view value) { return value.find(kPlaceholder) != std::string_view::npos; }

struct Contact {
  std::string email, phone, address, wechat, online;  // online: path or link of the customer service inside the program
};

// One item as used by one function: the row of "what we collect".
struct FunctionItem {
  std::string item;                   // data item id
  std::string purpose;                // after 用于…: holds the purpose alone
  How how = How::typed;
  bool required = false;
  std::string refusal;                // what refusing means; required for optional items
  std::string retention;              // overrides the default
  std::string necessity;              // sensitive items: why it is needed (PIPL art. 30)
  std::string effect;                 // sensitive items: effect on the person (PIPL art. 30)
};
struct Function {
  std::string id, name, description;
  bool basic = true;  // basic function or extension (GB/T 35273 5.3)
  std::vector<FunctionItem> items;
};

enum class RecipientRole { sdk, entrusted, joint, independent, affiliate };  // PIPL 21 entrusted, 20 joint, 23 independent
struct RecipientFact {
  std::string id, name, provider, contact, purpose, method, policy_url;
  RecipientRole role = RecipientRole::sdk;
  std::vector<std::string> items;  // data item ids
  bool consent = false;            // separate consent is asked (PIPL 23)
  bool overseas = false;
};

struct Service {
  std::string id, name, description;
  bool paid = false;
  std::string price;
};

struct CrossBorder {
  bool exists = false;
  std::string receiver, contact, purpose, method, country, mechanism;
  std::vector<std::string> items;
};

struct Facts {
  std::string path;   // where it was read
  DataFile data;      // the whole file with places, for provenance and exact messages

  struct {
    std::string name, platform, appid, trade, description;  // trade: id in knowledge trades
  } program;
  struct {
    std::string name, kind, credit_code, address;  // kind: company | individual_business | individual | institution
    Contact contact;
    std::string privacy_officer, privacy_contact, icp;
    bool overseas = false;
    std::string representative;
  } operator_;
  struct {
    std::string version, published, effective;  // ISO dates
  } release;
  std::vector<Service> services;
  std::vector<Function> functions;
  std::vector<RecipientFact> recipients;
  struct {
    std::string place, period, after;  // after: deleted or anonymised
    std::string logs_period;
  } storage;
  CrossBorder cross_border;
  struct {
    bool encryption_transit = false, encryption_storage = false, access_control = false, backup = false, training = false;
    std::string certification, incident_contact;
  } security;
  struct {
    bool exists = false;
    std::vector<std::string> login;  // wechat | phone | password …
    bool real_name = false;
    std::string cancel_path, cancel_conditions;
    int cancel_days = 15;
  } account;
  struct {
    std::string access, correct, remove, copy, withdraw, cancel;  // where in the program
    int response_days = 15;
  } rights;
  struct {
    std::string audience;  // general | includes_minors | children
    bool under_14 = false;
    std::string guardian_method;
  } minors;
  struct {
    bool exists = false;
    std::vector<std::string> channels;
    std::string opt_out;
    bool personalised = false;
    std::string personalised_opt_out;
    bool ads = false;
  } marketing;
  struct {
    bool exists = false, significant = false;
    std::string description, opt_out;
  } automated;
  struct {
    bool exists = false;
    std::string kinds, review, license_scope;
  } content;  // user content
  struct {
    bool exists = false, goods = false, digital = false, auto_renewal = false, prepaid = false, deposit = false, promotion = false;
    std::string methods, refund, price_display, invoice, renewal_cancel, trial;
  } payment;
  struct {
    bool exists = false;       // other merchants sell here (E-commerce Law art. 9)
    std::string merchants_rules;
  } marketplace;
  struct {
    bool generative = false, companion = false, deep_synthesis = false;
    std::string registration;
  } ai;
  struct {
    std::string method;        // court | arbitration
    std::string court;         // empty: the court that the law names
  } dispute;
  struct {
    std::string users;         // under_100k | 100k_to_1m | over_1m
  } scale;
  std::vector<std::string> extra_conditions;  // names of the vocabulary set by hand
};

// Reads and checks legal/facts.yaml against its schema: unknown keys, wrong types, unknown items or trades, bad dates, contradictions
// (free service with a price list, no minors with a children's function). Every fault with line, what was expected and how to mend it.
Result<Facts> read_facts(const std::string& path, const knowledge::Knowledge& knowledge);
Result<Facts> parse_facts(std::string path, std::string_view yaml, const knowledge::Knowledge& knowledge);

// ---- the interview ----
// One thing to ask, with the proposal the scan allows. Only what the code cannot tell.
struct Question {
  std::string id;    // path in facts.yaml: "operator.name", "functions.order.items.phone_number.purpose"
  Text ask, why;     // why: what the answer is used for
  enum class Kind { text, choice, yes_no, date, list } kind = Kind::text;
  std::vector<std::pair<std::string, Text>> choices;
  std::string proposal;  // from the scan; may be empty
  bool required = true;
};
// A draft of facts made from the evidence: functions per page group with items and proposed purposes, recipients with providers,
// every unknown as 待填写. The result is a commented YAML text that parse_facts accepts.
std::string propose_facts(const Evidence& evidence, const knowledge::Knowledge& knowledge);
// What is still 待填写 in `facts`, in the order a person would answer.
std::vector<Question> open_questions(const Facts& facts, const Evidence& evidence, const knowledge::Knowledge& knowledge);
// Puts an answer at its path, keeping every comment and every other byte of the file. Fails on an unknown id or an unfit value.
Result<std::string> answer(std::string_view yaml, const Question& question, std::string_view value);

// Who is asked, and how. Answers come from `answers_file` first, then from `in` (a terminal; null: nobody to ask); with
// `accept_proposals` every proposal of the scan is taken and what has none stays 待填写.
struct Interview {
  std::istream* in = nullptr;
  std::ostream* out = nullptr;
  Lang lang = Lang::zh;
  bool accept_proposals = false;
  std::string answers_file;
  std::function<Status(std::string_view yaml)> save;  // called after each answer, so that leaving loses nothing
};
// Asks the open questions of `yaml` in order and gives the answered text. Ctrl-D or "q" leaves; the next run goes on from there.
// Fails on an answers file with an unknown path or an unfit value, with its line.
Result<std::string> run_interview(const std::string& path, std::string yaml, const Evidence& evidence, const knowledge::Knowledge& knowledge,
                                  const Interview& interview);

}  // namespace qiyue
