// SPDX-License-Identifier: MIT

internal import Glibc

/// The command that `run` runs.
struct ChildProcess {
  private let id: pid_t

  /// The environment in which a command talks to the simulator and to no other server.
  static func environment(url: String, name: String, secret: String) -> [String] {
    var variables: [(name: String, value: String)] = []
    var place = unsafe environ
    while let entry = unsafe place.pointee {
      let text = unsafe String(cString: entry)
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2 { variables.append((String(parts[0]), String(parts[1]))) }
      unsafe place += 1
    }
    let proxies = ["no_proxy", "NO_PROXY"]
    let exempt = variables.first { proxies.contains($0.name) && !$0.value.isEmpty }?.value
    let replaced = [
      "STALWART_URL", "STALWART_USER", "STALWART_PASSWORD", "STALWART_TOKEN",
      "STALWART_PASSWORD_FILE", "STALWART_TOKEN_FILE",
    ]
    variables.removeAll { replaced.contains($0.name) || proxies.contains($0.name) }
    let hosts =
      exempt == "*" ? "*" : ([exempt].compactMap(\.self) + ["127.0.0.1"]).joined(separator: ",")
    variables += [
      ("STALWART_URL", url), ("STALWART_USER", name), ("STALWART_PASSWORD", secret),
      ("no_proxy", hosts), ("NO_PROXY", hosts),
    ]
    return variables.map { "\($0.name)=\($0.value)" }
  }

  /// Starts a command, found by PATH, with the standard streams of this process.
  ///
  /// - Throws: ``SimulatorError/file(path:code:)`` when it cannot be started.
  static func start(
    _ command: [String],
    environment: [String]
  ) throws(SimulatorError) -> ChildProcess {
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    unsafe sigemptyset(&none)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    let arguments = unsafe command.map { unsafe strdup($0) } + [nil]
    let variables = unsafe environment.map { unsafe strdup($0) } + [nil]
    defer {
      for index in unsafe arguments.indices { unsafe free(arguments[index]) }
      for index in unsafe variables.indices { unsafe free(variables[index]) }
    }
    var id: pid_t = 0
    let code = unsafe posix_spawnp(&id, command[0], nil, &attributes, arguments, variables)
    guard code == 0 else { throw .file(path: command[0], code: code) }
    return ChildProcess(id: id)
  }

  /// Waits for the end of the command and returns its exit code, 128 + n after signal n.
  ///
  /// SIGTERM and SIGHUP are passed on; SIGINT reached the command by itself, as it was typed at
  /// the terminal that both share.
  func wait(_ signals: SignalSet) -> Int32 {
    while true {
      let signal = signals.wait()
      if signal == SIGTERM || signal == SIGHUP { kill(id, signal) }
      var status: Int32 = 0
      guard unsafe waitpid(id, &status, WNOHANG) == id else { continue }
      let reason = status & 0x7F
      return reason == 0 ? status >> 8 & 0xFF : 128 + reason
    }
  }
}
