// SPDX-License-Identifier: MIT

internal import JSON
public import StalwartSchema

/// Two plans held against each other, object by object and property by property.
///
/// Objects are the same where the second plan's match key finds them in the first one, or
/// where nothing else is found and their client ids are alike. References are followed to
/// the objects that they mean, so that ids and client ids do not count.
public struct PlanComparison {
  /// Which of the two plans.
  public enum Side: Sendable {
    /// The first plan.
    case old
    /// The second plan.
    case new
  }

  /// What differs in one object, and in which plan it stands.
  public struct Entry: Sendable {
    /// The plan that the operation of ``difference`` belongs to.
    public let side: Side
    /// The difference; to remove means that only the first plan has the object.
    public let difference: PlanDifference
  }

  /// What differs: in the order of the second plan, then what only the first one has.
  public private(set) var entries: [Entry] = []

  private let schema: Schema
  private let options: MatchingOptions
  private let old: PlanContents
  private let new: PlanContents
  /// The places in ``old`` of the items of ``new``.
  private var partners: [Int: Int] = [:]
  private var taken: Set<Int> = []

  /// Compares two plans that were checked against the same schema.
  public init(
    _ old: CheckedPlan,
    _ new: CheckedPlan,
    in schema: Schema,
    options: MatchingOptions = MatchingOptions()
  ) {
    self.schema = schema
    self.options = options
    self.old = PlanContents(old, marking: "\u{1}", in: schema)
    self.new = PlanContents(new, marking: "\u{2}", in: schema)
    pair()
    compare()
  }

  // MARK: Pairs

  private mutating func pair() {
    var index = PartnerIndex(old, in: schema)
    var waiting: [Int] = []
    for (place, item) in new.items.enumerated() {
      // What an operation leaves without a partner may be known by its client id, before
      // later operations refer to it.
      if let last = waiting.last, new.items[last].operation.index != item.operation.index {
        pairByClientID(&waiting, index)
      }
      let partner =
        item.id != nil
        ? index.namesake(of: item)
        : index.match(
          item,
          key: translated(item.key),
          properties: translated(item.properties),
          except: taken
        )
      if let partner {
        join(place, partner)
      } else if item.id == nil {
        waiting.append(place)
      }
    }
    pairByClientID(&waiting, index)
  }

  private mutating func pairByClientID(_ waiting: inout [Int], _ index: PartnerIndex) {
    for place in waiting {
      if let partner = index.namesake(of: new.items[place]), !taken.contains(partner) {
        join(place, partner)
      }
    }
    waiting = []
  }

  private mutating func join(_ place: Int, _ partner: Int) {
    partners[place] = partner
    taken.insert(partner)
  }

  /// The properties with references of the second plan replaced by those of the first.
  private func translated(_ properties: JSONObject) -> JSONObject {
    let value = JSONValue.object(properties).mappingTexts { text in
      new.place(of: text).flatMap { partners[$0] }.map(old.token) ?? text
    }
    return value.object ?? properties
  }

  // MARK: Differences

  private mutating func compare() {
    for (place, item) in new.items.enumerated() {
      let partner = partners[place].map { old.items[$0] }
      let changes = changes(from: partner?.properties, to: item.properties, item.type)
      if partner != nil || item.id != nil {
        if !changes.isEmpty { add(.update, item, changes, .new) }
      } else {
        add(.create, item, changes, .new)
      }
    }
    for (place, item) in old.items.enumerated().reversed() where !taken.contains(place) {
      // An object that has an id is there without the plan: only the settings are missing.
      guard item.id != nil else {
        add(.destroy, item, [], .old)
        continue
      }
      let changes = changes(from: item.properties, to: nil, item.type)
      if !changes.isEmpty { add(.update, item, changes, .old) }
    }
    compareDestroys()
  }

  private func changes(
    from before: JSONObject?,
    to after: JSONObject?,
    _ type: ObjectType
  ) -> [PlanDifference.Change] {
    let differences = schema.differencesOfPlans(
      desired: translated(after ?? [:]),
      actual: before ?? [:],
      as: type.shape,
      skipsSecrets: options.skipsSecrets
    )
    return differences.map { difference in
      PlanDifference.Change(
        path: JSONPointer(tokens: difference.path).patchKey,
        old: difference.actual.map(shown),
        new: difference.desired.map(shown),
        isSecret: difference.isSecret
      )
    }
  }

  /// A value with the client ids of the plans in place of what stands for their objects here.
  private func shown(_ value: JSONValue) -> JSONValue {
    value.mappingTexts { text in
      let item =
        old.place(of: text).map { old.items[$0] } ?? new.place(of: text).map { new.items[$0] }
      return item?.clientID.map { "#" + $0 } ?? text
    }
  }

  private mutating func add(
    _ action: PlanDifference.Action,
    _ item: PlanContents.Item,
    _ changes: [PlanDifference.Change],
    _ side: Side
  ) {
    let names = [
      schema.labelProperty(of: item.type), NamingProperty.name, NamingProperty.description,
    ]
    let label = names.compactMap(\.self).lazy.compactMap { item.properties[$0]?.string }.first
    let difference = PlanDifference(
      action: action,
      operation: item.operation,
      clientID: item.clientID,
      id: item.id == "singleton" ? nil : item.id,
      label: label,
      changes: changes
    )
    entries.append(Entry(side: side, difference: difference))
  }

  // MARK: Removals

  /// What only one of the plans removes from the server that it is applied to.
  private mutating func compareDestroys() {
    func filter(_ operation: CheckedOperation) -> JSONValue {
      [
        "object": .string(operation.object),
        "filter": JSONValue.object(operation.filter).sortedByName,
      ]
    }
    var rest = old.destroys
    for operation in new.destroys {
      if let place = rest.firstIndex(where: { filter($0) == filter(operation) }) {
        rest.remove(at: place)
      } else {
        addDestroy(operation, .new)
      }
    }
    for operation in rest { addDestroy(operation, .old) }
  }

  private mutating func addDestroy(_ operation: CheckedOperation, _ side: Side) {
    let conditions = operation.filter.members.map { member in
      PlanDifference.Change(path: member.name, old: nil, new: member.value, isSecret: false)
    }
    let difference = PlanDifference(
      action: .destroy,
      operation: operation,
      clientID: nil,
      id: nil,
      label: nil,
      changes: conditions
    )
    entries.append(Entry(side: side, difference: difference))
  }
}

extension JSONValue {
  /// The value with all texts in it replaced, names of members among them.
  func mappingTexts(_ change: (String) -> String) -> JSONValue {
    switch self {
    case .string(let text): .string(change(text))
    case .array(let elements): .array(elements.map { $0.mappingTexts(change) })
    case .object(let object):
      .object(
        JSONObject(object.members.map { (change($0.name), $0.value.mappingTexts(change)) })
      )
    case .null, .bool, .number: self
    }
  }
}
