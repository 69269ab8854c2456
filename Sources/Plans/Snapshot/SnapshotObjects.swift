// SPDX-License-Identifier: MIT

internal import JSON
internal import StalwartSchema
internal import Text

/// What of a type is exported; without any condition all objects.
public struct SnapshotConditions: Equatable, Sendable {
  /// Ids, names or addresses; an object needs to have one of them.
  public var names: [String] = []
  /// Properties and the texts of their values; an object needs to have all of them.
  public var values: [(property: String, text: String)] = []

  /// Creates conditions that everything meets.
  public init() {}

  /// Whether everything meets them.
  public var isEmpty: Bool { names.isEmpty && values.isEmpty }

  /// Compares by content.
  public static func == (left: SnapshotConditions, right: SnapshotConditions) -> Bool {
    left.names == right.names && left.values.elementsEqual(right.values) { $0 == $1 }
  }

  /// The properties by which people name objects.
  private static let naming = [NamingProperty.name, NamingProperty.address]

  func accepts(_ id: String, _ object: JSONSlice, label: String?) -> Bool {
    guard !isEmpty else { return true }
    for (property, text) in values where Self.text(object, property)?.hasSameBytes(as: text) != true
    {
      return false
    }
    return names.isEmpty || names.contains { Self.isNamed($0, id, object, label) }
  }

  static func isNamed(_ name: String, _ id: String, _ object: JSONSlice, _ label: String?) -> Bool {
    if name.hasSameBytes(as: id) { return true }
    return (naming + [label].compactMap(\.self)).contains {
      text(object, $0)?.hasSameBytes(as: name) ?? false
    }
  }

  private static func text(_ object: JSONSlice, _ property: String) -> String? {
    switch (try? object.descendant(property.split(separator: "/").map(String.init))) ?? nil {
    case let slice?:
      guard let value = try? slice.value() else { return nil }
      return value.string ?? value.serialized()
    case nil: return nil
    }
  }
}

/// One object as the server shows it, without what no plan says about it.
struct SnapshotObject {
  let id: String
  let slice: JSONSlice
  /// The variant, as the server names it.
  let tag: String?

  /// Takes an object out of a page, and leaves behind what only the server sets.
  ///
  /// `replacement` gives what is kept of a property, or nil for all of it.
  init(
    id: String,
    _ object: JSONSlice,
    without unneeded: (String) -> Bool,
    replacement: (_ name: String, _ value: JSONSlice, _ tag: String?) -> JSONValue?
  ) {
    self.id = id
    let tag = (try? ((try? object.member("@type")) ?? nil)?.value())?.string
    var bytes: [UInt8] = []
    bytes.reserveCapacity(object.range.count)
    bytes.append(UInt8(ascii: "{"))
    for (name, value) in (try? object.members()) ?? [] where !unneeded(name) {
      if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
      JSONValue.string(name).write(to: &bytes)
      bytes.append(UInt8(ascii: ":"))
      if let kept = replacement(name, value, tag) {
        kept.write(to: &bytes)
      } else {
        bytes += value.text
      }
    }
    bytes.append(UInt8(ascii: "}"))
    // A copy of just the size that is needed: a type may have many objects.
    var copy: [UInt8] = []
    copy.reserveCapacity(bytes.count)
    copy.append(contentsOf: bytes)
    slice = JSONSlice(copy, trusting: 0..<copy.count)
    self.tag = tag
  }
}

extension JSONValue {
  /// The masks in a value and what leads to them; nil if there are none.
  var masksOnly: JSONValue? {
    switch self {
    case .string(let text):
      return isSecretMask(text) ? self : nil
    case .object(let object):
      var kept = JSONObject()
      for member in object {
        if member.name == "@type" {
          kept[member.name] = member.value
        } else if let value = member.value.masksOnly {
          kept[member.name] = value
        }
      }
      return kept.contains { $0.name != "@type" } ? .object(kept) : nil
    default: return nil
    }
  }
}
