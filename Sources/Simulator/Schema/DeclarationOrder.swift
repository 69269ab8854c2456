// SPDX-License-Identifier: MIT

/// The order in which the server declares the properties of its types.
///
/// The schema document lists properties by name; the server writes them, and
/// finds what is wrong with them, in this order. One type a line; a type that
/// is missing there declares its properties by name.
enum DeclarationOrder {
  /// The properties of each type.
  static let properties: [String: [Substring]] = Dictionary(
    uniqueKeysWithValues: FactFile(PackageResources.declaration_order_txt).lists
      .map { ($0.name, $0.words) }
  )
}
