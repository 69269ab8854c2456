// SPDX-License-Identifier: MIT
#ifndef CLIBCURL_SHIM_H
#define CLIBCURL_SHIM_H

#include <curl/curl.h>

// curl_easy_setopt and curl_easy_getinfo are variadic, which Swift cannot call.
// There is one wrapper for each type of the last argument, so that a value of
// another size never reaches va_arg.

/// Sets an option that takes a `long`.
static inline CURLcode clibcurl_set_long(CURL *_Nonnull easy, CURLoption option, long value) {
  return curl_easy_setopt(easy, option, value);
}

/// Sets an option that takes a `curl_off_t`, which is wider than `long` on some systems.
static inline CURLcode clibcurl_set_offset(
    CURL *_Nonnull easy, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(easy, option, value);
}

/// Sets an option that takes a string, which libcurl copies; NULL brings back its default.
static inline CURLcode clibcurl_set_string(
    CURL *_Nonnull easy, CURLoption option, const char *_Nullable value) {
  return curl_easy_setopt(easy, option, value);
}

/// Sets an option that takes a pointer, which libcurl keeps: the caller must keep its target.
static inline CURLcode clibcurl_set_pointer(
    CURL *_Nonnull easy, CURLoption option, const void *_Nullable value) {
  return curl_easy_setopt(easy, option, value);
}

/// Sets CURLOPT_WRITEFUNCTION or CURLOPT_HEADERFUNCTION; a type for Swift's closure to match.
static inline CURLcode clibcurl_set_write_callback(
    CURL *_Nonnull easy, CURLoption option, curl_write_callback _Nonnull callback) {
  return curl_easy_setopt(easy, option, callback);
}

/// Sets CURLOPT_READFUNCTION; a type for Swift's closure to match.
static inline CURLcode clibcurl_set_read_callback(
    CURL *_Nonnull easy, curl_read_callback _Nonnull callback) {
  return curl_easy_setopt(easy, CURLOPT_READFUNCTION, callback);
}

/// Sets CURLOPT_XFERINFOFUNCTION; a type for Swift's closure to match.
static inline CURLcode clibcurl_set_progress_callback(
    CURL *_Nonnull easy, curl_xferinfo_callback _Nonnull callback) {
  return curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, callback);
}

/// Reads a fact that is a `long`.
static inline CURLcode clibcurl_get_long(CURL *_Nonnull easy, CURLINFO info, long *_Nonnull value) {
  return curl_easy_getinfo(easy, info, value);
}

/// Reads a fact that is a `curl_off_t`.
static inline CURLcode clibcurl_get_offset(
    CURL *_Nonnull easy, CURLINFO info, curl_off_t *_Nonnull value) {
  return curl_easy_getinfo(easy, info, value);
}

/// The directory of trusted certificates that libcurl was built with, or NULL.
///
/// Older libraries have a shorter structure, which only `age` tells.
static inline const char *_Nullable clibcurl_built_in_ca_directory(void) {
  const curl_version_info_data *version = curl_version_info(CURLVERSION_NOW);
  return version->age >= CURLVERSION_SEVENTH ? version->capath : NULL;
}

#endif
