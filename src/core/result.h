// Failures as values. Three kinds of failure, three mechanisms:
//   a user's input is wrong        -> Error (this file) or a Diagnostic (diagnostic.h), never an exception
//   the environment fails us       -> Error, with the path and what to do
//   we are wrong ourselves         -> assert
// No exception crosses a module's face.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace qiyue {

enum class Lang { zh, en };

// A message in the two languages the product speaks. Neither may be empty.
struct Text {
  std::string zh;
  std::string en;
  [[nodiscard]] const std::string& in(Lang lang) const { return lang == Lang::zh ? zh : en; }
  [[nodiscard]] bool empty() const { return zh.empty() && en.empty(); }
  bool operator==(const Text&) const = default;
};

// One failure a person can act on: what, where, how to mend it. Lines and columns start at 1; 0 means "the whole file".
struct Error {
  Text message;      // what is wrong and what was expected
  Text remedy;       // how to mend it; may be empty
  std::string file;  // as the user named it, or relative to the workspace
  int line = 0;
  int column = 0;
  std::vector<Error> more;  // further failures of the same input, found in the same go
};

template <class T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

inline tl::unexpected<Error> fail(Error error) { return tl::unexpected<Error>(std::move(error)); }

// "file:line:column: error: message\n  help: remedy\n" for the error and each of `more`, ready for stderr.
std::string render(const Error& error, Lang lang);

}  // namespace qiyue
