// SPDX-License-Identifier: MIT

import Foundation
import Glibc
public import JSON

/// A `stalwart-sim serve` that ends with its owner.
public final class RunningSimulator: Sendable {
  /// Why a simulator did not start.
  public struct StartFailure: Error, CustomStringConvertible {
    /// What it printed instead of its ready line.
    public var printed: String
    /// What it printed.
    public var description: String { "the simulator did not start: \(printed)" }
  }

  /// Where it listens, such as `http://127.0.0.1:40123`.
  public let url: String
  private let process: pid_t
  private let life: Descriptor
  private let directory: TemporaryDirectory
  private let log: URL

  /// Starts a simulator on a free port of loopback and waits for its ready line.
  ///
  /// - Parameter arguments: What follows `stalwart-sim serve`.
  /// - Throws: ``StartFailure`` with what it printed when it ends or stays silent instead.
  public init(_ arguments: [String] = []) throws {
    directory = try TemporaryDirectory()
    log = directory.url.appending(path: "exchanges.ndjson")
    let launch = Launch(
      BuiltProducts.simulator,
      ["serve", "--log", log.path] + arguments,
      environment: ["PATH": "/usr/bin:/bin"],
      directory: directory.url
    )
    let (life, lifeOfChild) = try Descriptor.pipe()
    let (output, outputOfChild) = try Descriptor.pipe()
    let errors = directory.path("errors")
    process = try spawn(
      launch,
      descriptors: [
        0: .open("/dev/null", O_RDONLY), 1: outputOfChild,
        2: .open(errors, O_WRONLY | O_CREAT), 9: lifeOfChild,
      ]
    )
    self.life = life
    let line = Self.firstLine(of: output)
    let address = line.split(whereSeparator: \.isWhitespace).first { $0.hasPrefix("http://") }
    guard let address else {
      kill(process, SIGKILL)
      _ = reap(process)
      let printed = (try? String(contentsOfFile: errors, encoding: .utf8)) ?? ""
      throw StartFailure(printed: line + printed)
    }
    url = String(address)
  }

  deinit {
    kill(process, SIGTERM)
    _ = reap(process)
  }

  /// Reads up to the end of the first line, for at most a minute.
  private static func firstLine(of output: Descriptor) -> String {
    let deadline = ContinuousClock.now + .seconds(60)
    var bytes: [UInt8] = []
    while !bytes.contains(UInt8(ascii: "\n")), ContinuousClock.now < deadline {
      var waiting = [pollfd(fd: output.number, events: Int16(POLLIN), revents: 0)]
      guard unsafe poll(&waiting, 1, 60_000) > 0, let more = output.read(), !more.isEmpty
      else { break }
      bytes += more
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The port of ``url``.
  public var port: UInt16 { url.split(separator: ":").last.flatMap { UInt16($0) } ?? 0 }

  /// The exchanges so far, one JSON text a line: request and response.
  public var exchanges: [String] {
    let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map(String.init)
  }

  /// The variables that make the client talk to this simulator.
  public var environment: [String: String] {
    [
      "STALWART_URL": url,
      "STALWART_USER": "admin",
      "STALWART_PASSWORD": SecretWatch.administratorSecret,
    ]
  }
}

extension RunningSimulator {
  /// What the simulator says on one of its own paths, such as `/sim/data`.
  ///
  /// - Throws: ``StartFailure`` when it does not answer, `JSONError`.
  public func ask(_ path: String) throws -> JSONValue {
    let connection = LoopbackConnection(port: port)
    connection?.send(Array("GET \(path) HTTP/1.1\r\nHost: simulator\r\n\r\n".utf8))
    guard let answer = connection?.readAnswer() else { throw StartFailure(printed: "nothing") }
    return try JSONValue(parsing: answer.body)
  }
}
