// legal/facts.yaml -> Facts: the schema first, then names and dates, then contradictions; every fault in one go.
#include <fmt/core.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <utility>

#include "core/files.h"
#include "core/text.h"
#include "facts/consistency.h"
#include "facts/edit.h"
#include "facts/facts.h"
#include "facts/names.h"

namespace qiyue {
namespace {

class Reader {
 public:
  Reader(Facts& facts, const knowledge::Knowledge& knowledge, std::vector<Error>& errors)
      : facts_(facts), source_(facts.path, facts.text), knowledge_(knowledge), errors_(errors) {}

  void read() {
    program();
    operator_and_release();
    services();
    functions();
    recipients();
    policies();
    trade_and_terms();
    conditions();
    marks();
  }

 private:
  void fault(std::string_view pointer, Text message, Text remedy) {
    const Position where = facts_.data.place(pointer);
    Error error;
    error.message = std::move(message);
    error.remedy = std::move(remedy);
    error.file = facts_.path;
    error.line = where.line;
    error.column = where.column;
    errors_.push_back(std::move(error));
  }

  [[nodiscard]] const json::value* at(std::string_view path) const {
    const json::value* value = &facts_.data.value;
    for (const std::string_view part : split(path, '.')) {
      value = find(*value, part);
      if (value == nullptr) return nullptr;
    }
    return value;
  }
  // Numbers are taken as they were written: 1.0 stays 1.0.
  [[nodiscard]] std::string text(const std::string& path) const {
    const json::value* value = at(path);
    if (value == nullptr) return {};
    if (const json::string* string = value->if_string()) return std::string(trim({string->data(), string->size()}));
    if (value->is_number()) return std::string(facts::raw_value(source_, facts_.data, facts::pointer_of(path)));
    return {};
  }
  [[nodiscard]] bool flag(const std::string& path, bool otherwise = false) const {
    const json::value* value = at(path);
    return value != nullptr && value->is_bool() ? value->get_bool() : otherwise;
  }
  [[nodiscard]] int days(const std::string& path, int otherwise) const {
    const json::value* value = at(path);
    return value != nullptr && value->is_int64() ? static_cast<int>(value->get_int64()) : otherwise;
  }
  [[nodiscard]] std::vector<std::string> texts(const std::string& path) const {
    std::vector<std::string> result;
    const json::value* value = at(path);
    if (value == nullptr) return result;
    const auto add = [&result](const json::value& item) {
      std::string one;
      if (const json::string* string = item.if_string()) {
        one = trim({string->data(), string->size()});
      } else if (item.is_int64()) {
        one = std::to_string(item.get_int64());
      }
      if (!one.empty() && !is_placeholder(one)) result.push_back(std::move(one));
    };
    if (const json::array* list = value->if_array()) {
      for (const json::value& item : *list) add(item);
    } else {
      add(*value);
    }
    return result;
  }
  // Keys of a section in the order of the file.
  [[nodiscard]] std::vector<std::string> keys(const std::string& path) const {
    std::vector<std::string> result;
    const json::value* value = at(path);
    const json::object* object = value == nullptr ? nullptr : value->if_object();
    if (object == nullptr) return result;
    for (const auto& entry : *object) {
      if (entry.value().is_object()) result.emplace_back(entry.key().data(), entry.key().size());
    }
    return result;
  }

  std::string item(std::string_view name, const std::string& pointer) {
    if (is_placeholder(name)) return {};
    std::string id = find_item(name, knowledge_);
    if (!id.empty()) return id;
    const auto near = facts::nearest_items(name, knowledge_);
    const std::string listed = join(near, "、");
    fault(pointer,
          {fmt::format("不认识的信息“{}”", ellipsize(name, 60)),
           fmt::format("unknown data item \"{}\"", ellipsize(name, 60))},
          near.empty()
              ? Text{"写中文名（手机号）或代号（phone_number）；业务数据不是个人信息的，不用写",
                     "write a Chinese name (手机号) or an id (phone_number); data that is not personal is left out"}
              : Text{fmt::format("是否想写：{}", listed), fmt::format("did you mean: {}", join(near, ", "))});
    return {};
  }
  std::vector<std::string> items(const std::string& path) {
    std::vector<std::string> result;
    const std::vector<std::string> names = texts(path);
    const json::value* value = at(path);
    const bool list = value != nullptr && value->is_array();
    for (std::size_t i = 0; i < names.size(); ++i) {
      const std::string pointer = facts::pointer_of(path) + (list ? "/" + std::to_string(i) : "");
      std::string id = item(names[i], pointer);
      if (!id.empty() && std::find(result.begin(), result.end(), id) == result.end()) result.push_back(std::move(id));
    }
    return result;
  }

