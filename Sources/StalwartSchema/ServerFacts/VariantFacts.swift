// SPDX-License-Identifier: MIT

/// What variants may do, and what they are called.
///
/// Seen on 0.16.19.
extension ObjectType {
  /// Whether `@type` in a patch can make another variant of an object.
  public var canChangeVariant: Bool {
    isMultiVariant && !["Account", "Task"].contains(displayName)
  }
}

extension Variant {
  /// Whether a bare text can stand for the variant, if it has one field and that is text.
  var isCalledAfterText: Bool { ["Value", "Text"].contains(name) }
}
