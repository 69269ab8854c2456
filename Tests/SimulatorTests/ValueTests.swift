// SPDX-License-Identifier: MIT

import JSON
import Testing

@testable import Simulator

struct ObjectIDTests {
  @Test(
    arguments: [
      (0, "a"), (1, "b"), (31, "3"), (32, "ba"), (0xFFFF_FFFF, "d333333"),
      (UInt64.max, "p333333333333"), (20_080_258_862_541, "singleton"),
    ] as [(UInt64, String)]
  )
  func writesAndReadsItsOwnAlphabet(_ value: UInt64, _ text: String) {
    #expect(ObjectID(value: value).text == text)
    #expect(ObjectID(text)?.value == value)
  }

  @Test(arguments: [("asingleton", "singleton"), ("", "a"), ("aab", "b"), ("K", "k")])
  func readsManySpellingsOfOneID(_ text: String, _ canonical: String) {
    #expect(ObjectID(text)?.text == canonical)
  }

  @Test(arguments: ["!!", "#x", "4", "A", "a b", "é"])
  func refusesOtherCharacters(_ text: String) { #expect(ObjectID(text) == nil) }

  @Test
  func keepsTheLowBitsOfWhatIsTooLong() {
    #expect(ObjectID(String(repeating: "b", count: 40))?.text == "bbbbbbbbbbbbb")
    #expect(ObjectID("q333333333333")?.text == "333333333333")
  }
}

struct TimestampTests {
  @Test(arguments: [
    ("2026-11-23T09:08:37Z", "2026-11-23T09:08:37Z"),
    ("2026-11-23T09:08:37", "2026-11-23T09:08:37Z"),
    ("2026-11-23T09:08:37.999Z", "2026-11-23T09:08:37Z"),
    ("2026-11-23T09:08:37+02:00", "2026-11-23T07:08:37Z"),
    ("2026-11-23T23:08:37-0200", "2026-11-24T01:08:37Z"),
    ("2026-11-23T09:08:37,5", "2026-11-23T09:08:37Z"),
    ("2027-02-31T00:00:00Z", "2027-03-03T00:00:00Z"),
    ("2026-1-01T00:00:00Z", "2026-10-01T00:00:00Z"),
    ("2026-01-1T00:00:00Z", "2026-01-10T00:00:00Z"),
    ("26-01-01T00:00:00Z", "2600-01-01T00:00:00Z"),
    ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"),
    ("2024-02-29T12:00:00Z", "2024-02-29T12:00:00Z"),
  ])
  func readsAsLenientlyAsTheServer(_ text: String, _ canonical: String) {
    #expect(Timestamp(text)?.text == canonical)
  }

  @Test(arguments: [
    "", "soon", "2026-11-23", "2026-11-23T09:08", "2026-11-23t09:08:37Z", " 2026-11-23T09:08:37Z",
    "2026-11-23 09:08:37Z", "2026-11-23T24:00:00Z", "2026-11-23T23:60:00Z",
    "1969-12-31T23:59:59Z", "3001-01-01T00:00:00Z", "2026-13-01T00:00:00Z",
    "2026-11-23T09:08:37+24:00",
  ])
  func refusesWhatTheServerRefuses(_ text: String) { #expect(Timestamp(text) == nil) }
}

struct NetworkAddressTests {
  @Test(arguments: [
    ("192.0.2.1", "192.0.2.1"), ("2001:DB8::0:1", "2001:db8::1"), ("::", "::"),
    ("1:0:0:2:0:0:0:3", "1:0:0:2::3"), ("::ffff:1.2.3.4", "::ffff:1.2.3.4"),
  ])
  func writesCanonicalText(_ text: String, _ canonical: String) {
    #expect(NetworkAddress(text)?.text == canonical)
  }

