// SPDX-License-Identifier: MIT

public import HTTP

/// A transport that answers from a list and remembers what it was asked.
///
/// An unexpected request is an error of its own, and so is an answer that was
/// never asked for: see ``unusedAnswers``.
public final class FakeTransport: Transport {
  /// What the transport does with one request.
  public enum Answer: Sendable {
    /// It brings this response.
    case response(HTTPResponse)
    /// It fails.
    case failure(TransportError)
  }

  private var answers: [Answer]
  /// The requests, in order.
  public private(set) var requests: [HTTPRequest] = []

  /// Creates a transport that gives these answers, one a request.
  public init(_ answers: [Answer]) { self.answers = answers }

  /// How many answers nobody asked for.
  public var unusedAnswers: Int { answers.count }

  /// The bodies of the requests, as text.
  public var bodies: [String] { requests.map { String(decoding: $0.body, as: UTF8.self) } }

  /// Gives the next answer; without one the connection is refused.
  public func send(_ request: HTTPRequest) throws(TransportError) -> HTTPResponse {
    requests.append(request)
    guard !answers.isEmpty else {
      throw .connectFailed(host: "fake", port: 0, detail: "unexpected")
    }
    switch answers.removeFirst() {
    case .response(let response): return response
    case .failure(let error): throw error
    }
  }
}

extension FakeTransport.Answer {
  /// A response with a JSON body.
  public static func json(_ text: String, status: Int = 200) -> Self {
    .response(
      HTTPResponse(
        status: status,
        headers: ["content-type": "application/json"],
        body: Array(text.utf8)
      )
    )
  }

  /// A response without a body.
  public static func status(_ status: Int, _ headers: HTTPHeaders = [:]) -> Self {
    .response(HTTPResponse(status: status, headers: headers))
  }
}
