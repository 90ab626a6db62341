// Inside of the document module: turns what a page shows, element by element, into a flow. HTML, WXML, Vue, JSX and node arrays share it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "document/flow.h"

namespace qiyue::doc {

class FlowBuilder {
 public:
  explicit FlowBuilder(Flow& flow) : flow_(flow) {}
  ~FlowBuilder() { finish(); }
  FlowBuilder(const FlowBuilder&) = delete;
  FlowBuilder& operator=(const FlowBuilder&) = delete;

  // A block starts and ends: a paragraph, a heading of the given rank (0: none), or something whose class says title.
  void begin_block(int heading = 0, bool title_like = false);
  void end_block();
  void line_break();  // <br>: a new paragraph; inside an item, a cell or a heading a line break

  void begin_strong() { ++strong_; }
  void end_strong() { strong_ -= strong_ > 0 ? 1 : 0; }
  void begin_link(std::string target) { link_ = std::move(target); }
  void end_link() { link_.clear(); }

  void begin_list(bool ordered, int start);
  void end_list();
  void begin_item();
  void end_item();

  void begin_table();
  void end_table();
  void begin_row(bool header);
  void begin_cell(bool header, int columns, int rows);
  void end_cell();

  enum class White { fold, lines };  // lines: a line break in the text is one on the page, as in <text> and <pre>
  struct Reading {
    White white = White::fold;
    bool entities = true;      // decode &nbsp; and the like
    bool backslash_n = false;  // \n is written for a line break, as in WXML
  };
  void text(const Mapped& source, std::size_t begin, std::size_t end, Reading reading);

  [[nodiscard]] std::string_view last_text() const {
    return runs_.empty() ? std::string_view() : std::string_view(runs_.back().text);
  }
  [[nodiscard]] bool empty() const { return runs_.empty(); }
  void finish();

 private:
  struct Frame {
    int heading = 0;
    bool title_like = false;
  };
  struct ListState {
    bool ordered = false;
    int next = 1;
    std::size_t item = kNone;  // flow index of the open item
    bool fresh = false;        // an item was opened and nothing of it is written yet
    bool first = true;
  };
  struct Cell {
    Inlines runs;
    int rows = 1;
  };
  struct Table {
    Block block;
    std::vector<std::vector<Inlines>> rows;
    std::vector<bool> header_rows;
    std::vector<Cell> spans;  // per column: the cell above that reaches down
    bool in_cell = false;
    bool row_is_header = false;
    bool row_open = false;
    bool saw_header = false, saw_plain = false;
    Inlines cell;
    int cell_columns = 1, cell_rows = 1;
    Span source;
  };
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  void flush();
  void close_row();
  void fill_spans(std::vector<Inlines>& row);
  void put(std::string_view text, Span source);
  void put_decoded(std::string_view text, Span source);
  void put_slice(const Mapped& source, std::size_t begin, std::size_t end);
  void white(Span source, bool broke);
  void break_line(const Mapped& source, std::size_t end);

  Flow& flow_;
  std::vector<Frame> frames_;
  std::vector<ListState> lists_;
  std::vector<Table> tables_;
  Inlines runs_;
  Frame runs_frame_;
  int strong_ = 0;
  std::string link_;
  bool pending_ = false;        // white space seen since the last character
  bool pending_broke_ = false;  // with a line break in it
  Span pending_span_;
};

}  // namespace qiyue::doc
