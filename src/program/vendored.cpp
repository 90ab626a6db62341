// Which files are not the operator's own: libraries that were copied in, and compiled output beside its source.
#include <algorithm>
#include <map>
#include <set>

#include "core/text.h"
#include "program/opening.h"

namespace qiyue::program {
namespace {

// Words of knowledge/lexicon/vendored.yaml.
struct Words {
  std::vector<std::string> folders;  // path parts, lower case
  std::vector<std::string> files;    // stems of file names, lower case
  std::vector<std::string> endings;  // ".min.js"
  std::vector<std::string> banners;  // what a library's first comment says, lower case
};

Words read_words(const knowledge::Knowledge& knowledge) {
  Words words;
  if (!knowledge.lexicon.is_object()) return words;
  const json::value* table = find(knowledge.lexicon, "vendored");
  if (table == nullptr) return words;
  words.folders = get_strings(*table, "folders");
  words.files = get_strings(*table, "files");
  words.endings = get_strings(*table, "endings");
  words.banners = get_strings(*table, "banners");
  return words;
}

bool is_script(const SourceFile& file) {
  return file.language == Language::javascript || file.language == Language::typescript ||
         file.language == Language::tsx;
}

// Written by a tool: few, very long lines.
bool is_minified(const SourceFile& file) {
  const std::string_view text = file.source.text();
  if (text.size() < 2000) return false;
  const auto lines = static_cast<std::size_t>(file.source.line_count());
  return text.size() / lines > 400;
}

// The comment that a file opens with; "" when it opens with none.
std::string banner(std::string_view text) {
  const std::string_view head = trim(text.substr(0, 3000));
  if (head.starts_with("/*")) return to_lower_ascii(head.substr(0, std::min(head.find("*/"), head.size())));
  std::size_t end = 0;
  while (end < head.size() && head.substr(end, 2) == "//") {
    const std::size_t line = head.find('\n', end);
    end = line == npos ? head.size() : line + 1;
  }
  return to_lower_ascii(head.substr(0, end));
}

// "jweixin-1.3.2.js" and "md5.min" are "jweixin" and "md5".
std::string library_stem(std::string_view path) {
  std::string name = to_lower_ascii(stem(file_name(path)));
  for (const std::string_view tail : {".min", ".umd", ".esm", ".cjs", "-min", ".prod", ".common"}) {
    if (name.ends_with(tail)) name.resize(name.size() - tail.size());
  }
  const std::size_t digit = name.find_first_of("0123456789");
  if (digit != npos && digit > 2 && (name[digit - 1] == '-' || name[digit - 1] == '.' || name[digit - 1] == '_'))
    name.resize(digit - 1);
  return name;
}

}  // namespace

void classify_files(const knowledge::Knowledge& knowledge, Program& program) {
  const Words words = read_words(knowledge);
  std::vector<std::string> sdk_files;
  for (const knowledge::Sdk& sdk : knowledge.sdks) {
    for (const std::string& name : sdk.match.file) sdk_files.push_back(to_lower_ascii(name));
  }

  // A program that is compiled as a whole (a published package unpacked again) has no source to set its libraries against.
  std::size_t total = 0, minified = 0;
  std::map<std::string, int> banners;
  for (const SourceFile& file : program.files) {
    if (!is_script(file)) continue;
    total += file.source.text().size();
    if (is_minified(file)) minified += file.source.text().size();
    if (std::string found = banner(file.source.text()); !found.empty()) ++banners[found.substr(0, 200)];
  }
  const bool compiled_program = minified * 10 > total * 9;

  // What app.json registers is the operator's own, though a page's folder be called like a library ("pages/moment").
  std::set<std::string> own;
  for (const PageFiles& page : program.pages)
    if (page.registered)
      for (const int index : {page.script, page.markup})
        if (index >= 0) own.insert(program.files[static_cast<std::size_t>(index)].path);
  for (SourceFile& file : program.files) {
    const std::string lower = to_lower_ascii(file.path);
    const bool page = own.contains(file.path);
    for (const std::string_view part : split(folder_of(lower), '/'))
      file.vendored = file.vendored || (!page && contains(words.folders, part));
    file.vendored = file.vendored || ends_with_any(lower, words.endings);
    if (is_script(file) && !file.vendored && !page) {
      const std::string name = library_stem(file.path);
      file.vendored = contains(words.files, name) || (is_minified(file) && !compiled_program);
      for (const std::string& sdk : sdk_files) {
        file.vendored = file.vendored || (sdk.size() > 5 && file_name(lower) == file_name(sdk));
      }
      const std::string head = banner(file.source.text());
      // The same words at the head of many files are the operator's own.
      if (!file.vendored && !head.empty() && banners[head.substr(0, 200)] <= 3) {
        file.vendored = std::any_of(words.banners.begin(), words.banners.end(),
                                    [&head](const std::string& word) { return head.find(word) != std::string::npos; });
      }
    }
    const std::string_view ext = extension(file.path);
    if (ext == ".js") {
      const std::string source(stem(file.path));
      file.generated = program.find_file(source + ".ts") >= 0 || program.find_file(source + ".tsx") >= 0;
    }
  }
}

}  // namespace qiyue::program
