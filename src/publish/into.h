// Pages put into a program: the files, their routes in app.json and a block of links in a page, planned first, shown, then written. What is
// there is kept byte for byte (comments, odd formatting); doing it twice changes nothing; it can be taken out again.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/files.h"
#include "core/result.h"

namespace qiyue {

struct FileChange {
  std::string path;                   // relative to the program
  std::optional<std::string> before;  // nothing: the file is new
  std::optional<std::string> after;   // nothing: the file goes
};
struct IntoRequest {
  std::string directory;          // where app.json stands, or a project.config.json that says where
  std::vector<OutputFile> pages;  // paths below the program: pages/legal/privacy-policy/privacy-policy.wxml …
  std::string link_page;          // page that gets the links (pages/mine/mine); empty: none
  struct Link {
    std::string title, page;
  };
  std::vector<Link> links;
};
struct IntoPlan {
  std::string root;                 // the folder of app.json
  std::vector<FileChange> changes;  // only what differs
};
// Fails, naming file and line, on a program without app.json, an app.json that is no JSON or has no pages, and a page that is not there.
Result<IntoPlan> plan_into(const IntoRequest& request);
// Takes out what plan_into() put in. A page that was edited since stays and is an error: nothing is undone then.
Result<IntoPlan> plan_undo(const std::string& directory);
// A person reads this before anything is written.
std::string show_plan(const IntoPlan& plan, Lang lang);
Status apply_plan(const IntoPlan& plan);

// app.json with `routes` at the end of its pages: exposed for tests. Routes that are there stay where they are.
Result<std::string> add_routes(const std::string& path, const std::string& text,
                               const std::vector<std::string>& routes);
Result<std::string> remove_routes(const std::string& path, const std::string& text,
                                  const std::vector<std::string>& routes);

}  // namespace qiyue
