// SPDX-License-Identifier: MIT

import CommandLine
import Foundation
import HTTP
import JMAP
import JSON
import Registry
import Simulator
import StalwartSchema
import Terminal
import TestSupport
import Testing
import Text

@testable import Plans
@testable import StalwartCLI

/// Every sentence that is made of an error, as people read it.
///
/// The goldens hold one entry for each case of each error; a case without an entry fails.
@Suite struct `Failures are golden` {
  private let url = "https://mail.example.org/jmap"

  /// An error, what it is called in the golden, and what became of it.
  private struct Entry {
    var title: String
    var failure: Failure
  }

  private func text(_ entries: [Entry]) -> String {
    entries.map { entry in
      let lines = entry.failure.lines.map { label, text in
        label.map { "\($0.rawValue) \(text)" } ?? text
      }
      return "# \(entry.title): exit \(entry.failure.exitCode.rawValue)\n"
        + lines.map { $0 + "\n" }.joined()
    }.joined(separator: "\n")
  }

  /// Compares the texts of `errors` with a golden, and insists that no case is missing.
  private func check<E>(
    _ errors: [E],
    _ name: String,
    enum type: String,
    in file: String,
    _ failure: (E) -> Failure
  ) throws {
    let entries = errors.map { Entry(title: CaseList.name(of: $0), failure: failure($0)) }
    let all = try CaseList.names(of: type, in: file)
    #expect(all.subtracting(entries.map(\.title)) == [])
    for entry in entries { checkForm(entry) }
    try Golden.check(text(entries), named: "failures/\(name).golden")
  }

  /// Small first letters, no full stops, nothing empty.
  private func checkForm(_ entry: Entry) {
    let failure = entry.failure
    for text in [failure.summary] + failure.hints where !text.isEmpty {
      #expect(!text.hasSuffix(".") && !text.hasSuffix(" "), "\(entry.title): \(text)")
    }
    if failure.exitCode != .done, failure.exitCode != .interrupted {
      #expect(!failure.summary.isEmpty, "\(entry.title)")
    }
  }

  // MARK: Network

  @Test func ofTheNetwork() throws {
    let errors: [TransportError] = [
      .invalidURL(detail: "no host part"), .invalidHeader(name: "Authorization"),
      .nameNotResolved(host: "mial.example.org"),
      .connectionRefused(host: "mail.example.org", port: 443),
      .connectFailed(host: "mail.example.org", port: 443, detail: "no route to host"),
      .connectTimedOut(after: .seconds(10)), .timedOut(after: .milliseconds(1500)),
      .connectionReset(detail: "connection reset by peer"), .emptyReply,
      .bodyTruncated(received: 100, expected: 2000), .bodyTruncated(received: 1, expected: nil),
      .responseTooLarge(limit: 268_435_456), .malformedResponse(detail: "no status line"),
      .malformedEncoding(detail: "incorrect header check"),
      .tlsUntrusted(detail: "self-signed certificate"),
      .tlsWrongName(host: "mail.example.org", detail: "it is for localhost"),
      .tlsExpired(detail: "certificate has expired"),
      .tlsCertificate(detail: "certificate revoked"), .tlsHandshake(detail: "wrong version number"),
      .trustStore(path: "ca.pem", detail: "no such file"),
      .proxyNotResolved(detail: "proxy.example.org"),
      .proxyRefused(detail: "proxy.example.org port 3128"), .proxyFailed(detail: "HTTP 403"),
      .libraryMissing(detail: "libcurl.so.4 not found"), .interrupted(isSent: false),
      .interrupted(isSent: true), .outOfMemory,
      .curl(code: 55, name: "CURLE_SEND_ERROR", message: "failed sending data"),
    ]
    let file = "Sources/HTTP/TransportError.swift"
    try check(errors, "transport", enum: "TransportError", in: file) {
      Failure($0, url: url, isWrite: false)
    }
    try check(errors, "transport-write", enum: "TransportError", in: file) {
      Failure($0, url: url, isWrite: true)
    }
  }

