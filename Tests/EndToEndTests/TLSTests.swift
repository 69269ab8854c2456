// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

/// The client before a simulator behind TLS, with certificates of a private authority.
@Suite(.enabled(if: TLSFixture.isAvailable, "\(TLSFixture.requirement)"))
struct TLSTests {
  private let directory: TemporaryDirectory
  private let fixture: TLSFixture
  private let simulator: RunningSimulator

  init() throws {
    directory = try TemporaryDirectory()
    fixture = try #require(TLSFixture.shared)
    simulator = try RunningSimulator()
  }

  /// A `get Imap` through a terminator that shows this certificate.
  private func get(
    _ certificate: TLSFixture.Certificate,
    _ options: [String] = [],
    _ environment: [String: String] = [:]
  ) throws -> Outcome {
    let port = try #require(URL(string: simulator.url)?.port)
    let terminator = try TLSTerminator(fixture, certificate, target: port)
    let base = ["PATH": "/usr/bin:/bin", "HOME": directory.url.path]
    return try withExtendedLifetime(terminator) {
      try Launch(
        BuiltProducts.client,
        ["get", "Imap", "--json", "--url", "https://localhost:\(terminator.port)"] + options,
        environment: base.merging(simulator.environment) { $1 }.merging(environment) { $1 },
        directory: directory.url
      ).run()
    }
  }

  @Test func trustsAFileGivenByOption() throws {
    let outcome = try get(.valid, ["--cacert", fixture.authority.path])
    #expect(outcome.status == 0, "\(outcome.errorText)")
    #expect(outcome.outputText.hasPrefix("{"))
    #expect(outcome.errors.isEmpty)
  }

  @Test(arguments: ["CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR"])
  func trustsWhatVariablesName(variable: String) throws {
    let isDirectory = variable == "SSL_CERT_DIR"
    let value = isDirectory ? fixture.authorityDirectory.path : fixture.authority.path
    let outcome = try get(.valid, [], [variable: value])
    #expect(outcome.status == 0, "\(outcome.errorText)")
  }

  @Test func looksAwayIfTold() throws {
    let outcome = try get(.selfSigned, ["--insecure"])
    #expect(outcome.status == 0, "\(outcome.errorText)")
  }

  @Test func refusesWhatIsNotTrusted() throws {
    for certificate in [TLSFixture.Certificate.valid, .selfSigned] {
      let outcome = try get(certificate)
      #expect(outcome.status == 3)
      #expect(outcome.errorText.contains("the certificate is not trusted"))
      #expect(outcome.errorText.contains("--cacert"))
    }
    #expect(simulator.exchanges.isEmpty)
  }

  @Test func refusesOtherNames() throws {
    let outcome = try get(.wrongName, ["--cacert", fixture.authority.path])
    #expect(outcome.status == 3)
    #expect(outcome.errorText.contains("the certificate is not for 'localhost'"))
    #expect(simulator.exchanges.isEmpty)
  }

  @Test func refusesExpiredCertificates() throws {
    let outcome = try get(.expired, ["--cacert", fixture.authority.path])
    #expect(outcome.status == 3)
    #expect(outcome.errorText.contains("the certificate is out of date"))
    #expect(simulator.exchanges.isEmpty)
  }

  @Test func namesAMissingFile() throws {
    let outcome = try get(.valid, ["--cacert", directory.path("missing.pem")])
    #expect(outcome.status == 3)
    #expect(outcome.errorText.contains("missing.pem"))
  }
}
