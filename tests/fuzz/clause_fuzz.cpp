// Any bytes as a clause file: front matter, template, blocks. Nothing may crash, hang or lose a fault.
#include <cstddef>
#include <cstdint>

#include "draft/blocks.h"
#include "draft/draft.h"
#include "draft/template.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace qiyue;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto& knowledge = knowledge::builtin();
  static const drafting::Model model = drafting::make_model(Inventory{}, knowledge, Lang::zh);
  drafting::Vocabulary vocabulary;
  vocabulary.names = &drafting::model_names();
  vocabulary.conditions = &knowledge.vocabulary;
  vocabulary.clauses = {"pp.rights"};

  const auto clause = knowledge::parse_clause("clause.md", text, nullptr);
  const std::string_view body = clause ? std::string_view(clause->body_zh) : text;
  const auto parsed = drafting::parse_template("clause.md", body, 1, vocabulary);
  if (parsed) {
    const auto rendered = drafting::render_template(*parsed, model, {"pp.rights"}, Lang::zh);
    (void)drafting::make_blocks(rendered, "clause.md");
  } else if (parsed.error().message.zh.empty()) {
    __builtin_trap();  // a fault without words
  }
  const std::size_t third = size / 3;
  (void)merge(text.substr(0, third), text.substr(third, third), text.substr(2 * third));
  return 0;
}
