// Taking texts into the library: files, directories, addresses.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <filesystem>
#include <map>

#include "cases/figures.h"
#include "cases/passages.h"
#include "cases/sqlite.h"
#include "cases/terms.h"
#include "core/data.h"
#include "core/files.h"
#include "core/text.h"
#include "core/web.h"

namespace qiyue {
namespace fs = std::filesystem;
namespace {

constexpr int kShortest = 300;  // characters: what is shorter is a notice or a consent box, no text to learn from
constexpr std::uint64_t kCodeAtMost = 1u << 20;

constexpr std::array<std::string_view, 6> kTexts{".md", ".markdown", ".html", ".htm", ".txt", ".docx"};
constexpr std::array<std::string_view, 12> kPages{".wxml", ".axml", ".ttml", ".swan", ".qml", ".ksml",
                                                  ".vue",  ".js",   ".ts",   ".tsx",  ".jsx", ".mjs"};
constexpr std::array<std::string_view, 3> kPapers{".pdf", ".doc", ".wps"};  // texts, but not readable: told one by one

template <std::size_t N>
bool one_of(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

Error error_at(const std::string& place, Text message, Text remedy) {
  Error error;
  error.file = place;
  error.message = std::move(message);
  error.remedy = std::move(remedy);
  return error;
}

bool is_address(std::string_view what) {
  const std::string low = to_lower_ascii(what.substr(0, 8));
  return low.starts_with("http://") || low.starts_with("https://");
}

// Folders that hold other people's code or nothing to read.
bool is_skipped(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  return name.starts_with('.') || name == "node_modules" || name == "miniprogram_npm" || name == "uni_modules" ||
         name == "dist" || name == "unpackage" || name == "build";
}

// Which files of a folder are policies or agreements and which only speak of them (reports, requirements, code): by what they are called and by the words of
// knowledge/lexicon/texts.yaml, as the scan tells texts in a program.
class Recogniser {
 public:
  explicit Recogniser(const knowledge::Knowledge& knowledge) {
    const json::value* table = find(knowledge.lexicon, "texts");
    if (table == nullptr) return;
    words_ = get_strings(*table, "words");
    least_words_ = static_cast<int>(get_int(*table, "least_words"));
    least_words_named_ = static_cast<int>(get_int(*table, "least_words_named"));
  }
  [[nodiscard]] bool is_text(const Document& document) const {
    Document name;  // without its body, the kind is told by title and path alone
    name.title = document.title;
    name.source = SourceText(document.source.path(), "");
    const bool named = guess_kind(name) != DocumentKind::unknown;
    const std::string plain = write_plain_text(document);
    int known = 0;
    for (const std::string& word : words_) known += plain.find(word) != npos ? 1 : 0;
    if (known < (named ? least_words_named_ : least_words_)) return false;
    // A policy speaks to its reader; a report about one does not.
    int spoken_to = 0;
    for (const std::string_view reader : {"您", "你", "you", "You", "用户"}) {
      if (reader == "用户" && !named) continue;  // a report is full of 用户协议
      for (std::size_t at = plain.find(reader); at != npos; at = plain.find(reader, at + reader.size())) ++spoken_to;
    }
    return spoken_to * (named ? kReaderNamed : kReader) >= count_code_points(plain);
  }

 private:
  static constexpr int kReader = 100, kReaderNamed = 300;  // characters for each word to the reader
  std::vector<std::string> words_;
  int least_words_ = 0, least_words_named_ = 0;
};

struct Taken {
  Document document;
  CaseText text;
};

class Adding {
 public:
  Adding(Library& library, const AddRequest& request, const knowledge::Knowledge& knowledge)
      : library_(library), request_(request), knowledge_(knowledge), meter_(knowledge) {}

  Result<AddResult> run() {
    std::vector<Taken> taken;
    for (const std::string& what : request_.what) {
      if (auto status = take(what, taken); !status) return fail(status.error());
    }
    if (!request_.name.empty() && taken.size() > 1) {
      return fail(error_at(request_.what.front(),
                           {"--name 只能用于一份文本，这里有 " + std::to_string(taken.size()) + " 份",
                            "--name is for a single text: here are " + std::to_string(taken.size())},
                           {"去掉 --name：名称取自文本的标题", "leave --name out: a text is called by its title"}));
    }
    cases::Transaction transaction(library_);
    if (auto status = transaction.begin(); !status) return fail(status.error());
    for (Taken& one : taken) {
      if (auto status = put(one); !status) return fail(status.error());
    }
    if (auto status = transaction.commit(); !status) return fail(status.error());
    return std::move(result_);
  }

 private:
  Status take(const std::string& what, std::vector<Taken>& taken) {
    if (is_address(what)) return take_address(what, taken);
    std::error_code ignored;
    if (fs::is_directory(what, ignored)) return take_directory(what, taken);
    auto documents = read_documents(what);
    if (!documents) return fail(documents.error());
    return take_documents(std::move(*documents), what, taken);
  }

  // Of a file or an address: whatever of it cannot be taken is an error.
  Status take_documents(std::vector<Document> documents, const std::string& source, std::vector<Taken>& taken) {
    std::vector<Error> refused;
    const std::size_t before = taken.size();
    for (Document& document : documents) {
      if (auto why = consider(std::move(document), source, taken)) refused.push_back(std::move(*why));
    }
    if (taken.size() > before) {
      for (Error& error : refused) result_.left_out.push_back(std::move(error));
      return {};
    }
    if (refused.empty()) refused.push_back(error_at(source, {"里面没有文本", "it holds no text"}, {}));
    return fail(std::move(refused.front()));
  }

  Status take_address(const std::string& address, std::vector<Taken>& taken) {
    auto answer = ask_web(address, {});
    if (!answer) return fail(answer.error());
    const std::string type = to_lower_ascii(answer->content_type);
    std::string path = answer->address.empty() ? address : answer->address;
    path = path.substr(0, path.find_first_of("?#"));
    const std::string extension = to_lower_ascii(fs::path(path).extension().string());
    if (type.find("pdf") != npos) {
      path += ".pdf";
    } else if (!one_of(kTexts, extension)) {
      path += type.find("text/plain") != npos ? ".txt" : type.find("wordprocessingml") != npos ? ".docx" : ".html";
    }
    auto documents = parse_documents(path, answer->body);
    if (!documents) {
      documents.error().file = address;
      return fail(documents.error());
    }
    auto status = take_documents(std::move(*documents), address, taken);
    if (!status && type.find("html") != npos) {
      status.error().remedy = {
          "如果网页在浏览器里有正文：它是由脚本显示的，请在浏览器里另存为网页或复制到文本文件",
          "if a browser shows the text, a script puts it there: save the page from the browser, or copy "
          "the text to a file"};
    }
    return status;
  }

  Status take_directory(const std::string& directory, std::vector<Taken>& taken) {
    auto tree = list_tree(directory, is_skipped);
    if (!tree) return fail(tree.error());
    for (const auto& skipped : tree->skipped) {
      result_.left_out.push_back(error_at((fs::path(directory) / skipped.path).string(), skipped.why, {}));
    }
    std::map<std::string, int> other;
    int pages = 0, unlike = 0;
    const Recogniser recogniser(knowledge_);
    for (const TreeEntry& entry : tree->files) {
      const std::string path = (fs::path(directory) / entry.path).lexically_normal().string();
      const std::string extension = to_lower_ascii(fs::path(path).extension().string());
      const bool text = one_of(kTexts, extension) || one_of(kPapers, extension);
      const bool page = one_of(kPages, extension) && entry.bytes <= kCodeAtMost;
      if (!text && !page) {
        ++other[extension.empty() ? "-" : extension];
        continue;
      }
      auto documents = read_documents(path);
      if (!documents) {
        // Most pages of a program hold no text, and a page that a script fills has none: that is nothing to tell.
        if (text && extension != ".html" && extension != ".htm") {
          result_.left_out.push_back(documents.error());
        } else {
          ++pages;
        }
        continue;
      }
      for (Document& document : *documents) {
        if (!recogniser.is_text(document)) {
          ++(page ? pages : unlike);
          continue;
        }
        auto why = consider(std::move(document), path, taken);
        if (why && text) result_.left_out.push_back(std::move(*why));
        if (why && page) ++pages;
      }
    }
    if (pages > 0) {
      result_.notes.push_back({fmt::format("{}：{} 个代码文件里没有协议文本", directory, pages),
                               fmt::format("{}: {} source files hold no policy or agreement", directory, pages)});
    }
    if (unlike > 0) {
      result_.notes.push_back(
          {fmt::format("{}：{} 个文本文件不像政策或协议（要收录就单独写出文件名）", directory, unlike),
           fmt::format("{}: {} text files do not look like a policy or agreement (name a file to take it)", directory,
                       unlike)});
    }
    if (!other.empty()) {
      std::vector<std::string> kinds;
      for (const auto& [extension, count] : other) kinds.push_back(fmt::format("{} {}", extension, count));
      result_.notes.push_back(
          {fmt::format("{}：没有看其他类型的文件（{}）", directory, join(kinds, "、")),
           fmt::format("{}: files of other kinds were not looked at ({})", directory, join(kinds, ", "))});
    }
    return {};
  }

  // Adds to `taken`, or tells why not.
  std::optional<Error> consider(Document document, const std::string& source, std::vector<Taken>& taken) {
    CaseText text;
    const std::string plain = squeeze(write_plain_text(document));
    text.characters = count_code_points(plain);
    if (text.characters < kShortest) {
      return error_at(source,
                      {fmt::format("只有 {} 个字，不是完整的政策或协议", text.characters),
                       fmt::format("{} characters are no whole policy or agreement", text.characters)},
                      {"收录完整的文本", "add the whole text"});
    }
    if (request_.kind != DocumentKind::unknown) {
      document.kind = request_.kind;
    } else if (document.kind == DocumentKind::unknown) {
      document.kind = guess_kind(document);
    }
    if (document.kind != DocumentKind::privacy_policy && document.kind != DocumentKind::user_agreement) {
      return error_at(source,
                      {"看不出是隐私政策还是用户协议", "it is not clear whether this is a policy or an agreement"},
                      {"用 --kind privacy-policy 或 --kind user-agreement 说明",
                       "say so with --kind privacy-policy or --kind user-agreement"});
    }
    text.digest = sha256_hex(plain);
    text.kind = std::string(to_string(document.kind));
    text.lang = language_of(document);
    text.title = document.title;
    text.source = source;
    text.added = request_.today;
    text.name = request_.name.empty() ? document.title : request_.name;
    if (text.name.empty()) text.name = fs::path(source).stem().string();
    text.trade_given = !request_.trade.empty();
    text.trade = text.trade_given ? request_.trade : guess_trade(document, source, knowledge_);
    if (text.lang == "en") {
      result_.notes.push_back({source + "：英文文本。可以搜索；比较只用中文文本，不会用到它",
                               source + ": an English text. It can be searched; comparisons use Chinese texts alone"});
    }
    taken.push_back({std::move(document), std::move(text)});
    return std::nullopt;
  }

  Result<bool> known(const CaseText& text) {
    cases::Statement row(library_, fmt::format("SELECT {} FROM texts t WHERE t.digest = ?", cases::kTextColumns));
    row.bind(text.digest);
    auto there = row.step();
    if (!there) return fail(there.error());
    if (*there) result_.known.push_back({text.source, cases::text_of(row)});
    return *there;
  }

  Status put(Taken& one) {
    auto there = known(one.text);
    if (!there) return fail(there.error());
    if (*there) return {};
    CaseText& text = one.text;
    cases::Statement row(
        library_,
        "INSERT INTO texts(digest, name, title, kind, lang, trade, trade_given, source, added, characters, "
        "body) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    row.bind(text.digest).bind(text.name).bind(text.title).bind(text.kind).bind(text.lang).bind(text.trade);
    row.bind(std::int64_t{text.trade_given}).bind(text.source).bind(text.added).bind(std::int64_t{text.characters});
    row.bind(write_markdown(one.document));
    if (auto status = row.run(); !status) return status;
    text.id = sqlite3_last_insert_rowid(library_.connection().db.get());
    if (auto status = put_passages(one); !status) return status;
    cases::Statement figures(library_, "INSERT INTO figures(text, knowledge, figures) VALUES(?, ?, ?)");
    figures.bind(text.id).bind(knowledge_.digest).bind(cases::figures_json(meter_.measure(one.document)));
    if (auto status = figures.run(); !status) return status;
    result_.added.push_back(text);
    return {};
  }

  Status put_passages(const Taken& one) {
    cases::Statement passages(library_, "INSERT INTO passages(text, heading, body, line) VALUES(?, ?, ?, ?)");
    cases::Statement terms(library_, "INSERT INTO terms(rowid, heading, body) VALUES(?, ?, ?)");
    for (const cases::Passage& passage : cases::passages_of(one.document, sentences(one.document))) {
      passages.bind(one.text.id).bind(passage.heading).bind(passage.text).bind(std::int64_t{passage.line});
      if (auto status = passages.run(); !status) return status;
      terms.bind(sqlite3_last_insert_rowid(library_.connection().db.get()))
          .bind(cases::index_terms(passage.heading))
          .bind(cases::index_terms(passage.text));
      if (auto status = terms.run(); !status) return status;
    }
    return {};
  }

  Library& library_;
  const AddRequest& request_;
  const knowledge::Knowledge& knowledge_;
  TextMeter meter_;
  AddResult result_;
};

}  // namespace

Result<AddResult> add_cases(Library& library, const AddRequest& request, const knowledge::Knowledge& knowledge) {
  return Adding(library, request, knowledge).run();
}

}  // namespace qiyue
