// The own library: adding 100 texts, searching 1,000, comparing with them, inside one process. The texts are made here, of words drawn by a fixed
// rule, some 12,000 characters each.
#include <fmt/core.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "cases/cases.h"

namespace qiyue {
namespace {

namespace fs = std::filesystem;

struct Draw {  // a linear congruential generator: the same texts at every run
  std::uint64_t state = 7;
  std::size_t operator()(std::size_t below) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return static_cast<std::size_t>(state >> 33) % below;
  }
};

// A policy as long and as cut up as those of large apps: 150 paragraphs of some 75 characters, and each of the looked-up words in one of thirty of them, as
// counted in CAPP-130.
std::string made_text(Draw& draw, int number) {
  static const std::vector<std::string> kTitles{
      "我们收集哪些信息", "怎样使用", "第三方 SDK", "共享和委托", "存储和期限", "安全保护",   "您的权利", "账号",
      "未成年人",         "政策更新", "联系我们",   "系统权限",   "自动化决策", "投诉和争议", "其他"};
  static const std::vector<std::string> kWords{
      "我们",   "您",     "用于",   "设备", "订单",   "地址",   "昵称", "头像", "登录", "保存", "删除", "加密",
      "第三方", "服务器", "期限",   "同意", "撤回",   "监护人", "儿童", "推荐", "关闭", "查阅", "更正", "客服",
      "法院",   "投诉",   "工作日", "相册", "摄像头", "提供",   "服务", "功能", "使用", "处理", "方式", "范围",
      "目的",   "必要",   "合理",   "法律", "规定",   "要求",   "情况", "网络", "系统", "版本", "页面", "按钮"};
  static const std::vector<std::string> kLooked{"注销", "手机号", "位置信息"};
  std::string text = fmt::format("# 第{}号隐私政策\n\n", number);
  for (const std::string& title : kTitles) {
    text += "## " + title + "\n\n";
    for (int paragraph = 0; paragraph < 10; ++paragraph) {
      for (int word = 0; word < 34; ++word) {
        text += kWords[draw(kWords.size())];
        if (word % 6 == 5) text += word % 18 == 17 ? "。" : "，";
      }
      for (const std::string& looked : kLooked) {
        if (draw(30) == 0) text += "，" + looked;
      }
      text += fmt::format("，编号{}。\n\n", draw(100000));
    }
  }
  return text;
}

double processor_ms() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto ms = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) * 1000 + static_cast<double>(t.tv_usec) / 1000;
  };
  return ms(usage.ru_utime) + ms(usage.ru_stime);
}

template <class Work>
void time(const char* name, int runs, const Work& work) {
  std::vector<double> elapsed, processor;
  for (int i = 0; i < runs; ++i) {
    const auto began = std::chrono::steady_clock::now();
    const double before = processor_ms();
    work();
    processor.push_back(processor_ms() - before);
    elapsed.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count());
  }
  std::sort(elapsed.begin(), elapsed.end());
  std::sort(processor.begin(), processor.end());
  fmt::print("{:<44} {:>9.1f} ms elapsed {:>9.1f} ms processor\n", name, elapsed[elapsed.size() / 2],
             processor[processor.size() / 2]);
}

int run(const fs::path& scratch) {
  Draw draw;
  const knowledge::Knowledge& knowledge = knowledge::builtin();
  for (int i = 0; i < 1000; ++i) {
    const fs::path folder = scratch / (i < 100 ? "first" : "rest");
    fs::create_directories(folder);
    std::ofstream(folder / fmt::format("{:04}.md", i)) << made_text(draw, i);
  }
  const std::string path = (scratch / "cases.db").string();
  auto library = Library::open(path, Library::Access::write);
  if (!library) return 1;
  const auto add = [&](const char* folder) {
    const auto added = add_cases(
        *library, {.what = {(scratch / folder).string()}, .name = {}, .trade = {}, .today = "2026-01-01"}, knowledge);
    if (!added || added->added.empty()) std::abort();
  };
  time("add 100 texts", 1, [&] { add("first"); });
  time("add 900 more", 1, [&] { add("rest"); });
  for (const char* words : {"注销", "手机号", "位置信息", "注销 手机号"}) {
    time(fmt::format("search 1,000 texts: {}", words).c_str(), 9, [&] {
      const auto opened = Library::open(path, Library::Access::read);
      if (!opened || search_cases(*opened, {.words = words, .trade = {}, .kind = {}})->texts.empty()) std::abort();
    });
  }
  const TextMeter meter(knowledge);
  const auto ours = read_documents((scratch / "first/0000.md").string());
  time("compare with 1,000 texts", 5, [&] {
    if (!compare_case({.document = &ours->front(), .trade = {}}, &*library, meter, knowledge)) std::abort();
  });
  fmt::print("library of 1,000 texts: {:.1f} MiB\n", static_cast<double>(fs::file_size(path)) / (1 << 20));
  return 0;
}

}  // namespace
}  // namespace qiyue

int main() {
  std::string scratch = (std::filesystem::temp_directory_path() / "qiyue-bench-XXXXXX").string();
  if (::mkdtemp(scratch.data()) == nullptr) return 1;
  const int code = qiyue::run(scratch);
  std::error_code ignored;
  std::filesystem::remove_all(scratch, ignored);
  return code;
}
