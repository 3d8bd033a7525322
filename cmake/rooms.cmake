# What every piece of our own code is compiled with.
add_library(strict INTERFACE)
target_compile_options(strict INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wswitch -Werror=switch -Wformat=2
  -Wcast-qual -Wwrite-strings -Wundef -Wvla
  $<$<COMPILE_LANGUAGE:C>:-Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition>)
target_compile_definitions(strict INTERFACE
  _XOPEN_SOURCE=700 LUPP_VERSION="${PROJECT_VERSION}")

option(LUPP_WERROR "Warnings are errors" OFF)
option(LUPP_SANITIZE "AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
option(FUZZ "Build libFuzzer programs too (clang only; see tests/fuzz)" OFF)
if(LUPP_WERROR)
  target_compile_options(strict INTERFACE -Werror)
endif()
if(LUPP_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=undefined
                      -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()
if(FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# room(NAME [MAY_USE ROOM...] [LIBRARIES LIB...]): the static library lib/NAME. Its sources stand in
# lib/NAME/CMakeLists.txt. base is linked publicly, since its types appear in every public header.
function(room name)
  cmake_parse_arguments(ROOM "" "" "MAY_USE;LIBRARIES" ${ARGN})
  add_library(${name} STATIC)
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR}/lib/${name})
  if("base" IN_LIST ROOM_MAY_USE)
    target_link_libraries(${name} PUBLIC base)
    list(REMOVE_ITEM ROOM_MAY_USE base)
  endif()
  target_link_libraries(${name} PRIVATE strict ${ROOM_MAY_USE} ${ROOM_LIBRARIES})
  add_subdirectory(${PROJECT_SOURCE_DIR}/lib/${name})
endfunction()

# program(NAME IN FOLDER MAY_USE ROOM... [LIBRARIES LIB...]): sources in FOLDER/CMakeLists.txt.
function(program name)
  cmake_parse_arguments(PROGRAM "" "IN" "MAY_USE;LIBRARIES" ${ARGN})
  add_executable(${name})
  target_link_libraries(${name} PRIVATE strict ${PROGRAM_MAY_USE} ${PROGRAM_LIBRARIES})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/${PROGRAM_IN})
  add_subdirectory(${PROJECT_SOURCE_DIR}/${PROGRAM_IN})
  install(TARGETS ${name} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endfunction()
