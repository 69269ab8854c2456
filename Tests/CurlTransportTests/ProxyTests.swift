// SPDX-License-Identifier: MIT

import CurlTransport
import Foundation
import HTTP
import TestSupport
import Testing

/// libcurl reads its proxies from the environment, so each test has a process of its own.
@Suite struct ProxyTests {
  /// The outcome of a GET under one variable.
  private static func outcome(
    _ variable: String,
    _ proxy: String,
    _ url: String
  ) -> Result<HTTPResponse, TransportError> {
    for name in ["http_proxy", "https_proxy", "all_proxy", "no_proxy"] {
      unsafe unsetenv(name)
      unsafe unsetenv(name.uppercased())
    }
    unsafe setenv(variable, proxy, 1)
    let transport = CurlTransport(TransportConfiguration(userAgent: "t"))
    let request = HTTPRequest(
      .get,
      url,
      authorization: .bearer(Secret("hunter2")),
      timeout: .seconds(20)
    )
    return Result { () throws(TransportError) in try transport.send(request) }
  }

  @Test func carriesRequests() async {
    await #expect(processExitsWith: .success) {
      let proxy = try LoopbackServer(answer: LoopbackServer.response(body: "from the proxy"))
      let response = try Self.outcome("http_proxy", proxy.url, "http://mail.invalid/x").get()
      #expect(response.body == Array("from the proxy".utf8))
      #expect(proxy.requests.first?.line == "GET http://mail.invalid/x HTTP/1.1")
    }
  }

  @Test func refused() async {
    await #expect(processExitsWith: .success) {
      let port = try LoopbackServer.closedPort()
      for (variable, url) in [
        ("http_proxy", "http://a.invalid"), ("all_proxy", "https://a.invalid"),
      ] {
        let result = Self.outcome(variable, "http://127.0.0.1:\(port)", url)
        guard case .failure(.proxyRefused(let detail)) = result else {
          Issue.record("expected a refusal, not \(result)")
          continue
        }
        #expect(detail.contains("\(port)"))
      }
    }
  }

  @Test func unknownName() async {
    await #expect(processExitsWith: .success) {
      let result = Self.outcome("http_proxy", "http://proxy.invalid:3128", "http://a.invalid")
      guard case .failure(.proxyNotResolved(let detail)) = result else {
        Issue.record("expected an unknown proxy, not \(result)")
        return
      }
      #expect(detail.contains("proxy.invalid"))
    }
  }

  @Test func deniesTunnels() async {
    await #expect(processExitsWith: .success) {
      let proxy = try LoopbackServer(
        answer: LoopbackServer.response("407 Proxy Authentication Required")
      )
      let result = Self.outcome("https_proxy", proxy.url, "https://a.invalid")
      guard case .failure(.proxyFailed(let detail)) = result else {
        Issue.record("expected a denial, not \(result)")
        return
      }
      #expect(detail.contains("407"))
      // The tunnel is asked for without the server's credentials.
      #expect(proxy.requests.first?.line == "CONNECT a.invalid:443 HTTP/1.1")
      #expect(proxy.requests.first?["authorization"] == nil)
    }
  }
}
