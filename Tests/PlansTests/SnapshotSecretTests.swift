// SPDX-License-Identifier: MIT

import JSON
import StalwartSchema
import Testing
import Text

@testable import Plans

@Suite struct SnapshotSecretTests {
  private static let caps =
    ##"{"max":1,"web":{"url":"u","token":{"secret":"****","user":"me"}},"id":"singleton"}"##
  private static let hosts = ##"""
    [{"@type":"User","name":"jane","zoneId":"b","groups":{},"id":"d","credentials":{
      "0":{"@type":"AppKey","secret":"****","label":"phone"},
      "1":{"@type":"Password","secret":"****","otp":{"otpUrl":"****"}}}}]
    """##
  private static let keys =
    ##"[{"selector":"s","zoneId":"b","secretKey":{"@type":"Text","secret":"****"},"id":"k"}]"##

  private func export(
    _ names: [String],
    _ secrets: SnapshotSecrets,
    keys: String = keys
  ) throws -> (lines: [String], findings: SnapshotFindings) {
    try SnapshotFixture.export(
      names + ["Zone"],
      [
        "Caps": Self.caps, "Host": Self.hosts, "Key": keys,
        "Zone": ##"[{"name":"z","note":null,"keyId":null,"id":"b"}]"##,
      ],
      secrets: secrets,
      allowing: ["x:Org", "x:Key"]
    )
  }

  @Test func leavesOutTheSmallestPartThatCanBeMissing() throws {
    let (lines, findings) = try export(["Caps"], .omit)
    #expect(lines[1].hasSuffix(##""value":{"max":1,"web":{"url":"u","token":{"user":"me"}}}}"##))
    #expect(
      findings.secrets == [
        SnapshotFindings.Secrets(
          type: "Caps",
          id: nil,
          properties: ["web/token/secret"],
          variables: []
        )
      ]
    )
  }

  @Test func leavesOutWholeListsAndVariants() throws {
    let (lines, findings) = try export(["Host", "Key"], .omit)
    #expect(
      lines.contains {
        $0.contains(##"{"host-d":{"@type":"User","name":"jane","zoneId":"#zone-b","groups":{}}}"##)
      }
    )
    #expect(lines.contains { $0.contains(##"{"key-k":{"selector":"s","zoneId":"#zone-b"}}"##) })
    let properties = findings.secrets.filter { $0.type == "Host" }.flatMap(\.properties)
    #expect(
      properties == ["credentials/0/secret", "credentials/1/secret", "credentials/1/otp/otpUrl"]
    )
    #expect(findings.objectsWithSecrets.map(\.count) == [1, 1])
  }

  @Test func takesSecretsFromVariablesAndPasswordsOnlyOnCreation() throws {
    let (lines, findings) = try export(["Host", "Key"], .env)
    #expect(
      lines.contains {
        $0.hasSuffix(
          ##""groups":{}}},"onCreate":{"host-d":{"credentials":{"0":{"@type":"Password","##
            + ##""secret":"${env:HOST_D_CREDENTIALS_0_SECRET}","##
            + ##""otp":{"otpUrl":"${env:HOST_D_CREDENTIALS_0_OTP_OTP_URL}"}}}}}}"##
        )
      }
    )
    #expect(
      lines.contains {
        $0.contains(##""secretKey":{"@type":"Text","secret":"${env:KEY_K_SECRET_KEY_SECRET}"}"##)
      }
    )
    #expect(findings.generated.map(\.properties) == [["credentials/0"]])
    #expect(findings.secrets.map(\.variables.count) == [2, 1])
  }

  @Test func writesRevealedSecretsWhereAsked() throws {
    let revealed =
      ##"[{"selector":"s","zoneId":"b","secretKey":{"@type":"Text","secret":"open"},"id":"k"}]"##
    let included = try export(["Key"], .include, keys: revealed)
    #expect(included.lines.contains { $0.contains(##""secret":"open""##) })
    #expect(included.findings.secrets.isEmpty)
    let omitted = try export(["Key"], .omit, keys: revealed)
    #expect(!omitted.lines.joined().contains("open"))
    #expect(omitted.findings.secrets.count == 1)
    let replaced = try export(["Key"], .env, keys: revealed)
    #expect(!replaced.lines.joined().contains("open"))
    let masked = try export(["Key"], .include)
    #expect(!masked.lines.joined().contains("****"))
  }
}
