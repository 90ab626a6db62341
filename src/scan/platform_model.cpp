// The platform: which of its functions take personal information, how they hand it over, what they keep and what they bring back.
#include <algorithm>

#include "core/text.h"
#include "scan/analysis.h"
#include "scan/constants.h"

namespace qiyue::scan {

namespace {

constexpr std::uint32_t kAbsentFunction = 0xFFFFFFFF;

// Facades of the frameworks, by the module that gives them.
constexpr std::pair<std::string_view, std::string_view> kFacadeModules[] = {
    {"@tarojs/taro", "Taro"},
    {"@tarojs/taro-h5", "Taro"},
    {"wepy", "wepy"},
    {"@wepy/core", "wepy"},
    {"@mpxjs/core", "mpx"},
    {"@mpxjs/api-proxy", "mpx"},
    {"remax/wechat", "remax"},
    {"remax/one", "remax"},
    {"remax/ali", "remax"},
    {"remax/toutiao", "remax"},
    {"weapp-vite", "wx"},
    {"@goji/core", "goji"},
    {"@uni-helper/uni-promises", "uni"},
};

// Functions that give a file back after having read it or made another one of it: what the file holds, the result holds.
bool hands_on_file(std::string_view rest) {
  if (any_of(rest, {"compressImage", "cropImage", "editImage", "compressVideo", "openVideoEditor", "getImageInfo",
                    "getVideoInfo", "saveFile"}))
    return true;
  const std::size_t dot = rest.rfind('.');
  return dot != std::string_view::npos && rest.find("FileSystemManager") != std::string_view::npos &&
         any_of(rest.substr(dot + 1), {"readFile", "readFileSync", "saveFile", "saveFileSync", "readCompressedFile"});
}

std::string without_calls(
    std::string_view path) {  // "createMapContext().moveToLocation" -> "createMapContext.moveToLocation"
  std::string out;
  for (const char c : path)
    if (c != '(' && c != ')') out += c;
  return out;
}

}  // namespace

bool Analysis::is_api_root(std::string_view root) const {
  return std::find(roots_.begin(), roots_.end(), root) != roots_.end();
}

const ApiName& Analysis::api_of(Atom path) {
  const auto [slot, fresh] = api_names_.try_emplace(path);
  ApiName& name = slot->second;
  if (!fresh) return name;
  const std::string_view text = world.atoms.text(path);
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos) return name;
  const std::string_view root = text.substr(0, dot);
  if (!is_api_root(root)) return name;
  name.root = root;
  std::string rest = without_calls(text.substr(dot + 1));
  // createMapContext.moveToLocation -> MapContext.moveToLocation
  if (const std::size_t method = rest.find('.'); method != std::string::npos) {
    const std::string_view maker = std::string_view(rest).substr(0, method);
    for (const std::string& type : classes_)
      if (maker == "create" + type || maker == "get" + type) {
        rest = type + rest.substr(method);
        break;
      }
  }
  const bool facade = std::find(facades_.begin(), facades_.end(), root) != facades_.end();
  const auto own = platform_of_root_.find(root);
  const knowledge::Platform* platform = own == platform_of_root_.end() ? world.platform : own->second;
  if (platform != nullptr) {
    name.api = platform->api(rest);
    if (facade) {
      if (const auto known = facade_apis_.find("uni." + rest); known != facade_apis_.end()) {
        for (const auto& [global, native] : known->second->map)
          if (global == platform->global_object) name.api = platform->api(native);
      }
    }
  }
  name.rest = std::move(rest);
  return name;
}

