// SPDX-License-Identifier: MIT

import Foundation
import JSON
import Testing

@testable import Simulator

/// Who may come in, from where, how often.
@Suite
struct AuthenticationTests {
  private func service(_ change: (inout Configuration) -> Void = { _ in }) throws -> Service {
    var configuration = Configuration()
    configuration.dataSet = DemoData.dataSet
    change(&configuration)
    return try Service(configuration, listeningOn: "http://127.0.0.1:1")
  }

  private func status(
    _ service: Service,
    _ path: String,
    _ fields: (String, String)...
  ) -> Int? {
    let request = HTTPRequest(method: "GET", target: path, headers: HTTPHeaders(fields))
    let transaction = service.begin(request)
    defer { service.end(transaction) }
    return service.respond(transaction, body: [])?.status
  }

  private func basic(_ login: String) -> (String, String) {
    ("authorization", "Basic \(Data(login.utf8).base64EncodedString())")
  }

  @Test(arguments: [
    (200, "admin:testsecret"), (200, " ADMIN :testsecret"), (401, "admin:wrong"), (401, "admin"),
    (200, "jane@example.org:correct-horse-1"), (200, "jane:correct-horse-1"),
    (401, "jane@example.com:correct-horse-1"),
    (401, "jane@example.org:correct-horse-2"), (401, "sales@example.org:"),
    (200, "jane@example.org%admin:testsecret"), (401, "nobody@example.org%admin:testsecret"),
    (403, "joe@example.org%jane@example.org:correct-horse-1"),
    (403, "joe@example.org:correct-horse-2"), (401, ""),
  ])
  func signsInWithNameAndSecret(_ expected: Int, _ login: String) throws {
    let service = try service()
    #expect(status(service, "/api/account", basic(login)) == expected)
  }

  @Test
  func takesTheTokenThatItWasStartedWith() throws {
    let service = try service { $0.token = "tok" }
    #expect(status(service, "/api/account", ("authorization", "Bearer tok")) == 200)
    #expect(status(service, "/api/account", ("authorization", "Bearer other")) == 401)
    #expect(status(service, "/api/account", ("authorization", "Digest tok")) == 401)
  }

  @Test
  func countsFailuresAndBlocksOnlyOthersThanLoopback() throws {
    let service = try service { configuration in
      configuration.mode = .normal
      configuration.dataSet = [
        "singletons": [
          "Http": ["useXForwarded": true],
          "Security": ["authBanRate": ["count": 2, "period": 86_400_000]],
        ]
      ]
    }
    let from = ("x-forwarded-for", "203.0.113.8")
    let statuses = (0..<4).map { status(service, "/api/account", basic("a@b:\($0)"), from) }
    #expect(statuses == [401, 401, 429, 403])
    #expect(status(service, "/healthz/live", from) == 403)
    #expect(status(service, "/healthz/live") == 200)
    #expect(service.store.objects("BlockedIp").count == 1)
  }

  @Test
  func limitsRequestsOfNobody() throws {
    let service = try service { configuration in
      configuration.mode = .normal
      configuration.dataSet = [
        "singletons": [
          "Http": [
            "useXForwarded": true, "rateLimitAnonymous": ["count": 2, "period": 3_600_000],
          ]
        ]
      ]
    }
    let from = ("forwarded", #"for="[2001:db8::7]";proto=http"#)
    let statuses = (0..<3).map { _ in status(service, "/healthz/live", from) }
    #expect(statuses == [200, 200, 429])
    #expect(status(service, "/healthz/live") == 200)
  }

  @Test(arguments: [
    ("10.0.0.0/8", "10.1.2.3", true), ("10.0.0.0/8", "11.1.2.3", false),
    ("192.0.2.1", "192.0.2.1", true), ("192.0.2.1", "::ffff:192.0.2.1", true),
    ("2001:db8::/32", "2001:db8:1::5", true), ("2001:db8::/32", "2001:db9::5", false),
    ("nonsense", "203.0.113.1", false),
    ("10.0.0.0/99", "10.0.0.1", false),
  ])
  func matchesNetworks(_ network: String, _ address: String, _ isInside: Bool) {
    #expect(NetworkRange.contains(network, address) == isInside)
  }

  @Test(arguments: [
    ("*.php*", "/foo/index.php", true), ("*/wp-*", "/wp-admin", true), ("*.php*", "/foo", false),
    ("a?c", "abc", true), ("a?c", "ac", false), ("*", "", true), ("x:*/set", "x:Domain/set", true),
    ("*a*b", "xaxbxb", true),
  ])
  func matchesPatterns(_ pattern: String, _ text: String, _ matches: Bool) {
    #expect(Glob.matches(pattern, text) == matches)
  }

  @Test
  func opensAWindowAtMultiplesOfThePeriod() {
    var limiter = RateLimiter<String>()
    let rate = ServerSettings.Rate(count: 1, periodMilliseconds: 60_000)
    #expect(limiter.take("a", rate, now: 59_000) == nil)
    #expect(limiter.take("a", rate, now: 59_500) == 1)
    #expect(limiter.take("b", rate, now: 59_500) == nil)
    #expect(limiter.take("a", rate, now: 60_000) == nil)
    #expect(limiter.take("a", rate, now: 60_001) == 60)
  }

  @Test
  func approvesADevice() throws {
    let service = try service()
    let codes = service.oauth.startDevice(clientID: "c", scope: nil, nonce: nil, seconds: 60)
    #expect(codes.deviceCode.count == 40)
    let caller = service.authenticator.recoveryAdministrator
    #expect(!service.oauth.approve(code: "AAAA-AAAA", as: caller))
    #expect(service.oauth.approve(code: codes.userCode, as: caller))
    #expect(!service.oauth.approve(code: codes.userCode, as: caller))
  }

  @Test
  func recordsExchangesInTheFormThatIsReplayed() throws {
    let request = HTTPRequest(
      method: "POST",
      target: "/jmap",
      headers: HTTPHeaders([("content-type", "application/json")])
    )
    let line = ExchangeLine.text(
      number: 7,
      mode: .recovery,
      target: "/jmap",
      request: request,
      body: Array("{}".utf8),
      response: HTTPResponse(status: 200, headers: [("content-type", "x")], body: [0xFF])
    )
    let value = try JSONValue(parsing: line)
    #expect(value["mode"] == "recovery")
    #expect(value["request"]?["headers"]?["Content-Type"] == "application/json")
    #expect(value["request"]?["body"] == "{}")
    #expect(value["response"]?["body"]?["base64"] == "/w==")
  }
}
