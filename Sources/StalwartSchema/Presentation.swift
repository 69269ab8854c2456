// SPDX-License-Identifier: MIT

internal import JSON
internal import Text

/// How fields are grouped and named for people.
public struct Form: Equatable, Sendable {
  /// Fields under one heading.
  public struct Section: Equatable, Sendable {
    /// The heading; empty where the document has none.
    public let title: String
    /// The fields, in order.
    public let fields: [Entry]
  }

  /// A field and its words.
  public struct Entry: Equatable, Sendable {
    /// The property's name.
    public let name: String
    /// The name for people; empty where the document has none.
    public let label: String
  }

  /// The sections, in order.
  public let sections: [Section]

  init(decoding json: JSONValue) {
    sections = (json["sections"]?.array ?? []).map { section in
      Section(
        title: section["title"]?.string ?? "",
        fields: (section["fields"]?.array ?? []).compactMap { entry in
          entry["name"]?.string.map {
            Entry(
              name: $0,
              label: entry["label"]?.string ?? ""
            )
          }
        }
      )
    }
  }
}

/// How the objects of a type, or of a view of it, are listed and filtered.
public struct ListDefinition: Equatable, Sendable {
  /// A column.
  public struct Column: Equatable, Sendable {
    /// The property's name, or `@type`.
    public let name: String
    /// The heading.
    public let label: String
  }

  /// A filter that the server declares.
  public struct Filter: Equatable, Sendable {
    /// What its values are.
    public enum Kind: Equatable, Sendable {
      /// Text.
      case text
      /// A signed integer.
      case integer
      /// A moment.
      case date
      /// A name of an enumeration.
      case enumeration(String)
      /// The id of an object.
      case objectID(String)
      /// A kind that this version does not know.
      case opaque(String)
    }

    /// The key; often a property, sometimes a pseudo field such as `text`.
    public let field: String
    /// The name for people.
    public let label: String
    /// What its values are.
    public let kind: Kind

    /// The kind as `describe` writes it.
    public var notation: String {
      switch kind {
      case .text: "text"
      case .integer: "integer"
      case .date: "date"
      case .enumeration(let name): "enum (see \(name.withoutPrefix))"
      case .objectID(let name): "id<\(name.withoutPrefix)>"
      case .opaque(let word): word
      }
    }
  }

  /// The property that stands for an object where it is referred to.
  public let labelProperty: String?
  /// The columns, in order.
  public let columns: [Column]
  /// The filters, in order.
  public let filters: [Filter]
  /// The properties to sort by.
  public let sort: [String]

  init(decoding json: JSONValue) {
    labelProperty = json["labelProperty"]?.string
    columns = (json["columns"]?.array ?? []).compactMap { column in
      column["name"]?.string.map { Column(name: $0, label: column["label"]?.string ?? $0) }
    }
    filters = (json["filters"]?.array ?? []).compactMap { filter in
      filter["field"]?.string.map {
        Filter(field: $0, label: filter["label"]?.string ?? $0, kind: Self.kind(of: filter))
      }
    }
    sort = (json["sort"]?.array ?? []).compactMap(\.string)
  }

  private static func kind(of filter: JSONValue) -> Filter.Kind {
    switch (filter["type"]?.string, filter["enumName"]?.string, filter["objectName"]?.string) {
    case ("text", _, _): .text
    case ("integer", _, _): .integer
    case ("date", _, _): .date
    case ("enum", let name?, _): .enumeration(name)
    case ("objectId", _, let name?): .objectID(name)
    case (let word, _, _): .opaque(word ?? "any")
    }
  }
}

/// The names that an enumerated value may have.
public struct Enumeration: Equatable, Sendable {
  /// One name.
  public struct Member: Equatable, Sendable {
    /// The value on the wire.
    public let name: String
    /// The name for people.
    public let label: String
    /// What it means; nil where the document does not say.
    public let explanation: String?
    /// A colour name or `#rrggbb`; nil where the document has none.
    public let color: String?
  }

  /// The enumeration's own name.
  public let name: String
  /// The names, in document order.
  public let members: [Member]
  private let exactPositions: [Name: Int]
  private let positions: [Name: Int]

  init(name: String, decoding json: JSONValue) {
    self.name = name
    members = (json.array ?? []).compactMap { entry in
      entry["name"]?.string.map {
        Member(
          name: $0,
          label: entry["label"]?.string ?? $0,
          explanation: entry["explanation"]?.string,
          color: entry["color"]?.string
        )
      }
    }
    exactPositions = Dictionary(
      members.enumerated().map { (Name($1.name), $0) },
      uniquingKeysWith: { first, _ in first }
    )
    positions = Dictionary(
      members.enumerated().map { (Name($1.name.lowercasedASCII), $0) },
      uniquingKeysWith: { first, _ in first }
    )
  }

  /// The member of that name, in exactly this spelling.
  public subscript(name: String) -> Member? {
    guard let member = find(name), member.name.hasSameBytes(as: name) else { return nil }
    return member
  }

  /// The member of that name, in any case.
  public func find(_ name: String) -> Member? {
    (exactPositions[name] ?? positions[name.lowercasedASCII]).map { members[$0] }
  }
}
