// The clause tree as Markdown that every renderer shows alike and that read_markdown reads back unchanged.
#include <algorithm>

#include "core/text.h"
#include "document/flow.h"

namespace qiyue {
namespace {

using doc::merged;

bool is_punctuation(char32_t c) {  // as CommonMark counts it for bold
  if (c < 0x80)
    return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
  return (c >= 0x2010 && c <= 0x205E) || (c >= 0x3001 && c <= 0x3003) || (c >= 0x3008 && c <= 0x3011) ||
         (c >= 0x3014 && c <= 0x301F) || c == 0x3030 || c == 0x30FB || (c >= 0xFF01 && c <= 0xFF0F) ||
         (c >= 0xFF1A && c <= 0xFF20) || (c >= 0xFF3B && c <= 0xFF40) || (c >= 0xFF5B && c <= 0xFF65) || c == 0xB7 ||
         c == 0xAB || c == 0xBB || c == 0xA1 || c == 0xA7 || c == 0xB6 || c == 0xBF;
}
bool is_white(char32_t c) {
  return c == ' ' || c == '\t' || c == '\n' || c == 0xA0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200A);
}

char32_t first_char(std::string_view text) {
  std::size_t at = 0;
  return text.empty() ? 0 : decode_utf8(text, at);
}
char32_t last_char(std::string_view text) {
  if (text.empty()) return 0;
  std::size_t at = text.size() - 1;
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) --at;
  return decode_utf8(text, at);
}

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

enum class Setting { paragraph, item, cell, heading };

class Writer {
 public:
  // Runs as Markdown; nothing in them can be taken for markup again.
  static std::string inlines(const Inlines& raw, Setting setting) {
    Inlines plain;
    if (setting == Setting::heading) {  // a heading is bold anyway
      plain = raw;
      for (Inline& run : plain) run.strong = false;
    }
    Inlines runs = merged(setting == Setting::heading ? plain : raw);
    doc::trim_runs(runs);  // a line break at either end breaks nothing
    Writer writer(setting);
    for (std::size_t i = 0; i < runs.size();) {
      if (!runs[i].strong) {
        writer.run(runs[i++]);
        continue;
      }
      std::size_t end = i;
      std::string inside;
      while (end < runs.size() && runs[end].strong) inside += runs[end++].text;
      const char32_t before = i == 0 ? ' ' : last_char(runs[i - 1].text);
      const char32_t after = end == runs.size() ? ' ' : first_char(runs[end].text);
      const bool stars = flanks(runs[i].link.empty() ? first_char(inside) : U'[', before) &&
                         flanks(runs[end - 1].link.empty() ? last_char(inside) : U')', after) &&
                         // a neighbour in a link ends with a bracket, not with its text
                         (i == 0 || runs[i - 1].link.empty()) && (end == runs.size() || runs[end].link.empty());
      writer.out_ += stars ? "**" : "<strong>";
      for (; i < end; ++i) writer.run(runs[i]);
      writer.out_ += stars ? "**" : "</strong>";
    }
    return std::move(writer.out_);
  }

 private:
  explicit Writer(Setting setting) : setting_(setting) {}

  // CommonMark's rule for a delimiter between `outside` and `inside`.
  static bool flanks(char32_t inside, char32_t outside) {
    if (inside == 0 || is_white(inside)) return false;
    return !is_punctuation(inside) || outside == 0 || is_white(outside) || is_punctuation(outside);
  }

  void run(const Inline& run) {
    if (run.link.empty()) {
      text(run.text, false);
      return;
    }
    out_ += '[';
    text(run.text, true);
    out_ += "](";
    const bool plain = std::none_of(run.link.begin(), run.link.end(), [](char c) {
      return is_white(static_cast<unsigned char>(c)) || c == '(' || c == ')' || c == '<' || c == '>' || c == '\\' ||
             c == '"';
    });
    if (plain && !run.link.empty()) {
      out_ += run.link;
    } else {
      out_ += '<';
      for (const char c : run.link) {
        if (c == '>' || c == '<' || c == '\n' || c == '\r') {
          out_ += c == '>' ? "%3E" : c == '<' ? "%3C" : "%0A";
        } else {
          out_ += c;
        }
      }
      out_ += '>';
    }
    out_ += ')';
  }

