// SPDX-License-Identifier: MIT

internal import JMAP
internal import Registry
internal import StalwartSchema

/// `--account ID|ADDRESS`: whose objects a command is about.
struct AccountArgument {
  private let text: String?

  /// The types whose methods look at the account that is named with them.
  static let scopedTypes: Set<String> = [
    "x:AccountPassword", "x:AccountSettings", "x:ApiKey", "x:AppPassword", "x:ArchivedItem",
    "x:MaskedEmail", "x:PublicKey", "x:SpamTrainingSample",
  ]

  /// Checks that the type belongs to accounts.
  init(_ text: String?, for type: ObjectType) throws(Failure) {
    self.text = text
    guard text != nil, !Self.scopedTypes.contains(type.name) else { return }
    let names = Self.scopedTypes.sorted().map { String($0.dropFirst(2)) }
    throw .usage(
      "--account: \(type.displayName) does not belong to an account",
      hints: "it applies to \(names.joined(separator: ", "))"
    )
  }

  /// The id of the account; nil for the one that is signed in.
  func resolve(in context: Context, _ schema: Schema) throws(Failure) -> String? {
    guard let text else { return nil }
    if !text.contains("@"), RegistryID.canonical(text) != nil { return text }
    let type = try SingleObject.type("Account", in: schema)
    guard let id = try NaturalKeyLookup(text, of: type, in: schema).id(in: context) else {
      throw Failure(.notFound, "Account \(text) not found")
    }
    return id
  }
}

/// Names in place of ids, with the words for those that fit several objects.
struct NaturalKeyLookup {
  private let text: String
  private let type: ObjectType
  private let key: NaturalKey?

  init(_ text: String, of type: ObjectType, in schema: Schema, accountID: String? = nil) {
    self.text = text
    self.type = type
    key = NaturalKey(text, of: type, in: schema, accountID: accountID)
  }

  /// The id of the one object of that name; nil if there is none.
  func id(in context: Context) throws(Failure) -> String? {
    guard let key else { return nil }
    let resolution: NaturalKey.Resolution
    do { resolution = try key.resolve(over: context.connection()) } catch let error as Failure {
      throw error
    } catch let error as RegistryError {
      // A type that cannot be listed has no names to look for.
      if case .method = error { return nil }
      throw Failure(error)
    } catch {
      return nil
    }
    switch resolution {
    case .none: return nil
    case .id(let id): return id
    case .ambiguous(let candidates):
      throw .usage(
        "several \(type.displayName) objects are named '\(text)'",
        details: candidates.prefix(10).map { "\($0.id)  \($0.label)" }
          + (candidates.count > 10 ? ["and \(candidates.count - 10) more"] : []),
        hints: "give the id of the one you mean"
      )
    }
  }
}
