// SPDX-License-Identifier: MIT

/// A text from outside that is compared by its bytes: the name of a member, an id, a key of a map,
/// a member of a set.
///
/// Names are equal if their UTF-8 bytes are. Swift's `String` also takes canonically equivalent
/// texts for equal (`é` as one code point or as two), which the server does not: it would keep
/// two members where a dictionary of strings keeps one.
public struct Name: Sendable {
  /// The text of the name.
  public let text: String

  /// Makes the name that consists of `text`.
  public init(_ text: String) { self.text = text }

  /// Makes the name that consists of `text`.
  public init(_ text: some StringProtocol) { self.text = String(text) }
}

extension Name: Hashable {
  /// Compares the bytes.
  public static func == (left: Name, right: Name) -> Bool {
    left.text.hasSameBytes(as: right.text)
  }

  /// Hashes the bytes.
  public func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { bytes in
      unsafe hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
    }
    // No byte of UTF-8: two names in a row do not hash like two others of the same bytes.
    hasher.combine(0xFF as UInt8)
  }
}

extension Name: Comparable {
  /// Orders by bytes, which is the order of code points.
  public static func < (left: Name, right: Name) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }
}

extension Name: ExpressibleByStringLiteral {
  /// Makes the name that consists of a literal.
  public init(stringLiteral text: String) { self.text = text }
}

extension Name: CustomStringConvertible {
  /// The text of the name.
  public var description: String { text }
}

extension StringProtocol {
  /// Whether both texts consist of the same bytes, unlike `==`, which compares by canonical
  /// equivalence.
  @inlinable package func hasSameBytes(as other: some StringProtocol) -> Bool {
    let left = utf8
    let right = other.utf8
    guard left.count == right.count else { return false }
    let isEqual = left.withContiguousStorageIfAvailable { left in
      right.withContiguousStorageIfAvailable { right in
        unsafe left.elementsEqual(right)
      }
    }
    return isEqual.flatMap { $0 } ?? left.elementsEqual(right)
  }
}
