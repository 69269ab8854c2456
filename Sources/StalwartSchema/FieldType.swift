// SPDX-License-Identifier: MIT

public import JSON

/// The format of a string field, such as `emailAddress`; formats of future servers are kept.
public struct StringFormat: RawRepresentable, Hashable, Sendable {
  /// The schema's word.
  public let rawValue: String
  /// Takes the schema's word, known or not.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Any text of one line.
  public static let string = StringFormat(rawValue: "string")
  /// Text of several lines.
  public static let text = StringFormat(rawValue: "text")
  /// A secret of one line, masked when read.
  public static let secret = StringFormat(rawValue: "secret")
  /// A secret of several lines, masked when read.
  public static let secretText = StringFormat(rawValue: "secretText")
  /// An IPv4 or IPv6 address.
  public static let ipAddress = StringFormat(rawValue: "ipAddress")
  /// An address, or an address and the length of a prefix.
  public static let ipNetwork = StringFormat(rawValue: "ipNetwork")
  /// An address and a port.
  public static let socketAddress = StringFormat(rawValue: "socketAddress")
  /// An e-mail address.
  public static let emailAddress = StringFormat(rawValue: "emailAddress")
  /// A URI.
  public static let uri = StringFormat(rawValue: "uri")
}

/// The format of a number field, such as `duration`; formats of future servers are kept.
public struct NumberFormat: RawRepresentable, Hashable, Sendable {
  /// The schema's word.
  public let rawValue: String
  /// Takes the schema's word, known or not.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// A signed 64-bit integer.
  public static let integer = NumberFormat(rawValue: "integer")
  /// An unsigned 64-bit integer.
  public static let unsignedInteger = NumberFormat(rawValue: "unsignedInteger")
  /// A finite double.
  public static let float = NumberFormat(rawValue: "float")
  /// Bytes, an unsigned integer.
  public static let size = NumberFormat(rawValue: "size")
  /// Milliseconds, an unsigned integer.
  public static let duration = NumberFormat(rawValue: "duration")
}

/// What a field may hold.
public struct FieldType: Equatable, Sendable {
  /// The kinds of value, in the schema's terms.
  public indirect enum Kind: Equatable, Sendable {
    /// Text; lengths in bytes.
    case string(StringFormat, minLength: Int?, maxLength: Int?)
    /// A number and its bounds.
    case number(NumberFormat, min: JSONNumber?, max: JSONNumber?)
    /// A moment, `2026-01-31T12:00:00Z`.
    case utcDateTime
    /// True or false.
    case boolean
    /// One of the names of an enumeration.
    case enumeration(String)
    /// The id of an uploaded blob.
    case blobID
    /// The id of an object; the name may be that of a view, such as `x:Account/Group`.
    case objectID(String)
    /// An embedded object.
    case object(String)
    /// Embedded objects keyed by their position.
    case objectList(String, minItems: Int?, maxItems: Int?)
    /// An object whose names are the members and whose values are `true`.
    case set(FieldType, minItems: Int?, maxItems: Int?)
    /// An object from keys to values.
    case map(key: FieldType, value: FieldType, minItems: Int?, maxItems: Int?)
    /// A type that this version does not know, as the schema describes it.
    case opaque(JSONValue)
  }

  /// What kind of value it is.
  public let kind: Kind
  /// Whether `null` is a value of it.
  public let isNullable: Bool

  /// Makes a type.
  public init(_ kind: Kind, isNullable: Bool = false) {
    self.kind = kind
    self.isNullable = isNullable
  }