  @Test func ofAddresses() throws {
    let errors: [BaseURLError] = [
      .empty, .missingScheme, .unsupportedScheme("ftp"), .missingHost, .invalidHost("a b"),
      .invalidPort("99999"), .containsCredentials, .containsQuery, .containsFragment, .invalidPath,
    ]
    let typed = "https://user:hush@mail.example.org"
    try check(errors, "url", enum: "BaseURLError", in: "Sources/HTTP/BaseURL+Parsing.swift") {
      let value =
        switch $0 {
        case .containsCredentials: typed
        case .unsupportedScheme: "ftp://mail.example.org"
        default: "mail.example.org"
        }
      return Failure(
        $0,
        of: ArgumentValue(value, origin: .option(index: 1, spelling: "--url"))
      )
    }
    let golden = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Golden/failures/url.golden")
    #expect(!(try String(contentsOf: golden, encoding: .utf8)).contains("hush"))
  }

  // MARK: The server

  @Test func ofTheRegistry() throws {
    let problem = RequestProblem(status: 429)
    let errors: [RegistryError] = [
      .transport(.emptyReply, url: url, isWrite: true),
      .refused(problem, url: url, retryAfter: "30", isWrite: true),
      .refused(RequestProblem(status: 502), url: url, retryAfter: nil, isWrite: true),
      .redirected(status: 301, location: "https://other.example.org/jmap", url: url),
      .redirected(status: 302, location: nil, url: url),
      .envelope(.malformedInvocation(index: 0), url: url, isWrite: false),
      .method(MethodError(method: "x:Domain/get", type: "forbidden", description: "not yours")),
      .incompleteListing(method: "x:Task/query", received: 90, total: 100),
      .incompleteListing(method: "x:Task/query", received: 90, total: nil),
      .limitTooSmall(limit: "maxSizeRequest"),
    ]
    try check(errors, "registry", enum: "RegistryError", in: "Sources/Registry/RegistryError.swift")
    { Failure($0) }
  }

  @Test func ofAnswers() throws {
    let page = Array("<html>\n<title>Welcome</title>".utf8)
    let errors: [EnvelopeError] = [
      .notJSON(contentType: "text/html", start: page), .notJSON(contentType: nil, start: []),
      .notJSON(contentType: "application/json", start: Array("{\"a".utf8)),
      .noMethodResponses(contentType: "application/json", start: Array("{}".utf8)),
      .malformedInvocation(index: 1), .missingResponse(method: "x:Domain/get", callID: "c0"),
      .otherMethod(expected: "x:Domain/get", got: "x:Domain/set", callID: "c0"),
      .unexpectedResponse(name: "x:Domain/get", callID: "c7"),
      .malformedResponse(method: "x:Domain/get", member: "list"),
      .unaccounted(method: "x:Domain/set", ids: ["b", "c"]),
      .malformedSession(member: "apiUrl"),
    ]
    let file = "Sources/JMAP/EnvelopeError.swift"
    try check(errors, "envelope", enum: "EnvelopeError", in: file) {
      Failure($0, url: url, isWrite: false)
    }
    try check(errors, "envelope-write", enum: "EnvelopeError", in: file) {
      Failure($0, url: url, isWrite: true)
    }
  }

  @Test func ofRefusedRequests() throws {
    let blank = "about:blank"
    let problems: [(RequestProblem, retryAfter: String?)] =
      [
        RequestProblem(
          status: 400,
          type: "urn:ietf:params:jmap:error:notJSON",
          detail: "Not JSON."
        ),
        RequestProblem(
          status: 400,
          type: "urn:ietf:params:jmap:error:limit",
          detail: "Too many calls.",
          limit: "maxCallsInRequest"
        ),
        RequestProblem(
          status: 400,
          type: "urn:ietf:params:jmap:error:limit",
          detail: "Too many concurrent requests.",
          limit: "maxConcurrentRequests"
        ),
        RequestProblem(status: 401, type: blank, title: "Unauthorized"),
        RequestProblem(status: 402, type: blank, title: "TOTP"),
        RequestProblem(status: 403, type: blank, title: "Forbidden", detail: "Forbidden"),
        RequestProblem(status: 403, type: blank, title: "Forbidden", detail: "Not you."),
        RequestProblem(status: 404, type: blank, title: "Not Found"),
        RequestProblem(status: 405, type: blank, title: "Method Not Allowed"),
        RequestProblem(status: 429, type: blank, title: "Too Many Requests"),
        RequestProblem(status: 500, type: blank, title: "Internal Server Error", detail: "Oops."),
        RequestProblem(status: 503, type: blank, title: "Service Unavailable"),
      ].map { ($0, nil) } + [
        (RequestProblem(status: 429), retryAfter: "30"),
        (RequestProblem(status: 503), retryAfter: "120"),
        (RequestProblem(status: 503), retryAfter: "Wed, 21 Oct 2026 07:28:00 GMT"),
      ]
    let entries = problems.map { problem, retryAfter in
      Entry(
        title: "\(problem.status) \(problem.shortType ?? problem.title ?? "")",
        failure: Failure(problem, url: url, retryAfter: retryAfter)
      )
    }
    for entry in entries { checkForm(entry) }
    try Golden.check(text(entries), named: "failures/request.golden")
  }