  void program() {
    auto& program = facts_.program;
    program.name = text("program.name");
    program.platform = text("program.platform");
    program.appid = text("program.appid");
    program.description = text("program.description");
    program.trade = text("program.trade");
    if (program.trade.empty() || is_placeholder(program.trade)) return;
    if (const knowledge::Trade* trade = facts::find_trade(program.trade, knowledge_)) {
      program.trade = trade->id;
      return;
    }
    const auto near = facts::nearest_trades(program.trade, knowledge_);
    std::vector<std::string> all;
    for (const knowledge::Trade& trade : knowledge_.trades) all.push_back(trade.id);
    fault("/program/trade",
          {fmt::format("没有“{}”这个类型", ellipsize(program.trade, 60)),
           fmt::format("there is no trade \"{}\"", ellipsize(program.trade, 60))},
          near.empty() ? Text{"可选：" + join(all, " "), "one of: " + join(all, " ")}
                       : Text{"是否想写：" + join(near, "、"), "did you mean: " + join(near, ", ")});
  }

  void operator_and_release() {
    auto& who = facts_.operator_;
    who.name = text("operator.name");
    who.kind = text("operator.kind");
    who.credit_code = text("operator.credit_code");
    who.address = text("operator.address");
    who.contact = {.email = text("operator.contact.email"),
                   .phone = text("operator.contact.phone"),
                   .address = text("operator.contact.address"),
                   .wechat = text("operator.contact.wechat"),
                   .online = text("operator.contact.online")};
    who.privacy_officer = text("operator.privacy_officer");
    who.privacy_contact = text("operator.privacy_contact");
    who.icp = text("operator.icp");
    who.overseas = flag("operator.overseas");
    who.representative = text("operator.representative");
    facts_.release = {.version = text("release.version"),
                      .published = text("release.published"),
                      .effective = text("release.effective")};
  }

  void services() {
    for (const std::string& id : keys("services")) {
      const std::string path = "services." + id;
      facts_.services.push_back({.id = id,
                                 .name = text(path + ".name"),
                                 .description = text(path + ".description"),
                                 .paid = flag(path + ".paid"),
                                 .price = text(path + ".price")});
    }
  }

  void functions() {
    for (const std::string& id : keys("functions")) {
      const std::string path = "functions." + id;
      Function function{.id = id,
                        .name = text(path + ".name"),
                        .description = text(path + ".description"),
                        .basic = flag(path + ".basic", true),
                        .items = {}};
      for (const std::string& key : keys(path + ".items")) add_item(function, path + ".items", key);
      facts_.functions.push_back(std::move(function));
    }
  }

  void add_item(Function& function, const std::string& path, const std::string& key) {
    const std::string pointer = pointer_child(facts::pointer_of(path), key);
    const json::value& row = *find(*at(path), key);
    const auto own = [&](std::string_view name) {
      const json::value* value = find(row, name);
      if (value == nullptr) return std::string();
      if (value->is_string()) return std::string(trim(get_string(row, name)));
      return std::string(facts::raw_value(source_, facts_.data, pointer_child(pointer, name)));
    };
    FunctionItem entry;
    entry.key = key;
    entry.item = item(key, pointer);
    if (entry.item.empty()) return;
    for (const FunctionItem& other : function.items) {
      if (other.item != entry.item) continue;
      const int line = facts_.data.place(pointer_child(facts::pointer_of(path), other.key)).line;
      fault(pointer,
            {fmt::format("“{}”和第 {} 行的“{}”是同一种信息，重复了", key, line, other.key),
             fmt::format("\"{}\" is the same data item as \"{}\" on line {}", key, other.key, line)},
            {"合并为一处", "merge the two"});
      return;
    }
    entry.purpose = own("purpose");
    const std::string how = own("how");
    entry.how = how == "automatic" ? How::automatic : how == "third_party" ? How::third_party : How::typed;
    entry.required = get_bool(row, "required");
    entry.refusal = own("refusal");
    entry.retention = own("retention");
    entry.necessity = own("necessity");
    entry.effect = own("effect");
    function.items.push_back(std::move(entry));
  }