  /// Reads a type of the document; what is not understood becomes ``Kind/opaque(_:)``.
  init(decoding json: JSONValue) {
    isNullable = json["nullable"]?.boolean ?? false
    let minItems = json["minItems"]?.integer
    let maxItems = json["maxItems"]?.integer
    let objectName = json["objectName"]?.string
    kind =
      switch (json["type"]?.string, objectName) {
      case ("string", _):
        .string(
          StringFormat(rawValue: json["format"]?.string ?? "string"),
          minLength: json["minLength"]?.integer,
          maxLength: json["maxLength"]?.integer
        )
      case ("number", _):
        .number(
          NumberFormat(rawValue: json["format"]?.string ?? "float"),
          min: json["min"]?.number,
          max: json["max"]?.number
        )
      case ("utcDateTime", _): .utcDateTime
      case ("boolean", _): .boolean
      case ("enum", _): json["enumName"]?.string.map(Kind.enumeration) ?? .opaque(json)
      case ("blobId", _): .blobID
      case ("objectId", let name?): .objectID(name)
      case ("object", let name?): .object(name)
      case ("objectList", let name?): .objectList(name, minItems: minItems, maxItems: maxItems)
      case ("set", _):
        if let member = json["class"] {
          .set(FieldType(decoding: member), minItems: minItems, maxItems: maxItems)
        } else {
          .opaque(json)
        }
      case ("map", _):
        if let key = json["keyClass"], let value = json["valueClass"] {
          .map(
            key: FieldType(decoding: key),
            value: FieldType(decoding: value),
            minItems: minItems,
            maxItems: maxItems
          )
        } else {
          .opaque(json)
        }
      default: .opaque(json)
      }
  }

  /// The type as `describe` writes it, such as `map<enum (see StorageQuota), number<size>>`.
  public var notation: String {
    let text =
      switch kind {
      case .string(let format, _, _): "string<\(format.rawValue)>"
      case .number(let format, _, _): "number<\(format.rawValue)>"
      case .utcDateTime: "datetime"
      case .boolean: "boolean"
      case .enumeration(let name): "enum (see \(name.withoutPrefix))"
      case .blobID: "blob"
      case .objectID(let name): "id<\(name.withoutPrefix)>"
      case .object(let name): "object<\(name.withoutPrefix)>"
      case .objectList(let name, _, _): "list<\(name.withoutPrefix)>"
      case .set(let member, _, _): "set<\(member.notation)>"
      case .map(let key, let value, _, _): "map<\(key.notation), \(value.notation)>"
      case .opaque(let json): json["type"]?.string ?? "any"
      }
    return isNullable ? text + "?" : text
  }

  /// Whether values of it are made of other values: objects, lists, sets and maps.
  public var isComposite: Bool {
    switch kind {
    case .object, .objectList, .set, .map: true
    default: false
    }
  }

  /// What the entries of values of it are, if it is a list, set or map: a list has no keys,
  /// whose names are positions, and a set no elements, whose values are `true`.
  var entryTypes: (key: FieldType?, element: FieldType?)? {
    switch kind {
    case .objectList(let name, _, _): (nil, FieldType(.object(name)))
    case .set(let member, _, _): (member, nil)
    case .map(let key, let value, _, _): (key, value)
    default: nil
    }
  }

  /// The type of the elements, if this is a list.
  public var listElement: FieldType? {
    guard case .objectList(let name, _, _) = kind else { return nil }
    return FieldType(.object(name))
  }

  /// How many entries a list, set or map has at least and at most; nil where nothing is said.
  var itemBounds: (min: Int?, max: Int?) {
    switch kind {
    case .set(_, let min, let max), .objectList(_, let min, let max), .map(_, _, let min, let max):
      (min, max)
    default: (nil, nil)
    }
  }

  /// Whether values of it are embedded objects, or lists or maps of such.
  public var holdsObjects: Bool { embeddedName != nil }

  /// Whether values of it hold values of an embedded type directly.
  func embeds(_ name: String) -> Bool { embeddedName == name }

  /// The embedded type that values of it hold: of an object, a list, the values of a map.
  var embeddedName: String? {
    if case .object(let name) = kind { return name }
    return entryTypes?.element?.embeddedName
  }

  /// The enumerations whose names values of it, their members or their keys have.
  public var enumerationNames: [String] {
    if case .enumeration(let name) = kind { return [name] }
    guard let (key, element) = entryTypes else { return [] }
    return (key?.enumerationNames ?? []) + (element?.enumerationNames ?? [])
  }

  /// The format, if this is text.
  public var stringFormat: StringFormat? {
    guard case .string(let format, _, _) = kind else { return nil }
    return format
  }

  /// The format, if this is a number.
  var numberFormat: NumberFormat? {
    guard case .number(let format, _, _) = kind else { return nil }
    return format
  }

  /// The object that values of it refer to: of an id, of the members of a set, of the keys of a map.
  public var referencedObjectName: String? {
    if case .objectID(let name) = kind { return name }
    return entryTypes?.key?.referencedObjectName
  }
}
