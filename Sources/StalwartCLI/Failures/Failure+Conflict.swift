// SPDX-License-Identifier: MIT

internal import StalwartSchema

extension Failure {
  /// What to write in the place of a masked secret in a plan.
  static let secretInPlan =
    "write ${env:NAME} or ${file:PATH} there, or leave it out of an object that has its secret"

  /// Why a patch cannot be sent to an object, without the name of the object.
  static func sentence(_ conflict: PatchConflict) -> String {
    switch conflict {
    case .maskedSecret(let path):
      "`\(path)` is the mask of a secret, and there is no secret that it could stand for"
    case .unknownCredential(let path):
      "`\(path)` is no credential that the account has; keys and app passwords are made by "
        + "creating an ApiKey or AppPassword"
    case .secondPassword(let path): "`\(path)` is a second password; an account has one"
    case .removedAndSet(let path): "`\(path)` is given as null and set by another entry"
    }
  }

  /// Says that a new object cannot be made with the mask of a secret.
  init(masks paths: [String], ofNew type: ObjectType) {
    self = .usage(
      "`\(paths[0])` is the mask of a secret, and a new object has no secret to keep",
      details: paths.count > 1 ? ["so are: " + paths.dropFirst().joined(separator: ", ")] : []
    )
    hints = [
      "give the secret itself there, or leave it out and set it once the object is there, with "
        + "--field-file \(paths[0])=FILE"
    ]
  }

  /// Says why nothing was sent to an object, and what to type instead.
  init(_ conflict: PatchConflict, of type: ObjectType) {
    self = .usage(Self.sentence(conflict) + "; nothing was sent")
    guard case .maskedSecret(let path) = conflict else { return }
    hints = [
      "give the secret itself: --field-file \(path)=FILE",
      "or leave out what has not changed: it stays as it is",
    ]
  }
}
