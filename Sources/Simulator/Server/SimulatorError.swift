// SPDX-License-Identifier: MIT

/// Why a simulator cannot start.
public enum SimulatorError: Error, Equatable, Sendable {
  /// Another process listens on the port.
  case portInUse(UInt16)
  /// A call of the operating system failed; `code` is its `errno`.
  case socket(operation: String, code: Int32)
  /// A file cannot be read or written; `code` is its `errno`.
  case file(path: String, code: Int32)
  /// The schema document is neither JSON nor gzip of JSON.
  case invalidSchema(path: String, reason: String)
  /// The data set is no JSON, or not of the right form.
  case invalidData(path: String, reason: String)
  /// A fault rule cannot be understood.
  case invalidFault(rule: String, reason: String)
}
