// SPDX-License-Identifier: MIT

internal import HTTP

/// Waits until a server is ready, as `--wait` asks.
struct Readiness {
  /// The longest wait.
  let limit: Duration

  private static let firstPause = Duration.milliseconds(250)
  private static let longestPause = Duration.seconds(2)

  /// Waits.
  ///
  /// - Throws: a failure where the server is not ready in time.
  func wait(
    for base: BaseURL,
    over transport: any Transport,
    in surroundings: Surroundings
  ) throws(Failure) {
    let start = surroundings.elapsed()
    var pause = Self.firstPause
    while let reason = obstacle(base, transport) {
      if surroundings.interruption() != nil { throw Failure.interrupted() }
      let left = limit - (surroundings.elapsed() - start)
      guard left > .zero else {
        throw Failure(
          .noAnswer,
          "the server was not ready within \(Wording.seconds(limit)): \(reason)",
          hints: ["give it more time with --wait=SECONDS"]
        )
      }
      surroundings.sleep(min(pause, left))
      pause = min(pause * 2, Self.longestPause)
    }
  }

  /// Why the server is not ready; nil if it is, or if waiting would not help.
  private func obstacle(_ base: BaseURL, _ transport: any Transport) -> String? {
    let request = HTTPRequest(
      .get,
      base.appending("/healthz/ready"),
      connectTimeout: .seconds(5),
      timeout: .seconds(10)
    )
    do {
      let response = try transport.send(request)
      return response.status == 503 ? "HTTP 503" : nil
    } catch {
      switch error {
      case .connectionRefused, .proxyRefused: return "the connection was refused"
      default: return nil
      }
    }
  }
}
