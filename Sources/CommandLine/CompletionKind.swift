// SPDX-License-Identifier: MIT

/// What a shell offers where a value is typed.
public enum CompletionKind: Equatable, Sendable {
  /// Nothing.
  case none
  /// The names of files.
  case file
  /// The names of directories.
  case directory
  /// These words; the parser refuses every other.
  case choices([Choice])
  /// These words, among others.
  case suggestions([String])
  /// The commands and topics of the tool.
  case helpSubject
  /// What the tool itself answers through its hidden command, see ``CompletionRequest``.
  case dynamic(DynamicCompletion)

  /// These words without explanations; the parser refuses every other.
  public static func choices(_ names: String...) -> CompletionKind {
    .choices(names.map { Choice($0) })
  }
}

/// One of the words that an option or operand accepts.
public struct Choice: Equatable, Sendable {
  /// The word as typed.
  public var name: String
  /// A few words about it; may be empty.
  public var summary: String

  /// Describes a choice.
  public init(_ name: String, _ summary: String = "") {
    self.name = name
    self.summary = summary
  }
}

/// A kind of word that only the server's schema knows.
///
/// The raw value is the word that completion scripts pass on, so it is kept.
public enum DynamicCompletion: String, CaseIterable, Equatable, Sendable {
  /// An object type.
  case object
  /// An object type, or a type and one of its variants: `Account/User`.
  case objectOrVariant = "object-or-variant"
  /// Whatever `describe` explains: objects, embedded types, enums, paths.
  case describable
  /// The id of an object of the type that the first operand names.
  case id
  /// A property of that type; where the option splits at commas, a list of them.
  case field
  /// `KEY=VALUE`: a property, and after `=` the values of an enum or boolean.
  case assignment
  /// `KEY=PATH`: a property; after `=` the shell offers files by itself.
  case assignmentFromFile = "assignment-from-file"
  /// `FIELD=VALUE`: a filter, and after the operator the values of an enum.
  case filter
  /// `FIELD` or `FIELD:desc`.
  case sortKey = "sort-key"
}
