// SPDX-License-Identifier: MIT

internal import JSON

/// What the schema document does not say about a type.
struct TypeFacts: Sendable {
  /// How a property is compared with the value of a filter.
  enum Matching: Sendable {
    /// Equal or ordered by bytes.
    case keyword
    /// The words of the texts at some paths.
    case text([String])
    /// An id, ordered by its number.
    case id
    /// An address with a mask.
    case address
    case date
    /// The variant of the object.
    case variant
    /// A number that is made of the object.
    case total(@Sendable (JSONObject) -> UInt64)
  }

  /// What an object takes for itself beside the unique properties.
  enum Claim: Sendable {
    /// Its address and those of its aliases.
    case addresses
    /// Its namespace.
    case namespace
    /// Its key in its namespace.
    case keyInNamespace
  }

  /// Whether ids count from 1; others are made of the time.
  var hasSequentialIDs = false
  /// Whether an object belongs to one account, whose user sees no others.
  var belongsToAccount = false
  /// Whether it needs a licence.
  var isEnterprise = false
  /// Whether what an object refers to cannot be destroyed.
  var holdsTargets = true
  /// Properties of which no two objects of the type may have the same value.
  var unique: [String] = []
  var claim: Claim?
  /// What it can be filtered by.
  var filters: [String: Matching] = [:]
  /// What it can be sorted by beside its id.
  var sorts: Set<String> = []
  /// The property whose index a scan without a filter follows; nil follows the ids.
  var scansByValue: String?
  /// Whether a filter by a property takes an operator and does as if there were none.
  var ignoresOperators = false
  /// What is said to those who create, update or destroy an object; nil lets them.
  var refusedCreate: String?
  var refusedUpdate: String?
  var refusedDestroy: String?

  /// A type that is found by the unique value of one property.
  static func unique(_ property: String) -> TypeFacts {
    TypeFacts(unique: [property], filters: [property: .keyword], sorts: [property])
  }

  static let network = TypeFacts(
    unique: ["address"],
    filters: ["address": .address],
    sorts: ["address"]
  )

  static let lookup = TypeFacts(claim: .namespace)

  static let lookupKey = TypeFacts(
    claim: .keyInNamespace,
    filters: ["namespace": .keyword],
    sorts: ["namespace"]
  )

  static let ofTenant = TypeFacts(filters: ["memberTenantId": .id], sorts: ["memberTenantId"])

  static let archive = TypeFacts(belongsToAccount: true, isEnterprise: true, holdsTargets: false)

  static let maskedEmail = TypeFacts(
    belongsToAccount: true,
    isEnterprise: true,
    filters: ["accountId": .id],
    sorts: ["accountId"]
  )

  static let oAuthClient = TypeFacts(
    hasSequentialIDs: true,
    unique: ["clientId"],
    filters: [
      "text": .text(["description", "contacts/*"]), "clientId": .keyword, "memberTenantId": .id,
    ],
    sorts: ["clientId", "memberTenantId"]
  )
}

extension JSONValue {
  /// The texts at a path such as `aliases/*/name`; `*` stands for all members, and at the end for
  /// their names.
  func texts(at path: Substring) -> [String] {
    guard let name = path.split(separator: "/", maxSplits: 1).first else {
      return string.map { [$0] } ?? []
    }
    let rest = path.dropFirst(name.count + 1)
    guard name == "*" else { return self[String(name)]?.texts(at: rest) ?? [] }
    guard !rest.isEmpty else { return Array((object ?? [:]).names) }
    return (object ?? [:]).flatMap { $0.value.texts(at: rest) }
  }
}
