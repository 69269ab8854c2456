// SPDX-License-Identifier: MIT

internal import JSON

/// What the schema document does not say about single properties.
enum SpecialProperties {
  /// What stands in place of a secret.
  static let mask = "****"

  /// The file: what is special, and the properties of which it holds, as `Type.property`.
  ///
  /// `masked` ones show `****`, `writeOnly` ones are never returned, `computed` ones are made when
  /// an object is read and never stored, `discarded` ones are accepted and thrown away,
  /// `optionalExpressions` may be empty; the other lines are those of ``StringRule``.
  private static let lists: [String: Set<String>] = Dictionary(
    uniqueKeysWithValues: FactFile(PackageResources.properties_txt).lists
      .map { ($0.name, Set($0.words.map(String.init))) }
  )

  /// Whether a property stands in a line of the file.
  static func has(_ property: String, _ name: String) -> Bool {
    lists[name]?.contains(property) ?? false
  }

  /// Defaults that the document does not tell, or tells in another order.
  static let defaults: [String: JSONValue] = [
    "EventTracingLevel.event": "store.unexpected-error",
    "Dkim1Signature.headers": [
      "From": true, "To": true, "Date": true, "Subject": true, "Message-ID": true,
    ],
  ]

  /// Properties that the document calls texts and the server treats as ids.
  static let plainIDs: Set<String> = ["credentialId", "documentId"]
}
