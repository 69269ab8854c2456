// SPDX-License-Identifier: MIT

internal import JSON
internal import Text

/// The keys that mail is signed with.
struct DkimSignatureType: TypeBehaviour {
  /// Checks that the key can be used.
  func check(_ object: inout JSONObject, replacing old: JSONObject?, in call: SetCall) throws {
    guard old?["privateKey"] != object["privateKey"] || old?["@type"] != object["@type"] else {
      return
    }
    func failure(_ reason: String, _ details: String? = nil) -> SetError {
      let details = details.map { ", details = \($0)" } ?? ""
      return .invalidProperties(
        "Failed to validate DKIM signature: DKIM build error (dkim.build-error): reason = "
          + reason + details
      )
    }
    let required = Validator.violations(call.type.shape, object).map { violation in
      switch violation.kind {
      case .required: "Property '\(violation.property)' is required"
      case .invalid(let value): "Property '\(violation.property)' has invalid value '\(value)'"
      default: "Property '\(violation.property)' is invalid"
      }
    }
    guard required.isEmpty else {
      throw failure("DKIM signature validation failed", "[\(required.joined(separator: ", "))]")
    }
    let source = SecretSource.read(object["privateKey"], on: call.store.disk)
    let text = try source.mapError { failure($0.reason) }.get()
    let isRSA = object["@type"]?.string?.containsBytes("Rsa") ?? false
    let name = isRSA ? "RSA" : "ED25519"
    if let key = PrivateKey(text) {
      guard key.algorithm != .removed, key.algorithm != (isRSA ? .rsa : .ed25519) else { return }
      throw failure("Cryptography layer error: WrongAlgorithm", "Failed to build \(name) key")
    }
    let letters = text.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "+/".contains($0)) }
    if letters.isEmpty || isRSA {
      throw failure("Failed to parse \(name) private key PEM", "Invalid PEM format")
    }
    throw failure("Cryptography layer error: InvalidEncoding", "Failed to build \(name) key")
  }

  func computed(_ object: JSONObject, id: UInt64, in store: RegistryStore) -> JSONObject {
    ["publicKey": object["publicKey"] ?? .string(DkimPublicKey.text(for: object))]
  }
}

extension JMAPEngine {
  /// Makes the keys of a domain that makes its own.
  func makeDkimKeys(_ id: ObjectID) {
    guard
      let domain = store.object("Domain", id.value),
      let shape = schema.types["DkimSignature"]?.shape,
      let template = DomainType.selectorTemplate(domain)
    else { return }
    for variant in (domain["dkimManagement"]?["algorithms"]?.object ?? [:]).names
    where shape.variant(variant) != nil {
      let algorithm = variant.containsBytes("Rsa") ? "rsa" : "ed25519"
      let selector = try? SelectorTemplate(template).selector(
        algorithm: algorithm,
        version: variant.hasPrefix("Dkim2") ? 2 : 1,
        seconds: clock.seconds
      )
      store.insertNew(
        "DkimSignature",
        [
          "@type": .string(variant), "domainId": .string(id.text),
          "memberTenantId": domain["memberTenantId"] ?? .null,
          "selector": .string(selector ?? algorithm),
          "privateKey": ["secret": "key", "@type": "Text"],
        ]
      )
    }
  }
}
