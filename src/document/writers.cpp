// Plain text and JSON.
#include <algorithm>
#include <boost/json.hpp>

#include "core/data.h"
#include "document/flow.h"

namespace qiyue {
namespace {

namespace json = boost::json;

ItemMark mark_of(const Block& list, std::size_t i) {
  return i < list.marks.size() ? list.marks[i] : ItemMark{0, list.ordered, static_cast<int>(i) + 1};
}

void write_block(std::string& out, const Block& block) {
  switch (block.kind) {
    case BlockKind::paragraph:
      out += plain_text(block.text) + "\n";
      break;
    case BlockKind::list:
      for (std::size_t i = 0; i < block.items.size(); ++i) {
        const ItemMark mark = mark_of(block, i);
        out.append(static_cast<std::size_t>(mark.depth) * 2, ' ');
        out +=
            (mark.ordered ? std::to_string(mark.number) + ". " : std::string("· ")) + plain_text(block.items[i]) + '\n';
      }
      break;
    case BlockKind::table:
      // One line a row, each value behind the name of its column: readable without a grid.
      for (const auto& row : block.rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
          const std::string value = plain_text(row[i]);
          if (value.empty()) continue;
          if (!line.empty()) line += "；";
          if (i < block.header.size() && !plain_text(block.header[i]).empty())
            line += plain_text(block.header[i]) + "：";
          line += value;
        }
        out += line + '\n';
      }
      break;
  }
  out += '\n';
}

json::array runs_json(const Inlines& runs) {
  json::array out;
  for (const auto& run : doc::merged(runs)) {
    json::object item{{"text", run.text}};
    if (run.strong) item["strong"] = true;
    if (!run.link.empty()) item["link"] = run.link;
    out.push_back(std::move(item));
  }
  return out;
}

json::array cells_json(const std::vector<Inlines>& cells) {
  json::array out;
  for (const auto& cell : cells) out.push_back(runs_json(cell));
  return out;
}

void add_place(json::object& out, const Document& document, Span source) {
  if (source.end <= source.begin) return;
  const Position begin = document.source.at(source.begin);
  const Position end = document.source.at(source.end);
  out["line"] = begin.line;
  out["column"] = begin.column;
  out["end_line"] = end.line;
  out["end_column"] = end.column;
}

json::array blocks_json(const Document& document, const std::vector<Block>& blocks) {
  json::array out;
  for (const auto& block : blocks) {
    json::object item;
    switch (block.kind) {
      case BlockKind::paragraph:
        item["kind"] = "paragraph";
        item["runs"] = runs_json(block.text);
        break;
      case BlockKind::list: {
        item["kind"] = "list";
        item["ordered"] = block.ordered;
        json::array items;
        for (std::size_t i = 0; i < block.items.size(); ++i) {
          const ItemMark mark = mark_of(block, i);
          json::object entry{{"runs", runs_json(block.items[i])}};
          if (mark.depth > 0) entry["depth"] = mark.depth;
          if (mark.ordered) entry["number"] = mark.number;
          items.push_back(std::move(entry));
        }
        item["items"] = std::move(items);
        break;
      }
      case BlockKind::table: {
        item["kind"] = "table";
        item["header"] = cells_json(block.header);
        json::array rows;
        for (const auto& row : block.rows) rows.push_back(cells_json(row));
        item["rows"] = std::move(rows);
        break;
      }
    }
    add_place(item, document, block.source);
    out.push_back(std::move(item));
  }
  return out;
}

json::array strings(const std::vector<std::string>& values) {
  json::array out;
  for (const auto& value : values) out.emplace_back(value);
  return out;
}

json::array clauses_json(const Document& document, const std::vector<Clause>& clauses) {
  json::array out;
  for (const auto& clause : clauses) {
    json::object item{{"id", clause.id}, {"number", clause.number}, {"title", clause.title}, {"level", clause.level}};
    add_place(item, document, clause.source);
    const Provenance& from = clause.provenance;
    if (!from.facts.empty() || !from.evidence.empty() || !from.obligations.empty() || !from.clause.empty())
      item["provenance"] = json::object{{"facts", strings(from.facts)},
                                        {"evidence", strings(from.evidence)},
                                        {"obligations", strings(from.obligations)},
                                        {"clause", from.clause}};
    item["blocks"] = blocks_json(document, clause.blocks);
    item["children"] = clauses_json(document, clause.children);
    out.push_back(std::move(item));
  }
  return out;
}

}  // namespace

std::string write_plain_text(const Document& document) {
  std::string out;
  if (!document.title.empty()) out += document.title + "\n\n";
  for (const auto& block : document.preamble) write_block(out, block);
  visit(document, [&](const Clause& clause) {
    out += clause.number;
    if (!clause.number.empty() && !clause.title.empty()) out += doc::number_separator(clause.number);
    out += clause.title + "\n\n";
    for (const auto& block : clause.blocks) write_block(out, block);
  });
  while (out.ends_with("\n\n")) out.pop_back();
  return out;
}

std::string write_json(const Document& document) {
  return to_json(json::object{{"schema", "qiyue-document/1"},
                              {"kind", to_string(document.kind)},
                              {"title", document.title},
                              {"lang", document.lang},
                              {"source", document.source.path()},
                              {"preamble", blocks_json(document, document.preamble)},
                              {"clauses", clauses_json(document, document.clauses)}});
}

}  // namespace qiyue
