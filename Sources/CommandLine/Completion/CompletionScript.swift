// SPDX-License-Identifier: MIT

/// The script that makes a shell complete a tool's command lines.
public enum CompletionScript {
  /// The script for `shell`; see ``CompletionRequest`` for what it asks the tool.
  public static func text(for shell: Shell, tool: ToolSpec) -> String {
    ""
  }
}
