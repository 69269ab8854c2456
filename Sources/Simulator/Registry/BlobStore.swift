// SPDX-License-Identifier: MIT

/// Uploaded bytes.
final class BlobStore {
  private struct Entry {
    var bytes: [UInt8]
    var owner: UInt64
  }

  /// The uploads, by the whole id, so that the same bytes of two accounts stay apart.
  private var entries: [String: Entry] = [:]

  /// Keeps bytes for an account and returns the blob id for it.
  func upload(_ bytes: [UInt8], account: UInt64) -> String {
    let id = BlobID(bytes: bytes, account: account)
    entries[id.text] = Entry(bytes: bytes, owner: account)
    return id.text
  }

  /// Keeps the bytes behind a blob id for the server itself, and returns the id for that.
  func keep(_ blobID: String) -> String {
    guard let id = BlobID(blobID), let entry = entries[id.text] else { return blobID }
    let kept = id.kept.text
    if entries[kept] == nil { entries[kept] = entry }
    return kept
  }

  /// The bytes behind a blob id, as far as an account may read them; any account if it is nil.
  func bytes(of blobID: String, account: UInt64?) -> [UInt8]? {
    guard let id = BlobID(blobID), let entry = entries[id.text] else { return nil }
    return account == nil || entry.owner == account ? entry.bytes : nil
  }
}