Analysis::Analysis(World& w, const std::vector<TemplateUse>& uses, const std::vector<FormField>& fields)
    : world(w), template_uses_(uses), form_fields_(fields) {
  facades_ = {"uni", "Taro", "wepy", "mpx", "remax", "goji"};
  roots_ = facades_;
  if (world.platform != nullptr) {
    roots_.push_back(world.platform->global_object);
    for (const std::string& alias : world.platform->aliases)
      if (alias.find('.') == std::string::npos) roots_.push_back(alias);
    // Native programs carried over from another platform still call it by its name there.
    if (world.program->framework == "native")
      for (const knowledge::Platform& other : world.knowledge->platforms) {
        if (is_api_root(other.global_object)) continue;
        roots_.push_back(other.global_object);
        platform_of_root_[other.global_object] = &other;
      }
    for (const knowledge::PlatformApi& api : world.platform->apis) {
      const std::size_t dot = api.name.find('.');
      if (dot == std::string::npos) continue;
      const std::string type = api.name.substr(0, dot);
      if (std::find(classes_.begin(), classes_.end(), type) == classes_.end()) classes_.push_back(type);
    }
  }
  read_clients();
  for (const knowledge::UniApi& api : world.knowledge->uni_apis) facade_apis_[api.api] = &api;
  for (const std::string_view name :
       {"errMsg", "errCode", "errno", "length", "statusCode", "error", "confirm", "cancel"})
    dropped_.push_back(world.atoms.intern(name));
  for (const knowledge::FieldRule& rule : world.knowledge->field_rules) {
    if (rule.confidence != "strong") continue;
    for (const std::string& word : rule.en) item_words_.try_emplace(join_words(word), rule.item);
    for (const std::string& word : rule.exclude_en) other_words_.insert(join_words(word));
  }
  // In what a server sends these name goods, shops and states far more often than people.
  for (const std::string_view word :
       {"name",     "address", "addr", "community", "building", "street",    "condition", "period",   "degree",
        "identity", "face",    "mail", "mailbox",   "male",     "female",    "nation",    "plate",    "domicile",
        "gene",     "belief",  "xm",   "dz",        "surgery",  "residence", "owner",     "receiver", "tel"})
    item_words_.erase(std::string(word));
  for (const auto& [word, item] : {std::pair<std::string_view, std::string_view>{"openid", "platform_openid"},
                                   {"unionid", "unionid"},
                                   {"userinfo", "nickname"},
                                   {"avatarurl", "avatar"},
                                   {"nickname", "nickname"}})
    if (world.knowledge->item(item) != nullptr) item_words_.try_emplace(std::string(word), std::string(item));
}

std::string Analysis::join_words(std::string_view name) {
  std::string out;
  for (const char c : name)
    if (c != '_' && c != '-' && c != ' ') out += c;
  return to_lower_ascii(out);
}

const std::vector<std::string>& Analysis::items_of_name(Atom name) {
  const auto [slot, fresh] = name_items_.try_emplace(name);
  if (fresh) {
    const std::string whole = join_words(world.atoms.text(name));
    if (const auto known = item_words_.find(whole); known != item_words_.end()) {
      slot->second.push_back(known->second);
    } else if (!other_words_.contains(whole)) {
      // The last word tells: userPhone, contact_mobile.
      const std::vector<std::string> words = split_identifier(world.atoms.text(name));
      if (words.size() > 1)
        if (const auto last = item_words_.find(words.back()); last != item_words_.end() && last->first.size() > 3)
          slot->second.push_back(last->second);
    }
  }
  return slot->second;
}

bool Analysis::takes_information(Atom path) {
  const ApiName& name = api_of(path);
  return name.api != nullptr && !name.api->items.empty();
}

std::ptrdiff_t Analysis::chain_limit(Atom path) {
  return api_of(path).root.empty() && path != 0 && !is_api_root(world.atoms.text(path)) ? 4 : 9;
}

bool Analysis::drops_information(Atom name) const {
  return std::find(dropped_.begin(), dropped_.end(), name) != dropped_.end();
}

