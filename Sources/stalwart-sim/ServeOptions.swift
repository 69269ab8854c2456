// SPDX-License-Identifier: MIT

internal import Glibc
internal import JSON
internal import Simulator

/// The options of `serve` and `run`.
struct ServeOptions {
  /// What they ask for.
  var configuration = Configuration()
  /// What follows `--`.
  var command: [String] = []

  /// Reads a command line.
  ///
  /// - Throws: ``UsageError``, or ``SimulatorError`` for files that cannot be used.
  init(_ arguments: [String]) throws {
    if let url = unsafe getenv("STALWART_PUBLIC_URL") {
      let text = unsafe String(cString: url)
      let end = text.lastIndex { $0 != "/" }
      if let end { configuration.publicURL = String(text[...end]) }
    }
    var rest = arguments[...]
    var dataPath: String?
    var isDemo = false
    while let argument = rest.popFirst() {
      if argument == "--" {
        command = Array(rest)
        break
      }
      guard argument.hasPrefix("-"), argument != "-" else {
        command = [argument] + rest
        break
      }
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      if name == "--demo" {
        isDemo = true
        continue
      }
      guard Self.names.contains(name) else { throw UsageError.unknownOption(name) }
      let attached = parts.count > 1 ? String(parts[1]) : nil
      guard let value = attached ?? rest.popFirst() else { throw UsageError.missingValue(name) }
      if name == "--data" { dataPath = value } else { try apply(name, value) }
    }
    if let dataPath {
      configuration.dataSet = try Self.dataSet(dataPath)
      configuration.dataName = dataPath
    } else if isDemo {
      configuration.dataSet = DemoData.dataSet
    }
  }

  private static let names: Set<String> = [
    "--port", "--data", "--schema", "--mode", "--user", "--token", "--fault", "--log",
  ]

  private mutating func apply(_ name: String, _ value: String) throws {
    switch name {
    case "--port":
      guard let port = UInt16(value) else {
        throw UsageError.invalidValue(option: name, value: value, expected: "0 to 65535")
      }
      configuration.port = port
    case "--schema":
      let file = try FileAccess.read(value)
      let document = try SchemaDocument(file: file, path: value)
      do throws(JSONError) { _ = try JSONSlice(document.text) } catch {
        throw SimulatorError.invalidSchema(path: value, reason: Self.reason(error))
      }
      configuration.schema = document
    case "--mode":
      guard let mode = ServerMode(rawValue: value) else { throw Self.noMode(value) }
      configuration.mode = mode
    case "--user":
      let parts = value.split(separator: ":", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        throw UsageError.invalidValue(option: name, value: "…", expected: "NAME:SECRET")
      }
      configuration.administratorName = parts[0]
      configuration.administratorSecret = parts[1]
    case "--token": configuration.token = value
    case "--fault": configuration.faults.append(try FaultRule(value))
    default: configuration.log = try FileAccess.lineWriter(value)
    }
  }

  /// What to say of a mode that there is not.
  static func noMode(_ value: String) -> UsageError {
    let modes = ServerMode.allCases.map(\.rawValue).joined(separator: ", ")
    return .invalidValue(option: "--mode", value: value, expected: "one of \(modes)")
  }

  private static func reason(_ error: JSONError) -> String {
    "line \(error.line), column \(error.column): no valid JSON"
  }

  private static func dataSet(_ path: String) throws -> JSONValue {
    let file = try FileAccess.read(path)
    do throws(JSONError) {
      return try JSONValue(parsing: file)
    } catch {
      throw SimulatorError.invalidData(path: path, reason: reason(error))
    }
  }

  /// Removes an option and its value from arguments.
  static func take(_ name: String, from arguments: inout [String]) throws -> String? {
    if let place = arguments.firstIndex(where: { $0.hasPrefix("\(name)=") }) {
      return String(arguments.remove(at: place).dropFirst(name.count + 1))
    }
    guard let place = arguments.firstIndex(of: name) else { return nil }
    guard place + 1 < arguments.count else { throw UsageError.missingValue(name) }
    arguments.remove(at: place)
    return arguments.remove(at: place)
  }
}
