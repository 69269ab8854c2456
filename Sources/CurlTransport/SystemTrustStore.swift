// SPDX-License-Identifier: MIT

internal import CLibcurl
internal import Glibc

/// Where the system keeps the certificates it trusts.
final class SystemTrustStore {
  /// The directory with one certificate a file, named by the hash of its subject;
  /// nil if there is none, so that libcurl's own bundle applies.
  private(set) var directory: String?

  /// Looks at the directory that libcurl was built with, else at the usual one.
  init() {
    let curl = unsafe try? Library.functions()
    let builtIn = unsafe curl.flatMap { unsafe clibcurl_built_in_ca_directory($0) }
    let path = unsafe builtIn.map { unsafe String(cString: $0) } ?? "/etc/ssl/certs"
    directory = holdsHashedCertificates(path) ? path : nil
  }

  /// Turns from the directory to the bundle; false if it is in use already.
  func useBundle() -> Bool {
    defer { directory = nil }
    return directory != nil
  }
}

/// Whether a directory has an entry such as `0a1b2c3d.0`, as `openssl rehash` makes them.
///
/// Stops at the first one: such directories hold hundreds of entries.
func holdsHashedCertificates(_ path: String) -> Bool {
  guard let stream = unsafe opendir(path) else { return false }
  defer { unsafe closedir(stream) }
  while let entry = unsafe readdir(stream) {
    let isHashed = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { name in
      unsafe name[..<8].allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        && name[8] == UInt8(ascii: ".") && (0x30...0x39).contains(name[9])
    }
    if isHashed { return true }
  }
  return false
}
