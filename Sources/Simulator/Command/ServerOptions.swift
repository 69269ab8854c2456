// SPDX-License-Identifier: MIT

internal import CommandLine
internal import Glibc
internal import JSON

/// The options of the commands that start a server.
enum ServerOptions {
  private static let defaults = Configuration()

  static let port = Option.value(
    "port",
    "Port on 127.0.0.1; 0 takes any that is free",
    value: "N",
    as: .number(in: 0...Int(UInt16.max)),
    default: Int(defaults.port)
  )
  static let data = Option.value(
    "data",
    "What the server holds, in the form that dump prints",
    value: "FILE",
    as: .path
  ).details(
    .paragraph(
      "An object of `objects`, such as `{\"Domain\": [...]}`, `singletons` and `files`, such as "
        + "`{\"/var/lib/stalwart/logs/stalwart.2026-01-02\": \"text\"}`: the only files that "
        + "settings such as a Tracer's path can reach."
    )
  )
  static let demo = Option.flag("demo", "Serve a small data set of the simulator's own")
  static let schema = Option.value(
    "schema",
    "Another schema document, .json or .gz; .gz is served byte for byte",
    value: "FILE",
    as: .path
  )
  static let mode = Option.value(
    "mode",
    "Mode of the server: recovery, normal or bootstrap",
    value: "MODE",
    as: .choice { (_: ServerMode) in "" },
    default: defaults.mode
  )
  static let user = Option.value(
    "user",
    "The administrator",
    value: "NAME:SECRET",
    as: .text("NAME:SECRET") { text in
      text.split(separator: ":", maxSplits: 1).count == 2
    },
    default: "\(defaults.administratorName):\(defaults.administratorSecret)"
  ).secret()
  static let token = Option.value(
    "token",
    "A Bearer token that signs in as the administrator",
    value: "TEXT",
    as: .text
  ).secret()
  static let fault = Option.values(
    "fault",
    "Something that goes wrong on purpose; can be repeated",
    value: "RULE",
    as: .text
  )
  static let log = Option.value(
    "log",
    "Append every exchange to a file, one JSON object a line",
    value: "FILE",
    as: .path
  )

  static let all: [any OptionDeclaration] = [
    port, data, demo, schema, mode, user, token, fault, log,
  ]

  /// The options as the help of the whole tool lists them.
  static let definitions = all.map { option in
    let definition = option.spec.definition
    // Running text may be broken anywhere.
    return Definition(definition.term, String(definition.text.map { $0 == "\u{A0}" ? " " : $0 }))
  }

  /// The configuration that the options ask for.
  ///
  /// - Throws: ``SimulatorError`` for files and rules that cannot be used.
  static func configuration(_ parsed: ParsedArguments) throws -> Configuration {
    var configuration = Configuration()
    if let url = unsafe getenv("STALWART_PUBLIC_URL") {
      let text = unsafe String(cString: url)
      let end = text.lastIndex { $0 != "/" }
      if let end { configuration.publicURL = String(text[...end]) }
    }
    configuration.port = UInt16(clamping: parsed[port])
    configuration.mode = parsed[mode]
    let login = parsed[user].split(separator: ":", maxSplits: 1).map(String.init)
    configuration.administratorName = login.first ?? ""
    configuration.administratorSecret = login.last ?? ""
    configuration.token = parsed[token]
    for rule in parsed[fault] { configuration.faults.append(try FaultRule(rule)) }
    if let path = parsed[schema] { configuration.schema = try schemaDocument(path) }
    if let path = parsed[data] {
      configuration.dataSet = try dataSet(path)
      configuration.dataName = path
    } else if parsed[demo] {
      configuration.dataSet = DemoData.dataSet
    }
    if let path = parsed[log] { configuration.log = try FileAccess.lineWriter(path) }
    return configuration
  }

  private static func schemaDocument(_ path: String) throws -> SchemaDocument {
    let document = try SchemaDocument(file: try FileAccess.read(path), path: path)
    do throws(JSONError) { _ = try JSONSlice(document.text) } catch {
      throw SimulatorError.invalidSchema(path: path, reason: reason(error))
    }
    return document
  }

  private static func dataSet(_ path: String) throws -> JSONValue {
    let file = try FileAccess.read(path)
    do throws(JSONError) { return try JSONValue(parsing: file) } catch {
      throw SimulatorError.invalidData(path: path, reason: reason(error))
    }
  }

  private static func reason(_ error: JSONError) -> String {
    "line \(error.line), column \(error.column): no valid JSON"
  }
}

/// What help says about the rules of `--fault`.
enum FaultHelp {
  static let effects = [
    Definition("latency=MS", "the answer comes late"),
    Definition("request-latency=MS", "the request arrives late, so that its work is done late"),
    Definition(
      "rtt=MS",
      "a slow link: half on each way, and a round trip more for each connection"
    ),
    Definition("connect=MS", "the first answer of each connection comes late"),
    Definition("close", "the connection ends without an answer, nothing was done"),
    Definition("lost", "the same, but the request was carried out"),
    Definition(
      "reset[=BYTES]",
      "the connection is reset, nothing was done; with a number the request was carried out, and "
        + "so many bytes of the content come before"
    ),
    Definition("cut[=BYTES]", "the content ends too early, by default in the middle"),
    Definition(
      "stall[=BYTES]",
      "nothing more comes after so many bytes of content, by default 0"
    ),
    Definition("slow=BYTES/MS", "the content comes in small pieces"),
    Definition("status=CODE", "401, 402, 403, 404, 429, 500, 503 ... as the server answers them"),
    Definition("limit=NAME", "400: maxSizeRequest, maxCallsInRequest, maxConcurrentRequests, ..."),
    Definition("redirect=URL", "302"),
    Definition("content=TEXT", "other content, after the request was carried out"),
    Definition("html", "a web page instead of JSON, nothing was done"),
    Definition("type=MEDIA-TYPE", "another Content-Type"),
    Definition("garbage", "Content-Encoding: gzip, but no gzip"),
    Definition(
      "error=TYPE",
      "each call answers a method error: forbidden, requestTooLarge, ..."
    ),
    Definition("late-error=TYPE", "the same, after the work was done: serverUnavailable, ..."),
    Definition("schema=older|newer", "another schema document"),
    Definition("skew=MS", "the server's clock is wrong by so much; from the start on"),
    Definition(
      "limits=NAME:N[;...]",
      "lower limits, such as maxObjectsInGet:10; from the start on"
    ),
  ]

  static let conditions = [
    Definition("path=PREFIX", "the path begins with this"),
    Definition("call=NAME", "a method is called; * stands for any text, such as x:*/set"),
    Definition("method=NAME", "the HTTP method"),
    Definition("nth=N, nth=N-M, nth=N-", "which of the matching requests, from 1"),
    Definition("retry-after=SECONDS", "adds the field to a status"),
  ]
}
