# Compiler, linker and warning settings of our own code.
option(QIYUE_TESTS "Build the GoogleTest binaries" ON)
option(QIYUE_FUZZ "Instrument for libFuzzer and build tests/fuzz (clang only)" OFF)
option(QIYUE_BENCH "Build bench/" OFF)
option(QIYUE_PRELUDE "Precompile the headers that nearly every file includes" ON)
set(QIYUE_SANITIZE "" CACHE STRING "Comma-separated list for -fsanitize=, empty for none")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_PCH_WARN_INVALID OFF)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Dev, Release or Sanitize" FORCE)
endif()
# assert() stays on in every build type: a wrong legal text is worse than a stopped program.
foreach(language C CXX)
  set(CMAKE_${language}_FLAGS_DEV "-O1 -g1")
  set(CMAKE_${language}_FLAGS_RELEASE "-O2")
  # Unoptimised: with sanitizers the optimiser takes three quarters of the compile time. The preset fuzz has -O2.
  set(CMAKE_${language}_FLAGS_SANITIZE "-O0 -gline-tables-only -fno-omit-frame-pointer")
endforeach()
foreach(kind EXE SHARED MODULE)
  set(CMAKE_${kind}_LINKER_FLAGS_DEV "")
  set(CMAKE_${kind}_LINKER_FLAGS_SANITIZE "")
endforeach()

find_program(QIYUE_CCACHE ccache)
if(QIYUE_CCACHE)
  # Another build directory, or another clone, finds what one has compiled; precompiled headers are cached too.
  set(base ${CMAKE_SOURCE_DIR})
  cmake_path(IS_PREFIX CMAKE_SOURCE_DIR ${CMAKE_BINARY_DIR} inside)
  if(NOT inside)
    set(base /)
  endif()
  set(launcher env CCACHE_NOHASHDIR=1 CCACHE_BASEDIR=${base}
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${QIYUE_CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()
find_program(QIYUE_MOLD mold)
if(QIYUE_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
add_link_options(-Wl,--as-needed)
add_compile_options(-ffile-prefix-map=${CMAKE_SOURCE_DIR}=.)

add_compile_options(-fPIE)
add_link_options(-pie)

if(QIYUE_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL Clang)
    message(FATAL_ERROR "QIYUE_FUZZ needs clang++: configure with the preset asan or fuzz")
  endif()
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
if(QIYUE_SANITIZE)
  add_compile_options(-fsanitize=${QIYUE_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${QIYUE_SANITIZE})
else()
  add_compile_options(-fstack-protector-strong)
  add_compile_definitions($<$<CONFIG:Release>:_FORTIFY_SOURCE=2>)
endif()

# Linked by every target of ours, never by third-party code.
add_library(qiyue_options INTERFACE)
target_include_directories(qiyue_options INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_definitions(qiyue_options INTERFACE _GLIBCXX_ASSERTIONS)
target_compile_options(qiyue_options INTERFACE
  -Werror -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual -Wextra-semi
  -Wimplicit-fallthrough -Wcast-qual -Wformat=2 -Wmissing-declarations)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  # Warnings that come from the optimiser's guesses; g++ 12 gives them on correct std::string and std::optional code.
  target_compile_options(qiyue_options INTERFACE
    -Wno-restrict -Wno-maybe-uninitialized -Wno-stringop-overflow -Wno-stringop-overread -Wno-array-bounds)
else()
  # libstdc++ 12's own std::stable_sort uses what it calls deprecated, and clang-19 says so in our files.
  target_compile_options(qiyue_options INTERFACE -Wno-deprecated-declarations)
  # clang counts signedness under -Wconversion, g++ does not; the reference compiler decides.
  target_compile_options(qiyue_options INTERFACE -Wno-sign-conversion -Wno-missing-field-initializers
    -Wno-missing-designated-field-initializers -Wno-unknown-warning-option)
endif()
