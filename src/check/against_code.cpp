// Texts held against what the code does.
#include <algorithm>
#include <map>

#include "check/book.h"
#include "core/text.h"

namespace qiyue::checking {
namespace {

std::string place_of(const qiyue::Place& place) { return place.file + ":" + std::to_string(place.line); }

struct Taken {  // one data item as the code takes it
  std::vector<std::string> evidence;
  std::string where;  // first place, for the message
  bool from_platform = false;
};

// Items that leave no trace worth declaring on their own: what every request carries, or what only the page keeps.
bool is_incidental(const Use& use) { return use.use_class == UseClass::permission || use.use_class == UseClass::other; }

std::map<std::string, Taken> items_taken(const Evidence& evidence) {
  std::map<std::string, Taken> taken;
  for (const Use& use : evidence.uses) {
    if (!use.reachable || is_incidental(use)) continue;
    for (const std::string& item : use.items) {
      Taken& entry = taken[item];
      entry.evidence.push_back(use.id);
      entry.from_platform = true;
      if (entry.where.empty()) entry.where = place_of(use.place) + " " + use.api;
    }
  }
  for (const Field& field : evidence.fields) {
    if (!field.reachable) continue;
    for (const std::string& item : field.items) {
      Taken& entry = taken[item];
      entry.evidence.push_back(field.id);
      if (entry.where.empty()) entry.where = place_of(field.place) + (field.label.empty() ? "" : " " + field.label);
    }
  }
  return taken;
}

// Every place that takes `item` takes something else too that the texts name and that says it: a photo carries where it was taken.
bool said_with_another(const Run& run, const Evidence& evidence, const std::string& item,
                       const std::set<std::string, std::less<>>& named) {
  const auto says = [&](const std::vector<std::string>& items) {
    if (std::find(items.begin(), items.end(), item) == items.end()) return true;
    return std::any_of(items.begin(), items.end(), [&](const std::string& other) {
      return other != item && named.contains(other) && declares(other, item, run.book.knowledge);
    });
  };
  const bool uses = std::all_of(evidence.uses.begin(), evidence.uses.end(), [&](const Use& use) {
    return !use.reachable || is_incidental(use) || says(use.items);
  });
  return uses && std::all_of(evidence.fields.begin(), evidence.fields.end(),
                             [&](const Field& field) { return !field.reachable || says(field.items); });
}

struct Named {  // an item as the texts name it
  std::size_t text = 0;
  ItemMention mention;
};

std::multimap<std::string, Named> items_named(const Run& run) {
  std::multimap<std::string, Named> named;
  for (std::size_t t = 0; t < run.texts.size(); ++t) {
    const TextView& text = run.texts[t];
    if (text.kind == TextKind::agreement || text.kind == TextKind::consent_box) continue;
    for (ItemMention& mention : item_mentions(text.sentences, run.book.lexicon)) {
      const std::string item = mention.item;
      named.emplace(item, Named{t, std::move(mention)});
    }
  }
  return named;
}

const TextView* first_policy(const Run& run) {
  const auto it = std::find_if(run.texts.begin(), run.texts.end(),
                               [](const TextView& text) { return text.kind == TextKind::policy; });
  return it == run.texts.end() ? nullptr : &*it;
}

std::string zh_of(const Run& run, const std::string& item) {
  const knowledge::DataItem* known = run.book.knowledge.item(item);
  return known == nullptr ? item : known->zh;
}
std::string en_of(const Run& run, const std::string& item) {
  const knowledge::DataItem* known = run.book.knowledge.item(item);
  return known == nullptr ? item : known->en;
}

void undeclared(Run& run, const Evidence& evidence, const std::map<std::string, Taken>& taken,
                const std::multimap<std::string, Named>& named) {
  const TextView* policy = first_policy(run);
  if (policy == nullptr) return;
  std::set<std::string, std::less<>> names;
  for (const auto& [item, place] : named) names.insert(item);
  for (const auto& [item, entry] : taken) {
    if (names.contains(item) || said_with_another(run, evidence, item, names)) continue;
    Finding finding = finding_of(run.book, "QY4101", "missing", Severity::error);
    finding.message = {
        "代码收集“" + zh_of(run, item) + "”，隐私政策没有写（" + entry.where + "）",
        "the code collects “" + en_of(run, item) + "”, the policy does not say so (" + entry.where + ")"};
    finding.evidence = entry.evidence;
    const knowledge::DataItem* known = run.book.knowledge.item(item);
    if (!entry.from_platform && (known == nullptr || !known->sensitive)) finding.severity = Severity::warning;
    finding.law = run.in_force({{"pipl", "第17条第1款第2项", true}, {"ndsmr", "第21条第1款第2项", true}});
    locate_whole(finding, *policy);
    run.findings.push_back(std::move(finding));
  }
}

// Something a program can only get through the platform, so that its absence from the code can be relied on.
bool needs_platform(const Run& run, const std::string& item) {
  const knowledge::DataItem* known = run.book.knowledge.item(item);
  if (known == nullptr || known->wechat_key.empty()) return false;
  const std::string& key = known->wechat_key;
  // Logs, orders and typed text are collected without asking the platform.
  return key != "EXUserOpLog" && key != "EXOrderInfo" && key != "EXIDNumber" && key != "EXUserPublishContent" &&
         key != "EXUserFollowAcct" && key != "DeviceInfo" && key != "UserInfo" && key != "PhoneNumber" &&
         key != "Email" && key != "Address";
}

void over_declared(Run& run, const std::map<std::string, Taken>& taken) {
  std::set<std::pair<std::size_t, std::size_t>> told;
  for (std::size_t t = 0; t < run.texts.size(); ++t) {
    const TextView& text = run.texts[t];
    if (text.kind != TextKind::policy && text.kind != TextKind::lists) continue;
    std::map<std::size_t, std::map<std::uint32_t, std::vector<ItemMention>>> words;  // by sentence and place
    for (const ItemMention& mention : item_mentions(text.sentences, run.book.lexicon)) {
      words[mention.sentence][mention.begin].push_back(mention);
    }
    for (const Claim& claim : claims(text.sentences, run.book.lexicon)) {
      if (claim.negated || claim.who != Actor::operator_ || claim.items.empty()) continue;
      if (claim.action != ClaimAction::collect && claim.action != ClaimAction::use) continue;
      const Sentence& sentence = text.sentences[claim.sentence];
      if (sentence.squeezed.find("不") != std::string::npos) continue;
      for (const auto& [begin, mentions] : words[claim.sentence]) {
        // The word is over-declared when nothing it may stand for is taken.
        const bool taken_any = std::any_of(mentions.begin(), mentions.end(),
                                           [&](const ItemMention& mention) { return taken.contains(mention.item); });
        const bool sure = std::any_of(mentions.begin(), mentions.end(),
                                      [&](const ItemMention& mention) { return needs_platform(run, mention.item); });
        if (taken_any || !sure || !told.emplace(t, claim.sentence).second) continue;
        const ItemMention& mention = mentions.front();
        Finding finding = finding_of(run.book, "QY4102", "code_mismatch", Severity::warning);
        finding.message = {"写了收集“" + mention.words + "”，代码里没有这样的收集",
                           "“" + mention.words + "” is declared, the code does not collect it"};
        finding.law = run.in_force({{"pipl", "第17条第1款", true}});
        // Squeezed text holds no white space: the words may be found again there.
        const std::size_t at = sentence.squeezed.find(squeeze(mention.words));
        const std::size_t from = at == std::string::npos ? 0 : at;
        const std::size_t to = at == std::string::npos ? sentence.squeezed.size() : at + squeeze(mention.words).size();
        const auto [wide_begin, wide_end] = widen(sentence.squeezed, from, to);
        locate(finding, text, claim.sentence, wide_begin, wide_end);
        // 位置信息：… : with a label the statement after the colon belongs to the quote.
        if (count_code_points(finding.quote) < 10) {
          locate(finding, text, claim.sentence, wide_begin, sentence.squeezed.size());
        }
        run.findings.push_back(std::move(finding));
      }
    }
  }
}

bool has_host(const Evidence& evidence, std::string_view suffix) {
  const auto fits = [&](const std::string& host) {
    if (suffix.find('.') == std::string_view::npos) return host.find(suffix) != std::string::npos;
    return host == suffix || host.ends_with("." + std::string(suffix));
  };
  return std::any_of(evidence.hosts.begin(), evidence.hosts.end(), fits) ||
         std::any_of(evidence.flows.begin(), evidence.flows.end(), [&](const Flow& flow) { return fits(flow.host); }) ||
         std::any_of(evidence.recipients.begin(), evidence.recipients.end(),
                     [&](const Recipient& recipient) { return fits(recipient.host); });
}

bool has_recipient(const Evidence& evidence, const Book::Provider& provider) {
  if (std::any_of(provider.hosts.begin(), provider.hosts.end(),
                  [&](const std::string& host) { return has_host(evidence, host); })) {
    return true;
  }
  return std::any_of(evidence.recipients.begin(), evidence.recipients.end(), [&](const Recipient& recipient) {
    if (std::find(provider.sdks.begin(), provider.sdks.end(), recipient.knowledge_id) != provider.sdks.end())
      return true;
    return std::any_of(provider.words.begin(), provider.words.end(), [&](const std::string& word) {
      return recipient.name.find(word) != std::string::npos || recipient.provider.find(word) != std::string::npos;
    });
  });
}

// A provider the text names, of which the code shows nothing.
void named_but_absent(Run& run) {
  for (const TextView& text : run.texts) {
    for (const Book::Provider& provider : run.book.providers) {
      bool told = false;
      for (std::size_t i = 0; i < text.sentences.size() && !told; ++i) {
        const std::string& squeezed = text.sentences[i].squeezed;
        for (const std::string& word : provider.words) {
          const std::size_t at = squeezed.find(word);
          if (at == std::string::npos) continue;
          if (has_recipient(*run.evidence, provider)) break;
          Finding finding = finding_of(run.book, "QY4103", "code_mismatch", Severity::warning);
          finding.message = {"写到“" + word + "”，代码里没有连接它的地址或 SDK",
                             "“" + word + "” is named, no host or kit of it is in the code"};
          finding.law = run.in_force({{"pipl", "第17条第1款", true}});
          const auto [begin, end] = widen(squeezed, at, at + word.size());
          locate(finding, text, i, begin, end);
          run.findings.push_back(std::move(finding));
          told = true;
          break;
        }
      }
    }
  }
}

// Kits, plug-ins and hosts of others in the code that no text names.
void recipients_unnamed(Run& run) {
  const TextView* policy = first_policy(run);
  if (policy == nullptr) return;
  std::string all;
  for (const TextView& text : run.texts) all += text.whole;
  const auto named = [&](std::string_view word) {
    const std::string squeezed = squeeze(word);
    return !squeezed.empty() && all.find(squeezed) != std::string::npos;
  };
  std::set<std::string> told;
  for (const Recipient& recipient : run.evidence->recipients) {
    if (recipient.kind == RecipientKind::component) continue;
    if (recipient.kind == RecipientKind::host && recipient.items.empty()) continue;
    bool said = named(recipient.name) || named(recipient.provider) || named(recipient.host);
    for (const Book::Provider& provider : run.book.providers) {
      const bool same = std::any_of(provider.words.begin(), provider.words.end(), [&](const std::string& word) {
        return recipient.name.find(word) != std::string::npos || recipient.provider.find(word) != std::string::npos;
      });
      said = said || (same && std::any_of(provider.words.begin(), provider.words.end(), named));
    }
    if (said || !told.insert(recipient.name).second) continue;
    Finding finding = finding_of(run.book, "QY4104", "missing", Severity::error);
    if (recipient.kind == RecipientKind::host || recipient.kind == RecipientKind::cloud)
      finding.severity = Severity::warning;
    finding.message = {"代码里有“" + recipient.name + "”（" + place_of(recipient.place) + "），文本没有写到它",
                       "“" + recipient.name + "” is in the code (" + place_of(recipient.place) + "), no text names it"};
    finding.evidence = {place_of(recipient.place)};
    finding.law = run.in_force({{"pipl", "第23条", true}, {"ndsmr", "第21条第2款", true}});
    locate_whole(finding, *policy);
    run.findings.push_back(std::move(finding));
  }
}

// 不向第三方提供, while the code sends items to others.
void denied_sharing(Run& run) {
  std::vector<std::string> flows;
  std::string where;
  for (const Flow& flow : run.evidence->flows) {
    if (!flow.third_party || flow.items.empty()) continue;
    flows.push_back(flow.source);
    if (where.empty()) where = place_of(flow.to) + " → " + (flow.host.empty() ? flow.sink : flow.host);
  }
  for (const Recipient& recipient : run.evidence->recipients) {
    if (recipient.kind != RecipientKind::sdk || recipient.items.empty()) continue;
    flows.push_back(place_of(recipient.place));
    if (where.empty()) where = place_of(recipient.place) + " " + recipient.name;
  }
  if (flows.empty()) return;
  std::sort(flows.begin(), flows.end());
  flows.erase(std::unique(flows.begin(), flows.end()), flows.end());
  const auto pair = std::find_if(run.book.contradictions.begin(), run.book.contradictions.end(),
                                 [](const Book::Contradiction& entry) { return entry.id == "never-share-and-share"; });
  if (pair == run.book.contradictions.end()) return;
  for (const TextView& text : run.texts) {
    for (std::size_t i = 0; i < text.sentences.size(); ++i) {
      const std::string& squeezed = text.sentences[i].squeezed;
      const Match match = run.book.pair_patterns.find(pair->first, squeezed);
      if (!match || (pair->unless_first >= 0 && run.book.pair_patterns.matches(pair->unless_first, squeezed))) continue;
      if (pair->after_first >= 0 && i + 1 < text.sentences.size() &&
          run.book.pair_patterns.matches(pair->after_first, text.sentences[i + 1].squeezed)) {
        continue;
      }
      Finding finding = finding_of(run.book, "QY4105", "code_mismatch", Severity::error);
      finding.message.zh += "：" + where;
      finding.message.en += ": " + where;
      finding.evidence = flows;
      finding.law = run.in_force({{"pipl", "第23条", true}});
      const auto [begin, end] = widen(squeezed, match.begin, match.end);
      locate(finding, text, i, begin, end);
      run.findings.push_back(std::move(finding));
    }
  }
}

// 加密传输, while requests go out over plain http.
void plain_http(Run& run) {
  std::vector<std::string> plain;
  for (const std::string& host : run.evidence->hosts) {
    if (host.starts_with("http://")) plain.push_back(host);
  }
  if (plain.empty()) return;
  for (const TextView& text : run.texts) {
    for (std::size_t i = 0; i < text.sentences.size(); ++i) {
      const std::string& squeezed = text.sentences[i].squeezed;
      for (const std::string_view word : {"加密传输", "传输加密", "HTTPS", "SSL", "TLS", "https协议"}) {
        const std::size_t at = squeezed.find(word);
        if (at == std::string::npos) continue;
        Finding finding = finding_of(run.book, "QY4106", "code_mismatch", Severity::error);
        finding.message.zh += "：" + plain.front();
        finding.message.en += ": " + plain.front();
        finding.evidence = plain;
        const auto [begin, end] = widen(squeezed, at, at + word.size());
        locate(finding, text, i, begin, end);
        run.findings.push_back(std::move(finding));
        return;
      }
    }
  }
}

void text_elsewhere(Run& run) {
  for (const std::string& page : run.evidence->remote_texts) {
    Finding finding = finding_of(run.book, "QY4107", "missing", Severity::warning);
    finding.message.zh += "：" + page;
    finding.message.en += ": " + page;
    finding.document = run.texts.empty() ? page : run.texts.front().document->source.path();
    finding.evidence = {page};
    run.findings.push_back(std::move(finding));
  }
}

// What scan found wrong in the code itself.
void code_findings(Run& run) {
  for (const CodeFinding& code : run.evidence->findings) {
    Finding finding;
    finding.rule = code.rule;
    const knowledge::Rule* rule = run.book.rule_of(code.rule);
    finding.type = rule == nullptr ? "code" : rule->type;
    finding.severity = code.severity;
    finding.document = code.place.file;
    finding.begin = finding.end = {code.place.line, code.place.column};
    finding.message = code.message;
    finding.help = code.help;
    finding.evidence = code.evidence;
    if (rule != nullptr) finding.law = run.in_force(rule->sources);
    run.findings.push_back(std::move(finding));
  }
}

// Places that facts.yaml still owes: 待填写.
void open_facts(Run& run) {
  if (run.input.inventory == nullptr) return;
  for (const Gap& gap : run.input.inventory->gaps) {
    if (gap.kind != GapKind::missing_fact && gap.kind != GapKind::undeclared_item &&
        gap.kind != GapKind::undeclared_recipient) {
      continue;
    }
    const bool missing = gap.kind == GapKind::missing_fact;
    Finding finding =
        finding_of(run.book, missing ? "QY4108" : "QY4109", missing ? "placeholder" : "missing", Severity::error);
    finding.message = gap.message;
    finding.help = gap.help;
    finding.document = run.input.inventory->facts.path;
    finding.evidence = gap.evidence;
    if (!gap.fact_path.empty()) {
      std::string pointer = "/" + replace_all(gap.fact_path, ".", "/");
      finding.begin = finding.end = run.input.inventory->facts.data.place(pointer);
    }
    run.findings.push_back(std::move(finding));
  }
}

}  // namespace

void check_against_code(Run& run) {
  if (run.evidence == nullptr) return;
  const std::map<std::string, Taken> taken = items_taken(*run.evidence);
  undeclared(run, *run.evidence, taken, items_named(run));
  over_declared(run, taken);
  named_but_absent(run);
  recipients_unnamed(run);
  denied_sharing(run);
  plain_http(run);
  text_elsewhere(run);
  code_findings(run);
  open_facts(run);
}

}  // namespace qiyue::checking
