// SPDX-License-Identifier: MIT

import Glibc
import Terminal
import TestSupport
import Testing

@Suite struct `Colours are decided by the stream` {
  static let terminal = ["TERM": "xterm"]

  @Test(arguments: [
    (ColorChoice.auto, terminal, true, true), (.auto, terminal, false, false),
    (.always, ["NO_COLOR": "1"], false, true),
    (.never, ["TERM": "xterm", "CLICOLOR_FORCE": "1"], true, false),
    (.auto, ["TERM": "xterm", "NO_COLOR": "0"], true, false),
    (.auto, ["TERM": "xterm", "NO_COLOR": ""], true, true),
    (.auto, ["NO_COLOR": "1", "CLICOLOR_FORCE": "1"], true, false),
    (.auto, ["CLICOLOR_FORCE": "1"], false, true),
    (.auto, ["CLICOLOR_FORCE": "0", "TERM": "xterm"], false, false),
    (.auto, ["CLICOLOR_FORCE": "", "TERM": "xterm"], true, true),
    (.auto, ["CLICOLOR": "0", "TERM": "xterm"], true, false),
    (.auto, ["CLICOLOR": "0", "CLICOLOR_FORCE": "1"], true, true),
    (.auto, ["CLICOLOR": "1", "TERM": "xterm"], true, true),
    (.auto, ["TERM": "dumb"], true, false), (.auto, ["TERM": ""], true, false),
    (.auto, [:], true, false),
  ])
  func andTheEnvironment(
    choice: ColorChoice,
    environment: [String: String],
    isTerminal: Bool,
    isColored: Bool
  ) {
    #expect(choice.isColored(isTerminal: isTerminal, environment: environment) == isColored)
  }
}

@Suite struct `Surroundings are read` {
  @Test(arguments: [
    (Int?.none, String?.none, 80), (120, nil, 120), (0, nil, 80), (1, nil, 1), (nil, "100", 100),
    (120, "60", 60), (120, "0", 120), (120, "-5", 120), (120, "wide", 120), (nil, "", 80),
  ])
  func width(terminal: Int?, columns: String?, expected: Int) {
    let environment = columns.map { ["COLUMNS": $0] } ?? [:]
    #expect(TerminalWidth.columns(terminal: terminal, environment: environment) == expected)
  }

  @Test(arguments: [
    (["LANG": "de_DE.UTF-8"], true), (["LANG": "C.utf8"], true), (["LANG": "C"], false),
    (["LC_ALL": "C", "LANG": "de_DE.UTF-8"], false), (["LC_ALL": "", "LANG": "en_US.UTF-8"], true),
    (["LC_CTYPE": "UTF-8"], true), (["LC_CTYPE": "en_US.ISO-8859-1", "LANG": "C.UTF-8"], false),
    ([:], false), (["LANG": "POSIX"], false), (["LANG": "de_DE.UTF-8@euro"], true),
  ])
  func locale(environment: [String: String], isUTF8: Bool) {
    #expect(Spelling.isUTF8(environment) == isUTF8)
    let spelling = Spelling.forStream(isTerminal: true, environment: environment)
    #expect(spelling == (isUTF8 ? .unicode : .ascii))
    #expect(Spelling.forStream(isTerminal: false, environment: environment) == .unicode)
  }

  @Test func pagers() {
    let all: (String) -> Bool = { _ in true }
    let terminal = ["PATH": "/bin", "TERM": "xterm"]
    let command = { (environment: [String: String], isTerminal: Bool) in
      Pager.command(
        isTerminal: isTerminal,
        environment: environment.merging(terminal) { given, _ in given },
        isExecutable: all
      )
    }
    #expect(command([:], true) == "less")
    #expect(command([:], false) == nil)
    #expect(command(["PAGER": "most -s"], true) == "most -s")
    #expect(command(["PAGER": "most"], false) == nil)
    #expect(command(["PAGER": ""], true) == nil)
    #expect(command(["PAGER": " "], true) == nil)
    #expect(command(["PAGER": "cat"], true) == nil)
    #expect(command(["TERM": "dumb"], true) == nil)
    let more: (String) -> Bool = { $0 == "/bin/more" }
    #expect(Pager.command(isTerminal: true, environment: terminal, isExecutable: more) == nil)
    let none: (String) -> Bool = { _ in false }
    #expect(Pager.command(isTerminal: true, environment: terminal, isExecutable: none) == nil)
  }
}

@Suite struct `Sinks report what happens` {
  init() { Signals.ignoreBrokenPipes() }

