// SPDX-License-Identifier: MIT

internal import StalwartSchema

extension Failure {
  /// A name that leads to no type.
  init(_ error: LookupError) {
    self = Self.lookup(error)
    restsOnSchema = true
  }

  private static func lookup(_ error: LookupError) -> Failure {
    func usage(_ summary: String, _ hints: String?...) -> Failure {
      Failure(.usage, summary, hints: hints.compactMap { $0 })
    }
    return switch error {
    case .unknownObject(let name, let suggestions):
      usage(
        "unknown object: \(name)",
        Wording.didYouMean(suggestions),
        "list them with: stalwart-cli describe"
      )
    case .view(let name, let object):
      usage(
        "`\(name)` is a view; use the underlying object \(object)",
        "stalwart-cli describe \(object)"
      )
    case .embedded(let name, let holders): embedded(name, holders)
    case .notMultiVariant(let object):
      usage(
        "\(object) is not multi-variant; do not use the `/Variant` syntax",
        "drop everything from the slash on"
      )
    case .unknownVariant(let object, let name, let suggestions):
      usage(
        "unknown variant '\(name)' for object \(object)",
        Wording.didYouMean(suggestions),
        "list them with: stalwart-cli describe \(object)"
      )
    case .unknownField(let owner, let name, let suggestions):
      usage(
        "unknown field: \(name)",
        Wording.didYouMean(suggestions),
        "list them with: stalwart-cli describe \(owner)"
      )
    }
  }

  private static func embedded(_ name: String, _ holders: [LookupError.Holder]) -> Failure {
    let names = holders.map(\.object)
    guard let first = holders.first else {
      return .usage(
        "`\(name)` is an embedded sub-object, not a separate object",
        hints: "stalwart-cli describe \(name)"
      )
    }
    let owners =
      names.count > 2
      ? names.dropLast().joined(separator: ", ") + ", or " + (names.last ?? "")
      : names.joined(separator: " or ")
    return .usage(
      "`\(name)` is an embedded property of \(owners), not a separate object",
      hints: "it is '\(first.field)' of \(first.object): stalwart-cli describe \(name)"
    )
  }
}
