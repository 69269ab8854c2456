// SPDX-License-Identifier: MIT

internal import Glibc

/// The system's crypt(3), which knows `$1$`, `$5$`, `$6$`, `$2b$` and their like.
///
/// It is looked up when the first such hash is met: a machine without libcrypt has no such logins.
enum CryptLibrary {
  private typealias Function =
    @convention(c) (
      UnsafePointer<CChar>, UnsafePointer<CChar>, UnsafeMutableRawPointer
    ) -> UnsafeMutablePointer<CChar>?

  /// More than any system's `struct crypt_data` takes.
  private static let workspace = 256 * 1024

  /// Whether a password has a hash; false where the library is missing.
  static func matches(_ password: String, hash: String) -> Bool {
    guard !password.utf8.contains(0), let library = unsafe dlopen("libcrypt.so.1", RTLD_NOW) else {
      return false
    }
    defer { unsafe dlclose(library) }
    // The one that threads can call at the same time: it works in memory of the caller.
    guard let symbol = unsafe dlsym(library, "crypt_r") else { return false }
    let crypt = unsafe unsafeBitCast(symbol, to: Function.self)
    guard let memory = unsafe calloc(1, workspace) else { return false }
    defer { unsafe free(memory) }
    guard let result = unsafe crypt(password, hash, memory) else { return false }
    return unsafe String(cString: result).utf8.elementsEqual(hash.utf8)
  }
}
