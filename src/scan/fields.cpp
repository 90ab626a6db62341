#include "scan/fields.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_set>

#include "core/text.h"
#include "scan/field_labels.h"
#include "scan/field_words.h"
#include "scan/markup_view.h"

namespace qiyue::scan {
namespace {

enum class Kind { none, text, area, choice, upload, custom, tap };

struct Candidate {
  FormField out;
  Kind kind = Kind::none;
  std::vector<ItemMatch> weak;  // matches that count only beside a strong one
  bool strong = false;
  bool username = false;  // named "username": an account where there is a password
  bool drop = false;
  bool title = false;                                      // of what is written below it
  bool secret = false;                                     // shown as dots
  std::vector<std::pair<std::string, std::string>> words;  // item, the word it was recognised by
  std::string all;                                         // every text around it
  std::vector<std::string> identifiers;
};

class Fields {
 public:
  Fields(const TemplateInput& input, const FieldWords& words, const Messages& messages, const TemplateOwners& owners,
         int file)
      : input_(input),
        words_(words),
        owners_(owners),
        file_(file),
        source_(input.program.files[static_cast<std::size_t>(file)]),
        markup_(input.markups[static_cast<std::size_t>(file)]),
        labels_(markup_, words, messages) {
    for (const knowledge::UiLibrary& library : input.knowledge.ui_libraries) {
      for (const std::string& tag : library.input_tags) add_tags(tag, inputs_);
      for (const std::string& tag : library.upload_tags) add_tags(tag, uploads_);
      for (const std::string& tag : library.agreement_tags) add_tags(tag, agreements_);
    }
  }

  std::vector<FormField> run() {
    std::vector<Kind> kinds(markup_.nodes.size(), Kind::none);
    for (std::uint32_t i = static_cast<std::uint32_t>(markup_.nodes.size()); i-- > 1;) {
      if (markup_.nodes[i].kind != program::NodeKind::element) continue;
      kinds[i] = kind_of(markup_.nodes[i]);
      if (kinds[i] == Kind::tap) {
        labels_.set_choice(i);
      } else if (kinds[i] != Kind::none) {
        labels_.set_input(i);
      } else if (Labels::is_button(tag_of(markup_.nodes[i]))) {
        labels_.set_button(i);
      }
      // Around an input that shows what was picked stands the view whose tap picks it: one field.
      if (kinds[i] == Kind::tap && labels_.holds_input(i)) kinds[i] = Kind::none;
      labels_.pass_up(i);
    }
    const std::vector<bool> dead = dead_nodes(input_, file_);
    std::vector<std::uint32_t> form(markup_.nodes.size(), 0);
    for (std::uint32_t i = 1; i < markup_.nodes.size(); ++i) {
      form[i] = form[markup_.nodes[i].parent];
      if (markup_.nodes[i].kind == program::NodeKind::element) {
        const std::string tag = tag_of(markup_.nodes[i]);
        if (tag == "form" || tag.ends_with("-form") || tag.ends_with("-forms")) form[i] = i;
      }
      if (kinds[i] == Kind::none) continue;
      Candidate candidate;
      candidate.kind = kinds[i];
      candidate.out.file = file_;
      candidate.out.node = i;
      candidate.out.form = form[i];
      candidate.out.field.reachable = owners_.reachable(file_) && !dead[i];
      if (read(i, candidate)) found_.push_back(std::move(candidate));
    }
    weigh();
    std::vector<FormField> out;
    for (Candidate& c : found_) {
      if (keep(c)) out.push_back(std::move(c.out));
    }
    return out;
  }

 private:
  static void add_tags(const std::string& written, std::unordered_set<std::string>& to) {
    // "mp-cell + input" and ".cu-form-group + input" describe a native input with its surroundings.
    if (written.find_first_of(" .+") != npos) return;
    std::string kebab;
    for (const char c : written) {
      if (c >= 'A' && c <= 'Z') {
        if (!kebab.empty()) kebab += '-';
        kebab += static_cast<char>(c + 32);
      } else {
        kebab += c;
      }
    }
    to.insert(kebab);
  }

