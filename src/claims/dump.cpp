// Sentences and claims as lines of text, for people who ask why a text is read as it is.
#include "claims/claims.h"
#include "core/text.h"

namespace qiyue {
namespace {

std::string quoted(std::string_view text, Stretch words) {
  return "「" + std::string(text.substr(words.begin, words.end - words.begin)) + "」";
}

void part(std::string& line, std::string_view name, const std::string& words) {
  if (words.empty()) return;
  line += " ";
  line += name;
  line += words;
}

std::string reasons(std::string_view text, const std::vector<Reason>& list) {
  std::string words;
  for (const Reason& reason : list) words += quoted(text, reason.content);
  return words;
}

std::string line_of(const Claim& claim, const Sentence& sentence) {
  const std::string_view text = sentence.text;
  std::string line = "  " + std::string(name_of(claim.who)) + (claim.negated ? " not " : " ") +
                     std::string(name_of(claim.action)) + ":";
  if (!claim.subject.empty()) part(line, "who", quoted(text, claim.subject));
  if (claim.verb.empty()) {
    if (!sentence.lead_in.empty()) part(line, "under", "「" + sentence.lead_in + "」");
  } else {
    part(line, "does", quoted(text, claim.verb));
  }
  std::string data, parties;
  for (const Stretch& name : claim.data) data += quoted(text, name);
  for (const Stretch& name : claim.recipients) parties += quoted(text, name);
  part(line, "data", data);
  if (!claim.items.empty()) part(line, "items", "(" + join(claim.items, ", ") + ")");
  if (parties.empty() && !claim.recipient.empty()) parties = "「" + claim.recipient + "」";
  part(line, "party", parties);
  std::string purpose = reasons(text, claim.purposes);
  if (purpose.empty() && !claim.purpose.empty()) purpose = "「" + claim.purpose + "」";
  part(line, "for", purpose);
  std::string condition = reasons(text, claim.conditions);
  if (condition.empty() && !claim.condition.empty()) condition = "「" + claim.condition + "」";
  part(line, "when", condition);
  if (!claim.retention.empty()) part(line, "kept", "「" + claim.retention + "」");
  if (!claim.place.empty()) part(line, "at", "「" + claim.place + "」");
  if (claim.excepted) line += " excepted";
  if (!claim.asserted) line += " unasserted";
  return line;
}

}  // namespace

std::string_view name_of(Actor who) {
  switch (who) {
    case Actor::operator_:
      return "operator";
    case Actor::third_party:
      return "third_party";
    case Actor::user:
      return "user";
    case Actor::unknown:
      break;
  }
  return "unknown";
}

std::string_view name_of(ClaimAction action) {
  switch (action) {
    case ClaimAction::collect:
      return "collect";
    case ClaimAction::use:
      return "use";
    case ClaimAction::store:
      return "store";
    case ClaimAction::share:
      return "share";
    case ClaimAction::transfer:
      return "transfer";
    case ClaimAction::disclose:
      return "disclose";
    case ClaimAction::delete_:
      return "delete";
    case ClaimAction::entrust:
      return "entrust";
    case ClaimAction::protect:
      return "protect";
    case ClaimAction::none:
      break;
  }
  return "none";
}

std::string tell_claims(const std::vector<Sentence>& sentences, const Lexicon& lexicon) {
  const std::vector<Claim> all = claims(sentences, lexicon);
  std::string out;
  std::size_t next = 0;
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    const Sentence& sentence = sentences[i];
    out += sentence.is_heading ? "# " : sentence.in_table ? "| " : sentence.in_list ? "- " : "";
    out += replace_all(sentence.text, "\n", " ") + "\n";
    for (; next < all.size() && all[next].sentence <= i; ++next)
      out += line_of(all[next], sentences[all[next].sentence]) + "\n";
  }
  return out;
}

}  // namespace qiyue
