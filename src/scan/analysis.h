// The models behind one solver run, and what they saw: calls of the platform, sources of personal information, stores that leave a trace.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "scan/fields.h"
#include "scan/models.h"
#include "scan/solver.h"
#include "scan/templates.h"

namespace qiyue::scan {

struct Source {
  enum class Kind : std::uint8_t { use, field, answer } kind = Kind::use;
  Atom path = 0;  // use: what was called
  std::uint32_t code =
      0;  // use: instruction (+ 1) of the call or reference; answer: offset in the file where it came in
  std::uint32_t field = 0;  // field or template use: its number
  std::uint32_t unit = 0;   // answer: where the offset counts
  Atom name = 0;            // answer: name of the field
};

// What a path such as "wx.createMapContext().moveToLocation" is called on its platform: "MapContext.moveToLocation".
struct ApiName {
  std::string root;  // wx
  std::string rest;  // MapContext.moveToLocation
  const knowledge::PlatformApi* api = nullptr;
};

// An event of an element and the handler it is bound to.
struct Binding {
  int file = 0;
  std::uint32_t node = 0;
  std::string event;                   // tap
  std::string handler;                 // onTap
  std::size_t argument = 0;            // place of the event among what the handler gets
  std::vector<std::uint32_t> sources;  // what the event brings, as numbers of Analysis::sources
  bool form = false;                   // the submit event of a form
};

class Analysis : public Models {
 public:
  Analysis(World& world, const std::vector<TemplateUse>& uses, const std::vector<FormField>& fields);

  void begin(Solver& solver) override;
  void call(Solver& solver, Site site, Value callee, NodeId self, Arguments args, NodeId result, std::uint8_t flags,
            bool constructed) override;
  bool method(Solver& solver, Site site, Value receiver, Atom name, Arguments args, NodeId result) override;
  Value package(Solver& solver, Atom specifier) override;
  void jsx(Solver& solver, Site site, NodeId tag, NodeId props, NodeId result) override;
  void unknown_call(Solver& solver, Site site, Arguments args, NodeId result) override;
  void read(Solver& solver, Value object, Atom name, NodeId to) override;
  [[nodiscard]] bool drops_information(Atom name) const override;
  [[nodiscard]] bool lacks(std::uint32_t mark, Atom name) const override;
  [[nodiscard]] bool picks(std::uint32_t mark) const override;
  [[nodiscard]] bool takes_information(Atom path) override;
  [[nodiscard]] std::ptrdiff_t chain_limit(Atom path) override;
  void on_value(Solver& solver, std::uint32_t topic, std::uint32_t payload, Value value) override;
  void on_field(Solver& solver, std::uint32_t topic, std::uint32_t payload, Atom name, NodeId field) override;
  bool settle(Solver& solver, int round) override;

  [[nodiscard]] const ApiName& api_of(Atom path);
  [[nodiscard]] bool is_api_root(std::string_view root) const;
  // Data items that a field "userPhone" of a server's answer stands for; empty for most names.
  [[nodiscard]] const std::vector<std::string>& items_of_name(Atom name);
  [[nodiscard]] const std::vector<Binding>& bindings() const { return bindings_; }
  // The object whose fields a template sees: a page's or component's data, a Vue component itself. Empty when there is none.
  [[nodiscard]] std::vector<NodeId> template_scopes(Solver& solver, int template_file);

  World& world;
  std::vector<Source> sources;
  struct DataSite {  // a setData call
    Site site;
    Value owner;
    NodeId patch;
  };
  std::vector<DataSite> data_sites;
  struct Hook {  // what stands in `function` is started by the platform
    NodeId function;
    Trigger trigger;
  };
  std::vector<Hook> hooks;
  NodeId app_node = kNoNode;  // what getApp() gives
  [[nodiscard]] Value storage_object() const { return storage_object_; }

