// SPDX-License-Identifier: MIT

/// A manual page in the mdoc language.
public struct ManualPage: Equatable, Sendable {
  /// The name and section of the page.
  public var reference: ManualReference
  /// The source, every line ended.
  public var source: String

  /// Every page of a tool: its own, one per visible command, one per topic that is a page.
  ///
  /// `date` is the day that the pages carry, such as `November 23, 2026`.
  public static func pages(of tool: ToolSpec, date: String) -> [ManualPage] {
    let commands = tool.visibleCommands.map { HelpRequest.Subject.command($0.name) }
    let topics = tool.topics.filter { $0.manual != nil }.map { HelpRequest.Subject.topic($0.name) }
    return ([.tool] + commands + topics).map { subject in
      let document = ManualDocument(subject, of: tool)
      return ManualPage(reference: document.reference, source: document.mdoc(date: date))
    }
  }
}