  void text(std::string_view text, bool in_link) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      if (c == '\n') {
        out_ += setting_ == Setting::paragraph ? "\\\n" : setting_ == Setting::heading ? " " : "<br>";
        continue;
      }
      if (needs_escape(text, i, in_link)) out_ += '\\';
      out_ += c;
    }
  }

  bool needs_escape(std::string_view text, std::size_t i, bool in_link) const {
    const char c = text[i];
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    const bool line_start =
        setting_ != Setting::cell && setting_ != Setting::heading && (out_.empty() || out_.back() == '\n');
    switch (c) {
      case '\\':
      case '`':
      case '*':
        return true;
      case '_': {
        const bool word_before = i > 0 ? is_word(text[i - 1]) : (!out_.empty() && is_word(out_.back()));
        return !word_before || !is_word(next);
      }
      case '~':
        return next == '~' || (i > 0 && text[i - 1] == '~');
      case '[':
        return in_link;
      case ']':
        return in_link || next == '(' || next == '\0';
      case '!':
        return next == '[' || next == '\0';
      case '<':
        return next == '\0' || next == '/' || next == '!' || next == '?' || (next >= 'A' && next <= 'Z') ||
               (next >= 'a' && next <= 'z');
      case '&':
        return doc::decode_entity(text.substr(i)).length > 0 || next == '\0';
      case '|':
        return setting_ == Setting::cell || line_start;
      case '#':
        return line_start ||
               (setting_ == Setting::heading && (out_.empty() || next == '\0' || next == '#' || next == ' '));
      case '>':
      case '=':
      case ':':
        return line_start;
      case '-':
      case '+':
        return line_start;
      case '.':
      case ')': {
        if (next != ' ' && next != '\0' && next != '\n') return false;
        // "1. " at the start of a line would start a list.
        const std::string_view written = out_;
        const auto newline = written.rfind('\n');
        const auto head = written.substr(newline == std::string_view::npos ? 0 : newline + 1);
        return setting_ != Setting::cell && setting_ != Setting::heading && !head.empty() && head.size() <= 9 &&
               head.find_first_not_of("0123456789") == std::string_view::npos;
      }
      default:
        return false;
    }
  }

  Setting setting_;
  std::string out_;
};

void write_list(std::string& out, const Block& list) {
  std::vector<std::size_t> indents;  // column at which the items of each depth start
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    ItemMark mark{0, list.ordered, static_cast<int>(i) + 1};
    if (i < list.marks.size()) mark = list.marks[i];
    auto depth = static_cast<std::size_t>(std::max(mark.depth, 0));
    if (indents.empty()) indents.push_back(0);
    depth = std::min(depth, indents.size() - 1);
    indents.resize(depth + 1);
    const std::string head = mark.ordered ? std::to_string(mark.number) + ". " : "- ";
    out.append(indents[depth], ' ');
    out += head + Writer::inlines(list.items[i], Setting::item) + '\n';
    indents.push_back(indents[depth] + head.size());
  }
}

void write_row(std::string& out, const std::vector<Inlines>& cells, std::size_t columns) {
  out += '|';
  for (std::size_t i = 0; i < columns; ++i) {
    const std::string cell = i < cells.size() ? Writer::inlines(cells[i], Setting::cell) : std::string();
    out += cell.empty() ? "  |" : ' ' + cell + " |";
  }
  out += '\n';
}

void write_blocks(std::string& out, const std::vector<Block>& blocks) {
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const Block& block = blocks[i];
    if (block.kind == BlockKind::list && i > 0 && blocks[i - 1].kind == BlockKind::list) out += "<!-- -->\n\n";
    switch (block.kind) {
      case BlockKind::paragraph:
        out += Writer::inlines(block.text, Setting::paragraph) + '\n';
        break;
      case BlockKind::list:
        write_list(out, block);
        break;
      case BlockKind::table: {
        std::size_t columns = block.header.size();
        for (const auto& row : block.rows) columns = std::max(columns, row.size());
        write_row(out, block.header, columns);
        out += '|';
        for (std::size_t c = 0; c < columns; ++c) out += " --- |";
        out += '\n';
        for (const auto& row : block.rows) write_row(out, row, columns);
        break;
      }
    }
    out += '\n';
  }
}

std::string one_line(const Inlines& runs, const std::string& title) {
  return Writer::inlines(runs.empty() || plain_text(runs) != title ? Inlines{{title, false, "", {}}} : runs,
                         Setting::heading);
}

void write_clauses(std::string& out, const std::vector<Clause>& clauses) {
  for (const auto& clause : clauses) {
    if (!clause.id.empty()) out += "<!-- clause: " + clause.id + " -->\n";
    out.append(static_cast<std::size_t>(std::clamp(clause.level, 1, doc::kMaxClauseLevel)) + 1, '#');
    out += ' ' + clause.number;
    if (!clause.number.empty() && !clause.title.empty()) out += doc::number_separator(clause.number);
    out += one_line(clause.title_runs, clause.title) + "\n\n";
    write_blocks(out, clause.blocks);
    write_clauses(out, clause.children);
  }
}

}  // namespace

std::string write_markdown(const Document& document) {
  std::string body;
  if (!document.title.empty()) body += "# " + one_line(document.title_runs, document.title) + "\n\n";
  write_blocks(body, document.preamble);
  write_clauses(body, document.clauses);
  while (body.ends_with("\n\n")) body.pop_back();
  // What the text itself would not tell a reader stands in front of it.
  std::string front;
  Document bare = document;
  bare.source = SourceText();
  if (document.kind != DocumentKind::unknown && guess_kind(bare) != document.kind)
    front += "kind: " + std::string(to_string(document.kind)) + '\n';
  if (document.lang != "zh") front += "lang: " + document.lang + '\n';
  return front.empty() ? body : "---\n" + front + "---\n\n" + body;
}

}  // namespace qiyue
