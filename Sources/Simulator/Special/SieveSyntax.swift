// SPDX-License-Identifier: MIT

/// The syntax of a Sieve script (RFC 5228, section 8), and the names of its commands.
struct SieveSyntax {
  /// What is wrong with a script, and where; lines and columns count from 0.
  struct Mistake: Error, Equatable {
    var reason: String
    var line = 0
    var column = 0

    /// The sentence that the server says.
    var text: String { "\(reason) at line \(line), column \(column)." }
  }

  private enum Kind: Equatable {
    case word
    case number
    case text
    case tag
    case mark(Character)
  }

  private struct Token {
    var kind: Kind
    var text: String
    var line: Int
    var column: Int
  }

  private let tokens: [Token]
  private var place = 0
  /// How many blocks and lists are open.
  private var depth = 0

  private static let maximumDepth = 64

  /// Checks a script.
  ///
  /// A script that ends within a command is taken, as the server takes it.
  static func check(_ script: String) throws(Mistake) {
    var syntax = SieveSyntax(tokens: try tokens(of: script))
    while syntax.place < syntax.tokens.count { try syntax.readCommand() }
  }

  private init(tokens: [Token]) { self.tokens = tokens }

  // MARK: - Commands

  private mutating func readCommand() throws(Mistake) {
    let name = tokens[place]
    let isLast = place + 1 == tokens.count
    guard name.kind == .word, isLast || Self.commands.contains(name.text.lowercased()) else {
      guard isLast, name.kind != .mark("}") else { throw expected("command", name) }
      place += 1
      return
    }
    place += 1
    while place < tokens.count {
      switch tokens[place].kind {
      case .mark(";"):
        place += 1
        return
      case .mark("{"):
        place += 1
        try readBlock()
        return
      case .mark("["), .mark("("):
        try readList(closing: tokens[place].kind == .mark("[") ? "]" : ")")
      case .mark(",") where Self.conditions.contains(name.text.lowercased()):
        place += 1
      case .mark:
        throw expected(";", tokens[place])
      default: place += 1
      }
    }
  }

  private mutating func readBlock() throws(Mistake) {
    try descend()
    defer { depth -= 1 }
    while place < tokens.count {
      if tokens[place].kind == .mark("}") {
        place += 1
        return
      }
      try readCommand()
    }
    throw expected("}", tokens[tokens.count - 1], found: "end of file")
  }

  private mutating func readList(closing: Character) throws(Mistake) {
    let start = tokens[place]
    try descend()
    defer { depth -= 1 }
    place += 1
    while place < tokens.count {
      switch tokens[place].kind {
      case .mark(closing):
        place += 1
        return
      case .mark("["), .mark("("):
        try readList(closing: tokens[place].kind == .mark("[") ? "]" : ")")
      case .mark(","): place += 1
      case .mark: throw expected(String(closing), tokens[place])
      default: place += 1
      }
    }
    throw expected(String(closing), start, found: "end of file")
  }

  private mutating func descend() throws(Mistake) {
    depth += 1
    guard depth > Self.maximumDepth else { return }
    let token = tokens[min(place, tokens.count - 1)]
    throw Mistake(reason: "Too many nested blocks", line: token.line, column: token.column)
  }

  private func expected(_ wanted: String, _ token: Token, found: String? = nil) -> Mistake {
    let found = found ?? token.text.lowercased()
    return Mistake(
      reason: "Expected token \"\(wanted)\" but found \"\(found)\"",
      line: token.line,
      column: token.column
    )
  }

  private static let conditions: Set<String> = ["if", "elsif", "while"]

  private static let commands = Set(
    FactFile(PackageResources.sieve_commands_txt).words.map(String.init)
  )

  // MARK: - Tokens

  private static func tokens(of script: String) throws(Mistake) -> [Token] {
    var reader = SieveReader(script)
    var tokens: [Token] = []
    while let start = reader.skipBlanks() {
      let (line, column) = (reader.line, reader.column)
      let kind: Kind
      var text = String(start)
      switch start {
      case "\"":
        kind = .text
        text = try reader.quoted()
      case ":":
        kind = .tag
        reader.advance()
        text = ":" + reader.word()
      case "0"..."9":
        kind = .number
        text = reader.word()
      case _ where start.isLetter || start == "_":
        text = reader.word()
        if text.lowercased() == "text", reader.next == ":" {
          kind = .text
          text = try reader.multiline()
        } else {
          kind = .word
        }
      case ";", ",", "(", ")", "[", "]", "{", "}":
        kind = .mark(start)
        reader.advance()
      default:
        throw Mistake(reason: "Unexpected character '\(start)'", line: line, column: column)
      }
      tokens.append(Token(kind: kind, text: text, line: line, column: column))
    }
    return tokens
  }
}

/// Reads a Sieve script character by character.
private struct SieveReader {
  private let characters: [Character]
  private var place = 0
  private(set) var line = 0
  private(set) var column = 0

  init(_ script: String) { characters = Array(script) }

  /// The character that comes next.
  var next: Character? { place < characters.count ? characters[place] : nil }

  mutating func advance() {
    guard let character = next else { return }
    place += 1
    if character.isNewline {
      line += 1
      column = 0
    } else {
      column += 1
    }
  }

  /// Goes to the next character that is neither a blank nor in a comment.
  mutating func skipBlanks() -> Character? {
    while let character = next {
      if character.isWhitespace {
        advance()
      } else if character == "#" {
        while let character = next, !character.isNewline { advance() }
      } else if character == "/", place + 1 < characters.count, characters[place + 1] == "*" {
        while next != nil, !(next == "*" && place + 1 < characters.count && isEndOfComment) {
          advance()
        }
        advance()
        advance()
      } else {
        return character
      }
    }
    return nil
  }

  private var isEndOfComment: Bool { characters[place + 1] == "/" }

  mutating func word() -> String {
    var text = ""
    while let character = next,
      character.isLetter || character.isNumber || character == "_" || character == "."
    {
      text.append(character)
      advance()
    }
    return text
  }

  mutating func quoted() throws(SieveSyntax.Mistake) -> String {
    let (line, column) = (line, column)
    var text = ""
    advance()
    while let character = next {
      advance()
      if character == "\"" { return text }
      if character == "\\" {
        if let escaped = next { text.append(escaped) }
        advance()
      } else {
        text.append(character)
      }
    }
    throw SieveSyntax.Mistake(reason: "Unterminated string", line: line, column: column)
  }

  /// The lines after `text:`, up to one that is a dot alone.
  mutating func multiline() throws(SieveSyntax.Mistake) -> String {
    let (line, column) = (line, column)
    while let character = next, !character.isNewline { advance() }
    advance()
    var text = ""
    var current = ""
    while let character = next {
      advance()
      if character.isNewline {
        if current == "." { return text }
        text += current + "\n"
        current = ""
      } else {
        current.append(character)
      }
    }
    throw SieveSyntax.Mistake(reason: "Unterminated multi-line string", line: line, column: column)
  }
}