 private:
  enum class Topic : std::uint32_t {
    page_options,
    app_options,
    component_options,
    vue_options,
    methods,     // payload: owner; every function in it is started by the platform or the template
    data_patch,  // payload: owner; an object given to setData
    vue_data,
    vue_computed,
    entry,  // payload: owner; a function with a name the platform knows
    globals,
    mixins,
    callbacks,  // payload: into callbacks_; an options object whose functions are called
    storage,    // payload: into storage_accesses_; a key
    stored,     // payload: into stored_reads_; what stands in storage
    started,    // payload: into starts_; a function there is started by the platform or the template
    // store_model.cpp
    pinia,          // payload: owner; what defineStore() got
    vuex,           // payload: owner; a store's or module's options
    vuex_table,     // payload: owner; mutations and actions
    vuex_getters,   // payload: owner
    vuex_modules,   // payload: owner
    commit,         // payload: into commits_; a name
    mapping,        // payload: into mappings_; names
    drawn,          // payload: owner; what draws a page
    attributes_of,  // payload: into elements_; attributes of an element in JSX
    attributes,
  };
  struct Owner {  // an object with methods: a page, a component, the app
    Value self = 0;
    enum class Kind : std::uint8_t { app, page, component, vue } kind = Kind::page;
    int file = -1;
    bool mixin = false;  // what is watched lends itself to `self`, maybe to others too
  };

  // bindings.cpp
  void read_bindings(Solver& solver);
  void read_templates();
  NodeId event_node(Solver& solver, std::uint32_t number);
  static std::string dataset_name(std::string_view attribute);
  std::vector<NodeId> template_values(Solver& solver, int file, std::uint32_t element, std::string_view path);
  void fill_dataset(Solver& solver, const Binding& binding, Value dataset);
  NodeId parameters_node(Solver& solver, int file);  // of the page's URL
  void bind_setup(Solver& solver);
  void bind_owner(Solver& solver, std::uint32_t number);  // two-way bindings of its template
  void bind_path(Solver& solver, NodeId base, std::string_view path, NodeId value);
  // Of the page or component whose script stands in `file`.
  [[nodiscard]] const std::vector<int>& templates_of(int file) const;
  // language_model.cpp
  bool call_language(Solver& solver, Site site, std::string_view path, NodeId self, Arguments args, NodeId result,
                     bool constructed);
  void promise_all(Solver& solver, NodeId list, NodeId result, Site site);
  void then(Solver& solver, Site site, Value receiver, std::string_view name, Arguments args, NodeId result);
  // store_model.cpp
  struct Commit {
    NodeId name, payload, result;
  };
  struct Mapping {  // mapState(…) and the like
    enum class Kind : std::uint8_t { state, getter, function } kind;
    Value mapped;
    NodeId store, space;  // Pinia's store; Vuex' module
  };
  struct Element {  // in JSX
    int file;
    std::uint32_t node;
  };
  static Value made_function(Solver& solver, std::string_view name, std::uint32_t about);
  void call_made(Solver& solver, Site site, Value callee, Arguments args, NodeId result);
  bool call_store(Solver& solver, Site site, std::string_view path, Arguments args, NodeId result);
  void begin_stores(Solver& solver);
  void draw_default(Solver& solver, int file);
  void draw(Solver& solver, std::uint32_t number, Value function);
  void on_store_value(Solver& solver, Topic topic, std::uint32_t payload, Value value);
  void on_store_field(Solver& solver, Topic topic, std::uint32_t payload, Atom name, NodeId field);
  void map_name(Solver& solver, const Mapping& mapping, Atom as, Atom name);
  static std::string event_of_name(std::string_view attribute);
  std::uint32_t add_commit(Commit call) {
    commits_.push_back(call);
    return static_cast<std::uint32_t>(commits_.size() - 1);
  }
  // client_model.cpp
  void read_clients();
  [[nodiscard]] std::size_t client_name(std::string_view path) const;
  bool call_client(Solver& solver, std::string_view path, PlatformCall& seen, bool constructed);
  // platform_model.cpp
  void add_made(Solver& solver, Atom path, NodeId result);
  static void find_payload(Solver& solver, std::string_view rest, PlatformCall& call);
  void call_platform(Solver& solver, Site site, Value callee, Arguments args, NodeId result);
  // Functions handed over directly or as success, complete, fail … of an options object; `outcome` is what they get.
  struct Callbacks {
    Site site;
    NodeId options, outcome;
  };
  void call_options(Solver& solver, Site site, Arguments args, NodeId outcome);
  struct StorageAccess {
    NodeId key, value;
    bool store, folded = false;
  };
  struct StoredRead {  // of what was kept under a key
    NodeId place, value;
    bool lent[2] = {false, false};  // as an object, as an array
  };
  void reach_storage(Solver& solver, const StorageAccess& access, Atom key);
  void read_storage(Solver& solver, std::uint32_t number, Value value);
  bool fold_storage_keys(Solver& solver);
  void call_storage(Solver& solver, std::string_view rest, Arguments args, NodeId outcome);
  [[nodiscard]] bool from_parameter(const Site& site, const Solver& solver) const;
  static std::string join_words(std::string_view name);
  Value source_value(Solver& solver, const Source& source);
  // Where the answer that `code` (instruction + 1) reads from came into the function: a parameter, or what a call gave.
  [[nodiscard]] Source answer_at(std::uint32_t code) const;
  // app_model.cpp
  bool call_framework(Solver& solver, Site site, std::string_view path, Arguments args, NodeId result,
                      bool constructed);
  void own(Solver& solver, Value self, Owner::Kind kind, int file);
  void mix(Solver& solver, const Owner& owner, Value mixin);
  static Value instance_of_class(Solver& solver, std::uint32_t owner, Value made_by);
  void start(Solver& solver, std::uint32_t owner, Atom name, NodeId function);
  bool call_component_method(Solver& solver, Site site, Value receiver, std::string_view name, Arguments args,
                             NodeId result);
  void patch_data(Solver& solver, Value owner, Atom path, NodeId value);
  std::uint32_t add_owner(Owner owner) {
    owners_.push_back(owner);
    return static_cast<std::uint32_t>(owners_.size() - 1);
  }
  NodeId field_node(Solver& solver, Value value, std::string_view name) {
    return solver.field(value, solver.atoms.intern(name));
  }
  [[nodiscard]] int file_of(const Solver& solver, const Site& site) const;
  // Whether the program itself is in that file: App.vue, app.tsx. What starts there starts with the program.
  [[nodiscard]] bool is_app_file(int file) const;

