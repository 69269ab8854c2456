// SPDX-License-Identifier: MIT

internal import Text

/// The names of objects to which others refer, by type and id.
public struct ReferenceLabels: Sendable {
  private var labels: [Name: [Name: String]] = [:]
  private var known: [Name: Set<Name>] = [:]

  /// Creates an empty table.
  public init() {}

  /// The name of an object; a reference may name a view, such as `x:Account/Group`.
  public subscript(object: String, id: String) -> String? {
    labels[Self.base(of: object)]?[id]
  }

  /// Whether the server has been asked for the name of an object, whatever it answered.
  public func isKnown(_ object: String, _ id: String) -> Bool {
    known[Self.base(of: object)]?.contains(id) ?? false
  }

  /// Remembers the name of an object; nil if it has none.
  public mutating func remember(_ object: String, _ id: String, _ label: String?) {
    let base = Self.base(of: object)
    known[base, default: []].insert(id)
    if let label { labels[base, default: [:]][id] = label }
  }

  /// The object type to which a reference leads, if it names a view of it.
  static func base(of object: String) -> String {
    object.firstIndex(of: "/").map { String(object[..<$0]) } ?? object
  }
}
