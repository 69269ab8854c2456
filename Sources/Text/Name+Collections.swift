// SPDX-License-Identifier: MIT

// Dictionaries and sets of names are used with the texts themselves.

extension Dictionary where Key == Name {
  /// The value under a text, compared by bytes.
  package subscript(text: String) -> Value? {
    get { self[Name(text)] }
    _modify { yield &self[Name(text)] }
  }

  /// The value under a text, compared by bytes, or `defaultValue` where there is none.
  package subscript(text: String, default defaultValue: @autoclosure () -> Value) -> Value {
    get { self[Name(text), default: defaultValue()] }
    _modify { yield &self[Name(text), default: defaultValue()] }
  }

  /// Removes the value under a text and returns it; nil if there was none.
  @discardableResult
  package mutating func removeValue(forKey text: String) -> Value? {
    removeValue(forKey: Name(text))
  }
}

extension Set where Element == Name {
  /// Makes a set of texts as names.
  package init(names texts: some Sequence<String>) { self.init(texts.lazy.map { Name($0) }) }

  /// Whether the text is one of the names.
  package func contains(_ text: String) -> Bool { contains(Name(text)) }

  /// Adds the text as a name; `inserted` is false if it was one already.
  @discardableResult
  package mutating func insert(_ text: String) -> (inserted: Bool, memberAfterInsert: Name) {
    insert(Name(text))
  }

  /// Removes the name that the text is, and returns it; nil if there was none.
  @discardableResult
  package mutating func remove(_ text: String) -> Name? { remove(Name(text)) }

  /// Adds the texts as names.
  package mutating func formUnion(_ texts: some Sequence<String>) {
    for text in texts { insert(Name(text)) }
  }
}
