// SPDX-License-Identifier: MIT

internal import Text

/// A schema document as it is served: gzip bytes and the hash that names them.
public struct SchemaDocument: Sendable {
  /// The bytes of the gzip file.
  public let compressed: [UInt8]
  /// The JSON text.
  public let text: [UInt8]
  /// The URL-safe base 64 of the SHA-256 of ``compressed``.
  public let hash: String

  /// The document inside the binary.
  public static let embedded: SchemaDocument? = Base64.decode(EmbeddedSchema.base64).flatMap {
    try? SchemaDocument(file: $0, path: "embedded")
  }

  /// Takes the content of a file: gzip is served byte for byte, plain JSON is wrapped.
  ///
  /// - Throws: ``SimulatorError/invalidSchema(path:reason:)`` for damaged gzip.
  public init(file: [UInt8], path: String) throws(SimulatorError) {
    if Gzip.isGzip(file) {
      compressed = file
      do { text = try Gzip.unpack(file) } catch {
        throw .invalidSchema(path: path, reason: "damaged gzip file (\(error))")
      }
    } else {
      compressed = Gzip.store(file)
      text = file
    }
    hash = Base64.encodeForURL(HashFunction.sha256.hash(compressed))
  }
}