  Kind kind_of(const program::MarkupNode& node) const {
    const std::string tag = tag_of(node);
    if (uploads_.contains(tag)) return Kind::upload;
    if (agreements_.contains(tag)) return Kind::none;
    if (!words_.item_of_tag(tag).empty()) return tag == "editor" ? Kind::area : Kind::choice;
    if (inputs_.contains(tag) && !(labels_.is_form_item(tag) && tag.ends_with("item"))) {
      if (tag == "textarea" || tag.ends_with("-textarea") || tag == "editor") return Kind::area;
      static const std::vector<std::string> kText = {"input",      "field",  "easyinput", "search",
                                                     "search-bar", "combox", "searchbar"};
      for (const std::string& ending : kText) {
        if (tag == ending || tag.ends_with("-" + ending)) return Kind::text;
      }
      return Kind::choice;
    }
    if (is_custom_input(node, tag)) return Kind::custom;
    if (is_tap_choice(node)) return Kind::tap;
    return Kind::none;
  }

  // An own component, or one of a library that is not known, which takes a value from the user.
  static bool is_custom_input(const program::MarkupNode& node, std::string_view tag) {
    static const std::vector<std::string> kNative = {"view",        "text",   "image", "button", "block",  "template",
                                                     "scroll-view", "swiper", "video", "map",    "canvas", "navigator",
                                                     "checkbox",    "radio",  "label", "form",   "icon"};
    if (contains(kNative, tag)) return false;
    const bool bound = std::any_of(node.attributes.begin(), node.attributes.end(), [](const program::Attribute& a) {
      return a.name == "v-model" || a.name.starts_with("v-model.") || a.name.starts_with("v-model:value") ||
             a.name == "model:value" || a.name == "wx:model";
    });
    const bool asks = static_cast<bool>(find_bound(node, "placeholder"));
    const bool answers = std::any_of(node.attributes.begin(), node.attributes.end(), [](const program::Attribute& a) {
      const std::string event = event_of(a.name);
      return event == "input" || event == "change" || event == "confirm" || event == "search";
    });
    return asks ? bound || answers || tag.find("input") != npos || tag.find("search") != npos
                : bound && find_bound(node, "label");
  }

  // A view whose tap sets a personal value.
  bool is_tap_choice(const program::MarkupNode& node) const {
    for (const program::Attribute& a : node.attributes) {
      const std::string event = event_of(a.name);
      if ((event == "tap" || event == "click") && !choice_items(node, a.value).empty()) return true;
    }
    return false;
  }

  // The items that a tap handler sets: "profile.gender = 'male'", "toggleInterest(x)", "selectSex" with data-sex.
  std::vector<std::string> choice_items(const program::MarkupNode& node, std::string_view handler) const {
    const std::vector<std::string>& allowed = words_.list("choice_items");
    std::vector<std::string> out;
    const auto take = [&](const std::vector<ItemMatch>& matches) {
      for (const ItemMatch& m : matches) {
        if (contains(allowed, m.item) && !contains(out, m.item)) out.push_back(m.item);
      }
    };
    // () => setGender('male'), e => { form.sex = 1 }
    if (const std::size_t arrow = handler.find("=>"); arrow != npos) {
      handler = trim(handler.substr(arrow + 2));
      if (handler.starts_with('{')) handler = trim(handler.substr(1));
      const std::size_t call = handler.find('(');
      if (call != npos && call > 0) handler = handler.substr(0, call);
    }
    const std::size_t equals = handler.find('=');
    if (equals != npos && equals > 0 && handler.substr(equals, 2) != "==" && handler.substr(equals, 2) != "=>" &&
        std::string_view("!<>=").find(handler[equals - 1]) == npos) {
      const std::string path = path_of(handler.substr(0, equals));
      if (!path.empty()) take(words_.in_identifier(labels_.last_name(path)));
      return out;
    }
    const std::string name = handler_name(handler);
    if (name.empty()) return out;
    const std::vector<std::string> tokens = split_identifier(name);
    const std::vector<std::string>& verbs = words_.list("choice_verbs");
    const bool chooses =
        std::any_of(tokens.begin(), tokens.end(), [&verbs](const std::string& t) { return contains(verbs, t); });
    if (!chooses) return out;
    std::vector<ItemMatch> matches = words_.in_identifier(name, true);
    // Only where the whole name is about it: chooseSex, not chooseCityShop.
    std::size_t meaning = 0;
    for (const std::string& token : tokens) {
      if (!contains(words_.list("handler_words"), token) && !contains(words_.list("generic_names"), token) &&
          token != "type" && token != "tag") {
        meaning += token.size();
      }
    }
    // toggleTags alone unfolds them; one that is picked says which it is.
    const bool one_of_many =
        handler.find('(') != npos ||
        std::any_of(node.attributes.begin(), node.attributes.end(), [](const program::Attribute& a) {
          return a.name.find("data-") != npos || a.name.ends_with(":for") || a.name.starts_with("v-for");
        });
    for (const ItemMatch& m : matches) {
      if (m.length >= meaning && (one_of_many || m.item != "user_tag")) take({m});
    }
    for (const program::Attribute& a : node.attributes) {
      if (a.name.starts_with("data-") || a.name.starts_with(":data-")) {
        for (const ItemMatch& m : words_.in_identifier(a.name.substr(a.name.find("data-") + 5))) {
          if (m.strong) take({m});
        }
      }
    }
    return out;
  }

