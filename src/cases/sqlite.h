// SQLite with errors as values and statements that close themselves. Insides of cases.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "cases/cases.h"

namespace qiyue {

struct Library::Connection {
  struct Close {
    void operator()(sqlite3* open) const { sqlite3_close(open); }
  };
  std::unique_ptr<sqlite3, Close> db;
};

namespace cases {

// What SQLite says, as words a person can act on.
Error store_error(sqlite3* db, const std::string& path);

class Statement {
 public:
  Statement(const Library& library, std::string_view sql);
  // Binds the next parameter.
  Statement& bind(std::int64_t value);
  Statement& bind(std::string_view text);
  // One step. True while there is a row.
  Result<bool> step();
  // One step of what gives no row, made ready for the next parameters.
  Status run();
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] double real(int column) const;
  [[nodiscard]] std::string text(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  const Library& library_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  int next_ = 1;
};

Status execute(const Library& library, const char* sql);

// Takes everything back unless commit() was reached.
class Transaction {
 public:
  explicit Transaction(const Library& library) : library_(library) {}
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();
  Status begin();
  Status commit();

 private:
  const Library& library_;
  bool open_ = false;
};

// Columns id … characters of `texts`, in the order of CaseText.
inline constexpr std::string_view kTextColumns =
    "t.id, t.name, t.title, t.kind, t.lang, t.trade, t.trade_given, t.source, t.added, t.digest, t.characters";
CaseText text_of(const Statement& row);

}  // namespace cases
}  // namespace qiyue
