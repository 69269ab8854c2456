// SPDX-License-Identifier: MIT

internal import CLibcurl
internal import Glibc
internal import HTTP

/// libcurl, loaded and started once, by whoever needs it first.
enum Library {
  /// Its functions.
  ///
  /// - Throws: ``TransportError/libraryMissing(detail:)``, ``TransportError/outOfMemory``.
  static func functions() throws(TransportError) -> UnsafePointer<clibcurl_functions> {
    try unsafe loaded.get()
  }

  /// The names under which distributions install it, by their TLS libraries.
  private static let names = ["libcurl.so.4", "libcurl-gnutls.so.4"]

  nonisolated(unsafe) private static let loaded:
    Result<UnsafePointer<clibcurl_functions>, TransportError> = unsafe load()

  private static func load() -> Result<UnsafePointer<clibcurl_functions>, TransportError> {
    var detail = ""
    for name in names {
      guard let functions = unsafe clibcurl_load(name) else {
        if detail.isEmpty, let reason = unsafe dlerror() { detail = unsafe String(cString: reason) }
        continue
      }
      guard unsafe functions.pointee.global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK else {
        return unsafe .failure(.outOfMemory)
      }
      return unsafe .success(functions)
    }
    return unsafe .failure(.libraryMissing(detail: detail))
  }
}
