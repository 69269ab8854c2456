// SPDX-License-Identifier: MIT

import CurlTransport
import Foundation
import HTTP
import TestSupport
import Testing

@Suite(.enabled(if: TLSFixture.isAvailable, "\(TLSFixture.requirement)"))
struct TLSTests {
  private let fixture: TLSFixture
  private let server: LoopbackServer

  init() throws {
    fixture = try #require(TLSFixture.shared)
    server = try LoopbackServer(answer: LoopbackServer.response(body: "ok"))
  }

  /// The status or the error of a GET through TLS.
  private func outcome(
    _ certificate: TLSFixture.Certificate,
    _ trustStore: TrustStore,
    host: String = "localhost",
    verifies: Bool = true
  ) throws -> Result<Int, TransportError> {
    let terminator = try TLSTerminator(fixture, certificate, target: server.port)
    let transport = CurlTransport(
      TransportConfiguration(userAgent: "t", trustStore: trustStore, verifiesServer: verifies)
    )
    let url = "https://\(host):\(terminator.port)/"
    return Result { () throws(TransportError) in
      try transport.send(HTTPRequest(.get, url, timeout: .seconds(30))).status
    }
  }

  private var authority: TrustStore { .given(file: fixture.authority.path, directory: nil) }

  @Test(arguments: ["localhost", "127.0.0.1"])
  func trustsAGivenFile(host: String) throws {
    #expect(try outcome(.valid, authority, host: host) == .success(200))
  }

  @Test func trustsAGivenDirectory() throws {
    let directory = TrustStore.given(file: nil, directory: fixture.authorityDirectory.path)
    #expect(try outcome(.valid, directory) == .success(200))
  }

  @Test func trustsNothingButWhatIsGiven() throws {
    let selfSigned = fixture.directory.appending(path: "self-signed.pem").path
    guard
      case .failure(.tlsUntrusted) = try outcome(.valid, .given(file: selfSigned, directory: nil))
    else {
      Issue.record("the authority is not in the file")
      return
    }
    #expect(try outcome(.selfSigned, .given(file: selfSigned, directory: nil)) == .success(200))
  }

  @Test(arguments: [TLSFixture.Certificate.valid, .selfSigned])
  func refusesUnknownAuthorities(certificate: TLSFixture.Certificate) throws {
    let result = try outcome(certificate, .system)
    guard case .failure(.tlsUntrusted(let detail)) = result else {
      Issue.record("expected no trust, not \(result)")
      return
    }
    #expect(detail.contains("certificate"))
  }

  @Test func refusesOtherNames() throws {
    let result = try outcome(.wrongName, authority)
    guard case .failure(.tlsWrongName("localhost", let detail)) = result else {
      Issue.record("expected a wrong name, not \(result)")
      return
    }
    #expect(detail.contains("localhost"))
  }

  @Test func refusesExpiredCertificates() throws {
    let result = try outcome(.expired, authority)
    guard case .failure(.tlsExpired) = result else {
      Issue.record("expected an expired certificate, not \(result)")
      return
    }
  }

  @Test(arguments: TLSFixture.Certificate.allCases)
  func looksAwayIfTold(certificate: TLSFixture.Certificate) throws {
    #expect(try outcome(certificate, .system, verifies: false) == .success(200))
  }

  @Test func refusalsSendNothing() throws {
    for certificate in [TLSFixture.Certificate.wrongName, .expired, .selfSigned] {
      guard case .failure(let error) = try outcome(certificate, authority) else {
        Issue.record("\(certificate) was accepted")
        continue
      }
      #expect(!error.requestMayHaveBeenSent)
    }
    #expect(server.requests.isEmpty)
  }

  @Test func missingFileIsNamed() throws {
    let path = fixture.directory.appending(path: "missing.pem").path
    let result = try outcome(.valid, .given(file: path, directory: nil))
    guard case .failure(.trustStore(path, _)) = result else {
      Issue.record("expected an unusable file, not \(result)")
      return
    }
  }

  @Test func plainTextOnTheTLSPort() throws {
    let terminator = try TLSTerminator(fixture, .valid, target: server.port)
    let transport = CurlTransport(TransportConfiguration(userAgent: "t"))
    let error = #expect(throws: TransportError.self) {
      try transport.send(HTTPRequest(.get, "http://localhost:\(terminator.port)/"))
    }
    #expect(error != nil)
  }
}
