// The file of the own library: opening, its shape, its texts.
#include <fmt/core.h>
#include <algorithm>
#include <array>
#include <filesystem>

#include <fstream>

#include "cases/sqlite.h"
#include "cases/terms.h"
#include "core/files.h"
#include "core/text.h"

namespace qiyue {
namespace fs = std::filesystem;
namespace {

constexpr std::int64_t kApplication = 0x51594341;  // "QYCA": what makes an SQLite file a library of ours
constexpr std::int64_t kSchema = 1;

constexpr const char* kTables = R"(
CREATE TABLE texts(
  id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  title TEXT NOT NULL,
  kind TEXT NOT NULL,
  lang TEXT NOT NULL,
  trade TEXT NOT NULL,
  trade_given INTEGER NOT NULL,
  source TEXT NOT NULL,
  added TEXT NOT NULL,
  characters INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE TABLE figures(
  text INTEGER PRIMARY KEY REFERENCES texts(id) ON DELETE CASCADE,
  knowledge TEXT NOT NULL,
  figures TEXT NOT NULL
) STRICT;
CREATE TABLE passages(
  id INTEGER PRIMARY KEY,
  text INTEGER NOT NULL REFERENCES texts(id) ON DELETE CASCADE,
  heading TEXT NOT NULL,
  body TEXT NOT NULL,
  line INTEGER NOT NULL
) STRICT;
CREATE INDEX passages_by_text ON passages(text);
CREATE VIRTUAL TABLE terms USING fts5(heading, body, content='', tokenize="unicode61 remove_diacritics 0");
PRAGMA application_id = 1364804417;
PRAGMA user_version = 1;
)";
static_assert(kApplication == 1364804417);

Error library_error(const std::string& path, Text message, Text remedy) {
  Error error;
  error.message = std::move(message);
  error.remedy = std::move(remedy);
  error.file = path;
  return error;
}

Error foreign(const std::string& path) {
  return library_error(path, {"这个文件不是案例库", "this file is no case library"},
                       {"用 --library 指定另一个文件；不存在的文件会新建",
                        "name another file with --library; one that is not there is made"});
}

// Looks before SQLite does: it takes any empty file for a database, and any other for a broken one.
Status look(const std::string& path) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored))
    return fail(library_error(path, {"这是一个目录，不是案例库", "this is a directory, not a case library"},
                              {"用 --library 指定一个文件", "name a file with --library"}));
  if (!fs::exists(path, ignored) || fs::file_size(path, ignored) == 0) return {};
  std::ifstream file(path, std::ios::binary);
  std::array<char, 16> head{};
  if (!file.read(head.data(), head.size())) return fail(foreign(path));
  constexpr std::string_view kMagic("SQLite format 3\0", 16);
  if (std::string_view(head.data(), head.size()) != kMagic) return fail(foreign(path));
  return {};
}

Result<std::int64_t> number(const Library& library, std::string_view sql) {
  cases::Statement statement(library, sql);
  auto row = statement.step();
  if (!row) return fail(row.error());
  return *row ? statement.integer(0) : 0;
}

Status make_tables(const Library& library) {
  cases::Transaction transaction(library);
  if (auto status = transaction.begin(); !status) return status;
  // Another process may have made them while this one waited.
  const auto made = number(library, "SELECT count(*) FROM sqlite_master");
  if (!made) return fail(made.error());
  if (*made > 0) return transaction.commit();
  if (auto status = cases::execute(library, kTables); !status) return status;
  return transaction.commit();
}

Status check_shape(const Library& library, Library::Access access) {
  const auto tables = number(library, "SELECT count(*) FROM sqlite_master");
  if (!tables) return fail(tables.error());
  if (*tables == 0) {
    if (access == Library::Access::write) return make_tables(library);
    return cases::execute(library, kTables);  // of a library in memory
  }
  const auto application = number(library, "PRAGMA application_id");
  if (!application) return fail(application.error());
  if (*application != kApplication) return fail(foreign(library.path()));
  const auto version = number(library, "PRAGMA user_version");
  if (!version) return fail(version.error());
  if (*version > kSchema) {
    return fail(library_error(
        library.path(),
        {"这个案例库是更新版本的契约建立的，读不了", "a newer Qiyue made this case library: it cannot be read"},
        {"升级契约，或用 --library 指定另一个文件", "upgrade Qiyue, or name another file with --library"}));
  }
  return {};
}

}  // namespace

