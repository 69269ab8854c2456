// SPDX-License-Identifier: MIT

internal import HTTP
internal import JMAP
internal import Registry
internal import StalwartSchema
internal import Text

/// Finds the schema of the server: in the cache while it is fresh, at the server otherwise.
///
/// The document never changes under its hash, so asking whether it is still the
/// right one costs an empty redirect.
final class SchemaSource {
  /// What the source needs of its surroundings.
  struct Surroundings {
    /// The cache; nil where there is none.
    var cache: CacheDirectory?
    /// The file that replaces the server's schema, if the person named one.
    var file: String?
    /// Whether the cached schema is checked however fresh it is.
    var isRefreshed: Bool
    /// For how many seconds a cached schema counts as fresh.
    var timeToLive: Int
    /// Seconds since 1970.
    var now: () -> Int
    /// The connection; throws where the person gave no way to connect.
    var connection: () throws(Failure) -> Connection
    /// Warns the person.
    var warn: (String) -> Void
    /// Tells whoever debugs.
    var note: (String) -> Void
  }

  private let surroundings: Surroundings
  private var schema: Schema?
  private var hash: String?
  /// Whether the schema is known to be the server's at this moment.
  private(set) var isChecked = false

  init(_ surroundings: Surroundings) { self.surroundings = surroundings }

  /// The schema to work with.
  func current() throws(Failure) -> Schema {
    if let schema { return schema }
    if let file = surroundings.file {
      let loaded = try Self.load(file: file)
      schema = loaded
      isChecked = true
      return loaded
    }
    if !surroundings.isRefreshed, isFresh, let cached = loadCached() { return cached }
    do throws(Failure) { return try check() } catch {
      // Without credentials nothing can be checked; whoever needs them says so later.
      guard error.isAboutAccess, let cached = schema ?? loadCached() else { throw error }
      return cached
    }
  }

  /// The schema at hand, however old, without asking the server.
  func cached() -> Schema? {
    if let file = surroundings.file { return try? Self.load(file: file) }
    return schema ?? loadCached()
  }

  /// Asks the server whether the schema in use is still its own.
  ///
  /// - Returns: the new schema; nil if it is the same, or cannot be checked,
  ///   which the person is told where `explains` is set.
  func refreshed(explains: Bool) -> Schema? {
    guard !isChecked, let used = schema else { return nil }
    discardDamaged()
    do {
      let found = try check()
      return found === used ? nil : found
    } catch {
      isChecked = true  // Once is enough, whatever came of it.
      if explains {
        surroundings.warn("the cached schema could not be checked: \(error.summary)")
      }
      schema = used
      return nil
    }
  }

  /// Removes a cached schema of which a part could not be used, so that the next run
  /// downloads it again; true if there was one.
  @discardableResult
  func discardDamaged() -> Bool {
    guard let hash, schema?.isDamaged == true else { return false }
    surroundings.cache?.discard(hash)
    schema = nil
    self.hash = nil
    return true
  }

  private var isFresh: Bool {
    guard let age = surroundings.cache?.age(now: surroundings.now()) else { return false }
    return age >= 0 && age < surroundings.timeToLive
  }

  private static func load(file: String) throws(Failure) -> Schema {
    let bytes: [UInt8]
    do { bytes = try FileSystem.read(file) } catch {
      throw .usage("--schema: cannot read '\(file)': \(error.reason)")
    }
    do { return try Schema(document: bytes) } catch {
      throw .usage("--schema: '\(file)' is no schema document: \(Self.text(error))")
    }
  }

  // MARK: Cache

  private func loadCached() -> Schema? {
    guard let cache = surroundings.cache, let latest = cache.latestHash else { return nil }
    guard let loaded = Self.load(latest, from: cache) else { return nil }
    hash = latest
    schema = loaded
    return loaded
  }

