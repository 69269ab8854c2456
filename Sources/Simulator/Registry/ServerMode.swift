// SPDX-License-Identifier: MIT

/// What a server lets its clients do.
public enum ServerMode: String, Sendable, CaseIterable {
  /// Management only; no service runs.
  case recovery
  /// Everything runs.
  case normal
  /// Before the first configuration: only the set-up wizard.
  case bootstrap
}
