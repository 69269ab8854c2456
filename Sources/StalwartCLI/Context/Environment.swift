// SPDX-License-Identifier: MIT

/// The environment variables, in which an empty one counts as unset.
public struct Environment: Sendable {
  private let variables: [String: String]

  /// Takes the variables.
  public init(_ variables: [String: String]) { self.variables = variables }

  /// The value of a variable; nil if it is unset or empty.
  public subscript(name: String) -> String? {
    guard let value = variables[name], !value.isEmpty else { return nil }
    return value
  }

  /// Whether a variable that switches something is on: set, and no word for no.
  public func isOn(_ name: String) -> Bool {
    guard let value = self[name] else { return false }
    return !["0", "false", "no", "off"].contains(value.lowercased())
  }
}