  @Test func ofRefusedCalls() throws {
    let errors = [
      MethodError(method: "x:Pond/get", type: "unknownMethod"),
      MethodError(method: "x:ApiKey/get", type: "forbidden", description: "Account not found."),
      MethodError(method: "x:Domain/get", type: "forbidden", description: "Not yours."),
      MethodError(method: "x:Domain/set", type: "serverUnavailable", description: "Later."),
      MethodError(method: "x:Domain/get", type: "invalidArguments", description: "No."),
      MethodError(method: "x:Domain/get", type: nil),
    ]
    let entries = errors.map {
      Entry(title: "\($0.method) \($0.type ?? "without type")", failure: Failure($0))
    }
    try Golden.check(text(entries), named: "failures/method.golden")
  }

  @Test func ofRefusedObjects() throws {
    let errors = [
      #"{"type":"notFound"}"#,
      #"{"type":"forbidden","description":"Not allowed."}"#,
      #"{"type":"invalidPatch","description":"Invalid property","properties":["nmae"]}"#,
      #"{"type":"primaryKeyViolation","properties":["name"],"objectId":{"object":"Domain","id":"b"}}"#,
      #"{"type":"alreadyExists","existingId":"b"}"#,
      #"{"type":"objectIsLinked","linkedObjects":[{"object":"Account","id":"b"},"c"]}"#,
      #"{"type":"validationFailed","validationErrors":[{"type":"Required","property":"name"},{"type":"Invalid","property":"host","value":"a b"},{"type":"MaxLength","property":"text","required":10},{"type":"MinLength","property":"text","required":2},{"type":"MaxValue","property":"count","required":5},{"type":"MinValue","property":"count","required":1},{"type":"Novel","property":"x","required":3}]}"#,
      #"{"type":"overQuota","description":"First line\nsecond line","limit":{"a":1}}"#,
      #"{}"#,
    ]
    let texts = try errors.map { text in
      SetErrorText(SetError(decoding: try JSONValue(parsing: text))).lines
        .map { $0 + "\n" }.joined()
    }
    try Golden.check(texts.joined(separator: "\n"), named: "failures/set.golden")
  }

  // MARK: Here

  @Test func ofOutputAndQuestions() throws {
    let output: [OutputError] = [.readerClosed, .system(code: ENOSPC)]
    let file = "Sources/Terminal/Streams/OutputSink.swift"
    try check(output, "output", enum: "OutputError", in: file) { Failure(output: $0) }
    let questions: [PromptError] = [
      .noTerminal, .endOfInput, .interrupted(signal: 2), .interrupted(signal: 15),
      .invalidText, .system(code: EIO),
    ]
    let prompts = "Sources/Terminal/Streams/Prompter.swift"
    try check(questions, "prompt", enum: "PromptError", in: prompts) { Failure(prompt: $0) }
    let actions: [FileError.Action] = [.read, .write, .create]
    let files = "Sources/StalwartCLI/Context/FileSystem.swift"
    try check(actions, "file", enum: "Action", in: files) {
      Failure(FileError(action: $0, path: "plan.ndjson", code: EACCES))
    }
  }

  // MARK: The schema