namespace cases {

Error store_error(sqlite3* db, const std::string& path) {
  const int code = db == nullptr ? SQLITE_NOMEM : sqlite3_errcode(db) & 0xFF;
  switch (code) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return library_error(path, {"案例库正被另一个程序写入", "another program is writing to the case library"},
                           {"等它结束再试", "try again when it has ended"});
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return library_error(path, {"案例库已损坏", "the case library is damaged"},
                           {"用备份恢复；或移走这个文件，重新收录",
                            "restore it from a backup, or move it away and add the texts again"});
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
    case SQLITE_AUTH:
      return library_error(path, {"打不开或写不了这个案例库", "the case library cannot be opened or written"},
                           {"检查文件和目录的权限，或用 --library 指定另一个文件",
                            "check the permissions of file and directory, or name another file with --library"});
    case SQLITE_FULL:
      return library_error(path, {"磁盘空间不足，没有写入", "the disk is full: nothing was written"},
                           {"腾出空间再试", "make room and try again"});
    default: {
      const std::string said = db == nullptr ? "" : sqlite3_errmsg(db);
      return library_error(path, {"案例库出错：" + said, "the case library failed: " + said}, {});
    }
  }
}

Statement::Statement(const Library& library, std::string_view sql) : library_(library) {
  sqlite3_stmt* made = nullptr;
  sqlite3_prepare_v2(library.connection().db.get(), sql.data(), static_cast<int>(sql.size()), &made, nullptr);
  statement_.reset(made);
}

Statement& Statement::bind(std::int64_t value) {
  if (statement_) sqlite3_bind_int64(statement_.get(), next_++, value);
  return *this;
}

Statement& Statement::bind(std::string_view text) {
  // An empty view may point nowhere, which SQLite would take for NULL.
  if (statement_)
    sqlite3_bind_text(statement_.get(), next_++, text.empty() ? "" : text.data(), static_cast<int>(text.size()),
                      SQLITE_TRANSIENT);
  return *this;
}

Result<bool> Statement::step() {
  const int code = statement_ ? sqlite3_step(statement_.get()) : SQLITE_ERROR;
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return fail(store_error(library_.connection().db.get(), library_.path()));
}

