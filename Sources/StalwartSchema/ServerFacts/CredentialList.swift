// SPDX-License-Identifier: MIT

public import JSON

/// The credentials of an account: a list in which the password stands beside API keys and app
/// passwords, which only their own types can make.
///
/// A list that is written whole replaces all of it: keys and app passwords that it does not name
/// are gone at once, and a password that it names gets a new identity. The password may stand at
/// any position.
///
/// Seen on 0.16.19.
public enum CredentialList {
  /// The property of an account that holds them.
  static let property = "credentials"
  /// The type of an element.
  static let element = "x:Credential"
  /// The variant that an administrator sets.
  static let password = "Password"
  /// What the server calls an element by.
  static let identity = "credentialId"

  /// Whether a type is that of such a list, in which a null may name an element to remove.
  static func isType(_ type: FieldType) -> Bool {
    guard case .object(element)? = type.listElement?.kind else { return false }
    return true
  }

  /// A body without the elements that are null, for a new object: it has none to remove.
  public static func withoutRemovals(_ body: JSONObject) -> JSONObject {
    var body = body
    body.update(property) { value in
      guard case .object(let list) = value, list.contains(where: { $0.value.isNull }) else {
        return
      }
      value = .object(list.filter { !$0.value.isNull })
    }
    return body
  }

  /// What an element is called in messages: its variant and description.
  public static func label(of element: JSONValue) -> String {
    [element["@type"]?.string, element[NamingProperty.description]?.string].compactMap(\.self)
      .joined(separator: " ")
  }
}
