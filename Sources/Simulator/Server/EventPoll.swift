// SPDX-License-Identifier: MIT

internal import Glibc

/// The descriptors of one thread and what they are ready for (poll(2)).
///
/// Other threads wake it by writing to a pipe that it owns.
final class EventPoll {
  /// What a descriptor is ready for.
  struct Event {
    var descriptor: Int32
    var isReadable: Bool
    var isWritable: Bool
    var isBroken: Bool
  }

  /// Readable when another thread wants something.
  let wakeDescriptor: Int32
  /// What other threads write to.
  let wakeEnd: Int32
  private var entries: [pollfd] = []
  private var places: [Int32: Int] = [:]

  /// Makes an empty set; nil when the process is out of descriptors.
  init?() {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    wakeDescriptor = ends[0]
    wakeEnd = ends[1]
    watch(wakeDescriptor, reading: true, writing: false)
  }

  deinit {
    close(wakeDescriptor)
    close(wakeEnd)
  }

  /// Adds a descriptor, or changes what it is watched for.
  func watch(_ descriptor: Int32, reading: Bool, writing: Bool) {
    let events = Int16(reading ? POLLIN : 0) | Int16(writing ? POLLOUT : 0)
    if let place = places[descriptor] {
      entries[place].events = events
    } else {
      places[descriptor] = entries.count
      entries.append(pollfd(fd: descriptor, events: events, revents: 0))
    }
  }

  /// Removes a descriptor.
  func forget(_ descriptor: Int32) {
    guard let place = places.removeValue(forKey: descriptor) else { return }
    let last = entries.removeLast()
    guard place < entries.count else { return }
    entries[place] = last
    places[last.fd] = place
  }

  /// Waits for events.
  ///
  /// - Parameter timeoutMilliseconds: the longest wait; negative waits for ever.
  /// - Returns: the descriptors that are ready; none after the longest wait.
  func wait(timeoutMilliseconds: Int) -> [Event] {
    let timeout = Int32(clamping: timeoutMilliseconds)
    let count = unsafe entries.withUnsafeMutableBufferPointer { buffer in
      unsafe poll(buffer.baseAddress, nfds_t(buffer.count), timeout)
    }
    guard count > 0 else { return [] }
    var events: [Event] = []
    for entry in entries where entry.revents != 0 {
      let ready = Int32(entry.revents)
      events.append(
        Event(
          descriptor: entry.fd,
          isReadable: ready & POLLIN != 0,
          isWritable: ready & POLLOUT != 0,
          isBroken: ready & (POLLERR | POLLHUP | POLLNVAL) != 0
        )
      )
    }
    return events
  }
}
