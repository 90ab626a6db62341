// Writes a synthetic mini program of about as many files as asked for, the same bytes every time: pages in subpackages, shared services
// (one for nine files of pages), and hidden wrappers between a page and the platform's API. It is for measuring only; nobody's program
// looks quite like this.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace {

namespace fs = std::filesystem;

constexpr int kPagesEachPackage = 15;
constexpr int kSharedFiles = 8;  // what stands beside pages and services

struct Size {
  int pages, services;
};
Size size_of(int files) {
  const int services = std::max(1, files / 10);
  return {std::max(1, (files - kSharedFiles - services) / 4), services};
}

bool write(const fs::path& path, std::string_view content) {
  fs::create_directories(path.parent_path());
  std::ofstream stream(path, std::ios::binary);
  stream << content;
  return stream.good();
}

std::string page_path(int page) { return fmt::format("package{}/page{}/page{}", page / kPagesEachPackage, page, page); }

std::string service(int number) {
  std::string text = "const http = require('./http.js');\nconst cache = {};\n\n";
  for (int function = 0; function < 12; ++function) {
    text += fmt::format(R"(function load{0}(query, done) {{
  const key = `${{query.kind}}-{0}-{1}`;
  if (cache[key] && cache[key].until > query.now) {{
    done(cache[key].value);
    return;
  }}
  http.post('/service{1}/list{0}', {{ page: query.page || 1, size: 20, filter: query.filter }}).then((answer) => {{
    const rows = (answer.rows || []).map((row, index) => ({{ id: row.id, index, title: row.title, price: row.price / 100 }}));
    cache[key] = {{ value: rows.filter((row) => row.price > 0), until: query.now + 60000 }};
    done(cache[key].value);
  }});
}}

)",
                        function, number);
  }
  text +=
      "module.exports = { load0, load1, load2, load3, load4, load5, load6, load7, load8, load9, load10, load11 };\n";
  return text;
}

struct Ask {
  std::string_view call, label, field;
};
constexpr std::array<Ask, 6> kAsks{{
    {"platform.where((place) => this.save({ latitude: place.latitude, longitude: place.longitude }));", "收货地址",
     "address"},
    {"platform.picture((file) => this.save({ picture: file }));", "备注", "note"},
    {"platform.scan((code) => this.save({ code }));", "手机号", "phone"},
    {"platform.identity((code) => this.save({ code }));", "姓名", "name"},
    {"platform.copied((text) => this.save({ text }));", "发票抬头", "title"},
    {"platform.device((info) => this.save({ model: info.model }));", "邮箱", "mail"},
}};

std::string page_script(int page, int services) {
  const Ask& ask = kAsks[static_cast<std::size_t>(page) % kAsks.size()];
  std::string text = fmt::format(R"(const service = require('../../services/service{0}.js');
const platform = require('../../services/platform.js');
const http = require('../../services/http.js');

Page({{
  data: {{ rows: [], form: {{}}, loading: false }},
  onLoad(query) {{
    service.load0({{ kind: query.kind, now: 0 }}, (rows) => this.setData({{ rows }}));
  }},
  onInput(event) {{
    this.setData({{ ['form.' + event.currentTarget.dataset.field]: event.detail.value }});
  }},
  onTap() {{
    {1}
  }},
  save(extra) {{
    const form = Object.assign({{}}, this.data.form, extra);
    http.post('/page{2}/save', form).then(() => wx.showToast({{ title: '已保存' }}));
  }},
)",
                                 page % services, ask.call, page);
  for (int method = 0; method < 14; ++method) {
    text += fmt::format(R"(  change{0}(event) {{
    const index = Number(event.currentTarget.dataset.index);
    const rows = this.data.rows.slice();
    if (index < 0 || index >= rows.length) return;
    rows[index] = {{ ...rows[index], chosen: !rows[index].chosen, step: {0} }};
    const total = rows.filter((row) => row.chosen).reduce((sum, row) => sum + row.price, 0);
    this.setData({{ rows, total: total.toFixed(2) }});
  }},
)",
                        method);
  }
  return text + "});\n";
}

