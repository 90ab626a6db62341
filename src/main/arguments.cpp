#include "main/arguments.h"

#include <fmt/core.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <map>
#include <string_view>

#include "core/calendar.h"
#include "core/text.h"
#include "main/completions.h"

namespace qiyue::cli {

namespace {

constexpr int kWrongUse = 2;

// English only where the locale names another language than Chinese; an unset or "C" locale says nothing about the reader.
Lang lang_of_locale() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    const std::string_view locale = value;
    return locale.starts_with("zh") || locale.starts_with("C") || locale == "POSIX" ? Lang::zh : Lang::en;
  }
  return Lang::zh;
}

// --lang decides the language of the help itself, so it is looked for before anything is parsed.
std::string lang_argument(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument.starts_with("--lang=")) return std::string(argument.substr(7));
    if (argument == "--lang" && i + 1 < argc) return argv[i + 1];
  }
  return "";
}

class Parser {
 public:
  explicit Parser(Lang lang)
      : lang_(lang),
        app_(say("契约：从小程序源代码和一页事实，得到真实、合法的隐私政策和用户协议",
                 "Qiyue: from a mini program's source and a page of facts to a lawful privacy policy and user "
                 "agreement"),
             "qiyue") {}

  std::variant<Invocation, int> run(int argc, char** argv);

