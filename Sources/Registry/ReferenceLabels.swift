// SPDX-License-Identifier: MIT

/// Names of objects that others refer to, by type and id.
public struct ReferenceLabels: Sendable {
  private var labels: [String: [String: String]] = [:]
  private var known: [String: Set<String>] = [:]

  /// Knows no names.
  public init() {}

  /// The name of an object; a reference may name a view, such as `x:Account/Group`.
  public subscript(object: String, id: String) -> String? {
    labels[Self.base(of: object)]?[id]
  }

  /// Whether the server was asked for the name of an object, whatever the answer.
  public func isKnown(_ object: String, _ id: String) -> Bool {
    known[Self.base(of: object)]?.contains(id) ?? false
  }

  /// Remembers the name of an object; nil that it has none.
  public mutating func remember(_ object: String, _ id: String, _ label: String?) {
    let base = Self.base(of: object)
    known[base, default: []].insert(id)
    if let label { labels[base, default: [:]][id] = label }
  }

  /// The type that has methods, of a reference that may name a view.
  static func base(of object: String) -> String {
    object.firstIndex(of: "/").map { String(object[..<$0]) } ?? object
  }
}