  bool off(const program::MarkupNode& node) const {
    for (const char* name : {"disabled", "readonly"}) {
      const Bound bound = find_bound(node, name);
      if (!bound) continue;
      if (!bound.attribute->has_value || bound.text == "true" || bound.text == name ||
          (!bound.dynamic && bound.text.empty()))
        return true;
    }
    return false;
  }

  static bool ends_with_word(std::string_view text, const std::vector<std::string>& words) {
    return std::any_of(words.begin(), words.end(),
                       [text](const std::string& word) { return trim(text).ends_with(word); });
  }

  bool tapped(std::uint32_t index) const {
    std::uint32_t at = index;
    for (int level = 0; level < 3 && at != 0; ++level, at = markup_.nodes[at].parent) {
      for (const program::Attribute& a : markup_.nodes[at].attributes) {
        const std::string event = event_of(a.name);
        if (event == "tap" || event == "click") return true;
      }
    }
    return false;
  }

  bool read(std::uint32_t index, Candidate& c) {
    const program::MarkupNode& node = markup_.nodes[index];
    const std::string tag = tag_of(node);
    const std::string type = to_lower_ascii(labels_.written(node, "type"));
    if (tag == "input" && (type == "hidden" || type == "button" || type == "submit" || type == "checkbox" ||
                           type == "radio" || type == "file")) {
      return false;
    }
    if ((c.kind == Kind::text || c.kind == Kind::area) && off(node) && !tapped(index)) return false;
    Field& field = c.out.field;
    const Position at = source_.source.at(node.span.begin);
    field.place = {source_.path, at.line, at.column};
    if (const program::PageFiles* owner = owners_.owner(file_)) field.page = owner->path;

    std::vector<std::string> identifiers;
    bind(node, c.out, identifiers);
    field.name = labels_.written(node, "name");
    if (field.name.empty()) field.name = labels_.written(node, "prop");
    if (field.name.empty() && !c.out.bound.empty()) field.name = c.out.bound.front();

    const std::string own = labels_.around(index);
    const std::string placeholder = labels_.written(node, "placeholder");
    int level = 0;
    std::string near = own.empty() || !contains_han(own) ? labels_.before(index, level) : std::string();
    // Far above stands the heading of the page: what the element itself says goes first.
    if ((level >= kApart || ends_with_word(near, words_.list("headings"))) && !words_.in_label(placeholder).empty())
      near.clear();
    const std::string before = std::move(near);
    const std::string content =
        c.kind == Kind::choice || c.kind == Kind::tap || c.kind == Kind::upload ? labels_.inside(index) : std::string();
    const std::string inside = count_code_points(content) > kMaxLabelBefore ? std::string() : content;

    const std::string all = own + " " + before + " " + placeholder + " " + inside;
    if (c.kind == Kind::choice || c.kind == Kind::custom) {
      const bool consents = words_.says("consent", all) ||
                            std::any_of(identifiers.begin(), identifiers.end(),
                                        [this](const std::string& n) { return words_.names("consent_names", n); });
      // 设为默认地址: a choice among what was typed before.
      if (c.kind == Kind::choice && words_.says("defaults", inside + own) && !find_bound(node, "range")) return false;
      if (consents && (tag.find("check") != npos || tag.find("radio") != npos || tag.find("switch") != npos))
        return false;
    }

    for (const std::string* text : {&own, &before, &placeholder, &inside}) {
      if (!trim(*text).empty() && (field.label.empty() || (!contains_han(field.label) && contains_han(*text)))) {
        field.label = words_.without_endings(*text);
      }
    }
    // What stands before names nothing: what the element itself shows says more.
    if (own.empty() && words_.in_label(before).empty()) {
      const std::string& shown = c.kind == Kind::tap ? inside : placeholder;
      if (contains_han(shown)) field.label = words_.without_endings(shown);
    }
    c.all = all;
    c.identifiers = identifiers;
    if (search(c, tag, own + " " + placeholder, identifiers, node)) {
      if (!placeholder.empty()) field.label = placeholder;
      return true;
    }
    items(index, c, tag, type, own, before, placeholder, inside, identifiers);
    return !c.drop;
  }

