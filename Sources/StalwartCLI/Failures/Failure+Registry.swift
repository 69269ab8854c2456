// SPDX-License-Identifier: MIT

internal import CommandLine
internal import HTTP
internal import JMAP
internal import Registry
internal import StalwartSchema
internal import Text

extension Failure {
  /// The server did not do what was asked, or did not answer.
  init(_ error: RegistryError) {
    switch error {
    case .transport(let error, let url, let isWrite):
      self.init(error, url: url, isWrite: isWrite)
    case .refused(let problem, let url, let retryAfter, let isWrite):
      self.init(problem, url: url, retryAfter: retryAfter)
      // What failed inside the server, or behind a proxy, may have been done before.
      if isWrite, problem.status >= 500 { details.append(Self.unknownChange) }
    case .redirected(let status, let location, let url):
      self = Self.redirected(status: status, location: location, url: url)
    case .envelope(let error, let url, let isWrite):
      self.init(error, url: url, isWrite: isWrite)
    case .method(let error): self.init(error)
    case .incompleteListing(let method, let received, let total):
      self.init(
        .noAnswer,
        "the listing by \(method) could not be completed: \(received) objects came"
          + (total.map { " of \($0)" } ?? ""),
        hints: ["objects come and go too fast, or the server cuts its answers; try again"]
      )
    case .limitTooSmall(let limit):
      self.init(
        .refused,
        "one object alone exceeds the server's limit \(limit)",
        hints: ["raise the limit in the Jmap settings of the server"]
      )
    }
  }

  /// A request that the server refused as a whole.
  init(_ problem: RequestProblem, url: String, retryAfter: String?) {
    var details: [String] = []
    if let detail = problem.detail, detail != problem.title { details.append(detail) }
    if let limit = problem.limit { details.append("limit: \(limit)") }
    switch problem.status {
    case 401:
      self.init(
        .notAllowed,
        "authentication failed (HTTP 401)",
        hints: [
          "check --user and the password, or the API key; an expired key is refused the same way"
        ]
      )
    case 402:
      self.init(
        .notAllowed,
        "authentication failed (HTTP 402): the account needs a one-time code",
        hints: ["use an API key (--api-key-file) or an app password instead"]
      )
    case 403:
      self.init(
        .notAllowed,
        "permission denied (HTTP 403)",
        details: details,
        hints: [
          "the account lacks the permission, or may not sign in from this address",
          "if the server blocks the address of this machine, delete the BlockedIp from another one",
        ]
      )
    case 404:
      self.init(
        .noAnswer,
        "not found (HTTP 404): \(url)",
        hints: ["is --url the address of a Stalwart server 0.16 or later?"]
      )
    case 429:
      self.init(
        .noAnswer,
        "rate limited (HTTP 429)",
        details: details,
        hints: [
          Self.patience(retryAfter)
            ?? "wait a while: too many requests came, or too many logins failed"
        ]
      )
    case 500...599:
      self.init(
        .noAnswer,
        "server returned HTTP \(problem.status)",
        details: [problem.title].compactMap { $0 } + details,
        hints: [Self.patience(retryAfter) ?? Self.remedy(problem.status)]
      )
    case 400 where problem.limit == "maxConcurrentRequests":
      self.init(
        .refused,
        "the server is busy with other requests of this account (HTTP 400)",
        details: details,
        hints: ["nothing was done: try again when they are finished"]
      )
    default:
      self.init(
        .refused,
        "server returned HTTP \(problem.status)\(problem.shortType.map { ": \($0)" } ?? "")",
        details: details,
        hints: problem.shortType == nil && details.isEmpty
          ? ["is --url the address of a Stalwart server, and nothing else in between?"] : []
      )
    }
  }

  /// What the server asks for, in seconds or as a date (RFC 9110, section 10.2.3).
  private static func patience(_ retryAfter: String?) -> String? {
    retryAfter.map { text in
      RetryPolicy.seconds(retryAfter: text) == nil
        ? "try again after \(text)" : "try again in \(text) seconds"
    }
  }

  private static func remedy(_ status: Int) -> String {
    status == 500
      ? "the server's log says more"
      : "it may be starting or overloaded, or a proxy does not reach it: try again, or use --wait"
  }

  private static func redirected(status: Int, location: String?, url: String) -> Failure {
    Failure(
      .noAnswer,
      "server returned HTTP \(status): it redirects \(url)"
        + (location.map { " to '\($0)'" } ?? " without saying where"),
      details: [
        "redirects are not followed, so that credentials stay with the server they are for"
      ],
      hints: ["give the address that answers by itself in --url"]
    )
  }

  /// An answer that is not what was asked for.
  init(_ error: EnvelopeError, url: String, isWrite: Bool) {
    var details: [String] = []
    let what: String
    switch error {
    case .notJSON(let contentType, let start):
      let isNamedJSON = contentType?.lowercased().mentions("json") ?? false
      what = isNamedJSON ? "broken JSON" : "not JSON\(contentType.map { " but \($0)" } ?? "")"
      details.append(Self.excerpt(start))
    case .noMethodResponses(_, let start):
      what = "no JMAP response"
      details.append(Self.excerpt(start))
    case .malformedInvocation(let index): what = "malformed in element \(index)"
    case .missingResponse(let method, let callID): what = "missing for \(method) (call \(callID))"
    case .otherMethod(let expected, let got, _): what = "for \(got), not for \(expected)"
    case .unexpectedResponse(let name, _):
      what = "followed by one for \(name), which was not called"
    case .malformedResponse(let method, let member): what = "misshapen: '\(member)' of \(method)"
    case .unaccounted(let method, let ids):
      what = "silent about \(ids.map { "`\($0)`" }.joined(separator: ", ")) in \(method)"
    case .malformedSession(let member): what = "no JMAP session: '\(member)' is missing"
    }
    if isWrite { details.append(Self.unknownChange) }
    self.init(
      .noAnswer,
      "unexpected server response: the answer of \(url) is \(what)",
      details: details,
      hints: ["is --url the address of a Stalwart server, and nothing else in between?"]
    )
  }

  private static func excerpt(_ start: [UInt8]) -> String {
    let text = String(decoding: start.prefix(120), as: UTF8.self)
      .map { $0.isNewline ? " " : String($0) }.joined()
    guard !start.isEmpty else { return "it is empty" }
    return "it begins with \"\(text)\"" + (start.count > 120 ? "…" : "")
  }

  /// A method call that was refused as a whole.
  init(_ error: MethodError) {
    let type = error.type ?? "(unknown)"
    let kind: Kind = type == "forbidden" ? .notAllowed : .refused
    var hints: [String] = []
    switch type {
    case "unknownMethod":
      hints = ["the server does not know this type; refresh the schema with --refresh"]
    case "forbidden" where error.isAboutAccount:
      hints = ["these objects belong to accounts: name one with --account ID|ADDRESS"]
    case "serverUnavailable" where error.method.hasSuffix("/set"):
      hints = ["a part of the change may have been made: read it before trying again"]
    default: break
    }
    self.init(kind, "jmap error: \(type): \(error.description ?? "")", hints: hints)
  }
}

extension MethodError {
  /// Whether the call was about objects that belong to an account, which may be that of another.
  var isAboutAccount: Bool {
    let object = String(method.prefix { $0 != "/" }).withoutPrefix
    return ObjectType.accountScopedNames.contains(Name(object))
  }
}
