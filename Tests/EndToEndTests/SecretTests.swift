// SPDX-License-Identifier: MIT

import Foundation
import TestSupport
import Testing

/// Secrets stay where they belong: not in what is printed or kept, and not in lists of processes.
struct SecretTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func shell(_ script: String, _ environment: [String: String] = [:]) -> Launch {
    Launch(
      URL(filePath: "/bin/sh"),
      ["-c", script],
      environment: ["PATH": "/usr/bin:/bin", "HOME": directory.path("home")]
        .merging(environment) { $1 },
      directory: directory.url
    )
  }

  // MARK: The watch itself

  /// A watch that never barks would prove nothing.
  @Test(
    arguments: [
      "echo canary-1", "echo canary-1 >&2", "echo canary-1 > file",
      "mkdir -p a/b; echo testsecret > a/b/c",
      "echo $STALWART_PASSWORD", "printf \"admin:$STALWART_PASSWORD\" | base64",
      "printf %s \"$HIDDEN\" >> old",
      "mkdir -p $HOME; echo canary-1 > $HOME/x",
    ]
  )
  func watchSeesSecrets(script: String) throws {
    try directory.write(Array("old".utf8), to: "old")
    let variables = ["STALWART_PASSWORD": "open sesame", "HIDDEN": "canary-2"]
    #expect(throws: SecretWatch.Disclosure.self) { try shell(script, variables).run() }
    var declared = shell(script, variables)
    declared.showsSecrets = true
    #expect(try declared.run().status == 0)
  }

  @Test func watchLetsInputsBe() throws {
    try directory.write(Array("canary-1".utf8), to: "secret")
    #expect(try shell("cat secret > /dev/null; echo done").run().status == 0)
  }

  // MARK: Lists of processes

  /// How a secret reaches the client.
  enum Way: String, CaseIterable, Sendable {
    case file, prompt, token, argument, attachedArgument
  }

  /// What `ps` shows of a client that waits for an answer, and what its variables are.
  @Test(arguments: Way.allCases)
  func listsOfProcessesShowNoSecret(way: Way) throws {
    let server = try LoopbackServer { _ in [.hold] }
    let secret = "canary-\(way)-0123456789"
    try directory.write(Array("\(secret)\n".utf8), to: "secret")
    var arguments = ["get", "Imap", "--debug"]
    switch way {
    case .file: arguments += ["--user", "admin", "--password-file", "secret"]
    case .prompt: arguments += ["--user", "admin"]
    case .token: arguments += ["--api-key-file", "secret"]
    case .argument: arguments += ["--user", "admin", "--password", secret]
    case .attachedArgument: arguments += ["--api-key=\(secret)"]
    }
    // The shell's own list entry must not hold the secret either.
    let listing = """
      for p in /proc/[0-9]*; do
        case "$(tr '\\0' ' ' < $p/cmdline 2>/dev/null)" in
          *stalwart-cli*"\(server.url)"*) cp $p/cmdline cmdline; cp $p/environ environ; kill -INT ${p#/proc/};;
        esac
      done
      """
    try directory.write(Array(listing.utf8), to: "list")
    var launch = Launch(
      BuiltProducts.client,
      arguments + ["--url", server.url],
      environment: ["PATH": "/usr/bin:/bin", "HOME": directory.url.path, "NO_COLOR": "1"],
      directory: directory.url
    )
    launch.reactions = [.init(to: "-> GET", .run("sh", ["list"]))]
    if way == .prompt {
      launch.terminal = TerminalWindow()
      launch.reactions.insert(.init(to: "assword", .type("\(secret)\n")), at: 0)
    }
    let outcome = try launch.run()
    #expect(outcome.status == 130, "\(outcome.outputText)\(outcome.errorText)")
    let listed = try String(contentsOfFile: directory.path("cmdline"), encoding: .utf8)
    let variables = try String(contentsOfFile: directory.path("environ"), encoding: .utf8)
    #expect(listed.contains("get\0Imap\0--debug"))
    #expect(!listed.contains("canary"))
    #expect(!variables.contains("canary"))
    #expect(variables.contains("NO_COLOR=1"), "the variables behind the arguments are whole")
    if way == .argument { #expect(listed.contains("--password\0*****")) }
    if way == .attachedArgument { #expect(listed.contains("--api-key=*****")) }
    // The secret was used: the server got it.
    let header = server.requests.first?["authorization"] ?? ""
    let isToken = way == .token || way == .attachedArgument
    let basic = "Basic " + Data("admin:\(secret)".utf8).base64EncodedString()
    #expect(header == (isToken ? "Bearer \(secret)" : basic))
  }

  // MARK: Plain http

  /// An answer to everything, through a proxy that asks no questions.
  private func proxy() throws -> LoopbackServer {
    try LoopbackServer { request in
      let isSchema = request.line.contains("/api/schema")
      return [
        .send(LoopbackServer.response(isSchema ? "404 Not Found" : "403 Forbidden", body: "{}"))
      ]
    }
  }

  @Test func plainHTTPWarnsOnce() throws {
    let proxy = try proxy()
    let outcome = try Launch(
      BuiltProducts.client,
      ["query", "Domain", "--url", "http://mail.example.org", "--retries", "0"],
      environment: [
        "PATH": "/usr/bin:/bin", "HOME": directory.url.path, "http_proxy": proxy.url,
        "STALWART_TOKEN": "canary-token",
      ],
      directory: directory.url
    ).run()
    #expect(!proxy.requests.isEmpty)
    let warnings = outcome.errorText.split(separator: "\n").filter { $0.hasPrefix("warning:") }
    #expect(
      warnings == [
        "warning: credentials are sent in the clear to mail.example.org; use https:// where you can"
      ],
      "\(outcome.errorText)"
    )
    #expect(!outcome.outputText.contains("clear"))
  }

  @Test(arguments: ["http://127.0.0.1", "http://localhost", "http://[::1]", "https://mail.invalid"])
  func nothingElseWarns(url: String) throws {
    let port = try LoopbackServer.closedPort()
    let outcome = try Launch(
      BuiltProducts.client,
      ["get", "Imap", "--url", "\(url):\(port)", "--retries", "0"],
      environment: [
        "PATH": "/usr/bin:/bin", "HOME": directory.url.path, "STALWART_TOKEN": "canary-token",
      ],
      directory: directory.url
    ).run()
    #expect(outcome.status == 3, "\(outcome.errorText)")
    #expect(!outcome.errorText.contains("warning:"), "\(outcome.errorText)")
  }

  // MARK: What comes over the wire

  /// Bytes in a status line and in fields, where libcurl hands them over as they are.
  @Test func tracesAreInert() throws {
    for (name, text) in Steering.attacks {
      let attack = text.filter { $0 != "\r" && $0 != "\n" && $0 != "\r\n" && $0 != "\0" }
      let server = try LoopbackServer(
        answer: LoopbackServer.response(
          "301 «\(attack)»",
          headers: ["Content-Type: text/html; «\(attack)»", "Location: http://x/«\(attack)»"]
        )
      )
      let outcome = try Launch(
        BuiltProducts.client,
        ["get", "Imap", "--debug", "--retries", "0"],
        environment: [
          "PATH": "/usr/bin:/bin", "HOME": directory.url.path, "STALWART_TOKEN": "canary-token",
          "STALWART_URL": server.url, "NO_COLOR": "1",
        ],
        directory: directory.url
      ).run()
      #expect(outcome.status == 3, "\(name): \(outcome.errorText)")
      #expect(Steering.found(in: outcome.errors) == nil, "\(name): \(outcome.errorText)")
      #expect(outcome.errorText.contains("status=301"), "\(name): \(outcome.errorText)")
    }
  }
}
