// SPDX-License-Identifier: MIT

import JSON
import Testing

@testable import Simulator

/// Keys that were made for this test and are used nowhere else.
@Suite
struct PrivateKeyTests {
  private static let ed25519 = """
    -----BEGIN PRIVATE KEY-----
    MC4CAQAwBQYDK2VwBCIEILpbW1rueZiWrRxzjGqLZlYSDFN+ifKru+kE0mXoMuZb
    -----END PRIVATE KEY-----
    """
  private static let rsa = """
    -----BEGIN RSA PRIVATE KEY-----
    MIIBOQIBAAJBALRFVJO3s1jqkWNp7TOHJ1GJGNRU1e5qizKpgsTpLsg+Nt0+0+ei
    8qwKhKR26u6XJraJ9PvcDDXhr57rwbvtsfECAwEAAQJAferjfd7VzmjiLu+heNmR
    1DkP99heKg+PtU6EAijivYjSb5bLQtXoZ9DwLZq0aMCnBhXwJMu2OM/Lzqe31XHY
    NQIhAOe2f3M8/g1snqsK/zZnGJ7escH8/6tDR4Cu9YOddFDDAiEAxyp/rR2jYlxg
    XnV/lx3ds76P092usHTaZBhyiPXTRzsCIDO4BFKQdpRAflnnJnfaIyCyzDJkahyr
    87XBV4N9DY1JAiBypU8bes0bCKvck+xfM6z0E8S9I4W0Q3+XUM9VcZQuEwIgGBwv
    aW4/aUmPraygOmYkd7igDF/X1R5fDNJyPXgRMTo=
    -----END RSA PRIVATE KEY-----
    """
  private static let publicKey =
    "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBALRFVJO3s1jqkWNp7TOHJ1GJGNRU1e5q"
    + "izKpgsTpLsg+Nt0+0+ei8qwKhKR26u6XJraJ9PvcDDXhr57rwbvtsfECAwEAAQ=="

  private func create(_ variant: String, _ key: String) throws -> JSONValue {
    let engine = try Engine()
    _ = try engine.create("Domain", #"{"name":"a.org","dkimManagement":{"@type":"Manual"}}"#)
    let text = JSONValue.string(key).serialized()
    let body = #"""
      {"create":{"n":{"@type":"\#(variant)","domainId":"b","selector":"s",
        "privateKey":{"@type":"Text","secret":\#(text)}}}}
      """#
    let answer = try engine.call("x:DkimSignature/set", body)
    guard let id = answer["created"]?["n"]?["id"]?.string else {
      return answer["notCreated"]?["n"]?["description"] ?? .null
    }
    return try engine.value("DkimSignature", id, "publicKey") ?? .null
  }

  @Test
  func derivesThePublicKeyOfAnRSAKey() throws {
    #expect(try create("Dkim1RsaSha256", Self.rsa) == .string(Self.publicKey))
    #expect(try create("Dkim1Ed25519Sha256", Self.ed25519).string?.count == 44)
  }

  @Test(arguments: [
    ("Dkim1Ed25519Sha256", rsa, "WrongAlgorithm"), ("Dkim1RsaSha256", ed25519, "WrongAlgorithm"),
    ("Dkim1RsaSha256", "garbage", "Invalid PEM format"),
    ("Dkim1Ed25519Sha256", "garbage", "InvalidEncoding"),
    (
      "Dkim1RsaSha256", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
      "Invalid PEM format"
    ),
  ])
  func refusesAKeyOfAnotherKind(_ variant: String, _ key: String, _ reason: String) throws {
    let error = try create(variant, key).string ?? ""
    #expect(error.hasPrefix("Failed to validate DKIM signature: "))
    #expect(error.contains(reason), "\(error)")
  }
}
