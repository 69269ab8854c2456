// SPDX-License-Identifier: MIT

/// Renders the pages that `-h`, `--help` and `help` show.
public struct HelpPage: Sendable {
  /// The tool that the pages describe.
  public let tool: ToolSpec
  /// The cells of a line; text is wrapped at no less than 40.
  public let width: Int
  /// Whether headings and names are set in bold by escape sequences.
  public let isStyled: Bool

  /// Creates a renderer.
  public init(tool: ToolSpec, width: Int = 80, isStyled: Bool = false) {
    self.tool = tool
    self.width = width
    self.isStyled = isStyled
  }

  /// The page that was asked for; every line is ended.
  ///
  /// `date` is the day that manual pages carry, such as `November 23, 2026`.
  public func text(for request: HelpRequest, date: String = "") -> String {
    ""
  }

  /// What is shown when nothing was typed: usage, one example, where to read on.
  public var shortText: String { "" }
}