  void recipients() {
    for (const std::string& id : keys("recipients")) {
      const std::string path = "recipients." + id;
      RecipientFact recipient{.id = id,
                              .name = text(path + ".name"),
                              .provider = text(path + ".provider"),
                              .contact = text(path + ".contact"),
                              .purpose = text(path + ".purpose"),
                              .method = text(path + ".method"),
                              .policy_url = text(path + ".policy_url"),
                              .role = RecipientRole::sdk,
                              .items = items(path + ".items"),
                              .consent = flag(path + ".consent"),
                              .overseas = flag(path + ".overseas"),
                              .hosts = texts(path + ".hosts")};
      const std::string role = text(path + ".role");
      if (role == "entrusted") recipient.role = RecipientRole::entrusted;
      if (role == "joint") recipient.role = RecipientRole::joint;
      if (role == "independent") recipient.role = RecipientRole::independent;
      if (role == "affiliate") recipient.role = RecipientRole::affiliate;
      facts_.recipients.push_back(std::move(recipient));
    }
  }

  void policies() {
    facts_.storage = {.place = text("storage.place"),
                      .period = text("storage.period"),
                      .after = text("storage.after"),
                      .logs_period = text("storage.logs_period")};
    facts_.cross_border = {.exists = flag("cross_border.exists"),
                           .receiver = text("cross_border.receiver"),
                           .contact = text("cross_border.contact"),
                           .purpose = text("cross_border.purpose"),
                           .method = text("cross_border.method"),
                           .country = text("cross_border.country"),
                           .mechanism = text("cross_border.mechanism"),
                           .items = items("cross_border.items")};
    facts_.security = {.encryption_transit = flag("security.encryption_transit"),
                       .encryption_storage = flag("security.encryption_storage"),
                       .access_control = flag("security.access_control"),
                       .backup = flag("security.backup"),
                       .training = flag("security.training"),
                       .certification = text("security.certification"),
                       .incident_contact = text("security.incident_contact")};
    facts_.account = {.exists = flag("account.exists"),
                      .login = texts("account.login"),
                      .real_name = flag("account.real_name"),
                      .cancel_path = text("account.cancel_path"),
                      .cancel_conditions = text("account.cancel_conditions"),
                      .cancel_days = days("account.cancel_days", 15)};
    facts_.rights = {.access = text("rights.access"),
                     .correct = text("rights.correct"),
                     .remove = text("rights.remove"),
                     .copy = text("rights.copy"),
                     .withdraw = text("rights.withdraw"),
                     .cancel = text("rights.cancel"),
                     .response_days = days("rights.response_days", 15)};
    facts_.minors = {.audience = text("minors.audience"),
                     .under_14 = flag("minors.under_14"),
                     .guardian_method = text("minors.guardian_method")};
    facts_.marketing = {.exists = flag("marketing.exists"),
                        .channels = texts("marketing.channels"),
                        .opt_out = text("marketing.opt_out"),
                        .personalised = flag("marketing.personalised"),
                        .personalised_opt_out = text("marketing.personalised_opt_out"),
                        .ads = flag("marketing.ads")};
    facts_.automated = {.exists = flag("automated.exists"),
                        .significant = flag("automated.significant"),
                        .description = text("automated.description"),
                        .opt_out = text("automated.opt_out")};
  }

  void trade_and_terms() {
    facts_.content = {.exists = flag("content.exists"),
                      .is_public = flag("content.public", true),
                      .kinds = text("content.kinds"),
                      .review = text("content.review"),
                      .license_scope = text("content.license_scope")};
    facts_.payment = {.exists = flag("payment.exists"),
                      .goods = flag("payment.goods"),
                      .digital = flag("payment.digital"),
                      .auto_renewal = flag("payment.auto_renewal"),
                      .prepaid = flag("payment.prepaid"),
                      .deposit = flag("payment.deposit"),
                      .promotion = flag("payment.promotion"),
                      .methods = text("payment.methods"),
                      .refund = text("payment.refund"),
                      .price_display = text("payment.price_display"),
                      .invoice = text("payment.invoice"),
                      .renewal_cancel = text("payment.renewal_cancel"),
                      .trial = text("payment.trial")};
    facts_.marketplace = {.exists = flag("marketplace.exists"), .merchants_rules = text("marketplace.merchants_rules")};
    facts_.ai = {.generative = flag("ai.generative"),
                 .companion = flag("ai.companion"),
                 .deep_synthesis = flag("ai.deep_synthesis"),
                 .registration = text("ai.registration"),
                 .training = text("ai.training")};
    facts_.dispute = {.method = text("dispute.method"), .court = text("dispute.court")};
    facts_.scale = {.users = text("scale.users")};
  }