Value Analysis::source_value(Solver& solver, const Source& source) {
  const bool use = source.kind == Source::Kind::use;
  const auto key = std::make_tuple(static_cast<int>(source.kind), use ? source.path : source.name, source.unit,
                                   source.kind == Source::Kind::field ? source.field : source.code);
  const auto [slot, fresh] = source_numbers_.try_emplace(key, static_cast<std::uint32_t>(sources.size()));
  if (fresh) sources.push_back(source);
  return solver.values_table.make(ValueKind::taint, slot->second);
}

// What wx.getUserInfo and wx.getUserProfile give has these parts and no others; an object that also holds the server's answer has.
bool Analysis::lacks(std::uint32_t mark, Atom name) const {
  const Source& source = sources[mark];
  std::string_view api;
  if (source.kind == Source::Kind::use) {
    api = world.atoms.text(source.path);
  } else if (source.kind == Source::Kind::field && source.field < template_uses_.size()) {
    api = template_uses_[source.field].use.api;
  }
  if (!api.ends_with("getUserInfo") && !api.ends_with("getUserProfile")) return false;
  const std::string part = to_lower_ascii(world.atoms.text(name));
  return !any_of(part, {"*",         "userinfo", "rawdata", "signature", "encrypteddata", "iv",   "cloudid",  "detail",
                        "avatarurl", "nickname", "gender",  "country",   "province",      "city", "language", "value",
                        "data",      "result",   "0",       "1"});
}

bool Analysis::picks(std::uint32_t mark) const {
  const Source& source = sources[mark];
  return source.kind == Source::Kind::field && source.field >= template_uses_.size();
}

Source Analysis::answer_at(std::uint32_t code) const {
  Source source;
  source.kind = Source::Kind::answer;
  source.unit = world.unit_of_instruction(code - 1);
  const Unit& unit = world.units[source.unit];
  std::uint32_t at = code - 1 - unit.first_instruction;
  source.code = unit.ir.code[at].offset;
  std::uint32_t f = 0;
  for (std::uint32_t k = 0; k < unit.ir.functions.size(); ++k)
    if (at >= unit.ir.functions[k].code_begin && at < unit.ir.functions[k].code_end) f = k;
  for (int step = 0; step < 12; ++step) {
    const Operand from = unit.ir.code[at].a;
    if (!is_local(from)) return source;
    for (std::uint32_t levels = tag_of(from); levels > 0 && unit.ir.functions[f].parent != kAbsentFunction; --levels)
      f = unit.ir.functions[f].parent;
    const FunctionIr& function = unit.ir.functions[f];
    const std::uint32_t local = index_of(from);
    if (f != 0 && local >= kFirstParameter && local < kFirstParameter + function.parameters) {
      source.code = function.begin;
      return source;
    }
    std::uint32_t maker = function.code_end;
    for (std::uint32_t i = function.code_begin; i < function.code_end && maker == function.code_end; ++i)
      if (unit.ir.code[i].dst == local) maker = i;
    if (maker == function.code_end) return source;
    const Instruction& in = unit.ir.code[maker];
    source.code = in.offset;
    if (in.op != Op::load && in.op != Op::copy && in.op != Op::settle && in.op != Op::load_at && in.op != Op::element)
      return source;
    at = maker;
  }
  return source;
}

Value Analysis::package(Solver& solver, Atom specifier) {
  const std::string_view text = solver.atoms.text(specifier);
  for (const auto& [module, root] : kFacadeModules)
    if (text == module) return solver.values_table.make(ValueKind::platform, solver.atoms.intern(root));
  return solver.values_table.make(ValueKind::platform, solver.atoms.intern("npm:" + std::string(text)));
}

void Analysis::call_options(Solver& solver, Site site, Arguments args, NodeId outcome) {
  if (args.empty()) return;
  callbacks_.push_back({site, args[0], outcome});
  solver.watch(args[0], static_cast<std::uint32_t>(Topic::callbacks),
               static_cast<std::uint32_t>(callbacks_.size() - 1));
}

