// SPDX-License-Identifier: MIT

import Foundation
import Glibc

/// What `Tests/Fuzz/sanitizers` says to the tests is meant for the programs that they start, too.
private let sanitizerOptions = ProcessInfo.processInfo.environment.filter {
  ["ASAN_OPTIONS", "TSAN_OPTIONS"].contains($0.key)
}

/// Starts a program in a session of its own, with these descriptors and no others.
///
/// The terminal, when there is one, becomes descriptors 0, 1 and 2 and controls the session.
/// The process's id is the session's too.
func spawn(
  _ launch: Launch,
  descriptors: [Int32: Descriptor],
  terminal: String? = nil
) throws -> pid_t {
  var actions = unsafe posix_spawn_file_actions_t()
  unsafe posix_spawn_file_actions_init(&actions)
  defer { unsafe posix_spawn_file_actions_destroy(&actions) }
  if let terminal {
    unsafe posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, 0, 1)
    unsafe posix_spawn_file_actions_adddup2(&actions, 0, 2)
  }
  for (number, descriptor) in descriptors.sorted(by: { $0.key < $1.key }) {
    unsafe posix_spawn_file_actions_adddup2(&actions, descriptor.number, number)
  }
  for number in Int32(0)...2 where descriptors[number] == nil && terminal == nil {
    unsafe posix_spawn_file_actions_addclose(&actions, number)
  }

  var attributes = posix_spawnattr_t()
  unsafe posix_spawnattr_init(&attributes)
  defer { unsafe posix_spawnattr_destroy(&attributes) }
  // Signals that the tests ignore or block are as usual for the program.
  var signals = sigset_t()
  unsafe sigemptyset(&signals)
  unsafe posix_spawnattr_setsigmask(&attributes, &signals)
  for signal in [SIGINT, SIGTERM, SIGPIPE, SIGHUP, SIGQUIT] {
    unsafe sigaddset(&signals, signal)
  }
  unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
  // 0x80 is POSIX_SPAWN_SETSID, which Swift does not see.
  let flags = Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF) | 0x80
  unsafe posix_spawnattr_setflags(&attributes, flags)

  // env changes the directory and becomes the program: Swift does not see the
  // call that would let posix_spawn do so.
  let env = "/usr/bin/env"
  let words = [env, "-C", launch.directory.path, launch.program.path] + launch.arguments
  let environment = launch.environment.merging(sanitizerOptions) { $1 }
  let variables = environment.map { "\($0.key)=\($0.value)" }.sorted()
  var argv = unsafe words.map { unsafe strdup($0) } + [nil]
  var envp = unsafe variables.map { unsafe strdup($0) } + [nil]
  defer { _ = unsafe (argv + envp).map { unsafe free($0) } }
  var process: pid_t = 0
  let failure = Descriptor.inheritance.withLock {
    unsafe posix_spawn(&process, env, &actions, &attributes, &argv, &envp)
  }
  guard failure == 0 else {
    throw SystemCallError("starting \(launch.program.path)", number: failure)
  }
  return process
}

/// Waits for the end of a process that is known to have ended or to have been killed.
func reap(_ process: pid_t) -> Outcome.Ending {
  var status: Int32 = 0
  while unsafe waitpid(process, &status, 0) < 0 && errno == EINTR {}
  let signal = status & 0x7f
  return signal == 0 ? .exited((status >> 8) & 0xff) : .signalled(signal)
}