std::string page_markup(int page) {
  const Ask& ask = kAsks[static_cast<std::size_t>(page) % kAsks.size()];
  std::string text = fmt::format(
      "<view class=\"form\">\n  <text>{}</text>\n  <input data-field=\"{}\" bindinput=\"onInput\" />\n"
      "  <button bindtap=\"onTap\">提交</button>\n</view>\n",
      ask.label, ask.field);
  for (int block = 0; block < 12; ++block) {
    text += fmt::format(
        "<view wx:for=\"{{{{rows}}}}\" wx:key=\"id\" class=\"row {{{{item.chosen ? 'on' : ''}}}}\" "
        "data-index=\"{{{{index}}}}\" "
        "bindtap=\"change{}\">\n  <text>{{{{item.title}}}}</text>\n  <text>{{{{item.price}}}}</text>\n</view>\n",
        block);
  }
  return text;
}

std::string app_json(int pages) {
  std::string text = "{\n  \"pages\": [\"home/home\"],\n  \"subPackages\": [\n";
  for (int package = 0; package * kPagesEachPackage < pages; ++package) {
    text += fmt::format("{}    {{ \"root\": \"package{}\", \"pages\": [", package == 0 ? "" : ",\n", package);
    for (int i = 0; i < kPagesEachPackage && package * kPagesEachPackage + i < pages; ++i) {
      const int page = package * kPagesEachPackage + i;
      text += fmt::format("{}\"page{}/page{}\"", i == 0 ? "" : ", ", page, page);
    }
    text += "] }";
  }
  return text + "\n  ],\n  \"window\": { \"navigationBarTitleText\": \"测速商店\" }\n}\n";
}

constexpr std::string_view kHttp = R"(const base = 'https://api.measure.example';

function post(path, data) {
  return new Promise((resolve, reject) => {
    wx.request({ url: base + path, method: 'POST', data, success: (answer) => resolve(answer.data), fail: reject });
  });
}

module.exports = { post };
)";

constexpr std::string_view kPlatform = R"(const api = wx;

const where = (done) => api.getLocation({ type: 'gcj02', success: done });
const picture = (done) => api.chooseMedia({ count: 1, success: (chosen) => done(chosen.tempFiles[0].tempFilePath) });
const scan = (done) => api.scanCode({ success: (answer) => done(answer.result) });
const identity = (done) => api.login({ success: (answer) => done(answer.code) });
const copied = (done) => api.getClipboardData({ success: (answer) => done(answer.data) });
const device = (done) => done(api.getSystemInfoSync());

module.exports = { where, picture, scan, identity, copied, device };
)";

bool generate(const fs::path& root, int files) {
  const auto [pages, services] = size_of(files);
  bool good =
      write(root / "project.config.json", "{ \"compileType\": \"miniprogram\", \"projectname\": \"measure\" }\n") &&
      write(root / "app.json", app_json(pages)) && write(root / "app.js", "App({ globalData: {} });\n") &&
      write(root / "services/http.js", kHttp) && write(root / "services/platform.js", kPlatform) &&
      write(root / "home/home.js", "Page({ data: {} });\n") && write(root / "home/home.wxml", "<view>首页</view>\n") &&
      write(root / "home/home.json", "{}\n");
  for (int number = 0; number < services && good; ++number) {
    good = write(root / fmt::format("services/service{}.js", number), service(number));
  }
  for (int page = 0; page < pages && good; ++page) {
    const std::string path = (root / page_path(page)).string();
    good = write(path + ".js", page_script(page, services)) && write(path + ".wxml", page_markup(page)) &&
           write(path + ".json", fmt::format("{{ \"navigationBarTitleText\": \"第{}页\" }}\n", page)) &&
           write(path + ".wxss", ".form { padding: 24rpx; }\n.row { display: flex; }\n");
  }
  return good;
}

}  // namespace

int main(int argc, char** argv) {
  int files = 0;
  if (argc == 3) std::from_chars(argv[2], argv[2] + std::string_view(argv[2]).size(), files);
  if (files < 1) {
    fmt::print(stderr, "usage: bench_generate NEW_DIRECTORY FILES\n");
    return 2;
  }
  if (!generate(argv[1], files)) {
    fmt::print(stderr, "error: cannot write below {}\n", argv[1]);
    return 2;
  }
  return 0;
}