// What a call of a platform value gives, named after the call.
void Analysis::add_made(Solver& solver, Atom path, NodeId result) {
  const std::string_view head = solver.atoms.text(path);
  const auto steps = std::count_if(head.begin(), head.end(), [](char c) { return c == '.' || c == '('; });
  const Atom made =
      steps >= chain_limit(path) || head.ends_with("()") ? path : solver.atoms.intern(std::string(head) + "()");
  solver.add(result, solver.values_table.make(ValueKind::platform, made));
}

void Analysis::call(Solver& solver, Site site, Value callee, NodeId self, Arguments args, NodeId result,
                    std::uint8_t flags, bool constructed) {
  const ValueInfo info = solver.values_table[callee];
  const std::string_view path = solver.atoms.text(info.a);
  if (path.starts_with('$')) {
    call_made(solver, site, callee, args, result);
    return;
  }
  const ApiName& api = api_of(info.a);
  PlatformCall seen;
  seen.path = info.a;
  seen.site = site;
  seen.reference = api.root.empty() ? 0 : info.b;
  seen.args = solver.keep(args);
  seen.result = result;
  seen.flags = flags;
  // Taro's life-cycle hooks stand beside its API.
  if (!api.root.empty() && api.api == nullptr && api.rest.starts_with("use") &&
      call_framework(solver, site, "npm:" + std::string(path), args, result, constructed))
    return;
  // What mpx and wepy make pages with.
  if (any_of(path,
             {"mpx.createPage", "mpx.createComponent", "mpx.createApp", "wepy.page", "wepy.component", "wepy.app"}) &&
      call_framework(solver, site, path, args, result, constructed))
    return;
  if (!api.root.empty()) {
    find_payload(solver, api.rest, seen);
    if (any_of(api.rest, {"request", "uploadFile", "downloadFile", "connectSocket"})) {
      if (seen.base == kNoNode) seen.base = field_node(solver, intercepted_, "url");
      for (const std::string_view name : {"header", "data"})
        seen.payload.push_back(field_node(solver, intercepted_, name));
    }
    const bool plain = seen.payload.empty() && seen.url == kNoNode && !takes_information(info.a);
    if (!plain || plain_calls_.insert(pair_key(site.code, info.a))) solver.platform_calls.push_back(seen);
    call_platform(solver, site, callee, args, result);
    return;
  }
  if (call_client(solver, path, seen, constructed)) return;
  if (call_framework(solver, site, path, args, result, constructed)) return;
  if (call_language(solver, site, path, self, args, result, constructed)) return;
  // Where nothing is handed over that anybody asks for, one call of a place tells all.
  const bool plain = !path.starts_with("console.") && !path.starts_with("npm:") && !path.starts_with("plugin:");
  if (!plain || plain_calls_.insert(pair_key(site.code, info.a))) solver.platform_calls.push_back(seen);
  if (path.starts_with("console.")) return;
  // A library whose source is not at hand: its answer may hold what it got, its callbacks may be called.
  unknown_call(solver, site, args, result);
  std::string_view last = path.substr(std::min(path.size(), path.find_last_of(".:/") + 1));
  if (any_of(last, {"clone",     "cloneDeep", "deepClone", "deepCopy",    "deepcopy", "copy",     "merge",
                    "extend",    "assign",    "defaults",  "pick",        "omit",     "cloneObj", "objClone",
                    "deepMerge", "parse",     "stringify", "fromEntries", "compact",  "uniq",     "flatten"}))
    for (const NodeId one : args) solver.copy(one, result);
  if (result != kNoNode && (path.starts_with("npm:") || path.starts_with("plugin:"))) add_made(solver, info.a, result);
}