  // Variables and handlers; the names by which the element may be known.
  void bind(const program::MarkupNode& node, FormField& out, std::vector<std::string>& identifiers) const {
    for (const program::Attribute& a : node.attributes) {
      if (a.name.starts_with("v-model") || a.name.starts_with("model:") || a.name == "wx:model") {
        std::string_view value = trim(a.value);
        if (value.starts_with("{{") && value.ends_with("}}")) value = trim(value.substr(2, value.size() - 4));
        if (const std::string path = path_of(value); !path.empty()) out.bound.push_back(path);
      }
    }
    for (const char* name : {"value", "checked", "current", "date", "range-value"}) {
      const Bound bound = find_bound(node, name);
      if (!bound || !bound.dynamic) continue;
      const std::string path = path_of(bound.text);
      if (!path.empty() && !contains(out.bound, path)) out.bound.push_back(path);
    }
    out.handlers = handlers_of(node);
    for (const char* name : {"name", "prop", "data-field", "data-name", "data-key", "data-type", "data-prop", "id"}) {
      if (std::string text = labels_.written(node, name); !text.empty()) identifiers.push_back(std::move(text));
    }
    for (const std::string& path : out.bound) identifiers.push_back(labels_.last_name(path));
  }

  bool search(Candidate& c, std::string_view tag, const std::string& all, const std::vector<std::string>& identifiers,
              const program::MarkupNode& node) {
    if (c.kind == Kind::choice || c.kind == Kind::tap || c.kind == Kind::upload) return false;
    bool found = tag.find("search") != npos || labels_.written(node, "confirm-type") == "search" ||
                 labels_.written(node, "type") == "search";
    // What follows a comma explains: "标题，买家会搜索它".
    found = found || words_.says("search", all.substr(0, std::min({all.find("，"), all.find(','), all.find("。")})));
    for (const std::string& name : identifiers) found = found || words_.names("search_names", name);
    for (const std::string& handler : c.out.handlers)
      found = found || words_.names("search_names", handler_name(handler));
    if (found) {
      c.out.field.items = {"search_history"};
      c.strong = true;
    }
    return found;
  }

  void add(Candidate& c, const std::vector<ItemMatch>& matches) {
    for (const ItemMatch& m : matches) {
      if (contains(c.out.field.items, m.item)) continue;
      if (m.strong) {
        c.out.field.items.push_back(m.item);
        if (!m.word.empty()) c.words.emplace_back(m.item, m.word);
        c.strong = true;
      } else {
        c.weak.push_back(m);
      }
    }
  }

