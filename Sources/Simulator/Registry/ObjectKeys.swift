// SPDX-License-Identifier: MIT

internal import JSON

/// The unique keys of an object, and its references to other objects.
struct ObjectKeys {
  /// The text of a key; unlike texts in Swift, keys are equal only if their bytes are.
  struct Key: Hashable {
    private let bytes: [UInt8]

    init(_ text: String) { bytes = Array(text.utf8) }

    /// The key of an address.
    init(address name: String, domain: String) { self.init("email:\(name)@\(domain)") }

    /// The key of a domain's name or alias.
    init(domain name: String) { self.init("Domain:\(name)") }
  }

  /// A key that may be there once, and the property that errors name.
  struct Unique {
    var key: Key
    var property: String
  }

  /// An object that is pointed to.
  struct Link: Hashable {
    var target: SetError.Reference
    /// The variant that the target must be of.
    var variant: String?
  }

  var unique: [Unique] = []
  var links: [Link] = []

  init() {}

  /// Collects the keys of an object.
  init(_ type: ObjectType, _ object: JSONObject) {
    for property in type.facts.unique {
      let names: [String] =
        if let members = object[property]?.object {
          Array(members.names)
        } else {
          object[property]?.string.map { [$0] } ?? []
        }
      for name in names {
        // The names and the aliases of all domains are one space.
        let key =
          type.name == "Domain" ? Key(domain: name) : Key("\(type.name).\(property):\(name)")
        unique.append(Unique(key: key, property: property))
      }
    }
    let namespace = object["namespace"]?.string ?? ""
    switch type.facts.claim {
    case .addresses: addAddresses(object)
    case .namespace:
      unique.append(Unique(key: Key("lookup:\(namespace)"), property: "namespace"))
    case .keyInNamespace:
      let key = namespace + (object["key"]?.string ?? "")
      unique.append(Unique(key: Key("lookup:\(key)"), property: "namespace"))
    case nil: break
    }
    addLinks(type.shape, object)
  }

  private mutating func addAddresses(_ object: JSONObject) {
    func add(_ holder: JSONObject) {
      guard let name = holder["name"]?.string, let domain = holder["domainId"]?.string else {
        return
      }
      unique.append(Unique(key: Key(address: name, domain: domain), property: "email"))
    }
    add(object)
    for alias in object["aliases"]?.object ?? [:] { alias.value.object.map(add) }
  }

  private mutating func addLinks(_ shape: Shape, _ object: JSONObject) {
    guard let structure = shape.structure(of: object) else { return }
    for property in structure.properties {
      guard let value = object[property.name] else { continue }
      addLinks(property.kind, value)
    }
  }

  private mutating func addLinks(_ kind: ValueKind, _ value: JSONValue) {
    switch kind {
    case .objectID(let target, let variant) where !target.isEmpty:
      guard let id = value.string.flatMap({ ObjectID($0) }), id != .unset else { return }
      addLink(Link(target: SetError.Reference(type: target, id: id.value), variant: variant))
    case .object(let shape):
      if let object = value.object { addLinks(shape, object) }
    case .list(let shape, _):
      for entry in value.object ?? [:] {
        if let object = entry.value.object { addLinks(shape, object) }
      }
    case .map(let key, let element):
      for entry in value.object ?? [:] {
        addLinks(key, .string(entry.name))
        addLinks(element, entry.value)
      }
    case .set(let member, _):
      if case .objectID = member {
        for entry in value.object ?? [:] { addLinks(member, .string(entry.name)) }
      }
    default: break
    }
  }

  private mutating func addLink(_ link: Link) {
    if !links.contains(link) { links.append(link) }
  }
}
