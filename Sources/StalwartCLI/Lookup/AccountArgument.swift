// SPDX-License-Identifier: MIT

internal import JMAP
internal import Registry
internal import StalwartSchema
internal import Text

/// `--account ID|ADDRESS`: whose objects a command is about.
struct AccountArgument {
  private let text: String?

  /// Checks that the type belongs to accounts.
  init(_ text: String?, for type: ObjectType) throws(Failure) {
    self.text = text
    guard text != nil, !type.isAccountScoped else { return }
    let names = ObjectType.accountScopedNames.sorted().map(\.text)
    throw .usage(
      "--account: \(type.displayName) does not belong to an account",
      hints: "it applies to \(names.joined(separator: ", "))"
    )
  }

  /// The id of the account; nil for the one that is signed in.
  func resolve(in context: Context, _ schema: Schema) throws(Failure) -> String? {
    guard let text else { return nil }
    if !text.contains("@"), RegistryID.canonical(text) != nil { return text }
    let type = try SingleObject.type(TypeName.account, in: schema)
    guard let id = try NaturalKeyLookup(text, of: type, in: schema).id(in: context) else {
      throw Failure(.notFound, "Account \(text) not found")
    }
    return id
  }
}