  void items(std::uint32_t index, Candidate& c, const std::string& tag, const std::string& type, const std::string& own,
             const std::string& before, const std::string& placeholder, const std::string& inside,
             const std::vector<std::string>& identifiers) {
    const program::MarkupNode& node = markup_.nodes[index];
    Field& field = c.out.field;
    if (type.find("idcard") != npos) add(c, {{"id_card_number", true, 6}});
    if (type.find("nickname") != npos) add(c, {{"nickname", true, 8}});
    const std::string label = own.empty() ? before : own;
    // 角色昵称, 商品名称: of a thing, whatever the rest says.
    const std::string shown = label.empty() ? (placeholder.empty() ? inside : placeholder) : label;
    const std::string stripped = to_lower_ascii(words_.strip(shown));
    const bool typed = c.kind == Kind::text || c.kind == Kind::area;
    for (const std::string& word : words_.list("not_personal")) {
      if (c.kind == Kind::upload || c.kind == Kind::area || !stripped.starts_with(word)) continue;
      c.title = typed && contains(words_.list("titles"), word);
      c.drop = c.drop || !c.title;
    }
    c.drop = c.drop || contains(words_.list("currency"), stripped);
    // A key or secret is nobody's personal information, yet where it goes is worth knowing.
    c.secret = type.find("password") != npos || find_bound(node, "password") || find_bound(node, "safe-password-nonce");
    if (c.secret) c.drop = false;
    if (c.drop || c.title) return;
    // An element for one thing alone asks for that, whatever stands around it.
    const std::string for_one = c.kind == Kind::choice ? words_.item_of_tag(tag) : std::string();
    if (!for_one.empty()) {
      add(c, {{for_one, true, 1}});
      return;
    }
    // Words at the place of the label first; an example in a placeholder ("如：手机号") counts where the label says nothing.
    add(c, words_.in_label(label));
    if (field.items.empty() || count_code_points(words_.strip(placeholder)) <= 12) add(c, words_.in_label(placeholder));
    if (field.items.empty()) add(c, words_.in_label(inside));
    if (field.items.empty() && c.secret && !not_personal(c, label + placeholder, identifiers))
      add(c, {{"password", true, 8}});
    if (c.kind == Kind::tap) {
      for (const program::Attribute& a : node.attributes) {
        const std::string event = event_of(a.name);
        if (event != "tap" && event != "click") continue;
        field.items = choice_items(node, a.value);
        const Position place = source_.source.at(a.span.begin);
        field.place = {source_.path, place.line, place.column};
        if (field.name.empty()) field.name = handler_name(a.value);
        c.strong = true;
      }
      return;
    }
    if (field.items.empty() && !not_personal(c, label + placeholder, identifiers)) {
      // A label in Chinese that names nothing personal outweighs a loose word in a name: 统一社会信用代码 is no credit record.
      const bool labelled = contains_han(stripped) && count_code_points(stripped) <= kMaxLabelBefore &&
                            !contains(words_.list("says_nothing"), stripped) &&
                            !contains(words_.list("asking"), stripped);
      const auto named = [&](std::vector<ItemMatch> matches) {
        if (labelled) std::erase_if(matches, [](const ItemMatch& m) { return !m.strong || m.item == "name"; });
        if (field.items.empty()) add(c, matches);
      };
      for (const std::string& name : identifiers) {
        c.username = c.username || to_lower_ascii(name) == "username";
        named(words_.in_identifier(name));
      }
      // placeholder="{{ $t('login.phone') }}"
      if (!contains_han(placeholder)) named(words_.in_identifier(labels_.last_name(placeholder)));
      for (const std::string& handler : c.out.handlers) named(words_.in_identifier(handler_name(handler), true));
    }
    if (field.items.empty() && tag == "picker" && labels_.written(node, "mode") == "region")
      add(c, {{"city", true, 4}});
    if (field.items.empty()) {
      if (std::string item = words_.item_of_tag(tag); !item.empty()) add(c, {{std::move(item), true, 1}});
    }
    if (field.items.empty() && c.kind == Kind::upload) add(c, {{"photo_video", true, 1}});
    if (typed)
      std::erase_if(field.items, [this](const std::string& i) { return contains(words_.list("never_typed"), i); });
    const auto told = [this](const std::string& i) { return contains(words_.list("told_in_text"), i); };
    if (c.kind == Kind::area && !field.items.empty() && std::all_of(field.items.begin(), field.items.end(), told))
      field.items = {"user_content"};
  }

  bool not_personal(const Candidate& c, const std::string& text, const std::vector<std::string>& identifiers) const {
    if (words_.says("not_personal", text)) return true;
    return std::any_of(identifiers.begin(), identifiers.end(),
                       [this](const std::string& n) { return words_.names("not_personal_names", n); }) ||
           std::any_of(c.out.bound.begin(), c.out.bound.end(), [this](const std::string& n) {
             return words_.names("not_personal_names", labels_.last_name(n));
           });
  }

  // What is typed without a name of its own: a message, a comment, or text for nobody knows what.
  void free_text(Candidate& c, const std::string& all, const std::vector<std::string>& identifiers) {
    const auto names_title = [this](const std::string& name) { return words_.names("title_names", name); };
    if (c.kind == Kind::text && (c.title || std::any_of(identifiers.begin(), identifiers.end(), names_title))) {
      const bool text_below = std::any_of(found_.begin(), found_.end(), [&c](const Candidate& other) {
        return other.kind == Kind::area && other.out.form == c.out.form;
      });
      if (text_below) add(c, {{"user_content", true, 1}});
      if (c.title || text_below) return;
    }
    bool chat = words_.says("chat", all), comment = words_.says("comment", all);
    std::vector<std::string> names = identifiers;
    if (const std::string asked = labels_.written(markup_.nodes[c.out.node], "placeholder"); !contains_han(asked))
      names.push_back(labels_.last_name(asked));
    for (const std::string& name : names) {
      chat = chat || words_.names("chat_names", name);
      comment = comment || words_.names("comment_names", name);
    }
    for (const std::string& handler : c.out.handlers)
      comment = comment || words_.names("comment_names", handler_name(handler));
    chat = chat || (!comment && words_.names("chat_pages", file_stem()));
    if (chat) {
      add(c, {{"chat_content", true, 1}});
    } else if (comment || c.kind == Kind::area) {
      if (c.kind != Kind::text || !not_personal(c, all, identifiers)) add(c, {{"user_content", true, 1}});
    }
  }

