// SPDX-License-Identifier: MIT

internal import JSON

/// The objects of all types.
///
/// Values are kept in the canonical wire form, with their secrets; masks are put on when reading.
final class RegistryStore {
  /// A stored way to sign in, of an account.
  struct Credential {
    /// What it is.
    enum Kind { case password, appPassword, apiKey }
    var id: UInt64
    var kind: Kind
    /// Plain text, or a hash as the client sent it (`{PLAIN}…`, `$6$…`).
    var secret: String
    /// Seconds since 1970.
    var expiresAt: Int?
    /// Addresses or networks in canonical text; empty allows all.
    var allowedAddresses: [String]
    /// Set when the account has a second factor.
    var otpAuth: String?
    /// What the credential may do of what the account may.
    var permissions: Set<String>
  }

  /// An account, as sign-in needs it.
  struct LoginAccount {
    var id: UInt64
    /// `name@domain`.
    var emailAddress: String
    var isGroup: Bool
    var credentials: [Credential]
    var permissions: Set<String>
    var tenantID: UInt64?
    var groupIDs: Set<UInt64>
    var locale: String
  }

  let schema: SchemaModel
  let mode: ServerMode
  let clock: ServerClock
  /// The uploaded blobs and messages.
  let blobs = BlobStore()

  init(schema: SchemaModel, mode: ServerMode, clock: ServerClock) {
    self.schema = schema
    self.mode = mode
    self.clock = clock
  }

  /// Why a data set cannot be loaded.
  enum DataError: Error, Equatable {
    case notADataSet
    case unknownType(String)
    case invalidObject(type: String, index: Int, reason: String)
  }

  /// Puts what a server makes at its first start into an empty store.
  func seedFirstStart() {}

  /// Replaces everything by a data set: `{"objects": {Type: […]}, "singletons": {Type: {…}}}`.
  func load(_ dataSet: JSONValue) throws(DataError) {}

  /// The data set of everything, with secrets masked.
  func dump() -> JSONValue { .null }

  /// The account with a login name (an address or alias, in lower case).
  func loginAccount(named name: String) -> LoginAccount? { nil }

  /// The account with an id.
  func loginAccount(id: UInt64) -> LoginAccount? { nil }

  /// All permissions, in the order of the schema.
  var allPermissions: [String] { [] }

  /// What is stored of a singleton, completed by the schema's defaults; `type` without `x:`.
  func singleton(_ type: String) -> JSONObject { [:] }

  /// The objects of a type (without `x:`), in the order of their ids.
  func objects(_ type: String) -> [(id: UInt64, value: JSONObject)] { [] }

  /// Stores an object as it is, without any check, and returns its id.
  @discardableResult
  func insert(_ type: String, _ value: JSONObject) -> UInt64 { 0 }
}
