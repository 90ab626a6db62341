# Debian's libraries and the C sources that npm brings (docs/dependencies.md tells what each is for).
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json)
find_package(yaml-cpp REQUIRED)
find_package(fmt REQUIRED)
find_package(pugixml REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n data)
find_package(SQLite3 REQUIRED)
find_package(PkgConfig REQUIRED)
foreach(package re2 libcmark-gfm gumbo libzip libsodium libgit2 cairo-pdf pangocairo libqpdf)
  pkg_check_modules(${package} REQUIRED IMPORTED_TARGET ${package})
endforeach()
find_library(QIYUE_CMARK_EXTENSIONS cmark-gfm-extensions REQUIRED)
find_path(QIYUE_VALIJSON valijson/validator.hpp REQUIRED)
find_path(QIYUE_CLI11 CLI/CLI.hpp REQUIRED)
find_path(QIYUE_EXPECTED tl/expected.hpp REQUIRED)

set(third_party ${CMAKE_SOURCE_DIR}/third_party/node_modules)
if(NOT EXISTS ${third_party}/tree-sitter/vendor/tree-sitter/lib/src/lib.c)
  message(FATAL_ERROR "The tree-sitter sources are missing. Run scripts/setup.sh, or: cd third_party && npm ci")
endif()
add_library(tree_sitter STATIC
  ${third_party}/tree-sitter/vendor/tree-sitter/lib/src/lib.c
  ${third_party}/tree-sitter-javascript/src/parser.c
  ${third_party}/tree-sitter-javascript/src/scanner.c
  ${third_party}/tree-sitter-typescript/typescript/src/parser.c
  ${third_party}/tree-sitter-typescript/typescript/src/scanner.c
  ${third_party}/tree-sitter-typescript/tsx/src/parser.c
  ${third_party}/tree-sitter-typescript/tsx/src/scanner.c
  ${third_party}/tree-sitter-json/src/parser.c)
# Always optimised: a parser at -O1 triples the time of every test that reads a program. The switch
# tables of the grammars never fail under UBSan and only cost time there; AddressSanitizer stays.
target_compile_options(tree_sitter PRIVATE -w -O2 -g0)
set_target_properties(tree_sitter PROPERTIES UNITY_BUILD OFF)
if(QIYUE_SANITIZE)
  target_compile_options(tree_sitter PRIVATE -fno-sanitize=undefined)
endif()
target_compile_definitions(tree_sitter PRIVATE _DEFAULT_SOURCE _POSIX_C_SOURCE=200809L)
target_include_directories(tree_sitter PRIVATE
  ${third_party}/tree-sitter/vendor/tree-sitter/lib/src
  ${third_party}/tree-sitter-typescript/typescript/src)
target_include_directories(tree_sitter SYSTEM PUBLIC ${third_party}/tree-sitter/vendor/tree-sitter/lib/include)

# One target for all of it: the linker drops what a program does not use (--as-needed).
add_library(qiyue_third_party INTERFACE)
target_link_libraries(qiyue_third_party INTERFACE
  tree_sitter Boost::json yaml-cpp fmt::fmt pugixml::pugixml ICU::i18n ICU::uc ICU::data SQLite::SQLite3
  PkgConfig::re2 ${QIYUE_CMARK_EXTENSIONS} PkgConfig::libcmark-gfm PkgConfig::gumbo PkgConfig::libzip
  PkgConfig::libsodium PkgConfig::libgit2 Threads::Threads)
target_compile_definitions(qiyue_third_party INTERFACE BOOST_JSON_DYN_LINK=1)
