// SPDX-License-Identifier: MIT

internal import JSON

/// The faults that one request meets.
struct FaultStrike {
  /// The rules that apply, in the order in which they were given.
  let rules: [FaultRule]

  // MARK: - Before the work

  /// Whether the request is not carried out at all.
  var preventsWork: Bool {
    rules.contains { rule in
      switch rule.effect {
      case .close(let isCommitted): !isCommitted
      case .reset(nil), .html, .status, .redirect, .limit: true
      default: false
      }
    }
  }

  /// The answer to a request that is not carried out; nil where none comes.
  func replacement(in service: Service) -> HTTPResponse? {
    for rule in rules {
      switch rule.effect {
      case .close, .reset: return nil
      case .html:
        return HTTPResponse(
          status: 200,
          headers: [("content-type", "text/html; charset=utf-8")],
          body: Array("<!doctype html>\n<title>Welcome</title>\n<p>It works!\n".utf8)
        )
      case .status(let status): return .ofStatus(status, retryAfter: rule.retryAfter)
      case .redirect(let location): return .redirect(302, to: location)
      case .limit(let name): return .ofLimit(name, service.engine.limits)
      default: continue
      }
    }
    return nil
  }

  /// The request as it is carried out, and how to complete the answer.
  func altered(body: [UInt8]) -> (body: [UInt8], complete: (HTTPResponse?) -> HTTPResponse?) {
    for rule in rules {
      guard case .methodError(let type, let isLate) = rule.effect,
        let change = CallReplacement(body, rule: rule, error: type, isLate: isLate)
      else { continue }
      return (change.body, change.complete)
    }
    return (body, { $0 })
  }

  // MARK: - After the work

  /// The steps that send an answer; without one the connection just closes.
  func steps(
    for response: HTTPResponse?,
    to transaction: Transaction,
    in service: Service
  ) -> [DeliveryStep] {
    var steps: [DeliveryStep] = []
    let wait = delay(isFirst: transaction.isFirst)
    if wait > 0 { steps.append(.wait(milliseconds: wait)) }
    if rules.contains(where: { $0.effect == .reset(bytes: nil) }) { return steps + [.reset] }
    guard var response else { return steps + [.close] }
    for rule in rules {
      switch rule.effect {
      case .content(let text): response.body = Array(text.utf8)
      case .contentType(let type): response.headers.replace("content-type", type)
      case .gzipGarbage:
        response.headers.replace("content-encoding", "gzip")
        response.body = Array("this is no gzip".utf8)
        response.headers.remove("content-length")
      default: continue
      }
    }
    let bytes = service.wire(response, transaction.request)
    let headLength = bytes.count - contentLength(of: response, to: transaction.request)
    for rule in rules {
      switch rule.effect {
      case .close: return steps + [.close]
      case .cut(let count):
        let kept = count ?? (bytes.count - headLength) / 2
        return steps + [.send(Array(bytes.prefix(headLength + kept))), .close]
      case .reset(let count):
        return steps + [.send(Array(bytes.prefix(headLength + (count ?? 0)))), .reset]
      case .stall(let count):
        guard let count else { return steps + [.stall] }
        return steps + [.send(Array(bytes.prefix(headLength + count))), .stall]
      case .slow(let size, let milliseconds):
        return steps + Self.pieces(bytes, from: headLength, size, milliseconds)
      default: continue
      }
    }
    return steps + [.send(bytes)]
  }

  private func delay(isFirst: Bool) -> Int {
    rules.reduce(0) { sum, rule in
      switch rule.effect {
      case .latency(let milliseconds): sum + milliseconds
      case .connectLatency(let milliseconds): isFirst ? sum + milliseconds : sum
      case .roundTrip(let milliseconds): sum + milliseconds / 2
      default: sum
      }
    }
  }

  /// How many milliseconds a request is on its way.
  func delayOfRequest(isFirst: Bool) -> Int {
    rules.reduce(0) { sum, rule in
      switch rule.effect {
      case .requestLatency(let milliseconds): sum + milliseconds
      case .roundTrip(let milliseconds):
        sum + milliseconds - milliseconds / 2 + (isFirst ? milliseconds : 0)
      default: sum
      }
    }
  }

  private func contentLength(of response: HTTPResponse, to request: HTTPRequest) -> Int {
    request.method == "HEAD" || response.status == 204 ? 0 : response.body.count
  }

  private static func pieces(
    _ bytes: [UInt8],
    from start: Int,
    _ size: Int,
    _ milliseconds: Int
  ) -> [DeliveryStep] {
    var steps: [DeliveryStep] = [.send(Array(bytes[..<start]))]
    for place in stride(from: start, to: bytes.count, by: size) {
      steps.append(.wait(milliseconds: milliseconds))
      steps.append(.send(Array(bytes[place..<min(place + size, bytes.count)])))
    }
    return steps
  }
}

extension HTTPResponse {
  /// The answer that the server gives with a status.
  fileprivate static func ofStatus(_ status: Int, retryAfter: Int?) -> HTTPResponse {
    var response: HTTPResponse =
      switch status {
      case 400: .notRequest([])
      case 401: .unauthorized()
      case 402: .secondFactorRequired
      case 403: .forbidden
      case 404: .notFound
      case 429:
        retryAfter.map { .tooManyRequests(quota: 1000, secondsLeft: $0) } ?? .tooManyAttempts
      case 500: .internalError
      case 503: .health(503, "Service Unavailable")
      default: .health(status, HTTPResponse.reason(status))
      }
    if let retryAfter { response.headers.replace("retry-after", "\(retryAfter)") }
    return response
  }

  /// The refusal for a limit.
  fileprivate static func ofLimit(_ name: String, _ limits: JMAPEngine.Limits) -> HTTPResponse {
    switch name {
    case "maxSizeRequest": .requestTooLarge
    case "maxSizeUpload": .uploadTooLarge
    case "maxConcurrentRequests":
      .tooManyConcurrent(.request, quota: limits.maxConcurrentRequests ?? 4)
    case "maxConcurrentUpload": .tooManyConcurrent(.upload, quota: limits.maxConcurrentUpload ?? 4)
    case "maxCallsInRequest": .tooManyCalls
    default: .limit(name, "The request exceeds a limit of the server.")
    }
  }
}
