// SPDX-License-Identifier: MIT

internal import Glibc

/// Serves all connections of one server on one thread.
final class EventLoop {
  private let service: Service
  private let listener: Int32
  private let poll: EventPoll
  private var connections: [Int32: Connection] = [:]
  private var isAccepting = true
  private var scratch = [UInt8](repeating: 0, count: 1 << 16)

  /// Makes a loop for a listening socket, which it closes at the end.
  init(service: Service, listener: Int32, poll: EventPoll) {
    self.service = service
    self.listener = listener
    self.poll = poll
    poll.watch(listener, reading: true, writing: false)
  }

  /// The monotonic clock, in milliseconds.
  static var now: Int {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Int(time.tv_sec) * 1000 + Int(time.tv_nsec) / 1_000_000
  }

  /// Runs until the wake descriptor is written to, and then closes everything.
  func run() {
    var isRunning = true
    while isRunning {
      for event in poll.wait(timeoutMilliseconds: timeout()) {
        if event.descriptor == poll.wakeDescriptor {
          isRunning = false
        } else if event.descriptor == listener {
          accept()
        } else if let connection = connections[event.descriptor] {
          connection.handle(event, scratch: &scratch)
          sweep(connection)
        }
      }
      wakeConnections()
    }
    for connection in connections.values { connection.close() }
    connections = [:]
    Glibc.close(listener)
  }

  private func timeout() -> Int {
    guard let earliest = connections.values.lazy.compactMap(\.wakeTime).min() else { return -1 }
    return max(0, earliest - Self.now)
  }

  private func wakeConnections() {
    let now = Self.now
    for connection in connections.values {
      guard let time = connection.wakeTime, time <= now else { continue }
      connection.wake()
      sweep(connection)
    }
  }

  private func sweep(_ connection: Connection) {
    guard connection.isClosed, connections[connection.descriptor] === connection else { return }
    connections[connection.descriptor] = nil
    if !isAccepting {
      isAccepting = true
      poll.watch(listener, reading: true, writing: false)
    }
  }

  private func accept() {
    while true {
      let descriptor = Glibc.accept(listener, nil, nil)
      guard descriptor >= 0 else {
        if errno == EINTR || errno == ECONNABORTED { continue }
        if errno == EMFILE || errno == ENFILE {
          // Nothing can be accepted until a connection ends.
          isAccepting = false
          poll.forget(listener)
        }
        return
      }
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
      var one: Int32 = 1
      let size = socklen_t(MemoryLayout<Int32>.size)
      unsafe setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, size)
      poll.watch(descriptor, reading: true, writing: false)
      connections[descriptor] = Connection(
        descriptor: descriptor,
        peer: "127.0.0.1",
        service: service,
        poll: poll
      )
    }
  }
}
