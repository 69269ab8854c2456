// SPDX-License-Identifier: MIT

internal import JSON

/// What the schema document does not say about a type; `types.json` has it for all types.
struct TypeFacts: Sendable {
  /// How a property is compared with the value of a filter.
  enum Matching: String {
    /// Equal or ordered by bytes.
    case keyword
    /// An id, ordered by its number.
    case id
    /// An address with a mask.
    case address
    case date
    /// The variant of the object.
    case variant
    /// A number that is made of the object.
    case total
  }

  /// What an object takes for itself beside the unique properties.
  enum Claim: String {
    /// Its address and those of its aliases.
    case addresses
    /// Its namespace.
    case namespace
    /// Its key in its namespace.
    case keyInNamespace
  }

  /// What can be true of a type.
  enum Trait: String {
    /// Ids count from 1; others are made of the time.
    case sequential
    /// An object belongs to one account, whose user sees no others.
    case ofAccount
    /// It needs a licence.
    case enterprise
    /// What an object refers to can be destroyed all the same.
    case loose
    /// A filter takes an operator and does as if there were none.
    case takesAnyOperator
  }

  private let traits: Set<Trait>
  /// Properties of which no two objects of the type may have the same value.
  let unique: [String]
  let claim: Claim?
  /// What it can be filtered by as a value.
  let filters: [String: Matching]
  /// What it can be filtered by as words, with the paths of the texts that have them.
  let texts: [String: [String]]
  /// What it can be sorted by.
  let sorts: Set<String>
  /// The property whose index a scan without a filter follows; nil follows the ids.
  let scansByValue: String?
  /// What is said to those who `create`, `update` or `destroy` an object, where that is refused.
  let refusals: [String: String]

  private static let table = FactFile(PackageResources.types_json).object

  /// Looks a type up; what is not in the table has nothing special.
  init(_ type: String) {
    let entry = Self.table[type]
    func words(_ value: JSONValue?) -> [String] { value?.array?.compactMap(\.string) ?? [] }
    traits = Set(words(entry?["is"]).compactMap { Trait(rawValue: $0) })
    unique = words(entry?["unique"])
    claim = entry?["claim"]?.string.flatMap { Claim(rawValue: $0) }
    var filters: [String: Matching] = [:]
    var texts: [String: [String]] = [:]
    for filter in entry?["filters"]?.object ?? [:] {
      filters[filter.name] = filter.value.string.flatMap { Matching(rawValue: $0) }
      if filter.value.array != nil { texts[filter.name] = words(filter.value) }
    }
    self.filters = filters
    self.texts = texts
    sorts = Set(words(entry?["sorts"])).union(["id"])
    scansByValue = entry?["scansByValue"]?.string
    let refusals = (entry?["refuses"]?.object ?? [:]).compactMap { member in
      member.value.string.map { (member.name, $0) }
    }
    self.refusals = Dictionary(uniqueKeysWithValues: refusals)
  }

  /// Whether something is true of the type.
  func has(_ trait: Trait) -> Bool { traits.contains(trait) }
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
