// SPDX-License-Identifier: MIT

import HTTP
import Testing

@Suite struct BaseURLTests {
  @Test(arguments: [
    ("http://localhost:8080", "http://localhost:8080"),
    ("https://Mail.Example.ORG", "https://mail.example.org"),
    ("HTTPS://mail.example.org", "https://mail.example.org"),
    ("hTTp://mail.example.org/", "http://mail.example.org"),
    ("https://mail.example.org///", "https://mail.example.org"),
    ("  https://mail.example.org\n", "https://mail.example.org"),
    ("https://mail.example.org:443/", "https://mail.example.org"),
    ("http://mail.example.org:80", "http://mail.example.org"),
    ("http://mail.example.org:443", "http://mail.example.org:443"),
    ("https://mail.example.org:0443", "https://mail.example.org"),
    ("https://mail.example.org:", "https://mail.example.org"),
    ("https://example.org/Mail", "https://example.org/Mail"),
    ("https://example.org//a/b%20c//", "https://example.org//a/b%20c"),
    ("http://[::1]:8080/x", "http://[::1]:8080/x"),
    ("http://[2001:DB8::1]", "http://[2001:db8::1]"),
    ("http://[fe80::1%25eth0]/", "http://[fe80::1%25eth0]"),
    ("https://müller.example", "https://müller.example"),
  ])
  func normalises(text: String, expected: String) throws {
    let url = try BaseURL(parsing: text)
    #expect(url.url == expected)
    #expect(url.cacheIdentity == expected)
  }

  @Test(arguments: [
    ("", BaseURLError.empty),
    ("   ", .empty),
    ("mail.example.org", .missingScheme),
    ("localhost:8080", .missingScheme),
    ("//mail.example.org", .missingScheme),
    ("://mail.example.org", .missingScheme),
    ("/path", .missingScheme),
    ("ftp://mail.example.org", .unsupportedScheme("ftp")),
    ("http s://x", .unsupportedScheme("http s")),
    ("https://", .missingHost),
    ("https:///path", .missingHost),
    ("https://:8080", .missingHost),
    ("https://mail example.org", .invalidHost("mail example.org")),
    ("https://mail%2e.org", .invalidHost("mail%2e.org")),
    ("https://[::1", .invalidHost("[::1")),
    ("https://[::1]x", .invalidHost("[::1]x")),
    ("https://[localhost]", .invalidHost("[localhost]")),
    ("https://mail:port", .invalidPort("port")),
    ("https://mail:0", .invalidPort("0")),
    ("https://mail:65536", .invalidPort("65536")),
    ("https://mail:+80", .invalidPort("+80")),
    ("https://::1", .missingHost),
    ("https://jane:secret@mail.example.org", .containsCredentials),
    ("https://jane@mail.example.org/x", .containsCredentials),
    ("https://mail.example.org?x", .containsQuery),
    ("https://mail.example.org/x?y=1", .containsQuery),
    ("https://mail.example.org/#", .containsFragment),
    ("https://mail.example.org/a b", .invalidPath),
    ("https://mail.example.org\\x", .invalidPath),
    ("https://mail.example.org/\u{7F}", .invalidPath),
  ])
  func refuses(text: String, expected: BaseURLError) {
    #expect(throws: expected) { try BaseURL(parsing: text) }
  }

  @Test(arguments: [
    ("http://localhost", true), ("http://mail.localhost", true), ("http://127.0.0.1", true),
    ("http://127.9.9.9:1", true), ("http://[::1]", true), ("http://[0:0:0:0:0:0:0:1]", true),
    ("http://[::ffff:127.0.0.1]", true), ("http://LOCALHOST", true),
    ("http://127.example.org", false), ("http://127.0.0.1.example.org", false),
    ("http://localhost.example.org", false), ("http://[::2]", false), ("http://[1::1]", false),
    ("http://10.0.0.1", false), ("http://[::ffff:10.0.0.1]", false),
    ("http://mail.example.org", false), ("http://[1::]", false), ("http://[0:1::]", false),
    ("http://[ffff::127.0.0.1]", false), ("http://[::127.0.0.1]", false),
    ("http://[0:0:0:0:0:ffff:127.0.0.1]", true), ("http://[::1:1]", false),
  ])
  func knowsThisMachine(text: String, expected: Bool) throws {
    #expect(try BaseURL(parsing: text).isLoopback == expected)
  }

  @Test func joinsPaths() throws {
    let plain = try BaseURL(parsing: "https://mail.example.org/")
    #expect(plain.appending("/jmap") == "https://mail.example.org/jmap")
    #expect(plain.appending("jmap") == "https://mail.example.org/jmap")
    let prefixed = try BaseURL(parsing: "https://example.org/mail/")
    #expect(prefixed.appending("/api/schema") == "https://example.org/mail/api/schema")
    #expect(prefixed.origin == "https://example.org")
    #expect(prefixed.path == "/mail")
    #expect(prefixed.host == "example.org")
    #expect(prefixed.port == 443)
  }
}