Status Statement::run() {
  auto done = step();
  if (statement_) {
    sqlite3_reset(statement_.get());
    sqlite3_clear_bindings(statement_.get());
  }
  next_ = 1;
  if (!done) return fail(done.error());
  return {};
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }
double Statement::real(int column) const { return sqlite3_column_double(statement_.get(), column); }
std::string Statement::text(int column) const {
  const auto* bytes = sqlite3_column_text(statement_.get(), column);
  if (bytes == nullptr) return {};
  return {reinterpret_cast<const char*>(bytes),
          static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

Status execute(const Library& library, const char* sql) {
  if (sqlite3_exec(library.connection().db.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK) return {};
  return fail(store_error(library.connection().db.get(), library.path()));
}

Transaction::~Transaction() {
  if (open_) static_cast<void>(execute(library_, "ROLLBACK"));
}
Status Transaction::begin() {
  auto status = execute(library_, "BEGIN IMMEDIATE");
  open_ = status.has_value();
  return status;
}
Status Transaction::commit() {
  auto status = execute(library_, "COMMIT");
  if (status) open_ = false;
  return status;
}

CaseText text_of(const Statement& row) {
  return {.id = row.integer(0),
          .name = row.text(1),
          .title = row.text(2),
          .kind = row.text(3),
          .lang = row.text(4),
          .trade = row.text(5),
          .trade_given = row.integer(6) != 0,
          .source = row.text(7),
          .added = row.text(8),
          .digest = row.text(9),
          .characters = static_cast<int>(row.integer(10))};
}

}  // namespace cases

Library::Library(std::string path) : path_(std::move(path)), connection_(std::make_unique<Connection>()) {}
Library::Library(Library&&) noexcept = default;
Library& Library::operator=(Library&&) noexcept = default;
Library::~Library() = default;

Result<Library> Library::open(const std::string& path, Access access) {
  if (auto status = look(path); !status) return fail(status.error());
  Library library(path);
  const bool there = exists(path);
  std::string file = path;
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  if (access == Access::read) {
    flags = there ? SQLITE_OPEN_READONLY : flags;
    if (!there) file = ":memory:";
  } else if (const fs::path parent = fs::path(path).parent_path(); !parent.empty()) {
    std::error_code failed;
    fs::create_directories(parent, failed);  // what fails here fails again below, with SQLite's reason
  }
  sqlite3* db = nullptr;
  const int opened = sqlite3_open_v2(file.c_str(), &db, flags, nullptr);
  library.connection_->db.reset(db);
  if (opened != SQLITE_OK) return fail(cases::store_error(db, path));
  constexpr int kWaitMilliseconds = 5000;
  sqlite3_busy_timeout(db, kWaitMilliseconds);
  // The file may come from anywhere: nothing in it may run or rewrite itself.
  sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  if (auto status = cases::execute(library, "PRAGMA foreign_keys = ON"); !status) return fail(status.error());
  if (auto status = check_shape(library, access); !status) return fail(status.error());
  return library;
}

Result<std::vector<CaseText>> list_cases(const Library& library) {
  cases::Statement rows(library, fmt::format("SELECT {} FROM texts t ORDER BY t.id", cases::kTextColumns));
  std::vector<CaseText> out;
  for (;;) {
    auto row = rows.step();
    if (!row) return fail(row.error());
    if (!*row) return out;
    out.push_back(cases::text_of(rows));
  }
}

Result<CaseText> find_case(const Library& library, std::string_view which) {
  auto all = list_cases(library);
  if (!all) return fail(all.error());
  std::vector<CaseText> found;
  const bool is_number = !which.empty() && which.find_first_not_of("0123456789") == npos;
  constexpr std::size_t kShortestDigest = 6;
  for (const CaseText& text : *all) {
    const bool by_number = is_number && std::to_string(text.id) == which;
    const bool by_digest = which.size() >= kShortestDigest && text.digest.starts_with(which);
    if (by_number) return text;
    if (by_digest || text.name == which) found.push_back(text);
  }
  if (found.size() == 1) return found.front();
  const std::string name(which);
  if (found.empty()) {
    return fail(library_error(library.path(), {"库里没有“" + name + "”", "no \"" + name + "\" in the library"},
                              {"用 qiyue cases list 查看编号和名称", "`qiyue cases list` tells numbers and names"}));
  }
  std::vector<std::string> numbers;
  for (const CaseText& text : found) numbers.push_back(std::to_string(text.id));
  return fail(library_error(library.path(), {"叫“" + name + "”的不止一份", "several are called \"" + name + "\""},
                            {"改用编号：" + join(numbers, "、"), "use a number: " + join(numbers, ", ")}));
}

Result<Document> case_document(const Library& library, const CaseText& text) {
  cases::Statement row(library, "SELECT body FROM texts WHERE id = ?");
  row.bind(text.id);
  auto there = row.step();
  if (!there) return fail(there.error());
  auto documents = parse_documents(text.name + ".md", *there ? row.text(0) : "");
  if (!documents) return fail(documents.error());
  Document document = std::move(documents->front());
  document.kind = text.kind == "user-agreement" ? DocumentKind::user_agreement : DocumentKind::privacy_policy;
  document.lang = text.lang;
  return document;
}

Status remove_case(Library& library, const CaseText& text) {
  cases::Transaction transaction(library);
  if (auto status = transaction.begin(); !status) return status;
  cases::Statement passages(library, "SELECT id, heading, body FROM passages WHERE text = ?");
  cases::Statement forget(library, "INSERT INTO terms(terms, rowid, heading, body) VALUES('delete', ?, ?, ?)");
  passages.bind(text.id);
  for (;;) {
    auto row = passages.step();
    if (!row) return fail(row.error());
    if (!*row) break;
    forget.bind(passages.integer(0))
        .bind(cases::index_terms(passages.text(1)))
        .bind(cases::index_terms(passages.text(2)));
    if (auto status = forget.run(); !status) return status;
  }
  cases::Statement drop(library, "DELETE FROM texts WHERE id = ?");
  drop.bind(text.id);
  if (auto status = drop.run(); !status) return status;
  return transaction.commit();
}

}  // namespace qiyue