// What a call hands over, and to where (knowledge/third_parties/sinks.yaml has the list these shapes come from).
void Analysis::find_payload(Solver& solver, std::string_view rest, PlatformCall& call) {
  const auto arg = [&](std::size_t i) { return i < call.args.size() ? call.args[i] : kNoNode; };
  const auto member = [&](std::string_view name) {
    const NodeId out = solver.new_node();
    if (arg(0) != kNoNode) solver.load(arg(0), solver.atoms.intern(name), out);
    return out;
  };
  const auto pays = [&](std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names) call.payload.push_back(member(name));
  };
  if (any_of(rest, {"request", "httpRequest", "downloadFile", "connectSocket"})) {
    call.url = member("url");
    pays({"data", "header", "headers", "params"});
    call.payload.push_back(call.url);
  } else if (rest == "uploadFile" || rest == "ai.ocr") {
    call.url = member("url");
    pays({"filePath", "formData", "header", "files"});
    call.payload.push_back(call.url);
  } else if (rest == "sendSocketMessage" || rest == "SocketTask.send" || rest == "connectSocket.send") {
    pays({"data"});
  } else if (rest == "cloud.callFunction" || rest == "callFunction") {
    call.url = member("name");
    pays({"data"});
  } else if (rest == "cloud.callContainer" || rest == "cloud.connectContainer") {
    call.url = member("path");
    pays({"data", "header"});
  } else if (rest == "cloud.uploadFile") {
    call.url = member("cloudPath");
    pays({"filePath"});
  } else if (rest.starts_with("cloud.database") &&
             (rest.ends_with(".add") || rest.ends_with(".set") || rest.ends_with(".update"))) {
    pays({"data"});
  } else if (rest == "setStorage" || rest == "setStorageSync") {
    if (rest.ends_with("Sync") && call.args.size() > 1) {
      call.url = arg(0);
      call.payload.push_back(arg(1));
    } else {
      call.url = member("key");
      pays({"data"});
    }
  } else if (any_of(rest, {"navigateTo", "redirectTo", "reLaunch", "switchTab"})) {
    call.url = member("url");
    pays({"url"});
  } else if (any_of(rest, {"navigateToMiniProgram", "openEmbeddedMiniProgram", "navigateToSmartProgram",
                           "navigateBackMiniProgram"})) {
    call.url = member("appId");
    pays({"path", "extraData"});
  } else if (any_of(rest, {"reportEvent", "reportAnalytics", "report", "RealtimeLogManager.info",
                           "RealtimeLogManager.warn", "RealtimeLogManager.error", "LogManager.info", "LogManager.log",
                           "LogManager.warn", "LogManager.debug"})) {
    call.payload.assign(call.args.begin(), call.args.end());
  } else if (rest == "setClipboardData") {
    pays({"data"});
  }
}

