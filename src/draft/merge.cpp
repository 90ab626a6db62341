#include <git2.h>

#include "core/text.h"
#include "draft/draft.h"

namespace qiyue {

Merged merge(std::string_view base, std::string_view ours, std::string_view theirs) {
  if (ours == base || ours == theirs) return {std::string(theirs), 0};
  if (theirs == base) return {std::string(ours), 0};

  git_libgit2_init();
  const auto input = [](std::string_view text, const char* name) {
    git_merge_file_input made = GIT_MERGE_FILE_INPUT_INIT;
    made.ptr = text.data();
    made.size = text.size();
    made.path = name;
    return made;
  };
  const git_merge_file_input ancestor = input(base, "base");
  const git_merge_file_input mine = input(ours, "ours");
  const git_merge_file_input fresh = input(theirs, "theirs");
  git_merge_file_options options = GIT_MERGE_FILE_OPTIONS_INIT;
  options.our_label = "您的修改 (your edit)";
  options.their_label = "新的草案 (new draft)";
  options.flags = GIT_MERGE_FILE_STYLE_MERGE | GIT_MERGE_FILE_DIFF_MINIMAL;
  git_merge_file_result result{};
  Merged merged;
  if (git_merge_file(&result, &ancestor, &mine, &fresh, &options) == 0) {
    merged.text.assign(result.ptr, result.len);
    if (result.automergeable == 0) {
      for (const std::string_view line : split(merged.text, '\n')) {
        if (line.starts_with("<<<<<<< ")) ++merged.conflicts;
      }
    }
  } else {
    // Out of memory or a text libgit2 takes for binary: show both, lose neither.
    merged.text = "<<<<<<< 您的修改 (your edit)\n" + std::string(ours) + "\n=======\n" + std::string(theirs) +
                  "\n>>>>>>> 新的草案 (new draft)\n";
    merged.conflicts = 1;
  }
  git_merge_file_result_free(&result);
  git_libgit2_shutdown();
  return merged;
}

}  // namespace qiyue
