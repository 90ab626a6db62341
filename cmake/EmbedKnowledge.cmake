# knowledge/ -> one blob inside the program. The tool qiyue_embed validates and packs the folder; what it
# writes defines `std::string_view qiyue::knowledge::embedded()`.
file(GLOB embed_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/knowledge/embed/*.cpp)
if(embed_sources)
  file(GLOB_RECURSE knowledge_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/knowledge/*)
  add_executable(qiyue_embed ${embed_sources})
  target_link_libraries(qiyue_embed PRIVATE qiyue_knowledge qiyue_options qiyue_third_party)
  set(embedded ${CMAKE_BINARY_DIR}/embedded_knowledge.cpp)
  add_custom_command(
    OUTPUT ${embedded}
    COMMAND qiyue_embed ${CMAKE_SOURCE_DIR}/knowledge ${embedded}
    DEPENDS qiyue_embed ${knowledge_files}
    COMMENT "Embedding knowledge/"
    VERBATIM)
  # Objects, not an archive: they are linked whatever the order of the libraries.
  add_library(qiyue_embedded_knowledge OBJECT ${embedded})
  target_link_libraries(qiyue_embedded_knowledge PRIVATE qiyue_options)
  target_compile_options(qiyue_embedded_knowledge PRIVATE -w)
  set_target_properties(qiyue_embedded_knowledge PROPERTIES CXX_CLANG_TIDY "")
  set(QIYUE_GENERATED qiyue_embedded_knowledge CACHE INTERNAL "")
endif()
