// Facts: what only people know, from legal/facts.yaml. Written by people (or the interview), never by the scan.
// A value that is not known yet is the placeholder 待填写; drafting keeps it visible and check reports it as an error.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>
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
  std::string item;     // data item id
  std::string purpose;  // after 用于…: holds the purpose alone
  How how = How::typed;
  bool required = false;
  std::string refusal;    // what refusing means; required for optional items
  std::string retention;  // overrides the default
  std::string necessity;  // sensitive items: why it is needed (PIPL art. 30)
  std::string effect;     // sensitive items: effect on the person (PIPL art. 30)
  std::string key;        // the item as the file names it: an id or a Chinese name; part of its path
};
struct Function {
  std::string id, name, description;
  bool basic = true;  // basic function or extension (GB/T 35273 5.3)
  std::vector<FunctionItem> items;
};

enum class RecipientRole {
  sdk,
  entrusted,
  joint,
  independent,
  affiliate
};  // PIPL 21 entrusted, 20 joint, 23 independent
struct RecipientFact {
  std::string id, name, provider, contact, purpose, method, policy_url;
  RecipientRole role = RecipientRole::sdk;
  std::vector<std::string> items;  // data item ids
  bool consent = false;            // separate consent is asked (PIPL 23)
  bool overseas = false;
  std::vector<std::string> hosts;  // addresses that belong to this recipient
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
  std::string path;  // where it was read
  std::string text;  // the file itself
  DataFile data;     // the same with places, for provenance and exact messages
  std::vector<std::string>
      proposals;  // paths whose value still carries the mark of a proposal nobody has confirmed, in file order
  std::vector<std::string> unanswered;  // paths whose value is 待填写, in file order

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
    bool encryption_transit = false, encryption_storage = false, access_control = false, backup = false,
         training = false;
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
    bool is_public = true;  // `public`: others than the author see it
    std::string kinds, review, license_scope;
  } content;  // user content
  struct {
    bool exists = false, goods = false, digital = false, auto_renewal = false, prepaid = false, deposit = false,
         promotion = false;
    std::string methods, refund, price_display, invoice, renewal_cancel, trial;
  } payment;
  struct {
    bool exists = false;  // other merchants sell here (E-commerce Law art. 9)
    std::string merchants_rules;
  } marketplace;
  struct {
    bool generative = false, companion = false, deep_synthesis = false;
    std::string registration;
    std::string training;  // whether what users type is used to train models, and how to refuse
  } ai;
  struct {
    std::string method;  // court | arbitration
    std::string court;   // empty: the court that the law names
  } dispute;
  struct {
    std::string users;  // under_100k | 100k_to_1m | over_1m
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
  std::string id;  // path in facts.yaml: "operator.name", "functions.order.items.phone_number.purpose"
  Text ask, why;   // why: what the answer is used for
  enum class Kind { text, choice, yes_no, date, list } kind = Kind::text;
  std::vector<std::pair<std::string, Text>> choices;
  std::string proposal;  // from the scan; may be empty. Lists: values joined by ", "
  bool required = true;
  std::string check;  // what a text must look like: email | phone | credit_code | url | days; empty: anything
};
// A draft of facts made from the evidence: functions per page group with items and proposed purposes, recipients with providers,
// every unknown as 待填写. The result is a commented YAML text that parse_facts accepts.
std::string propose_facts(const Evidence& evidence, const knowledge::Knowledge& knowledge);
// What is still 待填写 in `facts`, in the order a person would answer.
std::vector<Question> open_questions(const Facts& facts, const Evidence& evidence,
                                     const knowledge::Knowledge& knowledge);
// Puts an answer at its path, keeping every comment and every other byte of the file; the mark of a proposal on the same line goes, for it
// has been answered. A missing key is added at the end of its map. Fails on an unknown path or an unfit value.
//   list questions with choices take the chosen values separated by commas and set each choice's path to true or false;
//   yes_no takes 是/否, yes/no, true/false; a choice its value, its number or its words in either language.
// With the facts schema, a path that it does not know is refused too.
Result<std::string> answer(std::string_view yaml, const Question& question, std::string_view value,
                           const json::value* schema = nullptr);

// The comment that marks a proposed value.
inline constexpr std::string_view kProposalMark = "# 提案: 请核对";

// Where a path ("operator.contact.email") stands in the facts file: its key, or the nearest part of it that is there.
Position place_of(const Facts& facts, std::string_view path);
// The id of a data item given as an id or a Chinese name (手机号, 手机号码, 身份证号); empty when unknown.
std::string find_item(std::string_view name, const knowledge::Knowledge& knowledge);

// ---- for the join ----
// Which function each reachable use and field belongs to, by the words of its page and by the item: one row an item of each, in order.
struct Assignment {
  std::string evidence, item, function;
};
std::vector<Assignment> assign_functions(const Evidence& evidence, const knowledge::Knowledge& knowledge);
// Whether declaring `item` also declares `other`: the same one, or one it says too (a shipping address: the name in it).
bool declares(std::string_view item, std::string_view other, const knowledge::Knowledge& knowledge);
// An item that is only ever known of a child (baby_info, minor_info).
bool tells_of_child(std::string_view item);
// A function about children under fourteen: everything it holds of them is sensitive (PIPL art. 28).
bool about_child(const Function& function);
// What a sentence calls the item: without the brackets of its full name.
std::string item_words(std::string_view item, const knowledge::Knowledge& knowledge);

// The interview: asks, in the terminal, what open_questions() still finds, one at a time. An empty line accepts the proposal, `?` tells why
// it is asked, `-` skips, `b` goes back one, `q` or the end of the input leaves. Every answer is saved at once, so that leaving loses nothing.
struct Interview {
  std::istream* in = nullptr;  // null: nobody to ask
  std::ostream* out = nullptr;
  Lang lang = Lang::zh;
  bool accept_proposals = false;  // take every proposal, leave the rest 待填写
  std::string answers_file;       // YAML, path: value; an unknown path is an error with its line
  std::function<Status(std::string_view)> save;
};
// Gives the facts file after the interview. `path` is used in messages alone.
Result<std::string> run_interview(const std::string& path, std::string yaml, const Evidence& evidence,
                                  const knowledge::Knowledge& knowledge, const Interview& interview);

}  // namespace qiyue
