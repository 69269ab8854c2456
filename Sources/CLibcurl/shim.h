// SPDX-License-Identifier: MIT
#ifndef CLIBCURL_SHIM_H
#define CLIBCURL_SHIM_H

#include <curl/curl.h>
#include <dlfcn.h>
#include <stdlib.h>

/// The functions of libcurl that are called, as curl.h declares them.
///
/// The library is loaded when a request is made, not when the program starts: it
/// brings some thirty others, and loading them takes longer than all the rest of
/// `--version`, `help`, `completion` or a `describe` from the cache.
typedef struct {
  CURLcode (*_Nonnull global_init)(long);
  CURL *_Nullable (*_Nonnull easy_init)(void);
  void (*_Nonnull easy_cleanup)(CURL *_Nonnull);
  void (*_Nonnull easy_reset)(CURL *_Nonnull);
  CURLcode (*_Nonnull easy_setopt)(CURL *_Nonnull, CURLoption, ...);
  CURLcode (*_Nonnull easy_getinfo)(CURL *_Nonnull, CURLINFO, ...);
  CURLcode (*_Nonnull easy_perform)(CURL *_Nonnull);
  const char *_Nonnull (*_Nonnull easy_strerror)(CURLcode);
  struct curl_slist *_Nullable (*_Nonnull slist_append)(
      struct curl_slist *_Nullable, const char *_Nonnull);
  void (*_Nonnull slist_free_all)(struct curl_slist *_Nullable);
  curl_version_info_data *_Nonnull (*_Nonnull version_info)(CURLversion);
} clibcurl_functions;

/// Loads a shared library and finds the functions in it, for the rest of the program's life.
///
/// Returns NULL if it is not there or lacks a function; dlerror() tells which.
static inline const clibcurl_functions *_Nullable clibcurl_load(const char *_Nonnull name) {
  void *library = dlopen(name, RTLD_LAZY | RTLD_LOCAL);
  if (library == NULL) return NULL;
  clibcurl_functions *functions = calloc(1, sizeof *functions);
  if (functions == NULL) return NULL;
// The conversion goes through memory, because C has none from void * to a function.
#define CLIBCURL_FIND(member)                                                  \
  if ((*(void **)&functions->member = dlsym(library, "curl_" #member)) == NULL) { \
    free(functions);                                                           \
    return NULL;                                                               \
  }
  CLIBCURL_FIND(global_init)
  CLIBCURL_FIND(easy_init)
  CLIBCURL_FIND(easy_cleanup)
  CLIBCURL_FIND(easy_reset)
  CLIBCURL_FIND(easy_setopt)
  CLIBCURL_FIND(easy_getinfo)
  CLIBCURL_FIND(easy_perform)
  CLIBCURL_FIND(easy_strerror)
  CLIBCURL_FIND(slist_append)
  CLIBCURL_FIND(slist_free_all)
  CLIBCURL_FIND(version_info)
#undef CLIBCURL_FIND
  return functions;
}

// curl_easy_setopt and curl_easy_getinfo are variadic, which Swift cannot call.
// There is one wrapper for each type of the last argument, so that a value of
// another size never reaches va_arg.

/// Sets an option that takes a `long`.
static inline CURLcode clibcurl_set_long(
    const clibcurl_functions *_Nonnull functions, CURL *_Nonnull easy, CURLoption option,
    long value) {
  return functions->easy_setopt(easy, option, value);
}

/// Sets an option that takes a `curl_off_t`, which is wider than `long` on some systems.
static inline CURLcode clibcurl_set_offset(
    const clibcurl_functions *_Nonnull functions, CURL *_Nonnull easy, CURLoption option,
    curl_off_t value) {
  return functions->easy_setopt(easy, option, value);
}

/// Sets an option that takes a string, which libcurl copies; NULL brings back its default.
static inline CURLcode clibcurl_set_string(
    const clibcurl_functions *_Nonnull functions, CURL *_Nonnull easy, CURLoption option,
    const char *_Nullable value) {
  return functions->easy_setopt(easy, option, value);
}

/// Sets an option that takes a pointer, which libcurl keeps: the caller must keep its target.
static inline CURLcode clibcurl_set_pointer(
    const clibcurl_functions *_Nonnull functions, CURL *_Nonnull easy, CURLoption option,
    const void *_Nullable value) {
  return functions->easy_setopt(easy, option, value);
}

/// Sets CURLOPT_WRITEFUNCTION or CURLOPT_HEADERFUNCTION; a type for Swift's closure to match.
static inline CURLcode clibcurl_set_write_callback(
    const clibcurl_functions *_Nonnull functions, CURL *_Nonnull easy, CURLoption option,
    curl_write_callback _Nonnull callback) {
  return functions->easy_setopt(easy, option, callback);
}

/// Sets CURLOPT_READFUNCTION; a type for Swift's closure to match.
static inline CURLcode clibcurl_set_read_callback(
    const clibcurl_functions *_Nonnull functions, CURL *_Nonnull easy,
    curl_read_callback _Nonnull callback) {
  return functions->easy_setopt(easy, CURLOPT_READFUNCTION, callback);
}

/// Sets CURLOPT_XFERINFOFUNCTION; a type for Swift's closure to match.
static inline CURLcode clibcurl_set_progress_callback(
    const clibcurl_functions *_Nonnull functions, CURL *_Nonnull easy,
    curl_xferinfo_callback _Nonnull callback) {
  return functions->easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, callback);
}

/// Reads a fact that is a `long`.
static inline CURLcode clibcurl_get_long(
    const clibcurl_functions *_Nonnull functions, CURL *_Nonnull easy, CURLINFO info,
    long *_Nonnull value) {
  return functions->easy_getinfo(easy, info, value);
}

/// Reads a fact that is a `curl_off_t`.
static inline CURLcode clibcurl_get_offset(
    const clibcurl_functions *_Nonnull functions, CURL *_Nonnull easy, CURLINFO info,
    curl_off_t *_Nonnull value) {
  return functions->easy_getinfo(easy, info, value);
}

/// The directory of trusted certificates that libcurl was built with, or NULL.
///
/// Older libraries have a shorter structure, which only `age` tells.
static inline const char *_Nullable clibcurl_built_in_ca_directory(
    const clibcurl_functions *_Nonnull functions) {
  const curl_version_info_data *version = functions->version_info(CURLVERSION_NOW);
  return version->age >= CURLVERSION_SEVENTH ? version->capath : NULL;
}

#endif
