// SPDX-License-Identifier: MIT

public import Terminal

/// A prompter for a process without a terminal.
public struct AbsentPrompter: Prompter {
  /// Creates a prompter.
  public init() {}

  /// Finds no terminal.
  ///
  /// - Throws: ``PromptError/noTerminal``.
  public func secret(_ prompt: String) throws(PromptError) -> String { throw .noTerminal }

  /// Finds no terminal.
  ///
  /// - Throws: ``PromptError/noTerminal``.
  public func line(_ prompt: String) throws(PromptError) -> String { throw .noTerminal }
}