  @Test(arguments: ["", "1.2.3", "01.2.3.4", "1.2.3.256", "::1%eth0", "1::2::3", " 1.2.3.4", "1:2"])
  func refusesOtherTexts(_ text: String) { #expect(NetworkAddress(text) == nil) }

  @Test(arguments: [
    ("10.1.2.3/8", "10.1.2.3/8"), (" 10.1.2.3 / 32 ", "10.1.2.3"), ("2001:db8::/128", "2001:db8::"),
  ])
  func keepsHostBitsAndDropsFullMasks(_ text: String, _ canonical: String) {
    #expect(NetworkRange(text)?.text == canonical)
  }

  @Test(arguments: ["10.0.0.0/7", "10.0.0.0/33", "10.0.0.0/", "x/8"])
  func refusesMasksOutOfBounds(_ text: String) { #expect(NetworkRange(text) == nil) }

  @Test
  func knowsWhatLiesInside() throws {
    let range = try #require(NetworkRange("10.0.0.0/8"))
    #expect(range.contains(try #require(NetworkAddress("10.200.3.4"))))
    #expect(!range.contains(try #require(NetworkAddress("11.0.0.1"))))
    #expect(!range.contains(try #require(NetworkAddress("::1"))))
  }

  @Test
  func readsEndpoints() {
    #expect(EndpointAddress("1.2.3.4:25")?.text == "1.2.3.4:25")
    #expect(EndpointAddress("[0:0::]:25")?.text == "[::]:25")
    #expect(EndpointAddress("mail.example.org:25") == nil)
    #expect(EndpointAddress("1.2.3.4:65536") == nil)
  }
}

struct StringRuleTests {
  @Test(arguments: [
    (StringRule.trim, " a b ", "a b"), (.verbatim, " a ", " a "), (.upper, " my tag", "MYTAG"),
    (.lower, ".EXE ", ".exe"), (.localPart, "Jane.Doe", "jane.doe"),
    (.domain, " Example.ORG ", "example.org"),
    (.domain, "bücher.example.org", "xn--bcher-kva.example.org"),
    (.domain, "six.localhost", "six.localhost"), (.hostname, "192.0.2.1", "192.0.2.1"),
    (.email, "A@Example.ORG", "a@example.org"), (.email, "a@localhost", "a@localhost"),
  ])
  func changesTexts(_ rule: StringRule, _ text: String, _ stored: String) throws {
    #expect(try rule.apply(text) == stored)
  }

  @Test(arguments: [
    (StringRule.trim, "  ", StringRule.Refusal.empty), (.localPart, "jane@example.org", .localPart),
    (.localPart, "a..b", .localPart), (.domain, "localhost", .domain), (.domain, "org", .domain),
    (.domain, "x.invalidtld", .domain), (.domain, "example.org.", .domain),
    (.hostname, "mail", .hostname), (.email, "a@192.0.2.1", .email), (.email, "<a@b.org>", .email),
  ])
  func refusesTexts(_ rule: StringRule, _ text: String, _ refusal: StringRule.Refusal) {
    #expect(throws: refusal) { try rule.apply(text) }
  }
}

struct NotationTests {
  @Test(arguments: [
    (0.0, "0.0"), (-0.0, "-0.0"), (2.0, "2.0"), (0.7, "0.7"), (1e-7, "1e-7"), (1e16, "1e16"),
    (1e15, "1000000000000000.0"), (0.00001, "0.00001"), (1e308, "1e308"),
    (18_446_744_073_709_551_616, "1.8446744073709552e19"), (-1.5, "-1.5"),
  ])
  func writesFloatsAsTheServerDoes(_ value: Double, _ text: String) {
    #expect(FloatText.of(value) == text)
  }

  @Test
  func writesValuesForErrorTexts() throws {
    let value = try JSONValue(parsing: #"{"x":[1,null,true,"a\"b"],"@type":"T"}"#)
    #expect(
      DebugText.of(value)
        == #"Object ObjectAsVec([(Borrowed("x"), Array [Number(1), Null, Bool(true), "#
        + #"Str("a\"b")]), (Property(Type), Str("T"))])"#
    )
    #expect(DebugText.variant("en_US") == "EnUS")
    #expect(DebugText.variant("Africa/Abidjan") == "AfricaAbidjan")
    #expect(DebugText.variant("20") == "V20")
  }

  @Test
  func countsOneTimePasswords() throws {
    // RFC 6238, appendix B: the secret is `12345678901234567890`.
    let url = "otpauth://totp/x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&digits=8&period=30"
    let password = try #require(OneTimePassword(url: url))
    #expect(password.code(at: 59) == "94287082")
    #expect(password.code(at: 1_111_111_109) == "07081804")
    #expect(OneTimePassword(url: "nonsense") == nil)
  }

  @Test(arguments: [
    "digits=-1", "digits=5", "digits=9223372036854775807", "period=0", "period=-30",
    "period=9223372036854775807", "period=x",
  ])
  func takesNoOneTimePasswordsOfOddForm(_ parameter: String) {
    let url = "otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ&\(parameter)"
    #expect(OneTimePassword(url: url)?.accepts("123456", at: 1_111_111_109) == nil)
  }

  @Test(arguments: [
    (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
    (1_709_251_199, "Thu, 29 Feb 2024 23:59:59 GMT"),
  ])
  func writesDatesForHTTP(_ seconds: Int, _ text: String) {
    #expect(HTTPDate.text(Timestamp(seconds: seconds)) == text)
  }
}
