// SPDX-License-Identifier: MIT

/// A piece of documentation that help pages wrap and manual pages mark up.
///
/// Words between backquotes are literal; manual pages set them apart.
public enum TextBlock: Equatable, Sendable {
  /// Running text, wrapped to the width of the page.
  case paragraph(String)
  /// A title above the blocks that follow, at the margin of the page.
  case heading(String)
  /// Lines that are printed as they are.
  case literal([String])
  /// Terms and what they mean.
  case definitions([Definition])
  /// The options of one section of the tool's global options.
  case globalOptions(section: String)
  /// The environment variables of the tool.
  case environment
  /// The exit codes of the tool.
  case exitCodes
}

extension TextBlock: ExpressibleByStringInterpolation {
  /// A paragraph.
  public init(stringLiteral value: String) {
    self = .paragraph(value)
  }
}

/// A term and its meaning.
public struct Definition: Equatable, Sendable {
  /// What is explained, in the spelling to type.
  public var term: String
  /// What it means.
  public var text: String

  /// Pairs a term with its meaning.
  public init(_ term: String, _ text: String) {
    self.term = term
    self.text = text
  }
}

/// A text that `help NAME` shows and that belongs to no single command.
public struct HelpTopic: Equatable, Sendable {
  /// The name as typed after `help`.
  public var name: String
  /// One line without a full stop.
  public var summary: String
  /// The text.
  public var body: [TextBlock]
  /// The manual page that the topic is as well, if any.
  public var manual: ManualReference?

  /// Describes a topic.
  public init(
    name: String,
    summary: String,
    body: [TextBlock],
    manual: ManualReference? = nil
  ) {
    self.name = name
    self.summary = summary
    self.body = body
    self.manual = manual
  }
}

/// The name and section of a manual page, such as `stalwart-cli-get(1)`.
public struct ManualReference: Hashable, Sendable, CustomStringConvertible {
  /// The name of the page.
  public var name: String
  /// The section: 1 commands, 5 file formats, 7 everything else.
  public var section: Int

  /// Refers to a page.
  public init(_ name: String, section: Int) {
    self.name = name
    self.section = section
  }

  /// The page as one writes it in running text.
  public var description: String { "\(name)(\(section))" }
}