  @Test func ofNames() throws {
    typealias Holder = LookupError.Holder
    let holders = [
      Holder(object: "Account", field: "aliases"), Holder(object: "Domain", field: "aliases"),
      Holder(object: "Tenant", field: "names"),
    ]
    let errors: [LookupError] = [
      .unknownObject(name: "Domian", suggestions: ["Domain"]),
      .unknownObject(name: "Pond", suggestions: []), .view(name: "Account/User", object: "Account"),
      .embedded(name: "Alias", holders: []),
      .embedded(name: "Alias", holders: Array(holders[..<1])),
      .embedded(name: "Alias", holders: Array(holders[..<2])),
      .embedded(name: "Alias", holders: holders), .notMultiVariant(object: "Domain"),
      .unknownVariant(object: "Account", name: "Usr", suggestions: ["User"]),
      .unknownField(owner: "Domain", name: "nmae", suggestions: ["name", "names"]),
    ]
    let file = "Sources/StalwartSchema/SchemaError.swift"
    try check(errors, "lookup", enum: "LookupError", in: file) { Failure($0) }
  }

  private static let fieldReasons: [FieldError.Reason] = {
    typealias Conversion = FieldError.Conversion
    var reasons: [FieldError.Reason] = [
      .unknownField(owner: "Imap", suggestions: ["timeoutIdle"]),
      .notDescendable(type: "boolean"),
      .invalidKey(key: "x y", type: "number<integer>", suggestions: []),
      .pointerOnCreate, .serverSet, .immutable,
      .unconvertible(
        Conversion(type: "number<duration>", given: "soon", accepted: ["30m", "1h30m"])
      ),
      .unconvertible(Conversion(type: "number<integer>?", given: "5GB", accepted: ["42"])),
      .unconvertible(Conversion(type: "boolean", given: "maybe", accepted: ["true", "false"])),
      .unconvertible(Conversion(type: "enum<Level>?", given: "inof", suggestions: ["info"])),
      .unconvertible(
        Conversion(type: "list<string>", given: String(repeating: "long ", count: 20))
      ),
      .nullNotAllowed(type: "string"),
      .missingVariant(owner: "Account", variants: ["User", "Group"]),
      .unknownVariant(owner: "Account", name: "Usr", suggestions: ["User"]),
      .duplicate(name: "Name"),
    ]
    do throws(JSONError) { _ = try JSONValue(parsing: "{name: 1}") } catch {
      reasons.append(.notJSON(error))
    }
    return reasons
  }()

  @Test func ofFields() throws {
    let file = "Sources/StalwartSchema/FieldError.swift"
    try check(Self.fieldReasons, "field", enum: "Reason", in: file) {
      Failure(FieldError(path: "timeoutIdel", reason: $0), owner: "Imap")
    }
    try check(Self.fieldReasons, "field-secret", enum: "Reason", in: file) {
      Failure(FieldError(path: "secret", reason: $0), owner: "Imap", isSecret: true)
    }
    let errors = Self.fieldReasons.map { FieldError(path: "timeoutIdel", reason: $0) }
    let entries = [
      Entry(title: "none", failure: Failure([], owner: "Imap")),
      Entry(title: "one", failure: Failure(Array(errors[..<1]), owner: "Imap")),
      Entry(title: "all", failure: Failure(errors, owner: "Imap")),
    ]
    try Golden.check(text(entries), named: "failures/fields.golden")
  }

  @Test func ofFilters() throws {
    let errors: [FilterError] = [
      .syntax("name"), .unknownField(owner: "Domain", name: "nmae", suggestions: ["name"]),
      .unordered(field: "name", comparison: .greaterOrEqual, type: "string"),
      .value(FieldError(path: "level", reason: Self.fieldReasons[8])),
    ]
    let file = "Sources/StalwartSchema/Filters.swift"
    try check(errors, "filter", enum: "FilterError", in: file) { Failure($0, owner: "Domain") }
  }

  // MARK: Plans

  @Test func ofSelections() throws {
    let errors: [SnapshotError] = [
      .missingTypes(
        [
          MissingReference(from: "Domain", property: "directoryId", to: "Directory"),
          MissingReference(from: "Domain", property: "memberTenantId", to: "Tenant"),
        ],
        closure: ["Directory", "Tenant", "Role"]
      ),
      .immutableCycle(types: ["Domain", "DkimSignature"], closedBy: "DkimSignature/domainId"),
      .immutableCycle(types: ["A", "B"], closedBy: nil),
    ]
    let file = "Sources/Plans/Snapshot/SnapshotError.swift"
    try check(errors, "snapshot", enum: "SnapshotError", in: file) {
      Failure($0, typed: ["Domain"])
    }
  }