  /// The schema of that hash, if it is kept and sound.
  private static func load(_ hash: String, from cache: CacheDirectory) -> Schema? {
    if let schema = cache.indexedSchema(hash) { return schema }
    guard let document = cache.document(hash) else { return nil }
    guard let schema = try? Schema(document: document) else {
      cache.discard(hash)
      return nil
    }
    cache.store(index: schema.serializedIndex, hash: hash)
    return schema
  }

  // MARK: Server

  /// Asks the server which schema it has, and downloads it if it is another one.
  private func check() throws(Failure) -> Schema {
    let connection = try surroundings.connection()
    let url = connection.base.appending("/api/schema")
    do {
      let response = try connection.send(HTTPRequest(.get, url), .read, acceptsRedirect: true)
      let found: Schema
      if response.isSuccess {
        found = try adopt(response, url: url, hash: nil)
      } else {
        let latest = try Self.hash(in: response, url: url, base: connection.base)
        if hash == nil, schema == nil { _ = loadCached() }
        if hash == latest, let schema {
          surroundings.cache?.markChecked()
          found = schema
        } else if let cache = surroundings.cache, let kept = Self.load(latest, from: cache) {
          cache.makeLatest(latest)
          found = kept
          hash = latest
        } else {
          let documentURL = connection.base.appending("/api/schema/\(latest)")
          let document = try connection.send(HTTPRequest(.get, documentURL), .read)
          found = try adopt(document, url: documentURL, hash: latest)
        }
      }
      isChecked = true
      schema = found
      return found
    } catch let failure as Failure {
      throw failure
    } catch let error as RegistryError {
      let failure = Failure(error)
      guard error.isOffline, let cached = schema ?? loadCached() else { throw failure }
      surroundings.warn(
        "failed to refresh schema (\(failure.summary)); using cached copy"
      )
      isChecked = true
      return cached
    } catch {
      throw Failure(.noAnswer, "the schema could not be read")
    }
  }

  /// Takes a downloaded document and keeps it.
  private func adopt(
    _ response: HTTPResponse,
    url: String,
    hash: String?
  ) throws(Failure) -> Schema {
    do {
      let loaded = try Schema(document: response.body)
      let name = hash ?? Base64.encodeForURL(SHA256.digest(of: response.body))
      surroundings.cache?.store(response.body, index: loaded.serializedIndex, hash: name)
      self.hash = name
      return loaded
    } catch {
      let start = response.body.prefix(200)
      let excerpt = String(decoding: start, as: UTF8.self).debugDescription
      throw Failure(
        .noAnswer,
        "the schema cannot be understood: \(Self.text(error))",
        details: [
          "url: \(url)", "status: \(response.status)",
          "content-type: \(response.headers["content-type"] ?? "(none)")",
          "length: \(response.body.count) bytes",
          "it begins with \(excerpt)\(response.body.count > 200 ? " (truncated)" : "")",
        ],
        hints: ["is --url the address of a Stalwart server 0.16 or later?"]
      )
    }
  }

  private static func text(_ error: SchemaError) -> String {
    switch error {
    case .notJSON(let error): "\(error)"
    case .noObjects: "it names no object types"
    }
  }

  /// The hash in a redirect to `/api/schema/HASH` of the same server.
  ///
  /// Any other redirect is one of a proxy, or to https, and is not followed.
  private static func hash(
    in response: HTTPResponse,
    url: String,
    base: BaseURL
  ) throws(Failure) -> String {
    let location = response.headers["location"]
    if let location {
      var path = Substring(location)
      if path.hasPrefix(base.origin + "/") { path = path.dropFirst(base.origin.count) }
      if path.hasPrefix(base.path + "/api/") { path = path.dropFirst(base.path.count) }
      if path.hasPrefix("/api/schema/") {
        let hash = String(path.dropFirst("/api/schema/".count))
        if CacheDirectory.isHash(hash) { return hash }
      }
    }
    throw Failure(RegistryError.redirected(status: response.status, location: location, url: url))
  }
}
