// SPDX-License-Identifier: MIT

internal import Text

/// Names of types that the program itself must know.
///
/// Seen on 0.16.19.
public enum TypeName {
  /// What the names of the types of the management interface begin with; what people type and
  /// read goes without it.
  public static let prefix = "x:"
  /// The accounts, one of which is signed in.
  public static let account = "x:Account"
  /// What makes a server use changed settings, among other things.
  public static let action = "x:Action"
  /// What the server evaluates: an embedded type.
  static let expression = "x:Expression"

  /// Whether a name begins with the prefix, in any case, as people may type it.
  public static func hasTypedPrefix(_ name: some StringProtocol) -> Bool {
    String(name.prefix(prefix.count)).equalsIgnoringASCIICase(prefix)
  }
}

extension String {
  /// A canonical name as people read it: without a leading `x:`.
  public var withoutPrefix: String {
    hasPrefix(TypeName.prefix) ? String(dropFirst(TypeName.prefix.count)) : self
  }
}