  /// Plans with mistakes, one after each blank line; those of the real schema, in its facts.
  private static func mistakenPlans() throws -> [[UInt8]] {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Plans/mistaken.txt")
    let text = try String(contentsOf: file, encoding: .utf8)
    let utf16: [UInt8] = [0xFF, 0xFE, 0x7B, 0]
    return [utf16] + text.split(separator: "\n\n").map { Array($0.utf8) }
  }

  private static let facts: Result<Schema, any Error> = Result {
    try Schema(document: try #require(SchemaDocument.embedded).text)
  }

  @Test func ofPlans() throws {
    var seen: Set<String> = []
    var entries: [Entry] = []
    for bytes in try Self.mistakenPlans() {
      var reading = PlanReading(bytes)
      _ = reading.substitute { source in
        if case .variable = source { return .failure("is not set") }
        return .failure("cannot be read: no such file or directory")
      }
      let problems = PlanCheck(reading, against: try Self.facts.get()).problems
      #expect(!problems.isEmpty, "\(String(decoding: bytes, as: UTF8.self))")
      seen.formUnion(problems.map { CaseList.name(of: $0.reason) })
      entries.append(
        Entry(
          title: problems.map { CaseList.name(of: $0.reason) }.joined(separator: ", "),
          failure: PlanProblemText(problems, in: reading.text).failure
        )
      )
    }
    let all = try CaseList.names(of: "Reason", in: "Sources/Plans/Reading/PlanProblem.swift")
    #expect(all.subtracting(seen) == [], "add a plan to Plans/mistaken.txt")
    try Golden.check(text(entries), named: "failures/plan.golden")
  }

  @Test func ofObjectsOfPlans() throws {
    let text =
      #"{"@type":"upsert","object":"Domain","matchOn":["name"],"value":{"a":{"name":"a.example.org"}}}"#
    let check = PlanCheck(PlanReading(Array(text.utf8)), against: try Self.facts.get())
    let operation = try #require(check.plan.operations.first)
    let refusal = SetError(
      decoding: try JSONValue(
        parsing: #"{"type":"invalidForeignKey","objectId":{"object":"Tenant","id":"b"}}"#
      )
    )
    let method = MethodError(method: "x:Domain/set", type: "serverFail", description: "Broken.")
    let broken = RegistryError.transport(.connectionReset(detail: "reset"), url: url, isWrite: true)
    let matches: [MatchFailure] = [
      .ambiguous(id: "a", properties: ["name"], matches: ["b", "c"]),
      .ambiguous(id: "a", properties: [], matches: ["b", "c", "d", "e", "f", "g"]),
      .sameObject(id: "a", other: "b", object: "c"), .unreadable(method), .missing("b"),
      .conflict(id: "a", .maskedSecret(path: "store/authSecret/secret")),
    ]
    #expect(
      Set(matches.map(CaseList.name))
        == (try CaseList.names(of: "MatchFailure", in: "Sources/Plans/Matching/Changes.swift"))
    )
    let causes: [EntryFailure.Cause] =
      [
        .set(refusal), .method(method), .unacknowledged, .skipped(dependsOn: "b", operation: 1),
        .request(broken), .lost(broken), .unknown(broken),
      ] + matches.map { .match($0) }
    #expect(
      Set(causes.map(CaseList.name))
        == (try CaseList.names(of: "Cause", in: "Sources/Plans/Execution/Report.swift"))
    )
    let writer = FailureText(operation, clientIDs: ["b": "tenant"])
    let lines = causes.flatMap { cause in
      [
        writer.line(EntryFailure(id: "a", cause, isCreation: true)),
        writer.line(EntryFailure(id: "b", cause)),
        writer.line(EntryFailure(id: "b", cause, isRemoval: true)),
      ]
    }
    try Golden.check(lines.map { $0 + "\n" }.joined(), named: "failures/entry.golden")
  }
}