void Analysis::call_platform(Solver& solver, Site site, Value callee, Arguments args, NodeId result) {
  const ValueInfo info = solver.values_table[callee];
  const ApiName& api = api_of(info.a);
  const std::string_view rest = api.rest;
  const auto arg = [&](std::size_t i) { return i < args.size() ? args[i] : kNoNode; };
  const NodeId outcome = solver.new_node();
  if (api.api != nullptr && !api.api->items.empty() && api.api->collect == "read") {
    Source source;
    source.path = info.a;
    source.code = info.b != 0 && from_parameter(site, solver) ? info.b : site.code + 1;
    solver.add(outcome, source_value(solver, source));
  }
  if (hands_on_file(rest) && arg(0) != kNoNode) {
    solver.marks(arg(0), outcome);
    for (const std::string_view name : {"src", "filePath", "tempFilePath"}) {
      const NodeId file = solver.new_node();
      solver.load(arg(0), solver.atoms.intern(name), file);
      solver.marks(file, outcome);
    }
  }
  if (any_of(rest, {"showModal", "prompt"})) {
    // What is typed into a dialog, where it is one to type into (dialogs.h).
    Source source;
    source.path = info.a;
    source.code = site.code + 1;
    const Value answer = solver.values_table.make(ValueKind::object, site.code + 1, site.instance + 1);
    for (const std::string_view name : {"content", "inputValue"})
      solver.add(field_node(solver, answer, name), source_value(solver, source));
    solver.add(outcome, answer);
  } else if (any_of(rest, {"setStorageSync", "setStorage", "getStorageSync", "getStorage"})) {
    call_storage(solver, rest, args, outcome);
  } else if (any_of(rest, {"request", "httpRequest", "uploadFile", "downloadFile", "cloud.callFunction",
                           "cloud.callContainer", "cloud.uploadFile"})) {
    solver.add(outcome, solver.values_table.make(ValueKind::answer, 0));
  } else if (rest == "getUserCryptoManager" || rest == "nextTick" || rest == "canIUse") {
    // Nothing comes back that matters; nextTick calls what it is given below.
  } else if (rest == "$on" || rest == "$once" || rest == "$emit" || rest == "eventCenter.on" ||
             rest == "eventCenter.trigger" || rest == "eventBus.on" || rest == "eventBus.emit") {
    const NodeId bus = solver.value_node(events_object_);
    if (rest.ends_with("emit") || rest.ends_with("trigger")) {
      if (arg(0) != kNoNode && arg(1) != kNoNode) solver.keyed(bus, arg(0), arg(1), true);
    } else if (arg(0) != kNoNode && arg(1) != kNoNode) {
      const NodeId message = solver.new_node();
      solver.keyed(bus, arg(0), message, false);
      solver.call_node(site, arg(1), kNoNode, {message}, kNoNode);
      return;
    }
  } else if (rest == "addInterceptor" && args.size() > 1) {
    // uni.addInterceptor("request", {invoke(options) { options.url = BASE + options.url }})
    const NodeId invoke = solver.new_node();
    solver.load(args[1], solver.atoms.intern("invoke"), invoke);
    solver.call_node(site, invoke, kNoNode, {solver.value_node(intercepted_)}, kNoNode);
    return;
  } else if (rest == "createStore" || rest.starts_with("createApp")) {
    // Framework business, not the platform's.
  } else if (api.api == nullptr || rest.starts_with("cloud") || rest.starts_with("create") ||
             rest.ends_with("Manager") || rest.ends_with("Context") || rest.ends_with("SelectorQuery") ||
             rest.find('.') != std::string_view::npos) {
    // Objects of the platform: their methods are named after the call that made them.
    const std::string_view path = solver.atoms.text(info.a);
    if (path.size() < 120) {
      const std::string made = std::string(path) + "()";
      if (result != kNoNode)
        solver.add(result, solver.values_table.make(ValueKind::platform, solver.atoms.intern(made)));
    }
    if (rest.find("collection") != std::string_view::npos &&
        (rest.ends_with("get") || rest.ends_with("add") || rest.ends_with("aggregate")))
      solver.add(outcome, solver.values_table.make(ValueKind::answer, 0));
  }
  call_options(solver, site, args, outcome);
  for (const NodeId one : args) solver.call_node(site, one, kNoNode, {outcome}, kNoNode);
  if (result != kNoNode) solver.copy(outcome, result);
}

// Whether the function called at `site` came in as a parameter: then it counts where it was taken from the platform.
bool Analysis::from_parameter(const Site& site, const Solver& solver) const {
  const Instance& at = solver.instances[site.instance];
  const Unit& unit = world.units[at.unit];
  if (site.code < unit.first_instruction || site.code - unit.first_instruction >= unit.ir.code.size()) return false;
  const Instruction& in = unit.ir.code[site.code - unit.first_instruction];
  return (in.flags & kCalleeIsParameter) != 0;
}

void Analysis::reach_storage(Solver& solver, const StorageAccess& access, Atom key) {
  const NodeId place = solver.field(storage_object_, key);
  if (access.store) {
    solver.copy(access.value, place);
  } else {
    stored_reads_.push_back({place, access.value});
    solver.watch(place, static_cast<std::uint32_t>(Topic::stored),
                 static_cast<std::uint32_t>(stored_reads_.size() - 1));
  }
}

