// SPDX-License-Identifier: MIT

internal import Glibc

/// One connection of a client: requests come in, answers go out in the same order.
final class Connection {
  /// The socket; closed by ``close()``.
  let descriptor: Int32
  /// When the step that waits is over, in milliseconds of the monotonic clock; nil if none does.
  private(set) var wakeTime: Int?
  /// Whether the socket is closed.
  private(set) var isClosed = false

  private let service: Service
  private let poll: EventPoll
  private let peer: String
  private var parser: RequestParser
  private var transaction: Transaction?
  private var steps: [DeliveryStep] = []
  private var output: [UInt8] = []
  private var written = 0
  private var inputEnded = false
  private var closesWhenSent = false
  private var isStalled = false
  /// How many requests began.
  private var requestCount = 0
  private var watchesReading = true
  private var watchesWriting = false

  init(descriptor: Int32, peer: String, service: Service, poll: EventPoll) {
    self.descriptor = descriptor
    self.peer = peer
    self.service = service
    self.poll = poll
    parser = RequestParser(limits: service.configuration.limits)
  }

  /// Closes the socket and frees the slots of the unfinished request.
  func close(reset: Bool = false) {
    guard !isClosed else { return }
    isClosed = true
    if reset {
      var option = linger(l_onoff: 1, l_linger: 0)
      unsafe setsockopt(
        descriptor,
        SOL_SOCKET,
        SO_LINGER,
        &option,
        socklen_t(MemoryLayout<linger>.size)
      )
    }
    poll.forget(descriptor)
    Glibc.close(descriptor)
    if let transaction {
      // A delayed request arrives even if its sender has closed the connection meanwhile.
      for case .answer(let body) in steps { _ = service.answer(transaction, body: body) }
      service.end(transaction)
    }
    transaction = nil
    wakeTime = nil
  }

  /// Deals with what the descriptor is ready for.
  func handle(_ event: EventPoll.Event, scratch: inout [UInt8]) {
    // Both directions are gone: whatever waits to be sent has no reader.
    guard !event.isBroken else {
      close()
      return
    }
    if event.isReadable { receive(&scratch) }
    if event.isWritable, !isClosed { flush() }
    if isStalled, inputEnded { close() }
    advance()
  }

  /// Goes on after a wait.
  func wake() {
    wakeTime = nil
    advance()
  }

  private func receive(_ scratch: inout [UInt8]) {
    // One answer at a time: what is piled up behind an unfinished one stays in the socket.
    while !isClosed, !inputEnded {
      let count = unsafe scratch.withUnsafeMutableBytes { bytes in
        unsafe recv(descriptor, bytes.baseAddress, bytes.count, 0)
      }
      if count > 0 {
        // Whoever sends on to a connection that stalls is not answered and not remembered.
        if !isStalled { parser.append(scratch[..<count]) }
        if count < scratch.count || steps.count > 0 { break }
      } else if count == 0 {
        inputEnded = true
      } else {
        if errno == EINTR { continue }
        if errno != EAGAIN { close(reset: false) }
        break
      }
    }
    updateInterest()
  }

  /// Does all that can be done without waiting.
  private func advance() {
    while !isClosed {
      if !runSteps() { return }
      if closesWhenSent {
        if output.isEmpty { close() }
        return
      }
      guard readRequest() else { return }
    }
  }

  /// Runs the steps of the answer.
  ///
  /// - Returns: whether the connection is free for the next request.
  private func runSteps() -> Bool {
    while let step = steps.first {
      guard wakeTime == nil, !isStalled else { return false }
      steps.removeFirst()
      switch step {
      case .answer(let body):
        if let transaction {
          steps.insert(contentsOf: service.answer(transaction, body: body), at: 0)
        }
      case .send(let bytes):
        output.append(contentsOf: bytes)
        flush()
        if isClosed { return false }
      case .wait(let milliseconds):
        wakeTime = EventLoop.now + milliseconds
        return false
      case .close:
        if output.isEmpty {
          close()
          return false
        }
        closesWhenSent = true
        steps = []
      case .reset:
        close(reset: true)
        return false
      case .stall:
        isStalled = true
        updateInterest()
        return false
      }
    }
    if let transaction, transaction.isAnswered {
      service.end(transaction)
      self.transaction = nil
    }
    return wakeTime == nil && !isStalled
  }

  /// Takes the next event from the parser.
  ///
  /// - Returns: whether there may be more to do.
  private func readRequest() -> Bool {
    switch parser.next() {
    case .incomplete:
      guard inputEnded else { return false }
      if let transaction, !transaction.isAnswered, let body = parser.partialBody {
        closesWhenSent = true
        answer(transaction, body)
        return true
      }
      if output.isEmpty { close() } else { closesWhenSent = true }
      return false
    case .head(var request):
      request.peer = peer
      let transaction = service.begin(request, isFirst: requestCount == 0)
      self.transaction = transaction
      requestCount += 1
      guard request.expectsContinue, request.framing != .empty else { return true }
      if transaction.refusal != nil {
        closesWhenSent = true
        answer(transaction, [])
      } else {
        steps.append(.send(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)))
      }
    case .end(let body):
      guard let transaction else { return true }
      if transaction.request.closes { closesWhenSent = true }
      answer(transaction, body)
    case .malformed(let status):
      steps.append(.send(Array(service.malformed(status).utf8)))
      steps.append(.close)
      if let transaction { service.end(transaction) }
      transaction = nil
    }
    return true
  }

  private func answer(_ transaction: Transaction, _ body: [UInt8]) {
    steps.append(contentsOf: service.receive(transaction, body: body))
    guard closesWhenSent else { return }
    closesWhenSent = false
    steps.append(.close)
  }

  private func flush() {
    while written < output.count {
      let count = unsafe output.withUnsafeBytes { bytes in
        unsafe send(
          descriptor,
          bytes.baseAddress?.advanced(by: written),
          bytes.count - written,
          Int32(MSG_NOSIGNAL)
        )
      }
      if count >= 0 {
        written += count
      } else if errno == EINTR {
        continue
      } else if errno == EAGAIN {
        updateInterest()
        return
      } else {
        close()
        return
      }
    }
    output.removeAll(keepingCapacity: output.count <= 1 << 16)
    written = 0
    updateInterest()
  }

  /// Watches for what can be dealt with, so that a busy connection does not spin.
  private func updateInterest() {
    guard !isClosed else { return }
    let reading = !inputEnded && (steps.isEmpty || isStalled)
    let writing = written < output.count
    guard reading != watchesReading || writing != watchesWriting else { return }
    watchesReading = reading
    watchesWriting = writing
    poll.watch(descriptor, reading: reading, writing: writing)
  }
}
