// SPDX-License-Identifier: MIT

internal import Glibc
internal import Simulator

/// What is wrong with a command line, or with what it names.
enum UsageError: Error {
  case unknownCommand(String)
  case unknownOption(String)
  case missingValue(String)
  case invalidValue(option: String, value: String, expected: String)
  case unexpectedArgument(String)
  case missingCommand
  case missingOption(String)
  case missingUserCode
  case noSimulator(String)

  var sentence: String {
    switch self {
    case .unknownCommand(let name): "unknown command '\(name)'"
    case .unknownOption(let name): "unknown option '\(name)'"
    case .missingValue(let name): "option '\(name)' needs a value"
    case .invalidValue(let option, let value, let expected):
      "'\(value)' is no value for \(option): expected \(expected)"
    case .unexpectedArgument(let text): "unexpected argument '\(text)'"
    case .missingCommand: "no command to run: put it after --"
    case .missingOption(let name): "option '\(name)' is required"
    case .missingUserCode: "approve takes one user code"
    case .noSimulator(let url): "no stalwart-sim answers at \(url)"
    }
  }
}

extension SimulatorError {
  /// What the person reads.
  var sentence: String {
    switch self {
    case .portInUse(let port): "port \(port) is in use"
    case .socket(let operation, let code): "\(operation): \(Self.text(code))"
    case .file(let path, let code): "\(path): \(Self.text(code))"
    case .invalidSchema(let path, let reason): "\(path) is no schema document: \(reason)"
    case .invalidData(let path, let reason): "\(path) is no data set: \(reason)"
    case .invalidFault(let rule, let reason): "fault '\(rule)': \(reason)"
    }
  }

  private static func text(_ code: Int32) -> String {
    unsafe String(cString: strerror(code))
  }
}