 private:
  [[nodiscard]] std::string say(std::string_view zh, std::string_view en) const {
    return std::string(lang_ == Lang::zh ? zh : en);
  }
  CLI::App* command(const std::string& name, std::string_view zh, std::string_view en) {
    CLI::App* sub = app_.add_subcommand(name, say(zh, en));
    sub->set_help_flag("-h,--help", say("显示帮助", "show this help"));
    sub->fallthrough();
    return sub;
  }
  void program_options(CLI::App* sub, ProgramArguments& to) {
    sub->add_option("PROGRAM", to.program,
                    say("小程序目录（默认当前目录）", "directory of the mini program (default: here)"));
    sub->add_option("--root", to.root,
                    say("目录里有多个小程序时选哪一个", "which program, when the directory holds several"));
    sub->add_option("--legal", to.legal,
                    say("工作区目录（默认 PROGRAM/legal）", "workspace directory (default: PROGRAM/legal)"));
  }
  void interview_options(CLI::App* sub, InterviewArguments& to) {
    sub->add_flag("--yes", to.yes,
                  say("不提问：采用扫描提出的建议，其余标为 待填写",
                      "ask nothing: take the scan's proposals, mark the rest 待填写"));
    sub->add_option("--answers", to.answers,
                    say("从文件读取答案（YAML：事实路径: 值）", "read answers from a file (YAML: fact path: value)"));
  }
  template <class T>
  void choice_option(CLI::App* sub, const std::string& name, T& to, const std::map<std::string, T>& choices,
                     const std::string& help, const std::string& otherwise) {
    std::vector<std::string> names;
    for (const auto& [choice, value] : choices) names.push_back(choice);
    sub->add_option_function<std::string>(
           name, [&to, choices](const std::string& chosen) { to = choices.at(chosen); }, help)
        ->check(CLI::IsMember(names))
        ->default_str(otherwise);
  }
  void severity_option(CLI::App* sub, Severity& to) {
    choice_option<Severity>(
        sub, "--fail-on", to,
        {{"error", Severity::error}, {"warning", Severity::warning}, {"advice", Severity::advice}},
        say("出现该级别或更严重的问题时退出码为 1", "exit with 1 on findings of this severity or worse"), "error");
  }
  void format_option(CLI::App* sub, OutputFormat& to, const std::map<std::string, OutputFormat>& formats) {
    choice_option<OutputFormat>(sub, "--format", to, formats, say("输出格式", "output format"), "text");
  }
  void as_of_option(CLI::App* sub, std::string& to) {
    sub->add_option("--as-of", to,
                    say("按哪一天的法律检查（YYYY-MM-DD）", "check against the law of this day (YYYY-MM-DD)"))
        ->check([this](const std::string& text) {
          const bool fits = text.size() == 10 && text[4] == '-' && text[7] == '-' &&
                            text.find_first_not_of("0123456789-") == std::string::npos;
          return fits ? std::string() : say("日期应写成 YYYY-MM-DD", "a date is written YYYY-MM-DD");
        });
  }
  void day_option(CLI::App* sub, const std::string& name, std::string& to, const std::string& help) {
    sub->add_option(name, to, help)->check([this](const std::string& text) {
      return day_number(text) ? std::string() : say("日期应写成 YYYY-MM-DD", "a date is written YYYY-MM-DD");
    });
  }
  void publish_options(CLI::App* sub, PublishArguments& to) {
    program_options(sub, to.program);
    sub->add_flag("--bump", to.bump,
                  say("把下一个版本号和日期写进 facts.yaml，重新起草后发布",
                      "write the next version and the dates into facts.yaml, draft again, then publish"));
    day_option(sub, "--published", to.published,
               say("配合 --bump：发布日期（默认今天）", "with --bump: day of publication (default: today)"));
    day_option(
        sub, "--effective", to.effective,
        say("配合 --bump：生效日期（默认按变更级别）", "with --bump: day it takes effect (default: by the change)"));
    day_option(sub, "--as-of", to.as_of, say("把这一天当作今天", "take this day for today"));
    sub->add_option("--sign", to.sign_key,
                    say("用这个 Ed25519 私钥文件（PEM）签名", "sign with this Ed25519 private key (PEM file)"));
    sub->add_option(
        "--accept-findings", to.accept,
        say("带着未解决的错误发布的理由（记入清单）", "why it is published although there are errors (recorded)"));
    sub->add_option("--unsigned-because", to.unsigned_because,
                    say("没有按 review/policy.yaml 签字就发布的理由（记入发布记录）",
                        "why it is published without the sign-off that review/policy.yaml asks for (recorded)"));
    sub->add_option("--site", to.site,
                    say("releases/ 将放在哪个网址，写进订阅源", "address that releases/ is served at, for the feed"));
    sub->add_flag(
        "--pages", to.pages,
        say("只生成网页、小程序页面和平台表单，不发布版本", "only the pages and the platform's form, no release"));
    CLI::Option* into = sub->add_option("--into", to.into,
                                        say("把最近发布的页面放进这个小程序：先显示改动",
                                            "put the last release's pages into this program: shows the changes first"));
    sub->add_option("--link-page", to.link_page,
                    say("配合 --into：在哪个页面放入口，如 pages/mine/mine",
                        "with --into: page that gets the links, e.g. pages/mine/mine"))
        ->needs(into);
    sub->add_flag("--yes", to.yes, say("配合 --into：写入", "with --into: write it"))->needs(into);
    sub->add_flag("--undo", to.undo, say("配合 --into：取出", "with --into: take it out again"))->needs(into);
  }
  void review_options(CLI::App* sub, ReviewArguments& to) {
    sub->add_option("ACTION", to.action,
                    say("export、import、diff、comments、comment、assign、resolve、status 或 sign",
                        "export, import, diff, comments, comment, assign, resolve, status or sign"))
        ->required()
        ->check(
            CLI::IsMember({"export", "import", "diff", "comments", "comment", "assign", "resolve", "status", "sign"}));
    sub->add_option(
        "WHAT", to.what,
        say("文本、Word 文件、两个要比较的版本或意见编号", "texts, Word files, two versions, or ids of comments"));
    sub->add_option("--program", to.program.program,
                    say("小程序目录（默认当前目录）", "directory of the mini program (default: here)"));
    sub->add_option("--root", to.program.root,
                    say("目录里有多个小程序时选哪一个", "which program, when the directory holds several"));
    sub->add_option("--legal", to.program.legal, say("工作区目录", "workspace directory"));
    sub->add_option("-o,--out", to.out, say("写到哪里", "where to write"));
    sub->add_flag("--docx", to.docx, say("Word 文件（diff：原生修订）", "a Word file (diff: native tracked changes)"));
    sub->add_flag("--html", to.html, say("diff：网页", "diff: a page"));
    sub->add_flag("--refuse-pending", to.refuse_pending,
                  say("import：还没有接受的修订一律不采用", "import: leave out tracked changes nobody has accepted"));
    sub->add_option("--by", to.by, say("谁", "who"));
    sub->add_option("--role", to.role, say("以什么角色签字", "the role to sign for"));
    sub->add_option("--to", to.to, say("assign：交给谁", "assign: to whom"));
    sub->add_option("--text", to.text, say("意见或答复", "the comment or the answer"));
    sub->add_option("--clause", to.clause, say("意见所在的条款编号", "id of the clause commented on"));
    as_of_option(sub, to.as_of);
  }
  void cases_options(CLI::App* sub, CasesArguments& to) {
    sub->add_option("ACTION", to.action,
                    say("add（收录）、list、show、remove、search（搜索）或 compare（比较）",
                        "add, list, show, remove, search or compare"))
        ->required()
        ->check(CLI::IsMember({"add", "list", "show", "remove", "search", "compare"}));
    sub->add_option(
        "WHAT", to.what,
        say("add：文件、目录或网址；show、remove：编号或名称；search：词；compare：文本（默认 legal/ 里的）",
            "add: files, directories, addresses; show, remove: numbers or names; search: words; compare: "
            "texts (default: those in legal/)"));
    sub->add_option(
        "--library", to.library,
        say("案例库文件（默认在用户数据目录）", "the library's file (default: in the user's data directory)"));
    sub->add_option(
        "--trade", to.trade,
        say("业态：编号或名称，如 online-shopping、网上购物类", "the trade: id or name, e.g. online-shopping"));
    sub->add_option("--kind", to.kind, say("文本种类", "kind of text"))
        ->check(CLI::IsMember({"privacy-policy", "user-agreement"}));
    sub->add_option("--name", to.name,
                    say("add：在库里叫什么（默认取标题）", "add: its name in the library (default: its title)"));
    sub->add_option("--topic", to.topic,
                    say("show：只看讲这个主题的段落", "show: the paragraphs about this topic alone"));
    sub->add_flag("--text", to.text, say("show：全文", "show: the text itself"));
    sub->add_option("--limit", to.limit, say("search：最多显示几份文本", "search: how many texts to show"))
        ->check(CLI::Range(1, 1000));
    sub->add_option("--program", to.program,
                    say("compare：工作区所在的小程序", "compare: the program of the workspace"));
    sub->add_option("--legal", to.legal, say("compare：工作区目录", "compare: the workspace directory"));
    format_option(sub, to.format,
                  {{"text", OutputFormat::text}, {"json", OutputFormat::json}, {"md", OutputFormat::markdown}});
    day_option(sub, "--as-of", to.as_of, say("add：记作这一天收录", "add: the day it is noted under"));
  }
  void releases_options(CLI::App* sub, ReleasesArguments& to) {
    sub->add_option("ACTION", to.action, say("list、show、diff 或 verify", "list, show, diff or verify"))
        ->check(CLI::IsMember({"list", "show", "diff", "verify"}));
    sub->add_option(
        "VERSION", to.versions,
        say("版本号；diff 可写两个，now 指现在的文本", "versions; diff takes two, `now` is the text as it stands"));
    sub->add_option("--program", to.program.program,
                    say("小程序目录（默认当前目录）", "directory of the mini program (default: here)"));
    sub->add_option("--root", to.program.root,
                    say("目录里有多个小程序时选哪一个", "which program, when the directory holds several"));
    sub->add_option("--legal", to.program.legal, say("工作区目录", "workspace directory"));
    sub->add_option(
        "--key", to.key,
        say("verify：必须是这个公钥（PEM）的签名", "verify: the signature must be of this public key (PEM)"));
  }
  int complain(const CLI::ParseError& error, int argc, char** argv);
  [[nodiscard]] std::string unknown_command(int argc, char** argv) const;
  [[nodiscard]] static CommandHelp help_of(const CLI::App& app);