  @Test func bytesArriveInOrder() throws {
    let (reader, writer) = try pipeEnds()
    let sink = DescriptorSink(descriptor: writer, capacity: 8)
    try sink.write("one ")
    try sink.writeLine("two three four")
    try sink.write("end")
    try sink.flush()
    try sink.flush()
    close(writer)
    #expect(readAll(reader) == "one two three four\nend")
    close(reader)
  }

  @Test func nothingIsWrittenBeforeTheBufferIsFull() throws {
    let (reader, writer) = try pipeEnds()
    _ = fcntl(reader, F_SETFL, O_NONBLOCK)
    let sink = DescriptorSink(descriptor: writer)
    try sink.write("kept")
    #expect(readAll(reader) == "")
    try sink.flush()
    #expect(readAll(reader) == "kept")
    close(writer)
    close(reader)
  }

  @Test func aReaderThatWentAwayIsNoFailureOfTheSystem() throws {
    let (reader, writer) = try pipeEnds()
    close(reader)
    let sink = DescriptorSink(descriptor: writer, capacity: 0)
    #expect(throws: OutputError.readerClosed) { try sink.write("x") }
    #expect(throws: OutputError.readerClosed) { try sink.write("y") }
    #expect(throws: OutputError.readerClosed) { try sink.flush() }
    close(writer)
  }

  @Test func aFullDiskIs() throws {
    let full = unsafe open("/dev/full", O_WRONLY)
    try #require(full >= 0)
    let sink = DescriptorSink(descriptor: full)
    try sink.write("x")
    #expect(throws: OutputError.system(code: ENOSPC)) { try sink.flush() }
    close(full)
  }

  @Test func aClosedDescriptorIs() {
    let sink = DescriptorSink(descriptor: -1, capacity: 0)
    #expect(throws: OutputError.system(code: EBADF)) { try sink.write("x") }
  }

  @Test func aSlowReaderIsWaitedFor() throws {
    let (reader, writer) = try pipeEnds()
    _ = fcntl(writer, F_SETFL, O_NONBLOCK)
    let count = 1 << 20
    let received = Background { readAll(reader).utf8.count }
    let sink = DescriptorSink(descriptor: writer)
    try sink.write(bytes: Array(repeating: 0x61, count: count))
    try sink.flush()
    close(writer)
    #expect(try received.wait().get() == count)
    close(reader)
  }

  @Test func memoryKeepsText() throws {
    let sink = MemorySink()
    try sink.writeLine("a")
    try sink.write("é")
    #expect(sink.text == "a\né")
    sink.failure = .readerClosed
    #expect(throws: OutputError.readerClosed) { try sink.flush() }
  }
}

@Suite struct `A pager is a sink` {
  init() { Signals.ignoreBrokenPipes() }

  private func page(_ command: String, _ text: String) throws -> String {
    let directory = try TemporaryDirectory()
    let pager = try PagerProcess(
      command: command,
      environment: ["PATH": "/usr/bin:/bin", "OUT": directory.path("out")]
    )
    try pager.write(text)
    try pager.flush()
    pager.finish()
    let file = unsafe open(directory.path("out"), O_RDONLY)
    defer { close(file) }
    return readAll(file)
  }

  @Test func thatIsWaitedFor() throws {
    #expect(try page("cat >\"$OUT\"; echo done >>\"$OUT\"", "text\n") == "text\ndone\n")
  }

  @Test func withOptionsOfItsOwn() throws {
    #expect(try page("cat >/dev/null; echo \"$LESS\" >\"$OUT\"", "") == "FRX\n")
  }

  @Test func thatDiesOfClosedPipesAsOthersDo() throws {
    // A shell cannot undo that a signal is ignored when it starts.
    let script = "cat >/dev/null; kill -PIPE $$; echo survived >\"$OUT\""
    #expect(try page(script, "") == "")
  }

  @Test func thatMayBeQuitEarly() throws {
    let pager = try PagerProcess(
      command: "head -1 >/dev/null",
      environment: ["PATH": "/usr/bin:/bin"]
    )
    #expect(throws: OutputError.readerClosed) {
      for _ in 0..<10_000 { try pager.write(String(repeating: "x", count: 999) + "\n") }
    }
    pager.finish()
    pager.finish()
  }
}

func pipeEnds() throws -> (reader: Int32, writer: Int32) {
  var ends: [Int32] = [-1, -1]
  try #require(unsafe pipe(&ends) == 0)
  for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  return (ends[0], ends[1])
}

/// Everything until the end, or until there is nothing more for now.
func readAll(_ descriptor: Int32) -> String {
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 4096)
  while true {
    let count = unsafe read(descriptor, &buffer, buffer.count)
    guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
    bytes += buffer.prefix(count)
  }
}
