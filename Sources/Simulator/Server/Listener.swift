// SPDX-License-Identifier: MIT

internal import Glibc

/// A socket on 127.0.0.1 that takes connections.
struct Listener: ~Copyable {
  /// The socket.
  let descriptor: Int32
  /// The port, also when any was asked for.
  let port: UInt16

  /// Binds and listens.
  ///
  /// - Parameter wanted: the port; 0 takes any that is free.
  /// - Throws: ``SimulatorError/portInUse(_:)`` or ``SimulatorError/socket(operation:code:)``.
  init(port wanted: UInt16) throws(SimulatorError) {
    let flags = Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let descriptor = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | flags, 0)
    guard descriptor >= 0 else { throw .socket(operation: "socket", code: errno) }
    var one: Int32 = 1
    unsafe setsockopt(
      descriptor,
      SOL_SOCKET,
      SO_REUSEADDR,
      &one,
      socklen_t(MemoryLayout<Int32>.size)
    )
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = wanted.bigEndian
    address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        unsafe bind(descriptor, generic, size)
      }
    }
    guard bound == 0 else {
      let code = errno
      close(descriptor)
      throw code == EADDRINUSE ? .portInUse(wanted) : .socket(operation: "bind", code: code)
    }
    guard listen(descriptor, 4096) == 0 else {
      let code = errno
      close(descriptor)
      throw .socket(operation: "listen", code: code)
    }
    var length = size
    _ = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        unsafe getsockname(descriptor, generic, &length)
      }
    }
    self.descriptor = descriptor
    port = UInt16(bigEndian: address.sin_port)
  }
}
