// SPDX-License-Identifier: MIT

import HTTP
import Testing

@Suite struct HeadersTests {
  @Test func findsNamesInAnyCase() {
    let headers: HTTPHeaders = ["Location": "/a", "WWW-Authenticate": "Bearer", "X": ""]
    #expect(headers["location"] == "/a")
    #expect(headers["www-AUTHENTICATE"] == "Bearer")
    #expect(headers["x"] == "")
    #expect(headers["y"] == nil)
  }

  @Test func keepsOrderAndRepetitions() {
    var headers: HTTPHeaders = ["A": "1"]
    headers.append("b", "2")
    headers.append("a", "3")
    #expect(headers.values(for: "A") == ["1", "3"])
    #expect(headers.fields.map(\.name) == ["A", "b", "a"])
  }

  @Test func replacesEveryFieldOfAName() {
    var headers: HTTPHeaders = ["A": "1", "B": "2", "a": "3"]
    headers["a"] = "4"
    #expect(headers == ["A": "4", "B": "2"])
    headers["B"] = nil
    #expect(headers == ["A": "4"])
    headers["C"] = "5"
    #expect(headers["c"] == "5")
  }
}

@Suite struct RequestTests {
  @Test func onlyPostsAreNotRepeatable() {
    #expect(HTTPRequest(.get, "http://a").isRepeatable)
    #expect(HTTPRequest(.head, "http://a").isRepeatable)
    #expect(!HTTPRequest(.post, "http://a").isRepeatable)
    #expect(HTTPRequest(.post, "http://a", isRepeatable: true).isRepeatable)
  }
}

@Suite struct AuthorizationTests {
  /// RFC 7617, section 2, and RFC 4648, section 10.
  @Test(arguments: [
    ("Aladdin", "open sesame", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
    ("", "", "Basic Og=="),
    ("f", "", "Basic Zjo="),
    ("f", "o", "Basic Zjpv"),
    ("fo", "ob", "Basic Zm86b2I="),
    ("a", "b:c", "Basic YTpiOmM="),
    ("test", "123£", "Basic dGVzdDoxMjPCow=="),
    ("~", "\u{FF}~?", "Basic fjrDv34/"),
  ])
  func encodesBasic(user: String, password: String, expected: String) {
    let authorization = Authorization.basic(user: user, password: Secret(password))
    #expect(authorization.headerValue.revealed == expected)
  }

  @Test func sendsTokensAsTheyAre() {
    #expect(Authorization.bearer(Secret("API_x-y")).headerValue.revealed == "Bearer API_x-y")
  }

  @Test func secretsNeverPrint() {
    let secret = Secret("hunter2")
    let authorization = Authorization.basic(user: "jane", password: secret)
    let request = HTTPRequest(.get, "http://a", authorization: authorization)
    var dumped = ""
    dump(request, to: &dumped)
    let texts = [
      "\(secret)", String(reflecting: secret), "\(authorization)", "\(authorization.headerValue)",
      "\(request)", String(reflecting: request), dumped, "\([secret])",
      "\(Optional(secret) as Any)",
    ]
    for text in texts {
      #expect(!text.contains("hunter2"))
      #expect(!text.contains("amFuZTpodW50ZXIy"))
    }
    #expect("\(secret)" == "‹redacted›")
    #expect(Mirror(reflecting: secret).children.isEmpty)
  }
}

@Suite struct TrustStoreTests {
  @Test(
    arguments: [
      (nil, [:], TrustStore.system),
      (nil, ["CURL_CA_BUNDLE": "", "SSL_CERT_FILE": "", "SSL_CERT_DIR": ""], .system),
      ("o", ["CURL_CA_BUNDLE": "c", "SSL_CERT_DIR": "d"], .given(file: "o", directory: nil)),
      (nil, ["CURL_CA_BUNDLE": "c", "SSL_CERT_FILE": "f"], .given(file: "c", directory: nil)),
      (nil, ["SSL_CERT_FILE": "f"], .given(file: "f", directory: nil)),
      (nil, ["SSL_CERT_DIR": "d"], .given(file: nil, directory: "d")),
      (nil, ["SSL_CERT_FILE": "f", "SSL_CERT_DIR": "d"], .given(file: "f", directory: "d")),
    ] as [(String?, [String: String], TrustStore)]
  )
  func followsTheCurlTool(option: String?, variables: [String: String], expected: TrustStore) {
    #expect(TrustStore(option: option) { variables[$0] } == expected)
  }
}
