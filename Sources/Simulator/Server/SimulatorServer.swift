// SPDX-License-Identifier: MIT

internal import Glibc

/// A running simulator: it listens on 127.0.0.1 and serves on a thread of its own.
public final class SimulatorServer: Sendable {
  /// The port that it listens on.
  public let port: UInt16
  private let log: RequestLog
  private let wakeEnd: Int32
  private let thread: ServerThread

  /// Where it can be reached, without a slash at the end.
  public var url: String { "http://127.0.0.1:\(port)" }

  /// How many requests there were since the start, or since a client had them forgotten.
  public var requestCount: Int { log.count }

  private init(port: UInt16, log: RequestLog, wakeEnd: Int32, thread: ServerThread) {
    self.port = port
    self.log = log
    self.wakeEnd = wakeEnd
    self.thread = thread
  }

  /// Starts a simulator.
  ///
  /// - Throws: ``SimulatorError`` when the port cannot be had, or the schema or data is broken.
  public static func start(
    _ configuration: Configuration = Configuration()
  ) throws(SimulatorError) -> SimulatorServer {
    raiseDescriptorLimit()
    let listener = try Listener(port: configuration.port)
    let service: Service
    do {
      service = try Service(configuration, listeningOn: "http://127.0.0.1:\(listener.port)")
    } catch {
      close(listener.descriptor)
      throw error
    }
    guard let poll = EventPoll() else {
      let code = errno
      close(listener.descriptor)
      throw .socket(operation: "pipe", code: code)
    }
    let loop = EventLoop(service: service, listener: listener.descriptor, poll: poll)
    guard let thread = ServerThread(running: loop) else {
      close(listener.descriptor)
      throw .socket(operation: "pthread_create", code: EAGAIN)
    }
    return SimulatorServer(
      port: listener.port,
      log: service.log,
      wakeEnd: poll.wakeEnd,
      thread: thread
    )
  }

  /// Lets the process have as many connections as the system allows it.
  private static func raiseDescriptorLimit() {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = limit.rlim_max
    unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }

  /// Closes all connections and waits for the thread to end; later calls do nothing.
  public func stop() {
    thread.join { [wakeEnd] in
      var byte: UInt8 = 1
      unsafe write(wakeEnd, &byte, 1)
    }
  }
}