// Whoever reads gets a copy: what is put into that later is not in storage, nor in what others read.
void Analysis::read_storage(Solver& solver, std::uint32_t number, Value value) {
  const ValueKind kind = solver.values_table.kind(value);
  StoredRead& read = stored_reads_[number];
  if (kind != ValueKind::object && kind != ValueKind::array) {
    solver.add(read.value, value, read.place);
    return;
  }
  bool& lent = read.lent[kind == ValueKind::array ? 1 : 0];
  const Value copy = solver.values_table.make(kind, 0x60000000U | number, 0);
  if (lent || value == copy) return;
  lent = true;
  const NodeId place = read.place, to = read.value;  // `read` may move while the solver works
  solver.link(copy, place);
  solver.add(to, copy, place);
}

// Keys that are put together: what is constant of them is the key ("cache_" + id reads what "cache_" + other wrote).
bool Analysis::fold_storage_keys(Solver& solver) {
  bool any = false;
  const std::size_t count = storage_accesses_.size();
  for (std::size_t i = 0; i < count; ++i) {
    if (storage_accesses_[i].folded) continue;
    const StorageAccess access = storage_accesses_[i];
    const bool joined =
        std::any_of(solver.values(access.key).begin(), solver.values(access.key).end(),
                    [&](const auto& e) { return solver.values_table.kind(e.value) == ValueKind::concat; });
    if (!joined) continue;
    storage_accesses_[i].folded = true;
    any = true;
    for (const std::string& text : constant_texts(solver, access.key))
      if (text.find_first_not_of(kUnknownPart) != std::string::npos)
        reach_storage(solver, access, solver.atoms.intern(text));
  }
  return any;
}

void Analysis::call_storage(Solver& solver, std::string_view rest, Arguments args, NodeId outcome) {
  if (args.empty()) return;
  const bool sync = rest.ends_with("Sync");
  NodeId key = args[0];
  if (!sync || args.size() == 1) {  // my.setStorageSync({key, data}) too
    const NodeId named = solver.new_node();
    solver.load(args[0], solver.atoms.intern("key"), named);
    if (sync) solver.copy(args[0], named);
    key = named;
  }
  if (rest.starts_with("set")) {
    const NodeId value = solver.new_node();
    if (sync && args.size() > 1) solver.copy(args[1], value);
    if (!sync || args.size() == 1) solver.load(args[0], solver.atoms.intern("data"), value);
    storage_accesses_.push_back({key, value, true});
    solver.watch(key, static_cast<std::uint32_t>(Topic::storage),
                 static_cast<std::uint32_t>(storage_accesses_.size() - 1));
    return;
  }
  const NodeId value = solver.new_node();
  storage_accesses_.push_back({key, value, false});
  solver.watch(key, static_cast<std::uint32_t>(Topic::storage),
               static_cast<std::uint32_t>(storage_accesses_.size() - 1));
  solver.copy(value, outcome);
  if (sync && world.program->platform != "alipay") return;
  const Value wrapped = solver.values_table.make(ValueKind::object, 0x50000000U | outcome, 0);
  solver.copy(value, solver.field(wrapped, solver.atoms.intern("data")));
  solver.add(outcome, wrapped);
}

void Analysis::read(Solver& solver, Value object, Atom name, NodeId to) {
  if (solver.values_table.kind(object) != ValueKind::answer) return;
  if (drops_information(name)) return;
  // What a server sends back: personal where the name of the field says so, an answer still otherwise.
  if (!items_of_name(name).empty()) {
    const std::uint32_t code = solver.reference_at(to);
    if (code != 0) {
      Source source = answer_at(code);
      source.name = name;
      solver.add(to, source_value(solver, source));
    }
  }
  solver.add(to, object);
}

}  // namespace qiyue::scan
