# Names of packages by system stand in scripts/packages; here is what CMake calls them.
find_package(PkgConfig REQUIRED)
pkg_check_modules(xapian REQUIRED IMPORTED_TARGET xapian-core>=1.4)
pkg_check_modules(utf8proc REQUIRED IMPORTED_TARGET libutf8proc)
pkg_check_modules(md4c REQUIRED IMPORTED_TARGET md4c)
pkg_check_modules(jansson REQUIRED IMPORTED_TARGET jansson)
pkg_check_modules(libxml2 REQUIRED IMPORTED_TARGET libxml-2.0)
pkg_check_modules(poppler-glib REQUIRED IMPORTED_TARGET poppler-glib>=0.82)
pkg_check_modules(libcurl REQUIRED IMPORTED_TARGET libcurl>=7.85)
pkg_check_modules(xxhash REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(zstd REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(zlib REQUIRED IMPORTED_TARGET zlib)

# libstemmer ships no pkg-config file.
find_path(STEMMER_INCLUDE_DIR libstemmer.h REQUIRED)
find_library(STEMMER_LIBRARY stemmer REQUIRED)
add_library(stemmer INTERFACE IMPORTED)
target_include_directories(stemmer INTERFACE ${STEMMER_INCLUDE_DIR})
target_link_libraries(stemmer INTERFACE ${STEMMER_LIBRARY})

# opened_library(PACKAGE NAME): the target Opened::PACKAGE, for a library that few runs need and that
# brings many others with it. Who links it gets the headers of lib<NAME>, but not the library: base's
# library_open opens that, by the soname, which is defined as a string (POPPLER_GLIB_SONAME).
function(opened_library package name)
  set(file ${${package}_LINK_LIBRARIES})
  list(FILTER file INCLUDE REGEX "/lib${name}\\.")
  execute_process(COMMAND ${CMAKE_OBJDUMP} -p ${file} OUTPUT_VARIABLE headers)
  if(NOT headers MATCHES "SONAME +([^ \n]+)")
    message(FATAL_ERROR "${package}: found no SONAME of lib${name} (in \"${file}\")")
  endif()
  set(soname ${CMAKE_MATCH_1})
  string(TOUPPER ${package} definition)
  string(MAKE_C_IDENTIFIER ${definition} definition)
  add_library(Opened::${package} INTERFACE IMPORTED)
  target_include_directories(Opened::${package} INTERFACE ${${package}_INCLUDE_DIRS})
  target_compile_options(Opened::${package} INTERFACE ${${package}_CFLAGS_OTHER})
  target_compile_definitions(Opened::${package} INTERFACE ${definition}_SONAME="${soname}")
  message(STATUS "${package}: ${soname} is opened when needed")
endfunction()