  Lang lang_;
  CLI::App app_;
};

// The first word that should be a command and is none; empty when there is no such word.
std::string Parser::unknown_command(int argc, char** argv) const {
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--lang" || word == "--color" || word == "--knowledge") {
      ++i;
    } else if (!word.starts_with('-')) {
      for (const CLI::App* command : app_.get_subcommands([](const CLI::App*) { return true; }))
        if (command->get_name() == word) return "";
      return std::string(word);
    }
  }
  return "";
}

int Parser::complain(const CLI::ParseError& error, int argc, char** argv) {
  if (error.get_exit_code() == 0) {  // help was asked for
    const CLI::App* shown = &app_;
    for (const CLI::App* sub : app_.get_subcommands()) shown = sub;
    fmt::print("{}", shown->help());
    return 0;
  }
  const std::string unknown = app_.get_subcommands().empty() ? unknown_command(argc, argv) : std::string();
  if (!unknown.empty()) {
    std::vector<std::string> names;
    for (const CLI::App* command : app_.get_subcommands([](const CLI::App*) { return true; }))
      names.push_back(command->get_name());
    fmt::print(stderr, "{}: {}\n", say("用法错误", "wrong use"),
               say("没有这个命令：", "there is no command ") + unknown + say("；有：", "; there are: ") +
                   join(names, say("、", ", ")));
  } else {
    fmt::print(stderr, "{}: {}\n", say("用法错误", "wrong use"), error.what());
  }
  fmt::print(stderr, "  {}\n",
             say("用 qiyue --help 或 qiyue <命令> --help 查看用法", "see `qiyue --help` or `qiyue <command> --help`"));
  return kWrongUse;
}

