// SPDX-License-Identifier: MIT

import Foundation
import Glibc

extension Launch {
  /// Runs the program to its end.
  ///
  /// - Throws: ``SystemCallError`` when it cannot be started, ``SecretWatch/Disclosure``
  ///   when a secret stands in what it wrote.
  public func run() throws -> Outcome {
    let watch = showsSecrets ? nil : SecretWatch(self)
    var conversation = try Conversation(self)
    let outcome = conversation.run()
    if let disclosure = watch?.disclosure(in: outcome, output: output) { throw disclosure }
    return outcome
  }
}

/// The descriptors of a running program and what went through them.
private struct Conversation {
  private let launch: Launch
  private var process: pid_t = 0
  /// Closed by the system when the program and its children are gone.
  private let life: Descriptor
  private var input: Descriptor?
  private var pendingInput: ArraySlice<UInt8> = []
  private var staysOpen = false
  private var output: Descriptor?
  private var errors: Descriptor?
  private var outcome = Outcome(ending: .tooSlow, output: [], errors: [])
  private var reactions: ArraySlice<Launch.Reaction>
  private var searched = 0

  init(_ launch: Launch) throws {
    self.launch = launch
    reactions = launch.reactions[...]
    let (life, lifeOfChild) = try Descriptor.pipe()
    self.life = life
    var descriptors: [Int32: Descriptor] = [9: lifeOfChild]
    var terminal: String?
    if let window = launch.terminal {
      let (master, path) = try openTerminal(window)
      output = master
      input = master
      terminal = path
    } else {
      descriptors[0] = try openInput()
      (descriptors[1], output) = try Self.open(launch.output)
      (descriptors[2], errors) = try Self.open(launch.errors)
    }
    process = try spawn(launch, descriptors: descriptors, terminal: terminal)
    for descriptor in [input, output, errors, life] { descriptor?.becomeNonblocking() }
    signal(SIGPIPE, SIG_IGN)
  }

  private mutating func openInput() throws -> Descriptor? {
    switch launch.input {
    case .closed: return nil
    case .nothing: return try .open("/dev/null", O_RDONLY)
    case .bytes(let bytes): pendingInput = bytes[...]
    case .unending(let bytes):
      pendingInput = bytes[...]
      staysOpen = true
    }
    let (reading, writing) = try Descriptor.pipe()
    input = writing
    return reading
  }

  private static func open(
    _ output: Launch.Output
  ) throws -> (child: Descriptor?, ours: Descriptor?) {
    switch output {
    case .closed: return (nil, nil)
    case .file(let path): return (try .open(path, O_WRONLY | O_CREAT), nil)
    case .abandoned: return (try Descriptor.pipe().writing, nil)
    case .captured, .lines:
      let (reading, writing) = try Descriptor.pipe()
      return (writing, reading)
    }
  }

  mutating func run() -> Outcome {
    let deadline = ContinuousClock.now + launch.limit
    launch.whenStarted?(process)
    while true {
      feedInput()
      let left = deadline - .now
      guard left > .zero else { break }
      var waiting = [pollfd(fd: life.number, events: Int16(POLLIN), revents: 0)]
      for descriptor in [output, errors] {
        guard let descriptor else { continue }
        waiting.append(pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0))
      }
      if let input, !pendingInput.isEmpty {
        waiting.append(pollfd(fd: input.number, events: Int16(POLLOUT), revents: 0))
      }
      let milliseconds = Int32(clamping: left.components.seconds * 1000 + 1)
      _ = unsafe poll(&waiting, nfds_t(waiting.count), milliseconds)
      let hasEnded = waiting[0].revents != 0
      readOutput()
      react()
      if hasEnded {
        outcome.ending = reap(process)
        return outcome
      }
    }
    kill(-process, SIGKILL)
    _ = reap(process)
    return outcome
  }

  private mutating func feedInput() {
    guard let input, launch.terminal == nil else { return }
    if !pendingInput.isEmpty, !input.write(&pendingInput) { pendingInput = [] }
    if pendingInput.isEmpty && !staysOpen { self.input = nil }
  }

  /// Reads until there is nothing more at the moment.
  private mutating func readOutput() {
    while let bytes = output?.read() {
      outcome.output += bytes
      if case .lines(let count) = launch.output,
        outcome.output.count(where: { $0 == UInt8(ascii: "\n") }) >= count
      {
        output = nil
      }
      if bytes.isEmpty { output = nil }
    }
    while let bytes = errors?.read() {
      outcome.errors += bytes
      if bytes.isEmpty { errors = nil }
    }
  }

  private mutating func react() {
    while let reaction = reactions.first {
      let printed = launch.terminal == nil ? outcome.errors : outcome.output
      let text = String(decoding: printed.dropFirst(searched), as: UTF8.self)
      guard let match = text.range(of: reaction.text) else { return }
      searched += text[..<match.upperBound].utf8.count
      reactions.removeFirst()
      switch reaction.action {
      case .signal(let number): kill(process, number)
      case .run(let program, let arguments):
        let directory = launch.directory
        let path = ["PATH": "/usr/bin:/bin"]
        var aside = Launch(
          URL(filePath: "/usr/bin/env"),
          [program] + arguments,
          environment: path,
          directory: directory
        )
        aside.showsSecrets = true
        _ = try? aside.run()
      case .type(let typed):
        var bytes = Array(typed.utf8)[...]
        _ = input?.write(&bytes)
      }
    }
  }
}

/// Opens a new terminal.
///
/// - Returns: The side of the tests, and the file of the other.
private func openTerminal(_ window: TerminalWindow) throws -> (Descriptor, String) {
  let master = try Descriptor.open("/dev/ptmx", O_RDWR)
  var locked: Int32 = 0
  var index: UInt32 = 0
  var size = winsize(ws_row: window.rows, ws_col: window.columns, ws_xpixel: 0, ws_ypixel: 0)
  // TIOCSPTLCK, TIOCGPTN and TIOCSWINSZ; Swift does not see the first two.
  guard
    unsafe ioctl(master.number, 0x4004_5431, &locked) == 0,
    unsafe ioctl(master.number, 0x8004_5430, &index) == 0,
    unsafe ioctl(master.number, UInt(TIOCSWINSZ), &size) == 0
  else { throw SystemCallError("ioctl /dev/ptmx") }
  return (master, "/dev/pts/\(index)")
}
