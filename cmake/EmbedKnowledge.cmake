# knowledge/ -> one blob inside the program. The tool qiyue_embed validates and packs the folder; what it
# writes defines `std::string_view qiyue::knowledge::embedded()`.
file(GLOB embed_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/knowledge/embed/*.cpp)
if(embed_sources)
  # The one file that needs what the tool is still to make stays an object of its own, which the tool then does not draw in.
  set_source_files_properties(${CMAKE_SOURCE_DIR}/src/knowledge/builtin.cpp PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
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
  # Objects, not an archive: they are linked whatever the order of the libraries. With them comes what reads the
  # blob (src/knowledge/embedded/), which the tool itself cannot contain.
  file(GLOB embedded_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/knowledge/embedded/*.cpp)
  add_library(qiyue_embedded_knowledge OBJECT ${embedded} ${embedded_sources})
  target_link_libraries(qiyue_embedded_knowledge PUBLIC qiyue_knowledge qiyue_options qiyue_third_party)
  set(QIYUE_GENERATED qiyue_embedded_knowledge CACHE INTERNAL "")
endif()