  void conditions() {
    facts_.extra_conditions = texts("conditions");
    std::vector<std::string> names;
    for (const auto& [name, meaning] : knowledge_.vocabulary) names.push_back(name);
    for (std::size_t i = 0; i < facts_.extra_conditions.size(); ++i) {
      const std::string& name = facts_.extra_conditions[i];
      if (knowledge_.vocabulary.contains(name)) continue;
      const auto near = facts::nearest_names(name, names);
      fault("/conditions/" + std::to_string(i),
            {fmt::format("没有“{}”这个条件", ellipsize(name, 60)),
             fmt::format("there is no condition \"{}\"", ellipsize(name, 60))},
            near.empty() ? Text{"可选：" + join(names, " "), "one of: " + join(names, " ")}
                         : Text{"是否想写：" + join(near, "、"), "did you mean: " + join(near, ", ")});
    }
  }

  // What is open and what is proposed, in the order of the file.
  void marks() {
    std::vector<std::pair<Position, std::string>> open;
    std::vector<std::pair<Position, std::string>> proposed;
    const std::string_view text = source_.text();
    const bool any_mark = text.find(kProposalMark) != std::string_view::npos;
    for (const auto& [pointer, position] : facts_.data.places) {
      const json::value* value = value_of(pointer);
      if (value == nullptr) continue;
      const std::string path = facts::path_of(pointer);
      const bool listed = std::any_of(path.begin(), path.end(), [](char c) { return c == '.'; }) && list_entry(pointer);
      if (value->is_string() && is_placeholder({value->get_string().data(), value->get_string().size()}))
        open.emplace_back(position, listed ? path.substr(0, path.rfind('.')) : path);
      if (!any_mark || listed || value->is_object()) continue;
      const auto place = facts::find_value(source_, facts_.data, pointer);
      if (place && facts::proposal_mark(source_, *place)) proposed.emplace_back(position, path);
    }
    const auto take = [](auto& found, std::vector<std::string>& to) {
      std::sort(found.begin(), found.end());
      for (auto& [position, path] : found) {
        if (std::find(to.begin(), to.end(), path) == to.end()) to.push_back(std::move(path));
      }
    };
    take(open, facts_.unanswered);
    take(proposed, facts_.proposals);
  }
  [[nodiscard]] bool list_entry(std::string_view pointer) const {
    const json::value* parent = value_of(pointer.substr(0, pointer.rfind('/')));
    return parent != nullptr && parent->is_array();
  }
  [[nodiscard]] const json::value* value_of(std::string_view pointer) const {
    const json::value* value = &facts_.data.value;
    for (const std::string_view part : split(pointer, '/')) {
      if (part.empty()) continue;
      const std::string key = replace_all(replace_all(std::string(part), "~1", "/"), "~0", "~");
      if (const json::object* object = value->if_object()) {
        value = object->if_contains(key);
      } else if (const json::array* list = value->if_array()) {
        std::size_t index = 0;
        std::from_chars(key.data(), key.data() + key.size(), index);
        value = index < list->size() ? &(*list)[index] : nullptr;
      } else {
        value = nullptr;
      }
      if (value == nullptr) return nullptr;
    }
    return value;
  }

  Facts& facts_;
  SourceText source_;
  const knowledge::Knowledge& knowledge_;
  std::vector<Error>& errors_;
};

}  // namespace

Position place_of(const Facts& facts, std::string_view path) { return facts.data.place(facts::pointer_of(path)); }

Result<Facts> parse_facts(std::string path, std::string_view yaml, const knowledge::Knowledge& knowledge) {
  auto parsed = parse_yaml(path, yaml);
  if (!parsed) return fail(parsed.error());
  Facts facts;
  facts.path = std::move(path);
  facts.text = std::string(yaml);
  facts.data = std::move(*parsed);

  std::vector<Error> errors;
  const auto schema = knowledge.schemas.find("facts");
  if (schema != knowledge.schemas.end()) {
    if (auto fits = validate(facts.data, schema->second); !fits) {
      Error error = std::move(fits.error());
      std::vector<Error> more = std::move(error.more);
      error.more.clear();
      errors.push_back(std::move(error));
      errors.insert(errors.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    }
  }
  if (facts.data.value.is_object()) {
    Reader(facts, knowledge, errors).read();
    auto found = facts::contradictions(facts);
    errors.insert(errors.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
  }
  if (errors.empty()) return facts;
  std::stable_sort(errors.begin(), errors.end(), [](const Error& a, const Error& b) {
    return std::pair{a.line, a.column} < std::pair{b.line, b.column};
  });
  Error first = std::move(errors.front());
  first.more.assign(std::make_move_iterator(errors.begin() + 1), std::make_move_iterator(errors.end()));
  return fail(std::move(first));
}

Result<Facts> read_facts(const std::string& path, const knowledge::Knowledge& knowledge) {
  auto text = read_text_file(path);
  if (!text) return fail(text.error());
  return parse_facts(path, *text, knowledge);
}

}  // namespace qiyue
