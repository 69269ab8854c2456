// SPDX-License-Identifier: MIT

/// Uploaded bytes.
final class BlobStore {
  /// Keeps bytes for an account and returns the blob id for it.
  func upload(_ bytes: [UInt8], account: UInt64) -> String { "" }

  /// The bytes behind a blob id, as far as an account may read them.
  func bytes(of blobID: String, account: UInt64) -> [UInt8]? { nil }
}