  const std::vector<TemplateUse>& template_uses_;
  const std::vector<FormField>& form_fields_;
  std::vector<Binding> bindings_;
  std::map<int, std::vector<std::uint32_t>> bindings_of_file_;
  std::vector<std::vector<int>> templates_of_file_;
  std::map<std::uint32_t, NodeId> events_;
  std::map<int, NodeId> parameters_;
  std::vector<Callbacks> callbacks_;
  std::vector<Commit> commits_;
  std::vector<Mapping> mappings_;
  std::vector<Element> elements_;
  std::map<int, std::unordered_map<std::uint32_t, std::uint32_t>> element_nodes_;  // by file: offset -> node
  std::map<std::pair<int, std::uint32_t>, std::vector<std::uint32_t>> brought_;    // sources of an element's events
  Value intercepted_ = 0;  // what interceptors of the platform's own request() get and change
  Value vuex_object_ = 0, vuex_arguments_ = 0, vuex_results_ = 0;
  std::vector<StorageAccess> storage_accesses_;
  std::vector<StoredRead> stored_reads_;
  struct Start {
    std::uint32_t owner;
    Atom name;
    NodeId field;
    bool done = false;
  };
  Chunked<Start> starts_;
  std::vector<Owner> owners_;
  std::map<std::pair<Value, int>, std::uint32_t> owner_of_;
  std::set<std::pair<Value, Value>> mixed_;  // (component, what it mixes in)
  std::unordered_map<Atom, ApiName> api_names_;
  std::map<std::string, const knowledge::UniApi*, std::less<>> facade_apis_;
  std::vector<std::string> roots_, facades_;
  std::vector<std::string> clients_;  // "npm:axios": packages that send requests, longest names first
  std::map<std::string, const knowledge::Platform*, std::less<>> platform_of_root_;
  std::vector<std::string>
      classes_;  // "MapContext", "RecorderManager": objects of the platform that have methods of interest
  std::map<std::tuple<int, std::uint32_t, std::uint32_t, std::uint32_t>, std::uint32_t> source_numbers_;
  std::unordered_map<Atom, std::vector<std::string>> name_items_;
  std::map<std::string, std::string, std::less<>> item_words_;
  std::set<std::string, std::less<>> other_words_;  // names that look like an item and are none: shopPhone
  FlatSet<std::uint64_t> plain_calls_;              // (instruction, path) of calls that hand over nothing
  NodeId storage_ = kNoNode;
  Value storage_object_ = 0, globals_object_ = 0, prototype_object_ = 0, events_object_ = 0;
  std::vector<Atom> dropped_;
};

}  // namespace qiyue::scan
