// SPDX-License-Identifier: MIT

internal import Glibc

/// Decides which program shows long output page by page.
public enum Pager {
  /// The command line of the pager for standard output, for `/bin/sh`; `nil` for none.
  ///
  /// There is none if standard output is no terminal, if the terminal is dumb, or if
  /// `PAGER` is empty or `cat`. Without `PAGER` it is `less`, if `isExecutable` finds it
  /// on `PATH`, and never `more`: some of its versions stop at the end even of two lines
  /// until somebody presses a key.
  public static func command(
    isTerminal: Bool,
    environment: [String: String],
    isExecutable: (_ path: String) -> Bool = Pager.isExecutable
  ) -> String? {
    guard isTerminal, environment["TERM"] != "dumb" else { return nil }
    if let pager = environment["PAGER"] {
      let words = pager.split { $0 == " " || $0 == "\t" }
      return words.isEmpty || words == ["cat"] ? nil : pager
    }
    let directories = (environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
    return directories.contains { isExecutable("\($0)/less") } ? "less" : nil
  }
}

extension Pager {
  /// Whether this process may run the file.
  public static func isExecutable(_ path: String) -> Bool {
    unsafe access(path, X_OK) == 0
  }
}

/// A running pager, as a sink.
///
/// While the pager runs, this process ignores SIGINT and leaves it to the pager. Once the
/// pager has been quit, writing fails with ``OutputError/readerClosed``.
public final class PagerProcess: OutputSink {
  private let process: Int32
  private let sink: DescriptorSink
  private var original = sigaction()
  private var isRunning = true

  /// Starts `command` through `/bin/sh` with `environment`.
  ///
  /// Unless the environment says otherwise, `LESS=FRX` makes `less` print the text of one
  /// screen and end, show colours, and leave the text on the screen.
  ///
  /// - Throws: ``OutputError/system(code:)``.
  public init(command: String, environment: [String: String]) throws(OutputError) {
    guard let pipe = Pipe() else { throw .system(code: errno) }
    let variables = environment.merging(["LESS": "FRX", "LV": "-c"]) { given, _ in given }
    do {
      process = try Self.spawn(command, input: pipe.readEnd, environment: variables)
    } catch {
      pipe.close()
      throw error
    }
    _ = close(pipe.readEnd)
    sink = DescriptorSink(descriptor: pipe.writeEnd)
    var ignoring = sigaction()
    unsafe ignoring.__sigaction_handler.sa_handler = SIG_IGN
    _ = unsafe sigaction(SIGINT, &ignoring, &original)
  }

  deinit { finish() }

  /// Adds bytes to what the pager will be given.
  ///
  /// - Throws: ``OutputError``.
  public func write(bytes: [UInt8]) throws(OutputError) {
    try sink.write(bytes: bytes)
  }

  /// Gives everything that is buffered to the pager.
  ///
  /// - Throws: ``OutputError``.
  public func flush() throws(OutputError) {
    try sink.flush()
  }

  /// Ends the pager's input, and waits until the person has quit the pager.
  public func finish() {
    guard isRunning else { return }
    isRunning = false
    try? sink.flush()
    _ = close(sink.descriptor)
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
    _ = unsafe sigaction(SIGINT, &original, nil)
  }

  private static func spawn(
    _ command: String,
    input: Int32,
    environment: [String: String]
  ) throws(OutputError) -> Int32 {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, input, 0)
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    // The pager must die of a closed pipe and of Ctrl-C as any other program does.
    var defaults = sigset_t()
    unsafe sigemptyset(&defaults)
    unsafe sigaddset(&defaults, SIGPIPE)
    unsafe sigaddset(&defaults, SIGINT)
    unsafe posix_spawnattr_setsigdefault(&attributes, &defaults)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    let arguments = unsafe cStrings(["/bin/sh", "-c", command])
    let variables = unsafe cStrings(environment.map { "\($0.key)=\($0.value)" })
    defer {
      unsafe arguments.forEach(release)
      unsafe variables.forEach(release)
    }
    var process: Int32 = 0
    let code = unsafe posix_spawn(
      &process,
      "/bin/sh",
      &actions,
      &attributes,
      arguments,
      variables
    )
    guard code == 0 else { throw .system(code: code) }
    return process
  }

  private static func release(_ pointer: UnsafeMutablePointer<CChar>?) {
    unsafe free(pointer)
  }

  /// Copies of texts, to be freed by the caller, and the null pointer that ends the list.
  private static func cStrings(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
    var pointers: [UnsafeMutablePointer<CChar>?] = unsafe []
    for text in texts { unsafe pointers.append(strdup(text)) }
    unsafe pointers.append(nil)
    return unsafe pointers
  }
}
