// Texts and libraries for the tests of cases. All of it our own writing.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "cases/cases.h"

namespace qiyue::testing_cases {

namespace fs = std::filesystem;

inline const knowledge::Knowledge& all() { return knowledge::builtin(); }

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "qiyue-cases-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) std::abort();
    root_ = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(root_, ignored);
  }
  [[nodiscard]] std::string path(const std::string& name) const { return (root_ / name).string(); }
  std::string write(const std::string& name, const std::string& text) const {
    fs::create_directories((root_ / name).parent_path());
    std::ofstream(root_ / name, std::ios::binary) << text;
    return path(name);
  }

 private:
  fs::path root_;
};

// A policy long enough to be taken for one; `more` goes in as a clause of its own.
inline std::string policy(const std::string& name, const std::string& more = "") {
  std::string text =
      "# " + name +
      "隐私政策\n\n## 一、我们是谁\n\n本小程序由示例科技有限公司运营，地址在示例市一号路，邮箱是 a@example.com。\n\n"
      "## "
      "二、我们收集什么\n\n您登录时，我们收集您的手机号，用来识别您的账号。您下单时，我们收集收货地址，用来把商品送到您"
      "手上。\n\n"
      "## 三、存在哪里、存多久\n\n这些信息存储在境内的服务器上，保存到您注销账号后三十天，之后删除。\n\n"
      "## 四、怎样保护\n\n我们在传输时加密，只有客服主管能够查看订单。发生安全事件时，我们在一天内告诉您。\n\n"
      "## 五、您的权利\n\n您可以在“我的”里查阅、更正和删除您的个人信息，也可以撤回同意，我们在十五个工作日内办完。\n\n"
      "## 六、未成年人\n\n不满十四周岁的儿童使用本小程序，要由监护人同意。\n\n"
      "## 七、政策更新\n\n本政策更新时，我们在首页弹窗告诉您改了什么。\n";
  if (!more.empty()) text += "\n## 八、其他说明\n\n" + more + "\n";
  return text;
}

inline Library open(const std::string& path, Library::Access access = Library::Access::write) {
  auto library = Library::open(path, access);
  if (!library) {
    ADD_FAILURE() << render(library.error(), Lang::en);
    std::abort();
  }
  return std::move(*library);
}

inline AddResult add(Library& library, const std::string& what, const std::string& trade = "") {
  AddRequest request;
  request.what = {what};
  request.trade = trade;
  request.today = "2026-11-29";
  auto added = add_cases(library, request, all());
  if (!added) {
    ADD_FAILURE() << render(added.error(), Lang::en);
    return {};
  }
  return std::move(*added);
}

}  // namespace qiyue::testing_cases