  // Weak matches count beside a strong one of the same form; a user name beside a password is an account.
  void weigh() {
    std::map<std::uint32_t, bool> strong, password;
    std::map<std::uint32_t, std::vector<std::string>> beside;
    for (const Candidate& c : found_) {
      const bool personal = c.strong && !contains(c.out.field.items, "search_history");
      strong[c.out.form] = strong[c.out.form] || personal;
      password[c.out.form] = password[c.out.form] || contains(c.out.field.items, "password");
      for (const std::string& item : c.out.field.items) beside[c.out.form].push_back(item);
    }
    for (Candidate& c : found_) {
      std::vector<std::string>& items = c.out.field.items;
      if (c.username && password[c.out.form] && items == std::vector<std::string>{"name"}) items = {"account_id"};
      if (items.empty() && strong[c.out.form] && !c.weak.empty()) items.push_back(c.weak.front().item);
      std::erase_if(items, [&](const std::string& item) {
        return !words_.fits(item, beside[c.out.form]) ||
               std::any_of(c.words.begin(), c.words.end(), [&](const auto& w) {
                 return w.first == item && !words_.fits(w.second, beside[c.out.form]);
               });
      });
      const bool typed = c.kind == Kind::text || c.kind == Kind::area || c.kind == Kind::custom;
      // pages/search/search: the one thing typed there is what is looked for.
      if (items.empty() && c.kind == Kind::text && !contains_han(c.all) && words_.names("search_names", file_stem())) {
        items = {"search_history"};
      }
      if (items.empty() && typed) {
        free_text(c, c.all, c.identifiers);
      }
      // What only a text can hold is not picked; a switch or slider sets something up unless it is about the person.
      if (c.kind == Kind::choice) {
        const std::string tag = tag_of(markup_.nodes[c.out.node]);
        const bool setting = tag.ends_with("switch") || tag.ends_with("slider") || tag.ends_with("stepper");
        std::erase_if(items, [&](const std::string& item) {
          return contains(words_.list("typed_only"), item) || (setting && !contains(words_.list("choice_items"), item));
        });
      }
    }
  }

  std::string_view file_stem() const {
    const std::string_view path = source_.path;
    const std::size_t slash = path.rfind('/');
    const std::string_view name = slash == npos ? path : path.substr(slash + 1);
    const std::string_view stem = name.substr(0, name.rfind('.'));
    return stem == "index" && slash != npos ? path.substr(0, slash).substr(path.substr(0, slash).rfind('/') + 1) : stem;
  }

  bool keep(const Candidate& c) const {
    if (!c.out.field.items.empty()) return true;
    if (c.secret) return true;
    if (c.kind != Kind::text && c.kind != Kind::area) return false;
    std::vector<std::string> names = {c.out.field.name};
    for (const std::string& handler : c.out.handlers) names.push_back(handler_name(handler));
    return !not_personal(c, c.out.field.label, names);
  }

  const TemplateInput& input_;
  const FieldWords& words_;
  const TemplateOwners& owners_;
  int file_;
  const program::SourceFile& source_;
  const program::Markup& markup_;
  std::unordered_set<std::string> inputs_, uploads_, agreements_;
  Labels labels_;
  std::vector<Candidate> found_;
};

}  // namespace

std::vector<FormField> form_fields(const TemplateInput& input) {
  const FieldWords words(input.knowledge);
  const Messages messages(input.program);
  const TemplateOwners owners(input);
  std::vector<FormField> out;
  for (std::size_t i = 0; i < input.program.files.size(); ++i) {
    const program::SourceFile& file = input.program.files[i];
    if (file.vendored || input.markups[i].nodes.size() < 2) continue;
    if (file.language == program::Language::markup && file.dialect == program::Dialect::html) continue;
    std::vector<FormField> found = Fields(input, words, messages, owners, static_cast<int>(i)).run();
    out.insert(out.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
  }
  return out;
}

}  // namespace qiyue::scan
