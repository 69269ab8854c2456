// SPDX-License-Identifier: MIT

/// Something that goes wrong on purpose, and when.
public struct FaultRule: Equatable, Sendable {
  /// What happens instead of, or on the way to, the right answer.
  enum Effect: Equatable, Sendable {
    /// The answer comes so many milliseconds late.
    case latency(milliseconds: Int)
    /// The request arrives so many milliseconds late: the work is done after them.
    case requestLatency(milliseconds: Int)
    /// A link with so many milliseconds for a round trip: half of them on each way, and all of them
    /// once more for each connection that is made.
    case roundTrip(milliseconds: Int)
    /// The first answer of a connection comes so many milliseconds late.
    case connectLatency(milliseconds: Int)
    /// The connection ends without an answer; the request has been carried out or not.
    case close(isCommitted: Bool)
    /// The connection is reset: nil is at once, so that nothing is done; otherwise the request
    /// is carried out, and so many bytes of the content come before.
    case reset(bytes: Int?)
    /// Only so many bytes of the content come, then the connection ends.
    case cut(bytes: Int?)
    /// So many bytes of the content come, and nothing more.
    case stall(bytes: Int?)
    /// The content comes in pieces of so many bytes, with so many milliseconds between them.
    case slow(bytes: Int, milliseconds: Int)
    /// Another media type.
    case contentType(String)
    /// Other content, after the work was done.
    case content(String)
    /// A web page.
    case html
    /// A status with the body and fields that the server gives it.
    case status(Int)
    /// A redirection.
    case redirect(String)
    /// What pretends to be gzip and is not.
    case gzipGarbage
    /// A method error instead of each matching call, or after it was carried out.
    case methodError(String, isLate: Bool)
    /// The request is refused for a limit.
    case limit(String)
    /// The schema has another hash and lacks, or has more than, the true one.
    case schema(isOlder: Bool)
    /// The server's clock is so many milliseconds ahead.
    case skew(milliseconds: Int)
    /// Other limits than the default ones.
    case limits([String: Int])
  }

  /// What goes wrong.
  var effect: Effect
  /// The path must begin with this.
  var path: String?
  /// A call of the request must have this method name; `*` matches any text.
  var call: String?
  /// The HTTP method.
  var method: String?
  /// Which matching requests are struck, counted from 1; nil is all.
  var requests: ClosedRange<Int>?
  /// The seconds that `retry-after` names; nil leaves it out.
  var retryAfter: Int?
}

extension FaultRule {
  /// Reads a rule.
  ///
  /// - Throws: ``SimulatorError/invalidFault(rule:reason:)``.
  public init(_ rule: String) throws(SimulatorError) {
    var parser = FaultRuleParser(rule: rule)
    self = try parser.parse()
  }
}