CommandHelp Parser::help_of(const CLI::App& app) {
  CommandHelp out{.name = app.get_name(), .help = app.get_description(), .options = {}, .commands = {}};
  for (const CLI::Option* option : app.get_options()) {
    OptionHelp help;
    for (const std::string& name : option->get_snames()) help.names.push_back("-" + name);
    for (const std::string& name : option->get_lnames()) help.names.push_back("--" + name);
    help.help = option->get_description();
    if (option->get_items_expected_max() > 0) {
      // "TEXT:{zh,en}": the choices stand in the name of the type.
      const std::string type = option->get_type_name();
      const auto open = type.find('{');
      const auto close = type.find('}', open);
      if (open != std::string::npos && close != std::string::npos) {
        for (const std::string_view choice : split(std::string_view(type).substr(open + 1, close - open - 1), ','))
          help.choices.emplace_back(choice);
      }
      help.value = help.names.empty() ? option->get_name(true) : "VALUE";
      help.several = option->get_items_expected_max() > 1;
    }
    out.options.push_back(std::move(help));
  }
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
    out.commands.push_back(help_of(*command));
  return out;
}

std::variant<Invocation, int> Parser::run(int argc, char** argv) {
  Invocation invocation;
  app_.require_subcommand(1);
  app_.set_help_flag("-h,--help", say("显示帮助", "show this help"));
  std::string lang;
  std::string color = "auto";
  bool no_progress = false;
  app_.add_option("--lang", lang,
                  say("消息语言：zh 或 en（默认随系统区域）", "language of messages: zh or en (default: the locale)"))
      ->check(CLI::IsMember({"zh", "en"}));
  app_.add_option("--color", color, say("彩色输出", "coloured output"))
      ->check(CLI::IsMember({"auto", "always", "never"}));
  app_.add_flag("--no-progress", no_progress, say("不显示进度", "do not show progress"));
  app_.add_option("--knowledge", invocation.knowledge,
                  say("改用这个目录里的知识库", "use the knowledge in this directory"));

  BuildArguments build;
  CLI::App* build_command =
      command("build", "一次走完：扫描、事实、起草、检查、出页面", "the whole line: scan, facts, draft, check, pages");
  program_options(build_command, build.program);
  interview_options(build_command, build.interview);
  as_of_option(build_command, build.as_of);
  severity_option(build_command, build.fail_on);

  ScanArguments scan;
  CLI::App* scan_command = command("scan", "看源代码真正收集了什么", "what the source really collects");
  program_options(scan_command, scan.program);
  format_option(scan_command, scan.format,
                {{"text", OutputFormat::text},
                 {"json", OutputFormat::json},
                 {"sarif", OutputFormat::sarif},
                 {"csv", OutputFormat::csv},
                 {"html", OutputFormat::html},
                 {"form", OutputFormat::form}});
  scan_command
      ->add_option("--dump", scan.dump,
                   say("打印一个中间步骤：ast、ir、callgraph、flows", "print one pass: ast, ir, callgraph, flows"))
      ->check(CLI::IsMember({"ast", "ir", "callgraph", "flows"}));
  scan_command->add_option("--explain", scan.explain,
                           say("用白话说明一行代码：文件:行号", "tell in words what a line does: FILE:LINE"));
  scan_command->add_option("--why", scan.why,
                           say("为什么说收集了这项信息（编号或名称）", "why an item counts as collected (id or name)"));
  scan_command->add_option(
      "--many", scan.many,
      say("扫描清单里的每个小程序（每行一个目录，- 为标准输入），每个输出一行 JSON",
          "scan every program of a list (a directory a line, - for standard input), one JSON line each"));
  scan_command->add_option(
      "--resume", scan.resume,
      say("接着上次的输出文件做（与 --many 同用）", "go on with the output file of an earlier run (with --many)"));
  scan_command
      ->add_option("-j,--jobs", scan.jobs, say("同时扫描几个（与 --many 同用）", "how many side by side (with --many)"))
      ->check(CLI::Range(1, 64));
  scan_command
      ->add_option(
          "--memory", scan.memory,
          say("每个小程序最多用多少 MiB 内存（与 --many 同用）", "MiB of memory a program may take (with --many)"))
      ->check(CLI::Range(64, 1 << 20));
  severity_option(scan_command, scan.fail_on);

  InitArguments init;
  CLI::App* init_command = command("init", "访谈：只问代码里看不出来的事，写入 legal/facts.yaml",
                                   "the interview: asks only what the code cannot tell");
  program_options(init_command, init.program);
  interview_options(init_command, init.interview);

  DraftArguments draft;
  CLI::App* draft_command =
      command("draft", "起草隐私政策、用户协议和两张清单", "draft both documents and the two lists");
  program_options(draft_command, draft.program);

  CheckArguments check;
  CLI::App* check_command = command("check", "对照法律和代码检查文本", "hold texts against the law and the code");
  check_command->add_option("PATH", check.paths,
                            say("文本文件，或一个目录（默认当前目录）", "texts, or one directory (default: here)"));
  check_command->add_option("--program", check.program,
                            say("对照这个小程序的代码（默认：文本所在的小程序）",
                                "the program's code to hold the texts against (default: the one they lie in)"));
  check_command->add_flag("--fix", check.fix,
                          say("先显示差异，再改正错字、法律名称等不改变意思的问题",
                              "show the difference, then mend what changes no meaning: typing errors, names of laws"));
  check_command->add_flag("--diff", check.diff, say("只显示 --fix 会改什么", "only show what --fix would change"));
  check_command->add_flag(
      "--write-baseline", check.write_baseline,
      say("把现有的问题记入 legal/check-baseline.json，以后只报新的",
          "note what is there in legal/check-baseline.json: only what is new is told from then on"));
  check_command
      ->add_option(
          "--dump", check.dump,
          say("打印一个中间步骤：claims（每句话说了谁做什么）", "print one pass: claims (who does what, by sentence)"))
      ->check(CLI::IsMember({"claims"}));
  check_command->add_flag("--text-only", check.text_only, say("只看文本，不对照代码", "texts alone, no code"));
  check_command->add_option("--root", check.root,
                            say("目录里有多个小程序时选哪一个", "which program, when the directory holds several"));
  check_command->add_option("--legal", check.legal, say("工作区目录", "workspace directory"));
  format_option(check_command, check.format,
                {{"text", OutputFormat::text},
                 {"json", OutputFormat::json},
                 {"sarif", OutputFormat::sarif},
                 {"csv", OutputFormat::csv},
                 {"html", OutputFormat::html}});
  as_of_option(check_command, check.as_of);
  severity_option(check_command, check.fail_on);

  PublishArguments publish;
  CLI::App* publish_command = command("publish", "发布一个版本：所有文本和格式、清单、变更级别，写入 legal/releases/",
                                      "publish a version: all texts in all formats, manifest, change class");
  publish_options(publish_command, publish);

  ReleasesArguments releases;
  CLI::App* releases_command =
      command("releases", "发布过的版本：列出、查看、比较、核对", "what was published: list, show, compare, verify");
  releases_options(releases_command, releases);

  RecheckArguments recheck;
  CLI::App* recheck_command = command("recheck", "已发布的版本是否仍然属实：对照代码、法律和日历",
                                      "is what was published still true: against code, law and calendar");
  program_options(recheck_command, recheck.program);
  format_option(recheck_command, recheck.format, {{"text", OutputFormat::text}, {"json", OutputFormat::json}});
  day_option(recheck_command, "--as-of", recheck.as_of, say("把这一天当作今天", "take this day for today"));
  recheck_command->add_flag(
      "--online", recheck.online,
      say("也打开文本里的每个网址（需要 curl）", "also open every address in the texts (needs curl)"));

  ReviewArguments review;
  CLI::App* review_command = command("review", "审阅：导出和收回 Word、比较、意见、签字",
                                     "review: Word out and in, comparison, comments, sign-off");
  review_options(review_command, review);

  WhyArguments why;
  CLI::App* why_command =
      command("why", "这一行为什么在这里：事实、代码、法条", "why a line is there: facts, code, articles");
  why_command
      ->add_option("PLACE", why.place,
                   say("文件:行号，如 legal/privacy-policy.md:42", "file:line, e.g. legal/privacy-policy.md:42"))
      ->required();
  program_options(why_command, why.program);

  LawsArguments laws;
  CLI::App* laws_command = command("laws", "法律与义务", "statutes and obligations");
  laws_command
      ->add_option("ACTION", laws.action,
                   say("list、show、search、impact（牵动什么）或 diff（两个知识库的差别）",
                       "list, show, search, impact or diff (of two knowledge directories)"))
      ->check(CLI::IsMember({"list", "show", "search", "impact", "diff"}));
  laws_command->add_option("WHAT", laws.what,
                           say("法律的编号或名称，或要查的词", "id or name of a statute, or words to look for"));
  laws_command->add_option("OTHER", laws.other, say("diff：新的知识库目录", "diff: the newer knowledge directory"));
  laws_command->add_option("--program", laws.program, say("工作区所在的小程序", "the program of the workspace"));
  laws_command->add_option("--legal", laws.legal, say("工作区目录", "workspace directory"));
  as_of_option(laws_command, laws.as_of);

  CasesArguments cases;
  CLI::App* cases_command = command("cases", "案例：收录别人的好文本，搜索，与自己的比较",
                                    "cases: collect good texts, search them, compare with your own");
  cases_options(cases_command, cases);

  McpArguments mcp;
  CLI::App* mcp_command = command("mcp", "供编程助手使用的 MCP 服务（标准输入输出）",
                                  "Model Context Protocol server on standard input and output");
  day_option(mcp_command, "--as-of", mcp.as_of, say("把这一天当作今天", "take this day for today"));

  CLI::App* version_command = command("version", "版本", "version");

  std::string shell;
  CLI::App* completions_command = command("completions", "打印命令补全脚本或手册页：bash、zsh、fish、man",
                                          "print a completion script or the manual page: bash, zsh, fish, man");
  completions_command->add_option("KIND", shell, say("bash、zsh、fish 或 man", "bash, zsh, fish or man"))
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish", "man"}));

  try {
    app_.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return complain(error, argc, argv);
  }

  if (completions_command->parsed()) {
    fmt::print("{}", *completions(help_of(app_), shell));
    return 0;
  }
  invocation.lang = lang_;
  invocation.output_lang = lang == "en" ? Lang::en : Lang::zh;
  const bool no_color = std::getenv("NO_COLOR") != nullptr;
  invocation.color = color == "always" || (color == "auto" && !no_color && isatty(STDOUT_FILENO) != 0);
  invocation.progress = !no_progress;
  if (build_command->parsed()) {
    invocation.command = build;
  } else if (scan_command->parsed()) {
    invocation.command = scan;
  } else if (init_command->parsed()) {
    invocation.command = init;
  } else if (draft_command->parsed()) {
    invocation.command = draft;
  } else if (check_command->parsed()) {
    invocation.command = check;
  } else if (publish_command->parsed()) {
    invocation.command = publish;
  } else if (releases_command->parsed()) {
    invocation.command = releases;
  } else if (recheck_command->parsed()) {
    invocation.command = recheck;
  } else if (review_command->parsed()) {
    invocation.command = review;
  } else if (why_command->parsed()) {
    invocation.command = why;
  } else if (laws_command->parsed()) {
    invocation.command = laws;
  } else if (cases_command->parsed()) {
    invocation.command = cases;
  } else if (mcp_command->parsed()) {
    invocation.command = mcp;
  } else if (version_command->parsed()) {
    invocation.command = VersionArguments{};
  }
  return invocation;
}

}  // namespace

std::variant<Invocation, int> parse(int argc, char** argv) {
  const std::string lang = lang_argument(argc, argv);
  const Lang chosen = lang == "en" ? Lang::en : lang == "zh" ? Lang::zh : lang_of_locale();
  return Parser(chosen).run(argc, argv);
}

}  // namespace qiyue::cli
