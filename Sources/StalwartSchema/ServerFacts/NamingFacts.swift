// SPDX-License-Identifier: MIT

public import JSON

/// By which properties people name objects.
///
/// Seen on 0.16.19.
public enum NamingProperty {
  /// The name that most types have.
  public static let name = "name"
  /// The address of an account or mailing list: the name and a domain, which only the server
  /// puts together.
  public static let address = "emailAddress"
  /// What people wrote about an object.
  public static let description = "description"
}

extension Schema {
  /// The property that stands for an object where it is referred to: what the type's list
  /// declares, and the address of an account, whose list declares another for its own use.
  public func identifyingProperty(ofObject name: String) -> String? {
    name == TypeName.account ? NamingProperty.address : list(named: name)?.labelProperty
  }

  /// The property that a name means which a person typed in place of an id; nil if objects of
  /// the type have no names.
  public func property(namedBy text: String, of type: ObjectType) -> String? {
    if type.isAccount, !text.utf8.contains(UInt8(ascii: "@")) { return NamingProperty.name }
    return identifyingProperty(ofObject: type.name)
  }

  /// The filters with which the server finds objects whose property has a text, or that text in
  /// small letters, the best first; none where it filters by nothing that helps.
  public func filters(finding text: String, in property: String, of type: ObjectType)
    -> [JSONObject]
  {
    let lower = text.lowercased()
    if property == NamingProperty.address {
      // An address consists of the name, by which the server filters, and a domain.
      let local = lower.firstIndex(of: "@").map { String(lower[..<$0]) } ?? lower
      return [[NamingProperty.name: .string(local)], ["text": .string(local)]]
    }
    let isDeclared = list(named: type.name)?.filters.contains { $0.field == property } ?? false
    guard property == NamingProperty.name || isDeclared else { return [] }
    let typed: JSONObject = [property: .string(text)]
    return lower == text ? [typed] : [typed, [property: .string(lower)]]
  }
}
