// SPDX-License-Identifier: MIT

internal import CommandLine
internal import HTTP
internal import StalwartSchema
internal import Text

/// Where what was learnt about one server is kept between runs.
///
/// The layout is that of earlier clients: `KEY/latest` holds the hash of the
/// schema, `KEY/schema-HASH.json` the document. Beside it stands an index into it.
/// All of it is best effort: whatever cannot be read is not there, whatever cannot
/// be written is not kept.
struct CacheDirectory {
  /// The directory of this server.
  let path: String
  private let note: (String) -> Void

  /// How many documents are kept: the one in use, and one for a server that is being replaced.
  private static let keptDocuments = 2
  /// After how many seconds a temporary file is one that a killed run left behind.
  private static let temporaryLife = 3600

  /// Finds the directory; nil where the environment names none.
  ///
  /// `STALWART_CACHE_DIR` is the directory that holds those of the servers;
  /// without it they stand in `stalwart-cli` below the user's cache directory.
  /// `note` gets a line for whoever debugs.
  init?(for base: BaseURL, environment: Environment, note: @escaping (String) -> Void) {
    let parent: String
    if let directory = environment["STALWART_CACHE_DIR"] {
      parent = directory
    } else if let directory = environment["XDG_CACHE_HOME"], directory.hasPrefix("/") {
      parent = directory + "/stalwart-cli"
    } else if let home = environment["HOME"] {
      parent = home + "/.cache/stalwart-cli"
    } else {
      note("no cache: HOME is not set")
      return nil
    }
    path = parent + "/" + Base64.encodeForURL(SHA256.digest(of: Array(base.cacheIdentity.utf8)))
    self.note = note
  }

  // MARK: Schema

  /// The hash of the schema that the server had last; nil if none is known.
  var latestHash: String? {
    guard let bytes = try? FileSystem.read(path + "/latest") else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    let hash = String(text.drop(while: \.isWhitespace).prefix { !$0.isWhitespace })
    return Self.isHash(hash) ? hash : nil
  }

  /// For how many seconds the schema was not checked, judged by `now` in seconds since 1970.
  func age(now: Int) -> Int? {
    FileSystem.modificationTime(path + "/latest").map { now - $0 }
  }

  /// The schema of that hash, by the index that is kept beside it; nil if there is none,
  /// or if the document was touched since the index was made.
  func indexedSchema(_ hash: String) -> Schema? {
    guard var index = try? FileSystem.read(indexPath(hash)),
      let document = FileParts(documentPath(hash))
    else { return nil }
    // The stamp stands at the end, where it is taken off without a copy of the rest.
    let stamp = Self.stamp(document.length, document.changed)
    guard index.suffix(stamp.count).elementsEqual(stamp) else { return nil }
    index.removeLast(stamp.count)
    return Schema(index: index, documentLength: document.length, read: document.read)
  }

  /// The document of that hash; nil if it is not kept.
  func document(_ hash: String) -> [UInt8]? { try? FileSystem.read(documentPath(hash)) }

  /// Remembers that the server still has the schema that is kept.
  func markChecked() { FileSystem.touch(path + "/latest") }

  /// Keeps a document and makes it the latest; older ones are removed.
  func store(_ document: [UInt8], index: [UInt8], hash: String) {
    guard Self.isHash(hash), prepare() else { return }
    guard write(document, to: documentPath(hash)) else { return }
    store(index: index, hash: hash)
    makeLatest(hash)
  }

  /// Makes a document that is kept the latest; older ones are removed.
  func makeLatest(_ hash: String) {
    if write(Array(hash.utf8), to: path + "/latest") { prune(keeping: hash) }
  }

  /// Keeps the index into a document that is kept.
  func store(index: [UInt8], hash: String) {
    guard let document = FileParts(documentPath(hash)) else { return }
    _ = write(index + Self.stamp(document.length, document.changed), to: indexPath(hash))
  }

  /// What tells that a document is still the one that the index was made for.
  ///
  /// It is the length and the time of the last change: reading it whole to prove it would
  /// cost each run more than all the rest of its work.
  private static func stamp(_ length: Int, _ changed: Int) -> [UInt8] {
    [length, changed].flatMap { number in
      stride(from: 0, to: 64, by: 8).map { UInt8(truncatingIfNeeded: number >> $0) }
    }
  }

  /// Removes a document that turned out to be damaged.
  func discard(_ hash: String) {
    FileSystem.remove(documentPath(hash))
    FileSystem.remove(indexPath(hash))
    FileSystem.remove(path + "/latest")
    note("removed the damaged schema \(hash) from the cache")
  }

  /// What can be part of a file name and of the URL of a schema.
  static func isHash(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 128
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }

  private func documentPath(_ hash: String) -> String { "\(path)/schema-\(hash).json" }

  private func indexPath(_ hash: String) -> String { "\(path)/schema-\(hash).index" }

  // MARK: Files

  private func prepare() -> Bool {
    if FileSystem.makeDirectory(path) { return true }
    note("the cache directory \(path) cannot be made")
    return false
  }

  private func write(_ bytes: [UInt8], to file: String) -> Bool {
    do {
      // Whoever loses power loses a cache: not worth waiting for the disk.
      let pending = try PendingFile(file, .kept)
      try pending.write(bytes)
      try pending.commit(isSynced: false)
      return true
    } catch {
      note("\(file) cannot be written: \(error.reason)")
      return false
    }
  }

  /// Removes documents that are neither the latest nor the one before it, and
  /// temporary files that a run left behind.
  private func prune(keeping hash: String) {
    let names = FileSystem.names(in: path)
    let documents = names.filter { $0.hasPrefix("schema-") && $0.hasSuffix(".json") }
      .map { (name: $0, time: FileSystem.modificationTime(path + "/" + $0) ?? 0) }
      .sorted { $0.time > $1.time }
      .map(\.name)
    let current = "schema-\(hash).json"
    let kept = [current] + documents.filter { $0 != current }.prefix(Self.keptDocuments - 1)
    for name in documents where !kept.contains(name) { FileSystem.remove(path + "/" + name) }
    for name in names where name.hasSuffix(".index") {
      let document = name.dropLast(".index".count) + ".json"
      if !kept.contains(String(document)) { FileSystem.remove(path + "/" + name) }
    }
    // One of this moment may be another run's, which is about to give it its name.
    let latest = FileSystem.modificationTime(path + "/latest") ?? 0
    for name in names where name.mentions(FileSystem.temporaryInfix) {
      let time = FileSystem.modificationTime(path + "/" + name) ?? latest
      if time < latest - Self.temporaryLife { FileSystem.remove(path + "/" + name) }
    }
  }
}
